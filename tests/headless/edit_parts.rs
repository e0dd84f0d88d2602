//! Stories of parts of a journey: taking away, copying, pasting, wiring.

use std::collections::BTreeMap;

use proptest::prelude::*;
use waymark::edit::clipboard::PasteError;
use waymark::edit::{Clip, Refusal, Spot, Stencil, add, duplicate, remove, targets, uses};
use waymark::journey::{ActivityId, Graph, ItemRef, Journey, Kind, Medium, Place, Port};

use super::edit_worlds::{Dice, carry_out, empty, is_message, journey, journey_id, wild};

/// What a journey looks like to somebody who cannot read ids: labels stand for activities.
fn shape(journey: &Journey, only: impl Fn(&str) -> bool) -> Vec<String> {
    let label = |id: &ActivityId| journey.activity(id).map_or("?", |known| known.label.as_str());
    let mut shape: Vec<String> = journey
        .activities
        .iter()
        .filter(|activity| only(&activity.label))
        .map(|activity| format!("{} {} {}", activity.label, activity.kind.id_kind(), activity.kind.ports().len()))
        .collect();
    for wire in &journey.connections {
        let Some(from) = journey.activity(&wire.from).filter(|from| only(&from.label)) else { continue };
        if only(label(&wire.to)) {
            let port = from.kind.ports().iter().position(|port| port == &wire.port);
            shape.push(format!("{} {port:?} {}", from.label, label(&wire.to)));
        }
    }
    shape.sort();
    shape
}

fn labelled(seed: u64, activities: usize, wires: usize) -> waymark::journey::Workspace {
    let mut workspace = wild(seed, activities, wires);
    for (at, activity) in journey(&workspace).clone().activities.into_iter().enumerate() {
        let activity = waymark::journey::Activity { label: format!("Step {at}"), ..activity };
        let edit = waymark::edit::Edit::SetActivity { journey: journey_id(), activity: Box::new(activity) };
        waymark::edit::apply(&mut workspace, &edit).unwrap();
    }
    workspace
}

proptest! {
    #[test]
    fn what_is_pasted_is_what_was_copied(seed: u64, activities in 1_usize..20, wires in 0_usize..40) {
        let source = labelled(seed, activities, wires);
        let mut dice = Dice(seed);
        let all = &journey(&source).activities;
        let chosen: Vec<ActivityId> = all.iter().filter(|_| dice.below(3) > 0).map(|known| known.id.clone()).collect();
        let labels: Vec<String> =
            all.iter().filter(|known| chosen.contains(&known.id)).map(|known| known.label.clone()).collect();
        let Some(clip) = Clip::of(&source, &journey_id(), &chosen) else {
            prop_assert!(chosen.is_empty());
            return Ok(());
        };
        let read = Clip::read(&clip.text());
        prop_assert_eq!(read.as_ref(), Ok(&clip));
        let mut target = empty();
        let edits = clip.paste(&target, &journey_id(), (40, 40)).unwrap();
        carry_out(&mut target, edits, &mut dice);
        let inside = |label: &str| labels.iter().any(|known| known == label);
        prop_assert_eq!(shape(journey(&target), |_| true), shape(journey(&source), inside));
        // And once more, beside the first: nothing clashes.
        let edits = clip.paste(&target, &journey_id(), (40, 40)).unwrap();
        carry_out(&mut target, edits, &mut dice);
        prop_assert_eq!(journey(&target).activities.len(), 2 * chosen.len());
    }

    #[test]
    fn no_text_makes_paste_panic(text in ".{0,200}") {
        prop_assert!(Clip::read(&text).is_err());
        let inside = format!("(waymark_clip: 1, activities: [{text}])");
        prop_assert!(Clip::read(&inside).is_err());
    }

    #[test]
    fn taking_anything_away_leaves_a_whole_journey(seed: u64, activities in 0_usize..25, wires in 0_usize..50) {
        let mut workspace = wild(seed, activities, wires);
        let mut dice = Dice(seed);
        let before = journey(&workspace).clone();
        let gone: Vec<ActivityId> =
            before.activities.iter().filter(|_| dice.below(3) == 0).map(|known| known.id.clone()).collect();
        let cut: Vec<_> = before.connections.iter().filter(|_| dice.below(5) == 0).map(|w| w.id.clone()).collect();
        let edits = remove(&before, &gone, &cut);
        carry_out(&mut workspace, edits, &mut dice);
        let after = journey(&workspace);
        prop_assert_eq!(after.activities.len(), before.activities.len() - gone.len());
        prop_assert!(Graph::of(after).dangling.is_empty());
        prop_assert!(after.connections.iter().all(|wire| !cut.contains(&wire.id)));
    }
}

/// event → wait → email, and their ids.
fn chain() -> (waymark::journey::Workspace, Vec<ActivityId>) {
    let (mut workspace, mut dice) = (empty(), Dice(11));
    let edits = add(&workspace, &journey_id(), Stencil::Event, &Spot::At { x: 0, y: 0 });
    let mut ids = vec![carry_out(&mut workspace, edits, &mut dice).unwrap()];
    for stencil in [Stencil::Wait, Stencil::Email] {
        let spot = Spot::After { from: ids[ids.len() - 1].clone(), port: Port::Next };
        let edits = add(&workspace, &journey_id(), stencil, &spot);
        ids.push(carry_out(&mut workspace, edits, &mut dice).unwrap());
    }
    (workspace, ids)
}

