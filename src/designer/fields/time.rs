//! Days, times of day, zoneless date-times and instants. Each is typed as text; days can also be picked
//! from a month.

use egui::{TextEdit, Ui, Vec2, vec2};
use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::words::word;

use super::duration::clear;
use super::form::{At, Form};
use super::list::keep_on_top;
use super::marks::{Mark, mark_button, unset, well};
use super::registry::Control;
use super::text::{held, hold};

impl Form<'_> {
    /// A day that may be left out. `today` is where the month opens.
    pub fn date_or_none(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut Option<Date>) {
        self.field(ui, (owner, field), Control::Date, |form, ui, at| {
            ui.horizontal(|ui| {
                let mut day = value.unwrap_or_default();
                if form.day(ui, at, &mut day, value.is_none(), ui.available_width() - 30.0) {
                    *value = Some(day);
                }
                if value.is_some() && mark_button(ui, Mark::Cross, &clear(at), true).clicked() {
                    *value = None;
                    form.chosen(at);
                }
            });
        });
    }

    /// A time of day.
    pub fn time(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut Time) {
        self.field(ui, (owner, field), Control::Time, |form, ui, at| {
            form.clock(ui, at, value, f32::INFINITY);
        });
    }

    /// A day and a time, in the zone that the words around it say.
    pub fn date_time(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut DateTime) {
        self.field(ui, (owner, field), Control::DateTime, |form, ui, at| {
            ui.horizontal(|ui| {
                form.day_and_time(ui, at, value, false, ui.available_width());
            });
        });
    }

    /// A day and a time that may be left out.
    pub fn date_time_or_none(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<DateTime>,
        begin: DateTime,
    ) {
        self.field(ui, (owner, field), Control::DateTime, |form, ui, at| {
            form.or_none(ui, at, value, begin, |form, ui, at, moment, width| {
                form.day_and_time(ui, at, moment, false, width);
            });
        });
    }

    /// An instant, shown and typed in `zone`.
    pub fn instant_or_none(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<Timestamp>,
        zone: &str,
        begin: Timestamp,
    ) {
        self.field(ui, (owner, field), Control::Instant, |form, ui, at| {
            form.or_none(ui, at, value, begin, |form, ui, at, moment, width| {
                form.moment(ui, at, moment, zone, width);
            });
        });
    }

    /// What may be left out: a place to set it, or its control of this width with a cross behind it.
    fn or_none<T>(
        &mut self,
        ui: &mut Ui,
        at: &At,
        value: &mut Option<T>,
        begin: T,
        control: impl FnOnce(&mut Self, &mut Ui, &At, &mut T, f32),
    ) {
        let Some(set) = value else {
            let name = word("fields.set").replace("{field}", &at.label);
            if unset(ui, at, word("fields.not_set"), &name).clicked() {
                *value = Some(begin);
                self.chosen(at);
            }
            return;
        };
        let mut gone = false;
        ui.horizontal(|ui| {
            let width = ui.available_width() - 30.0;
            control(self, ui, at, set, width);
            gone = mark_button(ui, Mark::Cross, &clear(at), true).clicked();
        });
        if gone {
            *value = None;
            self.chosen(at);
        }
    }

    /// An instant that is always there.
    pub fn instant(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Timestamp,
        zone: &str,
    ) {
        self.field(ui, (owner, field), Control::Instant, |form, ui, at| {
            ui.horizontal(|ui| form.moment(ui, at, value, zone, ui.available_width()));
        });
    }

    /// True where it changed.
    pub(super) fn moment(&mut self, ui: &mut Ui, at: &At, value: &mut Timestamp, zone: &str, width: f32) -> bool {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let mut local = zone.to_datetime(*value);
        if !self.day_and_time(ui, at, &mut local, false, width) {
            return false;
        }
        zone.to_timestamp(local).map(|moment| *value = moment).is_ok()
    }

    pub(super) fn day_and_time(&mut self, ui: &mut Ui, at: &At, value: &mut DateTime, empty: bool, width: f32) -> bool {
        let (mut day, mut time) = (value.date(), value.time());
        let mut changed = self.day(ui, at, &mut day, empty, width * 0.58);
        let clock = At {
            id: at.id.with("time"),
            label: word("fields.time_of").replace("{field}", &at.label),
            label_id: None,
            ..at.clone()
        };
        ui.vertical(|ui| {
            ui.set_width(width * 0.42 - 8.0);
            changed |= self.clock(ui, &clock, &mut time, f32::INFINITY);
        });
        *value = day.to_datetime(time);
        changed
    }

    pub(super) fn day(&mut self, ui: &mut Ui, at: &At, value: &mut Date, empty: bool, width: f32) -> bool {
        let shown = if empty { String::new() } else { value.to_string() };
        let mut text = held(ui, at.id).unwrap_or(shown);
        let edit = TextEdit::singleline(&mut text).id(at.id).frame(well(ui, at)).margin(egui::Margin::ZERO);
        let response = ui.add(edit.hint_text(word("fields.date_hint")).desired_width(width - 22.0));
        let response = self.named(ui, at, response);
        hold(ui, &response, &text);
        let mut changed = false;
        if response.changed()
            && let Ok(day) = text.trim().parse::<Date>()
        {
            (*value, changed) = (day, true);
            self.typed(at);
        }
        if response.lost_focus() {
            self.ended();
        }
        egui::Popup::from_response(&response)
            .open(response.has_focus() || egui::Popup::is_id_open(ui.ctx(), response.id.with("month")))
            .id(response.id.with("month"))
            .gap(4.0)
            .show(|ui| {
                keep_on_top(ui);
                if let Some(day) = month(ui, at, if empty { Date::constant(2026, 1, 1) } else { *value }) {
                    (*value, changed) = (day, true);
                    self.chosen(at);
                }
            });
        if changed {
            ui.data_mut(|data| data.remove::<String>(at.id));
        }
        changed
    }

    fn clock(&mut self, ui: &mut Ui, at: &At, value: &mut Time, width: f32) -> bool {
        let mut text = held(ui, at.id).unwrap_or_else(|| value.strftime("%H:%M").to_string());
        let edit = TextEdit::singleline(&mut text).id(at.id).frame(well(ui, at)).margin(egui::Margin::ZERO);
        let response = ui.add(edit.hint_text(word("fields.time_hint")).desired_width(width));
        let response = self.named(ui, at, response);
        hold(ui, &response, &text);
        if response.lost_focus() {
            self.ended();
        }
        let read = Time::strptime("%H:%M", text.trim()).or_else(|_| Time::strptime("%H:%M:%S", text.trim()));
        match read {
            Ok(time) if response.changed() && time != *value => {
                *value = time;
                self.typed(at);
                true
            }
            _ => false,
        }
    }
}

