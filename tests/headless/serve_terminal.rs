//! `waymark serve` from the terminal: what each argument does, what is refused before anything is begun, and that no
//! store is begun by accident.

use std::io::Read as _;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use waymark::exchange::json as form;
use waymark::journey::{Authentication, Definition, Event, Rotation, Stream};

use crate::process::{Process, Stubborn};
use crate::serve_house::{House, sample, send, with};
use crate::serve_streams::{feed, journey, order, person, set_up};
use crate::standin::Standin;

const PATIENCE: Duration = Duration::from_secs(60);

/// `waymark serve` with these arguments, which ends by itself; what it may call its own folder is below this one.
#[track_caller]
fn serve(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
    command.arg("serve").args(arguments).env("HOME", home).env("XDG_DATA_HOME", home.join("share"));
    let Output { status, stdout, stderr } = command.output().expect("a program that runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (status.code().unwrap_or(-1), text(&stdout), text(&stderr))
}

#[test]
fn what_cannot_be_served_is_refused_with_what_to_do() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data").display().to_string();
    let absent = home.path().join("absent.pem").display().to_string();
    for (arguments, words) in [
        (&["--listen", "0.0.0.0:0"][..], "give --tls-cert FILE and --tls-key FILE"),
        (&["--listen", "127.0.0.1:0", "--require-tokens"], "waymark serve token add --data "),
        (&["--tls-cert", &absent], "--tls-key <FILE>"),
        (&["--tls-cert", &absent, "--tls-key", &absent], "absent.pem"),
        (&["--trust", &absent], "absent.pem"),
        (&["--allow-host", "a/b"], "is no host"),
        (&["--max-body-bytes", "0"], "a whole number from 1"),
        (&["--max-connections", "0"], "a whole number from 1"),
        (&["--requests-per-second", "0"], "0 is not in 1.."),
        (&["--keep-days", "0"], "0 is not in 1..=3650"),
        (&["--log-format", "xml"], "text, json"),
    ] {
        let (code, said, why) = serve(home.path(), &[&["--data", &data], arguments].concat());
        assert_eq!((code, said.as_str()), (2, ""), "{arguments:?}: {why}");
        assert!(why.contains(words), "{arguments:?}: {why}");
    }
}

#[test]
fn no_store_is_begun_by_asking_for_one_in_the_wrong_place() {
    let home = tempfile::tempdir().expect("a folder");
    let copy = home.path().join("copy.db").display().to_string();
    let wrong = home.path().join("wrong").display().to_string();
    let scopes = ["--scopes", "instances:read"];
    for (arguments, place) in [
        (&["token", "list"][..], "share"),
        (&["token", "add", scopes[0], scopes[1]], "share"),
        (&["token", "revoke", "abcd"], "share"),
        (&["backup", &copy], "share"),
        (&["token", "list", "--data", &wrong], "wrong"),
        (&["backup", &copy, "--data", &wrong], "wrong"),
    ] {
        let (code, said, why) = serve(home.path(), arguments);
        assert_eq!((code, said.as_str()), (2, ""), "{arguments:?}: {why}");
        assert!(why.starts_with("waymark: there is no store in ") && why.contains("--data"), "{arguments:?}: {why}");
        assert!(why.contains(&home.path().join(place).display().to_string()), "{arguments:?}: {why}");
        assert_eq!(std::fs::read_dir(home.path()).expect("a folder").count(), 0, "{arguments:?} makes nothing");
    }
    // In a folder that is named, a token may come before the first start: beyond this machine it must.
    let right = home.path().join("right").display().to_string();
    let (code, token, why) = serve(home.path(), &["token", "add", "--data", &right, scopes[0], scopes[1]]);
    assert_eq!(code, 0, "{why}");
    assert!(why.contains(&format!("there was no store in {right}; one has been begun")), "{why}");
    let id = token.split('_').nth(1).expect("an id");
    let (code, listed, _) = serve(home.path(), &["token", "list", "--data", &right]);
    assert_eq!((code, listed.starts_with(id)), (0, true), "{listed}");
    let (code, _, why) = serve(home.path(), &["token", "add", "--data", &right, scopes[0], scopes[1]]);
    assert_eq!((code, why.contains("one has been begun")), (0, false), "{why}");
    assert_eq!(serve(home.path(), &["backup", "--data", &right, &copy]).0, 0);
    assert!(Path::new(&copy).exists());
}

