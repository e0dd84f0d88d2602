//! Pushing and activating over the wire: the same twice is once, what is refused says where, what is stale says so.

use reqwest::StatusCode;
use serde_json::{Value, json};
use waymark::exchange::json as form;
use waymark::journey::{ActivityId, Definition, EndpointId, Event, Item, JourneyId, Kind};
use waymark::run::{Entry, Program};

use crate::serve_house::{House, open, sample, send};

fn address(definition: &Definition) -> String {
    format!("/v1/journeys/{}/versions/{}", definition.journey.id, form::hash(definition))
}

async fn activate(
    house: &House,
    journey: &JourneyId,
    tag: &str,
    version: &str,
    state: &str,
) -> crate::serve_house::Answer {
    let wish = json!({"version": version, "state": state}).to_string();
    house.put_if(&format!("/v1/journeys/{journey}/activation"), tag, &wish).await
}

#[test]
fn a_version_is_taken_in_once_and_the_same_again_is_fine() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let first = house.put(&address(&cart), &form::write(&cart)).await;
        assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
        assert_eq!(first.header("etag"), format!("\"{}\"", form::hash(&cart)));
        let again = house.put(&address(&cart), &form::write(&cart)).await;
        assert_eq!(again.status, StatusCode::OK);
        assert_eq!(first.json(), again.json());

        let list = house.get("/v1/journeys").await.json();
        assert_eq!(list["journeys"][0]["id"], cart.journey.id.as_str());
        let one = house.get(&format!("/v1/journeys/{}", cart.journey.id)).await;
        assert_eq!(one.header("etag"), "\"0\"", "nobody has wanted anything yet");
        let one = one.json();
        assert_eq!((&one["name"], &one["spec"]), (&json!("Cart abandonment"), &json!(null)));
        assert_eq!(one["versions"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn every_sample_can_be_pushed() {
    open(|house| async move {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
        let opened = waymark::journey::files::open(&folder).expect("the samples");
        for id in opened.workspace.journeys.keys() {
            house.push(&Definition::of(&opened.workspace, id).expect("a definition")).await;
        }
        let list = house.get("/v1/journeys").await.json();
        assert_eq!(list["journeys"].as_array().map(Vec::len), Some(opened.workspace.journeys.len()));
    });
}

#[test]
fn a_body_that_is_not_what_its_address_says_is_refused() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let text = form::write(&cart);
        let other = house.put(&address(&cart), &text.replace("Cart abandonment", "Cart abandoned")).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(other.errors(), [(String::new(), "hash-mismatch".to_owned())]);

        let path = format!("/v1/journeys/journey-elsewhere/versions/{}", form::hash(&cart));
        let elsewhere = house.put(&path, &text).await;
        assert_eq!(elsewhere.errors(), [("/journey/id".to_owned(), "other-journey".to_owned())]);

        let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&text).unwrap()).unwrap();
        let path = format!("/v1/journeys/{}/versions/{}", cart.journey.id, sha256(&pretty));
        assert_eq!(house.put(&path, &pretty).await.errors(), [(String::new(), "not-canonical".to_owned())]);
        assert_eq!(house.get("/v1/journeys").await.json(), json!({"journeys": []}), "nothing was kept");
    });
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_cannot_be_read_says_where() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let mut json: serde_json::Value = serde_json::from_str(&form::write(&cart)).unwrap();
        json["journey"]["activities"][1]["colour"] = json!("red");
        let text = json.to_string();
        let path = format!("/v1/journeys/{}/versions/{}", cart.journey.id, sha256(&text));
        let answer = house.put(&path, &text).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.errors(), [("/journey/activities/1/colour".to_owned(), "form".to_owned())]);

        let broken = house.put(&path, "{\"format\": ").await;
        assert_eq!(broken.status, StatusCode::BAD_REQUEST);
        assert!(broken.json()["detail"].as_str().is_some_and(|words| words.contains("line 1 column")), "{broken:?}");
        assert!(broken.errors().is_empty());
    });
}

