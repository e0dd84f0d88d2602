//! Audiences that are evaluated once a day and those that are evaluated on change: in the dry run, and on a server by
//! the same clock.

use waymark::journey::*;
use waymark::serve::engine::{Chance, RunFilter, Shown};
use waymark::serve::store::{Store, Wanted};
use waymark::serve::writer::Keeper as _;

use crate::build::*;
use crate::server::{Kills, Server, compare};

const RICH: &str = "#{ExperiencePlatform.Customer.points} > 100";
const LATE: &str = "now() > toDateTime(\"2026-01-07T12:00:00Z\")";

fn points(points: i64) -> What {
    What::Attribute { field: "points".to_owned(), value: Value::Integer(points) }
}

/// Anna, with few points, on Monday at nine.
fn anna() -> Story {
    Story::new().person("anna", &[("points", Value::Integer(5))])
}

/// When people came in, in the dry run; the server does the same.
fn entered(story: &Story) -> Vec<String> {
    for kills in [Kills::Never, Kills::Each(1), Kills::Each(2)] {
        assert_eq!(compare(story, kills), None, "{kills:?}");
    }
    let trace = story.trace();
    trace.runs.iter().filter_map(|run| run.steps.first()).map(|step| step.at.to_string()).collect()
}

#[test]
fn a_batch_audience_changes_once_a_day_and_a_streaming_one_with_the_person() {
    let story = |evaluation| {
        anna()
            .evaluated("rich", RICH, evaluation)
            .then("entry", qualification("rich", Behaviour::Enter))
            .happens(Duration::Hours(1), points(200))
            .until("2026-01-08T00:00:00Z")
    };
    assert_eq!(entered(&story(Evaluation::Streaming)), ["2026-01-05T10:00:00Z"]);
    assert_eq!(entered(&story(Evaluation::Batch)), ["2026-01-06T00:00:00Z"]);
    // What was true only between two evaluations was never true.
    let between = story(Evaluation::Batch).happens(Duration::Hours(2), points(7));
    assert_eq!(entered(&between), [""; 0]);
    // What is said of a membership needs no evaluation.
    let said = story(Evaluation::Batch).happens(Duration::Minutes(30), What::EnterAudience("audience-rich".into()));
    assert_eq!(entered(&said), ["2026-01-05T09:30:00Z"]);
}

#[test]
fn a_rule_that_asks_for_the_time_becomes_true_though_nothing_happens_to_anybody() {
    for evaluation in [Evaluation::Streaming, Evaluation::Batch] {
        let story = anna()
            .evaluated("late", LATE, evaluation)
            .then("entry", qualification("late", Behaviour::Enter))
            .then("pause", wait(Duration::Hours(1)))
            .until("2026-01-12T00:00:00Z");
        assert_eq!(entered(&story), ["2026-01-08T00:00:00Z"], "{evaluation:?}");
    }
    // The first moment at which anybody looks is enough for a streaming one.
    let looked = |evaluation| {
        anna()
            .evaluated("late", LATE, evaluation)
            .then("entry", qualification("late", Behaviour::Enter))
            .happens(Duration::Hours(52), points(6))
            .until("2026-01-12T00:00:00Z")
    };
    assert_eq!(entered(&looked(Evaluation::Streaming)), ["2026-01-07T13:00:00Z"]);
    assert_eq!(entered(&looked(Evaluation::Batch)), ["2026-01-08T00:00:00Z"]);
}

#[test]
fn whoever_is_inside_hears_of_an_evaluation_and_leaves_by_it() {
    let leaves = ExitWhen::Audience { audience: Some("audience-rich".into()), behaviour: Behaviour::Enter };
    let story = anna()
        .event("Go", "", "{}")
        .evaluated("rich", RICH, Evaluation::Batch)
        .properties(|properties| {
            properties.exit_criteria =
                vec![ExitCriterion { id: "exit-rich".into(), label: String::new(), when: leaves }];
        })
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Days(9)))
        .happens(Duration::Hours(1), arrives("Go"))
        .happens(Duration::Hours(2), points(200));
    assert_eq!(entered(&story), ["2026-01-05T10:00:00Z"]);
    let run = story.run();
    // The evaluation is at midnight; an exit criterion over an audience takes ten minutes more.
    assert_eq!(format!("{} {}", run.end.reason, run.end.at), "exitCriteria 2026-01-06T00:10:00Z");
}

#[test]
fn a_streaming_rule_that_asks_for_a_batch_audience_follows_its_evaluation() {
    let story = anna()
        .evaluated("rich", RICH, Evaluation::Batch)
        .evaluated("also", "inAudience(\"rich\")", Evaluation::Streaming)
        .then("entry", qualification("also", Behaviour::Enter))
        .happens(Duration::Hours(1), points(200))
        .until("2026-01-08T00:00:00Z");
    assert_eq!(entered(&story), ["2026-01-06T00:00:00Z"]);
}

