//! Custom actions: what is sent, retries, timeouts, error paths, and what later steps read of the reply.

use serde_json::json;
use waymark::check::Checker;
use waymark::expression::shape;
use waymark::journey::*;
use waymark::simulate::Run;

use crate::build::*;

fn calling(action: Action, kind: Kind) -> Story {
    Story::new()
        .with(Item::Action(action))
        .event("Go", "", r#"{"id": "A 1/ö", "items": [{"sku": "L", "price": 2.5, "note": "x"}], "none": null}"#)
        .then("entry", on("Go"))
        .then("call", kind)
        .happens(Duration::Seconds(0), arrives("Go"))
}

fn from() -> Answerer {
    Answerer::Action("action-a".into())
}

fn variable(path: &str, kind: ValueType) -> Parameter {
    Parameter { path: path.to_owned(), kind, value: Binding::Variable(path.to_owned()), ..Parameter::default() }
}

#[test]
fn the_request_is_built_from_constants_variables_and_names_of_secrets() {
    let mut action = posting("action-a", "Send");
    action.headers = vec![
        NamedValue { name: "X-Gate".to_owned(), value: Binding::Constant("journeys".to_owned()) },
        NamedValue { name: "X-Trace".to_owned(), value: Binding::Variable("Trace".to_owned()) },
    ];
    action.query = vec![NamedValue { name: "order".to_owned(), value: Binding::Variable("Order".to_owned()) }];
    action.authentication = Authentication::Bearer("API_TOKEN".into());
    action.payload = vec![
        Parameter { path: "channel".to_owned(), value: Binding::Constant("sms".to_owned()), ..Parameter::default() },
        Parameter {
            path: "retry".to_owned(),
            kind: ValueType::Integer,
            value: Binding::Constant("3".to_owned()),
            ..Parameter::default()
        },
        variable("to[0].email", ValueType::String),
        variable("to[1].email", ValueType::String),
        Parameter { path: "key".to_owned(), value: Binding::Secret("BODY_KEY".into()), ..Parameter::default() },
        variable("missing.deep", ValueType::String),
    ];
    let kind = Kind::CustomAction(ActionCall {
        action: Some("action-a".into()),
        path: "concat(\"orders/\", @event{Go.id})".into(),
        values: [
            ("header.X-Trace", "\"t-1\""),
            ("query.order", "@event{Go.id}"),
            ("body.to[0].email", "#{ExperiencePlatform.Customer.email}"),
            ("body.to[1].email", "\"second@example.com\""),
            ("body.missing.deep", "@event{Go.nothing}"),
        ]
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect(),
        error_path: false,
        ..ActionCall::default()
    });
    let run = calling(action, kind).run();
    let request = run.steps[1].action.clone().expect("a request");
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "https://api.example.com/v1/orders/A 1/ö?order=A%201%2F%C3%B6");
    let headers: Vec<String> = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(
        headers,
        [
            "Authorization: Bearer <secret API_TOKEN>",
            "Charset: UTF-8",
            "Content-Type: application/json",
            "X-Gate: journeys",
            "X-Trace: t-1",
        ]
    );
    // What is missing is left out.
    assert_eq!(
        request.body,
        Some(json!({
            "channel": "sms",
            "retry": 3,
            "to": [{"email": "anna@example.com"}, {"email": "second@example.com"}],
            "key": "<secret BODY_KEY>",
        }))
    );
    // And it is said that it was.
    let because = run.steps[1].because.as_deref();
    assert_eq!(because, Some("answered 200; missing.deep has no value for this person and is left out"));
}

#[test]
fn what_people_typed_is_encoded_in_a_query_whatever_it_looks_like() {
    let mut action = posting("action-a", "Send");
    action.query = vec![NamedValue { name: "q".to_owned(), value: Binding::Variable("Query".to_owned()) }];
    action.authentication =
        Authentication::ApiKey { name: "key".to_owned(), value: "KEY".into(), location: KeyLocation::QueryParameter };
    let run = calling(action, call("action-a", &[("query.q", "\"<a>&key=<secret KEY>\"")], false)).run();
    let url = run.steps[1].action.clone().expect("a request").url;
    assert_eq!(url, "https://api.example.com/v1?q=%3Ca%3E%26key%3D%3Csecret%20KEY%3E&key=<secret KEY>");
}

