//! Rows: a list whose entries are added, removed and put in order, and a map whose entries have a key.

use std::collections::BTreeMap;

use egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{link, text_field};
use crate::designer::words::{phrase, word};

use super::form::Form;
use super::marks::{Mark, mark_button};
use super::registry::Control;

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
            let theme = Theme::of(ui.ctx());
            let under = field_name(field);
            let (mut gone, mut raised) = (None, None);
            let count = values.len();
            for (index, value) in values.iter_mut().enumerate() {
                let title = (row.title)(value, index);
                let key = (row.key)(value, index);
                let card = Frame::new()
                    .stroke(Stroke::new(1.0, theme.border))
                    .corner_radius(CornerRadius::same(theme::CONTROL_RADIUS))
                    .inner_margin(Margin { left: 10, right: 6, top: 4, bottom: 6 });
                card.show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.horizontal(|ui| {
                        let width = ui.available_width() - 78.0;
                        let heading = theme::rich(&title, theme::SMALL, Weight::SemiBold).color(theme.muted);
                        ui.add_sized([width, 22.0], egui::Label::new(heading).truncate().halign(egui::Align::Min));
                        ui.spacing_mut().item_spacing.x = 2.0;
                        if mark_button(ui, Mark::Raise, &phrase("fields.raise", &[("what", &title)]), index > 0)
                            .clicked()
                        {
                            raised = Some(index);
                        }
                        let last = index + 1 == count;
                        if mark_button(ui, Mark::Lower, &phrase("fields.lower", &[("what", &title)]), !last).clicked() {
                            raised = Some(index + 1);
                        }
                        if mark_button(ui, Mark::Cross, &phrase("fields.remove", &[("what", &title)]), true).clicked() {
                            gone = Some(index);
                        }
                    });
                    form.within(under, |form| {
                        form.under(&key, &index.to_string(), |form| {
                            form.labelled(|form| draw(form, ui, value, index));
                            form.findings_here(ui);
                        });
                    });
                });
            }
            if let Some(index) = gone {
                values.remove(index);
                form.chosen(at);
            } else if let Some(index) = raised.filter(|index| *index > 0 && *index < values.len()) {
                values.swap(index - 1, index);
                form.chosen(at);
            }
            if at.path.is_empty() {
                form.within(under, |form| form.findings_here(ui));
            }
            if values.len() < row.at_most && link(ui, word(row.add)).clicked() {
                values.push((row.make)(values.len()));
                form.chosen(at);
            }
        });
    }

    /// A map: keys as text, each with its value's control. `key_hint` says what a key is.
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

// Rows of an enum's variant lie directly under the field that holds the enum.
fn field_name(field: &'static str) -> &'static str {
    if field.starts_with(|letter: char| letter.is_ascii_uppercase()) { "paths" } else { field }
}
