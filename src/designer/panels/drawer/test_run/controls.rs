//! The controls of this tab's forms: what they change is the scenario that is being prepared, which is no document
//! yet, so that they write into plain values and no edits.

use egui::accesskit::Role;
use egui::{DragValue, Margin, Response, TextEdit, Ui, WidgetInfo, vec2};

use crate::designer::fields::{At, Length, dropdown, entry, list};
use crate::designer::theme::{self, BODY, SMALL, Theme, mono};
use crate::designer::widgets::{field_label, hint_line};
use crate::designer::words::word;
use crate::journey::Duration;

/// One of several under a label; `items` draws the list.
pub fn choose(ui: &mut Ui, label: &str, shown: Option<&str>, items: impl FnOnce(&mut Ui)) {
    field_label(ui, label);
    pick(ui, label, shown, ui.available_width(), items);
}

/// One of several beside other controls.
pub fn pick(ui: &mut Ui, label: &str, shown: Option<&str>, width: f32, items: impl FnOnce(&mut Ui)) {
    let at = At {
        id: ui.scope_id().with(("choice", label)),
        label: label.to_owned(),
        path: String::new(),
        label_id: None,
        severity: None,
    };
    let response = dropdown(ui, &at, shown.unwrap_or_else(|| word("fields.choose")), shown.is_none(), width);
    list(&response, |ui| {
        egui::ScrollArea::vertical().max_height(380.0).show(ui, items);
    });
}

/// A line of such a list; the list closes behind it.
pub fn item(ui: &mut Ui, is_chosen: bool, text: &str) -> bool {
    let clicked = entry(ui, is_chosen, text).clicked();
    if clicked {
        ui.close();
    }
    clicked
}

/// One line of text named by `label`, which is drawn elsewhere.
pub fn line(ui: &mut Ui, label: &str, text: &mut String, hint: &str, width: f32) -> Response {
    let theme = Theme::of(ui.ctx());
    let edit = TextEdit::singleline(text)
        .hint_text(egui::RichText::new(hint.to_owned()).color(theme.faint))
        .font(theme::font(BODY, theme::Weight::Regular))
        .margin(Margin::symmetric(10, 6))
        .desired_width(width);
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, ui.is_enabled(), label));
    response
}

/// JSON under a label, with what is wrong with it; true while nothing is.
pub fn json(ui: &mut Ui, label: &str, text: &mut String, hint: &str) -> bool {
    let named = field_label(ui, label);
    let edit = TextEdit::multiline(text).font(mono(SMALL)).hint_text(hint).desired_rows(5).desired_width(f32::INFINITY);
    ui.add(edit).labelled_by(named.id);
    let error = (!text.trim().is_empty())
        .then(|| serde_json::from_str::<serde_json::Value>(text).err())
        .flatten()
        .map(|error| error.to_string());
    if let Some(error) = &error {
        crate::designer::widgets::error_line(ui, &crate::designer::words::phrase("happens.no_json", &[("why", error)]));
    }
    error.is_none()
}

/// A length of time: a number and its unit, on one line.
pub fn length(ui: &mut Ui, label: &str, value: &mut Duration) {
    field_label(ui, label);
    ui.horizontal(|ui| {
        let mut amount = value.amount();
        number(ui, label, &mut amount, 0..=1_000_000, 84.0);
        *value = value.with_amount(amount);
        let now = Duration::UNITS.iter().position(|(_, make)| make(amount) == *value).unwrap_or_default();
        let name = crate::designer::words::phrase("fields.unit", &[("field", label)]);
        pick(ui, &name, Duration::UNITS.get(now).map(|(key, _)| word(key)), 120.0, |ui| {
            for (index, (key, make)) in Duration::UNITS.iter().enumerate() {
                if item(ui, index == now, word(key)) {
                    *value = make(amount);
                }
            }
        });
    });
}

/// A whole number.
pub fn number(ui: &mut Ui, label: &str, value: &mut i64, range: std::ops::RangeInclusive<i64>, width: f32) {
    let response = ui.add_sized(vec2(width, theme::CONTROL_HEIGHT), DragValue::new(value).range(range));
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, ui.is_enabled(), label));
}

/// A length that says the same in the largest unit that keeps it whole; a part of a second counts as one.
pub fn length_of(milliseconds: i64) -> Duration {
    let seconds = milliseconds.max(0).div_euclid(1_000) + i64::from(milliseconds.max(0) % 1_000 > 0);
    match seconds {
        0 => Duration::Minutes(0),
        seconds if seconds % 86_400 == 0 => Duration::Days(seconds / 86_400),
        seconds if seconds % 3_600 == 0 => Duration::Hours(seconds / 3_600),
        seconds if seconds % 60 == 0 => Duration::Minutes(seconds / 60),
        seconds => Duration::Seconds(seconds),
    }
}

/// What a field means, where there is something to say.
pub fn hint(ui: &mut Ui, text: &str) {
    if !text.is_empty() {
        hint_line(ui, text);
    }
}
