//! Supplemental identifiers: what tells several runs of one person in the same journey apart, such as a booking.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::is_default;
use super::{Expression, NamespaceId};

/// What tells several runs of one person in the same journey apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplementalId {
    /// The field that holds it: of the event, or of the profile where an audience is read. A field inside a list of
    /// objects lets a person in once for each object.
    #[serde(default, skip_serializing_if = "is_default")]
    pub key: Expression,
    /// Its identity type, which identifies no people: booking, contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<NamespaceId>,
}
