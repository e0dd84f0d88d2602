//! Who may call what: every handler names the scope that it needs by its first argument.

use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri, header};

use super::App;
use super::problem::Problem;
use crate::serve::store::{Scope, Token, Tokens};

/// A scope as a type.
pub trait Needs: Send + Sync + 'static {
    /// The scope; nothing where any token will do.
    const SCOPE: Option<Scope>;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident = $scope:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Needs for $name {
            const SCOPE: Option<Scope> = $scope;
        }
    )*};
}

needs! {
    /// Pushing definitions and endpoints.
    Push = Some(Scope::JourneysWrite);
    /// Saying what state a journey is to be in.
    Activate = Some(Scope::JourneysActivate);
    /// Sending events, people and entries.
    Feed = Some(Scope::EventsWrite);
    /// Looking at journeys, people inside and what they did.
    Look = Some(Scope::InstancesRead);
    /// Ending runs, erasing people.
    Operate = Some(Scope::Operate);
    /// Reading the server's own figures.
    Measure = Some(Scope::MetricsRead);
    /// What everybody may know who may know anything.
    Anybody = None;
}

/// The proof that whoever calls may do what the handler does.
#[derive(Clone, Debug)]
pub struct May<N> {
    /// Who calls: the id of the token, or `open`.
    pub caller: String,
    /// What the token is for, in its owner's words.
    note: String,
    needs: PhantomData<N>,
}

impl<N> May<N> {
    /// Says in the log what an operator has changed, and who it was. Never about whom: `what` and `which` name no
    /// person.
    pub(super) fn changed(&self, what: &str, which: &str) {
        tracing::info!(caller = self.caller, note = self.note, what, which, "changed");
    }
}

/// Who called, for the log: filled in once it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Caller(pub Arc<OnceLock<String>>);

/// The caller where nobody needs a token.
const OPEN: &str = "open";

/// The caller for all who could not prove who they are, so that guessing is slow.
const STRANGER: &str = "stranger";

impl<N: Needs> FromRequestParts<App> for May<N> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let (caller, note, scopes) = match bearer(parts)? {
            None if app.open => {
                from_this_machine(parts).map_err(|foreign| app.pace.take(STRANGER).err().unwrap_or(foreign))?;
                (OPEN.to_owned(), String::new(), None)
            }
            None => return Err(stranger(app, "a token is needed: send `Authorization: Bearer waymark_…`", None)),
            Some(text) => {
                let Token { id, note, scopes, .. } = valid(app, text).await?;
                (id, note, Some(scopes))
            }
        };
        // Who is refused is named in the log too, and asks no faster than others.
        if let Some(Caller(noted)) = parts.extensions.get() {
            noted.get_or_init(|| caller.clone());
        }
        app.pace.take(&caller)?;
        if let (Some(scope), Some(scopes)) = (N::SCOPE, scopes)
            && !scopes.contains(&scope)
        {
            return Err(lacking(scope));
        }
        Ok(Self { caller, note, needs: PhantomData })
    }
}

/// The token of this text, where it is one of ours and not over.
async fn valid(app: &App, text: String) -> Result<Token, Problem> {
    let Some(token) = app.read(move |store| Tokens(store).of(&text)).await? else {
        return Err(stranger(app, "this token is not known here", Some("invalid_token")));
    };
    if token.expires.is_some_and(|expires| expires <= app.clock.now()) {
        return Err(stranger(app, "this token is over; ask for a new one", Some("invalid_token")));
    }
    Ok(token)
}

fn lacking(scope: Scope) -> Problem {
    let word = scope.word();
    let detail = format!("this token lacks the scope {word}");
    let title = "The token does not allow this";
    let challenge = format!("Bearer realm=\"waymark\", error=\"insufficient_scope\", scope=\"{word}\"");
    Problem::new(StatusCode::FORBIDDEN, "scope", title, detail).with(header::WWW_AUTHENTICATE, &challenge)
}

/// The token that the request brings.
fn bearer(parts: &Parts) -> Result<Option<String>, Problem> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let words = value.to_str().ok().and_then(|text| text.split_once(' '));
    match words {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && values.next().is_none() => {
            Ok(Some(token.trim().to_owned()))
        }
        _ => Err(refused("send one header `Authorization: Bearer waymark_…`", Some("invalid_request"))),
    }
}

fn stranger(app: &App, detail: &str, error: Option<&str>) -> Problem {
    match app.pace.take(STRANGER) {
        Ok(()) => refused(detail, error),
        Err(too_fast) => too_fast,
    }
}

fn refused(detail: &str, error: Option<&str>) -> Problem {
    let error = error.map(|error| format!(", error=\"{error}\"")).unwrap_or_default();
    let challenge = format!("Bearer realm=\"waymark\"{error}");
    let problem = Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", "It is not clear who asks", detail);
    problem.with(header::WWW_AUTHENTICATE, &challenge)
}

/// Where nobody needs a token, a page in a browser could ask in its reader's name, directly or by a name that it lets
/// lead here. Both show in what the browser says.
fn from_this_machine(parts: &Parts) -> Result<(), Problem> {
    let text = |name| parts.headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let host = parts.uri.authority().map(|authority| authority.as_str()).or_else(|| text(header::HOST));
    let origin = text(header::ORIGIN);
    let is_own_origin =
        origin.is_none_or(|origin| origin.parse::<Uri>().is_ok_and(|uri| uri.host().is_some_and(is_own)));
    if is_own_origin && host.is_none_or(|host| is_own(without_port(host))) {
        return Ok(());
    }
    let detail = "this server answers only programs of this machine; let it require tokens to reach it otherwise";
    Err(Problem::new(StatusCode::FORBIDDEN, "foreign", "The request comes from elsewhere", detail))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_own(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
