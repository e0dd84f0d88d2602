//! Messages on their way out: what each provider is sent, in its own shape, and by whom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};
use waymark::check::Checker;
use waymark::journey::presets::{Preset, left_in, presets};
use waymark::journey::*;
use waymark::run::instance::{NoHandover, hand_over, question, through};
use waymark::run::{Letter, Need, Outcome, Request, wire};
use waymark::secrets::Revealed;
use waymark::serve::dispatch::{Allowed, Attempt, Dispatch, Policy};

use crate::standin::{Answer, Received, Standin};

fn channel() -> Channel {
    Channel {
        id: "channel-a".into(),
        name: "Offers".to_owned(),
        sender_name: "Alder Store".to_owned(),
        sender_address: "hello@store.example.com".to_owned(),
        reply_to: "service@store.example.com".to_owned(),
        ..Channel::default()
    }
}

fn letter() -> Letter {
    Letter {
        channel: "Offers".to_owned(),
        to: "anna+1@example.com".to_owned(),
        language: "en".to_owned(),
        subject: "Fish & <chips>".to_owned(),
        body: "Hello \"Anna\"\nå".to_owned(),
        html: "<p>Hello</p>".to_owned(),
        ..Letter::default()
    }
}

fn anna() -> ProfileId {
    "profile-anna".into()
}

fn inventory(action: &Action) -> Inventory {
    let mut inventory = Inventory::default();
    inventory.put(Item::Action(action.clone()));
    inventory
}

/// The request by which an action hands over a message.
fn carried(action: &Action, letter: &Letter) -> Request {
    let channel = Channel { provider: Some(action.id.clone()), ..channel() };
    through(&channel, &inventory(action), &anna(), letter).unwrap().1
}

fn taking(path: &str, part: MessagePart) -> Parameter {
    Parameter { path: path.to_owned(), value: Binding::Message(part), ..Parameter::default() }
}

fn carrying(payload: Vec<Parameter>) -> Action {
    Action { id: "action-a".into(), name: "Carry".to_owned(), method: Method::Post, payload, ..Action::default() }
}

/// Sends the message through the action, whose hosts are all this one; every secret is its own name in small letters.
fn sent(standin: &Standin, action: &Action, letter: &Letter) -> Received {
    let here = |url: &str| {
        let (_, rest) = url.split_once("://").unwrap();
        standin.url(rest.find('/').map_or("/", |slash| &rest[slash..]))
    };
    let mut action = action.clone();
    action.url = here(&action.url);
    if let Authentication::Custom(custom) = &mut action.authentication {
        custom.endpoint = here(&custom.endpoint);
    }
    let secrets: BTreeMap<Secret, Revealed> = names_of_secrets(&action)
        .into_iter()
        .map(|name| (name.clone(), Revealed::new(name.clone(), name.as_str().to_ascii_lowercase())))
        .collect();
    let policy = Policy { allowed: vec![Allowed::read("127.0.0.1").unwrap()], ..Policy::default() };
    let dispatch = Dispatch::new(&policy, Arc::new(secrets)).unwrap();
    let request = carried(&action, letter);
    let attempt = Attempt { action: Arc::new(action), request, key: "k".to_owned(), within: Duration::from_secs(10) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(dispatch.attempt(&attempt)).unwrap();
    assert!(matches!(answer.outcome, Outcome::Answered { status: 200, .. }), "{:?}", answer.outcome);
    standin.received().pop().unwrap()
}

fn names_of_secrets(action: &Action) -> BTreeSet<Secret> {
    let mut names: BTreeSet<Secret> = action
        .bindings()
        .filter_map(|binding| match binding {
            Binding::Secret(name) => Some(name.clone()),
            _ => None,
        })
        .collect();
    match &action.authentication {
        Authentication::None => {}
        Authentication::Basic { password: name, .. }
        | Authentication::ApiKey { value: name, .. }
        | Authentication::Bearer(name) => drop(names.insert(name.clone())),
        Authentication::Custom(custom) => {
            names.extend(custom.body.values().chain(custom.headers.values()).filter_map(
                |credential| match credential {
                    Credential::Secret(name) => Some(name.clone()),
                    Credential::Plain(_) => None,
                },
            ));
        }
    }
    names
}

fn preset(name: &str) -> &'static Preset {
    presets().iter().find(|preset| preset.name == name).unwrap_or_else(|| panic!("{name} is there"))
}

