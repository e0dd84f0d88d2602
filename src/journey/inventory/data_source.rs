//! Data sources: what expressions can read beside the event.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::is_default;
use crate::journey::{Authentication, DataSourceId, Method, SchemaId};

/// A source of data beside the event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataSource {
    /// Stable key.
    pub id: DataSourceId,
    /// Identifier in expressions: `#{Name.FieldGroup.path}`.
    pub name: String,
    /// What it knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The platform's own profile store, or a call.
    pub kind: DataSourceKind,
    /// Its field groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub field_groups: Vec<FieldGroup>,
}

/// Where a data source finds its data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum DataSourceKind {
    /// The profile store; its name in expressions is `ExperiencePlatform`.
    #[default]
    Platform,
    /// A call to another system.
    External {
        /// Its address.
        url: String,
        /// How the caller proves who it is.
        #[serde(default, skip_serializing_if = "is_default")]
        authentication: Authentication,
    },
}

/// A set of fields that is fetched in one go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldGroup {
    /// Identifier in expressions.
    pub name: String,
    /// Platform: the profile schema, or the experience-event schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// Platform: paths in the schema that are fetched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// External: `GET` or `POST`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub method: Method,
    /// External: names of the parameters that expressions must give.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    /// External, `POST`: the body, with `{"x": {"param": "name"}}` for a parameter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sent_payload: String,
    /// External: a reply as JSON; its shape gives the fields.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub response: String,
}
