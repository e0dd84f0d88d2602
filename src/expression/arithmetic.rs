//! What `+ - * / %` make of two values ("Operators", help/using/building-journeys/expression/operators.md).

use jiff::SignedDuration;

use crate::journey::Value;

use super::evaluate::EvaluationError;
use super::functions::{describe, display, finite};
use super::tree::Operator;

/// `a operator b`. Null where one side is missing, except in a concatenation.
///
/// # Errors
/// [`EvaluationError::Mismatch`] where the operator does not take these values.
pub(super) fn calculate(operator: Operator, a: &Value, b: &Value) -> Result<Value, EvaluationError> {
    if operator == Operator::Add {
        if matches!(a, Value::Text(_)) || matches!(b, Value::Text(_)) {
            return Ok(Value::Text(format!("{}{}", display(a), display(b))));
        }
        if let Value::Duration(milliseconds) = b {
            return later(a, *milliseconds);
        }
    }
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(a), Value::Integer(b)) => Ok(integers(operator, *a, *b)),
        (Value::Integer(_) | Value::Decimal(_), Value::Integer(_) | Value::Decimal(_)) => {
            Ok(decimals(operator, as_decimal(a), as_decimal(b)))
        }
        _ => Err(EvaluationError::Mismatch(format!(
            "'{}' cannot take {} and {}",
            operator.text(),
            describe(a),
            describe(b)
        ))),
    }
}

fn later(start: &Value, milliseconds: i64) -> Result<Value, EvaluationError> {
    let duration = SignedDuration::from_millis(milliseconds);
    Ok(match start {
        Value::Null => Value::Null,
        Value::Duration(first) => first.checked_add(milliseconds).map_or(Value::Null, Value::Duration),
        Value::DateTime(instant) => instant.checked_add(duration).map_or(Value::Null, Value::DateTime),
        Value::DateTimeOnly(moment) => moment.checked_add(duration).map_or(Value::Null, Value::DateTimeOnly),
        other => {
            let message = format!("'+' cannot add a duration to {}", describe(other));
            return Err(EvaluationError::Mismatch(message));
        }
    })
}

#[expect(clippy::cast_precision_loss, reason = "beside a decimal an integer counts as one")]
fn as_decimal(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Decimal(number) => *number,
        _ => 0.0,
    }
}

fn integers(operator: Operator, a: i64, b: i64) -> Value {
    let result = match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide if b == 0 => Some(0),
        Operator::Divide => a.checked_div(b),
        _ if b == 0 => Some(0),
        _ => Some(a.checked_rem(b).unwrap_or(0)),
    };
    result.map_or(Value::Null, Value::Integer)
}

fn decimals(operator: Operator, a: f64, b: f64) -> Value {
    finite(match operator {
        Operator::Add => a + b,
        Operator::Subtract => a - b,
        Operator::Multiply => a * b,
        _ if b == 0.0 => 0.0,
        Operator::Divide => a / b,
        _ => a % b,
    })
}

/// `-value`.
///
/// # Errors
/// [`EvaluationError::Mismatch`] for what has no opposite.
pub(super) fn negate(value: &Value) -> Result<Value, EvaluationError> {
    Ok(match value {
        Value::Null => Value::Null,
        Value::Integer(number) => number.checked_neg().map_or(Value::Null, Value::Integer),
        Value::Decimal(number) => Value::Decimal(-number),
        Value::Duration(milliseconds) => milliseconds.checked_neg().map_or(Value::Null, Value::Duration),
        other => return Err(EvaluationError::Mismatch(format!("'-' cannot take {}", describe(other)))),
    })
}
