//! Watching over the wire: figures of journeys and endpoints, and steps in the field's own schema.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};
use waymark::exchange::json as form;
use waymark::journey::{Activity, ActivityId, Definition, EndpointId, Event as Known, Kind};
use waymark::push::client::Which;
use waymark::push::{Client, Manner};
use waymark::run::{Effort, Entry, Program, Request, Status, Step};
use waymark::serve::engine::Shown;
use waymark::watch;
use waymark::wire::{
    ActivationWish, Endpoint, EndpointCap, EndpointStatus, Event, Instance, InstanceWait, JourneyState, StepEvent,
    Told, Whose,
};

use crate::build::moment;
use crate::run_limits::{calling, cap};
use crate::serve_house::{House, open, sample};
use crate::server::{Kills, servable, serve_watched};

/// A client, and the cart sample, live.
async fn live(house: &House) -> (Client, Definition) {
    let client = Client::new(&house.server.url(), None, &Manner::default()).expect("a client");
    let cart = sample("cart-abandonment");
    let (id, hash) = (&cart.journey.id, form::hash(&cart));
    client.put_version(id, &hash, form::write(&cart), false).await.expect("a version");
    let wish = ActivationWish::new(hash, JourneyState::Live);
    client.put_activation(id, &wish, "*").await.expect("live");
    (client, cart)
}

fn comes(cart: &Definition, who: &str) -> Event {
    let program = Program::compile(&cart.workspace(), &cart.journey.id).expect("a program");
    let Entry::Event(Some(id)) = program.entry() else { panic!("an event") };
    let event = cart.inventory.get::<Known>(&id).expect("the event");
    let data = serde_json::from_str(&event.sample).expect("a sample");
    Event { id: who.to_owned(), kind: event.name.clone(), subject: Some(who.to_owned()), time: None, data }
}

#[test]
fn figures_of_a_journey_are_asked_for_in_all_and_by_version() {
    open(|house| async move {
        let (client, cart) = live(&house).await;
        let id = &cart.journey.id;
        assert_eq!(client.counts(&"journey-none".into()).await, Ok(None));
        let none = client.counts(id).await.expect("an answer").expect("figures");
        assert!(none.versions.is_empty() && none.total.entered == 0);

        client.send(&[comes(&cart, "profile-anna"), comes(&cart, "profile-bo")]).await.expect("events");
        let again = Event { id: "again".to_owned(), ..comes(&cart, "profile-bo") };
        client.send(&[again]).await.expect("an event");
        let counts = client.counts(id).await.expect("an answer").expect("figures");
        assert_eq!((counts.total.entered, counts.total.inside), (2, 2));
        let discarded: i64 = counts.total.discarded.values().sum();
        assert_eq!(counts.versions.len(), 1);
        assert_eq!(counts.versions[0].version, form::hash(&cart));
        assert_eq!(counts.versions[0].counts, counts.total);
        let waiting: i64 = counts.total.activities.values().map(|activity| activity.waiting).sum();
        assert!(waiting >= 2, "{counts:?}");
        let entry = cart.journey.roots().next().expect("an entry");
        let at_entry = &counts.total.activities[entry.id.as_str()];
        assert_eq!((at_entry.reached, at_entry.waiting, at_entry.branches["next"]), (2, 0, 2));

        let status = client.journey(id).await.expect("an answer").expect("a journey").value.status;
        assert_eq!((status.entered, status.inside, status.discarded), (2, 2, discarded));
        assert_eq!(client.journeys().await.expect("journeys").journeys[0].status.inside, 2);

        client.erase(&"profile-anna".into()).await.expect("erased");
        let counts = client.counts(id).await.expect("an answer").expect("figures");
        assert_eq!((counts.total.entered, counts.total.inside, counts.total.ended["stopped"]), (2, 1, 1));
    });
}

