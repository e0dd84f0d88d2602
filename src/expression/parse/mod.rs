//! From text to tree. Never fails, never panics; the time is proportional to the length of the text.

mod expression;
pub(super) mod lexer;
pub(super) mod reference;

use std::sync::Arc;

use super::problem::{Code, Problem, Span, SyntaxError};
use super::tree::{Expr, ExprKind};
use lexer::Token;

/// Bytes that an expression may have.
pub const MAX_LENGTH: usize = 100_000;

/// Levels of parentheses, calls, lists, conditions and references that may stand inside one another.
pub const MAX_NESTING: usize = 100;

/// Errors that are listed before reading stops.
const MAX_ERRORS: usize = 20;

/// What was read. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The tree, as far as it could be read; holds [`ExprKind::Missing`] where it could not.
    pub tree: Option<Arc<Expr>>,
    /// Why it is no expression; empty for a sound one.
    pub errors: Vec<SyntaxError>,
    /// What the platform asks beyond the grammar: quotes, lower case, one line.
    pub remarks: Vec<SyntaxError>,
}

impl Parsed {
    /// The tree of a sound expression.
    pub fn sound(&self) -> Option<&Expr> {
        if self.errors.is_empty() { self.tree.as_deref() } else { None }
    }
}

/// Reads an expression of at most [`MAX_LENGTH`] bytes.
pub fn parse(text: &str) -> Parsed {
    let whole = Span::new(0, text.len());
    if text.len() > MAX_LENGTH {
        let message = format!("An expression holds at most {MAX_LENGTH} bytes; this one has {}. Split it.", text.len());
        return Parsed { errors: vec![Problem::new(whole, Code::Syntax, message)], ..Parsed::default() };
    }
    let mut parser = Parser::new(text);
    if parser.peek() == Token::End {
        let message = "There is no expression here yet.";
        return Parsed { errors: vec![Problem::new(whole, Code::Syntax, message)], ..Parsed::default() };
    }
    let tree = parser.expression();
    if parser.peek() != Token::End {
        let span = parser.peek_span();
        let message = match parser.peek() {
            Token::Sign(b')') => "This parenthesis closes nothing. Remove it, or open one before.".to_owned(),
            _ => format!("'{}' cannot follow here. An operator is missing, or a parenthesis.", excerpt(span.of(text))),
        };
        parser.error(span, message);
    }
    let mut remarks = parser.remarks;
    remarks.extend(hidden(text));
    Parsed { tree: Some(Arc::new(tree)), errors: parser.errors, remarks }
}

/// The first line break or character that nobody sees ("Work with the advanced expression editor",
/// help/using/building-journeys/expression/expressionadvanced.md).
fn hidden(text: &str) -> Option<Problem> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return None;
    }
    let (at, found) = text.char_indices().find(|(_, c)| lexer::is_hidden(*c))?;
    let what = match found {
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        other => format!("the invisible character U+{:04X}", u32::from(other)),
    };
    let span = Span::new(at, at + found.len_utf8());
    let flat: String = text.chars().map(|c| if lexer::is_hidden(c) { ' ' } else { c }).collect();
    let problem =
        Problem::new(span, Code::MultilineHiddenChars, format!("There is {what}. Keep it on one plain line."));
    Some(problem.guessed(Span::new(0, text.len()), flat))
}

/// A piece of the text, short enough for a sentence.
fn excerpt(piece: &str) -> String {
    if piece.chars().count() <= 24 { piece.to_owned() } else { piece.chars().take(23).chain(['…']).collect() }
}

/// The state of reading.
struct Parser<'t> {
    text: &'t str,
    /// Where the next word is looked for.
    at: usize,
    /// The next word, once it was looked at.
    next: Option<(Token, Span)>,
    depth: usize,
    /// True when nothing more is read: what follows is taken for the end.
    stopped: bool,
    errors: Vec<Problem>,
    remarks: Vec<Problem>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, next: None, depth: 0, stopped: false, errors: Vec::new(), remarks: Vec::new() }
    }

    fn look(&mut self) -> (Token, Span) {
        if self.stopped {
            return (Token::End, Span::new(self.text.len(), self.text.len()));
        }
        let (text, at) = (self.text, self.at);
        *self.next.get_or_insert_with(|| lexer::token(text, at))
    }

    fn peek(&mut self) -> Token {
        self.look().0
    }

    fn peek_span(&mut self) -> Span {
        self.look().1
    }

    /// The next word if it is a word of letters.
    fn peek_word(&mut self) -> Option<&'t str> {
        match self.look() {
            (Token::Word, span) => Some(span.of(self.text)),
            _ => None,
        }
    }

    fn advance(&mut self) -> (Token, Span) {
        let (token, span) = self.look();
        self.at = span.end;
        self.next = None;
        (token, span)
    }

    /// Takes the next word if it is this sign.
    fn take(&mut self, sign: u8) -> Option<Span> {
        (self.peek() == Token::Sign(sign)).then(|| self.advance().1)
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.problem(Problem::new(span, Code::Syntax, message));
    }

    fn problem(&mut self, problem: Problem) {
        let said = self.errors.last().is_some_and(|last| last.span == problem.span);
        if !self.stopped && !said {
            self.errors.push(problem);
        }
        if self.errors.len() >= MAX_ERRORS {
            self.stopped = true;
        }
    }

    /// Reads a closing sign; where something else stands, says so and skips to it.
    fn close(&mut self, sign: u8, opened: Span, what: &str) -> Span {
        if let Some(span) = self.take(sign) {
            return span;
        }
        let (token, span) = self.look();
        let sign_text = char::from(sign);
        if token == Token::End {
            self.error(opened, format!("{what} opens here and is never closed. Add '{sign_text}'."));
            return span;
        }
        let found = excerpt(span.of(self.text));
        self.error(span, format!("'{found}' cannot follow here: '{sign_text}' is missing."));
        self.skip_to(sign).unwrap_or(span)
    }

    /// Skips to the closing sign of the present level, over everything balanced.
    fn skip_to(&mut self, sign: u8) -> Option<Span> {
        let mut level = 0_usize;
        loop {
            let (token, span) = self.look();
            match token {
                Token::End => return None,
                Token::Sign(found) if level == 0 && found == sign => {
                    self.advance();
                    return Some(span);
                }
                Token::Sign(b'(' | b'[' | b'{') | Token::Reference(_) => level += 1,
                Token::Sign(b')' | b']' | b'}') => {
                    // A closing sign of an outer level: leave it to that level.
                    if level == 0 {
                        return None;
                    }
                    level -= 1;
                }
                _ => {}
            }
            self.advance();
        }
    }

    /// Reads something one level deeper, unless that is too deep.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T, otherwise: impl FnOnce(Span) -> T) -> T {
        if self.depth >= MAX_NESTING {
            let span = self.peek_span();
            self.error(span, format!("This is nested deeper than {MAX_NESTING} levels. Take it apart."));
            self.stopped = true;
            return otherwise(span);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }
}

fn missing(span: Span) -> Expr {
    Expr { span: Span::new(span.start, span.start), kind: ExprKind::Missing }
}
