//! Tokens that are fetched first: kept as long as they last, fetched once however many ask at the same time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value as Json;
use thiserror::Error;
use tokio::sync::watch;

use super::client::Client;
use super::fill::{self, Unfit};
use super::guard::Refusal;
use super::reply::{self, Unread};
use crate::journey::{BodyType, CustomAuthentication, Method, Obstacle, TokenCache};
use crate::run::wire;
use crate::secrets::Secrets;

/// A token is fetched anew so long before it ends ("Integrate with external systems").
const MARGIN: Duration = Duration::from_secs(60);

/// How long a token is kept where nothing is said ("Custom authentication mode").
const BY_DEFAULT: Duration = Duration::from_secs(3_600);

/// How long the other side may take to hand one out.
const PATIENCE: Duration = Duration::from_secs(30);

/// A token. Shows itself nowhere.
#[derive(Clone)]
pub(super) struct Token {
    text: Arc<str>,
    until: Instant,
    /// Which fetch brought it.
    fetch: u64,
}

impl Token {
    pub(super) fn expose(&self) -> &str {
        &self.text
    }
}

/// Why there is none.
#[derive(Clone, Debug, Error)]
pub(super) enum NoToken {
    #[error(transparent)]
    Unfit(#[from] Unfit),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("{0}")]
    Unread(#[from] Unread),
    #[error("it answered {0}")]
    Status(u16),
    #[error("no answer in time")]
    Late,
    #[error("its answer holds no token at {0}")]
    Missing(String),
    #[error("the server is stopping")]
    Stopping,
}

impl NoToken {
    /// What stands in its way for good. A reply that is too large was one of whoever hands out tokens, who may answer
    /// otherwise the next time.
    pub(super) fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::Unfit(unfit) => Some(unfit.obstacle()),
            Self::Refused(_) => Some(Obstacle::Policy),
            Self::Unread(unread) => unread.obstacle().filter(|obstacle| !obstacle.left()),
            Self::Status(_) | Self::Late | Self::Missing(_) | Self::Stopping => None,
        }
    }
}

type Awaited = watch::Receiver<Option<Result<Token, NoToken>>>;

enum Held {
    Token(Token),
    Fetching(Awaited),
}

/// The tokens in use. They live in memory only.
#[derive(Clone, Default)]
pub(super) struct Tokens {
    held: Arc<Mutex<Book>>,
}

#[derive(Default)]
struct Book {
    by_how: HashMap<String, Held>,
    fetches: u64,
}

impl Tokens {
    /// The token for this way of signing in, and whether it was there before.
    pub(super) async fn get(
        &self,
        custom: &CustomAuthentication,
        client: &Client,
        secrets: &Arc<dyn Secrets>,
    ) -> Result<(Token, bool), NoToken> {
        let how = serde_json::to_string(custom).unwrap_or_default();
        let mut awaited = {
            let mut book = self.book();
            match book.by_how.get(&how) {
                Some(Held::Token(token)) if token.until > Instant::now() => return Ok((token.clone(), true)),
                // Without a sender the fetch came to grief.
                Some(Held::Fetching(awaited)) if awaited.has_changed().is_ok() => awaited.clone(),
                _ => {
                    let (tell, awaited) = watch::channel(None);
                    book.fetches += 1;
                    let number = book.fetches;
                    book.by_how.insert(how.clone(), Held::Fetching(awaited.clone()));
                    // By itself: whoever asked first may give up, the others still want it.
                    let (tokens, custom) = (self.clone(), custom.clone());
                    let (client, secrets) = (client.clone(), Arc::clone(secrets));
                    tokio::spawn(async move {
                        let fetched = tokio::time::timeout(PATIENCE, fetch(&custom, &client, &*secrets, number)).await;
                        let fetched = fetched.unwrap_or(Err(NoToken::Late));
                        tokens.keep(how, &fetched);
                        tell.send_replace(Some(fetched));
                    });
                    awaited
                }
            }
        };
        let told = awaited.wait_for(Option::is_some).await.map_err(|_| NoToken::Stopping)?;
        told.clone().unwrap_or(Err(NoToken::Stopping)).map(|token| (token, false))
    }

    /// Forgets a token that the other side no longer takes; a newer one stays.
    pub(super) fn forget(&self, custom: &CustomAuthentication, token: &Token) {
        let how = serde_json::to_string(custom).unwrap_or_default();
        let mut book = self.book();
        if matches!(book.by_how.get(&how), Some(Held::Token(held)) if held.fetch == token.fetch) {
            book.by_how.remove(&how);
        }
    }

