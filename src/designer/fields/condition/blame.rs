//! Which part of a condition is wrong. A finding speaks of the condition as a whole; only the row, and in it only the
//! box, that is to blame is marked.

use crate::expression::builder::{self, Condition, Group, Operand, Row};
use crate::expression::{Expected, Scope, check, parse};

/// What of a row is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Blame {
    /// The field that is asked about, and how.
    pub field: bool,
    /// What it is compared with.
    pub value: bool,
}

impl Blame {
    const ALL: Self = Self { field: true, value: true };
    const VALUE: Self = Self { field: false, value: true };
}

/// What is marked in a condition of which something is wrong.
#[derive(Clone, Copy)]
pub(super) enum Blamed {
    /// Rows that are wrong by themselves. Boxes that are simply empty are, once somebody has left them so.
    Rows {
        /// Whether an empty box is one of them.
        is_open: bool,
    },
    /// No row is wrong by itself: it is all of them together.
    Whole,
}

impl Blamed {
    /// Of a condition; `is_begun` while what is empty in it is only still to be filled in.
    pub fn of(group: &Group, scope: &Scope, is_begun: bool) -> Self {
        let rows = Self::Rows { is_open: !is_begun };
        if !group.open().is_empty() || is_some_wrong(group, scope) { rows } else { Self::Whole }
    }

    /// What is marked of a row.
    pub fn in_row(self, row: &Condition, scope: &Scope) -> Blame {
        match self {
            Self::Whole => Blame::ALL,
            Self::Rows { is_open } if row.is_open() => Blame { value: is_open, ..Blame::default() },
            Self::Rows { .. } => wrong(row, scope),
        }
    }

    /// Whether a row that asks for an audience is marked.
    pub fn in_audience(self, name: &str, scope: &Scope) -> bool {
        matches!(self, Self::Whole) || is_wrong(&Row::Audience { name: name.to_owned(), member: true }, scope)
    }
}

fn is_some_wrong(group: &Group, scope: &Scope) -> bool {
    group.rows.iter().any(|row| match row {
        Row::Group(group) => is_some_wrong(group, scope),
        row => is_wrong(row, scope),
    })
}

/// Whether the language has something against a row by itself.
fn is_wrong(row: &Row, scope: &Scope) -> bool {
    let text = builder::write(&Group { rows: vec![row.clone()], ..Group::default() });
    !check(&parse(&text), scope, Expected::CONDITION).problems.is_empty()
}

fn wrong(row: &Condition, scope: &Scope) -> Blame {
    if !is_wrong(&Row::Condition(row.clone()), scope) {
        return Blame::default();
    }
    let Some(choice) = scope.choice(&row.field) else { return Blame { field: true, value: false } };
    match (&row.operand, row.comparison.operand(choice.kind)) {
        (Operand::Value(value), Some(kind)) if !value.fits(kind) => Blame::VALUE,
        (Operand::Field(other), Some(_)) if scope.choice(other).is_none() => Blame::VALUE,
        _ => Blame::ALL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::{Event, Field, Inventory, Schema, ValueType};

    fn scope() -> Scope {
        let field = |path: &str, kind| Field { path: path.to_owned(), kind, ..Field::default() };
        let fields = vec![field("total", ValueType::Decimal), field("code", ValueType::String)];
        let schema = Schema { id: "schema-order".into(), fields, ..Schema::default() };
        let event = Event {
            name: "Order".to_owned(),
            schema: Some(schema.id.clone()),
            fields: vec!["total".to_owned(), "code".to_owned()],
            ..Event::default()
        };
        Scope::of(&Inventory { events: vec![event], schemas: vec![schema], ..Inventory::default() })
    }

    fn marked(text: &str, is_begun: bool) -> Vec<Blame> {
        let (group, scope) = (builder::read(text).expect("rows"), scope());
        let blamed = Blamed::of(&group, &scope, is_begun);
        let row = |row: &Row| match row {
            Row::Condition(condition) => blamed.in_row(condition, &scope),
            other => panic!("{other:?}"),
        };
        group.rows.iter().map(row).collect()
    }

    #[test]
    fn only_what_is_to_blame_is_marked() {
        let none = Blame::default();
        let field = Blame { field: true, value: false };
        assert_eq!(
            marked("@event{Order.total} > \"100\" and @event{Order.code} is not null", false),
            [Blame::VALUE, none]
        );
        assert_eq!(marked("@event{Order.lost} > 100 and @event{Order.total} > 100", false), [field, none]);
        assert_eq!(marked("@event{Order.code} > 100.0 and @event{Order.total} > 1", false), [Blame::VALUE, none]);
        let sound = "@event{Order.total} > 100 and @event{Order.total} < 50";
        assert_eq!(marked(sound, false), [Blame::ALL, Blame::ALL], "what is wrong concerns all of it");
    }

    #[test]
    fn an_empty_box_is_marked_once_it_was_left() {
        let none = Blame::default();
        let text = "@event{Order.total} > null and @event{Order.total} > \"100\"";
        assert_eq!(marked(text, false), [Blame::VALUE, Blame::VALUE]);
        assert_eq!(marked(text, true), [none, Blame::VALUE]);
    }
}
