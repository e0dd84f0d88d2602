//! How a refusal is made: from what failed within to the problem that goes over the wire, with its headers.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::exchange::json::JsonError;
use crate::serve::store::StoreError;
use crate::serve::writer::Fault;
use crate::wire::{self, PROBLEM, PROBLEM_NAME, ProblemError};

/// A refusal, with the headers that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    // A refusal is rare: what is answered otherwise need not be as large.
    said: Box<wire::Problem>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem: its status, its word, its title and a sentence.
    pub fn new(status: StatusCode, word: &str, title: &'static str, detail: impl Into<String>) -> Self {
        let said = Box::new(wire::Problem {
            kind: format!("{PROBLEM_NAME}{word}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        });
        Self { said, headers: Vec::new() }
    }

    /// With something that is wrong in the body.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        self.said.errors.push(ProblemError { pointer: pointer.into(), code: code.into(), detail: detail.into() });
        self
    }

    /// The same, about this part of a list.
    #[must_use]
    pub fn within(mut self, index: usize) -> Self {
        for error in &mut self.said.errors {
            error.pointer.insert_str(0, &format!("/{index}"));
        }
        if self.said.errors.is_empty() {
            let detail = self.said.detail.clone();
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
        StatusCode::from_u16(self.said.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
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

    /// There is no such journey here.
    pub fn no_journey() -> Self {
        Self::missing("this server has no version of such a journey")
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
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.said)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}
