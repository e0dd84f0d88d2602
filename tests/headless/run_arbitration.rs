//! Rule sets of journeys: how many somebody may enter in a calendar period, in how many they may be at once, and which
//! goes first.

use waymark::journey::*;
use waymark::run::Discard;
use waymark::serve::engine::{Chance, Incoming};
use waymark::serve::store::Wanted;

use crate::build::*;
use crate::server::{Kills, Server, compare};

fn capping(rules: Vec<CapRule>) -> RuleSet {
    let domain = RuleDomain::Journey;
    RuleSet { id: "rules-entries".into(), name: "Entries".to_owned(), domain, rules, ..RuleSet::default() }
}

fn entries(at_most: i64, every: i64, period: Period) -> CapRule {
    CapRule::JourneyEntries { at_most, every, period }
}

fn at_once(at_most: i64, look_ahead_days: Option<i64>) -> CapRule {
    CapRule::ConcurrentJourneys { at_most, look_ahead_days }
}

/// Anna may come in by an event at each of these hours after Monday at nine, and stays for so many minutes.
fn comes(set: RuleSet, minutes: i64, hours: &[i64]) -> Story {
    let story = Story::new()
        .with(Item::RuleSet(set))
        .event("Go", "", "{}")
        .properties(|properties| {
            properties.reentrance.wait = Duration::Minutes(0);
            properties.rule_set = Some("rules-entries".into());
        })
        .then("entry", on("Go"))
        .then("rest", wait(Duration::Minutes(minutes)));
    hours.iter().fold(story, |story, hours| story.happens(Duration::Hours(*hours), arrives("Go")))
}

/// How each of the runs ended; the server says the same.
fn ends(story: &Story) -> Vec<String> {
    for kills in [Kills::Never, Kills::Each(2)] {
        assert_eq!(compare(story, kills), None, "{kills:?}");
    }
    story.trace().runs.iter().map(|run| run.end.reason.to_string()).collect()
}

#[test]
fn so_many_entries_are_let_in_in_a_calendar_period_of_utc() {
    let (done, full) = ("completed", "discarded:CAP_REACHED");
    // Monday at nine, ten and eleven, then Tuesday at one.
    assert_eq!(ends(&comes(capping(vec![entries(2, 1, Period::Day)]), 1, &[0, 1, 2, 16])), [done, done, full, done]);
    assert_eq!(ends(&comes(capping(vec![entries(1, 2, Period::Day)]), 1, &[0, 16, 40])), [done, full, done]);
    let off = RuleSet { active: false, ..capping(vec![entries(1, 1, Period::Day)]) };
    assert_eq!(ends(&comes(off, 1, &[0, 1])), [done, done]);
    let messages = RuleSet { domain: RuleDomain::Channel, ..capping(vec![entries(1, 1, Period::Day)]) };
    assert_eq!(ends(&comes(messages, 1, &[0, 1])), [done, done], "a rule set for messages holds no journey");
}

#[test]
fn what_somebody_entered_before_counts_and_a_place_inside_says_more() {
    let (done, full) = ("completed", "discarded:CAP_REACHED");
    let before = |at: &str, set: &str| {
        let past = PastEvent { at: moment(at), what: Past::Entry(set.into()) };
        let story = comes(capping(vec![entries(1, 1, Period::Day)]), 1, &[0]);
        ends(&story.with_person("anna", |anna| anna.history.push(past)))
    };
    assert_eq!(before("2026-01-05T03:00:00Z", "rules-entries"), [full]);
    assert_eq!(before("2026-01-04T23:59:59Z", "rules-entries"), [done], "that was the day before");
    assert_eq!(before("2026-01-05T03:00:00Z", "rules-others"), [done], "that was another rule set's");
    let inside = comes(capping(vec![entries(1, 1, Period::Day)]), 600, &[0, 1]);
    assert_eq!(ends(&inside), [done, "discarded:JOURNEY_INSTANCE_ID_NOT_CREATED"]);
    assert_eq!(Discard::CapReached.code(), "CAP_REACHED");
}

/// A server on which these journeys are live, and Anna known.
fn house(stories: &[&Story]) -> Server {
    let now = moment("2026-01-05T09:00:00Z");
    let mut server = Server::new(Chance::default());
    for story in stories {
        server.push(now, &story.workspace(), &story.journey.id, Wanted::Live);
    }
    let address = vec![("email".to_owned(), Value::Text("anna@example.com".to_owned()))];
    server.transact(now, |engine| engine.write("profile-anna", address));
    server
}

