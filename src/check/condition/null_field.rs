//! A field that nobody ever filled is null.

use crate::check::example::{Sketch, steps};
use crate::check::survey::mentions;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Expr, ExprKind, Link, Operator, Root, Test};
use crate::journey::Port;

pub(super) const RULE: Rule = Rule {
    id: "condition-null-field",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Warning,
    summary: "A condition that asks whether a profile field is null, or another, says what a field that was never filled \
              means.",
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
    let asks = |text: &str| text.contains("!=") || mentions(text, "null") || mentions(text, "isEmpty");
    for formula in survey.formulas.iter().filter(|formula| !formula.template && asks(formula.text)) {
        let Some(tree) = formula.parsed.sound() else { continue };
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let (mut asked, mut other, mut sure) = (Vec::new(), Vec::new(), Vec::new());
        tree.visit(&mut |expr| match &expr.kind {
            ExprKind::Test(field, Test::IsNull) => asked.extend(profile_field(field)),
            ExprKind::Test(field, Test::IsNotNull) => sure.extend(profile_field(field)),
            ExprKind::Call(call) if &*call.name == "isEmpty" => {
                asked.extend(call.arguments.first().and_then(profile_field));
            }
            ExprKind::Chain(chain) => {
                if let [Link { operator: Operator::NotEqual, operand, .. }] = chain.rest.as_slice() {
                    let sides = [(&chain.first, operand), (operand, &chain.first)];
                    let other_sides = sides.into_iter().filter(|(_, with)| !is_null(with));
                    other.extend(other_sides.filter_map(|(field, _)| profile_field(field)));
                }
            }
            _ => {}
        });
        for field in &asked {
            let message =
                format!("{} also counts people as having no '{field}' of whom it was never known.", survey.title(step));
            findings.report(survey.place_of(formula), message);
        }
        // Whoever also asks whether there is a value knows that there may be none.
        for field in other.iter().filter(|field| !asked.contains(field) && !sure.contains(field)) {
            let message = format!(
                "{} also counts people as having another '{field}' of whom it was never known.",
                survey.title(step)
            );
            findings.report(survey.place_of(formula), message);
        }
    }
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr.bare().kind, ExprKind::Null)
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
