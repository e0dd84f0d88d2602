//! Which column each node stands in, and bends for wires that cross several columns.

use super::net::{Arc, Part};
use crate::edit::grid::COLUMN;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Card,
    End,
    /// Where a long wire passes through a column.
    Bend,
}

/// A part in columns: each arc leads from one to the next.
pub(super) struct Drawing {
    /// Column of each node: those of the part first, then bends.
    pub layer: Vec<usize>,
    pub shape: Vec<Shape>,
    /// How many ends hang below each node.
    pub hanging: Vec<usize>,
    /// Number of columns.
    pub columns: usize,
    /// By `from`, then by port.
    pub arcs: Vec<Arc>,
    /// First arc of each node; one entry more than nodes.
    pub leaving: Vec<usize>,
    /// Indices of arcs by `to`.
    pub arriving: Vec<usize>,
    /// First entry in `arriving` of each node; one entry more than nodes.
    pub arriving_start: Vec<usize>,
}

impl Drawing {
    pub fn after(&self, node: usize) -> &[Arc] {
        &self.arcs[self.leaving[node]..self.leaving[node + 1]]
    }

    /// How far to the right each column stands, in canvas units: as far as the wires before it need.
    pub fn lefts(&self) -> Vec<i32> {
        let mut widths = vec![COLUMN; self.columns];
        for arc in &self.arcs {
            let width = &mut widths[self.layer[arc.from]];
            *width = (*width).max(arc.length);
        }
        let lefts = widths.iter().scan(0_i32, |next, width| {
            let left = *next;
            *next = left.saturating_add(*width);
            Some(left)
        });
        lefts.collect()
    }

    pub fn before(&self, node: usize) -> impl Iterator<Item = &Arc> {
        self.arriving[self.arriving_start[node]..self.arriving_start[node + 1]].iter().map(|&arc| &self.arcs[arc])
    }
}

/// Puts the nodes of a part into columns.
pub(super) fn layer(part: &Part) -> Drawing {
    let size = part.members.len();
    let leaving = starts(size, part.arcs.iter().map(|arc| arc.from));
    let order = forwards(part, &leaving);
    let mut layer = vec![0; size];
    for &node in &order {
        for arc in &part.arcs[leaving[node]..leaving[node + 1]] {
            layer[arc.to] = layer[arc.to].max(layer[node] + 1);
        }
    }
    pull_in(part, &leaving, &order, &mut layer);
    bend(part, layer)
}

/// An order in which every arc leads forwards; the part has no circles.
fn forwards(part: &Part, leaving: &[usize]) -> Vec<usize> {
    let size = part.members.len();
    let mut missing = vec![0; size];
    part.arcs.iter().for_each(|arc| missing[arc.to] += 1);
    let mut order: Vec<usize> = (0..size).filter(|&node| missing[node] == 0).collect();
    let mut at = 0;
    while let Some(&node) = order.get(at) {
        at += 1;
        for arc in &part.arcs[leaving[node]..leaving[node + 1]] {
            missing[arc.to] -= 1;
            if missing[arc.to] == 0 {
                order.push(arc.to);
            }
        }
    }
    order
}

/// Moves nodes from which more wires leave than arrive up to the step after them, which shortens the wires.
fn pull_in(part: &Part, leaving: &[usize], order: &[usize], layer: &mut [usize]) {
    let mut arriving = vec![0; layer.len()];
    part.arcs.iter().for_each(|arc| arriving[arc.to] += 1);
    for &node in order.iter().rev() {
        let after = &part.arcs[leaving[node]..leaving[node + 1]];
        let cards = after.iter().filter(|arc| part.is_card[arc.to]);
        let nearest = cards.clone().map(|arc| layer[arc.to]).min();
        if let Some(nearest) = nearest.filter(|&nearest| nearest > layer[node] + 1)
            && cards.count() > arriving[node]
        {
            layer[node] = nearest - 1;
        }
    }
    // An end stands right after its step, wherever that went.
    for arc in part.arcs.iter().filter(|arc| !part.is_card[arc.to]) {
        layer[arc.to] = layer[arc.from] + 1;
    }
}

/// Adds a bend in each column that a wire crosses. Where wires are so long and so many that the bends would
/// outnumber the cards by far, the longest go without.
fn bend(part: &Part, mut layer: Vec<usize>) -> Drawing {
    let first = layer.iter().copied().min().unwrap_or_default();
    layer.iter_mut().for_each(|layer| *layer -= first);
    let shapes = part.is_card.iter().map(|&card| if card { Shape::Card } else { Shape::End });
    let mut shape: Vec<Shape> = shapes.collect();
    let mut arcs = Vec::with_capacity(part.arcs.len());
    let mut left = 20 * layer.len() + 200;
    for arc in &part.arcs {
        let bends = layer[arc.to].saturating_sub(layer[arc.from] + 1);
        if bends > left {
            continue;
        }
        left -= bends;
        let mut from = arc.from;
        for column in 0..bends {
            arcs.push(piece(arc, from, layer.len(), column == 0));
            from = layer.len();
            layer.push(layer[arc.from] + 1 + column);
            shape.push(Shape::Bend);
        }
        arcs.push(piece(arc, from, arc.to, bends == 0));
    }
    arcs.sort_by_key(|arc| arc.from);
    let size = layer.len();
    let leaving = starts(size, arcs.iter().map(|arc| arc.from));
    let arriving_start = starts(size, arcs.iter().map(|arc| arc.to));
    let mut next = arriving_start.clone();
    let mut arriving = vec![0; arcs.len()];
    for (at, arc) in arcs.iter().enumerate() {
        arriving[next[arc.to]] = at;
        next[arc.to] += 1;
    }
    let columns = layer.iter().copied().max().map_or(0, |last| last + 1);
    let mut hanging = part.hanging.clone();
    hanging.resize(size, 0);
    Drawing { layer, shape, hanging, columns, arcs, leaving, arriving, arriving_start }
}

/// A piece of a wire between two bends; only the first leaves a card and carries the label.
fn piece(wire: &Arc, from: usize, to: usize, is_first: bool) -> Arc {
    if is_first { Arc { from, to, ..*wire } } else { Arc { from, to, lean: 0.0, length: COLUMN } }
}

/// For each key below `count` the position of its first entry in a list sorted by key, and the length at the end.
fn starts(count: usize, keys: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut starts = vec![0; count + 1];
    keys.for_each(|key| starts[key + 1] += 1);
    for key in 0..count {
        starts[key + 1] += starts[key];
    }
    starts
}
