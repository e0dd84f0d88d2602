//! Parts of a request that are read alike everywhere: names in the path, the query, conditions.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::App;
use super::problem::Problem;

/// The names in the path.
#[derive(Clone, Debug)]
pub(super) struct Named<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let read = Path::<T>::from_request_parts(parts, app).await;
        read.map(|Path(names)| Self(names)).map_err(|error| Problem::bad_request("path", error.body_text()))
    }
}

/// The query, where nothing unknown may stand.
#[derive(Clone, Debug)]
pub(super) struct Asking<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Asking<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let read = Query::<T>::from_request_parts(parts, app).await;
        read.map(|Query(query)| Self(query)).map_err(|error| Problem::bad_request("query", error.body_text()))
    }
}

/// Whether only to say what would happen.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct DryRun {
    pub dry_run: bool,
}

/// What a change expects to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// The header If-Match is missing.
    Nothing,
    /// Whatever is there.
    Anything,
    /// One of these.
    Tags(Vec<String>),
}

impl Expected {
    /// What the header If-Match says.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let texts: Vec<&str> =
            headers.get_all(header::IF_MATCH).iter().filter_map(|value| value.to_str().ok()).collect();
        if texts.is_empty() {
            return Self::Nothing;
        }
        let tags: Vec<String> =
            texts.iter().flat_map(|text| text.split(',')).map(|tag| tag.trim().to_owned()).collect();
        if tags.iter().any(|tag| tag == "*") { Self::Anything } else { Self::Tags(tags) }
    }

    /// Whether this is what was expected. A weak tag expects nothing in particular, so it never is.
    pub(super) fn is(&self, tag: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Anything => true,
            Self::Tags(tags) => tags.iter().any(|known| known == tag),
        }
    }
}

/// The tag of a generation.
pub(super) fn tag(generation: i64) -> String {
    format!("\"{generation}\"")
}
