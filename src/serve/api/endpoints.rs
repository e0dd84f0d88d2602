//! `PUT /v1/endpoints/{id}` and what is deployed: the addresses that actions share. Those deployed here rule over those
//! that a definition brings.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use jiff::Timestamp;
use rusqlite::Connection;

use super::App;
use super::access::{Look, May, Push};
use super::body::Json as Body;
use super::problem::Problem;
use super::request::{Expected, Named, tag};
use crate::journey::{self, EndpointId};
use crate::run::traffic::Figures;
use crate::serve::engine::Shown;
use crate::serve::store::{DeployedEndpoint, Endpoints, StoreError};
use crate::wire::{Endpoint, EndpointOrigin, EndpointStatus, Endpoints as Listed};

type Tag = [(HeaderName, String); 1];

/// All endpoints whose limits hold: those that are deployed, and those that come with journeys that were activated.
#[utoipa::path(get, operation_id = "listEndpoints", path = "/v1/endpoints", tag = "endpoints", security(("token" = ["instances:read"])),
    responses((status = 200, body = Listed)))]
pub(super) async fn list(_: May<Look>, State(app): State<App>) -> Result<Json<Listed>, Problem> {
    let now = app.clock.now();
    let versions = app.clone();
    let found = app.read(move |store| {
        let in_force = versions.versions.in_force(store)?;
        let all = in_force.endpoints();
        all.iter().map(|endpoint| observed(store, endpoint, in_force.origin(endpoint), now)).collect()
    });
    Ok(Json(Listed { endpoints: found.await? }))
}

/// An endpoint whose limits hold. The ETag counts its changes; it is "0" where it is not deployed by itself and comes with a
/// journey.
#[utoipa::path(get, operation_id = "getEndpoint", path = "/v1/endpoints/{id}", tag = "endpoints", security(("token" = ["instances:read"])),
    params(("id" = String, Path, description = "Id of the endpoint")),
    responses((status = 200, body = Endpoint, headers(("ETag" = String, description = "How often it changed")))))]
pub(super) async fn one(
    _: May<Look>,
    State(app): State<App>,
    Named(id): Named<String>,
) -> Result<(Tag, Json<Endpoint>), Problem> {
    let (now, versions) = (app.clock.now(), app.clone());
    let found = app.read(move |store| {
        let id = EndpointId(id);
        if let Some(DeployedEndpoint { generation, endpoint }) = Endpoints(store).by_id(&id)? {
            return Ok(Some((generation, observed(store, &endpoint, None, now)?)));
        }
        let in_force = versions.versions.in_force(store)?;
        let Some(endpoint) = in_force.endpoints().into_iter().find(|endpoint| endpoint.id == id) else {
            return Ok(None);
        };
        Ok(Some((0, observed(store, &endpoint, in_force.origin(&endpoint), now)?)))
    });
    let (generation, endpoint) = found
        .await?
        .ok_or_else(|| Problem::missing("no endpoint of this id is deployed here, or comes with a journey"))?;
    Ok(([(header::ETAG, tag(generation))], Json(endpoint)))
}

/// An endpoint with what became of its calls.
fn observed(
    store: &Connection,
    endpoint: &journey::Endpoint,
    brought_by: Option<EndpointOrigin>,
    now: Timestamp,
) -> Result<Endpoint, StoreError> {
    let limits = endpoint.cap.is_some() || endpoint.throttle.is_some();
    let figures = limits.then(|| Shown(store).traffic(endpoint, now)).transpose()?;
    let status = figures.map(|Figures { waiting, sent, refused }| EndpointStatus {
        waiting,
        sent_last_minute: sent,
        capped: refused,
    });
    Ok(Endpoint { status, brought_by, ..Endpoint::from(endpoint) })
}