#[test]
fn a_redirect_that_nobody_followed_is_a_failure_and_is_not_tried_again() {
    let run =
        calling(posting("action-a", "Send"), call("action-a", &[], false)).replies(from(), 302, 0, "", None).run();
    assert_eq!(run.steps[1].because.as_deref(), Some("answered 302"));
    assert_eq!(run.steps[1].status, waymark::simulate::Status::Error);
}

#[test]
fn nulls_are_left_out_or_sent_as_the_action_says() {
    let body = |allow| {
        let mut action = posting("action-a", "Send");
        action.allow_null_values = allow;
        action.payload = vec![
            variable("name", ValueType::String),
            variable("tags", ValueType::ListString),
            variable("numbers", ValueType::ListInteger),
            variable("kept", ValueType::String),
        ];
        let values = [
            ("body.name", "@event{Go.none}"),
            ("body.tags", "@event{Go.none}"),
            ("body.numbers", "[1, null, 2]"),
            ("body.kept", "\"yes\""),
        ];
        let step = calling(action, call("action-a", &values, false)).run().steps[1].clone();
        (step.action.unwrap().body.unwrap(), step.because.unwrap())
    };
    // Nulls inside a list of plain values are taken out either way; a missing list is sent empty.
    let left_out = "answered 200; name and tags have no value for this person and are left out";
    assert_eq!(body(false), (json!({"numbers": [1, 2], "kept": "yes"}), left_out.to_owned()));
    let null = "answered 200; name has no value for this person and is sent as null";
    assert_eq!(body(true), (json!({"name": null, "tags": [], "numbers": [1, 2], "kept": "yes"}), null.to_owned()));
}

#[test]
fn a_list_of_objects_carries_only_the_declared_fields() {
    let mut action = posting("action-a", "Send");
    let field = |path: &str, kind| Field { path: path.to_owned(), kind, ..Field::default() };
    let mut lines = variable("lines", ValueType::ListObject);
    lines.items = vec![field("sku", ValueType::String), field("price", ValueType::Decimal)];
    action.payload = vec![lines];
    let run = calling(action, call("action-a", &[("body.lines", "@event{Go.items}")], false)).run();
    let body = run.steps[1].action.clone().unwrap().body.unwrap();
    assert_eq!(body, json!({"lines": [{"sku": "L", "price": 2.5}]}));
}

