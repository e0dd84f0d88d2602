//! What a journey does to the world: messages, calls to other systems, writes into the profile.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Kind;
use super::{is_default, is_false};
use crate::journey::{
    ActionId, ChannelId, Duration, Expression, Languages, Optimization, RuleSetId, SchemaId, SendTime, Template,
};

/// What carries a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Medium {
    /// Email.
    #[default]
    Email,
    /// SMS.
    Sms,
    /// Push notification.
    Push,
    /// A printed letter.
    DirectMail,
    /// A message in WhatsApp.
    WhatsApp,
    /// A message inside an app, which its user sees when they open it.
    InApp,
    /// A change of a web page for its visitor.
    Web,
    /// Content for a place that the app or page draws by itself.
    CodeBased,
    /// A card among others in an app or page.
    ContentCard,
}

impl Medium {
    /// Every medium, in the palette's order.
    pub const ALL: [Self; 9] = [
        Self::Email,
        Self::Sms,
        Self::Push,
        Self::WhatsApp,
        Self::DirectMail,
        Self::InApp,
        Self::Web,
        Self::CodeBased,
        Self::ContentCard,
    ];

    /// True where nothing is sent: people find the message in the app or on the page when they come there, as long as
    /// their journey lasts.
    pub fn is_inbound(self) -> bool {
        matches!(self, Self::InApp | Self::Web | Self::CodeBased | Self::ContentCard)
    }

    /// Whether the message has a subject, a title or a reference beside its text.
    pub fn has_subject(self) -> bool {
        matches!(self, Self::Email | Self::Push | Self::DirectMail | Self::InApp | Self::ContentCard)
    }

    /// Whether one of several that show in the same place goes first by its number.
    pub fn has_priority(self) -> bool {
        matches!(self, Self::InApp | Self::Web | Self::CodeBased)
    }

    /// Whether it shows once somebody does something in the app or on the page.
    pub fn has_trigger(self) -> bool {
        matches!(self, Self::InApp | Self::ContentCard)
    }

    /// Whether it can wait for the morning ("Quiet hours", help/using/conflict-prioritization/quiet-hours.md).
    pub fn can_be_quiet(self) -> bool {
        matches!(self, Self::Email | Self::Sms | Self::Push | Self::WhatsApp)
    }

    /// Whether the platform can pick the hour that suits each person.
    pub fn has_send_time(self) -> bool {
        matches!(self, Self::Email | Self::Push)
    }
}

/// Fields of [`Kind::Message`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// What carries it.
    pub medium: Medium,
    /// The channel configuration: sender and address field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// Overrides the address that the channel names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub address: Expression,
    /// Subject of an email, title of a push notification, reference of a letter; unused for SMS.
    #[serde(default, skip_serializing_if = "is_default")]
    pub subject: Template,
    /// Plain text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: Template,
    /// HTML; email only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub html: Template,
    /// The words of the link by which people unsubscribe, at the end of the text; email only. Empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unsubscribe: String,
    /// Caps and quiet hours that hold this message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<RuleSetId>,
    /// Where it goes out at the hour that suits the person rather than at once; email and push.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_time: Option<SendTime>,
    /// Within what time of what triggers the journey people are promised to get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Duration>,
    /// The same in other languages, and what chooses among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Languages>,
    /// Other contents for some people, and what chooses among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub optimization: Option<Optimization>,
    /// Whether it goes out with the platform's rapid delivery; push only.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rapid_delivery: bool,
    /// Which goes first of several that show in one place, 0 to 100; the journey's own where absent. In-app, web and
    /// code-based only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// What somebody does in the app or on the page before it shows: in-app messages and content cards.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shown_when: String,
    /// Whether opens are tracked; email only.
    #[serde(default, skip_serializing_if = "is_false")]
    pub track_opens: bool,
    /// Whether clicks are tracked; email and SMS.
    #[serde(default, skip_serializing_if = "is_false")]
    pub track_clicks: bool,
    /// Whether people for whom sending fails take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// Fields of [`Kind::MultiAction`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MultiAction {
    /// One to ten messages in apps and on pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// Whether people for whom one of them fails take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// Fields of [`Kind::CustomAction`] and [`Kind::Campaign`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionCall {
    /// The action that is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// The variable tail of the URL.
    #[serde(default, skip_serializing_if = "is_default")]
    pub path: Expression,
    /// Custom actions: for what purpose this journey calls, beside what the action itself requires. Its consent
    /// policies hold too.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub additional_marketing_action: String,
    /// Variable of the action (`header.X-Trace`, `query.city`, `body.to.phone`) → expression.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Expression>,
    /// Whether people for whom the call fails or times out take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// Fields of [`Kind::UpdateProfile`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateProfile {
    /// The profile schema that is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// The dataset that receives the values.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dataset: String,
    /// One to five fields and their new values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldUpdate>,
    /// Whether people for whom the update fails take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// One field that an update writes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldUpdate {
    /// Path of the field in the schema.
    pub field: String,
    /// Its new value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub value: Expression,
}
