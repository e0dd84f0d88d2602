//! A condition is true or false.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Code, Expected, Type};
use crate::journey::{Port, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "condition-not-boolean",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "The expression of a path is true or false.",
    why: "Of anything else nobody can say whether it holds.",
    sources: &[source::EXPRESSION_GENERALITIES, source::CONDITIONS],
    flagged: || deciding("@event{OrderPlaced.total}").at_step("condition-2", "paths.path-1.expression"),
    passing: || deciding("@event{OrderPlaced.total} > 100"),
    mending: Mending::None("With what the value should be compared is for the author to say."),
    check: Check::Journey(check),
};

fn deciding(expression: &str) -> Sketch {
    Sketch::event().then(steps::data(&[expression])).by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in survey.formulas.iter().filter(|formula| formula.expected == Expected::CONDITION) {
        let wrong = formula.typed.problems.iter().any(|problem| problem.code == Code::ReturnType);
        if !wrong {
            continue;
        }
        let yields = match formula.typed.kind {
            Some(Type::Of(ValueType::String)) => "a text",
            Some(Type::Of(ValueType::Integer | ValueType::Decimal)) => "a number",
            Some(Type::Of(ValueType::DateOnly | ValueType::DateTime | ValueType::DateTimeOnly)) => "a date",
            Some(Type::Of(kind)) if kind.is_list() => "a list",
            _ => "something else",
        };
        let title =
            formula.step.map_or_else(|| "An exit criterion".to_owned(), |step| survey.title(&survey.flow.steps[step]));
        let message = format!("{title} asks for true or false; this expression yields {yields}.");
        findings.report(survey.place_of(formula), message);
    }
}
