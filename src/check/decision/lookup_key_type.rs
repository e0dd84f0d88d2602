//! The key of a lookup is text.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Type;
use crate::journey::{Kind, ValueType};

use super::set;

pub(super) const RULE: Rule = Rule {
    id: "lookup-key-type",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Error,
    summary: "The key of a dataset lookup is a text, or a list of texts.",
    why: "Records are found by text keys only.",
    sources: &[source::DATASET_LOOKUP],
    flagged: || by("@event{OrderPlaced.total}").at("key"),
    passing: || by("@event{OrderPlaced.orderId}"),
    mending: Mending::Offers("Makes a text of a single value."),
    check: Check::Journey(check),
};

fn by(key: &'static str) -> Sketch {
    Sketch::event().then(steps::lookup()).with(|step| set(step, |lookup| lookup.key = key.into()))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in survey.formulas.iter().filter(|formula| formula.field == "key") {
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let is_text = |kind: Type| matches!(kind, Type::Of(ValueType::String | ValueType::ListString));
        let Some(kind) = formula.typed.kind.filter(|kind| !is_text(*kind)) else { continue };
        if !matches!(step.kind(), Kind::DatasetLookup(_)) {
            continue;
        }
        let message = format!("{} looks for {}; a key is a text, or a list of texts.", survey.title(step), kind.name());
        let finding = findings.report(survey.field(step, "key"), message);
        let single = matches!(kind, Type::Of(ValueType::Integer | ValueType::Decimal | ValueType::Boolean));
        if single {
            let text = format!("toString({})", formula.text.trim());
            finding.suggested(format!("Write {text}"), survey.rewrite(formula, &text));
        }
    }
}
