//! Whether a value has the form that is declared of it.

use super::shape;
use crate::journey::{Field, Value, ValueType};

/// Whether this is a value of that type. A type that holds anything holds whatever is there.
pub fn fits(kind: ValueType, value: &Value) -> bool {
    match kind {
        ValueType::String => matches!(value, Value::Text(_)),
        ValueType::Integer => matches!(value, Value::Integer(_)),
        ValueType::Decimal => matches!(value, Value::Decimal(_)),
        ValueType::Boolean => matches!(value, Value::Boolean(_)),
        ValueType::DateOnly => matches!(value, Value::Date(_)),
        ValueType::DateTime => matches!(value, Value::DateTime(_)),
        ValueType::DateTimeOnly => matches!(value, Value::DateTimeOnly(_)),
        ValueType::Duration => matches!(value, Value::Duration(_)),
        ValueType::ListAny | ValueType::ListObject => matches!(value, Value::List(_)),
        list => match (list.item(), value) {
            (Some(kind), Value::List(items)) => items.iter().all(|item| *item == Value::Null || fits(kind, item)),
            _ => false,
        },
    }
}

/// What of a JSON text does not fit these fields, each in plain words: what is missing, and what is of another type.
/// Fields that nobody declared are no fault, and a null is as good as any value.
pub fn misfits(json: &str, fields: &[Field]) -> Vec<String> {
    match shape::value(json, fields) {
        Ok(value) => {
            let mut found = Vec::new();
            look(&value, "", fields, &mut found);
            found
        }
        Err(error) => vec![error.to_string()],
    }
}

fn look(value: &Value, prefix: &str, fields: &[Field], found: &mut Vec<String>) {
    for field in fields {
        let names: Vec<&str> = field.path.split('.').collect();
        within(value, prefix, &names, field, found);
    }
}

/// What stands at the end of a path: every item of a list on the way has to have it.
fn within(value: &Value, at: &str, names: &[&str], field: &Field, found: &mut Vec<String>) {
    let joined = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    match (value, names) {
        (Value::Null, _) => {}
        (Value::List(items), [_, ..]) => items.iter().for_each(|item| within(item, at, names, field, found)),
        (Value::Object(object), ["*", rest @ ..]) => {
            object.iter().for_each(|(name, inner)| within(inner, &joined(name), rest, field, found));
        }
        (Value::Object(object), [name, rest @ ..]) => match object.get(*name) {
            Some(inner) => within(inner, &joined(name), rest, field, found),
            None => say(found, format!("{} is missing", joined(&names.join(".")))),
        },
        (_, [_, ..]) => say(found, format!("{} is no object", if at.is_empty() { "it" } else { at })),
        (Value::List(items), []) if field.kind == ValueType::ListObject => {
            items.iter().for_each(|item| look(item, at, &field.items, found));
        }
        (value, []) if !fits(field.kind, value) => say(found, format!("{at} is no {}", field.kind.name())),
        _ => {}
    }
}

/// The same of several items is said once.
fn say(found: &mut Vec<String>, words: String) {
    if !found.contains(&words) {
        found.push(words);
    }
}

#[cfg(test)]
mod tests {
    use super::misfits;
    use crate::expression::shape::fields;

    #[test]
    fn what_is_missing_or_of_another_type_is_said_once_and_the_rest_is_no_fault() {
        let declared = r#"{"rain": 1.5, "city": {"name": "Oslo"}, "hours": [{"at": 1, "ok": true}], "tags": ["a"]}"#;
        let declared = fields(declared).expect("a sample");
        let said = |json: &str| misfits(json, &declared).join("; ");
        let whole = r#"{"rain": 2, "city": {"name": null}, "hours": [{"at": 3, "ok": false}], "tags": [], "more": 1}"#;
        assert_eq!(said(whole), "");
        assert_eq!(said(r#"{"rain": 2, "city": null, "hours": null, "tags": null}"#), "");
        let broken = r#"{"rain": "much", "city": {}, "hours": [{"at": 1.5}, {"at": "x", "ok": 1}], "tags": ["a", 2]}"#;
        assert_eq!(
            said(broken),
            "city.name is missing; hours.at is no integer; hours.ok is missing; hours.ok is no boolean; rain is no \
             decimal; tags is no listString"
        );
        assert_eq!(
            said(r#"{"rain": 1.0, "city": 7, "hours": 1, "tags": []}"#),
            "city is no object; hours is no listObject"
        );
        assert!(said("rain").contains("not JSON"));
    }
}
