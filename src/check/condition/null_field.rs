//! A field that nobody ever filled is null.

use crate::check::example::{Sketch, steps};
use crate::check::survey::mentions;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Expr, ExprKind, Root, Test};
use crate::journey::Port;

pub(super) const RULE: Rule = Rule {
    id: "condition-null-field",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Warning,
    summary: "A condition that asks whether a profile field is null says what a field that was never filled means.",
    why: "A field without any data counts as null, so that people of whom nothing is known take this path too. A default \
          value says what they count as.",
    sources: &[source::CONDITIONS],
    flagged: || deciding("#{ExperiencePlatform.ProfileFieldGroup.loyalty.points} is null").at_step("condition-2", PATH),
    passing: || deciding("#{ExperiencePlatform.ProfileFieldGroup.loyalty.points, defaultValue: 0} == 0"),
    mending: Mending::None("What a missing value counts as is for the author to say."),
    check: Check::Journey(check),
};

const PATH: &str = "paths.path-1.expression";

fn deciding(expression: &str) -> Sketch {
    Sketch::event().then(steps::data(&[expression])).by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let asks = |text: &str| mentions(text, "null") || mentions(text, "isEmpty");
    for formula in survey.formulas.iter().filter(|formula| !formula.template && asks(formula.text)) {
        let Some(tree) = formula.parsed.sound() else { continue };
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let mut fields = Vec::new();
        tree.visit(&mut |expr| {
            let asked = match &expr.kind {
                ExprKind::Test(asked, Test::IsNull) => Some(&**asked),
                ExprKind::Call(call) if &*call.name == "isEmpty" => call.arguments.first(),
                _ => None,
            };
            fields.extend(asked.and_then(profile_field));
        });
        for field in fields {
            let message =
                format!("{} also counts people as having no '{field}' of whom it was never known.", survey.title(step));
            findings.report(survey.place_of(formula), message);
        }
    }
}

/// The path of a profile field without a default.
fn profile_field(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Parentheses(inner) => profile_field(inner),
        ExprKind::Field(field) if field.root == Root::Source && field.default.is_none() => {
            let names: Vec<&str> = field.path.iter().skip(2).filter_map(|step| step.name()).collect();
            Some(names.join("."))
        }
        _ => None,
    }
}
