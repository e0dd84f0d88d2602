//! Events, people and instances over the wire: taken once, seen step by step, ended, and erased without a trace.

use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};
use waymark::journey::{Definition, Event};
use waymark::run::{Entry, Program};

use crate::serve_house::{Answer, House, open, sample, send};

/// The cart sample, live; yields its definition and an event by which people come in, as it goes over the wire.
pub async fn cart(house: &House) -> (Definition, Value) {
    let cart = sample("cart-abandonment");
    activate(house, &cart, "live").await;
    let program = Program::compile(&cart.workspace(), &cart.journey.id).expect("a program");
    let Entry::Event(Some(id)) = program.entry() else { panic!("an event") };
    let event = cart.inventory.get::<Event>(&id).expect("the event");
    let data: Value = serde_json::from_str(&event.sample).expect("a sample");
    let event = json!({"id": "order-1", "type": event.name, "subject": "profile-anna", "data": data});
    (cart, event)
}

pub async fn activate(house: &House, definition: &Definition, state: &str) {
    let version = house.push(definition).await;
    let path = format!("/v1/journeys/{}/activation", definition.journey.id);
    let answer = house.put_if(&path, "*", &json!({"version": version, "state": state}).to_string()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
}

pub async fn events(house: &House, events: &[Value]) -> Answer {
    house.post("/v1/events", &json!(events).to_string()).await
}

pub fn with(event: &Value, changes: &[(&str, Value)]) -> Value {
    let mut event = event.clone();
    for (member, value) in changes {
        match value {
            Value::Null => drop(event.as_object_mut().expect("an event").remove(*member)),
            value => event[*member] = value.clone(),
        }
    }
    event
}

pub async fn list(house: &House, key: &str, media: &str, body: &str) -> Answer {
    let request = house.request("POST", "/v1/profiles").header("content-type", media).body(body.to_owned());
    send(if key.is_empty() { request } else { request.header("idempotency-key", key) }).await
}

pub async fn instances(house: &House, definition: &Definition, query: &str) -> Value {
    let answer = house.get(&format!("/v1/journeys/{}/instances{query}", definition.journey.id)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.json()
}

#[test]
fn reactions_are_taken_by_the_key_of_the_message_or_by_whose_it_was() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        assert_eq!(events(&house, std::slice::from_ref(&event)).await.status, StatusCode::ACCEPTED);
        let journey = cart.journey.id.to_string();
        let key = format!("{journey}/profile-anna/1/email-rem6/1");
        let by_key = json!({"id": "1", "reaction": "clicked", "key": key});
        let by_whom = json!({"id": "2", "reaction": "opened", "subject": "profile-anna", "journey": journey,
            "activity": "email-rem6"});
        let batch = json!([
            by_key,
            by_key,
            by_whom,
            with(&by_whom, &[("id", json!("3")), ("journey", json!("journey-none"))]),
            with(&by_whom, &[("id", json!("4")), ("subject", json!("profile-nobody"))]),
            with(&by_whom, &[("id", json!("5")), ("subject", json!("unheardOf:x"))]),
        ]);
        let answer = house.post("/v1/reactions", &batch.to_string()).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{answer:?}");
        let results = answer.json()["results"].clone();
        let words: Vec<&str> =
            results.as_array().unwrap().iter().filter_map(|result| result["result"].as_str()).collect();
        assert_eq!(words, ["taken", "again", "taken", "unknown", "nobody", "stranger"]);
        let faulty = json!([
            with(&by_key, &[("key", json!("journey/1/2"))]),
            with(&by_key, &[("subject", json!("profile-anna"))]),
            with(&by_whom, &[("activity", Value::Null)]),
            with(&by_whom, &[("id", json!(""))]),
        ]);
        // An event that is called as a reaction might be is another thing.
        let alike = events(&house, &[with(&event, &[("id", json!("reaction 1"))])]).await;
        assert_eq!(alike.json()["results"][0]["result"], "taken", "{alike:?}");
        let refused = house.post("/v1/reactions", &faulty.to_string()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let places: Vec<String> = refused.errors().into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(places, ["/0/key", "/1", "/2", "/3/id"]);
    });
}

