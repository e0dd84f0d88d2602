//! Paints wires, their chips and the tags of ends.

use std::sync::Arc;

use egui::{Color32, Galley, Pos2, Rect, Shape, Vec2, pos2, vec2};

use super::brush::Brush;
use super::detail::line_size;
use super::geometry::{self, PIECES, TAG_HEIGHT};
use super::texts::Slot;
use crate::designer::icons::Icon;
use crate::designer::theme::{Theme, Weight, blend};
use crate::designer::words::phrase;
use crate::simulate::cover::Covered;

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
    /// What a problem speaks of that the person is looking at.
    Wrong,
    /// Selected, or on the path of a test run.
    Lit,
    /// A branch that somebody takes, that nobody can take, or of which that is not decided.
    Branch(Covered),
}

/// How many heights of a tag its sign and the air at both ends take.
const SIGN: f32 = 1.75;
/// Fewer letters of a name than these tell nobody which it is.
const LEAST_LETTERS: usize = 3;

impl Tone {
    fn color(self, theme: &Theme) -> Color32 {
        match self {
            Self::Rest => theme.wire,
            Self::Quiet => blend(theme.canvas, theme.wire, 0.5),
            Self::Ahead => blend(theme.canvas, theme.accent, 0.65),
            Self::Hovered => blend(theme.wire, theme.text, 0.55),
            Self::Wrong => theme.err,
            Self::Lit => theme.accent,
            Self::Branch(covered) => theme.covered(covered).0,
        }
    }

    /// Whether it is painted above what rests.
    pub fn stands_out(self) -> bool {
        !matches!(self, Self::Rest | Self::Quiet)
    }

    /// Dashes and the holes between them, where the line has some: forms tell what hues tell.
    fn dashes(self) -> Option<(f32, f32)> {
        match self {
            Self::Ahead => Some((7.0, 5.0)),
            Self::Branch(Covered::Impossible) => Some((2.5, 5.5)),
            Self::Branch(Covered::Open) => Some((9.0, 6.0)),
            _ => None,
        }
    }

    fn width(self) -> f32 {
        match self {
            Self::Rest | Self::Quiet => 1.6,
            Self::Ahead => 1.9,
            Self::Hovered | Self::Lit | Self::Wrong | Self::Branch(_) => 2.2,
        }
    }
}

