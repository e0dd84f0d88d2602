//! `PUT /v1/journeys/{id}/activation`: the wish for a state. Wishing the same twice is wishing once, so that a caller
//! whose answer was lost may ask again.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName};

use super::App;
use super::access::{Activate, May};
use super::body::Json as Body;
use super::journeys;
use super::problem::Problem;
use super::request::{Expected, Named, tag};
use crate::journey::JourneyId;
use crate::serve::engine::Engine;
use crate::serve::store::{Activations, Definitions, StoreError, Wanted};
use crate::wire::{ActivationWish, Journey};

/// Says what state a journey is to be in, by which of its versions. If-Match names the generation that this follows:
/// the ETag of the journey.
#[utoipa::path(put, operation_id = "putActivation", path = "/v1/journeys/{id}/activation", tag = "journeys",
    security(("token" = ["journeys:activate"])),
    params(
        ("id" = String, Path, description = "Id of the journey"),
        ("If-Match" = String, Header, description = "The ETag of the journey, or *"),
    ),
    request_body = ActivationWish,
    responses((status = 200, body = Journey, headers(("ETag" = String, description = "Generation of what is wanted")))))]
pub(super) async fn put(
    _: May<Activate>,
    State(app): State<App>,
    Named(id): Named<String>,
    headers: HeaderMap,
    Body(wish): Body<ActivationWish>,
) -> Result<([(HeaderName, String); 1], Json<Journey>), Problem> {
    let (journey, expected) = (JourneyId(id), Expected::of(&headers));
    if expected == Expected::Nothing {
        let detail = "say in If-Match which generation this follows: the ETag of GET /v1/journeys/{id}";
        return Err(Problem::unconditional(detail));
    }
    let done = app.writer.ask(1, move |engine, _| want(engine, &journey, &wish, &expected)).await??;
    Ok(journeys::answer(done))
}

type Answer = Result<Result<Journey, Problem>, StoreError>;

fn want(engine: &mut Engine, journey: &JourneyId, wish: &ActivationWish, expected: &Expected) -> Answer {
    let store = engine.store.connection();
    let missing = || Problem::missing("this server has no version of such a journey");
    let Some(newest) = Definitions(store).of(journey)?.into_iter().next() else { return Ok(Err(missing())) };
    let Some(version) = Definitions(store).by_hash(&wish.version)?.filter(|found| found.journey == newest.journey)
    else {
        let detail = "push this version first: PUT /v1/journeys/{id}/versions/{sha256}";
        let problem = Problem::unacceptable("this server does not have that version of the journey");
        return Ok(Err(problem.at("/version", "unknown-version", detail)));
    };
    let (now_wanted, state) = (Activations(store).of(journey)?, Wanted::from(wish.state));
    let generation = now_wanted.as_ref().map_or(0, |known| known.generation);
    if !expected.is(&tag(generation)) {
        let detail = format!("the journey is at generation {generation} by now; read it again, then decide");
        return Ok(Err(Problem::stale(detail)));
    }
    let is_wanted = now_wanted.is_some_and(|known| known.definition == version.number && known.state == state);
    if !is_wanted {
        engine.want(journey, version.number, state)?;
    }
    Ok(journeys::of(engine.store.connection(), journey)?.ok_or_else(missing))
}
