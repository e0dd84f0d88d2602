//! Texts with `{{ expression }}` in them: subjects, bodies, addresses of messages.
//!
//! `{{ expression | default: "there" }}` shows the default where the expression yields null. Everything outside
//! the braces is shown as it is.

use super::context::Context;
use super::evaluate::{EvaluationError, evaluate};
use super::functions::display;
use super::parse::lexer::{self, Token};
use super::parse::{Parsed, parse as parse_expression};
use super::problem::{Code, Problem, Span};
use super::scope::Scope;
use super::typing::{Expected, Typed, check as check_expression};

/// A text with slots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    /// Text and slots, in order; their spans cover the whole text.
    pub parts: Vec<Part>,
    /// What is wrong with the braces themselves.
    pub errors: Vec<Problem>,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Shown as it is.
    Text(Span),
    /// Filled in.
    Slot(Slot),
}

/// `{{ expression | default: "there" }}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Where it stands, braces included.
    pub span: Span,
    /// Where the expression stands.
    pub expression: Span,
    /// The expression; spans in it count from the beginning of the expression.
    pub parsed: Parsed,
    /// What is shown where the expression yields null.
    pub default: Option<String>,
}

impl Template {
    /// The slots, in order.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.parts.iter().filter_map(|part| match part {
            Part::Slot(slot) => Some(slot),
            Part::Text(_) => None,
        })
    }
}

/// Reads a template. Never fails: what is no slot is text.
pub fn parse(text: &str) -> Template {
    let mut template = Template::default();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        let Some((pipe, close)) = slot_end(text, open + 2) else {
            let span = Span::new(open, open + 2);
            let message = "These braces are never closed. Add '}}', or remove them.";
            template.errors.push(Problem::new(span, Code::Syntax, message));
            break;
        };
        if open > from {
            template.parts.push(Part::Text(Span::new(from, open)));
        }
        let slot = read_slot(text, open, pipe, close, &mut template.errors);
        from = slot.span.end;
        template.parts.push(Part::Slot(slot));
    }
    if from < text.len() {
        template.parts.push(Part::Text(Span::new(from, text.len())));
    }
    template
}

/// Where the bar of a slot stands, and where its closing braces begin. Braces of references and texts in quotes
/// are passed over.
fn slot_end(text: &str, start: usize) -> Option<(Option<usize>, usize)> {
    let mut at = start;
    let mut level = 0_usize;
    let mut pipe = None;
    loop {
        let (token, span) = lexer::token(text, at);
        at = span.end;
        match token {
            Token::End | Token::Text(false) => return None,
            Token::Sign(b'{') | Token::Reference(_) => level += 1,
            Token::Sign(b'}') if level > 0 => level -= 1,
            Token::Sign(b'}') if text.as_bytes().get(at) == Some(&b'}') => return Some((pipe, span.start)),
            Token::Unknown if level == 0 && pipe.is_none() && span.of(text) == "|" => pipe = Some(span.start),
            _ => {}
        }
    }
}

fn read_slot(text: &str, open: usize, pipe: Option<usize>, close: usize, errors: &mut Vec<Problem>) -> Slot {
    let end = pipe.unwrap_or(close);
    let raw = text.get(open + 2..end).unwrap_or("");
    let start = open + 2 + (raw.len() - raw.trim_start().len());
    let expression = Span::new(start, start + raw.trim().len());
    let default = pipe.and_then(|pipe| {
        let found = read_default(text, pipe + 1, close);
        if found.is_none() {
            let message = "After the bar comes default: \"a text\".";
            errors.push(Problem::new(Span::new(pipe, close), Code::Syntax, message));
        }
        found
    });
    let parsed = parse_expression(expression.of(text));
    Slot { span: Span::new(open, close + 2), expression, parsed, default }
}

fn read_default(text: &str, start: usize, end: usize) -> Option<String> {
    let (word, word_span) = lexer::token(text, start);
    let (colon, colon_span) = lexer::token(text, word_span.end);
    let (value, value_span) = lexer::token(text, colon_span.end);
    let (_, rest) = lexer::token(text, value_span.end);
    let sound = word == Token::Word
        && word_span.of(text) == "default"
        && colon == Token::Sign(b':')
        && value == Token::Text(true)
        && rest.start == end;
    sound.then(|| lexer::unquote(value_span.of(text)))
}

/// Checks every slot; spans count from the beginning of the template. The type is of no use and left out.
pub fn check(template: &Template, scope: &Scope) -> Typed {
    let mut result = Typed { problems: template.errors.clone(), ..Typed::default() };
    for slot in template.slots() {
        let typed = check_expression(&slot.parsed, scope, Expected::Any);
        let offset = slot.expression.start;
        result.problems.extend(typed.problems.into_iter().map(|mut problem| {
            problem.span = problem.span.moved(offset);
            if let Some(fix) = &mut problem.fix {
                fix.span = fix.span.moved(offset);
            }
            problem
        }));
        result.references.extend(typed.references.into_iter().map(|mut reference| {
            reference.span = reference.span.moved(offset);
            reference.provided |= slot.default.is_some();
            reference
        }));
    }
    result.problems.sort_by_key(|problem| problem.span.start);
    result
}

/// The text with its slots filled. What is missing shows its default, or nothing.
///
/// # Errors
/// See [`EvaluationError`]; [`EvaluationError::Broken`] where a slot is no expression.
pub fn render(template: &Template, text: &str, context: &dyn Context) -> Result<String, EvaluationError> {
    if !template.errors.is_empty() {
        return Err(EvaluationError::Broken);
    }
    let mut result = String::with_capacity(text.len());
    for part in &template.parts {
        match part {
            Part::Text(span) => result.push_str(span.of(text)),
            Part::Slot(slot) => {
                let value = evaluate(slot.parsed.sound().ok_or(EvaluationError::Broken)?, context)?;
                match &slot.default {
                    Some(default) if value.is_null() => result.push_str(default),
                    _ => result.push_str(&display(&value)),
                }
            }
        }
    }
    Ok(result)
}
