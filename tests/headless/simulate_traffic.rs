//! What people share: re-entrance, one run at a time, jumps into other journeys.

use waymark::journey::*;

use crate::build::*;

fn coming(reentrance: Reentrance, at: &[Duration]) -> Vec<String> {
    let mut story = Story::new()
        .event("Go", "", "{}")
        .properties(|properties| properties.reentrance = reentrance)
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Minutes(2)));
    for at in at {
        story = story.happens(*at, arrives("Go"));
    }
    story.trace().runs.iter().map(|run| format!("{} {}", run.end.at, run.end.reason)).collect()
}

#[test]
fn nobody_is_inside_twice() {
    // In at 09:00, out at 09:02; back at 09:01.
    assert_eq!(
        coming(Reentrance { allowed: true, wait: Duration::Minutes(0) }, &[Duration::Minutes(0), Duration::Minutes(1)]),
        ["2026-01-05T09:02:00Z completed", "2026-01-05T09:01:00Z discarded:JOURNEY_INSTANCE_ID_NOT_CREATED"]
    );
}

#[test]
fn the_reentrance_wait_counts_from_the_last_entry() {
    let at = [Duration::Minutes(0), Duration::Seconds(299), Duration::Seconds(300)];
    // 4 min 59 s after the entry is too soon; 5 minutes are not. The refused attempt does not begin the wait anew.
    assert_eq!(
        coming(Reentrance { allowed: true, wait: Duration::Minutes(5) }, &at),
        [
            "2026-01-05T09:02:00Z completed",
            "2026-01-05T09:04:59Z discarded:JOURNEY_INSTANCE_ID_NOT_CREATED",
            "2026-01-05T09:07:00Z completed",
        ]
    );
}

#[test]
fn the_reentrance_wait_holds_whatever_brings_people() {
    let (inside, outside) = (What::EnterAudience("audience-gold".into()), What::LeaveAudience("audience-gold".into()));
    let story = Story::new()
        .audience("gold", "")
        .properties(|properties| properties.reentrance = Reentrance { allowed: true, wait: Duration::Hours(1) })
        .then("entry", qualification("gold", Behaviour::Enter))
        .happens(Duration::Minutes(1), inside.clone())
        .happens(Duration::Minutes(2), outside.clone())
        .happens(Duration::Minutes(60), inside.clone())
        .happens(Duration::Minutes(60), outside)
        .happens(Duration::Minutes(61), inside);
    let runs = story.trace().runs;
    let ends: Vec<_> = runs.iter().map(|run| format!("{} {}", run.end.at, run.end.reason)).collect();
    assert_eq!(
        ends,
        [
            "2026-01-05T09:01:00Z completed",
            "2026-01-05T10:00:00Z discarded:JOURNEY_INSTANCE_ID_NOT_CREATED",
            "2026-01-05T10:01:00Z completed",
        ]
    );
}

#[test]
fn once_means_once_in_91_days() {
    let at = [Duration::Minutes(0), Duration::Days(90), Duration::Days(91)];
    // The scenario ends after 91 days: the third entry is let in at its last moment and is still inside.
    assert_eq!(
        coming(Reentrance { allowed: false, wait: Duration::Minutes(5) }, &at),
        [
            "2026-01-05T09:02:00Z completed",
            "2026-04-05T09:00:00Z discarded:JOURNEY_INSTANCE_ID_NOT_CREATED",
            "2026-04-06T09:00:00Z running",
        ]
    );
}

fn restocking(several: bool) -> Vec<String> {
    let business = Event {
        id: event_id("Restocked"),
        name: "Restocked".to_owned(),
        kind: EventKind::Business,
        sample: "{}".to_owned(),
        ..Event::default()
    };
    let story = Story::new()
        .with(Item::Event(business))
        .audience("all", "true")
        .properties(|properties| {
            properties.allow_several_executions = several;
            properties.reentrance.wait = Duration::Minutes(0);
        })
        .then("entry", Kind::BusinessEvent(BusinessEventActivity { event: Some(event_id("Restocked")) }))
        .then("read", read("all"))
        .then("pause", wait(Duration::Hours(2)))
        .happens(Duration::Hours(0), arrives("Restocked"))
        .happens(Duration::Hours(1), arrives("Restocked"));
    story.trace().runs.iter().map(|run| format!("{} {}", run.end.at, run.end.reason)).collect()
}

