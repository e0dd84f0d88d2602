//! Endpoints: addresses that actions share, with what they can take.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::journey;

/// An address that actions share, and what it can take.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Endpoint {
    /// Its id; the one in the path where it is left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its address; `*` may stand anywhere but in host and port.
    pub url_pattern: String,
    /// The methods for which the limits hold; all where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<EndpointMethod>,
    /// Which calls it concerns.
    #[serde(default)]
    pub service: EndpointService,
    /// Calls beyond it are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<EndpointCap>,
    /// Calls beyond it wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttle: Option<EndpointThrottle>,
    /// How long it takes to answer, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_time_ms: Option<i64>,
    /// Calls a second that the other side says it can take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_per_second: Option<i64>,
    /// Whether the other side was asked and states no such number.
    #[serde(default)]
    pub capacity_unstated: bool,
    /// Whether the limits are in force.
    #[serde(default = "yes")]
    pub deployed: bool,
    /// The journey that brings it; absent where it is deployed by itself. Left aside where it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought_by: Option<EndpointOrigin>,
    /// What became of the calls that met its limits; absent where it has none. Left aside where it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<EndpointStatus>,
}

/// The journey whose definition brings an endpoint that is not deployed by itself: of several, the one that was activated
/// last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EndpointOrigin {
    /// Id of the journey.
    pub journey: String,
    /// What people call it.
    pub name: String,
    /// Hash of the version.
    pub version: String,
}

/// What became of the calls that met an endpoint's limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EndpointStatus {
    /// Calls that wait for their turn.
    pub waiting: u64,
    /// Calls that were let through within the last minute.
    pub sent_last_minute: u64,
    /// Calls that were ever refused: by the cap, or after waiting in vain.
    pub capped: u64,
}

impl Endpoint {
    /// Whether the same limits hold for the same calls.
    pub fn limits_as(&self, other: &Self) -> bool {
        let calls = |endpoint: &Self| (endpoint.url_pattern.clone(), endpoint.methods.clone(), endpoint.service);
        (&self.cap, &self.throttle) == (&other.cap, &other.throttle) && calls(self) == calls(other)
    }

    /// Whether it makes no difference which of these two holds; an endpoint without a limit is as none.
    pub fn alike(one: Option<&Self>, other: Option<&Self>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => one.limits_as(other),
            (one, other) => one.or(other).is_none_or(|only| only.cap.is_none() && only.throttle.is_none()),
        }
    }
}

fn yes() -> bool {
    true
}

/// A method of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EndpointMethod {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
}

/// Which calls an endpoint's limits concern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum EndpointService {
    /// Custom actions.
    #[default]
    Action,
    /// External data sources.
    DataSource,
}

/// A cap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointCap {
    /// Calls in each period.
    #[schema(minimum = 1)]
    pub max_calls: i64,
    /// The period in milliseconds.
    #[schema(minimum = 1)]
    pub period_ms: i64,
    /// Connections at once; as many as it takes where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub max_connections: Option<i64>,
}

/// A throttle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointThrottle {
    /// What the limit is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Calls a second.
    #[schema(minimum = 1)]
    pub max_throughput: i64,
}

/// Endpoints whose limits hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Endpoints {
    /// By id.
    pub endpoints: Vec<Endpoint>,
}

macro_rules! words {
    ($wire:ident = $document:ident { $($word:ident),* $(,)? }) => {
        impl From<journey::$document> for $wire {
            fn from(word: journey::$document) -> Self {
                match word {
                    $(journey::$document::$word => Self::$word,)*
                }
            }
        }

        impl From<$wire> for journey::$document {
            fn from(word: $wire) -> Self {
                match word {
                    $($wire::$word => Self::$word,)*
                }
            }
        }
    };
}

words!(EndpointMethod = Method { Get, Post, Put, Patch, Delete, Head, Options });
words!(EndpointService = Service { Action, DataSource });

impl From<&journey::Endpoint> for Endpoint {
    fn from(endpoint: &journey::Endpoint) -> Self {
        let endpoint = endpoint.clone();
        Self {
            id: endpoint.id.0,
            name: endpoint.name,
            url_pattern: endpoint.url_pattern,
            methods: endpoint.methods.into_iter().map(EndpointMethod::from).collect(),
            service: endpoint.service.into(),
            cap: endpoint.cap.map(|cap| EndpointCap {
                max_calls: cap.max_calls,
                period_ms: cap.period_ms,
                max_connections: cap.max_connections,
            }),
            throttle: endpoint.throttle.map(|throttle| EndpointThrottle {
                description: throttle.description,
                max_throughput: throttle.max_throughput,
            }),
            response_time_ms: endpoint.response_time_ms,
            capacity_per_second: endpoint.capacity_per_second,
            capacity_unstated: endpoint.capacity_unstated,
            deployed: endpoint.deployed,
            brought_by: None,
            status: None,
        }
    }
}

impl From<Endpoint> for journey::Endpoint {
    fn from(endpoint: Endpoint) -> Self {
        Self {
            id: journey::EndpointId(endpoint.id),
            name: endpoint.name,
            url_pattern: endpoint.url_pattern,
            methods: endpoint.methods.into_iter().map(journey::Method::from).collect(),
            service: endpoint.service.into(),
            cap: endpoint.cap.map(|cap| journey::Cap {
                max_calls: cap.max_calls,
                period_ms: cap.period_ms,
                max_connections: cap.max_connections,
            }),
            throttle: endpoint.throttle.map(|throttle| journey::Throttle {
                description: throttle.description,
                max_throughput: throttle.max_throughput,
            }),
            response_time_ms: endpoint.response_time_ms,
            capacity_per_second: endpoint.capacity_per_second,
            capacity_unstated: endpoint.capacity_unstated,
            deployed: endpoint.deployed,
        }
    }
}
