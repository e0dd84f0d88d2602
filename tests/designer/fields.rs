//! Every field of the document has a control, and typing, choosing and making things are told as a person does them.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use schemars::{JsonSchema, schema_for};
use serde_json::Value;
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::fields::{Control, FIELDS, drawn, record};
use waymark::designer::requests::{Request, Selection};
use waymark::edit::Edit;
use waymark::journey::*;

use super::everything::everything;
use crate::window::{Window, ask, click_label, of_size, over};

/// Types whose values are drawn whole by one control, and so have no fields of their own; and those that only the
/// canvas makes.
const WHOLE: [&str; 7] = ["Duration", "CacheDuration", "Value", "Port", "Placement", "Connection", "Kind"];

type Pairs = BTreeSet<(String, String)>;

fn walk<T: JsonSchema>(found: &mut Pairs) {
    let schema = serde_json::to_value(schema_for!(T)).expect("a schema is JSON");
    let none = serde_json::Map::new();
    let types = schema.get("$defs").and_then(Value::as_object).unwrap_or(&none);
    let is_struct = |name: &str| types.get(name).is_some_and(|kind| kind.get("properties").is_some());
    one(&T::schema_name(), &schema, &is_struct, found);
    for (name, kind) in types {
        one(name, kind, &is_struct, found);
    }
}

fn one(owner: &str, schema: &Value, is_struct: &dyn Fn(&str) -> bool, found: &mut Pairs) {
    let owner_type = owner.split('.').next().unwrap_or(owner);
    if WHOLE.contains(&owner_type) {
        return;
    }
    for (field, kind) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        // A field that is a struct is drawn by the fields of that struct.
        let whole = kind.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        if !whole.is_some_and(is_struct) {
            found.insert((owner.to_owned(), field.clone()));
        }
    }
    let variants = schema.get("oneOf").or(schema.get("anyOf")).and_then(Value::as_array);
    for variant in variants.into_iter().flatten() {
        for (name, kind) in variant.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let whole = kind.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
            if kind.get("properties").is_some() {
                one(&format!("{owner}.{name}"), kind, is_struct, found);
            } else if !whole.is_some_and(is_struct) {
                found.insert((owner.to_owned(), name.clone()));
            }
        }
    }
}

fn fields_of_the_document() -> Pairs {
    let mut found = Pairs::new();
    walk::<Journey>(&mut found);
    walk::<Namespace>(&mut found);
    walk::<Schema>(&mut found);
    walk::<MergePolicy>(&mut found);
    walk::<Event>(&mut found);
    walk::<Audience>(&mut found);
    walk::<DataSource>(&mut found);
    walk::<waymark::journey::Action>(&mut found);
    walk::<Endpoint>(&mut found);
    walk::<CampaignInstance>(&mut found);
    walk::<Channel>(&mut found);
    walk::<RuleSet>(&mut found);
    walk::<Fragment>(&mut found);
    walk::<DecisionPolicy>(&mut found);
    walk::<Dataset>(&mut found);
    walk::<Profile>(&mut found);
    walk::<Environment>(&mut found);
    walk::<Settings>(&mut found);
    walk::<Organization>(&mut found);
    found
}

/// Takes a line of an open list.
fn take(harness: &mut Window, label: &str) {
    harness.query_all_by_role_and_label(Role::ListBoxOption, label).next().expect("a line of the list").click();
    harness.run_steps(3);
}

fn write(harness: &mut Window, role: Role, label: &str, text: &str) {
    harness.get_by_role_and_label(role, label).focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(1);
    for letter in text.chars() {
        harness.get_by_role_and_label(role, label).type_text(&letter.to_string());
        harness.run_steps(2);
    }
}

fn leave(harness: &mut Window) {
    harness.key_press(Key::Enter);
    harness.run_steps(3);
}

fn small() -> Workspace {
    let mut workspace = everything();
    let first = workspace.journeys.keys().next().cloned().expect("a journey");
    workspace.journeys.retain(|id, _| *id == first);
    workspace
}

