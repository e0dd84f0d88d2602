//! Listening in mid-journey, several steps at once, exit criteria, and the 91 days.

use waymark::journey::*;

use crate::build::*;

const NOW: Duration = Duration::Seconds(0);

fn story() -> Story {
    Story::new().event("Go", "", "{}").event("Paid", "@event{Paid.total} > 0", r#"{"total": 5}"#)
}

#[test]
fn an_event_in_mid_journey_comes_or_times_out() {
    let listening = |path| {
        story()
            .then("entry", on("Go"))
            .then("paid", listen("Paid", Duration::Hours(2), path))
            .then("thanks", wait(Duration::Minutes(1)))
            .happens(NOW, arrives("Go"))
    };
    // After one hour, within two.
    let run = listening(true).happens(Duration::Hours(1), arrives("Paid")).run();
    assert_eq!(lines(&run)[1], "2026-01-05T10:00:00.000Z paid transitions");
    assert_eq!(because(&run, 1), "Paid arrived");
    // Too late: 09:00 + 2 hours; without a wire at the timeout port the path ends there.
    let run = listening(true).happens(Duration::Hours(3), arrives("Paid")).run();
    assert_eq!(lines(&run)[1], "2026-01-05T11:00:00.000Z paid ended timeout");
    assert_eq!(because(&run, 1), "no Paid within 2 hours");
    // Without a timeout path people go on as if it had come.
    let run = listening(false).run();
    assert_eq!(lines(&run)[1], "2026-01-05T11:00:00.000Z paid transitions");
    // A record that is not this event does not count.
    let run = listening(true).happens(Duration::Hours(1), arrives_with("Paid", r#"{"total": 0}"#)).run();
    assert_eq!(lines(&run)[1], "2026-01-05T11:00:00.000Z paid ended timeout");
}

#[test]
fn an_event_before_somebody_listens_is_lost() {
    let run = story()
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Hours(1)))
        .then("paid", listen("Paid", Duration::Hours(1), true))
        .happens(NOW, arrives("Go"))
        .happens(Duration::Minutes(30), arrives("Paid"))
        .run();
    assert_eq!(lines(&run)[2], "2026-01-05T11:00:00.000Z paid ended timeout");
}

#[test]
fn of_several_steps_that_wait_the_first_to_fire_wins() {
    let parallel = || {
        story()
            .event("Called", "", "{}")
            .then("entry", on("Go"))
            .then("paid", on("Paid"))
            .at("entry", Port::Next)
            .then("called", on("Called"))
            .at("entry", Port::Next)
            .then("pause", wait(Duration::Hours(3)))
            .happens(NOW, arrives("Go"))
    };
    let second = |story: Story| lines(&story.run())[1].clone();
    assert_eq!(second(parallel()), "2026-01-05T12:00:00.000Z pause ended", "the wait: 09:00 + 3 hours");
    let called = parallel().happens(Duration::Hours(2), arrives("Called")).happens(Duration::Hours(2), arrives("Paid"));
    assert_eq!(
        second(called),
        "2026-01-05T11:00:00.000Z called ended",
        "at the same moment: in the order of the scenario"
    );
    let late = parallel().happens(Duration::Hours(3), arrives("Called"));
    // At 12:00 both: the happening was known first.
    assert_eq!(second(late), "2026-01-05T12:00:00.000Z called ended");
}

#[test]
fn a_reaction_comes_or_times_out() {
    let reacting = |reaction| {
        let kind = Kind::Reaction(Reaction {
            message: Some("mail".into()),
            reaction,
            timeout: Some(Duration::Days(1)),
            timeout_path: true,
        });
        story()
            .then("entry", on("Go"))
            .then("mail", email("Hello", "there"))
            .then("reacts", kind)
            .happens(NOW, arrives("Go"))
            .happens(Duration::Hours(5), What::React { message: "mail".into(), reaction: ReactionKind::Opened })
            .run()
    };
    let run = reacting(ReactionKind::Opened);
    assert_eq!(lines(&run)[2], "2026-01-05T14:00:00.000Z reacts ended");
    assert_eq!(because(&run, 2), "the message was opened");
    let run = reacting(ReactionKind::Clicked);
    assert_eq!(lines(&run)[2], "2026-01-06T09:00:00.000Z reacts ended timeout");
    assert_eq!(because(&run, 2), "the message was not clicked within 1 day");
}

#[test]
fn a_qualification_in_mid_journey_is_waited_for() {
    let run = story()
        .audience("gold", "")
        .then("entry", on("Go"))
        .then("gold", qualification("gold", Behaviour::Exit))
        .then("which", data(&[("path-exit", "@event{AudienceQualification.status} == \"exited\"")], true))
        .happens(NOW, arrives("Go"))
        .happens(Duration::Hours(1), What::EnterAudience("audience-gold".into()))
        .happens(Duration::Hours(2), What::LeaveAudience("audience-gold".into()))
        .run();
    assert_eq!(lines(&run)[1], "2026-01-05T11:00:00.000Z gold transitions");
    assert_eq!(because(&run, 1), "left “gold”");
    assert_eq!(run.steps[2].branch.as_deref(), Some("path-exit"));
}

fn leaving(when: ExitWhen) -> Story {
    let criterion = ExitCriterion { id: "exit-1".into(), label: "Bought".to_owned(), when };
    story()
        .audience("gold", "")
        .properties(|properties| properties.exit_criteria = vec![criterion])
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Days(1)))
        .then("mail", email("Hello", "there"))
        .happens(NOW, arrives("Go"))
}

