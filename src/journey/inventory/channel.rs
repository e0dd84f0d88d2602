//! Channels: by whom, and to which address, messages go.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::{is_default, is_false};
use crate::journey::{ActionId, ChannelId, Expression, Medium};

/// Why people are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Purpose {
    /// Offers and news: only for those who did not say no, and with a way out.
    Marketing,
    /// What people have to know because of something they did themselves: also for those who want no offers.
    Transactional,
}

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
    /// Why people are written to: email, SMS and WhatsApp. `None` where nobody has decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
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
    /// The page that opens once somebody has unsubscribed; email only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unsubscribed_page: String,
    /// Where it shows, for what people find in an app or on a page: the app's id, the page's address, the place in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// The action that hands its messages to a messaging provider; on Waymark's own server, which has no mail of its
    /// own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ActionId>,
    /// Whether another product sends from the same domain.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shared_domain: bool,
}

impl Channel {
    /// Whether people choose the purpose in its form.
    pub fn has_purpose(&self) -> bool {
        matches!(self.medium, Medium::Email | Medium::Sms | Medium::WhatsApp)
    }

    /// Whether somebody who wants no messages of this medium gets none: unless it is what they have to know.
    pub fn asks_consent(&self) -> bool {
        self.purpose != Some(Purpose::Transactional)
    }
}
