//! Versions of a journey: what a push says and learns.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Endpoint, EndpointOrigin, JourneyState};

/// A version that was taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionTaken {
    /// Of which journey.
    pub journey: String,
    /// SHA-256 of its canonical form, in lower-case hexadecimal.
    pub version: String,
    /// Warnings and remarks of the guardrails; what has an error is not taken in.
    pub findings: Vec<VersionFinding>,
    /// What would change; only where nothing was to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<VersionChanges>,
}

/// What a guardrail says of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionFinding {
    /// Which guardrail.
    pub rule: String,
    /// `warning` or `info`.
    pub severity: String,
    /// Where: a JSON pointer into the definition.
    pub pointer: String,
    /// What it says.
    pub message: String,
}

/// What a push would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionChanges {
    /// Whether this server does not have the version yet.
    pub is_new: bool,
    /// What is wanted of the journey now; absent where it was never activated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activation: Option<CurrentActivation>,
    /// In what the version differs from the one that is wanted now; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differences: Option<VersionDifferences>,
    /// The endpoints that the version brings, where they are not deployed as it says. The deployed ones rule.
    pub endpoints: Vec<EndpointChange>,
    /// Limits that the version, or its endpoints, would set anew for other journeys whose calls meet them too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitChange>,
    /// Calls of the version that this server would never send.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<CallRefusal>,
    /// Names of secrets that the version uses and that are not to be found here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_secrets: Vec<String>,
}

/// An endpoint whose limits would be others, also for the calls of other journeys: of several that bring it, the one that
/// was activated last counts, and what is deployed rules over all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LimitChange {
    /// Id of the endpoint.
    pub endpoint: String,
    /// What people call it.
    pub name: String,
    /// As it holds now; absent where nobody here knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Endpoint>,
    /// As it holds once the version is live; absent where it does not hold any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated: Option<Endpoint>,
    /// As it holds once it is deployed as the version says; absent where the version does not bring it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<Endpoint>,
    /// The other journeys, by name, whose calls meet it.
    pub journeys: Vec<String>,
}

/// A call that a server would never send, because its owner does not let it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallRefusal {
    /// Where: a JSON pointer into the definition.
    pub pointer: String,
    /// The action or data source, as people call it.
    pub name: String,
    /// Why.
    pub why: String,
}

/// What is wanted of a journey now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CurrentActivation {
    /// Hash of the version.
    pub version: String,
    /// The state.
    pub state: JourneyState,
    /// How often this changed.
    pub generation: i64,
}

/// In what a version differs from the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionDifferences {
    /// Ids of steps that are new.
    pub added: Vec<String>,
    /// Ids of steps that are gone.
    pub removed: Vec<String>,
    /// Ids of steps that say something else.
    pub changed: Vec<String>,
    /// Whether steps are connected otherwise.
    pub lines: bool,
    /// Whether the journey's properties are others.
    pub properties: bool,
    /// Names of objects that say something else.
    pub objects: Vec<String>,
}

/// An endpoint that is not deployed as a version says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EndpointChange {
    /// As the version says.
    pub definition: Endpoint,
    /// As it is deployed by itself; absent where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<Endpoint>,
    /// As it holds now, deployed or brought by a journey; absent where nobody here knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Endpoint>,
}

impl EndpointChange {
    /// The journey whose endpoint holds there now, where it is not deployed by itself.
    pub fn brought(&self) -> Option<(&Endpoint, &EndpointOrigin)> {
        let now = self.now.as_ref().filter(|_| self.deployed.is_none())?;
        now.brought_by.as_ref().map(|origin| (now, origin))
    }

    /// Whether there is anything to tell of it: a limit here, or something else there.
    pub fn tells(&self) -> bool {
        let limits = self.definition.cap.is_some() || self.definition.throttle.is_some();
        self.deployed.is_some() || limits || !self.holds()
    }

    /// Whether what holds there now is as the version says.
    pub fn holds(&self) -> bool {
        Endpoint::alike(self.now.as_ref(), Some(&self.definition))
    }
}
