//! A small scanner of brackets, texts and comments: it finds where fields and list entries begin and end,
//! whatever stands in them.
//!
//! It knows no types. What it cannot follow (a bracket or text that never closes, brackets too deep) is the only
//! damage that concerns a file as a whole.

use std::ops::Range;

use super::{MAX_DEPTH, MAX_ENTRIES};

/// The outline of a document: its fields and, where a field is a list, the entries.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The fields, in the order of the file.
    pub fields: Vec<FieldSpan>,
}

/// Where a field stands, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSpan {
    /// Its name.
    pub name: Range<usize>,
    /// Its value, without blanks and comments before it.
    pub value: Range<usize>,
    /// The entries, where the value is a list.
    pub entries: Option<Vec<Range<usize>>>,
    /// Behind the field, and behind its comma where it has one.
    pub after: usize,
}

/// What the scanner cannot follow, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanError {
    /// Byte offset.
    pub offset: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl FieldSpan {
    /// Name, value and comma together.
    pub fn whole(&self) -> Range<usize> {
        self.name.start..self.after
    }
}

/// Finds the fields of the document and the entries of its lists.
///
/// # Errors
/// Says where brackets or texts do not close or nest deeper than [`MAX_DEPTH`], or a list is longer than
/// [`MAX_ENTRIES`].
pub fn outline(text: &str) -> Result<Outline, ScanError> {
    let mut tokens = Tokens { text, at: 0 };
    let mut builder =
        Builder { text, open: Vec::new(), outline: Outline::default(), part: Part::default(), done: false };
    while let Some(token) = tokens.next()? {
        builder.token(&token)?;
    }
    builder.finish()
}

/// What the scanner tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Open(u8),
    Close(u8),
    Comma,
    Colon,
    Other,
}

#[derive(Clone, Debug)]
struct Token {
    class: Class,
    span: Range<usize>,
}

fn error(offset: usize, message: impl Into<String>) -> ScanError {
    ScanError { offset, message: message.into() }
}