#[test]
fn a_batch_audience_is_read_as_it_was_evaluated_last() {
    let start = "2026-01-05T12:00:00".parse().expect("a time");
    let story = anna()
        .evaluated("rich", RICH, Evaluation::Batch)
        .properties(|properties| {
            properties.schedule = Schedule { every: Recurrence::Daily { start }, ..Schedule::default() };
            properties.reentrance.wait = Duration::Minutes(0);
        })
        .then("entry", read("rich"))
        .happens(Duration::Hours(1), points(200))
        .happens(Duration::Hours(26), points(5))
        .until("2026-01-07T18:00:00Z");
    assert_eq!(entered(&story), ["2026-01-06T12:00:00Z"]);
}

/// Whoever is in this audience is read every day at this time of this zone, after the evaluation for so many hours.
fn read_daily(story: Story, name: &str, (time, zone): (&str, &str), hours: Option<i64>) -> Story {
    let start = format!("2026-01-05T{time}").parse().expect("a time");
    story
        .properties(|properties| {
            let every = Recurrence::Daily { start };
            properties.zone = zone.to_owned();
            properties.schedule = Schedule { every, after_evaluation_hours: hours, ..Schedule::default() };
        })
        .then("entry", read(name))
        .then("pause", wait(Duration::Hours(1)))
}

#[test]
fn a_daily_reading_waits_for_the_evaluation_of_its_day_for_as_long_as_it_may() {
    let story = |evaluation, when, hours| {
        read_daily(anna().evaluated("rich", RICH, evaluation), "rich", when, hours)
            .happens(Duration::Hours(1), points(200))
            .until("2026-01-06T22:00:00Z")
    };
    // Half past midnight there is half past eleven in the evening before, in UTC: half an hour before the evaluation.
    let (batch, night) = (Evaluation::Batch, ("00:30:00", "Europe/Stockholm"));
    assert_eq!(entered(&story(batch, night, None)), [""; 0], "it was read before she was found to be rich");
    assert_eq!(entered(&story(batch, night, Some(1))), ["2026-01-06T00:00:00Z"]);
    assert_eq!(entered(&story(Evaluation::Streaming, night, Some(1))), ["2026-01-05T23:30:00Z"], "nothing to wait for");
    // Nine in the morning there is eight in the evening before: four hours.
    let morning = ("09:00:00", "Pacific/Auckland");
    assert_eq!(entered(&story(batch, morning, Some(4))), ["2026-01-06T00:00:00Z"]);
    assert_eq!(entered(&story(batch, morning, Some(3))), [""; 0], "it waits no longer than it may");
    // Its day has been evaluated long before.
    let evening = story(batch, ("18:00:00", "America/New_York"), Some(6)).until("2026-01-06T23:30:00Z");
    assert_eq!(entered(&evening), ["2026-01-06T23:00:00Z"]);
}

#[test]
fn a_reading_that_waits_for_the_evaluation_waits_until_the_whole_crowd_is_evaluated() {
    const PEOPLE: usize = 1_700;
    let story = anna().evaluated("late", LATE, Evaluation::Batch);
    let story = read_daily(story, "late", ("00:30:00", "Europe/Stockholm"), Some(1));
    let (start, journey) = (moment("2026-01-07T13:00:00Z"), story.journey.id.clone());
    let mut server = Server::new(Chance::default());
    server.push(start, &story.workspace(), &journey, Wanted::Live);
    server.transact(start, |engine| {
        for number in 0..PEOPLE {
            engine.learn(&Profile { id: format!("profile-{number:05}").as_str().into(), ..Profile::default() })?;
        }
        Ok(())
    });
    server.work(moment("2026-01-07T23:30:00Z"));
    assert_eq!(inside(&mut server, &journey), 0, "it waits");
    let midnight = moment("2026-01-08T00:00:00Z");
    // As a server does, a moment late.
    for second in 0..20 {
        server.work(midnight + jiff::SignedDuration::from_millis(1_000 * second + 7));
    }
    assert_eq!(inside(&mut server, &journey), PEOPLE);
    let next = server.engine().next_due();
    assert!(next.is_some_and(|due| due <= moment("2026-01-08T01:00:20Z")), "{next:?}");
}

#[test]
fn a_run_that_waits_for_an_event_ends_when_it_did_before_though_every_day_is_evaluated() {
    let story = || {
        anna()
            .event("Go", "", "{}")
            .event("Paid", "", "{}")
            .then("entry", on("Go"))
            .then("paid", listen("Paid", Duration::Days(2), false))
            .happens(Duration::Hours(1), arrives("Go"))
    };
    assert_eq!(story().trace(), story().evaluated("rich", RICH, Evaluation::Batch).trace());
}

