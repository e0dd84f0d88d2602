//! Channels: by whom, and to which address, messages go.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::{is_default, is_false};
use crate::journey::{ChannelId, Expression, Medium};

/// A channel configuration: by whom and to which address messages go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Stable key.
    pub id: ChannelId,
    /// What people call it.
    pub name: String,
    /// What carries its messages.
    pub medium: Medium,
    /// Who is named as the sender.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sender_name: String,
    /// The sender's address or number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sender_address: String,
    /// Where replies go; email only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply_to: String,
    /// The subdomain that sends; email only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subdomain: String,
    /// Yields the recipient's address: a profile field.
    #[serde(default, skip_serializing_if = "is_default")]
    pub address: Expression,
    /// Where it shows, for what people find in an app or on a page: the app's id, the page's address, the place in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// Whether another product sends from the same domain.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shared_domain: bool,
}
