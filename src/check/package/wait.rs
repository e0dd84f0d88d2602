//! The package Select allows no wait.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Package};

pub(super) const RULE: Rule = Rule {
    id: "select-no-wait",
    aliases: &[],
    family: Family::Package,
    severity: Severity::Error,
    summary: "With the package Select a journey has no wait.",
    why: "The platform refuses it with ERR_PKG_SELECT_6.",
    sources: &[source::GUARDRAILS],
    flagged: || with_package(Package::Select).at_step("wait-2", ""),
    passing: || with_package(Package::Prime),
    mending: Mending::Offers("Takes the wait away and joins what stands around it."),
    check: Check::Journey(check),
};

fn with_package(package: Package) -> Sketch {
    Sketch::event()
        .then(steps::wait(Duration::Hours(1)))
        .then(steps::email())
        .organization(|organization| organization.package = package)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if super::holds(survey) {
        for step in survey.steps().filter(|step| matches!(step.kind(), Kind::Wait(_))) {
            findings
                .report(survey.place(step), format!("The package Select allows no wait; {} is one.", survey.name(step)))
                .suggested("Delete this step", survey.mend().remove(step));
        }
    }
}
