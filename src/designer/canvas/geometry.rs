//! Sizes and curves in canvas units: where cards, ports, wires, chips and end tags lie.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Size of a card.
pub const CARD: Vec2 = vec2(186.0, 52.0);
/// Distance of the grid's dots.
pub const GRID: f32 = 20.0;
/// What a dragged card snaps to where no neighbour is near.
pub const SNAP: f32 = 4.0;
/// How many straight pieces a wire is made of.
pub const PIECES: usize = 16;
/// From the port to the tag of an end.
pub const TAG_GAP: f32 = 22.0;
/// Height of the tag of an end, and of a chip on a wire.
pub const TAG_HEIGHT: f32 = 20.0;
/// How wide a tag becomes where nothing is in its way.
const MOST_OF_A_TAG: f32 = 185.0;
/// The pitch of end tags that stand above each other.
const TAG_PITCH: f32 = 24.0;

/// Where wires arrive.
pub fn inlet(card: Rect) -> Pos2 {
    card.left_center()
}

/// Where wires leave the right edge: the place `index` of `count`, spread from top to bottom around its middle,
/// relative to the upper left corner of the card.
pub fn outlet(index: usize, count: usize) -> Vec2 {
    let pitch = if count < 2 { 0.0 } else { (38.0 / (count - 1) as f32).min(12.0) };
    let first = -pitch * (count.saturating_sub(1)) as f32 * 0.5;
    vec2(CARD.x, CARD.y * 0.5 + first + pitch * index as f32)
}

/// Where an open port hangs below a card from which other wires go on: the `index`th from the left.
pub fn hook(index: usize) -> Vec2 {
    vec2(20.0 + 14.0 * index as f32, CARD.y)
}

/// The left middle of the tag of the `index`th of `count` open ports, to the right of a last card.
pub fn tag(index: usize, count: usize) -> Vec2 {
    let first = -TAG_PITCH * (count.saturating_sub(1)) as f32 * 0.5;
    vec2(CARD.x + TAG_GAP, CARD.y * 0.5 + first + TAG_PITCH * index as f32)
}

/// The left middle of a tag that hangs below the card, from the `index`th of `count` hooks. The last hook hangs
/// highest, so that no stem crosses a tag.
pub fn hanging_tag(index: usize, count: usize) -> Vec2 {
    let below = count.saturating_sub(index + 1) as f32;
    hook(index) + vec2(11.0, 17.0 + TAG_PITCH * below)
}

/// How wide the tag of an end may be that begins so far to the right of its card's left edge: what hangs below a card
/// stays out of the next column; beside a last card nothing is in the way.
pub fn tag_room(offset: Vec2, hangs: bool) -> f32 {
    /// Beyond the card's right edge.
    const BEYOND: f32 = 12.0;
    if hangs { CARD.x + BEYOND - offset.x } else { MOST_OF_A_TAG }
}

/// The curve of a wire as points; it leaves to the right and arrives from the left.
pub fn wire(from: Pos2, to: Pos2) -> [Pos2; PIECES + 1] {
    let (a, b) = handles(from, to);
    std::array::from_fn(|step| {
        let t = step as f32 / PIECES as f32;
        let s = 1.0 - t;
        let (p, q, r, v) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
        pos2(from.x * p + a.x * q + b.x * r + to.x * v, from.y * p + a.y * q + b.y * r + to.y * v)
    })
}

fn handles(from: Pos2, to: Pos2) -> (Pos2, Pos2) {
    let (across, down) = (to.x - from.x, (to.y - from.y).abs());
    let reach = if across >= 0.0 {
        // Level neighbours need no curve; the steeper the wire, the rounder it leaves.
        (across * 0.5).max((down * 0.5).min(56.0))
    } else {
        // Backwards: a wide bow around both cards.
        (48.0 - across * 0.35).min(240.0)
    };
    (pos2(from.x + reach, from.y), pos2(to.x - reach, to.y))
}

/// Where the middle of a wire's chip sits, and how wide it may be so that it does not slip under a card.
pub fn chip(points: &[Pos2; PIECES + 1]) -> (Pos2, f32) {
    let (from, to) = (points[0], points[PIECES]);
    let (across, down) = (to.x - from.x, (to.y - from.y).abs());
    // A steep wire has its middle between two rows, where nothing is in the way.
    let level = down <= CARD.y * 1.4 && across < CARD.x;
    let room = if across >= 0.0 && level { (across - 14.0).clamp(44.0, 150.0) } else { 150.0 };
    // The chip of a long wire stays near its port, where one looks for it.
    let at = if across > 2.0 * CARD.x { at_x(points, from.x + 150.0) } else { points[PIECES / 2] };
    (at, room)
}

/// The first point of a curve that lies so far to the right.
fn at_x(points: &[Pos2; PIECES + 1], x: f32) -> Pos2 {
    let crossing = points.windows(2).find(|piece| piece[0].x <= x && x < piece[1].x);
    crossing.map_or(points[PIECES / 2], |piece| {
        piece[0] + (piece[1] - piece[0]) * ((x - piece[0].x) / (piece[1].x - piece[0].x))
    })
}

/// A curve as dashes, each a polyline; lengths in the units of the points.
pub fn dashes(points: &[Pos2], dash: f32, gap: f32) -> Vec<Vec<Pos2>> {
    let (mut dashes, mut left, mut draws) = (Vec::new(), dash, true);
    let mut now: Vec<Pos2> = points.first().copied().into_iter().collect();
    for piece in points.windows(2) {
        let (mut from, to) = (piece[0], piece[1]);
        while from.distance(to) > left {
            from += (to - from).normalized() * left;
            now.push(from);
            if draws {
                dashes.push(std::mem::take(&mut now));
            }
            draws = !draws;
            left = if draws { dash } else { gap };
            now = vec![from];
        }
        left -= from.distance(to);
        now.push(to);
    }
    if draws && now.len() > 1 {
        dashes.push(now);
    }
    dashes
}

/// The distance from a point to a wire.
pub fn distance(points: &[Pos2], at: Pos2) -> f32 {
    points.windows(2).map(|piece| distance_to_piece(piece[0], piece[1], at)).fold(f32::INFINITY, f32::min)
}

fn distance_to_piece(from: Pos2, to: Pos2, at: Pos2) -> f32 {
    let along = to - from;
    let length = along.length_sq();
    let share = if length > 0.0 { ((at - from).dot(along) / length).clamp(0.0, 1.0) } else { 0.0 };
    (from + along * share).distance(at)
}

/// The rectangle around all points.
pub fn bounds(points: &[Pos2]) -> Rect {
    points.iter().fold(Rect::NOTHING, |mut rect, point| {
        rect.extend_with(*point);
        rect
    })
}

/// The nearest multiple of a pitch.
pub fn round_to(value: f32, pitch: f32) -> f32 {
    (value / pitch).round() * pitch
}
