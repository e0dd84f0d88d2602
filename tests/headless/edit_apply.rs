//! Stories of edits: all or nothing, back and forth.

use proptest::prelude::*;
use waymark::edit::{Edit, EditError, History, Spot, Stencil, Step, add, apply, apply_all, draw_ids};
use waymark::journey::{
    Condition, DataPath, EventActivity, Item, ItemRef, Kind, Place, Placement, Port, Test, Workspace,
};

use super::edit_worlds::{Dice, add_second_path, any_edit, carry_out, empty, journey, journey_id, wild};

fn is_sorted(workspace: &Workspace) -> bool {
    let sorted = workspace.journeys.values().all(|journey| {
        let mut sorted = waymark::journey::Journey::clone(journey);
        sorted.sort();
        sorted == **journey
    });
    let mut inventory = waymark::journey::Inventory::clone(&workspace.inventory);
    inventory.sort();
    sorted && inventory == *workspace.inventory
}

fn step(name: &str) -> Step {
    Step { name: name.to_owned(), place: Place::journey(&journey_id()) }
}

proptest! {
    #[test]
    fn a_refused_edit_changes_nothing_and_an_applied_one_keeps_the_order(seed: u64, edits in 0_usize..60) {
        let mut dice = Dice(seed);
        let mut workspace = wild(seed, 5, 6);
        for _ in 0..edits {
            let edit = any_edit(&workspace, &mut dice);
            let before = workspace.clone();
            if apply(&mut workspace, &edit).is_err() {
                prop_assert_eq!(&before, &workspace);
            }
            prop_assert!(is_sorted(&workspace));
        }
    }

    #[test]
    fn undoing_everything_gives_back_the_same_workspace_and_redoing_the_other(seed: u64, edits in 0_usize..60) {
        let mut dice = Dice(seed);
        let before = wild(seed, 5, 6);
        let (mut workspace, mut history) = (before.clone(), History::default());
        for at in 0..edits {
            let edits: Vec<Edit> = (0..=dice.below(3)).map(|_| any_edit(&workspace, &mut dice)).collect();
            let gesture = ["typing", "dragging"][dice.below(2)];
            let gesture = (dice.below(3) > 0).then_some(gesture);
            let _ = history.commit(&mut workspace, step(&format!("Step {at}")), &edits, gesture);
            if dice.below(9) == 0 {
                history.undo(&mut workspace);
            }
        }
        while history.redo(&mut workspace).is_some() {}
        let after = workspace.clone();
        while history.undo(&mut workspace).is_some() {}
        prop_assert_eq!(&workspace, &before);
        prop_assert!(history.is_saved());
        while history.redo(&mut workspace).is_some() {}
        prop_assert_eq!(&workspace, &after);
    }

    #[test]
    fn drawn_ids_never_clash(seed: u64, chance: u64, entries in prop::collection::vec(0_usize..22, 1..12)) {
        let mut workspace = wild(seed, 5, 0);
        for entry in entries {
            let mut edits = add(&workspace, &journey_id(), Stencil::ALL[entry], &Spot::At { x: 0, y: 0 });
            // Chance that always says the same must not hold anything up.
            draw_ids(&mut edits, &mut || chance, &workspace);
            prop_assert_eq!(apply_all(&mut workspace, &edits), Ok(()));
            let said = format!("{edits:?}");
            prop_assert!(!said.contains("-?"));
        }
    }
}

#[test]
fn the_same_placeholder_becomes_the_same_id_everywhere() {
    let (mut workspace, mut dice) = (empty(), Dice(3));
    let edits = add(&workspace, &journey_id(), Stencil::BusinessEvent, &Spot::At { x: 0, y: 0 });
    carry_out(&mut workspace, edits, &mut dice);
    let journey = journey(&workspace);
    let kinds: Vec<&str> = journey.activities.iter().map(|activity| activity.kind.id_kind()).collect();
    assert_eq!(kinds, ["business", "read"], "a business event brings its read audience");
    assert_eq!(journey.connections[0].from, journey.activities[0].id);
    assert_eq!(journey.connections[0].to, journey.activities[1].id);
    assert_eq!(journey.activities[0].id.as_str().len(), "business-".len() + 4);
}

