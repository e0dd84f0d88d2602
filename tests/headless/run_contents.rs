//! Messages that do not say the same to everybody: contents by chance, contents by rules.

use waymark::journey::*;

use crate::build::*;

fn text(body: &str) -> Content {
    Content { subject: "Sale".into(), body: body.into(), ..Content::default() }
}

fn optimized(optimization: Optimization) -> Kind {
    let Kind::Message(message) = email("Sale", "Everything must go") else { panic!("a message") };
    Kind::Message(Message { address: Expression::default(), optimization: Some(optimization), ..message })
}

/// The message's own text for 30 %, another one for 50 %, nothing for 20 %.
fn experiment() -> ContentExperiment {
    ContentExperiment {
        metric: "Unique opens".to_owned(),
        own: SplitPath { id: "path-own".into(), label: "Loud".to_owned(), share: 3_000 },
        treatments: vec![Treatment {
            id: "path-calm".into(),
            label: "Calm".to_owned(),
            share: 5_000,
            content: text("A few things are left"),
        }],
        holdout: 2_000,
        ..ContentExperiment::default()
    }
}

fn crowd(people: usize, kind: Kind) -> Story {
    let mut story = Story::new().event("Go", "", "{}").then("entry", on("Go")).then("mail", kind);
    story = story.then("after", wait(Duration::Hours(1)));
    story.scenario.profiles.clear();
    story.inventory.profiles.clear();
    for index in 0..people {
        story = story.person(&format!("{index:04}"), &[]);
    }
    story.happens(Duration::Hours(0), arrives("Go"))
}

/// The treatment and the text that each person got; nothing for those who got no message.
fn got(story: &Story) -> Vec<Option<(String, String)>> {
    let runs = story.trace().runs;
    let letter = |run: &waymark::simulate::Run| run.steps[1].message.clone();
    runs.iter().map(|run| letter(run).map(|letter| (letter.treatment, letter.body))).collect()
}

fn is(treatment: &str, body: &str) -> Option<(String, String)> {
    Some((treatment.to_owned(), body.to_owned()))
}

#[test]
fn contents_are_shared_out_by_chance_and_who_is_held_out_gets_none_and_goes_on() {
    let story = crowd(1_000, optimized(Optimization::Experiment(experiment())));
    let all = got(&story);
    let count = |wanted: &Option<(String, String)>| all.iter().filter(|got| *got == wanted).count();
    let counts = (count(&None), count(&is("Loud", "Everything must go")), count(&is("Calm", "A few things are left")));
    // 20, 30 and 50 % of 1,000; the standard deviations are 12.6, 14.5 and 15.8, and five of each stay inside.
    assert!((137..=263).contains(&counts.0), "{counts:?}");
    assert!((227..=373).contains(&counts.1), "{counts:?}");
    assert!((421..=579).contains(&counts.2), "{counts:?}");
    assert_eq!(counts.0 + counts.1 + counts.2, 1_000);
    let runs = story.trace().runs;
    let held = runs.iter().find(|run| run.steps[1].message.is_none()).expect("somebody is held out");
    assert!(because(held, 1).starts_with("no message: held out: drew "), "{}", because(held, 1));
    assert_eq!(held.steps.len(), 3, "they go on: {held:#?}");
    let sent = runs.iter().find(|run| run.steps[1].message.is_some()).expect("somebody is written to");
    assert!(because(sent, 1).contains(": drew ") && because(sent, 1).contains(", which lies from "), "{sent:#?}");
    assert_eq!(got(&story), all, "the same seed");
    assert_ne!(got(&story.scenario(|scenario| scenario.seed = 2)), all, "another seed, other people");
}

#[test]
fn who_gets_which_content_does_not_depend_on_who_else_takes_part_and_can_be_chosen() {
    let kind = || optimized(Optimization::Experiment(experiment()));
    assert_eq!(got(&crowd(64, kind()))[..8], got(&crowd(8, kind()))[..]);
    let forced = crowd(20, kind()).scenario(|scenario| {
        scenario.forced.insert("mail".into(), "path-calm".into());
    });
    assert!(got(&forced).iter().all(|got| *got == is("Calm", "A few things are left")));
}

#[test]
fn without_a_winner_everybody_gets_the_content_that_was_chosen_for_that_case() {
    let at = |text: &str| Some(text.parse().expect("a date and time"));
    let scaled = |from: &str| {
        let fallback = Fallback { treatment: Some("path-own".into()), at: at(from) };
        let scaling = Some(Scaling { at: None, fallback: Some(fallback) });
        let story = crowd(20, optimized(Optimization::Experiment(ContentExperiment { scaling, ..experiment() })));
        // The scenario begins at nine in UTC: ten in Stockholm.
        got(&story.properties(|properties| properties.zone = "Europe/Stockholm".to_owned()))
    };
    assert!(scaled("2026-01-05T10:00").iter().all(|got| *got == is("Loud", "Everything must go")));
    assert!(scaled("2026-01-05T10:01").iter().any(Option::is_none), "a minute early, chance decides");
}