impl Brush<'_> {
    /// From far away: a straight thread.
    pub fn thread(&mut self, from: Pos2, to: Pos2, tone: Tone) {
        let color = match tone {
            Tone::Rest => blend(self.theme.canvas, self.theme.wire, 0.75),
            other => other.color(self.theme),
        };
        let width = if tone.stands_out() { 2.0 } else { 1.0 };
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
        if let Some((dash, hole)) = tone.dashes() {
            let mut all = *points;
            all[PIECES] = end;
            for dash in geometry::dashes(&all, dash * self.zoom.max(0.4), hole * self.zoom.max(0.4)) {
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

    /// The words of a branch laid out for its chip, which is at most `room` canvas units wide, and the size of the
    /// chip.
    pub fn chip_words(&mut self, slot: Slot, text: &str, room: f32, tone: Tone) -> (Arc<Galley>, Vec2) {
        let weight = if tone == Tone::Lit { Weight::Medium } else { Weight::Regular };
        let galley =
            self.texts.line(self.painter.ctx(), slot, text, weight, line_size(self.zoom), (room - 16.0) * self.zoom);
        let height = (TAG_HEIGHT * self.zoom).max(galley.size().y + 4.0);
        let size = vec2(galley.size().x + height * 0.9, height);
        (galley, size)
    }

    /// The words of a branch with how many took it, or whether anybody can, as [`Brush::chip_words`] lays them out;
    /// these change all the time.
    pub fn noted_words(&self, text: &str, note: &str, room: f32) -> (Arc<Galley>, Vec2) {
        let font = crate::designer::theme::font((line_size(self.zoom) * 4.0).round() / 4.0, Weight::Medium);
        // A note is worth a little more room than a name alone.
        let line = self.noted(text, note, (room + 24.0) * self.zoom);
        let galley = self.painter.layout_no_wrap(line, font, Color32::PLACEHOLDER);
        let height = (TAG_HEIGHT * self.zoom).max(galley.size().y + 4.0);
        let size = vec2(galley.size().x + height * 0.9, height);
        (galley, size)
    }

    /// "gold member · 120": a name with a note behind it, of which the name gives way where both are too wide, and is
    /// left out where nothing of it could be read.
    fn noted(&self, name: &str, note: &str, width: f32) -> String {
        let font = crate::designer::theme::font((line_size(self.zoom) * 4.0).round() / 4.0, Weight::Medium);
        let wide =
            |text: &str| self.painter.layout_no_wrap(text.to_owned(), font.clone(), Color32::PLACEHOLDER).size().x;
        let with = |name: &str| phrase("live.took", &[("way", name), ("n", note)]);
        let whole = with(name);
        if wide(&whole) <= width {
            return whole;
        }
        let letters: Vec<char> = name.chars().collect();
        // As many letters as fit if all were alike; then fewer, until they do.
        let share = (width - wide(&with("…"))) / wide(name).max(1.0);
        let begins = ((letters.len() as f32 * share * 1.2) as usize).min(letters.len());
        let cut = |number: usize| format!("{}…", letters[..number].iter().collect::<String>().trim_end());
        let lines = (LEAST_LETTERS..=begins).rev().map(|number| with(&cut(number)));
        let mut fits = lines.filter(|line| wide(line) <= width);
        fits.next().unwrap_or_else(|| note.to_owned())
    }

    /// The same for the tag of an end, which has so much room.
    pub fn noted_end(&self, name: &str, note: &str, room: f32) -> String {
        // A little less than there is: texts are laid out for widths in steps.
        self.noted(name, note, (room - TAG_HEIGHT * SIGN) * self.zoom - line_size(self.zoom))
    }

    /// The words of a branch on its wire. Returns where they lie.
    pub fn chip(&mut self, words: Arc<Galley>, rect: Rect, tone: Tone) -> Rect {
        let (color, ground, border) = match tone {
            Tone::Lit => (self.theme.accent, self.theme.accent_soft, blend(self.theme.card, self.theme.accent, 0.5)),
            Tone::Quiet => (blend(self.theme.canvas, self.theme.muted, 0.6), self.theme.canvas, self.theme.border),
            Tone::Ahead => (self.theme.accent, self.theme.canvas, blend(self.theme.canvas, self.theme.accent, 0.35)),
            Tone::Wrong => (self.theme.err, self.theme.err_soft, blend(self.theme.card, self.theme.err, 0.5)),
            Tone::Branch(covered) => {
                let (color, ground) = self.theme.covered(covered);
                (color, ground, blend(self.theme.card, color, 0.5))
            }
            Tone::Rest | Tone::Hovered => (self.theme.muted, self.theme.card, self.theme.border),
        };
        let rect = self.pen.snap(rect);
        self.pen.bordered(rect, rect.height() * 0.5, ground, self.pen.hairline(1.0), border);
        self.flush();
        self.shapes.push(Shape::galley(rect.center() - words.size() * 0.5, words, color));
        rect
    }

    /// The end of a path: a short line from the port to a tag that says what reports call it, and begins with a plus,
    /// because here the journey goes on by one click; on the path of a test run it is an end.
    /// `at` is the left middle of the tag; one that hangs has a stem down from its port. Returns where it lies, and
    /// whether there was no room for all of its words.
    pub fn tag(
        &mut self,
        slot: Slot,
        text: &str,
        (port, at): (Pos2, Pos2),
        (hangs, room): (bool, f32),
        tone: Tone,
    ) -> (Rect, bool) {
        let line = match tone {
            Tone::Lit => self.theme.accent,
            tone => blend(self.theme.canvas, tone.color(self.theme), 0.75),
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
        let room = (room - TAG_HEIGHT * SIGN) * self.zoom;
        let galley = self.texts.line(self.painter.ctx(), slot, text, Weight::Regular, line_size(self.zoom), room);
        let height = (TAG_HEIGHT * self.zoom).max(galley.size().y + 4.0);
        let size = vec2(height * SIGN + galley.size().x, height);
        let rect = self.pen.snap(Rect::from_min_size(pos2(at.x, at.y - height * 0.5), size));
        let (theme, hairline) = (self.theme, self.pen.hairline(1.0));
        let (color, ground, border) = match tone {
            Tone::Lit => (theme.accent, theme.accent_soft, theme.accent),
            Tone::Hovered => (theme.text, theme.card, theme.accent),
            Tone::Ahead => (theme.accent, theme.canvas, theme.border),
            Tone::Quiet => (blend(theme.canvas, theme.end, 0.6), theme.canvas, theme.border),
            Tone::Branch(covered) => {
                let (color, ground) = theme.covered(covered);
                (color, ground, blend(theme.card, color, 0.5))
            }
            Tone::Rest | Tone::Wrong => (theme.end, theme.canvas, theme.border),
        };
        self.pen.bordered(rect, height * 0.5, ground, hairline, border);
        let sign = pos2(rect.left() + height * 0.5, rect.center().y);
        match tone {
            Tone::Rest | Tone::Hovered => self.plus(sign, height * 0.5, tone == Tone::Hovered),
            _ => Icon::End.draw(&mut self.pen, sign, height * 0.72, color),
        }
        self.flush();
        let text_at = pos2(rect.left() + height * 1.25, rect.center().y - galley.size().y * 0.5);
        let is_cut = galley.elided;
        self.shapes.push(Shape::galley(text_at, galley, color));
        (rect, is_cut)
    }

    /// The button at an open end.
    fn plus(&mut self, at: Pos2, radius: f32, hovered: bool) {
        let theme = self.theme;
        let (ground, color) = if hovered { (theme.accent, theme.on_accent) } else { (theme.accent_soft, theme.accent) };
        self.pen.disc(at, radius, if hovered { theme.accent } else { blend(theme.canvas, theme.accent, 0.55) });
        self.pen.disc(at, radius - self.pen.hairline(1.0), ground);
        Icon::Plus.draw(&mut self.pen, at, radius * 1.5, color);
    }

    /// When the person of a test run reached a card, or will: a chip above it that begins where it begins.
    pub fn time(&mut self, text: &str, card: Rect, ahead: bool) {
        let font = crate::designer::theme::font((line_size(self.zoom) * 4.0).round() / 4.0, Weight::Medium);
        let color = if ahead { blend(self.theme.canvas, self.theme.accent, 0.8) } else { self.theme.accent };
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, color);
        let height = (TAG_HEIGHT * self.zoom).max(galley.size().y + 4.0);
        let size = vec2(galley.size().x + height * 0.9, height);
        let rect = Rect::from_min_size(pos2(card.left(), card.top() - height - 5.0 * self.zoom), size);
        let rect = self.pen.snap(rect);
        let border = blend(self.theme.card, self.theme.accent, if ahead { 0.25 } else { 0.5 });
        let ground = if ahead { self.theme.canvas } else { self.theme.accent_soft };
        self.pen.bordered(rect, height * 0.5, ground, self.pen.hairline(1.0), border);
        self.flush();
        self.shapes.push(Shape::galley(rect.center() - galley.size() * 0.5, galley, color));
    }
}
