//! Endpoints: addresses that actions share, with what they can take.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{is_true, yes};
use crate::journey::activity::{is_default, is_false};
use crate::journey::{EndpointId, Method};

/// An address that actions share, and what it can take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Stable key.
    pub id: EndpointId,
    /// What people call it.
    pub name: String,
    /// Its address; `*` may stand anywhere but in host and port.
    pub url_pattern: String,
    /// The methods for which the limits hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
    /// Which calls it concerns.
    #[serde(default, skip_serializing_if = "is_default")]
    pub service: Service,
    /// Calls beyond it are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
    /// Calls beyond it wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttle: Option<Throttle>,
    /// How long it takes to answer, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_time_ms: Option<i64>,
    /// Calls a second that the other side says it can take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_per_second: Option<i64>,
    /// Whether the other side was asked and states no such number.
    #[serde(default, skip_serializing_if = "is_false")]
    pub capacity_unstated: bool,
    /// Whether the limits are in force.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub deployed: bool,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            url_pattern: Default::default(),
            methods: Default::default(),
            service: Default::default(),
            cap: Default::default(),
            throttle: Default::default(),
            response_time_ms: Default::default(),
            capacity_per_second: Default::default(),
            capacity_unstated: Default::default(),
            deployed: true,
        }
    }
}

impl Endpoint {
    /// Whether its pattern fits an address, or fits once a variable tail is added to the address, or with some values for
    /// what stands between `{{` and `}}`. `*` in the pattern stands for any text, also none.
    pub fn covers(&self, url: &str) -> bool {
        if let Some((fixed, _)) = url.split_once("{{") {
            return self.may_fit(fixed);
        }
        let mut pieces = self.url_pattern.split('*');
        let Some(mut rest) = pieces.next().and_then(|head| tail_of(url, head)) else { return false };
        for piece in pieces {
            match rest.find(piece) {
                Some(index) => rest = &rest[index + piece.len()..],
                // The rest of the pattern can only stand in the variable tail.
                None => return true,
            }
        }
        rest.is_empty() || self.url_pattern.ends_with('*')
    }

    /// Whether its pattern fits some address that begins so.
    fn may_fit(&self, begins: &str) -> bool {
        match self.url_pattern.split_once('*') {
            Some((head, _)) => tail_of(head, begins).is_some() || tail_of(begins, head).is_some(),
            None => tail_of(&self.url_pattern, begins).is_some(),
        }
    }

    /// Whether its pattern fits an address as it stands. `*` stands for any text, also none.
    pub fn fits(&self, url: &str) -> bool {
        let Some((head, rest)) = self.url_pattern.split_once('*') else {
            return tail_of(url, &self.url_pattern) == Some("");
        };
        let Some(mut open) = tail_of(url, head) else { return false };
        let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
        for piece in middle.split('*') {
            match open.find(piece) {
                Some(index) => open = &open[index + piece.len()..],
                None => return false,
            }
        }
        open.ends_with(end)
    }
}

/// The host of an address.
pub fn host_of(url: &str) -> Option<&str> {
    let authority = url.contains("://").then(|| authority_of(url))?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = authority.split_once(':').map_or(authority, |(host, _)| host);
    (!host.is_empty()).then_some(host)
}

/// The part of an address that names whose it is: the host, its port and its user where they are said. Of an address without
/// `://` all up to its first slash.
pub fn authority_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// What follows `head` in the address; nothing where the address ends within it at a slash.
fn tail_of<'a>(url: &'a str, head: &str) -> Option<&'a str> {
    match url.strip_prefix(head) {
        Some(rest) => Some(rest),
        None if !url.is_empty() && head.trim_end_matches('/') == url.trim_end_matches('/') => Some(""),
        None => None,
    }
}

/// Which calls an endpoint's limits concern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Service {
    /// Custom actions.
    #[default]
    Action,
    /// External data sources.
    DataSource,
}

/// A capping rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Calls in each period, at least 1.
    pub max_calls: i64,
    /// The period in milliseconds.
    pub period_ms: i64,
    /// Connections at once, at most 400; unlimited when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_connections: Option<i64>,
}

/// A throttling rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Throttle {
    /// What the limit is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Calls a second, 200 to 5,000.
    pub max_throughput: i64,
}
