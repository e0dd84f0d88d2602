//! Values and their types: what fields hold, what expressions yield, what a trace shows.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The type of a field or of an expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum ValueType {
    /// Text, UTF-8.
    #[default]
    String,
    /// A whole number of 64 bits.
    Integer,
    /// An IEEE double.
    Decimal,
    /// True or false.
    Boolean,
    /// A calendar day.
    DateOnly,
    /// A date and time without zone.
    DateTimeOnly,
    /// An instant.
    DateTime,
    /// A length of time, in milliseconds; a day is 24 hours.
    Duration,
    /// A list of texts.
    ListString,
    /// A list of whole numbers.
    ListInteger,
    /// A list of decimals.
    ListDecimal,
    /// A list of booleans.
    ListBoolean,
    /// A list of calendar days.
    ListDateOnly,
    /// A list of zoneless date-times.
    ListDateTimeOnly,
    /// A list of instants.
    ListDateTime,
    /// A list of durations.
    ListDuration,
    /// A list of objects: only ever a field, never a literal.
    ListObject,
    /// A list whose items differ, or are lists: only in the body of a request, where each item is given by itself.
    ListAny,
}

impl ValueType {
    /// The type of one item, for a list of simple values.
    pub fn item(self) -> Option<Self> {
        Some(match self {
            Self::ListString => Self::String,
            Self::ListInteger => Self::Integer,
            Self::ListDecimal => Self::Decimal,
            Self::ListBoolean => Self::Boolean,
            Self::ListDateOnly => Self::DateOnly,
            Self::ListDateTimeOnly => Self::DateTimeOnly,
            Self::ListDateTime => Self::DateTime,
            Self::ListDuration => Self::Duration,
            _ => return None,
        })
    }

    /// The list type that holds items of this type.
    pub fn list(self) -> Option<Self> {
        Some(match self {
            Self::String => Self::ListString,
            Self::Integer => Self::ListInteger,
            Self::Decimal => Self::ListDecimal,
            Self::Boolean => Self::ListBoolean,
            Self::DateOnly => Self::ListDateOnly,
            Self::DateTimeOnly => Self::ListDateTimeOnly,
            Self::DateTime => Self::ListDateTime,
            Self::Duration => Self::ListDuration,
            _ => return None,
        })
    }

    /// True for every list, of values or of objects.
    pub fn is_list(self) -> bool {
        self.is_compound() || self.item().is_some()
    }

    /// True for lists whose items are no simple values: nobody types such a list into a field.
    pub fn is_compound(self) -> bool {
        matches!(self, Self::ListObject | Self::ListAny)
    }

    /// The name as the field's documentation writes it: `dateTimeOnly`, `listString`.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::DateOnly => "dateOnly",
            Self::DateTimeOnly => "dateTimeOnly",
            Self::DateTime => "dateTime",
            Self::Duration => "duration",
            Self::ListString => "listString",
            Self::ListInteger => "listInteger",
            Self::ListDecimal => "listDecimal",
            Self::ListBoolean => "listBoolean",
            Self::ListDateOnly => "listDateOnly",
            Self::ListDateTimeOnly => "listDateTimeOnly",
            Self::ListDateTime => "listDateTime",
            Self::ListDuration => "listDuration",
            Self::ListObject => "listObject",
            Self::ListAny => "listAny",
        }
    }

    /// Every type, in the order in which a picker offers them.
    pub const ALL: [Self; 18] = [
        Self::String,
        Self::Integer,
        Self::Decimal,
        Self::Boolean,
        Self::DateOnly,
        Self::DateTimeOnly,
        Self::DateTime,
        Self::Duration,
        Self::ListString,
        Self::ListInteger,
        Self::ListDecimal,
        Self::ListBoolean,
        Self::ListDateOnly,
        Self::ListDateTimeOnly,
        Self::ListDateTime,
        Self::ListDuration,
        Self::ListObject,
        Self::ListAny,
    ];
}

