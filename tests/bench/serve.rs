//! What a server does: `cargo bench --no-default-features --bench serve`; `-- million` for a million who wait, `--
//! latency` for that figure alone.
//!
//! A whole server in this process: over HTTP on this machine's own address, with its disk, to a service on the same
//! machine. Disk, server, service and client share the cores, so a figure is what all of them together come to; time is
//! that of the wall clock.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use waymark::exchange::json;
use waymark::journey::{self, Activity, Authentication, Connection, Definition, JourneyId, Kind, Port, Wait, files};
use waymark::secrets::Environment;
use waymark::serve::clock::{Clock, HandClock, SystemClock};
use waymark::serve::dispatch::Allowed;
use waymark::serve::{Server, Settings};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Events in one request.
const BATCH: usize = 1_000;

/// Requests at once.
const AT_ONCE: usize = 4;

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let named = |name: &str| std::env::args().any(|argument| argument == name);
    if named("million") {
        return runtime.block_on(waiting("1m", 1_000_000));
    }
    if named("latency") {
        return runtime.block_on(latency());
    }
    runtime.block_on(async {
        events().await;
        advances().await;
        calls().await;
        latency().await;
        waiting("10k", 10_000).await;
        waiting("100k", 100_000).await;
    });
}

/// A server with a journey that is live.
struct House {
    server: Option<Server>,
    folder: TempDir,
    client: Client,
    definition: Definition,
    journey: JourneyId,
}

impl House {
    async fn new(definition: Definition, clock: Arc<dyn Clock>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let server = start(folder.path(), clock).await;
        let client = Client::builder().no_proxy().build().expect("a client");
        let journey = definition.journey.id.clone();
        let house = Self { server: Some(server), folder, client, definition, journey };
        house.go_live().await;
        house
    }

    async fn go_live(&self) {
        let (hash, text) = (json::hash(&self.definition), json::write(&self.definition));
        self.put(&format!("/v1/journeys/{}/versions/{hash}", self.journey), text).await;
        let wish = json!({"version": hash, "state": "live"}).to_string();
        self.put(&format!("/v1/journeys/{}/activation", self.journey), wish).await;
    }

    async fn put(&self, path: &str, body: String) {
        let request =
            self.client.put(self.url(path)).header("content-type", "application/json").header("if-match", "*");
        let answer = request.body(body).send().await.expect("an answer");
        let status = answer.status();
        assert!(status.is_success(), "{path}: {status} {}", answer.text().await.unwrap_or_default());
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.as_ref().expect("a server").url())
    }

    /// The event of people of these numbers, as it goes over the wire.
    fn batch(&self, numbers: std::ops::Range<usize>) -> String {
        let event = self.definition.inventory.events.iter().find(|event| event.name == "Purchase").expect("the event");
        let data: Value = serde_json::from_str(&event.sample).expect("a sample");
        let one = |number: usize| {
            let subject = format!("profile-{number:08}");
            json!({"id": format!("order-{number}"), "type": event.name, "subject": subject, "data": data})
        };
        json!(numbers.map(one).collect::<Vec<_>>()).to_string()
    }

    async fn send(&self, body: String) {
        loop {
            let request = self.client.post(self.url("/v1/events")).header("content-type", "application/json");
            let answer = request.body(body.clone()).send().await.expect("an answer");
            match answer.status().as_u16() {
                202 => return drop(answer.bytes().await.expect("a body")),
                429 => tokio::time::sleep(Duration::from_millis(5)).await,
                other => panic!("{other}: {}", answer.text().await.unwrap_or_default()),
            }
        }
    }

    /// Has everybody come in; events a second.
    async fn enter(&self, people: usize) -> f64 {
        let bodies: Vec<String> =
            (0..people).step_by(BATCH).map(|from| self.batch(from..(from + BATCH).min(people))).collect();
        let began = Instant::now();
        let mut bodies = bodies.into_iter();
        loop {
            let some: Vec<_> = bodies.by_ref().take(AT_ONCE).map(|body| self.send(body)).collect();
            if some.is_empty() {
                break;
            }
            join(some).await;
        }
        let rate = people as f64 / began.elapsed().as_secs_f64();
        assert_eq!(self.count("SELECT count(*) FROM run WHERE ended IS NULL").await, people, "all of them are inside");
        rate
    }

    /// How many rows a question counts.
    async fn count(&self, sql: &'static str) -> usize {
        let writer = self.server.as_ref().expect("a server").writer();
        let count = writer
            .ask(1, move |engine, _| Ok(engine.store.connection().query_row(sql, [], |row| row.get::<_, i64>(0))?));
        usize::try_from(count.await.expect("a number")).expect("a count")
    }

    /// Until nothing is due by now.
    async fn is_done(&self, clock: &HandClock) {
        loop {
            let due = self.server.as_ref().expect("a server").writer().ask(1, |engine, _| Ok(engine.next_due())).await;
            match due {
                Ok(Some(due)) if due <= clock.now() => tokio::time::sleep(Duration::from_millis(2)).await,
                Ok(_) => return,
                Err(fault) => panic!("{fault}"),
            }
        }
    }
}

