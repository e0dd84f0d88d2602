//! Stories of what a card says.

use std::sync::Arc;

use waymark::edit::{Stencil, describe};
use waymark::expression::title;
use waymark::journey::{
    Action, Condition, Event, Field, Item, Kind, Message, ProfileCap, Schema, SplitPath, Test, Wait, Workspace,
};

use super::edit_worlds::{empty, journey_id};

fn line(workspace: &Workspace, stencil: Stencil, change: impl FnOnce(&mut Kind)) -> String {
    let mut activity = stencil.activity(workspace, &journey_id(), 1);
    change(&mut activity.kind);
    describe::line(workspace, &activity)
}

#[test]
fn every_new_step_says_what_it_does_or_what_to_do() {
    let workspace = empty();
    let said: Vec<String> = Stencil::ALL.into_iter().map(|stencil| line(&workspace, stencil, |_| {})).collect();
    assert_eq!(said[4], "1 hour");
    assert_eq!(said[5], "2 paths, first to fit");
    assert_eq!(said[8], "50 % / 50 %");
    assert_eq!(said[9], "The first 1,000 people");
    assert_eq!(said[13], "2 treatments");
    assert_eq!(said[14], "2 paths, first to fit");
    assert!(said.iter().all(|line| !line.is_empty() && !line.contains('_')), "{said:?}");
}

#[test]
fn numbers_and_addresses_are_written_for_people() {
    let mut workspace = empty();
    let action = Action {
        id: "action-aaaa".into(),
        name: "SendText".to_owned(),
        url: "https://sms.example.com/v1/messages".to_owned(),
        method: waymark::journey::Method::Post,
        ..Action::default()
    };
    Arc::make_mut(&mut workspace.inventory).put(Item::Action(action));
    assert_eq!(line(&workspace, Stencil::CustomAction, |_| {}), "POST sms.example.com");
    let split = |shares: &[u32]| {
        let path = |share: &u32| SplitPath { share: *share, ..SplitPath::default() };
        let condition = Condition { test: Test::Split(shares.iter().map(path).collect()), ..Condition::default() };
        line(&workspace, Stencil::Split, |kind| *kind = Kind::Condition(condition))
    };
    assert_eq!(split(&[3_333, 3_333, 3_334]), "33.33 % / 33.33 % / 33.34 %");
    assert_eq!(split(&[1_250, 8_750]), "12.5 % / 87.5 %");
    assert_eq!(split(&[2_500; 4]), "4 paths, by chance");
    let cap = ProfileCap { id: "path-a".into(), label: String::new(), limit: 1_234_567 };
    let condition = Condition { test: Test::ProfileCap(cap), ..Condition::default() };
    let said = line(&workspace, Stencil::ProfileCap, |kind| *kind = Kind::Condition(condition));
    assert_eq!(said, "The first 1,234,567 people");
    let date = Wait::Date("2026-03-29T08:30:00".parse().unwrap());
    assert_eq!(line(&workspace, Stencil::Wait, |kind| *kind = Kind::Wait(date)), "Until 29 Mar 2026, 08:30");
}

#[test]
fn a_message_says_the_titles_of_its_fields() {
    let mut workspace = empty();
    let id = Some("schema-aaaa".into());
    let field = |path: &str, title: &str| Field { path: path.into(), title: title.into(), ..Field::default() };
    let fields = vec![field("person.firstName", "Given name"), field("personalEmail.address", "")];
    let schema = Schema { id: "schema-aaaa".into(), fields, ..Schema::default() };
    let event = Event {
        id: "event-aaaa".into(),
        name: "Registered".to_owned(),
        schema: id,
        sample: "{}".into(),
        ..Event::default()
    };
    Arc::make_mut(&mut workspace.inventory).put(Item::Schema(schema));
    Arc::make_mut(&mut workspace.inventory).put(Item::Event(event));
    let said = |text: &str| {
        let message = Message { subject: text.into(), ..Message::default() };
        line(&workspace, Stencil::Email, |kind| *kind = Kind::Message(message))
    };
    let given = r#"Hi {{ @event{Registered.person.firstName} | default: "" }}!"#;
    assert_eq!(said(given), "Hi ‹Given name›!");
    assert_eq!(said("{{ @event{Registered.personalEmail.address} }}"), "‹Personal email address›");
    assert_eq!(said("{{ upper(@event{Registered.person.firstName}) }}"), "‹Given name …›");
    assert_eq!(said("{{ #{ExperiencePlatform.Fields.homeAddress.street1} }}"), "‹Home address street 1›");
    assert_eq!(said("Open {{ braces"), "Open {{ braces");
    let pieces = title::pieces(given, &workspace.inventory);
    assert_eq!(pieces, [title::Piece { title: "Given name".to_owned(), default: String::new() }]);
}
