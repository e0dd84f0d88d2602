//! Stories of objects that are made of a few answers: what comes of them leaves nothing to mend.

use std::sync::Arc;

use jiff::Timestamp;
use waymark::check::{Checker, Severity};
use waymark::edit::new::{self, Draft, Fault, NewItem};
use waymark::edit::{Edit, Spot, Stencil, add, apply_all, draw_ids};
use waymark::journey::{
    Action, Authentication, Binding, Endpoint, Event, EventIdType, EventKind, Field, Item, ItemRef, Kind, Medium,
    Method, Platform, Profile, Schema, Secret, Value, ValueType, Workspace,
};

use super::edit_worlds::{Dice, carry_out};

const PLATFORMS: [Platform; 3] = [Platform::Ajo, Platform::Blueprint, Platform::Waymark];

/// What a new workspace begins with.
fn begun() -> Workspace {
    let (mut workspace, mut dice) = (Workspace::default(), Dice(3));
    for basis in [NewItem::Namespace, NewItem::ProfileSchema, NewItem::MergePolicy, NewItem::ProfileStore] {
        let edits = new::item(&workspace, basis);
        carry_out(&mut workspace, edits, &mut dice);
    }
    workspace
}

fn make(workspace: &mut Workspace, draft: &Draft) -> Vec<Item> {
    assert_eq!(draft.faults(workspace), []);
    let mut edits = draft.edits(workspace);
    let mut dice = Dice(11);
    draw_ids(&mut edits, &mut || dice.roll(), workspace);
    apply_all(workspace, &edits).expect("edits that fit");
    let put = |edit| match edit {
        Edit::Put(item) => *item,
        other => panic!("{other:?} puts nothing"),
    };
    edits.into_iter().map(put).collect()
}

/// What the checks say of these objects, on this platform, beside what only asks.
fn said_of(workspace: &Workspace, items: &[Item], platform: Platform) -> Vec<String> {
    let now: Timestamp = "2026-03-02T09:12:00Z".parse().expect("a moment");
    let report = Checker::new().check(workspace, platform, now);
    let here: Vec<ItemRef> = items.iter().map(Item::reference).collect();
    let of_them = |place: &waymark::journey::Place| place.item.as_ref().is_some_and(|item| here.contains(item));
    let said = report.findings.iter().filter(|found| found.severity != Severity::Info && of_them(&found.place));
    said.map(|found| format!("{platform:?}: {}: {}", found.rule, found.message)).collect()
}

fn field(path: &str, kind: ValueType) -> Field {
    Field { path: path.to_owned(), kind, ..Field::default() }
}

fn event(workspace: &Workspace, new: NewItem, name: &str, values: Vec<Field>) -> Draft {
    let Some(Draft::Event(mut draft)) = Draft::begin(workspace, new, name) else { panic!("events are asked for") };
    draft.values = values;
    Draft::Event(draft)
}

fn made<T>(items: Vec<Item>, of: fn(Item) -> Option<T>) -> T {
    items.into_iter().rev().find_map(of).expect("it was made")
}

fn as_event(item: Item) -> Option<Event> {
    if let Item::Event(event) = item { Some(event) } else { None }
}

fn as_schema(item: Item) -> Option<Schema> {
    if let Item::Schema(schema) = item { Some(schema) } else { None }
}

fn as_action(item: Item) -> Option<Action> {
    if let Item::Action(action) = item { Some(action) } else { None }
}

fn as_endpoint(item: Item) -> Option<Endpoint> {
    if let Item::Endpoint(endpoint) = item { Some(endpoint) } else { None }
}