/// A store in which somebody's run has been over for three days.
fn lived_in() -> tempfile::TempDir {
    with(
        |_| {},
        |house| async move {
            house.clock.set(Timestamp::now() - SignedDuration::from_hours(3 * 24));
            let cart = sample("cart-abandonment");
            let version = house.push(&cart).await;
            let live = json!({"version": version, "state": "live"}).to_string();
            house.put_if(&format!("/v1/journeys/{}/activation", cart.journey.id), "*", &live).await;
            let event = cart.inventory.events.iter().find(|event| starts(&cart, event)).expect("an event");
            let data: Value = serde_json::from_str(&event.sample).expect("a sample");
            let event = json!([{"id": "e", "type": event.name, "subject": "profile-anna", "data": data}]);
            house.post("/v1/events", &event.to_string()).await;
            let over = send(house.request("POST", "/v1/instances/run-1/exit")).await;
            assert_eq!(over.status, StatusCode::OK, "{over:?}");
            let House { server, folder, .. } = std::sync::Arc::into_inner(house).expect("the only handle");
            server.stop().await;
            folder
        },
    )
}

fn starts(definition: &Definition, event: &Event) -> bool {
    let program = waymark::run::Program::compile(&definition.workspace(), &definition.journey.id).expect("a program");
    matches!(program.entry(), waymark::run::Entry::Event(Some(id)) if id == event.id)
}

/// The same journey, whose texts go to this address.
fn calling(url: &str) -> Definition {
    let mut definition =
        journey(Stream::File { name: "texts".to_owned(), rotation: Rotation::Daily }, Authentication::None);
    for action in definition.inventory.actions.iter_mut().filter(|action| action.name == "SendText") {
        (action.stream, action.url) = (None, url.to_owned());
    }
    definition
}