    fn keep(&self, how: String, fetched: &Result<Token, NoToken>) {
        let mut book = self.book();
        match fetched {
            Ok(token) => book.by_how.insert(how, Held::Token(token.clone())),
            Err(_) => book.by_how.remove(&how),
        };
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn fetch(
    custom: &CustomAuthentication,
    client: &Client,
    secrets: &dyn Secrets,
    number: u64,
) -> Result<Token, NoToken> {
    let url = Url::parse(&custom.endpoint).map_err(|_| Unfit::Address)?;
    client.guard.admit(&url)?;
    let (content_type, body) = body(custom, secrets)?;
    let mut headers = HeaderMap::new();
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, content_type.parse().map_err(|_| Unfit::Body)?);
    }
    for (name, value) in &custom.headers {
        fill::set(&mut headers, name, &fill::credential(secrets, value)?, true)?;
    }
    let method = if custom.method == Method::Post { reqwest::Method::POST } else { reqwest::Method::GET };
    let mut request = client.http.request(method, url).headers(headers);
    if let Some(body) = body {
        request = request.body(body);
    }
    let asked = Instant::now();
    let response = request.send().await.map_err(Unread::from)?;
    let status = response.status().as_u16();
    let text = reply::read(response, client.reply_bytes).await?;
    if !(200..300).contains(&status) {
        return Err(NoToken::Status(status));
    }
    let missing = || NoToken::Missing(custom.token_in_response.clone());
    let json: Option<Json> = serde_json::from_slice(&text).ok();
    let token = match custom.token_in_response.strip_prefix("json://") {
        Some(path) => json.as_ref().and_then(|json| at(json, path)).and_then(said).ok_or_else(missing)?,
        // The whole reply: a JSON text without its quotes, else the bare text.
        None => match &json {
            Some(Json::String(text)) => text.clone(),
            _ => String::from_utf8(text).map_err(|_| missing())?.trim().to_owned(),
        },
    };
    if token.is_empty() {
        return Err(missing());
    }
    let lasts = lasting(custom, json.as_ref());
    Ok(Token { text: token.into(), until: asked.checked_add(lasts).unwrap_or(asked), fetch: number })
}

/// What the call for a token carries, and as what.
fn body(custom: &CustomAuthentication, secrets: &dyn Secrets) -> Result<(Option<&'static str>, Option<String>), Unfit> {
    if custom.method != Method::Post {
        return Ok((None, None));
    }
    let mut fields = Vec::new();
    for (name, value) in &custom.body {
        fields.push((name.as_str(), Json::String(fill::credential(secrets, value)?)));
    }
    Ok(match custom.body_type {
        BodyType::Form => (Some(wire::FORM), Some(wire::form(fields.iter().map(|(name, value)| (*name, value))))),
        BodyType::Json => (Some(wire::JSON), Some(wire::nested(fields).to_string())),
    })
}

/// How long a token is kept. What the other side or the author says of a token's life ends a margin earlier; what the
/// author says of the cache holds as it stands.
fn lasting(custom: &CustomAuthentication, json: Option<&Json>) -> Duration {
    let stated = match &custom.cache {
        TokenCache::Default => BY_DEFAULT,
        TokenCache::For(duration) => milliseconds(duration.at_most()),
        TokenCache::InResponse(path) => {
            let path = path.strip_prefix("json://").unwrap_or(path);
            let seconds = json.and_then(|json| at(json, path)).and_then(said).and_then(|text| text.parse::<f64>().ok());
            match seconds.filter(|seconds| *seconds >= 0.0) {
                Some(seconds) => early(Duration::try_from_secs_f64(seconds).unwrap_or(BY_DEFAULT)),
                None => BY_DEFAULT,
            }
        }
    };
    match custom.token_lifetime {
        Some(lifetime) => stated.min(early(milliseconds(lifetime.milliseconds()))),
        None => stated,
    }
}

fn early(life: Duration) -> Duration {
    // Of a short life half is used: a margin longer than the life would fetch a token for every call.
    life.saturating_sub(MARGIN).max(life / 2)
}

fn milliseconds(amount: i64) -> Duration {
    Duration::from_millis(u64::try_from(amount).unwrap_or_default())
}

/// What stands at a path of names joined by dots or slashes.
fn at<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    path.split(['.', '/']).filter(|name| !name.is_empty()).try_fold(json, |at, name| match at {
        Json::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => at.get(name),
    })
}

fn said(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
