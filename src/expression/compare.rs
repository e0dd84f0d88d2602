//! When two values are equal, and which one comes first.

use std::cmp::Ordering;

use crate::journey::Value;

/// Equality of `==`: numbers by what they are worth, everything else within its type; null equals null.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    total(a, b) == Ordering::Equal
}

/// The order of two numbers, two dates, two texts …; `None` between types that have no common order.
pub(super) fn order(a: &Value, b: &Value) -> Option<Ordering> {
    let comparable = rank(a) == rank(b) && !matches!(a, Value::Null | Value::List(_) | Value::Object(_));
    comparable.then(|| total(a, b))
}

/// A value with the total order that sorting and finding duplicates need.
pub(super) struct Sortable<'a>(pub &'a Value);

impl PartialEq for Sortable<'_> {
    fn eq(&self, other: &Self) -> bool {
        equal(self.0, other.0)
    }
}

impl Eq for Sortable<'_> {}

impl PartialOrd for Sortable<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sortable<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        total(self.0, other.0)
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Boolean(_) => 1,
        Value::Integer(_) | Value::Decimal(_) => 2,
        Value::Duration(_) => 3,
        Value::Date(_) => 4,
        Value::DateTimeOnly(_) => 5,
        Value::DateTime(_) => 6,
        Value::Text(_) => 7,
        Value::List(_) => 8,
        Value::Object(_) => 9,
    }
}

fn total(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::Integer(a), Value::Integer(b)) | (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => decimals(*a, *b),
        (Value::Integer(a), Value::Decimal(b)) => mixed(*a, *b),
        (Value::Decimal(a), Value::Integer(b)) => mixed(*b, *a).reverse(),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::DateTimeOnly(a), Value::DateTimeOnly(b)) => a.cmp(b),
        (Value::DateTime(a), Value::DateTime(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::List(a), Value::List(b)) => a.iter().map(Sortable).cmp(b.iter().map(Sortable)),
        (Value::Object(a), Value::Object(b)) => {
            let pairs = |object: &std::collections::BTreeMap<String, Value>| object.len();
            pairs(a).cmp(&pairs(b)).then_with(|| {
                let left = a.iter().map(|(name, value)| (name, Sortable(value)));
                left.cmp(b.iter().map(|(name, value)| (name, Sortable(value))))
            })
        }
        _ => rank(a).cmp(&rank(b)),
    }
}

/// Decimals are finite; were one not, it would still have its place.
fn decimals(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.total_cmp(&b))
}

/// An integer and a decimal, exactly: beyond 2^53 not every integer is a double.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "what is lost is compared again")]
fn mixed(integer: i64, decimal: f64) -> Ordering {
    let rough = decimals(integer as f64, decimal);
    if rough == Ordering::Equal { i128::from(integer).cmp(&(decimal as i128)) } else { rough }
}
