//! With what a row begins once its field is chosen.

use crate::expression::Choice;
use crate::expression::builder::{Comparison, Condition, Operand};
use crate::journey::{Value, ValueType};

/// A row that begins with this field: the comparison that is asked most, with a value still to be filled in.
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

/// With what a comparison begins: where the value is typed or chosen, with nothing.
pub(super) fn operand(comparison: Comparison, field: ValueType) -> Operand {
    Operand::Value(match comparison.operand(field) {
        // So many hours, days, months or years.
        Some(ValueType::Integer) if field == ValueType::DateTime => Value::Integer(7),
        Some(ValueType::Boolean) => Value::Boolean(true),
        Some(ValueType::DateOnly) => Value::Date(jiff::civil::Date::constant(2026, 1, 5)),
        Some(ValueType::DateTimeOnly) => Value::DateTimeOnly(jiff::civil::DateTime::constant(2026, 1, 5, 9, 0, 0, 0)),
        Some(ValueType::DateTime) => Value::DateTime(jiff::Timestamp::constant(1_767_603_600, 0)),
        _ => Value::Null,
    })
}
