//! Dispatch: the only place that talks to the outside.
//!
//! It makes one attempt at a call and says what came of it; whether another one follows is decided in [`crate::run`].
//! Delivery is at least once: after a crash the same attempt goes out again, with the same `Idempotency-Key`.
//! Nothing that it logs holds people's data: hosts, ids and reasons only.

mod client;
mod fill;
mod guard;
mod reply;
mod token;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{HeaderName, HeaderValue};
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::journey::{Action, Authentication};
use crate::run::{Outcome, Request};
use crate::secrets::Secrets;
use client::Client;
use fill::{Filled, Unfit};
use reply::Unread;
use token::{NoToken, Token, Tokens};

pub use guard::{Allowed, Refusal};

/// The header that carries the key of a call: the same over attempts and restarts.
pub const KEY_HEADER: &str = "Idempotency-Key";

/// The header that carries the moment at which an attempt left, in milliseconds since 1970.
pub const SENT_HEADER: &str = "Waymark-Sent-At";

/// What dispatch may do, as the server's owner sets it.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Hosts that may be called although they are private, or without TLS.
    pub allowed: Vec<Allowed>,
    /// The largest reply that is read, in bytes.
    pub reply_bytes: usize,
    /// Attempts at once.
    pub at_once: usize,
    /// Redirects that are followed, within one host; elsewhere none is.
    pub redirects: usize,
    /// More certificates to trust, as PEM: those of a private authority.
    pub trusted: Vec<String>,
}

impl Default for Policy {
    fn default() -> Self {
        Self { allowed: Vec::new(), reply_bytes: 1024 * 1024, at_once: 1024, redirects: 0, trusted: Vec::new() }
    }
}

/// Why there is no dispatch.
#[derive(Debug, Error)]
pub enum NoDispatch {
    /// A certificate to trust is none.
    #[error("a trusted certificate cannot be read: {0}")]
    Certificate(String),
    /// The client does not start.
    #[error("the HTTP client does not start: {0}")]
    Client(String),
}

/// One attempt at a call.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The action: how the caller proves who it is, and where secrets go.
    pub action: Arc<Action>,
    /// What is sent, with names in the place of secrets.
    pub request: Request,
    /// The key of the call.
    pub key: String,
    /// How long it may take, with everything that it needs.
    pub within: Duration,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What `run` is told.
    pub outcome: Outcome,
    /// When it left; nothing where nothing was sent.
    pub sent_at: Option<Timestamp>,
    /// From there to the end of the answer.
    pub took: Duration,
}

/// The server is stopping: the attempt was not made and stays to be made.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the server is stopping")]
pub struct Stopping;

/// Whether an attempt may leave at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pass {
    /// It may.
    Go,
    /// Not before then; until then its place is kept.
    At(Timestamp),
    /// Refused by a cap.
    Capped {
        /// By which, in plain words.
        because: String,
    },
}

/// What attempts must pass at the very moment at which they leave, so that no delay on the way here puts one too many
/// into a window.
pub trait Gate: Send + Sync {
    /// May this one leave now? A pass is used up by asking.
    fn pass(&self, attempt: &Attempt, now: Timestamp) -> Pass;

    /// One that passed has its answer.
    fn back(&self, attempt: &Attempt, now: Timestamp);
}

/// A gate that stands open.
struct Open;

impl Gate for Open {
    fn pass(&self, _: &Attempt, _: Timestamp) -> Pass {
        Pass::Go
    }

    fn back(&self, _: &Attempt, _: Timestamp) {}
}

/// Makes attempts.
pub struct Dispatch {
    client: Client,
    secrets: Arc<dyn Secrets>,
    tokens: Tokens,
    gate: Arc<dyn Gate>,
    slots: Semaphore,
    at_once: u32,
    stopping: AtomicBool,
}

impl fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatch").field("under_way", &self.under_way()).finish_non_exhaustive()
    }
}

