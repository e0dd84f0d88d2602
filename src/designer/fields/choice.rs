//! Choices: yes or no, one of few, any of few, days of the week.

use egui::{Id, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{hint_line, segmented};
use crate::designer::words::word;
use crate::journey::Weekday;

use super::form::{At, Form};
use super::list::{entry, list};
use super::marks::dropdown;
use super::registry::{self, Control};

/// The days of the week, each with the key of its word.
pub const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "days.monday"),
    (Weekday::Tuesday, "days.tuesday"),
    (Weekday::Wednesday, "days.wednesday"),
    (Weekday::Thursday, "days.thursday"),
    (Weekday::Friday, "days.friday"),
    (Weekday::Saturday, "days.saturday"),
    (Weekday::Sunday, "days.sunday"),
];

impl Form<'_> {
    /// Yes or no, on one line with its label.
    pub fn switch(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut bool) {
        registry::use_field(ui.ctx(), owner, field, Control::Switch);
        let at = self.at(owner, field);
        let help = word(&format!("help.{owner}.{field}"));
        let theme = Theme::of(ui.ctx());
        let bare = self.is_bare();
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let text = if bare { String::new() } else { at.label.clone() };
            let font = theme::font(theme::BODY, Weight::Regular);
            let layout = ui.painter().layout(text, font, theme.text, (ui.available_width() - 44.0).max(20.0));
            let width = if bare { 32.0 } else { ui.available_width() };
            let (row, label) = ui.allocate_exact_size(vec2(width, layout.size().y.max(24.0)), Sense::hover());
            ui.painter().galley(pos2(row.left(), row.center().y - layout.size().y / 2.0), layout, theme.text);
            if !help.is_empty() {
                label.on_hover_text(help);
            }
            let place = egui::Rect::from_min_size(pos2(row.right() - 32.0, row.center().y - 9.0), vec2(32.0, 18.0));
            let response = toggle(ui, &at, place, *value);
            let response = self.named(ui, &At { label_id: None, ..at.clone() }, response);
            if response.clicked() {
                *value = !*value;
                self.chosen(&at);
            }
            self.findings_at(ui, &at.path);
            // As far from the label of the next field as any other control.
            if !bare {
                ui.add_space(2.0);
            }
        });
    }

    /// Whether people who come to this question take a path of their own. Each of the two ways has a word, and a
    /// sentence that says what happens to the person.
    pub fn path(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        question: &str,
        ways: [(&'static str, &'static str); 2],
        value: &mut bool,
    ) {
        registry::use_field(ui.ctx(), owner, field, Control::Switch);
        let at = At { label: question.to_owned(), ..self.at(owner, field) };
        let help = word(&format!("help.{owner}.{field}"));
        self.place(ui, at, help, |form, ui, at| {
            if form.one_of(ui, at, value, &[(false, ways[0].0), (true, ways[1].0)]) {
                form.chosen(at);
            }
            hint_line(ui, word(ways[usize::from(*value)].1));
        });
    }

    /// Which variant an enum has; `field` is where it stands. True where another was chosen.
    pub fn variant<T: PartialEq + Copy>(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut T,
        choices: &[(T, &'static str)],
    ) -> bool {
        self.field(ui, (owner, field), Control::Choice, |form, ui, at| {
            let changed = form.one_of(ui, at, value, choices);
            if changed {
                form.chosen(at);
            }
            changed
        })
    }

    /// Which variant an enum has that stands in no named field of the table.
    pub fn variant_named<T: PartialEq + Copy>(
        &mut self,
        ui: &mut Ui,
        key: &str,
        value: &mut T,
        choices: &[(T, &'static str)],
    ) -> bool {
        let at = At { label: word(key).to_owned(), ..self.at("variant", key) };
        self.place(ui, at, "", |form, ui, at| {
            let changed = form.one_of(ui, at, value, choices);
            if changed {
                form.chosen(at);
            }
            changed
        })
    }

    /// One of what is offered, in a box beside others; `name` says what is chosen here. True where another was chosen.
    pub fn offered<T: PartialEq + Clone>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        value: &mut T,
        offered: &[(T, String)],
        width: f32,
    ) -> bool {
        let at = At {
            id: Id::unique(("offered", &self.subject.place, name)),
            label: name.to_owned(),
            path: String::new(),
            label_id: None,
            severity: None,
        };
        let now = offered.iter().find(|(known, _)| known == value);
        let text = now.map_or_else(|| word("fields.choose"), |(_, text)| text);
        let response = dropdown(ui, &at, text, now.is_none(), width);
        let mut changed = false;
        list(&response, |ui| {
            ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
                for (known, text) in offered {
                    if entry(ui, known == value, text).clicked() {
                        changed = known != value;
                        *value = known.clone();
                        ui.close();
                    }
                }
            });
        });
        changed
    }

    /// One of few; side by side where there is room, else a list.
    pub fn choice<T: PartialEq + Copy>(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut T,
        choices: &[(T, &'static str)],
    ) {
        self.field(ui, (owner, field), Control::Choice, |form, ui, at| {
            if form.one_of(ui, at, value, choices) {
                form.chosen(at);
            }
        });
    }

    /// One of what is offered by name, such as the treatments of an experiment; nothing until one is chosen.
    pub fn choice_of<T: PartialEq + Clone>(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<T>,
        offered: &[(T, String)],
    ) {
        self.field(ui, (owner, field), Control::Choice, |form, ui, at| {
            let now = offered.iter().find(|(known, _)| Some(known) == value.as_ref());
            let text = now.map_or_else(|| word("fields.choose"), |(_, text)| text);
            let response = dropdown(ui, at, text, now.is_none(), ui.available_width());
            let response = form.named(ui, at, response);
            list(&response, |ui| {
                for (known, text) in offered {
                    if entry(ui, Some(known) == value.as_ref(), text).clicked() {
                        *value = Some(known.clone());
                        form.chosen(at);
                        ui.close();
                    }
                }
            });
        });
    }

    /// True where another was chosen. The words of `choices` are keys.
    pub(super) fn one_of<T: PartialEq + Copy>(
        &mut self,
        ui: &mut Ui,
        at: &At,
        value: &mut T,
        choices: &[(T, &'static str)],
    ) -> bool {
        let words: Vec<(T, &str)> = choices.iter().map(|(choice, key)| (*choice, word(key))).collect();
        // All parts are as wide as the widest.
        let letters = words.iter().map(|(_, text)| text.chars().count() + 3).max().unwrap_or_default() * words.len();
        if letters as f32 * 6.4 < ui.available_width()
            && words.len() <= 5
            && words.iter().any(|(choice, _)| choice == value)
        {
            let response = segmented(ui, &at.label, value, &words);
            if let Some(severity) = at.severity {
                let theme = Theme::of(ui.ctx());
                let stroke = Stroke::new(1.0, theme.severity(severity));
                ui.painter().rect_stroke(response.rect, theme::CONTROL_RADIUS, stroke, StrokeKind::Inside);
            }
            return response.changed();
        }
        let now = words.iter().find(|(choice, _)| choice == value);
        let text = now.map_or_else(|| word("fields.choose"), |(_, text)| text);
        let response = dropdown(ui, at, text, now.is_none(), ui.available_width());
        let response = self.named(ui, at, response);
        let mut changed = false;
        list(&response, |ui| {
            for (choice, text) in &words {
                if entry(ui, choice == value, text).clicked() {
                    changed = choice != value;
                    *value = *choice;
                    ui.close();
                }
            }
        });
        changed
    }

    /// Any of few, each a chip that is on or off.
    pub fn choices<T: PartialEq + Copy>(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Vec<T>,
        choices: &[(T, &'static str)],
    ) {
        self.field(ui, (owner, field), Control::Choices, |form, ui, at| form.any_of(ui, at, value, choices));
    }

    /// Days of the week; `none` is the key of what it means where no day is chosen.
    pub fn weekdays(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Vec<Weekday>,
        none: Option<&str>,
    ) {
        self.field(ui, (owner, field), Control::Weekdays, |form, ui, at| {
            form.any_of(ui, at, value, &DAYS);
            if let Some(none) = none.filter(|_| value.is_empty()) {
                hint_line(ui, word(none));
            }
        });
    }

    fn any_of<T: PartialEq + Copy>(&mut self, ui: &mut Ui, at: &At, value: &mut Vec<T>, choices: &[(T, &'static str)]) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
            // A week stands in one row.
            let padding = if choices.len() == 7 { 9.0 } else { 16.0 };
            for (choice, key) in choices {
                let on = value.contains(choice);
                if pill(ui, &at.label, word(key), on, padding).clicked() {
                    if on {
                        value.retain(|known| known != choice);
                    } else {
                        value.push(*choice);
                        // In the order in which they are offered, whatever was clicked first.
                        value.sort_by_key(|known| choices.iter().position(|(choice, _)| choice == known));
                    }
                    self.chosen(at);
                }
            }
        });
    }
}

fn toggle(ui: &Ui, at: &At, rect: egui::Rect, on: bool) -> Response {
    let theme = Theme::of(ui.ctx());
    let response = ui.interact(rect, at.id, Sense::click());
    let way = ui.ctx().animate_bool(at.id, on);
    let ground = theme::blend(theme.border_strong, theme.accent, way);
    ui.painter().rect_filled(rect, 9.0, ground);
    let x = egui::lerp(rect.left() + 9.0..=rect.right() - 9.0, way);
    ui.painter().circle_filled(
        egui::pos2(x, rect.center().y),
        6.5,
        if theme.is_dark { theme.panel } else { theme.on_accent },
    );
    if response.has_focus() {
        ui.painter().rect_stroke(rect.expand(2.0), 11.0, Stroke::new(1.5, theme.accent), StrokeKind::Outside);
    }
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, on, &at.label));
    response
}

fn pill(ui: &mut Ui, name: &str, text: &str, on: bool, padding: f32) -> Response {
    let theme = Theme::of(ui.ctx());
    let (color, fill) = if on { (theme.accent, theme.accent_soft) } else { (theme.muted, theme.well) };
    let weight = if on { Weight::SemiBold } else { Weight::Regular };
    let layout = ui.painter().layout_no_wrap(text.to_owned(), theme::font(theme::SMALL, weight), color);
    let (rect, response) = ui.allocate_exact_size(layout.size() + vec2(padding, 10.0), Sense::click());
    let border = if on || response.has_focus() { theme.accent } else { theme.border };
    let fill = if response.hovered() && !on { theme.hover } else { fill };
    ui.painter().rect(rect, rect.height() * 0.5, fill, Stroke::new(1.0, border), StrokeKind::Inside);
    ui.painter().galley(rect.center() - layout.size() * 0.5, layout, color);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, format!("{name}: {text}")));
    response
}