#[test]
fn an_error_of_a_guardrail_points_to_the_field_in_the_definition() {
    open(|house| async move {
        let mut cart = sample("cart-abandonment");
        let wait = cart.journey.activities.iter().position(|step| matches!(step.kind, Kind::Wait(_))).expect("a wait");
        cart.journey.activities[wait].kind =
            Kind::Wait(waymark::journey::Wait::Duration(waymark::journey::Duration::Minutes(0)));
        let answer = house.put(&address(&cart), &form::write(&cart)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
        let json: serde_json::Value = serde_json::from_str(&form::write(&cart)).unwrap();
        for (pointer, rule) in answer.errors() {
            assert!(pointer.starts_with(&format!("/journey/activities/{wait}/kind")), "{pointer} {rule}");
            assert!(json.pointer(&pointer).is_some(), "{pointer} leads nowhere");
            assert!(waymark::check::rules().iter().any(|known| known.id == rule), "{rule}");
        }
        assert!(!answer.errors().is_empty());
    });
}

#[test]
fn every_place_of_a_finding_leads_into_the_definition() {
    use waymark::check::{Checker, Sketch};
    let mut count = 0;
    for rule in waymark::check::rules() {
        let sketch = (rule.flagged)();
        let workspace = &sketch.workspace;
        let report = Checker::new().check(workspace, sketch.platform, Sketch::now());
        for finding in &report.findings {
            let Some(journey) = finding.place.journey.as_ref() else { continue };
            let Some(definition) = Definition::of(workspace, journey) else { continue };
            let json: serde_json::Value = serde_json::from_str(&form::write(&definition)).unwrap();
            let pointer = form::pointer(&json, &finding.place);
            let found = json.pointer(&pointer).unwrap_or_else(|| panic!("{}: {pointer} leads nowhere", finding.rule));
            if let Some(ActivityId(activity)) = &finding.place.activity {
                assert!(pointer.starts_with("/journey/activities/"), "{}: {pointer}", finding.rule);
                let step: String = pointer.split('/').take(4).collect::<Vec<_>>().join("/");
                assert_eq!(json.pointer(&step).unwrap()["id"], activity.as_str());
                let is_whole = pointer == step;
                count += usize::from(finding.place.field.is_some() && !is_whole && !found.is_null());
            }
        }
    }
    assert!(count > 50, "only {count} findings lead to a field");
}

#[test]
fn a_dry_run_keeps_nothing_and_says_what_would_change() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let dry = house.put(&format!("{}?dryRun=true", address(&cart)), &form::write(&cart)).await;
        assert_eq!(dry.status, StatusCode::OK, "{dry:?}");
        assert_eq!(dry.json()["changes"]["isNew"], true);
        assert_eq!(house.get("/v1/journeys").await.json(), json!({"journeys": []}));
        let version = house.push(&cart).await;
        activate(&house, &cart.journey.id, "\"0\"", &version, "live").await;

        let mut changed = cart.clone();
        changed.journey.name = "Cart abandonment, second try".to_owned();
        let dry = house.put(&format!("{}?dryRun=true", address(&changed)), &form::write(&changed)).await.json();
        let changes = &dry["changes"];
        assert_eq!(changes["activation"], json!({"version": version, "state": "live", "generation": 1}));
        assert_eq!(changes["differences"]["properties"], true);
        assert_eq!(changes["differences"]["added"], json!([]));

        for (query, status) in [("dryRun=perhaps", 400), ("dryrun=true", 400), ("dryRun=false", 200)] {
            let answer = house.put(&format!("{}?{query}", address(&cart)), &form::write(&cart)).await;
            assert_eq!(answer.status.as_u16(), status, "{query}");
        }
    });
}

