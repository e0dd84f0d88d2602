//! One attempt at a call: what goes over the wire, what comes back, and what is never called at all.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::json;
use waymark::journey::*;
use waymark::run::{Outcome, Request};
use waymark::secrets::{Environment, Revealed, Secrets};
use waymark::serve::dispatch::{Allowed, Answer, Attempt, Dispatch, Gate, Pass, Policy, Stopping};

use crate::standin::{self, Standin};

fn secrets() -> Arc<dyn Secrets> {
    let stated = [("API_TOKEN", "s3cret"), ("PASSWORD", "p:w"), ("CLIENT_SECRET", "c&s"), ("ODD", "a b&c")];
    let stated = stated.map(|(name, value)| (Secret::from(name), Revealed::new(name.into(), value)));
    Arc::new(BTreeMap::from(stated))
}

fn here() -> Policy {
    Policy { allowed: vec![Allowed::read("127.0.0.1").unwrap()], ..Policy::default() }
}

fn dispatch(policy: &Policy) -> Dispatch {
    Dispatch::new(policy, secrets()).unwrap()
}

fn to(standin: &Standin, authentication: Authentication) -> Attempt {
    let url = standin.url("/v1/messages");
    let action =
        Action { id: "action-a".into(), url: url.clone(), method: Method::Post, authentication, ..Action::default() };
    let headers = [("Content-Type", "application/json"), ("Charset", "UTF-8")];
    let request = Request {
        method: "POST".to_owned(),
        url,
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        body: Some(json!({"to": "anna@example.com"})),
    };
    Attempt { action: Arc::new(action), request, key: "j/p/1/send/1".to_owned(), within: Duration::from_secs(10) }
}

fn answered(status: u16, body: &str) -> Outcome {
    Outcome::Answered { status, body: body.to_owned() }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(future)
}

fn one(dispatch: &Dispatch, attempt: &Attempt) -> Answer {
    run(dispatch.attempt(attempt)).unwrap()
}

fn fetching(standin: &Standin) -> CustomAuthentication {
    let plain = |text: &str| Credential::Plain(text.to_owned());
    CustomAuthentication {
        endpoint: standin.url("/token"),
        method: Method::Post,
        body: [
            ("client_id".to_owned(), plain("journeys")),
            ("client_secret".to_owned(), Credential::Secret("CLIENT_SECRET".into())),
            ("grant_type".to_owned(), plain("client_credentials")),
        ]
        .into(),
        token_in_response: "json://access_token".to_owned(),
        cache: TokenCache::InResponse("json://expires_in".to_owned()),
        ..CustomAuthentication::default()
    }
}

fn token(text: &str, expires_in: i64) -> standin::Answer {
    standin::Answer::json(200, &json!({"access_token": text, "expires_in": expires_in}))
}

