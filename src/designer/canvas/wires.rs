//! Paints wires, their chips and the tags of ends.

use egui::{Color32, Painter, Pos2, Rect, Shape, pos2, vec2};

use super::detail::line_size;
use super::geometry::{self, PIECES, TAG_HEIGHT};
use super::texts::{Slot, Texts};
use crate::designer::icons::Icon;
use crate::designer::pen::Pen;
use crate::designer::theme::{Theme, Weight, blend};

/// How a wire is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// At rest.
    Rest,
    /// Receding, while a test run's path is lit.
    Quiet,
    /// What the person of a test run will still take.
    Ahead,
    /// Under the pointer.
    Hovered,
    /// Selected, or on the path of a test run.
    Lit,
}

impl Tone {
    fn color(self, theme: &Theme) -> Color32 {
        match self {
            Self::Rest => theme.wire,
            Self::Quiet => blend(theme.canvas, theme.wire, 0.5),
            Self::Ahead => blend(theme.canvas, theme.accent, 0.65),
            Self::Hovered => blend(theme.wire, theme.text, 0.55),
            Self::Lit => theme.accent,
        }
    }

    fn width(self) -> f32 {
        match self {
            Self::Rest | Self::Quiet => 1.6,
            Self::Ahead => 1.9,
            Self::Hovered | Self::Lit => 2.2,
        }
    }
}

/// What the wires of a frame are painted with.
pub struct WirePainter<'a> {
    /// For laying out text.
    pub painter: &'a Painter,
    /// The colours.
    pub theme: &'a Theme,
    /// Screen points per canvas unit.
    pub zoom: f32,
    /// The kept layouts.
    pub texts: &'a mut Texts,
    /// The mesh under construction.
    pub pen: &'a mut Pen,
    /// Finished shapes, in order.
    pub shapes: &'a mut Vec<Shape>,
}

impl<'a> WirePainter<'a> {
    /// A painter for one frame.
    pub fn new(
        painter: &'a Painter,
        theme: &'a Theme,
        zoom: f32,
        texts: &'a mut Texts,
        pen: &'a mut Pen,
        shapes: &'a mut Vec<Shape>,
    ) -> Self {
        Self { painter, theme, zoom, texts, pen, shapes }
    }

    /// From far away: a straight thread.
    pub fn thread(&mut self, from: Pos2, to: Pos2, tone: Tone) {
        let color = match tone {
            Tone::Rest => blend(self.theme.canvas, self.theme.wire, 0.75),
            other => other.color(self.theme),
        };
        let width = if matches!(tone, Tone::Lit | Tone::Hovered | Tone::Ahead) { 2.0 } else { 1.0 };
        self.pen.thread(from, to, width, color);
    }

    /// A curve with its arrow head; `points` on the screen.
    pub fn curve(&mut self, points: &[Pos2; PIECES + 1], tone: Tone) {
        let color = tone.color(self.theme);
        let width = tone.width() * self.zoom.clamp(0.5, 2.0);
        let head = 7.0 * self.zoom.clamp(0.45, 2.2);
        let tip = points[PIECES];
        let level = (points[0].y - tip.y).abs() < 0.5 && points[0].x < tip.x;
        let end = tip - vec2(head * 0.8, 0.0);
        if tone == Tone::Ahead {
            let mut all = *points;
            all[PIECES] = end;
            for dash in geometry::dashes(&all, 7.0 * self.zoom.max(0.4), 5.0 * self.zoom.max(0.4)) {
                self.pen.line(&dash, width, color);
            }
        } else if level {
            self.pen.line(&[points[0], end], width, color);
        } else if self.zoom < 0.3 {
            // A small curve looks as round with half the pieces.
            let mut few: [Pos2; PIECES / 2 + 1] = std::array::from_fn(|step| points[step * 2]);
            few[PIECES / 2] = end;
            self.pen.line(&few, width, color);
        } else {
            let mut all = *points;
            all[PIECES] = end;
            self.pen.line(&all, width, color);
        }
        self.pen.convex(&[tip, tip + vec2(-head, head * 0.55), tip + vec2(-head, -head * 0.55)], color);
    }

