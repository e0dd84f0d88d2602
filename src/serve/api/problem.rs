//! What is refused, as RFC 9457 has it: one form for every refusal, with pointers to what is wrong in the body.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::exchange::json::JsonError;
use crate::serve::store::StoreError;
use crate::serve::writer::Fault;

/// The media type of problems.
pub const MEDIA: &str = "application/problem+json";

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Which problem: `urn:waymark:problem:` and its word.
    #[serde(rename = "type")]
    kind: String,
    /// What kind of problem it is, always the same for the same type.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong here, and what to do.
    detail: String,
    /// What is wrong in the body, each at its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<At>,
    #[serde(skip)]
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// Something wrong in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProblemError)]
pub struct At {
    /// Where: a JSON pointer (RFC 6901) into the body; empty for the whole.
    pub pointer: String,
    /// Which rule or demand is not met.
    pub code: String,
    /// What is wrong, and what to do.
    pub detail: String,
}

impl Problem {
    /// A problem: its status, its word, its title and a sentence.
    pub fn new(status: StatusCode, word: &str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:waymark:problem:{word}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// With something that is wrong in the body.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(At { pointer: pointer.into(), code: code.into(), detail: detail.into() });
        self
    }

    /// The same, about this part of a list.
    #[must_use]
    pub fn within(mut self, index: usize) -> Self {
        for error in &mut self.errors {
            error.pointer.insert_str(0, &format!("/{index}"));
        }
        if self.errors.is_empty() {
            let detail = self.detail.clone();
            return self.at(format!("/{index}"), "line", detail);
        }
        self
    }

    /// With a header.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// With the seconds after which it is worth to try again.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.with(header::RETRY_AFTER, &seconds.to_string())
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The request itself cannot be understood.
    pub fn bad_request(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, "The request cannot be understood", detail)
    }

    /// The body can be read, but not be accepted; say why with [`Problem::at`].
    pub fn unacceptable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "The body cannot be accepted", detail)
    }

    /// There is no such thing.
    pub fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is no such thing", detail)
    }

    /// There is no such address.
    pub fn no_route() -> Self {
        Self::missing("there is nothing at this address; GET /v1/openapi.json lists what there is")
    }

    /// The address does not know the method; the header Allow, which the router adds, says which it does.
    pub fn no_method() -> Self {
        let title = "The method is not known here";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", title, "use a method that the header Allow names")
    }

    /// The condition of a change does not hold.
    pub fn stale(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "stale", "It has changed since it was read", detail)
    }

    /// A change needs a condition.
    pub fn unconditional(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PRECONDITION_REQUIRED, "unconditional", "The change needs a condition", detail)
    }

    /// The body is too large.
    pub fn too_large(most: usize) -> Self {
        let detail = format!("a body may have {most} bytes here; send it in parts");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large", detail)
    }

    /// The body has another media type.
    pub fn media(wanted: &str) -> Self {
        let detail = format!("send the body as {wanted}, and say so in the header Content-Type");
        let problem =
            Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "The media type is not known here", detail);
        problem.with(header::ACCEPT, wanted)
    }

    /// Something failed that must not fail.
    pub fn broken() -> Self {
        let detail = "the server failed at this request; nothing of it has happened, and its log says more";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", "The server failed", detail)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let detail = format!("{fault}");
        match fault {
            Fault::Busy => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", "Too much is waiting", detail).retry_after(1)
            }
            Fault::Stopping => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "stopping", "The server is stopping", detail).retry_after(5)
            }
            Fault::Store(_) => {
                let title = "Nothing can be kept right now";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "store", title, detail).retry_after(5)
            }
            Fault::Broken => Self::broken(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store could not be read");
        let title = "What is kept cannot be read right now";
        let detail = "the store cannot be read; the server's log says more";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "store", title, detail).retry_after(5)
    }
}

impl From<JsonError> for Problem {
    fn from(error: JsonError) -> Self {
        Self::unacceptable(format!("the definition cannot be read: {error}")).at(error.pointer, "form", error.message)
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let (status, headers) = (self.status(), std::mem::take(&mut self.headers));
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
        for (name, value) in headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}