#[test]
fn after_several_business_events_the_same_person_may_be_inside_several_times() {
    assert_eq!(restocking(true), ["2026-01-05T11:00:00Z completed", "2026-01-05T12:00:00Z completed"]);
    assert_eq!(
        restocking(false),
        ["2026-01-05T11:00:00Z completed", "2026-01-05T10:00:00Z discarded:JOURNEY_INSTANCE_ID_NOT_CREATED"]
    );
}

/// A journey that waits an hour and jumps; the other greets and waits for two.
fn jumping(error_path: bool, target: &str) -> Story {
    let jump = Kind::Jump(Jump {
        target: Some(target.into()),
        entry: Some(event_id("Welcomed")),
        mapping: [("code".to_owned(), "concat(\"x-\", @event{Go.code})".into())].into(),
        error_path,
    });
    let other = Story::new()
        .then("other-entry", on("Welcomed"))
        .then("other-which", data(&[("path-code", "@event{Welcomed.code} == \"x-1\"")], true))
        .at("other-which", branch("path-code"))
        .then("other-pause", wait(Duration::Hours(2)));
    let mut journey = other.journey;
    journey.id = "journey-other".into();
    let mut story = Story::new()
        .event("Go", "", r#"{"code": 1}"#)
        .event("Welcomed", "@event{Welcomed.never} == \"true\"", r#"{"code": "x"}"#)
        .event("Go", "", r#"{"code": "1"}"#)
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Hours(1)))
        .then("jump", jump)
        .then("after", wait(Duration::Hours(1)))
        .happens(Duration::Seconds(0), arrives("Go"));
    story.others = vec![journey];
    story
}

#[test]
fn a_jump_runs_the_other_journey_while_this_one_goes_on() {
    let runs = jumping(false, "journey-other").trace().runs;
    assert_eq!(runs.len(), 2);
    assert_eq!(
        lines(&runs[0])[1..],
        [
            "2026-01-05T10:00:00.000Z pause transitions",
            "2026-01-05T10:00:00.000Z jump transitions",
            "2026-01-05T11:00:00.000Z after ended",
            "2026-01-05T11:00:00.000Z completed",
        ]
    );
    assert_eq!(runs[1].journey.as_str(), "journey-other");
    assert_eq!(
        lines(&runs[1]),
        [
            "2026-01-05T10:00:00.000Z other-entry transitions",
            "2026-01-05T10:00:00.000Z other-which transitions path-code",
            "2026-01-05T12:00:00.000Z other-pause ended",
            "2026-01-05T12:00:00.000Z completed",
        ]
    );
}

/// The other journey listens for the event of the jump once more, later on: a jump that names it enters at the
/// beginning all the same, and one that names an event of the middle only is refused.
#[test]
fn a_jump_never_leads_into_the_middle_of_the_other_journey() {
    let listening = |middle: &str| {
        let mut story = jumping(true, "journey-other");
        for activity in &mut story.others[0].activities {
            match activity.id.as_str() {
                "other-pause" => activity.kind = on("Welcomed"),
                "other-entry" => activity.kind = on(middle),
                _ => {}
            }
        }
        story.trace().runs
    };
    let begun = listening("Welcomed");
    assert_eq!(begun.len(), 2);
    assert_eq!(begun[1].steps[0].activity.as_str(), "other-entry");
    assert_eq!(begun[1].steps[0].branch, None);
    let waiting: Vec<&str> = begun[1].steps.iter().map(|step| step.activity.as_str()).collect();
    assert_eq!(
        waiting,
        ["other-entry", "other-which", "other-pause"],
        "the jump's own event is not heard a second time"
    );
    assert_eq!(begun[1].end.reason.to_string(), "running");
    let refused = listening("Go");
    assert!(refused.iter().all(|run| run.journey.as_str() != "journey-other"), "only its middle waits for the event");
    assert_eq!(refused[0].steps[2].branch.as_deref(), Some("error"));
}

#[test]
fn a_jump_to_where_the_person_is_already_does_nothing() {
    // The first run ends at 11:00. A second one begins at 11:01 and jumps at 12:01, when the other journey, entered at
    // 10:00 and left after 4 hours, still lasts.
    let mut story = jumping(false, "journey-other").happens(Duration::Minutes(121), arrives("Go"));
    for activity in &mut story.others[0].activities {
        if activity.id.as_str() == "other-pause" {
            activity.kind = wait(Duration::Hours(4));
        }
    }
    let runs = story.trace().runs;
    assert_eq!(runs.len(), 3, "two runs here and one there");
    assert_eq!(because(&runs[2], 2), "already in the other journey: nothing happens there");
    assert_eq!(runs[2].end.reason.to_string(), "completed");
}

#[test]
fn a_jump_to_where_nobody_may_come_again_is_an_error() {
    // The other journey lasts from 10:00 to 12:00; a second run here jumps at 15:00, when nobody is inside any more.
    let jumps = |is_allowed| {
        let mut story = jumping(true, "journey-other").happens(Duration::Hours(5), arrives("Go"));
        story.others[0].properties.reentrance = Reentrance { allowed: is_allowed, wait: Duration::Minutes(5) };
        let runs = story.trace().runs;
        let here = runs.iter().filter(|run| run.journey.as_str() != "journey-other");
        here.map(|run| run.steps[2].branch.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(jumps(true), ["", ""]);
    assert_eq!(jumps(false), ["", "error"]);
}

#[test]
fn a_jump_that_is_refused_is_an_error() {
    let end = |error_path, target: &str, change: fn(&mut Story)| {
        let mut story = jumping(error_path, target);
        change(&mut story);
        let run = story.trace().runs.remove(0);
        format!("{} {}", run.steps[2].branch.clone().unwrap_or_default(), run.end.reason)
    };
    assert_eq!(end(true, "journey-none", |_| ()), "error completed", "no such journey");
    assert_eq!(end(false, "journey-none", |_| ()), " error");
    let ended = |story: &mut Story| story.others[0].properties.end = Some(moment("2026-01-05T09:30:00Z"));
    assert_eq!(end(true, "journey-other", ended), "error completed", "the other journey is over");
    let rewired = |story: &mut Story| {
        for activity in &mut story.others[0].activities {
            if activity.id.as_str() == "other-entry" {
                activity.kind = on("Go");
            }
        }
    };
    assert_eq!(end(true, "journey-other", rewired), "error completed", "it begins otherwise now");
}

#[test]
fn fifty_thousand_journeys_that_jump_on_at_once_are_run_one_after_another() {
    const LINKS: usize = 50_000;
    let id = |link: usize| JourneyId(format!("journey-{link:05}"));
    let mut story = Story::new().event("Go", "", "{}").then("entry", on("Go"));
    for link in 0..LINKS {
        let jump = Kind::Jump(Jump { target: Some(id(link + 1)), entry: Some(event_id("Go")), ..Jump::default() });
        let mut journey = Story::new().then("entry", on("Go")).then("jump", jump).journey;
        journey.id = id(link);
        story.others.push(journey);
    }
    let jump = Kind::Jump(Jump { target: Some(id(0)), entry: Some(event_id("Go")), ..Jump::default() });
    let runs = story.then("jump", jump).happens(Duration::Seconds(0), arrives("Go")).trace().runs;
    assert_eq!(runs.len(), LINKS + 1);
    let ends: Vec<String> = runs.iter().map(|run| run.end.reason.to_string()).collect();
    let (last, others) = ends.split_last().expect("runs");
    assert!(others.iter().all(|end| end == "completed"));
    assert_eq!(last, "error", "the last one jumps to a journey that is not there");
}

#[test]
fn journeys_that_jump_in_a_circle_stop_where_the_person_is_already() {
    let jump = |to: &str| Kind::Jump(Jump { target: Some(to.into()), entry: Some(event_id("Go")), ..Jump::default() });
    let mut other = Story::new().then("entry", on("Go")).then("jump", jump("journey-test")).journey;
    other.id = "journey-other".into();
    let mut story = Story::new().event("Go", "", "{}").then("entry", on("Go")).then("jump", jump("journey-other"));
    story.others = vec![other];
    let runs = story.happens(Duration::Seconds(0), arrives("Go")).trace().runs;
    assert_eq!(runs.len(), 2);
    assert_eq!(because(&runs[1], 1), "already in the other journey: nothing happens there");
}
