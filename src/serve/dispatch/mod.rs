//! Dispatch: the only place of the server that talks to the outside.
//!
//! It makes one attempt at a call and says what came of it; whether another one follows is decided in [`crate::run`].
//! Delivery is at least once: after a crash the same attempt goes out again, with the same `Idempotency-Key`.
//! Nothing that it logs holds people's data: hosts, ids and reasons only.

mod berths;
mod client;
mod fill;
mod foresee;
mod guard;
mod line;
mod reply;
mod stream;
mod token;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{HeaderName, HeaderValue};
use thiserror::Error;

use crate::journey::{Action, Authentication, CustomAuthentication, Obstacle, authority_of, host_of};
use crate::run::{Outcome, Request};
use crate::secrets::Secrets;
use berths::{Berth, Berths};
use client::Client;
use fill::{Filled, Unfit};
use reply::Unread;
use stream::Streams;
use token::{NoToken, Token, Tokens};

pub use foresee::{Foreseen, foresee};
pub use guard::{Allowed, Refusal};
pub use line::{Line, Place};

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
    /// Attempts at once; one endpoint alone gets half of them, so that none keeps the others from leaving.
    pub at_once: usize,
    /// Redirects that are followed, within one host; elsewhere none is.
    pub redirects: usize,
    /// More certificates to trust, as PEM: those of a private authority.
    pub trusted: Vec<String>,
    /// The folder of the streams that are files; without one nothing is appended to files.
    pub streams: Option<PathBuf>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allowed: Vec::new(),
            reply_bytes: 1024 * 1024,
            at_once: 1024,
            redirects: 0,
            trusted: Vec::new(),
            streams: None,
        }
    }
}

/// Why there is no dispatch.
#[derive(Debug, Error)]
pub enum NoDispatch {
    /// A certificate to trust is none.
    #[error("a trusted certificate cannot be read: {0}")]
    Certificate(String),
    /// The folder of the streams cannot be used.
    #[error("the folder of the streams cannot be used: {0}")]
    Streams(String),
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
    /// How long it may take, and what it needs before, each by itself; what it waits for its turn counts nowhere.
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
    /// Not before then, when it asks again.
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
    /// The line in which this one waits; none where nothing limits it.
    fn line(&self, _: &Attempt) -> Option<Arc<Line>> {
        None
    }