#[test]
fn the_same_holds_for_paths() {
    let treatment = |id: &str| SplitPath { id: id.into(), label: id.to_owned(), share: 5_000 };
    let fallback = Fallback { treatment: Some("path-b".into()), at: Some("2026-01-05T09:00".parse().expect("a time")) };
    let test = Test::Experiment(Experiment {
        treatments: vec![treatment("path-a"), treatment("path-b")],
        scaling: Some(Scaling { at: None, fallback: Some(fallback) }),
        ..Experiment::default()
    });
    let mut story = Story::new().event("Go", "", "{}").then("entry", on("Go")).then("which", condition(test, false));
    story = story.happens(Duration::Hours(0), arrives("Go"));
    let run = story.run();
    assert_eq!(because(&run, 1), "path-b: no winner is known here, so everybody gets it from 2026-01-05 09:00 UTC on");
}

#[test]
fn the_first_rule_that_is_true_decides_and_everybody_else_gets_the_own_text_or_nothing() {
    let rule = |id: &str, asked: &str, body: &str| ContentRule {
        id: id.into(),
        label: id.to_owned(),
        expression: asked.into(),
        content: text(body),
    };
    let run = |points: i64, fallback: bool| {
        let rules = vec![
            rule("Gold", "@event{Go.points} >= 1000", "For gold members"),
            rule("Silver", "@event{Go.points} >= 10", "For silver members"),
        ];
        let kind = optimized(Optimization::Targeting(ContentTargeting { rules, fallback }));
        let sample = format!("{{\"points\": {points}}}");
        let story = Story::new().event("Go", "", &sample).then("entry", on("Go")).then("mail", kind);
        let run = story.happens(Duration::Hours(0), arrives("Go")).run();
        let letter = run.steps[1].message.clone();
        (letter.map(|letter| (letter.treatment, letter.body)), because(&run, 1).to_owned())
    };
    let said = |treatment: &str, body: &str, why: &str| (is(treatment, body), format!("sent to profile-anna ({why})"));
    assert_eq!(run(1_000, true), said("Gold", "For gold members", "Gold: Go.points is 1000"));
    assert_eq!(run(10, true), said("Silver", "For silver members", "Silver: Go.points is 10"));
    assert_eq!(run(1, true), said("", "Everything must go", "no rule fits: Go.points is 1"));
    assert_eq!(run(1, false), (None, "no message: no rule fits: Go.points is 1".to_owned()));
}

#[test]
fn a_content_is_said_in_the_language_of_the_person() {
    let french = |body: &str| Translation {
        language: "fr-FR".to_owned(),
        subject: "Soldes".into(),
        body: body.into(),
        ..Translation::default()
    };
    let mut contents = experiment();
    (contents.own.share, contents.holdout, contents.treatments[0].share) = (0, 0, 10_000);
    contents.treatments[0].content.translations = vec![french("Il en reste")];
    let mut kind = optimized(Optimization::Experiment(contents));
    if let Kind::Message(message) = &mut kind {
        let others = vec![french("Tout doit disparaître")];
        let chosen_by = "#{ExperiencePlatform.Customer.language}".into();
        message.languages = Some(Languages { default: "en-GB".to_owned(), chosen_by, others });
    }
    let reads = Value::Text("fr-FR".to_owned());
    let story = Story::new().person("anna", &[("language", reads)]).event("Go", "", "{}");
    let story = story.then("entry", on("Go")).then("mail", kind).happens(Duration::Hours(0), arrives("Go"));
    let letter = story.run().steps[1].message.clone().expect("a letter");
    assert_eq!((&*letter.treatment, &*letter.language, &*letter.body), ("Calm", "fr-FR", "Il en reste"));
}

#[test]
fn the_messages_of_one_step_give_a_person_the_same_treatment() {
    let place = |medium| {
        let Kind::Message(message) = optimized(Optimization::Experiment(experiment())) else { panic!("a message") };
        Message { medium, ..message }
    };
    let messages = vec![place(Medium::InApp), place(Medium::Web)];
    let story = crowd(50, Kind::MultiAction(MultiAction { messages, error_path: false }));
    let runs = story.trace().runs;
    let mut seen = std::collections::BTreeSet::new();
    for run in &runs {
        let treatments: Vec<&str> = run.steps[1].messages().map(|letter| letter.treatment.as_str()).collect();
        assert!(treatments.is_empty() || treatments.len() == 2 && treatments[0] == treatments[1], "{treatments:?}");
        seen.insert(treatments.first().map(|name| (*name).to_owned()));
    }
    assert_eq!(seen.len(), 3, "both contents, and nothing: {seen:?}");
}

#[test]
fn what_walks_over_a_message_comes_to_each_of_its_contents() {
    let rule = ContentRule {
        id: "path-gold".into(),
        label: "Gold".to_owned(),
        expression: "@event{Go.points} > 1".into(),
        content: text("{{ @event{Go.points} }} points"),
    };
    let kind = optimized(Optimization::Targeting(ContentTargeting { rules: vec![rule], fallback: false }));
    let activity = Activity { kind, ..Activity::default() };
    let mut seen = Vec::new();
    activity.walk(&mut |field, _, text| {
        if text.contains("Go.points") || text == "path-gold" {
            seen.push(field.to_string());
        }
    });
    assert_eq!(
        seen,
        ["optimization.rules.path-gold.expression", "optimization.rules.path-gold.content.body", "optimization"]
    );
    let Kind::Message(message) = &activity.kind else { panic!("a message") };
    let said: Vec<_> = message.wordings().map(|wording| wording.body.as_str()).collect();
    assert_eq!(said, ["{{ @event{Go.points} }} points"], "nobody gets the message's own text");
}
