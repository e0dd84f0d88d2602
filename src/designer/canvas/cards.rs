//! Paints cards, at every level of detail.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::brush::Brush;
use super::detail::{Detail, has_line, line_size, title_size};
use super::input::Marks;
use super::path::Stage;
use super::scene::Card;
use super::texts::Slot;
use crate::designer::icons;
use crate::designer::theme::{CARD_RADIUS, Theme, Weight, blend};

/// Height of a badge in canvas units.
const BADGE: f32 = 18.0;

/// How a card stands out, or recedes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Emphasis {
    /// Selected.
    pub selected: bool,
    /// Under the pointer.
    pub hovered: bool,
    /// How it stands to the path of the test run.
    pub stage: Stage,
    /// Where the person of the test run is now.
    pub now: bool,
    /// Its step failed in the test run.
    pub failed: bool,
    /// The search has found it.
    pub found: bool,
    /// A wire that is being drawn may end here.
    pub fits: bool,
    /// A wire that is being drawn would end here.
    pub target: bool,
    /// How far it recedes towards the ground, 0 to 1.
    pub faded: f32,
}

impl Brush<'_> {
    /// From far away: a coloured rectangle. All of a frame's cards are one mesh.
    pub fn far(&mut self, card: &Card, rect: Rect, marks: Option<&Marks>, emphasis: Emphasis) {
        let hue = self.fade(self.far_hue(card, marks, emphasis), emphasis.faded);
        self.cut |= emphasis.hovered;
        self.pen.quad(rect, hue);
    }

    fn far_hue(&self, card: &Card, marks: Option<&Marks>, emphasis: Emphasis) -> Color32 {
        match marks {
            _ if emphasis.failed => self.theme.err,
            _ if emphasis.selected || emphasis.now || emphasis.target || emphasis.found => self.theme.accent,
            _ if emphasis.stage == Stage::Passed => blend(self.theme.canvas, self.theme.accent, 0.72),
            Some(marks) if marks.errors > 0 => self.theme.err,
            _ => blend(self.theme.canvas, self.theme.family(card.family), 0.72),
        }
    }

    /// A tinted card in its hue, the title in it where there is room.
    pub fn small(&mut self, number: u32, card: &Card, rect: Rect, marks: Option<&Marks>, emphasis: Emphasis) {
        let rect = self.pen.snap(rect);
        let radius = f32::from(CARD_RADIUS) * self.zoom;
        let hue = self.theme.family(card.family);
        let ground =
            self.fade(blend(self.theme.card, hue, if self.theme.is_dark { 0.20 } else { 0.12 }), emphasis.faded);
        let (border, width) = match marks {
            _ if emphasis.failed => (self.theme.err, 2.0),
            _ if emphasis.selected || emphasis.now || emphasis.target || emphasis.found => (self.theme.accent, 2.0),
            _ if emphasis.stage == Stage::Passed || emphasis.fits => (self.theme.accent, 1.2),
            Some(marks) if marks.errors > 0 => (self.theme.err, 1.5),
            _ if emphasis.hovered => (hue, 1.5),
            _ => (blend(self.theme.card, hue, 0.45), 1.0),
        };
        self.cut |= emphasis.hovered;
        let width = self.pen.hairline(width);
        self.pen.bordered(rect, radius, ground, width, self.fade(border, emphasis.faded));
        if Detail::at(self.zoom) >= Detail::Title {
            let size = title_size(self.zoom);
            let room = rect.width() - 8.0;
            let galley =
                self.texts.line(self.painter.ctx(), Slot::Title(number), &card.title, Weight::Medium, size, room);
            let at = pos2(rect.left() + 4.0, rect.center().y - galley.size().y * 0.5);
            self.flush();
            let color = self.fade(self.theme.text, emphasis.faded);
            self.shapes.push(Shape::galley(at, galley, color));
        }
        if let Some(marks) = marks.filter(|marks| marks.errors + marks.warnings > 0) {
            let color = if marks.errors > 0 { self.theme.err } else { self.theme.warn };
            self.pen.disc(rect.right_top(), (5.0 * self.zoom).max(2.5), self.fade(color, emphasis.faded));
        }
    }

    /// The whole card.
    pub fn full(&mut self, number: u32, card: &Card, rect: Rect, marks: Option<&Marks>, emphasis: Emphasis) {
        let rect = self.pen.snap(rect);
        self.body(rect, marks, emphasis);
        let zoom = self.zoom;
        let hue = self.theme.family(card.family);
        let tile = pos2(rect.left() + 24.0 * zoom, rect.center().y);
        let ground = self.fade(self.theme.tile(hue), emphasis.faded);
        let hue = self.fade(hue, emphasis.faded);
        icons::tile(&mut self.pen, tile, 28.0 * zoom, card.icon, hue, ground);
        self.flush();
        self.words(number, card, rect, emphasis);
        if let Some(marks) = marks {
            self.badge(rect, *marks, emphasis);
        }
    }

    fn body(&mut self, rect: Rect, marks: Option<&Marks>, emphasis: Emphasis) {
        let (theme, zoom) = (self.theme, self.zoom);
        let radius = f32::from(CARD_RADIUS) * zoom;
        if emphasis.faded < 0.5 {
            self.pen.soft(rect.translate(vec2(0.0, 1.5 * zoom)), radius, 7.0 * zoom, theme.shadow);
        }
        let lit = emphasis.selected || emphasis.now || emphasis.target;
        if lit {
            let halo = theme.accent.gamma_multiply(if theme.is_dark { 0.24 } else { 0.16 });
            self.pen.rounded(rect.expand(3.0 * zoom.max(0.7)), radius + 3.0 * zoom, halo);
        }
        let has_error = marks.is_some_and(|marks| marks.errors > 0);
        let (border, width) = match () {
            () if emphasis.failed => (theme.err, 2.0),
            () if lit => (theme.accent, 2.0),
            () if emphasis.found => (theme.accent, 1.5),
            () if emphasis.stage == Stage::Passed || emphasis.fits => (blend(theme.card, theme.accent, 0.75), 1.5),
            () if emphasis.stage == Stage::Ahead => (blend(theme.card, theme.accent, 0.45), 1.0),
            () if has_error => (blend(theme.card, theme.err, 0.65), 1.0),
            () if emphasis.hovered => (theme.border_strong, 1.0),
            () => (theme.border, 1.0),
        };
        let width = self.pen.hairline(width * zoom.max(1.0));
        self.pen.bordered(
            rect,
            radius,
            self.fade(theme.card, emphasis.faded),
            width,
            self.fade(border, emphasis.faded),
        );
    }

    fn words(&mut self, number: u32, card: &Card, rect: Rect, emphasis: Emphasis) {
        let (theme, zoom) = (self.theme, self.zoom);
        let left = rect.left() + 48.0 * zoom;
        let room = rect.right() - 12.0 * zoom - left;
        let context = self.painter.ctx();
        let title =
            self.texts.line(context, Slot::Title(number), &card.title, Weight::SemiBold, title_size(zoom), room);
        let color = self.fade(theme.text, emphasis.faded);
        self.cut |= emphasis.hovered && title.elided;
        if card.line.is_empty() || !has_line(zoom) {
            let top = rect.center().y - title.size().y * 0.5;
            self.shapes.push(Shape::galley(pos2(left, top), title, color));
            return;
        }
        let line = self.texts.line(context, Slot::Line(number), &card.line, Weight::Regular, line_size(zoom), room);
        self.cut |= emphasis.hovered && line.elided;
        let gap = 1.0 * zoom;
        let top = rect.center().y - (title.size().y + line.size().y + gap) * 0.5;
        let below = top + title.size().y + gap;
        self.shapes.push(Shape::galley(pos2(left, top), title, color));
        self.shapes.push(Shape::galley(pos2(left, below), line, self.fade(theme.muted, emphasis.faded)));
    }

    /// The number of findings at the upper right corner: a disc for errors, a rounded square for warnings,
    /// a ring for what is not filled in yet. Form and number say what colour says.
    fn badge(&mut self, rect: Rect, marks: Marks, emphasis: Emphasis) {
        let (theme, zoom) = (self.theme, self.zoom);
        let (count, fill, text) = match marks {
            Marks { errors: 1.., .. } => (marks.errors, theme.err, theme.on_accent),
            Marks { warnings: 1.., .. } => (marks.warnings, theme.warn, theme.on_accent),
            Marks { to_dos: 1.., .. } => (marks.to_dos, theme.card, theme.muted),
            _ => return,
        };
        let height = (BADGE * zoom).max(13.0);
        let galley = self.number(count, (height * 0.62).max(8.0), self.fade(text, emphasis.faded));
        let width = (galley.size().x + height * 0.5).max(height);
        let badge =
            self.pen.snap(Rect::from_center_size(rect.right_top() + vec2(-3.0, 3.0) * zoom, vec2(width, height)));
        let radius = if marks.errors == 0 && marks.warnings > 0 { height * 0.3 } else { height * 0.5 };
        let ring = self.pen.hairline(1.5 * zoom.clamp(0.7, 2.0));
        self.pen.rounded(badge.expand(ring), radius + ring, theme.canvas);
        if marks.errors + marks.warnings == 0 {
            self.pen.bordered(badge, radius, theme.card, self.pen.hairline(1.0), theme.border_strong);
        } else {
            self.pen.rounded(badge, radius, self.fade(fill, emphasis.faded));
        }
        self.flush();
        self.shapes.push(Shape::galley(badge.center() - galley.size() * 0.5, galley, text));
    }

    fn number(&self, number: usize, size: f32, color: Color32) -> std::sync::Arc<egui::Galley> {
        let font = crate::designer::theme::font((size * 4.0).round() / 4.0, Weight::SemiBold);
        self.painter.layout_no_wrap(if number > 99 { "99+".to_owned() } else { number.to_string() }, font, color)
    }

    /// A step that failed in the test run: a cross in a red disc at the lower right corner, never so small that it
    /// could not be seen.
    pub fn failure(&mut self, rect: Rect) {
        let radius = (9.0 * self.zoom).max(4.5);
        let at = rect.right_bottom() - vec2(3.0, 3.0) * self.zoom;
        self.pen.disc(at, radius + self.pen.hairline(1.5), self.theme.canvas);
        self.pen.disc(at, radius, self.theme.err);
        let (arm, width) = (radius * 0.42, (radius * 0.24).max(1.0));
        for slant in [vec2(arm, arm), vec2(arm, -arm)] {
            self.pen.line(&[at - slant, at + slant], width, self.theme.on_accent);
        }
        self.flush();
    }

    /// A dot at a port. Under the pointer it grows and shows that something can be added here.
    pub fn port(&mut self, at: Pos2, hovered: bool) {
        let (theme, size) = (self.theme, self.zoom.clamp(0.7, 2.0));
        let radius = if hovered { 8.0 } else { 4.5 } * size;
        self.pen.disc(at, radius + 1.5 * size, theme.accent);
        self.pen.disc(at, radius, if hovered { theme.accent } else { theme.card });
        if hovered {
            icons::Icon::Plus.draw(&mut self.pen, at, radius * 1.5, theme.on_accent);
        }
        self.flush();
    }
}

/// A marquee, or anything else that is only an outline over the canvas.
pub fn frame(painter: &Painter, theme: &Theme, rect: Rect) {
    let stroke = Stroke::new(1.0, theme.accent);
    painter.rect(rect, 2.0, theme.accent.gamma_multiply(0.10), stroke, egui::StrokeKind::Inside);
}