#[test]
fn an_attempt_carries_its_key_the_moment_at_which_it_left_and_what_the_request_says() {
    let standin = Standin::start();
    standin.on("/v1/messages", [standin::Answer::json(202, &json!({"id": "m-1"}))]);
    let before = Timestamp::now().as_millisecond();
    let dispatch = dispatch(&here());
    let answer = one(&dispatch, &to(&standin, Authentication::None));
    assert_eq!(answer.outcome, answered(202, r#"{"id":"m-1"}"#));
    assert!(answer.took < Duration::from_secs(5));
    let received = standin.wait_for(1, Duration::from_secs(1)).remove(0);
    assert_eq!((received.method.as_str(), received.path.as_str()), ("POST", "/v1/messages"));
    assert_eq!(received.json(), json!({"to": "anna@example.com"}));
    assert_eq!(received.header("idempotency-key"), Some("j/p/1/send/1"));
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(received.header("charset"), Some("UTF-8"));
    assert_eq!(received.header("authorization"), None);
    assert!(received.header("user-agent").unwrap().starts_with("Waymark/"));
    let sent: i64 = received.header("waymark-sent-at").unwrap().parse().unwrap();
    assert!((before..=received.at.as_millisecond()).contains(&sent));
    assert_eq!(answer.sent_at.unwrap().as_millisecond(), sent);
}

#[test]
fn who_calls_is_proven_as_the_action_says() {
    let standin = Standin::start();
    let dispatch = dispatch(&here());
    let key = |location| Authentication::ApiKey { name: "x-key".to_owned(), value: "ODD".into(), location };
    let ways = [
        Authentication::Basic { username: "anna".to_owned(), password: "PASSWORD".into() },
        key(KeyLocation::Header),
        Authentication::Bearer("API_TOKEN".into()),
    ];
    for way in ways {
        assert_eq!(one(&dispatch, &to(&standin, way)).outcome, answered(200, "{}"));
    }
    // As `run` writes it, with the name in the place of the secret.
    let mut query = to(&standin, key(KeyLocation::QueryParameter));
    query.request.url += "?city=Bern&x-key=<secret ODD>";
    one(&dispatch, &query);
    let received = standin.received();
    assert_eq!(received[0].header("authorization"), Some("Basic YW5uYTpwOnc="));
    assert_eq!(received[1].header("x-key"), Some("a b&c"));
    assert_eq!(received[2].header("authorization"), Some("Bearer s3cret"));
    assert_eq!(received[3].query, "city=Bern&x-key=a%20b%26c");
}

#[test]
fn a_secret_goes_where_the_action_says_and_never_where_somebody_typed_its_name() {
    let standin = Standin::start();
    let mut attempt = to(&standin, Authentication::None);
    let action = Arc::make_mut(&mut attempt.action);
    action.headers = vec![NamedValue { name: "X-Gate".to_owned(), value: Binding::Secret("ODD".into()) }];
    action.query = vec![NamedValue { name: "key".to_owned(), value: Binding::Secret("ODD".into()) }];
    action.payload = vec![Parameter {
        path: "login[0].key".to_owned(),
        value: Binding::Secret("API_TOKEN".into()),
        ..Parameter::default()
    }];
    attempt.request.headers.insert("X-Gate".to_owned(), "<secret ODD>".to_owned());
    attempt.request.headers.insert("X-Name".to_owned(), "<secret API_TOKEN>".to_owned());
    attempt.request.url += "/<secret API_TOKEN>?name=<secret API_TOKEN>&key=<secret ODD>";
    attempt.request.body = Some(json!({"login": [{"key": "<secret API_TOKEN>"}], "name": "<secret API_TOKEN>"}));
    let dispatch = dispatch(&here());
    one(&dispatch, &attempt);
    let received = standin.received().remove(0);
    assert_eq!((received.header("x-gate"), received.header("x-name")), (Some("a b&c"), Some("<secret API_TOKEN>")));
    assert_eq!(received.json(), json!({"login": [{"key": "s3cret"}], "name": "<secret API_TOKEN>"}));
    assert!(received.query.ends_with("&key=a%20b%26c"), "{}", received.query);
    assert!(!received.query.contains("s3cret") && !received.path.contains("s3cret"));
}

#[test]
fn a_missing_secret_or_a_header_that_cannot_be_sent_sends_nothing() {
    let standin = Standin::start();
    let dispatch = dispatch(&here());
    let mut broken = to(&standin, Authentication::None);
    broken.request.headers.insert("X-Name".to_owned(), "Anna\r\nX-Role: admin".to_owned());
    let mut framing = to(&standin, Authentication::None);
    framing.request.headers.insert("Content-Length".to_owned(), "1".to_owned());
    let unknown = to(&standin, Authentication::Bearer("NOBODY_KNOWS".into()));
    for (attempt, why) in [(unknown, Obstacle::Secret), (broken, Obstacle::Form), (framing, Obstacle::Form)] {
        let answer = one(&dispatch, &attempt);
        assert_eq!((answer.outcome, answer.sent_at), (Outcome::Barred(why), None));
    }
    assert!(standin.received().is_empty());
}

#[test]
fn secrets_come_from_the_environment_and_never_show_themselves() {
    // Of the variables that every program has, one stands for a secret: PATH.
    let environment = Environment::with_prefix("PA");
    let path = environment.reveal(&"th".into()).unwrap();
    assert_eq!(path.expose(), std::env::var("PATH").unwrap());
    assert_eq!(format!("{path} {path:?}"), "<secret th> <secret th>");
    assert_eq!(environment.reveal(&"nothing".into()), None);
    assert_eq!(Environment::default().variable(&"arena key".into()), "WAYMARK_SECRET_ARENA_KEY");
}

#[test]
fn a_token_is_fetched_once_however_many_ask_and_kept_while_it_lasts() {
    let standin = Standin::start();
    standin.on("/token", [token("t-1", 3600).after(Duration::from_millis(100))]);
    let dispatch = dispatch(&here());
    let attempt = to(&standin, Authentication::Custom(fetching(&standin)));
    run(async {
        let dispatch = Arc::new(dispatch);
        let calls = (0..20).map(|_| {
            let (dispatch, attempt) = (Arc::clone(&dispatch), attempt.clone());
            tokio::spawn(async move { dispatch.attempt(&attempt).await.unwrap().outcome })
        });
        for call in calls.collect::<Vec<_>>() {
            assert_eq!(call.await.unwrap(), answered(200, "{}"));
        }
    });
    let fetches = standin.at("/token");
    assert_eq!(fetches.len(), 1);
    assert_eq!(fetches[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(fetches[0].body, "client_id=journeys&client_secret=c%26s&grant_type=client_credentials");
    let calls = standin.at("/v1/messages");
    assert_eq!(calls.len(), 20);
    assert!(calls.iter().all(|call| call.header("authorization") == Some("Bearer t-1")));
}

#[test]
fn a_token_that_is_refused_is_fetched_anew_once_and_the_call_made_again() {
    let standin = Standin::start();
    standin.on("/token", [token("old", 3600), token("new", 3600)]);
    let takes = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&takes);
    standin.answers(move |received| {
        // The old one is good for one call.
        let good = match received.header("authorization") {
            Some("Bearer old") => counted.fetch_add(1, Ordering::SeqCst) == 0,
            Some("Bearer new") => true,
            _ => false,
        };
        standin::Answer::status(if good { 204 } else { 401 })
    });
    let dispatch = dispatch(&here());
    let attempt = to(&standin, Authentication::Custom(fetching(&standin)));
    run(async {
        for _ in 0..3 {
            assert_eq!(dispatch.attempt(&attempt).await.unwrap().outcome, answered(204, ""));
        }
    });
    assert_eq!((standin.at("/token").len(), standin.at("/v1/messages").len()), (2, 4));

    // A token that was fetched for this very call and is refused is refused for good.
    standin.on("/token", [token("bad", 3600)]).on("/v1/messages", [standin::Answer::status(401)]);
    let fresh = Dispatch::new(&here(), secrets()).unwrap();
    assert_eq!(one(&fresh, &attempt).outcome, answered(401, ""));
    assert_eq!((standin.at("/token").len(), standin.at("/v1/messages").len()), (3, 5));
}

#[test]
fn a_token_is_kept_shorter_than_it_lives() {
    // A minute of margin, and half of what lives shorter than that.
    let kept = |custom: &dyn Fn(&mut CustomAuthentication), wait: u64| {
        let standin = Standin::start();
        standin.on("/token", [token("t", 1)]);
        let dispatch = dispatch(&here());
        let mut how = fetching(&standin);
        custom(&mut how);
        let attempt = to(&standin, Authentication::Custom(how));
        run(async {
            for _ in 0..2 {
                dispatch.attempt(&attempt).await.unwrap();
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
            dispatch.attempt(&attempt).await.unwrap();
        });
        standin.at("/token").len()
    };
    assert_eq!(kept(&|_| {}, 600), 3);
    assert_eq!(kept(&|how| how.cache = TokenCache::Default, 600), 1);
    assert_eq!(kept(&|how| how.cache = TokenCache::For(CacheDuration::Milliseconds(1)), 20), 3);
    let short_lived = |how: &mut CustomAuthentication| {
        how.cache = TokenCache::For(CacheDuration::Hours(1));
        how.token_lifetime = Some(waymark::journey::Duration::Seconds(1));
    };
    assert_eq!(kept(&short_lived, 600), 3);
}

#[test]
fn tokens_are_asked_for_and_shown_as_the_platform_describes_it() {
    let standin = Standin::start();
    standin.on("/token", [standin::Answer::json(200, &json!({"data": {"token": "t 1"}}))]);
    let dispatch = dispatch(&here());
    let mut how = fetching(&standin);
    how.headers = [("X-Tenant".to_owned(), Credential::Plain("alder".to_owned()))].into();
    how.body_type = BodyType::Json;
    how.body = [("auth.secret".to_owned(), Credential::Secret("CLIENT_SECRET".into()))].into();
    how.token_in_response = "json://data.token".to_owned();
    how.cache = TokenCache::Default;
    how.authorization = TokenUse::Header("X-Token".to_owned());
    one(&dispatch, &to(&standin, Authentication::Custom(how.clone())));
    how.authorization = TokenUse::QueryParameter("token".to_owned());
    let mut query = to(&standin, Authentication::Custom(how));
    query.request.url += &format!("?token=<token from {}>", standin.url("/token"));
    one(&dispatch, &query);
    let bare = CustomAuthentication {
        endpoint: standin.url("/bare"),
        method: Method::Get,
        token_in_response: "response".to_owned(),
        ..CustomAuthentication::default()
    };
    standin.on("/bare", [standin::Answer::text(200, "text/plain", "t-3\n")]);
    one(&dispatch, &to(&standin, Authentication::Custom(bare)));
    let asked = standin.at("/token").remove(0);
    assert_eq!(asked.json(), json!({"auth": {"secret": "c&s"}}));
    assert_eq!((asked.header("x-tenant"), asked.header("content-type")), (Some("alder"), Some("application/json")));
    let calls = standin.at("/v1/messages");
    assert_eq!(calls[0].header("x-token"), Some("t 1"));
    assert_eq!(calls[1].query, "token=t%201");
    assert_eq!(calls[2].header("authorization"), Some("Bearer t-3"));
    assert_eq!((standin.at("/bare")[0].method.as_str(), standin.at("/bare")[0].body.as_str()), ("GET", ""));
}

#[test]
fn without_a_token_nothing_is_sent_and_the_next_attempt_asks_anew() {
    let standin = Standin::start();
    let no_token = standin::Answer::json(200, &json!({"error": "no"}));
    standin.on("/token", [standin::Answer::status(500), no_token, token("t", 60)]);
    let dispatch = dispatch(&here());
    let attempt = to(&standin, Authentication::Custom(fetching(&standin)));
    let outcomes: Vec<Outcome> = (0..3).map(|_| one(&dispatch, &attempt).outcome).collect();
    let none = |why: &str| Outcome::NoToken { because: format!("no token from 127.0.0.1: {why}") };
    let missing = "its answer holds no token at json://access_token";
    assert_eq!(outcomes, [none("it answered 500"), none(missing), answered(200, "{}")]);
    assert_eq!(standin.at("/v1/messages").len(), 1);
}

#[test]
fn private_addresses_are_refused_as_numbers_as_names_and_at_the_token_endpoint() {
    let standin = Standin::start();
    let port = standin.address().port();
    let closed = dispatch(&Policy::default());
    let refused = |dispatch: &Dispatch, url: &str| {
        let mut attempt = to(&standin, Authentication::None);
        attempt.request.url = url.to_owned();
        attempt.within = Duration::from_secs(3);
        let answer = one(dispatch, &attempt);
        assert_eq!(answer.outcome, Outcome::Barred(Obstacle::Policy), "{url}");
    };
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "10.1.2.3",
        "172.31.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[2002:7f00:1::]",
        // A name is judged by where it leads.
        "localhost",
    ] {
        refused(&closed, &format!("https://{host}:{port}/v1/messages"));
    }
    // Without TLS only where it is allowed, and only on the port that is allowed; no name and password in an address.
    refused(&closed, "http://example.com/");
    refused(&closed, "ftp://example.com/");
    let other = Allowed::read(&format!("127.0.0.1:{}", port - 1)).unwrap();
    refused(&dispatch(&Policy { allowed: vec![other], ..Policy::default() }), &standin.url("/v1/messages"));
    refused(&dispatch(&here()), &standin.url("/").replace("http://", "http://anna:pw@"));
    // That a number is allowed says nothing about names that lead there.
    refused(&dispatch(&here()), &format!("http://localhost:{port}/v1/messages"));
    let named = Policy { allowed: vec![Allowed::read("localhost").unwrap()], ..Policy::default() };
    let mut attempt = to(&standin, Authentication::None);
    attempt.request.url = format!("http://localhost:{port}/named");
    assert_eq!(one(&dispatch(&named), &attempt).outcome, answered(200, "{}"));
    // The token endpoint is held to the same.
    let attempt = to(&standin, Authentication::Custom(fetching(&standin)));
    assert_eq!(one(&closed, &attempt).outcome, Outcome::Barred(Obstacle::Policy));
    assert_eq!(standin.received().len(), 1);
}

#[test]
fn no_redirect_is_followed_unless_told_and_then_only_within_the_host() {
    let (standin, other) = (Standin::start(), Standin::start());
    standin.on("/v1/messages", [standin::Answer::redirect(307, "/moved")]);
    let attempt = to(&standin, Authentication::Bearer("API_TOKEN".into()));
    assert_eq!(one(&dispatch(&here()), &attempt).outcome, answered(307, ""));
    assert!(standin.at("/moved").is_empty());
    let following = dispatch(&Policy { redirects: 3, ..here() });
    assert_eq!(one(&following, &attempt).outcome, answered(200, "{}"));
    assert_eq!(standin.at("/moved")[0].json(), json!({"to": "anna@example.com"}));
    standin.on("/v1/messages", [standin::Answer::redirect(307, &other.url("/elsewhere"))]);
    assert_eq!(one(&following, &attempt).outcome, answered(307, ""));
    standin.on("/v1/messages", [standin::Answer::redirect(307, "/v1/messages")]);
    assert_eq!(one(&following, &attempt).outcome, answered(307, ""));
    assert!(other.received().is_empty());
}

#[test]
fn time_is_kept_to_whatever_is_slow() {
    let standin = Standin::start();
    let slow = standin::Answer::status(200).after(Duration::from_secs(5));
    standin.on("/slow", [slow.clone()]).on("/endless", [standin::Answer::endless()]).on("/token", [slow]);
    let large = Policy { reply_bytes: usize::MAX, ..here() };
    let dispatch = dispatch(&large);
    let no_token = Outcome::NoToken { because: "no token from 127.0.0.1: no answer in time".to_owned() };
    for (path, authentication, late) in [
        ("/slow", Authentication::None, Outcome::TimedOut),
        ("/endless", Authentication::None, Outcome::TimedOut),
        ("/v1/messages", Authentication::Custom(fetching(&standin)), no_token),
    ] {
        let mut attempt = to(&standin, authentication);
        attempt.request.url = standin.url(path);
        attempt.within = Duration::from_millis(300);
        let begun = Instant::now();
        assert_eq!(one(&dispatch, &attempt).outcome, late, "{path}");
        let took = begun.elapsed();
        assert!(took >= Duration::from_millis(300) && took < Duration::from_secs(3), "{path}: {took:?}");
    }
}

/// That nobody was reached, and why.
fn unreached(outcome: &Outcome, why: &str) {
    assert!(matches!(outcome, Outcome::Unreached { because } if because.starts_with(why)), "{outcome:?}");
}

#[test]
fn replies_that_lie_are_no_answers() {
    let standin = Standin::start();
    let dispatch = dispatch(&Policy { reply_bytes: 1000, ..here() });
    let ask = |standin: &Standin, answer: standin::Answer| {
        standin.on("/v1/messages", [answer]);
        one(&dispatch, &to(standin, Authentication::None)).outcome
    };
    // Too large, whether it says so or not; cut off in the middle.
    assert_eq!(ask(&standin, standin::Answer::large(1001)), Outcome::Barred(Obstacle::Reply));
    assert_eq!(ask(&standin, standin::Answer::endless()), Outcome::Barred(Obstacle::Reply));
    unreached(&ask(&standin, standin::Answer::cut()), "127.0.0.1: the exchange broke off: ");
    assert!(matches!(ask(&standin, standin::Answer::large(1000)), Outcome::Answered { status: 200, .. }));
    // What is no JSON, whatever it claims, is an answer without a body.
    let html = |status| standin::Answer::text(status, "application/json", "<html>busy</html>");
    assert_eq!(ask(&standin, html(200)), answered(200, ""));
    assert_eq!(ask(&standin, html(503)), answered(503, ""));
    // Nobody there.
    standin.down();
    unreached(&ask(&standin, html(200)), "127.0.0.1: the connection could not be made: ");
    standin.up();
    assert_eq!(ask(&standin, standin::Answer::status(200)), answered(200, ""));
}

#[test]
fn connections_are_used_again_and_attempts_at_once_are_bounded() {
    let standin = Standin::start();
    standin.answers(|_| standin::Answer::status(200).after(Duration::from_millis(50)));
    let dispatch = Arc::new(dispatch(&Policy { at_once: 2, ..here() }));
    let attempt = to(&standin, Authentication::None);
    run(async {
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let (dispatch, attempt) = (Arc::clone(&dispatch), attempt.clone());
                tokio::spawn(async move { dispatch.attempt(&attempt).await.unwrap().outcome })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(dispatch.under_way() <= 2);
        for call in calls {
            assert_eq!(call.await.unwrap(), answered(200, ""));
        }
    });
    let received = standin.received();
    let mut connections: Vec<_> = received.iter().map(|request| request.from).collect();
    connections.sort();
    connections.dedup();
    assert_eq!(received.len(), 8);
    assert!(connections.len() <= 2, "{connections:?}");
}

#[test]
fn an_endpoint_that_hangs_keeps_nobody_else_from_leaving() {
    let (hangs, also, answers) = (Standin::start(), Standin::start(), Standin::start());
    for standin in [&hangs, &also] {
        standin.answers(|_| standin::Answer::status(200).after(Duration::from_secs(30)));
    }
    let dispatch = Arc::new(dispatch(&Policy { at_once: 8, ..here() }));
    run(async {
        let many = |standin: &Standin| {
            let attempt = to(standin, Authentication::None);
            (0..50).for_each(|_| {
                let (dispatch, attempt) = (Arc::clone(&dispatch), attempt.clone());
                tokio::spawn(async move { dispatch.attempt(&attempt).await });
            });
        };
        let taken = async |most: usize| {
            let until = Instant::now() + Duration::from_secs(5);
            while dispatch.under_way() < most && Instant::now() < until {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            // It would have taken more by now.
            tokio::time::sleep(Duration::from_millis(50)).await;
            dispatch.under_way()
        };
        many(&hangs);
        let alone = taken(5).await;
        assert_eq!(alone, 5, "half of them, and what it may have more than are free");
        many(&also);
        let both = taken(7).await;
        assert_eq!(both, 7, "less for who comes after it, and one place stays free");
        let begun = Instant::now();
        let attempt = to(&answers, Authentication::None);
        for _ in 0..20 {
            assert_eq!(dispatch.attempt(&attempt).await.unwrap().outcome, answered(200, "{}"));
        }
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    });
}

#[test]
fn stopping_waits_for_what_is_under_way_and_takes_no_more() {
    let standin = Standin::start();
    standin.on("/v1/messages", [standin::Answer::status(200).after(Duration::from_millis(300))]);
    let dispatch = Arc::new(dispatch(&here()));
    let attempt = to(&standin, Authentication::None);
    run(async {
        let (inner, call) = (Arc::clone(&dispatch), attempt.clone());
        let under_way = tokio::spawn(async move { inner.attempt(&call).await });
        while standin.received().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(dispatch.drain(Duration::from_millis(10)).await, 1);
        assert_eq!(dispatch.attempt(&attempt).await, Err(Stopping));
        assert_eq!(dispatch.drain(Duration::from_secs(5)).await, 0);
        assert_eq!(under_way.await.unwrap().unwrap().outcome, answered(200, ""));
    });
    assert_eq!(standin.received().len(), 1);
}

#[test]
fn the_gate_is_asked_at_the_moment_of_leaving() {
    struct Every {
        asked: AtomicUsize,
        back: AtomicUsize,
    }
    impl Gate for Every {
        fn pass(&self, _: &Attempt, now: Timestamp) -> Pass {
            match self.asked.fetch_add(1, Ordering::SeqCst) {
                0 => Pass::At(now.checked_add(jiff::SignedDuration::from_millis(200)).unwrap()),
                1 => Pass::Go,
                _ => Pass::Capped { because: "700 calls a second".to_owned() },
            }
        }

        fn back(&self, _: &Attempt, _: Timestamp) {
            self.back.fetch_add(1, Ordering::SeqCst);
        }
    }
    let standin = Standin::start();
    let gate = Arc::new(Every { asked: AtomicUsize::new(0), back: AtomicUsize::new(0) });
    let dispatch = dispatch(&here()).behind(Arc::clone(&gate) as Arc<dyn Gate>);
    let attempt = to(&standin, Authentication::None);
    let begun = Timestamp::now();
    let answer = one(&dispatch, &attempt);
    assert_eq!(answer.outcome, answered(200, "{}"));
    assert!(answer.sent_at.unwrap().duration_since(begun) >= jiff::SignedDuration::from_millis(200));
    assert_eq!(gate.back.load(Ordering::SeqCst), 1);
    let refused = one(&dispatch, &attempt);
    assert_eq!(
        (refused.outcome, refused.sent_at),
        (Outcome::Capped { because: "700 calls a second".to_owned() }, None)
    );
    assert_eq!((gate.back.load(Ordering::SeqCst), standin.received().len()), (1, 1));
}

#[test]
fn over_tls_the_newer_protocol_is_spoken_and_strangers_are_not_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let (certificate, key): (PathBuf, PathBuf) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let standin = Standin::over_tls(&certificate, &key);
    let attempt = to(&standin, Authentication::None);
    assert_eq!(one(&dispatch(&here()), &attempt).outcome, Outcome::Barred(Obstacle::Untrusted));
    let trusting = dispatch(&Policy { trusted: vec![made.cert.pem()], ..here() });
    assert_eq!(one(&trusting, &attempt).outcome, answered(200, "{}"));
    assert_eq!(standin.received()[0].version, "HTTP/2.0");
}
