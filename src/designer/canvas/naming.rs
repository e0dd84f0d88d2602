//! The name of an end, written in its place: a field over the tag.

use egui::accesskit::Role;
use egui::{Area, Frame, Key, Margin, Modifiers, Order, Pos2, Ui, WidgetInfo, vec2};

use super::{Canvas, CanvasInput, told};
use crate::designer::requests::Requests;
use crate::designer::widgets;
use crate::designer::words::word;
use crate::edit::Edit;
use crate::journey::{ActivityId, Place, Port};

/// Width of the field in points.
const WIDTH: f32 = 200.0;

/// The field that is open.
#[derive(Debug)]
pub struct Naming {
    from: ActivityId,
    port: Port,
    at: Pos2,
    before: String,
    text: String,
    fresh: bool,
}

impl Canvas {
    /// Opens the field over a tag.
    pub(super) fn name_end(&mut self, tag: usize, input: &CanvasInput<'_>) {
        let (card, number) = (self.scene.tags[tag].from, self.scene.tags[tag].port);
        let Some(port) = self.scene.port(card, number).cloned() else { return };
        let from = self.scene.id(card).clone();
        let known = input.journey.ends.iter().find(|end| end.from == from && end.port == port);
        let text = known.map(|end| end.label.clone()).unwrap_or_default();
        let corner = self.tags.iter().find(|(known, _)| *known == tag).map(|(_, rect)| rect.left_center());
        let at = corner.unwrap_or_else(|| self.camera.to_screen(self.scene.cards[card].rect.left_bottom()));
        self.naming = Some(Naming { from, port, at, before: text.clone(), text, fresh: true });
    }

    pub(super) fn show_naming(&mut self, ui: &Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        let Some(mut naming) = self.naming.take() else { return };
        let (escapes, enters) =
            ui.input_mut(|i| (i.consume_key(Modifiers::NONE, Key::Escape), i.consume_key(Modifiers::NONE, Key::Enter)));
        let area = Area::new(ui.scope_id().with("name of an end"))
            .order(Order::Foreground)
            .constrain_to(self.viewport.unwrap_or(egui::Rect::EVERYTHING).shrink(4.0))
            .fixed_pos(naming.at - vec2(6.0, 20.0));
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style())
                .inner_margin(Margin::same(4))
                .show(ui, |ui| {
                    ui.set_width(WIDTH);
                    let field = widgets::text_field(ui, &mut naming.text, word("canvas.end"));
                    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, word("canvas.end_name")));
                    field
                })
                .inner
        });
        if naming.fresh {
            shown.inner.request_focus();
        }
        let leaves = enters || (shown.inner.lost_focus() && !naming.fresh);
        naming.fresh = false;
        if escapes {
            return;
        }
        if !leaves {
            self.naming = Some(naming);
            return;
        }
        let label = naming.text.trim().to_owned();
        if label != naming.before {
            let place = Place::activity(&input.journey.id, &naming.from);
            let step = std::slice::from_ref(&naming.from);
            let name = told::of_steps("canvas.rename_end", step, input.workspace, input.journey);
            let journey = input.journey.id.clone();
            let edit = Edit::SetEndLabel { journey, from: naming.from, port: naming.port, label };
            requests.edit(name, place, vec![edit]);
        }
    }
}
