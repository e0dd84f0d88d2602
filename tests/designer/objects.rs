//! New objects of the inventory, made in one dialog each and taken back in one step.

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::Severity;
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::requests::Request;
use waymark::edit::new::{self, NewItem};
use waymark::edit::{Edit, Stencil, apply_all, draw_ids};
use waymark::journey::{Inventory, Item, ItemRef, Kind, ValueType, Workspace};

use crate::window::{Window, ask, click, click_label, of_size, press, write};

/// What a new workspace begins with, and an empty journey.
pub fn begun() -> Workspace {
    let mut workspace = Workspace::default();
    let mut chance = 40;
    let mut put = |workspace: &mut Workspace, mut edits: Vec<Edit>| {
        let mut roll = || {
            chance += 977;
            chance
        };
        draw_ids(&mut edits, &mut roll, workspace);
        apply_all(workspace, &edits).expect("edits that fit");
    };
    for basis in [NewItem::Namespace, NewItem::ProfileSchema, NewItem::MergePolicy, NewItem::ProfileStore] {
        let edits = new::item(&workspace, basis);
        put(&mut workspace, edits);
    }
    let edits = new::journey(&workspace);
    put(&mut workspace, edits);
    workspace
}

fn window() -> Window {
    let mut window = of_size(Designer::new(begun(), 7), vec2(1280.0, 800.0));
    let journey = window.state().session().workspace().journeys.keys().next().cloned().expect("a journey");
    ask(&mut window, Request::OpenJourney(journey));
    window
}

fn inventory(window: &Window) -> &Inventory {
    &window.state().session().workspace().inventory
}

fn errors(window: &Window) -> Vec<String> {
    let findings = window.state().session().findings().filter(|found| found.severity == Severity::Error);
    findings.map(|found| found.message.clone()).collect()
}

#[test]
fn an_event_is_made_from_nothing_in_one_dialog_and_taken_back_in_one_step() {
    let mut window = window();
    ask(&mut window, Request::Add(Stencil::Event));
    let before = window.state().session().workspace().clone();
    click(&mut window, Role::ComboBox, "Event");
    window.get_by_role_and_label(Role::TextInput, "Search").type_text("Order placed");
    window.run_steps(3);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "Name").value().as_deref(), Some("Order placed"));
    write(&mut window, "Value 1", "Order total");
    click(&mut window, Role::ComboBox, "Type of Value 1");
    click(&mut window, Role::ListBoxOption, "Decimal number");
    click(&mut window, Role::Button, "Make event");
    let event = inventory(&window).events.first().expect("an event").clone();
    assert_eq!((event.name.as_str(), event.profile_identifier.is_empty()), ("OrderPlaced", false));
    let schema = inventory(&window).schemas.iter().find(|schema| Some(&schema.id) == event.schema.as_ref());
    let total = schema.expect("its schema").fields.iter().find(|field| field.path == "orderTotal");
    assert_eq!(total.expect("the value").kind, ValueType::Decimal);
    let journey = window.state().session().journey().expect("a journey").clone();
    assert!(matches!(&journey.activities[0].kind, Kind::Event(step) if step.event == Some(event.id)));
    assert_eq!(errors(&window), Vec::<String>::new());
    assert!(!window.state().session().in_inventory(), "the journey goes on where it was");
    ask(&mut window, Request::Run(Action::Undo));
    assert_eq!(window.state().session().workspace(), &before);
}

/// A journey that begins with an event of two words.
fn registered() -> Window {
    let mut window = window();
    ask(&mut window, Request::Add(Stencil::Event));
    click(&mut window, Role::ComboBox, "Event");
    click(&mut window, Role::ListBoxOption, "New event…");
    write(&mut window, "Name", "Person registered");
    click(&mut window, Role::Button, "Make event");
    window
}

fn put<const COUNT: usize>(window: &mut Window, items: [Item; COUNT]) {
    let edits = items.map(|item| Edit::Put(Box::new(item))).to_vec();
    let place = waymark::journey::Place::default();
    ask(window, Request::Edit { name: String::new(), edits, gesture: None, place });
}

