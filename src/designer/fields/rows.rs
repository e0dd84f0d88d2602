//! Rows: a list whose entries are added, removed and put in order, and a map whose entries have a key.

use std::collections::BTreeMap;

use egui::{CornerRadius, Frame, Id, Margin, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{link, text_field};
use crate::designer::words::{phrase, word};

use super::form::{At, Form};
use super::marks::{Mark, mark_button, paint};
use super::registry::Control;

/// As many rows as a list shows where a rule, not the control, says how many the platform takes.
pub const MOST_ROWS: usize = 100;

/// What a list says about its rows.
pub struct Row<'a, T> {
    /// The key of the button that adds one: "Add a path".
    pub add: &'static str,
    /// A new one; the number is how many there are already.
    pub make: &'a dyn Fn(usize) -> T,
    /// The name of the row in findings and undo: an id where there is one, else its place in the list.
    pub key: &'a dyn Fn(&T, usize) -> String,
    /// What the row's heading says.
    pub title: &'a dyn Fn(&T, usize) -> String,
    /// What stands beside the heading while the row is folded; `None` for rows that are always open.
    pub fold: Option<&'a dyn Fn(&T) -> String>,
    /// Most rows there can be.
    pub at_most: usize,
}

impl Form<'_> {
    /// A list of rows, each with its own fields.
    pub fn rows<T>(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        values: &mut Vec<T>,
        row: &Row<'_, T>,
        mut draw: impl FnMut(&mut Self, &mut Ui, &mut T, usize),
    ) {
        self.field(ui, (owner, field), Control::Rows, |form, ui, at| {
            let under = field_name(field);
            let mut open = Open::of(ui, at, values.len());
            let mut wish = None;
            let count = values.len();
            for (index, value) in values.iter_mut().enumerate() {
                let key = (row.key)(value, index);
                if form.opens_all(ui) || form.is_marked(&within(&at.path, &key)) {
                    open.rows[index] = true;
                }
                let folded = row.fold.filter(|_| !open.rows[index]).map(|detail| detail(value));
                card(ui, folded.is_some(), |ui| {
                    let head = Head { title: &(row.title)(value, index), index, count };
                    match head.ui(ui, folded.as_deref(), row.fold.is_some()) {
                        Some(Wish::Turn) => open.rows[index] = !open.rows[index],
                        asked => wish = asked.map(|asked| (index, asked)).or(wish.take()),
                    }
                    if folded.is_none() {
                        form.within(under, |form| {
                            form.under(&key, &index.to_string(), |form| {
                                form.labelled(|form| draw(form, ui, value, index));
                                form.findings_here(ui);
                            });
                        });
                    }
                });
            }
            if wish.is_some_and(|(index, wish)| grant(wish, index, values, &mut open.rows)) {
                form.chosen(at);
            }
            if at.path.is_empty() {
                form.within(under, |form| form.findings_here(ui));
            }
            if values.len() < row.at_most && link(ui, word(row.add)).clicked() {
                values.push((row.make)(values.len()));
                open.rows.push(true);
                form.chosen(at);
            }
            open.keep(ui);
        });
    }

    /// A map: keys as text, each with its value's control. `key_hint` says what a key is.
    #[expect(clippy::too_many_arguments, reason = "each says one thing about the map; a struct would only rename them")]
    pub fn map<V>(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        values: &mut BTreeMap<String, V>,
        key_hint: &'static str,
        make: impl Fn() -> V,
        mut draw: impl FnMut(&mut Self, &mut Ui, &str, &mut V),
    ) {
        self.field(ui, (owner, field), Control::Map, |form, ui, at| {
            let mut gone = None;
            for (key, value) in values.iter_mut() {
                ui.horizontal(|ui| {
                    ui.label(theme::rich(key, theme::SMALL, Weight::SemiBold));
                    if mark_button(ui, Mark::Cross, &phrase("fields.remove", &[("what", key)]), true).clicked() {
                        gone = Some(key.clone());
                    }
                });
                form.within(field_name(field), |form| {
                    form.within(key, |form| form.bare(|form| draw(form, ui, key, value)))
                });
            }
            if let Some(key) = gone {
                values.remove(&key);
                form.chosen(at);
            }
            let memory = at.id.with("new key");
            let mut key: String = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
            ui.horizontal(|ui| {
                let width = ui.available_width() - 60.0;
                let entered = ui
                    .vertical(|ui| {
                        ui.set_width(width);
                        let response = text_field(ui, &mut key, word(key_hint));
                        let name = phrase("fields.new_key", &[("field", &at.label)]);
                        response.accessible_name(name).lost_focus()
                            && ui.input(|input| input.key_pressed(egui::Key::Enter))
                    })
                    .inner;
                let name = phrase("fields.add_to", &[("field", &at.label)]);
                let added = link(ui, word("fields.add")).accessible_name(name).clicked();
                if (added || entered) && !key.trim().is_empty() && !values.contains_key(key.trim()) {
                    values.insert(key.trim().to_owned(), make());
                    key.clear();
                    form.chosen(at);
                }
            });
            ui.data_mut(|data| data.insert_temp(memory, key));
        });
    }
}

