//! Tidy layout, from left to right: layers by longest path, few crossings, straight lines.
//!
//! Ends to the right of a card take part as small nodes, and those that hang below one make it higher, so that all
//! find room. What is not connected is laid out part by part,
//! one below the other, in the order in which the parts stand now. The first entry stays where it is, and the
//! paths of a fork keep the order of its ports, so that people find again what they drew.

mod heights;
mod layers;
mod net;
mod order;

use crate::journey::{ActivityId, Graph, Placement};

use super::grid::{ROW, overlap, snap};
use net::Net;

/// A place for every activity.
pub fn arrange(graph: &Graph) -> Vec<Placement> {
    let all: Vec<usize> = (0..graph.nodes.len()).collect();
    place(graph, &all)
}

/// A place for these activities, as if there were no others, below what stands in the way.
pub fn arrange_some(graph: &Graph, activities: &[ActivityId]) -> Vec<Placement> {
    let mut chosen: Vec<usize> = activities.iter().filter_map(|id| graph.index(id)).collect();
    chosen.sort_unstable();
    chosen.dedup();
    let mut places = place(graph, &chosen);
    let others: Vec<(i32, i32)> = graph
        .nodes
        .iter()
        .enumerate()
        .filter(|(index, node)| node.placed && chosen.binary_search(index).is_err())
        .map(|(_, node)| (node.x, node.y))
        .collect();
    let in_the_way = |down: i32| {
        places.iter().any(|place| others.iter().any(|&other| overlap((place.x, place.y.saturating_add(down)), other)))
    };
    // A few rows lower is often enough; below the lowest card nothing can be in the way.
    let lowest = others.iter().map(|other| other.1).max().unwrap_or_default();
    let highest = places.iter().map(|place| place.y).min().unwrap_or_default();
    let below_all = snap(lowest.saturating_sub(highest).saturating_add(ROW));
    let down = (0..8).map(|rows| rows * ROW).find(|&down| !in_the_way(down)).unwrap_or(below_all);
    places.iter_mut().for_each(|place| place.y = place.y.saturating_add(down));
    places
}

fn place(graph: &Graph, chosen: &[usize]) -> Vec<Placement> {
    let net = Net::of(graph, chosen);
    let mut at = vec![(0, 0); chosen.len()];
    let mut top = 0;
    let mut anchor = None;
    for part in net.parts() {
        let drawing = layers::layer(&part);
        let order = order::order(&drawing);
        let lefts = drawing.lefts();
        let heights = heights::heights(&drawing, &order);
        let highest = heights.iter().copied().min().unwrap_or_default();
        let lowest = heights.iter().copied().max().unwrap_or_default();
        for (local, &member) in part.members.iter().enumerate() {
            if member < chosen.len() {
                at[member] = (lefts[drawing.layer[local]], top + heights[local] - highest);
                // The first step of the first part stays where it stands.
                anchor.get_or_insert(member);
            }
        }
        top += lowest - highest + 2 * ROW;
    }
    let (dx, dy) = anchor.map_or((0, 0), |member| {
        let node = &graph.nodes[chosen[member]];
        (snap(node.x).saturating_sub(at[member].0), snap(node.y).saturating_sub(at[member].1))
    });
    let places = chosen.iter().zip(at).map(|(&node, (x, y))| Placement {
        activity: graph.nodes[node].id.clone(),
        x: x.saturating_add(dx),
        y: y.saturating_add(dy),
    });
    places.collect()
}