/// What can be chosen after these letters.
fn commands(window: &mut Window, letters: &str) -> Vec<String> {
    press(window, Modifiers::COMMAND, Key::K);
    window.get_by_label("What would you like to do?").type_text(letters);
    window.run_steps(3);
    let found = window.query_all_by_role(Role::ListItem).filter_map(|row| row.accesskit_node().label()).collect();
    press(window, Modifiers::NONE, Key::Escape);
    found
}

#[test]
fn an_event_is_found_and_shown_by_its_words_wherever_people_read() {
    let mut window = registered();
    let person = waymark::journey::Profile { name: "Kim".to_owned(), test_profile: true, ..Default::default() };
    put(&mut window, [Item::Profile(person)]);
    for letters in ["person registered", "PersonRegistered"] {
        assert_eq!(commands(&mut window, letters).first().map(String::as_str), Some("Person registered"), "{letters}");
    }

    press(&mut window, Modifiers::NONE, Key::F5);
    click(&mut window, Role::Button, "Add event…");
    let chosen = |window: &Window| {
        window
            .query_all_by_role_and_label(Role::ComboBox, "Event")
            .filter_map(|field| field.value())
            .collect::<Vec<_>>()
    };
    assert_eq!(chosen(&window), ["Person registered"; 2], "at the step and in the form of what happens");
    click(&mut window, Role::Button, "Cancel");

    ask(&mut window, Request::Run(Action::Inventory));
    let others = ["A", "B", "C", "D", "E", "F"].map(|name| waymark::journey::Event {
        id: format!("event-{name}").as_str().into(),
        name: name.to_owned(),
        ..waymark::journey::Event::default()
    });
    put(&mut window, others.map(Item::Event));
    click(&mut window, Role::ListItem, "Events");
    for letters in ["person reg", "personreg"] {
        write(&mut window, "Search the inventory", letters);
        assert!(window.query_by_role_and_label(Role::ListItem, "A").is_none(), "{letters}");
        window.get_by_role_and_label(Role::ListItem, "Person registered");
    }
    click(&mut window, Role::ListItem, "Person registered");
    for heading in ["Person registered", "PersonRegistered"] {
        window.get_by_role_and_label(Role::Label, heading);
    }
}

#[test]
fn the_words_that_were_typed_for_an_event_are_shown_and_its_name_is_for_formulas() {
    let mut window = registered();
    let [event] = inventory(&window).events.as_slice() else { panic!("one event is made") };
    assert_eq!((event.name.as_str(), event.description.as_str()), ("PersonRegistered", "Person registered"));
    let item = ItemRef::Event(event.id.clone());
    let box_of = |window: &Window| window.get_by_role_and_label(Role::ComboBox, "Event").value();
    assert_eq!(box_of(&window).as_deref(), Some("Person registered"), "in the step's field");
    let line = |window: &Window| {
        let session = window.state().session();
        let journey = session.journey().expect("it is open").clone();
        waymark::edit::describe::line(session.workspace(), &journey.activities[0])
    };
    assert_eq!(line(&window), "Person registered", "on the card");
    let choice = |window: &Window| {
        let scope = waymark::expression::Scope::of(inventory(window));
        scope.choices().into_iter().find(|choice| choice.origin == waymark::expression::Origin::Event).expect("a field")
    };
    let known = choice(&window);
    assert_eq!((known.owner(), known.from.as_str()), ("Person registered", "PersonRegistered"), "at its fields");
    assert!(known.reference.starts_with("@event{PersonRegistered."), "formulas say its name");
    assert_eq!(waymark::expression::Scope::of(inventory(&window)).choice(&known.reference), Some(known));
    // Words that no longer mean the name are a description like any other.
    let edits = vec![waymark::edit::Edit::Rename { item, name: "SignedUp".to_owned() }];
    ask(
        &mut window,
        Request::Edit { name: String::new(), edits, gesture: None, place: waymark::journey::Place::default() },
    );
    assert_eq!((box_of(&window).as_deref(), line(&window).as_str()), (Some("SignedUp"), "SignedUp"));
}

