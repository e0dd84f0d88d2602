//! A server for tests: on a free port, in a folder of its own, with a clock that stands still until it is set.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;
use waymark::exchange::json;
use waymark::journey::{Definition, JourneyId, Secret, files};
use waymark::secrets::{Revealed, Secrets};
use waymark::serve::clock::HandClock;
use waymark::serve::store::{self, Scope, Tokens};
use waymark::serve::{Server, Settings};

use crate::build::moment;

/// A server that runs, and how to ask it.
pub struct House {
    pub server: Server,
    pub folder: tempfile::TempDir,
    pub clock: Arc<HandClock>,
    client: reqwest::Client,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The errors of a problem, as pointer and code.
    pub fn errors(&self) -> Vec<(String, String)> {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16(), "{problem}");
        assert!(problem["type"].as_str().is_some_and(|kind| kind.starts_with("urn:waymark:problem:")), "{problem}");
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
    }
}

/// Does something with a server of its own.
pub fn with<T, F: Future<Output = T>>(set_up: impl FnOnce(&mut Settings), story: impl FnOnce(Arc<House>) -> F) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    within(&runtime, set_up, story)
}

/// The same, within this runtime.
pub fn within<T, F: Future<Output = T>>(
    runtime: &tokio::runtime::Runtime,
    set_up: impl FnOnce(&mut Settings),
    story: impl FnOnce(Arc<House>) -> F,
) -> T {
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(HandClock::new(moment("2026-01-05T09:00:00Z")));
        let mut settings = Settings::new(folder.path());
        settings.listen.set_port(0);
        set_up(&mut settings);
        if settings.require_tokens {
            token(folder.path(), &[], None);
        }
        let server = Server::start(settings, clock.clone(), secrets()).await.expect("a server");
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        story(Arc::new(House { server, folder, clock, client })).await
    })
}

/// What the stand-ins of tests are told.
pub fn secrets() -> Arc<dyn Secrets> {
    let stated = [
        ("SMS_CLIENT_SECRET", "c&s"),
        ("ARENA_KEY", "a key"),
        ("ONESIGNAL_AUTHORIZATION", "an app's key"),
        ("SENDGRID_API_KEY", "a sender's key"),
        ("TWILIO_AUTH_TOKEN", "a token"),
        ("PRINT_TOKEN", "a printer's token"),
    ];
    Arc::new(BTreeMap::from(stated.map(|(name, value)| (Secret::from(name), Revealed::new(name.into(), value)))))
}

/// A server that asks nobody for a token.
pub fn open<T, F: Future<Output = T>>(story: impl FnOnce(Arc<House>) -> F) -> T {
    with(|_| {}, story)
}

/// Makes a token.
pub fn token(folder: &Path, scopes: &[Scope], ends_after_ms: Option<i64>) -> String {
    let now = moment("2026-01-05T09:00:00Z");
    let mut chance = [0; 40];
    getrandom::fill(&mut chance).expect("chance");
    let scopes: BTreeSet<Scope> = scopes.iter().copied().collect();
    let ends = ends_after_ms.map(|after| now + jiff::SignedDuration::from_millis(after));
    store::beside(folder, |store| Tokens(store).add("a test", &scopes, ends, &chance, now))
        .expect("a store")
        .expect("a token")
}

impl House {
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        self.client.request(method, format!("{}{path}", self.server.url()))
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request("GET", path)).await
    }

    pub async fn put(&self, path: &str, body: &str) -> Answer {
        send(self.request("PUT", path).header("content-type", "application/json").body(body.to_owned())).await
    }

    /// With If-Match.
    pub async fn put_if(&self, path: &str, tag: &str, body: &str) -> Answer {
        let request = self.request("PUT", path).header("content-type", "application/json");
        send(request.header("if-match", HeaderValue::from_str(tag).expect("a tag")).body(body.to_owned())).await
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        send(self.request("POST", path).header("content-type", "application/json").body(body.to_owned())).await
    }

    /// Pushes a definition; yields its hash.
    pub async fn push(&self, definition: &Definition) -> String {
        let hash = json::hash(definition);
        let path = format!("/v1/journeys/{}/versions/{hash}", definition.journey.id);
        let answer = self.put(&path, &json::write(definition)).await;
        assert!(answer.status.is_success(), "{answer:?}");
        hash
    }

    pub fn token(&self, scopes: &[Scope]) -> String {
        token(self.folder.path(), scopes, None)
    }
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    let media = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    // A stream has no end to wait for.
    let is_stream = media == "text/event-stream";
    let text = if is_stream { String::new() } else { response.text().await.expect("text") };
    Answer { status, headers, text }
}

/// A sample of the workspace, as it is pushed.
pub fn sample(name: &str) -> Definition {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys").join(format!("{name}.journey.ron"));
    let text = std::fs::read_to_string(&path).expect("a sample");
    let id = text.split("id: \"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    let opened = files::open(&path).expect("a sample");
    Definition::of(&opened.workspace, &JourneyId::from(id)).expect("a definition")
}
