//! Icons: drawn by us from strokes on a grid of 24 units, painted as geometry, so that they are sharp at
//! every zoom and scale. A family is always hue and icon and word, never hue alone.

mod drawings;

use egui::{Color32, Painter, Pos2, Rect, Vec2, pos2};

use super::pen::Pen;
use crate::edit::Stencil;
use crate::journey::{Kind, Medium, Test};

pub use drawings::Icon;
use drawings::Part;

/// Units along each side of the grid.
const GRID: f32 = 24.0;
/// Width of a stroke in grid units.
const STROKE: f32 = 1.9;

impl Icon {
    /// The icon of what an activity does.
    pub fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Event(_) => Self::Event,
            Kind::BusinessEvent(_) => Self::BusinessEvent,
            Kind::AudienceQualification(_) => Self::AudienceQualification,
            Kind::ReadAudience(_) => Self::ReadAudience,
            Kind::Reaction(_) => Self::Reaction,
            Kind::Wait(_) => Self::Wait,
            Kind::Condition(condition) => match condition.test {
                Test::Experiment(_) => Self::Experiment,
                Test::Targeting(_) => Self::Targeting,
                _ => Self::Condition,
            },
            Kind::ContentDecision(_) => Self::ContentDecision,
            Kind::DatasetLookup(_) => Self::DatasetLookup,
            Kind::Jump(_) => Self::Jump,
            Kind::Message(message) => Self::of_medium(message.medium),
            Kind::MultiAction(_) => Self::MultiAction,
            Kind::CustomAction(_) => Self::CustomAction,
            Kind::Campaign(_) => Self::Campaign,
            Kind::UpdateProfile(_) => Self::UpdateProfile,
        }
    }

    /// The icon of an entry of the palette.
    pub fn of_stencil(stencil: Stencil) -> Self {
        match stencil {
            Stencil::Event | Stencil::WaitForEvent => Self::Event,
            Stencil::BusinessEvent => Self::BusinessEvent,
            Stencil::AudienceQualification => Self::AudienceQualification,
            Stencil::ReadAudience => Self::ReadAudience,
            Stencil::Wait => Self::Wait,
            Stencil::DataCondition | Stencil::TimeCondition | Stencil::DateCondition => Self::Condition,
            Stencil::Split => Self::Split,
            Stencil::Experiment => Self::Experiment,
            Stencil::Targeting => Self::Targeting,
            Stencil::ProfileCap => Self::Person,
            Stencil::Reaction => Self::Reaction,
            Stencil::ContentDecision => Self::ContentDecision,
            Stencil::DatasetLookup => Self::DatasetLookup,
            Stencil::Jump => Self::Jump,
            Stencil::Email => Self::Email,
            Stencil::Sms => Self::Sms,
            Stencil::Push => Self::Push,
            Stencil::WhatsApp => Self::WhatsApp,
            Stencil::DirectMail => Self::DirectMail,
            Stencil::InApp => Self::InApp,
            Stencil::Web => Self::Web,
            Stencil::CodeBased => Self::CodeBased,
            Stencil::ContentCard => Self::ContentCard,
            Stencil::MultiAction => Self::MultiAction,
            Stencil::CustomAction => Self::CustomAction,
            Stencil::CampaignV7 | Stencil::CampaignV8 | Stencil::CampaignStandard => Self::Campaign,
            Stencil::UpdateProfile => Self::UpdateProfile,
        }
    }

    /// The icon of what carries a message.
    pub fn of_medium(medium: Medium) -> Self {
        match medium {
            Medium::Email => Self::Email,
            Medium::Sms => Self::Sms,
            Medium::Push => Self::Push,
            Medium::DirectMail => Self::DirectMail,
            Medium::WhatsApp => Self::WhatsApp,
            Medium::InApp => Self::InApp,
            Medium::Web => Self::Web,
            Medium::CodeBased => Self::CodeBased,
            Medium::ContentCard => Self::ContentCard,
        }
    }

    /// Paints the icon into the middle of the rectangle, as large as its shorter side.
    pub fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let mut pen = Pen::new(painter.pixels_per_point());
        self.draw(&mut pen, rect.center(), rect.width().min(rect.height()), color);
        if let Some(shape) = pen.take() {
            painter.add(shape);
        }
    }

    /// Draws the icon around a point, `size` points wide.
    pub fn draw(self, pen: &mut Pen, center: Pos2, size: f32, color: Color32) {
        let grid = Placed { origin: center - Vec2::splat(size * 0.5), unit: size / GRID };
        for part in self.parts() {
            grid.draw(pen, part, color);
        }
    }
}

/// Where the grid lies on the screen.
struct Placed {
    origin: Pos2,
    unit: f32,
}

impl Placed {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.origin + Vec2::new(x, y) * self.unit
    }

    fn draw(&self, pen: &mut Pen, part: &Part, color: Color32) {
        let width = STROKE * self.unit;
        match *part {
            Part::Line(points) => {
                let points: Vec<Pos2> = points.iter().map(|point| self.at(*point)).collect();
                pen.round_line(&points, width, color);
            }
            Part::Loop(points) => {
                let points: Vec<Pos2> = points.iter().map(|point| self.at(*point)).collect();
                pen.outline(&points, width, color);
            }
            Part::Fill(points) => {
                let points: Vec<Pos2> = points.iter().map(|point| self.at(*point)).collect();
                pen.convex(&points, color);
            }
            Part::Circle(x, y, radius) => pen.ring(self.at((x, y)), radius * self.unit, width, color),
            Part::Dot(x, y, radius) => pen.disc(self.at((x, y)), radius * self.unit, color),
            Part::Arc(x, y, radius, from, to) => pen.round_line(&self.arc((x, y), radius, from, to), width, color),
            Part::Box(x, y, w, h, radius) => pen.outline(&self.round_box((x, y), (w, h), radius), width, color),
        }
    }

    /// Points of an arc, angles in degrees clockwise from the right.
    fn arc(&self, center: (f32, f32), radius: f32, from: f32, to: f32) -> Vec<Pos2> {
        let steps = ((to - from).abs() / 15.0).ceil().max(2.0) as u32;
        (0..=steps)
            .map(|step| {
                let angle = (from + (to - from) * step as f32 / steps as f32).to_radians();
                self.at((center.0 + radius * angle.cos(), center.1 + radius * angle.sin()))
            })
            .collect()
    }

    fn round_box(&self, (x, y): (f32, f32), (w, h): (f32, f32), radius: f32) -> Vec<Pos2> {
        let corners = [(x + radius, y + radius, 180.0), (x + w - radius, y + radius, 270.0)];
        let lower = [(x + w - radius, y + h - radius, 0.0), (x + radius, y + h - radius, 90.0)];
        corners
            .into_iter()
            .chain(lower)
            .flat_map(|(cx, cy, from)| self.arc((cx, cy), radius, from, from + 90.0))
            .collect()
    }
}

/// A tinted tile with an icon in it, as on cards and in the palette; `size` points wide.
pub fn tile(pen: &mut Pen, center: Pos2, size: f32, icon: Icon, hue: Color32, ground: Color32) {
    let rect = Rect::from_center_size(center, Vec2::splat(size));
    pen.rounded(rect, size * 0.25, ground);
    icon.draw(pen, pos2(center.x, center.y), size * 0.62, hue);
}
