//! A message in several languages is written and looked at in the inspector.

use egui::accesskit::Role;
use egui::vec2;
use egui_kittest::kittest::Queryable;
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::requests::{Request, Selection};
use waymark::journey::*;

use crate::window::{Window, ask, click, of_size, settle, write};

const READS: &str = "#{ExperiencePlatform.Person.preferredLanguage}";

fn workspace() -> Workspace {
    let schema = Schema {
        id: "schema-prof".into(),
        name: "Person".into(),
        fields: vec![Field { path: "preferredLanguage".into(), ..Field::default() }],
        ..Schema::default()
    };
    let group = FieldGroup { name: "Person".into(), schema: Some(schema.id.clone()), ..FieldGroup::default() };
    let store = DataSource {
        id: "source-aaaa".into(),
        name: "ExperiencePlatform".into(),
        field_groups: vec![group],
        ..DataSource::default()
    };
    let reader = Profile {
        id: "profile-aaaaaaaaaaaa".into(),
        name: "Chloé Dummont".into(),
        attributes: [("preferredLanguage".to_owned(), Value::Text("fr-FR".into()))].into(),
        ..Profile::default()
    };
    let mut inventory = Inventory::default();
    inventory.put(Item::Schema(schema));
    inventory.put(Item::DataSource(store));
    inventory.put(Item::Profile(reader));
    let message = Message { medium: Medium::Sms, body: "See you soon".into(), ..Message::default() };
    let step = Activity { id: "sms-aaaa".into(), kind: Kind::Message(message), ..Activity::default() };
    let journey = Journey {
        format: FORMAT,
        id: "journey-aaaaaaaaaaaa".into(),
        name: "Thanks".into(),
        activities: vec![step],
        layout: vec![Placement { activity: "sms-aaaa".into(), x: 0, y: 0 }],
        ..Journey::default()
    };
    Workspace {
        inventory: inventory.into(),
        journeys: [(journey.id.clone(), journey.into())].into(),
        ..Workspace::default()
    }
}

fn message(window: &Window) -> Message {
    let journey = window.state().session().journey().expect("a journey");
    let Kind::Message(message) = &journey.activities[0].kind else { panic!("a message") };
    message.clone()
}

fn choose(window: &mut Window, list: &str, entry: &str) {
    click(window, Role::ComboBox, list);
    click(window, Role::ListBoxOption, entry);
}

/// Writes into the second field of this name: that of the other language.
fn write_second(window: &mut Window, label: &str, text: &str) {
    let field = |window: &Window| window.query_all_by_role_and_label(Role::MultilineTextInput, label).nth(1).is_some();
    assert!(field(window), "two fields are labelled {label}");
    let second = window.query_all_by_role_and_label(Role::MultilineTextInput, label).nth(1).expect("a field");
    second.focus();
    settle(window);
    let second = window.query_all_by_role_and_label(Role::MultilineTextInput, label).nth(1).expect("a field");
    second.type_text(text);
    settle(window);
}

/// Whether a line of the preview says this.
fn shows(window: &Window, text: &str) -> bool {
    window.query_all_by_role_and_label(Role::Label, text).next().is_some()
}

#[test]
fn a_second_language_is_written_and_the_preview_shows_what_the_person_reads() {
    // High enough that the preview stands in view below the fields.
    let mut window = of_size(Designer::new(workspace(), 7), vec2(1440.0, 1800.0));
    ask(&mut window, Request::OpenJourney("journey-aaaaaaaaaaaa".into()));
    ask(&mut window, Request::Select(Selection::activity(&"sms-aaaa".into())));
    click(&mut window, Role::Switch, "Write it in several languages");
    let languages = message(&window).languages.expect("several");
    assert_eq!((languages.chosen_by.as_str(), languages.others.len()), (READS, 1), "the profile's field is found");
    write(&mut window, "Language of the text above", "en-GB");
    // A row in which something is missing stands open.
    write(&mut window, "Language", "fr-FR");
    write_second(&mut window, "Text", "À bientôt");
    let languages = message(&window).languages.expect("several");
    assert_eq!(languages.default, "en-GB");
    let other = &languages.others[0];
    assert_eq!((other.language.as_str(), other.body.as_str()), ("fr-FR", "À bientôt"));
    // The preview shows what Chloé gets; somebody can look at the others.
    assert!(shows(&window, "À bientôt") && !shows(&window, "See you soon"));
    choose(&mut window, "Language of the preview", "en-GB");
    assert!(shows(&window, "See you soon") && !shows(&window, "À bientôt"));
    choose(&mut window, "Language of the preview", "Their language: fr-FR");
    assert!(shows(&window, "À bientôt"));
    // All of a stay in a field is one step.
    ask(&mut window, Request::Run(Action::Undo));
    assert_eq!(message(&window).languages.expect("several").others[0].body.as_str(), "");
    assert!(!shows(&window, "See you soon"), "French has no text yet");
}
