//! Whatever a field is compared with is filled in.

use crate::check::example::{Sketch, steps};
use crate::check::survey::mentions;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::builder::{self, Comparison, Condition, Group};
use crate::expression::{Code, Expected, ExprKind, Parsed, Problem, title};
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
    mending: Mending::Offers("Asks whether the field has no value, for whoever compared it with null on purpose."),
    check: Check::Journey(check),
};

fn deciding(expression: &str) -> Sketch {
    Sketch::event().then(steps::data(&[expression])).by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in survey.formulas.iter().filter(|formula| formula.expected == Expected::CONDITION) {
        for open in open(&formula.parsed, formula.text, survey.estate.inventory()) {
            let step = formula.step.map(|step| &survey.flow.steps[step]);
            let at = step.map_or_else(|| "the reason to leave".to_owned(), |step| survey.name(step));
            let message = format!("Fill in a value for '{}' at {at}.", open.field);
            let finding = findings.report(survey.place_of(formula), message).to_do();
            if let Some((title, text)) = open.meant {
                finding.instead(title, survey.rewrite(formula, &text));
            }
        }
    }
}

/// A field that is compared with nothing.
pub(in crate::check) struct Open {
    /// What people call it.
    pub field: String,
    /// What its author may have meant by null: what a button says, and the condition that says so.
    pub meant: Option<(&'static str, String)>,
}

/// The fields of a condition that are compared with nothing, from top to bottom. An empty box of the condition builder
/// is null in the text, and nobody can tell it from a null that was typed there: so both are to be filled in, and one
/// click says what the other means. A formula that the builder cannot show has no empty boxes.
pub(in crate::check) fn open(parsed: &Parsed, text: &str, inventory: &Inventory) -> Vec<Open> {
    let mut has_null = false;
    // Most conditions do not speak of null at all: their trees need not be walked.
    if let Some(tree) = parsed.sound().filter(|_| mentions(text, "null")) {
        tree.visit(&mut |part| has_null |= matches!(part.kind, ExprKind::Null));
    }
    let Some(group) = has_null.then(|| builder::read(text)).flatten() else { return Vec::new() };
    let rows = group.open().into_iter().enumerate();
    rows.map(|(index, row)| Open {
        field: title::of_reference(&row.field, inventory),
        meant: meant(&group, index, row),
    })
    .collect()
}

/// Whether a problem of the language only says that a box is still empty, which is asked to be filled in already.
pub(in crate::check) fn is_empty_box(problem: &Problem, text: &str) -> bool {
    problem.code == Code::CompareTypes
        && problem.span.of(text).ends_with("null")
        && builder::read(text).is_some_and(|group| !group.open().is_empty())
}

fn meant(group: &Group, index: usize, row: &Condition) -> Option<(&'static str, String)> {
    let comparison = row.comparison.with_nothing()?;
    let asks_for_none = (comparison == Comparison::IsNull) != row.negated;
    let title = if asks_for_none { "Ask whether it has no value" } else { "Ask whether it has a value" };
    let mut asking = group.clone();
    asking.open_mut().into_iter().nth(index)?.comparison = comparison;
    Some((title, builder::write(&asking)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::parse;

    #[test]
    fn what_a_null_may_have_meant_is_offered_row_by_row() {
        let meant = |text: &str| {
            let open = open(&parse(text), text, &Inventory::default());
            open.into_iter().map(|open| open.meant).collect::<Vec<_>>()
        };
        let (none, some) = ("Ask whether it has no value", "Ask whether it has a value");
        let said = |title, text: &str| Some((title, text.to_owned()));
        assert_eq!(meant("@event{A.x} == null"), [said(none, "@event{A.x} is null")]);
        assert_eq!(meant("@event{A.x} != null"), [said(some, "@event{A.x} is not null")]);
        assert_eq!(meant("not @event{A.x} == null"), [said(some, "not @event{A.x} is null")]);
        assert_eq!(
            meant("@event{A.x} == 1 and (@event{A.y} > null or @event{A.z} == null)"),
            [None, said(none, "@event{A.x} == 1 and (@event{A.y} > null or @event{A.z} is null)")],
        );
        assert_eq!(meant("@event{A.x} is null"), []);
    }
}
