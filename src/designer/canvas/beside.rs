//! Where a list finds room beside the place that it is about: in the window, as tall as can be, never over the card
//! from which it continues.

use egui::{Pos2, Rect, Vec2, pos2};

/// A list has at least this height before it moves up.
const LEAST: f32 = 400.0;

/// The room for a list of this size that would like to begin at a point. `card` is what it may not cover.
pub fn room(at: Pos2, size: Vec2, card: Option<Rect>, view: Rect) -> Rect {
    let size = size.min(view.size());
    let least = LEAST.min(size.y);
    let height = (view.bottom() - at.y).clamp(least, size.y);
    let top = at.y.clamp(view.top(), (view.bottom() - height).max(view.top()));
    let list = |left: f32| Rect::from_min_size(pos2(left, top), Vec2::new(size.x, height));
    let within = |left: f32| left.clamp(view.left(), (view.right() - size.x).max(view.left()));
    let Some(card) = card.filter(|card| list(within(at.x)).intersects(*card)) else { return list(within(at.x)) };
    if within(card.right()) == card.right() {
        return list(card.right());
    }
    // Below or above it, whichever is taller: what stands to its left is what the person has just drawn.
    let (above, below) = (card.top() - view.top(), view.bottom() - card.bottom());
    let height = size.y.min(above.max(below));
    let upright = || {
        let top = if below >= above { card.bottom() } else { card.top() - height };
        Rect::from_min_size(pos2(within(at.x), top), Vec2::new(size.x, height))
    };
    if height >= least {
        return upright();
    }
    let left = card.left() - size.x;
    match within(left) == left {
        true => list(left),
        false if height >= least * 0.5 => upright(),
        false => list(within(at.x)),
    }
}
