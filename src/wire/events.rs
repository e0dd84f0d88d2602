//! Events: what comes in, and what became of each.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::journey::is_default;

/// An event, in the habits of CloudEvents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Names it: the same again, within four days, is taken once.
    #[schema(min_length = 1, max_length = 256)]
    pub id: String,
    /// Which event: its id or its name.
    #[serde(rename = "type")]
    #[schema(min_length = 1, max_length = 256)]
    pub kind: String,
    /// Whose: the id of a profile, or an identity type and a value (`email:anna@example.com`); left out for a business
    /// event. Somebody who is not known yet is from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1024)]
    pub subject: Option<String>,
    /// When it happened, by the sender's clock. Journeys count from when it arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub time: Option<Timestamp>,
    /// Its payload.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// What became of a batch, event by event, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventsTaken {
    /// Each event.
    pub results: Vec<Taken>,
    /// How many people were not known before, and are from now on.
    #[serde(default)]
    pub new_people: usize,
}

impl EventsTaken {
    /// What became of these.
    pub fn of(results: Vec<Taken>) -> Self {
        let new_people = results.iter().filter(|taken| taken.new_person).count();
        Self { results, new_people }
    }
}

/// What became of an event, or of a reaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    /// Its id.
    pub id: String,
    /// What became of it.
    pub result: TakenResult,
    /// Whether its person was not known before, and is from now on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub new_person: bool,
}

/// What became of an event, or of a reaction: `taken` it is kept and journeys go on by it; `again` it had been taken
/// before; `unknown` no journey here knows such an event, or no such journey was ever live here; `nobody` it concerns a
/// person and does not say whom, or nobody knows that person; `stranger` its person is named by an identity type that no
/// journey here knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "described together")]
pub enum TakenResult {
    Taken,
    Again,
    Unknown,
    Nobody,
    Stranger,
}
