//! The functions of the language: what each is called, takes, yields and does.

mod aggregation;
mod conversion;
mod date;
mod list;
mod signature;
mod table;
mod text;

pub use signature::{Output, Parameter, Signature};
pub use table::FUNCTIONS;

pub(super) use aggregation::finite;
pub use conversion::display;
pub(super) use conversion::{date_value, instant, parse_duration, zone_named, zoneless};

use jiff::tz::TimeZone;

use crate::journey::Value;

use super::context::Context;
use super::evaluate::EvaluationError;

/// The heading under which a function stands ("Functions", help/using/building-journeys/expression/functions.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Group {
    Platform,
    Aggregation,
    Conversion,
    Date,
    List,
    Math,
    String,
}

/// A function.
#[derive(Debug)]
pub struct Function {
    /// Its name; capitals count.
    pub name: &'static str,
    /// Where it stands in the documentation.
    pub group: Group,
    /// What it can be given, and what it yields then.
    pub signatures: &'static [Signature],
    /// What it does, in one line.
    pub summary: &'static str,
    /// What it yields.
    pub(super) body: Body,
}

/// The code of a function: arguments, and the world for those that look at it.
pub(super) type Body = fn(&[Known], &dyn Context) -> Result<Known, EvaluationError>;

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Function {
    /// The function of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FUNCTIONS.iter().find(|function| function.name == name)
    }
}

/// A value on its way through an expression: an instant may carry the zone in which it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub value: Value,
    /// The zone of an instant; UTC where nothing is said.
    pub zone: Option<TimeZone>,
}

impl From<Value> for Known {
    fn from(value: Value) -> Self {
        Self { value, zone: None }
    }
}

/// What a function body yields.
type Outcome = Result<Known, EvaluationError>;

const NULL: Value = Value::Null;

/// The argument at this place; null where it was left out.
fn at(arguments: &[Known], index: usize) -> &Value {
    arguments.get(index).map_or(&NULL, |known| &known.value)
}

fn mismatch(function: &str, wanted: &str, found: &Value) -> EvaluationError {
    EvaluationError::Mismatch(format!("{function} needs {wanted}, but was given {}", describe(found)))
}

/// What a value is, for people.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Text(_) => "a text".to_owned(),
        Value::Integer(_) => "an integer".to_owned(),
        Value::Decimal(_) => "a decimal".to_owned(),
        Value::Boolean(_) => "a boolean".to_owned(),
        Value::Date(_) => "a date".to_owned(),
        Value::DateTimeOnly(_) => "a date-time without zone".to_owned(),
        Value::DateTime(_) => "a date-time".to_owned(),
        Value::Duration(_) => "a duration".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