/// What a row's own buttons ask for.
#[derive(Clone, Copy)]
enum Wish {
    /// Folded or unfolded.
    Turn,
    /// One place up.
    Raise,
    /// One place down.
    Lower,
    /// Away.
    Remove,
}

/// Changes the order of the rows, or takes one away; true where that could be done.
fn grant<T>(wish: Wish, index: usize, values: &mut Vec<T>, open: &mut Vec<bool>) -> bool {
    let upper = match wish {
        Wish::Turn => return false,
        Wish::Remove => {
            values.remove(index);
            open.remove(index);
            return true;
        }
        Wish::Raise => index.checked_sub(1),
        Wish::Lower => Some(index),
    };
    let Some(upper) = upper.filter(|upper| upper + 1 < values.len()) else { return false };
    values.swap(upper, upper + 1);
    open.swap(upper, upper + 1);
    true
}

/// The box around a row; the one line of a folded row stands in its middle.
fn card(ui: &mut Ui, is_folded: bool, content: impl FnOnce(&mut Ui)) {
    let (top, bottom) = if is_folded { (3, 3) } else { (4, 8) };
    let card = Frame::new()
        .stroke(Stroke::new(1.0, Theme::of(ui.ctx()).border))
        .corner_radius(CornerRadius::same(theme::CONTROL_RADIUS))
        .inner_margin(Margin { left: 10, right: 10, top, bottom });
    card.show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui);
    });
}

/// The first line of a row: its heading, and the buttons that move it and take it away.
struct Head<'a> {
    title: &'a str,
    index: usize,
    count: usize,
}

impl Head<'_> {
    fn ui(&self, ui: &mut Ui, folded: Option<&str>, folds: bool) -> Option<Wish> {
        let mut wish = None;
        ui.horizontal(|ui| {
            if heading(ui, self.title, folded, folds) {
                wish = Some(Wish::Turn);
            }
            ui.spacing_mut().item_spacing.x = 2.0;
            for (mark, key, can, asked) in [
                (Mark::Raise, "fields.raise", self.index > 0, Wish::Raise),
                (Mark::Lower, "fields.lower", self.index + 1 < self.count, Wish::Lower),
                (Mark::Cross, "fields.remove", true, Wish::Remove),
            ] {
                if mark_button(ui, mark, &phrase(key, &[("what", self.title)]), can).clicked() {
                    wish = Some(asked);
                }
            }
        });
        wish
    }
}

/// Which rows of a list are unfolded; kept from frame to frame.
struct Open {
    id: Id,
    rows: Vec<bool>,
}

impl Open {
    fn of(ui: &Ui, at: &At, count: usize) -> Self {
        let id = at.id.with("open rows");
        let mut rows: Vec<bool> = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        rows.resize(count, false);
        Self { id, rows }
    }

    fn keep(self, ui: &Ui) {
        ui.data_mut(|data| data.insert_temp(self.id, self.rows));
    }
}

/// What a row is called, with a few words on it while it is folded; true where it was clicked to fold or unfold.
fn heading(ui: &mut Ui, title: &str, folded: Option<&str>, folds: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let sense = if folds { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2((ui.available_width() - 78.0).max(20.0), 22.0), sense);
    let lit = folds && (response.hovered() || response.has_focus());
    let color = if lit { theme.accent } else { theme.muted };
    let mut left = rect.left();
    if folds {
        let mark = if folded.is_some() { Mark::Right } else { Mark::Down };
        paint(ui, mark, Rect::from_center_size(pos2(left + 5.0, rect.center().y), vec2(10.0, 10.0)), color);
        left += 16.0;
    }
    let write = |left: f32, text: &str, weight: Weight, color: egui::Color32| {
        let job = theme::one_line(text, theme::font(theme::SMALL, weight), color, rect.right() - left);
        let text = ui.painter().layout_job(job);
        let end = left + text.size().x;
        ui.painter().galley(pos2(left, rect.center().y - text.size().y / 2.0), text, color);
        end
    };
    let end = write(left, title, Weight::SemiBold, color);
    if let Some(detail) = folded.filter(|_| end + 40.0 < rect.right()) {
        write(end + 8.0, detail, Weight::Regular, theme.faint);
    }
    if folds {
        let key = if folded.is_some() { "fields.unfold" } else { "fields.fold" };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, phrase(key, &[("what", title)])));
    } else {
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, title));
    }
    response.clicked()
}

fn within(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

// Rows of an enum's variant lie directly under the field that holds the enum.
fn field_name(field: &'static str) -> &'static str {
    if field.starts_with(|letter: char| letter.is_ascii_uppercase()) { "paths" } else { field }
}
