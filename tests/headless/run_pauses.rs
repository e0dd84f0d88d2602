//! Pauses: nobody comes in, waits and events go on, and whoever comes to an action is held there or leaves. The start
//! is always 2026-01-05T09:00Z.

use waymark::journey::*;

use crate::build::*;

const HOLD: What = What::Pause { at_actions: AtAction::Hold, days: LONGEST_PAUSE };
const DISCARD: What = What::Pause { at_actions: AtAction::Discard, days: LONGEST_PAUSE };

/// Waits for so long, and then writes what is known of the person.
fn waiting(rest: Duration) -> Story {
    Story::new()
        .event("Go", "", r#"{"total": 5}"#)
        .then("entry", on("Go"))
        .then("rest", wait(rest))
        .then("mail", email("{{ #{ExperiencePlatform.Customer.points} }} points", "Hello"))
}

fn points(points: i64) -> What {
    What::Attribute { field: "points".to_owned(), value: Value::Integer(points) }
}

#[test]
fn in_a_pause_nobody_comes_in_and_whoever_comes_to_an_action_is_held() {
    let story = waiting(Duration::Hours(1))
        .person("ben", &[])
        .happens_to(Some("anna"), Duration::Seconds(0), points(1))
        .happens_to(Some("anna"), Duration::Seconds(0), arrives("Go"))
        .happens(Duration::Minutes(30), HOLD)
        .happens_to(Some("ben"), Duration::Minutes(45), arrives("Go"))
        .happens_to(Some("anna"), Duration::Minutes(90), points(7))
        .happens(Duration::Hours(2), What::Resume)
        .happens_to(Some("ben"), Duration::Hours(3), arrives("Go"))
        .until("2026-01-05T12:30:00Z");
    let runs = story.trace().runs;
    // The wait of an hour is over in the pause, at 10:00; the message leaves when it is, with what is known then.
    let anna = [
        "2026-01-05T09:00:00.000Z entry transitions",
        "2026-01-05T10:00:00.000Z rest transitions",
        "2026-01-05T11:00:00.000Z mail ended | email to anna@example.com: 7 points",
        "2026-01-05T11:00:00.000Z completed",
    ];
    assert_eq!(lines(&runs[0]), anna);
    assert_eq!(lines(&runs[1]), ["2026-01-05T09:45:00.000Z discarded:PAUSED_JOURNEY_VERSION"]);
    assert_eq!(runs[2].steps.len(), 2, "after the pause people come in again: {:?}", lines(&runs[2]));
    assert_eq!(runs.len(), 3);
}

#[test]
fn a_pause_that_holds_nobody_lets_them_leave_at_the_next_action() {
    let go = waiting(Duration::Hours(1)).happens(Duration::Seconds(0), arrives("Go"));
    let run = go.happens(Duration::Minutes(30), DISCARD).happens(Duration::Hours(2), What::Resume).run();
    let expected = [
        "2026-01-05T09:00:00.000Z entry transitions",
        "2026-01-05T10:00:00.000Z rest transitions",
        "2026-01-05T10:00:00.000Z mail ended",
        "2026-01-05T10:00:00.000Z paused",
    ];
    assert_eq!(lines(&run), expected);
    assert_eq!(because(&run, 2), "leaves here: the journey is paused, and holds nobody");
}

#[test]
fn events_and_conditions_go_on_in_a_pause_and_every_kind_of_action_is_held() {
    let jump = Jump { target: Some("journey-none".into()), entry: None, mapping: [].into(), error_path: true };
    let fields = vec![FieldUpdate { field: "points".to_owned(), value: "9".into() }];
    let actions = [
        ("call", call("action-a", &[], true)),
        ("update", Kind::UpdateProfile(UpdateProfile { fields, ..UpdateProfile::default() })),
        ("decide", Kind::ContentDecision(ContentDecision { name: "Best".to_owned(), policy: Some("policy-a".into()) })),
        ("jump", Kind::Jump(jump)),
        ("campaign", Kind::Campaign(ActionCall { action: Some("action-a".into()), ..ActionCall::default() })),
    ];
    for (id, kind) in actions {
        let run = Story::new()
            .with(Item::Action(posting("action-a", "Send")))
            .event("Go", "", r#"{"total": 5}"#)
            .event("Paid", "", r#"{"total": 5}"#)
            .then("entry", on("Go"))
            .then("paid", listen("Paid", Duration::Days(1), false))
            .then("which", data(&[("much", "@event{Paid.total} > 4")], true))
            .at("which", branch("much"))
            .then(id, kind)
            .happens(Duration::Seconds(0), arrives("Go"))
            .happens(Duration::Hours(1), HOLD)
            .happens(Duration::Hours(2), arrives("Paid"))
            .happens(Duration::Hours(3), What::Resume)
            .run();
        let steps: Vec<String> = run.steps.iter().map(|step| format!("{:.0} {}", step.at, step.activity)).collect();
        let expected = [
            "2026-01-05T09:00:00Z entry",
            "2026-01-05T11:00:00Z paid",
            "2026-01-05T11:00:00Z which",
            &format!("2026-01-05T12:00:00Z {id}"),
        ];
        assert_eq!(steps, expected);
    }
}

#[test]
fn a_pause_ends_by_itself() {
    let go = || waiting(Duration::Hours(1)).happens(Duration::Seconds(0), arrives("Go"));
    let sent = |story: Story| format!("{:.0}", story.until("2026-03-01T00:00:00Z").run().steps[2].at);
    // 14 days after 09:30, and two.
    assert_eq!(sent(go().happens(Duration::Minutes(30), HOLD)), "2026-01-19T09:30:00Z");
    let short = What::Pause { at_actions: AtAction::Hold, days: 2 };
    assert_eq!(sent(go().happens(Duration::Minutes(30), short.clone())), "2026-01-07T09:30:00Z");
    // The end of a pause that is over, at 09:10, ends no later one.
    let again = go()
        .happens(Duration::Minutes(10), short.clone())
        .happens(Duration::Minutes(20), What::Resume)
        .happens(Duration::Minutes(30), short);
    assert_eq!(sent(again), "2026-01-07T09:30:00Z");
}

#[test]
fn the_91_days_go_on_in_a_pause() {
    // Held from day 85 on, in a pause from day 84 to day 98; day 91 is the 6th of April.
    let run = waiting(Duration::Days(85))
        .happens(Duration::Seconds(0), arrives("Go"))
        .happens(Duration::Days(84), HOLD)
        .until("2026-06-01T00:00:00Z")
        .run();
    let expected = [
        "2026-01-05T09:00:00.000Z entry transitions",
        "2026-03-31T09:00:00.000Z rest transitions",
        "2026-04-06T09:00:00.000Z mail instanceTimedout",
        "2026-04-06T09:00:00.000Z instanceTimedout",
    ];
    assert_eq!(lines(&run), expected);
}

/// How many got their message when, in milliseconds after 11:00.
fn sent(story: &Story) -> Vec<(i64, usize)> {
    let eleven = moment("2026-01-05T11:00:00Z").as_millisecond();
    let mut sent = std::collections::BTreeMap::new();
    for run in story.trace().runs {
        *sent.entry(run.steps[2].at.as_millisecond() - eleven).or_default() += 1;
    }
    sent.into_iter().collect()
}

fn crowd(people: usize) -> Story {
    let mut story = waiting(Duration::Hours(1));
    for index in 1..people {
        story = story.person(&format!("p{index:04}"), &[("email", Value::Text("p@example.com".to_owned()))]);
    }
    story
        .happens(Duration::Seconds(0), arrives("Go"))
        .happens(Duration::Minutes(30), HOLD)
        .happens(Duration::Hours(2), What::Resume)
}

#[test]
fn those_who_were_held_go_on_at_5000_a_second() {
    // 500 every 100 ms are 5,000 in any second.
    assert_eq!(sent(&crowd(1_201)), [(0, 500), (100, 500), (200, 201)]);
    // A pause 50 ms later holds those whose turn has not come, until 12:00.
    let again = crowd(601).happens(Duration::Hours(3), What::Resume).scenario(|scenario| {
        let again = Happening { after: Duration::Hours(2), milliseconds: 50, profile: None, what: HOLD };
        scenario.happenings.push(again);
    });
    assert_eq!(sent(&again), [(0, 500), (3_600_000, 101)]);
}

#[test]
fn an_audience_that_is_read_in_a_pause_lets_nobody_in_and_is_not_read_again_for_it() {
    let read = || {
        Story::new()
            .person("ben", &[])
            .audience("all", "")
            .with_person("anna", |anna| anna.audiences = vec!["audience-all".into()])
            .with_person("ben", |ben| ben.audiences = vec!["audience-all".into()])
            .then("entry", read("all"))
            .then("mail", email("Hello", "you"))
            .happens(Duration::Hours(1), HOLD)
            .happens(Duration::Hours(30), What::Resume)
            .until("2026-01-08T00:00:00Z")
    };
    let ends = |every| {
        let story = read().properties(|properties| properties.schedule = Schedule { every, ..Schedule::default() });
        let runs = story.trace().runs;
        runs.iter().map(|run| format!("{:.0} {}", run.end.at, run.end.reason)).collect::<Vec<_>>()
    };
    let noon = || "2026-01-05T12:00:00".parse().expect("a date");
    let missed = "2026-01-05T12:00:00Z discarded:PAUSED_JOURNEY_VERSION";
    assert_eq!(ends(Recurrence::Once(noon())), [missed, missed], "each of them is counted");
    let daily = ends(Recurrence::Daily { start: noon() });
    // The pause ends on the 6th at 15:00, after the second reading.
    let second = "2026-01-06T12:00:00Z discarded:PAUSED_JOURNEY_VERSION";
    let third = "2026-01-07T12:00:00Z completed";
    assert_eq!(daily[..4], [missed, missed, second, second]);
    assert!(daily[4..].iter().any(|end| end == third), "{daily:?}");
}