#[test]
fn an_event_of_a_name_and_two_values_leaves_nothing_to_mend() {
    let mut workspace = begun();
    let values = vec![field("Order total", ValueType::Decimal), field("orderId", ValueType::String), Field::default()];
    let draft = event(&workspace, NewItem::Event, "Order placed", values);
    let items = make(&mut workspace, &draft);
    for platform in PLATFORMS {
        assert_eq!(said_of(&workspace, &items, platform), Vec::<String>::new());
    }
    let schema = made(items.clone(), as_schema);
    assert_eq!(schema.name, "Order placed");
    let total = schema.fields.iter().find(|field| field.path == "orderTotal").expect("words became a path");
    assert_eq!(total.title, "Order total");
    let event = made(items, as_event);
    assert_eq!(event.name, "OrderPlaced");
    assert_eq!(event.profile_identifier.as_str(), "@event{OrderPlaced.personalEmail.address}");
    let EventIdType::RuleBased(condition) = &event.id_type else { panic!("recognised by its type") };
    assert_eq!(condition.as_str(), r#"@event{OrderPlaced.eventType} == "OrderPlaced""#);
    let sample: serde_json::Value = serde_json::from_str(&event.sample).expect("a record");
    assert_eq!(sample["eventType"], "OrderPlaced", "its own sample is recognised");
    assert!(sample["orderTotal"].is_number() && sample["personalEmail"]["address"].is_string());
}

#[test]
fn a_sample_is_plausible_and_as_the_test_profile_has_it() {
    let mut workspace = begun();
    let text = |text: &str| Value::Text(text.to_owned());
    let person = Profile {
        id: "profile-aaaaaaaaaaaa".into(),
        attributes: [("person.name.firstName".to_owned(), text("Asta")), ("homeAddress.city".to_owned(), text("Lund"))]
            .into(),
        ..Profile::default()
    };
    let values = ["first name", "Country", "Last name", "Favourite colour"];
    let values: Vec<Field> = values.into_iter().map(|name| field(name, ValueType::String)).collect();
    let sample = |workspace: &mut Workspace, name: &str| -> serde_json::Value {
        let draft = event(workspace, NewItem::Event, name, values.clone());
        let items = make(workspace, &draft);
        serde_json::from_str(&made(items, as_event).sample).expect("a record")
    };
    let alone = sample(&mut workspace, "Registered");
    assert_eq!(alone["firstName"], "Kim");
    assert_eq!(alone["country"], "SE");
    assert_eq!(alone["lastName"], "Sample");
    assert_eq!(alone["favouriteColour"], "Favourite colour");
    Arc::make_mut(&mut workspace.inventory).profiles.insert(0, person);
    let known = sample(&mut workspace, "Registered again");
    assert_eq!(known["firstName"], "Asta", "the one that is previewed");
    assert_eq!(known["lastName"], "Sample", "what the profile does not say stays made up");
}

#[test]
fn the_sample_of_an_event_is_about_whom_it_is_asked_for() {
    let mut workspace = begun();
    let text = |text: &str| Value::Text(text.to_owned());
    let mail = workspace.inventory.namespaces.first().expect("an identity type").id.clone();
    let person = |id: &str, name: &str, attributes: &[(&str, &str)]| Profile {
        id: id.into(),
        name: name.to_owned(),
        identities: [(mail.clone(), format!("{}@example.com", name.to_lowercase().replace(' ', ".")))].into(),
        attributes: attributes.iter().map(|(path, value)| ((*path).to_owned(), text(value))).collect(),
        ..Profile::default()
    };
    let asta = person("profile-aaaaaaaaaaaa", "Asta Prov", &[("mobilePhone.number", "+46700000001")]);
    let hans = person("profile-bbbbbbbbbbbb", "Hans", &[("person.name.firstName", "Hans-Peter")]);
    Arc::make_mut(&mut workspace.inventory).profiles = vec![asta.clone(), hans.clone()];
    let values = ["firstName", "lastName", "phone", "fullName", "product.name", "store.city", "contact.email"];
    let of_others = ["store.phone", "supportEmail", "agent.firstName", "sender.email", "company.phone", "fromEmail"];
    let values: Vec<Field> = values.into_iter().chain(of_others).map(|path| field(path, ValueType::String)).collect();
    let draft = event(&workspace, NewItem::Event, "Registered", values);
    let items = make(&mut workspace, &draft);
    let event = made(items, as_event);
    let sample = |text: &str| -> serde_json::Value { serde_json::from_str(text).expect("a record") };
    let first = sample(&event.sample);
    assert_eq!(first["personalEmail"]["address"], "asta.prov@example.com", "a new event is about the first");
    assert_eq!((&first["firstName"], &first["lastName"]), (&"Asta".into(), &"Prov".into()), "by the profile's name");

    let theirs = sample(&new::sample_of(&workspace.inventory, &event, &hans));
    assert_eq!(theirs["personalEmail"]["address"], "hans@example.com", "the identity");
    assert_eq!(theirs["contact"]["email"], "hans@example.com", "the same, as it means the same");
    assert_eq!(theirs["firstName"], "Hans-Peter", "what an attribute says goes before the name");
    assert_eq!(theirs["fullName"], "Hans");
    assert!(theirs.get("phone").is_none() && theirs.get("lastName").is_none(), "Asta's are not his: {theirs}");
    for kept in
        ["product", "store", "supportEmail", "agent", "sender", "company", "fromEmail", "eventType", "timestamp"]
    {
        assert!(!first[kept].is_null(), "{kept} is in the sample: {first}");
        assert_eq!(theirs[kept], first[kept], "{kept} says nothing of the person");
    }
    assert_eq!(new::sample_of(&workspace.inventory, &event, &asta), event.sample, "nothing is written anew for her");
}

#[test]
fn an_event_in_a_workspace_with_nothing_in_it_brings_the_identity_type_too() {
    let mut workspace = Workspace::default();
    let draft = event(&workspace, NewItem::Event, "Registered", Vec::new());
    let items = make(&mut workspace, &draft);
    assert_eq!(items.iter().map(|item| item.reference().kind()).collect::<Vec<_>>(), ["namespace", "schema", "event"]);
    for platform in PLATFORMS {
        assert_eq!(said_of(&workspace, &items, platform), Vec::<String>::new());
    }
}

#[test]
fn a_pasted_record_gives_the_values_the_identity_and_the_sample() {
    let mut workspace = begun();
    let Some(Draft::Event(mut draft)) = Draft::begin(&workspace, NewItem::Event, "OrderPlaced") else { panic!() };
    let record = r#"{"eventType": "shop.order", "buyer": {"email": "kim@example.com"}, "total": 99.5,
        "lines": [{"sku": "A", "count": 2}]}"#;
    draft.paste(&workspace, record).expect("a record");
    assert_eq!(draft.identity, "buyer.email");
    let paths: Vec<&str> = draft.values.iter().map(|value| value.path.as_str()).collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
    assert!(draft.paste(&workspace, "no record").is_err());
    let items = make(&mut workspace, &Draft::Event(draft));
    for platform in PLATFORMS {
        assert_eq!(said_of(&workspace, &items, platform), Vec::<String>::new());
    }
    let event = made(items, as_event);
    let sample: serde_json::Value = serde_json::from_str(&event.sample).expect("a record");
    assert_eq!(sample["buyer"]["email"], "kim@example.com");
    assert_eq!(sample["lines"][0]["sku"], "A");
    let EventIdType::RuleBased(condition) = &event.id_type else { panic!("recognised by its type") };
    assert_eq!(condition.as_str(), r#"@event{OrderPlaced.eventType} == "shop.order""#);
}

#[test]
fn a_business_event_concerns_nobody_and_leaves_nothing_to_mend() {
    let mut workspace = begun();
    let draft = event(&workspace, NewItem::BusinessEvent, "Back in stock", vec![field("sku", ValueType::String)]);
    let items = make(&mut workspace, &draft);
    for platform in [Platform::Ajo, Platform::Waymark] {
        assert_eq!(said_of(&workspace, &items, platform), Vec::<String>::new());
    }
    let event = made(items, as_event);
    assert_eq!((event.kind, event.namespace.is_none()), (EventKind::Business, true));
    assert!(event.fields.iter().any(|path| path == "sku") && event.profile_identifier.is_empty());
}

#[test]
fn an_event_of_a_schema_that_is_there_reads_all_of_it() {
    let mut workspace = begun();
    let edits = new::item(&workspace, NewItem::EventSchema);
    carry_out(&mut workspace, edits, &mut Dice(5));
    let known = workspace.inventory.schemas.iter().find(|schema| schema.orchestration_event_id).expect("it").clone();
    let Some(Draft::Event(mut draft)) = Draft::begin(&workspace, NewItem::Event, "Visited") else { panic!() };
    draft.schema = Some(known.id.clone());
    draft.identity = "_id".to_owned();
    let before = workspace.inventory.schemas.len();
    let event = made(make(&mut workspace, &Draft::Event(draft)), as_event);
    assert_eq!((workspace.inventory.schemas.len(), event.schema), (before, Some(known.id)));
    assert_eq!(event.fields.len(), known.fields.len());
}

#[test]
fn a_journey_runs_with_what_was_made() {
    let mut workspace = begun();
    let mut dice = Dice(8);
    let draft = event(&workspace, NewItem::Event, "Order placed", vec![field("total", ValueType::Decimal)]);
    let event = made(make(&mut workspace, &draft), as_event);
    let profile = Draft::begin(&workspace, NewItem::Profile, "Kim").expect("profiles are asked for");
    make(&mut workspace, &profile);
    let edits = new::journey(&workspace);
    carry_out(&mut workspace, edits, &mut dice);
    let journey = workspace.journeys.keys().next().cloned().expect("a journey");
    let edits = add(&workspace, &journey, Stencil::Event, &Spot::At { x: 0, y: 0 });
    let step = carry_out(&mut workspace, edits, &mut dice).expect("a step");
    let mut activity = workspace.journeys[&journey].activity(&step).expect("the step").clone();
    let Kind::Event(entry) = &mut activity.kind else { panic!("an event") };
    entry.event = Some(event.id);
    carry_out(
        &mut workspace,
        vec![Edit::SetActivity { journey: journey.clone(), activity: Box::new(activity) }],
        &mut dice,
    );
    let now: Timestamp = "2026-03-02T09:12:00Z".parse().expect("a moment");
    let report = Checker::new().check(&workspace, Platform::Ajo, now);
    assert_eq!(report.errors(), 0, "{:?}", report.findings);
}

fn text_action() -> new::ActionDraft {
    let Some(Draft::Action(mut draft)) = Draft::begin(&Workspace::default(), NewItem::Action, "Send a text") else {
        panic!()
    };
    draft.url = "api.example.com/v1/messages".to_owned();
    draft.values = vec![field("phone", ValueType::String), field("customer.firstName", ValueType::String)];
    draft
}

#[test]
fn an_action_of_an_address_and_two_values_is_joined_to_its_endpoint() {
    let mut workspace = begun();
    let items = make(&mut workspace, &Draft::Action(text_action()));
    for platform in [Platform::Ajo, Platform::Waymark] {
        assert_eq!(said_of(&workspace, &items, platform), Vec::<String>::new());
    }
    let endpoint = made(items.clone(), as_endpoint);
    assert_eq!(
        (endpoint.name.as_str(), endpoint.url_pattern.as_str()),
        ("api.example.com", "https://api.example.com/*")
    );
    assert_eq!(endpoint.cap, None, "nobody invents figures");
    let action = made(items, as_action);
    assert_eq!((action.name.as_str(), action.url.as_str()), ("SendAText", "https://api.example.com/v1/messages"));
    assert_eq!(action.endpoint, Some(endpoint.id));
    assert_eq!(action.payload[1].value, Binding::Variable("First name".to_owned()));
}

#[test]
fn that_a_system_states_no_limit_is_an_answer() {
    let mut workspace = begun();
    let items = make(&mut workspace, &Draft::Action(text_action()));
    let asks = |workspace: &Workspace| {
        let said = said_of(workspace, &items, Platform::Blueprint);
        said.iter().filter(|said| said.contains("custom-action-capacity-unknown")).count()
    };
    assert_eq!(asks(&workspace), 1);
    let endpoint = Endpoint { capacity_unstated: true, ..workspace.inventory.endpoints[0].clone() };
    apply_all(&mut workspace, &[Edit::Put(Box::new(Item::Endpoint(endpoint)))]).expect("an edit that fits");
    assert_eq!(asks(&workspace), 0);
}

#[test]
fn actions_of_one_system_share_its_endpoint() {
    let mut workspace = begun();
    make(&mut workspace, &Draft::Action(text_action()));
    let mut second = text_action();
    (second.name, second.method) = ("Look up".to_owned(), Method::Get);
    let items = make(&mut workspace, &Draft::Action(second));
    assert_eq!(workspace.inventory.endpoints.len(), 1);
    assert_eq!(workspace.inventory.endpoints[0].methods, [Method::Post, Method::Get]);
    let action = made(items.clone(), as_action);
    assert!(action.payload.is_empty() && action.query.len() == 2, "a GET has no body");
    for platform in [Platform::Ajo, Platform::Waymark] {
        assert_eq!(said_of(&workspace, &items, platform), Vec::<String>::new());
    }
}

#[test]
fn what_cannot_be_made_says_why() {
    let mut workspace = begun();
    make(&mut workspace, &Draft::Action(text_action()));
    let mut draft = text_action();
    let faults = |draft: &new::ActionDraft| Draft::Action(draft.clone()).faults(&workspace);
    assert_eq!(faults(&draft), [Fault::NameTaken("SendAText".to_owned())]);
    draft.name = "Send".to_owned();
    draft.url = "https://api.example.com/{customer}".to_owned();
    assert_eq!(faults(&draft), [Fault::UrlVariable]);
    draft.url = "not an address".to_owned();
    assert_eq!(faults(&draft), [Fault::UrlUnknown]);
    draft.url = String::new();
    draft.authentication = Authentication::Bearer(Secret::default());
    assert_eq!(faults(&draft), [Fault::UrlMissing, Fault::AuthenticationIncomplete]);
    draft.url = "api.example.com".to_owned();
    draft.authentication = Authentication::Bearer(Secret::from("TEXTS_TOKEN"));
    draft.values.push(field("phone", ValueType::Integer));
    assert_eq!(faults(&draft), [Fault::ValueTwice("phone".to_owned())]);
    let nameless = event(&workspace, NewItem::Event, "  ", Vec::new());
    assert_eq!(nameless.faults(&workspace), [Fault::NameMissing]);
}

#[test]
fn a_channel_an_audience_and_a_profile_need_little_more_than_a_name() {
    let mut workspace = begun();
    for (new, name) in [
        (NewItem::Channel(Medium::Email), "Shop email"),
        (NewItem::Channel(Medium::Sms), "Shop texts"),
        (NewItem::Channel(Medium::Push), "Shop app"),
        (NewItem::Channel(Medium::DirectMail), "Shop letters"),
        (NewItem::Audience, "Regulars"),
        (NewItem::Profile, "Kim"),
    ] {
        let mut draft = Draft::begin(&workspace, new, name).expect("it is asked for");
        if let Draft::Channel(channel) = &mut draft {
            channel.sender_address = "hello@mail.example.com".to_owned();
            assert!(!channel.address.is_empty(), "{name} finds the address in the profile");
        }
        let items = make(&mut workspace, &draft);
        for platform in PLATFORMS {
            assert_eq!(said_of(&workspace, &items, platform), Vec::<String>::new());
        }
    }
    assert_eq!(
        workspace.inventory.channels[0].subdomain.is_empty(),
        workspace.inventory.channels[0].medium != Medium::Email
    );
}

#[test]
fn a_test_profile_is_called_in_its_attributes_as_in_its_name() {
    let mut workspace = begun();
    let mut draft = Draft::begin(&workspace, NewItem::Profile, "Anna Testberg").expect("it is asked for");
    if let Draft::Profile(profile) = &mut draft {
        profile.identities.values_mut().for_each(|identity| *identity = "anna@example.com".to_owned());
    }
    make(&mut workspace, &draft);
    let attributes = &workspace.inventory.profiles[0].attributes;
    let text = |path: &str| attributes.get(path).cloned();
    assert_eq!(text("person.name.firstName"), Some(Value::Text("Anna".to_owned())));
    assert_eq!(text("person.name.lastName"), Some(Value::Text("Testberg".to_owned())));
    assert_eq!(text("personalEmail.address"), Some(Value::Text("anna@example.com".to_owned())));
}
