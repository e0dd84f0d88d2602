//! Who may call what: every route with no token, a wrong one, one that is over, and one that lacks the scope.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

use reqwest::StatusCode;
use serde_json::Value;
use waymark::serve::api;
use waymark::serve::store::{Scope, Tokens, beside};
use waymark::serve::{Server, Settings, StartError};

use crate::serve_house::{House, open, sample, send, token, with, within};

/// Every route of the document with its method and the scope that it names; `None` where it asks for no token at all.
fn routes() -> Vec<(String, String, Option<Option<Scope>>)> {
    let paths = api::document()["paths"].as_object().expect("paths").clone();
    let mut routes = Vec::new();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().expect("operations") {
            let filled = path.replace("{sha256}", &"0".repeat(64)).replace("{id}", "x-1").replace("{key}", "x-1");
            let scope = operation.get("security").map(|security| {
                let word = security[0]["token"].get(0).and_then(Value::as_str);
                word.map(|word| Scope::of(word).unwrap_or_else(|| panic!("{word} is no scope")))
            });
            routes.push((method.to_uppercase(), filled, scope));
        }
    }
    assert!(routes.len() >= 12, "{routes:?}");
    routes
}

async fn ask(house: &House, method: &str, path: &str, token: Option<&str>) -> crate::serve_house::Answer {
    let request = house.request(method, path).header("content-type", "application/json").body("{}");
    send(match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    })
    .await
}

#[test]
fn every_route_refuses_whoever_has_not_the_right_token() {
    with(
        |settings| settings.require_tokens = true,
        |house| async move {
            let over = token(house.folder.path(), &Scope::ALL, Some(-1));
            let revoked = house.token(&Scope::ALL);
            let id = revoked.split('_').nth(1).expect("an id").to_owned();
            beside(house.folder.path(), |store| Tokens(store).revoke(&id)).expect("a store").expect("revoked");
            let any = house.token(&[]);
            for (method, path, scope) in routes() {
                let Some(scope) = scope else {
                    let open = ask(&house, &method, &path, None).await;
                    assert_eq!(open.status, StatusCode::OK, "{method} {path} says that it needs no token");
                    continue;
                };
                let other = if any.ends_with('0') { '1' } else { '0' };
                let tampered = format!("{}{other}", &any[..any.len() - 1]);
                let strangers = [None, Some("x"), Some(over.as_str()), Some(&revoked), Some(&tampered)];
                for stranger in strangers {
                    let answer = ask(&house, &method, &path, stranger).await;
                    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path} {stranger:?}");
                    assert!(answer.header("www-authenticate").starts_with("Bearer realm="), "{answer:?}");
                    assert!(answer.errors().is_empty());
                }
                let Some(scope) = scope else {
                    let allowed = ask(&house, &method, &path, Some(&any)).await;
                    assert_eq!(allowed.status, StatusCode::OK, "{method} {path} says that any token will do");
                    continue;
                };
                let others: Vec<Scope> = Scope::ALL.into_iter().filter(|other| *other != scope).collect();
                let short = ask(&house, &method, &path, Some(&house.token(&others))).await;
                assert_eq!(short.status, StatusCode::FORBIDDEN, "{method} {path} without {}", scope.word());
                let challenge = short.header("www-authenticate");
                assert!(challenge.contains("insufficient_scope") && challenge.contains(scope.word()), "{challenge}");
                let right = ask(&house, &method, &path, Some(&house.token(&[scope]))).await;
                let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::METHOD_NOT_ALLOWED];
                assert!(!refused.contains(&right.status), "{method} {path} with {}: {right:?}", scope.word());
            }
        },
    );
}

#[test]
fn every_scope_opens_something() {
    let used: BTreeSet<Scope> = routes().into_iter().filter_map(|(_, _, scope)| scope.flatten()).collect();
    for scope in Scope::ALL {
        assert!(used.contains(&scope), "{}", scope.word());
    }
}

#[test]
fn a_token_ends_at_its_moment_and_is_taken_back_at_once() {
    with(
        |settings| settings.require_tokens = true,
        |house| async move {
            let short = token(house.folder.path(), &[Scope::InstancesRead], Some(60_000));
            let status = async |token: &str| ask(&house, "GET", "/v1/journeys", Some(token)).await.status;
            assert_eq!(status(&short).await, StatusCode::OK);
            house.clock.advance(59_999);
            assert_eq!(status(&short).await, StatusCode::OK);
            house.clock.advance(1);
            assert_eq!(status(&short).await, StatusCode::UNAUTHORIZED);

            let long = house.token(&[Scope::InstancesRead]);
            assert_eq!(status(&long).await, StatusCode::OK);
            let id = long.split('_').nth(1).expect("an id").to_owned();
            beside(house.folder.path(), |store| Tokens(store).revoke(&id)).expect("a store").expect("revoked");
            assert_eq!(status(&long).await, StatusCode::UNAUTHORIZED);
        },
    );
}

