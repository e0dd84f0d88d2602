//! With what a row begins once its field is chosen.

use crate::expression::Choice;
use crate::expression::builder::{Comparison, Condition, Operand};
use crate::journey::{Value, ValueType};

/// A row that begins with this field.
pub(super) fn begin(choice: &Choice) -> Condition {
    let comparison = match choice.kind {
        ValueType::DateTime => Comparison::InLastDays,
        ValueType::DateTimeOnly => Comparison::GreaterOrEqual,
        ValueType::Boolean => Comparison::IsTrue,
        ValueType::Integer | ValueType::Decimal => Comparison::Greater,
        ValueType::String if !choice.one_of.is_empty() => Comparison::Equal,
        // Whatever else is asked needs a value that nobody has typed yet; this is a whole condition at once.
        _ => Comparison::IsNotNull,
    };
    let operand = match (comparison.operand(choice.kind), choice.one_of.first()) {
        (Some(ValueType::String), Some(first)) => Operand::Value(Value::Text(first.clone())),
        (Some(kind), _) => Operand::Value(plain(kind)),
        (None, _) => Operand::default(),
    };
    Condition { field: choice.reference.clone(), negated: false, comparison, operand }
}

/// A value to begin with.
pub(super) fn plain(kind: ValueType) -> Value {
    match kind {
        ValueType::String => Value::Text(String::new()),
        ValueType::Integer => Value::Integer(7),
        ValueType::Decimal => Value::Decimal(100.0),
        ValueType::Boolean => Value::Boolean(true),
        ValueType::DateOnly => Value::Date(jiff::civil::Date::constant(2026, 1, 5)),
        ValueType::DateTimeOnly => Value::DateTimeOnly(jiff::civil::DateTime::constant(2026, 1, 5, 9, 0, 0, 0)),
        ValueType::DateTime => Value::DateTime(jiff::Timestamp::constant(1_767_603_600, 0)),
        ValueType::Duration => Value::Duration(3_600_000),
        list => Value::List(list.item().map(plain).into_iter().collect()),
    }
}

