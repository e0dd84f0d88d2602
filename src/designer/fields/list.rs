//! The list that opens under a box, and its lines.

use egui::{Align2, EventFilter, Frame, Id, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::walked;

/// The popup under a dropdown, as wide as the dropdown.
pub fn list(response: &Response, draw: impl FnOnce(&mut Ui)) {
    list_of(response, 0.0, draw);
}

/// The popup under a dropdown that may be narrower than what it lists: at least so wide.
pub fn list_of(response: &Response, least: f32, draw: impl FnOnce(&mut Ui)) {
    let outer = response.rect.width().max(least);
    egui::Popup::menu(response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .width(outer)
        .gap(4.0)
        .show(|ui| {
            keep_on_top(ui);
            ui.set_width(outer - Frame::popup(ui.style()).total_margin().sum().x);
            // Escape closes the list and nothing more: what is selected on the canvas stays selected.
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
                ui.close();
            }
            let opens = Rows::begin(ui, response.id);
            draw(ui);
            Rows::end(ui, opens);
            // Whoever took a line by the keyboard goes on from the box.
            if ui.will_parent_close() && !ui.input(|input| input.pointer.any_click()) {
                response.request_focus();
            }
        });
}

/// The lines of the list that is open. Where no search box walks through them, the keyboard does: it goes to the line
/// that is chosen, or to the first one, and the arrows take it on.
#[derive(Clone, Debug, Default)]
struct Rows {
    /// The box under which they stand.
    of: Option<Id>,
    /// When they were drawn last.
    drawn: u64,
    is_drawing: bool,
    /// A search box has the keyboard.
    is_searched: bool,
    /// From the top to the bottom, with whether they are chosen.
    lines: Vec<(Id, bool)>,
    /// The line that comes into view.
    next: Option<Id>,
}

impl Rows {
    fn with<R>(ui: &Ui, change: impl FnOnce(&mut Self) -> R) -> R {
        ui.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("lines of the open list"))))
    }

    /// Before the list is drawn; true where it was not there in the frame before.
    fn begin(ui: &Ui, of: Id) -> bool {
        let now = ui.ctx().cumulative_pass_nr();
        let before = Self::with(ui, |rows| {
            let next = Self { of: Some(of), drawn: now, is_drawing: true, ..Self::default() };
            std::mem::replace(rows, next)
        });
        if before.of != Some(of) || before.drawn + 2 < now {
            return true;
        }
        let lit = ui.memory(|memory| before.lines.iter().position(|(line, _)| memory.has_focus(*line)));
        let next = lit.filter(|_| !before.is_searched).and_then(|lit| walked(ui.ctx(), lit, before.lines.len()));
        if let Some((line, _)) = next.and_then(|next| before.lines.get(next)) {
            ui.memory_mut(|memory| memory.request_focus(*line));
            Self::with(ui, |rows| rows.next = Some(*line));
        }
        false
    }

    fn line(ui: &Ui, response: &Response, is_chosen: bool) {
        let is_next = Self::with(ui, |rows| {
            if rows.is_drawing {
                rows.lines.push((response.id, is_chosen));
            }
            rows.is_drawing && rows.next == Some(response.id)
        });
        if is_next {
            response.scroll_to_me(None);
        }
        if response.has_focus() {
            let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
    }

    fn end(ui: &Ui, opens: bool) {
        let first = Self::with(ui, |rows| {
            rows.is_drawing = false;
            let chosen = rows.lines.iter().find(|(_, is_chosen)| *is_chosen).or(rows.lines.first());
            let first = chosen.filter(|_| opens && !rows.is_searched).map(|(line, _)| *line);
            rows.next = first;
            first
        });
        if let Some(line) = first {
            ui.memory_mut(|memory| memory.request_focus(line));
        }
    }
}

/// The list has a search box that walks through it.
pub fn walks_by_itself(ui: &Ui) {
    Rows::with(ui, |rows| rows.is_searched = true);
}

/// Keeps a popup above the dialog in which it opens. The press that opens it raises the dialog too; where both happen
/// in one frame, the one that was lower before would stay lower.
pub fn keep_on_top(popup: &Ui) {
    popup.ctx().move_to_top(popup.layer_id());
}

/// A line of a list.
pub fn entry(ui: &mut Ui, selected: bool, text: &str) -> Response {
    line(ui, (selected, false), text, "")
}

/// A line of a list that cannot be chosen, with the reason below it.
pub fn refused_entry(ui: &mut Ui, text: &str, why: &str) {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::hover());
    let room = rect.shrink2(vec2(8.0, 4.0));
    let said = |text: &str, size: f32| {
        ui.painter().layout_job(theme::one_line(text, theme::font(size, Weight::Regular), theme.faint, room.width()))
    };
    ui.painter().galley(room.min, said(text, theme::BODY), theme.faint);
    let why_line = said(why, theme::SMALL);
    ui.painter().galley(pos2(room.left(), room.bottom() - why_line.size().y), why_line, theme.faint);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, false, false, format!("{text}: {why}")));
}

/// A line of a list: chosen already or not, lit by the keyboard or not, a few quiet words at its right.
pub fn line(ui: &mut Ui, (selected, lit): (bool, bool), text: &str, detail: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    if selected || lit || response.hovered() || response.has_focus() {
        let fill = if selected { theme.accent_soft } else { theme.hover };
        ui.painter().rect_filled(rect, 6.0, fill);
    }
    let color = if selected { theme.accent } else { theme.text };
    let weight = if selected { Weight::SemiBold } else { Weight::Regular };
    let mut room = rect.shrink2(vec2(8.0, 0.0));
    if !detail.is_empty() {
        let font = theme::font(theme::SMALL, Weight::Regular);
        let quiet = ui.painter().layout_job(theme::one_line(detail, font, theme.faint, room.width() * 0.5));
        room.max.x -= quiet.size().x + 8.0;
        let place = pos2(room.right() + 8.0, rect.center().y - quiet.size().y / 2.0);
        ui.painter().galley(place, quiet, theme.faint);
    }
    let text_layout =
        ui.painter().layout_job(theme::one_line(text, theme::font(theme::BODY, weight), color, room.width()));
    let place = Align2::LEFT_CENTER.align_size_within_rect(text_layout.size(), room);
    ui.painter().galley(place.min, text_layout, color);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, text));
    Rows::line(ui, &response, selected);
    response
}