#[test]
fn a_dry_run_reports_every_endpoint_that_is_not_deployed_as_the_definition_says() {
    open(|house| async move {
        let mut cart = sample("cart-abandonment");
        let endpoint = waymark::journey::Endpoint {
            id: EndpointId("endpoint-shop".to_owned()),
            name: "Shop".to_owned(),
            url_pattern: "https://shop.example.com/*".to_owned(),
            throttle: Some(waymark::journey::Throttle { description: String::new(), max_throughput: 500 }),
            ..Default::default()
        };
        cart.inventory.put(Item::Endpoint(endpoint));
        let path = format!("{}?dryRun=true", address(&cart));
        let changes = || async {
            let mut all = house.put(&path, &form::write(&cart)).await.json()["changes"]["endpoints"].take();
            let all = all.as_array_mut().expect("a list");
            all.retain(|change| change["definition"]["id"] == "endpoint-shop");
            json!(all)
        };
        let missing = changes().await;
        assert_eq!(missing[0]["definition"]["throttle"]["maxThroughput"], 500, "{missing}");
        assert_eq!(missing[0].get("deployed"), None);

        let mut other = missing[0]["definition"].clone();
        other["throttle"]["maxThroughput"] = json!(200);
        assert_eq!(house.put("/v1/endpoints/endpoint-shop", &other.to_string()).await.status, StatusCode::CREATED);
        assert_eq!(changes().await[0]["deployed"]["throttle"]["maxThroughput"], 200);

        let same = missing[0]["definition"].to_string();
        assert_eq!(house.put("/v1/endpoints/endpoint-shop", &same).await.status, StatusCode::OK);
        assert_eq!(changes().await, json!([]), "deployed as the definition says");
    });
}

#[test]
fn a_state_is_wished_for_only_by_those_who_know_the_present_one() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let (journey, version) = (cart.journey.id.clone(), house.push(&cart).await);
        let path = format!("/v1/journeys/{journey}/activation");
        let wish = json!({"version": version, "state": "live"}).to_string();
        let blind = house.put(&path, &wish).await;
        assert_eq!(blind.status, StatusCode::PRECONDITION_REQUIRED);
        assert!(blind.errors().is_empty());

        let live = activate(&house, &journey, "\"0\"", &version, "live").await;
        assert_eq!(live.status, StatusCode::OK, "{live:?}");
        assert_eq!(live.header("etag"), "\"1\"");
        let spec = &live.json()["spec"];
        assert_eq!((&spec["state"], &spec["generation"]), (&json!("live"), &json!(1)));
        assert_eq!(spec["since"], "2026-01-05T09:00:00Z");

        let stale = activate(&house, &journey, "\"0\"", &version, "paused").await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert!(stale.json()["detail"].as_str().is_some_and(|words| words.contains("generation 1")), "{stale:?}");
        let weak = activate(&house, &journey, "W/\"1\"", &version, "paused").await;
        assert_eq!(weak.status, StatusCode::PRECONDITION_FAILED, "a weak tag says nothing");
        let one_of = activate(&house, &journey, "\"7\", \"1\"", &version, "paused").await;
        assert_eq!((one_of.status, one_of.header("etag")), (StatusCode::OK, "\"2\""));
        let again = activate(&house, &journey, "\"2\"", &version, "paused").await;
        assert_eq!((again.status, again.header("etag")), (StatusCode::OK, "\"2\""), "the same wish is no new one");
        let any = activate(&house, &journey, "*", &version, "stopped").await;
        assert_eq!((any.status, any.header("etag")), (StatusCode::OK, "\"3\""));
        let status = house.get(&format!("/v1/journeys/{journey}")).await.json()["status"].clone();
        assert_eq!((&status["state"], &status["observedGeneration"]), (&json!("stopped"), &json!(3)));
    });
}

#[test]
fn only_a_live_journey_can_be_paused_and_what_is_over_stays_over() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let journey = cart.journey.id.clone();
        let first = house.push(&cart).await;
        let mut changed = cart.clone();
        changed.journey.name = "Another version".to_owned();
        let second = house.push(&changed).await;
        let wish = async |version: &str, state: &str, status: StatusCode| {
            let answer = activate(&house, &journey, "*", version, state).await;
            assert_eq!(answer.status, status, "{state}: {answer:?}");
            answer.json()
        };
        let refused = wish(&first, "paused", StatusCode::CONFLICT).await;
        assert_eq!(refused["detail"], "only a live journey can be paused, and this version is not live");
        wish(&first, "live", StatusCode::OK).await;
        wish(&second, "paused", StatusCode::CONFLICT).await;
        wish(&first, "closed", StatusCode::OK).await;
        wish(&first, "live", StatusCode::CONFLICT).await;
        wish(&first, "paused", StatusCode::CONFLICT).await;
        wish(&first, "stopped", StatusCode::OK).await;
        let refused = wish(&first, "live", StatusCode::CONFLICT).await;
        let words = "this version was stopped, which is final: push and activate another one";
        assert_eq!(refused["detail"], words);
        wish(&first, "closed", StatusCode::CONFLICT).await;
        wish(&second, "live", StatusCode::OK).await;
    });
}

