//! Content decisions and dataset lookups as a person sets them up, and the policies and datasets behind them.

use egui::accesskit::Role;
use egui::{Shape, vec2};
use egui_kittest::kittest::Queryable;
use waymark::designer::Designer;
use waymark::designer::requests::{Request, Selection};
use waymark::designer::samples;
use waymark::edit::Stencil;
use waymark::journey::{ActivityId, Dataset, DecisionPolicy, ItemRef, Kind};

use crate::window::{Window, ask, click, click_label, of_size, write};

const JOURNEY: &str = "An extra for the stay";

fn open(step: &str) -> Window {
    let workspace = samples::workspace();
    let found = workspace.journeys.values().find(|known| known.name == JOURNEY).expect("the sample");
    let mut window = of_size(Designer::new(workspace.clone(), 7), vec2(1440.0, 1600.0));
    ask(&mut window, Request::OpenJourney(found.id.clone()));
    ask(&mut window, Request::Select(Selection::activity(&ActivityId::from(step))));
    window
}

fn kind<'w>(window: &'w Window, id: &str) -> &'w Kind {
    let journey = window.state().session().journey().expect("a journey");
    &journey.activity(&ActivityId::from(id)).expect("a step").kind
}

#[test]
fn a_new_name_of_what_was_chosen_is_written_in_the_formulas_of_later_steps() {
    let mut window = open("decision-ext5");
    window.get_by_label("A better room, Late check-out; otherwise Breakfast");
    window.get_by_label("Formulas of later steps write @decision{Extra.items}");
    write(&mut window, "Name in expressions", "Gift");
    window.key_press(egui::Key::Enter);
    window.run_steps(4);
    assert_eq!(kind(&window, "decision-ext5").output(), Some("Gift"));
    let Kind::CustomAction(call) = kind(&window, "action-ext7") else { panic!("a call") };
    let text = call.values["body.text"].as_str();
    assert!(text.contains("@decision{Gift.items.first().code}") && !text.contains("Extra"), "{text}");
}

#[test]
fn a_lookup_fetches_single_fields_of_its_dataset_and_says_by_what_records_are_found() {
    let mut window = open("lookup-htl3");
    window.get_by_label("Records are found by: Hotel");
    click(&mut window, Role::ComboBox, "Fields to fetch");
    click(&mut window, Role::ListBoxOption, "Rooms");
    let Kind::DatasetLookup(lookup) = kind(&window, "lookup-htl3") else { panic!("a lookup") };
    assert_eq!(lookup.fields, ["deskPhone", "breakfastUntil", "rooms"]);
}

#[test]
fn a_further_decision_begins_with_the_only_policy_and_a_name_of_its_own() {
    let mut window = open("decision-ext5");
    ask(&mut window, Request::Add(Stencil::ContentDecision));
    ask(&mut window, Request::Add(Stencil::ContentDecision));
    let journey = window.state().session().journey().expect("a journey");
    let mut names: Vec<_> = journey.activities.iter().filter_map(|step| step.kind.output()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Extra", "Hotel", "Offers", "Offers2"]);
    let chosen = journey.activities.iter().filter_map(|step| match &step.kind {
        Kind::ContentDecision(decision) => Some(decision.policy.clone().expect("the only policy")),
        _ => None,
    });
    assert!(chosen.into_iter().all(|policy| policy.as_str() == "policy-stay"));
}

#[test]
fn offers_and_records_are_filled_by_the_fields_of_their_schema() {
    let mut window = open("decision-ext5");
    ask(&mut window, Request::OpenItem(ItemRef::DecisionPolicy("policy-stay".into())));
    click_label(&mut window, "Add a strategy");
    let policy = |window: &Window| -> DecisionPolicy {
        let inventory = &window.state().session().workspace().inventory;
        inventory.get::<DecisionPolicy>(&"policy-stay".into()).expect("the policy").clone()
    };
    assert_eq!(policy(&window).strategies.len(), 3);
    assert_eq!(policy(&window).strategies[2].offers.len(), 1, "it has something to fill in");
    ask(&mut window, Request::OpenItem(ItemRef::Dataset("dataset-htls".into())));
    let said = "Breakfast until 10:30 · Phone of the desk +47 21 50 02 00 · ";
    let is_said = |shape: &Shape| matches!(shape, Shape::Text(shown) if shown.galley.text().starts_with(said));
    assert!(window.output().shapes.iter().any(|shape| is_said(&shape.shape)), "a value is said by its name");
    click_label(&mut window, "Add a record");
    write(&mut window, "Phone of the desk", "+47 00");
    let inventory = &window.state().session().workspace().inventory;
    let hotels = inventory.get::<Dataset>(&"dataset-htls".into()).expect("the dataset");
    assert_eq!(hotels.records.len(), 4);
    assert_eq!(hotels.records[3].values["deskPhone"], "+47 00");
}