#[test]
fn whoever_waits_is_told_until_when_and_whether_a_pause_holds_them() {
    open(|house| async move {
        let (client, cart) = live(&house).await;
        client.send(&[comes(&cart, "profile-anna")]).await.expect("an event");
        let found = client.instances(&cart.journey.id, &Which::default()).await.expect("instances").instances;
        let wait = &found[0].waits[0];
        assert_eq!((&wait.activity, wait.held), (&found[0].waiting[0], false));
        let hour = found[0].began.checked_add(SignedDuration::from_hours(1)).expect("a moment");
        assert_eq!(wait.until, Some(hour), "the sample waits an hour");
        let told = |instance: &Instance, now| watch::path(instance, &[], now).steps.remove(0);
        for minutes in [1, 2] {
            let now = found[0].began.checked_add(SignedDuration::from_mins(minutes)).expect("a moment");
            let step = told(&found[0], now);
            assert_eq!((step.at, step.because), (hour, Some(format!("waits until {hour}"))), "whenever one looks");
        }
        let mut held = found[0].clone();
        held.waits = vec![InstanceWait { activity: "action-a".to_owned(), until: None, held: true }];
        let step = told(&held, hour);
        assert_eq!((step.at, step.because.as_deref()), (hour, Some("is held here until the journey goes on")));
    });
}

#[test]
fn an_endpoint_says_what_became_of_its_calls_and_whoever_sends_that_back_changes_nothing() {
    open(|house| async move {
        let client = Client::new(&house.server.url(), None, &Manner::default()).expect("a client");
        let endpoint = Endpoint {
            id: "endpoint-a".to_owned(),
            name: "Arena".to_owned(),
            url_pattern: "https://arena.example.com/*".to_owned(),
            cap: Some(EndpointCap { max_calls: 5, period_ms: 1_000, max_connections: None }),
            deployed: true,
            ..Endpoint::default()
        };
        client.put_endpoint(&endpoint, None).await.expect("an endpoint");
        let seen = client.endpoint(&EndpointId::from("endpoint-a")).await.expect("an answer").expect("an endpoint");
        assert_eq!(seen.value.status, Some(EndpointStatus::default()));
        let again = client.put_endpoint(&seen.value, Some(&seen.tag)).await.expect("the same");
        assert_eq!((again.tag, again.value.status), (seen.tag, None));
    });
}

#[test]
fn what_a_limit_refuses_and_holds_back_is_seen() {
    let refused = calling(5, cap(3, 1_000), None);
    let (workspace, scenario) = servable(&refused.workspace(), &refused.scenario);
    let endpoint = workspace.inventory.endpoints[0].clone();
    let found = std::rc::Rc::new(std::cell::Cell::new((0, 0, 0)));
    let most = found.clone();
    serve_watched(&workspace, &scenario, Kills::Each(3), move |server| {
        let figures = Shown(server.engine().store.connection()).traffic(&endpoint, moment("2026-01-05T09:00:10Z"));
        let figures = figures.expect("figures");
        most.set((figures.waiting, figures.sent, figures.refused));
    });
    // A call that is refused is tried again, and asks again.
    let (waiting, sent, refused) = found.get();
    assert_eq!((waiting, sent), (0, 3));
    assert!(refused >= 2, "{refused}");

    let held = calling(5, None, Some(2));
    let (workspace, scenario) = servable(&held.workspace(), &held.scenario);
    let endpoint = workspace.inventory.endpoints[0].clone();
    let found = std::rc::Rc::new(std::cell::Cell::new(0));
    let most = found.clone();
    serve_watched(&workspace, &scenario, Kills::Never, move |server| {
        let store = server.engine().store.connection();
        let figures = Shown(store).traffic(&endpoint, scenario.start).expect("figures");
        most.set(most.get().max(figures.waiting));
    });
    assert_eq!(found.get(), 3);
}