#[test]
fn a_pause_says_how_it_is_and_whom_it_turned_away_and_ends_by_itself() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let journey = cart.journey.id.clone();
        let version = house.push(&cart).await;
        assert_eq!(activate(&house, &journey, "*", &version, "live").await.status, StatusCode::OK);
        let path = format!("/v1/journeys/{journey}/activation");
        let pause = async |pause: Value| {
            let wish = json!({"version": version, "state": "paused", "pause": pause}).to_string();
            house.put_if(&path, "*", &wish).await
        };
        for days in [0, 15] {
            let refused = pause(json!({"days": days})).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.errors()[0].0, "/pause/days");
        }
        let paused = pause(json!({"days": 2, "atActions": "discard"})).await;
        assert_eq!(paused.status, StatusCode::OK, "{paused:?}");
        let expected =
            json!({"since": "2026-01-05T09:00:00Z", "until": "2026-01-07T09:00:00Z", "atActions": "discard"});
        assert_eq!(paused.json()["status"]["pause"], expected);
        assert_eq!(pause(json!({"days": 2, "atActions": "discard"})).await.status, StatusCode::OK, "the same wish");
        assert_eq!(pause(json!({"days": 3})).await.status, StatusCode::CONFLICT);
        let event = entry_event(&cart);
        let data: Value = serde_json::from_str(&event.sample).expect("a sample");
        let event = json!([{"id": "e-1", "type": event.name, "subject": "profile-1", "data": data}]).to_string();
        assert_eq!(house.post("/v1/events", &event).await.status, StatusCode::ACCEPTED);
        let status = async || house.get(&format!("/v1/journeys/{journey}")).await.json()["status"].clone();
        let seen = status().await;
        assert_eq!((&seen["discardedInPause"], &seen["entered"]), (&json!(1), &Value::Null), "{seen}");
        house.clock.advance(48 * 3_600_000);
        // The writer sees the time with its next transaction.
        let mut seen = status().await;
        for _ in 0..500 {
            if seen["state"] == "live" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            seen = status().await;
        }
        assert_eq!((&seen["state"], &seen["pause"]), (&json!("live"), &Value::Null), "{seen}");
    });
}

/// The event by which a journey begins.
fn entry_event(definition: &Definition) -> &Event {
    let program = Program::compile(&definition.workspace(), &definition.journey.id).expect("a program");
    let Entry::Event(Some(id)) = program.entry() else { panic!("an event") };
    definition.inventory.get::<Event>(&id).expect("the event")
}

#[test]
fn of_two_who_wish_at_once_one_is_told_to_read_again() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let version = house.push(&cart).await;
        let tasks: Vec<_> = (0..20)
            .map(|number| {
                let (house, id, version) = (house.clone(), cart.journey.id.clone(), version.clone());
                let state = if number % 2 == 0 { "live" } else { "closed" };
                tokio::spawn(async move { activate(&house, &id, "\"0\"", &version, state).await.status })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            match task.await.expect("an answer") {
                StatusCode::OK => done += 1,
                other => assert_eq!(other, StatusCode::PRECONDITION_FAILED),
            }
        }
        assert_eq!(done, 1);
    });
}