#[test]
fn an_action_is_made_from_nothing_in_one_dialog_and_taken_back_in_one_step() {
    let mut window = window();
    ask(&mut window, Request::Add(Stencil::Event));
    ask(&mut window, Request::Add(Stencil::CustomAction));
    let before = window.state().session().workspace().clone();
    click(&mut window, Role::ComboBox, "Action");
    click(&mut window, Role::ListBoxOption, "New action…");
    click(&mut window, Role::RadioButton, "A call of your own");
    write(&mut window, "Name", "Send a text");
    write(&mut window, "URL", "https://api.example.com/v1/messages");
    write(&mut window, "Value 1", "phone");
    click(&mut window, Role::ComboBox, "Signs in with");
    click(&mut window, Role::ListBoxOption, "Bearer token");
    write(&mut window, "Secret that holds the token", "TEXTS_TOKEN");
    click(&mut window, Role::Button, "Make action");
    let action = inventory(&window).actions.first().expect("an action").clone();
    let endpoint = inventory(&window).endpoints.first().expect("its endpoint");
    assert_eq!(action.endpoint.as_ref(), Some(&endpoint.id));
    assert_eq!(endpoint.url_pattern, "https://api.example.com/*");
    let journey = window.state().session().journey().expect("a journey").clone();
    let calls = |kind: &Kind| matches!(kind, Kind::CustomAction(call) if call.action.as_ref() == Some(&action.id));
    assert!(journey.activities.iter().any(|step| calls(&step.kind)));
    ask(&mut window, Request::Run(Action::Undo));
    assert_eq!(window.state().session().workspace(), &before);
}

#[test]
fn what_is_missing_or_taken_is_said_at_its_field_and_nothing_that_was_typed_is_lost() {
    let mut window = window();
    ask(&mut window, Request::Run(Action::Inventory));
    click(&mut window, Role::ListItem, "Events");
    click(&mut window, Role::Button, "New event");
    click(&mut window, Role::Button, "Make event");
    window.get_by_label("Give it a name.");
    write(&mut window, "Name", "Visited");
    window.get_by_role_and_label(Role::TextInput, "Value 1").focus();
    window.run_steps(2);
    // A click beside the dialog.
    window.drag_at(egui::pos2(20.0, 400.0));
    window.drop_at(egui::pos2(20.0, 400.0));
    window.run_steps(4);
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "Name").value().as_deref(), Some("Visited"));
    click(&mut window, Role::Button, "Make event");
    assert!(matches!(window.state().session().item(), Some(ItemRef::Event(_))), "it is open");
    click(&mut window, Role::Button, "New event");
    write(&mut window, "Name", "Visited");
    window.get_by_label("Visited is taken. Choose another name.");
    click(&mut window, Role::Button, "Make event");
    assert_eq!(inventory(&window).events.len(), 1);
    // Escape leaves the field, and then the dialog.
    window.get_by_role_and_label(Role::TextInput, "Name").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_role_and_label(Role::TextInput, "Name");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_role_and_label(Role::TextInput, "Name").is_none());
}

#[test]
fn the_way_back_from_an_endpoint_leads_to_the_action_through_which_it_was_opened() {
    let mut window = window();
    ask(&mut window, Request::Run(Action::Inventory));
    click(&mut window, Role::ListItem, "Actions");
    click(&mut window, Role::Button, "New action");
    click(&mut window, Role::RadioButton, "A call of your own");
    write(&mut window, "Name", "SendText");
    write(&mut window, "URL", "api.example.com");
    click(&mut window, Role::Button, "Make action");
    let action = window.state().session().item().cloned().expect("the action is open");
    // It stands below what fits on the screen.
    window.get_by_role_and_label(Role::Link, "Open Endpoint with limits").click_accesskit();
    window.run_steps(4);
    assert!(matches!(window.state().session().item(), Some(ItemRef::Endpoint(_))));
    click(&mut window, Role::Link, "Back to SendText");
    assert_eq!(window.state().session().item(), Some(&action));
    assert!(window.query_by_role_and_label(Role::Link, "Back to SendText").is_none());
    window.get_by_role_and_label(Role::Link, "Back to New journey");
}

