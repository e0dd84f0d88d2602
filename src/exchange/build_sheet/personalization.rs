//! Message texts in Journey Optimizer's own personalization syntax (Personalization syntax,
//! help/using/personalization/personalization-syntax.md; Helper functions, functions/helpers.md).
//!
//! A field of the profile becomes `{{profile.path}}`, with a default `{%= profile.path ?: "default" %}`. Fields of
//! events and of replies are picked from the editor's contextual attributes, whose keys the platform generates: their
//! slots are marked and explained. What the syntax cannot say is marked too, so that nothing is lost silently.

use crate::expression::template::{self, Part, Slot};
use crate::expression::{Expr, ExprKind, FieldReference, Root};
use crate::journey::Template;

/// A translated text.
pub(super) struct Translated {
    /// The text to copy.
    pub(super) text: String,
    /// What has to be done by hand, one sentence each, in the order of the marks.
    pub(super) notes: Vec<String>,
}

/// Translates a text.
pub(super) fn translate(source: &Template) -> Translated {
    let text = source.as_str();
    let mut translated = Translated { text: String::with_capacity(text.len()), notes: Vec::new() };
    for part in &template::parse(text).parts {
        match part {
            Part::Text(span) => translated.text.push_str(span.of(text)),
            Part::Slot(slot) => {
                let filled = match slot.parsed.sound().and_then(profile_path) {
                    Some(path) => profile_slot(&path, slot.default.as_deref()),
                    None => mark(&mut translated.notes, slot, slot.expression.of(text)),
                };
                translated.text.push_str(&filled);
            }
        }
    }
    translated
}

/// The path of a plain profile field.
fn profile_path(expression: &Expr) -> Option<String> {
    let ExprKind::Field(field) = &expression.kind else { return None };
    let plain = field.default.is_none() && field.params.is_empty();
    if field.root != Root::Source || field.name(0) != Some("ExperiencePlatform") || !plain {
        return None;
    }
    plain_path(field, 2)
}

/// The names of a path from one place on, where all of them are plain names.
fn plain_path(field: &FieldReference, from: usize) -> Option<String> {
    let names: Option<Vec<&str>> = field.path.iter().skip(from).map(|step| step.name()).collect();
    names.filter(|names| !names.is_empty()).map(|names| names.join("."))
}

fn profile_slot(path: &str, default: Option<&str>) -> String {
    match default {
        None => format!("{{{{profile.{path}}}}}"),
        // The syntax has no escape for quotes inside a text: a plain apostrophe stands in for them.
        Some(default) => format!("{{%= profile.{path} ?: \"{}\" %}}", default.replace('"', "'")),
    }
}

/// Leaves a numbered mark in the text and says what belongs there.
fn mark(notes: &mut Vec<String>, slot: &Slot, expression: &str) -> String {
    let number = notes.len() + 1;
    let default = slot
        .default
        .as_ref()
        .map_or_else(String::new, |default| format!(", in the form `{{%= … ?: \"{default}\" %}}`"));
    let what = slot.parsed.sound().and_then(contextual);
    notes.push(match what {
        Some(place) => format!("[{number}]: insert {place} from the contextual attributes{default}."),
        None => format!(
            "[{number}]: the personalization syntax has no equal for `{expression}`; write its value by hand{default}."
        ),
    });
    format!("[{number}]")
}

/// Where the editor offers a field of an event or of a reply.
fn contextual(expression: &Expr) -> Option<String> {
    let ExprKind::Field(field) = &expression.kind else { return None };
    let folder = match field.root {
        Root::Event => "Events",
        Root::Action => "Actions",
        _ => return None,
    };
    let path = plain_path(field, 1)?;
    Some(format!("Journey Orchestration > {folder} > {} > `{path}`", field.name(0)?))
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn profile_fields_become_profile_tokens_and_the_rest_is_marked() {
        let translated = translate(
            &"Hi {{ #{ExperiencePlatform.Customer.person.name.firstName} | default: \"there\" }}, \
              {{ #{ExperiencePlatform.Customer.city} }}: {{ @event{Order.total} }} / {{ 1 + 2 }}"
                .into(),
        );
        assert_eq!(
            translated.text,
            "Hi {%= profile.person.name.firstName ?: \"there\" %}, {{profile.city}}: [1] / [2]"
        );
        assert_eq!(translated.notes.len(), 2);
        assert!(translated.notes[0].contains("Journey Orchestration > Events > Order > `total`"));
        assert!(translated.notes[1].contains("`1 + 2`"));
    }
}