#[test]
fn every_argument_of_a_server_does_what_it_says() {
    let data = lived_in();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let streams = elsewhere.path().join("streams");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let none = HeaderMap::new();

    // With few words: nobody needs a token, private hosts are not called, runs are kept for 91 days.
    let mut process =
        Process::over(data.path(), &[("ARENA_KEY", "a key")]).with(&["--streams", streams.to_str().expect("a path")]);
    process.begin(None);
    process.listens();
    let server = Stubborn::new(&process.url);
    let file = journey(Stream::File { name: "texts".to_owned(), rotation: Rotation::Daily }, Authentication::None);
    let private = calling("https://127.0.0.1:9/v1/messages");
    runtime.block_on(async {
        let run = server.ask(Method::GET, "/v1/instances/run-1", &none, "").await;
        assert_eq!(run["reason"], "stopped", "{run}");
        let refusals = would_change(&server, &private).await["refusals"].to_string();
        assert!(refusals.contains("127.0.0.1 is not on the open internet"), "{refusals}");
        feed(&server, &file, 1).await;
    });
    let written = std::fs::read_dir(streams.join("texts")).expect("a stream").count();
    assert_eq!((written, data.path().join("streams").exists()), (1, false), "streams are where --streams says");
    process.kill();

    // With many.
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate");
    let (certificate, key) = (elsewhere.path().join("cert.pem"), elsewhere.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).expect("a file");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("a file");
    let standin = Standin::over_tls(&certificate, &key);
    let folder = data.path().display().to_string();
    let scopes = "journeys:write,journeys:activate,events:write,instances:read";
    let (code, token, why) = serve(elsewhere.path(), &["token", "add", "--data", &folder, "--scopes", scopes]);
    assert_eq!(code, 0, "{why}");
    let [certificate, key] = [&certificate, &key].map(|path| path.to_str().expect("a path"));
    let mut process = Process::over(data.path(), &[("ARENA_KEY", "a key")]).with(&[
        "--tls-cert",
        certificate,
        "--tls-key",
        key,
        "--require-tokens",
        "--allow-host",
        "127.0.0.1",
        "--trust",
        certificate,
        "--max-body-bytes",
        "300000",
        "--max-connections",
        "6",
        "--requests-per-second",
        "30",
        "--keep-days",
        "2",
        "--log-format",
        "json",
    ]);
    process.begin(None);
    process.listens();
    let url = process.url.lock().expect("a place").clone();
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");
    let client = |token: Option<&str>| {
        let headers =
            token.map(|token| (AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}")).expect("a token")));
        let trusted = reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).expect("a certificate");
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([trusted]).timeout(Duration::from_secs(10));
        client.default_headers(headers.into_iter().collect()).build().expect("a client")
    };
    let knowing = client(Some(token.trim()));
    let server = Stubborn::by(knowing.clone(), &process.url);
    let definition = calling(&standin.url("/v1/messages"));
    runtime.block_on(async {
        let stranger = client(None).get(format!("{url}/v1/journeys")).send().await.expect("an answer");
        assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
        let until = Instant::now() + PATIENCE;
        let old = || knowing.get(format!("{url}/v1/instances/run-1")).send();
        while old().await.expect("an answer").status() != StatusCode::NOT_FOUND {
            assert!(Instant::now() < until, "what is over for three days is kept for two");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        assert_eq!(would_change(&server, &definition).await["refusals"], Value::Null, "an allowed host is called");
        set_up(&server, &definition, 2).await;
        let events = json!([order(&definition, &person(1).0)]).to_string();
        let media = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        server.ask(Method::POST, "/v1/events", &media, &events).await;
        let large = knowing.post(format!("{url}/v1/events")).headers(media).body(format!("[{}]", " ".repeat(300_000)));
        assert_eq!(large.send().await.expect("an answer").status(), StatusCode::PAYLOAD_TOO_LARGE);
    });
    let received = standin.wait_for(1, PATIENCE);
    assert!(received[0].body.contains(&person(1).1), "a private authority is trusted: {:?}", received[0]);
    runtime.block_on(async {
        // All at once: one after another a slow machine would not ask too often.
        let mut asked = tokio::task::JoinSet::new();
        for _ in 0..200 {
            asked.spawn(knowing.get(format!("{url}/v1/capabilities")).send());
        }
        let seen: Vec<StatusCode> =
            asked.join_all().await.into_iter().map(|answer| answer.expect("an answer").status()).collect();
        assert!(seen.contains(&StatusCode::TOO_MANY_REQUESTS), "30 a second, 60 at once: {seen:?}");
    });
    let address = url.trim_start_matches("https://");
    let mut all: Vec<TcpStream> = (0..12).map(|_| TcpStream::connect(address).expect("a connection")).collect();
    let is_shut = |stream: &mut TcpStream| {
        stream.set_read_timeout(Some(Duration::from_millis(200))).expect("a limit");
        !matches!(stream.read(&mut [0; 1]), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
    };
    let shut = all.iter_mut().filter_map(|stream| is_shut(stream).then_some(())).count();
    assert!((6..12).contains(&shut), "of twelve connections no more than six stay: {shut} are shut");
    let said = process.said.lock().expect("its words").clone();
    let logged: Vec<Value> = said.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert!(logged.iter().any(|line| line["level"] == "INFO" && line["what"] == "version pushed"), "{said:?}");
}

/// What a push of this definition would change.
async fn would_change(server: &Stubborn, definition: &Definition) -> Value {
    let path = format!("/v1/journeys/{}/versions/{}?dryRun=true", definition.journey.id, form::hash(definition));
    let media = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    server.ask(Method::PUT, &path, &media, &form::write(definition)).await["changes"].clone()
}