#[test]
fn an_exit_criterion_over_an_event_takes_people_out_at_once() {
    let when = || ExitWhen::Event { event: Some(event_id("Paid")), condition: "@event{Paid.total} >= 10".into() };
    let run = leaving(when())
        .happens(Duration::Hours(1), arrives("Paid"))
        .happens(Duration::Hours(2), arrives_with("Paid", r#"{"total": 10}"#))
        .run();
    // 5 is below 10; the second event, at 11:00, is enough.
    assert_eq!(lines(&run)[1..], ["2026-01-05T11:00:00.000Z pause waiting", "2026-01-05T11:00:00.000Z exitCriteria"]);
    assert_eq!(because(&run, 1), "leaves by the exit criterion “Bought”: Paid.total is 10");
    assert_eq!(run.steps[1].exit_criterion, Some("exit-1".into()));
    assert_eq!(run.steps[0].exit_criterion, None);
}

#[test]
fn an_exit_criterion_over_an_audience_takes_people_out_ten_minutes_later() {
    let when = || ExitWhen::Audience { audience: Some("audience-gold".into()), behaviour: Behaviour::Enter };
    let gold = || What::EnterAudience("audience-gold".into());
    let run = leaving(when()).happens(Duration::Hours(4), gold()).run();
    assert_eq!(lines(&run)[2], "2026-01-05T13:10:00.000Z exitCriteria");
    assert_eq!(because(&run, 1), "leaves by the exit criterion “Bought”: entered “gold” 10 minutes before");
    // Until then people go on: whoever comes in at 08:55 of the next day has the mail of 09:00.
    let story = leaving(when()).happens(Duration::Minutes(23 * 60 + 55), gold()).then("rest", wait(Duration::Days(1)));
    let run = story.run();
    assert!(run.steps[2].message.is_some());
    assert_eq!(lines(&run)[4], "2026-01-06T09:05:00.000Z exitCriteria");
    // Our own server takes them out at once.
    let mut story = leaving(when()).happens(Duration::Hours(4), gold());
    story.platform = Platform::Waymark;
    assert_eq!(lines(&story.run())[2], "2026-01-05T13:00:00.000Z exitCriteria");
}

/// A call that takes two minutes, after which the journey listens for a payment.
fn calling_then_listening() -> Story {
    let reply = Answerer::Action("action-a".into());
    story()
        .with(Item::Action(posting("action-a", "Send")))
        .properties(|properties| properties.timeout_seconds = 600)
        .then("entry", on("Go"))
        .then("call", call("action-a", &[], true))
        .then("paid", listen("Paid", Duration::Hours(1), true))
        .then("which", data(&[("path-ten", "@event{Paid.total} == 10")], true))
        .happens(NOW, arrives("Go"))
        .replies(reply, 200, 120_000, "", None)
}

#[test]
fn an_event_that_comes_while_a_call_is_at_work_is_taken_when_it_is_done() {
    let run = calling_then_listening().happens(Duration::Minutes(1), arrives_with("Paid", r#"{"total": 10}"#)).run();
    assert_eq!(
        lines(&run)[1..],
        [
            "2026-01-05T09:02:00.000Z call transitions | POST https://api.example.com/v1",
            "2026-01-05T09:02:00.000Z paid transitions",
            "2026-01-05T09:02:00.000Z which ended path-ten",
            "2026-01-05T09:02:00.000Z completed",
        ]
    );
    // Of two the first is taken; nobody listens for the second any more.
    let story = calling_then_listening()
        .happens(Duration::Minutes(1), arrives_with("Paid", r#"{"total": 10}"#))
        .happens(Duration::Minutes(1), arrives_with("Paid", r#"{"total": 20}"#));
    assert_eq!(lines(&story.run())[3], "2026-01-05T09:02:00.000Z which ended path-ten");
}

#[test]
fn of_more_than_ten_events_that_wait_the_others_are_discarded() {
    let story = (1..13).fold(calling_then_listening(), |story, total| {
        story.happens(Duration::Seconds(30 + total), arrives_with("Paid", &format!(r#"{{"total": {total}}}"#)))
    });
    let runs = story.trace().runs;
    let ends: Vec<String> = runs.iter().map(|run| format!("{} {}", run.end.reason, run.end.at)).collect();
    assert_eq!(
        ends,
        [
            "completed 2026-01-05T09:02:00Z",
            "discarded:maxInstanceStackEventsReached 2026-01-05T09:00:41Z",
            "discarded:maxInstanceStackEventsReached 2026-01-05T09:00:42Z",
        ]
    );
    assert_eq!(runs[0].steps[3].branch.as_deref(), Some("other"), "the first was 1");
}

#[test]
fn an_exit_criterion_over_the_profile_is_looked_at_before_each_action() {
    let when = ExitWhen::Profile("#{ExperiencePlatform.Customer.blocked} == true".into());
    let blocked = What::Attribute { field: "blocked".to_owned(), value: Value::Boolean(true) };
    let run = leaving(when).happens(Duration::Hours(1), blocked).run();
    // It is true from 10:00 on, but the next action comes after the wait, on the next day.
    assert_eq!(
        lines(&run)[1..],
        [
            "2026-01-05T09:00:00.000Z pause transitions".replace("2026-01-05", "2026-01-06"),
            "2026-01-06T09:00:00.000Z mail ended".to_owned(),
            "2026-01-06T09:00:00.000Z exitCriteria".to_owned(),
        ]
    );
    assert_eq!(run.steps[2].message, None, "nothing was sent");
}

#[test]
fn after_91_days_everybody_is_out() {
    let run = story().then("entry", on("Go")).then("paid", on("Paid")).happens(NOW, arrives("Go")).run();
    // 2026-01-05 + 91 days = 2026-04-06: 26 + 28 + 31 + 6.
    assert_eq!(
        lines(&run)[1..],
        ["2026-04-06T09:00:00.000Z paid instanceTimedout", "2026-04-06T09:00:00.000Z instanceTimedout"]
    );
}

#[test]
fn a_dry_run_that_is_over_first_says_what_is_waited_for() {
    let run = story()
        .then("entry", on("Go"))
        .then("paid", listen("Paid", Duration::Days(1), true))
        .happens(NOW, arrives("Go"))
        .until("2026-01-05T12:00:00Z")
        .run();
    assert_eq!(lines(&run)[1..], ["2026-01-05T12:00:00.000Z paid waiting", "2026-01-05T12:00:00.000Z running"]);
    assert_eq!(because(&run, 1), "listens for Paid until 2026-01-06 09:00 UTC");
}

#[test]
fn a_journey_that_goes_in_circles_is_broken_off() {
    let circle = data(&[("path-on", "true")], false);
    let run = story()
        .then("entry", on("Go"))
        .then("which", circle)
        .at("which", branch("path-on"))
        .joins("which")
        .happens(NOW, arrives("Go"))
        .run();
    assert_eq!(run.end.reason.to_string(), "error");
    assert!(because(&run, run.steps.len() - 1).contains("goes in circles"));
}
