//! The part of a file that a finding is about: the entry that begins at a line, narrowed to the field where it is
//! written there. It only looks; whatever the file says, some part of it comes out.

use std::ops::Range;

/// Some lines of a file, and what in them is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The lines.
    pub(super) text: String,
    /// The number of the first of them, from 1.
    pub(super) first: usize,
    /// What is meant, in bytes of the text.
    pub(super) span: Range<usize>,
}

impl Excerpt {
    /// The entry that begins at `line` of `source`, with this field of it; nothing where the file is shorter.
    pub(super) fn of(source: &str, line: usize, field: Option<&str>) -> Option<Self> {
        let start: usize = source.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let entry = entry(source.get(start..).filter(|rest| !rest.is_empty())?);
        let mut at = None;
        for part in field.into_iter().flat_map(|field| field.split('.')) {
            at = entry.find(part, at.unwrap_or(0)).or(at);
        }
        // What a place calls by another name than the file does is part of what the step does.
        let at = at.or_else(|| field.and_then(|_| entry.find("kind", 0)));
        // A bracket alone names nothing.
        let is_bare = entry.text[entry.line_at(0)].trim() == "(";
        let name = || ["label", "name", "id"].into_iter().find_map(|name| entry.find(name, 0));
        let at = at.or_else(|| is_bare.then(name).flatten());
        let line = entry.line_at(at.unwrap_or(0));
        let from = at.unwrap_or_else(|| line.end - entry.text[line.clone()].trim_start().len());
        let until = entry.value_end(from).min(line.end);
        Some(Self { text: entry.text.to_owned(), first: line_number(source, start), span: from..until })
    }

    /// The line on which what is meant begins, from 1.
    pub(super) fn line(&self) -> usize {
        self.first + self.text[..self.span.start].matches('\n').count()
    }
}

fn line_number(source: &str, at: usize) -> usize {
    source[..at].matches('\n').count() + 1
}

/// An entry, and where in it texts in quotes lie.
struct Entry<'a> {
    text: &'a str,
    quoted: Vec<Range<usize>>,
}

/// Cuts off the entry with which a text begins: until its brackets close, else until the line ends.
fn entry(rest: &str) -> Entry<'_> {
    let bytes = rest.as_bytes();
    let (mut at, mut depth, mut quoted) = (0, 0_usize, Vec::new());
    while let Some(&byte) = bytes.get(at) {
        let from = at;
        at += 1;
        match byte {
            b'"' => {
                at = quote_end(bytes, from);
                quoted.push(from..at);
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth <= 1 => break,
            b')' | b']' | b'}' => depth -= 1,
            b'\n' if depth == 0 => break,
            _ => {}
        }
    }
    // The line on which it ends belongs to it.
    let end = bytes[at.min(bytes.len())..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |more| at + more);
    let end = if bytes.get(at.wrapping_sub(1)) == Some(&b'\n') { at - 1 } else { end };
    Entry { text: &rest[..end], quoted }
}

/// Behind the quote that closes the text which begins here; a raw text closes with as many `#` as it began with.
fn quote_end(bytes: &[u8], from: usize) -> usize {
    let hashes = bytes[..from].iter().rev().take_while(|byte| **byte == b'#').count();
    let is_raw = from > hashes && bytes[from - hashes - 1] == b'r';
    let mut at = from + 1;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' if !is_raw => at += 1,
            b'"' if !is_raw => break,
            b'"' if bytes[at..].iter().take_while(|byte| **byte == b'#').count() >= hashes => break,
            _ => {}
        }
    }
    at.min(bytes.len())
}

impl Entry<'_> {
    /// Where a field of this name, or an entry of this id, is written after `from`.
    fn find(&self, name: &str, from: usize) -> Option<usize> {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let bytes = self.text.as_bytes();
        self.text.get(from..)?.match_indices(name).map(|(at, _)| from + at).find(|&at| {
            let end = at + name.len();
            let is_key =
                bytes.get(end) == Some(&b':') && !at.checked_sub(1).is_some_and(|before| is_name(bytes[before]));
            let is_id = self.quoted.iter().any(|quoted| *quoted == (at.wrapping_sub(1)..end + 1));
            is_id || is_key && !self.quoted.iter().any(|quoted| quoted.contains(&at))
        })
    }

    /// Behind the field or entry that begins here: at the comma after it, or at the bracket that closes around it.
    fn value_end(&self, from: usize) -> usize {
        let mut depth = 0_usize;
        for (at, byte) in self.text.bytes().enumerate().skip(from) {
            if self.quoted.iter().any(|quoted| quoted.contains(&at)) {
                continue;
            }
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' | b',' if depth == 0 => return at,
                b')' | b']' | b'}' => depth -= 1,
                _ => {}
            }
        }
        self.text.len()
    }

    fn line_at(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |more| at + more);
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r##"(
    zone: "Europe/Stockholm",
    activities: [
        (
            id: "wait-hour",
            label: "kind: no",
            kind: Wait(Duration(Days(120))),
        ),
        (id: "condition-wrth", kind: Condition(test: Data([
            (id: "path-lrge", label: "Large", expression: r#"@event{A.total} > "1""#),
        ]))),
    ],
)
"##;

    fn meant(line: usize, field: Option<&str>) -> (usize, String) {
        let found = Excerpt::of(FILE, line, field).expect("a line of the file");
        (found.line(), found.text[found.span].to_owned())
    }

    #[test]
    fn a_field_is_found_within_its_entry_and_what_has_another_name_is_what_the_step_does() {
        let does = "kind: Wait(Duration(Days(120)))";
        assert_eq!(meant(4, Some("wait")), (7, does.to_owned()));
        assert_eq!(meant(4, Some("label")), (6, "label: \"kind: no\"".to_owned()));
        let asked = "expression: r#\"@event{A.total} > \"1\"\"#";
        assert_eq!(meant(9, Some("paths.path-lrge.expression")), (10, asked.to_owned()));
        assert_eq!(meant(2, Some("properties.zone")), (2, "zone: \"Europe/Stockholm\"".to_owned()));
        assert_eq!(meant(4, None), (6, "label: \"kind: no\"".to_owned()));
        assert_eq!(meant(3, None), (3, "activities: [".to_owned()));
    }

    #[test]
    fn whatever_a_file_holds_some_part_of_it_comes_out() {
        for text in ["", "\n", "(", "\"", "r#\"", ")", "a: \"\\", "é\n(ü: [\n"] {
            for line in 0..4 {
                for field in [None, Some("a"), Some(""), Some("ü.é")] {
                    if let Some(found) = Excerpt::of(text, line, field) {
                        assert!(found.text.get(found.span.clone()).is_some(), "{text:?} {line} {field:?}");
                    }
                }
            }
        }
    }
}
