//! Messages in several languages: each person gets the one that their profile names, everybody else that of the
//! message's own text.

use std::sync::Arc;

use waymark::check::Checker;
use waymark::journey::*;

use crate::build::*;

fn translation(language: &str, subject: &str, body: &str) -> Translation {
    Translation { language: language.to_owned(), subject: subject.into(), body: body.into(), ..Translation::default() }
}

fn in_languages(others: Vec<Translation>) -> Kind {
    let Kind::Message(message) = email("Thank you, {{ #{ExperiencePlatform.Customer.name} }}", "See you soon") else {
        panic!("a message")
    };
    let languages =
        Languages { default: "en-GB".to_owned(), chosen_by: "#{ExperiencePlatform.Customer.language}".into(), others };
    Kind::Message(Message { languages: Some(languages), ..message })
}

fn french_and_swedish() -> Vec<Translation> {
    let swedish = Translation {
        body: Template::default(),
        html: "<p>Vi ses</p>".into(),
        ..translation("sv-SE", "Tack, {{ #{ExperiencePlatform.Customer.name} }}", "")
    };
    vec![translation("fr-FR", "Merci, {{ #{ExperiencePlatform.Customer.name} }}", "À bientôt"), swedish]
}

fn reads(id: &str, language: Option<&str>) -> Story {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut attributes = vec![("email", text("p@example.com")), ("name", text("P"))];
    attributes.extend(language.map(|language| ("language", text(language))));
    let story = Story::new().event("Ordered", "", "{}").person(id, &attributes);
    let story = story.then("entry", on("Ordered")).then("mail", in_languages(french_and_swedish()));
    story.happens(Duration::Hours(0), arrives("Ordered"))
}

/// Language, subject and body of the letter to a person who reads this, and what the step says of it.
fn letter(language: Option<&str>) -> (String, String, String, String) {
    let run = reads("anna", language).run();
    let letter = run.steps[1].message.clone().expect("a letter");
    (letter.language, letter.subject, letter.body, because(&run, 1).to_owned())
}

#[test]
fn each_person_gets_the_message_in_their_language_and_everybody_else_in_that_of_its_own_text() {
    let said = |language: &str, subject: &str, body: &str| {
        let because = format!("sent to p@example.com in {language}");
        (language.to_owned(), subject.to_owned(), body.to_owned(), because)
    };
    assert_eq!(letter(Some("fr-FR")), said("fr-FR", "Merci, P", "À bientôt"));
    assert_eq!(letter(Some("FR_fr")), said("fr-FR", "Merci, P", "À bientôt"), "another way of writing it");
    assert_eq!(letter(Some("sv-SE")), said("sv-SE", "Tack, P", "<p>Vi ses</p>"), "HTML where there is no plain text");
    let own = said("en-GB", "Thank you, P", "See you soon");
    assert_eq!(letter(Some("en-GB")), own);
    assert_eq!(letter(Some("fr-CA")), own, "French of another country is another language");
    assert_eq!(letter(Some("")), own);
    assert_eq!(letter(None), own, "nothing is known");
}

#[test]
fn a_message_in_one_language_says_nothing_of_languages() {
    let story = Story::new().event("Ordered", "", "{}").then("entry", on("Ordered")).then("mail", email("A", "B"));
    let run = story.happens(Duration::Hours(0), arrives("Ordered")).run();
    assert_eq!(because(&run, 1), "sent to anna@example.com");
    let text = serde_json::to_string(&run.steps[1].message).expect("JSON");
    assert!(!text.contains("language"), "{text}");
}

#[test]
fn the_check_names_the_language_that_has_no_text() {
    let findings = |others: Vec<Translation>| -> Vec<(String, String)> {
        let mut journey = Journey { format: FORMAT, id: "journey-test".into(), ..Journey::default() };
        let kind = in_languages(others);
        journey.activities.push(Activity { id: "mail-1".into(), label: "Thanks".into(), kind, ..Activity::default() });
        let journeys = [(journey.id.clone(), Arc::new(journey))].into();
        let workspace = Workspace { journeys, ..Workspace::default() };
        let report = Checker::new().check(&workspace, Platform::Ajo, moment("2026-01-05T09:00:00Z"));
        let gaps = report.findings.iter().filter(|finding| finding.rule == "activity-missing-required-field");
        let field = |finding: &waymark::check::Finding| finding.place.field.clone().unwrap_or_default();
        let of_languages = gaps.filter(|finding| field(finding).starts_with("languages"));
        of_languages.map(|finding| (field(finding), finding.message.clone())).collect()
    };
    assert_eq!(findings(french_and_swedish()), []);
    let mut others = french_and_swedish();
    (others[0].subject, others[1].html) = (Template::default(), Template::default());
    others.push(Translation::default());
    let found = findings(others);
    let expected = [
        ("languages.others.0.subject", "'Thanks' needs a subject in fr-FR."),
        ("languages.others.1.body", "'Thanks' needs a text in sv-SE."),
        ("languages.others.2.subject", "'Thanks' needs a subject in each language."),
        ("languages.others.2.body", "'Thanks' needs a text in each language."),
        ("languages.others.2.language", "'Thanks' needs the name of each language."),
    ];
    for (field, message) in expected {
        assert!(found.contains(&(field.to_owned(), message.to_owned())), "{field}: {found:?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
    assert_eq!(findings(Vec::new()), [("languages.others".to_owned(), "'Thanks' needs a second language.".to_owned())]);
}

#[test]
fn what_walks_over_a_message_comes_to_its_text_in_every_language() {
    let mut activity = Activity { kind: in_languages(french_and_swedish()), ..Activity::default() };
    let mut seen = Vec::new();
    activity.walk(&mut |field, word, text| {
        if word == Word::Template && text.contains("Customer.name") {
            seen.push(field.to_string());
        }
    });
    assert_eq!(seen, ["subject", "languages.others.0.subject", "languages.others.1.subject"]);
    activity.walk_mut(&mut |_, word, text| {
        if word == Word::Template {
            *text = text.replace("Customer", "Person");
        }
    });
    let Kind::Message(message) = &activity.kind else { panic!("a message") };
    assert!(message.wordings().all(|wording| wording.subject.as_str().contains("Person.name")));
}
