//! Content decisions and dataset lookups: who is offered what, which records are found, and what later steps read.

use std::collections::BTreeMap;

use waymark::journey::*;

use crate::build::*;

fn schema(id: &str, fields: &[(&str, ValueType)]) -> Item {
    let field = |(path, kind): &(&str, ValueType)| Field { path: (*path).to_owned(), kind: *kind, ..Field::default() };
    let fields = fields.iter().map(field).collect();
    Item::Schema(Schema { id: id.into(), name: id.to_owned(), class: SchemaClass::Record, fields, ..Schema::default() })
}

fn values(values: &[(&str, &str)]) -> BTreeMap<String, String> {
    values.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

fn offer(name: &str, priority: i64, eligibility: &str) -> Offer {
    Offer { name: name.to_owned(), priority, eligibility: eligibility.into(), values: values(&[("price", "4.5")]) }
}

fn strategy(name: &str, eligibility: &str, offers: &[Offer]) -> SelectionStrategy {
    SelectionStrategy { name: name.to_owned(), eligibility: eligibility.into(), offers: offers.to_vec() }
}

const GOLD: &str = "#{ExperiencePlatform.Customer.tier} == \"gold\"";

fn policy(offers: i64) -> DecisionPolicy {
    DecisionPolicy {
        id: "policy-a".into(),
        name: "Best".to_owned(),
        schema: Some("schema-offer".into()),
        offers,
        strategies: vec![
            strategy("Members", GOLD, &[offer("Small", 1, ""), offer("Large", 9, ""), offer("Never", 99, "false")]),
            strategy("All", "", &[offer("Large", 5, ""), offer("Plain", 0, GOLD)]),
        ],
        fallback: Some(offer("Thanks", 0, "")),
        ..DecisionPolicy::default()
    }
}

fn decide(policy: DecisionPolicy, tier: &str) -> Story {
    Story::new()
        .with(schema("schema-offer", &[("price", ValueType::Decimal)]))
        .with(Item::DecisionPolicy(policy))
        .with_person("anna", |anna| {
            anna.attributes.insert("tier".to_owned(), Value::Text(tier.to_owned()));
        })
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then(
            "choose",
            Kind::ContentDecision(ContentDecision { name: "Best".to_owned(), policy: Some("policy-a".into()) }),
        )
        .happens(Duration::Hours(0), arrives("Go"))
}

fn policy_answers() -> Answerer {
    Answerer::DecisionPolicy("policy-a".into())
}

#[test]
fn the_strategies_fill_the_places_in_order_and_in_each_the_highest_priority_comes_first() {
    let chosen = |offers: i64, tier: &str| because(&decide(policy(offers), tier).run(), 1).to_owned();
    assert_eq!(chosen(1, "gold"), "“Large” by “Members”: tier is “gold”");
    // What one strategy has chosen no other chooses again.
    assert_eq!(chosen(3, "gold"), "“Large” by “Members”, “Small” by “Members”, “Plain” by “All”: tier is “gold”");
    assert_eq!(chosen(3, "none"), "“Large” by “All”: tier is “none”");
}

#[test]
fn where_nothing_fits_the_fallback_is_chosen_or_nothing() {
    let only_gold = |fallback: Option<Offer>| {
        let strategies = vec![strategy("Members", GOLD, &[offer("Large", 1, "")])];
        DecisionPolicy { strategies, fallback, ..policy(1) }
    };
    let with = decide(only_gold(Some(offer("Thanks", 0, ""))), "none").run();
    assert_eq!(because(&with, 1), "the fallback “Thanks”: no other offer fits: tier is “none”");
    let asks = data(&[("some", "listSize(@decision{Best.items}) > 0")], true);
    let without = decide(only_gold(None), "none").then("ask", asks.clone()).run();
    assert_eq!(because(&without, 1), "no offer fits: tier is “none”");
    assert!(lines(&without)[2].contains("ask ended other"), "{:?}", lines(&without));
    let with = decide(only_gold(None), "gold").then("ask", asks).run();
    assert!(lines(&with)[2].contains("ask ended some"), "{:?}", lines(&with));
}

#[test]
fn later_steps_read_names_and_typed_values_of_what_was_chosen() {
    let mut action = posting("action-a", "Tell");
    let variable = |path: &str, kind| Parameter {
        path: path.to_owned(),
        kind,
        value: Binding::Variable(path.to_owned()),
        ..Parameter::default()
    };
    action.payload = vec![variable("name", ValueType::String), variable("twice", ValueType::Decimal)];
    let tell = call(
        "action-a",
        &[
            ("body.name", "@decision{Best.items.first().name}"),
            ("body.twice", "@decision{Best.items.first().price} * 2.0"),
        ],
        false,
    );
    let run = decide(policy(1), "gold").with(Item::Action(action)).then("tell", tell).run();
    let body = run.steps[2].action.as_ref().unwrap().body.clone();
    assert_eq!(body, Some(serde_json::json!({"name": "Large", "twice": 9.0})));
}

#[test]
fn a_scenario_may_say_what_the_decision_returns_or_that_it_fails() {
    let story = || decide(policy(1), "gold");
    let other = story().replies(policy_answers(), 200, 1_500, r#"{"items": [{"name": "A"}, {"name": "B"}]}"#, None);
    let run = other.then("ask", data(&[("two", "listSize(@decision{Best.items}) == 2")], true)).run();
    assert_eq!(because(&run, 1), "2 offers were answered");
    assert_eq!(lines(&run)[1], "2026-01-05T09:00:01.500Z choose transitions");
    assert!(lines(&run)[2].contains("ask ended two"), "{:?}", lines(&run));
    let failed = story().replies(policy_answers(), 500, 0, "", None).run();
    assert_eq!((because(&failed, 1), failed.end.reason.to_string()), ("answered 500", "error".to_owned()));
    let unchosen = Kind::ContentDecision(ContentDecision::default());
    let run = Story::new().event("Go", "", "{}").then("entry", on("Go")).then("choose", unchosen);
    let run = run.happens(Duration::Hours(0), arrives("Go")).run();
    assert_eq!(because(&run, 1), "no decision policy is chosen here");
}

/// Sixty products, each with a text of this many letters.
fn products(letters: usize) -> Dataset {
    let record = |number: usize| Record {
        values: values(&[
            ("sku", &format!("P{number}")),
            ("stock", &number.to_string()),
            ("text", &"x".repeat(letters)),
        ]),
    };
    Dataset {
        id: "dataset-a".into(),
        name: "Products".to_owned(),
        schema: Some("schema-product".into()),
        lookup: true,
        key: "sku".to_owned(),
        records: (0..60).map(record).collect(),
        ..Dataset::default()
    }
}

fn look_up(dataset: Dataset, key: &str, payload: &str) -> Story {
    let fields = [("sku", ValueType::String), ("stock", ValueType::Integer), ("text", ValueType::String)];
    let lookup = DatasetLookup {
        name: "Found".to_owned(),
        dataset: Some("dataset-a".into()),
        fields: vec!["stock".to_owned(), "text".to_owned()],
        key: key.into(),
    };
    Story::new()
        .with(schema("schema-product", &fields))
        .with(Item::Dataset(dataset))
        .event("Go", "", payload)
        .then("entry", on("Go"))
        .then("look", Kind::DatasetLookup(lookup))
        .happens(Duration::Hours(0), arrives("Go"))
}

const CART: &str = r#"{"items": [{"sku": "P7"}, {"sku": "P2"}, {"sku": "P2"}, {"sku": "none"}], "one": "P3", "n": 4}"#;

#[test]
fn records_are_found_by_one_key_or_by_several_and_read_with_their_types() {
    let several = look_up(products(1), "@event{Go.items.all().sku}", CART);
    let plenty = "listSize(@datasetLookup{Found.entities.all(currentDatasetLookupField.stock > 5)}) == 1";
    let first = "@datasetLookup{Found.entities.first().stock} == 7";
    let run = several.then("ask", data(&[("yes", &format!("{plenty} and {first}"))], true)).run();
    assert_eq!(because(&run, 1), "2 records in “Products” for 3 keys");
    assert!(lines(&run)[2].contains("ask ended yes"), "{:?}", lines(&run));
    let said = |key: &str| because(&look_up(products(1), key, CART).run(), 1).to_owned();
    assert_eq!(said("@event{Go.one}"), "1 record in “Products” for “P3”");
    assert_eq!(said("\"P99\""), "nothing in “Products” for “P99”");
    assert_eq!(said("@event{Go.missing}"), "nothing in “Products” for no key");
    assert_eq!(said("@event{Go.n}"), "a key must be text, not 4");
    assert_eq!(said(""), "the key is not filled in yet");
}

#[test]
fn a_field_that_is_not_fetched_is_not_there() {
    let asks = data(&[("has", "@datasetLookup{Found.entities.first().sku} is not null")], true);
    let run = look_up(products(1), "\"P1\"", CART).then("ask", asks).run();
    assert!(lines(&run)[2].contains("ask ended other"), "{:?}", lines(&run));
}

#[test]
fn of_more_than_fifty_keys_the_first_fifty_are_looked_up() {
    let keys: Vec<String> = (0..55).map(|number| format!("\"P{number}\"")).collect();
    let run = look_up(products(1), &format!("[{}]", keys.join(", ")), CART).run();
    let said = "50 records in “Products” for 50 keys: only the first 50 of 55 are looked up";
    assert_eq!(because(&run, 1), said);
}

#[test]
fn what_is_more_than_ten_kilobytes_is_left_out() {
    let keys: Vec<String> = (0..12).map(|number| format!("\"P{number}\"")).collect();
    let asks = data(&[("nine", "listSize(@datasetLookup{Found.entities}) == 9")], true);
    let run = look_up(products(1_000), &format!("[{}]", keys.join(", ")), CART).then("ask", asks).run();
    let said = "12 records in “Products” for 12 keys; 3 left out: a lookup brings 10 KB at most";
    assert_eq!(because(&run, 1), said);
    assert!(lines(&run)[2].contains("ask ended nine"), "{:?}", lines(&run));
}

#[test]
fn a_scenario_may_say_which_records_the_dataset_holds() {
    let answers = Answerer::Dataset("dataset-a".into());
    let story = look_up(products(1), "\"P1\"", CART).replies(answers, 200, 0, r#"{"entities": [{"stock": 99}]}"#, None);
    let run = story.then("ask", data(&[("yes", "@datasetLookup{Found.entities.at(0).stock} == 99")], true)).run();
    assert_eq!(because(&run, 1), "1 record was answered");
    assert!(lines(&run)[2].contains("ask ended yes"), "{:?}", lines(&run));
}
