//! Streams: what an action appends in place of calling, which subject it takes, and how that is capped, tried again and
//! answered like any call.

use serde_json::json;
use waymark::check::{Cleared, Severity};
use waymark::exchange::{self, json};
use waymark::journey::*;
use waymark::push::{Asked, Parcel, Plan};
use waymark::simulate::Run;
use waymark::wire::{Capabilities, VersionTaken};

use crate::build::*;

fn variable(path: &str, kind: ValueType) -> Parameter {
    Parameter { path: path.to_owned(), kind, value: Binding::Variable(path.to_owned()), ..Parameter::default() }
}

/// An action that appends an order: its number and where it goes to.
pub fn appending(id: &str, name: &str, stream: Stream) -> Action {
    Action {
        id: id.into(),
        name: name.to_owned(),
        stream: Some(stream),
        payload: vec![variable("order", ValueType::Integer), variable("to.country", ValueType::String)],
        ..Action::default()
    }
}

pub fn files() -> Stream {
    Stream::File { name: "orders".to_owned(), rotation: Rotation::Daily }
}

pub fn subject(subject: &str) -> Stream {
    Stream::JetStream { server: "nats://nats.example.com/".to_owned(), subject: subject.to_owned() }
}

fn story(action: Action, country: &str) -> Story {
    let values = [("body.order", "@event{Go.total}"), ("body.to.country", country)];
    Story::new()
        .with(Item::Action(action))
        .event("Go", "", r#"{"total": 7}"#)
        .then("entry", on("Go"))
        .then("append", call("action-s", &values, true))
        .happens(Duration::Seconds(0), arrives("Go"))
}

fn run(stream: Stream, country: &str) -> Run {
    story(appending("action-s", "Keep", stream), country).run()
}

#[test]
fn a_line_of_a_file_is_the_payload_alone() {
    let mut action = appending("action-s", "Keep", files());
    action.headers = vec![NamedValue { name: "X-A".to_owned(), value: Binding::Constant("a".to_owned()) }];
    let run = story(action, "\"se\"").run();
    let request = run.steps[1].action.clone().expect("what is appended");
    assert_eq!((request.method.as_str(), request.url.as_str()), ("APPEND", "stream:orders"));
    assert!(request.headers.is_empty(), "{request:?}");
    assert_eq!(request.body, Some(json!({"order": 7, "to": {"country": "se"}})));
    assert_eq!(because(&run, 1), "appended");
}

#[test]
fn a_subject_takes_values_of_the_payload_and_no_value_leads_elsewhere() {
    let subject = || subject("orders.{{to.country}}.placed");
    let url = |country: &str| run(subject(), country).steps[1].action.clone().expect("what is appended").url;
    assert_eq!(url("\"se\""), "nats://nats.example.com/orders.se.placed");
    assert_eq!(url("\"Åland\""), "nats://nats.example.com/orders.Åland.placed");
    assert_eq!(url("\"a.b>c *\""), "nats://nats.example.com/orders.a_b_c__.placed");
    assert_eq!(url("\"\""), "nats://nats.example.com/orders._.placed");
    assert_eq!(url("@event{Go.nothing}"), "nats://nats.example.com/orders._.placed");
}

#[test]
fn what_is_refused_is_tried_again_and_takes_the_path_for_failures() {
    let from = || Answerer::Action("action-s".into());
    let action = || appending("action-s", "Keep", subject("orders"));
    let run = story(action(), "\"se\"").replies(from(), 503, 10, "", Some(2)).run();
    assert_eq!(because(&run, 1), "appended after 2 retries (before: http_503)");
    let run = story(action(), "\"se\"").replies(from(), 503, 10, "", None).run();
    assert_eq!(run.steps[1].branch.as_deref(), Some("error"));
    assert_eq!(because(&run, 1), "answered 503 after 3 retries (before: http_503)");
    let run = story(action(), "\"se\"").replies(from(), 200, 40_000, "", None).run();
    assert_eq!(because(&run, 1), "no answer within 30 seconds");
}

#[test]
fn a_cap_on_the_address_of_a_stream_holds() {
    let endpoint = |pattern: &str| Endpoint {
        id: "endpoint-s".into(),
        name: "Orders".to_owned(),
        url_pattern: pattern.to_owned(),
        methods: vec![Method::Post],
        cap: Some(Cap { max_calls: 1, period_ms: 60_000, max_connections: None }),
        ..Endpoint::default()
    };
    for (stream, pattern) in [
        (files(), "stream:orders"),
        (files(), "stream:*"),
        (subject("orders.{{to.country}}"), "nats://nats.example.com/orders.*"),
    ] {
        let story = story(appending("action-s", "Keep", stream), "\"se\"")
            .with(Item::Endpoint(endpoint(pattern)))
            .properties(|properties| properties.reentrance.wait = Duration::Seconds(0))
            .happens(Duration::Seconds(1), arrives("Go"));
        let steps: Vec<_> = story.trace().runs.iter().map(|run| run.steps[1].status.word()).collect();
        assert_eq!(steps, ["ended", "capped"], "{pattern}");
    }
}

#[test]
fn a_stream_survives_both_forms() {
    for stream in [
        files(),
        Stream::File { name: "orders".to_owned(), rotation: Rotation::Size(25) },
        subject("orders.{{to.country}}"),
    ] {
        let action = Action { stream: Some(stream), ..appending("action-s", "Keep", files()) };
        let text = ron::to_string(&action).expect("a text");
        assert_eq!(ron::from_str::<Action>(&text).expect("an action"), action, "{text}");
        let workspace = story(action.clone(), "\"se\"").workspace();
        let definition = Definition::of(&workspace, workspace.journeys.keys().next().expect("one")).expect("whole");
        let written = json::write(&definition);
        let read = json::read(&written).expect("a definition");
        assert_eq!(read.inventory.get::<Action>(&action.id), Some(&action), "{written}");
    }
}

#[test]
fn a_push_says_where_something_is_appended_and_what_a_server_cannot_append_to() {
    let shop = shop();
    let now = waymark::check::Sketch::now();
    let journey = JourneyId::from(waymark::check::Sketch::JOURNEY);
    let cleared = Cleared::new(&shop, &journey, Platform::Waymark, now).expect("nothing stands in the way");
    let parcel = Parcel::new(cleared);
    let can = |streams: serde_json::Value| -> Capabilities {
        serde_json::from_value(json!({
            "version": "1", "platform": "waymark", "engine": "embedded", "formats": [FORMAT], "machine": waymark::run::MACHINE,
            "zones": "x", "activities": json::activity_types(), "streams": streams,
            "limits": {"bodyBytes": 1_000_000, "requestsPerSecond": 5},
        }))
        .expect("capabilities")
    };
    assert_eq!(parcel.beyond(&can(json!(json::stream_types()))), []);
    let beyond = parcel.beyond(&can(json!(["jetStream"])));
    assert_eq!(beyond.len(), 1);
    assert_eq!(
        beyond[0].why,
        "“SendText” appends to a stream of a kind that the server does not know (files on the server)"
    );
    let taken =
        VersionTaken { journey: journey.0.clone(), version: parcel.hash.clone(), findings: Vec::new(), changes: None };
    let plan = Plan::new(&parcel, &can(json!(["file"])), taken, None, Asked::default());
    assert_eq!(plan.streams, [("SendText".to_owned(), "stream:orders".to_owned())]);
}

/// A shop whose texts are appended to files.
fn shop() -> Workspace {
    let shop = waymark::check::Sketch::event().then(waymark::check::example::steps::call()).inventory(|inventory| {
        let action = inventory.actions.iter_mut().find(|action| action.id.as_str() == "action-text").expect("one");
        (action.stream, action.url, action.endpoint) = (Some(files()), String::new(), None);
        action.authentication = Authentication::None;
    });
    shop.workspace
}

#[test]
fn only_waymarks_own_server_appends_and_the_sheet_is_refused_by_the_name_of_the_action() {
    let (workspace, journey) = (shop(), JourneyId::from(waymark::check::Sketch::JOURNEY));
    let now = waymark::check::Sketch::now();
    Cleared::new(&workspace, &journey, Platform::Waymark, now).expect("nothing stands in the way");
    let format = exchange::format("build-sheet").expect("a format");
    let refused = exchange::export(&workspace, &journey, format, Platform::Ajo, now, false);
    let Err(exchange::Refusal::Errors(report)) = refused else { panic!("it is refused") };
    let errors: Vec<_> = report.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].rule == "waymark-stream" && errors[0].message.contains("'SendText'"), "{errors:?}");
    let draft = exchange::export(&workspace, &journey, format, Platform::Ajo, now, true).expect("a draft");
    assert!(draft.text.contains("It appends to the stream `orders`"), "{}", draft.text);
}
