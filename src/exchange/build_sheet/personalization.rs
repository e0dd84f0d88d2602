//! Message texts in Journey Optimizer's own personalization syntax (Personalization syntax,
//! help/using/personalization/personalization-syntax.md; Helper functions, functions/helpers.md).
//!
//! A field of the profile becomes `{{profile.path}}`, with a default `{%= profile.path ?: "default" %}`. Fields of
//! events and of replies are picked from the editor's contextual attributes, whose keys the platform generates: their
//! slots are marked and explained. What the syntax cannot say is marked too, so that nothing is lost silently.

use super::fields::{find, names, schema};
use super::xdm::placed;
use crate::expression::template::{self, Part, Slot};
use crate::expression::{Expr, ExprKind, FieldReference, Operator, Root};
use crate::journey::{Inventory, Template};

/// A translated text.
pub(super) struct Translated {
    /// The text to copy.
    pub(super) text: String,
    /// What has to be done by hand, one sentence each, in the order of the marks.
    pub(super) notes: Vec<String>,
}

/// Translates a text.
pub(super) fn translate(inventory: &Inventory, source: &Template) -> Translated {
    let text = source.as_str();
    let mut translated = Translated { text: String::with_capacity(text.len()), notes: Vec::new() };
    for part in &template::parse(text).parts {
        match part {
            Part::Text(span) => translated.text.push_str(span.of(text)),
            Part::Slot(slot) => {
                let filled = match slot.parsed.sound().and_then(|tree| profile_path(inventory, tree)) {
                    Some(path) => profile_slot(&format!("profile.{path}"), slot.default.as_deref()),
                    None => mark(inventory, &mut translated.notes, slot, slot.expression.of(text)),
                };
                translated.text.push_str(&filled);
            }
        }
    }
    translated
}

/// The path of a plain profile field.
fn profile_path(inventory: &Inventory, expression: &Expr) -> Option<String> {
    let ExprKind::Field(field) = &expression.kind else { return None };
    let plain = field.default.is_none() && field.params.is_empty();
    if field.root != Root::Source || field.name(0) != Some("ExperiencePlatform") || !plain {
        return None;
    }
    plain_path(inventory, field)
}

/// The path of a field behind the names of its object, where all of it are plain names: with the tenant id where the
/// field is one's own.
fn plain_path(inventory: &Inventory, field: &FieldReference) -> Option<String> {
    let names = names(field);
    if names.is_empty() || field.path.iter().any(|step| step.name().is_none()) {
        return None;
    }
    let schema = schema(inventory, field);
    let known = schema.and_then(|schema| find(&schema.fields, &names).map(|(known, _)| placed(schema, known).path));
    Some(known.unwrap_or_else(|| names.join(".")))
}

fn profile_slot(path: &str, default: Option<&str>) -> String {
    match default {
        None => format!("{{{{{path}}}}}"),
        // The syntax has no escape for quotes inside a text: a plain apostrophe stands in for them.
        Some(default) => format!("{{%= {path} ?: \"{}\" %}}", default.replace('"', "'")),
    }
}

/// A sum, difference, product or quotient of profile fields and numbers, which the syntax knows (Arithmetic functions,
/// functions/arithmetic-functions.md).
fn arithmetic(inventory: &Inventory, expression: &Expr) -> Option<String> {
    match &expression.kind {
        ExprKind::Integer(number) => Some(number.to_string()),
        ExprKind::Decimal(number) => Some(number.to_string()),
        ExprKind::Field(_) => profile_path(inventory, expression).map(|path| format!("profile.{path}")),
        ExprKind::Parentheses(inner) => arithmetic(inventory, inner).map(|inner| format!("({inner})")),
        ExprKind::Chain(chain) => {
            let mut text = arithmetic(inventory, &chain.first)?;
            for link in &chain.rest {
                let known =
                    matches!(link.operator, Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide);
                let operand = arithmetic(inventory, &link.operand).filter(|_| known)?;
                text.push_str(&format!(" {} {operand}", link.operator.text()));
            }
            Some(text)
        }
        _ => None,
    }
}

/// Leaves a numbered mark in the text and says what belongs there; what can be computed needs no mark.
fn mark(inventory: &Inventory, notes: &mut Vec<String>, slot: &Slot, expression: &str) -> String {
    let number = notes.iter().filter(|note| note.starts_with('[')).count() + 1;
    let default = slot.default.as_ref().map(|default| default.replace('"', "'"));
    if let Some(computed) = slot.parsed.sound().and_then(|tree| arithmetic(inventory, tree)) {
        if let Some(default) = default {
            notes.push(format!(
                "`{computed}` is to show “{default}” for people without a value: look at it with *Simulate content*."
            ));
        }
        return format!("{{%= {computed} %}}");
    }
    let place = slot.parsed.sound().and_then(|tree| contextual(inventory, tree));
    notes.push(match (place, default) {
        (Some(place), None) => format!("[{number}]: insert {place}."),
        (Some(place), Some(default)) => format!(
            "[{number}]: insert {place}. The editor writes `{{{{…}}}}`; keep what stands between the braces, the number of \
             the event in backticks, and write `{{%= … ?: \"{default}\" %}}`: “{default}” is shown where there is no \
             value."
        ),
        (None, default) => {
            let instead = default.map_or_else(|| "leave it out".to_owned(), |default| format!("write “{default}”"));
            format!(
                "[{number}]: meant is `{expression}`, for which no personalization syntax is known here: build it with \
                 the editor's functions, or {instead}."
            )
        }
    });
    format!("[{number}]")
}

/// Where the editor offers a field of an event or of a reply.
fn contextual(inventory: &Inventory, expression: &Expr) -> Option<String> {
    let ExprKind::Field(field) = &expression.kind else { return None };
    let folder = match field.root {
        Root::Event => "Events",
        Root::Action => "Actions",
        _ => return None,
    };
    let path = plain_path(inventory, field)?;
    let name = field.name(0)?;
    Some(format!("*Contextual attributes > Journey Orchestration > {folder} > {name}* > `{path}`"))
}

#[cfg(test)]
mod tests {
    use super::translate;
    use crate::journey::Inventory;

    #[test]
    fn profile_fields_become_profile_tokens_and_the_rest_is_marked() {
        let translated = translate(
            &Inventory::default(),
            &"Hi {{ #{ExperiencePlatform.Customer.person.name.firstName} | default: \"there\" }}, \
              {{ #{ExperiencePlatform.Customer.city} }}: {{ @event{Order.total} }} / {{ 1 + 2 }} / {{ upper(\"a\") }}"
                .into(),
        );
        assert_eq!(
            translated.text,
            "Hi {%= profile.person.name.firstName ?: \"there\" %}, {{profile.city}}: [1] / {%= 1 + 2 %} / [2]"
        );
        assert_eq!(translated.notes.len(), 2);
        assert!(translated.notes[0].contains("Journey Orchestration > Events > Order* > `total`"));
        assert!(translated.notes[1].contains("`upper(\"a\")`"));
    }
}
