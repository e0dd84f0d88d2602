//! Finds names of inventory objects in expressions and templates, without their grammar.
//!
//! A name can stand in four shapes only: `@event{Name…}`, `@action{Name…}`, `#{Source…}` and
//! `inAudience("name")`. Text in quotes is skipped, except that of `inAudience`.

use std::borrow::Cow;

/// A name that an expression refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name<'a> {
    Event(&'a str),
    Action(&'a str),
    DataSource(&'a str),
    Audience(Cow<'a, str>),
}

/// The names in an expression, from left to right, repeated as often as they stand there.
pub(super) fn of_expression(text: &str) -> impl Iterator<Item = Name<'_>> {
    Names { rest: text, in_word: false }
}

/// The names in the expressions of a template.
pub(super) fn of_template(text: &str) -> impl Iterator<Item = Name<'_>> {
    let mut rest = text;
    let slots = std::iter::from_fn(move || {
        let (_, inside) = rest.split_once("{{")?;
        let (slot, after) = inside.split_at(slot_end(inside));
        rest = after;
        Some(slot)
    });
    slots.flat_map(of_expression)
}

/// Where the slot ends that this text begins in: at the first `}}` that closes no brace of the expression itself.
fn slot_end(text: &str) -> usize {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (index, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') if depth > 0 => depth -= 1,
            (None, '}') if text[index..].starts_with("}}") => return index,
            (None, _) => {}
        }
    }
    text.len()
}

struct Names<'a> {
    rest: &'a str,
    in_word: bool,
}

impl<'a> Iterator for Names<'a> {
    type Item = Name<'a>;

    fn next(&mut self) -> Option<Name<'a>> {
        while let Some(first) = self.rest.chars().next() {
            if let Some(tail) = self.rest.strip_prefix("@event{") {
                return Some(Name::Event(self.braced(tail)));
            }
            if let Some(tail) = self.rest.strip_prefix("@action{") {
                return Some(Name::Action(self.braced(tail)));
            }
            if let Some(tail) = self.rest.strip_prefix("#{") {
                return Some(Name::DataSource(self.braced(tail)));
            }
            if !self.in_word
                && let Some(tail) = self.rest.strip_prefix("inAudience")
                && let Some(name) = self.argument(tail)
            {
                return Some(Name::Audience(name));
            }
            if first == '"' || first == '\'' {
                self.rest = quoted(self.rest, first).1;
            } else {
                self.rest = &self.rest[first.len_utf8()..];
            }
            self.in_word = first.is_alphanumeric() || first == '_';
        }
        None
    }
}

impl<'a> Names<'a> {
    /// The name behind an opening brace, up to the first dot, comma, brace or blank.
    fn braced(&mut self, tail: &'a str) -> &'a str {
        let tail = tail.trim_start();
        let end = tail.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(tail.len());
        let (name, rest) = tail.split_at(end);
        self.rest = rest;
        self.in_word = false;
        name
    }

    /// The text in the parentheses of a call with one literal.
    fn argument(&mut self, tail: &'a str) -> Option<Cow<'a, str>> {
        let tail = tail.trim_start().strip_prefix('(')?.trim_start();
        let quote = tail.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (name, rest) = quoted(tail, quote);
        self.rest = rest;
        self.in_word = false;
        Some(name)
    }
}

/// The content of the literal at the beginning of the text, and what follows it; to the end where it never closes.
fn quoted(text: &str, quote: char) -> (Cow<'_, str>, &str) {
    let inner = &text[quote.len_utf8()..];
    let mut escaped = false;
    for (index, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return (plain(&inner[..index]), &inner[index + c.len_utf8()..]),
            _ => {}
        }
    }
    (plain(inner), "")
}

fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            plain.push(c);
            escaped = false;
        }
    }
    Cow::Owned(plain)
}