#[test]
fn a_pasted_record_becomes_the_values_of_an_event() {
    let mut window = window();
    ask(&mut window, Request::Run(Action::Inventory));
    click(&mut window, Role::ListItem, "Events");
    click(&mut window, Role::Button, "New event");
    write(&mut window, "Name", "OrderPlaced");
    click(&mut window, Role::Link, "Paste a sample record as JSON…");
    let paste = window.get_by_role_and_label(Role::MultilineTextInput, "Paste a sample record as JSON…");
    paste.type_text(r#"{"email": "kim@example.com", "total": 12.5, "paid": true}"#);
    window.run_steps(3);
    click(&mut window, Role::Button, "Take these fields");
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "Value 1").value().as_deref(), Some("paid"));
    // A record that lands in a row is taken as a record all the same.
    click(&mut window, Role::Link, "Add a value");
    write(&mut window, "Value 3", r#"{"colour": "red"}"#);
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "Value 3").value().as_deref(), Some("colour"));
    click(&mut window, Role::Button, "Make event");
    let Some(Item::Event(event)) = window.state().session().item().and_then(|item| inventory(&window).item(item))
    else {
        panic!("the event is open");
    };
    assert_eq!(event.profile_identifier.as_str(), "@event{OrderPlaced.email}");
    assert!(event.sample.contains("kim@example.com") && event.fields.iter().any(|path| path == "paid"));
}

#[test]
fn a_name_that_is_taken_stays_in_its_field_with_the_reason_until_it_is_mended() {
    let mut window = window();
    ask(&mut window, Request::Run(Action::Inventory));
    click(&mut window, Role::ListItem, "Events");
    for name in ["Visited", "Bought"] {
        click(&mut window, Role::Button, "New event");
        write(&mut window, "Name", name);
        click(&mut window, Role::Button, "Make event");
    }
    let names = |window: &Window| inventory(window).events.iter().map(|event| event.name.clone()).collect::<Vec<_>>();
    let before = names(&window);
    write(&mut window, "Name in expressions", "Visited");
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert_eq!(names(&window), before);
    let field = window.get_by_role_and_label(Role::TextInput, "Name in expressions");
    assert_eq!(field.value().as_deref(), Some("Visited"), "what was typed is still there");
    window.get_by_label("Another event is already called Visited: choose another name");
    write(&mut window, "Name in expressions", "Ordered");
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert!(names(&window).contains(&"Ordered".to_owned()) && !names(&window).contains(&"Bought".to_owned()));
}

#[test]
fn a_name_typed_into_a_picker_is_still_there_after_a_click_elsewhere() {
    let mut window = window();
    ask(&mut window, Request::Add(Stencil::Event));
    click(&mut window, Role::ComboBox, "Event");
    window.get_by_role_and_label(Role::TextInput, "Search").type_text("Order placed");
    window.run_steps(3);
    window.drag_at(egui::pos2(600.0, 600.0));
    window.drop_at(egui::pos2(600.0, 600.0));
    window.run_steps(4);
    let step = window.state().session().journey().expect("a journey").activities[0].id.clone();
    ask(&mut window, Request::Select(waymark::designer::requests::Selection::activity(&step)));
    click(&mut window, Role::Link, "New event “Order placed”");
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "Name").value().as_deref(), Some("Order placed"));
}

/// The formula that the only call of the journey sends as its message.
fn sent(window: &Window) -> String {
    let journey = window.state().session().journey().expect("a journey");
    let values = journey.activities.iter().find_map(|step| match &step.kind {
        Kind::CustomAction(call) => Some(&call.values),
        _ => None,
    });
    values.expect("a call").get("body.message").map(|formula| formula.0.clone()).unwrap_or_default()
}

/// A step whose call sends a message.
fn sends_a_message() -> Window {
    let mut window = window();
    ask(&mut window, Request::Add(Stencil::Event));
    ask(&mut window, Request::Add(Stencil::CustomAction));
    click(&mut window, Role::ComboBox, "Action");
    click(&mut window, Role::ListBoxOption, "New action…");
    click(&mut window, Role::RadioButton, "A call of your own");
    write(&mut window, "Name", "Send a text");
    write(&mut window, "URL", "https://api.example.com/v1/messages");
    write(&mut window, "Value 1", "message");
    click(&mut window, Role::Button, "Make action");
    window
}

