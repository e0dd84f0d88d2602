//! Every event of a journey tells runs apart by the same identifier.

use super::supplemental;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, EventActivity, Kind, Namespace};

pub(super) const RULE: Rule = Rule {
    id: "supplemental-downstream-event",
    aliases: &[],
    family: Family::Entry,
    severity: Severity::Error,
    summary: "Events later in a journey tell runs apart by the same identity type as its entry.",
    why: "The platform looks for the run that the event concerns by that identity; by another one it finds none.",
    sources: &[source::SUPPLEMENTAL],
    flagged: || listening("namespace-store").at_step("event-2", "event"),
    passing: || listening("namespace-product"),
    mending: Mending::None("The identifier belongs to the event, which other journeys use too."),
    check: Check::Journey(check),
};

/// An order, then its payment, told apart by this identity type.
fn listening(namespace: &'static str) -> Sketch {
    let mut paid = supplemental::by("@event{OrderPaid.orderId}");
    paid.namespace = Some(namespace.into());
    let listen =
        EventActivity { event: Some("event-paid".into()), timeout: Some(Duration::Days(2)), timeout_path: true };
    let store = Namespace { id: "namespace-store".into(), name: "Store".to_owned(), ..Namespace::default() };
    supplemental::order()
        .inventory(|inventory| {
            inventory.namespaces.push(store);
            supplemental::of_event(inventory, "event-paid", paid);
        })
        .then(Kind::Event(listen))
        .then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(entry) = survey.entry() else { return };
    // How other journeys begin is for supplemental-journey-type to say.
    if !matches!(entry.kind(), Kind::Event(_) | Kind::ReadAudience(_)) {
        return;
    }
    let own = supplemental::steps(survey).find(|(step, ..)| step.index == entry.index);
    let own = own.and_then(|(_, _, supplemental)| supplemental.namespace.as_ref());
    for (step, field, supplemental) in supplemental::steps(survey) {
        let Some(namespace) = supplemental.namespace.as_ref() else { continue };
        if step.index == entry.index || Some(namespace) == own {
            continue;
        }
        let named = survey.estate.name_of::<Namespace>(namespace);
        let wanted = match own {
            Some(own) => format!("by {}", survey.estate.name_of::<Namespace>(own)),
            None => "not at all".to_owned(),
        };
        let message = format!(
            "{} tells runs of one person apart by {named}, {} {wanted}; all events of a journey do it alike.",
            survey.title(step),
            survey.name(entry)
        );
        findings.report(survey.field(step, field), message);
    }
}
