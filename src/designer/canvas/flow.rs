//! A forecast on the drawing: wires as wide as their flow, and in red what is lost, by a wire or on the spot. Numbers
//! stand on cards and chips beside it, so that nobody has to compare widths or hues.

use egui::{Color32, Pos2, pos2, vec2};

use super::brush::Brush;
use super::geometry::PIECES;
use super::scene::Shift;
use super::tallies::failed;
use super::wires::Tone;
use super::{Canvas, CanvasInput, Over};
use crate::designer::theme::blend;
use crate::journey::Port;

/// The width of the busiest wire, in canvas units.
const WIDEST: f32 = 14.0;
/// The width of a wire that somebody takes.
const NARROWEST: f32 = 1.6;
/// How far a loss runs down from its card, in canvas units.
const DROP: f32 = 26.0;

/// How many go along a wire, beside the busiest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stream {
    /// In canvas units.
    width: f32,
    /// Whether anybody takes it.
    runs: bool,
    /// Whether it leads on from a failure.
    lost: bool,
}

impl Brush<'_> {
    /// A wire as wide as what runs along it; `points` on the screen.
    pub(super) fn stream(&mut self, points: &[Pos2; PIECES + 1], stream: Stream, tone: Tone) {
        let theme = self.theme;
        let color = match tone {
            Tone::Lit => theme.accent,
            _ if !stream.runs => blend(theme.canvas, theme.wire, 0.55),
            Tone::Hovered => blend(theme.accent, theme.text, 0.35),
            _ if stream.lost => theme.err,
            _ => blend(theme.canvas, theme.accent, 0.6),
        };
        let width = (stream.width * self.zoom).max(1.0);
        let head = (7.0 * self.zoom.clamp(0.45, 2.2)).max(width * 0.8);
        let half = (head * 0.55).max(width * 0.5 + 3.0 * self.zoom);
        let tip = points[PIECES];
        let mut all = *points;
        all[PIECES] = tip - vec2(head * 0.8, 0.0);
        self.pen.line(&all, width, color);
        self.pen.convex(&[tip, tip + vec2(-head, half), tip + vec2(-head, -half)], color);
    }

    /// What is lost on the spot: down from the middle of a card, and away.
    fn drop_away(&mut self, from: Pos2, width: f32, color: Color32) {
        let (width, length) = ((width * self.zoom).max(1.5), DROP * self.zoom);
        let head = (6.0 * self.zoom).max(width * 0.9);
        self.pen.line(&[from, from + vec2(0.0, length - head)], width, color);
        let tip = from + vec2(0.0, length);
        self.pen.convex(&[tip, tip + vec2(-head * 0.65, -head), tip + vec2(head * 0.65, -head)], color);
    }
}

impl Canvas {
    /// How many go along the busiest wire, where a forecast is shown.
    pub(super) fn busiest(&self, input: &CanvasInput<'_>) -> Option<i64> {
        let Over::Flow(_) = input.over else { return None };
        let took = (0..self.scene.wires.len()).filter_map(|wire| self.took(wire, input));
        Some(took.max().unwrap_or(0).max(1))
    }

    /// How much runs along a wire.
    pub(super) fn stream(&self, wire: usize, busiest: i64, input: &CanvasInput<'_>) -> Stream {
        let people = self.took(wire, input).unwrap_or_default();
        let known = &self.scene.wires[wire];
        let lost = self.scene.port(known.from, known.port) == Some(&Port::Error);
        Stream { width: width(people, busiest), runs: people > 0, lost }
    }

    /// Whether somebody goes on from this card where it failed, rather than leaves.
    fn goes_on_failed(&self, card: usize) -> bool {
        let node = &self.scene.graph.nodes[card];
        let port = node.ports.iter().position(|port| *port == Port::Error);
        port.is_some_and(|port| !self.scene.graph.leaving_by(card, port).is_empty())
    }

    /// Paints what is lost at these cards and has no way on.
    pub(super) fn paint_losses(&self, busiest: i64, input: &CanvasInput<'_>, shift: &Shift, brush: &mut Brush<'_>) {
        let Some(counts) = input.over.counts() else { return };
        for (activity, counts) in counts {
            let Some(card) = self.scene.graph.index(activity) else { continue };
            let by_error =
                counts.branches.get("error").copied().filter(|_| self.goes_on_failed(card)).unwrap_or_default();
            let gone = failed(counts) - by_error;
            if gone > 0 {
                let rect = self.camera.rect_to_screen(self.scene.rect(card, shift));
                let from = pos2(rect.left() + 24.0 * brush.zoom, rect.bottom());
                brush.drop_away(from, width(gone, busiest), brush.theme.err);
            }
        }
    }
}

fn width(people: i64, busiest: i64) -> f32 {
    if people <= 0 { 1.0 } else { (WIDEST * people as f32 / busiest as f32).clamp(NARROWEST, WIDEST) }
}
