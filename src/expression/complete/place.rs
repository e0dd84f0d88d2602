//! Where the cursor is: in a path, in a text, before an operand, behind one.

use crate::expression::parse::lexer::{self, Token};
use crate::expression::problem::Span;
use crate::expression::tree::{Current, Root};

use super::variable_of;

/// Where the cursor is, and what was typed there already.
#[derive(Debug)]
pub(super) struct Place {
    pub at: Where,
    /// The beginning of a word that was typed.
    pub typed: String,
    /// What a completion replaces.
    pub replace: Span,
    /// The function whose argument this is, and which one, from 0.
    pub call: Option<(String, usize)>,
    /// The loop variables that exist here, the innermost first.
    pub variables: Vec<Current>,
}

/// What can stand at the cursor.
#[derive(Debug, PartialEq)]
pub(super) enum Where {
    /// A name in a reference, after these.
    Path {
        root: Root,
        names: Vec<String>,
    },
    /// A name after a loop variable of the collection at this path.
    CurrentPath {
        root: Root,
        collection: Vec<String>,
        names: Vec<String>,
    },
    /// `defaultValue` or `params`.
    Option,
    /// Inside a text.
    Quoted,
    /// A value, a field, a function.
    Operand,
    /// An operator.
    Operator,
    Nothing,
}

/// Something that was opened before the cursor and is not closed yet.
struct Open {
    sign: u8,
    /// Where what it holds begins.
    start: usize,
    root: Option<Root>,
    /// True until the first comma of a reference.
    path: bool,
    call: Option<String>,
    arguments: usize,
    /// For a condition: the collection that it is asked of.
    collection: Option<(Root, Vec<String>)>,
}

