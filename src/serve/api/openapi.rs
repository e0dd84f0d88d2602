//! `GET /v1/openapi.json`: the protocol, described by the code that answers it.

use std::sync::LazyLock;

use axum::Json;
use serde_json::{Value, json};

use super::access::{Anybody, May};
use super::problem;
use crate::serve::store::Scope;
use crate::wire::{InstanceState, PROBLEM, Problem, ProblemError, StepEvent, StepForm};

static DOCUMENT: LazyLock<Value> = LazyLock::new(made);

/// This description.
#[utoipa::path(get, operation_id = "getOpenapi", path = "/v1/openapi.json", tag = "server", security(("token" = [])),
    responses((status = 200, body = Object)))]
pub(super) async fn get(_: May<Anybody>) -> Result<Json<&'static Value>, problem::Problem> {
    Ok(Json(&DOCUMENT))
}

/// The description of every route, as OpenAPI 3.1.
pub fn document() -> &'static Value {
    &DOCUMENT
}

fn made() -> Value {
    let mut api = super::routes().into_openapi();
    api.merge(<Shared as utoipa::OpenApi>::openapi());
    let mut document = serde_json::to_value(api).expect("a description is JSON");
    let scopes: Vec<String> = Scope::ALL.iter().map(|scope| format!("`{}`", scope.word())).collect();
    document["info"] = json!({
        "title": "Waymark",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "The wire protocol of a Waymark server. Refusals are problems as RFC 9457 has them.",
        "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
    });
    document["components"]["securitySchemes"]["token"] = json!({
        "type": "http",
        "scheme": "bearer",
        "description": format!("`waymark serve token add` makes one. Scopes: {}.", scopes.join(", ")),
    });
    let refusal = json!({
        "description": "It was refused; the problem says why.",
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    });
    for operations in document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut()) {
        for operation in operations.as_object_mut().into_iter().flat_map(|operations| operations.values_mut()) {
            operation["responses"]["default"] = refusal.clone();
        }
    }
    document
}

/// What every route has in common, and what stands only in a query.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(Problem, ProblemError, InstanceState, StepEvent, StepForm)))]
struct Shared;
