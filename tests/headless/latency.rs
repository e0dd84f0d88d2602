//! The latency budget: how long a message takes from what triggers it, by the stages of the platform and the ways of the
//! journey, worked out by hand.

use std::process::Command;

use waymark::check::{Arrival, Budget, arrivals, budgets};
use waymark::journey::files;
use waymark::journey::*;

use crate::build::*;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// The least, the usual and the most of a message, in milliseconds.
fn of(story: &Story, message: &str) -> (i64, i64, i64) {
    let budget = budget(story, message);
    (budget.least_ms(), budget.typical_ms(), budget.most_ms())
}

fn budget(story: &Story, message: &str) -> Budget {
    let mut journey = story.journey.clone();
    journey.sort();
    let found = budgets(&journey, &story.inventory, story.platform);
    found.into_iter().find(|budget| budget.activity.as_str() == message).expect("a message with a budget")
}

fn confirming() -> Story {
    Story::new().event("Go", "", "{}").then("entry", on("Go"))
}

#[test]
fn an_event_comes_by_the_edge_and_the_message_leaves_in_minutes_at_worst() {
    // 5 minutes to the hub, 1 to start, 6 to deliver; usually 100, 250 and 300 ms.
    let story = confirming().then("mail", email("Thanks", "Thanks"));
    assert_eq!(of(&story, "mail"), (0, 650, 12 * MINUTE));
    let budget = budget(&story, "mail");
    assert_eq!(budget.parts.iter().map(|part| part.most_ms).collect::<Vec<_>>(), [5, 1, 6].map(|it| it * MINUTE));
    assert!(budget.parts.iter().all(|part| !part.source.is_empty()));
    // Our own server takes an event when it answers, and goes on at once.
    let mut own = story;
    own.platform = Platform::Waymark;
    assert_eq!(of(&own, "mail"), (0, 0, 0));
}

/// Two hours, a call of 20 seconds at most, and a day in which somebody pays or is reminded.
fn waiting_for_payment() -> Story {
    let story = confirming()
        .with(Item::Action(posting("action-a", "Send")))
        .then("wait", wait(Duration::Hours(2)))
        .then("call", call("action-a", &[], true))
        .at("call", Port::Next)
        .then("paid", listen("Paid", Duration::Days(1), true))
        .then("thanks", email("Paid", "Paid"))
        .at("paid", Port::Timeout)
        .then("remind", email("Remember", "Remember"));
    story.event("Paid", "", "{}").properties(|properties| properties.timeout_seconds = 20)
}

#[test]
fn waits_timeouts_and_calls_on_the_way_add_up() {
    let story = waiting_for_payment();
    // Two hours, a call of 20 seconds at most, and whoever pays does so at once or in the last moment of a day.
    assert_eq!(of(&story, "thanks"), (2 * HOUR, 2 * HOUR + 650, 26 * HOUR + 20_000 + 12 * MINUTE));
    // Who is reminded has waited all of it.
    assert_eq!(of(&story, "remind"), (26 * HOUR, 26 * HOUR + 650, 26 * HOUR + 20_000 + 12 * MINUTE));
}

#[test]
fn the_way_to_a_message_says_when_people_come_to_each_of_its_steps() {
    let story = waiting_for_payment();
    let mut journey = story.journey.clone();
    journey.sort();
    let on_the_way = |message: &str| arrivals(&journey, &story.inventory, story.platform, &message.into());
    let mut found = on_the_way("remind");
    found.sort_by_key(|arrival| arrival.least_ms);
    let told = |arrival: &Arrival| {
        (arrival.activity.to_string(), arrival.least_ms, arrival.typical_ms, arrival.most_ms, arrival.is_open)
    };
    // 350 ms and 6 minutes at most until the journey starts, 2 hours, 20 seconds for a call, a day without a payment.
    let (usual, most) = (350, 6 * MINUTE);
    let expected = [
        ("entry", 0, usual, most),
        ("wait", 0, usual, most),
        ("call", 2 * HOUR, 2 * HOUR + usual, 2 * HOUR + most),
        ("paid", 2 * HOUR, 2 * HOUR + usual, 2 * HOUR + 20_000 + most),
        ("remind", 26 * HOUR, 26 * HOUR + usual, 26 * HOUR + 20_000 + most),
    ];
    let expected = expected.map(|(id, least, typical, most)| (id.to_owned(), least, typical, most, false));
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), expected);
    assert!(on_the_way("thanks").iter().all(|arrival| arrival.activity.as_str() != "remind"), "another way");
    assert!(on_the_way("nobody").is_empty());
}

