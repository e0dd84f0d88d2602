//! The whole drawing in small, at the lower right: a click or drag in it moves the view.

use egui::accesskit::Role;
use egui::{CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

use super::{Canvas, CanvasInput};
use crate::designer::pen::Pen;
use crate::designer::theme::{CARD_RADIUS, Theme, blend};
use crate::designer::words::word;

/// Its size in points.
const SIZE: Vec2 = vec2(132.0, 78.0);
/// More cards than this are drawn as one tint per pixel column would show: every so manieth is enough.
const DRAWN: usize = 1_500;

impl Canvas {
    /// Paints the map where some of the journey is out of view; returns where it lies.
    pub(super) fn show_minimap(&mut self, ui: &Ui, input: &CanvasInput<'_>) -> Option<Rect> {
        let (viewport, bounds) = (self.viewport?, self.scene.bounds()?);
        let view = self.camera.rect_to_canvas(viewport);
        if view.contains_rect(bounds) || viewport.width() < 480.0 || viewport.height() < 260.0 {
            return None;
        }
        let theme = Theme::of(ui.ctx());
        let rect = Rect::from_min_size(viewport.right_bottom() - SIZE - Vec2::splat(12.0), SIZE);
        let stroke = Stroke::new(1.0, theme.border);
        ui.painter().rect(rect, CornerRadius::same(CARD_RADIUS), theme.panel, stroke, StrokeKind::Inside);
        let all = bounds.union(view).expand(40.0);
        let room = rect.shrink(8.0);
        let scale = (room.width() / all.width()).min(room.height() / all.height());
        let offset = room.center() - all.center().to_vec2() * scale;
        let place = |canvas: Rect| {
            Rect::from_min_max(
                (canvas.min.to_vec2() * scale + offset.to_vec2()).to_pos2(),
                (canvas.max.to_vec2() * scale + offset.to_vec2()).to_pos2(),
            )
        };
        self.draw_cards(ui, theme, input, &place);
        ui.painter().rect(
            place(view).intersect(rect.shrink(3.0)),
            CornerRadius::same(3),
            theme.accent.gamma_multiply(0.08),
            Stroke::new(1.0, theme.accent),
            StrokeKind::Inside,
        );
        let response = ui.interact(rect, ui.scope_id().with("minimap"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, word("canvas.minimap")));
        if (response.clicked() || response.dragged())
            && let Some(at) = response.interact_pointer_pos()
        {
            let canvas = ((at - offset) / scale).to_pos2();
            self.camera.set(canvas, viewport.center(), self.camera.zoom());
        }
        Some(rect)
    }

    fn draw_cards(&self, ui: &Ui, theme: &Theme, input: &CanvasInput<'_>, place: &dyn Fn(Rect) -> Rect) {
        let mut pen = Pen::new(ui.pixels_per_point());
        let pitch = self.scene.cards.len().div_ceil(DRAWN).max(1);
        for (number, card) in self.scene.cards.iter().enumerate().step_by(pitch) {
            let mut small = place(card.rect);
            // Never thinner than a hair, or a large journey would look empty.
            if small.width() < 2.0 || small.height() < 1.5 {
                small = Rect::from_center_size(small.center(), small.size().max(vec2(2.0, 1.5)));
            }
            let hue = blend(theme.panel, theme.family(card.family), 0.85);
            let selected = input.selection.activities.binary_search(self.scene.id(number)).is_ok();
            pen.quad(small, if selected { theme.accent } else { hue });
        }
        ui.painter().extend(pen.take());
    }
}
