//! Values have the type that the action wants.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Expected, Type};
use crate::journey::{Kind, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-param-type",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "The value of a variable has the type that the action wants.",
    why: "The other system would refuse the call, or misread it.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || with("@event{OrderPlaced.total}").at("values.body.to"),
    passing: || with("toString(@event{OrderPlaced.total})"),
    mending: Mending::Offers("Writes the value as text, where text is wanted."),
    check: Check::Journey(check),
};

fn with(value: &'static str) -> Sketch {
    Sketch::event().then(steps::call()).with(|activity| {
        if let Kind::CustomAction(call) = &mut activity.kind {
            call.values.insert("body.to".to_owned(), value.into());
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in &survey.formulas {
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let call = matches!(step.kind(), Kind::CustomAction(_) | Kind::Campaign(_));
        let (Expected::Of(wanted), Some(Type::Of(given))) = (formula.expected, formula.typed.kind) else { continue };
        if !call || !formula.field.starts_with("values.") || super::accepts(wanted, given) {
            continue;
        }
        let variable = formula.field.trim_start_matches("values.");
        let message = format!(
            "'{variable}' of {} wants {}; this expression yields {}.",
            survey.name(step),
            wanted.name(),
            given.name()
        );
        let finding = findings.report(survey.field(step, &formula.field), message);
        let writable = matches!(
            given,
            ValueType::Integer
                | ValueType::Decimal
                | ValueType::Boolean
                | ValueType::DateTime
                | ValueType::DateTimeOnly
        );
        if wanted == ValueType::String && writable {
            let text = format!("toString({})", formula.text);
            let edits = survey.mend().step(step, |activity| {
                if let Kind::CustomAction(call) | Kind::Campaign(call) = &mut activity.kind {
                    call.values.insert(variable.to_owned(), text.as_str().into());
                }
            });
            finding.safe("Write it as text", edits);
        }
    }
}