#[test]
fn steps_are_told_in_the_fields_schema_as_lines_and_as_events() {
    open(|house| async move {
        let (client, cart) = live(&house).await;
        client.send(&[comes(&cart, "profile-anna")]).await.expect("an event");
        for (media, start) in [
            ("application/x-ndjson", "{\"_id\":\"run-1-1\""),
            ("text/event-stream", "id: 1\nevent: step-event\ndata: {"),
        ] {
            let request = house.request("GET", "/v1/steps?form=step-events&after=0").header("accept", media);
            let mut live = request.send().await.expect("a stream");
            let mut text = String::new();
            while !text.contains("}\n") {
                let chunk = tokio::time::timeout(Duration::from_secs(10), live.chunk()).await.expect("in time");
                text.push_str(std::str::from_utf8(&chunk.expect("a chunk").expect("more")).expect("text"));
            }
            assert!(text.starts_with(start), "{text}");
            let line = text.lines().find(|line| line.contains("_id")).expect("a line");
            let event: StepEvent = serde_json::from_str(line.trim_start_matches("data: ")).expect("a step event");
            let told = &event.experience["journeyOrchestration"];
            assert_eq!(told["journey"]["versionID"], form::hash(&cart));
            assert_eq!((&told["journey"]["version"], &told["stepEvents"]["entrance"]), (&json!("1.0"), &json!(true)));
            assert_eq!(told["profile"]["ID"], "profile-anna");
        }
        // Whoever is inside already is not let in, which is told in its place.
        client.send(&[Event { id: "again".to_owned(), ..comes(&cart, "profile-anna") }]).await.expect("an event");
        let request =
            house.request("GET", "/v1/steps?form=step-events&after=0").header("accept", "application/x-ndjson");
        let mut live = request.send().await.expect("a stream");
        let mut text = String::new();
        while !text.contains("\"eventCode\"") || !text.ends_with('\n') {
            let chunk = tokio::time::timeout(Duration::from_secs(10), live.chunk()).await.expect("in time");
            text.push_str(std::str::from_utf8(&chunk.expect("a chunk").expect("more")).expect("text"));
        }
        let last = text.lines().rfind(|line| !line.is_empty()).expect("a line");
        let event: StepEvent = serde_json::from_str(last).expect("a step event");
        let told = &event.experience["journeyOrchestration"];
        let said = json!({"dispatcher": {"eventCode": "discard", "eventType": "JOURNEY_INSTANCE_ID_NOT_CREATED"}});
        assert_eq!((&told["serviceEvents"], &told["profile"]["ID"]), (&said, &json!("profile-anna")), "{told}");
        assert_eq!(told["journey"]["versionID"], form::hash(&cart));
        let number = |id: &str| id.rsplit('-').next().and_then(|number| number.parse::<i64>().ok());
        let steps = text.lines().filter(|line| !line.is_empty()).count() as i64;
        assert_eq!(number(&event.id), Some(steps), "{text}");
        let trace = client.steps("run-1", 0).await.expect("steps").steps;
        assert_eq!(trace.len() as i64, steps - 1, "a trace knows nothing of it");

        for path in ["/v1/steps?journey=journey-nowhere", "/v1/steps?journey=journey-nowhere&form=step-events"] {
            assert_eq!(house.get(path).await.status, reqwest::StatusCode::NOT_FOUND, "{path}");
        }
        let wrong = house.get("/v1/steps?form=nothing").await;
        assert_eq!(wrong.status, reqwest::StatusCode::BAD_REQUEST);
    });
}

/// A step of a sample as a step event; `change` says what else is known.
fn event<'d>(definition: &'d Definition, step: Step, change: impl FnOnce(&mut Told<'d>)) -> Value {
    let step = Box::leak(Box::new(step));
    let whose = Whose {
        instance: "run-1",
        supplemental: None,
        profile: "profile-anna",
        identity: None,
        version: ("abc", 3),
        definition,
    };
    let mut told = Told { whose, number: 7, entry: 1, before: None, is_last: false, step };
    change(&mut told);
    let event = serde_json::to_value(StepEvent::of(&told)).expect("an event");
    assert_eq!((&event["_id"], &event["timestamp"]), (&json!("run-1-7"), &json!("2026-01-05T09:00:10Z")));
    event["_experience"].clone()
}

fn step(activity: &ActivityId, status: Status) -> Step {
    let line = format!("2026-01-05T09:00:10.000Z {activity} {}", status.word());
    Step::read_line(&line).expect("a step").0
}

fn one_of(definition: &Definition, is: fn(&Kind) -> bool) -> &Activity {
    definition.journey.activities.iter().find(|activity| is(&activity.kind)).expect("such an activity")
}

/// The fields of these names; nothing where one is left out.
fn fields(event: &Value, names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| event["journeyOrchestration"]["stepEvents"][name].clone()).collect()
}

