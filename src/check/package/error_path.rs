//! With the package Select an error leads to an end.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Package, Port};

pub(super) const RULE: Rule = Rule {
    id: "select-error-path-to-end",
    aliases: &[],
    family: Family::Package,
    severity: Severity::Error,
    summary: "With the package Select the timeout and error paths lead straight to an end.",
    why: "The platform refuses anything else with ERR_PKG_SELECT_2.",
    sources: &[source::GUARDRAILS],
    flagged: || with_package(Package::Select).at_wire("wire-3"),
    passing: || with_package(Package::Prime),
    mending: Mending::Offers("Takes the line away, so that the path ends there."),
    check: Check::Journey(check),
};

fn with_package(package: Package) -> Sketch {
    Sketch::event()
        .then(steps::email())
        .then(steps::event("event-paid"))
        .with(|activity| {
            if let crate::journey::Kind::Event(event) = &mut activity.kind {
                event.timeout = Some(Duration::Days(3));
                event.timeout_path = true;
            }
        })
        .wire("email-2", Port::Error, "event-3")
        .organization(|organization| organization.package = package)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if !super::holds(survey) {
        return;
    }
    for wire in &survey.flow.wires {
        if matches!(wire.connection.port, Port::Error | Port::Timeout) {
            let message = format!(
                "The package Select lets errors and timeouts end at once; this path of {} goes on.",
                survey.name(&survey.flow.steps[wire.from])
            );
            let place = crate::journey::Place::connection(&survey.journey.id, &wire.connection.id);
            findings.report(place, message).safe("End here", vec![survey.mend().disconnect(wire.connection)]);
        }
    }
}
