//! The golden run: the program itself under load, with two journeys that the same order sets off, and people whose
//! calls are answered well, late, badly, falsely or not at all; for a stretch of it nobody is there who could be
//! called. Killed at random points, with a full disk, or with a clock that jumps, it does neither more nor less: no
//! event that was acknowledged is lost, nothing is sent that the undisturbed run does not send, and every journey ends
//! as there.

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use waymark::exchange::json;
use waymark::journey::{
    self, Activity, ActivityId, Authentication, Condition, Connection, Definition, Kind, Port, ProfileId, SplitPath,
    Test, Wait,
};
use waymark::run::Status;
use waymark::serve::dispatch::Allowed;
use waymark::serve::engine::Watched;
use waymark::serve::store::Store;

use crate::process::{Process, Stubborn};
use crate::serve_house::{House, sample, with};
use crate::standin::{Answer, Received, Standin};

/// How long all journeys of one run may take to end.
const PATIENCE: Duration = Duration::from_secs(120);

const SECRETS: [(&str, &str); 1] = [("ARENA_KEY", "a key")];

/// People in one event batch.
const BATCH: usize = 15;

/// The journey: an order, a second, a text by its size, by chance for a small one, another channel where that fails,
/// and the next order. The service for our own texts is down all the time.
fn journey(standin: &Standin) -> Definition {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number");
    let mut definition = sample("voucher-by-text");
    for action in &mut definition.inventory.actions {
        action.url = match action.name.as_str() {
            "SendText" => standin.url("/texts"),
            "TextByTwilio" => format!("http://{closed}/own"),
            _ => standin.url("/mails"),
        };
        action.endpoint = None;
        let location = journey::KeyLocation::Header;
        action.authentication =
            Authentication::ApiKey { name: "x-api-key".to_owned(), value: "ARENA_KEY".into(), location };
    }
    definition.inventory.endpoints.clear();
    let journey = &mut definition.journey;
    journey.properties.timeout_seconds = 30;
    let other = journey.activities.iter().find(|activity| activity.id.as_str() == "action-mid6").expect("a call");
    let small = Activity { id: "action-sml8".into(), label: "Text: 1 EUR".to_owned(), ..other.clone() };
    for activity in &mut journey.activities {
        if let Kind::Wait(wait) = &mut activity.kind {
            *wait = Wait::Duration(journey::Duration::Seconds(1));
        }
    }
    let path = |id: &str| SplitPath { id: id.into(), label: id.to_owned(), share: 5_000 };
    let split = Condition {
        test: Test::Split(vec![path("path-one2"), path("path-two2")]),
        other_path: false,
        error_path: false,
    };
    let step = |id: &str, label: &str, kind| Activity {
        id: ActivityId::from(id),
        label: label.to_owned(),
        kind,
        ..Activity::default()
    };
    journey.activities.extend([
        step("condition-hlf9", "Half of them", Kind::Condition(split)),
        step("wait-sml9", "Wait again", Kind::Wait(Wait::Duration(journey::Duration::Seconds(1)))),
        small,
    ]);
    let wire =
        |id: &str, from: &str, port, to: &str| Connection { id: id.into(), from: from.into(), port, to: to.into() };
    let branch = |id: &str| Port::Branch(id.into());
    journey.connections.extend([
        wire("wire-aa22", "condition-ttl4", Port::Other, "condition-hlf9"),
        wire("wire-aa33", "condition-hlf9", branch("path-one2"), "wait-sml9"),
        wire("wire-aa44", "wait-sml9", Port::Next, "action-sml8"),
        wire("wire-aa55", "action-sml8", Port::Next, "event-ord2"),
        wire("wire-aa66", "action-sml8", Port::Error, "condition-why7"),
    ]);
    // Whatever went wrong with the text, our own is tried before the email.
    for connection in &mut journey.connections {
        if connection.from.as_str() == "condition-why7" && connection.port == Port::Other {
            connection.to = "sms-own8".into();
        }
    }
    journey.ends.retain(|end| !(end.from.as_str() == "condition-ttl4" && end.port == Port::Other));
    journey.sort();
    definition
}

/// The other journey that an order sets off: a thank-you by email.
fn thanks(standin: &Standin) -> Definition {
    let mut definition = journey(standin);
    let journey = &mut definition.journey;
    let is_kept = |id: &ActivityId| matches!(id.as_str(), "event-buy2" | "email-vch9");
    journey.id = "journey-thx9".into();
    journey.name = "Thank you".to_owned();
    journey.activities.retain(|activity| is_kept(&activity.id));
    journey.connections = vec![Connection {
        id: "wire-tt22".into(),
        from: "event-buy2".into(),
        port: Port::Next,
        to: "email-vch9".into(),
    }];
    journey.ends.retain(|end| is_kept(&end.from));
    let mut workspace = definition.workspace();
    workspace.settings = journey::files::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys"))
        .expect("the samples")
        .workspace
        .settings;
    Definition::of(&workspace, &"journey-thx9".into()).expect("a definition")
}

