//! With what a row begins once its field is chosen.

use crate::expression::Choice;
use crate::expression::builder::{Comparison, Condition, Operand};
use crate::journey::{Value, ValueType};
use crate::simulate::{default_clock, default_start};

/// A row that begins with this field: the comparison that is asked most. A text or a number is still to be
/// filled in; a moment, a date or a truth begins with one that makes sense.
pub(super) fn begin(choice: &Choice) -> Condition {
    let comparison = match choice.kind {
        ValueType::DateTime => Comparison::InLastDays,
        ValueType::DateTimeOnly => Comparison::GreaterOrEqual,
        ValueType::Boolean => Comparison::IsTrue,
        ValueType::String | ValueType::Integer | ValueType::Decimal => Comparison::Equal,
        // A list is compared with nothing, and of a day it is asked first whether it is known.
        _ => Comparison::IsNotNull,
    };
    let operand = operand(comparison, choice.kind);
    Condition { field: choice.reference.clone(), negated: false, comparison, operand }
}

/// With what a comparison begins: a text, a number and whatever is chosen from a list with nothing.
pub(super) fn operand(comparison: Comparison, field: ValueType) -> Operand {
    Operand::Value(match comparison.operand(field) {
        // So many hours, days, months or years.
        Some(ValueType::Integer) if field == ValueType::DateTime => Value::Integer(7),
        Some(ValueType::Boolean) => Value::Boolean(true),
        Some(ValueType::DateOnly) => Value::Date(default_clock().date()),
        Some(ValueType::DateTimeOnly) => Value::DateTimeOnly(default_clock()),
        Some(ValueType::DateTime) => Value::DateTime(default_start()),
        _ => Value::Null,
    })
}
