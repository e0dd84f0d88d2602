//! What the survey knows of the people who come to a step, and what rules make of it.

use std::collections::BTreeMap;

use waymark::check::example::steps;
use waymark::check::survey::{Datum, Flow, Language, Presence, Span, Step};
use waymark::check::{Checker, Estate, Sketch, Survey, platform};
use waymark::expression::Target;
use waymark::journey::{CapRule, Duration, Event, Kind, Period, Platform, Port, RuleSet};

/// Asks the survey of the sketch's journey.
pub fn surveyed<R>(sketch: &Sketch, ask: impl FnOnce(&Survey<'_>) -> R) -> R {
    let journey = &sketch.workspace.journeys[&Sketch::JOURNEY.into()];
    let (outlines, language) = (BTreeMap::new(), Language::default());
    let estate = Estate {
        workspace: &sketch.workspace,
        platform: Platform::Ajo,
        numbers: platform::numbers(Platform::Ajo),
        now: Sketch::now(),
        outlines: &outlines,
        language: &language,
        volumes: None,
        crowds: Default::default(),
    };
    let flow = Flow::of(journey);
    ask(&Survey::of(&estate, journey, &flow))
}

fn step<'a>(survey: &Survey<'a>, id: &str) -> &'a Step<'a> {
    survey.steps().find(|step| step.activity.id.as_str() == id).unwrap_or_else(|| panic!("there is no {id}"))
}

/// Ids of the steps that everybody passes who comes there, the nearest first.
fn passed(sketch: &Sketch, id: &str) -> Vec<String> {
    surveyed(sketch, |survey| survey.passed(step(survey, id)).map(|step| step.activity.id.to_string()).collect())
}

/// A fork whose two ways meet again: event-1, condition-2, wait-3 on one way, email-4 on both, wait-5 after them.
fn diamond() -> Sketch {
    let fork = Sketch::event().then(steps::data(&["1 == 1"])).by(Port::Branch(steps::path(0)));
    let one = fork.then(steps::wait(Duration::Days(2))).then(steps::email());
    one.wire("condition-2", Port::Other, "email-4").then(steps::wait(Duration::Days(1)))
}

#[test]
fn everybody_has_passed_what_no_way_leaves_out() {
    assert_eq!(passed(&diamond(), "wait-5"), ["email-4", "condition-2", "event-1"]);
    assert_eq!(passed(&diamond(), "wait-3"), ["condition-2", "event-1"]);
    assert_eq!(passed(&diamond(), "event-1"), [""; 0]);
    // A way back does not make what is on it certain, and a second entry makes nothing certain.
    let ring = diamond().wire("wait-5", Port::Next, "condition-2");
    assert_eq!(passed(&ring, "email-4"), ["condition-2", "event-1"]);
    let entered = diamond().apart(steps::event("event-paid")).wire("event-6", Port::Next, "email-4");
    assert_eq!(passed(&entered, "wait-5"), ["email-4"]);
    // Nobody comes there, so that nothing can be said.
    let apart = diamond().apart(steps::wait(Duration::Days(1)));
    assert_eq!(passed(&apart, "wait-6"), [""; 0]);
}

#[test]
fn the_fewest_and_the_most_on_one_way_are_told_apart() {
    let sketch = diamond().then(steps::email());
    let through = |sketch: &Sketch, is_met: fn(&Kind) -> bool| {
        surveyed(sketch, |survey| survey.along(|step, port| usize::from(is_met(step.kind()) && *port != Port::Error)))
    };
    let waits = through(&sketch, |kind| matches!(kind, Kind::Wait(_)));
    assert_eq!(waits.through, Span { least: 0, most: 2 }, "an email that fails has no way on");
    let index = surveyed(&sketch, |survey| step(survey, "wait-5").index);
    assert_eq!(waits.until[index], Span { least: 0, most: 1 });
    let ring = sketch.wire("email-6", Port::Next, "condition-2");
    assert_eq!(through(&ring, |kind| matches!(kind, Kind::Message(_))).through.most, 2, "a ring is walked once");
}

#[test]
fn the_soonest_and_the_latest_way_are_told_apart() {
    let days = |days: i64| Duration::Days(days).milliseconds();
    surveyed(&diamond(), |survey| {
        let email = step(survey, "email-4").index;
        assert_eq!(survey.soonest_arrivals()[email], Some(0));
        assert_eq!(survey.latest_arrivals()[email], days(2));
    });
}

