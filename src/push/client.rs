//! The client: calls of the protocol as functions over the types of [`crate::wire`]. It plans nothing and keeps
//! nothing; whatever a call does is done once however often it is asked for.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderValue, IF_MATCH, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ClientError, Despite};
use crate::journey::{EndpointId, JourneyId, ProfileId};
use crate::secrets::Revealed;
use crate::wire::{
    Accepted, ActivationWish, Capabilities, Endpoint, Endpoints, EntriesWanted, Event, EventsTaken, Instance,
    InstanceState, Instances, Journey, JourneyCounts, Journeys, PROBLEM, Person, Problem, Record, TracedSteps,
    VersionTaken,
};

/// Bytes of an answer, at most.
const MOST: usize = 16 * 1024 * 1024;

/// How a server is asked.
#[derive(Clone, Debug)]
pub struct Manner {
    /// How long a connection may take to come about.
    pub connect_within: Duration,
    /// How long an answer may take.
    pub answer_within: Duration,
    /// Certificates that are trusted beside those of the system, as PEM texts.
    pub trusted: Vec<String>,
}

impl Default for Manner {
    fn default() -> Self {
        Self { connect_within: Duration::from_secs(5), answer_within: Duration::from_secs(30), trusted: Vec::new() }
    }
}

/// A server, and with what it is asked.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    token: Option<Revealed>,
    within: Duration,
}

/// Something, and the tag by which a change of it says what it follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged<T> {
    /// What it is.
    pub value: T,
    /// Its ETag.
    pub tag: String,
}

/// Which instances of a journey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// Only those inside, or only those who left.
    pub state: Option<InstanceState>,
    /// Only of this person.
    pub profile: Option<ProfileId>,
    /// Where the portion begins: `next` of the one before.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: Option<usize>,
}

type Answer<T> = Result<T, ClientError>;

