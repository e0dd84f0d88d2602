//! What a remedy would change, drawn while the pointer rests on its button: the canvas shows the journey with it, what
//! is new or other stands out, what would go is dashed. Nothing is changed; the camera stays where it is.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Align2, CornerRadius, Rect, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::Canvas;
use super::scene::{Difference, Scene};
use crate::check::{Finding, Severity};
use crate::designer::session::{Preview, Session};
use crate::designer::theme::{BODY, CARD_RADIUS, CONTROL_RADIUS, SMALL, Theme, Weight, blend, font};
use crate::designer::words::{count, phrase, word};
use crate::journey::JourneyId;

/// A remedy that is shown.
pub(super) struct Shown {
    /// Which preview this is, and of which journey: its cards go by number.
    of: (u64, JourneyId),
    /// The drawing of the document.
    before: Scene,
    difference: Difference,
    /// What is said of it.
    title: String,
    outlook: String,
}

impl Canvas {
    /// The preview for this journey, where there is one.
    pub(super) fn previewed<'s>(session: &'s Session, journey: &JourneyId) -> Option<&'s Preview> {
        session.preview().filter(|preview| preview.workspace.journeys.contains_key(journey))
    }

    /// Takes note of what differs from the drawing of the document, which is given up for the preview.
    pub(super) fn compare(&mut self, preview: Option<&Preview>, journey: &JourneyId, before: Option<Scene>) {
        let Some(preview) = preview else {
            self.preview = None;
            return;
        };
        let of = (preview.revision, journey.clone());
        if self.preview.as_ref().is_some_and(|shown| shown.of == of) {
            return;
        }
        // From one remedy straight to the next one: the first one's drawing is not the document's.
        let before = before.or_else(|| self.preview.take().map(|shown| shown.before)).unwrap_or_default();
        let difference = self.scene.difference(&before);
        let is_problem = |finding: &&Arc<Finding>| !finding.to_do && finding.severity != Severity::Info;
        let left = preview.report.findings.iter().filter(is_problem).count();
        let outlook = match left {
            0 => word("canvas.preview.leaves_none").to_owned(),
            left => count("canvas.preview.leaves", left),
        };
        let title = phrase("canvas.preview.title", &[("remedy", &preview.title)]);
        self.preview = Some(Shown { of, before, difference, title, outlook });
    }

    /// Over the drawing: what the remedy changes.
    pub(super) fn paint_preview(&self, ui: &mut Ui) {
        let (Some(shown), Some(viewport)) = (&self.preview, self.viewport) else { return };
        let Difference { cards, wires, gone_cards, gone_wires, .. } = &shown.difference;
        let theme = Theme::of(ui.ctx());
        let zoom = self.camera.zoom();
        let painter = ui.painter();
        let dash = |points: &[egui::Pos2], color| Shape::dashed_line(points, Stroke::new(1.6, color), 5.0, 4.0);
        let radius = f32::from(CARD_RADIUS) * zoom;
        let going = theme.err;
        for wire in gone_wires {
            painter.extend(dash(&wire.map(|point| self.camera.to_screen(point)), going));
        }
        for (rect, title) in gone_cards {
            let rect = self.camera.rect_to_screen(*rect);
            painter.rect_filled(rect, radius, blend(theme.canvas, going, 0.08));
            painter.extend(dash(&outline(rect), going));
            if zoom > 0.4 {
                let clipped = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
                let font = font(BODY * zoom, Weight::Medium);
                clipped.text(rect.left_center() + vec2(12.0 * zoom, 0.0), Align2::LEFT_CENTER, title, font, going);
            }
        }
        for &wire in wires {
            let points = self.scene.wires[wire].points.map(|point| self.camera.to_screen(point));
            painter.add(Shape::line(points.to_vec(), Stroke::new(2.4, theme.accent)));
        }
        for &card in cards {
            let rect = self.camera.rect_to_screen(self.scene.cards[card].rect).expand(3.0);
            painter.rect_stroke(rect, radius + 3.0, Stroke::new(2.0, theme.accent), egui::StrokeKind::Middle);
        }
        let places: Vec<Rect> = shown.difference.places(&self.scene).collect();
        let in_view = |place: &Rect| self.camera.rect_to_screen(*place).intersects(viewport);
        let whereabouts = match places.is_empty() {
            true => word("canvas.preview.unseen"),
            false if !places.iter().any(in_view) => word("canvas.preview.beyond"),
            false => "",
        };
        banner(ui, viewport, &shown.title, &[shown.outlook.as_str(), whereabouts].join(" "));
    }
}

/// At the top of the canvas: what is only a preview must not be taken for the document.
fn banner(ui: &mut Ui, viewport: Rect, title: &str, text: &str) {
    let theme = Theme::of(ui.ctx());
    let painter = ui.painter();
    let title_line = painter.layout_no_wrap(title.to_owned(), font(BODY, Weight::SemiBold), theme.accent);
    let text_line = painter.layout_no_wrap(text.trim().to_owned(), font(SMALL, Weight::Regular), theme.muted);
    let size = vec2(title_line.size().x.max(text_line.size().x) + 28.0, 46.0);
    let rect = Rect::from_center_size(pos2(viewport.center().x, viewport.top() + 16.0 + size.y * 0.5), size);
    let stroke = Stroke::new(1.0, theme.accent);
    painter.rect(rect, CornerRadius::same(CONTROL_RADIUS), theme.panel, stroke, egui::StrokeKind::Inside);
    let left = rect.left_top() + vec2(14.0, 6.0);
    let below = left + vec2(0.0, title_line.size().y + 2.0);
    painter.galley(left, title_line, theme.accent);
    painter.galley(below, text_line, theme.muted);
    let response = ui.interact(rect, ui.scope_id().with("preview"), egui::Sense::hover());
    let said = format!("{title}. {}", text.trim());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
}

fn outline(rect: Rect) -> [egui::Pos2; 5] {
    [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()]
}
