//! Every sample on the way out: each scenario of each journey on a server, each call, message and question made for
//! real, to a service on this machine that looks at method, address, headers, who calls, and body.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use waymark::journey::*;
use waymark::run::{Effect, Outcome, Request, instance};
use waymark::secrets::{Revealed, Secrets};
use waymark::serve::courier;
use waymark::serve::dispatch::{Allowed, Dispatch, Policy};
use waymark::serve::engine::Parcel;

use crate::server::{Outcomes, enters_elsewhere, servable, serve_through};
use crate::standin::{Answer, Received, Standin};

/// Every secret is its own name in small letters.
struct Lower;

impl Secrets for Lower {
    fn reveal(&self, name: &Secret) -> Option<Revealed> {
        Some(Revealed::new(name.clone(), name.as_str().to_ascii_lowercase()))
    }
}

/// Other systems, all of them at one address: their names begin the paths.
fn moved(workspace: &mut Workspace, standin: &Standin) {
    let here = |url: &str| standin.url(&format!("/{}", url.split_once("://").map_or(url, |(_, rest)| rest)));
    let inventory = Arc::make_mut(&mut workspace.inventory);
    let prove = |authentication: &mut Authentication| {
        if let Authentication::Custom(custom) = authentication {
            custom.endpoint = here(&custom.endpoint);
        }
    };
    for action in &mut inventory.actions {
        action.url = here(&action.url);
        prove(&mut action.authentication);
    }
    for source in &mut inventory.data_sources {
        if let DataSourceKind::External { url, authentication } = &mut source.kind {
            *url = here(url);
            prove(authentication);
        }
    }
    for endpoint in &mut inventory.endpoints {
        endpoint.url_pattern = here(&endpoint.url_pattern);
    }
}

/// What a call is to look like, and by whom it is made.
fn expected(parcel: &Parcel) -> (Action, Request, BTreeSet<String>) {
    let definition = &parcel.version.definition;
    let mut used = BTreeSet::new();
    let (action, request) = match &parcel.effect {
        Effect::Call { action, request, .. } => {
            (definition.inventory.get::<Action>(action).expect("an action").clone(), request.clone())
        }
        Effect::Send { activity, letter, .. } => {
            let made = instance::hand_over(definition, activity, &parcel.person, letter);
            let (action, request) = made.expect("a provider");
            used.insert(format!("channel {}", letter.channel));
            (action.clone(), request)
        }
        Effect::Fetch { need, .. } => {
            let source = definition.inventory.get::<DataSource>(&need.source).expect("a source");
            instance::question(source, need).expect("a question")
        }
        other => panic!("{other:?} never leaves"),
    };
    used.insert(action.name.clone());
    (action, request, used)
}

fn secret(name: &Secret) -> String {
    name.as_str().to_ascii_lowercase()
}

/// Looks at what came in: all of it is what was to be sent, and it is clear who sends.
#[track_caller]
fn look(received: &Received, parcel: &Parcel, action: &Action, request: &Request) {
    let name = &action.name;
    assert_eq!(received.method, request.method, "{name}");
    let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    assert!(path.ends_with(&received.path), "{name}: {path} and {}", received.path);
    assert!(received.header("idempotency-key").is_some_and(|key| key.starts_with(&parcel.key)), "{name}");
    assert!(received.header("waymark-sent-at").is_some_and(|at| at.parse::<i64>().is_ok()), "{name}");
    let mut proof = None;
    match &action.authentication {
        Authentication::None => assert_eq!(received.header("authorization"), None, "{name}"),
        Authentication::Basic { username, password } => {
            let pair = format!("{username}:{}", secret(password));
            let sent = received.header("authorization").and_then(|value| value.strip_prefix("Basic ")).expect("basic");
            assert_eq!(from_base64(sent), pair, "{name}");
            proof = Some("authorization".to_owned());
        }
        Authentication::ApiKey { name: key, value, location: KeyLocation::Header } => {
            assert_eq!(received.header(&key.to_ascii_lowercase()), Some(secret(value).as_str()), "{name}");
            proof = Some(key.to_ascii_lowercase());
        }
        Authentication::ApiKey { name: key, value, location: KeyLocation::QueryParameter } => {
            assert!(received.query.contains(&format!("{key}={}", secret(value))), "{name}: {}", received.query);
        }
        Authentication::Bearer(value) => {
            assert_eq!(received.header("authorization"), Some(format!("Bearer {}", secret(value)).as_str()), "{name}");
            proof = Some("authorization".to_owned());
        }
        Authentication::Custom(custom) => match &custom.authorization {
            TokenUse::Bearer => assert_eq!(received.header("authorization"), Some("Bearer a-token"), "{name}"),
            TokenUse::Header(header) => {
                assert_eq!(received.header(&header.to_ascii_lowercase()), Some("a-token"), "{name}");
            }
            TokenUse::QueryParameter(key) => assert!(received.query.contains(&format!("{key}=a-token")), "{name}"),
        },
    }
    if !query.contains("secret") && !query.contains("token") {
        assert_eq!(received.query, query, "{name}");
    }
    for (header, value) in &request.headers {
        let header = header.to_ascii_lowercase();
        if proof.as_ref() != Some(&header) && !value.contains('<') {
            assert_eq!(received.header(&header), Some(value.as_str()), "{name}: {header}");
        }
    }
    let Some(body) = &request.body else { return assert_eq!(received.body, "", "{name}") };
    match received.header("content-type") {
        Some("application/json") => assert_eq!(&received.json(), body, "{name}"),
        Some("application/x-www-form-urlencoded") => {
            let Json::Object(fields) = body else { panic!("{name}: {body}") };
            let mut pairs: Vec<(String, String)> =
                received.body.split('&').map(|pair| pair.split_once('=').expect("a pair")).map(decoded).collect();
            pairs.sort();
            let mut wanted: Vec<(String, String)> = fields
                .iter()
                .map(|(key, value)| (key.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
                .collect();
            wanted.sort();
            assert_eq!(pairs, wanted, "{name}");
        }
        other => panic!("{name} is sent as {other:?}"),
    }
}

fn decoded((name, value): (&str, &str)) -> (String, String) {
    let plain = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'%' => {
                    let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
                    let digits = std::str::from_utf8(&digits).expect("digits");
                    u8::from_str_radix(digits, 16).expect("a byte")
                }
                b'+' => b' ',
                other => other,
            });
        }
        String::from_utf8(bytes).expect("text")
    };
    (plain(name), plain(value))
}

