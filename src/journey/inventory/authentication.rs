//! How a caller proves who it is. Secrets are names here, never values.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::is_default;
use crate::journey::{Duration, Method, Secret};

/// How a caller proves who it is. Secrets are names only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Authentication {
    /// Not at all.
    #[default]
    None,
    /// User name and password.
    Basic {
        /// User name.
        username: String,
        /// Name of the password's secret.
        password: Secret,
    },
    /// A key in a header or in the query.
    ApiKey {
        /// Name of the header or query parameter.
        name: String,
        /// Name of the key's secret.
        value: Secret,
        /// Where it goes.
        location: KeyLocation,
    },
    /// A fixed bearer token (on AJO: custom authentication or an API key).
    Bearer(Secret),
    /// A token fetched first: OAuth2 and everything like it.
    Custom(CustomAuthentication),
}

/// Where a key or token goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum KeyLocation {
    /// Into a header.
    #[default]
    Header,
    /// Into the query.
    QueryParameter,
}

/// A call that yields a token, in the platform's own terms.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomAuthentication {
    /// Where the token is fetched.
    pub endpoint: String,
    /// `GET` or `POST`.
    pub method: Method,
    /// Headers of that call.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Credential>,
    /// How its body is written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body_type: BodyType,
    /// What its body says; needed for `POST`. In a JSON body a dot in a name leads into an object.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub body: BTreeMap<String, Credential>,
    /// `response`, or `json://` and a path in the reply.
    pub token_in_response: String,
    /// How long the token is kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cache: TokenCache,
    /// How the token is shown to the action's endpoint.
    #[serde(default, skip_serializing_if = "is_default")]
    pub authorization: TokenUse,
    /// How long the other side says that a token lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_lifetime: Option<Duration>,
}

/// A value that is either public or the name of a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Credential {
    /// Not secret: `grant_type`, a scope.
    Plain(String),
    /// Name of a secret.
    Secret(Secret),
}

/// How a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum BodyType {
    /// `application/x-www-form-urlencoded`.
    #[default]
    Form,
    /// `application/json`.
    Json,
}

/// How long a token is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum TokenCache {
    /// One hour, the platform's default.
    #[default]
    Default,
    /// So long as stated here.
    For(CacheDuration),
    /// So long as the reply says, at this `json://` path.
    InResponse(String),
}

/// How long a token is kept, in the units of the platform's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CacheDuration {
    /// Milliseconds.
    Milliseconds(i64),
    /// Seconds.
    Seconds(i64),
    /// Minutes.
    Minutes(i64),
    /// Hours.
    Hours(i64),
    /// Days of 24 hours.
    Days(i64),
    /// Months of the calendar.
    Months(i64),
    /// Years of the calendar.
    Years(i64),
}

impl CacheDuration {
    /// The number in front of the unit.
    pub fn amount(self) -> i64 {
        match self {
            Self::Milliseconds(n)
            | Self::Seconds(n)
            | Self::Minutes(n)
            | Self::Hours(n)
            | Self::Days(n)
            | Self::Months(n)
            | Self::Years(n) => n,
        }
    }

    /// The unit, as the platform writes it.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Milliseconds(_) => "milliseconds",
            Self::Seconds(_) => "seconds",
            Self::Minutes(_) => "minutes",
            Self::Hours(_) => "hours",
            Self::Days(_) => "days",
            Self::Months(_) => "months",
            Self::Years(_) => "years",
        }
    }

    /// How long it lasts at most, in milliseconds: the longest months and years count.
    pub fn at_most(self) -> i64 {
        let unit = match self {
            Self::Milliseconds(_) => 1,
            Self::Seconds(_) => 1_000,
            Self::Minutes(_) => 60_000,
            Self::Hours(_) => 3_600_000,
            Self::Days(_) => 86_400_000,
            Self::Months(_) => 31 * 86_400_000,
            Self::Years(_) => 366 * 86_400_000,
        };
        self.amount().saturating_mul(unit)
    }
}

impl fmt::Display for CacheDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.amount() == 1 { self.unit().trim_end_matches('s') } else { self.unit() };
        write!(f, "{} {unit}", self.amount())
    }
}

/// How a token is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum TokenUse {
    /// `Authorization: Bearer …`.
    #[default]
    Bearer,
    /// In a header of this name.
    Header(String),
    /// In a query parameter of this name.
    QueryParameter(String),
}
