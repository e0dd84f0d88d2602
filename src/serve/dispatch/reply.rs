//! Replies: read to a limit, and kept where they are JSON.

use serde::de::IgnoredAny;
use thiserror::Error;

use super::Refusal;
use crate::journey::Obstacle;
use crate::tls;

/// Why a reply was not read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(super) enum Unread {
    #[error("the connection could not be made: {0}")]
    Connection(String),
    #[error("the exchange broke off: {0}")]
    Broken(String),
    #[error("the reply is larger than {0} bytes")]
    Large(usize),
    #[error(transparent)]
    Refused(Refusal),
    #[error("the other side cannot be trusted: {0}")]
    Untrusted(String),
}

impl Unread {
    /// What stands in the way of a reply for good.
    pub(super) fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::Large(_) => Some(Obstacle::Reply),
            Self::Refused(_) => Some(Obstacle::Policy),
            Self::Untrusted(_) => Some(Obstacle::Untrusted),
            Self::Connection(_) | Self::Broken(_) => None,
        }
    }
}

impl From<reqwest::Error> for Unread {
    fn from(error: reqwest::Error) -> Self {
        // A name is judged where it is looked up, deep within the client.
        if let Some(refusal) = refusal(&error) {
            return Self::Refused(refusal);
        }
        if let Some(fault) = tls::distrust(&error) {
            return Self::Untrusted(fault.to_string());
        }
        let is_connect = error.is_connect();
        // Addresses may hold people's data.
        let text = chain(&error.without_url());
        if is_connect { Self::Connection(text) } else { Self::Broken(text) }
    }
}

/// The guard's refusal among the causes of an error.
fn refusal(error: &dyn std::error::Error) -> Option<Refusal> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(refusal) = error.downcast_ref::<Refusal>() {
            return Some(refusal.clone());
        }
        cause = error.source();
    }
    None
}

/// An error with its causes, each once.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.ends_with(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

/// All bytes of a reply, if there are not too many.
pub(super) async fn read(mut response: reqwest::Response, at_most: usize) -> Result<Vec<u8>, Unread> {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
    if announced.is_some_and(|length| length > at_most) {
        return Err(Unread::Large(at_most));
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or_default());
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > at_most {
            return Err(Unread::Large(at_most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The text of a reply that is JSON; empty for everything else, which nobody could read anyway.
pub(super) fn json(bytes: Vec<u8>) -> String {
    match serde_json::from_slice::<IgnoredAny>(&bytes) {
        Ok(_) => String::from_utf8(bytes).unwrap_or_default(),
        Err(_) => String::new(),
    }
}
