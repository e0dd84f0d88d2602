//! All that a server keeps of an instance so that it can be gone through again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Instance;
use crate::run::{Input, Someone};

/// An instance with what it heard from outside: enough to go through it again as it was. It holds personal data.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The instance.
    pub instance: Instance,
    /// The person as the instance saw them first.
    #[schema(value_type = Object)]
    pub person: Someone,
    /// The person until what let them in, where that changed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub before: Option<Someone>,
    /// How they changed while it lasted, in order.
    pub changes: Vec<RecordChange>,
    /// What the instance heard, in order.
    pub heard: Vec<RecordHeard>,
}

/// A change of the person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RecordChange {
    /// Its place among all that the instance met: changes, and what it heard.
    pub place: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The person from then on.
    #[schema(value_type = Object)]
    pub person: Someone,
    /// Attributes that are as the instance itself wrote them in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<String>,
}

/// Something that an instance heard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordHeard {
    /// Its place among all that the instance met: what it heard, and changes of the person.
    pub place: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Of an answer, when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub asked: Option<Timestamp>,
    /// What, in the machine's own words.
    #[schema(value_type = Object)]
    pub input: Input,
}
