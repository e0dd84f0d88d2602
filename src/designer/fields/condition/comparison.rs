//! How a field is compared: the list of comparisons that fit its type, and the box of what it is compared with.

use egui::Ui;

use crate::designer::fields::form::{At, Form};
use crate::designer::fields::list::{entry, list_of};
use crate::designer::fields::marks::dropdown;
use crate::designer::words::{phrase, word};
use crate::expression::builder::{Comparison, Condition};
use crate::journey::ValueType;

use super::{Of, begin, operand};

/// Width of a list of comparisons, whose box may be narrower.
const WAYS_WIDTH: f32 = 190.0;

impl Form<'_> {
    /// How the field of a row is compared, and with what.
    pub(super) fn comparison(
        &mut self,
        ui: &mut Ui,
        (at, value): (&At, &At),
        condition: &mut Condition,
        of: &Of<'_>,
    ) -> bool {
        let kind = of.kind;
        let mut offered = Comparison::offered(kind);
        if !offered.contains(&condition.comparison) {
            offered.insert(0, condition.comparison);
        }
        let ways: Vec<(Comparison, &'static str)> =
            offered.into_iter().map(|way| (way, comparison_word(way, kind))).collect();
        let way = At {
            id: at.id.with("comparison"),
            label: phrase("builder.comparison", &[("row", &at.label)]),
            ..at.clone()
        };
        let asks = condition.comparison.operand(kind);
        // A moment is too wide to stand beside its comparison.
        let wide = matches!(asks, Some(ValueType::DateTime | ValueType::DateTimeOnly));
        let (mut changed, mut is_asked) = (false, false);
        ui.horizontal(|ui| {
            let width = ui.available_width() - 30.0;
            let part = if asks.is_some() && !wide { width * 0.5 - 8.0 } else { width };
            let is_picked = self.pick(ui, &way, &mut condition.comparison, &ways, part);
            is_asked = is_picked && condition.comparison.asks();
            changed |= is_picked;
            if changed && condition.comparison.operand(kind) != asks {
                condition.operand = begin::operand(condition.comparison, kind);
            }
            if !wide {
                changed |= self.operand(ui, (at, value), condition, of, width * 0.5);
            }
        });
        if wide {
            ui.horizontal(|ui| {
                let width = ui.available_width() - 30.0;
                changed |= self.operand(ui, (at, value), condition, of, width);
            });
        }
        if is_asked {
            // Not before it is drawn: the click that chose the comparison would take the keyboard from it again.
            operand::focus(ui, at.id);
        }
        changed
    }

    pub(super) fn pick<T: PartialEq + Copy>(
        &mut self,
        ui: &mut Ui,
        at: &At,
        value: &mut T,
        ways: &[(T, &'static str)],
        width: f32,
    ) -> bool {
        let now = ways.iter().find(|(way, _)| way == value).map_or("", |(_, key)| word(key));
        let response = dropdown(ui, at, now, false, width);
        let mut changed = false;
        list_of(&response, WAYS_WIDTH, |ui| {
            for (way, key) in ways {
                if entry(ui, way == value, word(key)).clicked() {
                    *value = *way;
                    changed = true;
                    ui.close();
                }
            }
        });
        if changed {
            self.chosen(at);
        }
        changed
    }
}

fn comparison_word(comparison: Comparison, kind: ValueType) -> &'static str {
    let of_time = matches!(kind, ValueType::DateTime | ValueType::DateTimeOnly);
    match comparison {
        Comparison::Greater if of_time => "comparison.after",
        Comparison::GreaterOrEqual if of_time => "comparison.at_or_after",
        Comparison::Less if of_time => "comparison.before",
        Comparison::LessOrEqual if of_time => "comparison.at_or_before",
        Comparison::Equal => "comparison.equal",
        Comparison::NotEqual => "comparison.not_equal",
        Comparison::Greater => "comparison.greater",
        Comparison::GreaterOrEqual => "comparison.greater_or_equal",
        Comparison::Less => "comparison.less",
        Comparison::LessOrEqual => "comparison.less_or_equal",
        Comparison::EqualIgnoringCase => "comparison.equal_ignoring_case",
        Comparison::NotEqualIgnoringCase => "comparison.not_equal_ignoring_case",
        Comparison::Contains => "comparison.contains",
        Comparison::ContainsIgnoringCase => "comparison.contains_ignoring_case",
        Comparison::StartsWith => "comparison.starts_with",
        Comparison::StartsWithIgnoringCase => "comparison.starts_with_ignoring_case",
        Comparison::EndsWith => "comparison.ends_with",
        Comparison::EndsWithIgnoringCase => "comparison.ends_with_ignoring_case",
        Comparison::Matches => "comparison.matches",
        Comparison::IsIn => "comparison.is_in",
        Comparison::InLastHours => "comparison.in_last_hours",
        Comparison::InLastDays => "comparison.in_last_days",
        Comparison::InLastMonths => "comparison.in_last_months",
        Comparison::InLastYears => "comparison.in_last_years",
        Comparison::InNextHours => "comparison.in_next_hours",
        Comparison::InNextDays => "comparison.in_next_days",
        Comparison::InNextMonths => "comparison.in_next_months",
        Comparison::InNextYears => "comparison.in_next_years",
        Comparison::IsTrue => "comparison.is_true",
        Comparison::IsEmpty => "comparison.is_empty",
        Comparison::IsNotEmpty => "comparison.is_not_empty",
        Comparison::IsNull => "comparison.is_null",
        Comparison::IsNotNull => "comparison.is_not_null",
    }
}
