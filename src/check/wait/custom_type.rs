//! A custom wait ends at a date-time without zone.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Code, Expected, Type};
use crate::journey::{Kind, ValueType, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-custom-type",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Error,
    summary: "A custom wait yields a date-time without zone.",
    why: "The journey's time zone says which moment it means; a date, an instant or a text cannot be waited for.",
    sources: &[source::WAIT, source::EXPRESSION_GENERALITIES],
    flagged: || Sketch::event().then(steps::wait_until("now()")).at("wait").then(steps::email()),
    passing: || Sketch::event().then(steps::wait_until("toDateTimeOnly(now())")).then(steps::email()),
    mending: Mending::Offers("Wraps an instant, a date or a text in toDateTimeOnly()."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in survey.formulas.iter().filter(|formula| formula.expected == Expected::WAIT) {
        if !formula.typed.problems.iter().any(|problem| problem.code == Code::ReturnType) {
            continue;
        }
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let message = format!(
            "{} must end at a date-time without zone; this expression yields something else.",
            survey.title(step)
        );
        let finding = findings.report(survey.place_of(formula), message);
        let convertible = [ValueType::DateTime, ValueType::DateOnly, ValueType::String].map(Type::Of);
        if formula.typed.kind.is_some_and(|kind| convertible.contains(&kind)) {
            let wrapped = format!("toDateTimeOnly({})", formula.text.trim());
            let edits =
                survey.mend().step(step, |activity| activity.kind = Kind::Wait(Wait::Custom(wrapped.as_str().into())));
            finding.suggested("Wrap it in toDateTimeOnly()", edits);
        }
    }
}