/// How the other side treats a call: the same for the same key, in every run.
fn treatment(call: &Received) -> u64 {
    mixed(call.header("idempotency-key").unwrap_or_default()) % 12
}

/// Well, late, badly, falsely. Those who are refused once are answered well when they come again.
fn answers(standin: &Standin) {
    let mut refused = BTreeSet::new();
    standin.answers(move |call| {
        let good = Answer::json(200, &json!({"id": "m-1", "status": "accepted"}));
        match treatment(call) {
            0 if refused.insert(call.header("idempotency-key").unwrap_or_default().to_owned()) => Answer::status(503),
            1 => Answer::json(404, &json!({"code": "invalid_number", "message": "no such number"})),
            2 => Answer::status(500),
            3 => good.after(Duration::from_millis(400)),
            4 => Answer::cut(),
            5 => Answer::text(200, "text/html", "<p>Fine!</p>"),
            6 => Answer::json(200, &json!(["of", "another", "shape"])),
            7 => Answer::redirect(302, "http://169.254.169.254/"),
            8 => Answer::large(1_100_000),
            _ => good,
        }
    });
}

/// FNV-1a, and a last stir: near texts are far apart.
fn mixed(text: &str) -> u64 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 17
}

/// Chance with a seed that can be said.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

/// Who orders what.
struct Input {
    /// Person and total.
    orders: Vec<(String, u64)>,
}

impl Input {
    fn new(seed: u64, people: usize) -> Self {
        let mut dice = Dice(seed);
        let order = |number| (format!("profile-{:04}-{number}", dice.below(10_000)), 10 + 10 * dice.below(14));
        Self { orders: (0..people).map(order).collect() }
    }

    fn people(&self) -> Vec<String> {
        let line = |(index, (person, _)): (usize, &(String, u64))| {
            // One of eleven has no telephone.
            let mobile = if index % 11 == 0 { Value::Null } else { json!(format!("+4670{index:07}")) };
            let mut attributes = json!({"personalEmail.address": format!("{person}@example.com")});
            if !mobile.is_null() {
                attributes["mobilePhone.number"] = mobile;
            }
            json!({"id": person, "attributes": attributes}).to_string()
        };
        self.orders.iter().enumerate().map(line).collect()
    }

    fn event(definition: &Definition, id: &str, person: &str, total: u64) -> Value {
        let event = definition.inventory.events.iter().find(|event| event.name == "Purchase").expect("the event");
        let mut data: Value = serde_json::from_str(&event.sample).expect("a sample");
        data["order"] = json!({"id": format!("R-{id}"), "total": total as f64 + 0.5});
        json!({"id": id, "type": event.name, "subject": person, "data": data})
    }
}

/// What came out of a run.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    /// Each person's steps and end.
    people: BTreeMap<String, Vec<String>>,
    /// What was sent under each key: one body, however often.
    keys: BTreeMap<String, String>,
}

impl Outcome {
    fn of(folder: &Path, input: &Input, received: &[Received]) -> Self {
        let store = Store::open(folder).expect("the store of a server that is gone");
        let mut people = BTreeMap::new();
        for (person, _) in &input.orders {
            let runs = Watched::of(store.connection(), &ProfileId::from(person.as_str())).expect("runs");
            let mut lines = Vec::new();
            for run in runs {
                // When it was done, and after how many attempts, differs; what was done does not.
                let done = run.steps.iter().filter(|step| step.status != Status::Waiting);
                lines.extend(done.map(|step| step.line().split_once(' ').expect("a time").1.to_owned()));
                lines.push(run.end.map_or("inside".to_owned(), |(reason, _)| reason.to_string()));
            }
            people.insert(person.clone(), lines);
        }
        let mut keys = BTreeMap::<String, String>::new();
        for call in received {
            assert_eq!(call.header("x-api-key"), Some("a key"));
            let key = call.header("idempotency-key").expect("a key");
            let sent = format!("{} {} {}", call.method, call.path, call.body);
            let before = keys.entry(key.to_owned()).or_insert_with(|| sent.clone());
            assert_eq!(*before, sent, "one key, one content");
        }
        Self { people, keys }
    }

