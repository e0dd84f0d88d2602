//! The client against a real server, and against everything else that may answer in its place.

use std::time::{Duration, Instant};

use serde_json::json;
use waymark::exchange::json as form;
use waymark::journey::{EndpointId, JourneyId, ProfileId};
use waymark::push::client::Which;
use waymark::push::{Client, ClientError, Manner};
use waymark::secrets::Revealed;
use waymark::serve::store::Scope;
use waymark::wire::*;

use crate::serve_house::{House, open, sample, with};
use crate::standin::{Answer, Standin};

fn client(url: &str, token: Option<&str>) -> Client {
    let token = token.map(|token| Revealed::new("SERVER".into(), token));
    Client::new(url, token, &Manner { answer_within: Duration::from_millis(800), ..Manner::default() })
        .expect("a client")
}

fn of(house: &House) -> Client {
    let token = house.token(&Scope::ALL);
    Client::new(&house.server.url(), Some(Revealed::new("SERVER".into(), token)), &Manner::default()).expect("a client")
}

#[test]
fn everything_that_a_server_does_can_be_asked_of_it() {
    open(|house| async move {
        let (client, cart) = (of(&house), sample("cart-abandonment"));
        let (id, hash, text) = (cart.journey.id.clone(), form::hash(&cart), form::write(&cart));
        assert_eq!(client.capabilities().await.expect("capabilities").formats, [1]);
        assert_eq!(client.journey(&id).await, Ok(None));
        assert_eq!(client.journeys().await, Ok(Journeys { journeys: Vec::new() }));

        let dry = client.put_version(&id, &hash, text.clone(), true).await.expect("a dry run");
        assert!(dry.changes.is_some_and(|changes| changes.is_new && changes.activation.is_none()));
        assert_eq!(client.journey(&id).await, Ok(None), "nothing was kept");
        for _ in 0..2 {
            let taken = client.put_version(&id, &hash, text.clone(), false).await.expect("a version");
            assert_eq!((taken.version.as_str(), taken.changes), (hash.as_str(), None));
        }
        let wish = ActivationWish::new(hash.clone(), JourneyState::Live);
        let live = client.put_activation(&id, &wish, "\"0\"").await.expect("live");
        assert_eq!((live.tag.as_str(), live.value.status.state), ("\"1\"", Some(JourneyState::Live)));
        assert_eq!(client.journey(&id).await, Ok(Some(live)));

        let endpoint = Endpoint {
            id: "endpoint-a/b".to_owned(),
            name: "Arena".to_owned(),
            url_pattern: "https://arena.example.com/*".to_owned(),
            deployed: true,
            ..Endpoint::default()
        };
        let put = client.put_endpoint(&endpoint, None).await.expect("an endpoint");
        let found = client.endpoint(&EndpointId::from("endpoint-a/b")).await.expect("an answer");
        assert_eq!(found.as_ref(), Some(&put), "a slash in an id stays in its segment");
        let all = client.endpoints().await.expect("endpoints").endpoints;
        let deployed: Vec<_> = all.into_iter().filter(|endpoint| endpoint.brought_by.is_none()).collect();
        assert_eq!(deployed, [put.value]);
        assert_eq!(client.endpoint(&EndpointId::from("endpoint-none")).await, Ok(None));

        let event = &cart.inventory.events[0];
        let data = serde_json::from_str(&event.sample).expect("a sample");
        let happened = |number: usize| Event {
            id: format!("event-{number}"),
            kind: event.id.to_string(),
            subject: Some(format!("profile-{number}")),
            time: None,
            data: serde_json::Value::clone(&data),
        };
        let events = [happened(1), happened(2), happened(1)];
        let taken = client.send(&events).await.expect("events");
        let results: Vec<TakenResult> = taken.results.iter().map(|taken| taken.result).collect();
        assert_eq!(results, [TakenResult::Taken, TakenResult::Taken, TakenResult::Again]);

        let one = Which { limit: Some(1), state: Some(InstanceState::Inside), ..Which::default() };
        let first = client.instances(&id, &one).await.expect("instances");
        let rest = client.instances(&id, &Which { cursor: first.next.clone(), ..one }).await.expect("instances");
        let who: Vec<&str> =
            [&first, &rest].iter().flat_map(|part| &part.instances).map(|one| one.profile.as_str()).collect();
        assert_eq!(who, ["profile-2", "profile-1"]);
        let whose = Which { profile: Some(ProfileId::from("profile-1")), ..Which::default() };
        assert_eq!(client.instances(&id, &whose).await.map(|found| found.instances), Ok(rest.instances.clone()));
        let key = &rest.instances[0].key;
        assert_eq!(client.instance(key).await, Ok(Some(rest.instances[0].clone())));
        assert_eq!(client.instance("run-none").await, Ok(None));
        let steps = client.steps(key, 0).await.expect("steps").steps;
        assert!(steps.iter().all(|step| &step.key == key) && !steps.is_empty());
        assert_eq!(client.exit(key).await.expect("an end").reason.as_deref(), Some("stopped"));

        let person =
            Person { id: Some("profile-3".to_owned()), zone: Some("Europe/Berlin".to_owned()), ..Person::default() };
        for _ in 0..2 {
            assert_eq!(
                client.introduce(&[person.clone(), person.clone()], "list-1").await,
                Ok(Accepted { accepted: 2, new_people: 1 })
            );
        }
        assert_eq!(client.erase(&ProfileId::from("profile-3")).await, Ok(()));
        let nobody = client.erase(&ProfileId::from("profile-3")).await.expect_err("nobody");
        assert!(matches!(&nobody, ClientError::Refused { problem } if problem.word() == Some("not-found")), "{nobody}");
        let entries = EntriesWanted { profiles: vec!["profile-1".to_owned()] };
        let unread = client.enter(&id, &entries, "list-2").await.expect_err("it reads no audience");
        assert!(
            matches!(&unread, ClientError::Refused { problem } if problem.word() == Some("no-audience")),
            "{unread}"
        );
    });
}