impl Client {
    /// A client of the server at this address. Nothing is asked yet.
    ///
    /// # Errors
    /// The address is none, or one where others could read the token on the way.
    pub fn new(url: &str, token: Option<Revealed>, manner: &Manner) -> Answer<Self> {
        let written = || ClientError::Address { url: url.to_owned() };
        let base = Url::parse(url.trim()).ok().filter(|base| ["http", "https"].contains(&base.scheme()));
        let base = base.filter(|base| base.username().is_empty() && base.password().is_none()).ok_or_else(written)?;
        let is_here = base.host_str().ok_or_else(written).map(is_this_machine)?;
        if base.scheme() == "http" && !is_here {
            return Err(ClientError::Open { url: url.to_owned() });
        }
        crate::tls::use_ring();
        let no_client = |error: reqwest::Error| ClientError::NoClient { why: error.to_string() };
        let mut certificates = Vec::new();
        for pem in &manner.trusted {
            certificates.extend(reqwest::Certificate::from_pem_bundle(pem.as_bytes()).map_err(no_client)?);
        }
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Waymark/", env!("CARGO_PKG_VERSION")))
            // A redirect would take the token along.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(manner.connect_within)
            .tls_certs_merge(certificates);
        if is_here {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(no_client)?;
        Ok(Self { http, base, token, within: manner.answer_within })
    }

    /// Where the server is.
    pub fn url(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// What the server can run.
    ///
    /// # Errors
    /// See [`ClientError`]; so have all that follow.
    pub async fn capabilities(&self) -> Answer<Capabilities> {
        self.value(self.request(Method::GET, &["v1", "capabilities"])).await
    }

    /// The journeys that it knows, without their versions.
    pub async fn journeys(&self) -> Answer<Journeys> {
        self.value(self.request(Method::GET, &["v1", "journeys"])).await
    }

    /// A journey with its versions; nothing where the server has none of it.
    pub async fn journey(&self, id: &JourneyId) -> Answer<Option<Tagged<Journey>>> {
        self.found(self.request(Method::GET, &["v1", "journeys", id.as_str()])).await
    }

    /// A journey's figures; nothing where the server has no version of it.
    pub async fn counts(&self, id: &JourneyId) -> Answer<Option<JourneyCounts>> {
        let found = self.found(self.request(Method::GET, &["v1", "journeys", id.as_str(), "counts"])).await?;
        Ok(found.map(|found: Tagged<JourneyCounts>| found.value))
    }

    /// Hands over a version: a definition in canonical form and its hash. A dry run only asks what would change.
    pub async fn put_version(&self, id: &JourneyId, hash: &str, text: String, dry_run: bool) -> Answer<VersionTaken> {
        let query: &[(&str, &str)] = if dry_run { &[("dryRun", "true")] } else { &[] };
        let request = self.asking(Method::PUT, &["v1", "journeys", id.as_str(), "versions", hash], query);
        self.value(request.header(CONTENT_TYPE, "application/json").body(text)).await
    }

    /// The text of a version; nothing where the server does not have it.
    pub async fn version(&self, id: &JourneyId, hash: &str) -> Answer<Option<String>> {
        match self.answer(self.request(Method::GET, &["v1", "journeys", id.as_str(), "versions", hash])).await {
            Err(ClientError::Refused { problem }) if problem.status == 404 => Ok(None),
            answer => {
                let (_, bytes) = answer?;
                String::from_utf8(bytes).map(Some).map_err(|_| self.foreign("its answer is no text"))
            }
        }
    }

    /// Says what state a journey is to be in, where it still is what the tag says.
    pub async fn put_activation(&self, id: &JourneyId, wish: &ActivationWish, tag: &str) -> Answer<Tagged<Journey>> {
        self.put_activation_despite(id, wish, tag, Despite::default()).await
    }

    /// The same, and live also where this stands in the way of its calls.
    pub async fn put_activation_despite(
        &self,
        id: &JourneyId,
        wish: &ActivationWish,
        tag: &str,
        despite: Despite,
    ) -> Answer<Tagged<Journey>> {
        let said = [("allowMissingSecrets", despite.missing_secrets), ("allowRefusedCalls", despite.refused_calls)];
        let query: Vec<(&str, &str)> =
            said.iter().filter(|(_, is_said)| *is_said).map(|(name, _)| (*name, "true")).collect();
        let request = self.asking(Method::PUT, &["v1", "journeys", id.as_str(), "activation"], &query);
        self.tagged(json(request.header(IF_MATCH, tag), wish)).await
    }

    /// The endpoints whose limits hold.
    pub async fn endpoints(&self) -> Answer<Endpoints> {
        self.value(self.request(Method::GET, &["v1", "endpoints"])).await
    }

    /// An endpoint; nothing where it is neither deployed nor brought by a journey.
    pub async fn endpoint(&self, id: &EndpointId) -> Answer<Option<Tagged<Endpoint>>> {
        self.found(self.request(Method::GET, &["v1", "endpoints", id.as_str()])).await
    }

    /// Deploys an endpoint; with a tag only where it still is what the tag says.
    pub async fn put_endpoint(&self, endpoint: &Endpoint, tag: Option<&str>) -> Answer<Tagged<Endpoint>> {
        let mut request = self.request(Method::PUT, &["v1", "endpoints", &endpoint.id]);
        if let Some(tag) = tag {
            request = request.header(IF_MATCH, tag);
        }
        self.tagged(json(request, endpoint)).await
    }

    /// Sends events; each is taken once by its id.
    pub async fn send(&self, events: &[Event]) -> Answer<EventsTaken> {
        self.value(json(self.request(Method::POST, &["v1", "events"]), events)).await
    }

    /// Hands over what is known of people; taken once by the name of the list.
    pub async fn introduce(&self, people: &[Person], list: &str) -> Answer<Accepted> {
        let mut lines = String::new();
        for person in people {
            lines.push_str(&text(person));
            lines.push('\n');
        }
        let request = self.request(Method::POST, &["v1", "profiles"]).header("idempotency-key", list);
        self.value(request.header(CONTENT_TYPE, "application/x-ndjson").body(lines)).await
    }

    /// Lets people into a journey that reads an audience; taken once by the name of the list.
    pub async fn enter(&self, id: &JourneyId, who: &EntriesWanted, list: &str) -> Answer<Accepted> {
        let request = self.request(Method::POST, &["v1", "journeys", id.as_str(), "entries"]);
        self.value(json(request.header("idempotency-key", list), who)).await
    }

    /// Forgets a person.
    pub async fn erase(&self, profile: &ProfileId) -> Answer<()> {
        self.answer(self.request(Method::DELETE, &["v1", "profiles", profile.as_str()])).await.map(drop)
    }

    /// A journey's instances, the newest first, a portion at a time.
    pub async fn instances(&self, id: &JourneyId, which: &Which) -> Answer<Instances> {
        let state = which.state.map(|state| match state {
            InstanceState::Inside => "inside",
            InstanceState::Ended => "ended",
        });
        let limit = which.limit.map(|limit| limit.to_string());
        let wishes = [
            ("state", state),
            ("subject", which.profile.as_ref().map(ProfileId::as_str)),
            ("cursor", which.cursor.as_deref()),
            ("limit", limit.as_deref()),
        ];
        let query: Vec<(&str, &str)> = wishes.into_iter().filter_map(|(name, wish)| Some((name, wish?))).collect();
        self.value(self.asking(Method::GET, &["v1", "journeys", id.as_str(), "instances"], &query)).await
    }

    /// An instance; nothing where there is none of this name.
    pub async fn instance(&self, key: &str) -> Answer<Option<Instance>> {
        let found: Option<Tagged<Instance>> = self.found(self.request(Method::GET, &["v1", "instances", key])).await?;
        Ok(found.map(|found| found.value))
    }

    /// What an instance did, after the step of this number; 0 from the beginning.
    pub async fn steps(&self, key: &str, after: i64) -> Answer<TracedSteps> {
        let query = [("after", &*after.to_string()), ("limit", "1000")];
        self.value(self.asking(Method::GET, &["v1", "instances", key, "steps"], &query)).await
    }

    /// What is needed to go through an instance again; nothing where there is none of this name.
    pub async fn record(&self, key: &str) -> Answer<Option<Record>> {
        let found = self.found(self.request(Method::GET, &["v1", "instances", key, "record"])).await?;
        Ok(found.map(|found: Tagged<Record>| found.value))
    }

    /// Ends an instance.
    pub async fn exit(&self, key: &str) -> Answer<Instance> {
        self.value(self.request(Method::POST, &["v1", "instances", key, "exit"])).await
    }

    /// A request to this path, with the token; to be sent by [`Client::value`] or [`Client::listen`].
    pub fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        self.asking(method, path, &[])
    }

    /// The same with a query.
    pub fn asking(&self, method: Method, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        let mut url = self.base.clone();
        // Only an address that cannot have a path has none to lengthen, and such a one is not accepted above.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = self.http.request(method, url).header(ACCEPT, "application/json");
        match &self.token {
            Some(token) => request.bearer_auth(token.expose()),
            None => request,
        }
    }

    /// Sends a request and reads the value that it is answered with.
    pub async fn value<T: DeserializeOwned>(&self, request: RequestBuilder) -> Answer<T> {
        let (_, bytes) = self.answer(request).await?;
        self.read(&bytes)
    }

    /// Sends a request whose answer has no end to wait for: it is in time when it begins.
    pub async fn listen(&self, request: RequestBuilder) -> Answer<Response> {
        let within = self.within;
        let answered = tokio::time::timeout(within, request.send()).await;
        let response = answered.map_err(|_| ClientError::TooSlow { url: self.url().to_owned(), within })?;
        let response = response.map_err(|error| self.failed(&error))?;
        if response.status().is_success() { Ok(response) } else { Err(self.refusal(response).await) }
    }

    async fn tagged<T: DeserializeOwned>(&self, request: RequestBuilder) -> Answer<Tagged<T>> {
        let (tag, bytes) = self.answer(request).await?;
        Ok(Tagged { value: self.read(&bytes)?, tag })
    }

    async fn found<T: DeserializeOwned>(&self, request: RequestBuilder) -> Answer<Option<Tagged<T>>> {
        match self.tagged(request).await {
            Err(ClientError::Refused { problem }) if problem.status == 404 => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// The tag and the body of an answer.
    async fn answer(&self, request: RequestBuilder) -> Answer<(String, Vec<u8>)> {
        let sent = request.timeout(self.within).send().await;
        let response = sent.map_err(|error| self.failed(&error))?;
        if !response.status().is_success() {
            return Err(self.refusal(response).await);
        }
        let tag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
        Ok((tag, self.body(response).await?))
    }

    async fn body(&self, mut response: Response) -> Answer<Vec<u8>> {
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.failed(&error))? {
            if bytes.len() + chunk.len() > MOST {
                return Err(self.foreign("its answer has no end"));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    async fn refusal(&self, response: Response) -> ClientError {
        let (status, headers) = (response.status(), response.headers().clone());
        let media = headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
        let is_problem = media.split(';').next().is_some_and(|media| media.trim() == PROBLEM);
        let after = headers.get(RETRY_AFTER).and_then(seconds);
        let bytes = match self.body(response).await {
            Ok(bytes) => bytes,
            Err(error) => return error,
        };
        let problem = serde_json::from_slice::<Problem>(&bytes).ok().filter(|problem| is_problem && is_ours(problem));
        match problem {
            Some(problem) => ClientError::refused(self.url(), Problem { status: status.as_u16(), ..problem }, after),
            None => self.foreign(&said(status)),
        }
    }

    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Answer<T> {
        serde_json::from_slice(bytes).map_err(|_| self.foreign("its answer is not what was asked for"))
    }

    fn failed(&self, error: &reqwest::Error) -> ClientError {
        ClientError::of(self.url(), self.within, error)
    }

    fn foreign(&self, why: &str) -> ClientError {
        ClientError::Foreign { url: self.url().to_owned(), why: why.to_owned() }
    }
}

/// The token shows its name alone.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("url", &self.url()).field("token", &self.token).finish_non_exhaustive()
    }
}

fn json(request: RequestBuilder, body: &(impl Serialize + ?Sized)) -> RequestBuilder {
    request.header(CONTENT_TYPE, "application/json").body(text(body))
}

fn text(body: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(body).expect("texts, numbers, lists and objects with text keys can always be written")
}

fn is_ours(problem: &Problem) -> bool {
    problem.word().is_some()
}

fn said(status: StatusCode) -> String {
    format!("it says {status}")
}

fn seconds(value: &HeaderValue) -> Option<Duration> {
    value.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
