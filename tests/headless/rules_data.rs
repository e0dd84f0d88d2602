//! What an expression reads must have been brought to its step: by everybody, or it is said what holds for the others.

use waymark::check::example::steps;
use waymark::check::{Checker, Severity, Sketch};
use waymark::journey::{Duration, ExitCriterion, ExitWhen, Kind, Platform, Port};

const NEVER: &str = "waymark-data-never";
const NOT_YET: &str = "waymark-data-not-yet";

/// Findings of both rules: rule and message.
fn found(sketch: &Sketch) -> Vec<(&'static str, String)> {
    let report = Checker::new().check(&sketch.workspace, Platform::Ajo, Sketch::now());
    let ours = report.findings.iter().filter(|finding| [NEVER, NOT_YET].contains(&finding.rule));
    ours.map(|finding| (finding.rule, finding.message.clone())).collect()
}

fn rules(sketch: &Sketch) -> Vec<&'static str> {
    found(sketch).into_iter().map(|(rule, _)| rule).collect()
}

/// An order, then a step that waits a week for the payment, with a path for those who wait in vain.
fn waiting() -> Sketch {
    Sketch::event().then(steps::event("event-paid")).with(|step| {
        if let Kind::Event(event) = &mut step.kind {
            (event.timeout, event.timeout_path) = (Some(Duration::Days(7)), true);
        }
    })
}

fn saying(text: &str) -> Kind {
    let mut kind = steps::sms();
    if let Kind::Message(message) = &mut kind {
        message.body = text.into();
    }
    kind
}

/// A text message to which people come who paid, and people who did not.
fn both(text: &str) -> Sketch {
    waiting().then(saying(text)).wire("event-2", Port::Timeout, "sms-3")
}

const PAID: &str = "Order {{ @event{OrderPaid.orderId} }}";

#[test]
fn where_nobody_can_have_it_it_is_an_error_and_where_some_do_not_a_warning() {
    let (never, not_yet) = (waymark::check::rule(NEVER).unwrap(), waymark::check::rule(NOT_YET).unwrap());
    assert_eq!((never.severity, not_yet.severity), (Severity::Error, Severity::Warning));
    assert_eq!(rules(&Sketch::event().then(saying(PAID))), [NEVER]);
    assert_eq!(rules(&both(PAID)), [NOT_YET]);
    assert_eq!(rules(&waiting().then(saying(PAID))), [""; 0]);
    assert_eq!(rules(&waiting().from("event-2", Port::Timeout).then(saying(PAID))), [NEVER], "who waited in vain");
    let later = Sketch::event().then(saying(PAID)).then(steps::event("event-paid"));
    assert_eq!(rules(&later), [NEVER], "it comes after the step");
}

#[test]
fn the_finding_says_by_which_way_people_come_who_have_nothing() {
    let said = |sketch: &Sketch| found(sketch).remove(0).1;
    assert!(said(&both(PAID)).contains("by the timeout path of 'Event 2'"), "{}", said(&both(PAID)));
    let fork = Sketch::event().then(steps::split(&[5_000, 5_000])).then(steps::event("event-paid"));
    let around = fork.then(saying(PAID)).wire("condition-2", Port::Branch(steps::path(1)), "sms-4");
    assert!(said(&around).contains("by the path 'Group 2' of 'Condition 2'"), "{}", said(&around));
    let simply = waiting().with(|step| {
        if let Kind::Event(event) = &mut step.kind {
            event.timeout_path = false;
        }
    });
    assert!(said(&simply.clone().then(saying(PAID))).contains("people who come from 'Event 2'"), "{}", said(&simply));
}

#[test]
fn whoever_says_what_holds_then_is_not_asked_again() {
    for text in [
        "Order {{ @event{OrderPaid.orderId} | default: \"yours\" }}",
        "Order {{ @event{OrderPaid.orderId, defaultValue: \"yours\"} }}",
        "{{ if (@event{OrderPaid.orderId} is null) then (\"\") else (@event{OrderPaid.orderId}) }}",
    ] {
        assert_eq!(rules(&both(text)), [""; 0], "{text}");
    }
    let asked = |question: &str| both("Hello").then(steps::data(&[question])).by(Port::Branch(steps::path(0)));
    assert_eq!(rules(&asked("@event{OrderPaid.orderId} is not null")), [""; 0]);
    assert_eq!(rules(&asked("@event{OrderPaid.orderId} == \"1\"")), [NOT_YET]);
    // A default does not bring what cannot come.
    assert_eq!(rules(&Sketch::event().then(saying("{{ @event{OrderPaid.orderId} | default: \"\" }}"))), [NEVER]);
    // On the path of a question that nobody fits without it, it is there.
    let sure = asked("@event{OrderPaid.orderId} is not null").then(saying(PAID));
    assert_eq!(rules(&sure), [""; 0]);
    let unsure = asked("@event{OrderPaid.orderId} is not null").from("condition-4", Port::Other).then(saying(PAID));
    assert_eq!(rules(&unsure), [NOT_YET]);
}

