//! Reactions to messages: opened, clicked, as a provider of messages tells them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Taken;
use crate::journey::ReactionKind;

/// What somebody did with a message: by the key under which it left, or by whose it was and where it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// Names it: the same again, within four days, is taken once.
    #[schema(min_length = 1, max_length = 256)]
    pub id: String,
    /// What they did, or what became of the message.
    pub reaction: ReactionName,
    /// The `Idempotency-Key` under which the message left; then nothing else is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2048)]
    pub key: Option<String>,
    /// Without the key: whose message, by the id of a profile, or an identity type and a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1024)]
    pub subject: Option<String>,
    /// Without the key: id of the journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 256)]
    pub journey: Option<String>,
    /// Without the key: id of the step that sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 256)]
    pub activity: Option<String>,
}

/// What somebody did with a message, or what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "described together")]
pub enum ReactionName {
    Opened,
    Clicked,
    Sent,
    Failed,
}

impl From<ReactionName> for ReactionKind {
    fn from(name: ReactionName) -> Self {
        match name {
            ReactionName::Opened => Self::Opened,
            ReactionName::Clicked => Self::Clicked,
            ReactionName::Sent => Self::Sent,
            ReactionName::Failed => Self::Failed,
        }
    }
}

/// What became of a batch, reaction by reaction, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReactionsTaken {
    /// Each reaction.
    pub results: Vec<Taken>,
}
