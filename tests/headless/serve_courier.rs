//! From an event to the outside and back: what a server that runs really sends.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use waymark::journey::{self, Authentication, Definition, KeyLocation, Kind, Wait};
use waymark::serve::dispatch::Allowed;
use waymark::serve::{Server, Settings};

use crate::serve_house::{House, sample, secrets, with};
use crate::standin::{Answer, Standin};

const PATIENCE: Duration = Duration::from_secs(20);

fn may_call_here(settings: &mut Settings) {
    settings.outside.allowed.push(Allowed::read("127.0.0.1").expect("a host"));
}

/// A journey: whoever places an order gets a call and, where that fails, an email.
fn thanks(standin: &Standin) -> Definition {
    let mut definition = sample("voucher-by-text");
    let inventory = &mut definition.inventory;
    for action in &mut inventory.actions {
        action.url = standin.url(if action.name == "SendText" { "/texts" } else { "/mails" });
        action.authentication = Authentication::ApiKey {
            name: "x-api-key".to_owned(),
            value: "ARENA_KEY".into(),
            location: KeyLocation::Header,
        };
    }
    for endpoint in &mut inventory.endpoints {
        endpoint.url_pattern = standin.url("/*");
    }
    for activity in &mut definition.journey.activities {
        if let Kind::Wait(wait) = &mut activity.kind {
            *wait = Wait::Duration(journey::Duration::Minutes(5));
        }
    }
    definition
}

async fn go_live(house: &House, definition: &Definition) {
    let version = house.push(definition).await;
    // One of the stories is about what becomes of calls that are never sent.
    let path = format!("/v1/journeys/{}/activation?allowRefusedCalls=true", definition.journey.id);
    let answer = house.put_if(&path, "*", &json!({"version": version, "state": "live"}).to_string()).await;
    assert!(answer.status.is_success(), "{answer:?}");
}

async fn orders(house: &House, definition: &Definition, people: &[&str]) {
    let event = definition.inventory.events.iter().find(|event| event.name == "Purchase").expect("the event");
    let data: Value = serde_json::from_str(&event.sample).expect("a sample");
    let lines: Vec<String> = people
        .iter()
        .map(|person| {
            json!({"id": person, "attributes": {"mobilePhone.number": "+46700000001", "personalEmail.address": "a@example.com"}})
                .to_string()
        })
        .collect();
    let request = house.request("POST", "/v1/profiles").header("content-type", "application/x-ndjson");
    let request = request.header("idempotency-key", "people");
    let answer = crate::serve_house::send(request.body(lines.join("\n"))).await;
    assert!(answer.status.is_success(), "{answer:?}");
    let events: Vec<Value> = people
        .iter()
        .map(|person| json!({"id": format!("order-{person}"), "type": event.name, "subject": person, "data": data}))
        .collect();
    let answer = house.post("/v1/events", &json!(events).to_string()).await;
    assert_eq!(answer.status.as_u16(), 202, "{answer:?}");
    // Those who were let in wait for a while.
    house.clock.advance(6 * 60 * 1000);
}

/// The steps of the journey's first run, once all of this stands there, or as they are after five seconds.
async fn steps_with(house: &House, definition: &Definition, wanted: &[&str]) -> String {
    let mut steps = String::new();
    for _ in 0..200 {
        let found = house.get(&format!("/v1/journeys/{}/instances", definition.journey.id)).await.json();
        let run = found["instances"][0]["key"].as_str().expect("a run").to_owned();
        steps = house.get(&format!("/v1/instances/{run}/steps")).await.text;
        if wanted.iter().all(|wanted| steps.contains(wanted)) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    steps
}

#[test]
fn an_event_becomes_a_call_with_key_secret_and_body_and_its_answer_moves_the_run_on() {
    let standin = Standin::start();
    standin.answers(|_| Answer::json(200, &json!({"id": "m-1", "status": "accepted"})));
    with(may_call_here, |house| async move {
        let definition = thanks(&standin);
        go_live(&house, &definition).await;
        orders(&house, &definition, &["profile-anna"]).await;
        let standin = tokio::task::spawn_blocking(move || {
            standin.wait_for(1, PATIENCE);
            standin
        });
        let standin = standin.await.expect("the stand-in");
        let received = standin.received();
        let call = received.first().expect("a call");
        assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/texts"));
        assert_eq!(call.header("x-api-key"), Some("a key"), "the secret behind the name");
        let key = call.header("idempotency-key").expect("a key");
        assert!(key.starts_with(&format!("{}/profile-anna/1/", definition.journey.id)), "{key}");
        assert!(call.header("waymark-sent-at").is_some_and(|at| at.parse::<i64>().is_ok()));
        assert_eq!(call.json()["to"], "+46700000001");
        // The answer is written, and the run listens for the next order.
        let steps = steps_with(&house, &definition, &["\"status\":\"ended\"", "action-"]).await;
        assert!(steps.contains("action-big5") && !steps.contains("a key"), "{steps}");
        assert_eq!(standin.received().len(), 1, "one call, once");
    });
}

#[test]
fn what_had_no_answer_when_the_server_went_is_sent_again_with_the_same_key() {
    let standin = Standin::start();
    // The first is heard and never answered in time.
    standin.on("/texts", [Answer::status(200).after(Duration::from_secs(30)), Answer::json(200, &json!({"id": "m"}))]);
    with(may_call_here, |house| async move {
        let definition = thanks(&standin);
        go_live(&house, &definition).await;
        orders(&house, &definition, &["profile-bo"]).await;
        let standin = tokio::task::spawn_blocking(move || {
            standin.wait_for(1, PATIENCE);
            standin
        });
        let standin = standin.await.expect("the stand-in");
        let Ok(house) = Arc::try_unwrap(house) else { panic!("nobody else asks it") };
        let House { server, folder, clock, .. } = house;
        drop(server);
        let mut settings = Settings::new(folder.path());
        settings.listen.set_port(0);
        may_call_here(&mut settings);
        let again = Server::start(settings, clock, secrets()).await.expect("the same server again");
        let standin = tokio::task::spawn_blocking(move || {
            standin.wait_for(2, PATIENCE);
            standin
        });
        let received = standin.await.expect("the stand-in").received();
        let keys: Vec<_> = received.iter().map(|call| call.header("idempotency-key").expect("a key")).collect();
        assert_eq!(keys.len(), 2, "{received:?}");
        assert_eq!(keys[0], keys[1]);
        again.stop().await;
    });
}

#[test]
fn a_host_that_nobody_allowed_is_never_called() {
    let standin = Standin::start();
    with(
        |_| {},
        |house| async move {
            let definition = thanks(&standin);
            go_live(&house, &definition).await;
            orders(&house, &definition, &["profile-cleo"]).await;
            let steps = steps_with(&house, &definition, &["\"status\":\"error\""]).await;
            assert!(steps.contains("\"status\":\"error\""), "{steps}");
            assert_eq!(standin.received().len(), 0);
        },
    );
}
