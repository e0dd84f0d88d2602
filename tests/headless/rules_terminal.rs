//! The guardrails as the terminal lists and explains them, to people and to programs.

use waymark::check::{Mending, cards, platform, rules};
use waymark::cli;
use waymark::journey::Platform;

use crate::rules::for_every_rule;

#[test]
fn every_rule_shows_in_the_terminal_what_is_meant_and_what_passes() {
    for_every_rule(|rule| {
        let told = cli::rules::print(Some(rule.id), cli::rules::Format::Text)?;
        if !told.contains("◄ here") {
            return Err(format!("does not say where: {told}"));
        }
        if !told.contains("It passes with ") {
            return Err(format!("does not say what passes: {told}"));
        }
        Ok(())
    });
}

#[test]
fn the_list_and_the_page_know_every_name_and_what_is_shown() {
    let list = cli::rules::print(None, cli::rules::Format::Text).unwrap();
    let page = cli::rules::print(None, cli::rules::Format::Markdown).unwrap();
    for rule in rules() {
        for name in std::iter::once(&rule.id).chain(rule.aliases) {
            assert!(list.contains(name) && page.contains(&format!("`{name}`")), "{name}");
        }
        assert!(page.contains(&rule.why.replace('|', "\\|")), "why of {}", rule.id);
    }
    for proof in cards().iter().flat_map(|card| card.proofs()) {
        assert!(page.contains(proof), "{proof}");
    }
}

#[test]
fn the_terminal_lists_every_rule_and_explains_one_by_id_or_alias() {
    let all = cli::rules::print(None, cli::rules::Format::Json).unwrap();
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    assert_eq!(all.as_array().unwrap().len(), rules().len() + cards().len());
    for row in all.as_array().unwrap() {
        for key in ["id", "kind", "family", "severity", "summary", "source", "platforms"] {
            assert!(row.get(key).is_some(), "{key} in {row}");
        }
    }
    let row = all.as_array().unwrap().iter().find(|row| row["id"] == "capping-url-missing").unwrap();
    assert_eq!(row["aliases"], serde_json::json!(["capping-url-malformed", "throttling-url-malformed"]));
    let one = cli::rules::print(Some("aq-jump"), cli::rules::Format::Text).unwrap();
    assert!(one.contains("jump-with-aq-or-read") && one.contains("Remedy: "), "{one}");
    let complaint = cli::rules::print(Some("no-such-rule"), cli::rules::Format::Text).unwrap_err();
    assert_eq!(complaint, "there is no rule no-such-rule; `waymark rules` lists them all");
}

#[test]
fn a_rule_whose_id_is_mistyped_or_known_in_part_is_named() {
    let complaint = |id| cli::rules::print(Some(id), cli::rules::Format::Text).unwrap_err();
    assert!(complaint("journey-max-activites").contains("; is journey-max-activities meant?"));
    assert!(complaint("Wait-max-duratoin").contains("; is wait-max-duration meant?"));
    // An alias is a name too, and so is what a card is called.
    assert!(complaint("throttling-url-malformd").contains("; is throttling-url-malformed meant?"));
    assert!(complaint("email-attachment").contains("; is email-attachments meant?"));
    assert!(complaint("max-activities").contains("; is journey-max-activities or journey-near-max-activities meant?"));
}

