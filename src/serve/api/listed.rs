//! A list of people as it is sent: lines of JSON, or a table with commas. What cannot be read is named by its line and
//! column, as an editor counts them.

use super::body;
use super::problem::Problem;
use crate::exchange::json;
use crate::journey::Medium;
use crate::serve::engine::{Introduction, Said};
use crate::wire::{Person, PersonMedium};

/// Where in the body each person stands.
#[derive(Debug, Default)]
pub(super) struct Places {
    lines: Vec<u64>,
    /// The names of a table's columns.
    columns: Vec<String>,
}

impl Places {
    /// The line of a person, and the column of what is said of them, where it is one.
    pub(super) fn of(&self, index: usize, place: &[String]) -> String {
        let line = self.lines.get(index).copied().unwrap_or_default();
        let name = match place {
            [first, name] if first == "attributes" => name.clone(),
            [first, name] if first == "identities" => format!("identity.{name}"),
            [first, name] if first == "audiences" => format!("audience.{name}"),
            [name] => name.clone(),
            _ => String::new(),
        };
        match self.columns.iter().position(|column| *column == name) {
            Some(column) => format!("line {line}, column {} ({name})", column + 1),
            None => format!("line {line}"),
        }
    }
}

fn empty() -> Problem {
    Problem::bad_request("empty", "the body is empty: send at least one person, or nothing at all")
}

fn text(bytes: &[u8]) -> Result<&str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::bad_request("text", "the body is no UTF-8 text"))?;
    // Spreadsheets begin with a mark that says how they write.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() { Err(empty()) } else { Ok(text) }
}

/// Lines of JSON; empty ones are skipped.
pub(super) fn lines(bytes: &[u8]) -> Result<(Vec<Introduction>, Places), Problem> {
    let (mut people, mut places) = (Vec::new(), Places::default());
    for (number, line) in (1..).zip(text(bytes)?.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let person = body::line::<Person>(line, number).map_err(|problem| problem.within(people.len()))?;
        people.push(person.into());
        places.lines.push(number);
    }
    Ok((people, places))
}

/// A table with commas.
pub(super) fn table(bytes: &[u8]) -> Result<(Vec<Introduction>, Places), Problem> {
    let text = text(bytes)?;
    if let Some(line) = unclosed(text) {
        let detail = format!("line {line}: a quotation mark is opened and never closed");
        return Err(Problem::bad_request("table", detail));
    }
    let broken = |error: csv::Error| Problem::bad_request("table", format!("the table cannot be read: {error}"));
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
    headed(&columns)?;
    let (mut people, mut places) = (Vec::new(), Places { lines: Vec::new(), columns });
    for row in reader.records() {
        let row = row.map_err(broken)?;
        places.lines.push(row.position().map_or(0, csv::Position::line));
        let (mut person, index) = (Introduction::default(), people.len());
        for (column, cell) in places.columns.iter().zip(&row).filter(|(_, cell)| !cell.is_empty()) {
            if let Err((code, detail)) = cell_of(&mut person, column, cell) {
                let problem = Problem::unacceptable("some of the table cannot be understood; nothing of it was taken");
                let pointer = format!("/{index}{}", json::escaped(column));
                let place = places.of(index, std::slice::from_ref(column));
                return Err(problem.at(pointer, code, format!("{place}: {detail}")));
            }
        }
        people.push(person);
    }
    Ok((people, places))
}

/// What the first line must be.
fn headed(columns: &[String]) -> Result<(), Problem> {
    let bad = |detail: String| Err(Problem::bad_request("table", detail));
    if let [only] = columns
        && let Some(other) = [';', '\t', '|'].into_iter().find(|other| only.contains(*other))
    {
        return bad(format!("line 1: columns are parted by {other:?}, and commas are expected; export it with commas"));
    }
    for (index, name) in columns.iter().enumerate() {
        if name.is_empty() {
            return bad(format!("line 1, column {}: the column has no name", index + 1));
        }
        if let Some(first) = columns[..index].iter().position(|other| other == name) {
            return bad(format!("line 1, column {}: {name} is column {} already", index + 1, first + 1));
        }
    }
    Ok(())
}

/// The line on which a quotation mark is opened that is never closed.
fn unclosed(text: &str) -> Option<u64> {
    let (mut line, mut opened, mut begins) = (1, None, true);
    let mut marks = text.chars().peekable();
    while let Some(mark) = marks.next() {
        match mark {
            '"' if opened.is_some() && marks.peek() == Some(&'"') => {
                marks.next();
            }
            '"' if opened.is_some() => opened = None,
            '"' if begins => opened = Some(line),
            _ => {}
        }
        line += u64::from(mark == '\n');
        begins = opened.is_none() && matches!(mark, ',' | '\n' | '\r');
    }
    opened
}

fn cell_of(person: &mut Introduction, column: &str, cell: &str) -> Result<(), (&'static str, String)> {
    let truth = || match cell.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(("type", "write true or false".to_owned())),
    };
    match column.split_once('.') {
        None if column == "id" => person.id = Some(cell.to_owned()),
        None if column == "zone" => person.zone = Some(cell.to_owned()),
        Some(("identity", name)) => drop(person.identities.insert(name.to_owned(), cell.to_owned())),
        Some(("audience", name)) => drop(person.audiences.insert(name.to_owned(), truth()?)),
        Some(("consent", name)) => {
            let medium = PersonMedium::try_from(name.to_owned()).map_err(|detail| ("unknown-medium", detail))?;
            person.consent.insert(Medium::from(medium), truth()?);
        }
        _ => drop(person.attributes.insert(column.to_owned(), Said::Text(cell.to_owned()))),
    }
    Ok(())
}
