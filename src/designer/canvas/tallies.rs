//! What runs on a server, or a forecast, came to, on the drawing: above each card how many came, are there and failed; at each branch
//! how many took it.

use egui::{Rect, Shape, pos2, vec2};

use super::brush::Brush;
use super::detail::{Detail, line_size};
use super::geometry::TAG_HEIGHT;
use super::gestures::Gesture;
use super::scene::Shift;
use super::{Canvas, CanvasInput, Over};
use crate::designer::theme::{Weight, blend, font};
use crate::designer::words::phrase;
use crate::journey::{ActivityId, grouped};
use crate::run::{ActivityCounts, Status, port_word};

/// From this zoom on a card that says no title any more has its figures still, without words.
const BARE: f32 = 0.2;

/// How often an activity failed.
pub fn failed(counts: &ActivityCounts) -> i64 {
    [Status::Error, Status::Capped, Status::TimedOut].iter().filter_map(|it| counts.statuses.get(it)).sum()
}

/// What is said of an activity, and whether it is bad.
pub fn said(counts: &ActivityCounts, over: Over<'_>) -> Vec<(String, Said)> {
    let parts = [("live.came", counts.reached(), Said::Came), ("live.here", counts.waiting, Said::Here)];
    let lost = if matches!(over, Over::Flow(_)) { "volume.lost" } else { "live.failed" };
    let parts = parts.into_iter().chain([(lost, failed(counts), Said::Failed)]);
    let meant = parts.filter(|(_, number, said)| *number > 0 || *said == Said::Came);
    meant.map(|(key, number, said)| (phrase(key, &[("n", &grouped(number))]), said)).collect()
}

/// What a number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Who came here.
    Came,
    /// Who is here now.
    Here,
    /// What failed here.
    Failed,
}

/// For screen readers: ", 12 came, 3 here"; empty where nothing is known.
pub fn spoken(counts: Option<&ActivityCounts>, over: Over<'_>) -> String {
    let parts = counts.map(|counts| said(counts, over)).unwrap_or_default();
    parts.into_iter().map(|(text, _)| format!(", {text}")).collect()
}

impl Brush<'_> {
    /// Numbers above a card, beginning where it begins; above a small one bare, and only what is lost where there is
    /// room for one.
    fn tally(&mut self, counts: &ActivityCounts, over: Over<'_>, card: Rect) {
        let theme = self.theme;
        let mut left = card.left();
        let mut parts = said(counts, over);
        if Detail::at(self.zoom) < Detail::Title {
            let number = |said: Said| match said {
                Said::Came => counts.reached(),
                Said::Here => counts.waiting,
                Said::Failed => failed(counts),
            };
            parts = parts.into_iter().map(|(_, said)| (grouped(number(said)), said)).collect();
            // About as wide as they are drawn below.
            let wide = |text: &str| (text.len() as f32 * 0.55 + 1.6) * line_size(self.zoom);
            let all: f32 = parts.iter().map(|(text, _)| wide(text)).sum();
            if all > card.width() * 1.2 {
                parts = parts.pop().into_iter().collect();
            }
        }
        for (text, said) in parts {
            let (color, ground, border) = match said {
                Said::Came => (theme.accent, theme.accent_soft, blend(theme.card, theme.accent, 0.4)),
                Said::Here => (theme.on_accent, theme.accent, theme.accent),
                Said::Failed => (theme.err, theme.err_soft, blend(theme.card, theme.err, 0.5)),
            };
            let font = font((line_size(self.zoom) * 4.0).round() / 4.0, Weight::Medium);
            let galley = self.painter.layout_no_wrap(text, font, color);
            let height = (TAG_HEIGHT * self.zoom).max(galley.size().y + 4.0);
            let size = vec2(galley.size().x + height * 0.8, height);
            let rect = Rect::from_min_size(pos2(left, card.top() - height - 5.0 * self.zoom), size);
            let rect = self.pen.snap(rect);
            self.pen.bordered(rect, height * 0.5, ground, self.pen.hairline(1.0), border);
            self.flush();
            self.shapes.push(Shape::galley(rect.center() - galley.size() * 0.5, galley, color));
            left = rect.right() + 4.0 * self.zoom;
        }
    }
}

impl Canvas {
    /// Paints the numbers above these cards.
    pub(super) fn paint_tallies(&self, cards: &[u32], input: &CanvasInput<'_>, shift: &Shift, brush: &mut Brush<'_>) {
        let Some(counts) = input.over.counts().filter(|_| brush.zoom >= BARE) else { return };
        if !matches!(self.gesture, Gesture::Idle | Gesture::Pan | Gesture::Pressed { .. }) {
            return;
        }
        for &card in cards {
            if let Some(counts) = counts.get(self.scene.id(card as usize)) {
                brush.tally(counts, input.over, self.camera.rect_to_screen(self.scene.rect(card as usize, shift)));
            }
        }
    }

    /// How many took the way of a wire; nothing where that is not looked at.
    pub(super) fn took(&self, wire: usize, input: &CanvasInput<'_>) -> Option<i64> {
        let known = &self.scene.wires[wire];
        let from: &ActivityId = self.scene.id(known.from);
        let port = self.scene.graph.nodes[known.from].ports.get(known.port)?;
        let counts = input.over.counts()?.get(from);
        Some(counts.and_then(|counts| counts.branches.get(&port_word(port))).copied().unwrap_or_default())
    }
}