#[test]
fn the_path_goes_on_over_a_step_that_goes() {
    let (mut workspace, ids) = chain();
    let edits = remove(journey(&workspace), &ids[1..2], &[]);
    carry_out(&mut workspace, edits, &mut Dice(12));
    let wires: Vec<_> = journey(&workspace).connections.iter().map(|wire| (&wire.from, &wire.to)).collect();
    assert_eq!(wires, [(&ids[0], &ids[2])]);
}

#[test]
fn a_wire_says_where_it_may_not_lead_and_why() {
    let (mut workspace, ids) = chain();
    let mut dice = Dice(13);
    for stencil in [Stencil::BusinessEvent, Stencil::Wait] {
        let edits = add(&workspace, &journey_id(), stencil, &Spot::At { x: 0, y: 500 });
        carry_out(&mut workspace, edits, &mut dice);
    }
    let journey = journey(&workspace);
    let graph = Graph::of(journey);
    let verdict: BTreeMap<&str, Result<(), Refusal>> = graph
        .nodes
        .iter()
        .map(|node| node.id.as_str())
        .zip(targets(journey, &graph, &ids[1], &Port::Next).unwrap())
        .collect();
    assert_eq!(verdict[ids[0].as_str()], Err(Refusal::Circle));
    assert_eq!(verdict[ids[1].as_str()], Err(Refusal::Itself));
    assert_eq!(verdict[ids[2].as_str()], Err(Refusal::Already));
    let by_kind =
        |kind: &str| verdict.iter().filter(|(id, _)| id.starts_with(kind)).map(|(_, v)| *v).collect::<Vec<_>>();
    assert_eq!(by_kind("business"), [Err(Refusal::Begins)]);
    assert_eq!(by_kind("read"), [Err(Refusal::Audience)]);
    assert!(by_kind("wait").contains(&Ok(())));
    assert!(targets(journey, &graph, &ids[1], &Port::Error).is_none(), "a wait has no error path");
}

#[test]
fn a_message_begins_with_the_channel_that_fits() {
    let (workspace, ids) = chain();
    let email = &journey(&workspace).activity(&ids[2]).unwrap().kind;
    assert!(is_message(email, Medium::Email));
    let Kind::Message(message) = email else { panic!("an email") };
    assert_eq!(message.channel, Some("channel-aaaa".into()));
}

#[test]
fn pasting_into_another_workspace_brings_what_the_steps_need() {
    let (workspace, ids) = chain();
    let clip = Clip::of(&workspace, &journey_id(), &ids).unwrap();
    let mut other = empty();
    let inventory = std::sync::Arc::make_mut(&mut other.inventory);
    inventory.channels.clear();
    let edits = clip.paste(&other, &journey_id(), (0, 0)).unwrap();
    carry_out(&mut other, edits, &mut Dice(14));
    assert_eq!(other.inventory.channels.len(), 1);
    let email = journey(&other).activities.iter().find(|known| known.kind.id_kind() == "email").unwrap();
    let Kind::Message(message) = &email.kind else { panic!("an email") };
    assert_eq!(message.channel.as_ref(), Some(&other.inventory.channels[0].id));
}

#[test]
fn a_clipboard_with_something_else_is_refused_in_a_sentence() {
    assert_eq!(Clip::read("Dear Anna,"), Err(PasteError::NoClip));
    assert_eq!(Clip::read("(waymark_clip: 2, whatever: [1])"), Err(PasteError::Newer(2)));
    let damaged = Clip::read("(waymark_clip: 1, activities: [(id: \"wait-1\", kind: Sleep)])").unwrap_err();
    assert!(damaged.to_string().starts_with("the copied steps could not be read: 1:"), "{damaged}");
}

#[test]
fn a_duplicate_stands_below_and_keeps_its_inner_wires() {
    let (mut workspace, ids) = chain();
    let edits = duplicate(&workspace, &journey_id(), &ids[1..]);
    carry_out(&mut workspace, edits, &mut Dice(15));
    let journey = journey(&workspace);
    assert_eq!((journey.activities.len(), journey.connections.len()), (5, 3));
    let new: Vec<_> = journey.activities.iter().filter(|known| !ids.contains(&known.id)).collect();
    assert!(new.iter().all(|known| journey.placement(&known.id).unwrap().y >= 100));
}

#[test]
fn uses_are_found_by_id_and_by_name() {
    let (mut workspace, ids) = chain();
    let mut email = journey(&workspace).activity(&ids[2]).unwrap().clone();
    if let Kind::Message(message) = &mut email.kind {
        message.body =
            "Thanks! {{ #{Weather.Forecast.summary, params: {city: \"}}\"}} + @event{Ordered.item} }}.".into();
    }
    let edit = waymark::edit::Edit::SetActivity { journey: journey_id(), activity: Box::new(email) };
    waymark::edit::apply(&mut workspace, &edit).unwrap();
    let channel = ItemRef::Channel("channel-aaaa".into());
    let place = |field: &str| Place::activity(&journey_id(), &ids[2]).field(field);
    assert_eq!(uses::of(&workspace, &channel), [place("channel")]);
    assert_eq!(uses::of(&workspace, &ItemRef::Event("event-bbbb".into())), [place("body")]);
    assert_eq!(uses::of(&workspace, &ItemRef::Event("event-aaaa".into())), []);
    let channel = workspace.inventory.item(&channel).unwrap();
    let warning = uses::warning(&workspace, &channel);
    assert_eq!(warning.as_deref(), Some("“Mail” is used by the journey “Welcome”."));
}
