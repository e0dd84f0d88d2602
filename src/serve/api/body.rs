//! Bodies: of the right media type, not too large, not too slow, and read with a pointer to what is wrong.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use tokio::time::{Instant, timeout_at};
use tokio_stream::StreamExt as _;

use super::App;
use super::problem::Problem;
use crate::exchange::json;

/// A body of JSON, as text.
#[derive(Clone, Debug)]
pub(super) struct Text(pub String);

/// A body of JSON that is a value of this type.
#[derive(Clone, Debug)]
pub(super) struct Json<T>(pub T);

impl FromRequest<App> for Text {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if !is_json(&media(&request)) {
            return Err(Problem::media("application/json"));
        }
        let bytes = arrive(request, app, app.limits.body_bytes).await?;
        String::from_utf8(bytes.into()).map(Self).map_err(|_| Problem::bad_request("text", "the body is no UTF-8 text"))
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let Text(text) = Text::from_request(request, app).await?;
        value(&text).map(Self)
    }
}

/// Reads a value from JSON.
pub(super) fn value<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    read(text).map_err(|(pointer, error)| {
        if error.is_data() {
            let problem = Problem::unacceptable("the body does not have the form that is asked for");
            problem.at(pointer, "form", words(&error))
        } else {
            malformed(&error)
        }
    })
}

/// Reads a value from the line of this number in a body.
pub(super) fn line<T: DeserializeOwned>(text: &str, number: u64) -> Result<T, Problem> {
    read(text).map_err(|(pointer, error)| {
        let words = format!("line {number}, column {}: {}", error.column(), words(&error));
        if error.is_data() {
            Problem::unacceptable("the body does not have the form that is asked for").at(pointer, "form", words)
        } else {
            Problem::bad_request("json", format!("this is no JSON: {words}"))
        }
    })
}

/// What is wrong, without where.
fn words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or(&words).to_owned()
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, (String, serde_json::Error)> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| (pointer(error.path()), error.into_inner()))?;
    reader.end().map_err(|error| (String::new(), error))?;
    Ok(read)
}

/// The text is no JSON.
pub(super) fn malformed(error: &serde_json::Error) -> Problem {
    Problem::bad_request("json", format!("the body is no JSON: {error}"))
}

fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => pointer + &json::escaped(key),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// The media type that the request names, without what follows it.
pub(super) fn media(request: &Request) -> String {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    essence(media)
}

/// A media type without what follows it.
pub(super) fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is one of JSON.
pub(super) fn is_json(media: &str) -> bool {
    media == "application/json" || (media.starts_with("application/") && media.ends_with("+json"))
}

/// The body, once all of it is there.
pub(super) async fn arrive(request: Request, app: &App, most: usize) -> Result<Bytes, Problem> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > most as u64) {
        return Err(Problem::too_large(most));
    }
    let until = Instant::now() + app.limits.body_within;
    collect(request.into_body(), most, until).await
}

async fn collect(body: Body, most: usize, until: Instant) -> Result<Bytes, Problem> {
    let (mut stream, mut bytes) = (body.into_data_stream(), Vec::new());
    loop {
        match timeout_at(until, stream.next()).await {
            Ok(Some(Ok(part))) if bytes.len() + part.len() > most => return Err(Problem::too_large(most)),
            Ok(Some(Ok(part))) => bytes.extend_from_slice(&part),
            Ok(Some(Err(_))) => return Err(Problem::bad_request("body", "the body broke off")),
            Ok(None) => return Ok(bytes.into()),
            Err(_) => {
                let title = "The request took too long to arrive";
                let detail = "the body did not arrive in time; send it faster, or in parts";
                let problem = Problem::new(StatusCode::REQUEST_TIMEOUT, "slow", title, detail);
                return Err(problem.with(header::CONNECTION, "close"));
            }
        }
    }
}
