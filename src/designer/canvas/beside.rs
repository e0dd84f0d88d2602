//! Where a list finds room beside the card that it is about: in the window, as tall as can be, never over the card.

use egui::{Pos2, Rect, Vec2, pos2};

/// A list has at least this height before it moves up.
const LEAST: f32 = 400.0;

/// The room for a list of this size that would like to begin at a point. `card` is what it may not cover.
pub fn room(at: Pos2, size: Vec2, card: Option<Rect>, view: Rect) -> Rect {
    let size = size.min(view.size());
    let height = (view.bottom() - at.y).clamp(LEAST.min(size.y), size.y.max(LEAST.min(size.y)));
    let top = at.y.clamp(view.top(), (view.bottom() - height).max(view.top()));
    let list = |left: f32| Rect::from_min_size(pos2(left, top), Vec2::new(size.x, height));
    let within = |left: f32| left.clamp(view.left(), (view.right() - size.x).max(view.left()));
    let Some(card) = card.filter(|card| list(within(at.x)).intersects(*card)) else { return list(within(at.x)) };
    let beside = [card.right(), card.left() - size.x];
    if let Some(left) = beside.into_iter().find(|left| within(*left) == *left) {
        return list(left);
    }
    // Neither side has room: below or above it, whichever is taller.
    let (above, below) = (card.top() - view.top(), view.bottom() - card.bottom());
    let height = size.y.min(above.max(below));
    if height < LEAST.min(size.y) * 0.5 {
        return list(within(at.x));
    }
    let top = if below >= above { card.bottom() } else { card.top() - height };
    Rect::from_min_size(pos2(within(at.x), top), Vec2::new(size.x, height))
}
