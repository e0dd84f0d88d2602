//! Real people from a table: columns as in a list that a server is sent. The text is kept as it is; a row is read when
//! its person is needed.

use std::ops::Range;

use jiff::tz::TimeZone;

use crate::expression::{fits, shape};
use crate::journey::{
    Audience, AudienceId, Field, Inventory, Medium, Namespace, NamespaceId, SchemaClass, Value, ValueType,
};
use crate::run::Someone;

/// People as rows.
#[derive(Debug)]
pub(super) struct Table<'a> {
    text: &'a str,
    columns: Vec<Column>,
    rows: Vec<Range<u64>>,
}

/// What a column says of people.
#[derive(Clone, Debug, PartialEq)]
enum Column {
    /// Their id elsewhere, which is not needed here.
    Id,
    Zone,
    Identity(NamespaceId),
    Audience(AudienceId),
    Consent(Medium),
    Attribute(Field),
}

impl<'a> Table<'a> {
    /// Reads the columns and finds the rows.
    ///
    /// # Errors
    /// Says with line and column what cannot be understood, and what to do.
    pub(super) fn read(text: &'a str, inventory: &Inventory) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| broken(&error))?.clone();
        if header.len() == 1 && header.get(0).is_some_and(|only| only.contains([';', '\t', '|'])) {
            return Err("1:1: columns are parted by commas; export the table with commas".to_owned());
        }
        let mut columns = Vec::new();
        for (index, name) in (1..).zip(&header) {
            columns.push(column(name.trim(), inventory).map_err(|why| format!("1:{index}: {why}"))?);
        }
        let mut table = Self { text, columns, rows: Vec::new() };
        let mut record = csv::StringRecord::new();
        loop {
            let begins = reader.position().byte();
            if !reader.read_record(&mut record).map_err(|error| broken(&error))? {
                break;
            }
            let line = record.position().map_or(0, csv::Position::line);
            for (index, (column, cell)) in (1..).zip(table.columns.iter().zip(&record)) {
                said(column, cell.trim()).map_err(|why| format!("{line}:{index}: {why}"))?;
            }
            table.rows.push(begins..reader.position().byte());
        }
        Ok(table)
    }

    /// How many people it has.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells of a person what stands in their row; with more people than rows the rows come round again.
    pub(super) fn tell(&self, person: u32, someone: &mut Someone) {
        let Some(row) = self.rows.get(person as usize % self.rows.len().max(1)) else { return };
        let bytes = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        let Some(text) = self.text.get(bytes(row.start)..bytes(row.end)) else { return };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        if !reader.read_record(&mut record).unwrap_or(false) {
            return;
        }
        for (column, cell) in self.columns.iter().zip(&record) {
            // Every cell was understood when the table was read.
            let Ok(Some(said)) = said(column, cell.trim()) else { continue };
            match said {
                Said::Zone(zone) => someone.person.zone = Some(zone),
                Said::Identity(namespace, identity) => {
                    someone.person.identities.insert(namespace.clone(), identity.to_owned());
                }
                Said::Audience(audience, inside) => someone.state(audience, inside),
                Said::Consent(medium, agreed) => {
                    someone.person.consent.insert(medium, agreed);
                }
                Said::Attribute(path, value) => someone.write(path, value),
            }
        }
    }
}

/// What one cell says.
enum Said<'c> {
    Zone(TimeZone),
    Identity(&'c NamespaceId, &'c str),
    Audience(&'c AudienceId, bool),
    Consent(Medium, bool),
    Attribute(&'c str, Value),
}

fn said<'c>(column: &'c Column, cell: &'c str) -> Result<Option<Said<'c>>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let truth = || match cell.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(format!("{cell:?} is neither true nor false")),
    };
    Ok(Some(match column {
        Column::Id => return Ok(None),
        Column::Zone => {
            Said::Zone(TimeZone::get(cell).map_err(|_| format!("{cell:?} is no time zone; write Europe/Paris"))?)
        }
        Column::Identity(namespace) => Said::Identity(namespace, cell),
        Column::Audience(audience) => Said::Audience(audience, truth()?),
        Column::Consent(medium) => Said::Consent(*medium, truth()?),
        Column::Attribute(field) => Said::Attribute(&field.path, attribute(field, cell)?),
    }))
}

/// A cell in the type of its field.
fn attribute(field: &Field, cell: &str) -> Result<Value, String> {
    let json = match field.kind {
        ValueType::Integer | ValueType::Decimal | ValueType::Boolean => serde_json::from_str(cell).ok(),
        _ => Some(serde_json::Value::String(cell.to_owned())),
    };
    let one = Field { path: "it".to_owned(), ..field.clone() };
    let record = json.map(|json| serde_json::json!({"it": json}));
    let value = record.map(|record| shape::select(&shape::typed(&record, &[one]), &["it"]));
    // What a list is written as in a cell nobody says.
    match value.filter(|value| field.kind.item().is_some() || fits(field.kind, value)) {
        Some(value) => Ok(value),
        None => Err(format!("{cell:?} is no {}, as {} wants", field.kind.name(), field.path)),
    }
}

fn column(name: &str, inventory: &Inventory) -> Result<Column, String> {
    let nearest = |what: &str, name: &str, known: Vec<&str>| {
        format!("there is no {what} {name:?}; known are {}", known.join(", "))
    };
    match name.split_once('.') {
        None if name.is_empty() => Err("the column has no name".to_owned()),
        None if name == "id" => Ok(Column::Id),
        None if name == "zone" => Ok(Column::Zone),
        Some(("identity", name)) => {
            let is_meant = |it: &&Namespace| it.id.as_str() == name || it.symbol == name || it.name == name;
            let known = || inventory.namespaces.iter().map(|it| it.symbol.as_str()).collect();
            let found = inventory.namespaces.iter().find(is_meant);
            found.map(|it| Column::Identity(it.id.clone())).ok_or_else(|| nearest("identity type", name, known()))
        }
        Some(("audience", name)) => {
            let is_meant = |it: &&Audience| it.id.as_str() == name || it.name == name;
            let known = || inventory.audiences.iter().map(|it| it.name.as_str()).collect();
            let found = inventory.audiences.iter().find(is_meant);
            found.map(|it| Column::Audience(it.id.clone())).ok_or_else(|| nearest("audience", name, known()))
        }
        Some(("consent", name)) => {
            let found = Medium::ALL.into_iter().find(|medium| format!("{medium:?}").eq_ignore_ascii_case(name));
            found.map(Column::Consent).ok_or_else(|| nearest("medium", name, vec!["email", "sms", "push", "whatsApp"]))
        }
        _ => {
            let schemas = inventory.schemas.iter().filter(|schema| schema.class == SchemaClass::IndividualProfile);
            let known = schemas.flat_map(|schema| &schema.fields).find(|field| field.path == name).cloned();
            Ok(Column::Attribute(known.unwrap_or_else(|| Field { path: name.to_owned(), ..Field::default() })))
        }
    }
}

fn broken(error: &csv::Error) -> String {
    let line = error.position().map_or(1, csv::Position::line);
    format!("{line}:1: the table cannot be read: {error}")
}
