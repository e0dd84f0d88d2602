//! Streams of a server in files: a crash tears no line of them and no key is missing, however often it is killed, and a
//! full disk leaves no half of a line and is said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use waymark::exchange::json;
use waymark::journey::{self, Action, Authentication, Definition, Kind, Obstacle, Rotation, Secret, Stream, Wait};
use waymark::run::{Outcome, Request};
use waymark::secrets::{Revealed, Secrets};
use waymark::serve::dispatch::{Allowed, Attempt, Dispatch, NoDispatch, Policy};

use crate::process::{Process, Stubborn};
use crate::serve_house::sample;

pub const PATIENCE: Duration = Duration::from_secs(60);

/// Below a folder, on this machine only.
pub fn policy(folder: &Path) -> Policy {
    let allowed = vec![Allowed::read("127.0.0.1").expect("a host")];
    Policy { allowed, streams: Some(folder.to_owned()), ..Policy::default() }
}

pub fn secrets() -> Arc<dyn Secrets> {
    let stated = [("NATS_TOKEN", "let me in"), ("WRONG", "something else")];
    Arc::new(BTreeMap::from(stated.map(|(name, value)| (Secret::from(name), Revealed::new(name.into(), value)))))
}

pub fn attempt(stream: Stream, authentication: Authentication, key: &str, body: &Value) -> Attempt {
    let url = stream.address(|_| "se".to_owned());
    let action = Action { id: "action-s".into(), stream: Some(stream), authentication, ..Action::default() };
    let request = Request { method: "APPEND".to_owned(), url, body: Some(body.clone()), ..Request::default() };
    Attempt { action: Arc::new(action), request, key: key.to_owned(), within: Duration::from_secs(20) }
}

fn to_file(rotation: Rotation, key: &str, body: &Value) -> Attempt {
    attempt(Stream::File { name: "orders".to_owned(), rotation }, Authentication::None, key, body)
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Begins. While another test starts a program, that one holds the lock of the folder as well, for as long as it takes
/// to begin.
#[track_caller]
pub fn dispatch(policy: &Policy) -> Dispatch {
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
pub fn said(outcome: &Outcome) -> (u16, Value) {
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

pub fn known(number: usize) -> String {
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

/// The steps of a person's run, once they say this.
async fn steps(server: &Stubborn, person: &str, words: &str) -> String {
    let (none, until) = (HeaderMap::new(), Instant::now() + PATIENCE);
    loop {
        let found = server.ask(Method::GET, &format!("/v1/instances?subject={person}"), &none, "").await;
        let run = found["instances"][0]["key"].as_str().unwrap_or_default().to_owned();
        let path = format!("/v1/instances/{run}/steps");
        let steps = if run.is_empty() { Value::Null } else { server.ask(Method::GET, &path, &none, "").await };
        if steps.to_string().contains(words) {
            return steps.to_string();
        }
        assert!(Instant::now() < until, "{person}: {steps}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn a_full_disk_leaves_no_half_of_a_line_is_said_and_is_tried_again_until_there_is_room() {
    const MOST_KIBIBYTES: u64 = 6 * 1024;
    let folder = tempfile::tempdir().expect("a folder");
    let stream = folder.path().join("streams/orders");
    fs::create_dir_all(&stream).expect("a folder");
    // There is room for the beginning of a line.
    let long = |length: usize| format!("{{\"id\":\"old\",\"text\":\"{}\"}}\n", "x".repeat(length - 23));
    let before = long(1024 * 1024).repeat(5) + &long(1024 * 1024 - 60);
    fs::write(stream.join("000001.ndjson"), &before).expect("a file");
    assert_eq!(before.len() as u64 + 60, MOST_KIBIBYTES * 1024);

    let mut definition =
        journey(Stream::File { name: "orders".to_owned(), rotation: Rotation::Size(1_000) }, Authentication::None);
    definition.journey.properties.timeout_seconds = 8;
    let mut process = Process::over(folder.path(), &[("ARENA_KEY", "a key")]);
    process.begin(Some(MOST_KIBIBYTES));
    process.listens();
    let (server, runtime) = (Stubborn::new(&process.url), runtime());
    let media = HeaderMap::from_iter([(reqwest::header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    let orders = async |number: usize| {
        let events = json!([order(&definition, &person(number).0)]).to_string();
        server.ask(Method::POST, "/v1/events", &media, &events).await;
    };
    let whole = || fs::read_to_string(stream.join("000001.ndjson")).expect("text");
    runtime.block_on(async {
        set_up(&server, &definition, 2).await;
        orders(0).await;
        // A busy machine may be too slow for the last attempt; what was said before stands there too.
        steps(&server, &person(0).0, "507").await;
        assert!(whole() == before, "nothing of it is left, not even the beginning");
        let counts = format!("/v1/journeys/{}/counts", definition.journey.id);
        let counts = server.ask(Method::GET, &counts, &HeaderMap::new(), "").await.to_string();
        assert!(counts.contains("\"507\":1") || counts.contains("\"timedOut\":1"), "{counts}");
        orders(1).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
    });
    // There is room again while somebody waits for it.
    process.kill();
    process.begin(None);
    process.listens();
    let said = runtime.block_on(steps(&server, &person(1).0, "\"appended\""));
    assert!(!said.contains("507"), "{said}");
    let after = whole();
    let added = after.strip_prefix(&before).expect("what was there stays").to_owned();
    assert_eq!((added.lines().count(), added.ends_with('\n')), (1, true), "{added}");
    assert!(added.contains(&person(1).1), "{added}");
}
