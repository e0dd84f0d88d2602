//! An expression yields what its place takes.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Mending, Rule, Severity, source};
use crate::expression::Code;
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "expr-return-type",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "An expression yields the type that its place takes: the type of the field that is filled, a text for an address.",
    why: "The platform refuses any other type. Conditions, custom waits and values of calls have rules of their own.",
    sources: &[source::EXPRESSION_GENERALITIES],
    flagged: || points("\"100\"").at("fields.loyalty.points.value"),
    passing: || points("100"),
    mending: Mending::Offers("Converts the value, where the language has a function for it."),
    check: Check::Journey(|survey, findings| super::report(survey, findings, Code::ReturnType)),
};

fn points(value: &str) -> Sketch {
    Sketch::event().then(steps::update()).with(|activity| {
        if let Kind::UpdateProfile(update) = &mut activity.kind {
            update.fields.iter_mut().for_each(|field| field.value = value.into());
        }
    })
}
