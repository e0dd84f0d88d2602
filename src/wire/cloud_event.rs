//! Events as CloudEvents 1.0 has them, for senders who write these already: one in a body, a batch, or one whose attributes
//! stand in the headers.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of one CloudEvent.
pub const CLOUD_EVENT: &str = "application/cloudevents+json";

/// The media type of a batch of them.
pub const CLOUD_EVENTS: &str = "application/cloudevents-batch+json";

/// The version of the specification that is understood.
pub const CLOUD_VERSION: &str = "1.0";

/// An event in the envelope of CloudEvents 1.0. Attributes that are not named here may stand in it and say nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CloudEvent {
    /// Always `1.0`.
    pub specversion: String,
    /// With the source it names the event: the same again, within four days, is taken once.
    #[schema(min_length = 1, max_length = 256)]
    pub id: String,
    /// Where it comes from. Ids of different sources have nothing to do with each other.
    #[schema(min_length = 1, max_length = 1024)]
    pub source: String,
    /// Which event: its id or its name.
    #[serde(rename = "type")]
    #[schema(min_length = 1, max_length = 256)]
    pub kind: String,
    /// Whose: the id of a profile, or an identity type and a value (`email:anna@example.com`); left out for a business
    /// event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1024)]
    pub subject: Option<String>,
    /// When it happened, by the sender's clock. Journeys count from when it arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub time: Option<Timestamp>,
    /// Of which media type the payload is; only JSON is understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datacontenttype: Option<String>,
    /// Its payload.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
    /// A payload that is no JSON, which is not understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_base64: Option<String>,
}