/// The journeys of everybody who came in, by journey.
fn inside(server: &mut Server, journey: &JourneyId) -> usize {
    let shown = Shown(server.engine().store.connection());
    shown.runs(Some(journey), &RunFilter::default(), usize::MAX).expect("runs").0.len()
}

#[test]
fn a_crowd_is_evaluated_portion_by_portion_over_kills_and_everybody_once() {
    const PEOPLE: usize = 1_700;
    let story = anna()
        .evaluated("late", LATE, Evaluation::Batch)
        .then("entry", qualification("late", Behaviour::Enter))
        .then("pause", wait(Duration::Hours(1)));
    let (start, journey) = (moment("2026-01-05T09:00:00Z"), story.journey.id.clone());
    let mut server = Server::new(Chance::default());
    server.push(start, &story.workspace(), &journey, Wanted::Live);
    server.transact(start, |engine| {
        for number in 0..PEOPLE {
            engine.learn(&Profile { id: format!("profile-{number:05}").as_str().into(), ..Profile::default() })?;
        }
        Ok(())
    });
    for day in ["2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z"] {
        assert_eq!(server.engine().next_due(), Some(moment(day)), "evaluated once a day");
        (0..9).for_each(|_| server.work(moment(day)));
        assert_eq!(inside(&mut server, &journey), 0);
    }
    // Nothing runs when the hour comes; it is made up for.
    let late = moment("2026-01-08T07:00:00Z");
    let mut seen = Vec::new();
    for transaction in 0..9 {
        if transaction == 1 {
            server.die_within(late, |engine| engine.work(late, 1_000));
        }
        server.work(late);
        seen.push(inside(&mut server, &journey));
    }
    assert!(seen[0] > 0 && seen[0] <= 1_000, "a transaction is no longer than others: {seen:?}");
    assert_eq!(seen.last(), Some(&PEOPLE), "{seen:?}");
    (0..9).for_each(|_| server.work(late));
    let dues = server.engine().next_due();
    assert!(dues.is_some_and(|due| due <= moment("2026-01-09T00:00:00Z")), "{dues:?}");
}

/// A server whose journey lets the rich in, and Anna has become rich since they were worked out last.
fn rich_since_the_last_evaluation(start: jiff::Timestamp) -> (Server, JourneyId) {
    let mut server = Server::new(Chance::default());
    let story = anna()
        .evaluated("rich", RICH, Evaluation::Batch)
        .then("entry", qualification("rich", Behaviour::Enter))
        .then("pause", wait(Duration::Hours(1)));
    let journey = story.journey.id.clone();
    server.push(start, &story.workspace(), &journey, Wanted::Live);
    server.transact(start, |engine| engine.write("anna", vec![("points".to_owned(), Value::Integer(200))]));
    (server, journey)
}

#[test]
fn another_journey_that_goes_live_does_not_swallow_what_the_next_evaluation_will_find() {
    let start = moment("2026-01-05T09:00:00Z");
    let (mut server, journey) = rich_since_the_last_evaluation(start);
    let mut other = Story::new()
        .evaluated("poor", "#{ExperiencePlatform.Customer.points} < 9", Evaluation::Batch)
        .then("entry", qualification("poor", Behaviour::Enter));
    other.journey.id = "journey-other".into();
    server.push(moment("2026-01-05T12:00:00Z"), &other.workspace(), &other.journey.id, Wanted::Live);
    server.kill();
    server.transact(moment("2026-01-05T13:00:00Z"), |engine| engine.member("anna", &"audience-none".into(), true));
    assert_eq!(inside(&mut server, &journey), 0);
    server.work(moment("2026-01-06T00:00:00Z"));
    assert_eq!(inside(&mut server, &journey), 1);
    assert_eq!(inside(&mut server, &other.journey.id), 0);
}

#[test]
fn a_store_from_before_knows_its_people_and_begins_to_evaluate() {
    let start = moment("2026-01-05T09:00:00Z");
    let (mut server, journey) = rich_since_the_last_evaluation(start);
    // What the tables of that time did not have.
    let folder = {
        let store = server.engine().store.connection();
        let since = start.as_millisecond();
        let older = format!(
            "DROP INDEX run_noted; ALTER TABLE run DROP COLUMN noted;
             DROP TABLE audience; DELETE FROM plan WHERE journey = 0; DELETE FROM journey WHERE id = 0;
             INSERT OR REPLACE INTO tally VALUES ('audiences since', {since}); PRAGMA user_version = 9"
        );
        store.execute_batch(&older).expect("an older store");
        server.folder.path().to_owned()
    };
    server.kill();
    assert!(folder.exists());
    let now = moment("2026-01-05T13:00:00Z");
    server.work(now);
    let midnight = moment("2026-01-06T00:00:00Z");
    assert_eq!(server.engine().next_due(), Some(midnight));
    server.work(midnight);
    assert_eq!(inside(&mut server, &journey), 1);
    drop(server.engine.take());
    Store::open(&folder).expect("the same store");
}
