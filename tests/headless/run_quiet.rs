//! Quiet hours: what falls in them waits for their end or is dropped, in the zone that is meant.

use jiff::civil::Time;
use waymark::journey::*;

use crate::build::*;
use crate::server::{Kills, compare};

fn window(from: (i8, i8), to: (i8, i8)) -> QuietWindow {
    let time = |(hour, minute)| Time::new(hour, minute, 0, 0).expect("a time");
    QuietWindow { days: Vec::new(), from: time(from), to: time(to) }
}

/// From ten in the evening to seven in the morning, in UTC.
fn nights() -> QuietHours {
    QuietHours { windows: vec![window((22, 0), (7, 0))], zone: "UTC".to_owned(), ..QuietHours::default() }
}

fn own(hours: QuietHours) -> QuietHours {
    QuietHours { in_profile_zone: true, zone: String::new(), ..hours }
}

fn mail(subject: &str) -> Message {
    let Kind::Message(mail) = email(subject, "Hello") else { unreachable!("a message") };
    Message { rule_set: Some("rules-calm".into()), ..mail }
}

/// Anna gets a mail by an event at this moment, and a second step follows.
fn at(start: &str, hours: QuietHours) -> Story {
    of(start, hours, mail("Hello"))
}

fn of(start: &str, hours: QuietHours, mail: Message) -> Story {
    let rules = vec![CapRule::QuietHours(hours)];
    let mut story = Story::new()
        .with(Item::RuleSet(RuleSet { id: "rules-calm".into(), name: "Calm".to_owned(), rules, ..RuleSet::default() }))
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("mail", Kind::Message(mail))
        .then("rest", Kind::Wait(Wait::Duration(Duration::Minutes(1))));
    story.scenario.start = moment(start);
    story.happens(Duration::Hours(0), arrives("Go"))
}

fn living(story: Story, zone: &str) -> Story {
    story.with_person("anna", |anna| anna.zone = zone.to_owned())
}

/// When the mail went out; nothing where it did not. The server says the same, however often it is killed.
fn sent(story: &Story) -> Option<String> {
    for kills in [Kills::Never, Kills::Each(2)] {
        assert_eq!(compare(story, kills), None, "{kills:?}");
    }
    let run = story.run();
    let step = run.steps.iter().find(|step| step.activity.as_str() == "mail").expect("the step");
    step.message.as_ref().map(|_| step.at.to_string())
}

#[test]
fn a_message_waits_for_the_end_of_the_night_and_its_edges_are_exact() {
    let sent = |start: &str| sent(&at(start, nights())).expect("a mail");
    assert_eq!(sent("2026-01-05T21:59:59.999Z"), "2026-01-05T21:59:59.999Z", "the last moment of the day");
    assert_eq!(sent("2026-01-05T22:00:00Z"), "2026-01-06T07:00:00Z", "the first moment of the night");
    assert_eq!(sent("2026-01-06T00:00:00Z"), "2026-01-06T07:00:00Z", "after midnight it is the same night");
    assert_eq!(sent("2026-01-06T06:59:59.999Z"), "2026-01-06T07:00:00Z");
    assert_eq!(sent("2026-01-06T07:00:00Z"), "2026-01-06T07:00:00Z", "the first moment of the morning");
    let run = at("2026-01-05T23:00:00Z", nights()).run();
    assert_eq!(
        because(&run, 1),
        "sent to anna@example.com (after the quiet hours of Calm, which end at 2026-01-06 07:00 UTC)"
    );
    assert_eq!(because(&at("2026-01-05T12:00:00Z", nights()).run(), 1), "sent to anna@example.com");
}

#[test]
fn the_night_is_that_of_the_person_and_who_has_no_zone_has_none() {
    let start = "2026-01-05T14:00:00Z";
    let told = |story: Story| sent(&story).expect("a mail");
    // 23:00 in Tokyo, 15:00 in Berlin.
    assert_eq!(told(living(at(start, own(nights())), "Asia/Tokyo")), "2026-01-05T22:00:00Z");
    assert_eq!(told(living(at(start, own(nights())), "Europe/Berlin")), start);
    assert_eq!(told(living(at(start, nights()), "Asia/Tokyo")), start, "here the hours are those of UTC");
    assert_eq!(told(at("2026-01-05T23:00:00Z", own(nights()))), "2026-01-05T23:00:00Z");
}

#[test]
fn a_night_in_which_clocks_change_is_as_long_as_it_is() {
    let told = |start: &str, hours: QuietHours| sent(&living(at(start, own(hours)), "Europe/Berlin")).expect("a mail");
    // Spring: 23:00 is 22:00 UTC, and 07:00 is 05:00 UTC, seven hours later.
    assert_eq!(told("2026-03-28T22:00:00Z", nights()), "2026-03-29T05:00:00Z");
    // Autumn: 23:00 is 21:00 UTC, and 07:00 is 06:00 UTC, nine hours later.
    assert_eq!(told("2026-10-24T21:00:00Z", nights()), "2026-10-25T06:00:00Z");
    // Half past two is left out in spring: the night ends at half past three, which is 01:30 UTC.
    let early = QuietHours { windows: vec![window((22, 0), (2, 30))], ..nights() };
    assert_eq!(told("2026-03-28T22:00:00Z", early), "2026-03-29T01:30:00Z");
}

