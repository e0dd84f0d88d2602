//! From a request that names secrets to the one that goes over the wire.
//!
//! Secrets go where the action says that they go, never where their marker happens to stand: what people type may look
//! like a marker, and must not draw a secret into a message.

use std::collections::BTreeMap;

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use thiserror::Error;

use super::token::Token;
use crate::journey::{Action, Authentication, Binding, Credential, KeyLocation, Obstacle, Secret, TokenUse};
use crate::run::Request;
use crate::run::wire;
use crate::secrets::{Revealed, Secrets};

/// Why nothing can be sent.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(super) enum Unfit {
    #[error("the secret {0} is not there")]
    Secret(String),
    #[error("the address cannot be read")]
    Address,
    #[error("the method cannot be sent")]
    Method,
    #[error("the header {0} cannot be sent")]
    Header(String),
    #[error("the body cannot be written")]
    Body,
    #[error("NATS signs in by user and password or by a token: change the action's authentication")]
    SignIn,
}

impl Unfit {
    /// Nothing of it is another time otherwise: not before somebody has changed something.
    pub(super) fn obstacle(&self) -> Obstacle {
        match self {
            Self::Secret(_) => Obstacle::Secret,
            Self::Address | Self::Method | Self::Header(_) | Self::Body | Self::SignIn => Obstacle::Form,
        }
    }
}

/// A request with everything in its place.
#[derive(Debug)]
pub(super) struct Filled {
    pub method: reqwest::Method,
    pub url: Url,
    pub headers: HeaderMap,
    /// User name and password, which the client writes.
    pub basic: Option<(String, Revealed)>,
    pub body: Option<String>,
}

/// Puts secrets and token into their places.
pub(super) fn fill(
    action: &Action,
    request: &Request,
    token: Option<&Token>,
    secrets: &dyn Secrets,
) -> Result<Filled, Unfit> {
    let reveal = |name: &Secret| reveal(secrets, name);
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        set(&mut headers, name, value, false)?;
    }
    let mut query = BTreeMap::new();
    for header in &action.headers {
        if let Binding::Secret(secret) = &header.value {
            set(&mut headers, &header.name, reveal(secret)?.expose(), true)?;
        }
    }
    for parameter in &action.query {
        if let Binding::Secret(secret) = &parameter.value {
            query.insert(wire::pair(&parameter.name, &wire::secret(secret)), (parameter.name.clone(), reveal(secret)?));
        }
    }
    let mut basic = None;
    match &action.authentication {
        Authentication::None => {}
        Authentication::Basic { username, password } => {
            headers.remove(AUTHORIZATION);
            basic = Some((username.clone(), reveal(password)?));
        }
        Authentication::ApiKey { name, value, location: KeyLocation::Header } => {
            set(&mut headers, name, reveal(value)?.expose(), true)?;
        }
        Authentication::ApiKey { name, value, location: KeyLocation::QueryParameter } => {
            query.insert(wire::pair(name, &wire::secret(value)), (name.clone(), reveal(value)?));
        }
        Authentication::Bearer(value) => {
            set(&mut headers, "authorization", &format!("Bearer {}", reveal(value)?.expose()), true)?;
        }
        Authentication::Custom(custom) => {
            let token = token.map_or("", Token::expose);
            match &custom.authorization {
                TokenUse::Bearer => set(&mut headers, "authorization", &format!("Bearer {token}"), true)?,
                TokenUse::Header(name) => set(&mut headers, name, token, true)?,
                TokenUse::QueryParameter(name) => {
                    let shown = wire::pair(name, &wire::token(custom));
                    query.insert(shown, (name.clone(), Revealed::new(Secret::from("token"), token)));
                }
            }
        }
    }
    Ok(Filled {
        method: request.method.parse().map_err(|_| Unfit::Method)?,
        url: Url::parse(&addressed(&request.url, &query)).map_err(|_| Unfit::Address)?,
        headers,
        basic,
        body: body(action, request, secrets)?,
    })
}

/// A secret, or that it is missing.
pub(super) fn reveal(secrets: &dyn Secrets, name: &Secret) -> Result<Revealed, Unfit> {
    secrets.reveal(name).ok_or_else(|| Unfit::Secret(name.as_str().to_owned()))
}

/// A value that is public, or a secret's.
pub(super) fn credential(secrets: &dyn Secrets, credential: &Credential) -> Result<String, Unfit> {
    match credential {
        Credential::Plain(text) => Ok(text.clone()),
        Credential::Secret(name) => Ok(reveal(secrets, name)?.expose().to_owned()),
    }
}

/// Sets a header. What frames the message on the wire is the client's own affair.
pub(super) fn set(headers: &mut HeaderMap, name: &str, value: &str, is_secret: bool) -> Result<(), Unfit> {
    const OURS: [&str; 10] = [
        "connection",
        "content-length",
        "expect",
        "host",
        "idempotency-key",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let unfit = || Unfit::Header(name.to_owned());
    let key = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| unfit())?;
    if OURS.contains(&key.as_str()) {
        return Err(unfit());
    }
    let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| unfit())?;
    value.set_sensitive(is_secret);
    headers.insert(key, value);
    Ok(())
}

/// The address with the secrets of its query: whole parameters that the action declares, nothing else.
fn addressed(url: &str, query: &BTreeMap<String, (String, Revealed)>) -> String {
    let Some((head, tail)) = url.split_once('?') else { return url.to_owned() };
    let pairs: Vec<String> = tail
        .split('&')
        .map(|shown| match query.get(shown) {
            Some((name, value)) => wire::pair(name, &wire::encoded(value.expose())),
            None => shown.to_owned(),
        })
        .collect();
    format!("{head}?{}", pairs.join("&"))
}

fn body(action: &Action, request: &Request, secrets: &dyn Secrets) -> Result<Option<String>, Unfit> {
    let Some(shown) = &request.body else { return Ok(None) };
    let mut revealed = Vec::new();
    for parameter in &action.payload {
        if let Binding::Secret(secret) = &parameter.value {
            revealed.push((parameter.path.as_str(), secret, reveal(secrets, secret)?));
        }
    }
    let hidden: Vec<wire::Hidden<'_>> =
        revealed.iter().map(|(path, name, value)| wire::Hidden { path, name, value: value.expose() }).collect();
    wire::text(action.body.as_ref(), shown, &hidden).map(Some).ok_or(Unfit::Body)
}