    /// Where another run differs from this one.
    #[track_caller]
    fn assert_same(&self, other: &Self, what: &str) {
        let foreign: Vec<_> = other.keys.keys().filter(|key| !self.keys.contains_key(*key)).collect();
        assert!(foreign.is_empty(), "{what}: sent, and not in the golden run: {foreign:?}");
        let lost: Vec<_> = self.keys.keys().filter(|key| !other.keys.contains_key(*key)).collect();
        assert!(lost.is_empty(), "{what}: never sent: {lost:?}");
        assert!(self.keys == other.keys, "{what}: the same keys with other contents");
        for (person, golden) in &self.people {
            assert_eq!(Some(golden), other.people.get(person), "{what}: {person}");
        }
    }
}

/// Sends everything to a server that may be gone, and waits until every journey has ended.
struct Feed<'s> {
    standin: &'s Standin,
    /// The journey by whose first step people are known, and the other one.
    definitions: [Definition; 2],
    input: Arc<Input>,
    /// Between two batches.
    pause: Duration,
    /// How many batches were acknowledged.
    acknowledged: Arc<AtomicUsize>,
    is_over: Arc<AtomicBool>,
}

impl Feed<'_> {
    /// Most people order while the other side is there; the last ones while every connection is refused.
    async fn run(&self, server: &Stubborn) {
        self.set_up(server).await;
        let batches: Vec<_> = self.input.orders.chunks(BATCH).enumerate().collect();
        let (bright, dark) = batches.split_at(batches.len() - batches.len() / 5 - 1);
        self.order(server, bright).await;
        self.settled(server).await;
        self.standin.down();
        self.order(server, dark).await;
        self.settled(server).await;
        self.standin.up();
        self.order_again(server).await;
        self.is_over.store(true, Ordering::SeqCst);
    }

    async fn order(&self, server: &Stubborn, batches: &[(usize, &[(String, u64)])]) {
        for (number, batch) in batches {
            let event = |(index, (person, total)): (usize, &(String, u64))| {
                Input::event(&self.definitions[0], &format!("order-{number}-{index}"), person, *total)
            };
            let events: Vec<Value> = batch.iter().enumerate().map(event).collect();
            self.send(server, &events).await;
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(self.pause).await;
        }
    }

    /// Everybody who is inside, in either journey.
    async fn inside(&self, server: &Stubborn) -> Vec<Value> {
        let mut inside = Vec::new();
        for definition in &self.definitions {
            let path = format!("/v1/journeys/{}/instances?state=inside&limit=1000", definition.journey.id);
            let found = server.ask(Method::GET, &path, &HeaderMap::new(), "").await;
            inside.extend(found["instances"].as_array().expect("instances").iter().cloned());
        }
        inside
    }

    /// Waits until nobody waits for anything but the next order.
    async fn settled(&self, server: &Stubborn) {
        let until = Instant::now() + PATIENCE;
        loop {
            let inside = self.inside(server).await;
            let busy = inside.iter().find(|instance| instance["waiting"] != json!(["event-ord2"]));
            let Some(busy) = busy else { return };
            assert!(Instant::now() < until, "{} people are inside, and one still waits: {busy}", inside.len());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn set_up(&self, server: &Stubborn) {
        let json =
            HeaderMap::from_iter([(reqwest::header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        for definition in &self.definitions {
            let (hash, text) = (json::hash(definition), json::write(definition));
            let journey = &definition.journey.id;
            server.ask(Method::PUT, &format!("/v1/journeys/{journey}/versions/{hash}"), &json, &text).await;
            let mut any = json.clone();
            any.insert("if-match", HeaderValue::from_static("*"));
            let wish = json!({"version": hash, "state": "live"}).to_string();
            let path = format!("/v1/journeys/{journey}/activation?allowMissingSecrets=true");
            server.ask(Method::PUT, &path, &any, &wish).await;
        }
        for (number, people) in self.input.people().chunks(1_000).enumerate() {
            let mut list = HeaderMap::new();
            list.insert("content-type", HeaderValue::from_static("application/x-ndjson"));
            list.insert("idempotency-key", HeaderValue::from(number));
            server.ask(Method::POST, "/v1/profiles", &list, &people.join("\n")).await;
        }
    }

    async fn send(&self, server: &Stubborn, events: &[Value]) {
        let json =
            HeaderMap::from_iter([(reqwest::header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        let answer = server.ask(Method::POST, "/v1/events", &json, &json!(events).to_string()).await;
        let results = answer["results"].as_array().expect("results");
        let fine = |result: &Value| matches!(result["result"].as_str(), Some("taken" | "again"));
        assert!(results.len() == events.len() && results.iter().all(fine), "{answer}");
    }

    /// Whoever waits for the next order orders again, until nobody is inside any more.
    async fn order_again(&self, server: &Stubborn) {
        let until = Instant::now() + PATIENCE;
        let mut again = BTreeSet::new();
        loop {
            let inside = self.inside(server).await;
            if inside.is_empty() {
                return;
            }
            let waits = |instance: &&Value| instance["waiting"] == json!(["event-ord2"]);
            let mut events = Vec::new();
            for person in inside.iter().filter(waits).filter_map(|instance| instance["profile"].as_str()) {
                if again.insert(person.to_owned()) {
                    events.push(Input::event(&self.definitions[0], &format!("again-{person}"), person, 20));
                }
            }
            if !events.is_empty() {
                self.send(server, &events).await;
            }
            assert!(Instant::now() < until, "{} people are still inside: {:?}", inside.len(), inside.first());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// A run of the program over a folder of its own. What is done to it meanwhile is done by `trouble`.
fn run(
    standin: &Standin,
    input: &Arc<Input>,
    pause: Duration,
    limit: Option<u64>,
    trouble: impl FnOnce(&mut Process, &AtomicUsize, &AtomicBool, &Stubborn),
) -> Outcome {
    answers(standin);
    let before = standin.received().len();
    let folder = tempfile::tempdir().expect("a folder");
    let mut process = Process::over(folder.path(), &SECRETS);
    process.begin(limit);
    process.listens();
    let server = Stubborn::new(&process.url);
    let feed = Feed {
        standin,
        definitions: golden_definitions(standin),
        input: Arc::clone(input),
        pause,
        acknowledged: Arc::default(),
        is_over: Arc::default(),
    };
    let (acknowledged, is_over) = (Arc::clone(&feed.acknowledged), Arc::clone(&feed.is_over));
    let client = server.clone();
    std::thread::scope(|scope| {
        let feeding = scope.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(feed.run(&client));
        });
        trouble(&mut process, &acknowledged, &is_over, &server);
        feeding.join().expect("everything is sent, and everybody has ended");
    });
    process.kill();
    Outcome::of(folder.path(), input, &standin.received()[before..])
}

/// A journey's chance begins with the hash of its definition, so that all runs have the very same ones.
fn golden_definitions(standin: &Standin) -> [Definition; 2] {
    static MADE: Mutex<BTreeMap<String, [Definition; 2]>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().expect("definitions");
    made.entry(standin.url("/")).or_insert_with(|| [journey(standin), thanks(standin)]).clone()
}

fn golden(standin: &Standin, input: &Arc<Input>) -> Outcome {
    let golden = run(standin, input, Duration::ZERO, None, |_, _, _, _| {});
    let ways: BTreeSet<&Vec<String>> = golden.people.values().collect();
    assert!(golden.keys.len() > input.orders.len() / 2 && ways.len() > 10, "it is worth to be compared with");
    let all: String = golden.people.values().flatten().cloned().collect();
    for step in ["action-big5", "action-mid6", "action-sml8", "sms-own8 error", "email-vch9", "path-two2"] {
        assert!(all.contains(step), "nobody comes to {step}");
    }
    let by_other = golden.keys.keys().filter(|key| key.starts_with("journey-thx9/")).count();
    assert!(by_other > input.orders.len() / 3, "the other journey sends as well: {by_other}");
    let (_, dark) = golden
        .people
        .iter()
        .partition::<Vec<_>, _>(|(person, _)| golden.keys.keys().any(|key| key.contains(&format!("/{person}/"))));
    assert!(dark.len() > input.orders.len() / 20, "of some nothing arrived: {}", dark.len());
    golden
}

fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time");
    let seed = std::env::var("WAYMARK_TEST_SEED").ok().and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or(now.as_nanos() as u64);
    println!("seed {seed}: run it again with WAYMARK_TEST_SEED={seed}");
    seed
}

fn killed(people: usize, kills: usize) {
    let seed = seed();
    let standin = Standin::start();
    let input = Arc::new(Input::new(seed, people));
    let golden = golden(&standin, &input);
    let mut dice = Dice(seed ^ 0x5eed);
    let pause = Duration::from_millis((kills * 500 / input.orders.len().div_ceil(BATCH)) as u64);
    let mut under_load = 0;
    let outcome = run(&standin, &input, pause, None, |process, acknowledged, is_over, server| {
        for _ in 0..kills {
            // Now and then before it listens.
            if dice.below(5) > 0 {
                process.listens();
            }
            std::thread::sleep(Duration::from_millis(dice.below(700)));
            under_load += usize::from(!is_over.load(Ordering::SeqCst));
            process.kill();
            process.begin(None);
        }
        process.listens();
        println!(
            "{under_load} of {kills} kills under load, {} batches acknowledged by then, {} requests in vain",
            acknowledged.load(Ordering::SeqCst),
            server.in_vain.lock().expect("a number"),
        );
    });
    assert!(under_load * 2 > kills, "it was killed at work: {under_load} of {kills}");
    golden.assert_same(&outcome, "killed");
}

#[test]
fn a_server_that_is_killed_again_and_again_sends_what_the_golden_run_sends_and_loses_nothing() {
    killed(420, 20);
}

#[test]
#[ignore = "slow: two hundred kills"]
fn a_server_that_is_killed_two_hundred_times_sends_what_the_golden_run_sends_and_loses_nothing() {
    killed(3_000, 200);
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let seed = seed();
    let standin = Standin::start();
    let input = Arc::new(Input::new(seed, 150));
    let golden = golden(&standin, &input);
    let outcome = run(&standin, &input, Duration::from_millis(40), Some(850), |process, acknowledged, _, server| {
        let until = Instant::now() + PATIENCE;
        // It is full as soon as one batch after another is refused.
        let (mut in_vain, mut since) = (0, Instant::now());
        while in_vain < 20 || since.elapsed() < Duration::from_millis(500) {
            assert!(Instant::now() < until, "the disk is never full: {}", acknowledged.load(Ordering::SeqCst));
            let now = *server.in_vain.lock().expect("a number");
            if now == in_vain {
                std::thread::sleep(Duration::from_millis(10));
                if since.elapsed() > Duration::from_secs(1) {
                    since = Instant::now();
                }
            }
            in_vain = now;
        }
        println!("full after {} batches; {in_vain} requests in vain", acknowledged.load(Ordering::SeqCst));
        assert!(process.is_alive(), "it says that it cannot, and goes on");
        process.kill();
        process.begin(None);
        process.listens();
    });
    golden.assert_same(&outcome, "full");
}

/// What is done to the clock between two batches.
type Jump = fn(&House, usize);

fn jumping(standin: &Standin, input: &Arc<Input>, jump: Jump) -> Outcome {
    answers(standin);
    let before = standin.received().len();
    let definitions = golden_definitions(standin);
    let may_call_here = |settings: &mut waymark::serve::Settings| {
        settings.outside.allowed.push(Allowed::read("127.0.0.1").expect("a host"));
    };
    let folder = with(may_call_here, |house| async move {
        let server = Stubborn::new(&Arc::new(Mutex::new(house.server.url())));
        let feed = Feed {
            standin,
            definitions,
            input: Arc::clone(input),
            pause: Duration::ZERO,
            acknowledged: Arc::default(),
            is_over: Arc::default(),
        };
        feed.set_up(&server).await;
        for (number, batch) in input.orders.chunks(BATCH).enumerate() {
            let event = |(index, (person, total)): (usize, &(String, u64))| {
                Input::event(&feed.definitions[0], &format!("order-{number}-{index}"), person, *total)
            };
            let events: Vec<Value> = batch.iter().enumerate().map(event).collect();
            feed.send(&server, &events).await;
            jump(&house, number);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let clock = Arc::clone(&house.clock);
        let time = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(5)).await;
                clock.advance(50);
            }
        });
        feed.order_again(&server).await;
        time.abort();
        let Ok(house) = Arc::try_unwrap(house) else { panic!("nobody else asks it") };
        let House { server, folder, .. } = house;
        server.stop().await;
        folder
    });
    Outcome::of(folder.path(), input, &standin.received()[before..])
}

#[test]
fn a_clock_that_jumps_forwards_and_back_changes_nothing_of_what_is_sent() {
    let seed = seed();
    let standin = Standin::start();
    let input = Arc::new(Input::new(seed, 120));
    let golden = jumping(&standin, &input, |_, _| {});
    const HOUR: i64 = 3_600_000;
    let jumps: [(&str, Jump); 3] = [
        ("forwards", |house, number| house.clock.advance(if number == 3 { 7 * HOUR } else { 200 })),
        // Who waits for a moment waits for it as long as the clock is wrong.
        ("back, and put right", |house, number| {
            house.clock.advance(match number {
                2 => -5 * HOUR,
                5 => 5 * HOUR,
                _ => 200,
            });
        }),
        ("back by a little, again and again", |house, number| {
            house.clock.advance(if number % 2 == 0 { -1_500 } else { 1_700 });
        }),
    ];
    for (name, jump) in jumps {
        let outcome = jumping(&standin, &input, jump);
        golden.assert_same(&outcome, name);
    }
}