#[test]
fn a_night_belongs_to_the_day_on_which_it_begins() {
    let fridays = || {
        let night = QuietWindow { days: vec![Weekday::Friday], ..window((22, 0), (7, 0)) };
        QuietHours { windows: vec![night], ..nights() }
    };
    let told = |start: &str| sent(&at(start, fridays())).expect("a mail");
    assert_eq!(told("2026-01-09T23:00:00Z"), "2026-01-10T07:00:00Z", "Friday night");
    assert_eq!(told("2026-01-10T06:00:00Z"), "2026-01-10T07:00:00Z", "which lasts until Saturday morning");
    assert_eq!(told("2026-01-10T23:00:00Z"), "2026-01-10T23:00:00Z", "Saturday night");
    assert_eq!(told("2026-01-09T06:00:00Z"), "2026-01-09T06:00:00Z", "Friday morning");
}

#[test]
fn windows_that_meet_are_one_night() {
    let halves = vec![window((22, 0), (0, 0)), window((0, 0), (7, 0)), window((6, 30), (8, 0))];
    let story = at("2026-01-05T23:00:00Z", QuietHours { windows: halves, ..nights() });
    assert_eq!(sent(&story).as_deref(), Some("2026-01-06T08:00:00Z"));
}

#[test]
fn what_quiet_hours_drop_is_not_sent_and_the_person_leaves() {
    let story = at("2026-01-05T23:00:00Z", QuietHours { then: QuietAction::Discard, ..nights() });
    assert_eq!(sent(&story), None);
    let run = story.run();
    assert_eq!(run.steps.len(), 2, "no step follows");
    assert_eq!(because(&run, 1), "not sent: Calm drops what falls in its quiet hours, and the person leaves");
    assert_eq!(run.end.reason.to_string(), "quietHours");
    let day = at("2026-01-05T12:00:00Z", QuietHours { then: QuietAction::Discard, ..nights() });
    assert_eq!(sent(&day).as_deref(), Some("2026-01-05T12:00:00Z"));
}

#[test]
fn a_message_that_waited_seven_days_is_dropped_and_the_person_goes_on() {
    let always = QuietHours { windows: vec![window((0, 0), (0, 0))], ..nights() };
    let story = at("2026-01-05T12:00:00Z", always);
    assert_eq!(sent(&story), None);
    let run = story.run();
    assert_eq!(run.steps[1].at, moment("2026-01-12T12:00:00Z"));
    assert_eq!(because(&run, 1), "not sent: held by the quiet hours of Calm for 7 days");
    assert_eq!(run.end.reason.to_string(), "completed");
}

#[test]
fn quiet_hours_hold_what_they_name_and_never_what_somebody_has_to_know() {
    let night = "2026-01-05T23:00:00Z";
    let pushes = QuietHours { media: vec![Medium::Push], ..nights() };
    assert_eq!(sent(&at(night, pushes)).as_deref(), Some(night), "a mail is no push");
    let mails = QuietHours { media: vec![Medium::Email], ..nights() };
    assert_eq!(sent(&at(night, mails)).as_deref(), Some("2026-01-06T07:00:00Z"));
    let unnamed = of(night, nights(), Message { rule_set: None, ..mail("Hello") });
    assert_eq!(sent(&unnamed).as_deref(), Some(night), "no message chose them");
    let needed = Channel {
        id: "channel-orders".into(),
        name: "Orders".to_owned(),
        purpose: Some(Purpose::Transactional),
        ..Channel::default()
    };
    let order = Message { channel: Some("channel-orders".into()), ..mail("Your order") };
    let order = of(night, nights(), order).with(Item::Channel(needed));
    assert_eq!(sent(&order).as_deref(), Some(night));
}

#[test]
fn a_message_that_was_held_is_written_and_allowed_as_it_goes_out() {
    let name = |name: &str| What::Attribute { field: "name".to_owned(), value: Value::Text(name.to_owned()) };
    let story = of("2026-01-05T23:00:00Z", nights(), mail("{{ #{ExperiencePlatform.Customer.name} }}"))
        .person("anna", &[("email", Value::Text("anna@example.com".to_owned())), ("name", Value::Text("A".to_owned()))])
        .happens(Duration::Hours(1), name("B"));
    assert_eq!(sent(&story).as_deref(), Some("2026-01-06T07:00:00Z"));
    assert_eq!(story.run().steps[1].message.as_ref().expect("a mail").subject, "B");
    // Two of them are held, and at seven the second is one too many for the day.
    let cap = CapRule::Frequency { medium: None, at_most: 1, every: 1, period: Period::Day };
    let rules = vec![CapRule::QuietHours(nights()), cap];
    let twice = of("2026-01-05T23:00:00Z", nights(), mail("Hello"))
        .with(Item::RuleSet(RuleSet { id: "rules-calm".into(), name: "Calm".to_owned(), rules, ..RuleSet::default() }))
        .then("again", Kind::Message(mail("Hello again")));
    let run = twice.run();
    assert_eq!(run.steps[3].activity.as_str(), "again");
    assert_eq!(because(&run, 3), "not sent: Calm allows 1 message in a calendar day");
}