/// The event comes on Monday at this hour; how the new run ended, or that it did not.
fn happens(server: &mut Server, event: &str, hour: i64) -> String {
    let now = moment(&format!("2026-01-05T{hour:02}:00:00Z"));
    let incoming = Incoming {
        id: format!("{event}-{hour}"),
        event: event.to_owned(),
        subject: Some("profile-anna".to_owned()),
        data: String::new(),
    };
    server.work(now);
    server.transact(now, |engine| engine.happen(&incoming));
    server.kill();
    let runs = server.runs_of(&"profile-anna".into());
    runs.last().and_then(|run| run.end.as_ref()).map_or("inside".to_owned(), |(reason, _)| reason.to_string())
}

/// Another journey under the same rule set, by another event, for so many minutes.
fn other(set: RuleSet, event: &str, minutes: i64) -> Story {
    let mut other = Story::new()
        .with(Item::RuleSet(set))
        .event(event, "", "{}")
        .properties(|properties| properties.rule_set = Some("rules-entries".into()))
        .then("entry", on(event))
        .then("rest", wait(Duration::Minutes(minutes)));
    other.journey.id = JourneyId(format!("journey-{}", event.to_lowercase()));
    other
}

#[test]
fn entries_count_in_all_journeys_under_the_rule_set() {
    let set = || capping(vec![entries(2, 1, Period::Day)]);
    let mut server = house(&[&comes(set(), 600, &[]), &other(set(), "Also", 600), &other(set(), "Third", 600)]);
    assert_eq!(happens(&mut server, "Go", 9), "inside");
    assert_eq!(happens(&mut server, "Also", 10), "inside");
    assert_eq!(happens(&mut server, "Third", 11), "discarded:CAP_REACHED");
}

#[test]
fn somebody_is_in_so_many_journeys_at_once_and_in_another_once_one_is_over() {
    let set = || capping(vec![at_once(1, None)]);
    let mut server = house(&[&comes(set(), 150, &[]), &other(set(), "Also", 600)]);
    assert_eq!(happens(&mut server, "Go", 9), "inside");
    assert_eq!(happens(&mut server, "Also", 10), "discarded:CAP_REACHED", "the first lasts until half past eleven");
    assert_eq!(happens(&mut server, "Also", 12), "inside");
    let mut free = other(set(), "Also", 600);
    free.journey.properties.rule_set = None;
    let mut server = house(&[&comes(set(), 150, &[]), &free]);
    assert_eq!(happens(&mut server, "Go", 9), "inside");
    assert_eq!(happens(&mut server, "Also", 10), "inside", "a journey under no rule set is free");
}

#[test]
fn a_place_is_kept_for_a_journey_of_higher_priority_that_will_come() {
    // By a campaign that reads an audience on Wednesday.
    let case = |days: Option<i64>, priority: i64, member: bool| {
        let set = || capping(vec![at_once(1, days)]);
        let ours = comes(set(), 60, &[]).properties(|properties| properties.priority = Some(50));
        let mut campaign = Story::new()
            .with(Item::RuleSet(set()))
            .audience("gold", "#{ExperiencePlatform.Customer.gold} == true")
            .properties(|properties| {
                properties.rule_set = Some("rules-entries".into());
                properties.priority = Some(priority);
                let at = "2026-01-07T09:00:00".parse().expect("a date");
                properties.schedule = Schedule { every: Recurrence::Once(at), ..Schedule::default() };
            })
            .then("entry", read("gold"))
            .then("rest", wait(Duration::Minutes(1)));
        campaign.journey.id = "journey-campaign".into();
        let mut server = house(&[&ours, &campaign]);
        let now = moment("2026-01-05T09:00:00Z");
        server.transact(now, |engine| engine.write("profile-anna", vec![("gold".to_owned(), Value::Boolean(member))]));
        happens(&mut server, "Go", 9)
    };
    assert_eq!(case(Some(7), 80, true), "discarded:LOWER_PRIORITY");
    assert_eq!(case(Some(1), 80, true), "inside", "Wednesday is beyond tomorrow");
    assert_eq!(case(None, 80, true), "inside", "nobody looks ahead");
    assert_eq!(case(Some(7), 50, true), "inside", "its priority is no higher");
    assert_eq!(case(Some(7), 80, false), "inside", "she is not in its audience");
}