#[test]
fn cloud_events_are_taken_one_by_one_as_a_batch_and_with_their_attributes_in_headers() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let cloud = |id: &str, source: &str| {
            json!({"specversion": "1.0", "id": id, "source": source, "type": event["type"], "subject": "profile-anna",
                   "time": "2026-01-05T08:59:00Z", "datacontenttype": "application/json; charset=utf-8",
                   "traceparent": "00-1-2-01", "data": event["data"]})
        };
        let send_as = async |media: &str, body: &Value| {
            let request = house.request("POST", "/v1/events").header("content-type", media).body(body.to_string());
            send(request).await
        };
        let results = |answer: &Answer| {
            assert_eq!(answer.status, StatusCode::ACCEPTED, "{answer:?}");
            let results = answer.json()["results"].as_array().cloned().unwrap_or_default();
            results.iter().map(|one| one["result"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        let (one, many) = ("application/cloudevents+json", "application/cloudevents-batch+json; charset=utf-8");
        assert_eq!(results(&send_as(one, &cloud("1", "/shop")).await), ["taken"]);
        let batch = json!([cloud("1", "/shop"), cloud("1", "/till"), cloud("2", "/shop")]);
        assert_eq!(results(&send_as(many, &batch).await), ["again", "taken", "taken"]);
        let plain = with(&event, &[("id", json!("1"))]);
        assert_eq!(results(&events(&house, &[plain]).await), ["taken"], "an id without a source is another one");
        let inside = instances(&house, &cart, "?subject=profile-anna").await;
        assert!(inside["instances"].as_array().is_some_and(|all| !all.is_empty()), "{inside}");

        let binary = |id: &'static str| {
            let request = house.request("POST", "/v1/events").header("content-type", "application/json");
            let request = request.header("ce-specversion", "1.0").header("ce-id", id).header("ce-source", "/shop");
            let request = request.header("ce-type", event["type"].as_str().unwrap_or_default());
            request.header("ce-subject", "profile-%C3%A5sa").body(event["data"].to_string())
        };
        assert_eq!(results(&send(binary("1")).await), ["again"]);
        assert_eq!(results(&send(binary("3")).await), ["taken"]);
        assert_eq!(house.get("/v1/profiles/profile-%C3%A5sa").await.status, StatusCode::OK, "headers are decoded");
        let timeless = send(binary("4").header("ce-time", "yesterday")).await;
        assert_eq!(timeless.status, StatusCode::BAD_REQUEST);
        let nameless = house.request("POST", "/v1/events").header("content-type", "application/json");
        assert_eq!(send(nameless.header("ce-specversion", "1.0").body("{}")).await.status, StatusCode::BAD_REQUEST);

        let old = with(&cloud("5", "/shop"), &[("specversion", json!("0.3")), ("source", json!(""))]);
        let refused = send_as(one, &old).await;
        let expected = [("/specversion", "version"), ("/source", "length")];
        assert_eq!(refused.errors(), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        let foreign =
            with(&cloud("6", "/shop"), &[("data_base64", json!("AAAA")), ("datacontenttype", json!("text/xml"))]);
        let refused = send_as(many, &json!([cloud("7", "/shop"), foreign])).await;
        let expected = [("/1/data_base64", "payload"), ("/1/datacontenttype", "payload")];
        assert_eq!(refused.errors(), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        assert_eq!(results(&send_as(one, &cloud("7", "/shop")).await), ["taken"], "a fault of one refuses all");
        let without = with(&cloud("8", "/shop"), &[("source", Value::Null)]);
        assert_eq!(send_as(one, &without).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn figures_of_journeys_are_metrics() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let again = with(&event, &[("id", json!("again"))]);
        events(&house, &[event, again]).await;
        let metrics = house.get("/metrics").await;
        let id = &cart.journey.id;
        for line in [
            format!("waymark_journey_entered_total{{journey=\"{id}\"}} 1"),
            format!("waymark_journey_inside{{journey=\"{id}\"}} 1"),
            format!("waymark_journey_discarded_total{{journey=\"{id}\",reason=\"JOURNEY_INSTANCE_ID_NOT_CREATED\"}} 1"),
            "waymark_endpoint_waiting{endpoint=\"endpoint-smsx\"} 0".to_owned(),
            "waymark_outbox 0".to_owned(),
        ] {
            assert!(metrics.text.lines().any(|found| found == line), "{line}: {}", metrics.text);
        }
        assert_eq!(metrics.text.matches("# EOF").count(), 1, "one document");
        let over = send(house.request("POST", "/v1/instances/run-1/exit")).await;
        assert_eq!(over.status, StatusCode::OK);
        let metrics = house.get("/metrics").await;
        let ended = format!("waymark_journey_ended_total{{journey=\"{id}\",reason=\"stopped\"}} 1");
        assert!(
            metrics.text.contains(&ended) && metrics.text.contains("_inside{journey=\"journey-cart"),
            "{}",
            metrics.text
        );
    });
}

#[test]
fn an_event_is_taken_once_and_its_person_is_seen_inside() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let batch = [
            event.clone(),
            event.clone(),
            with(&event, &[("id", json!("2")), ("type", json!("nothingKnown"))]),
            with(&event, &[("id", json!("3")), ("subject", Value::Null)]),
            with(&event, &[("id", json!("4")), ("subject", json!("unheardOf:x"))]),
        ];
        let answer = events(&house, &batch).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{answer:?}");
        let results = answer.json()["results"].clone();
        let words: Vec<&str> =
            results.as_array().unwrap().iter().filter_map(|result| result["result"].as_str()).collect();
        assert_eq!(words, ["taken", "again", "unknown", "nobody", "stranger"]);
        assert_eq!(events(&house, &batch[..1]).await.json()["results"][0]["result"], "again");

        let inside = instances(&house, &cart, "?state=inside").await;
        assert_eq!(inside["instances"].as_array().map(Vec::len), Some(1), "{inside}");
        let one = inside["instances"][0].clone();
        assert_eq!((&one["profile"], &one["began"]), (&json!("profile-anna"), &json!("2026-01-05T09:00:00Z")));
        assert!(one["waiting"].as_array().is_some_and(|waiting| !waiting.is_empty()), "{one}");
        let key = one["key"].as_str().unwrap();
        assert_eq!(house.get(&format!("/v1/instances/{key}")).await.json(), one);

        let steps = house.get(&format!("/v1/instances/{key}/steps")).await.json();
        let steps = steps["steps"].as_array().unwrap();
        assert_eq!((&steps[0]["key"], &steps[0]["status"]), (&json!(key), &json!("transitions")), "{steps:?}");
        let after = format!("/v1/instances/{key}/steps?after={}", steps.last().unwrap()["number"]);
        assert_eq!(house.get(&after).await.json(), json!({"steps": []}));
    });
}