/// Keys of the file of words that are shown as they are.
fn bare_keys(harness: &Window) -> BTreeSet<String> {
    let keys: BTreeSet<&str> = waymark::designer::words::keys().collect();
    let is_key = |text: Option<String>| text.filter(|text| keys.contains(text.as_str()));
    let nodes = harness.query_all_by(|_| true);
    nodes.filter_map(|node| is_key(node.accesskit_node().label()).or(is_key(node.accesskit_node().value()))).collect()
}

#[test]
fn every_field_of_the_document_has_a_control() {
    let table: Pairs = FIELDS.iter().map(|(owner, field, _)| ((*owner).to_owned(), (*field).to_owned())).collect();
    let document = fields_of_the_document();
    let missing: Vec<_> = document.difference(&table).collect();
    assert!(missing.is_empty(), "fields without a control: {missing:?}");
    let stale: Vec<_> = table.difference(&document).collect();
    assert!(stale.is_empty(), "controls for fields that the document does not have: {stale:?}");
}

#[test]
fn the_panels_draw_every_control_of_the_table() {
    let workspace = everything();
    // High enough for all shelves to be in sight.
    let mut harness = of_size(Designer::new(workspace.clone(), 7), vec2(1280.0, 1400.0));
    record(&harness.ctx);
    let mut bare = BTreeSet::new();
    for (id, journey) in &workspace.journeys {
        ask(&mut harness, Request::OpenJourney(id.clone()));
        for activity in &journey.activities {
            ask(&mut harness, Request::Select(Selection::activity(&activity.id)));
            bare.extend(bare_keys(&harness));
        }
        ask(&mut harness, Request::Select(Selection::default()));
    }
    for item in workspace.inventory.items() {
        ask(&mut harness, Request::OpenItem(item.reference()));
        bare.extend(bare_keys(&harness));
    }
    assert!(bare.is_empty(), "keys of words where their words should stand: {bare:?}");
    for shelf in ["Workspace settings", "Organization"] {
        harness.get_by_label(shelf).scroll_to_me();
        harness.run_steps(3);
        click_label(&mut harness, shelf);
    }
    let drawn = drawn(&harness.ctx);
    let typed =
        FIELDS.iter().filter(|(_, _, control)| !matches!(control, Control::Canvas | Control::Problems | Control::Kept));
    let missing: Vec<_> = typed.filter(|(owner, field, _)| !drawn.contains(&(*owner, *field))).collect();
    assert!(missing.is_empty(), "in the table but in no panel: {missing:?}");
    let quiet: Vec<_> = FIELDS.iter().filter(|(_, _, control)| *control == Control::Kept).collect();
    let shown: Vec<_> = quiet.iter().filter(|(owner, field, _)| drawn.contains(&(*owner, *field))).collect();
    assert!(shown.is_empty(), "drawn, though the table says that nobody sees them: {shown:?}");
}

#[test]
fn a_new_object_is_renamed_in_its_editor() {
    let mut harness = over(small());
    ask(&mut harness, Request::OpenItem(ItemRef::Endpoint("endpoint-aaaa".into())));
    click_label(&mut harness, "New endpoint");
    let made = harness.state().session().item().cloned().expect("the new endpoint is open");
    write(&mut harness, Role::TextInput, "Name", "Texts");
    leave(&mut harness);
    let item = harness.state().session().workspace().inventory.item(&made).expect("the endpoint");
    assert_eq!(item.name(), "Texts");
}

#[test]
fn a_new_name_is_written_into_every_expression_that_says_the_old_one() {
    let mut workspace = small();
    let journey = workspace.journeys.values_mut().next().map(std::sync::Arc::make_mut).expect("a journey");
    let wait = journey.activities.iter_mut().find(|step| matches!(step.kind, Kind::Wait(Wait::Custom(_))));
    let wait = wait.expect("a custom wait");
    let id = wait.id.clone();
    wait.kind = Kind::Wait(Wait::Custom("toDateTimeOnly(@event{OrderPlaced.order.id})".into()));
    let mut harness = over(workspace);
    ask(&mut harness, Request::OpenItem(ItemRef::Event("event-aaaa".into())));
    write(&mut harness, Role::TextInput, "Name in expressions", "Bought");
    leave(&mut harness);
    let journey = harness.state().session().workspace().journeys.values().next().cloned().expect("a journey");
    let kind = &journey.activity(&id).expect("the wait").kind;
    assert_eq!(kind, &Kind::Wait(Wait::Custom("toDateTimeOnly(@event{Bought.order.id})".into())));
}