#[test]
fn an_open_server_answers_programs_of_this_machine_and_no_page_of_a_browser() {
    open(|house| async move {
        let status = async |name: &'static str, value: &'static str| {
            send(house.request("GET", "/v1/journeys").header(name, value)).await.status
        };
        assert_eq!(status("origin", "https://shop.example.com").await, StatusCode::FORBIDDEN);
        assert_eq!(status("origin", "null").await, StatusCode::FORBIDDEN);
        assert_eq!(status("origin", "http://localhost:3000").await, StatusCode::OK);
        assert_eq!(status("host", "rebound.example.com").await, StatusCode::FORBIDDEN);
        assert_eq!(status("host", "127.0.0.1.example.com:8787").await, StatusCode::FORBIDDEN);
        assert_eq!(status("host", "localhost:8787").await, StatusCode::OK);
        assert_eq!(status("host", "[::1]:8787").await, StatusCode::OK);
        let wrong = ask(&house, "GET", "/v1/journeys", Some("waymark_x_y")).await;
        assert_eq!(
            wrong.status,
            StatusCode::UNAUTHORIZED,
            "a wrong token is said to be wrong, even where none is needed"
        );
    });
}

#[test]
fn beyond_this_machine_a_server_does_not_start_without_tls_and_tokens() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let start = |settings: Settings| {
        let clock = std::sync::Arc::new(waymark::serve::clock::SystemClock);
        runtime.block_on(async {
            Server::start(settings, clock, crate::serve_house::secrets()).await.map(|server| server.url())
        })
    };
    let mut beyond = Settings::new(folder.path());
    beyond.listen = "0.0.0.0:0".parse().expect("an address");
    let error = start(beyond.clone()).expect_err("no TLS");
    assert!(matches!(error, StartError::NeedsTls(_)));
    let words = error.to_string();
    assert!(words.contains("--tls-cert") && words.contains("127.0.0.1"), "it says what to do: {words}");

    let (certificate, key) = identity(folder.path());
    beyond.tls = Some(waymark::serve::Tls { certificate, key });
    let words = start(beyond.clone()).expect_err("no token").to_string();
    assert!(words.contains("waymark serve token add"), "it says what to do: {words}");
    token(folder.path(), &[Scope::InstancesRead], None);
    start(beyond).expect("with TLS and a token it starts");

    let mut strict = Settings::new(tempfile::tempdir().expect("a folder").path());
    strict.listen.set_port(0);
    strict.require_tokens = true;
    assert!(matches!(start(strict), Err(StartError::NeedsToken(_))));
}

#[test]
fn a_certificate_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (certificate, key) = (folder.path().join("absent.pem"), folder.path().join("key.pem"));
    std::fs::write(&key, "no key").expect("a file");
    let mut settings = Settings::new(folder.path());
    settings.listen.set_port(0);
    settings.tls = Some(waymark::serve::Tls { certificate, key });
    let clock = std::sync::Arc::new(waymark::serve::clock::SystemClock);
    let error = runtime
        .block_on(Server::start(settings, clock, crate::serve_house::secrets()))
        .expect_err("no certificate")
        .to_string();
    assert!(error.contains("absent.pem"), "{error}");
}

fn identity(folder: &std::path::Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).expect("a file");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("a file");
    (certificate, key)
}

#[test]
fn over_tls_only_those_who_trust_the_certificate_and_have_a_token_get_through() {
    let keys = tempfile::tempdir().expect("a folder");
    let (certificate, key) = identity(keys.path());
    let pem = std::fs::read(&certificate).expect("a file");
    let tls = waymark::serve::Tls { certificate, key };
    with(
        |settings| {
            settings.tls = Some(tls);
            settings.require_tokens = true;
        },
        |house| async move {
            let url = format!("https://localhost:{}/v1/journeys", house.server.address().port());
            let trusted = reqwest::Certificate::from_pem(&pem).expect("a certificate");
            let client = || reqwest::Client::builder().no_proxy();
            let trusting = client().tls_certs_only([trusted]).build().expect("a client");
            let bare = send(trusting.get(&url)).await;
            assert_eq!(bare.status, StatusCode::UNAUTHORIZED);
            let token = house.token(&[Scope::InstancesRead]);
            assert_eq!(send(trusting.get(&url).bearer_auth(&token)).await.status, StatusCode::OK);
            let strict = client().build().expect("a client");
            assert!(strict.get(&url).bearer_auth(&token).send().await.is_err(), "nobody vouches for the certificate");
            let plain = client().build().expect("a client");
            let unencrypted = url.replace("https", "http");
            assert!(plain.get(&unencrypted).send().await.is_err(), "nothing is said without encryption");
        },
    );
}

