//! Averages, counts, extremes, sums, rounding. Nulls are left out; a missing list counts 0 and has no average,
//! no extreme and no sum.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::expression::compare::{Sortable, order};
use crate::expression::context::Context;
use crate::expression::evaluate::EvaluationError;
use crate::journey::Value;

use super::{Known, Outcome, at, mismatch};

/// The values that are looked at: the items of a list, or the arguments themselves.
fn values<'a>(name: &str, arguments: &'a [Known]) -> Result<Option<Vec<&'a Value>>, EvaluationError> {
    match arguments {
        [only] => match &only.value {
            Value::List(items) => Ok(Some(items.iter().filter(|item| !item.is_null()).collect())),
            Value::Null => Ok(None),
            other => Err(mismatch(name, "a list", other)),
        },
        several => Ok(Some(several.iter().map(|known| &known.value).filter(|value| !value.is_null()).collect())),
    }
}

#[expect(clippy::cast_precision_loss, reason = "an average is a decimal")]
pub(super) fn avg(arguments: &[Known], _: &dyn Context) -> Outcome {
    let Some(values) = values("avg", arguments)? else { return Ok(Known::default()) };
    let mut sum = 0.0;
    for value in &values {
        sum += match value {
            Value::Integer(number) => *number as f64,
            Value::Decimal(number) => *number,
            other => return Err(mismatch("avg", "numbers", other)),
        };
    }
    if values.is_empty() {
        return Ok(Known::default());
    }
    Ok(finite(sum / values.len() as f64).into())
}

/// A decimal that exists; null where it would be infinite.
pub(in crate::expression) fn finite(number: f64) -> Value {
    if number.is_finite() { Value::Decimal(number) } else { Value::Null }
}

/// The items of a list argument; none where it is missing.
pub(super) fn items<'a>(name: &str, value: &'a Value) -> Result<&'a [Value], EvaluationError> {
    match value {
        Value::List(items) => Ok(items),
        Value::Null => Ok(&[]),
        other => Err(mismatch(name, "a list", other)),
    }
}

fn number(count: usize) -> Outcome {
    Ok(Value::Integer(i64::try_from(count).unwrap_or(i64::MAX)).into())
}

pub(super) fn count(arguments: &[Known], _: &dyn Context) -> Outcome {
    number(items("count", at(arguments, 0))?.iter().filter(|item| !item.is_null()).count())
}

pub(super) fn count_only_null(arguments: &[Known], _: &dyn Context) -> Outcome {
    number(items("countOnlyNull", at(arguments, 0))?.iter().filter(|item| item.is_null()).count())
}

pub(super) fn count_with_null(arguments: &[Known], _: &dyn Context) -> Outcome {
    number(items("countWithNull", at(arguments, 0))?.len())
}

pub(super) fn distinct_count(arguments: &[Known], _: &dyn Context) -> Outcome {
    let items = items("distinctCount", at(arguments, 0))?;
    let different: BTreeSet<Sortable> = match at(arguments, 1) {
        Value::Text(key) => items.iter().map(|item| Sortable(super::list::keyed(item, key))).collect(),
        _ => items.iter().map(Sortable).collect(),
    };
    number(different.iter().filter(|item| !item.0.is_null()).count())
}

pub(super) fn distinct_count_with_null(arguments: &[Known], _: &dyn Context) -> Outcome {
    let items = items("distinctCountWithNull", at(arguments, 0))?;
    number(items.iter().map(Sortable).collect::<BTreeSet<_>>().len())
}

pub(super) fn max(arguments: &[Known], _: &dyn Context) -> Outcome {
    extreme("max", arguments, Ordering::Greater)
}

pub(super) fn min(arguments: &[Known], _: &dyn Context) -> Outcome {
    extreme("min", arguments, Ordering::Less)
}

fn extreme(name: &str, arguments: &[Known], wanted: Ordering) -> Outcome {
    let Some(values) = values(name, arguments)? else { return Ok(Known::default()) };
    let mut best: Option<&Value> = None;
    for value in values {
        best = match best {
            None => Some(value),
            Some(known) => match order(value, known) {
                Some(found) if found == wanted => Some(value),
                Some(_) => Some(known),
                None => return Err(mismatch(name, "values of one type", value)),
            },
        };
    }
    Ok(best.cloned().unwrap_or_default().into())
}

#[expect(clippy::cast_precision_loss, reason = "beside a decimal an integer counts as one")]
pub(super) fn sum(arguments: &[Known], _: &dyn Context) -> Outcome {
    let Some(values) = values("sum", arguments)? else { return Ok(Known::default()) };
    let mut whole: i128 = 0;
    let mut fraction = None;
    for value in values {
        match value {
            Value::Integer(number) => whole += i128::from(*number),
            Value::Decimal(number) => *fraction.get_or_insert(0.0) += number,
            other => return Err(mismatch("sum", "numbers", other)),
        }
    }
    let value = match fraction {
        Some(fraction) => finite(whole as f64 + fraction),
        None => i64::try_from(whole).map_or(Value::Null, Value::Integer),
    };
    Ok(value.into())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "the range is looked at first")]
pub(super) fn round(arguments: &[Known], _: &dyn Context) -> Outcome {
    let value = match at(arguments, 0) {
        Value::Null => Value::Null,
        Value::Integer(number) => Value::Integer(*number),
        Value::Decimal(number) => {
            let below = number.floor();
            let nearest = if number - below >= 0.5 { below + 1.0 } else { below };
            let fits = nearest >= i64::MIN as f64 && nearest < i64::MAX as f64;
            if fits { Value::Integer(nearest as i64) } else { Value::Null }
        }
        other => return Err(mismatch("round", "a number", other)),
    };
    Ok(value.into())
}