#[test]
fn a_text_that_a_call_sends_is_written_as_words_and_fields() {
    let mut window = sends_a_message();
    let name = "Message";
    let field = |window: &Window| window.get_by_role_and_label(Role::MultilineTextInput, name).value();
    window.get_by_role_and_label(Role::MultilineTextInput, name).focus();
    window.run_steps(2);
    window.get_by_role_and_label(Role::MultilineTextInput, name).type_text("Hi, your welcome gift waits");
    window.run_steps(3);
    assert_eq!(sent(&window), "\"Hi, your welcome gift waits\"");
    assert_eq!(field(&window).as_deref(), Some("Hi, your welcome gift waits"));
    click(&mut window, Role::Link, &format!("Insert a field into {name}"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    let formula = sent(&window);
    assert!(formula.starts_with("\"Hi, your welcome gift waits\" + "), "{formula}");
    assert!(
        field(&window).expect("a text").starts_with("Hi, your welcome gift waits{{ "),
        "it is shown as in a message"
    );
    click(&mut window, Role::RadioButton, &format!("How to edit {name}: Formula"));
    assert_eq!(field(&window), Some(formula.clone()));
    click(&mut window, Role::RadioButton, &format!("How to edit {name}: Text"));
    assert_eq!(sent(&window), formula, "looking at it otherwise changes nothing");
    assert!(field(&window).expect("a text").contains("{{ "));
}

#[test]
fn the_name_under_which_a_value_is_sent_is_said_where_it_is_another_one() {
    let mut window = window();
    ask(&mut window, Request::Add(Stencil::Event));
    ask(&mut window, Request::Add(Stencil::CustomAction));
    click(&mut window, Role::ComboBox, "Action");
    click(&mut window, Role::ListBoxOption, "New action…");
    click(&mut window, Role::RadioButton, "A call of your own");
    let is_said = |window: &Window, text: &str| window.query_all_by_label(text).next().is_some();
    for (typed, said) in [("Phone number", "is sent as phoneNumber"), ("Message", "is sent as message")] {
        write(&mut window, "Value 1", typed);
        assert!(is_said(&window, said), "{typed}");
    }
    for exact in ["message", "SKU", "customer.firstName"] {
        write(&mut window, "Value 1", exact);
        assert!(window.query_all_by_label_contains("is sent as").next().is_none(), "{exact} is sent as it is typed");
    }
    assert!(!is_said(&window, "A name only. The secret itself is set where the journey runs, never here."));
    click(&mut window, Role::ComboBox, "Signs in with");
    click(&mut window, Role::ListBoxOption, "API key");
    assert!(is_said(&window, "A name only. The secret itself is set where the journey runs, never here."));
}

#[test]
fn a_limit_that_nobody_recorded_can_be_entered_or_said_to_be_none() {
    let mut window = sends_a_message();
    let asked = |window: &Window| {
        let findings = window.state().session().findings();
        findings.into_iter().any(|finding| finding.rule == "custom-action-capacity-unknown")
    };
    assert!(asked(&window));
    ask(&mut window, Request::Run(Action::Problems));
    assert!(window.query_all_by_label("It states no limit").next().is_some());
    // The row may lie below the edge of the list.
    window.get_by_role_and_label(Role::Button, "Enter its limit").click_accesskit();
    window.run_steps(4);
    assert!(window.state().session().in_inventory(), "the way leads to the endpoint");
    let limit = window.query_all_by_label("The other system takes").find(|field| field.is_focused());
    assert!(limit.is_some(), "and into the field");
}

#[test]
fn a_dialog_that_grows_stays_where_its_upper_edge_is_and_inside_the_window() {
    let mut window = window();
    ask(&mut window, Request::Add(Stencil::Event));
    click(&mut window, Role::ComboBox, "Event");
    window.get_by_role_and_label(Role::TextInput, "Search").type_text("Order placed");
    window.run_steps(3);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let title = |window: &Window| window.get_by_label("New event").rect();
    let foot = |window: &Window| window.get_by_role_and_label(Role::Button, "Make event").rect();
    let (before, lower) = (title(&window), foot(&window));
    for number in 1..=7 {
        let label = format!("Value {number}");
        if window.query_by_role_and_label(Role::TextInput, &label).is_none() {
            click_label(&mut window, "Add a value");
        }
        write(&mut window, &label, &format!("Value no {number}"));
    }
    assert!(foot(&window).top() > lower.top() + 100.0, "it grew");
    assert!(foot(&window).bottom() < 790.0, "{:?}", foot(&window));
    assert_eq!(title(&window), before, "its upper edge has not moved");
}
