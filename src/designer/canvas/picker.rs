//! The list of steps that opens where something is to be added: at a dropped wire, at a port, on a wire, or
//! with Tab. Typing narrows it, the arrows choose, Enter adds.

use egui::accesskit::Role;
use egui::{Align2, Area, Frame, Key, Modifiers, Order, Pos2, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::{Canvas, CanvasInput};
use crate::designer::icons::{self, Icon};
use crate::designer::pen::Pen;
use crate::designer::requests::Requests;
use crate::designer::theme::{BODY, CONTROL_RADIUS, Theme, Weight, font};
use crate::designer::widgets;
use crate::designer::words::word;
use crate::edit::{Spot, Stencil};

/// Width of the list in points.
pub const WIDTH: f32 = 260.0;
/// Height of its rows.
const ROW: f32 = 34.0;

/// The open list.
#[derive(Debug)]
pub struct Picker {
    spot: Spot,
    at: Pos2,
    query: String,
    chosen: usize,
    fresh: bool,
}

impl Picker {
    /// A list at a screen point; what is chosen goes to the spot.
    pub fn new(spot: Spot, at: Pos2) -> Self {
        Self { spot, at, query: String::new(), chosen: 0, fresh: true }
    }

    /// The entries that fit the place and the words typed, in the palette's order.
    fn entries(&self, is_empty: bool) -> Vec<Stencil> {
        let follows = !matches!(self.spot, Spot::At { .. });
        let fits = |stencil: &Stencil| match (follows, is_empty) {
            (true, _) => !stencil.only_begins() && *stencil != Stencil::ReadAudience,
            // An empty journey begins with an entry.
            (false, true) => stencil.family() == crate::journey::Family::Entry,
            (false, false) => true,
        };
        let query = self.query.to_lowercase();
        let named = |stencil: &Stencil| {
            let text = format!("{} {}", stencil.name(), word(&format!("find.{}", stencil.key()))).to_lowercase();
            query.split_whitespace().all(|part| text.contains(part))
        };
        let mut entries: Vec<Stencil> = Stencil::ALL.into_iter().filter(fits).filter(named).collect();
        if follows {
            // In mid-journey, what usually begins one is the rarest wish.
            entries.sort_by_key(|stencil| stencil.family() == crate::journey::Family::Entry);
        }
        entries
    }
}

enum Outcome {
    Open,
    Closed,
    Chosen(Stencil),
}

impl Canvas {
    pub(super) fn show_picker(&mut self, ui: &Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        let Some(mut picker) = self.picker.take() else { return };
        match picker.show(ui, input, self.viewport.unwrap_or(Rect::EVERYTHING)) {
            Outcome::Open => self.picker = Some(picker),
            // The second click of a double click closes the list that the first one has opened.
            Outcome::Closed if ui.input(|i| i.pointer.button_double_clicked(egui::PointerButton::Primary)) => {
                self.look(ui.input(|i| i.pointer.latest_pos()));
                self.double_click(input, requests);
            }
            Outcome::Closed => {}
            Outcome::Chosen(stencil) => self.add(stencil, &picker.spot, input, requests),
        }
    }
}

impl Picker {
    fn show(&mut self, ui: &Ui, input: &CanvasInput<'_>, viewport: Rect) -> Outcome {
        let keys = ui.input_mut(|i| {
            let mut key = |key| i.consume_key(Modifiers::NONE, key);
            [key(Key::Escape), key(Key::ArrowDown), key(Key::ArrowUp), key(Key::Enter), key(Key::Tab)]
        });
        let entries = self.entries(input.journey.activities.is_empty());
        let last = entries.len().saturating_sub(1);
        self.chosen = match keys {
            [_, true, ..] => (self.chosen + 1).min(last),
            [_, _, true, ..] => self.chosen.saturating_sub(1),
            _ => self.chosen.min(last),
        };
        let area = Area::new(ui.scope_id().with("picker"))
            .order(Order::Foreground)
            .pivot(Align2::LEFT_TOP)
            .constrain_to(viewport.shrink(8.0))
            .fixed_pos(self.at);
        let mut outcome = Outcome::Open;
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(WIDTH);
                if let Some(stencil) = self.contents(ui, &entries, keys[1] || keys[2]) {
                    outcome = Outcome::Chosen(stencil);
                }
            });
        });
        let outside = ui.input(|i| i.pointer.any_pressed())
            && ui.input(|i| i.pointer.interact_pos()).is_some_and(|at| !shown.response.rect.contains(at));
        if keys[0] || keys[4] || (outside && !self.fresh) {
            outcome = Outcome::Closed;
        } else if keys[3]
            && let Some(stencil) = entries.get(self.chosen)
        {
            outcome = Outcome::Chosen(*stencil);
        }
        self.fresh = false;
        outcome
    }

    fn contents(&mut self, ui: &mut Ui, entries: &[Stencil], scrolls: bool) -> Option<Stencil> {
        let title = match self.spot {
            Spot::At { .. } => word("canvas.add_here"),
            Spot::Into(_) => word("canvas.add_into"),
            Spot::After { .. } | Spot::Drop { .. } => word("canvas.add_after"),
        };
        let label = widgets::section(ui, title);
        let field = widgets::text_field(ui, &mut self.query, word("canvas.add_hint")).labelled_by(label.id);
        if self.fresh {
            field.request_focus();
        }
        if field.changed() {
            self.chosen = 0;
        }
        let mut picked = None;
        ScrollArea::vertical().max_height(9.0 * ROW).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if entries.is_empty() {
                widgets::hint_line(ui, word("canvas.add_nothing"));
            }
            for (number, stencil) in entries.iter().enumerate() {
                if self.row(ui, *stencil, number == self.chosen, scrolls) {
                    picked = Some(*stencil);
                }
            }
        });
        picked
    }

    fn row(&self, ui: &mut Ui, stencil: Stencil, chosen: bool, scrolls: bool) -> bool {
        let theme = Theme::of(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, chosen, stencil.name()));
        if chosen || response.hovered() {
            let ground = if chosen { theme.accent_soft } else { theme.hover };
            ui.painter().rect_filled(rect, f32::from(CONTROL_RADIUS), ground);
        }
        let hue = theme.family(stencil.family());
        let mut pen = Pen::new(ui.pixels_per_point());
        let tile = rect.left_center() + Vec2::new(20.0, 0.0);
        icons::tile(&mut pen, tile, 24.0, Icon::of_stencil(stencil), hue, theme.tile(hue));
        ui.painter().extend(pen.take());
        let at = rect.left_center() + vec2(42.0, 0.0);
        ui.painter().text(at, Align2::LEFT_CENTER, stencil.name(), font(BODY, Weight::Regular), theme.text);
        if chosen && scrolls {
            response.scroll_to_me(None);
        }
        response.clicked()
    }
}
