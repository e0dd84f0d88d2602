//! Where the way of a run was decided, why it never came to a step, and which branch flips where one value is another.

use waymark::journey::*;
use waymark::simulate::otherwise::{Whence, asked, otherwise};
use waymark::simulate::{Parting, decisions, parting};

use crate::build::*;

/// Who buys for more than 100 gets a gift, gold members get thanks, nobody else anything.
fn story() -> Story {
    let total = "@event{Go.total} > 100";
    let gold = r#"#{ExperiencePlatform.Person.tier} == "gold""#;
    Story::new()
        .person("anna", &[("tier", Value::Text("basic".to_owned()))])
        .event("Go", "", r#"{"total": 120}"#)
        .then("entry", on("Go"))
        .then("asks", data(&[("much", total), ("gold", gold)], true))
        .at("asks", branch("much"))
        .then("gift", wait(Duration::Hours(1)))
        .at("asks", branch("gold"))
        .then("thanks", wait(Duration::Hours(2)))
        .happens(Duration::Seconds(0), arrives("Go"))
}

#[test]
fn a_run_says_at_which_steps_it_was_decided_and_why_it_never_came_to_another() {
    let story = story();
    let run = story.run();
    assert_eq!(decisions(&story.journey, &run), [1], "the condition, which has several ways");
    let thanks = parting(&story.journey, &run, &"thanks".into());
    assert_eq!(thanks, Some(Parting::Turned { step: 1, ways: vec![branch("gold")] }));
    assert_eq!(parting(&story.journey, &run, &"gift".into()), None, "there it was");
}

#[test]
fn a_run_that_ends_on_the_way_to_a_step_stopped_there() {
    let story = story().until("2026-01-05T09:30:00Z");
    let story = story.at("gift", Port::Next).then("later", wait(Duration::Hours(1)));
    let run = story.run();
    let last = run.steps.iter().position(|step| step.activity.as_str() == "gift").expect("a step");
    assert_eq!(parting(&story.journey, &run, &"later".into()), Some(Parting::Stopped { step: last }));
}

#[test]
fn another_value_of_an_event_or_of_a_person_flips_a_branch_and_changes_nothing_else() {
    let story = story();
    let (workspace, run) = (story.workspace(), story.run());
    let known = asked(&workspace, &story.scenario, &run, 1);
    let places: Vec<&Whence> = known.iter().map(|it| &it.place).collect();
    let (total, tier) = (Whence::Event(0, "total".to_owned()), Whence::Attribute("tier".to_owned()));
    assert_eq!(places, [&total, &tier]);
    assert_eq!((known[0].now.as_str(), known[1].now.as_str()), ("120", "basic"));

    let then = otherwise(&workspace, &story.scenario, &run, &known[0], "50").unwrap().expect("a number");
    assert_eq!(then.flips.len(), 1);
    assert_eq!((then.flips[0].before.clone(), then.flips[0].after.clone()), (branch("much"), Some(Port::Other)));
    assert!(then.profile.is_none() && then.happening.is_some());
    let same = otherwise(&workspace, &story.scenario, &run, &known[0], "121").unwrap().expect("a number");
    assert_eq!(same.flips, []);
    assert_eq!(otherwise(&workspace, &story.scenario, &run, &known[0], "many").unwrap(), None, "no number");

    let gold = otherwise(&workspace, &story.scenario, &run, &known[1], "gold").unwrap().expect("a text");
    assert_eq!(gold.flips, [], "whoever buys for more than 100 goes first, gold or not");
    assert!(gold.profile.is_some() && gold.happening.is_none());
}
