//! `GET /v1/journeys`, `GET /v1/journeys/{id}`: what is wanted, and what was observed.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, header};
use rusqlite::Connection;

use super::App;
use super::access::{Look, May};
use super::problem::Problem;
use super::request::{Named, tag};
use crate::journey::JourneyId;
use crate::serve::store::{Activation, Activations, Definitions, Figures, StoreError, Stored, Totals, Wanted};
use crate::wire::{Journey, JourneyPause, JourneySpec, JourneyState, JourneyStatus, JourneyVersion, Journeys};

/// All journeys, without their versions.
#[utoipa::path(get, operation_id = "listJourneys", path = "/v1/journeys", tag = "journeys", security(("token" = ["instances:read"])),
    responses((status = 200, body = Journeys)))]
pub(super) async fn list(_: May<Look>, State(app): State<App>) -> Result<Json<Journeys>, Problem> {
    let journeys = app.read(|store| {
        let activations = Activations(store);
        let newest = Definitions(store).newest()?;
        newest.iter().map(|newest| shown(store, newest, activations.of(&newest.journey)?.as_ref())).collect()
    });
    journeys.await.map(|journeys| Json(Journeys { journeys }))
}

/// A journey, with its versions. The ETag is the generation of what is wanted.
#[utoipa::path(get, operation_id = "getJourney", path = "/v1/journeys/{id}", tag = "journeys", security(("token" = ["instances:read"])),
    params(("id" = String, Path, description = "Id of the journey")),
    responses((status = 200, body = Journey, headers(("ETag" = String, description = "Generation of what is wanted")))))]
pub(super) async fn one(
    _: May<Look>,
    State(app): State<App>,
    Named(id): Named<String>,
) -> Result<([(HeaderName, String); 1], Json<Journey>), Problem> {
    let journey = JourneyId(id);
    let found = app.read(move |store| of(store, &journey)).await?;
    found.map(answer).ok_or_else(Problem::no_journey)
}

/// A journey with its generation in the header.
pub(super) fn answer(journey: Journey) -> ([(HeaderName, String); 1], Json<Journey>) {
    let generation = journey.spec.as_ref().map_or(0, |spec| spec.generation);
    ([(header::ETAG, tag(generation))], Json(journey))
}

/// A journey with its versions; nothing where there is none of it.
pub(super) fn of(store: &Connection, journey: &JourneyId) -> Result<Option<Journey>, StoreError> {
    let versions = Definitions(store).of(journey)?;
    let Some(newest) = versions.first() else { return Ok(None) };
    let activation = Activations(store).of(journey)?;
    let mut shown = shown(store, newest, activation.as_ref())?;
    shown.versions = versions
        .into_iter()
        .map(|version| JourneyVersion { version: version.hash, received: version.received })
        .collect();
    Ok(Some(shown))
}

/// A journey as it is kept: its newest version, what is wanted, and what was observed.
fn shown(store: &Connection, newest: &Stored, activation: Option<&Activation>) -> Result<Journey, StoreError> {
    let hash_of = |number: Option<i64>| {
        let found = number.map(|number| Definitions(store).by_number(number)).transpose()?.flatten();
        Ok::<_, StoreError>(found.map(|found| found.hash))
    };
    let wanted = activation.zip(hash_of(activation.map(|wanted| wanted.definition))?);
    let spec = wanted.map(|(wanted, version)| JourneySpec {
        version,
        state: wanted.state.into(),
        generation: wanted.generation,
        since: wanted.since,
    });
    let version = hash_of(activation.and_then(|seen| seen.observed_definition))?;
    let status = activation.map(|seen| JourneyStatus {
        observed_generation: seen.observed_generation,
        state: seen.observed_state.map(JourneyState::from),
        version,
        since: seen.observed_at,
        ..JourneyStatus::default()
    });
    let Totals { entered, inside, discarded, discarded_in_pause } = Figures(store).totals(&newest.journey)?;
    let pausing = activation.filter(|seen| seen.observed_state == Some(Wanted::Paused)).and_then(|seen| seen.pausing);
    let pause = pausing.and_then(|pausing| pausing.pause).map(JourneyPause::from);
    Ok(Journey {
        id: newest.journey.to_string(),
        name: newest.name.clone(),
        spec,
        status: JourneyStatus { entered, inside, discarded, discarded_in_pause, pause, ..status.unwrap_or_default() },
        versions: Vec::new(),
    })
}

impl From<Wanted> for JourneyState {
    fn from(state: Wanted) -> Self {
        match state {
            Wanted::Live => Self::Live,
            Wanted::Paused => Self::Paused,
            Wanted::Closed => Self::Closed,
            Wanted::Stopped => Self::Stopped,
        }
    }
}

impl From<JourneyState> for Wanted {
    fn from(state: JourneyState) -> Self {
        match state {
            JourneyState::Live => Self::Live,
            JourneyState::Paused => Self::Paused,
            JourneyState::Closed => Self::Closed,
            JourneyState::Stopped => Self::Stopped,
        }
    }
}
