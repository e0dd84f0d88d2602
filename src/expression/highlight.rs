//! Colours for the text editor: what each piece of a text is, sound or not.

use super::functions::Function;
use super::parse::lexer::{self, Token};
use super::problem::Span;
use super::tree::{Current, Root};

/// What a piece of an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A text in quotes.
    Text,
    /// A number.
    Number,
    /// `true`, `false`, `null`, `if`, `then`, `else`, `date`, a loop variable.
    Keyword,
    /// `and`, `or`, `not`, `is`, `has`, `+`, `==` and their like.
    Operator,
    /// The name of a function that exists.
    Function,
    /// A reference to an event, from `@event{` to `}`.
    Event,
    /// A reference to a data source.
    Source,
    /// A reference to an action.
    Action,
    /// Any other reference.
    Reference,
    /// Parentheses, brackets, commas, dots, colons.
    Punctuation,
    /// What means nothing.
    Unknown,
}

/// The pieces of a text from left to right, blanks left out. Time proportional to the length.
pub fn highlight(text: &str) -> Vec<(Span, TokenKind)> {
    let mut pieces = Vec::new();
    // The open braces, and what the reference is that each belongs to.
    let mut open: Vec<TokenKind> = Vec::new();
    // True inside a reference, up to its first comma or parenthesis: there words are names.
    let mut path: Vec<bool> = Vec::new();
    let mut at = 0;
    let mut after_dot = false;
    loop {
        let (token, span) = lexer::token(text, at);
        at = span.end;
        let named = std::mem::replace(&mut after_dot, token == Token::Sign(b'.'));
        let inside = path.last().copied().unwrap_or(false).then(|| open.last().copied()).flatten();
        let kind = match token {
            Token::End => return pieces,
            Token::Reference(root) => {
                let kind = of_root(root);
                open.push(kind);
                path.push(true);
                kind
            }
            Token::Sign(b'}') => {
                path.pop();
                open.pop().unwrap_or(TokenKind::Punctuation)
            }
            Token::Sign(b'{') => {
                open.push(TokenKind::Punctuation);
                path.push(false);
                TokenKind::Punctuation
            }
            Token::Sign(b',') => {
                // The comma of the reference itself; those of calls stand where `path` is false already.
                if let Some(last) = path.last_mut() {
                    *last = false;
                }
                TokenKind::Punctuation
            }
            Token::Sign(b'(') => {
                open.push(TokenKind::Punctuation);
                path.push(false);
                TokenKind::Punctuation
            }
            Token::Sign(b')') => {
                open.pop();
                path.pop();
                TokenKind::Punctuation
            }
            Token::Sign(_) => inside.unwrap_or(TokenKind::Punctuation),
            Token::Word if named || lexer::token(text, at).0 == Token::Sign(b':') => {
                inside.unwrap_or(TokenKind::Reference)
            }
            Token::Word => inside.unwrap_or_else(|| of_word(span.of(text))),
            Token::Text(_) => inside.unwrap_or(TokenKind::Text),
            Token::Integer | Token::Decimal => inside.unwrap_or(TokenKind::Number),
            Token::Operator(_) => inside.unwrap_or(TokenKind::Operator),
            Token::Unknown => TokenKind::Unknown,
        };
        pieces.push((span, kind));
    }
}

fn of_root(root: Root) -> TokenKind {
    match root {
        Root::Event => TokenKind::Event,
        Root::Source => TokenKind::Source,
        Root::Action => TokenKind::Action,
        Root::Decision | Root::DatasetLookup | Root::Journey | Root::Supplemental => TokenKind::Reference,
    }
}

fn of_word(word: &str) -> TokenKind {
    match word {
        "and" | "or" | "not" | "is" | "has" | "numeric" | "integer" | "decimal" => TokenKind::Operator,
        "true" | "false" | "null" | "if" | "then" | "else" | "date" => TokenKind::Keyword,
        _ if Current::ALL.iter().any(|variable| variable.name() == word) => TokenKind::Keyword,
        _ if Function::named(word).is_some() => TokenKind::Function,
        _ => TokenKind::Unknown,
    }
}
