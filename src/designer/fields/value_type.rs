//! Types of values in the words of the window.

use crate::designer::words::word;
use crate::expression::Type;
use crate::journey::ValueType;

/// Every type that a field or a parameter can have, with the key of its word, as a picker shows them.
pub(crate) const TYPES: [(ValueType, &str); 18] = [
    (ValueType::String, "types.string"),
    (ValueType::Integer, "types.integer"),
    (ValueType::Decimal, "types.decimal"),
    (ValueType::Boolean, "types.boolean"),
    (ValueType::DateOnly, "types.date_only"),
    (ValueType::DateTimeOnly, "types.date_time_only"),
    (ValueType::DateTime, "types.date_time"),
    (ValueType::Duration, "types.duration"),
    (ValueType::ListString, "types.list_string"),
    (ValueType::ListInteger, "types.list_integer"),
    (ValueType::ListDecimal, "types.list_decimal"),
    (ValueType::ListBoolean, "types.list_boolean"),
    (ValueType::ListDateOnly, "types.list_date_only"),
    (ValueType::ListDateTimeOnly, "types.list_date_time_only"),
    (ValueType::ListDateTime, "types.list_date_time"),
    (ValueType::ListDuration, "types.list_duration"),
    (ValueType::ListObject, "types.list_object"),
    (ValueType::ListAny, "types.list_any"),
];

/// The word of a type of values.
pub(crate) fn value_word(kind: ValueType) -> &'static str {
    TYPES.iter().find(|(known, _)| *known == kind).map_or("", |(_, key)| word(key))
}

/// The word of what an expression yields.
pub(super) fn type_word(kind: Type) -> &'static str {
    match kind {
        Type::Null => word("types.nothing"),
        Type::Object => word("types.object"),
        Type::Map => word("types.map"),
        Type::Of(kind) => value_word(kind),
    }
}