#[test]
fn a_step_event_names_journey_version_and_person() {
    let cart = sample("cart-abandonment");
    let wait = one_of(&cart, |kind| matches!(kind, Kind::Wait(_)));
    let known = event(&cart, step(&wait.id, Status::Transitions), |told| {
        told.whose.identity = Some(("email", "anna@example.com"));
        told.whose.supplemental = Some("B-1");
    });
    let journey = &known["journeyOrchestration"]["journey"];
    assert_eq!(journey["ID"], cart.journey.id.as_str());
    assert_eq!((&journey["versionID"], &journey["version"]), (&json!("abc"), &json!("3.0")));
    assert_eq!(journey["name"], cart.journey.name);
    let profile = &known["journeyOrchestration"]["profile"];
    assert_eq!(*profile, json!({"ID": "anna@example.com", "namespace": "email"}));
    let identity = fields(&known, &["profileID", "profileNamespace", "externalKey"]);
    assert_eq!(identity, [json!("anna@example.com"), json!("email"), json!("anna@example.com-B-1")]);
    let unknown = event(&cart, step(&wait.id, Status::Transitions), |_| {});
    assert_eq!(unknown["journeyOrchestration"]["profile"], json!({"ID": "profile-anna"}), "no identity, no namespace");
}

#[test]
fn a_step_event_names_its_step_and_the_one_before() {
    let cart = sample("cart-abandonment");
    let wait = one_of(&cart, |kind| matches!(kind, Kind::Wait(_)));
    let wire = cart.journey.connections.iter().find(|wire| wire.to == wait.id).expect("a wire");
    let parent = cart.journey.activity(&wire.from).expect("a parent");
    let mut before = step(&wire.from, Status::Transitions);
    before.branch = match &wire.port {
        waymark::journey::Port::Branch(branch) => Some(branch.to_string()),
        _ => None,
    };
    let told = event(&cart, step(&wait.id, Status::Ended), |told| {
        told.before = Some((6, &before));
        told.is_last = true;
        told.entry = 2;
    });
    let names = ["entrance", "reentrance", "instanceEnded", "nodeID", "stepID", "stepName", "stepType", "stepStatus"];
    let label = wait.label_or_id();
    assert_eq!(
        json!(fields(&told, &names)),
        json!([false, false, true, wait.id.as_str(), "run-1-7", label, "Timer", "ended"])
    );
    let names = ["parentStepID", "parentStepName", "parentTransitionID", "instanceID", "instanceType", "inTest"];
    assert_eq!(
        json!(fields(&told, &names)),
        json!(["run-1-6", parent.label_or_id(), wire.id.as_str(), "run-1", "unitary", false])
    );
    let names = ["journeyID", "journeyVersionID", "journeyVersionName", "journeyVersion"];
    assert_eq!(json!(fields(&told, &names)), json!([cart.journey.id.as_str(), "abc", cart.journey.name, "3.0"]));
    let unknown = ["inDryRun", "processingTime", "exitCriteriaID", "recurrenceIndex", "deliveryJobID", "fetchCount"];
    assert!(fields(&told, &unknown).iter().all(Value::is_null), "what is not known is left out");

    let entry = cart.journey.roots().next().expect("an entry");
    let first = event(&cart, step(&entry.id, Status::Transitions), |told| told.entry = 2);
    assert_eq!(json!(fields(&first, &["entrance", "reentrance"])), json!([true, true]));
    assert!(fields(&first, &["eventID"])[0].is_string());
    let criterion = cart.journey.properties.exit_criteria.first().expect("the sample has an exit criterion");
    let exits = Step { exit_criterion: Some(criterion.id.clone()), ..step(&wait.id, Status::Waiting) };
    let exits = event(&cart, exits, |_| {});
    assert_eq!(json!(fields(&exits, &["exitCriteriaID", "exitCriteriaName"])), json!([criterion.id, criterion.label]));
    let left = event(&cart, step(&wait.id, Status::Waiting), |_| {});
    assert_eq!(fields(&left, &["stepStatus"]), [Value::Null], "waiting is no word of the schema");
}

/// A sample that calls another system, and the step that does.
fn calling_sample() -> (Definition, ActivityId) {
    let names = std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")).expect("samples");
    let mut names: Vec<String> = names
        .filter_map(|file| Some(file.ok()?.file_name().to_str()?.strip_suffix(".journey.ron")?.to_owned()))
        .collect();
    names.sort();
    let found = names.iter().map(|name| sample(name)).find_map(|definition| {
        let calls = |kind: &Kind| matches!(kind, Kind::CustomAction(call) if call.action.is_some());
        let step = definition.journey.activities.iter().find(|activity| calls(&activity.kind))?.id.clone();
        Some((definition, step))
    });
    found.expect("a sample that calls")
}

