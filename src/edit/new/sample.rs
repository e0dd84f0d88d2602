//! A record that fits a schema, for test runs, made from its fields alone.

use serde_json::{Map, Value, json};

use crate::journey::{Field, Schema, ValueType};

/// A record as JSON with a plain value for each of these paths of the schema; paths that it lacks are left out.
pub fn sample(schema: &Schema, paths: &[String]) -> String {
    text(record(schema, paths))
}

/// A record as it is written.
pub(super) fn text(record: Map<String, Value>) -> String {
    serde_json::to_string_pretty(&Value::Object(record)).unwrap_or_default()
}

/// What stands at a path of a record.
pub(super) fn at<'a>(record: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(record, |inner, name| inner.get(name))
}

/// As [`sample`], before it is written.
pub(super) fn record(schema: &Schema, paths: &[String]) -> Map<String, Value> {
    let mut record = Map::new();
    for path in paths {
        if let Some(field) = schema.fields.iter().find(|field| &field.path == path) {
            put(&mut record, path, value(field, 0));
        }
    }
    record
}

/// Puts a value at a path, with the objects around it.
pub(super) fn put(record: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            record.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = record.entry(first).or_insert_with(|| json!({}));
            // Where a field stands in the place of an object, the shorter path has gone before.
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// How deep items of lists are filled in.
const DEEPEST: usize = 8;

fn value(field: &Field, depth: usize) -> Value {
    if let Some(first) = field.one_of.first() {
        return json!(first);
    }
    let number = field.minimum.unwrap_or(1).min(field.maximum.unwrap_or(i64::MAX));
    match field.kind {
        ValueType::ListObject if depth < DEEPEST => {
            let mut item = Map::new();
            field.items.iter().for_each(|inner| put(&mut item, &inner.path, value(inner, depth + 1)));
            json!([item])
        }
        ValueType::ListObject => json!([]),
        kind => match kind.item() {
            Some(item) => json!([simple(item, &field.path, number)]),
            None => simple(kind, &field.path, number),
        },
    }
}

fn simple(kind: ValueType, path: &str, number: i64) -> Value {
    match kind {
        ValueType::Integer | ValueType::Duration => json!(number),
        ValueType::Decimal => json!(number as f64 + 0.5),
        ValueType::Boolean => json!(true),
        ValueType::DateOnly => json!("2026-01-05"),
        ValueType::DateTimeOnly => json!("2026-01-05T09:00:00"),
        ValueType::DateTime => json!("2026-01-05T09:00:00Z"),
        _ => word(path),
    }
}

/// People in samples live at example.com.
fn word(path: &str) -> Value {
    let last = path.rsplit('.').next().unwrap_or(path);
    let lower = path.to_ascii_lowercase();
    if lower.contains("email") {
        json!("kim.sample@example.com")
    } else if lower.contains("phone") {
        json!("+46700000000")
    } else {
        json!(format!("{last} 1"))
    }
}
