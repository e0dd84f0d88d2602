//! The condition builder: rows of field, comparison and value in groups, over the same text as the editor.

mod begin;
mod blame;
mod choose;
mod comparison;
mod operand;

use egui::{Id, Ui};

use crate::designer::widgets::{hint_line, link, segmented};
use crate::designer::words::{phrase, word};
use crate::expression::builder::{self, Group, Join, Row};
use crate::expression::{Choice, Scope, parse};
use crate::journey::{Expression, ValueType};

use super::expression::Wanted;
use super::form::{At, Form};
use super::marks::{Mark, mark_button};
use super::registry::Control;
use blame::Blamed;

/// What a row or a group stands in.
#[derive(Clone, Copy)]
struct Around<'a> {
    /// What may be asked here.
    scope: &'a Scope,
    /// How many groups are around it.
    depth: usize,
    /// How the group around it joins its rows.
    outer: Join,
    /// What is marked where something is wrong.
    blamed: Blamed,
    /// Whether somebody was sent here, to fill in what is open.
    is_led: bool,
}

/// What the field of a row is.
struct Of<'a> {
    kind: ValueType,
    choice: Option<&'a Choice>,
    scope: &'a Scope,
    /// Whether somebody was sent here.
    is_led: bool,
}

fn row_id(group: Id, depth: usize, index: usize) -> Id {
    group.with((depth, index))
}

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
            let wanted_as_text: bool = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
            // What cannot be shown by choosing is shown as text, and the switch says so.
            let mut as_text = wanted_as_text || group.is_none();
            let name = phrase("builder.way", &[("field", &at.label)]);
            if segmented(ui, &name, &mut as_text, &[(false, word("builder.rows")), (true, word("builder.text"))])
                .changed()
            {
                ui.data_mut(|data| data.insert_temp(memory, as_text));
            }
            match group {
                Some(mut group) if !as_text => {
                    let is_open = !group.open().is_empty();
                    let is_led = is_open && form.takes_focus(at);
                    let scope = form.scope(ui);
                    let blamed = Blamed::of(&group, &scope, form.is_begun(&at.path));
                    let around = Around { scope: &scope, depth: 0, outer: Join::Any, blamed, is_led };
                    if form.group(ui, at, &mut group, around) {
                        let text = builder::write(&group);
                        if text != value.0 {
                            value.0 = text;
                        }
                    }
                }
                group => {
                    if group.is_none() {
                        let is_broken = !parse(&value.0).errors.is_empty();
                        hint_line(ui, word(if is_broken { "builder.broken" } else { "builder.too_much" }));
                    }
                    let before = value.0.len();
                    form.expression_box(ui, at, value, wanted, None);
                    // Whoever is writing goes on writing, though what stands there can be chosen now.
                    if value.0.len() != before {
                        ui.data_mut(|data| data.insert_temp(memory, true));
                    }
                }
            }
        });
    }

    /// True where something changed.
    fn group(&mut self, ui: &mut Ui, at: &At, group: &mut Group, around: Around<'_>) -> bool {
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
                id: row_id(at.id, around.depth, index),
                label: phrase("builder.row", &[("n", &(index + 1).to_string()), ("field", &at.label)]),
                label_id: None,
                ..at.clone()
            };
            let (row_changed, removed) = self.row(ui, &part, row, Around { outer: group.join, ..around });
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
        changed | self.adding(ui, at, group, around)
    }

    fn adding(&mut self, ui: &mut Ui, at: &At, group: &mut Group, around: Around<'_>) -> bool {
        let Around { scope, depth, outer, .. } = around;
        let mut added = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let memory = at.id.with((depth, "add"));
            added = choose::add_field(ui, ("builder.add_short", "builder.add"), memory, scope).map(Row::Condition);
            if let Some(audience) = scope.audiences().next() {
                let response = link(ui, word("builder.add_audience_short"));
                if response.accessible_name(word("builder.add_audience")).clicked() {
                    added = Some(Row::Audience { name: audience.to_owned(), member: true });
                }
            }
            if depth < 3 && !group.rows.is_empty() {
                let memory = at.id.with((depth, "add group"));
                // The group begins with one row; its second row says how they are joined.
                let first = choose::add_field(ui, ("builder.add_group_short", "builder.add_group"), memory, scope);
                if let Some(first) = first {
                    added = Some(Row::Group(Group { join: Join::All, rows: vec![Row::Condition(first)] }));
                }
            }
        });
        let Some(row) = added else { return false };
        if depth > 0 && group.rows.len() == 1 {
            group.join = if outer == Join::All { Join::Any } else { Join::All };
        }
        // What is asked next is the value.
        let id = row_id(at.id, depth, group.rows.len());
        match &row {
            Row::Condition(condition) if condition.is_open() => operand::focus(ui, id),
            Row::Group(_) => operand::focus(ui, row_id(id, depth + 1, 0)),
            _ => {}
        }
        group.rows.push(row);
        self.chosen(at);
        true
    }

    /// Whether the row changed, and whether it goes.
    fn row(&mut self, ui: &mut Ui, at: &At, row: &mut Row, around: Around<'_>) -> (bool, bool) {
        let Around { scope, depth, .. } = around;
        let remove = phrase("fields.remove", &[("what", &at.label)]);
        let (mut changed, mut gone) = (false, false);
        match row {
            Row::Group(group) => {
                // A line shows how far the group reaches.
                ui.visuals_mut().indent_has_left_vline = true;
                let inside = Around { depth: depth + 1, ..around };
                ui.indent(at.id, |ui| changed = self.group(ui, at, group, inside));
                gone = group.rows.is_empty();
            }
            Row::Audience { name, member } => {
                let at = &At { severity: at.severity.filter(|_| around.blamed.in_audience(name, scope)), ..at.clone() };
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
                let (at, value) = operand::ats(at, around.blamed.in_row(condition, scope));
                ui.horizontal(|ui| {
                    let width = ui.available_width() - 30.0;
                    changed |= self.pick_field(ui, &at, &mut condition.field, scope, width, |_| true);
                    gone = mark_button(ui, Mark::Cross, &remove, true).clicked();
                });
                let choice = scope.choice(&condition.field);
                let kind = choice.as_ref().map_or(ValueType::String, |choice| choice.kind);
                let of = Of { kind, choice: choice.as_ref(), scope, is_led: around.is_led && condition.is_open() };
                changed |= self.comparison(ui, (&at, &value), condition, &of);
            }
        }
        (changed, gone)
    }
}