    /// Names the endpoint whose limits it meets, by which places are shared out; where there is none its host does.
    fn endpoint(&self, _: &Attempt) -> Option<String> {
        None
    }

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
    streams: Streams,
    secrets: Arc<dyn Secrets>,
    tokens: Tokens,
    gate: Arc<dyn Gate>,
    berths: Arc<Berths>,
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
    #[error("no token from {host}: {why}")]
    NoToken { host: String, why: NoToken },
    #[error("refused by a cap: {0}")]
    Capped(String),
    #[error("no answer in time")]
    Late,
    #[error(transparent)]
    Stream(#[from] stream::Fault),
    #[error(transparent)]
    Stopping(#[from] Stopping),
}

impl Fault {
    /// That a token was asked for in vain, by the host that was asked.
    fn no_token(custom: &CustomAuthentication, why: NoToken) -> Self {
        Self::NoToken { host: host_of(&custom.endpoint).unwrap_or_default().to_owned(), why }
    }

    /// The host at which it happened.
    fn host<'a>(&'a self, attempt: &'a Attempt) -> &'a str {
        match self {
            Self::NoToken { host, .. } => host,
            _ => host_of(&attempt.request.url).unwrap_or_default(),
        }
    }

    /// What comes of it for the attempt.
    fn outcome(self, attempt: &Attempt) -> Result<Outcome, Stopping> {
        Ok(match self {
            Self::Stopping(stopping) => return Err(stopping),
            Self::Late => Outcome::TimedOut,
            Self::Capped(because) => Outcome::Capped { because },
            fault => match (fault.obstacle(), &fault) {
                (Some(obstacle), _) => Outcome::Barred(obstacle),
                (None, Self::NoToken { .. }) => Outcome::NoToken { because: fault.to_string() },
                (None, Self::Unread(_)) => Outcome::Unreached { because: format!("{}: {fault}", fault.host(attempt)) },
                (None, _) => Outcome::Failed,
            },
        })
    }

    /// What stands in its way for good; nothing where another attempt may come to an answer.
    fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::Unfit(unfit) => Some(unfit.obstacle()),
            Self::Refused(_) => Some(Obstacle::Policy),
            Self::Unread(unread) => unread.obstacle(),
            Self::NoToken { why, .. } => why.obstacle(),
            Self::Stream(stream::Fault::Unfit(unfit)) => Some(unfit.obstacle()),
            Self::Stream(stream::Fault::Refused(_)) => Some(Obstacle::Policy),
            Self::Stream(stream::Fault::Unkept(unkept)) => unkept.obstacle(),
            Self::Capped(_) | Self::Late | Self::Stopping(_) => None,
        }
    }
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
        let client = Client::new(policy)?;
        Ok(Self {
            streams: Streams::new(policy, client.guard.clone())?,
            client,
            secrets,
            tokens: Tokens::default(),
            gate: Arc::new(Open),
            berths: Berths::new(policy.at_once.max(1)),
            stopping: AtomicBool::new(false),
        })
    }

    /// The same behind a gate.
    pub fn behind(self, gate: Arc<dyn Gate>) -> Self {
        Self { gate, ..self }
    }

    /// Makes one attempt, behind those that came before.
    ///
    /// # Errors
    /// Once the server is stopping.
    pub async fn attempt(&self, attempt: &Attempt) -> Result<Answer, Stopping> {
        self.attempt_at(attempt, self.place(attempt)).await
    }

    /// The place in which an attempt waits for its gate; none where nothing limits it. Those who take theirs one after
    /// another leave one after another.
    pub fn place(&self, attempt: &Attempt) -> Option<Place> {
        self.gate.line(attempt).map(|line| line.last_place())
    }

    /// Makes one attempt, which has its place already.
    ///
    /// # Errors
    /// Once the server is stopping.
    pub async fn attempt_at(&self, attempt: &Attempt, place: Option<Place>) -> Result<Answer, Stopping> {
        let begun = Instant::now();
        let mut left = Left::default();
        if self.stopping.load(Ordering::Acquire) {
            return Err(Stopping);
        }
        let outcome = match self.exchange(attempt, place, &mut left).await {
            Ok(outcome) => outcome,
            Err(fault) => {
                if !matches!(fault, Fault::Late | Fault::Stopping(_) | Fault::Capped(_)) {
                    let host = fault.host(attempt);
                    tracing::warn!(action = attempt.action.id.as_str(), host, reason = %fault, "an attempt failed");
                }
                fault.outcome(attempt)?
            }
        };
        let took = left.0.map_or(begun, |(_, at)| at).elapsed();
        Ok(Answer { outcome, sent_at: left.0.map(|(at, _)| at), took })
    }

    /// Attempts that are under way.
    pub fn under_way(&self) -> usize {
        self.berths.taken()
    }

    /// Takes no more attempts, and waits for those under way; says how many were not done in time.
    pub async fn drain(&self, at_most: Duration) -> usize {
        self.stopping.store(true, Ordering::Release);
        let _ = tokio::time::timeout(at_most, self.berths.empty()).await;
        self.under_way()
    }

    async fn exchange(&self, attempt: &Attempt, place: Option<Place>, left: &mut Left) -> Result<Outcome, Fault> {
        if let Some(stream) = &attempt.action.stream {
            let (passage, at) = self.leave(attempt, place, left).await?;
            let appended =
                in_time(attempt, async { Ok(self.streams.append(stream, attempt, at, &self.secrets).await?) });
            let appended = appended.await;
            drop(passage);
            return appended;
        }
        let Authentication::Custom(custom) = &attempt.action.authentication else {
            return self.send(attempt, None, place, left).await;
        };
        let (token, was_there) = self.token(attempt, custom).await?;
        let outcome = self.send(attempt, Some(&token), place, left).await?;
        if !(was_there && matches!(outcome, Outcome::Answered { status: 401, .. })) {
            return Ok(outcome);
        }
        // The token ended before its time. Nothing was done for it, so it is no second attempt.
        self.tokens.forget(custom, &token);
        let (token, _) = self.token(attempt, custom).await?;
        self.send(attempt, Some(&token), self.place(attempt), left).await
    }

    /// The token to sign in with, and whether it was there before.
    async fn token(&self, attempt: &Attempt, custom: &CustomAuthentication) -> Result<(Token, bool), Fault> {
        let asked = self.tokens.get(custom, &self.client, &self.secrets);
        let asked = tokio::time::timeout(attempt.within, asked).await;
        asked.unwrap_or(Err(NoToken::Late)).map_err(|why| Fault::no_token(custom, why))
    }

    async fn send(
        &self,
        attempt: &Attempt,
        token: Option<&Token>,
        place: Option<Place>,
        left: &mut Left,
    ) -> Result<Outcome, Fault> {
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
        let (passage, at) = self.leave(attempt, place, left).await?;
        request.headers_mut().insert(HeaderName::from_static("waymark-sent-at"), at.as_millisecond().into());
        let answered = in_time(attempt, async {
            let response = self.client.http.execute(request).await.map_err(Unread::from)?;
            let status = response.status().as_u16();
            let bytes = reply::read(response, self.client.reply_bytes).await?;
            Ok(Outcome::Answered { status, body: reply::json(bytes) })
        });
        let answered = answered.await;
        drop(passage);
        answered
    }

    /// Waits until this one may leave; what it holds until it is back, and the moment at which it left.
    async fn leave<'d>(
        &'d self,
        attempt: &'d Attempt,
        place: Option<Place>,
        left: &mut Left,
    ) -> Result<((Passage<'d>, Berth), Timestamp), Fault> {
        // What it waits for its turn is no time of the call.
        if let Some(place) = &place {
            place.is_first().await;
        }
        let endpoint =
            self.gate.endpoint(attempt).unwrap_or_else(|| authority_of(&attempt.request.url).to_ascii_lowercase());
        // Only now, so that whoever waits in line keeps nobody else from leaving.
        let berth = in_time(attempt, async { Ok(self.berths.take(&endpoint).await.ok_or(Stopping)?) }).await?;
        if self.stopping.load(Ordering::Acquire) {
            return Err(Stopping.into());
        }
        let (passage, at) = self.passage(attempt).await?;
        drop(place);
        left.0 = Some((at, Instant::now()));
        Ok(((passage, berth), at))
    }

    /// Waits at the gate; the moment at which it let this one through.
    async fn passage<'d>(&'d self, attempt: &'d Attempt) -> Result<(Passage<'d>, Timestamp), Fault> {
        loop {
            let now = Timestamp::now();
            match self.gate.pass(attempt, now) {
                // From here on it is back whatever happens.
                Pass::Go => return Ok((Passage { dispatch: self, attempt }, now)),
                Pass::Capped { because } => return Err(Fault::Capped(because)),
                Pass::At(then) => {
                    let wait = then.duration_since(now).max(SignedDuration::from_micros(100)).unsigned_abs();
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }
}

/// As long as the attempt may take.
async fn in_time<T>(attempt: &Attempt, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    tokio::time::timeout(attempt.within, work).await.unwrap_or(Err(Fault::Late))
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
