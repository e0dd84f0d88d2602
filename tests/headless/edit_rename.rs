//! Stories of renames: the name changes wherever it is said, and nothing else does.

use std::collections::BTreeMap;
use std::sync::Arc;

use waymark::edit::{Edit, apply, duplicate, uses};
use waymark::journey::{
    Activity, ActivityId, Arrivals, Audience, Channel, Coming, Condition, ContentDecision, DataPath, DataSource,
    FieldGroup, Item, ItemRef, Kind, Lapse, Message, Pace, Population, ReactionShares, Scenario, Test, Word, Workspace,
};

use super::edit_worlds::{empty, journey, journey_id};

const CONDITION: &str =
    "@event{Ordered.total} > 100 and not inAudience(\"Gold members\") // Ordered, says @event{Registered.id}";

fn world() -> Workspace {
    let mut workspace = empty();
    let paths = vec![DataPath { id: "path-aaaa".into(), expression: CONDITION.into(), ..DataPath::default() }];
    let condition = Condition { test: Test::Data(paths), ..Condition::default() };
    let body = "Ordered! {{ @event{Ordered.item} | default: \"Ordered\" }} {{ #{Weather.Forecast.summary, params: {city: \"Ordered\"}} }}";
    let message = Message { body: body.into(), ..Message::default() };
    for (id, kind) in [("condition-aaaa", Kind::Condition(condition)), ("email-aaaa", Kind::Message(message))] {
        let activity = Box::new(Activity { id: id.into(), kind, ..Activity::default() });
        apply(&mut workspace, &Edit::AddActivity { journey: journey_id(), activity, x: 0, y: 0 }).unwrap();
    }
    let inventory = Arc::make_mut(&mut workspace.inventory);
    inventory.put(Item::DataSource(DataSource {
        id: "source-aaaa".into(),
        name: "Weather".to_owned(),
        field_groups: vec![FieldGroup {
            name: "Forecast".to_owned(),
            parameters: vec!["city".to_owned()],
            response: "{\"summary\": \"rain\"}".to_owned(),
            ..FieldGroup::default()
        }],
        ..DataSource::default()
    }));
    inventory.put(Item::Channel(Channel {
        id: "channel-bbbb".into(),
        name: "SMS".to_owned(),
        address: "@event{Ordered.phone}".into(),
        ..Channel::default()
    }));
    inventory.put(Item::Audience(Audience {
        id: "audience-bbbb".into(),
        name: "Everybody else".to_owned(),
        rule: "not inAudience(\"Gold members\")".into(),
        ..Audience::default()
    }));
    workspace
}

fn condition(workspace: &Workspace) -> String {
    let mut text = String::new();
    let known = journey(workspace).activity(&"condition-aaaa".into()).unwrap();
    known.walk(&mut |field, _, said| {
        if field.to_string() == "paths.path-aaaa.expression" {
            text.clone_from(said);
        }
    });
    text
}

fn body(workspace: &Workspace) -> String {
    match &journey(workspace).activity(&"email-aaaa".into()).unwrap().kind {
        Kind::Message(message) => message.body.0.clone(),
        _ => panic!("the email"),
    }
}

#[test]
fn an_event_is_renamed_in_conditions_messages_and_the_inventory_but_not_in_plain_words() {
    let mut workspace = world();
    let event = ItemRef::Event("event-bbbb".into());
    let before = uses::of(&workspace, &event);
    assert_eq!(before.len(), 3);
    apply(&mut workspace, &Edit::Rename { item: event.clone(), name: "Bought".to_owned() }).unwrap();
    assert_eq!(condition(&workspace), CONDITION.replace("{Ordered.", "{Bought."));
    assert!(body(&workspace).starts_with("Ordered! {{ @event{Bought.item} | default: \"Ordered\" }}"));
    let channel = workspace.inventory.get::<Channel>(&"channel-bbbb".into()).unwrap();
    assert_eq!(channel.address.as_str(), "@event{Bought.phone}");
    assert_eq!(uses::of(&workspace, &event), before, "the same places use it under its new name");
}

