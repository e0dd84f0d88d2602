//! Shapes: fields from a JSON sample, typed values from JSON, paths in values.

use thiserror::Error;

use crate::journey::{Dataset, DecisionPolicy, Event, Field, FieldGroup, Inventory, Kind, Schema, Value, ValueType};

use super::functions;

/// Why a sample has no shape.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShapeError {
    /// Not JSON.
    #[error("line {line}, column {column}: this is not JSON ({reason})")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the reader says.
        reason: String,
    },
    /// JSON, but neither an object nor a list of objects.
    #[error("the sample is neither an object nor a list of objects: it has no fields")]
    NoObject,
}

/// Levels of objects that are looked into.
const MAX_DEPTH: usize = 64;

/// The fields that a JSON sample shows. Texts stay texts, whatever they look like: JSON has no dates; convert
/// them in the expression. A null or an empty list tells nothing and counts as text. Where several objects
/// stand in a list their fields are put together. Names that need quotes in an expression keep them off here.
///
/// # Errors
/// See [`ShapeError`].
pub fn fields(json: &str) -> Result<Vec<Field>, ShapeError> {
    match read(json)? {
        serde_json::Value::Object(object) => {
            let mut fields = Vec::new();
            flatten(&object, "", &mut fields, 0);
            Ok(fields)
        }
        serde_json::Value::Array(items) => Ok(item_fields(&items, 0)),
        _ => Err(ShapeError::NoObject),
    }
}

/// The fields of the body of a request: as [`fields`] says, but of a list whose items differ, or are lists, each item
/// by itself, as `parts[0]` and `parts[1].name`: nothing else can fill such a list.
///
/// # Errors
/// See [`ShapeError`].
pub fn body_fields(json: &str) -> Result<Vec<Field>, ShapeError> {
    let body = read(json)?;
    let mut found = Vec::new();
    for field in fields(json)? {
        match at(&body, &field.path) {
            Some(serde_json::Value::Array(items)) if field.kind == ValueType::ListAny => {
                each(items, &field.path, &mut found, 0);
            }
            _ => found.push(field),
        }
    }
    Ok(found)
}

fn each(items: &[serde_json::Value], path: &str, found: &mut Vec<Field>, depth: usize) {
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        match item {
            serde_json::Value::Array(inner) if depth < MAX_DEPTH => each(inner, &path, found, depth + 1),
            serde_json::Value::Object(inner) => flatten(inner, &path, found, depth + 1),
            other => found.push(Field { path, kind: simple(other), ..Field::default() }),
        }
    }
}

fn read(json: &str) -> Result<serde_json::Value, ShapeError> {
    serde_json::from_str(json).map_err(|error| {
        let text = error.to_string();
        let reason = text.split(" at line ").next().unwrap_or("").to_owned();
        ShapeError::NotJson { line: error.line(), column: error.column(), reason }
    })
}

fn flatten(object: &serde_json::Map<String, serde_json::Value>, prefix: &str, fields: &mut Vec<Field>, depth: usize) {
    for (name, value) in object {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let (kind, items) = match value {
            serde_json::Value::Object(inner) if depth < MAX_DEPTH => {
                flatten(inner, &path, fields, depth + 1);
                continue;
            }
            serde_json::Value::Array(items) if is_objects(items) && depth < MAX_DEPTH => {
                (ValueType::ListObject, item_fields(items, depth + 1))
            }
            serde_json::Value::Array(items) if differs(items) => (ValueType::ListAny, Vec::new()),
            serde_json::Value::Array(items) => {
                let first = items.iter().find(|item| !item.is_null());
                let decimal = items.iter().any(|item| simple(item) == ValueType::Decimal);
                let kind = if decimal { ValueType::Decimal } else { first.map_or(ValueType::String, simple) };
                (kind.list().unwrap_or(ValueType::ListString), Vec::new())
            }
            other => (simple(other), Vec::new()),
        };
        fields.push(Field { path, kind, items, ..Field::default() });
    }
}

/// Whether objects stand in a list, and nothing else.
fn is_objects(items: &[serde_json::Value]) -> bool {
    items.iter().any(serde_json::Value::is_object) && items.iter().all(|item| item.is_object() || item.is_null())
}

/// Whether the items of a list are of several kinds, or are lists.
fn differs(items: &[serde_json::Value]) -> bool {
    let number = |kind| matches!(kind, ValueType::Integer | ValueType::Decimal);
    let mut kinds = items.iter().filter(|item| !item.is_null()).map(simple);
    let first = kinds.next();
    items.iter().any(|item| item.is_array() || item.is_object())
        || kinds.any(|kind| Some(kind) != first && !(number(kind) && first.is_some_and(number)))
}

