//! Expressions and records as Journey Optimizer takes them: with the tenant id before fields of one's own, and with a
//! conversion where the platform keeps a value in another type than the document.

use serde_json::{Map, Value};

use super::fields::{find, names, schema};
use super::xdm::{TENANT, conversion, placed};
use crate::expression::{self, ExprKind, FieldReference, QUALIFICATION_EVENT, Root, Span, shape};
use crate::journey::{Event, Inventory, Schema};

/// The expression as it is pasted into the advanced editor. What cannot be read stays as it is.
pub(super) fn expression(inventory: &Inventory, text: &str) -> String {
    let parsed = expression::parse(text);
    let Some(tree) = parsed.sound() else { return text.to_owned() };
    let mut changes: Vec<(usize, String)> = Vec::new();
    tree.visit(&mut |part| {
        if let ExprKind::Field(reference) = &part.kind {
            changes.extend(of_reference(inventory, reference, part.span));
        }
    });
    // A stable sort keeps what opens outside before what opens inside it.
    changes.sort_by_key(|(at, _)| *at);
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for (at, insert) in changes {
        written.push_str(text.get(from..at).unwrap_or_default());
        written.push_str(&insert);
        from = at;
    }
    written.push_str(text.get(from..).unwrap_or_default());
    written
}

/// The same as a rule of the profile itself, as an audience has it: paths of people, no conversions.
pub(super) fn rule(inventory: &Inventory, text: &str) -> String {
    let parsed = expression::parse(text);
    let Some(tree) = parsed.sound() else { return text.to_owned() };
    let mut paths: Vec<(Span, String)> = Vec::new();
    tree.visit(&mut |part| {
        if let ExprKind::Field(reference) = &part.kind
            && reference.root == Root::Source
            && let Some(schema) = schema(inventory, reference)
            && let Some((field, _)) = find(&schema.fields, &names(reference))
            && paths.last().is_none_or(|(last, _)| part.span.start >= last.end)
        {
            paths.push((part.span, placed(schema, field).path));
        }
    });
    // From the back, so that what is still to come keeps its place.
    let mut rule = text.to_owned();
    for (span, path) in paths.into_iter().rev() {
        rule.replace_range(span.start..span.end, &path);
    }
    rule
}

fn of_reference(inventory: &Inventory, reference: &FieldReference, span: Span) -> Vec<(usize, String)> {
    let Some(schema) = schema(inventory, reference) else { return Vec::new() };
    let Some((field, inner)) = find(&schema.fields, &names(reference)) else { return Vec::new() };
    let place = placed(schema, field);
    let mut changes = Vec::new();
    // Only the field itself stands in the platform's own type; what lies in a list of objects is asked for as it is.
    let plain = std::ptr::eq(field, inner) && reference.path.iter().all(|step| step.name().is_some());
    let convert = conversion(place.kind, field.kind).filter(|_| plain && reference.default.is_none());
    if let Some(function) = convert {
        changes.push((span.start, format!("{function}(")));
        changes.push((span.end, ")".to_owned()));
    }
    if let (None, Some(step)) = (place.group, reference.path.get(reference.root.names())) {
        changes.push((step.span.start, format!("{TENANT}.")));
    }
    changes
}

/// What an expression says that cannot be pasted: words of its own, each to be picked in the editor, and a value for
/// the missing one where the platform keeps another type than the document.
pub(super) fn by_hand(inventory: &Inventory, text: &str) -> Vec<String> {
    let parsed = expression::parse(text);
    let mut found = Vec::new();
    if let Some(tree) = parsed.sound() {
        tree.visit(&mut |part| {
            let ExprKind::Field(reference) = &part.kind else { return };
            let said = part.span.of(text);
            let path: Vec<&str> = reference.path.iter().filter_map(|step| step.name()).collect();
            if reference.root == Root::Journey {
                found.push(format!("`{said}`: pick *Journey properties > {}* in its place.", path.join(" > ")));
            } else if reference.root == Root::Event && path.first() == Some(&QUALIFICATION_EVENT) {
                found.push(format!("`{said}`: pick it below the node of the audience qualification."));
            } else if reference.default.is_some()
                && let Some(schema) = schema(inventory, reference)
                && let Some((field, _)) = find(&schema.fields, &names(reference))
                && let Some(function) = conversion(placed(schema, field).kind, field.kind)
            {
                found.push(format!(
                    "`{said}`: the field stands as another type in the platform. Give the default in that type, and \
                     put `{function}( … )` around the whole."
                ));
            }
        });
    }
    found
}

/// The path of a field of the event's schema, as the event's configuration and the jump's mapping show it.
pub(super) fn event_path(inventory: &Inventory, event: &Event, path: &str) -> String {
    let schema = event.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
    schema.map_or_else(|| path.to_owned(), |schema| schema_path(schema, path))
}

/// The path of a field of the schema, with the tenant id where it is one's own.
pub(super) fn schema_path(schema: &Schema, path: &str) -> String {
    super::fields::field(schema, path).map_or_else(|| path.to_owned(), |field| placed(schema, field).path)
}

/// A record of the event with what the journey reads of it, as the platform wants it: fields of one's own below the
/// tenant id. `None` where the sample is no object.
pub(super) fn record(schema: &Schema, keeps: impl Fn(&str) -> bool, sample: &str) -> Option<Value> {
    let sample = serde_json::from_str::<Value>(sample).ok().filter(Value::is_object)?;
    let mut record = Map::new();
    for field in schema.fields.iter().filter(|field| keeps(&field.path)) {
        let Some(value) = shape::at(&sample, &field.path) else { continue };
        shape::put(&mut record, &placed(schema, field).path, value.clone());
    }
    Some(Value::Object(record))
}
