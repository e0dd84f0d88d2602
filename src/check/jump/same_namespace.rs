//! Both journeys of a jump know people by the same identity.

use super::{jumps, target_event, target_name};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Expression, Kind, Namespace};

pub(super) const RULE: Rule = Rule {
    id: "jump-same-namespace",
    aliases: &[],
    family: Family::Jump,
    severity: Severity::Error,
    summary: "A jump leads to a journey with the same identity type.",
    why: "Otherwise the other journey would not find the person; the platform does not list such journeys.",
    sources: &[source::JUMP],
    flagged: || jumping(true).at("target"),
    passing: || jumping(false),
    mending: Mending::None("Which of the two journeys has the wrong identity type is for their authors to say."),
    check: Check::Journey(check),
};

fn jumping(different: bool) -> Sketch {
    let second = Sketch::empty().then(steps::event("event-paid")).then(steps::wait(Duration::Hours(1)));
    let jumping = Sketch::event().then(steps::jump("journey-2")).with(|activity| {
        if let Kind::Jump(jump) = &mut activity.kind {
            jump.entry = Some("event-paid".into());
            let order: Expression = "@event{OrderPlaced.orderId}".into();
            jump.mapping = [("orderId".to_owned(), order)].into_iter().collect();
        }
    });
    jumping.with_second(second, "Second journey").inventory(|inventory| {
        inventory.namespaces.push(Namespace {
            id: "namespace-crm".into(),
            name: "CRM id".to_owned(),
            people: true,
            ..Namespace::default()
        });
        for event in inventory.events.iter_mut().filter(|event| event.name == "OrderPaid" && different) {
            event.namespace = Some("namespace-crm".into());
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(own) = survey.namespace() else { return };
    for (step, jump) in jumps(survey) {
        let Some(other) = target_event(survey, jump).and_then(|event| event.namespace.as_ref()) else { continue };
        if other != own {
            let message = format!(
                "{} identifies people by {}, this journey by {}.",
                target_name(survey, jump),
                survey.estate.name_of::<Namespace>(other),
                survey.estate.name_of::<Namespace>(own)
            );
            findings.report(survey.field(step, "target"), message);
        }
    }
}