/// What a service is sent: path, headers that matter, body.
fn shape(name: &str, headers: &[&str]) -> (String, Vec<String>, String) {
    let standin = Standin::start();
    standin.on("/ims/token/v3", [Answer::json(200, &json!({"access_token": "t-1", "expires_in": 3600}))]);
    let received = sent(&standin, &preset(name).action, &letter());
    assert_eq!(received.method, "POST");
    let headers = headers.iter().map(|header| received.header(header).unwrap_or("-").to_owned()).collect();
    (received.path, headers, received.body)
}

fn said(headers: &[&str]) -> Vec<String> {
    headers.iter().map(|text| (*text).to_owned()).collect()
}

fn json_of(body: &str) -> Json {
    serde_json::from_str(body).unwrap()
}

#[test]
fn presets_are_whole_carry_messages_and_pass_every_check_of_our_own_server() {
    assert_eq!(presets().len(), 9);
    let mut ids = BTreeSet::new();
    for preset in presets() {
        let Preset { name, source, note, action, limits, .. } = preset;
        assert!(ids.insert(&action.id) && action.is_provider() && action.medium.is_some(), "{name}");
        assert!(!source.is_empty() && !note.is_empty() && action.url.starts_with("https://"), "{name}");
        assert!(!limits.said.is_empty() && !preset.secrets().is_empty(), "{name}");
        let asks = action.bindings().any(|binding| matches!(binding, Binding::Variable(_)));
        assert!(!asks, "{name}: a message has no variables");
        let made_up: Vec<&str> = left_in(action).iter().map(|(_, blank)| blank.made_up.as_str()).collect();
        assert_eq!(made_up.len(), preset.fill_in.len(), "{name}: {made_up:?}");
        assert!(preset.fill_in.iter().all(|blank| made_up.contains(&blank.made_up.as_str())), "{name}: {made_up:?}");
        let examples: Vec<String> = preset.fill_in.iter().map(|blank| blank.example.clone()).collect();
        let own = preset.filled(&examples);
        assert_eq!(left_in(&own), [], "{name}");
        let workspace = Workspace { inventory: inventory(&own).into(), ..Workspace::default() };
        let report = Checker::new().check(&workspace, Platform::Waymark, "2026-01-05T09:00:00Z".parse().unwrap());
        let findings: Vec<_> = report.findings.iter().map(|finding| (finding.rule, &finding.message)).collect();
        assert_eq!((report.errors(), report.warnings()), (0, 0), "{name}: {findings:?}");
    }
}

#[test]
fn sendgrid_gets_its_mail() {
    let (path, headers, body) = shape("SendGrid email", &["authorization", "content-type"]);
    assert_eq!(path, "/v3/mail/send");
    assert_eq!(headers, said(&["Bearer sendgrid_api_key", "application/json"]));
    assert_eq!(
        json_of(&body),
        json!({
            "personalizations": [{"to": [{"email": "anna+1@example.com"}]}],
            "from": {"email": "hello@store.example.com", "name": "Alder Store"},
            "reply_to": {"email": "service@store.example.com"},
            "subject": "Fish & <chips>",
            "content": [
                {"type": "text/plain", "value": "Hello \"Anna\"\nå"},
                {"type": "text/html", "value": "<p>Hello</p>"},
            ],
            "tracking_settings": {"subscription_tracking": {"enable": true}},
        })
    );
}

#[test]
fn twilio_gets_a_form() {
    let (path, headers, body) = shape("Twilio text message", &["authorization", "content-type"]);
    assert_eq!(path, "/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json");
    // The account SID and the token, as basic authentication writes them.
    let basic = "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDp0d2lsaW9fYXV0aF90b2tlbg==";
    assert_eq!(headers, said(&[basic, "application/x-www-form-urlencoded"]));
    let form = "Body=Hello%20%22Anna%22%0A%C3%A5&From=hello%40store.example.com&To=anna%2B1%40example.com";
    assert_eq!(body, form);
}

#[test]
fn braze_gets_its_mail() {
    let (path, headers, body) = shape("Braze email", &["authorization"]);
    assert_eq!((path.as_str(), headers), ("/messages/send", said(&["Bearer braze_rest_api_key"])));
    assert_eq!(
        json_of(&body),
        json!({
            "external_user_ids": ["profile-anna"],
            "messages": {"email": {
                "app_id": "00000000-0000-0000-0000-000000000000",
                "subject": "Fish & <chips>",
                "from": "Alder Store <hello@store.example.com>",
                "reply_to": "service@store.example.com",
                "body": "<p>Hello</p>",
                "plaintext_body": "Hello \"Anna\"\nå",
            }},
        })
    );
}

