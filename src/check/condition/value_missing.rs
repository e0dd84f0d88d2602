//! Whatever a field is compared with is filled in.

use crate::check::example::{Sketch, steps};
use crate::check::survey::each;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Expected, ExprKind, Parsed, builder, title};
use crate::journey::{Inventory, Port};

pub(super) const RULE: Rule = Rule {
    id: "waymark-condition-value-missing",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "A condition that compares a field says with what.",
    why: "Compared with nothing, a field fits only people of whom nothing is known, or nobody at all. Who means those \
          people asks whether the field has no value.",
    sources: &[source::WAYMARK, source::CONDITIONS],
    flagged: || deciding("@event{OrderPlaced.orderId} == null").at_step("condition-2", "paths.path-1.expression"),
    passing: || deciding("@event{OrderPlaced.orderId} == \"A-1\""),
    mending: Mending::None("With what the field is compared is for the author to say."),
    check: Check::Journey(check),
};

fn deciding(expression: &str) -> Sketch {
    Sketch::event().then(steps::data(&[expression])).by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in survey.formulas.iter().filter(|formula| formula.expected == Expected::CONDITION) {
        for field in open(&formula.parsed, formula.text, survey.estate.inventory()) {
            let step = formula.step.map(|step| &survey.flow.steps[step]);
            let at = step.map_or_else(|| "the reason to leave".to_owned(), |step| survey.name(step));
            let message = format!("Fill in a value for '{field}' at {at}.");
            findings.report(survey.place_of(formula), message).to_do();
        }
    }
}

/// What people call the fields of a condition that are compared with nothing yet, from top to bottom. Only what the
/// condition builder can show: whoever writes more than that knows what null means.
pub(in crate::check) fn open(parsed: &Parsed, text: &str, inventory: &Inventory) -> Vec<String> {
    let mut has_null = false;
    if let Some(tree) = parsed.sound() {
        each(tree, &mut |part| has_null |= matches!(part.kind, ExprKind::Null));
    }
    let group = if has_null { builder::read(text) } else { None };
    let open = group.iter().flat_map(builder::Group::open);
    open.map(|row| title::of_reference(&row.field, inventory)).collect()
}
