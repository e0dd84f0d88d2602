//! Expressions: the text editor with its colours, underlines and completions, and what an expression must yield.

use egui::Ui;

use crate::expression::Expected;
use crate::journey::Expression;

use super::form::{At, Form};
use super::registry::Control;

/// What an expression must yield, and what it may speak of.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its type.
    pub kind: Expected,
}

impl Wanted {
    /// True or false.
    pub fn condition() -> Self {
        Self { kind: Expected::CONDITION }
    }
}

impl Form<'_> {
    /// An expression.
    pub fn expression(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Expression,
        wanted: &Wanted,
    ) {
        self.field(ui, (owner, field), Control::Expression, |form, ui, at| form.expression_box(ui, at, value, wanted));
    }

    /// A condition: rows of field, operator and value, or the text.
    pub fn condition(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Expression,
        wanted: &Wanted,
    ) {
        self.field(ui, (owner, field), Control::Expression, |form, ui, at| form.expression_box(ui, at, value, wanted));
    }

    pub(super) fn expression_box(&mut self, ui: &mut Ui, at: &At, value: &mut Expression, _wanted: &Wanted) {
        self.lines(ui, at, &mut value.0, 1, true);
    }
}
