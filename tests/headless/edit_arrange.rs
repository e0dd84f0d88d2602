//! Stories of the tidy layout.

use proptest::prelude::*;
use waymark::edit::grid::{GRID, ROW, column_after, next_free_place, overlap};
use waymark::edit::{Edit, Spot, Stencil, add, arrange, arrange_some};
use waymark::journey::{ActivityId, Graph, Placement};

use super::edit_worlds::{Dice, add_second_path, carry_out, empty, forwards, forwards_from, journey, journey_id, wild};

fn overlapping(places: &[Placement]) -> Option<(&Placement, &Placement)> {
    places
        .iter()
        .enumerate()
        .find_map(|(at, a)| places[at + 1..].iter().find(|b| overlap((a.x, a.y), (b.x, b.y))).map(|b| (a, b)))
}

fn place<'a>(places: &'a [Placement], id: &ActivityId) -> &'a Placement {
    places.iter().find(|place| &place.activity == id).expect("a place")
}

proptest! {
    #[test]
    fn no_card_lies_on_another_whatever_the_wires(seed: u64, activities in 0_usize..60, wires in 0_usize..120) {
        let workspace = wild(seed, activities, wires);
        let graph = Graph::of(journey(&workspace));
        let places = arrange(&graph);
        prop_assert_eq!(places.len(), graph.nodes.len());
        prop_assert_eq!(overlapping(&places), None);
        prop_assert!(places.iter().all(|place| place.x % GRID == 0 && place.y % GRID == 0));
    }

    #[test]
    fn where_nothing_leads_back_every_wire_leads_to_the_right(seed: u64, activities in 1_usize..60) {
        let workspace = forwards(seed, activities);
        let graph = Graph::of(journey(&workspace));
        prop_assert!(graph.topological_order().is_ok());
        let places = arrange(&graph);
        prop_assert_eq!(overlapping(&places), None);
        for wire in &graph.wires {
            prop_assert!(places[wire.to].x >= places[wire.from].x + column_after(graph.port(wire)));
        }
    }

    #[test]
    fn a_tidy_journey_with_one_entry_stays_as_it_is(seed: u64, activities in 1_usize..40) {
        let mut workspace = forwards_from(seed, activities, 1);
        let places = arrange(&Graph::of(journey(&workspace)));
        waymark::edit::apply(&mut workspace, &Edit::Move { journey: journey_id(), to: places.clone() }).unwrap();
        let again = arrange(&Graph::of(journey(&workspace)));
        prop_assert_eq!(overlapping(&again), None);
        prop_assert_eq!(again, places);
    }

    #[test]
    fn a_tidy_selection_lies_on_nothing_else(seed: u64, activities in 2_usize..40) {
        let mut workspace = forwards(seed, activities);
        let all = arrange(&Graph::of(journey(&workspace)));
        waymark::edit::apply(&mut workspace, &Edit::Move { journey: journey_id(), to: all }).unwrap();
        let graph = Graph::of(journey(&workspace));
        let mut dice = Dice(seed);
        let chosen: Vec<ActivityId> =
            graph.nodes.iter().filter(|_| dice.below(2) == 0).map(|node| node.id.clone()).collect();
        let mut places = arrange_some(&graph, &chosen);
        prop_assert_eq!(places.len(), chosen.len());
        places.extend(journey(&workspace).layout.iter().filter(|place| !chosen.contains(&place.activity)).cloned());
        prop_assert_eq!(overlapping(&places), None);
    }

    #[test]
    fn a_free_place_is_free(seed: u64, activities in 0_usize..40, x in -500..4000_i32, y in -500..3000_i32) {
        let workspace = wild(seed, activities, 0);
        let graph = Graph::of(journey(&workspace));
        let free = next_free_place(&graph, (x, y), &[]);
        prop_assert!(graph.nodes.iter().all(|node| !overlap((node.x, node.y), free)));
    }
}