#[test]
fn scenarios_and_the_population_follow_a_rename_and_count_as_uses() {
    let mut workspace = world();
    let audience = || ItemRef::Audience("audience-aaaa".into());
    let before = uses::of(&workspace, &audience()).len();
    let shares = || ReactionShares {
        message: None,
        medium: None,
        when: "inAudience(\"Gold members\")".into(),
        opened: 10,
        clicked: 0,
        after: Lapse::Always(1.0),
    };
    let mut scenario = Scenario::new("scenario-aaaa".into(), journey_id(), "2026-01-05T09:00:00Z".parse().unwrap());
    scenario.reactions = vec![shares()];
    apply(&mut workspace, &Edit::PutScenario(Box::new(scenario))).unwrap();
    let arrivals = Arrivals {
        what: Coming::Enters("audience-aaaa".into()),
        inside: Some("audience-aaaa".into()),
        share: 1,
        times: 1,
        pace: Pace::Evenly,
    };
    let population = Population { reactions: vec![shares()], arrivals: vec![arrivals], ..Population::default() };
    apply(&mut workspace, &Edit::SetPopulation(Some(Box::new(population)))).unwrap();
    let places = uses::of(&workspace, &audience());
    assert_eq!(places.len(), before + 4);
    let of_population: Vec<_> = places.iter().filter(|place| uses::is_population(place)).collect();
    let fields: Vec<_> = of_population.iter().filter_map(|place| place.field.as_deref()).collect();
    assert_eq!(fields, ["population.arrivals", "population.arrivals", "population.reactions"]);
    apply(&mut workspace, &Edit::Rename { item: audience(), name: "Friends".to_owned() }).unwrap();
    let friends = "inAudience(\"Friends\")";
    let population = workspace.population.clone().unwrap();
    assert_eq!(population.reactions[0].when.as_str(), friends);
    assert_eq!(workspace.scenarios.values().next().unwrap().reactions[0].when.as_str(), friends);
    // What does not say the name is left as it is.
    apply(&mut workspace, &Edit::Rename { item: ItemRef::Event("event-bbbb".into()), name: "Bought".to_owned() })
        .unwrap();
    assert!(Arc::ptr_eq(&population, workspace.population.as_ref().unwrap()));
}

