//! Datasets that journeys look records up in: products, stores, bookings.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::is_false;
use crate::journey::{DatasetId, SchemaId};

/// A dataset of records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Stable key.
    pub id: DatasetId,
    /// What people call it.
    pub name: String,
    /// What it holds.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The schema of its records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// Whether it is enabled for lookup.
    #[serde(default, skip_serializing_if = "is_false")]
    pub lookup: bool,
    /// Whether it is enabled for profiles, so that profile updates may write into it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub for_profiles: bool,
    /// Whether something else writes into it too: another stream, a batch.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fed_by_others: bool,
    /// The field by which records are found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// Some of its records, for dry runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Record>,
}

/// One record of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// By field of the dataset's schema, as text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}