impl Place {
    pub fn find(text: &str, cursor: usize) -> Self {
        let cursor = (0..=cursor.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let mut stack: Vec<Open> = Vec::new();
        let mut before: Option<(Token, Span)> = None;
        let mut at = 0;
        let touching = loop {
            let (token, span) = lexer::token(text, at);
            let inside = span.start < cursor && cursor < span.end;
            let word = token == Token::Word && span.start < cursor && cursor <= span.end;
            let open_text = token == Token::Text(false) && span.start < cursor;
            if token == Token::End || span.start >= cursor || inside || word || open_text {
                break (token, span);
            }
            step(text, token, span, before, &mut stack);
            before = Some((token, span));
            at = span.end;
        };
        Self::judge(text, cursor, &stack, before, touching)
    }

    fn judge(text: &str, cursor: usize, stack: &[Open], before: Option<(Token, Span)>, next: (Token, Span)) -> Self {
        let call = stack.last().and_then(|open| open.call.clone().map(|name| (name, open.arguments)));
        let variables = stack.iter().rev().filter_map(|open| variable_of(open.collection.as_ref()?.0)).collect();
        let make = |at, typed: &str, replace| Self { at, typed: typed.to_owned(), replace, call, variables };
        let here = Span::new(cursor, cursor);
        let (token, span) = next;
        if matches!(token, Token::Text(_)) && span.start < cursor {
            let typed = text.get(span.start + 1..cursor).unwrap_or("");
            return make(Where::Quoted, typed, span);
        }
        if let Some(open) = stack.last().filter(|open| open.path) {
            let (names, start) = path_names(text, open.start, cursor);
            let end = if token == Token::Word && span.start < cursor { span.end } else { cursor };
            let at = open.root.map_or(Where::Nothing, |root| Where::Path { root, names });
            return make(at, text.get(start..cursor).unwrap_or(""), Span::new(start, end));
        }
        let (typed, replace) = if token == Token::Word && span.start < cursor {
            (text.get(span.start..cursor).unwrap_or(""), span)
        } else {
            ("", here)
        };
        if let Some(at) = current_path(text, stack, replace.start) {
            return make(at, typed, replace);
        }
        if stack.last().is_some_and(|open| open.root.is_some())
            && before.is_some_and(|(token, _)| token == Token::Sign(b','))
        {
            return make(Where::Option, typed, replace);
        }
        if matches!(before, Some((Token::Sign(b'.'), _))) {
            return make(Where::Nothing, typed, replace);
        }
        let at = if ends_operand(text, before) { Where::Operator } else { Where::Operand };
        make(at, typed, replace)
    }
}

/// Keeps account of what is open.
fn step(text: &str, token: Token, span: Span, before: Option<(Token, Span)>, stack: &mut Vec<Open>) {
    let plain =
        |sign| Open { sign, start: span.end, root: None, path: false, call: None, arguments: 0, collection: None };
    match token {
        Token::Reference(root) => stack.push(Open { root: Some(root), path: true, ..plain(b'}') }),
        Token::Sign(b'(') => {
            let word = before.filter(|(token, _)| *token == Token::Word).map(|(_, word)| word);
            let inside = stack.last().filter(|open| open.path);
            let collection = inside.and_then(|open| Some((open.root?, path_names(text, open.start, word?.start).0)));
            let call = if collection.is_none() { word.map(|word| word.of(text).to_owned()) } else { None };
            stack.push(Open { call, collection, ..plain(b')') });
        }
        Token::Sign(b'[') => stack.push(plain(b']')),
        Token::Sign(b'{') => stack.push(plain(b'}')),
        Token::Sign(sign @ (b')' | b']' | b'}')) if stack.last().is_some_and(|open| open.sign == sign) => {
            stack.pop();
        }
        Token::Sign(b',') => {
            if let Some(open) = stack.last_mut() {
                open.path = false;
                open.arguments += 1;
            }
        }
        _ => {}
    }
}

/// The whole names of a path up to `end`, without collection functions and what they are given, and where the
/// last, unfinished one begins.
fn path_names(text: &str, start: usize, end: usize) -> (Vec<String>, usize) {
    let path = text.get(start..end).unwrap_or("");
    let mut names = Vec::new();
    let mut from = start;
    let mut level = 0_usize;
    let mut called = false;
    let mut quote = None;
    for (index, c) in path.char_indices() {
        match (c, quote) {
            (_, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('(', None) => {
                level += 1;
                called = true;
            }
            (')', None) => level = level.saturating_sub(1),
            ('.', None) if level == 0 => {
                let piece = text.get(from..start + index).unwrap_or("").trim();
                if !called {
                    names.push(piece.trim_matches(['"', '\'']).to_owned());
                }
                called = false;
                from = start + index + 1;
            }
            _ => {}
        }
    }
    let blanks = text.get(from..end).map_or(0, |rest| rest.len() - rest.trim_start().len());
    (names, from + blanks)
}

/// A path after a loop variable that ends at `end`.
fn current_path(text: &str, stack: &[Open], end: usize) -> Option<Where> {
    let head = text.get(..end)?.trim_end().strip_suffix('.')?;
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == '-';
    let start = head.rfind(|c: char| !part(c)).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    let mut names = head.get(start..)?.split('.');
    let word = names.next()?;
    let variable = Current::ALL.into_iter().find(|variable| variable.name() == word)?;
    let names = names.map(str::to_owned).collect();
    let found = stack.iter().rev().filter_map(|open| open.collection.as_ref());
    let (root, collection) = found.into_iter().find(|(root, _)| *root == variable.root())?;
    Some(Where::CurrentPath { root: *root, collection: collection.clone(), names })
}

/// True where what stands before the cursor is a whole operand.
fn ends_operand(text: &str, before: Option<(Token, Span)>) -> bool {
    match before {
        None => false,
        Some((Token::Word, span)) => {
            let words = ["and", "or", "not", "if", "then", "else", "is", "has"];
            !words.contains(&span.of(text))
        }
        Some((token, _)) => {
            matches!(token, Token::Text(_) | Token::Integer | Token::Decimal | Token::Sign(b')' | b']' | b'}'))
        }
    }
}