#[test]
fn a_refusal_says_where_the_fault_is_and_a_conflict_that_somebody_was_faster() {
    open(|house| async move {
        let (client, cart) = (of(&house), sample("cart-abandonment"));
        let (id, hash, text) = (&cart.journey.id, form::hash(&cart), form::write(&cart));
        let other = client.put_version(id, &"0".repeat(64), text.clone(), false).await.expect_err("another hash");
        let ClientError::Refused { problem } = &other else { panic!("{other}") };
        assert_eq!(problem.errors[0].code, "hash-mismatch");
        assert!(other.to_string().contains("the SHA-256 of the body is"), "{other}");
        assert!(!other.may_be_done());

        client.put_version(id, &hash, text, false).await.expect("a version");
        let wish = ActivationWish::new(hash, JourneyState::Live);
        let stale = client.put_activation(id, &wish, "\"7\"").await.expect_err("stale");
        assert!(matches!(&stale, ClientError::Conflict { .. }), "{stale}");
        assert!(stale.to_string().starts_with("somebody was faster: the journey is at generation 0"), "{stale}");
    });
}

#[test]
fn who_may_not_is_told_so_and_a_token_never_shows() {
    with(
        |settings| settings.require_tokens = true,
        |house| async move {
            let token = house.token(&[Scope::InstancesRead]);
            let (reader, nobody) = (client(&house.server.url(), Some(&token)), client(&house.server.url(), None));
            assert!(reader.journeys().await.is_ok());
            let id = JourneyId::from("journey-a");
            let short = reader.put_version(&id, &"0".repeat(64), "{}".to_owned(), true).await.expect_err("no scope");
            assert!(matches!(&short, ClientError::Forbidden { .. }), "{short}");
            assert!(short.to_string().ends_with("this token lacks the scope journeys:write"), "{short}");
            let unknown = nobody.journeys().await.expect_err("no token");
            assert!(unknown.to_string().contains("a token is needed"), "{unknown}");
            for shown in [format!("{reader:?}"), short.to_string(), format!("{short:?}")] {
                assert!(!shown.contains(&token), "{shown}");
            }
            assert!(format!("{reader:?}").contains("<secret SERVER>"), "{reader:?}");
        },
    );
}