/// Why an attempt came to no answer.
#[derive(Debug, Error)]
enum Fault {
    #[error(transparent)]
    Unfit(#[from] Unfit),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("{0}")]
    Unread(#[from] Unread),
    #[error("no token: {0}")]
    NoToken(#[from] NoToken),
    #[error("refused by a cap: {0}")]
    Capped(String),
}

/// When the attempt left, kept outside so that it is known when time runs out.
#[derive(Default)]
struct Left(Option<(Timestamp, Instant)>);

impl Dispatch {
    /// Starts; sends nothing yet.
    ///
    /// # Errors
    /// Where the policy cannot be kept.
    pub fn new(policy: &Policy, secrets: Arc<dyn Secrets>) -> Result<Self, NoDispatch> {
        let at_once = u32::try_from(policy.at_once.clamp(1, Semaphore::MAX_PERMITS)).unwrap_or(u32::MAX);
        Ok(Self {
            client: Client::new(policy)?,
            secrets,
            tokens: Tokens::default(),
            gate: Arc::new(Open),
            slots: Semaphore::new(at_once as usize),
            at_once,
            stopping: AtomicBool::new(false),
        })
    }

    /// The same behind a gate.
    pub fn behind(self, gate: Arc<dyn Gate>) -> Self {
        Self { gate, ..self }
    }

    /// Makes one attempt.
    ///
    /// # Errors
    /// Once the server is stopping.
    pub async fn attempt(&self, attempt: &Attempt) -> Result<Answer, Stopping> {
        let begun = Instant::now();
        let until = tokio::time::Instant::now() + attempt.within;
        let mut left = Left::default();
        let slot = match tokio::time::timeout_at(until, self.slots.acquire()).await {
            Ok(slot) => Some(slot.map_err(|_| Stopping)?),
            Err(_) => None,
        };
        if self.stopping.load(Ordering::Acquire) {
            return Err(Stopping);
        }
        let outcome = match slot {
            None => Outcome::TimedOut,
            Some(_slot) => match tokio::time::timeout_at(until, self.exchange(attempt, &mut left)).await {
                Err(_) => Outcome::TimedOut,
                Ok(Ok(outcome)) => outcome,
                Ok(Err(Fault::Capped(because))) => Outcome::Capped { because },
                Ok(Err(fault)) => {
                    let host = crate::journey::host_of(&attempt.request.url).unwrap_or_default();
                    tracing::warn!(action = attempt.action.id.as_str(), host, reason = %fault, "an attempt failed");
                    Outcome::Failed
                }
            },
        };
        let took = left.0.map_or(begun, |(_, at)| at).elapsed();
        Ok(Answer { outcome, sent_at: left.0.map(|(at, _)| at), took })
    }

    /// Attempts that are under way.
    pub fn under_way(&self) -> usize {
        (self.at_once as usize).saturating_sub(self.slots.available_permits())
    }

    /// Takes no more attempts, and waits for those under way; says how many were not done in time.
    pub async fn drain(&self, at_most: Duration) -> usize {
        self.stopping.store(true, Ordering::Release);
        let _ = tokio::time::timeout(at_most, self.slots.acquire_many(self.at_once)).await;
        self.under_way()
    }

    async fn exchange(&self, attempt: &Attempt, left: &mut Left) -> Result<Outcome, Fault> {
        let Authentication::Custom(custom) = &attempt.action.authentication else {
            return self.send(attempt, None, left).await;
        };
        let (token, was_there) = self.tokens.get(custom, &self.client, &self.secrets).await?;
        let outcome = self.send(attempt, Some(&token), left).await?;
        if !(was_there && matches!(outcome, Outcome::Answered { status: 401, .. })) {
            return Ok(outcome);
        }
        // The token ended before its time. Nothing was done for it, so it is no second attempt.
        self.tokens.forget(custom, &token);
        let (token, _) = self.tokens.get(custom, &self.client, &self.secrets).await?;
        self.send(attempt, Some(&token), left).await
    }

    async fn send(&self, attempt: &Attempt, token: Option<&Token>, left: &mut Left) -> Result<Outcome, Fault> {
        let Filled { method, url, headers, basic, body } =
            fill::fill(&attempt.action, &attempt.request, token, &*self.secrets)?;
        self.client.guard.admit(&url)?;
        let mut request = self.client.http.request(method, url).headers(headers);
        if let Some((name, password)) = basic {
            request = request.basic_auth(name, Some(password.expose()));
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let mut request = request.build().map_err(Unread::from)?;
        let key = HeaderValue::from_bytes(attempt.key.as_bytes()).map_err(|_| Unfit::Header(KEY_HEADER.to_owned()))?;
        request.headers_mut().insert(HeaderName::from_static("idempotency-key"), key);
        let passage = self.passage(attempt).await?;
        let at = Timestamp::now();
        request.headers_mut().insert(HeaderName::from_static("waymark-sent-at"), at.as_millisecond().into());
        left.0 = Some((at, Instant::now()));
        let response = self.client.http.execute(request).await.map_err(Unread::from)?;
        let status = response.status().as_u16();
        let bytes = reply::read(response, self.client.reply_bytes).await?;
        drop(passage);
        Ok(Outcome::Answered { status, body: reply::json(bytes) })
    }

    /// Waits at the gate.
    async fn passage<'d>(&'d self, attempt: &'d Attempt) -> Result<Passage<'d>, Fault> {
        let now = Timestamp::now();
        let pass = self.gate.pass(attempt, now);
        if let Pass::Capped { because } = pass {
            return Err(Fault::Capped(because));
        }
        // From here on it is back whatever happens, also when its time is over while it waits.
        let passage = Passage { dispatch: self, attempt };
        if let Pass::At(then) = pass {
            // Never early: a clock that counts milliseconds may still stand before the moment.
            let wait = then.duration_since(now).max(SignedDuration::ZERO).unsigned_abs();
            tokio::time::sleep(wait + Duration::from_millis(1)).await;
        }
        Ok(passage)
    }
}

/// One passed the gate; it is back when this ends, however it ends.
struct Passage<'d> {
    dispatch: &'d Dispatch,
    attempt: &'d Attempt,
}

impl Drop for Passage<'_> {
    fn drop(&mut self) {
        self.dispatch.gate.back(self.attempt, Timestamp::now());
    }
}