#[test]
fn an_event_says_whether_it_made_a_new_person_and_nobody_is_made_again_by_it() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let namespace = cart.inventory.namespaces[0].name.clone();
        let table = format!("id,identity.{namespace}\nprofile-anna,anna-1\n");
        list(&house, "a", "text/csv", &table).await;
        let of = |id: &str, subject: &str| with(&event, &[("id", json!(id)), ("subject", json!(subject))]);
        let by_identity = format!("{namespace}:anna-1");
        // The value of an identity without its type is the id of somebody else.
        let batch = [of("1", "profile-anna"), of("2", "anna-1"), of("3", &by_identity), of("4", "anna-1")];
        let taken = events(&house, &batch).await.json();
        let new: Vec<&Value> =
            taken["results"].as_array().expect("results").iter().map(|one| &one["newPerson"]).collect();
        assert_eq!(new, [&Value::Null, &json!(true), &Value::Null, &Value::Null], "{taken}");
        assert_eq!(taken["newPeople"], 1);

        assert_eq!(send(house.request("DELETE", "/v1/profiles/anna-1")).await.status, StatusCode::NO_CONTENT);
        let again = events(&house, &batch[1..2]).await.json();
        assert_eq!(again, json!({"results": [{"id": "2", "result": "again"}], "newPeople": 0}));
        assert_eq!(house.get("/v1/profiles/anna-1").await.status, StatusCode::NOT_FOUND, "who is erased stays erased");
    });
}

#[test]
fn instances_are_listed_portion_by_portion_and_filtered() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let people: Vec<Value> = (0..5)
            .map(|n| with(&event, &[("id", json!(format!("e{n}"))), ("subject", json!(format!("profile-{n}")))]))
            .collect();
        assert_eq!(events(&house, &people).await.status, StatusCode::ACCEPTED);
        let (mut seen, mut query) = (Vec::new(), "?limit=2".to_owned());
        loop {
            let portion = instances(&house, &cart, &query).await;
            let profiles = portion["instances"].as_array().unwrap().iter();
            seen.extend(profiles.map(|one| one["profile"].as_str().unwrap().to_owned()));
            let Some(next) = portion["next"].as_str() else { break };
            query = format!("?limit=2&cursor={next}");
        }
        assert_eq!(seen, ["profile-4", "profile-3", "profile-2", "profile-1", "profile-0"]);
        let one = instances(&house, &cart, "?subject=profile-3").await;
        assert_eq!(one["instances"].as_array().map(Vec::len), Some(1));
        assert_eq!(instances(&house, &cart, "?state=ended").await["instances"], json!([]));
        for wrong in ["limit=0", "limit=1001", "cursor=x", "state=gone", "colour=red", "limit=many"] {
            let answer = house.get(&format!("/v1/journeys/{}/instances?{wrong}", cart.journey.id)).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
            assert!(answer.errors().is_empty());
        }
        assert_eq!(house.get("/v1/journeys/journey-none/instances").await.status, StatusCode::NOT_FOUND);
        for key in ["run-", "run-zz", "run-01", "1", "run-fffffff"] {
            assert_eq!(house.get(&format!("/v1/instances/{key}")).await.status, StatusCode::NOT_FOUND, "{key}");
        }
    });
}

