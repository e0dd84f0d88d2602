//! Reads a document part by part: what can be read is read, what cannot is kept as it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::lines::{Lines, Position};
use super::read::{self, Fault, ReadError};
use super::scan::{self, FieldSpan, Outline};
use super::{MAX_FILE_BYTES, from_ron};
use crate::journey::FORMAT;

/// A part of a document that could not be read. Its document is not written again until it is mended or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Line of what is wrong, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The whole part as it stands.
    pub text: String,
    /// What is wrong and what to do.
    pub error: String,
}

/// So many broken entries of one document at most are told apart; what follows them is one piece.
const MAX_DAMAGE: usize = 200;

/// So many broken fields at most are left out of one document; with more it is another kind of file.
const MAX_LEFT_OUT: usize = 32;

/// Ids that are taken, and the line of each.
#[derive(Debug, Default)]
pub struct Ids(BTreeMap<String, usize>);

/// A document that is being read.
#[derive(Debug)]
pub struct Sheet<'a> {
    text: &'a str,
    lines: Lines<'a>,
    outline: Outline,
    /// What could not be read so far.
    pub damage: Vec<Damage>,
    /// First key and line of every list entry that was read, by list; one without a key is known by its place from 1.
    pub places: BTreeMap<(String, String), usize>,
}

impl<'a> Sheet<'a> {
    /// Looks at brackets and format only.
    ///
    /// # Errors
    /// A text that is cut off, nests too deeply, is too large or does not say its format.
    pub fn new(text: &'a str) -> Result<Self, ReadError> {
        let lines = Lines::of(text);
        if text.len() > MAX_FILE_BYTES {
            let message = format!("the text is larger than {} MiB; split it up", MAX_FILE_BYTES / (1024 * 1024));
            return Err(ReadError::at(lines.position(MAX_FILE_BYTES), message));
        }
        let outline = scan::outline(text).map_err(|e| ReadError::at(lines.position(e.offset), e.message))?;
        let mut sheet = Self { text, lines, outline, damage: Vec::new(), places: BTreeMap::new() };
        sheet.format()?;
        Ok(sheet)
    }

