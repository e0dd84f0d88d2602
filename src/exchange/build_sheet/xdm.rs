//! How the schema editor names a field: which field group brings it, below which object it stands, which type it has.
//!
//! The standard fields are those of Adobe's public data model (github.com/adobe/xdm, components/fieldgroups). Border:
//! knows schemas and their fields, neither the journey nor the page.

use crate::journey::{Field, Schema, SchemaClass, ValueType};

/// Stands for the organization's own tenant id, below which lies every field that is not of the standard model.
pub(super) const TENANT: &str = "_tenant";

/// A field as the schema editor takes it.
pub(super) struct Placed {
    /// Its path there.
    pub(super) path: String,
    /// The standard field group that brings it, or the class; `None` where it belongs to a group of one's own.
    pub(super) group: Option<&'static str>,
    /// What journeys read there.
    pub(super) kind: ValueType,
    /// Its type in the editor's words.
    pub(super) editor: String,
}

/// What has to be said of a type that the editor does not have; `None` where it has it.
pub(super) fn stands_in(kind: ValueType) -> Option<&'static str> {
    match kind {
        ValueType::DateTimeOnly | ValueType::ListDateTimeOnly => Some(
            "a date and time without a zone, such as `2026-02-12T15:00:00`. The type DateTime would demand a zone; \
             expressions turn the text into a date with `toDateTimeOnly`",
        ),
        ValueType::Duration | ValueType::ListDuration => {
            Some("a length of time, such as `PT15M`; expressions read it with `toDuration`")
        }
        _ => None,
    }
}

const CLASS: &str = "the class itself";
const DEMOGRAPHIC: &str = "Demographic Details";
const PERSONAL: &str = "Personal Contact Details";
const WORK: &str = "Work Contact Details";
const LOYALTY: &str = "Loyalty Details";
const PREFERENCE: &str = "Preference Details";
const TEST: &str = "Profile test details";

/// Path, field group and type of the standard fields of people.
const OF_PEOPLE: &[(&str, &str, ValueType)] = &[
    ("person.name.firstName", DEMOGRAPHIC, ValueType::String),
    ("person.name.middleName", DEMOGRAPHIC, ValueType::String),
    ("person.name.lastName", DEMOGRAPHIC, ValueType::String),
    ("person.name.fullName", DEMOGRAPHIC, ValueType::String),
    ("person.name.courtesyTitle", DEMOGRAPHIC, ValueType::String),
    ("person.birthDate", DEMOGRAPHIC, ValueType::DateOnly),
    ("person.gender", DEMOGRAPHIC, ValueType::String),
    ("personalEmail.address", PERSONAL, ValueType::String),
    ("mobilePhone.number", PERSONAL, ValueType::String),
    ("homePhone.number", PERSONAL, ValueType::String),
    ("homeAddress.street1", PERSONAL, ValueType::String),
    ("homeAddress.street2", PERSONAL, ValueType::String),
    ("homeAddress.postalCode", PERSONAL, ValueType::String),
    ("homeAddress.city", PERSONAL, ValueType::String),
    ("homeAddress.state", PERSONAL, ValueType::String),
    ("homeAddress.country", PERSONAL, ValueType::String),
    ("workEmail.address", WORK, ValueType::String),
    ("workPhone.number", WORK, ValueType::String),
    ("loyalty.points", LOYALTY, ValueType::Decimal),
    ("loyalty.tier", LOYALTY, ValueType::String),
    ("loyalty.status", LOYALTY, ValueType::String),
    ("loyalty.joinDate", LOYALTY, ValueType::DateTime),
    ("preferredLanguage", PREFERENCE, ValueType::String),
    ("timeZone", PREFERENCE, ValueType::String),
    ("testProfile", TEST, ValueType::Boolean),
];

/// Path, origin and type of what every record of an event has.
const OF_EVENTS: &[(&str, &str, ValueType)] = &[
    ("_id", CLASS, ValueType::String),
    ("timestamp", CLASS, ValueType::DateTime),
    ("eventType", CLASS, ValueType::String),
];

/// Where a field of a schema stands and what it holds there.
pub(super) fn placed(schema: &Schema, field: &Field) -> Placed {
    let standard = match schema.class {
        SchemaClass::IndividualProfile => OF_PEOPLE,
        _ => OF_EVENTS,
    };
    match standard.iter().find(|(path, ..)| *path == field.path) {
        Some((path, group, kind)) => {
            Placed { path: (*path).to_owned(), group: Some(group), kind: *kind, editor: editor_type(*kind) }
        }
        None => Placed {
            path: format!("{TENANT}.{}", field.path),
            group: None,
            kind: read_as(field.kind),
            editor: editor_type(field.kind),
        },
    }
}

/// What journeys read from a field of one's own: the editor has no type without a zone and none for lengths of time,
/// so that these stand there as text.
fn read_as(kind: ValueType) -> ValueType {
    match kind {
        ValueType::DateTimeOnly | ValueType::Duration => ValueType::String,
        ValueType::ListDateTimeOnly | ValueType::ListDuration => ValueType::ListString,
        other => other,
    }
}

/// The function that turns what stands in the platform into what the document means; `None` where it is the same, or
/// where no function does it.
pub(super) fn conversion(from: ValueType, to: ValueType) -> Option<&'static str> {
    match (from, to) {
        (ValueType::String, ValueType::DateTimeOnly) => Some("toDateTimeOnly"),
        (ValueType::String, ValueType::DateTime) => Some("toDateTime"),
        (ValueType::String, ValueType::DateOnly) => Some("toDateOnly"),
        (ValueType::String, ValueType::Duration) => Some("toDuration"),
        (ValueType::Decimal, ValueType::Integer) => Some("toInteger"),
        _ => None,
    }
}

/// The type in the editor's words.
fn editor_type(kind: ValueType) -> String {
    let one = |kind: ValueType| match kind {
        ValueType::Integer => "Integer",
        ValueType::Decimal => "Double",
        ValueType::Boolean => "Boolean",
        ValueType::DateOnly => "Date",
        ValueType::DateTime => "DateTime",
        ValueType::ListObject => "Object",
        _ => "String",
    };
    match kind {
        ValueType::ListObject => "Object, as an Array".to_owned(),
        list if list.is_list() => format!("{}, as an Array", one(list.item().unwrap_or_default())),
        single => one(single).to_owned(),
    }
}
