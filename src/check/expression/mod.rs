//! Rules about expressions. What is wrong is found by the language itself; each kind of problem is one rule, so that it
//! has its own text, weight and page.

mod argument_type;
mod cards;
mod compare_types;
mod current_field_scope;
mod default_type;
mod div_zero;
mod equal_types;
mod experience_events;
mod experience_events_unitary;
mod field_in_quotes;
mod hidden_chars;
mod inaudience_constant;
mod inaudience_max;
mod inaudience_unknown;
mod inventory;
mod inventory_value;
mod is_empty_null;
mod list_polymorphic;
mod malformed_constant;
mod multiply_mixed;
mod never;
mod not_yet;
mod operator_case;
mod plus_parentheses;
mod quote_field;
mod regex;
mod return_type;
mod syntax;
mod time_series;
mod timezone_constant;
mod unknown_field;
mod unknown_function;
mod value_unknown;

use super::condition::is_empty_box;
use super::{Findings, Rule, Survey};
use crate::check::example::{Sketch, steps};
use crate::expression::{Code, Expected, Problem};
use crate::journey::{FieldGroup, Kind, Place, Port};
pub(super) use cards::CARDS;
pub(super) use inventory::{HARMLESS, TYPE_MISMATCH};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &syntax::RULE,
    &unknown_field::RULE,
    &unknown_function::RULE,
    &operator_case::RULE,
    &return_type::RULE,
    &compare_types::RULE,
    &equal_types::RULE,
    &value_unknown::RULE,
    &multiply_mixed::RULE,
    &plus_parentheses::RULE,
    &list_polymorphic::RULE,
    &default_type::RULE,
    &quote_field::RULE,
    &current_field_scope::RULE,
    &timezone_constant::RULE,
    &inaudience_constant::RULE,
    &inaudience_unknown::RULE,
    &inaudience_max::RULE,
    &hidden_chars::RULE,
    &div_zero::RULE,
    &experience_events::RULE,
    &experience_events_unitary::RULE,
    &time_series::RULE,
    &argument_type::RULE,
    &regex::RULE,
    &is_empty_null::RULE,
    &malformed_constant::RULE,
    &field_in_quotes::RULE,
    &never::RULE,
    &not_yet::RULE,
    &inventory::RULE,
    &inventory_value::RULE,
];

/// Reports every problem of one kind, with the change that mends it where the language knows one.
fn report(survey: &Survey<'_>, findings: &mut Findings, code: Code) {
    for formula in &survey.formulas {
        // A value of the wrong type in a call, a condition or a custom wait has a rule of its own.
        let own_rule =
            formula.field.starts_with("values.") || matches!(formula.expected, Expected::CONDITION | Expected::WAIT);
        let mapped = code == Code::ReturnType && own_rule;
        // Time series are not there because they must not be: the narrower rule reports.
        let narrower = code == Code::UnknownField
            && formula.typed.problems.iter().any(|problem| problem.code == Code::TimeSeriesEvents);
        // So does the one that asks for the value of a box that is still empty.
        let is_open =
            |problem: &Problem| formula.expected == Expected::CONDITION && is_empty_box(problem, formula.text);
        let problems = formula.typed.problems.iter();
        let problems = problems.filter(|problem| problem.code == code && !mapped && !narrower && !is_open(problem));
        for problem in problems {
            let place = survey.place_of(formula);
            let finding = findings.report(place, sentence(survey, formula.step, problem));
            let Some(fix) = &problem.fix else { continue };
            let text = fix.apply(formula.text);
            let edits = survey.rewrite(formula, &text);
            let title =
                if fix.text.is_empty() { "Take it away".to_owned() } else { format!("Write {}", short(&fix.text)) };
            if fix.safe {
                finding.safe(title, edits);
            } else {
                finding.suggested(title, edits);
            }
        }
    }
}

/// The problem's own sentence, after the name of the step.
fn sentence(survey: &Survey<'_>, step: Option<usize>, problem: &Problem) -> String {
    match step {
        Some(step) => format!("{}: {}", survey.title(&survey.flow.steps[step]), problem.message),
        None => problem.message.clone(),
    }
}

fn short(text: &str) -> String {
    let mut kept: String = text.chars().take(40).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

/// A journey whose condition is this.
fn condition(expression: &str) -> Sketch {
    deciding(Sketch::event(), expression)
}

/// The same in a journey that begins otherwise.
fn deciding(sketch: Sketch, expression: &str) -> Sketch {
    sketch.then(steps::data(&[expression])).by(Port::Branch(steps::path(0))).then(steps::update())
}

/// Whether people enter by an event of their own.
fn begins_with_unitary_event(survey: &Survey<'_>) -> bool {
    survey.entry().is_some_and(|entry| matches!(entry.kind(), Kind::Event(_)))
}

/// A condition over an event with a field whose name needs quotes.
fn with_odd_field(expression: &str) -> Sketch {
    condition(expression).inventory(|inventory| {
        let odd = crate::journey::Field { path: "3h".to_owned(), ..crate::journey::Field::default() };
        for schema in inventory.schemas.iter_mut().filter(|schema| schema.id.as_str() == "schema-order") {
            schema.fields.push(odd.clone());
        }
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.fields.push("3h".to_owned());
        }
    })
}

/// A condition that asks for so many audiences.
fn many(audiences: usize) -> Sketch {
    let asked: Vec<String> = (0..audiences).map(|number| format!("inAudience(\"Audience {number}\")")).collect();
    condition(&asked.join(" or ")).inventory(|inventory| {
        for number in 0..101 {
            inventory.audiences.push(crate::journey::Audience {
                id: format!("audience-{number:03}").as_str().into(),
                name: format!("Audience {number}"),
                ..crate::journey::Audience::default()
            });
        }
    })
}

/// A condition in a workspace with a field group of experience events.
fn with_orders(sketch: Sketch, expression: &str) -> Sketch {
    deciding(sketch, expression).inventory(|inventory| {
        for source in &mut inventory.data_sources {
            source.field_groups.push(FieldGroup {
                name: "Orders".to_owned(),
                schema: Some("schema-order".into()),
                paths: vec!["total".to_owned()],
                ..FieldGroup::default()
            });
        }
    })
}

/// The objects whose expressions say what holds by itself; those of a fragment are read as those of a journey.
fn of_inventory(estate: &crate::check::Estate<'_>) -> impl Iterator<Item = crate::journey::Item> {
    let items = estate.inventory().items();
    items.into_iter().filter(|item| !matches!(item, crate::journey::Item::Fragment(_)))
}

/// The place of an object's expression.
fn place_of_item(item: &crate::journey::Item, field: &str) -> Place {
    Place::item(item.reference()).field(field)
}

/// Whether this expression of an inventory object decides something: which records an event is, who is in an audience.
fn is_condition(field: &str) -> bool {
    matches!(field.rsplit('.').next(), Some("id_type" | "rule" | "eligibility"))
}