    /// The words of a branch on its wire; `at` is the middle of the chip, `room` its width in canvas units. True
    /// where there was no room for all of them.
    pub fn chip(&mut self, slot: Slot, text: &str, at: Pos2, room: f32, tone: Tone) -> bool {
        let lit = tone == Tone::Lit;
        let (color, ground, border) = match tone {
            Tone::Lit => (self.theme.accent, self.theme.accent_soft, blend(self.theme.card, self.theme.accent, 0.5)),
            Tone::Quiet => (blend(self.theme.canvas, self.theme.muted, 0.6), self.theme.canvas, self.theme.border),
            Tone::Ahead => (self.theme.accent, self.theme.canvas, blend(self.theme.canvas, self.theme.accent, 0.35)),
            Tone::Rest | Tone::Hovered => (self.theme.muted, self.theme.card, self.theme.border),
        };
        let weight = if lit { Weight::Medium } else { Weight::Regular };
        let galley =
            self.texts.line(self.painter.ctx(), slot, text, weight, line_size(self.zoom), (room - 16.0) * self.zoom);
        let height = (TAG_HEIGHT * self.zoom).max(galley.size().y + 4.0);
        let rect = self.pen.snap(Rect::from_center_size(at, vec2(galley.size().x + height * 0.9, height)));
        self.pen.bordered(rect, height * 0.5, ground, self.pen.hairline(1.0), border);
        self.flush();
        let is_cut = galley.elided;
        self.shapes.push(Shape::galley(rect.center() - galley.size() * 0.5, galley, color));
        is_cut
    }

    /// The end of a path: a short wire from the port and a tag that says what reports call it.
    /// `at` is the left middle of the tag; one that hangs has a stem down from its port. Returns where it lies.
    pub fn tag(&mut self, slot: Slot, text: &str, port: Pos2, at: Pos2, hangs: bool, tone: Tone) -> (Rect, bool) {
        let lit = tone == Tone::Lit;
        let line = if lit { self.theme.accent } else { blend(self.theme.canvas, tone.color(self.theme), 0.75) };
        let color = match tone {
            Tone::Lit => self.theme.accent,
            Tone::Quiet => blend(self.theme.canvas, self.theme.end, 0.6),
            Tone::Ahead => self.theme.accent,
            Tone::Rest | Tone::Hovered => self.theme.end,
        };
        let width = 1.4 * self.zoom.clamp(0.6, 2.0);
        if hangs {
            let bend = (5.0 * self.zoom).min(at.x - port.x);
            let stem = [
                port,
                pos2(port.x, at.y - bend),
                pos2(port.x + bend * 0.3, at.y - bend * 0.3),
                pos2(port.x + bend, at.y),
                at,
            ];
            self.pen.line(&stem, width, line);
        } else {
            self.pen.line(&geometry::wire(port, at), width, line);
        }
        let galley =
            self.texts.line(self.painter.ctx(), slot, text, Weight::Regular, line_size(self.zoom), 150.0 * self.zoom);
        let height = (TAG_HEIGHT * self.zoom).max(galley.size().y + 4.0);
        let icon = height * 0.72;
        let size = vec2(icon + galley.size().x + height * 0.75, height);
        let rect = self.pen.snap(Rect::from_min_size(pos2(at.x, at.y - height * 0.5), size));
        let ground = if lit { self.theme.accent_soft } else { self.theme.canvas };
        let border = if lit { self.theme.accent } else { self.theme.border };
        self.pen.bordered(rect, height * 0.5, ground, self.pen.hairline(1.0), border);
        Icon::End.draw(self.pen, pos2(rect.left() + height * 0.55, rect.center().y), icon, color);
        self.flush();
        let text_at = pos2(rect.left() + height * 0.3 + icon, rect.center().y - galley.size().y * 0.5);
        let is_cut = galley.elided;
        self.shapes.push(Shape::galley(text_at, galley, color));
        (rect, is_cut)
    }

    /// When the person of a test run reached a card, or will: a chip above its upper left corner.
    pub fn time(&mut self, text: &str, card: Rect, ahead: bool) {
        let font = crate::designer::theme::font((line_size(self.zoom) * 4.0).round() / 4.0, Weight::Medium);
        let color = if ahead { blend(self.theme.canvas, self.theme.accent, 0.8) } else { self.theme.accent };
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, color);
        let height = (TAG_HEIGHT * self.zoom).max(galley.size().y + 4.0);
        let size = vec2(galley.size().x + height * 0.9, height);
        let rect = Rect::from_center_size(pos2(card.left() - 6.0 * self.zoom, card.top() - height * 0.75), size);
        let rect = self.pen.snap(rect);
        let border = blend(self.theme.card, self.theme.accent, if ahead { 0.25 } else { 0.5 });
        let ground = if ahead { self.theme.canvas } else { self.theme.accent_soft };
        self.pen.bordered(rect, height * 0.5, ground, self.pen.hairline(1.0), border);
        self.flush();
        self.shapes.push(Shape::galley(rect.center() - galley.size() * 0.5, galley, color));
    }

    /// Puts the mesh so far among the shapes, so that what follows lies above it.
    pub fn flush(&mut self) {
        self.shapes.extend(self.pen.take());
    }
}
