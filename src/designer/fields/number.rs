//! Whole numbers with their unit and range, and shares in percent.

use egui::{Color32, TextEdit, Ui};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::words::word;
use crate::edit::describe::grouped;

use super::form::{At, Form};
use super::marks::well;
use super::registry::Control;
use super::text::{held, hold};

/// What a number should be. It is said beside the field and never stops anybody: what a platform refuses is a finding.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// Smallest.
    pub from: i64,
    /// Largest.
    pub to: i64,
    /// Key of the unit's word, which stands behind the number.
    pub unit: &'static str,
}

impl Range {
    /// From a number on, without a largest one.
    pub const fn from(from: i64, unit: &'static str) -> Self {
        Self { from, to: i64::MAX, unit }
    }

    /// Between two numbers, both allowed.
    pub const fn between(from: i64, to: i64, unit: &'static str) -> Self {
        Self { from, to, unit }
    }

    /// Between the two numbers of a platform's limit.
    pub const fn within((from, to): (i64, i64), unit: &'static str) -> Self {
        Self { from, to, unit }
    }
}

impl Form<'_> {
    /// A number that is always there.
    pub fn number(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut i64, range: Range) {
        self.field(ui, (owner, field), Control::Number, |form, ui, at| {
            let mut some = Some(*value);
            form.number_box(ui, at, &mut some, range, f32::INFINITY);
            *value = some.unwrap_or(*value);
        });
    }

    /// A number that may be left out.
    pub fn number_or_none(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<i64>,
        range: Range,
    ) {
        self.field(ui, (owner, field), Control::Number, |form, ui, at| {
            form.number_box(ui, at, value, range, f32::INFINITY);
        });
    }

    /// A share, kept in hundredths of a percent.
    pub fn percent(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut u32) {
        self.field(ui, (owner, field), Control::Percent, |form, ui, at| {
            let shown = if value.is_multiple_of(100) {
                format!("{}", *value / 100)
            } else {
                format!("{}.{:02}", *value / 100, *value % 100)
            };
            let mut text = held(ui, at.id).unwrap_or(shown);
            let edit = TextEdit::singleline(&mut text).id(at.id).frame(well(ui, at)).margin(egui::Margin::ZERO);
            let response = ui.add(edit.suffix("%").desired_width(f32::INFINITY));
            let response = form.named(ui, at, response);
            hold(ui, &response, &text);
            let hundredths = hundredths(&text);
            if let Some(read) = hundredths.filter(|read| response.changed() && read != value) {
                *value = read;
                form.typed(at);
            }
            if response.lost_focus() {
                form.ended();
            }
        });
    }

    pub(super) fn number_box(&mut self, ui: &mut Ui, at: &At, value: &mut Option<i64>, range: Range, width: f32) {
        let theme = Theme::of(ui.ctx());
        let mut text = held(ui, at.id).unwrap_or_else(|| value.map(grouped).unwrap_or_default());
        let edit = TextEdit::singleline(&mut text).id(at.id).frame(well(ui, at)).margin(egui::Margin::ZERO);
        let unit = theme::rich(word(range.unit), theme::SMALL, Weight::Regular).color(theme.muted);
        // An empty box says what it takes, or that it is meant to be empty.
        let hint = match value {
            _ if range.to < i64::MAX => between(range),
            None => word("fields.not_set").to_owned(),
            Some(_) => String::new(),
        };
        let response = ui.add(edit.hint_text(hint).suffix(unit).desired_width(width));
        let response = self.named(ui, at, response);
        hold(ui, &response, &text);
        let read = whole(&text);
        if response.changed() {
            match read {
                Some(number) if Some(number) != *value => {
                    *value = Some(number);
                    self.typed(at);
                }
                None if text.trim().is_empty() && value.is_some() => {
                    *value = None;
                    self.typed(at);
                }
                _ => {}
            }
        }
        if response.lost_focus() {
            self.ended();
        }
        // What is wrong with the number says from where to where it goes.
        let is_said = at.severity.is_some() && read.is_some();
        if let Some((said, color)) = note(theme, &text, read, range).filter(|_| response.has_focus() && !is_said) {
            self.say_beside(at.id, &response, said, color);
        }
    }
}

/// While somebody is in the field: from where to where it goes, and whether what stands there is no number.
fn note(theme: &Theme, text: &str, read: Option<i64>, range: Range) -> Option<(String, Color32)> {
    let said = match read {
        None if !text.trim().is_empty() => word("fields.not_a_number").to_owned(),
        _ if range.to < i64::MAX => between(range),
        Some(number) if number < range.from => word("fields.at_least").replace("{from}", &grouped(range.from)),
        _ => return None,
    };
    // What lies outside is the business of the rules: where it matters to the platform a finding says so.
    let wrong = read.is_none() && !text.trim().is_empty();
    Some((said, if wrong { theme.err } else { theme.muted }))
}

fn between(range: Range) -> String {
    word("fields.range").replace("{from}", &grouped(range.from)).replace("{to}", &grouped(range.to))
}

fn whole(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ',' | ' ' | '\u{202f}' | '\u{a0}')).collect();
    digits.parse().ok()
}

fn hundredths(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = format!("{part:0<2}");
    let part: u32 = part.get(..2)?.parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(part)
}