/// Deploys an endpoint. With If-Match only where it has not changed since it was read.
#[utoipa::path(put, operation_id = "putEndpoint", path = "/v1/endpoints/{id}", tag = "endpoints", security(("token" = ["journeys:write"])),
    params(
        ("id" = String, Path, description = "Id of the endpoint"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the endpoint, or *"),
    ),
    request_body = Endpoint,
    responses(
        (status = 200, body = Endpoint, description = "It was here already"),
        (status = 201, body = Endpoint, description = "It is new here"),
    ))]
pub(super) async fn put(
    may: May<Push>,
    State(app): State<App>,
    Named(id): Named<String>,
    headers: HeaderMap,
    Body(mut wanted): Body<Endpoint>,
) -> Result<(StatusCode, Tag, Json<Endpoint>), Problem> {
    acceptable(&wanted, &id)?;
    (wanted.id, wanted.brought_by, wanted.status) = (id, None, None);
    let (endpoint, expected) = (journey::Endpoint::from(wanted.clone()), Expected::of(&headers));
    let generation = app.writer.ask(1, move |engine, now| {
        let endpoints = Endpoints(engine.store.connection());
        let known = endpoints.by_id(&endpoint.id)?;
        let generation = known.as_ref().map_or(0, |known| known.generation);
        let is_expected = match &expected {
            Expected::Nothing => true,
            Expected::Anything => known.is_some(),
            expected @ Expected::Tags(_) => expected.is(&tag(generation)),
        };
        if !is_expected {
            return Ok(Err(Problem::stale("the endpoint has changed by now; read it again, then decide")));
        }
        if known.is_some_and(|known| known.endpoint == endpoint) {
            return Ok(Ok((generation, generation)));
        }
        let new = endpoints.put(&endpoint, now)?;
        engine.limits_changed()?;
        Ok(Ok((generation, new)))
    });
    let (before, generation) = generation.await??;
    if before != generation {
        may.changed("endpoint deployed", &wanted.id);
    }
    let is_new = before == 0;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, [(header::ETAG, tag(generation))], Json(wanted)))
}

/// What an endpoint must be so that its limits can be kept.
fn acceptable(endpoint: &Endpoint, id: &str) -> Result<(), Problem> {
    let mut faults: Vec<(&str, &str, String)> = Vec::new();
    if !endpoint.id.is_empty() && endpoint.id != id {
        faults.push(("/id", "other-endpoint", format!("the address says {id}")));
    }
    let host = journey::host_of(&endpoint.url_pattern);
    let pattern = &endpoint.url_pattern;
    let is_net = ["https://", "http://", "nats://", "tls://"].iter().any(|scheme| pattern.starts_with(scheme));
    if !pattern.starts_with(journey::FILE_SCHEME) && (!is_net || host.is_none_or(|host| host.contains('*'))) {
        faults.push(("/urlPattern", "url", "begin with https:// and a host that is spelled out".to_owned()));
    }
    if endpoint.cap.is_some() && endpoint.throttle.is_some() {
        faults.push(("/throttle", "cap-or-throttle", "have a cap or a throttle, not both".to_owned()));
    }
    let mut positive = |pointer, number: Option<i64>| {
        if number.is_some_and(|number| number < 1) {
            faults.push((pointer, "positive", "must be at least 1".to_owned()));
        }
    };
    positive("/cap/maxCalls", endpoint.cap.as_ref().map(|cap| cap.max_calls));
    positive("/cap/periodMs", endpoint.cap.as_ref().map(|cap| cap.period_ms));
    positive("/cap/maxConnections", endpoint.cap.as_ref().and_then(|cap| cap.max_connections));
    positive("/throttle/maxThroughput", endpoint.throttle.as_ref().map(|throttle| throttle.max_throughput));
    if faults.is_empty() {
        return Ok(());
    }
    let problem = Problem::unacceptable("the endpoint cannot be deployed");
    Err(faults.into_iter().fold(problem, |problem, (pointer, code, detail)| problem.at(pointer, code, detail)))
}