#[test]
fn audiences_take_as_long_as_they_are_evaluated_and_read() {
    let qualified = |evaluation| {
        Story::new()
            .evaluated("gold", "", evaluation)
            .then("entry", qualification("gold", Behaviour::Enter))
            .then("mail", email("Gold", "Gold"))
    };
    // 15 + 5 + 1 + 1 minutes and 6 to deliver; usually 1 + 1 + 1 + 1 and 300 ms.
    assert_eq!(of(&qualified(Evaluation::Streaming), "mail"), (0, 4 * MINUTE + 300, 28 * MINUTE));
    // An hour and ten minutes until the profile knows, a day and seven hours of evaluation, a minute, and six.
    let batch = of(&qualified(Evaluation::Batch), "mail");
    assert_eq!(batch, (0, 13 * HOUR + 11 * MINUTE + 300, 32 * HOUR + 17 * MINUTE));
    let read = Story::new().audience("gold", "").then("entry", read("gold")).then("mail", email("Gold", "Gold"));
    assert_eq!(of(&read, "mail"), (0, 20 * MINUTE + 300, HOUR + 6 * MINUTE));
}

#[test]
fn what_has_no_stated_end_leaves_a_budget_open_and_no_promise_is_kept_then() {
    let promised = |story: Story| {
        let Kind::Message(mail) = email("Late", "Late") else { unreachable!("a message") };
        story.then("mail", Kind::Message(Message { promise: Some(Duration::Days(60)), ..mail }))
    };
    for kind in [wait_until("2026-02-01T09:00:00"), wait_custom("toDateTimeOnly(now())"), on("Paid")] {
        let budget = budget(&promised(confirming().event("Paid", "", "{}").then("stays", kind)), "mail");
        assert!(budget.is_open && !budget.is_kept(), "{budget:?}");
    }
    let budget = budget(&promised(confirming().then("stays", wait(Duration::Days(59)))), "mail");
    assert!(!budget.is_open && budget.is_kept(), "{budget:?}");
}

#[test]
fn what_is_shown_in_an_app_or_reached_by_nobody_has_no_budget() {
    let shown = Message { medium: Medium::InApp, body: "Hello".into(), ..Message::default() };
    let mut story = confirming().then("shown", Kind::Message(shown));
    let Kind::Message(mail) = email("Nobody", "Nobody") else { unreachable!("a message") };
    story.journey.activities.push(Activity { id: "alone".into(), kind: Kind::Message(mail), ..Activity::default() });
    story.journey.sort();
    assert_eq!(budgets(&story.journey, &story.inventory, story.platform), []);
}

#[test]
fn the_command_says_it_for_people_and_for_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    let Kind::Message(mail) = email("Thanks", "Thanks") else { unreachable!("a message") };
    let story = confirming().then("mail", Kind::Message(Message { promise: Some(Duration::Minutes(5)), ..mail }));
    let mut files = files::Files::default();
    files::save(&story.workspace(), &mut files, folder.path()).expect("a workspace");
    let asked = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
        let output = command.arg("latency").arg(folder.path()).args(more).output().expect("a program");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).expect("text")
    };
    let said = asked(&[]);
    assert!(said.contains("mail: 0 ms at best, usually 650 ms, 12 minutes at worst"), "{said}");
    assert!(said.contains("promised within 5 minutes: not always kept"), "{said}");
    assert!(said.contains("from the edge to the hub: 0 ms, 100 ms, 5 minutes ("), "{said}");
    let json: serde_json::Value = serde_json::from_str(asked(&["--format", "json"]).trim()).expect("one line");
    assert_eq!((&json["activity"], &json["mostMs"]), (&"mail".into(), &720_000.into()), "{json}");
    assert_eq!((&json["promiseMs"], &json["kept"]), (&300_000.into(), &false.into()), "{json}");
    assert_eq!(json["parts"].as_array().map(Vec::len), Some(3), "{json}");
    let own = asked(&["--platform", "waymark"]);
    assert!(own.contains("0 ms at worst") && own.contains("within 5 minutes: kept"), "{own}");
}
