//! What a function can be given and what it yields then.

use std::fmt;

use crate::journey::ValueType;

/// One way to call a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What it is given, in order.
    pub parameters: &'static [Parameter],
    /// What it yields.
    pub output: Output,
}

/// What an argument must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// Exactly this type.
    Of(ValueType),
    /// A simple value of any type, the same for all such parameters of the call.
    Item,
    /// A list of simple values of any type, the same for all such parameters of the call.
    Items,
    /// A list of objects: only ever a field.
    Objects,
    /// A text that names a field of those objects.
    Key,
    /// A constant text that names a time zone.
    Zone,
    /// A constant text that names an audience.
    Audience,
    /// A text that names a part of a date: `years`, `months`, `days`, `hours`, `minutes`, `seconds`.
    Part,
    /// A text that is a regular expression.
    Pattern,
}

/// What a call yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// This type.
    Of(ValueType),
    /// The type that [`Parameter::Item`] and [`Parameter::Items`] stand for.
    Item,
    /// A list of it.
    Items,
}

impl Parameter {
    /// As a signature shows it: `integer`, `list`, `time zone`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Of(kind) => kind.name(),
            Self::Item => "value",
            Self::Items => "list",
            Self::Objects => "listObject",
            Self::Key => "key",
            Self::Zone => "time zone",
            Self::Audience => "audience",
            Self::Part => "part",
            Self::Pattern => "regexp",
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (index, parameter) in self.parameters.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(parameter.text())?;
        }
        f.write_str(") → ")?;
        f.write_str(match self.output {
            Output::Of(kind) => kind.name(),
            Output::Item => "value",
            Output::Items => "list",
        })
    }
}
