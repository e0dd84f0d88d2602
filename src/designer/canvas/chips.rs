//! What the wires of branches say: each on its own wire, or beside it where wires run too close, and none on another.

use egui::{Pos2, Rect, Vec2, vec2};

use super::geometry::PIECES;

/// A chip that is to be painted, all on the screen.
pub(super) struct Wanted {
    /// The curve of the wire.
    pub points: [Pos2; PIECES + 1],
    /// Where its middle belongs.
    pub at: Pos2,
    /// How large it is.
    pub size: Vec2,
    /// The cards that its wire joins; they would hide it.
    pub cards: [Rect; 2],
}

/// Room between two chips, in points on the screen.
const GAP: f32 = 2.0;
/// Places below and above its wire that are tried where the wire itself is full.
const BESIDE: usize = 8;
/// Places between two points of a curve that are tried.
const STEPS: usize = 4;

/// Where the chip lies: where it belongs, or where that is taken, the nearest free place along its wire; where several
/// wires join the same two cards, one below the other.
pub(super) fn place(chip: &Wanted, taken: &[Rect]) -> Rect {
    let around = |at: Pos2| Rect::from_center_size(at, chip.size);
    let is_free = |rect: Rect| !taken.iter().any(|other| other.expand(GAP).intersects(rect));
    let wanted = around(chip.at);
    if is_free(wanted) {
        return wanted;
    }
    let along = chip.points.windows(2).flat_map(|piece| {
        let [from, to] = [piece[0], piece[1]];
        (0..STEPS).map(move |step| from.lerp(to, step as f32 / STEPS as f32))
    });
    let seen = |rect: &Rect| !chip.cards.iter().any(|card| card.intersects(*rect));
    along
        .map(around)
        .filter(|rect| is_free(*rect) && seen(rect))
        .min_by(|a, b| a.center().distance_sq(chip.at).total_cmp(&b.center().distance_sq(chip.at)))
        .or_else(|| beside(chip).map(around).find(|rect| is_free(*rect) && seen(rect)))
        .unwrap_or(wanted)
}

/// Places beside the wire, the nearest first; those below before those above, as ways out follow each other.
fn beside(chip: &Wanted) -> impl Iterator<Item = Pos2> {
    let step = (chip.size.y + GAP) * 0.5;
    (1..=2 * BESIDE).flat_map(move |far| [1.0, -1.0].map(|side| chip.at + vec2(0.0, side * step * far as f32)))
}
