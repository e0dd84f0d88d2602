//! The order of nodes within each column: few crossings, and as it was where that costs none.

use super::layers::Drawing;

/// How often the columns are gone through, to and fro, at most.
const SWEEPS: usize = 24;
/// After so many sweeps without gain nothing more is to be expected.
const PATIENCE: usize = 4;

/// The nodes of each column, from top to bottom.
pub(super) fn order(drawing: &Drawing) -> Vec<Vec<usize>> {
    let mut columns = first_order(drawing);
    let mut place = vec![0.0; drawing.layer.len()];
    number(&columns, &mut place);
    let mut fewest = crossings(drawing, &columns, &place);
    let mut best = columns.clone();
    let mut patience = PATIENCE;
    for sweep in 0..SWEEPS {
        if fewest == 0 || patience == 0 {
            break;
        }
        if sweep % 2 == 0 {
            (1..columns.len()).for_each(|at| sort_column(drawing, &mut columns[at], &mut place, true));
        } else {
            (0..columns.len().saturating_sub(1)).rev().for_each(|at| {
                sort_column(drawing, &mut columns[at], &mut place, false);
            });
        }
        let count = crossings(drawing, &columns, &place);
        if count < fewest {
            fewest = count;
            best.clone_from(&columns);
            patience = PATIENCE;
        } else {
            patience -= 1;
        }
    }
    number(&best, &mut place);
    if fewest > 0 {
        swap_neighbours(drawing, &mut best, &mut place);
    }
    best
}

/// As a reader comes to them: the numbering of the nodes. A bend goes where the step stands to which it leads.
fn first_order(drawing: &Drawing) -> Vec<Vec<usize>> {
    let mut columns = vec![Vec::new(); drawing.columns];
    let mut rank = vec![0; drawing.layer.len()];
    let bends = drawing.shape.iter().filter(|shape| **shape == super::layers::Shape::Bend).count();
    let nodes = drawing.layer.len() - bends;
    for (node, rank) in rank.iter_mut().enumerate().take(nodes) {
        *rank = node;
    }
    // Bends of a wire follow each other, and the last leads to the step itself: from behind, each knows its goal.
    for bend in (nodes..drawing.layer.len()).rev() {
        rank[bend] = drawing.after(bend).first().map_or(0, |arc| rank[arc.to]);
    }
    for (node, &layer) in drawing.layer.iter().enumerate() {
        columns[layer].push(node);
    }
    columns.iter_mut().for_each(|column| column.sort_by_key(|&node| (rank[node], node)));
    columns
}

fn number(columns: &[Vec<usize>], place: &mut [f32]) {
    for column in columns {
        for (at, &node) in column.iter().enumerate() {
            place[node] = at as f32;
        }
    }
}

/// Sorts a column by the middle of what its nodes are connected to on one side; nodes without stay where they are.
fn sort_column(drawing: &Drawing, column: &mut [usize], place: &mut [f32], by_left: bool) {
    let mut keyed: Vec<(f32, usize)> = column
        .iter()
        .map(|&node| {
            let (mut sum, mut count) = (0.0, 0.0);
            if by_left {
                drawing.before(node).for_each(|arc| {
                    sum += place[arc.from] + arc.lean;
                    count += 1.0;
                });
            } else {
                drawing.after(node).iter().for_each(|arc| {
                    sum += place[arc.to];
                    count += 1.0;
                });
            }
            (if count > 0.0 { sum / count } else { place[node] }, node)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (at, (_, node)) in keyed.into_iter().enumerate() {
        column[at] = node;
        place[node] = at as f32;
    }
}

/// How many pairs of wires cross between neighbouring columns.
fn crossings(drawing: &Drawing, columns: &[Vec<usize>], place: &[f32]) -> u64 {
    let mut count = 0;
    let mut targets = Vec::new();
    let mut tree = Vec::new();
    for pair in columns.windows(2) {
        targets.clear();
        for &node in &pair[0] {
            // Wires of one node leave by ports from top to bottom, so the list is sorted by where they leave.
            targets.extend(drawing.after(node).iter().map(|arc| place[arc.to] as usize));
        }
        count += inversions(&targets, pair[1].len(), &mut tree);
    }
    count
}

/// How many pairs stand in the wrong order; all values are below `limit`.
fn inversions(values: &[usize], limit: usize, tree: &mut Vec<u64>) -> u64 {
    tree.clear();
    tree.resize(limit + 1, 0);
    let mut count = 0;
    for (seen, &value) in values.iter().enumerate() {
        let mut not_larger = 0;
        let mut at = value + 1;
        while at > 0 {
            not_larger += tree[at];
            at &= at - 1;
        }
        count += seen as u64 - not_larger;
        let mut at = value + 1;
        while at <= limit {
            tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    count
}

/// Swaps neighbours in a column where that leaves fewer crossings.
fn swap_neighbours(drawing: &Drawing, columns: &mut [Vec<usize>], place: &mut [f32]) {
    for _ in 0..8 {
        let mut gained = false;
        for column in &mut *columns {
            for at in 1..column.len() {
                let (upper, lower) = (column[at - 1], column[at]);
                if between(drawing, place, lower, upper) < between(drawing, place, upper, lower) {
                    column.swap(at - 1, at);
                    place.swap(upper, lower);
                    gained = true;
                }
            }
        }
        if !gained {
            break;
        }
    }
}

/// Crossings between the wires of two neighbours, if `upper` stands above `lower`.
fn between(drawing: &Drawing, place: &[f32], upper: usize, lower: usize) -> usize {
    let mut count = 0;
    for a in drawing.before(upper) {
        let from = place[a.from] + a.lean;
        count += drawing.before(lower).filter(|b| place[b.from] + b.lean < from).count();
    }
    for a in drawing.after(upper) {
        count += drawing.after(lower).iter().filter(|b| place[b.to] < place[a.to]).count();
    }
    count
}
