//! Why a server did not do what it was asked. Each says what to do, and whether it may have been done all the same.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Duration;

use thiserror::Error;

use crate::tls;
use crate::wire::Problem;

/// Why a server did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClientError {
    /// What stands for its address is none.
    #[error("“{url}” is no address of a server: write one such as https://journeys.example.com")]
    Address {
        /// What was written.
        url: String,
    },
    /// Everybody on the way could read along.
    #[error(
        "{url} leads beyond this machine without TLS, so that others could read the token on the way: write https://"
    )]
    Open {
        /// Where.
        url: String,
    },
    /// This machine cannot ask anybody.
    #[error("no request can be made from here: {why}")]
    NoClient {
        /// Why.
        why: String,
    },
    /// Nobody answers there.
    #[error("nobody answers at {url} ({why}): see that the server runs, and that this machine reaches it")]
    Unreachable {
        /// Where.
        url: String,
        /// Why.
        why: String,
    },
    /// It cannot prove who it is.
    #[error("{url} does not prove who it is ({why}): it needs a certificate that this machine trusts")]
    Untrusted {
        /// Where.
        url: String,
        /// Why.
        why: String,
    },
    /// The connection broke before the answer came.
    #[error(
        "the connection to {url} broke before the answer came ({why}); it may have been done all the same: ask again, \
         which does nothing twice"
    )]
    Lost {
        /// Where.
        url: String,
        /// Why.
        why: String,
    },
    /// It took too long.
    #[error(
        "{url} gave no answer within {} s; it may have been done all the same: ask again, which does nothing twice",
        within.as_secs_f32()
    )]
    TooSlow {
        /// Where.
        url: String,
        /// How long was waited.
        within: Duration,
    },
    /// Something else answers there.
    #[error("what answers at {url} is no Waymark server that this program understands ({why}): see to the address")]
    Foreign {
        /// Where.
        url: String,
        /// What gave it away.
        why: String,
    },
    /// It is not clear to it who asks, or they may not.
    #[error("{url} does not let us: {}", problem.detail)]
    Forbidden {
        /// Where.
        url: String,
        /// What it says.
        problem: Box<Problem>,
    },
    /// Something has changed since it was read.
    #[error("somebody was faster: {}", problem.detail)]
    Conflict {
        /// What it says.
        problem: Box<Problem>,
    },
    /// It cannot right now.
    #[error("{url} cannot right now ({}): try again in {} s", problem.detail, after.as_secs())]
    Busy {
        /// Where.
        url: String,
        /// What it says.
        problem: Box<Problem>,
        /// When it is worth to try again.
        after: Duration,
    },
    /// It refuses what was asked.
    #[error("the server refuses: {}{}", problem.detail, places(problem))]
    Refused {
        /// What it says, with a pointer to each fault.
        problem: Box<Problem>,
    },
}

impl ClientError {
    /// Whether what was asked may have been done although no answer came.
    pub fn may_be_done(&self) -> bool {
        matches!(self, Self::Lost { .. } | Self::TooSlow { .. })
    }

    /// What happened, for whom nothing could have been done by it: who only looked.
    pub fn in_short(&self) -> String {
        match self {
            Self::TooSlow { url, within } => format!("{url} gave no answer within {} s", within.as_secs_f32()),
            Self::Lost { url, why } => format!("the connection to {url} broke before the answer came ({why})"),
            other => other.to_string(),
        }
    }

    /// What the server says, where it said something.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Forbidden { problem, .. }
            | Self::Conflict { problem }
            | Self::Busy { problem, .. }
            | Self::Refused { problem } => Some(problem),
            _ => None,
        }
    }

    /// Why a request brought no answer.
    pub(super) fn of(url: &str, within: Duration, error: &reqwest::Error) -> Self {
        let url = url.to_owned();
        let why = cause(error);
        if error.is_timeout() && !error.is_connect() {
            Self::TooSlow { url, within }
        } else if tls::fault(error).is_some() {
            Self::Untrusted { url, why }
        } else if error.is_connect() {
            Self::Unreachable { url, why }
        } else {
            Self::Lost { url, why }
        }
    }

    /// A refusal by its status.
    pub(super) fn refused(url: &str, problem: Problem, after: Option<Duration>) -> Self {
        let (url, status, problem) = (url.to_owned(), problem.status, Box::new(problem));
        match status {
            401 | 403 => Self::Forbidden { url, problem },
            412 => Self::Conflict { problem },
            429 | 503 => Self::Busy { url, problem, after: after.unwrap_or(Duration::from_secs(5)) },
            _ => Self::Refused { problem },
        }
    }
}

/// Each fault on a line of its own.
fn places(problem: &Problem) -> String {
    let mut text = String::new();
    for fault in &problem.errors {
        // Writing to a text cannot fail.
        let _ = write!(text, "\n  {} {} ({})", fault.pointer, fault.detail, fault.code);
    }
    text
}

/// What is at the bottom of it, in the words of the system.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no connection in time".to_owned();
    }
    let mut at: &dyn Error = error;
    while let Some(deeper) = at.source() {
        at = deeper;
    }
    at.to_string()
}