#[test]
fn an_audience_is_renamed_where_it_is_asked_for() {
    let mut workspace = world();
    let item = ItemRef::Audience("audience-aaaa".into());
    apply(&mut workspace, &Edit::Rename { item, name: "Friends \"of\" the house".to_owned() }).unwrap();
    assert!(condition(&workspace).contains(r#"inAudience("Friends \"of\" the house")"#), "{}", condition(&workspace));
    let rule = &workspace.inventory.get::<Audience>(&"audience-bbbb".into()).unwrap().rule;
    assert!(rule.as_str().contains("Friends"), "{rule:?}");
}

#[test]
fn data_sources_their_groups_and_parameters_are_renamed() {
    let mut workspace = world();
    let source = waymark::journey::DataSourceId::from("source-aaaa");
    let item = ItemRef::DataSource(source.clone());
    apply(&mut workspace, &Edit::Rename { item, name: "Climate".to_owned() }).unwrap();
    let (from, to) = ("Forecast".to_owned(), "Tomorrow".to_owned());
    apply(&mut workspace, &Edit::RenameFieldGroup { source: source.clone(), from, to }).unwrap();
    let (from, to) = ("city".to_owned(), "town".to_owned());
    let group = "Tomorrow".to_owned();
    apply(&mut workspace, &Edit::RenameParameter { source: source.clone(), group, from, to }).unwrap();
    assert!(
        body(&workspace).contains("#{Climate.Tomorrow.summary, params: {town: \"Ordered\"}}"),
        "{}",
        body(&workspace)
    );
    let known = workspace.inventory.get::<DataSource>(&source).unwrap();
    assert_eq!(known.field_groups[0].parameters, ["town"]);
    let (from, to) = ("Forecast".to_owned(), "Today".to_owned());
    let refusal = apply(&mut workspace, &Edit::RenameFieldGroup { source, from, to }).unwrap_err();
    assert_eq!(refusal.to_string(), "there is no field group Forecast");
}

#[test]
fn journeys_that_do_not_say_the_name_are_not_copied() {
    let mut workspace = world();
    let before = workspace.clone();
    let item = ItemRef::Channel("channel-bbbb".into());
    apply(&mut workspace, &Edit::Rename { item, name: "Text".to_owned() }).unwrap();
    let (old, new) = (before.journeys.values().next().unwrap(), workspace.journeys.values().next().unwrap());
    assert!(Arc::ptr_eq(old, new));
}

#[test]
fn what_a_step_fetches_is_renamed_in_its_own_journey_only_and_keeps_apart_from_others() {
    let mut workspace = world();
    let says = "listSize(@decision{Best.items}) > 0 and @datasetLookup{Best.entities} is null";
    let paths = vec![DataPath { id: "path-bbbb".into(), expression: says.into(), ..DataPath::default() }];
    let asks = Kind::Condition(Condition { test: Test::Data(paths), ..Condition::default() });
    let decision = |name: &str| Kind::ContentDecision(ContentDecision { name: name.to_owned(), policy: None });
    for (id, kind) in [("decision-aaaa", decision("Best")), ("decision-bbbb", decision("Other")), ("ask-aaaa", asks)] {
        let activity = Box::new(Activity { id: id.into(), kind, ..Activity::default() });
        apply(&mut workspace, &Edit::AddActivity { journey: journey_id(), activity, x: 0, y: 0 }).unwrap();
    }
    let rename = |name: &str| Edit::RenameOutput {
        journey: journey_id(),
        activity: "decision-aaaa".into(),
        name: name.to_owned(),
    };
    let before = workspace.clone();
    for (name, why) in [("Other", "already called Other"), ("two words", "cannot be the name")] {
        let refusal = apply(&mut workspace, &rename(name)).unwrap_err();
        assert!(refusal.to_string().contains(why), "{refusal}");
        assert_eq!(workspace, before);
    }
    apply(&mut workspace, &rename("Gift")).unwrap();
    assert_eq!(journey(&workspace).activity(&"decision-aaaa".into()).unwrap().kind.output(), Some("Gift"));
    let mut said = String::new();
    journey(&workspace).activity(&"ask-aaaa".into()).unwrap().walk(&mut |field, _, text| {
        if field.to_string().ends_with("expression") {
            said.clone_from(text);
        }
    });
    assert_eq!(said, "listSize(@decision{Gift.items}) > 0 and @datasetLookup{Best.entities} is null");
}

#[test]
fn a_copy_of_a_step_that_fetches_something_has_a_name_of_its_own_in_its_own_formulas() {
    let mut workspace = world();
    let paths = vec![DataPath {
        id: "path-bbbb".into(),
        expression: "listSize(@decision{Best.items}) > 0".into(),
        ..DataPath::default()
    }];
    let asks = Kind::Condition(Condition { test: Test::Data(paths), ..Condition::default() });
    let decision = Kind::ContentDecision(ContentDecision { name: "Best".to_owned(), policy: None });
    for (id, kind) in [("decision-aaaa", decision), ("ask-aaaa", asks)] {
        let activity = Box::new(Activity { id: id.into(), kind, ..Activity::default() });
        apply(&mut workspace, &Edit::AddActivity { journey: journey_id(), activity, x: 0, y: 0 }).unwrap();
    }
    let edits = duplicate(&workspace, &journey_id(), &["decision-aaaa".into(), "ask-aaaa".into()]);
    let mut copies = edits.iter().filter_map(|edit| match edit {
        Edit::AddActivity { activity, .. } => Some(activity.as_ref()),
        _ => None,
    });
    let copy = |kind: fn(&Kind) -> bool| move |step: &&Activity| kind(&step.kind);
    let asks = copies.clone().find(copy(|kind| matches!(kind, Kind::Condition(_)))).expect("the question");
    let decides = copies.find(copy(|kind| matches!(kind, Kind::ContentDecision(_)))).expect("the decision");
    assert_eq!(decides.kind.output(), Some("Best2"));
    let mut said = Vec::new();
    asks.walk(&mut |_, word, text| {
        if word == Word::Expression {
            said.push(text.clone());
        }
    });
    assert_eq!(said, ["listSize(@decision{Best2.items}) > 0"]);
}

#[test]
fn copies_of_steps_that_fetch_alike_named_things_never_take_each_others_formulas() {
    let mut workspace = world();
    let asking = |id: &str, name: &str| {
        let expression = format!("listSize(@decision{{{name}.items}}) > 0").as_str().into();
        let paths = vec![DataPath { id: id.into(), expression, ..DataPath::default() }];
        Kind::Condition(Condition { test: Test::Data(paths), ..Condition::default() })
    };
    let deciding = |name: &str| Kind::ContentDecision(ContentDecision { name: name.to_owned(), policy: None });
    let steps = [
        ("decision-aaaa", deciding("Best")),
        ("decision-bbbb", deciding("Best2")),
        ("ask-aaaa", asking("path-aaaa", "Best")),
        ("ask-bbbb", asking("path-bbbb", "Best2")),
    ];
    for (id, kind) in steps {
        let activity = Box::new(Activity { id: id.into(), label: id.to_owned(), kind, ..Activity::default() });
        apply(&mut workspace, &Edit::AddActivity { journey: journey_id(), activity, x: 0, y: 0 }).unwrap();
    }
    let chosen = ["decision-aaaa", "decision-bbbb", "ask-aaaa", "ask-bbbb"].map(ActivityId::from);
    let mut named = BTreeMap::new();
    for edit in duplicate(&workspace, &journey_id(), &chosen) {
        let Edit::AddActivity { activity, .. } = edit else { continue };
        if let Some(name) = activity.kind.output() {
            named.insert(activity.label.replace("decision", "ask"), format!("listSize(@decision{{{name}.items}}) > 0"));
        }
        activity.walk(&mut |_, word, text| {
            if word == Word::Expression {
                named.insert(format!("said by {}", activity.label), text.clone());
            }
        });
    }
    for id in ["ask-aaaa", "ask-bbbb"] {
        assert_eq!(named[id], named[&format!("said by {id}")], "{named:?}");
    }
    assert_ne!(named["ask-aaaa"], named["ask-bbbb"]);
}
