//! PUSH: the other side of a server. [`plan`] works out purely what a push will do, from a cleared journey and from
//! what the server said; [`carry_out`] does it, step by step, so that it may be asked for again after whatever went
//! wrong; [`client`] is the only place of this program that asks a server.

pub mod carry_out;
pub mod client;
pub mod plan;
mod refusal;
mod turn;

pub use carry_out::{Clash, PushError};
pub use client::{Client, Manner, Tagged};
pub use plan::{Asked, Despite, Differences, Parcel, Plan, Shared, Unable};
pub use refusal::ClientError;
pub use turn::Turn;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::exchange::json;
use crate::journey::{EnvironmentId, JourneyId, Observation, Workspace};
use crate::wire::Journey;

/// The numbers of a journey's kept versions, by their content hashes.
pub fn kept(workspace: &Workspace, journey: &JourneyId) -> BTreeMap<String, u32> {
    let versions = workspace.versions_of(journey).rev();
    versions.map(|version| (json::hash(&version.definition()), version.number)).collect()
}

/// What was seen of a journey in an environment; nothing before its first activation there.
pub fn observation(environment: &EnvironmentId, journey: &Journey, at: Timestamp) -> Option<Observation> {
    let (version, state) = carry_out::runs(journey)?;
    Some(Observation { environment: environment.clone(), version, state: state.into(), at })
}