    /// The format stands first and is read alone, so that a newer document can be told from a broken one.
    fn format(&mut self) -> Result<(), ReadError> {
        let first = self.outline.fields.first().filter(|field| self.slice(&field.name) == "format");
        let Some(field) = first.cloned() else {
            return Err(ReadError::at(self.lines.position(0), format!("a document begins with (format: {FORMAT}, …")));
        };
        let position = self.lines.position(field.value.start);
        match from_ron::<u32>(self.slice(&field.value)) {
            Ok(0) | Err(_) => Err(ReadError::at(position, format!("the format is a whole number from 1 to {FORMAT}"))),
            Ok(format) if format > FORMAT => {
                let error = format!(
                    "this was written by a newer Waymark (format {format}; this one knows {FORMAT}); \
                     it is shown as far as it can be read, and not written"
                );
                self.damaged(position, &field.name.start.min(field.value.start)..&field.value.end, error);
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }

    /// Everything but the entries of these lists. A field that cannot be read is left out.
    ///
    /// # Errors
    /// A field that must be there is missing or cannot be read.
    pub fn head<T: DeserializeOwned>(&mut self, lists: &[&str]) -> Result<T, ReadError> {
        let mut blank: Vec<Range<usize>> = Vec::new();
        for field in &self.outline.fields {
            if field.entries.is_some() && lists.contains(&self.slice(&field.name)) {
                // The brackets stay.
                blank.push(field.value.start + 1..field.value.end - 1);
            }
        }
        let mut left_out = 0;
        loop {
            match read::parse(&blanked(self.text, &mut blank)) {
                Ok(value) => return Ok(value),
                Err(fault) => {
                    let Some(field) = self.culprit(&fault, &blank).filter(|_| left_out < MAX_LEFT_OUT) else {
                        return Err(ReadError::at(fault.span.start, fault.message));
                    };
                    left_out += 1;
                    self.damaged(fault.span.start, &field.name.start..&field.value.end, fault.message);
                    blank.push(field.whole());
                }
            }
        }
    }

    /// The field in which the fault lies, where leaving it out may help.
    fn culprit(&self, fault: &Fault, blank: &[Range<usize>]) -> Option<FieldSpan> {
        let left = |field: &&FieldSpan| !blank.contains(&field.whole());
        let field = self
            .outline
            .fields
            .iter()
            .filter(left)
            .rfind(|field| self.lines.position(field.name.start) <= fault.span.start)?;
        // A field that is missing from the document itself is noticed behind its last field.
        let behind = self.lines.position(field.value.end) <= fault.span.start;
        (self.slice(&field.name) != "format" && !(fault.missing && behind)).then(|| field.clone())
    }

    /// The entries of a list that can be read. `keys` names what must be unique: its id first.
    pub fn list<T: DeserializeOwned>(&mut self, name: &str, ids: &mut Ids, keys: fn(&T) -> Vec<String>) -> Vec<T> {
        let entries = self.field(name).and_then(|field| field.entries.clone()).unwrap_or_default();
        let mut values = Vec::with_capacity(entries.len());
        let end = entries.last().map_or(0, |last| last.end);
        for (place, entry) in (1_usize..).zip(entries) {
            let start = self.lines.position(entry.start);
            if self.damage.len() >= MAX_DAMAGE {
                let error =
                    format!("after {MAX_DAMAGE} broken entries the rest of the list is not read; mend those first");
                self.damaged(start, &entry.start..&end, error);
                break;
            }
            match read::parse::<T>(self.slice(&entry)) {
                Ok(value) => match ids.take(keys(&value), start.line) {
                    Ok(first) => {
                        let key = first.unwrap_or_else(|| place.to_string());
                        self.places.insert((name.to_owned(), key), start.line);
                        values.push(value);
                    }
                    Err(clash) => self.damaged(start, &entry.start..&entry.end, clash),
                },
                Err(fault) => self.damaged(start.plus(fault.span.start), &entry.start..&entry.end, fault.message),
            }
        }
        values
    }

    /// Takes ids that stand in a field of the head; where one is taken already the field counts as damaged.
    pub fn unique(&mut self, field: &str, ids: &mut Ids, keys: Vec<String>) {
        let Some(span) = self.field(field).map(|field| field.name.start..field.value.end) else { return };
        let at = self.lines.position(span.start);
        if let Err(clash) = ids.take(keys, at.line) {
            self.damaged(at, &span.start..&span.end, clash);
        }
    }

    /// The line of each field of the head.
    pub fn field_lines(&self) -> impl Iterator<Item = (&'a str, usize)> + '_ {
        self.outline.fields.iter().map(|field| (self.slice(&field.name), self.lines.position(field.name.start).line))
    }

    fn field(&self, name: &str) -> Option<&FieldSpan> {
        self.outline.fields.iter().find(|field| self.slice(&field.name) == name)
    }

    fn damaged(&mut self, at: Position, bytes: Range<&usize>, error: String) {
        let text = self.slice(&(*bytes.start..*bytes.end)).to_owned();
        self.damage.push(Damage { line: at.line, column: at.column, text, error });
    }

    fn slice(&self, bytes: &Range<usize>) -> &'a str {
        self.text.get(bytes.clone()).unwrap_or("")
    }
}

impl Ids {
    /// Takes all keys, or none where one is taken already; yields the first.
    ///
    /// # Errors
    /// Names the key that is taken, and where.
    pub fn take(&mut self, keys: Vec<String>, line: usize) -> Result<Option<String>, String> {
        for (index, key) in keys.iter().enumerate() {
            let earlier = self.0.get(key).copied().or_else(|| keys[..index].contains(key).then_some(line));
            if let Some(earlier) = earlier {
                return Err(format!("the id {key} is already used on line {earlier}; give one of the two another id"));
            }
        }
        let first = keys.first().cloned();
        self.0.extend(keys.into_iter().map(|key| (key, line)));
        Ok(first)
    }
}

/// The text with these spans blank; lines and columns stay.
fn blanked(text: &str, spans: &mut [Range<usize>]) -> String {
    spans.sort_by_key(|span| span.start);
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans.iter() {
        let start = span.start.max(at);
        result.push_str(text.get(at..start).unwrap_or(""));
        let blank = text.get(start..span.end).unwrap_or("");
        result.extend(blank.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        at = span.end.max(at);
    }
    result.push_str(text.get(at..).unwrap_or(""));
    result
}
