//! The condition builder: rows of field, comparison and value in groups, over the same text as the editor.

use egui::{Id, Ui};

use crate::designer::widgets::{hint_line, link, segmented};
use crate::designer::words::{phrase, word};
use crate::expression::builder::{self, Comparison, Condition, Group, Join, Operand, Row};
use crate::expression::{Choice, Scope};
use crate::journey::{Audience, Expression, Value, ValueType};

use super::expression::Wanted;
use super::form::{At, Form};
use super::insert::{FIELDS_WIDTH, choose, with_owner};
use super::marks::{Mark, dropdown, entry, list, list_of, mark_button};
use super::registry::Control;
use super::value::{read, shown};

/// Width of a list of comparisons, whose box may be narrower.
const WAYS_WIDTH: f32 = 190.0;

impl Form<'_> {
    /// A condition: rows of field, comparison and value where it can be shown so, or the text.
    pub fn condition(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Expression,
        wanted: &Wanted,
    ) {
        self.field(ui, (owner, field), Control::Expression, |form, ui, at| {
            let group = builder::read(&value.0);
            let memory = at.id.with("as text");
            let mut as_text: bool = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
            let name = phrase("builder.way", &[("field", &at.label)]);
            if segmented(ui, &name, &mut as_text, &[(false, word("builder.rows")), (true, word("builder.text"))])
                .changed()
            {
                ui.data_mut(|data| data.insert_temp(memory, as_text));
            }
            match group {
                Some(mut group) if !as_text => {
                    let scope = form.scope(ui);
                    if form.group(ui, at, &mut group, &scope, (0, Join::Any)) {
                        let text = builder::write(&group);
                        if text != value.0 {
                            value.0 = text;
                        }
                    }
                }
                group => {
                    if group.is_none() && !as_text {
                        hint_line(ui, word("builder.too_much"));
                    }
                    form.expression_box(ui, at, value, wanted, None);
                }
            }
        });
    }

    /// True where something changed.
    /// `depth` counts the groups around it, `outer` is how the one around it joins.
    fn group(&mut self, ui: &mut Ui, at: &At, group: &mut Group, scope: &Scope, (depth, outer): (usize, Join)) -> bool {
        let mut changed = false;
        if group.rows.len() > 1 {
            let joins = [(Join::All, word("builder.all")), (Join::Any, word("builder.any"))];
            if segmented(ui, word("builder.join"), &mut group.join, &joins).changed() {
                self.chosen(at);
                changed = true;
            }
        }
        let mut gone = None;
        for (index, row) in group.rows.iter_mut().enumerate() {
            let part = At {
                id: at.id.with((depth, index)),
                label: phrase("builder.row", &[("n", &(index + 1).to_string()), ("field", &at.label)]),
                label_id: None,
                ..at.clone()
            };
            let (row_changed, removed) = self.row(ui, &part, row, scope, (depth, group.join));
            changed |= row_changed;
            if removed {
                gone = Some(index);
            }
        }
        if let Some(index) = gone {
            group.rows.remove(index);
            self.chosen(at);
            changed = true;
        }
        changed | self.adding(ui, at, group, scope, (depth, outer))
    }

    fn adding(
        &mut self,
        ui: &mut Ui,
        at: &At,
        group: &mut Group,
        scope: &Scope,
        (depth, outer): (usize, Join),
    ) -> bool {
        let mut added = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let memory = at.id.with((depth, "add"));
            added = add_field(ui, ("builder.add_short", "builder.add"), memory, scope).map(Row::Condition);
            if let Some(audience) = scope.audiences().next() {
                let response = link(ui, word("builder.add_audience_short"));
                if response.accessible_name(word("builder.add_audience")).clicked() {
                    added = Some(Row::Audience { name: audience.to_owned(), member: true });
                }
            }
            if depth < 3 && !group.rows.is_empty() {
                let memory = at.id.with((depth, "add group"));
                // The group begins with one row; its second row says how they are joined.
                let first = add_field(ui, ("builder.add_group_short", "builder.add_group"), memory, scope);
                if let Some(first) = first {
                    added = Some(Row::Group(Group { join: Join::All, rows: vec![Row::Condition(first)] }));
                }
            }
        });
        let Some(row) = added else { return false };
        if depth > 0 && group.rows.len() == 1 {
            group.join = if outer == Join::All { Join::Any } else { Join::All };
        }
        group.rows.push(row);
        self.chosen(at);
        true
    }

    /// Whether the row changed, and whether it goes.
    fn row(
        &mut self,
        ui: &mut Ui,
        at: &At,
        row: &mut Row,
        scope: &Scope,
        (depth, outer): (usize, Join),
    ) -> (bool, bool) {
        let remove = phrase("fields.remove", &[("what", &at.label)]);
        let (mut changed, mut gone) = (false, false);
        match row {
            Row::Group(group) => {
                // A line shows how far the group reaches.
                ui.visuals_mut().indent_has_left_vline = true;
                ui.indent(at.id, |ui| changed = self.group(ui, at, group, scope, (depth + 1, outer)));
                gone = group.rows.is_empty();
            }
            Row::Audience { name, member } => {
                ui.horizontal(|ui| {
                    let ways = [(true, "builder.is_in"), (false, "builder.is_not_in")];
                    let width = ui.available_width() - 30.0;
                    let way = At { id: at.id.with("member"), ..at.clone() };
                    changed |= self.pick(ui, &way, member, &ways, width * 0.4);
                    changed |= self.pick_audience(ui, at, name, width * 0.6 - 8.0);
                    gone = mark_button(ui, Mark::Cross, &remove, true).clicked();
                });
            }
            Row::Condition(condition) => {
                ui.horizontal(|ui| {
                    let width = ui.available_width() - 30.0;
                    changed |= self.pick_field(ui, at, &mut condition.field, scope, width, |_| true);
                    gone = mark_button(ui, Mark::Cross, &remove, true).clicked();
                });
                let choice = scope.choice(&condition.field);
                let kind = choice.as_ref().map_or(ValueType::String, |choice| choice.kind);
                changed |= self.comparison(ui, at, condition, kind, choice.as_ref(), scope);
            }
        }
        (changed, gone)
    }

    fn comparison(
        &mut self,
        ui: &mut Ui,
        at: &At,
        condition: &mut Condition,
        kind: ValueType,
        choice: Option<&Choice>,
        scope: &Scope,
    ) -> bool {
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
        let mut changed = false;
        ui.horizontal(|ui| {
            let width = ui.available_width() - 30.0;
            let part = if asks.is_some() && !wide { width * 0.5 - 8.0 } else { width };
            changed |= self.pick(ui, &way, &mut condition.comparison, &ways, part);
            if changed && condition.comparison.operand(kind) != asks {
                let wanted = condition.comparison.operand(kind);
                condition.operand = wanted.map_or_else(Operand::default, |kind| Operand::Value(plain(kind)));
            }
            if !wide {
                changed |= self.operand(ui, at, condition, kind, choice, (scope, width * 0.5));
            }
        });
        if wide {
            ui.horizontal(|ui| {
                let width = ui.available_width() - 30.0;
                changed |= self.operand(ui, at, condition, kind, choice, (scope, width));
            });
        }
        changed
    }

    /// What a field is compared with, and the button that makes it a field or a value.
    fn operand(
        &mut self,
        ui: &mut Ui,
        at: &At,
        condition: &mut Condition,
        kind: ValueType,
        choice: Option<&Choice>,
        (scope, width): (&Scope, f32),
    ) -> bool {
        let Some(wanted) = condition.comparison.operand(kind) else { return false };
        let value = At { id: at.id.with("value"), label: phrase("builder.value", &[("row", &at.label)]), ..at.clone() };
        let left = condition.field.clone();
        let alike = |other: &Choice| other.kind == wanted && other.reference != left;
        let mut changed = false;
        ui.vertical(|ui| {
            ui.set_width(width);
            match &mut condition.operand {
                Operand::Field(field) => {
                    let width = ui.available_width();
                    changed |= self.pick_field(ui, &value, field, scope, width, alike);
                }
                Operand::Value(constant) => changed |= self.constant(ui, &value, constant, wanted, choice),
            }
        });
        let other = scope.choices().into_iter().find(alike);
        changed | self.swap(ui, at, &mut condition.operand, wanted, other.filter(|_| wanted == kind))
    }

    /// The button that compares with a field instead of a value, and back; `other` is a field to begin with.
    fn swap(&mut self, ui: &mut Ui, at: &At, operand: &mut Operand, kind: ValueType, other: Option<Choice>) -> bool {
        let with_field = matches!(operand, Operand::Field(_));
        if !with_field && other.is_none() {
            return false;
        }
        let key = if with_field { "builder.with_value" } else { "builder.with_field" };
        if !mark_button(ui, Mark::Swap, &phrase(key, &[("row", &at.label)]), true).clicked() {
            return false;
        }
        *operand = match other {
            Some(other) if !with_field => Operand::Field(other.reference),
            _ => Operand::Value(plain(kind)),
        };
        self.chosen(at);
        true
    }

    fn constant(&mut self, ui: &mut Ui, at: &At, value: &mut Value, kind: ValueType, choice: Option<&Choice>) -> bool {
        let one_of = choice.map(|choice| choice.one_of.as_slice()).unwrap_or_default();
        if kind == ValueType::String && !one_of.is_empty() {
            let now = shown(value);
            let response = dropdown(ui, at, &now, now.is_empty(), ui.available_width());
            let mut changed = false;
            list(&response, |ui| {
                for one in one_of {
                    if entry(ui, *one == now, one).clicked() {
                        *value = Value::Text(one.clone());
                        changed = true;
                        ui.close();
                    }
                }
            });
            if changed {
                self.chosen(at);
            }
            return changed;
        }
        if kind == ValueType::Boolean {
            let mut now = *value == Value::Boolean(true);
            let width = ui.available_width();
            let changed = self.pick(ui, at, &mut now, &[(true, "values.yes"), (false, "values.no")], width);
            *value = Value::Boolean(now);
            return changed;
        }
        if let Some(changed) = self.moment_of(ui, at, value) {
            return changed;
        }
        let mut text = shown(value);
        if !self.line(ui, at, &mut text, if kind.is_list() { word("fields.list_hint") } else { "" }) {
            return false;
        }
        // A number that is being typed anew is not yet no number.
        match read(&text, kind).filter(|read| !read.is_null()) {
            Some(read) => *value = read,
            None if kind == ValueType::String => *value = Value::Text(text),
            None => return false,
        }
        true
    }

    /// A day or a moment; whether it changed, `None` where the value is neither.
    fn moment_of(&mut self, ui: &mut Ui, at: &At, value: &mut Value) -> Option<bool> {
        if !matches!(value, Value::Date(_) | Value::DateTimeOnly(_) | Value::DateTime(_)) {
            return None;
        }
        let width = ui.available_width();
        let zone = self.subject.journey.map_or("UTC", |journey| journey.properties.zone.as_str()).to_owned();
        let mut changed = false;
        ui.horizontal(|ui| match value {
            Value::Date(day) => changed = self.day(ui, at, day, false, width),
            Value::DateTimeOnly(moment) => changed = self.day_and_time(ui, at, moment, false, width),
            Value::DateTime(moment) => changed = self.moment(ui, at, moment, &zone, width),
            _ => {}
        });
        Some(changed)
    }

    fn pick<T: PartialEq + Copy>(
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

    fn pick_field(
        &mut self,
        ui: &mut Ui,
        at: &At,
        field: &mut String,
        scope: &Scope,
        width: f32,
        fits: impl Fn(&Choice) -> bool,
    ) -> bool {
        let choice = scope.choice(field);
        let text = choice.map_or_else(|| field.clone(), |choice| with_owner(&choice));
        let field_at =
            At { id: at.id.with("field"), label: phrase("builder.field", &[("row", &at.label)]), ..at.clone() };
        let response = dropdown(ui, &field_at, &text, false, width);
        let mut chosen = None;
        list_of(&response, FIELDS_WIDTH, |ui| chosen = choose(ui, at.id.with("field search"), scope, fits));
        let Some(choice) = chosen else { return false };
        *field = choice.reference;
        self.chosen(at);
        true
    }

    fn pick_audience(&mut self, ui: &mut Ui, at: &At, name: &mut String, width: f32) -> bool {
        let label = phrase("builder.audience", &[("row", &at.label)]);
        let response = dropdown(ui, &At { id: at.id.with("audience"), label, ..at.clone() }, name, false, width);
        let workspace = self.workspace;
        let mut changed = false;
        list(&response, |ui| {
            for Audience { name: known, .. } in &workspace.inventory.audiences {
                if entry(ui, known == name, known).clicked() {
                    known.clone_into(name);
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

/// A link that opens the list of fields; yields a row that begins with the one that was chosen. `words` are what is
/// read on it, and its name.
fn add_field(ui: &mut Ui, words: (&str, &str), memory: Id, scope: &Scope) -> Option<Condition> {
    let response = link(ui, word(words.0)).accessible_name(word(words.1));
    let mut chosen = None;
    list_of(&response, FIELDS_WIDTH, |ui| chosen = choose(ui, memory.with("search"), scope, |_| true));
    chosen.map(|choice| begin(&choice))
}

/// A row that begins with this field.
fn begin(choice: &Choice) -> Condition {
    let comparison = match choice.kind {
        ValueType::DateTime => Comparison::InLastDays,
        ValueType::DateTimeOnly => Comparison::GreaterOrEqual,
        ValueType::Boolean => Comparison::IsTrue,
        ValueType::Integer | ValueType::Decimal => Comparison::Greater,
        ValueType::String if !choice.one_of.is_empty() => Comparison::Equal,
        // Whatever else is asked needs a value that nobody has typed yet; this is a whole condition at once.
        _ => Comparison::IsNotNull,
    };
    let operand = match (comparison.operand(choice.kind), choice.one_of.first()) {
        (Some(ValueType::String), Some(first)) => Operand::Value(Value::Text(first.clone())),
        (Some(kind), _) => Operand::Value(plain(kind)),
        (None, _) => Operand::default(),
    };
    Condition { field: choice.reference.clone(), negated: false, comparison, operand }
}

/// A value to begin with.
fn plain(kind: ValueType) -> Value {
    match kind {
        ValueType::String => Value::Text(String::new()),
        ValueType::Integer => Value::Integer(7),
        ValueType::Decimal => Value::Decimal(100.0),
        ValueType::Boolean => Value::Boolean(true),
        ValueType::DateOnly => Value::Date(jiff::civil::Date::constant(2026, 1, 5)),
        ValueType::DateTimeOnly => Value::DateTimeOnly(jiff::civil::DateTime::constant(2026, 1, 5, 9, 0, 0, 0)),
        ValueType::DateTime => Value::DateTime(jiff::Timestamp::constant(1_767_603_600, 0)),
        ValueType::Duration => Value::Duration(3_600_000),
        list => Value::List(list.item().map(plain).into_iter().collect()),
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