#[test]
fn a_step_event_tells_how_a_call_went() {
    let (definition, call) = calling_sample();
    let request =
        Request { method: "POST".to_owned(), url: "https://arena.example.com/seats".to_owned(), ..Request::default() };
    let effort = Effort {
        error: Some("timedOut".to_owned()),
        before: Some("http_503".to_owned()),
        retries: 1,
        call_ms: 6_500,
        queued_ms: 1_500,
        ..Effort::default()
    };
    let called = Step { action: Some(request), effort, ..step(&call, Status::TimedOut) };
    let told = event(&definition, called.clone(), |_| {});
    let names = [
        "stepType",
        "stepStatus",
        "actionExecutionTime",
        "actionExecutionError",
        "actionExecutionErrorCode",
        "actionExecutionOriginError",
        "actionExecutionOriginCode",
        "actionExecutionOriginStartTime",
        "actionExecutionOriginTime",
        "actionOriginEndpoint",
        "actionOriginMethod",
        "actionIsThrottled",
        "actionWaitTime",
    ];
    let expected = json!([
        "Action",
        "timedout",
        6_500,
        "timeout",
        null,
        "http",
        "503",
        "2026-01-05T09:00:05.000Z",
        5_000,
        "https://arena.example.com/seats",
        "POST",
        true,
        1_500
    ]);
    assert_eq!(json!(fields(&told, &names)), expected);
    assert!(fields(&told, &["actionID", "actionName"]).iter().all(Value::is_string), "{told}");
    let capped = Effort { error: Some("capped".to_owned()), ..Effort::default() };
    let capped = event(&definition, Step { action: None, effort: capped, ..called }, |_| {});
    let names = ["actionExecutionError", "actionExecutionErrorCode", "actionExecutionTime", "actionOriginEndpoint"];
    assert_eq!(json!(fields(&capped, &names)), json!(["capping", null, null, null]), "nothing was sent");
    let barred = Effort { error: Some("missingSecret".to_owned()), ..Effort::default() };
    let barred = event(&definition, Step { action: None, effort: barred, ..step(&call, Status::Error) }, |_| {});
    assert_eq!(json!(fields(&barred, &names)), json!(["error", "missingSecret", null, null]));
}

#[test]
fn a_step_event_tells_what_data_sources_were_asked() {
    let cart = sample("cart-abandonment");
    let condition = one_of(&cart, |kind| matches!(kind, Kind::Condition(_)));
    let effort =
        Effort { fetches: 2, fetch_ms: 250, error: Some("500".to_owned()), fetch_failed: true, ..Effort::default() };
    let told = event(&cart, Step { effort, ..step(&condition.id, Status::Error) }, |_| {});
    let names = [
        "fetchTotalTime",
        "fetchCount",
        "fetchCustomTotalTime",
        "fetchCustomCount",
        "fetchTypeInError",
        "fetchError",
        "fetchErrorCode",
        "actionExecutionError",
    ];
    assert_eq!(json!(fields(&told, &names)), json!([250, 2, 250, 2, "custom", "http", "500", null]));
}

#[test]
fn a_step_event_of_a_content_decision_names_its_policy() {
    let mut cart = sample("cart-abandonment");
    let decision = waymark::journey::ContentDecision { name: "Best".to_owned(), policy: Some("policy-a".into()) };
    cart.journey.activities[0].kind = Kind::ContentDecision(decision);
    let id = cart.journey.activities[0].id.clone();
    let told = event(&cart, step(&id, Status::Transitions), |_| {});
    let decisioning = json!({
        "propositionEventType": {"decision": 1},
        "propositions": [{"scopeDetails": {"decisionPolicy": {"id": "policy-a"}}}],
    });
    assert_eq!(told["decisioning"], decisioning);
    let wait = one_of(&cart, |kind| matches!(kind, Kind::Wait(_))).id.clone();
    assert!(event(&cart, step(&wait, Status::Transitions), |_| {}).get("decisioning").is_none());
}