#[tokio::test]
async fn nobody_there_a_slow_server_a_broken_line_and_somebody_else_are_told_apart() {
    let server = Standin::start();
    let asked = |server: &Standin| client(&server.url(""), None);
    let error = async |server: &Standin| asked(server).capabilities().await.expect_err("no capabilities");

    server.on("/v1/capabilities", [Answer::status(200).after(Duration::from_secs(5))]);
    let began = Instant::now();
    let slow = error(&server).await;
    assert!(matches!(&slow, ClientError::TooSlow { .. }) && slow.may_be_done(), "{slow}");
    assert!(began.elapsed() < Duration::from_secs(3) && slow.to_string().contains("within 0.8 s"), "{slow}");

    let not_ours = json!({"type": "about:blank", "title": "No", "status": 404, "detail": "No"});
    let others = [
        Answer::text(200, "text/html", "<h1>It works!</h1>"),
        Answer::json(200, &json!({"version": "1"})),
        Answer::status(404),
        Answer::json(404, &json!({"error": "no such page"})),
        Answer::text(404, PROBLEM, not_ours.to_string()),
        Answer::redirect(302, "https://login.example.com/"),
        Answer::large(17 * 1024 * 1024),
    ];
    for other in others {
        server.on("/v1/capabilities", [other.clone()]);
        let foreign = error(&server).await;
        assert!(matches!(&foreign, ClientError::Foreign { .. }), "{other:?}: {foreign}");
        assert!(foreign.to_string().contains("see to the address"), "{foreign}");
    }
    server.on("/v1/capabilities", [Answer::cut()]);
    let broken = error(&server).await;
    assert!(matches!(&broken, ClientError::Lost { .. }) && broken.may_be_done(), "{broken}");

    let busy =
        json!({"type": "urn:waymark:problem:busy", "title": "Busy", "status": 429, "detail": "too much is waiting"});
    server.on("/v1/capabilities", [Answer::text(429, PROBLEM, busy.to_string()).with("retry-after", "3")]);
    let later = error(&server).await;
    assert!(later.to_string().ends_with("(too much is waiting): try again in 3 s"), "{later}");

    let gone = asked(&server);
    server.down();
    let nobody = gone.capabilities().await.expect_err("nobody");
    assert!(matches!(&nobody, ClientError::Unreachable { .. }) && !nobody.may_be_done(), "{nobody:?}");
    assert!(nobody.to_string().contains("refused"), "{nobody}");
}

#[test]
fn a_server_over_tls_must_prove_who_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).expect("a file");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("a file");
    let server = Standin::over_tls(&certificate, &key);
    server.on("/v1/journeys", [Answer::json(200, &json!({"journeys": []}))]);
    let url = format!("https://localhost:{}", server.address().port());
    let trusted = Manner { trusted: vec![made.cert.pem()], ..Manner::default() };
    let ask = |manner: &Manner| {
        let client = Client::new(&url, None, manner).expect("a client");
        tokio::runtime::Runtime::new().expect("a runtime").block_on(async move { client.journeys().await })
    };
    let stranger = ask(&Manner::default()).expect_err("no trust");
    assert!(matches!(&stranger, ClientError::Untrusted { .. }), "{stranger:?}");
    assert_eq!(ask(&trusted), Ok(Journeys { journeys: Vec::new() }));
}

#[test]
fn an_address_is_one_and_a_token_never_travels_in_the_open() {
    let ask = |url: &str| Client::new(url, None, &Manner::default()).map(|client| client.url().to_owned());
    for wrong in [
        "",
        "journeys.example.com",
        "ftp://journeys.example.com",
        "https://",
        "mailto:a@example.com",
        "https://a:b@example.com",
    ] {
        assert_eq!(ask(wrong), Err(ClientError::Address { url: wrong.to_owned() }));
    }
    for open in ["http://journeys.example.com", "http://10.0.0.1:8787"] {
        assert_eq!(ask(open), Err(ClientError::Open { url: open.to_owned() }));
    }
    assert_eq!(ask("http://127.0.0.1:8787/"), Ok("http://127.0.0.1:8787".to_owned()));
    assert_eq!(ask("http://[::1]:8787"), Ok("http://[::1]:8787".to_owned()));
    assert_eq!(ask(" https://example.com/journeys/ "), Ok("https://example.com/journeys".to_owned()));
}
