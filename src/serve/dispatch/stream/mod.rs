//! Streams: what is appended in place of being sent. Each kind answers as a call would, so that `run` decides on
//! retries and paths as it does for calls: 200 once the other side has it for good, and the statuses that it says.

mod file;
mod nats;
mod tail;

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use thiserror::Error;
use tokio::time::{Instant, timeout_at};

use super::fill::Unfit;
use super::guard::{Guard, Refusal};
use super::{Attempt, NoDispatch, Policy};
use crate::journey::{Obstacle, Stream};
use crate::run::Outcome;
use crate::secrets::Secrets;

/// Every stream that something is appended to.
pub(super) struct Streams {
    files: file::Files,
    nats: nats::Nats,
}

/// Why nothing was appended.
#[derive(Debug, Error)]
pub(in crate::serve::dispatch) enum Unkept {
    #[error("the file cannot be written: {0}")]
    File(io::Error),
    #[error("this server has no folder for streams")]
    NoFolder,
    #[error("the writer of the stream is gone")]
    Gone,
    #[error("the connection broke off")]
    Lost,
    #[error("{0} cannot be reached safely: {1}")]
    Unsafe(String, String),
    #[error("the server of the stream cannot be signed in to: {0}")]
    SignIn(String),
    #[error("what is appended is larger than the stream takes")]
    Large,
    #[error("the answer of the stream cannot be read")]
    Answer,
}

impl Unkept {
    /// What stands in the way for good.
    pub(in crate::serve::dispatch) fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::NoFolder => Some(Obstacle::Policy),
            Self::Large => Some(Obstacle::Form),
            Self::Unsafe(..) => Some(Obstacle::Untrusted),
            _ => None,
        }
    }
}

/// Why an attempt at appending came to no answer.
#[derive(Debug, Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Unfit(#[from] Unfit),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Unkept(#[from] Unkept),
}

impl Streams {
    pub(super) fn new(policy: &Policy, guard: Guard) -> Result<Self, NoDispatch> {
        let nats = nats::Nats::new(guard, &policy.trusted)?;
        Ok(Self { files: file::Files::open(policy.streams.as_deref())?, nats })
    }

    /// Appends what an attempt carries; it left at this moment.
    pub(super) async fn append(
        &self,
        stream: &Stream,
        attempt: &Attempt,
        at: Timestamp,
        secrets: &Arc<dyn Secrets>,
    ) -> Result<Outcome, Fault> {
        let body = attempt.request.body.as_ref().unwrap_or(&Json::Null);
        match stream {
            Stream::File { name, rotation } => {
                let entry = file::Entry { key: attempt.key.clone(), at, rotation: *rotation, data: body };
                // Whoever makes room in time costs nobody the retries; half of the time is left for these.
                let (until, mut is_full) = (Instant::now() + attempt.within / 2, false);
                loop {
                    let append = self.files.append(name, &entry);
                    let done = match is_full {
                        // By now it is known why not, however long the next look takes.
                        true => timeout_at(until, append).await.unwrap_or_else(|_| Err(no_room())),
                        false => append.await,
                    };
                    match done {
                        Err(Unkept::File(error)) if has_no_room(&error) => {
                            is_full = true;
                            if Instant::now() + AGAIN >= until {
                                return Ok(refused(507, "the disk of the stream is full"));
                            }
                            tokio::time::sleep(AGAIN).await;
                        }
                        done => return Ok(done?),
                    }
                }
            }
            Stream::JetStream { .. } => self.nats.append(stream, attempt, at, body, &**secrets).await,
        }
    }
}

/// How long to wait before a disk that was full is written again.
const AGAIN: Duration = Duration::from_secs(1);

/// Whether there was no room for it: on the disk, for its owner, or in a file.
fn has_no_room(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

/// That there was still no room when time was up.
fn no_room() -> Unkept {
    Unkept::File(ErrorKind::StorageFull.into())
}

/// That it is not kept, and why, in the form in which a call is answered.
fn refused(status: u16, why: &str) -> Outcome {
    Outcome::Answered { status, body: json!({"error": {"code": status, "description": why}}).to_string() }
}

/// That it is kept, in the form in which a call is answered.
fn kept(said: &Json) -> Outcome {
    Outcome::Answered { status: 200, body: said.to_string() }
}