#[test]
fn a_wish_that_makes_no_sense_points_to_why() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let (version, other) = (house.push(&cart).await, house.push(&sample("welcome")).await);
        let path = format!("/v1/journeys/{}/activation", cart.journey.id);
        for (wish, pointer, code) in [
            (json!({"version": "abc", "state": "live"}), "/version", "unknown-version"),
            (json!({"version": other, "state": "live"}), "/version", "unknown-version"),
            (json!({"version": version, "state": "alive"}), "/state", "form"),
            (json!({"version": 7, "state": "live"}), "/version", "form"),
            (json!({"version": version}), "", "form"),
            (json!({"version": version, "state": "live", "when": "now"}), "/when", "form"),
            (json!([]), "", "form"),
        ] {
            let answer = house.put_if(&path, "*", &wish.to_string()).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wish}");
            assert_eq!(answer.errors(), [(pointer.to_owned(), code.to_owned())], "{wish}");
        }
        let nowhere = activate(&house, &"journey-elsewhere".into(), "*", &version, "live").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_endpoint_is_deployed_changed_and_read() {
    open(|house| async move {
        let path = "/v1/endpoints/endpoint-shop";
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND);
        let shop = |calls: i64| {
            json!({"name": "Shop", "urlPattern": "https://shop.example.com/*", "methods": ["POST"],
                   "cap": {"maxCalls": calls, "periodMs": 1000}})
            .to_string()
        };
        let first = house.put(path, &shop(10)).await;
        assert_eq!((first.status, first.header("etag")), (StatusCode::CREATED, "\"1\""));
        let same = house.put(path, &shop(10)).await;
        assert_eq!((same.status, same.header("etag")), (StatusCode::OK, "\"1\""), "the same again changes nothing");
        let stale = house.put_if(path, "\"7\"", &shop(20)).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        let changed = house.put_if(path, "\"1\"", &shop(20)).await;
        assert_eq!((changed.status, changed.header("etag")), (StatusCode::OK, "\"2\""));
        let read = house.get(path).await;
        assert_eq!((read.header("etag"), &read.json()["cap"]["maxCalls"]), ("\"2\"", &json!(20)));
        assert_eq!(house.get("/v1/endpoints").await.json()["endpoints"][0]["id"], "endpoint-shop");
    });
}