fn item_fields(items: &[serde_json::Value], depth: usize) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for object in items.iter().filter_map(serde_json::Value::as_object) {
        let mut found = Vec::new();
        flatten(object, "", &mut found, depth);
        found.retain(|field| !fields.iter().any(|known| known.path == field.path));
        fields.extend(found);
    }
    fields
}

fn simple(value: &serde_json::Value) -> ValueType {
    match value {
        serde_json::Value::Bool(_) => ValueType::Boolean,
        serde_json::Value::Number(number) if number.is_i64() => ValueType::Integer,
        serde_json::Value::Number(_) => ValueType::Decimal,
        _ => ValueType::String,
    }
}

/// The fields that expressions may read of an event: those of its schema that it selects, all where it selects
/// none; a selected object brings what is in it. What the schema does not know comes from the sample.
pub fn event_fields(inventory: &Inventory, event: &Event) -> Vec<Field> {
    let schema = event.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
    let sample = || fields(&event.sample).unwrap_or_default();
    match schema {
        Some(schema) => {
            let mut chosen = selected(&schema.fields, &event.fields);
            let known = |path: &String| schema.fields.iter().any(|field| covers(path, &field.path));
            let unknown: Vec<String> = event.fields.iter().filter(|path| !known(path)).cloned().collect();
            if !unknown.is_empty() {
                chosen.extend(selected(&sample(), &unknown));
            }
            chosen
        }
        None => selected(&sample(), &event.fields),
    }
}

/// The fields of a field group: of its schema those that it selects, all where it selects none; without a
/// schema those of its sample reply.
pub fn group_fields(inventory: &Inventory, group: &FieldGroup) -> Vec<Field> {
    match group.schema.as_ref().and_then(|id| inventory.get::<Schema>(id)) {
        Some(schema) => selected(&schema.fields, &group.paths),
        None => selected(&fields(&group.response).unwrap_or_default(), &group.paths),
    }
}

/// The field in which a content decision's answer holds the chosen offers.
pub const ITEMS: &str = "items";
/// The field in which a dataset lookup's answer holds the records that were found.
pub const ENTITIES: &str = "entities";

/// What people call the whole of what a content decision or a dataset lookup brings; the platform's own word says
/// little.
pub fn output_title(path: &str) -> Option<&'static str> {
    match path {
        ITEMS => Some("Chosen offers"),
        ENTITIES => Some("Found records"),
        _ => None,
    }
}

/// The fields of what a content decision or a dataset lookup brings; none for other steps.
pub fn output_fields(inventory: &Inventory, kind: &Kind) -> Vec<Field> {
    let list = |path: &str, items| Field {
        path: path.to_owned(),
        title: output_title(path).unwrap_or_default().to_owned(),
        kind: ValueType::ListObject,
        items,
        ..Field::default()
    };
    match kind {
        Kind::ContentDecision(decision) => {
            let policy = decision.policy.as_ref().and_then(|id| inventory.get::<DecisionPolicy>(id));
            vec![list(ITEMS, policy.map(|policy| offer_fields(inventory, policy)).unwrap_or_default())]
        }
        Kind::DatasetLookup(lookup) => {
            let dataset = lookup.dataset.as_ref().and_then(|id| inventory.get::<Dataset>(id));
            let schema = dataset.and_then(|dataset| dataset.schema.as_ref());
            let fields = schema.and_then(|id| inventory.get::<Schema>(id)).map(|schema| schema.fields.as_slice());
            vec![list(ENTITIES, selected(fields.unwrap_or_default(), &lookup.fields))]
        }
        _ => Vec::new(),
    }
}

/// The fields of a policy's offers: the name, and what their schema says.
pub fn offer_fields(inventory: &Inventory, policy: &DecisionPolicy) -> Vec<Field> {
    let schema = policy.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
    let own = schema.map(|schema| schema.fields.as_slice()).unwrap_or_default();
    let name = Field { path: OFFER_NAME.to_owned(), title: "Name of the offer".to_owned(), ..Field::default() };
    std::iter::once(name).chain(own.iter().filter(|field| field.path != OFFER_NAME).cloned()).collect()
}

/// The field of an offer that holds its name.
pub const OFFER_NAME: &str = "name";

fn selected(all: &[Field], paths: &[String]) -> Vec<Field> {
    let chosen = |field: &&Field| paths.is_empty() || paths.iter().any(|path| covers(path, &field.path));
    all.iter().filter(chosen).cloned().collect()
}