/// Width and height of a day in a month.
const DAY: Vec2 = vec2(30.0, 26.0);

/// The names of the weekdays, the first of the week first.
const WEEKDAYS: [&str; 7] =
    ["days.monday", "days.tuesday", "days.wednesday", "days.thursday", "days.friday", "days.saturday", "days.sunday"];

/// A month to pick a day from: each day stands below the name of its weekday.
fn month(ui: &mut Ui, at: &At, chosen: Date) -> Option<Date> {
    let theme = Theme::of(ui.ctx());
    let memory = at.id.with("shown month");
    let mut shown: Date = ui.data(|data| data.get_temp(memory)).unwrap_or(chosen).first_of_month();
    let mut picked = None;
    ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
    // A day of two digits is as wide as one of one, and a row is as high as its days.
    ui.spacing_mut().button_padding = Vec2::ZERO;
    ui.spacing_mut().interact_size.y = DAY.y;
    ui.horizontal(|ui| {
        if mark_button(ui, Mark::Left, word("fields.month_before"), true).clicked() {
            shown = shown.saturating_sub(1.month());
        }
        ui.label(theme::rich(shown.strftime("%B %Y").to_string(), theme::BODY, Weight::SemiBold));
        if mark_button(ui, Mark::Right, word("fields.month_after"), true).clicked() {
            shown = shown.saturating_add(1.month());
        }
    });
    ui.horizontal(|ui| {
        for name in WEEKDAYS {
            let name = theme::rich(word(name), theme::SMALL, Weight::Regular).color(theme.faint);
            ui.add_sized(vec2(DAY.x, 18.0), egui::Label::new(name).selectable(false));
        }
    });
    let lead = i64::from(shown.weekday().to_monday_zero_offset());
    let days = i64::from(shown.days_in_month());
    for week in 0..6 {
        ui.horizontal(|ui| {
            for weekday in 0..7 {
                let number = week * 7 + weekday - lead;
                if number < 0 || number >= days {
                    ui.allocate_exact_size(DAY, egui::Sense::hover());
                    continue;
                }
                let day = shown.saturating_add(number.days());
                let text = theme::rich(day.day().to_string(), theme::SMALL, Weight::Regular);
                let text = if day == chosen { text.color(theme.accent) } else { text };
                let button = egui::Button::new(text).frame_when_inactive(day == chosen);
                if ui.add_sized(DAY, button).accessible_name(day.to_string()).clicked() {
                    picked = Some(day);
                }
            }
        });
    }
    ui.data_mut(|data| data.insert_temp(memory, shown));
    picked
}
