//! Samples: a record as JSON, made from typed fields.

use serde_json::{Map, Value, json};

use crate::journey::{Field, ValueType};

/// A record with a plain value in every field.
pub(super) fn sample<'a>(fields: impl Iterator<Item = &'a Field>) -> String {
    let mut record = Map::new();
    for field in fields {
        put(&mut record, &field.path.split('.').collect::<Vec<_>>(), value(field));
    }
    serde_json::to_string_pretty(&Value::Object(record)).unwrap_or_default()
}

fn put(record: &mut Map<String, Value>, path: &[&str], value: Value) {
    match path {
        [] => {}
        [last] => drop(record.insert((*last).to_owned(), value)),
        [first, rest @ ..] => {
            let inner = record.entry((*first).to_owned()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn value(field: &Field) -> Value {
    if field.kind == ValueType::ListObject {
        let mut item = Map::new();
        for inner in &field.items {
            put(&mut item, &inner.path.split('.').collect::<Vec<_>>(), value(inner));
        }
        return json!([item]);
    }
    match field.kind.item() {
        Some(item) => json!([plain(item, field)]),
        None => plain(field.kind, field),
    }
}

fn plain(kind: ValueType, field: &Field) -> Value {
    let name = field.path.rsplit('.').next().unwrap_or_default().to_lowercase();
    match kind {
        ValueType::Integer => json!(field.minimum.unwrap_or(1)),
        ValueType::Decimal => json!(field.minimum.map_or(19.9, |least| least as f64)),
        ValueType::Boolean => json!(true),
        ValueType::DateOnly => json!("2026-01-05"),
        ValueType::DateTimeOnly => json!("2026-01-05T09:00:00"),
        ValueType::DateTime => json!("2026-01-05T09:00:00Z"),
        ValueType::Duration => json!(60_000),
        _ if !field.one_of.is_empty() => json!(field.one_of[0]),
        _ if name.contains("mail") => json!("anna.lindqvist@example.com"),
        _ if name.contains("phone") => json!("+46 70 000 00 00"),
        _ => json!(name),
    }
}
