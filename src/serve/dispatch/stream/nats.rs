//! Streams of NATS JetStream. An entry is a message with its key in `Nats-Msg-Id`, by which the stream knows what it
//! has already; it counts once the stream has acknowledged it.
//!
//! One connection for each server and sign-in. While there is none, an attempt looks for one as long as its time lasts:
//! a server that begins anew costs nobody the retries. What was under way when a connection broke off is answered as
//! broken, and a retry asks again under the same key.

use std::collections::BTreeMap;
use std::str::FromStr as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_nats::{
    Client, ConnectErrorKind, ConnectOptions, Event, HeaderMap, HeaderName, HeaderValue, Request, RequestErrorKind,
    ServerError,
};
use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value as Json, json};
use tokio::sync::{broadcast, watch};

use super::{Fault, Unkept, kept, refused};
use crate::journey::{Authentication, Stream};
use crate::run::Outcome;
use crate::secrets::{Revealed, Secrets};
use crate::serve::dispatch::fill::{Unfit, reveal};
use crate::serve::dispatch::guard::Guard;
use crate::serve::dispatch::{Attempt, NoDispatch, SENT_HEADER};
use crate::tls;

/// The header by which a stream knows what it has already.
const KEY_HEADER: &str = "Nats-Msg-Id";

/// How long to wait before a server that was not there is looked for again: first, and at most.
const AGAIN: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

/// How long one look may take.
const CONNECTS_WITHIN: Duration = Duration::from_secs(10);

/// Every server of NATS that something is appended to.
pub(super) struct Nats {
    guard: Guard,
    /// What is trusted beside the system's certificates, where there is anything.
    tls: Option<ClientConfig>,
    lines: Mutex<BTreeMap<Place, Arc<tokio::sync::Mutex<Option<Line>>>>>,
}

/// A server and who signs in there; of a secret, its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    server: String,
    sign_in: String,
}

/// A connection.
#[derive(Clone)]
struct Line {
    client: Client,
    lost: watch::Receiver<bool>,
    /// Subjects on which nothing may be said.
    forbidden: broadcast::Sender<String>,
}

/// How somebody signs in.
enum SignIn {
    Nobody,
    User(String, Revealed),
    Token(Revealed),
}

/// Why there is no connection.
enum Away {
    /// It is not there, or not yet.
    For,
    /// It greets without TLS, and was asked for it from the first byte.
    Plain,
    /// It does not let us in.
    Shut(Unkept),
}

impl Nats {
    pub(super) fn new(guard: Guard, trusted: &[String]) -> Result<Self, NoDispatch> {
        let tls = if trusted.is_empty() { None } else { Some(trusting(trusted)?) };
        Ok(Self { guard, tls, lines: Mutex::default() })
    }

    /// Appends to the subject that stands in the attempt's address.
    pub(super) async fn append(
        &self,
        stream: &Stream,
        attempt: &Attempt,
        at: Timestamp,
        body: &Json,
        secrets: &dyn Secrets,
    ) -> Result<Outcome, Fault> {
        let Stream::JetStream { server, .. } = stream else { return Err(Unfit::Address.into()) };
        let rest = attempt.request.url.strip_prefix(server.trim_end_matches('/'));
        let subject = rest.and_then(|rest| rest.strip_prefix('/')).ok_or(Unfit::Address)?;
        let mut headers = HeaderMap::new();
        for (name, value) in &attempt.request.headers {
            put(&mut headers, name, value)?;
        }
        put(&mut headers, SENT_HEADER, &at.as_millisecond().to_string())?;
        put(&mut headers, KEY_HEADER, &attempt.key)?;
        let line = match self.line(stream, attempt, secrets).await? {
            Ok(line) => line,
            // As a call is answered that signs in badly.
            Err(Unkept::SignIn(reason)) => {
                tracing::warn!(server, %reason, "a stream lets nobody in");
                return Ok(refused(401, "the server lets nobody in by these credentials"));
            }
            Err(unkept) => return Err(unkept.into()),
        };
        line.ask(subject, headers, body).await
    }

