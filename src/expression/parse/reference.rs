//! References: `@event{Name.path.all(…), defaultValue: e, params: {n: e}}`. Inside the braces names may hold
//! hyphens, and stand in quotes where they hold anything else ("Field references",
//! help/using/building-journeys/expression/field-references.md).

use crate::expression::problem::{Code, Problem, Span};
use crate::expression::tree::{Expr, ExprKind, FieldReference, Param, Root, Step, StepKind};

use super::lexer::{self, Token};
use super::{Parser, excerpt, missing};

/// What follows a path inside the braces.
#[derive(Default)]
struct Options {
    default: Option<Expr>,
    params: Vec<Param>,
}

impl Parser<'_> {
    /// What follows the opening brace of a reference.
    pub(super) fn reference(&mut self, root: Root, opening: Span) -> Expr {
        let (path, _) = self.path(opening);
        let mut options = Options::default();
        while self.take(b',').is_some() {
            self.option(&mut options);
        }
        let end = self.close(b'}', opening, "A field");
        let reference = FieldReference { root, path, default: options.default, params: options.params };
        Expr { span: opening.to(end), kind: ExprKind::Field(Box::new(reference)) }
    }

    fn option(&mut self, options: &mut Options) {
        let word = self.peek_word();
        match word {
            Some("defaultValue") => {
                self.advance();
                self.colon();
                options.default = Some(self.expression());
            }
            Some("params") => {
                self.advance();
                self.colon();
                options.params = self.params();
            }
            _ => {
                self.expected("After the comma comes 'defaultValue: …' or 'params: {…}'.");
            }
        }
    }

    fn colon(&mut self) {
        if self.take(b':').is_none() {
            self.expected("A colon must follow.");
        }
    }

    fn params(&mut self) -> Vec<Param> {
        let mut params = Vec::new();
        let Some(open) = self.take(b'{') else {
            self.expected("Parameters stand in braces: params: {name: value}.");
            return params;
        };
        if self.take(b'}').is_some() {
            return params;
        }
        loop {
            let (token, name_span) = self.look();
            let name = match token {
                Token::Word => name_span.of(self.text).to_owned(),
                Token::Text(true) => lexer::unquote(name_span.of(self.text)),
                _ => {
                    self.expected("The name of a parameter must stand here.");
                    break;
                }
            };
            self.advance();
            self.colon();
            let value = self.expression();
            params.push(Param { name: name.into(), name_span, value });
            if self.take(b',').is_none() {
                break;
            }
        }
        self.close(b'}', open, "A list of parameters");
        params
    }

    /// Names and collection functions with dots between them; the end of the last one.
    pub(super) fn path(&mut self, before: Span) -> (Vec<Step>, Span) {
        let mut steps = Vec::new();
        let mut end = before;
        loop {
            let Some(step) = self.step() else { return (steps, end) };
            end = step.span;
            steps.push(step);
            let dot = lexer::skip_blanks(self.text, self.at);
            if self.stopped || self.text.as_bytes().get(dot) != Some(&b'.') {
                return (steps, end);
            }
            self.at = dot + 1;
            self.next = None;
        }
    }

    fn step(&mut self) -> Option<Step> {
        if self.stopped {
            return None;
        }
        self.next = None;
        let start = lexer::skip_blanks(self.text, self.at);
        let bytes = self.text.as_bytes();
        if let Some(b'"' | b'\'') = bytes.get(start) {
            let (end, closed) = lexer::text_end(bytes, start);
            let span = Span::new(start, end);
            self.at = end;
            if !closed {
                self.error(span, "This name is never closed: its last quote is missing.");
            }
            return Some(Step { span, kind: StepKind::Name(lexer::unquote(span.of(self.text)).into()) });
        }
        let span = Span::new(start, name_end(self.text, start));
        if span.start == span.end {
            self.expected("The name of a field must stand here.");
            return None;
        }
        self.at = span.end;
        let name = span.of(self.text);
        if self.peek() == Token::Sign(b'(') {
            return self.collection(span);
        }
        if needs_quotes(name) {
            let message = format!("The name {} needs quotes: '{0}'.", excerpt(name));
            let problem = Problem::new(span, Code::QuoteField, message);
            self.remarks.push(problem.mended(span, format!("'{name}'")));
        }
        Some(Step { span, kind: StepKind::Name(name.into()) })
    }

    /// `all(…)` and its like; the name is read, the parenthesis is not.
    fn collection(&mut self, name_span: Span) -> Option<Step> {
        let (_, open) = self.advance();
        let name = name_span.of(self.text);
        let argument = if self.peek() == Token::Sign(b')') { None } else { Some(Box::new(self.expression())) };
        let end = self.close(b')', open, "A collection function");
        let span = name_span.to(end);
        let needed = |parser: &mut Self, argument: Option<Box<Expr>>, what: &str| {
            argument.unwrap_or_else(|| {
                parser.error(Span::new(open.start, end.end), format!("{name}(…) needs {what}."));
                Box::new(missing(open))
            })
        };
        let kind = match name {
            "all" => StepKind::All(argument),
            "first" => StepKind::First(argument),
            "last" => StepKind::Last(argument),
            "at" => StepKind::At(needed(self, argument, "a place, counted from 0")),
            "entry" => StepKind::Entry(needed(self, argument, "the key of the entry")),
            "firstEntryKey" | "keys" => {
                if let Some(argument) = argument {
                    self.error(argument.span, format!("{name}() takes nothing."));
                }
                if name == "keys" { StepKind::Keys } else { StepKind::FirstEntryKey }
            }
            _ => {
                let known = "all, first, last, at, entry, firstEntryKey and keys";
                let message = format!("'{}' is no collection function. There are {known}.", excerpt(name));
                self.problem(Problem::new(name_span, Code::UnknownFunction, message));
                return None;
            }
        };
        Some(Step { span, kind })
    }
}

/// Where the name that begins at `start` ends.
fn name_end(text: &str, start: usize) -> usize {
    // Nearly all names are of these, and every formula has some.
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
    let mut at = start + text.as_bytes().get(start..).unwrap_or_default().iter().take_while(|byte| plain(byte)).count();
    for c in text.get(at..).unwrap_or("").chars() {
        let ends = c.is_whitespace() || lexer::is_hidden(c) || ".,:;(){}[]'\"=<>!+*/%&|".contains(c);
        if ends {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// Whether a name of a path has to stand in quotes: it begins with a digit or a hyphen, or holds anything
/// but letters, digits, underscores and hyphens.
pub(in crate::expression) fn needs_quotes(name: &str) -> bool {
    let first_is_wrong = name.bytes().next().is_none_or(|byte| byte.is_ascii_digit() || byte == b'-');
    first_is_wrong || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// A name as it stands in a path, in quotes where it needs them.
pub(in crate::expression) fn write_name(name: &str) -> String {
    if !needs_quotes(name) {
        return name.to_owned();
    }
    if name.contains(['\'', '\\']) { lexer::quote(name) } else { format!("'{name}'") }
}

impl ExprKind {
    /// The reference, where this is one.
    pub fn field(&self) -> Option<&FieldReference> {
        match self {
            Self::Field(reference) => Some(reference),
            _ => None,
        }
    }
}
