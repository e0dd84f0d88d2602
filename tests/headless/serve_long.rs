//! What takes long, on a server whose clock is set: six hours in the queue of a throttle, and the 91 days of a journey.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use waymark::journey::{Definition, Duration, Kind, Port};
use waymark::serve::dispatch::Allowed;
use waymark::serve::engine::{Chance, Incoming};
use waymark::serve::store::Wanted;

use crate::build::{Story, moment};
use crate::run_limits::calling;
use crate::serve_house::{House, sample, with};
use crate::server::Server;
use crate::standin::Standin;

fn start() -> Timestamp {
    moment("2026-01-05T09:00:00Z")
}

fn after(seconds: i64) -> Timestamp {
    start().checked_add(SignedDuration::from_secs(seconds)).expect("a moment")
}

/// Calls that were handed over or wait to be.
fn left(server: &mut Server) -> i64 {
    let store = server.engine().store.connection();
    store.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0)).expect("a number")
}

/// The last step of a person and how their run ended.
fn last(server: &mut Server, number: i64) -> (String, String) {
    let runs = server.runs_of(&format!("profile-{number:06}").as_str().into());
    let [run] = &runs[..] else { panic!("one run: {runs:?}") };
    let because = run.steps.last().and_then(|step| step.because.clone()).unwrap_or_default();
    (because, run.end.map_or("inside".to_owned(), |(reason, at)| format!("{reason} {at}")))
}

#[test]
#[ignore = "slow: six hours, second by second"]
fn whoever_has_waited_six_hours_for_a_turn_is_given_up_and_those_before_leave_in_their_order() {
    const HOURS: i64 = 6 * 3_600;
    let story: Story =
        calling(1, None, Some(1)).properties(|properties| properties.reentrance.wait = Duration::Hours(1));
    let mut server = Server::new(Chance::default());
    server.push(start(), &story.workspace(), &story.journey.id, Wanted::Live);
    // One call a second: the first leaves at once, the last but two in six hours, and the last two never.
    let people: Vec<i64> = (0..HOURS + 3).collect();
    for some in people.chunks(500) {
        server.transact(start(), |engine| {
            some.iter().try_for_each(|number| {
                let subject = format!("profile-{number:06}");
                let incoming = Incoming {
                    id: subject.clone(),
                    event: "Go".to_owned(),
                    subject: Some(subject),
                    data: String::new(),
                };
                engine.happen(&incoming).map(drop)
            })
        });
    }
    assert_eq!(left(&mut server), 1);
    for second in 1..HOURS {
        server.work(after(second));
        if second % 3_600 == 0 {
            server.kill();
            server.work(after(second));
            assert_eq!(left(&mut server), second + 1, "one a second, also over a restart");
        }
    }
    for number in [HOURS, HOURS + 1, HOURS + 2] {
        assert_eq!(last(&mut server, number).1, "inside", "{number}");
    }
    server.work(after(HOURS));
    assert_eq!(left(&mut server), HOURS + 1);
    assert_eq!(last(&mut server, HOURS).1, "inside", "its call has left");
    for number in [HOURS + 1, HOURS + 2] {
        let (because, end) = last(&mut server, number);
        assert!(because.starts_with("given up after 6 hours in the queue of “Messages”"), "{because}");
        assert_eq!(end, format!("completed {}", after(HOURS)), "by the path for errors, which ends there");
    }
}

/// The first instance of the journey, once it looks so, or as it is after five seconds.
async fn instance_with(house: &House, definition: &Definition, is_meant: impl Fn(&Value) -> bool) -> Value {
    let path = format!("/v1/journeys/{}/instances", definition.journey.id);
    for _ in 0..200 {
        let found = house.get(&path).await.json()["instances"][0].clone();
        if is_meant(&found) {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    house.get(&path).await.json()["instances"][0].clone()
}

#[test]
fn nobody_stays_longer_than_91_days_whatever_they_wait_for() {
    let standin = Standin::start();
    let may_call_here = |settings: &mut waymark::serve::Settings| {
        settings.outside.allowed.push(Allowed::read("127.0.0.1").expect("a host"));
    };
    with(may_call_here, |house| async move {
        let mut definition = sample("voucher-by-text");
        for action in &mut definition.inventory.actions {
            action.url = standin.url("/texts");
            action.authentication = waymark::journey::Authentication::None;
        }
        for endpoint in &mut definition.inventory.endpoints {
            endpoint.url_pattern = standin.url("/*");
        }
        let journey = &mut definition.journey;
        for activity in &mut journey.activities {
            // Whoever got the voucher waits for the next order for ever.
            if let Kind::Event(event) = &mut activity.kind {
                (event.timeout, event.timeout_path) = (None, false);
            }
        }
        journey.ends.retain(|end| end.port != Port::Timeout);
        let version = house.push(&definition).await;
        let path = format!("/v1/journeys/{}/activation?allowMissingSecrets=true", definition.journey.id);
        let live = house.put_if(&path, "*", &json!({"version": version, "state": "live"}).to_string()).await;
        assert!(live.status.is_success(), "{live:?}");
        let person = json!({"id": "profile-anna", "attributes": {"mobilePhone.number": "+46700000001"}}).to_string();
        let request = house.request("POST", "/v1/profiles").header("content-type", "application/x-ndjson");
        let request = request.header("idempotency-key", "people").body(person);
        assert!(crate::serve_house::send(request).await.status.is_success());
        let event = definition.inventory.events.iter().find(|event| event.name == "Purchase").expect("the event");
        let mut data: Value = serde_json::from_str(&event.sample).expect("a sample");
        data["order"]["total"] = json!(250.5);
        let order =
            |id: &str| json!([{"id": id, "type": event.name, "subject": "profile-anna", "data": data}]).to_string();
        assert_eq!(house.post("/v1/events", &order("order-1")).await.status.as_u16(), 202);
        house.clock.advance(4 * 24 * 3_600_000);
        let waits = |found: &Value| found["waiting"] == json!(["event-ord2"]);
        let found = instance_with(&house, &definition, waits).await;
        assert!(waits(&found), "after the voucher the next order is waited for: {found}");
        // Nothing happens for 91 days but one second.
        let end = after(91 * 86_400);
        house.clock.set(end.checked_sub(SignedDuration::from_secs(1)).expect("a moment"));
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let found = instance_with(&house, &definition, waits).await;
        assert!(waits(&found) && found["ended"].is_null(), "{found}");
        house.clock.set(end);
        let found = instance_with(&house, &definition, |found| !found["ended"].is_null()).await;
        assert_eq!((&found["reason"], &found["ended"]), (&json!("instanceTimedout"), &json!("2026-04-06T09:00:00Z")));
        let run = found["key"].as_str().expect("a key");
        let steps = house.get(&format!("/v1/instances/{run}/steps")).await.text;
        assert!(steps.contains("the 91 days of a journey are over"), "{steps}");
        drop(standin);
    });
}
