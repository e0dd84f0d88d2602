//! How high each node stands: straight wires, forks in the middle of their paths, never one card on another.

use super::super::grid::{GRID, ROW, snap};
use super::layers::{Drawing, Shape};

/// Distance between two ends that hang below one card.
const TAG: i32 = 24;
/// How often all columns are relaxed to and fro.
const ROUNDS: usize = 12;

/// The upper edge of each node, on the grid; where the whole stands is left to the caller.
pub(super) fn heights(drawing: &Drawing, columns: &[Vec<usize>]) -> Vec<i32> {
    let mut high = vec![0.0; drawing.layer.len()];
    let mut fit = Fit::default();
    for column in columns {
        fit.begin();
        (0..column.len()).for_each(|at| fit.add(distance(drawing, column, at), 0.0, 1.0));
        fit.end(column, &mut high, 1.0);
    }
    for round in 0..ROUNDS {
        let sides = if round + 3 < ROUNDS { [(true, false), (false, true)] } else { [(true, true), (true, true)] };
        relax(drawing, columns.iter(), &mut high, &mut fit, sides[0]);
        relax(drawing, columns.iter().rev(), &mut high, &mut fit, sides[1]);
    }
    straighten(drawing, columns, &mut high, &mut fit);
    high.iter().map(|&high| high as i32).collect()
}

/// Moves each node of each column towards what it is connected to, before it, after it or both.
fn relax<'a>(
    drawing: &Drawing,
    columns: impl Iterator<Item = &'a Vec<usize>>,
    high: &mut [f32],
    fit: &mut Fit,
    (left, right): (bool, bool),
) {
    for column in columns {
        fit.begin();
        for (at, &node) in column.iter().enumerate() {
            let (mut sum, mut weight) = (0.0, 0.0);
            let mut pull = |other: usize| {
                let strength = strength(drawing, node, other);
                sum += strength * high[other];
                weight += strength;
            };
            if left {
                drawing.before(node).for_each(|arc| pull(arc.from));
            }
            if right {
                drawing.after(node).iter().for_each(|arc| pull(arc.to));
            }
            let (wanted, weight) = if weight > 0.0 { (sum / weight, weight) } else { (high[node], 0.2) };
            fit.add(distance(drawing, column, at), wanted, weight);
        }
        fit.end(column, high, 1.0);
    }
}

/// Puts everything on the grid, from left to right; a step that alone follows one step stands exactly beside it.
fn straighten(drawing: &Drawing, columns: &[Vec<usize>], high: &mut [f32], fit: &mut Fit) {
    for column in columns {
        fit.begin();
        for (at, &node) in column.iter().enumerate() {
            let mut before = drawing.before(node);
            let follows = match (before.next(), before.next()) {
                (Some(arc), None) if drawing.after(arc.from).len() == 1 => Some(arc.from),
                _ => None,
            };
            let (wanted, weight) = follows.map_or((high[node], 1.0), |from| (high[from], 16.0));
            fit.add(distance(drawing, column, at), wanted, weight);
        }
        fit.end(column, high, GRID as f32);
    }
}

/// How strongly two connected nodes draw each other: long wires shall be straight, ends go where there is room.
fn strength(drawing: &Drawing, a: usize, b: usize) -> f32 {
    match (drawing.shape[a], drawing.shape[b]) {
        (Shape::End, _) | (_, Shape::End) => 0.5,
        (Shape::Bend, Shape::Bend) => 4.0,
        (Shape::Bend, _) | (_, Shape::Bend) => 2.0,
        (Shape::Card, Shape::Card) => 1.0,
    }
}

/// How far a node stands at least below the one above it, on the grid.
fn distance(drawing: &Drawing, column: &[usize], at: usize) -> f32 {
    let Some(above) = at.checked_sub(1).and_then(|above| column.get(above)) else { return 0.0 };
    let room = hanging_room(drawing.hanging[*above]);
    let distance = match (drawing.shape[*above], drawing.shape[column[at]]) {
        (Shape::Card, Shape::Card) => ROW,
        (Shape::End, Shape::Card) | (Shape::Card, Shape::End) => ROW - GRID,
        (Shape::End, Shape::End) => ROW - 2 * GRID,
        (Shape::Bend, Shape::Bend) => GRID,
        (Shape::Bend, _) | (_, Shape::Bend) => ROW - 2 * GRID,
    };
    (distance + room) as f32
}

/// How much more room a card takes for the ends that hang below it, on the grid. The first fits between two rows.
fn hanging_room(ends: usize) -> i32 {
    let further = i32::try_from(ends).unwrap_or(i32::MAX).saturating_sub(1).clamp(0, 1_000);
    snap(further * TAG)
}

/// The places nearest to the wanted ones, in the sense of least squares, that keep their order and their distances:
/// neighbours that would come too near share the mean of what they want.
#[derive(Default)]
struct Fit {
    /// How far each node lies at least below the first.
    below: Vec<f32>,
    /// Weighted sum, weight and number of nodes that share one mean.
    shared: Vec<(f32, f32, usize)>,
}

impl Fit {
    fn begin(&mut self) {
        self.below.clear();
        self.shared.clear();
    }

    fn add(&mut self, distance: f32, wanted: f32, weight: f32) {
        let below = self.below.last().map_or(0.0, |last| last + distance);
        self.below.push(below);
        let mut new = ((wanted - below) * weight, weight, 1);
        while let Some(&(sum, weight, count)) = self.shared.last() {
            if sum / weight <= new.0 / new.1 {
                break;
            }
            new = (new.0 + sum, new.1 + weight, new.2 + count);
            self.shared.pop();
        }
        self.shared.push(new);
    }

    /// Writes the places, rounded to multiples of `step`. Rounding keeps the order, and the distances are multiples
    /// of the grid, so that nothing comes nearer than it may.
    fn end(&self, column: &[usize], high: &mut [f32], step: f32) {
        let mut at = 0;
        for &(sum, weight, count) in &self.shared {
            let mean = (sum / weight / step).round() * step;
            for &node in &column[at..at + count] {
                high[node] = mean + self.below[at];
                at += 1;
            }
        }
    }
}