#[test]
fn a_path_that_vanishes_takes_its_wires_and_end_labels_along() {
    let (mut workspace, mut dice) = (empty(), Dice(4));
    let id = journey_id();
    let edits = add(&workspace, &id, Stencil::DataCondition, &Spot::At { x: 0, y: 0 });
    let condition = carry_out(&mut workspace, edits, &mut dice).unwrap();
    add_second_path(&mut workspace, &condition);
    let ports = journey(&workspace).activity(&condition).unwrap().kind.ports();
    for port in &ports[..2] {
        let edits = add(&workspace, &id, Stencil::Wait, &Spot::After { from: condition.clone(), port: port.clone() });
        carry_out(&mut workspace, edits, &mut dice);
    }
    let label = |port: &Port| Edit::SetEndLabel {
        journey: id.clone(),
        from: condition.clone(),
        port: port.clone(),
        label: "Nobody else".to_owned(),
    };
    apply(&mut workspace, &label(&ports[2])).unwrap();
    let mut without = journey(&workspace).activity(&condition).unwrap().clone();
    let Port::Branch(second) = &ports[1] else { panic!("the second port is a path") };
    let path = DataPath { id: second.clone(), ..DataPath::default() };
    without.kind = Kind::Condition(Condition { test: Test::Data(vec![path]), ..Condition::default() });
    apply(&mut workspace, &Edit::SetActivity { journey: id, activity: Box::new(without) }).unwrap();
    let left: Vec<&Port> = journey(&workspace).connections.iter().map(|wire| &wire.port).collect();
    assert_eq!(left, [&ports[1]]);
    assert!(journey(&workspace).ends.is_empty());
}

#[test]
fn several_edits_go_together_or_not_at_all() {
    let mut workspace = empty();
    let before = workspace.clone();
    let name = |name: &str| Edit::Rename { item: ItemRef::Event("event-aaaa".into()), name: name.to_owned() };
    let edits = [name("SignedUp"), Edit::Remove(ItemRef::Event("event-none".into()))];
    let refusal = apply_all(&mut workspace, &edits).unwrap_err();
    assert_eq!(refusal.to_string(), "there is no event event-none");
    assert_eq!(workspace, before);
}

#[test]
fn a_name_that_is_taken_or_cannot_be_written_is_refused() {
    let mut workspace = empty();
    let rename = |name: &str| Edit::Rename { item: ItemRef::Event("event-aaaa".into()), name: name.to_owned() };
    let taken = apply(&mut workspace, &rename("Ordered"));
    assert_eq!(taken, Err(EditError::NameTaken { kind: "event", name: "Ordered".to_owned() }));
    let bad = apply(&mut workspace, &rename("Has ordered")).unwrap_err();
    assert!(bad.to_string().contains("letters, digits and _"), "{bad}");
}

#[test]
fn a_drag_is_one_step_and_a_drag_back_is_none() {
    let (mut workspace, mut dice, mut history) = (empty(), Dice(5), History::default());
    let id = journey_id();
    let edits = add(&workspace, &id, Stencil::Wait, &Spot::At { x: 0, y: 0 });
    let wait = carry_out(&mut workspace, edits, &mut dice).unwrap();
    let to = |x: i32| [Edit::Move { journey: id.clone(), to: vec![Placement { activity: wait.clone(), x, y: 0 }] }];
    for x in [20, 40, 60] {
        assert_eq!(history.commit(&mut workspace, step("Move wait"), &to(x), Some("drag")), Ok(true));
    }
    assert!(!history.is_saved());
    history.end_gesture(&mut workspace);
    for x in [80, 60] {
        history.commit(&mut workspace, step("Move wait"), &to(x), Some("drag")).unwrap();
    }
    history.end_gesture(&mut workspace);
    assert_eq!(history.undo(&mut workspace).map(|step| step.name).as_deref(), Some("Move wait"));
    assert_eq!(journey(&workspace).placement(&wait).unwrap().x, 0);
    assert!(history.is_saved() && history.next_undo().is_none());
    assert_eq!(history.next_redo().map(|step| step.name.as_str()), Some("Move wait"));
}

