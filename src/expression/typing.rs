//! Types: what an expression yields, and what is wrong with it at its place.

use crate::journey::ValueType;

use super::parse::Parsed;
use super::problem::{Problem, Span};
use super::scope::Scope;

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Only ever null.
    Null,
    /// One of the platform's types.
    Of(ValueType),
    /// An object: a field with fields in it.
    Object,
    /// A map: keys that differ from person to person.
    Map,
}

/// What the place of an expression asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Expected {
    /// Nothing.
    #[default]
    Any,
    /// This type.
    Of(ValueType),
}

impl Expected {
    /// A condition.
    pub const CONDITION: Self = Self::Of(ValueType::Boolean);
    /// A custom wait.
    pub const WAIT: Self = Self::Of(ValueType::DateTimeOnly);
}

/// What an expression refers to by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An event.
    Event(String),
    /// A field group of a data source.
    FieldGroup {
        /// The data source.
        source: String,
        /// The field group.
        group: String,
    },
    /// An action.
    Action(String),
    /// An audience.
    Audience(String),
    /// A content decision.
    Decision(String),
    /// A dataset lookup.
    DatasetLookup(String),
    /// A journey property.
    Property(String),
    /// The supplemental identifier.
    Supplemental,
}

/// A reference in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where the whole reference stands.
    pub span: Span,
    /// What it names.
    pub target: Target,
    /// The plain names after it, up to the first `.all()` or the like.
    pub path: Vec<String>,
}

/// What the type checker says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// The type, where it could be worked out.
    pub kind: Option<Type>,
    /// Everything that is wrong, syntax included, from left to right.
    pub problems: Vec<Problem>,
    /// Everything that is referred to, from left to right.
    pub references: Vec<Reference>,
}

/// Checks an expression against what is available and what its place asks for.
pub fn check(_parsed: &Parsed, _scope: &Scope, _expected: Expected) -> Typed {
    Typed::default()
}
