//! Many at once, and careless ones: a thousand who watch, and a machine that makes up requests.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use waymark::exchange::json as canonical;
use waymark::serve::Settings;
use waymark::serve::store::Scope;

use crate::process::{Process, Stubborn};
use crate::serve_house::{sample, token, with};

/// Open files and resident kibibytes of a process.
fn held(process: u32) -> (usize, usize) {
    let files = std::fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count);
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let resident = resident.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or_default();
    (files, resident)
}

/// So many who watch at once, each of whom hears of one step; then all of them go.
async fn crowd(url: &str, server: &Stubborn, watchers: usize, round: usize) {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let mut streams = Vec::with_capacity(watchers);
    for _ in 0..watchers {
        let request = client.get(format!("{url}/v1/steps")).header("accept", "application/x-ndjson");
        let stream = request.send().await.expect("a stream");
        assert!(stream.status().is_success(), "{} of {watchers}: {}", streams.len(), stream.status());
        streams.push(stream);
    }
    let definition = sample("voucher-by-text");
    let event = definition.inventory.events.iter().find(|event| event.name == "Purchase").expect("the event");
    let data: serde_json::Value = serde_json::from_str(&event.sample).expect("a sample");
    let subject = format!("profile-{round}");
    let order = json!([{"id": format!("order-{round}"), "type": event.name, "subject": subject, "data": data}]);
    let media = [("content-type", "application/json")].into_iter().map(header).collect();
    server.ask(reqwest::Method::POST, "/v1/events", &media, &order.to_string()).await;
    for stream in &mut streams {
        let chunk = tokio::time::timeout(Duration::from_secs(30), stream.chunk()).await.expect("in time");
        let text = String::from_utf8_lossy(&chunk.expect("a chunk").expect("more")).into_owned();
        assert!(text.contains(&subject), "{text}");
    }
    let health = client.get(format!("{url}/healthz")).send().await.expect("an answer");
    assert!(health.status().is_success(), "others are answered all the while");
}

#[test]
fn a_thousand_who_watch_are_all_told_and_leave_nothing_behind() {
    // Each end of a stream is an open file, here and there.
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let most = limits.lines().find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next());
    let most: usize = most.and_then(|number| number.parse().ok()).unwrap_or(1_024);
    let watchers = 1_000.min(most.saturating_sub(400));
    if watchers < 1_000 {
        println!("only {watchers} watch: a process may open {most} files");
    }
    // A process of its own: what it holds is nobody else's.
    let folder = tempfile::tempdir().expect("a folder");
    let mut process = Process::over(folder.path(), &[]);
    process.begin(None);
    process.listens();
    let (url, number) = (process.url.lock().expect("a place").clone(), process.number());
    let server = Stubborn::new(&process.url);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let definition = sample("voucher-by-text");
        let (id, hash) = (&definition.journey.id, canonical::hash(&definition));
        let headers = [("content-type", "application/json"), ("if-match", "*")].into_iter().map(header).collect();
        let version = format!("/v1/journeys/{id}/versions/{hash}");
        server.ask(reqwest::Method::PUT, &version, &headers, &canonical::write(&definition)).await;
        let live = json!({"version": hash, "state": "live"}).to_string();
        server
            .ask(
                reqwest::Method::PUT,
                &format!("/v1/journeys/{id}/activation?allowMissingSecrets=true"),
                &headers,
                &live,
            )
            .await;
        let before = held(number).0;
        let mut resident = Vec::new();
        for round in 0..4 {
            crowd(&url, &server, watchers, round).await;
            // The server notices that they have gone.
            for _ in 0..200 {
                if held(number).0 <= before + 20 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            let (files, kibibytes) = held(number);
            assert!(files <= before + 20, "{files} open files after {watchers} have gone; before: {before}");
            resident.push(kibibytes);
        }
        println!("{watchers} who watch, four times: resident KiB afterwards {resident:?}");
        // The first crowd has memory made ready; the others use it again.
        assert!(resident[3] < resident[0] + 16_384, "{resident:?}");
    });
}

#[test]
fn whoever_watches_without_a_right_to_it_gets_no_stream() {
    let strict = |settings: &mut Settings| settings.require_tokens = true;
    with(strict, |house| async move {
        let status = async |token: Option<String>| {
            let request = house.request("GET", "/v1/steps");
            let request = match token {
                Some(token) => request.bearer_auth(token),
                None => request,
            };
            request.send().await.expect("an answer").status().as_u16()
        };
        assert_eq!(status(None).await, 401);
        assert_eq!(status(Some(token(house.folder.path(), &Scope::ALL, Some(-1)))).await, 401, "it is over");
        assert_eq!(status(Some(house.token(&[Scope::EventsWrite]))).await, 403);
        assert_eq!(status(Some(house.token(&[Scope::InstancesRead]))).await, 200);
    });
}

/// Requests that `schemathesis` makes up from the description of the protocol: nothing is answered with a failure of
/// the server, and everything as described. It comes from PyPI: `pip install schemathesis`.
#[test]
#[ignore = "slow, and needs schemathesis"]
fn requests_that_are_made_up_from_the_description_break_nothing() {
    let program = std::env::var("SCHEMATHESIS").unwrap_or_else(|_| "schemathesis".to_owned());
    let found = Command::new(&program).arg("--version").output();
    assert!(
        found.is_ok_and(|found| found.status.success()),
        "there is no {program}: `pip install schemathesis` (4 or newer), and have it in PATH, or say in SCHEMATHESIS where it is"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let mut process = Process::over(folder.path(), &[]);
    process.begin(None);
    process.listens();
    let definition = sample("voucher-by-text");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = Stubborn::new(&process.url);
    let headers: reqwest::header::HeaderMap =
        [("content-type", "application/json"), ("if-match", "*")].into_iter().map(header).collect();
    let (id, hash) = (&definition.journey.id, canonical::hash(&definition));
    let (version, wish) = (
        format!("/v1/journeys/{id}/versions/{hash}"),
        format!("/v1/journeys/{id}/activation?allowMissingSecrets=true"),
    );
    let live = json!({"version": hash, "state": "live"}).to_string();
    runtime.block_on(async {
        server.ask(reqwest::Method::PUT, &version, &headers, &canonical::write(&definition)).await;
        server.ask(reqwest::Method::PUT, &wish, &headers, &live).await;
    });
    let made = Command::new(env!("CARGO_BIN_EXE_waymark"))
        .args(["serve", "token", "add", "--scopes"])
        .arg(Scope::ALL.map(Scope::word).join(","))
        .arg("--data")
        .arg(folder.path())
        .output()
        .expect("a token");
    let token = String::from_utf8(made.stdout).expect("text");
    let url = process.url.lock().expect("a place").clone();
    let checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
    let output = Command::new(&program)
        .args(["run", &format!("{url}/v1/openapi.json"), "--checks", checks, "--phases", "coverage,fuzzing"])
        .args([
            "--max-examples",
            "100",
            "--continue-on-failure",
            "--no-color",
            "--exclude-path-regex",
            "^/v1/(steps|events/stream)",
        ])
        .args(["-H", &format!("Authorization: Bearer {}", token.trim())])
        .current_dir(Path::new(folder.path()))
        .output()
        .expect("schemathesis");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}");
    assert!(process.is_alive(), "the server is there");
}

fn header((name, value): (&str, &str)) -> (reqwest::header::HeaderName, reqwest::header::HeaderValue) {
    (name.parse().expect("a name"), value.parse().expect("a value"))
}