#[test]
fn a_stay_in_a_field_is_one_undo_step() {
    let mut harness = over(small());
    let journey = harness.state().session().journey().cloned().expect("a journey");
    let step = journey.activities.iter().find(|step| matches!(step.kind, Kind::Wait(_))).expect("a wait").id.clone();
    ask(&mut harness, Request::Select(Selection::activity(&step)));
    write(&mut harness, Role::TextInput, "Label", "Think it over");
    leave(&mut harness);
    let label = |harness: &Window| {
        let journey = harness.state().session().journey().cloned().expect("a journey");
        journey.activity(&step).map(|step| step.label.clone()).expect("the wait")
    };
    assert_eq!(label(&harness), "Think it over");
    ask(&mut harness, Request::Run(Action::Undo));
    assert_eq!(label(&harness), "");
}

#[test]
fn the_builder_writes_the_text_that_the_editor_shows() {
    let mut workspace = small();
    // Only one builder is on the screen then.
    workspace.journeys.clear();
    let mut harness = over(workspace);
    ask(&mut harness, Request::OpenItem(ItemRef::Audience("audience-aaaa".into())));
    click_label(&mut harness, "Add an audience");
    let rule = |harness: &Window| {
        let Some(Item::Audience(audience)) =
            harness.state().session().workspace().inventory.item(&ItemRef::Audience("audience-aaaa".into()))
        else {
            panic!("the audience is in the inventory");
        };
        audience.rule
    };
    assert_eq!(rule(&harness).as_str(), r#"inAudience("Members")"#);
    click_label(&mut harness, "How to edit Who is in it: As a formula");
    let editor = harness.get_by_role_and_label(Role::MultilineTextInput, "Who is in it");
    assert_eq!(editor.value().as_deref(), Some(r#"inAudience("Members")"#));
    write(&mut harness, Role::MultilineTextInput, "Who is in it", r#"not inAudience("Members")"#);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    click_label(&mut harness, "How to edit Who is in it: By choosing");
    assert_eq!(rule(&harness).as_str(), r#"not inAudience("Members")"#);
    assert!(harness.query_by_label("Remove Row 1 of Who is in it").is_some());
}

#[test]
fn a_remedy_at_the_field_mends_what_is_wrong_there() {
    let mut workspace = small();
    let journey = workspace.journeys.values_mut().next().map(std::sync::Arc::make_mut).expect("a journey");
    let read = journey.activities.iter_mut().find(|step| matches!(step.kind, Kind::ReadAudience(_))).expect("a read");
    read.kind = Kind::ReadAudience(ReadAudience { reading_rate: 10, ..ReadAudience::default() });
    let id = read.id.clone();
    let mut harness = over(workspace);
    ask(&mut harness, Request::Select(Selection::activity(&id)));
    let wrong = |harness: &Window| {
        let findings = harness.state().session().findings();
        let mut here = findings.filter(|finding| {
            finding.place.activity.as_ref() == Some(&id) && finding.place.field.as_deref() == Some("reading_rate")
        });
        here.find_map(|finding| finding.remedies.first().map(|remedy| remedy.title.clone()))
    };
    let title = wrong(&harness).expect("a rate of 10 is too low, and there is a remedy");
    let links: Vec<_> = harness.query_all_by_label(&title).collect();
    links.first().expect("the remedy stands at the field").click();
    drop(links);
    harness.run_steps(4);
    assert_eq!(wrong(&harness), None);
    let step = &harness.state().session().next_undo().expect("a step").name;
    assert!(step.starts_with(&format!("{title} at ")), "the step says what and where: {step}");
}

#[test]
fn an_empty_shelf_says_what_it_is_for_and_makes_the_first_object() {
    let workspace = Workspace { journeys: small().journeys, ..Workspace::default() };
    let mut harness = of_size(Designer::new(workspace, 7), vec2(1280.0, 1400.0));
    ask(&mut harness, Request::Run(Action::Inventory));
    assert!(harness.state().session().in_inventory());
    for (shelf, title, button) in [
        ("Events", "No events yet", "New event"),
        ("Endpoints", "No endpoints yet", "New endpoint"),
        ("Test profiles", "No test profiles yet", "New test profile"),
        ("Environments", "No environments yet", "New environment"),
    ] {
        click_label(&mut harness, shelf);
        harness.get_by_label(title);
        harness.get_by_label(button);
    }
    click_label(&mut harness, "New environment");
    assert!(matches!(harness.state().session().item(), Some(ItemRef::Environment(_))));
}

#[test]
fn who_deletes_the_open_object_stays_in_the_inventory() {
    let mut harness = over(small());
    ask(&mut harness, Request::OpenItem(ItemRef::Endpoint("endpoint-aaaa".into())));
    click_label(&mut harness, "New endpoint");
    click_label(&mut harness, "Delete");
    click_label(&mut harness, "Delete anyway");
    let session = harness.state().session();
    assert_eq!(session.item(), None);
    assert!(session.in_inventory());
    harness.get_by_label("New endpoint");
}

#[test]
fn a_new_object_of_a_picker_is_open_at_once_and_the_way_back_keeps_the_step() {
    let mut harness = over(small());
    let journey = harness.state().session().journey().cloned().expect("a journey");
    let step = journey.activities.iter().find(|step| matches!(step.kind, Kind::ReadAudience(_))).expect("a read");
    ask(&mut harness, Request::Select(Selection::activity(&step.id)));
    harness.get_by_role_and_label(Role::ComboBox, "Audience").click();
    harness.run_steps(3);
    click_label(&mut harness, "New audience…");
    write(&mut harness, Role::TextInput, "Name", "Regulars");
    click_label(&mut harness, "Make it and open its editor");
    let made = harness.state().session().item().cloned().expect("the new audience is open");
    let now = harness.state().session().journey().and_then(|journey| journey.activity(&step.id).cloned());
    let Some(Kind::ReadAudience(read)) = now.map(|step| step.kind) else { panic!("the step is there") };
    assert_eq!(read.audience.map(ItemRef::Audience), Some(made));
    click_label(&mut harness, &format!("Back to {}", journey.name));
    assert!(!harness.state().session().in_inventory());
    assert_eq!(harness.state().session().selection().single(), Some(&step.id));
}

fn audience_rule(harness: &Window) -> String {
    let item = ItemRef::Audience("audience-aaaa".into());
    let Some(Item::Audience(audience)) = harness.state().session().workspace().inventory.item(&item) else {
        panic!("the audience is in the inventory");
    };
    audience.rule.as_str().to_owned()
}

fn audience_alone() -> Window {
    let mut workspace = small();
    // Only one builder is on the screen then.
    workspace.journeys.clear();
    let mut harness = over(workspace);
    ask(&mut harness, Request::OpenItem(ItemRef::Audience("audience-aaaa".into())));
    harness
}

#[test]
fn a_field_is_inserted_where_the_cursor_stands() {
    let mut harness = audience_alone();
    click_label(&mut harness, "How to edit Who is in it: As a formula");
    write(&mut harness, Role::MultilineTextInput, "Who is in it", " > 1");
    harness.key_press(Key::Home);
    harness.run_steps(2);
    // Leaves the field; the cursor stays where it was.
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    click_label(&mut harness, "Insert a field into Who is in it");
    let field = first_field(&harness);
    take(&mut harness, &field.title);
    assert_eq!(audience_rule(&harness), format!("{} > 1", field.reference));
}

fn first_field(harness: &Window) -> waymark::expression::Choice {
    let scope = waymark::expression::Scope::of(&harness.state().session().workspace().inventory);
    // Who belongs to an audience is decided outside of every journey, by what is known about the person.
    scope.with_events([]).with_actions([]).choices().into_iter().next().expect("a field")
}

#[test]
fn a_group_of_the_builder_begins_with_one_row_and_joins_otherwise_than_what_is_around_it() {
    let mut harness = audience_alone();
    click_label(&mut harness, "Add an audience");
    click_label(&mut harness, "Add a group…");
    let field = first_field(&harness);
    take(&mut harness, &field.title);
    let rule = audience_rule(&harness);
    assert_eq!(rule.matches(&field.reference).count(), 1, "{rule}");
    let inner = harness.query_all_by_label("Add an audience").next().expect("the group's own link");
    inner.click();
    harness.run_steps(3);
    let rule = audience_rule(&harness);
    assert!(rule.contains(" or inAudience(") && rule.contains(" and ("), "{rule}");
}

#[test]
fn a_row_of_the_builder_compares_with_a_field_and_with_a_value_again() {
    let mut harness = audience_alone();
    click_label(&mut harness, "Add a condition…");
    let field = first_field(&harness);
    take(&mut harness, &field.title);
    click_label(&mut harness, "Comparison of Row 1 of Who is in it");
    take(&mut harness, "is");
    let before = audience_rule(&harness);
    click_label(&mut harness, "Compare Row 1 of Who is in it with a field");
    let after = audience_rule(&harness);
    assert_ne!(after, before);
    let scope = waymark::expression::Scope::of(&harness.state().session().workspace().inventory);
    let scope = scope.with_events([]).with_actions([]);
    let other =
        scope.choices().into_iter().find(|other| other.kind == field.kind && other.reference != field.reference);
    let other = other.expect("another field of that type").reference;
    assert!(after.contains(&other), "{after}");
    click_label(&mut harness, "Compare Row 1 of Who is in it with a value");
    let rule = audience_rule(&harness);
    assert!(!rule.contains(&other) && rule.contains(&field.reference), "{rule}");
}

#[test]
fn escape_closes_the_completions_then_leaves_the_field_and_keeps_the_step() {
    let mut harness = over(small());
    let journey = harness.state().session().journey().expect("the only one is open");
    let waits = |activity: &&Activity| matches!(activity.kind, Kind::Wait(Wait::Custom(_)));
    let step = Selection::activity(&journey.activities.iter().find(waits).expect("a wait").id);
    ask(&mut harness, Request::Select(step.clone()));
    let field =
        |harness: &Window| harness.query_all_by_role(Role::MultilineTextInput).find(|node| node.is_focused()).is_some();
    write(&mut harness, Role::MultilineTextInput, "Until the moment that this formula gives", "@event{");
    let listed = |harness: &Window| harness.query_all_by_role(Role::ListBoxOption).count();
    assert!(listed(&harness) > 0, "a path that is opened is continued");
    let name = harness.query_all_by_label("Until the moment that this formula gives").next().expect("its name").rect();
    let covers = |row: &Node<'_>| row.rect().intersects(name);
    assert!(
        !harness.query_all_by_role(Role::ListBoxOption).any(|row| covers(&row)),
        "its name stays in sight: {name:?}"
    );
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    assert_eq!(listed(&harness), 0);
    assert!(field(&harness), "the first Escape only closes the list");
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    assert!(!field(&harness), "the second leaves the field");
    assert_eq!(harness.state().session().selection(), &step);
}

#[test]
fn a_number_that_nobody_stated_says_so() {
    let mut window = over(small());
    let audience = window.state().session().workspace().inventory.audiences.first().expect("an audience").clone();
    let edits = vec![Edit::Put(Box::new(Item::Audience(Audience { size: None, ..audience.clone() })))];
    let item = ItemRef::Audience(audience.id);
    let place = Place::item(item.clone());
    ask(&mut window, Request::Edit { name: String::new(), edits, gesture: None, place });
    ask(&mut window, Request::OpenItem(item));
    let size = window.query_all_by_role_and_label(Role::TextInput, "People in it").next().expect("its size");
    assert_eq!(size.accesskit_node().placeholder(), Some("Not set"));
}