#[test]
fn an_aborted_drag_leaves_no_trace() {
    let (mut workspace, mut dice, mut history) = (empty(), Dice(6), History::default());
    let id = journey_id();
    let edits = add(&workspace, &id, Stencil::Wait, &Spot::At { x: 0, y: 0 });
    let wait = carry_out(&mut workspace, edits, &mut dice).unwrap();
    let before = workspace.clone();
    let to = vec![Placement { activity: wait, x: 500, y: 500 }];
    history.commit(&mut workspace, step("Move wait"), &[Edit::Move { journey: id, to }], Some("drag")).unwrap();
    assert!(history.abort_gesture(&mut workspace));
    assert_eq!(workspace, before);
    assert!(history.next_undo().is_none() && history.next_redo().is_none());
    assert!(!history.abort_gesture(&mut workspace), "no gesture runs any more");
}

#[test]
fn only_the_newest_two_hundred_steps_are_kept() {
    let (mut workspace, mut history) = (empty(), History::default());
    for at in 0..300 {
        let edit = Edit::Put(Box::new(Item::Event(waymark::journey::Event {
            id: format!("event-{at}").as_str().into(),
            ..waymark::journey::Event::default()
        })));
        history.commit(&mut workspace, step("New event"), &[edit], None).unwrap();
    }
    let undone = std::iter::from_fn(|| history.undo(&mut workspace)).count();
    assert_eq!(undone, History::CAP);
    assert!(!history.is_saved(), "the saved state is out of reach");
}

#[test]
fn removing_a_journey_takes_its_scenarios_along() {
    let mut workspace = wild(1, 3, 0);
    let mut dice = Dice(0);
    let scenario = std::iter::from_fn(|| Some(any_edit(&workspace, &mut dice)))
        .find(|edit| matches!(edit, Edit::PutScenario(_)))
        .unwrap();
    apply(&mut workspace, &scenario).unwrap();
    apply(&mut workspace, &Edit::RemoveJourney(journey_id())).unwrap();
    assert!(workspace.journeys.is_empty() && workspace.scenarios.is_empty());
}

#[test]
fn an_event_in_a_wire_moves_what_comes_after_to_make_room() {
    let (mut workspace, mut dice) = (empty(), Dice(8));
    let id = journey_id();
    let edits = add(&workspace, &id, Stencil::Event, &Spot::At { x: 0, y: 0 });
    let first = carry_out(&mut workspace, edits, &mut dice).unwrap();
    let edits = add(&workspace, &id, Stencil::Email, &Spot::After { from: first.clone(), port: Port::Next });
    let email = carry_out(&mut workspace, edits, &mut dice).unwrap();
    let wire = journey(&workspace).connections[0].id.clone();
    let edits = add(&workspace, &id, Stencil::WaitForEvent, &Spot::Into(wire));
    let wait = carry_out(&mut workspace, edits, &mut dice).unwrap();
    let journey = journey(&workspace);
    let x = |id| journey.placement(id).unwrap().x;
    assert!(x(&first) < x(&wait) && x(&wait) < x(&email));
    let wires: Vec<(&str, &str)> =
        journey.connections.iter().map(|wire| (wire.from.as_str(), wire.to.as_str())).collect();
    assert_eq!(wires.len(), 2);
    assert!(wires.contains(&(first.as_str(), wait.as_str())) && wires.contains(&(wait.as_str(), email.as_str())));
    let Kind::Event(EventActivity { timeout_path, .. }) = journey.activity(&wait).unwrap().kind else { panic!() };
    assert!(timeout_path);
}