    /// The connection of a stream, looked for until there is one.
    async fn line(
        &self,
        stream: &Stream,
        attempt: &Attempt,
        secrets: &dyn Secrets,
    ) -> Result<Result<Line, Unkept>, Fault> {
        let parts = stream.server().ok_or(Unfit::Address)?;
        let (sign_in, who) = match &attempt.action.authentication {
            Authentication::None => (SignIn::Nobody, String::new()),
            Authentication::Basic { username, password } => {
                let who = format!("{username}:{}", password.as_str());
                (SignIn::User(username.clone(), reveal(secrets, password)?), who)
            }
            Authentication::Bearer(token) => (SignIn::Token(reveal(secrets, token)?), token.as_str().to_owned()),
            Authentication::ApiKey { .. } | Authentication::Custom(_) => {
                return Err(Unfit::SignIn.into());
            }
        };
        let scheme = if parts.by_tls { "tls" } else { "nats" };
        let host = if parts.host.contains(':') { format!("[{}]", parts.host) } else { parts.host.to_owned() };
        let place = Place { server: format!("{scheme}://{host}:{}", parts.port), sign_in: who };
        let line = {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(lines.entry(place.clone()).or_default())
        };
        let mut wait = AGAIN.0;
        loop {
            {
                // One looks for it, the others wait.
                let mut line = line.lock().await;
                match &*line {
                    Some(there) if !*there.lost.borrow() => return Ok(Ok(there.clone())),
                    _ => *line = None,
                }
                // Asked each time: the address of a name may be another one by now.
                let is_allowed = self.guard.reach(parts.host, parts.port).await?;
                match self.connect(&place, parts.by_tls, !is_allowed, &sign_in).await {
                    Ok(new) => return Ok(Ok(line.insert(new).clone())),
                    Err(Away::Shut(unkept)) => return Ok(Err(unkept)),
                    Err(Away::For | Away::Plain) => {}
                }
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(AGAIN.1);
        }
    }

    /// A server that is asked for TLS may speak it from the first byte (`handshake_first`), so that is tried first;
    /// most greet without it before.
    async fn connect(&self, place: &Place, by_tls: bool, needs_tls: bool, sign_in: &SignIn) -> Result<Line, Away> {
        if by_tls {
            match self.connect_so(place, true, true, sign_in).await {
                Err(Away::Plain) => {}
                connected => return connected,
            }
        }
        self.connect_so(place, false, by_tls || needs_tls, sign_in).await
    }

    async fn connect_so(&self, place: &Place, greets: bool, needs_tls: bool, sign_in: &SignIn) -> Result<Line, Away> {
        let (lose, lost) = watch::channel(false);
        let (forbid, _) = broadcast::channel(64);
        let forbidden = forbid.clone();
        let mut options = ConnectOptions::new()
            .name("Waymark")
            .connection_timeout(CONNECTS_WITHIN)
            .request_timeout(None)
            // Other servers that this one knows of were asked for by nobody.
            .ignore_discovered_servers()
            .max_reconnects(1)
            .require_tls(needs_tls)
            .event_callback(move |event| {
                match event {
                    Event::Disconnected | Event::Closed => {
                        let _ = lose.send(true);
                    }
                    Event::ServerError(ServerError::Other(words)) => {
                        if let Some(subject) = forbidden_subject(&words) {
                            let _ = forbid.send(subject.to_owned());
                        }
                    }
                    _ => {}
                }
                std::future::ready(())
            });
        if greets {
            options = options.tls_first();
        }
        if let Some(tls) = &self.tls {
            options = options.tls_client_config(tls.clone());
        }
        options = match sign_in {
            SignIn::Nobody => options,
            SignIn::User(name, password) => options.user_and_password(name.clone(), password.expose().to_owned()),
            SignIn::Token(token) => options.token(token.expose().to_owned()),
        };
        let error = match options.connect(&place.server).await {
            Ok(client) => return Ok(Line { client, lost, forbidden }),
            Err(error) => error,
        };
        // The client tells what TLS is about as an error of the connection, as if the server were away.
        if let Some(fault) = tls::distrust(&error) {
            if greets && matches!(fault, rustls::Error::InvalidMessage(_)) {
                return Err(Away::Plain);
            }
            return Err(Away::Shut(Unkept::Unsafe(place.server.clone(), fault.to_string())));
        }
        match error.kind() {
            ConnectErrorKind::AuthorizationViolation | ConnectErrorKind::Authentication => {
                Err(Away::Shut(Unkept::SignIn(error.to_string())))
            }
            ConnectErrorKind::Tls | ConnectErrorKind::ServerParse => {
                Err(Away::Shut(Unkept::Unsafe(place.server.clone(), error.to_string())))
            }
            _ => Err(Away::For),
        }
    }
}

impl Line {
    /// Says it, and waits for the acknowledgement of the stream that keeps the subject.
    async fn ask(mut self, subject: &str, headers: HeaderMap, body: &Json) -> Result<Outcome, Fault> {
        let request = Request::new().headers(headers).payload(body.to_string().into());
        let mut forbidden = self.forbidden.subscribe();
        let is_forbidden = async {
            loop {
                match forbidden.recv().await {
                    Ok(word) if word == subject => return,
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        let answered = tokio::select! {
            answered = self.client.send_request(subject.to_owned(), request) => answered,
            () = is_forbidden => return Ok(refused(403, "nothing may be said on this subject")),
            _ = self.lost.wait_for(|is_lost| *is_lost) => return Err(Unkept::Lost.into()),
        };
        match answered {
            Ok(message) => acknowledged(&message.payload),
            Err(error) => match error.kind() {
                // The server's own number for it: no stream keeps this subject, or none that could just now.
                RequestErrorKind::NoResponders => Ok(refused(503, "no stream keeps this subject")),
                RequestErrorKind::MaxPayloadExceeded => Err(Unkept::Large.into()),
                RequestErrorKind::InvalidSubject => Err(Unfit::Address.into()),
                RequestErrorKind::TimedOut | RequestErrorKind::Other => Err(Unkept::Lost.into()),
            },
        }
    }
}

/// What a stream says of an entry: where it stands, or why not.
fn acknowledged(payload: &[u8]) -> Result<Outcome, Fault> {
    let said: Json = serde_json::from_slice(payload).map_err(|_| Unkept::Answer)?;
    if let Some(error) = said.get("error") {
        let code = error.get("code").and_then(Json::as_u64).and_then(|code| u16::try_from(code).ok());
        let status = code.filter(|code| (400..600).contains(code)).unwrap_or(500);
        return Ok(Outcome::Answered { status, body: said.to_string() });
    }
    let (Some(stream), Some(number)) = (said.get("stream"), said.get("seq")) else { return Err(Unkept::Answer.into()) };
    let duplicate = said.get("duplicate").and_then(Json::as_bool).unwrap_or_default();
    Ok(kept(&json!({"stream": stream, "seq": number, "duplicate": duplicate})))
}

/// The subject of `Permissions Violation for Publish to "orders"`.
fn forbidden_subject(words: &str) -> Option<&str> {
    let (what, subject) = words.split_once('"')?;
    what.to_ascii_lowercase().contains("permissions violation for publish").then(|| subject.trim_end_matches('"'))
}

fn put(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Unfit> {
    let unfit = || Unfit::Header(name.to_owned());
    let key = HeaderName::from_str(name).map_err(|_| unfit())?;
    headers.insert(key, HeaderValue::from_str(value).map_err(|_| unfit())?);
    Ok(())
}

/// Trusts these beside what the system trusts.
fn trusting(trusted: &[String]) -> Result<ClientConfig, NoDispatch> {
    crate::tls::use_ring();
    let failed = |error: &dyn std::fmt::Display| NoDispatch::Certificate(error.to_string());
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for pem in trusted {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.map_err(|error| failed(&error))?;
            roots.add(certificate).map_err(|error| failed(&error))?;
        }
    }
    Ok(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}
