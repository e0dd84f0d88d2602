//! Lists. A missing list is empty where something is counted or looked for in it, and stays missing where a
//! list comes out; only `intersect` says itself that it yields an empty list then.

use std::collections::BTreeSet;

use crate::expression::compare::{Sortable, equal};
use crate::expression::context::Context;
use crate::journey::Value;

use super::aggregation::items;
use super::{Known, NULL, Outcome, at, display, mismatch};

pub(super) fn in_audience(arguments: &[Known], context: &dyn Context) -> Outcome {
    match at(arguments, 0) {
        Value::Text(name) => Ok(Value::Boolean(context.in_audience(name)).into()),
        Value::Null => Ok(Value::Boolean(false).into()),
        other => Err(mismatch("inAudience", "the name of an audience", other)),
    }
}

/// The field of an object that is a key; null where it has none. The key may be a path.
pub(super) fn keyed<'a>(item: &'a Value, key: &str) -> &'a Value {
    let mut value = item;
    if let Value::Object(fields) = value
        && let Some(found) = fields.get(key)
    {
        return found;
    }
    for name in key.split('.') {
        match value {
            Value::Object(fields) => value = fields.get(name).unwrap_or(&NULL),
            _ => return &NULL,
        }
    }
    value
}

fn once<'a>(items: &'a [Value], key: Option<&str>, keep_null: bool) -> Vec<Value> {
    let mut seen: BTreeSet<Sortable<'a>> = BTreeSet::new();
    let fresh = |item: &&'a Value| {
        let compared = key.map_or(*item, |key| keyed(item, key));
        (keep_null || !item.is_null()) && seen.insert(Sortable(compared))
    };
    items.iter().filter(fresh).cloned().collect()
}

pub(super) fn distinct(arguments: &[Known], _: &dyn Context) -> Outcome {
    let key = match at(arguments, 1) {
        Value::Text(key) => Some(key.as_str()),
        _ => None,
    };
    match at(arguments, 0) {
        Value::Null => Ok(Known::default()),
        list => Ok(Value::List(once(items("distinct", list)?, key, false)).into()),
    }
}

pub(super) fn distinct_with_null(arguments: &[Known], _: &dyn Context) -> Outcome {
    match at(arguments, 0) {
        Value::Null => Ok(Known::default()),
        list => Ok(Value::List(once(items("distinctWithNull", list)?, None, true)).into()),
    }
}

pub(super) fn filter(arguments: &[Known], _: &dyn Context) -> Outcome {
    let (list, Value::Text(key)) = (at(arguments, 0), at(arguments, 1)) else { return Ok(Known::default()) };
    if list.is_null() {
        return Ok(Known::default());
    }
    let wanted: BTreeSet<Sortable> = items("filter", at(arguments, 2))?.iter().map(Sortable).collect();
    let fits = |item: &&Value| wanted.contains(&Sortable(keyed(item, key)));
    Ok(Value::List(items("filter", list)?.iter().filter(fits).cloned().collect()).into())
}

pub(super) fn get_list_item(arguments: &[Known], _: &dyn Context) -> Outcome {
    let items = items("getListItem", at(arguments, 0))?;
    let item = match at(arguments, 1) {
        Value::Null => None,
        Value::Integer(index) => usize::try_from(*index).ok().and_then(|index| items.get(index)),
        other => return Err(mismatch("getListItem", "an integer", other)),
    };
    Ok(item.cloned().unwrap_or_default().into())
}

pub(super) fn is_in(arguments: &[Known], _: &dyn Context) -> Outcome {
    let value = at(arguments, 0);
    let found = items("in", at(arguments, 1))?.iter().any(|item| equal(item, value));
    Ok(Value::Boolean(found).into())
}

pub(super) fn intersect(arguments: &[Known], _: &dyn Context) -> Outcome {
    let others: BTreeSet<Sortable> = items("intersect", at(arguments, 1))?.iter().map(Sortable).collect();
    let first = once(items("intersect", at(arguments, 0))?, None, true);
    Ok(Value::List(first.into_iter().filter(|item| others.contains(&Sortable(item))).collect()).into())
}

pub(super) fn limit(arguments: &[Known], _: &dyn Context) -> Outcome {
    let list = at(arguments, 0);
    let Value::Integer(wanted) = at(arguments, 1) else { return Ok(Known::default()) };
    if list.is_null() {
        return Ok(Known::default());
    }
    let items = items("limit", list)?;
    let wanted = usize::try_from((*wanted).max(0)).unwrap_or(usize::MAX).min(items.len());
    let from_end = matches!(at(arguments, 2), Value::Boolean(false));
    let kept = if from_end { &items[items.len() - wanted..] } else { &items[..wanted] };
    Ok(Value::List(kept.to_vec()).into())
}

pub(super) fn list_size(arguments: &[Known], _: &dyn Context) -> Outcome {
    let size = items("listSize", at(arguments, 0))?.len();
    Ok(Value::Integer(i64::try_from(size).unwrap_or(i64::MAX)).into())
}

pub(super) fn serialize_list(arguments: &[Known], _: &dyn Context) -> Outcome {
    if at(arguments, 0).is_null() {
        return Ok(Known::default());
    }
    let items = items("serializeList", at(arguments, 0))?;
    let separator = match at(arguments, 1) {
        Value::Null => "",
        Value::Text(separator) => separator,
        other => return Err(mismatch("serializeList", "a text as separator", other)),
    };
    let quotes = matches!(at(arguments, 2), Value::Boolean(true));
    let write = |item: &Value| if quotes { format!("\"{}\"", display(item)) } else { display(item) };
    let pieces: Vec<String> = items.iter().map(write).collect();
    Ok(Value::Text(pieces.join(separator)).into())
}

pub(super) fn sort(arguments: &[Known], _: &dyn Context) -> Outcome {
    let list = at(arguments, 0);
    if list.is_null() {
        return Ok(Known::default());
    }
    let mut sorted = items("sort", list)?.to_vec();
    let (key, upwards) = match (at(arguments, 1), at(arguments, 2)) {
        (Value::Text(key), upwards) => (Some(key), upwards),
        (upwards, _) => (None, upwards),
    };
    let downwards = matches!(upwards, Value::Boolean(false));
    sorted.sort_by(|a, b| {
        let order = match key {
            Some(key) => Sortable(keyed(a, key)).cmp(&Sortable(keyed(b, key))),
            None => Sortable(a).cmp(&Sortable(b)),
        };
        if downwards { order.reverse() } else { order }
    });
    Ok(Value::List(sorted).into())
}