#[test]
fn programs_learn_from_the_list_what_the_card_says() {
    let all = cli::rules::print(None, cli::rules::Format::Json).unwrap();
    let all: Vec<serde_json::Value> = serde_json::from_str(&all).unwrap();
    let row = |id: &str| all.iter().find(|row| row["id"] == id).unwrap();
    for rule in rules() {
        let (row, text) = (row(rule.id), cli::rules::print(Some(rule.id), cli::rules::Format::Text).unwrap());
        assert_eq!(row["why"], rule.why);
        assert_eq!(row["remedy"]["offered"], matches!(rule.mending, Mending::Offers(_)), "{}", rule.id);
        assert!(text.contains(row["remedy"]["text"].as_str().unwrap()), "{text}");
        assert_eq!(row["sources"][0]["title"], rule.sources[0].title);
        let message = row["examples"]["flagged"]["message"].as_str().unwrap();
        assert!(text.contains(message) && text.contains(row["examples"]["flagged"]["picture"].as_str().unwrap()));
        assert!(!row["examples"]["passing"]["differs"].as_array().unwrap().is_empty(), "{}", rule.id);
    }
    let long = row("journey-max-activities");
    assert_eq!(long["limits"], serde_json::json!({"max_activities": {"ajo": 50, "blueprint": 50}}));
    assert_eq!(long["severities"], serde_json::json!({"ajo": "error", "blueprint": "error"}));
    assert_eq!(long["sources"][0]["path"], "help/using/start/guardrails.md");
    assert_eq!(long["examples"]["flagged"]["place"]["field"], "activities");
    assert_eq!(long["examples"]["passing"]["differs"], serde_json::json!(["email-51: left out"]));
    let shown = row("pause-duration");
    assert_eq!(shown["kind"], "behaviour");
    assert_eq!(shown["proofs"], serde_json::json!(["a_pause_ends_by_itself"]));
    assert!(shown.get("remedy").is_none() && shown["why"].as_str().is_some_and(|why| !why.is_empty()));
}

/// A rule says its limits by name, so that nobody has to read them out of a sentence.
#[test]
fn every_rule_names_the_limits_that_it_reads() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let mut read = 0;
    for folder in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(folder).unwrap() {
            let text: String = std::fs::read_to_string(file.unwrap().path()).unwrap().split_whitespace().collect();
            let Some((_, rest)) = text.split_once("RULE:Rule=Rule{id:\"") else { continue };
            let (id, rest) = rest.split_once('"').unwrap();
            for part in rest.split("numbers.").skip(1) {
                let name = part.split(|sign: char| !sign.is_alphanumeric() && sign != '_').next().unwrap();
                if platform::Numbers::named(Platform::Ajo, name).is_some() {
                    assert!(platform::limits(id).contains(&name), "{id} does not name the limit {name}");
                    read += 1;
                }
            }
        }
    }
    assert!(read > 70, "{read}");
    for rule in rules() {
        for name in platform::limits(rule.id) {
            assert!(platform::Numbers::named(Platform::Ajo, name).is_some(), "{} names {name}", rule.id);
        }
    }
}

#[test]
fn the_list_says_which_guardrails_are_never_checked() {
    let list = cli::rules::print(None, cli::rules::Format::Text).unwrap();
    let first = |id: &str| {
        let line = list.lines().find(|line| line.split_whitespace().nth(1) == Some(id)).unwrap();
        line.split_whitespace().next().unwrap().to_owned()
    };
    assert!(list.contains("\nbehaviour: what the platform does"), "the words are explained");
    for card in cards() {
        assert_eq!(first(card.id), card.kind.word());
        let told = cli::rules::print(Some(card.id), cli::rules::Format::Text).unwrap();
        assert!(
            !told.contains(": error\n") && !told.contains(", error)"),
            "what is never checked weighs nothing: {told}"
        );
    }
    for rule in rules() {
        assert_eq!(first(rule.id), rule.severity.word());
    }
}

#[test]
fn a_long_journey_is_drawn_by_its_ends_and_of_several_each() {
    let told = cli::rules::print(Some("journey-max-activities"), cli::rules::Format::Text).unwrap();
    assert!(told.contains("\n  … 45 more …\n") && told.contains("\n  Email 51: "), "{told}");
    assert!(told.contains("This passes:") && told.contains("\n  … 44 more …\n"), "{told}");
    let twice = cli::rules::print(Some("event-double-counting"), cli::rules::Format::Text).unwrap();
    let both = "  'Order journey'\n    Audience qualification 1: Enters Cart abandoners\n  'Second journey'\n    Audience \
                qualification 1: Enters Cart abandoners\n";
    assert!(twice.contains(both) && twice.contains("Enters Others"), "{twice}");
}
