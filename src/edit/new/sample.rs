//! A record that fits a schema, for test runs, made from its fields alone.

use serde_json::{Map, Value, json};

use crate::expression::shape::put;
use crate::expression::title;
use crate::journey::{Field, Inventory, Profile, Schema, ValueType};

use super::person::own;

/// A record as JSON with a plausible value for each of these paths of the schema; paths that it lacks are left out.
/// It is about the first test profile of the inventory, as far as a record names a person.
pub fn sample(inventory: &Inventory, schema: &Schema, paths: &[String]) -> String {
    text(record(inventory, schema, paths))
}

/// A record as it is written.
pub(super) fn text(record: Map<String, Value>) -> String {
    serde_json::to_string_pretty(&Value::Object(record)).unwrap_or_default()
}

/// As [`sample`], before it is written.
pub(super) fn record(inventory: &Inventory, schema: &Schema, paths: &[String]) -> Map<String, Value> {
    let mut record = Map::new();
    let person: Option<&Profile> = inventory.profiles.first();
    for path in paths {
        if let Some(field) = schema.fields.iter().find(|field| &field.path == path) {
            let own = person.and_then(|person| own(inventory, person, field));
            put(&mut record, path, own.unwrap_or_else(|| value(field, 0)));
        }
    }
    record
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
        ValueType::ListObject | ValueType::ListAny => json!([]),
        kind => match kind.item() {
            Some(item) => json!([simple(item, field, number)]),
            None => simple(kind, field, number),
        },
    }
}

fn simple(kind: ValueType, field: &Field, number: i64) -> Value {
    match kind {
        ValueType::Integer | ValueType::Duration => json!(number),
        ValueType::Decimal => json!(number as f64 + 0.5),
        ValueType::Boolean => json!(true),
        ValueType::DateOnly => json!("2026-01-05"),
        ValueType::DateTimeOnly => json!("2026-01-05T09:00:00"),
        ValueType::DateTime => json!("2026-01-05T09:00:00Z"),
        _ => json!(word(field)),
    }
}

/// Words by which a text gives away what it is, with what then stands there; the first that fits. Small letters
/// only. People in samples live at example.com.
const WORDS: [(&[&str], &str); 17] = [
    (&["email"], "kim.sample@example.com"),
    (&["phone", "mobile"], "+46700000000"),
    (&["firstname", "givenname"], "Kim"),
    (&["lastname", "surname", "familyname"], "Sample"),
    (&["fullname", "personname", "customername"], "Kim Sample"),
    (&["country"], "SE"),
    (&["city", "town"], "Stockholm"),
    (&["postal", "postcode", "zip"], "111 22"),
    (&["street"], "Sample Street 1"),
    (&["currency"], "EUR"),
    (&["language", "locale"], "en"),
    (&["company", "organization"], "Example Company"),
    (&["url", "link", "website"], "https://example.com/"),
    (&["date", "birthday"], "2026-01-05"),
    (&["time"], "09:00"),
    (&["amount", "price", "total"], "49.50"),
    (&["sku"], "SKU-1001"),
];

/// Only its letters and digits, small.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn word(field: &Field) -> String {
    // What stands last says what it is; what stands around it, only whose.
    let last = plain(field.path.rsplit('.').next().unwrap_or_default());
    let whole = plain(&field.path);
    let find = |text: &str| WORDS.iter().find(|(words, _)| words.iter().any(|word| text.contains(word)));
    let is_key = last.ends_with("id") || last.ends_with("number") && !whole.contains("phone");
    match find(&last) {
        Some((_, value)) => (*value).to_owned(),
        None if is_key => "1001".to_owned(),
        None => find(&whole).map_or_else(|| title::of(field), |(_, value)| (*value).to_owned()),
    }
}
