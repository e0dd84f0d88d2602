//! Supplemental identifiers: one person, several runs at once, each about a booking of its own.

use waymark::journey::*;

use crate::build::*;

/// A person books, and each booking has a run of its own.
fn booked(key: &str) -> Story {
    let story = Story::new().event("Booked", "", r#"{"number": "B-1"}"#);
    let mut event = story.inventory.get::<Event>(&event_id("Booked")).unwrap().clone();
    event.supplemental = Some(SupplementalId { key: key.into(), namespace: None });
    story.with(Item::Event(event))
}

fn number(number: &str) -> What {
    arrives_with("Booked", &format!(r#"{{"number": "{number}"}}"#))
}

/// "B-1 06T10:00 completed": about what, when in January 2026, and how it ended.
fn ends(story: &Story) -> Vec<String> {
    let end = |run: &waymark::simulate::Run| {
        let at = run.end.at.to_string();
        let about = run.supplemental.as_deref().unwrap_or("-");
        format!("{about} {} {}", &at["2026-01-".len()..at.len() - ":00Z".len()], run.end.reason)
    };
    story.trace().runs.iter().map(end).collect()
}

#[test]
fn a_person_is_inside_once_for_each_identifier() {
    let story = booked("@event{Booked.number}")
        .then("entry", on("Booked"))
        .then("pause", wait(Duration::Days(1)))
        .happens(Duration::Hours(0), number("B-1"))
        .happens(Duration::Hours(1), number("B-2"))
        .happens(Duration::Hours(2), number("B-1"));
    // The first booking is still inside at 11:00: its second event lets nobody in.
    let refused = "B-1 05T11:00 discarded:JOURNEY_INSTANCE_ID_NOT_CREATED";
    assert_eq!(ends(&story), ["B-1 06T09:00 completed", "B-2 06T10:00 completed", refused]);
    assert_eq!(because(&story.trace().runs[1], 0), "Booked arrived, for B-2");
}

#[test]
fn without_the_identifier_an_event_lets_nobody_in() {
    let story = booked("@event{Booked.number}")
        .then("entry", on("Booked"))
        .happens(Duration::Hours(0), arrives_with("Booked", "{}"));
    assert_eq!(ends(&story), ["- 05T09:00 discarded:EXTERNAL_KEY_COMPUTATION_ERROR"]);
}

#[test]
fn a_list_of_objects_lets_a_person_in_once_for_each_of_them() {
    let story = booked("@event{Booked.rooms.number}").then("entry", on("Booked")).happens(
        Duration::Hours(0),
        arrives_with("Booked", r#"{"rooms": [{"number": "101"}, {"number": "102"}, {"number": "101"}]}"#),
    );
    assert_eq!(ends(&story), ["101 05T09:00 completed", "102 05T09:00 completed"]);
}

#[test]
fn a_reading_lets_each_person_in_once_for_each_identifier_of_the_profile() {
    let stay = |number: &str| Value::Object([("number".to_owned(), Value::Text(number.to_owned()))].into());
    let Kind::ReadAudience(reading) = read("all") else { panic!("a read audience") };
    let supplemental =
        Some(SupplementalId { key: "#{ExperiencePlatform.Customer.stays.number}".into(), namespace: None });
    let story = Story::new()
        .audience("all", "true")
        .person("anna", &[("stays", Value::List(vec![stay("S-1"), stay("S-2")]))])
        .person("ben", &[])
        .then("read", Kind::ReadAudience(ReadAudience { supplemental, ..reading }));
    assert_eq!(
        ends(&story),
        ["S-1 05T09:00 completed", "S-2 05T09:00 completed", "- 05T09:00 discarded:EXTERNAL_KEY_COMPUTATION_ERROR"]
    );
}

#[test]
fn nobody_is_inside_more_than_ten_times() {
    let mut story = booked("@event{Booked.number}").then("entry", on("Booked")).then("pause", wait(Duration::Days(1)));
    for index in 1..=11 {
        story = story.happens(Duration::Minutes(index), number(&format!("B-{index}")));
    }
    let ends = ends(&story);
    assert_eq!(ends.iter().filter(|end| end.ends_with("completed")).count(), 10);
    assert_eq!(ends[10], "B-11 05T09:11 discarded:JOURNEY_INSTANCE_ID_NOT_CREATED");
}

#[test]
fn an_event_with_the_identifier_concerns_one_run_and_an_event_without_it_all_of_them() {
    let exits = |event: &str| ExitCriterion {
        id: "exit-1".into(),
        label: "Over".to_owned(),
        when: ExitWhen::Event { event: Some(event_id(event)), condition: "".into() },
    };
    let story = |event: &str| {
        let story = booked("@event{Booked.number}").event("Cancelled", "", "{}").event("Gone", "", "{}");
        let mut cancelled = story.inventory.get::<Event>(&event_id("Cancelled")).unwrap().clone();
        cancelled.supplemental = Some(SupplementalId { key: "@event{Cancelled.number}".into(), namespace: None });
        story
            .with(Item::Event(cancelled))
            .properties(|properties| properties.exit_criteria = vec![exits(event)])
            .then("entry", on("Booked"))
            .then("pause", wait(Duration::Days(1)))
            .happens(Duration::Hours(0), number("B-1"))
            .happens(Duration::Hours(0), number("B-2"))
            .happens(Duration::Hours(1), arrives_with(event, r#"{"number": "B-2"}"#))
    };
    assert_eq!(ends(&story("Cancelled")), ["B-1 06T09:00 completed", "B-2 05T10:00 exitCriteria"]);
    assert_eq!(ends(&story("Gone")), ["B-1 05T10:00 exitCriteria", "B-2 05T10:00 exitCriteria"]);
}

#[test]
fn a_change_of_audience_concerns_every_run_of_a_person() {
    let when = ExitWhen::Audience { audience: Some("audience-barred".into()), behaviour: Behaviour::Enter };
    let criterion = ExitCriterion { id: "exit-1".into(), label: "Barred".to_owned(), when };
    let story = booked("@event{Booked.number}")
        .audience("barred", "")
        .properties(|properties| properties.exit_criteria = vec![criterion])
        .then("entry", on("Booked"))
        .then("pause", wait(Duration::Days(1)))
        .happens(Duration::Hours(0), number("B-1"))
        .happens(Duration::Hours(0), number("B-2"))
        .happens(Duration::Hours(1), What::EnterAudience("audience-barred".into()));
    // Ten minutes after the change, as an exit criterion over an audience takes.
    assert_eq!(ends(&story), ["B-1 05T10:10 exitCriteria", "B-2 05T10:10 exitCriteria"]);
}

#[test]
fn a_step_that_listens_hears_only_the_event_of_its_own_booking() {
    let story = booked("@event{Booked.number}")
        .then("entry", on("Booked"))
        .then("again", listen("Booked", Duration::Days(2), true))
        .then("which", data(&[("path-own", "@event{Booked.number} == ${supplementalId}")], true))
        .happens(Duration::Hours(0), number("B-1"))
        .happens(Duration::Hours(1), number("B-2"))
        .happens(Duration::Hours(2), number("B-1"));
    let runs = story.trace().runs;
    assert_eq!(ends(&story), ["B-1 05T11:00 completed", "B-2 07T10:00 completed"]);
    assert_eq!(runs[0].steps[2].branch.as_deref(), Some("path-own"));
    assert_eq!(runs[1].steps[1].branch.as_deref(), Some("timeout"));
}
