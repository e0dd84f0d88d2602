//! Around every request: a name for it, an end to its time, a catch for panics, one line in the log, and its figures.
//! The log names route, status and token, never a person or what was sent.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tokio::time::timeout;

use super::App;
use super::access::Caller;
use super::problem::Problem;
use super::request::DryRun;
use crate::journey::hex;

/// The header that names a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn watch(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = name(&request);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let dry_run = Query::<DryRun>::try_from_uri(request.uri()).is_ok_and(|Query(asked)| asked.dry_run);
    let caller = Caller::default();
    request.extensions_mut().insert(caller.clone());
    let size: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let mut response = if size > app.limits.header_bytes {
        oversized(app.limits.header_bytes).into_response()
    } else {
        answered(request, next, app.limits.answer_within).await
    };
    let status = response.status().as_u16();
    let seconds = began.elapsed().as_secs_f64();
    app.metrics.answered(method.as_str(), &route, status, seconds);
    let caller = caller.0.get().map_or("", String::as_str);
    // Asking what would change is told apart from changing it.
    let dry_run = dry_run.then_some(true);
    let milliseconds = seconds * 1_000.0;
    tracing::info!(request = %id, %method, route, dry_run, status, milliseconds, caller, "answered");
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    // What is said here is for whoever asked, and for now.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn answered(request: Request, next: Next, within: Duration) -> Response {
    // A task of its own: a panic ends it alone, and what was asked is finished even if whoever asked has gone.
    let mut task = tokio::spawn(next.run(request));
    match timeout(within, &mut task).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Problem::broken().into_response(),
        Err(_) => {
            task.abort();
            late().into_response()
        }
    }
}

/// Reading stops only at about twice as many, because it happens in pieces.
fn oversized(most: usize) -> Problem {
    let (status, title) = (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too large");
    Problem::new(status, "headers", title, format!("headers may have {most} bytes in all"))
}

fn late() -> Problem {
    let detail = "the answer took too long; look whether it has happened, then try again";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "late", "The answer took too long", detail).retry_after(5)
}

/// The name that the caller gave, where it is short and plain; else one of our own.
fn name(request: &Request) -> String {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let is_plain = |id: &&str| {
        (1..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    given.filter(is_plain).map_or_else(chance, str::to_owned)
}

fn chance() -> String {
    let mut bytes = [0; 8];
    // Without chance a name is only less unique.
    let _ = getrandom::fill(&mut bytes);
    hex(bytes)
}