#[test]
fn airship_and_onesignal_get_their_notifications() {
    let (path, headers, body) = shape("Airship push notification", &["authorization", "accept"]);
    assert_eq!(path, "/api/push");
    let basic = "Basic eW91ci1hcHAta2V5OmFpcnNoaXBfbWFzdGVyX3NlY3JldA==";
    assert_eq!(headers, said(&[basic, "application/vnd.urbanairship+json; version=3"]));
    assert_eq!(
        json_of(&body),
        json!({
            "audience": {"named_user": "profile-anna"},
            "device_types": ["ios", "android"],
            "notification": {
                "alert": "Hello \"Anna\"\nå",
                "ios": {"title": "Fish & <chips>"},
                "android": {"title": "Fish & <chips>"},
            },
        })
    );
    let (path, headers, body) = shape("OneSignal push notification", &["authorization"]);
    assert_eq!((path.as_str(), headers), ("/notifications", said(&["onesignal_authorization"])));
    assert_eq!(
        json_of(&body),
        json!({
            "app_id": "00000000-0000-0000-0000-000000000000",
            "include_aliases": {"external_id": ["profile-anna"]},
            "target_channel": "push",
            "headings": {"en": "Fish & <chips>"},
            "contents": {"en": "Hello \"Anna\"\nå"},
        })
    );
}

#[test]
fn postmark_gets_its_mail() {
    let (path, headers, body) = shape("Postmark email", &["x-postmark-server-token", "accept", "authorization"]);
    assert_eq!((path.as_str(), headers), ("/email", said(&["postmark_server_token", "application/json", "-"])));
    assert_eq!(
        json_of(&body),
        json!({
            "From": "Alder Store <hello@store.example.com>",
            "To": "anna+1@example.com",
            "ReplyTo": "service@store.example.com",
            "Subject": "Fish & <chips>",
            "TextBody": "Hello \"Anna\"\nå",
            "HtmlBody": "<p>Hello</p>",
            "MessageStream": "outbound",
        })
    );
}

#[test]
fn campaign_gets_events() {
    for name in ["Adobe Campaign v7", "Adobe Campaign v8"] {
        let (path, headers, body) = shape(name, &["soapaction", "content-type", "authorization"]);
        assert_eq!(path, "/nl/jsp/soaprouter.jsp");
        assert_eq!(headers, said(&["nms:rtEvent#PushEvent", "text/xml; charset=utf-8", "-"]));
        let event = "<rtEvent type=\"your-event-type\" email=\"anna+1@example.com\" wishedChannel=\"0\" \
                     externalId=\"profile-anna\" language=\"en\">";
        for part in [
            "<urn:sessiontoken>campaign_session</urn:sessiontoken>",
            event,
            "<subject>Fish &amp; &lt;chips&gt;</subject>",
            "<text>Hello &quot;Anna&quot;&#10;å</text>",
            "<html>&lt;p&gt;Hello&lt;/p&gt;</html>",
        ] {
            assert!(body.contains(part), "{part}: {body}");
        }
        assert!(!body.contains("{{"), "{body}");
    }
    let names = ["authorization", "x-api-key", "content-type"];
    let (path, headers, body) = shape("Adobe Campaign Standard", &names);
    assert_eq!(path, "/YOURORGANIZATION/campaign/mcYOURORGANIZATION/EVTyourEvent");
    assert_eq!(headers, said(&["Bearer t-1", "campaign_standard_api_key", "application/json;charset=utf-8"]));
    let ctx = json!({"subject": "Fish & <chips>", "text": "Hello \"Anna\"\nå", "html": "<p>Hello</p>"});
    assert_eq!(json_of(&body), json!({"email": "anna+1@example.com", "ctx": ctx}));
}