/// One value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Value {
    /// Nothing: a field that was never filled.
    #[default]
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite decimal.
    Decimal(#[serde(deserialize_with = "finite")] f64),
    /// True or false.
    Boolean(bool),
    /// A calendar day.
    Date(civil::Date),
    /// A date and time without zone.
    DateTimeOnly(civil::DateTime),
    /// An instant, in whole milliseconds.
    DateTime(Timestamp),
    /// Milliseconds, possibly negative.
    Duration(i64),
    /// A list.
    List(Vec<Value>),
    /// Fields by name.
    Object(BTreeMap<String, Value>),
}

impl Value {
    /// True for [`Value::Null`].
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether a field of this type can hold it, or be compared with it: a whole number is a decimal too, and nothing
    /// fits everywhere.
    pub fn fits(&self, kind: ValueType) -> bool {
        match self {
            Self::Null => true,
            Self::Text(_) => kind == ValueType::String,
            Self::Integer(_) | Self::Decimal(_) => matches!(kind, ValueType::Integer | ValueType::Decimal),
            Self::Boolean(_) => kind == ValueType::Boolean,
            Self::Date(_) => kind == ValueType::DateOnly,
            Self::DateTimeOnly(_) => kind == ValueType::DateTimeOnly,
            Self::DateTime(_) => kind == ValueType::DateTime,
            Self::Duration(_) => kind == ValueType::Duration,
            Self::List(items) => {
                kind.is_list() && kind.item().is_none_or(|item| items.iter().all(|one| one.fits(item)))
            }
            Self::Object(_) => kind.is_compound(),
        }
    }

    /// The value as people type it: a list with commas; nothing for what is missing.
    pub fn text(&self) -> String {
        match self {
            Self::Null | Self::Object(_) => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) | Self::Duration(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Boolean(truth) => truth.to_string(),
            Self::Date(date) => date.to_string(),
            Self::DateTimeOnly(moment) => moment.to_string(),
            Self::DateTime(moment) => moment.to_string(),
            Self::List(items) => items.iter().map(Self::text).collect::<Vec<_>>().join(", "),
        }
    }

    /// A value read from what was typed; `None` where it is no value of this type.
    pub fn written(text: &str, kind: ValueType) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self::Null);
        }
        if let Some(item) = kind.item() {
            return text.split(',').map(|part| Self::written(part, item)).collect::<Option<Vec<_>>>().map(Self::List);
        }
        Some(match kind {
            ValueType::String => Self::Text(text.to_owned()),
            ValueType::Integer => Self::Integer(text.parse().ok()?),
            ValueType::Duration => Self::Duration(text.parse().ok()?),
            ValueType::Decimal => Self::Decimal(text.parse::<f64>().ok().filter(|number| number.is_finite())?),
            ValueType::Boolean => Self::Boolean(text.parse().ok()?),
            ValueType::DateOnly => Self::Date(text.parse().ok()?),
            ValueType::DateTimeOnly => Self::DateTimeOnly(text.parse().ok()?),
            ValueType::DateTime => Self::DateTime(text.parse().ok()?),
            _ => return None,
        })
    }

    /// Puts a value at a path of names joined by dots, making objects on the way.
    pub fn put(&mut self, path: &str, value: Self) {
        let mut place = self;
        for name in path.split('.') {
            if !matches!(place, Self::Object(_)) {
                *place = Self::Object(BTreeMap::new());
            }
            let Self::Object(fields) = place else { return };
            place = fields.entry(name.to_owned()).or_default();
        }
        *place = value;
    }

    /// Puts nothing in the place of every decimal that is not finite: the document holds no others.
    pub fn make_finite(&mut self) {
        match self {
            Self::Decimal(number) if !number.is_finite() => *self = Self::Null,
            Self::List(items) => items.iter_mut().for_each(Self::make_finite),
            Self::Object(fields) => fields.values_mut().for_each(Self::make_finite),
            _ => {}
        }
    }
}

pub(super) fn finite<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number.is_finite() {
        Ok(number)
    } else {
        Err(serde::de::Error::custom("a decimal must be finite; leave the value out or write Null"))
    }
}
