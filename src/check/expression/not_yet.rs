//! What only some people bring along is not asked of everybody.

use crate::check::example::{Sketch, steps};
use crate::check::survey::Absent;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Port};

pub(super) const RULE: Rule = Rule {
    id: "waymark-data-not-yet",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Warning,
    summary: "An expression reads what everybody brings who comes to its step, or says what holds for the others.",
    why: "Whoever comes by another way, waited in vain or got an error brings nothing: the field is empty, a comparison is \
          false, and a message has a gap. A default value, or a question whether it is null, says what holds then.",
    sources: &[source::EXPRESSION_FIELDS, source::WAYMARK],
    flagged: || waiting().wire("condition-2", Port::Branch(steps::path(1)), "sms-4").at("body"),
    passing: waiting,
    mending: Mending::None("What holds for people who bring nothing is for the author to say."),
    check: Check::Journey(check),
};

/// A text message about the payment, after the payment, for one of two groups.
fn waiting() -> Sketch {
    let fork = Sketch::event().then(steps::split(&[5_000, 5_000]));
    let paid = fork.then(steps::event("event-paid")).with(|step| {
        if let Kind::Event(event) = &mut step.kind {
            (event.timeout, event.timeout_path) = (Some(Duration::Days(7)), true);
        }
    });
    paid.then(steps::sms()).with(|step| {
        if let Kind::Message(message) = &mut step.kind {
            message.body = "We got your money for {{ @event{OrderPaid.orderId} }}.".into();
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for Absent { formula, what, by, .. } in survey.absent().iter().filter(|absent| !absent.for_everybody) {
        let formula = &survey.formulas[*formula];
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let by = match by.as_ref().map(|(from, port)| (&survey.flow.steps[*from], port)) {
            Some((from, Port::Next)) => format!(" from {}", survey.name(from)),
            Some((from, port)) => format!(" by {} of {}", survey.port_name(from.activity, port), survey.name(from)),
            None => " by another way".to_owned(),
        };
        let message = format!(
            "{} reads {what}; people who come{by} have none: say what holds for them, by a default or a path of their own.",
            survey.title(step)
        );
        findings.report(survey.place_of(formula), message);
    }
}