#[test]
fn a_chain_becomes_one_straight_line_from_its_first_card() {
    let (mut workspace, mut dice) = (empty(), Dice(1));
    let id = journey_id();
    let edits = add(&workspace, &id, Stencil::Event, &Spot::At { x: 300, y: 205 });
    let mut last = carry_out(&mut workspace, edits, &mut dice).unwrap();
    let mut ids = vec![last.clone()];
    for stencil in [Stencil::Wait, Stencil::Email, Stencil::Wait, Stencil::Sms] {
        let spot = Spot::Drop { from: last, port: waymark::journey::Port::Next, x: 900, y: 900 };
        let edits = add(&workspace, &id, stencil, &spot);
        last = carry_out(&mut workspace, edits, &mut dice).unwrap();
        ids.push(last.clone());
    }
    let places = arrange(&Graph::of(journey(&workspace)));
    let line: Vec<(i32, i32)> = ids.iter().map(|id| place(&places, id)).map(|place| (place.x, place.y)).collect();
    assert_eq!(line, [(300, 200), (540, 200), (780, 200), (1020, 200), (1260, 200)]);
}

#[test]
fn the_paths_of_a_condition_keep_the_order_of_its_ports() {
    let (mut workspace, mut dice) = (empty(), Dice(2));
    let id = journey_id();
    let edits = add(&workspace, &id, Stencil::DataCondition, &Spot::At { x: 0, y: 0 });
    let condition = carry_out(&mut workspace, edits, &mut dice).unwrap();
    add_second_path(&mut workspace, &condition);
    let ports = journey(&workspace).activity(&condition).unwrap().kind.ports();
    assert_eq!(ports.len(), 3);
    let mut ids = Vec::new();
    // Drawn from the bottom to the top, so that neither ids nor places help.
    for port in ports.iter().rev() {
        let edits = add(&workspace, &id, Stencil::Email, &Spot::After { from: condition.clone(), port: port.clone() });
        ids.push(carry_out(&mut workspace, edits, &mut dice).unwrap());
    }
    let places = arrange(&Graph::of(journey(&workspace)));
    let heights: Vec<i32> = ids.iter().rev().map(|id| place(&places, id).y).collect();
    assert_eq!(heights, [-ROW, 0, ROW], "the fork stands in the middle of its paths");
}

#[test]
fn the_ends_below_a_card_find_room_above_the_next() {
    let (mut workspace, mut dice) = (empty(), Dice(3));
    let id = journey_id();
    let edits = add(&workspace, &id, Stencil::DataCondition, &Spot::At { x: 0, y: 0 });
    let root = carry_out(&mut workspace, edits, &mut dice).unwrap();
    add_second_path(&mut workspace, &root);
    let ports = journey(&workspace).activity(&root).unwrap().kind.ports();
    let mut below = Vec::new();
    for port in &ports {
        let spot = Spot::After { from: root.clone(), port: port.clone() };
        let edits = add(&workspace, &id, Stencil::DataCondition, &spot);
        let fork = carry_out(&mut workspace, edits, &mut dice).unwrap();
        add_second_path(&mut workspace, &fork);
        // One path of the fork goes on; the two others end below it.
        let first = journey(&workspace).activity(&fork).unwrap().kind.ports().remove(0);
        let spot = Spot::After { from: fork.clone(), port: first };
        let edits = add(&workspace, &id, Stencil::Wait, &spot);
        carry_out(&mut workspace, edits, &mut dice).unwrap();
        below.push(fork);
    }
    let places = arrange(&Graph::of(journey(&workspace)));
    let heights: Vec<i32> = below.iter().map(|id| place(&places, id).y).collect();
    assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= ROW + GRID), "{heights:?}");
}

#[test]
fn a_thousand_activities_with_circles_are_arranged() {
    let workspace = wild(7, 1_000, 1_300);
    let places = arrange(&Graph::of(journey(&workspace)));
    assert_eq!(overlapping(&places), None);
}