#[test]
fn an_instance_is_ended_by_hand_once() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        events(&house, &[event]).await;
        let key = instances(&house, &cart, "").await["instances"][0]["key"].as_str().unwrap().to_owned();
        let path = format!("/v1/instances/{key}/exit");
        let ended = send(house.request("POST", &path)).await;
        assert_eq!((ended.status, &ended.json()["reason"]), (StatusCode::OK, &json!("stopped")), "{ended:?}");
        house.clock.advance(60_000);
        assert_eq!(send(house.request("POST", &path)).await.json(), ended.json(), "it stays as it is");
        assert_eq!(send(house.request("POST", "/v1/instances/run-99/exit")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(instances(&house, &cart, "?state=inside").await["instances"], json!([]));
    });
}

#[test]
fn an_erased_person_is_nowhere_any_more() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let marked = with(&event, &[("subject", json!("profile-willbeerased"))]);
        events(&house, &[marked, with(&event, &[("id", json!("other")), ("subject", json!("profile-stays"))])]).await;
        let both = instances(&house, &cart, "").await;
        assert_eq!(both["instances"].as_array().map(Vec::len), Some(2));
        let erased = send(house.request("DELETE", "/v1/profiles/profile-willbeerased")).await;
        assert_eq!(erased.status, StatusCode::NO_CONTENT, "{erased:?}");
        let again = send(house.request("DELETE", "/v1/profiles/profile-willbeerased")).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let left = instances(&house, &cart, "").await;
        assert_eq!(left["instances"].as_array().map(Vec::len), Some(1), "{left}");
        assert_eq!(left["instances"][0]["profile"], "profile-stays");

        let folder = Arc::into_inner(house).expect("the only handle");
        folder.server.stop().await;
        let holds = |word: &str| {
            std::fs::read_dir(folder.folder.path()).expect("a folder").flatten().any(|entry| {
                let bytes = std::fs::read(entry.path()).expect("a file");
                bytes.windows(word.len()).any(|window| window == word.as_bytes())
            })
        };
        assert!(holds("profile-stays") && !holds("willbeerased"), "not a byte is left in any file");
    });
}

#[test]
fn a_batch_with_a_fault_is_refused_whole_and_says_where() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let bad = [event.clone(), with(&event, &[("id", json!("")), ("subject", json!("s".repeat(1_025)))])];
        let answer = events(&house, &bad).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let pointers: Vec<String> = answer.errors().into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/1/id", "/1/subject"]);
        let typed = events(&house, &[event.clone(), with(&event, &[("id", json!(7))])]).await;
        assert_eq!(typed.errors(), [("/1/id".to_owned(), "form".to_owned())]);
        let odd = events(&house, &[with(&event, &[("time", json!("yesterday"))])]).await;
        assert_eq!(odd.errors(), [("/0/time".to_owned(), "form".to_owned())]);
        let many: Vec<Value> = (0..1_001).map(|n| with(&event, &[("id", json!(format!("{n}")))])).collect();
        let large = events(&house, &many).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(large.errors().is_empty());
        assert_eq!(instances(&house, &cart, "").await["instances"], json!([]), "nothing was taken");
        assert_eq!(events(&house, &[]).await.status, StatusCode::ACCEPTED);
    });
}

