//! Leads long wires around the cards that stand in their way: along a free lane between the rows.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::geometry::{self, CARD, PIECES};
use super::index::Index;

/// Free space between a lane and the cards above and below it.
const CLEARANCE: f32 = 17.0;
/// From the ports to where the lane begins and ends.
const RAMP: f32 = 64.0;
/// How far above and below the ends of a wire a lane is looked for.
const SEARCH: f32 = 340.0;
/// Wires that reach less far cross no card.
const LONG: f32 = CARD.x + 40.0;

/// The curve from a port to a card, around the cards between. `rects` says how much room each of them takes with
/// the tags that hang below it.
pub fn around(cards: &Index, rects: &dyn Fn(u32) -> Rect, from: Pos2, to: Pos2) -> [Pos2; PIECES + 1] {
    let direct = geometry::wire(from, to);
    if to.x - from.x < LONG || !is_blocked(cards, &direct) {
        return direct;
    }
    match lane(cards, rects, from, to) {
        Some(lane) => along(from, to, lane),
        None => direct,
    }
}

/// Whether the inner part of a curve runs through a card.
fn is_blocked(cards: &Index, points: &[Pos2; PIECES + 1]) -> bool {
    let (first, last) = (points[0], points[PIECES]);
    let inner = |point: &&Pos2| point.x > first.x + 8.0 && point.x < last.x - 8.0;
    points.iter().filter(inner).any(|point| !cards.under(*point, 4.0).is_empty())
}

/// The height of the free lane that is nearest to both ends.
fn lane(cards: &Index, rects: &dyn Fn(u32) -> Rect, from: Pos2, to: Pos2) -> Option<f32> {
    let (left, right) = (from.x + RAMP, to.x - RAMP);
    let (top, bottom) = (from.y.min(to.y) - SEARCH, from.y.max(to.y) + SEARCH);
    let mut near = Vec::new();
    cards.touching(Rect::from_min_max(pos2(left, top), pos2(right, bottom)), &mut near);
    let blocks: Vec<Rect> =
        near.into_iter().map(rects).filter(|card| card.right() > left && card.left() < right).collect();
    let free = |y: &f32| !blocks.iter().any(|card| (card.top() - CLEARANCE..card.bottom() + CLEARANCE).contains(y));
    let detour = |y: &f32| (y - from.y).abs() + (y - to.y).abs();
    let beside = blocks.iter().flat_map(|card| [card.top() - CLEARANCE - 1.0, card.bottom() + CLEARANCE + 1.0]);
    beside.chain([from.y, to.y]).filter(free).min_by(|a, b| detour(a).total_cmp(&detour(b)))
}

/// Up or down to the lane, along it, and down or up to the end.
fn along(from: Pos2, to: Pos2, lane: f32) -> [Pos2; PIECES + 1] {
    let ramp = Vec2::new(RAMP, 0.0).min(vec2((to.x - from.x) * 0.4, 0.0));
    let (start, end) = (pos2(from.x + ramp.x, lane), pos2(to.x - ramp.x, lane));
    let (up, down) = (geometry::wire(from, start), geometry::wire(end, to));
    std::array::from_fn(|step| {
        // Half of the points for either ramp; the straight part between needs none.
        let half = PIECES / 2;
        if step < half { up[step * PIECES / (half - 1)] } else { down[(step - half) * 2] }
    })
}