/// Cuts the text into tokens; blanks and comments are skipped.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Tokens<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn next(&mut self) -> Result<Option<Token>, ScanError> {
        self.skip_blanks()?;
        let start = self.at;
        let Some(first) = self.rest().chars().next() else { return Ok(None) };
        let class = match first {
            '(' | '[' | '{' => Class::Open(first as u8),
            ')' | ']' | '}' => Class::Close(first as u8),
            ',' => Class::Comma,
            ':' => Class::Colon,
            _ => Class::Other,
        };
        match first {
            '"' => self.text_literal()?,
            '\'' => self.character(),
            _ if is_word(first) => self.word()?,
            _ => self.at += first.len_utf8(),
        }
        Ok(Some(Token { class, span: start..self.at }))
    }

    fn skip_blanks(&mut self) -> Result<(), ScanError> {
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start().len();
            self.at += blanks;
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.block_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    /// Block comments nest.
    fn block_comment(&mut self) -> Result<(), ScanError> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            let Some(index) = self.rest().find(['/', '*']) else {
                return Err(error(start, "this comment never ends; close it with */"));
            };
            self.at += index;
            if self.rest().starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with("*/") {
                depth = depth.saturating_sub(1);
                self.at += 2;
            } else {
                self.at += 1;
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn text_literal(&mut self) -> Result<(), ScanError> {
        let start = self.at;
        self.at += 1;
        loop {
            let Some(index) = self.rest().find(['"', '\\']) else {
                return Err(error(start, "this text never ends; close it with a quotation mark"));
            };
            let escape = self.rest().as_bytes()[index] == b'\\';
            self.at += index + 1;
            if !escape {
                return Ok(());
            }
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
    }

    fn raw_text(&mut self, start: usize) -> Result<(), ScanError> {
        let hashes = self.rest().bytes().take_while(|byte| *byte == b'#').count();
        self.at += hashes + 1;
        let fence = format!("\"{}", "#".repeat(hashes));
        match self.rest().find(&fence) {
            Some(index) => self.at += index + fence.len(),
            None => return Err(error(start, format!("this raw text never ends; close it with {fence}"))),
        }
        Ok(())
    }

    /// A word; together with its text where it announces a raw one.
    fn word(&mut self) -> Result<(), ScanError> {
        let start = self.at;
        let length = self.rest().find(|c| !is_word(c)).unwrap_or(self.rest().len());
        self.at += length;
        let announces = matches!(&self.text[start..self.at], "r" | "br");
        if announces && self.rest().trim_start_matches('#').starts_with('"') {
            self.raw_text(start)?;
        }
        Ok(())
    }

    /// `'x'`, `'\''`; a lone apostrophe is a token by itself, for the parser to complain about.
    fn character(&mut self) {
        self.at += 1;
        let mut characters = self.rest().char_indices();
        let close = match characters.next() {
            Some((_, '\\')) => characters.skip(1).take(10).find(|(_, c)| *c == '\'').map(|(index, _)| index),
            Some(_) => characters.next().filter(|(_, c)| *c == '\'').map(|(index, _)| index),
            None => None,
        };
        self.at += close.map_or(0, |index| index + 1);
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '-')
}

/// The part of the document that is being read.
#[derive(Debug, Default)]
struct Part {
    field: FieldSpan,
    has_name: bool,
    has_value: bool,
    entry: Option<Range<usize>>,
}

/// Follows the brackets and keeps the spans of the two outermost levels.
struct Builder<'a> {
    text: &'a str,
    open: Vec<(u8, usize)>,
    outline: Outline,
    part: Part,
    done: bool,
}

impl Builder<'_> {
    fn token(&mut self, token: &Token) -> Result<(), ScanError> {
        if self.done {
            return Err(error(token.span.start, "the document ends before this; remove what follows it"));
        }
        let depth = self.open.len();
        match token.class {
            Class::Open(bracket) => {
                if depth == 0 && bracket != b'(' {
                    return Err(error(token.span.start, "a document begins with (format: 1, …"));
                }
                if depth == MAX_DEPTH {
                    let message = format!("brackets nest deeper than {MAX_DEPTH} levels; no document needs that");
                    return Err(error(token.span.start, message));
                }
                self.inside(token, depth);
                self.open.push((bracket, token.span.start));
                if depth == 1 && bracket == b'[' && self.part.field.value == token.span {
                    self.part.field.entries = Some(Vec::new());
                }
            }
            Class::Close(bracket) => self.close(token, bracket)?,
            Class::Comma if depth == 1 => self.end_field(token.span.end),
            Class::Comma if depth == 2 => self.end_entry()?,
            Class::Colon if depth == 1 && self.part.has_name && !self.part.has_value => self.part.has_value = true,
            _ => self.inside(token, depth),
        }
        Ok(())
    }

    /// Stretches what is being read over this token.
    fn inside(&mut self, token: &Token, depth: usize) {
        if depth == 0 {
            return;
        }
        let part = &mut self.part;
        if depth == 1 && !part.has_value {
            if !part.has_name {
                part.field.name = token.span.clone();
                part.has_name = true;
            }
            part.field.name.end = token.span.end;
            part.field.value = token.span.end..token.span.end;
            return;
        }
        if part.field.value.is_empty() {
            part.field.value.start = token.span.start;
        }
        part.field.value.end = token.span.end;
        if depth >= 2 && part.field.entries.is_some() {
            part.entry.get_or_insert(token.span.clone()).end = token.span.end;
        }
    }

    fn close(&mut self, token: &Token, bracket: u8) -> Result<(), ScanError> {
        let Some((open, _)) = self.open.pop() else {
            return Err(error(token.span.start, "this bracket closes nothing; a document begins with (format: 1, …"));
        };
        if closing(open) != bracket {
            let message = format!("here {} is expected, not {}", char::from(closing(open)), char::from(bracket));
            return Err(error(token.span.start, message));
        }
        match self.open.len() {
            0 => {
                self.end_field(0);
                self.done = true;
            }
            1 => {
                self.end_entry()?;
                self.inside(token, 1);
            }
            depth => self.inside(token, depth),
        }
        Ok(())
    }

    fn end_field(&mut self, after: usize) {
        let mut part = std::mem::take(&mut self.part);
        if part.has_name {
            part.field.after = after.max(part.field.value.end);
            self.outline.fields.push(part.field);
        }
    }

    fn end_entry(&mut self) -> Result<(), ScanError> {
        if let (Some(entries), Some(entry)) = (&mut self.part.field.entries, self.part.entry.take()) {
            if entries.len() == MAX_ENTRIES {
                let message = format!("this list has more than {MAX_ENTRIES} entries; split the file up");
                return Err(error(entry.start, message));
            }
            entries.push(entry);
        }
        Ok(())
    }

    fn finish(self) -> Result<Outline, ScanError> {
        if let Some((bracket, offset)) = self.open.last() {
            let message = format!(
                "the file ends before this {} is closed; it may have been cut off, take it from a backup",
                char::from(*bracket)
            );
            return Err(error(*offset, message));
        }
        if !self.done {
            let offset = self.text.len() - self.text.trim_start().len();
            return Err(error(offset, "here is no document; it begins with (format: 1, …"));
        }
        Ok(self.outline)
    }
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