#[test]
fn who_asks_too_often_waits_and_nobody_else_does() {
    let set_up = |settings: &mut Settings| {
        settings.require_tokens = true;
        settings.limits.requests_per_second = 1;
        settings.limits.requests_at_once = 5;
    };
    with(set_up, |house| async move {
        let (eager, calm) = (house.token(&[Scope::InstancesRead]), house.token(&[Scope::InstancesRead]));
        let mut answers = Vec::new();
        for _ in 0..10 {
            answers.push(ask(&house, "GET", "/v1/journeys", Some(&eager)).await);
        }
        assert!(answers[..5].iter().all(|answer| answer.status == StatusCode::OK));
        let late: Vec<_> = answers.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).collect();
        assert!(late.len() >= 3, "{}", late.len());
        assert_eq!(late[0].header("retry-after"), "1");
        assert!(late[0].errors().is_empty());
        assert_eq!(ask(&house, "GET", "/v1/journeys", Some(&calm)).await.status, StatusCode::OK);
        for _ in 0..10 {
            ask(&house, "GET", "/v1/journeys", Some("waymark_guess_guess")).await;
        }
        let guess = ask(&house, "GET", "/v1/journeys", Some("waymark_guess_guess")).await;
        assert_eq!(guess.status, StatusCode::TOO_MANY_REQUESTS, "guessing is slow");
        assert_eq!(ask(&house, "GET", "/v1/journeys", Some(&calm)).await.status, StatusCode::OK, "and disturbs nobody");
    });
}

/// What was logged, line by line.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn lines(&self) -> Vec<Value> {
        let text = String::from_utf8(self.0.lock().expect("a log").clone()).expect("text");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

#[test]
fn the_log_says_who_changed_what_and_who_was_refused_and_names_no_person() {
    let log = Log::default();
    let writer = log.clone();
    let told = tracing_subscriber::fmt().json().flatten_event(true).with_writer(move || writer.clone()).finish();
    // While there is only one that listens, other threads decide for it which lines there are at all.
    let _another = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    // What a thread logs is seen by that thread alone.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    tracing::subscriber::with_default(told, || {
        within(
            &runtime,
            |settings| settings.require_tokens = true,
            |house| async move {
                let all = house.token(&Scope::ALL);
                let cart = sample("cart-abandonment");
                let hash = waymark::exchange::json::hash(&cart);
                let at = format!("/v1/journeys/{}", cart.journey.id);
                let put = async |path: String, body: String| {
                    let request = house.request("PUT", &path).header("content-type", "application/json");
                    let request = request.header("if-match", "*").bearer_auth(&all).body(body);
                    let answer = send(request).await;
                    assert!(answer.status.is_success(), "{answer:?}");
                };
                let text = waymark::exchange::json::write(&cart);
                put(format!("{at}/versions/{hash}"), text.clone()).await;
                put(format!("{at}/versions/{hash}"), text).await;
                for state in ["live", "paused", "paused"] {
                    put(format!("{at}/activation"), format!(r#"{{"version":"{hash}","state":"{state}"}}"#)).await;
                }
                let people = house.request("POST", "/v1/profiles").header("content-type", "application/x-ndjson");
                let people = people.header("idempotency-key", "a").body(r#"{"id":"profile-anna"}"#);
                assert_eq!(send(people.bearer_auth(&all)).await.status, StatusCode::ACCEPTED);
                let scraper = house.token(&[Scope::MetricsRead]);
                assert_eq!(ask(&house, "GET", "/metrics", Some(&scraper)).await.status, StatusCode::OK);
                let refused = ask(&house, "DELETE", "/v1/profiles/profile-anna", Some(&scraper)).await;
                assert_eq!(refused.status, StatusCode::FORBIDDEN);
                let erased = ask(&house, "DELETE", "/v1/profiles/profile-anna", Some(&all)).await;
                assert_eq!(erased.status, StatusCode::NO_CONTENT);
                let scraper = scraper.split('_').nth(1).expect("an id").to_owned();
                let all = all.split('_').nth(1).expect("an id").to_owned();

                let lines = log.lines();
                let changed: Vec<_> = lines.iter().filter(|line| line["message"] == "changed").collect();
                let what: Vec<&str> = changed.iter().filter_map(|line| line["what"].as_str()).collect();
                assert_eq!(what, ["version pushed", "journey activated", "journey paused", "person erased"]);
                assert!(changed.iter().all(|line| line["note"] == "a test" && line["caller"] == all.as_str()));
                assert_eq!(changed[1]["which"], cart.journey.id.as_str());
                let refused = lines.iter().find(|line| line["status"] == 403).expect("a line");
                assert_eq!(refused["caller"], scraper.as_str(), "{refused}");
                assert!(lines.iter().all(|line| !line.to_string().contains("anna")), "{lines:?}");
            },
        );
    });
}
