//! The view in which a journey opens that is too large to be read as a whole: where it begins, and no card cut in two.

use egui::{Rect, pos2, vec2};

use super::camera::Camera;

/// A journey that would have to open smaller than this opens where it begins.
pub const READABLE: f32 = 0.6;
/// The zoom at which it would like to open then, in percent.
const BEGINNING: u32 = 80;
/// Zooms that are tried, in percent, the best first: smaller ones at which cards still have both their lines, then
/// larger ones, then those at which only titles can be read.
const TRIED: [(u32, u32); 3] = [(72, BEGINNING), (BEGINNING, 96), (60, 72)];
/// From the left edge of the view to its first card, in points.
const LEAD: f32 = 40.0;
/// From a last card that is seen to the right edge, at least, in points.
const REST: f32 = 12.0;

/// The camera whose view begins with the card `start`, at the largest zoom that can be read and at which the right edge
/// of the view goes through no card.
pub fn beginning(start: Rect, cards: &[Rect], bounds: Rect, viewport: Rect) -> Camera {
    let is_whole = |camera: &Camera| !cards.iter().any(|card| is_cut(camera.rect_to_screen(*card), viewport));
    let tried = TRIED.iter().flat_map(|(least, most)| {
        let away = most - least;
        (0..=away).map(move |step| if *least == BEGINNING { least + step } else { most - step })
    });
    let view = |percent: u32| view(percent as f32 / 100.0, start, bounds, viewport);
    tried.map(view).find(is_whole).unwrap_or_else(|| view(BEGINNING))
}

/// The view at this zoom: from top to bottom all of the journey where that has room, else around its first card.
fn view(zoom: f32, start: Rect, bounds: Rect, viewport: Rect) -> Camera {
    let is_low = bounds.height() * zoom <= viewport.height() - 2.0 * LEAD;
    let middle = if is_low { bounds.center().y } else { start.center().y };
    let mut camera = Camera::default();
    camera.set(pos2(start.left(), middle), viewport.left_center() + vec2(LEAD, 0.0), zoom);
    camera
}

fn is_cut(card: Rect, viewport: Rect) -> bool {
    let is_in_height = viewport.y_range().intersects(card.y_range());
    is_in_height && card.left() < viewport.right() && card.right() + REST > viewport.right()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cards in a row.
    fn row(count: usize) -> Vec<Rect> {
        (0..count).map(|at| Rect::from_min_size(pos2(260.0 * at as f32, 0.0), vec2(186.0, 52.0))).collect()
    }

    #[test]
    fn whole_cards_are_seen_whatever_the_width() {
        let (cards, bounds) = (row(12), Rect::from_min_max(pos2(0.0, 0.0), pos2(3046.0, 52.0)));
        for width in (640..1400).step_by(20) {
            let viewport = Rect::from_min_size(pos2(208.0, 48.0), vec2(width as f32, 500.0));
            let camera = beginning(cards[0], &cards, bounds, viewport);
            assert!((READABLE - 0.001..=0.961).contains(&camera.zoom()), "{width}: {}", camera.zoom());
            let first = camera.rect_to_screen(cards[0]);
            assert!(viewport.contains_rect(first), "{width}: {first}");
            let cut = cards.iter().filter(|card| is_cut(camera.rect_to_screen(**card), viewport)).count();
            assert_eq!(cut, 0, "{width}");
        }
    }
}
