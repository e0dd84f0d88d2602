//! People: as they come in by lists, and what is held of one of them, which is told in the same words.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::journey::Medium;

/// What is known of a person; in a list, what it does not say stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    /// Id of the profile; found by the first identity where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// IANA name of the time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Identities, by the identity type's name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub identities: BTreeMap<String, String>,
    /// Attributes, by path in the profile schema, nested or with dots.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = Object)]
    pub attributes: BTreeMap<String, serde_json::Value>,
    /// Whether they agreed to messages, by medium.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub consent: BTreeMap<PersonMedium, bool>,
    /// Whether they are in an audience, by its name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub audiences: BTreeMap<String, bool>,
}

/// What carries a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", try_from = "String")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PersonMedium {
    Email,
    Sms,
    Push,
    DirectMail,
    WhatsApp,
    InApp,
    Web,
    CodeBased,
    ContentCard,
}

impl PersonMedium {
    /// Every medium.
    pub const ALL: [Self; 9] = [
        Self::Email,
        Self::Sms,
        Self::Push,
        Self::DirectMail,
        Self::WhatsApp,
        Self::InApp,
        Self::Web,
        Self::CodeBased,
        Self::ContentCard,
    ];
}

impl TryFrom<String> for PersonMedium {
    type Error = String;

    /// The medium of this name, however it is spelled in large and small letters.
    fn try_from(name: String) -> Result<Self, String> {
        let named = |medium: &Self| format!("{medium:?}").eq_ignore_ascii_case(&name);
        Self::ALL.into_iter().find(named).ok_or_else(|| format!("there is no medium {name}; write one such as email"))
    }
}

impl From<Medium> for PersonMedium {
    fn from(medium: Medium) -> Self {
        match medium {
            Medium::Email => Self::Email,
            Medium::Sms => Self::Sms,
            Medium::Push => Self::Push,
            Medium::DirectMail => Self::DirectMail,
            Medium::WhatsApp => Self::WhatsApp,
            Medium::InApp => Self::InApp,
            Medium::Web => Self::Web,
            Medium::CodeBased => Self::CodeBased,
            Medium::ContentCard => Self::ContentCard,
        }
    }
}

impl From<PersonMedium> for Medium {
    fn from(medium: PersonMedium) -> Self {
        match medium {
            PersonMedium::Email => Self::Email,
            PersonMedium::Sms => Self::Sms,
            PersonMedium::Push => Self::Push,
            PersonMedium::DirectMail => Self::DirectMail,
            PersonMedium::WhatsApp => Self::WhatsApp,
            PersonMedium::InApp => Self::InApp,
            PersonMedium::Web => Self::Web,
            PersonMedium::CodeBased => Self::CodeBased,
            PersonMedium::ContentCard => Self::ContentCard,
        }
    }
}

/// What a server holds of a person. It holds personal data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonHeld {
    /// Id of the profile.
    pub profile: String,
    /// The person, as a list tells of people: sent back as a line of `POST /v1/profiles` it changes nothing. Its audiences
    /// are those of which somebody said whether the person is in them. What no journey that was activated here names any
    /// more stands with its id.
    pub person: Person,
    /// The audiences in which they are now, by name: as somebody said, or by the audience's rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memberships: Vec<String>,
    /// What happened to them, as far as caps and conditions look back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<PersonPast>,
    /// Ids of the journeys into which they were let, or which remember that they were not.
    pub journeys: Vec<String>,
    /// How many of their instances are kept, over or not.
    pub instances: i64,
    /// How many of these are not over.
    pub inside: i64,
}

/// Something that happened to a person: an event, a message that they received, an entry that a rule set counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonPast {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Name of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Its payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub data: Option<serde_json::Value>,
    /// What carried the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<PersonMedium>,
    /// Id of the rule set that counted an entry into a journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
}

/// People who are to be let into a journey that reads an audience.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntriesWanted {
    /// Each an id of a profile, or an identity type and a value (`email:anna@example.com`).
    pub profiles: Vec<String>,
}

/// How many of a list were taken in: all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// How many.
    pub accepted: usize,
    /// How many of them were not known before, and are from now on.
    #[serde(default)]
    pub new_people: u64,
}
