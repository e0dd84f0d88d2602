//! Which control each field of the document has. Panels draw by this table, and a test walks the
//! document's types and fails where the table, or a panel, leaves a field out.

use std::collections::BTreeSet;

use egui::{Context, Id};

/// A kind of control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// One line of text.
    Text,
    /// Several lines of text.
    TextArea,
    /// A name that other places repeat: changed everywhere at once.
    Name,
    /// A whole number with its unit.
    Number,
    /// A share in percent.
    Percent,
    /// A number and a unit of time.
    Duration,
    /// A calendar day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time without zone.
    DateTime,
    /// An instant, shown in a zone.
    Instant,
    /// A time zone of the IANA list.
    Zone,
    /// Days of the week.
    Weekdays,
    /// Yes or no.
    Switch,
    /// One of few.
    Choice,
    /// Any of few.
    Choices,
    /// An object of the inventory, or a step of the journey.
    Reference,
    /// Several objects of the inventory.
    References,
    /// Rows that are added, removed and put in order.
    Rows,
    /// Rows with a key.
    Map,
    /// JSON.
    Json,
    /// The name of a secret.
    Secret,
    /// An expression.
    Expression,
    /// Text with expressions in it.
    Template,
    /// A value whose type a schema states.
    Value,
    /// A field of a schema.
    Field,
    /// Several fields of a schema.
    Fields,
    /// Words with commas between them.
    List,
    /// Shown, never typed: ids of objects, what an import left.
    Shown,
    /// Neither typed nor shown: ids by which wires and findings know a row, and the number of the text form.
    Kept,
    /// Made and moved on the canvas.
    Canvas,
    /// Written, and taken back, in the list of problems.
    Problems,
}

pub use super::table::FIELDS;

/// The control of a field, if it has one.
pub fn control(owner: &str, field: &str) -> Option<Control> {
    FIELDS.iter().find(|(o, f, _)| *o == owner && *f == field).map(|(_, _, control)| *control)
}

/// Begins to remember which fields are drawn; for tests.
pub fn record(context: &Context) {
    context.data_mut(|data| data.insert_temp(memory(), BTreeSet::<(&'static str, &'static str)>::new()));
}

pub(super) fn is_recording(context: &Context) -> bool {
    context.data(|data| data.get_temp::<BTreeSet<(&'static str, &'static str)>>(memory())).is_some()
}

/// The fields drawn since [`record`].
pub fn drawn(context: &Context) -> BTreeSet<(&'static str, &'static str)> {
    context.data(|data| data.get_temp(memory())).unwrap_or_default()
}

pub(super) fn use_field(context: &Context, owner: &'static str, field: &'static str, used: Control) {
    debug_assert_eq!(control(owner, field), Some(used), "{owner}.{field} is drawn by another control than its own");
    context.data_mut(|data| {
        if let Some(mut set) = data.get_temp::<BTreeSet<(&'static str, &'static str)>>(memory()) {
            set.insert((owner, field));
            data.insert_temp(memory(), set);
        }
    });
}

fn memory() -> Id {
    Id::unique("fields drawn")
}
