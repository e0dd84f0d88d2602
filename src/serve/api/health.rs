//! `/healthz`, `/readyz`, `/metrics`: how the server is. The first two say nothing that is worth a token.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, header};

use super::App;
use super::access::{May, Measure};
use super::problem::Problem;
use crate::run::Counts;
use crate::serve::engine::Shown;
use crate::serve::metrics::{self, Kept, MOST_COUNTED};
use crate::serve::store::{Definitions, Figures, Plans};
use crate::wire::Health;

/// How long a beat of the heart counts: whoever asks more often gets the same answer.
const BEAT: Duration = Duration::from_secs(1);

/// The last beat that reached the disk.
#[derive(Debug, Default)]
pub(super) struct Beat(Mutex<Option<Instant>>);

/// Whether the process answers.
#[utoipa::path(get, operation_id = "getHealth", path = "/healthz", tag = "server", responses((status = 200, body = Health)))]
pub(super) async fn alive() -> Json<Health> {
    Json(Health::ok())
}

/// Whether work can be done: something was written to the disk within the last second.
#[utoipa::path(get, operation_id = "getReadiness", path = "/readyz", tag = "server", responses((status = 200, body = Health)))]
pub(super) async fn ready(State(app): State<App>) -> Result<Json<Health>, Problem> {
    let is_fresh = {
        let beat = app.beat.0.lock().unwrap_or_else(PoisonError::into_inner);
        beat.is_some_and(|at| at.elapsed() < BEAT) && app.writer.health().trouble().is_none()
    };
    if !is_fresh {
        app.writer.ask(1, |engine, now| engine.store.beat(now)).await?;
        *app.beat.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
    Ok(Json(Health::ok()))
}

/// Figures in the text form of OpenMetrics, which Prometheus reads.
#[utoipa::path(get, operation_id = "getMetrics", path = "/metrics", tag = "server", security(("token" = ["metrics:read"])),
    responses((status = 200, body = String, content_type = "application/openmetrics-text")))]
pub(super) async fn metrics(
    _: May<Measure>,
    State(app): State<App>,
) -> Result<([(HeaderName, &'static str); 1], String), Problem> {
    let (now, parts) = (app.clock.now(), app.clone());
    let kept = app.read(move |store| {
        let mut kept = Kept { outbox: Plans(store).outbox_length(MOST_COUNTED)?, ..Kept::default() };
        for newest in Definitions(store).newest()? {
            let mut counts = Counts::default();
            Figures(store).of(&newest.journey)?.iter().for_each(|(_, version)| counts.add(version));
            kept.journeys.push((newest.journey.0, counts));
        }
        for endpoint in parts.versions.in_force(store)?.endpoints() {
            if endpoint.cap.is_some() || endpoint.throttle.is_some() {
                let figures = Shown(store).traffic(&endpoint, now)?;
                kept.endpoints.push((endpoint.id.0, figures));
            }
        }
        Ok(kept)
    });
    Ok(([(header::CONTENT_TYPE, metrics::MEDIA)], app.metrics.text(&kept.await?)))
}