#[test]
fn whoever_watches_is_told_each_step_once_and_goes_on_after_a_break() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        events(&house, std::slice::from_ref(&event)).await;
        let request = house.request("GET", "/v1/steps").header("accept", "application/x-ndjson");
        let mut live = request.send().await.expect("a stream");
        assert_eq!(live.headers()["content-type"], "application/x-ndjson");
        events(&house, &[with(&event, &[("id", json!("second")), ("subject", json!("profile-bo"))])]).await;
        let mut text = String::new();
        while !text.ends_with('\n') {
            let chunk = tokio::time::timeout(Duration::from_secs(10), live.chunk()).await.expect("in time");
            text.push_str(std::str::from_utf8(&chunk.expect("a chunk").expect("more")).expect("text"));
        }
        let first: Value = serde_json::from_str(text.lines().next().expect("a line")).expect("JSON");
        assert_eq!(
            (&first["profile"], &first["status"]),
            (&json!("profile-bo"), &json!("transitions")),
            "only what is new"
        );
        assert_eq!(first["journey"], cart.journey.id.as_str());

        let request = house.request("GET", "/v1/steps").header("last-event-id", "0");
        let mut again = request.send().await.expect("a stream");
        assert_eq!(again.headers()["content-type"], "text/event-stream");
        let mut text = String::new();
        while !text.contains("profile-bo") {
            let chunk = tokio::time::timeout(Duration::from_secs(10), again.chunk()).await.expect("in time");
            text.push_str(std::str::from_utf8(&chunk.expect("a chunk").expect("more")).expect("text"));
        }
        assert!(text.starts_with("id: 1\nevent: step\ndata: {"), "{text}");
        assert!(text.contains("profile-anna"), "what was missed comes first: {text}");
        let numbers: Vec<i64> = text.lines().filter_map(|line| line.strip_prefix("id: ")?.parse().ok()).collect();
        assert!(
            numbers.is_sorted() && numbers.iter().collect::<std::collections::BTreeSet<_>>().len() == numbers.len()
        );

        Arc::into_inner(house).expect("the only handle").server.stop().await;
        let end = tokio::time::timeout(Duration::from_secs(5), async { while let Ok(Some(_)) = live.chunk().await {} });
        assert!(end.await.is_ok(), "a stop ends the streams");
    });
}

#[test]
fn a_person_is_found_asked_for_and_erased_by_an_identity() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let namespace = cart.inventory.namespaces[0].name.clone();
        let subject = format!("{namespace}:bo-1");
        let of_bo = |id: &str| with(&event, &[("id", json!(id)), ("subject", json!(subject))]);
        events(&house, &[of_bo("1"), with(&event, &[("id", json!("2")), ("subject", json!("profile-anna"))])]).await;

        let bo = house.get(&format!("/v1/profiles/{subject}")).await;
        assert_eq!(bo.status, StatusCode::OK, "{bo:?}");
        let bo = bo.json();
        assert_eq!((&bo["instances"], &bo["inside"]), (&json!(1), &json!(1)), "{bo}");
        assert_eq!(bo["journeys"], json!([cart.journey.id.as_str()]));
        let profile = bo["profile"].as_str().expect("an id").to_owned();
        assert_eq!(house.get(&format!("/v1/profiles/{profile}")).await.json(), bo, "by the id of the profile as well");

        let asked = [("subject", subject.as_str()), ("subject", &profile), ("profile", &subject)];
        for path in asked.map(|(word, whose)| format!("/v1/instances?{word}={whose}")) {
            let found = house.get(&path).await.json();
            assert_eq!(found["instances"].as_array().map(Vec::len), Some(1), "{path}: {found}");
            assert_eq!(found["instances"][0]["profile"], profile.as_str());
        }
        let here = instances(&house, &cart, &format!("?subject={subject}")).await;
        assert_eq!(here["instances"][0]["profile"], profile.as_str());
        assert_eq!(house.get("/v1/instances?subject=nobody").await.json()["instances"], json!([]));
        let both = format!("/v1/instances?subject={subject}&profile={subject}");
        assert_eq!(house.get(&both).await.status, StatusCode::BAD_REQUEST, "it is one thing");
        assert_eq!(house.get("/v1/instances").await.status, StatusCode::BAD_REQUEST, "it says whose");

        let unknown = send(house.request("DELETE", &format!("/v1/profiles/{namespace}:nobody"))).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let erased = send(house.request("DELETE", &format!("/v1/profiles/{subject}"))).await;
        assert_eq!(erased.status, StatusCode::NO_CONTENT, "{erased:?}");
        assert_eq!(house.get(&format!("/v1/profiles/{profile}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.get(&format!("/v1/profiles/{subject}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.get("/v1/profiles/profile-anna").await.status, StatusCode::OK);
    });
}

