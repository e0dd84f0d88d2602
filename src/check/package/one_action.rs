//! The package Select allows one action.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Package;

pub(super) const RULE: Rule = Rule {
    id: "select-one-action",
    aliases: &[],
    family: Family::Package,
    severity: Severity::Error,
    summary: "With the package Select a journey has one action.",
    why: "The platform refuses more with ERR_PKG_SELECT_8.",
    sources: &[source::GUARDRAILS],
    flagged: || sketch().then(steps::sms()).at(""),
    passing: sketch,
    mending: Mending::Offers("Takes the further action away."),
    check: Check::Journey(check),
};

fn sketch() -> Sketch {
    Sketch::event().then(steps::email()).organization(|organization| organization.package = Package::Select)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if !super::holds(survey) {
        return;
    }
    let mut actions: Vec<_> = survey.steps().filter(|step| step.kind().is_action()).collect();
    actions.sort_by_key(|step| (step.at, step.index));
    for step in actions.iter().skip(1) {
        findings
            .report(
                survey.place(step),
                format!("The package Select allows one action; {} is another.", survey.name(step)),
            )
            .suggested("Delete this step", survey.mend().remove(step));
    }
}
