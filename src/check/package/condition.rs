//! The package Select allows no condition.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Package, Port};

pub(super) const RULE: Rule = Rule {
    id: "select-no-condition",
    aliases: &[],
    family: Family::Package,
    severity: Severity::Error,
    summary: "With the package Select a journey has no condition.",
    why: "The platform refuses it with ERR_PKG_SELECT_7.",
    sources: &[source::GUARDRAILS],
    flagged: || with_package(Package::Select).at_step("condition-2", ""),
    passing: || with_package(Package::Prime),
    mending: Mending::None("Which of the paths is meant without the condition is for the author to say."),
    check: Check::Journey(check),
};

fn with_package(package: Package) -> Sketch {
    Sketch::event()
        .then(steps::data(&["@event{OrderPlaced.total} > 100.0"]))
        .by(Port::Branch(steps::path(0)))
        .then(steps::email())
        .organization(|organization| organization.package = package)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if super::holds(survey) {
        for step in survey.steps().filter(|step| matches!(step.kind(), Kind::Condition(_))) {
            let message = format!("The package Select allows no condition; {} is one.", survey.name(step));
            findings.report(survey.place(step), message);
        }
    }
}