/// How it is with the payment at the step of this id.
fn payment(sketch: &Sketch, id: &str) -> Presence {
    surveyed(sketch, |survey| survey.presence(&Datum::Event("event-paid".into()), step(survey, id)))
}

/// Waits for the payment, then sends an email.
fn paying(timeout: Option<Duration>, timeout_path: bool) -> Sketch {
    Sketch::event()
        .then(steps::event("event-paid"))
        .with(|step| {
            if let Kind::Event(event) = &mut step.kind {
                (event.timeout, event.timeout_path) = (timeout, timeout_path);
            }
        })
        .then(steps::email())
}

#[test]
fn an_event_has_happened_to_those_who_left_it_because_it_came() {
    assert!(payment(&paying(None, false), "email-3").is_certain());
    assert!(payment(&paying(None, false), "event-2").is_impossible());
    let by_path = paying(Some(Duration::Days(1)), true);
    assert!(payment(&by_path, "email-3").is_certain());
    let met = by_path.clone().wire("event-2", Port::Timeout, "email-3");
    assert!(payment(&met, "email-3").is_open() && !payment(&met, "email-3").is_impossible());
    let in_vain = by_path.from("event-2", Port::Timeout).then(steps::sms());
    assert!(payment(&in_vain, "sms-4").is_impossible());
    // Without a path of their own those who wait in vain go on as if it had come.
    assert!(payment(&paying(Some(Duration::Days(1)), false), "email-3").is_open());
    // Whoever comes back has it.
    let back = paying(Some(Duration::Days(1)), true).wire("email-3", Port::Next, "event-2");
    assert!(payment(&back, "event-2").is_open() && !payment(&back, "event-2").is_impossible());
}

#[test]
fn a_condition_that_nothing_fits_without_it_proves_that_it_happened() {
    let asked = |question: &str| {
        let both = paying(Some(Duration::Days(1)), true).wire("event-2", Port::Timeout, "email-3");
        both.then(steps::data(&[question])).by(Port::Branch(steps::path(0))).then(steps::sms())
    };
    assert!(payment(&asked("@event{OrderPaid.orderId} is not null"), "sms-5").is_certain());
    assert!(payment(&asked("@event{OrderPaid.orderId} is null"), "sms-5").is_open());
    let other = asked("@event{OrderPaid.orderId} is not null").from("condition-4", Port::Other).then(steps::email());
    assert!(payment(&other, "email-6").is_open());
}

#[test]
fn the_latest_use_of_an_action_answers() {
    let reply = |sketch: &Sketch, id: &str| {
        surveyed(sketch, |survey| survey.presence(&Datum::Reply("action-text".into()), step(survey, id)))
    };
    let called = Sketch::event().then(steps::call()).then(steps::email());
    assert!(reply(&called, "email-3").is_certain());
    let failed = called.wire("action-2", Port::Error, "email-3");
    assert_eq!(reply(&failed, "email-3"), Presence { lacking: false, failed: true, there: true });
    let again = failed.then(steps::call()).then(steps::sms());
    assert!(reply(&again, "sms-5").is_certain(), "the second answer takes the place of the first");
    let fails = again.from("action-4", Port::Error).then(steps::push());
    assert_eq!(reply(&fails, "push-6"), Presence { lacking: false, failed: true, there: false });
}

#[test]
fn names_mean_what_a_step_brings() {
    surveyed(&Sketch::event(), |survey| {
        let datum = |target: Target| survey.datum(&target);
        assert_eq!(datum(Target::Event("OrderPaid".into())), Some(Datum::Event("event-paid".into())));
        assert_eq!(datum(Target::Event("AudienceQualification".into())), Some(Datum::Qualification));
        assert_eq!(datum(Target::Action("SendText".into())), Some(Datum::Reply("action-text".into())));
        assert_eq!(datum(Target::Event("Nothing".into())), None);
        assert_eq!(datum(Target::Supplemental), None);
    });
}

fn found(sketch: &Sketch, rule: &str) -> Vec<String> {
    let report = Checker::new().check(&sketch.workspace, Platform::Ajo, Sketch::now());
    report.findings.iter().filter(|finding| finding.rule == rule).map(|finding| finding.message.clone()).collect()
}

