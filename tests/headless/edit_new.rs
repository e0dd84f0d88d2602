//! Stories of new journeys and objects.

use waymark::edit::Edit;
use waymark::edit::new::{self, NewItem};
use waymark::journey::{Destination, Item, Medium, Workspace};

use super::edit_worlds::{Dice, carry_out};

const EVERY: [NewItem; 20] = [
    NewItem::Namespace,
    NewItem::ProfileSchema,
    NewItem::EventSchema,
    NewItem::BusinessSchema,
    NewItem::MergePolicy,
    NewItem::ProfileStore,
    NewItem::Event,
    NewItem::BusinessEvent,
    NewItem::Audience,
    NewItem::DataSource,
    NewItem::Action,
    NewItem::CampaignAction(Destination::CampaignV8),
    NewItem::Endpoint,
    NewItem::CampaignInstance(Destination::CampaignV7),
    NewItem::Channel(Medium::Email),
    NewItem::Channel(Medium::Push),
    NewItem::MessageRules,
    NewItem::JourneyRules,
    NewItem::Profile,
    NewItem::Environment,
];

fn put(workspace: &mut Workspace, dice: &mut Dice, new: NewItem) -> Item {
    let mut edits = new::item(workspace, new);
    waymark::edit::draw_ids(&mut edits, &mut || dice.roll(), workspace);
    waymark::edit::apply_all(workspace, &edits).unwrap();
    match edits.pop() {
        Some(Edit::Put(item)) => *item,
        other => panic!("{other:?} puts no object"),
    }
}

#[test]
fn every_new_object_has_an_id_and_a_name_of_its_own() {
    let (mut workspace, mut dice) = (Workspace::default(), Dice(21));
    for _ in 0..3 {
        for new in EVERY {
            let before = workspace.inventory.items();
            let item = put(&mut workspace, &mut dice, new);
            let same_kind = before.iter().filter(|other| other.reference().kind() == item.reference().kind());
            assert!(same_kind.clone().all(|other| other.name() != item.name()), "{} is there twice", item.name());
            assert!(!item.name().is_empty());
            assert!(before.len() < workspace.inventory.items().len(), "{} took the place of another", item.name());
        }
    }
}

#[test]
fn a_new_event_takes_the_schema_there_is_and_a_sample_that_fits() {
    let (mut workspace, mut dice) = (Workspace::default(), Dice(22));
    put(&mut workspace, &mut dice, NewItem::Namespace);
    put(&mut workspace, &mut dice, NewItem::EventSchema);
    let Item::Event(event) = put(&mut workspace, &mut dice, NewItem::Event) else { panic!("an event") };
    assert_eq!(event.fields, ["_id", "timestamp", "eventType"]);
    assert_eq!(event.namespace, Some(workspace.inventory.namespaces[0].id.clone()));
    let sample: serde_json::Value = serde_json::from_str(&event.sample).unwrap();
    assert_eq!(sample["timestamp"], "2026-01-05T09:00:00Z");
}

#[test]
fn a_new_channel_finds_the_address_in_the_profile_store() {
    let (mut workspace, mut dice) = (Workspace::default(), Dice(23));
    put(&mut workspace, &mut dice, NewItem::ProfileSchema);
    put(&mut workspace, &mut dice, NewItem::ProfileStore);
    let Item::Channel(channel) = put(&mut workspace, &mut dice, NewItem::Channel(Medium::Email)) else { panic!() };
    assert_eq!(channel.address.as_str(), "#{ExperiencePlatform.ProfileFieldGroup.personalEmail.address}");
}

#[test]
fn new_journeys_are_told_apart_by_name() {
    let (mut workspace, mut dice) = (Workspace::default(), Dice(25));
    for _ in 0..2 {
        let edits = new::journey(&workspace);
        carry_out(&mut workspace, edits, &mut dice);
    }
    let mut names: Vec<&str> = workspace.journeys.values().map(|journey| journey.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["New journey", "New journey 2"]);
    assert!(workspace.journeys.keys().all(|id| id.as_str().len() == "journey-".len() + 12));
}