/// All of them at once.
async fn join<F: Future<Output = ()>>(work: Vec<F>) {
    let mut work: Vec<_> = work.into_iter().map(Box::pin).collect();
    std::future::poll_fn(|context| {
        work.retain_mut(|one| one.as_mut().poll(context).is_pending());
        if work.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

async fn start(folder: &Path, clock: Arc<dyn Clock>) -> Server {
    let mut settings = Settings::new(folder);
    settings.listen.set_port(0);
    settings.outside.allowed.push(Allowed::read("127.0.0.1").expect("a host"));
    Server::start(settings, clock, Arc::new(Environment::default())).await.expect("a server")
}

fn clock() -> Arc<HandClock> {
    Arc::new(HandClock::new("2026-01-05T09:00:00Z".parse().expect("a moment")))
}

/// A journey of these steps, one after another, behind an order.
fn journey(url: &str, steps: &[&str]) -> Definition {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys/voucher-by-text.journey.ron");
    let opened = files::open(&path).expect("the sample");
    let mut workspace = opened.workspace;
    let id = opened.journey.expect("a journey file");
    let mut journey = (*workspace.journeys[&id]).clone();
    let call = journey.activities.iter().find(|activity| activity.id.as_str() == "action-big5").cloned();
    let call = call.expect("a call");
    journey.activities.retain(|activity| activity.id.as_str() == "event-buy2");
    (journey.connections, journey.ends) = (Vec::new(), Vec::new());
    let mut before: journey::ActivityId = "event-buy2".into();
    for (index, step) in steps.iter().enumerate() {
        let id: journey::ActivityId =
            format!("{}-{index:04}", if *step == "call" { "action" } else { "wait" }).as_str().into();
        let kind = match *step {
            "call" => call.kind.clone(),
            "hour" => Kind::Wait(Wait::Duration(journey::Duration::Hours(1))),
            _ => Kind::Wait(Wait::Duration(journey::Duration::Days(30))),
        };
        journey.activities.push(Activity { id: id.clone(), label: format!("Step {index}"), kind, ..call.clone() });
        let wire = format!("wire-{index:04}").as_str().into();
        journey.connections.push(Connection { id: wire, from: before, port: Port::Next, to: id.clone() });
        before = id;
    }
    journey.layout.clear();
    journey.sort();
    let inventory = Arc::make_mut(&mut workspace.inventory);
    for action in inventory.actions.iter_mut().filter(|action| action.name == "SendText") {
        action.url = format!("{url}/texts");
        action.authentication = Authentication::None;
        action.endpoint = None;
    }
    // Nothing limits the call.
    inventory.endpoints.clear();
    workspace.journeys.insert(id.clone(), Arc::new(journey));
    Definition::of(&workspace, &id).expect("a definition")
}

/// A service that counts, and says who came when.
struct Sink {
    address: SocketAddr,
    count: Arc<AtomicU64>,
    came: UnboundedReceiver<(String, Instant)>,
}

#[derive(Clone)]
struct Counting(Arc<AtomicU64>, UnboundedSender<(String, Instant)>);

impl Sink {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let count = Arc::<AtomicU64>::default();
        let (tell, came) = unbounded_channel();
        let state = Counting(Arc::clone(&count), tell);
        let app = Router::new().fallback(heard).with_state(state);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, count, came }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    async fn until(&self, count: u64) {
        while self.count.load(Ordering::Relaxed) < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

async fn heard(
    State(Counting(count, tell)): State<Counting>,
    headers: axum::http::HeaderMap,
    body: axum::body::Bytes,
) -> axum::Json<Value> {
    drop(body);
    count.fetch_add(1, Ordering::Relaxed);
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    let _ = tell.send((key.split('/').nth(1).unwrap_or_default().to_owned(), Instant::now()));
    axum::Json(json!({"id": "m-1", "status": "accepted"}))
}

/// Events of people who were not known, each of whom comes in and waits: acknowledged, so on the disk.
async fn events() {
    let mut rates = Vec::new();
    for _ in 0..3 {
        let house = House::new(journey("http://127.0.0.1:9", &["hour"]), Arc::new(SystemClock)).await;
        rates.push(house.enter(20_000).await);
    }
    println!("figure events-durable {:.0} events/s", median(rates));
}

/// People who wait, all due at once, each of whom goes on to the next wait: three of them.
async fn advances() {
    const PEOPLE: usize = 10_000;
    let clock = clock();
    let house = House::new(journey("http://127.0.0.1:9", &["hour", "hour", "hour", "month"]), clock.clone()).await;
    house.enter(PEOPLE).await;
    let mut rates = Vec::new();
    for _ in 0..3 {
        clock.advance(3_600_000);
        let began = Instant::now();
        house.is_done(&clock).await;
        rates.push(PEOPLE as f64 / began.elapsed().as_secs_f64());
    }
    println!("figure advances {:.0} advances/s", median(rates));
}

/// Calls of people who are all due at once, until every answer is on the disk, beside a client that does nothing but
/// call.
async fn calls() {
    const CALLS: usize = 10_000;
    let mut rates = Vec::new();
    for _ in 0..3 {
        let (sink, clock) = (Sink::start().await, clock());
        let house = House::new(journey(&sink.url(), &["hour", "call", "month"]), clock.clone()).await;
        house.enter(CALLS).await;
        let began = Instant::now();
        clock.advance(3_600_000);
        sink.until(CALLS as u64).await;
        while house.count("SELECT count(*) FROM outbox").await > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        rates.push(CALLS as f64 / began.elapsed().as_secs_f64());
    }
    let calls = median(rates);
    let bare = bare(CALLS).await;
    println!("figure calls-bare {bare:.0} calls/s");
    println!("figure calls {calls:.0} calls/s vs calls-bare {:.2}", calls / bare);
}

/// The same client, the same body, as many at once as the server allows itself.
async fn bare(calls: usize) -> f64 {
    let sink = Sink::start().await;
    let client = Client::builder().no_proxy().tcp_nodelay(true).build().expect("a client");
    let left = Arc::new(AtomicU64::new(calls as u64));
    let began = Instant::now();
    let workers: Vec<_> = (0..256)
        .map(|_| {
            let (client, left, url) = (client.clone(), Arc::clone(&left), format!("{}/texts", sink.url()));
            tokio::spawn(async move {
                let take = |left: u64| left.checked_sub(1);
                while left.try_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
                    let body = r#"{"from":"Alder","reference":"R-88231","text":"Thanks!","to":"+46700000001"}"#;
                    let request = client.post(&url).header("content-type", "application/json").body(body);
                    drop(request.send().await.expect("an answer").bytes().await.expect("a body"));
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.expect("calls");
    }
    calls as f64 / began.elapsed().as_secs_f64()
}

/// From the moment at which an event is sent to that at which its call comes in: by one who sends one after another,
/// and by sixteen of those.
async fn latency() {
    for (name, senders) in [("event-to-call", 1), ("event-to-call-16", 16)] {
        let mut sink = Sink::start().await;
        let house = Arc::new(House::new(journey(&sink.url(), &["call", "month"]), Arc::new(SystemClock)).await);
        let each = 800 / senders;
        let sending: Vec<_> = (0..senders)
            .map(|sender| {
                let house = Arc::clone(&house);
                tokio::spawn(async move {
                    let mut sent = Vec::new();
                    for number in sender * each..(sender + 1) * each {
                        let body = house.batch(number..number + 1);
                        sent.push((format!("profile-{number:08}"), Instant::now()));
                        house.send(body).await;
                        // Nobody sends all the time.
                        tokio::time::sleep(Duration::from_millis(2)).await;
                    }
                    sent
                })
            })
            .collect();
        let mut began = HashMap::new();
        for sent in sending {
            began.extend(sent.await.expect("events").split_off(each / 10));
        }
        sink.until((senders * each) as u64).await;
        let mut took = Vec::new();
        while let Ok((person, came)) = sink.came.try_recv() {
            took.extend(
                began.remove(&person).map(|began| came.saturating_duration_since(began).as_secs_f64() * 1_000.0),
            );
        }
        assert!(began.is_empty(), "every event has its call");
        took.sort_by(f64::total_cmp);
        println!("figure {name}-p50 {:.2} ms", took[took.len() / 2]);
        println!("figure {name}-p99 {:.2} ms", took[took.len() * 99 / 100]);
    }
}

/// What people cost who wait: on the disk once all is in its place, and in the memory of a server that begins over
/// them.
async fn waiting(name: &str, people: usize) {
    let clock = clock();
    let mut house = House::new(journey("http://127.0.0.1:9", &["month"]), clock.clone()).await;
    let rate = house.enter(people).await;
    eprintln!("{people} came in at {rate:.0} a second");
    if let Some(server) = house.server.take() {
        server.stop().await;
    }
    let disk: u64 = std::fs::read_dir(house.folder.path())
        .expect("the folder")
        .filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len()))
        .sum();
    println!("figure waiting-{name}-disk {:.0} bytes/instance", disk as f64 / people as f64);
    let before = memory();
    let began = Instant::now();
    let server = start(house.folder.path(), clock).await;
    // It has read what it needs once the first transaction is done.
    server.writer().ask(1, |_, _| Ok(())).await.expect("a transaction");
    eprintln!("ready over {people} after {:.0} ms", began.elapsed().as_secs_f64() * 1_000.0);
    let grown = memory().saturating_sub(before);
    println!("figure waiting-{name}-memory {:.1} bytes/instance", grown as f64 / people as f64);
    eprintln!("{:.1} MB on the disk, {:.1} MB of memory in all", disk as f64 / 1e6, memory() as f64 / 1e6);
    server.stop().await;
}

/// Bytes of this process in memory.
fn memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    pages.and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok()).unwrap_or_default() * 4_096
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