/// True where `path` is the field itself or an object around it.
fn covers(path: &str, field: &str) -> bool {
    field.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A JSON text as a value, with dates, durations and decimals where `fields` say so.
///
/// # Errors
/// [`ShapeError::NotJson`].
pub fn value(json: &str, fields: &[Field]) -> Result<Value, ShapeError> {
    Ok(typed(&read(json)?, fields))
}

/// A JSON value as a value, with dates, durations and decimals where `fields` say so.
pub fn typed(json: &serde_json::Value, fields: &[Field]) -> Value {
    let mut value = plain(json);
    for field in fields {
        let path: Vec<&str> = field.path.split('.').collect();
        convert(&mut value, &path, field);
    }
    value
}

fn plain(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(truth) => Value::Boolean(*truth),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(integer) => Value::Integer(integer),
            None => number.as_f64().filter(|number| number.is_finite()).map_or(Value::Null, Value::Decimal),
        },
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(plain).collect()),
        serde_json::Value::Object(object) => {
            Value::Object(object.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
        }
    }
}

fn convert(value: &mut Value, path: &[&str], field: &Field) {
    match (value, path.split_first()) {
        (Value::List(items), _) => items.iter_mut().for_each(|item| convert(item, path, field)),
        (Value::Object(object), Some((&"*", rest))) => {
            object.values_mut().for_each(|inner| convert(inner, rest, field))
        }
        (Value::Object(object), Some((name, rest))) => {
            if let Some(inner) = object.get_mut(*name) {
                convert(inner, rest, field);
            }
        }
        (item @ Value::Object(_), None) => {
            for inner in &field.items {
                let path: Vec<&str> = inner.path.split('.').collect();
                convert(item, &path, inner);
            }
        }
        (simple, None) => *simple = as_kind(std::mem::take(simple), field.kind.item().unwrap_or(field.kind)),
        _ => {}
    }
}

#[expect(clippy::cast_precision_loss, reason = "the schema asks for a decimal")]
fn as_kind(value: Value, kind: ValueType) -> Value {
    match (kind, &value) {
        (ValueType::Decimal, Value::Integer(number)) => Value::Decimal(*number as f64),
        (ValueType::DateTime, Value::Text(text)) => {
            functions::instant(text).map_or(value, |(instant, _)| Value::DateTime(instant))
        }
        (ValueType::DateTime, Value::Integer(milliseconds)) => {
            jiff::Timestamp::from_millisecond(*milliseconds).map_or(value, Value::DateTime)
        }
        (ValueType::DateTimeOnly, Value::Text(text)) => functions::zoneless(text).map_or(value, Value::DateTimeOnly),
        (ValueType::DateOnly, Value::Text(text)) => {
            functions::zoneless(text).map_or(value, |moment| Value::Date(moment.date()))
        }
        (ValueType::Duration, Value::Text(text)) => functions::parse_duration(text).map_or(value, Value::Duration),
        (ValueType::Duration, Value::Integer(milliseconds)) => Value::Duration(*milliseconds),
        _ => value,
    }
}

/// What stands at a path of a record, such as `order.total`.
pub fn at<'a>(record: &'a serde_json::Value, path: &str) -> Option<&'a serde_json::Value> {
    path.split('.').try_fold(record, |inner, name| inner.get(name))
}

/// Puts a value at a path of a record, with the objects around it. Where a field stands in the place of an object the
/// shorter path has gone before, and nothing is put.
pub fn put(record: &mut serde_json::Map<String, serde_json::Value>, path: &str, value: serde_json::Value) {
    match path.split_once('.') {
        None => drop(record.insert(path.to_owned(), value)),
        Some((first, rest)) => {
            let inner = record.entry(first).or_insert_with(|| serde_json::Map::new().into());
            if let serde_json::Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// What stands at the end of a path; in a list of objects the path goes on in each.
pub fn select(root: &Value, path: &[&str]) -> Value {
    let mut value = root;
    for (index, name) in path.iter().enumerate() {
        match value {
            Value::Object(fields) => match fields.get(*name) {
                Some(inner) => value = inner,
                None => return Value::Null,
            },
            Value::List(items) => return project(items, path.get(index..).unwrap_or_default()),
            _ => return Value::Null,
        }
    }
    value.clone()
}

/// The rest of a path in each item; lists within lists become one.
fn project(items: &[Value], path: &[&str]) -> Value {
    let mut found = Vec::with_capacity(items.len());
    for item in items {
        match select(item, path) {
            Value::List(inner) => found.extend(inner),
            other => found.push(other),
        }
    }
    Value::List(found)
}

/// A path in the profile store without the word `profile` with which the documentation's samples begin it
/// (`#{ExperiencePlatform.ProfileFieldGroup.profile.personalEmail.address}`).
pub fn profile_path<'p, 'n>(source: &str, path: &'p [&'n str]) -> &'p [&'n str] {
    match path {
        [first, rest @ ..] if source == PLATFORM_SOURCE && *first == "profile" && !rest.is_empty() => rest,
        _ => path,
    }
}

/// The name of the profile store in expressions.
pub const PLATFORM_SOURCE: &str = "ExperiencePlatform";