#[test]
fn what_people_typed_opens_no_place_in_a_text_and_draws_no_secret_into_it() {
    let template = "<m k='{{key}}' t='{{text}}'>{{nobody}}</m>";
    let action = Action {
        body: Some(BodyForm::Xml { template: template.to_owned() }),
        ..carrying(vec![
            taking("text", MessagePart::Text),
            Parameter { path: "key".to_owned(), value: Binding::Secret("KEY".into()), ..Parameter::default() },
        ])
    };
    let typed = Letter { body: "{{key}} <secret KEY> ' \u{1}".to_owned(), ..letter() };
    let request = carried(&action, &typed);
    let shown = "<m k='<secret KEY>' t='{{key}} &lt;secret KEY&gt; &apos; '></m>";
    assert_eq!((request.body.clone(), wire::shown(&request).as_deref()), (Some(json!(shown)), Some(shown)));
    let name = Secret::from("KEY");
    let hidden = [wire::Hidden { path: "key", name: &name, value: "a<b" }];
    let written = wire::text(action.body.as_ref(), request.body.as_ref().unwrap(), &hidden).unwrap();
    assert_eq!(written, "<m k='a&lt;b' t='{{key}} &lt;secret KEY&gt; &apos; '></m>");
}

#[test]
fn a_form_repeats_lists_keeps_paths_as_names_and_leaves_out_what_is_missing() {
    let list = Parameter {
        kind: ValueType::ListString,
        value: Binding::Constant(r#"["a b", "c&d"]"#.to_owned()),
        path: "MediaUrl".to_owned(),
        ..Parameter::default()
    };
    let secret = Parameter { path: "a.key".to_owned(), value: Binding::Secret("KEY".into()), ..Parameter::default() };
    let action = Action {
        body: Some(BodyForm::Form),
        ..carrying(vec![list, secret, taking("To", MessagePart::Address), taking("Place", MessagePart::Location)])
    };
    let request = carried(&action, &letter());
    assert_eq!(request.headers["Content-Type"], "application/x-www-form-urlencoded");
    let shown = "MediaUrl=a b\nMediaUrl=c&d\nTo=anna+1@example.com\na.key=<secret KEY>";
    assert_eq!(wire::shown(&request).as_deref(), Some(shown));
    let name = Secret::from("KEY");
    let hidden = [wire::Hidden { path: "a.key", name: &name, value: "=&" }];
    let written = wire::text(action.body.as_ref(), request.body.as_ref().unwrap(), &hidden).unwrap();
    assert_eq!(written, "MediaUrl=a%20b&MediaUrl=c%26d&To=anna%2B1%40example.com&a.key=%3D%26");
}

#[test]
fn text_and_html_stand_in_for_each_other_and_a_sender_is_written_as_mail_programs_read_it() {
    let action = carrying(vec![
        taking("text", MessagePart::Text),
        taking("html", MessagePart::Html),
        taking("sender", MessagePart::Sender),
    ]);
    let body = |letter: &Letter| carried(&action, letter).body.unwrap();
    let plain = Letter { html: String::new(), body: "a < b\nc".to_owned(), ..letter() };
    assert_eq!(body(&plain)["html"], "a &lt; b<br>\nc");
    // A message without plain text has its HTML in both places.
    let page = "<head><title>x</title></head><style>p {}</style><p>Hello&nbsp;<b>Anna</b></p>\n<p>1 &lt; 2</p>";
    let only = Letter { html: page.to_owned(), body: page.to_owned(), ..letter() };
    assert_eq!(body(&only)["text"], "Hello Anna\n1 < 2");
    let quoted = Channel { provider: Some("action-a".into()), sender_name: "Alder, \"Inc.\"".to_owned(), ..channel() };
    let (_, request) = through(&quoted, &inventory(&action), &anna(), &letter()).unwrap();
    assert_eq!(request.body.unwrap()["sender"], r#""Alder, \"Inc.\"" <hello@store.example.com>"#);
}

#[test]
fn a_step_hands_over_through_its_channel() {
    let action = carrying(vec![taking("text", MessagePart::Text)]);
    let mut inventory = inventory(&action);
    inventory.put(Item::Channel(Channel { provider: Some("action-a".into()), ..channel() }));
    inventory.put(Item::Channel(Channel { id: "channel-b".into(), name: "None".to_owned(), ..channel() }));
    let message = |channel: &str| Message { channel: Some(channel.into()), ..Message::default() };
    let step = |id: &str, kind| Activity { id: id.into(), kind, ..Activity::default() };
    let several = MultiAction { messages: vec![message("channel-a"), message("channel-a")], ..MultiAction::default() };
    let journey = Journey {
        activities: vec![
            step("one", Kind::Message(message("channel-a"))),
            step("none", Kind::Message(message("channel-b"))),
            step("bare", Kind::Message(Message::default())),
            step("many", Kind::MultiAction(several)),
        ],
        ..Journey::default()
    };
    let mut workspace = Workspace { inventory: inventory.into(), ..Workspace::default() };
    workspace.journeys.insert(journey.id.clone(), Arc::new(journey.clone()));
    let definition = Definition::of(&workspace, &journey.id).unwrap();
    let by = |step: &str, letter: &Letter| {
        let handover = hand_over(&definition, &step.into(), &anna(), letter);
        handover.map(|(action, request)| (action.id.to_string(), request.method))
    };
    let posted = || Ok(("action-a".to_owned(), "POST".to_owned()));
    assert_eq!((by("one", &letter()), by("many", &letter())), (posted(), posted()));
    let to = |channel: &str| Letter { channel: channel.to_owned(), ..letter() };
    assert_eq!(by("none", &to("None")), Err(NoHandover::NoProvider("None".to_owned())));
    assert_eq!(by("bare", &to("email")), Err(NoHandover::NoChannel));
    assert_eq!(by("one", &to("None")), Err(NoHandover::NoMessage("None".to_owned())));
    let asking = Action {
        id: "action-a".into(),
        name: "Ask".to_owned(),
        ..carrying(vec![Parameter { value: Binding::Variable("Size".to_owned()), ..Parameter::default() }])
    };
    let channel = Channel { provider: Some("action-a".into()), ..channel() };
    let asking = self::inventory(&asking);
    let refused = through(&channel, &asking, &anna(), &letter());
    assert_eq!(refused.unwrap_err(), NoHandover::Request("Ask asks a journey for Size".to_owned()));
}

#[test]
fn every_channel_of_the_samples_hands_its_messages_over() {
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let workspace = files::open(&samples).unwrap().workspace;
    for channel in &workspace.inventory.channels {
        let (action, request) = through(channel, &workspace.inventory, &anna(), &letter()).unwrap();
        let body = wire::text(action.body.as_ref(), request.body.as_ref().unwrap(), &[]).unwrap();
        assert!(body.contains("Anna"), "{}: {body}", channel.name);
        let inbound = channel.medium.is_inbound();
        assert_eq!(body.contains("profile-anna"), inbound || channel.medium == Medium::DirectMail, "{}", channel.name);
    }
}

#[test]
fn a_data_source_is_asked_with_what_the_expression_gives() {
    let group = |method, sent_payload: &str| FieldGroup {
        name: "Now".to_owned(),
        method,
        parameters: vec!["city".to_owned(), "days".to_owned()],
        sent_payload: sent_payload.to_owned(),
        ..FieldGroup::default()
    };
    let source = |group| DataSource {
        id: "source-a".into(),
        name: "Weather".to_owned(),
        kind: DataSourceKind::External {
            url: "https://weather.example.com/v1".to_owned(),
            authentication: Authentication::Bearer("WEATHER".into()),
        },
        field_groups: vec![group],
        ..DataSource::default()
    };
    let need = Need {
        activity: "entry".into(),
        visit: 1,
        source: "source-a".into(),
        group: "Now".to_owned(),
        params: [("city".to_owned(), Value::Text("Bern & Thun".to_owned())), ("days".to_owned(), Value::Integer(2))]
            .into(),
    };
    let (action, request) = question(&source(group(Method::Get, "")), &need).unwrap();
    assert_eq!(request.url, "https://weather.example.com/v1?city=Bern%20%26%20Thun&days=2");
    assert_eq!((request.method.as_str(), request.body), ("GET", None));
    assert_eq!(request.headers["Authorization"], "Bearer <secret WEATHER>");
    assert_eq!((action.id.as_str(), &action.authentication), ("source-a", &Authentication::Bearer("WEATHER".into())));
    let body = r#"{"at": [{"param": "city"}], "for": {"days": {"param": "days"}}, "none": {"param": "other"}}"#;
    let (_, request) = question(&source(group(Method::Post, body)), &need).unwrap();
    assert_eq!(request.url, "https://weather.example.com/v1");
    assert_eq!(request.body, Some(json!({"at": ["Bern & Thun"], "for": {"days": 2}, "none": null})));
    let elsewhere = Need { group: "Later".to_owned(), ..need };
    assert!(question(&source(group(Method::Get, "")), &elsewhere).is_err());
}
