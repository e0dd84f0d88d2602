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
    for (path, operations) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            let refusals = refusals(path, method, operation);
            let Some(responses) = operation["responses"].as_object_mut() else { continue };
            for (status, why) in refusals {
                let content = json!({PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}});
                let refusal = json!({"description": why, "content": content});
                responses.entry(status.to_string()).or_insert(refusal);
            }
        }
    }
    document
}

/// With what an operation may be refused: what it takes says so. Everything else would be a surprise.
fn refusals(path: &str, method: &str, operation: &Value) -> Vec<(u16, &'static str)> {
    let mut refusals = vec![
        (400, "The request cannot be understood."),
        (401, "No token, or one that does not count."),
        (403, "The token does not allow it."),
        (429, "Too much at once; `Retry-After` says when it is worth to try again."),
        (431, "The headers are too large."),
        (500, "The server failed at it; nothing of it has happened."),
        (503, "It cannot be done now; `Retry-After` says when it is worth to try again."),
    ];
    if path.contains('{') {
        refusals.push((404, "There is no such thing."));
    }
    if operation.get("requestBody").is_some() {
        refusals.extend([
            (408, "The body did not arrive in time."),
            (409, "Something else was asked for under the same key."),
            (413, "The body is too large."),
            (415, "The body is of another kind."),
            (422, "The body can be read, and not be accepted; `errors` points at what is wrong."),
        ]);
    }
    if path == "/v1/steps" {
        refusals.push((404, "This server has no version of the journey."));
        refusals.push((409, "No step has that number yet: an older store was put back."));
    }
    if method == "put" {
        refusals.extend([
            (412, "It has changed meanwhile: `If-Match` names what is no longer there."),
            (428, "`If-Match` is missing."),
        ]);
    }
    refusals
}

/// What every route has in common, and what stands only in a query.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(Problem, ProblemError, InstanceState, StepEvent, StepForm)))]
struct Shared;