#[test]
fn who_waits_at_an_activity_is_listed_portion_by_portion() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let people: Vec<Value> = (0..5)
            .map(|n| with(&event, &[("id", json!(format!("e{n}"))), ("subject", json!(format!("profile-{n}")))]))
            .collect();
        events(&house, &people).await;
        let all = instances(&house, &cart, "").await;
        let node = all["instances"][0]["waiting"][0].as_str().expect("an activity").to_owned();
        let key = all["instances"][2]["key"].as_str().expect("a key").to_owned();
        send(house.request("POST", &format!("/v1/instances/{key}/exit"))).await;
        let (mut seen, mut query) = (Vec::new(), format!("?activity={node}&limit=3"));
        loop {
            let portion = instances(&house, &cart, &query).await;
            let profiles = portion["instances"].as_array().unwrap().iter();
            seen.extend(profiles.map(|one| one["profile"].as_str().unwrap().to_owned()));
            let Some(next) = portion["next"].as_str() else { break };
            query = format!("?activity={node}&limit=3&cursor={next}");
        }
        assert_eq!(seen, ["profile-4", "profile-3", "profile-1", "profile-0"]);
        assert_eq!(
            instances(&house, &cart, &format!("?node={node}")).await["instances"].as_array().map(Vec::len),
            Some(4)
        );
        for path in [
            format!("/v1/journeys/{}/instances?activity=nowhere", cart.journey.id),
            "/v1/instances?subject=profile-0&activity=nowhere".to_owned(),
        ] {
            let answer = house.get(&path).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{answer:?}");
            let problem = answer.json();
            assert!(
                problem["detail"].as_str().is_some_and(|it| it.contains("a step with the id nowhere")),
                "{problem}"
            );
        }
        let of_one = format!("/v1/instances?subject=profile-0&activity={node}");
        assert_eq!(house.get(&of_one).await.json()["instances"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn whoever_watches_misses_nothing_when_the_newest_person_is_erased_and_is_told_of_a_number_that_never_was() {
    open(|house| async move {
        let (_, event) = cart(&house).await;
        let request = house.request("GET", "/v1/steps?after=0").header("accept", "application/x-ndjson");
        let mut live = request.send().await.expect("a stream");
        let mut text = String::new();
        for (n, who) in ["profile-anna", "profile-ben", "profile-chloe"].into_iter().enumerate() {
            events(&house, &[with(&event, &[("id", json!(format!("e{n}"))), ("subject", json!(who))])]).await;
            while !text.contains(who) {
                let chunk = tokio::time::timeout(Duration::from_secs(10), live.chunk()).await;
                let chunk = chunk.unwrap_or_else(|_| panic!("no step of {who}")).expect("a chunk").expect("more");
                text.push_str(std::str::from_utf8(&chunk).expect("text"));
            }
            let erased = send(house.request("DELETE", &format!("/v1/profiles/{who}"))).await;
            assert_eq!(erased.status, StatusCode::NO_CONTENT, "{erased:?}");
        }
        let ahead = send(house.request("GET", "/v1/steps").header("last-event-id", "1000000")).await;
        assert_eq!(ahead.status, StatusCode::CONFLICT, "{ahead:?}");
        assert!(ahead.json()["type"].as_str().is_some_and(|kind| kind.ends_with(":ahead")));
    });
}

#[test]
fn runs_that_are_over_are_kept_as_long_as_the_owner_says() {
    crate::serve_house::with(
        |settings| settings.keep_days = 2,
        |house| async move {
            let (_, event) = cart(&house).await;
            events(&house, &[event]).await;
            let over = send(house.request("POST", "/v1/instances/run-1/exit")).await;
            assert_eq!(over.json()["reason"], "stopped", "{over:?}");
            let start = crate::build::moment("2026-01-05T09:00:00Z");
            house.clock.set(start + jiff::SignedDuration::from_hours(47));
            house.server.writer().ask(1, |_, _| Ok(())).await.expect("a turn");
            assert_eq!(house.get("/v1/instances/run-1").await.status, StatusCode::OK);
            house.clock.set(start + jiff::SignedDuration::from_hours(49));
            let until = std::time::Instant::now() + Duration::from_secs(20);
            while house.get("/v1/instances/run-1").await.status == StatusCode::OK {
                assert!(std::time::Instant::now() < until, "it is kept for ever");
                house.server.writer().ask(1, |_, _| Ok(())).await.expect("a turn");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        },
    );
}