fn from_base64(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        let value = LETTERS.iter().position(|known| *known == letter).expect("base64");
        bits = (bits << 6) | u32::try_from(value).expect("six bits");
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).expect("eight bits"));
        }
    }
    String::from_utf8(bytes).expect("text")
}

/// What a token is fetched with, looked at where it comes in.
fn tokens(standin: &Standin, workspace: &Workspace) {
    for action in &workspace.inventory.actions {
        if let Authentication::Custom(custom) = &action.authentication {
            let path = custom.endpoint.strip_prefix(&standin.url("")).expect("it is here");
            standin.on(path, [Answer::json(200, &json!({"access_token": "a-token", "expires_in": 3_600}))]);
        }
    }
}

#[test]
fn every_sample_calls_and_writes_to_services_that_look_at_everything() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let standin = Rc::new(Standin::start());
    let mut samples = files::open(&folder).expect("the samples").workspace;
    moved(&mut samples, &standin);
    tokens(&standin, &samples);
    let policy = Policy { allowed: vec![Allowed::read("127.0.0.1").expect("a host")], ..Policy::default() };
    let dispatch = Rc::new(Dispatch::new(&policy, Arc::new(Lower)).expect("a dispatch"));
    let runtime = Rc::new(tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"));
    let used = Rc::new(RefCell::new(BTreeSet::new()));
    let calls = Rc::new(RefCell::new(0));
    let mut journeys = BTreeSet::new();
    for scenario in samples.scenarios.values() {
        let (workspace, scenario) = servable(&samples, scenario);
        if enters_elsewhere(&workspace, &scenario) {
            continue;
        }
        let (standin, dispatch, runtime) = (Rc::clone(&standin), Rc::clone(&dispatch), Rc::clone(&runtime));
        let (used, calls) = (Rc::clone(&used), Rc::clone(&calls));
        let served = serve_through(&workspace, &scenario, move |parcel, outcome| {
            let Outcome::Answered { status, body } = outcome else { return };
            let (action, request, names) = expected(parcel);
            let (path, _) = request.url.split_once('?').unwrap_or((&request.url, ""));
            let path = path.strip_prefix(&standin.url("")).expect("it is here");
            standin.on(path, [Answer::text(*status, "application/json", body.clone())]);
            let attempt = courier::attempt(parcel).expect("a call");
            let answer = runtime.block_on(dispatch.attempt(&attempt)).expect("an answer");
            let received = standin.received().pop().expect("a call");
            look(&received, parcel, &action, &request);
            assert_eq!(&answer.outcome, outcome, "{}", action.name);
            used.borrow_mut().extend(names);
            *calls.borrow_mut() += 1;
        });
        let dry = Outcomes::of_dry_run(&workspace, &scenario);
        assert_eq!(dry.difference(&served), None, "{}", scenario.name);
        journeys.insert(scenario.journey.clone());
    }
    let fetched = standin.received().into_iter().filter(|call| call.path.contains("oauth2/token"));
    for call in fetched {
        assert_eq!(call.method, "POST");
        assert!(
            call.body.contains("client_secret=") && call.body.contains("grant_type=client_credentials"),
            "{call:?}"
        );
    }
    println!("{} calls of {} journeys", calls.borrow(), journeys.len());
    assert_eq!(journeys.len(), samples.journeys.len(), "every journey");
    let used = used.borrow();
    let inventory = &samples.inventory;
    let unused: Vec<&str> =
        inventory.actions.iter().map(|action| action.name.as_str()).filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "never called: {unused:?}");
    let silent: Vec<&str> = inventory
        .channels
        .iter()
        .filter(|channel| channel.provider.is_some())
        .map(|channel| channel.name.as_str())
        .filter(|name| !used.contains(&format!("channel {name}")))
        .collect();
    assert!(silent.is_empty(), "nothing goes through {silent:?}");
}