#[test]
fn who_is_left_over_when_those_without_it_have_gone_brings_it() {
    let none = "@event{OrderPaid.orderId} is null";
    let sorted = |questions: &[&str]| both("Hello").then(steps::data(questions));
    // An earlier path takes everybody who has nothing: the others have it, at the next question and behind it.
    let asked = sorted(&[none, "@event{OrderPaid.orderId} == \"1\""]);
    assert_eq!(rules(&asked), [""; 0]);
    for port in [Port::Branch(steps::path(1)), Port::Other] {
        assert_eq!(rules(&asked.clone().from("condition-4", port).then(saying(PAID))), [""; 0]);
    }
    assert_eq!(rules(&asked.from("condition-4", Port::Branch(steps::path(0))).then(saying(PAID))), [NOT_YET]);
    let unsure = sorted(&["1 == 1"]).from("condition-4", Port::Other).then(saying(PAID));
    assert_eq!(rules(&unsure), [NOT_YET]);
}

/// A call, and a text message about its answer after both its ways out.
fn called(text: &str, fails_too: bool) -> Sketch {
    let answered = Sketch::event().then(steps::call()).then(saying(text));
    if fails_too { answered.wire("action-2", Port::Error, "sms-3") } else { answered }
}

#[test]
fn a_call_that_failed_has_a_status_and_no_answer() {
    let (answer, status) = ("{{ @action{SendText.id} }}", "{{ @action{SendText.jo_status_code} }}");
    assert_eq!(rules(&called(answer, false)), [""; 0]);
    assert_eq!(rules(&called(answer, true)), [NOT_YET]);
    assert!(found(&called(answer, true))[0].1.contains("by the error path of 'Custom action 2'"));
    assert_eq!(rules(&called(status, true)), [""; 0]);
    assert_eq!(rules(&called(&format!("{status} {answer}"), true)), [""; 0], "who asks for the status knows");
    assert_eq!(rules(&Sketch::event().then(saying(status))), [NEVER]);
    // The latest use answers: a second call that fails takes the first answer away.
    let again = called("Hello", false).then(steps::call()).from("action-4", Port::Error).then(saying(answer));
    assert_eq!(rules(&again), [NOT_YET]);
    let asked = called("Hello", true).then(steps::data(&["@action{SendText.jo_status_code} == \"http_200\""]));
    assert_eq!(rules(&asked.by(Port::Branch(steps::path(0))).then(saying(answer))), [""; 0]);
}

#[test]
fn a_decision_and_a_lookup_are_brought_by_their_steps() {
    for (kind, text) in [
        (steps::decision(), "{{ @decision{Offer.items.first().code} }}"),
        (steps::lookup(), "{{ listSize(@datasetLookup{Product.entities}) }}"),
    ] {
        let fork = Sketch::event().then(steps::split(&[5_000, 5_000])).then(kind);
        let straight = fork.then(saying(text));
        assert_eq!(rules(&straight), [""; 0], "{text}");
        let around = straight.wire("condition-2", Port::Branch(steps::path(1)), "sms-4");
        assert_eq!(rules(&around), [NOT_YET], "{text}");
        // Where no step before brings it, its name means nothing there: that is said once.
        assert_eq!(rules(&Sketch::event().then(saying(text))), [""; 0], "{text}");
    }
}

#[test]
fn whoever_enters_by_an_audience_has_no_event_and_by_qualification_that_one() {
    let asked = "{{ @event{AudienceQualification.status} }}";
    assert_eq!(rules(&Sketch::qualification().then(saying(asked))), [""; 0]);
    assert_eq!(rules(&Sketch::read().then(saying(asked))), [NEVER]);
    assert_eq!(rules(&Sketch::read().then(saying("{{ @event{OrderPlaced.orderId} }}"))), [NEVER]);
    assert_eq!(rules(&Sketch::business().then(saying("{{ @event{StoreOpened.city} }}"))), [""; 0]);
}

#[test]
fn an_exit_criterion_is_about_its_own_event_and_those_of_the_journey() {
    let leaving = |condition: &str, sketch: Sketch| {
        sketch.properties(|properties| {
            let when = ExitWhen::Event { event: Some("event-paid".into()), condition: condition.into() };
            properties.exit_criteria.push(ExitCriterion { id: "exit-1".into(), label: "Paid".to_owned(), when });
        })
    };
    let own = "@event{OrderPaid.orderId} == @event{OrderPlaced.orderId}";
    assert_eq!(rules(&leaving(own, Sketch::event().then(steps::email()))), [""; 0]);
    assert_eq!(rules(&leaving(own, Sketch::read().then(steps::email()))), [NEVER]);
}

#[test]
fn steps_to_which_nobody_comes_are_not_judged() {
    assert_eq!(rules(&Sketch::event().apart(saying(PAID))), [""; 0]);
}