#[test]
fn an_endpoint_whose_limits_cannot_be_kept_is_refused_at_every_fault() {
    open(|house| async move {
        let bad = json!({"id": "endpoint-other", "name": "Shop", "urlPattern": "https://*.example.com/",
                         "cap": {"maxCalls": 0, "periodMs": -1, "maxConnections": 0}, "throttle": {"maxThroughput": 0}});
        let answer = house.put("/v1/endpoints/endpoint-shop", &bad.to_string()).await;
        let pointers: Vec<String> = answer.errors().into_iter().map(|(pointer, _)| pointer).collect();
        let expected = [
            "/id",
            "/urlPattern",
            "/throttle",
            "/cap/maxCalls",
            "/cap/periodMs",
            "/cap/maxConnections",
            "/throttle/maxThroughput",
        ];
        assert_eq!(pointers, expected);
        let typed = house.put("/v1/endpoints/endpoint-shop", r#"{"name":"","urlPattern":"","cap":{"maxCalls":"ten"}}"#);
        assert_eq!(typed.await.errors(), [("/cap/maxCalls".to_owned(), "form".to_owned())]);
    });
}

#[test]
fn everything_that_is_refused_is_a_problem() {
    open(|house| async move {
        let put = |path: &str| house.request("PUT", path);
        let cases = [
            (house.request("GET", "/v1/nothing"), 404),
            (house.request("GET", "/v1/journeys/"), 404),
            (house.request("DELETE", "/v1/journeys"), 405),
            (put("/v1/endpoints/a").body("{}"), 415),
            (put("/v1/endpoints/a").header("content-type", "text/plain").body("{}"), 415),
            (put("/v1/endpoints/a").header("content-type", "application/json").body("{"), 400),
            (
                put("/v1/endpoints/a")
                    .header("content-type", "application/json")
                    .body(r#"{"name":"","urlPattern":""} {}"#),
                400,
            ),
            (put("/v1/endpoints/a").header("content-type", "application/json").body(vec![b'"', 0xff, b'"']), 400),
            (put("/v1/endpoints/a").header("content-type", "application/json; charset=utf-8").body("{}"), 422),
            (put("/v1/endpoints/%ff").header("content-type", "application/json").body("{}"), 400),
        ];
        for (number, (request, status)) in cases.into_iter().enumerate() {
            let answer = send(request).await;
            assert_eq!(answer.status.as_u16(), status, "case {number}: {answer:?}");
            let _ = answer.errors();
        }
        let no_method = send(house.request("DELETE", "/v1/journeys")).await;
        assert!(no_method.header("allow").contains("GET"), "{no_method:?}");
    });
}

#[test]
fn every_answer_has_a_name_and_the_callers_name_is_kept() {
    open(|house| async move {
        let first = house.get("/healthz").await.header("x-request-id").to_owned();
        let second = house.get("/healthz").await.header("x-request-id").to_owned();
        assert_eq!(first.len(), 16);
        assert_ne!(first, second);
        let named = send(house.request("GET", "/healthz").header("x-request-id", "order-17")).await;
        assert_eq!(named.header("x-request-id"), "order-17");
        let odd = send(house.request("GET", "/healthz").header("x-request-id", "a b;c")).await;
        assert_ne!(odd.header("x-request-id"), "a b;c", "only plain names are taken over into the log");
    });
}

#[test]
fn a_server_says_what_it_can_run_and_how_it_is() {
    open(|house| async move {
        let can = house.get("/v1/capabilities").await.json();
        assert_eq!((&can["platform"], &can["formats"]), (&json!("waymark"), &json!([1])));
        let types: Vec<&str> = can["activities"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
        assert!(types.contains(&"customAction") && types.contains(&"event") && types.len() == 15, "{types:?}");
        assert_eq!(house.get("/readyz").await.json(), json!({"status": "ok"}));
        house.get("/v1/journeys/journey-private").await;
        let metrics = house.get("/metrics").await;
        assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
        let line = "waymark_requests_total{method=\"GET\",route=\"/v1/journeys/{id}\",status=\"404\"} 1";
        assert!(metrics.text.contains(line), "{}", metrics.text);
        assert!(!metrics.text.contains("journey-private"), "names of things are no labels");
        assert!(metrics.text.contains("waymark_commits_total "), "{}", metrics.text);
    });
}

#[test]
fn a_server_whose_disk_is_full_says_so_and_recovers() {
    open(|house| async move {
        let limit = |pages: i64| {
            house.server.writer().ask(1, move |engine, _| {
                let store = engine.store.connection();
                let now: i64 = store.pragma_query_value(None, "page_count", |row| row.get(0))?;
                store.pragma_update_and_check(None, "max_page_count", now + pages, |row| row.get::<_, i64>(0))?;
                Ok(())
            })
        };
        limit(0).await.expect("a limit");
        let cart = sample("cart-abandonment");
        let full = house.put(&address(&cart), &form::write(&cart)).await;
        assert_eq!(full.status, StatusCode::SERVICE_UNAVAILABLE, "{full:?}");
        assert!(full.errors().is_empty() && !full.header("retry-after").is_empty());
        assert!(full.json()["detail"].as_str().is_some_and(|words| words.contains("full")), "{full:?}");
        assert_eq!(house.get("/v1/journeys").await.json(), json!({"journeys": []}), "reading goes on");
        limit(100_000).await.expect("room");
        assert_eq!(house.put(&address(&cart), &form::write(&cart)).await.status, StatusCode::CREATED);
        assert_eq!(house.get("/readyz").await.status, StatusCode::OK);
    });
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    open(|house| async move {
        let cart = sample("cart-abandonment");
        let version = house.push(&cart).await;
        activate(&house, &cart.journey.id, "\"0\"", &version, "live").await;
        let before = house.get(&format!("/v1/journeys/{}", cart.journey.id)).await;
        let house = std::sync::Arc::into_inner(house).expect("the only handle");
        let House { server, folder, clock, .. } = house;
        server.stop().await;
        let mut settings = waymark::serve::Settings::new(folder.path());
        settings.listen.set_port(0);
        let server = waymark::serve::Server::start(settings, clock, crate::serve_house::secrets())
            .await
            .expect("a server on the same folder");
        let url = format!("{}/v1/journeys/{}", server.url(), cart.journey.id);
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let after = send(client.get(url)).await;
        assert_eq!((after.header("etag"), after.json()), ("\"1\"", before.json()));
        server.stop().await;
    });
}
