//! `GET /v1/journeys/{id}/counts`: figures of a journey, as they are kept with its steps; nobody goes through these.

use axum::Json;
use axum::extract::State;

use super::App;
use super::access::{Look, May};
use super::problem::Problem;
use super::request::Named;
use crate::journey::JourneyId;
use crate::run;
use crate::serve::store::{Definitions, Figures};
use crate::wire::{JourneyCounts, VersionCounts};

/// What a journey's runs came to: who came in, who is inside, how runs ended; at each activity who came there, who waits,
/// how steps went and why they failed; and how many took each path. The figures stay when runs are forgotten after 91
/// days and when people are erased: they name nobody.
#[utoipa::path(get, operation_id = "getCounts", path = "/v1/journeys/{id}/counts", tag = "journeys",
    security(("token" = ["instances:read"])),
    params(("id" = String, Path, description = "Id of the journey")),
    responses((status = 200, body = JourneyCounts)))]
pub(super) async fn get(
    _: May<Look>,
    State(app): State<App>,
    Named(id): Named<String>,
) -> Result<Json<JourneyCounts>, Problem> {
    let journey = JourneyId(id.clone());
    let found = app.read(move |store| {
        if Definitions(store).of(&journey)?.is_empty() {
            return Ok(None);
        }
        Figures(store).of(&journey).map(Some)
    });
    let versions = found.await?.ok_or_else(Problem::no_journey)?;
    let mut total = run::Counts::default();
    versions.iter().for_each(|(_, counts)| total.add(counts));
    let versions =
        versions.into_iter().map(|(version, counts)| VersionCounts { version, counts: (&counts).into() }).collect();
    Ok(Json(JourneyCounts { journey: id, total: (&total).into(), versions }))
}
