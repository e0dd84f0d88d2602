//! From characters to words. Inside the braces of a reference other rules hold: see [`super::reference`].

use crate::expression::problem::Span;
use crate::expression::tree::{Operator, Root};

/// A word of the language. What it says is read from its span when needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A text; `false` where its closing quote is missing.
    Text(bool),
    /// Digits.
    Integer,
    /// Digits, a point, digits.
    Decimal,
    /// Letters, digits and underscores, beginning with a letter or underscore.
    Word,
    /// What opens a reference, brace included.
    Reference(Root),
    /// An operator made of signs.
    Operator(Operator),
    /// `(`, `)`, `[`, `]`, `{`, `}`, `,`, `.`, `:`.
    Sign(u8),
    /// A character that means nothing here.
    Unknown,
    /// The end of the text.
    End,
}

const OPENINGS: [(&str, Root); 8] = [
    ("@event{", Root::Event),
    ("#{", Root::Source),
    ("@action{", Root::Action),
    ("#@action{", Root::Action),
    ("@decision{", Root::Decision),
    ("@datasetLookup{", Root::DatasetLookup),
    ("@journey{", Root::Journey),
    ("${", Root::Supplemental),
];

/// Where the blanks that begin at `at` end. Characters that nobody sees count as blanks.
pub fn skip_blanks(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            if byte > b' ' && byte != 0x7f {
                break;
            }
            at += 1;
        } else {
            match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if c.is_whitespace() || is_hidden(c) => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// True for characters that take part in no word and that nobody sees.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The first word at or after `at`, and where it stands.
pub fn token(text: &str, at: usize) -> (Token, Span) {
    let start = skip_blanks(text, at);
    let bytes = text.as_bytes();
    let Some(&first) = bytes.get(start) else { return (Token::End, Span::new(start, start)) };
    let (token, length) = match first {
        b'"' | b'\'' => {
            let (end, closed) = text_end(bytes, start);
            (Token::Text(closed), end - start)
        }
        b'0'..=b'9' => number(bytes, start),
        b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
            (Token::Word, bytes[start..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count())
        }
        b'@' | b'#' | b'$' => opening(text, start),
        b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b'.' | b':' => (Token::Sign(first), 1),
        _ => operator(text, bytes, start),
    };
    (token, Span::new(start, start + length))
}

fn opening(text: &str, start: usize) -> (Token, usize) {
    let rest = text.get(start..).unwrap_or("");
    OPENINGS
        .iter()
        .find(|(opening, _)| rest.starts_with(opening))
        .map_or((Token::Unknown, 1), |(opening, root)| (Token::Reference(*root), opening.len()))
}

fn number(bytes: &[u8], start: usize) -> (Token, usize) {
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(start);
    if bytes.get(start + whole) == Some(&b'.') {
        let fraction = digits(start + whole + 1);
        if fraction > 0 {
            return (Token::Decimal, whole + 1 + fraction);
        }
    }
    (Token::Integer, whole)
}

fn operator(text: &str, bytes: &[u8], start: usize) -> (Token, usize) {
    let equals = bytes.get(start + 1) == Some(&b'=');
    let (operator, length) = match (bytes[start], equals) {
        (b'=', true) => (Operator::Equal, 2),
        (b'!', true) => (Operator::NotEqual, 2),
        (b'>', true) => (Operator::GreaterOrEqual, 2),
        (b'<', true) => (Operator::LessOrEqual, 2),
        (b'>', false) => (Operator::Greater, 1),
        (b'<', false) => (Operator::Less, 1),
        (b'+', _) => (Operator::Add, 1),
        (b'-', _) => (Operator::Subtract, 1),
        (b'*', _) => (Operator::Multiply, 1),
        (b'/', _) => (Operator::Divide, 1),
        (b'%', _) => (Operator::Remainder, 1),
        _ => {
            let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            return (Token::Unknown, length);
        }
    };
    (Token::Operator(operator), length)
}

/// Where the text that opens at `start` ends, closing quote included, and whether there is one.
pub fn text_end(bytes: &[u8], start: usize) -> (usize, bool) {
    let quote = bytes.get(start).copied().unwrap_or(b'"');
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if byte == quote => return (at + 1, true),
            _ => at += 1,
        }
    }
    (bytes.len(), false)
}

/// What a text means: without its quotes, with `\\`, `\"`, `\'`, `\n`, `\r`, `\t` resolved. A backslash
/// before any other character stays, so that `"\d"` and `"\\d"` are the same regular expression.
pub fn unquote(raw: &str) -> String {
    let mut inner = raw.chars();
    let quote = inner.next();
    let inner = inner.as_str();
    let inner = match quote {
        Some(quote) if inner.ends_with(quote) => &inner[..inner.len() - quote.len_utf8()],
        _ => inner,
    };
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match characters.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some(escaped @ ('\\' | '"' | '\'')) => text.push(escaped),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    text
}

/// The text in double quotes, so that [`unquote`] yields it again.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
