//! Lengths of time: a number and its unit.

use egui::Ui;

use crate::designer::words::word;
use crate::journey::{CacheDuration, Duration};

use super::form::{At, Form};
use super::list::{entry, list};
use super::marks::{Mark, dropdown, mark_button, unset};
use super::number::Range;
use super::registry::Control;

/// The key of a unit's word, and what makes a length of it.
pub(crate) type Unit<T> = (&'static str, fn(i64) -> T);

/// A length of time that keeps its unit.
pub trait Length: Copy + PartialEq + 'static {
    /// The units in which people give it.
    const UNITS: &'static [Unit<Self>];
    /// The number in front of the unit.
    fn amount(self) -> i64;
}

impl Length for Duration {
    const UNITS: &'static [Unit<Self>] = &[
        ("units.seconds", Self::Seconds),
        ("units.minutes", Self::Minutes),
        ("units.hours", Self::Hours),
        ("units.days", Self::Days),
        ("units.weeks", Self::Weeks),
    ];

    fn amount(self) -> i64 {
        self.amount()
    }
}

impl Length for CacheDuration {
    const UNITS: &'static [Unit<Self>] = &[
        ("units.milliseconds", Self::Milliseconds),
        ("units.seconds", Self::Seconds),
        ("units.minutes", Self::Minutes),
        ("units.hours", Self::Hours),
        ("units.days", Self::Days),
        ("units.months", Self::Months),
        ("units.years", Self::Years),
    ];

    fn amount(self) -> i64 {
        self.amount()
    }
}

impl Form<'_> {
    /// A length of time that is always there.
    pub fn duration<T: Length>(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut T) {
        self.field(ui, (owner, field), Control::Duration, |form, ui, at| {
            ui.horizontal(|ui| form.length(ui, at, value, ui.available_width()));
        });
    }

    /// A length of time that may be left out; `begin` is offered first.
    pub fn duration_or_none(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<Duration>,
        begin: Duration,
    ) {
        self.field(ui, (owner, field), Control::Duration, |form, ui, at| {
            ui.horizontal(|ui| match value {
                Some(length) => {
                    form.length(ui, at, length, ui.available_width() - 30.0);
                    if mark_button(ui, Mark::Cross, &clear(at), true).clicked() {
                        *value = None;
                        form.chosen(at);
                    }
                }
                None => {
                    let name = word("fields.set").replace("{field}", &at.label);
                    if unset(ui, at, word("fields.no_limit"), &name).clicked() {
                        *value = Some(begin);
                        form.chosen(at);
                    }
                }
            });
        });
    }

    fn length<T: Length>(&mut self, ui: &mut Ui, at: &At, value: &mut T, width: f32) {
        let mut amount = Some(value.amount());
        ui.vertical(|ui| {
            ui.set_width((width * 0.42).max(60.0));
            self.number_box(ui, at, &mut amount, Range::from(0, "units.none"), f32::INFINITY);
        });
        let now = T::UNITS.iter().position(|(_, make)| make(value.amount()) == *value).unwrap_or_default();
        *value = T::UNITS[now].1(amount.unwrap_or_default());
        let unit =
            At { id: at.id.with("unit"), label: word("fields.unit").replace("{field}", &at.label), ..at.clone() };
        let room = ui.available_width().min(width * 0.58 - 8.0).max(70.0);
        let response = dropdown(ui, &unit, unit_word(T::UNITS[now].0, value.amount()), false, room);
        list(&response, |ui| {
            for (index, (unit, make)) in T::UNITS.iter().enumerate() {
                if entry(ui, index == now, word(unit)).clicked() {
                    *value = make(value.amount());
                    self.chosen(at);
                    ui.close();
                }
            }
        });
    }
}

/// The word of a unit behind this number: "1 day", "2 days".
fn unit_word(key: &str, amount: i64) -> &'static str {
    let one = if amount == 1 { word(&format!("unit.{}", key.trim_start_matches("units."))) } else { "" };
    if one.is_empty() { word(key) } else { one }
}

pub(super) fn clear(at: &At) -> String {
    word("fields.clear").replace("{field}", &at.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_is_no_days() {
        assert_eq!((unit_word("units.days", 1), unit_word("units.days", 2)), ("day", "days"));
        assert_eq!(unit_word("units.milliseconds", 1), "ms");
    }
}