#[test]
fn a_list_of_different_things_is_sent_item_by_item() {
    let body = r#"{"id": "x", "mixed": [1, "two", {"sku": "a"}], "nested": [["a", 2], []], "same": [1, 2.5, null]}"#;
    let found = shape::body_fields(body).expect("JSON");
    let shown: Vec<(&str, &str)> = found.iter().map(|field| (field.path.as_str(), field.kind.name())).collect();
    let expected = [
        ("id", "string"),
        ("mixed[0]", "integer"),
        ("mixed[1]", "string"),
        ("mixed[2].sku", "string"),
        ("nested[0][0]", "string"),
        ("nested[0][1]", "integer"),
        ("same", "listDecimal"),
    ];
    assert_eq!(shown, expected);
    let mut action = posting("action-a", "Send");
    action.payload = found.iter().map(|field| variable(&field.path, field.kind)).collect();
    let whole = Binding::Constant(r#"[1, ["a"], {"b": null}]"#.to_owned());
    let fixed = Parameter { path: "fixed".to_owned(), kind: ValueType::ListAny, value: whole, ..Parameter::default() };
    action.payload.push(fixed.clone());
    let values = [("body.mixed[0]", "7"), ("body.mixed[1]", "@event{Go.id}"), ("body.nested[0][1]", "2")];
    let request = calling(action.clone(), call("action-a", &values, false)).run().steps[1].action.clone().unwrap();
    let sent = json!({"mixed": [7, "A 1/ö"], "nested": [[null, 2]], "fixed": [1, ["a"], {"b": null}]});
    assert_eq!(request.body, Some(sent));
    // As one variable it cannot be filled, and that is a finding; as a constant it can.
    let findings = |action: Action| -> Vec<Option<String>> {
        let mut inventory = Inventory::default();
        inventory.put(Item::Action(action));
        let workspace = Workspace { inventory: std::sync::Arc::new(inventory), ..Workspace::default() };
        let report = Checker::default().check(&workspace, Platform::Ajo, moment("2026-01-05T09:00:00Z"));
        let is_mixed = |rule: &str| rule == "custom-action-heterogeneous-array";
        report.findings.iter().filter(|finding| is_mixed(finding.rule)).map(|it| it.place.field.clone()).collect()
    };
    let none: Vec<Option<String>> = Vec::new();
    assert_eq!(findings(action.clone()), none);
    let variable = Parameter { value: Binding::Variable("List".to_owned()), ..fixed };
    action.payload.push(Parameter { path: "free".to_owned(), ..variable });
    assert_eq!(findings(action), [Some("payload.free".to_owned())]);
}

fn timed(timeout_seconds: i64, error_path: bool) -> Story {
    calling(posting("action-a", "Send"), call("action-a", &[], error_path))
        .properties(|properties| properties.timeout_seconds = timeout_seconds)
}

fn last(run: &Run) -> String {
    let step = &run.steps[1];
    let word = step.branch.as_deref().unwrap_or("-");
    format!("{:.3} {} {word}: {} ({})", step.at, step.status.word(), because(run, 1), run.end.reason)
}

#[test]
fn a_call_is_tried_again_at_most_three_times_while_its_time_lasts() {
    // 2 seconds each: the fourth attempt ends at 8 seconds, within 30.
    let run = timed(30, true).replies(from(), 500, 2_000, "", None).run();
    assert_eq!(
        last(&run),
        "2026-01-05T09:00:08.000Z error error: answered 500 after 3 retries (before: http_500) (completed)"
    );
    // Two failures, then success: 2 + 2 + 1 seconds.
    let run = timed(30, true).replies(from(), 503, 2_000, "", Some(2)).replies(from(), 200, 1_000, "", None).run();
    assert_eq!(
        last(&run),
        "2026-01-05T09:00:05.000Z ended -: answered 200 after 2 retries (before: http_503) (completed)"
    );
    // With 5 seconds: failures at 2 and 4 seconds leave 1 second for the third attempt, which is cut off at 5.
    let run = timed(5, true).replies(from(), 500, 2_000, "", None).run();
    assert_eq!(
        last(&run),
        "2026-01-05T09:00:05.000Z timedout error: no answer within 5 seconds after 2 retries (before: http_500) (completed)"
    );
}

#[test]
fn some_failures_are_final() {
    for status in [401_u16, 403, 404] {
        let run = timed(30, false).replies(from(), status, 100, "", None).run();
        assert_eq!(last(&run), format!("2026-01-05T09:00:00.100Z error -: answered {status} (error)"));
    }
    // What would fail for ever is not tried again, and says what stands in its way.
    for (obstacle, cause, because) in [
        (Obstacle::Policy, "policy", "the server lets no call go there"),
        (Obstacle::Secret, "missingSecret", "a secret that it needs is not to be found on the server"),
        (Obstacle::Form, "unsendable", "what would be sent cannot be written"),
        (Obstacle::Reply, "replyTooLarge", "the reply is larger than the server reads"),
    ] {
        let story = timed(30, false).replies(from(), 200, 100, "", None);
        let run = story.scenario(|scenario| scenario.replies[0].fault = Some(Fault::Barred(obstacle))).run();
        assert_eq!(last(&run), format!("2026-01-05T09:00:00.100Z error -: {because} (error)"));
        let step = &run.steps[1];
        assert_eq!((step.effort.error.as_deref(), step.effort.retries), (Some(cause), 0));
        assert_eq!(step.action.is_some(), obstacle == Obstacle::Reply, "only what left is shown as sent");
    }
    // A call that takes too long is not tried again: 5 seconds are fine, one millisecond more is not.
    let run = timed(5, false).replies(from(), 200, 5_000, "", None).run();
    assert_eq!(last(&run), "2026-01-05T09:00:05.000Z ended -: answered 200 (completed)");
    let run = timed(5, false).replies(from(), 200, 5_001, "", None).run();
    assert_eq!(last(&run), "2026-01-05T09:00:05.000Z timedout -: no answer within 5 seconds (error)");
}

#[test]
fn a_call_without_a_token_is_tried_again_and_never_shown_as_sent() {
    let none = "no token from login.example.com: it answered 503";
    let without = |times: Option<u64>| {
        let story = timed(30, true).replies(from(), 500, 100, "", times);
        story.scenario(|scenario| scenario.replies[0].fault = Some(Fault::NoToken(none.to_owned())))
    };
    let run = without(None).run();
    assert_eq!(last(&run), format!("2026-01-05T09:00:00.400Z error error: {none} after 3 retries (completed)"));
    let step = &run.steps[1];
    assert_eq!((step.effort.error.as_deref(), step.effort.retries), (Some("noToken"), 3));
    assert_eq!(step.action, None, "nothing left");
    // The second attempt has a token, and is shown with what it sent.
    let run = without(Some(1)).replies(from(), 200, 100, "", None).run();
    assert_eq!(
        last(&run),
        "2026-01-05T09:00:00.200Z ended -: answered 200 after 1 retry (before: noToken) (completed)",
    );
    assert!(run.steps[1].action.is_some());
}

#[test]
fn whoever_cannot_be_reached_is_named_and_tried_again() {
    let refused = "sms.example.com: the connection could not be made";
    let story = timed(30, true).replies(from(), 500, 100, "", None);
    let run = story.scenario(|scenario| scenario.replies[0].fault = Some(Fault::Unreached(refused.to_owned()))).run();
    assert_eq!(last(&run), format!("2026-01-05T09:00:00.400Z error error: {refused} after 3 retries (completed)"));
    assert_eq!(run.steps[1].effort.error.as_deref(), Some("unreachable"));
}

#[test]
fn later_steps_read_the_latest_reply() {
    let mut action = posting("action-a", "Loyalty");
    action.response = r#"{"points": 40}"#.to_owned();
    action.error_response = r#"{"reason": "none"}"#.to_owned();
    let story = |replies: &[(u16, &str)]| {
        let mut story = calling(action.clone(), call("action-a", &[], true)).then(
            "which",
            data(
                &[
                    ("path-rich", "@action{Loyalty.points} >= 100"),
                    ("path-ok", "@action{Loyalty.jo_status_code} == \"http_200\""),
                ],
                false,
            ),
        );
        let asks = [
            ("path-gone", "@action{Loyalty.errorResponse.reason} == \"gone\""),
            ("path-late", "@action{Loyalty.jo_status_code} == \"timedout\""),
        ];
        story = story.at("call", Port::Error).then("why", data(&asks, false));
        for (status, body) in replies {
            let late = if *status == 0 { 31_000 } else { 0 };
            story = story.replies(from(), if *status == 0 { 200 } else { *status }, late, body, Some(1));
        }
        let run = story.run();
        run.steps[2].branch.clone().unwrap_or_default()
    };
    assert_eq!(story(&[]), "path-ok", "the declared sample: 40 points");
    assert_eq!(story(&[(200, r#"{"points": 100}"#)]), "path-rich");
    assert_eq!(story(&[(404, r#"{"reason": "gone"}"#)]), "path-gone");
    assert_eq!(story(&[(0, "")]), "path-late");
}

#[test]
fn journey_properties_tell_what_failed() {
    let story = calling(posting("action-a", "Send"), call("action-a", &[], true))
        .at("call", Port::Error)
        .then(
            "why",
            data(
                &[(
                    "path-why",
                    "@journey{lastErrorCode} == \"404\" and @journey{lastNodeUIDInError} == \"call\" and \
                     @journey{lastNodeTypeInError} == \"Custom Action\" and @journey{previousNodeId} == \"call\" and \
                     @journey{currentNodeId} == \"why\"",
                )],
                false,
            ),
        )
        .replies(from(), 404, 0, "", None);
    assert_eq!(story.run().steps[2].branch.as_deref(), Some("path-why"), "{}", because(&story.run(), 2));
}

#[test]
fn every_journey_property_of_the_language_is_answered() {
    for (name, _) in waymark::expression::JOURNEY_PROPERTIES {
        // Nobody states the organization's id, and no data source is asked here.
        if ["organizationId", "lastDataFetchErrorCode"].contains(&name) {
            continue;
        }
        let mut story = calling(posting("action-a", "Send"), call("action-a", &[], true))
            .with(Item::Namespace(Namespace {
                id: "namespace-crm".into(),
                name: "CRM id".to_owned(),
                ..Namespace::default()
            }))
            .at("call", Port::Error)
            .then("why", data(&[("path-there", &format!("@journey{{{name}}} is not null"))], true))
            .replies(from(), 404, 0, "", None);
        story.inventory.events[0].namespace = Some("namespace-crm".into());
        let run = story.run();
        assert_eq!(run.steps[2].branch.as_deref(), Some("path-there"), "{name}: {}", because(&run, 2));
    }
}

#[test]
fn a_message_is_rendered_for_the_person() {
    let story = |attributes: &[(&str, Value)]| {
        Story::new()
            .person("anna", attributes)
            .event("Go", "", r#"{"total": 12.5}"#)
            .then("entry", on("Go"))
            .then(
                "mail",
                email(
                    "Hello {{ #{ExperiencePlatform.Customer.name} | default: \"there\" }}",
                    "{{ @event{Go.total} }} EUR",
                ),
            )
            .then("after", wait(Duration::Hours(1)))
            .happens(Duration::Seconds(0), arrives("Go"))
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let run = story(&[("email", text("a@example.com")), ("name", text("Anna"))]).run();
    let letter = run.steps[1].message.clone().expect("a message");
    assert_eq!(
        (letter.channel.as_str(), letter.to.as_str(), letter.subject.as_str(), letter.body.as_str()),
        ("email", "a@example.com", "Hello Anna", "12.5 EUR")
    );
    let run = story(&[("email", text("a@example.com"))]).run();
    assert_eq!(run.steps[1].message.clone().unwrap().subject, "Hello there");
    // Without an address nothing is sent, and the journey goes on.
    let run = story(&[]).run();
    assert_eq!((run.steps[1].message.clone(), because(&run, 1)), (None, "not sent: no address for email"));
    assert_eq!(run.end.reason.to_string(), "completed");
    // Nor without consent.
    let run = story(&[("email", text("a@example.com"))])
        .with_person("anna", |anna| {
            anna.consent.insert(Medium::Email, false);
        })
        .run();
    assert_eq!((run.steps[1].message.clone(), because(&run, 1)), (None, "not sent: no consent to email"));
}

#[test]
fn a_message_that_the_channel_refuses_is_an_error() {
    let story = Story::new()
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("mail", email("Hello", "there"))
        .happens(Duration::Seconds(0), arrives("Go"))
        .replies(Answerer::Message("mail".into()), 550, 0, "", None);
    let run = story.run();
    assert_eq!((run.steps[1].status.word(), run.end.reason.to_string().as_str()), ("error", "error"));
    assert_eq!(because(&run, 1), "the channel answered 550");
}

#[test]
fn an_update_is_seen_by_later_steps() {
    let update = Kind::UpdateProfile(UpdateProfile {
        fields: vec![FieldUpdate { field: "loyalty.tier".to_owned(), value: "\"gold\"".into() }],
        ..UpdateProfile::default()
    });
    let story = Story::new()
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("update", update)
        .then("wait", wait(Duration::Minutes(1)))
        .then("which", data(&[("path-gold", "#{ExperiencePlatform.Customer.loyalty.tier} == \"gold\"")], true))
        .happens(Duration::Seconds(0), arrives("Go"));
    let run = story.run();
    assert_eq!(because(&run, 1), "loyalty.tier becomes “gold”");
    assert_eq!(run.steps[3].branch.as_deref(), Some("path-gold"));
}
