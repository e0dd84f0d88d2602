//! What data looks like: identity types, schemas, their fields, and how fragments of a profile are merged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::is_false;
use crate::journey::{MergePolicyId, NamespaceId, SchemaId, ValueType};

/// An identity type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Namespace {
    /// Stable key.
    pub id: NamespaceId,
    /// What people call it: Email, CRM id.
    pub name: String,
    /// The platform's symbol: `Email`, `ECID`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub symbol: String,
    /// Whether it identifies people (and not products or bookings).
    pub people: bool,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SchemaClass {
    /// A person.
    #[default]
    IndividualProfile,
    /// Something that a person did.
    ExperienceEvent,
    /// Something that happened to no single person.
    TimeSeries,
    /// A step event of journeys, written by the platform.
    JourneyStepEvent,
    /// A decision event, written by the platform.
    DecisionEvent,
    /// Anything else.
    Record,
}

/// A schema: typed fields by path.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Stable key.
    pub id: SchemaId,
    /// What people call it.
    pub name: String,
    /// What it describes.
    pub class: SchemaClass,
    /// Profile schemas: has the field group *Profile test details* (`testProfile`).
    #[serde(default, skip_serializing_if = "is_false")]
    pub profile_test_details: bool,
    /// Event schemas: has the field group *Orchestration eventID*.
    #[serde(default, skip_serializing_if = "is_false")]
    pub orchestration_event_id: bool,
    /// The namespace of the primary identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_identity: Option<NamespaceId>,
    /// The field that holds the primary identity.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub identity_field: String,
    /// The fields, in the order in which people read them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// A field of a schema, of an event, of a reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Names joined by dots: `person.name.firstName`.
    pub path: String,
    /// What it holds.
    pub kind: ValueType,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The only values that it takes; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<String>,
    /// Smallest value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// Largest value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// Digits after the point that a decimal keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// True where a value is always there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Fields of the items, where this is a list of objects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Field>,
}

/// How profile fragments are merged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePolicy {
    /// Stable key.
    pub id: MergePolicyId,
    /// What people call it.
    pub name: String,
    /// Whether it is the sandbox's default.
    #[serde(default, skip_serializing_if = "is_false")]
    pub default: bool,
}