/// One call on each of two ways, and a rush of people.
fn two_calls(on_one_way: bool) -> Sketch {
    // Of conditions nobody knows how many take which path, so that each counts whole.
    let by_total = steps::data(&["@event{OrderPlaced.total} > 100", "@event{OrderPlaced.total} > 50"]);
    let fork = Sketch::event().then(by_total).then(steps::call());
    let second = if on_one_way { fork } else { fork.from("condition-2", Port::Branch(steps::path(1))) };
    second.then(steps::call()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event: &&mut Event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(3_000);
        }
        inventory.endpoints.iter_mut().for_each(|endpoint| endpoint.cap = None);
    })
}

#[test]
fn nobody_makes_the_calls_of_two_ways() {
    assert_eq!(found(&two_calls(true), "custom-action-default-cap").len(), 1);
    assert_eq!(found(&two_calls(false), "custom-action-default-cap"), [""; 0]);
}

#[test]
fn nobody_collects_the_replies_of_two_ways() {
    let large = |on_one_way: bool| {
        two_calls(on_one_way).inventory(|inventory| {
            for action in inventory.actions.iter_mut().filter(|action| action.name == "SendText") {
                action.response = format!(r#"{{"id":"{}"}}"#, "x".repeat(600_000));
            }
        })
    };
    assert_eq!(found(&large(true), "journey-instance-size").len(), 1);
    assert_eq!(found(&large(false), "journey-instance-size"), [""; 0]);
}

#[test]
fn a_step_that_comes_too_late_for_everybody_is_told_apart_from_one_that_may_be_late() {
    let late = |by_both: bool| {
        let fork = Sketch::event().then(steps::split(&[5_000, 5_000])).then(steps::wait(Duration::Days(80)));
        let fork = fork.then(steps::wait(Duration::Days(20))).then(steps::email());
        if by_both { fork } else { fork.wire("condition-2", Port::Branch(steps::path(1)), "wait-4") }
    };
    let [everybody, some] = [true, false].map(|by_both| found(&late(by_both), "path-waits-exceed-global-timeout"));
    assert!(everybody[0].starts_with("Nobody gets past") && everybody[0].contains("100 days"), "{everybody:?}");
    assert!(some[0].starts_with("The path over"), "{some:?}");
}

/// An email by a rule set that lets two through in a week.
fn capped() -> Kind {
    let mut kind = steps::email();
    if let Kind::Message(message) = &mut kind {
        message.rule_set = Some("rules-own".into());
    }
    kind
}

fn calm(sketch: Sketch) -> Sketch {
    let rules = vec![CapRule::Frequency { medium: None, at_most: 2, every: 1, period: Period::Week }];
    let set = RuleSet { id: "rules-own".into(), name: "Gently".to_owned(), rules, ..RuleSet::default() };
    sketch.inventory(|inventory| inventory.rule_sets.push(set))
}

#[test]
fn a_cap_is_held_against_the_messages_of_one_way_in_its_time() {
    const RULE: &str = "waymark-cap-below-path";
    let then = |sketch: Sketch, days: i64| sketch.then(steps::wait(Duration::Days(days))).then(capped());
    let quick = then(then(Sketch::event().then(capped()), 1), 1);
    let said = found(&calm(quick.clone()), RULE);
    assert_eq!(
        said,
        ["'Email 6' is the 3rd message within 1 week for some people; 'Gently' lets 2 messages through, so that \
                       they do not get it."]
    );
    assert_eq!(found(&calm(then(then(Sketch::event().then(capped()), 1), 7)), RULE), [""; 0], "a week later it is not");
    // One more is told once, and nobody goes both ways of a fork.
    assert_eq!(found(&calm(then(quick, 1)), RULE).len(), 1);
    let fork = Sketch::event().then(steps::split(&[5_000, 5_000]));
    let one = then(fork.then(capped()), 1);
    let other = one.from("condition-2", Port::Branch(steps::path(1))).then(capped());
    assert_eq!(found(&calm(other), RULE), [""; 0]);
    // A message that failed was not sent.
    let failed = then(Sketch::event().then(capped()), 1).from("email-4", Port::Error).then(capped());
    assert_eq!(found(&calm(failed), RULE), [""; 0]);
}
