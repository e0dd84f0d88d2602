//! By what chance values come: those of people's attributes, and of what their events say.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::super::activity::is_default;
use super::super::value::finite;
use super::super::{EventId, Value};
use super::{Finite, is_one, one};

/// How an attribute is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeDraw {
    /// Path of the field.
    pub field: String,
    /// Only for people of whom this holds, by what was drawn before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// The share of people who have no value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub missing: u32,
    /// What the others have.
    pub draw: Distribution,
}

/// How a field of an event is drawn, whoever brings it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayloadDraw {
    /// Which event.
    pub event: EventId,
    /// Path of the field.
    pub field: String,
    /// Only where it comes from people of whom this holds, as they are then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// The share of events that say nothing there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub missing: u32,
    /// What the others say; days and moments are counted from the one at which the event comes.
    pub draw: Distribution,
}

/// A field has this value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Path of the field.
    pub field: String,
    /// Its value; `Null` for people who have none.
    pub is: Value,
}

/// By what chance a value comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Distribution {
    /// Everybody has the same.
    Constant(Value),
    /// One of several.
    Choice(Vec<WeightedValue>),
    /// Every number of a range alike, both ends included.
    Uniform {
        /// The smallest.
        #[serde(deserialize_with = "finite")]
        from: f64,
        /// The largest.
        #[serde(deserialize_with = "finite")]
        to: f64,
        /// Digits after the point; whole numbers without.
        #[serde(default, skip_serializing_if = "is_default")]
        decimals: u32,
    },
    /// Around a middle, the rarer the farther.
    Normal {
        /// The middle.
        #[serde(deserialize_with = "finite")]
        mean: f64,
        /// Two thirds of all are no farther from it.
        #[serde(deserialize_with = "finite")]
        deviation: f64,
        /// Digits after the point; whole numbers without.
        #[serde(default, skip_serializing_if = "is_default")]
        decimals: u32,
        /// Nothing is below.
        #[serde(default, deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
        minimum: Option<f64>,
        /// Nothing is above.
        #[serde(default, deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
        maximum: Option<f64>,
    },
    /// Many small ones and a few that are very large: sums of money, numbers of visits.
    LogNormal {
        /// Half of all are below.
        #[serde(deserialize_with = "finite")]
        median: f64,
        /// How wide: with 0.7 two thirds lie between half and twice the median.
        #[serde(deserialize_with = "finite")]
        spread: f64,
        /// Digits after the point; whole numbers without.
        #[serde(default, skip_serializing_if = "is_default")]
        decimals: u32,
        /// Nothing is above.
        #[serde(default, deserialize_with = "perhaps", skip_serializing_if = "Option::is_none")]
        maximum: Option<f64>,
    },
    /// A calendar day, so many days after the start; before it with less than nothing.
    Day {
        /// The earliest.
        from_days: i32,
        /// The latest.
        to_days: i32,
    },
    /// An instant, so many seconds after the start; before it with less than nothing.
    Moment {
        /// The earliest.
        from_seconds: i64,
        /// The latest.
        to_seconds: i64,
    },
}

/// A value, and how often it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeightedValue {
    /// The value.
    pub value: Value,
    /// How often it is drawn, beside the others.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

impl Distribution {
    /// Takes out what has no text form.
    pub(super) fn make_finite(&mut self) {
        match self {
            Self::Constant(value) => value.make_finite(),
            Self::Choice(choices) => choices.iter_mut().for_each(|choice| choice.value.make_finite()),
            _ => {}
        }
    }
}

fn perhaps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(Option::<Finite>::deserialize(deserializer)?.map(|number| number.0))
}
