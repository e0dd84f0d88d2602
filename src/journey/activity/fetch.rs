//! What a journey asks the platform for on the way: a choice of offers, records of a dataset. Expressions of later
//! steps speak of the answer by the name that the step gives it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Kind;
use super::is_default;
use crate::journey::{DatasetId, DecisionPolicyId, Expression};

/// Fields of [`Kind::ContentDecision`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentDecision {
    /// How expressions call it: `@decision{BestOffer.items}`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The policy that chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<DecisionPolicyId>,
}

/// Fields of [`Kind::DatasetLookup`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatasetLookup {
    /// How expressions call it: `@datasetLookup{Products.entities}`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The dataset in which records are looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<DatasetId>,
    /// The fields that are fetched of each record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Which records: one key, or a list of keys.
    #[serde(default, skip_serializing_if = "is_default")]
    pub key: Expression,
}

impl DatasetLookup {
    /// Keys that one lookup takes ("Dataset lookup activity", help/using/building-journeys/dataset-lookup.md).
    pub const MOST_KEYS: usize = 50;
    /// Bytes of JSON that one lookup brings (same page).
    pub const MOST_BYTES: usize = 10_000;
}
