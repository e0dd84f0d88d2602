//! Texts. Characters are Unicode characters; a missing text contains nothing, equals only another missing one
//! and yields null where a text comes out, except that it adds nothing to a concatenation.

use regex::{Captures, Regex};

use crate::expression::context::Context;
use crate::expression::evaluate::EvaluationError;
use crate::expression::pattern;
use crate::journey::Value;

use super::{Known, Outcome, at, display, mismatch};

/// The text at this place; `None` for null.
fn text<'a>(name: &str, arguments: &'a [Known], index: usize) -> Result<Option<&'a str>, EvaluationError> {
    match at(arguments, index) {
        Value::Null => Ok(None),
        Value::Text(text) => Ok(Some(text)),
        other => Err(mismatch(name, "a text", other)),
    }
}

fn texts<'a>(name: &str, arguments: &'a [Known]) -> Result<Option<(&'a str, &'a str)>, EvaluationError> {
    Ok(text(name, arguments, 0)?.zip(text(name, arguments, 1)?))
}

pub(super) fn concat(arguments: &[Known], _: &dyn Context) -> Outcome {
    match arguments {
        [only] => match &only.value {
            Value::Null => Ok(Known::default()),
            Value::List(items) => Ok(Value::Text(items.iter().map(display).collect()).into()),
            other => Err(mismatch("concat", "a list of texts", other)),
        },
        several => Ok(Value::Text(several.iter().map(|known| display(&known.value)).collect()).into()),
    }
}

macro_rules! predicates {
    ($($function:ident $name:literal $ignoring:ident $ignoring_name:literal $test:expr),* $(,)?) => {$(
        pub(super) fn $function(arguments: &[Known], _: &dyn Context) -> Outcome {
            let test: fn(&str, &str) -> bool = $test;
            Ok(Value::Boolean(texts($name, arguments)?.is_some_and(|(a, b)| test(a, b))).into())
        }

        pub(super) fn $ignoring(arguments: &[Known], _: &dyn Context) -> Outcome {
            let test: fn(&str, &str) -> bool = $test;
            let found = texts($ignoring_name, arguments)?;
            Ok(Value::Boolean(found.is_some_and(|(a, b)| test(&a.to_lowercase(), &b.to_lowercase()))).into())
        }
    )*};
}

predicates! {
    contain "contain" contain_ignore_case "containIgnoreCase" |a, b| a.contains(b),
    start_with "startWith" start_with_ignore_case "startWithIgnoreCase" |a, b| a.starts_with(b),
    end_with "endWith" end_with_ignore_case "endWithIgnoreCase" |a, b| a.ends_with(b),
}

fn same(name: &str, arguments: &[Known]) -> Result<bool, EvaluationError> {
    Ok(match (text(name, arguments, 0)?, text(name, arguments, 1)?) {
        (Some(a), Some(b)) => a.to_lowercase() == b.to_lowercase(),
        (a, b) => a.is_none() && b.is_none(),
    })
}

pub(super) fn equal_ignore_case(arguments: &[Known], _: &dyn Context) -> Outcome {
    Ok(Value::Boolean(same("equalIgnoreCase", arguments)?).into())
}

pub(super) fn not_equal_ignore_case(arguments: &[Known], _: &dyn Context) -> Outcome {
    Ok(Value::Boolean(!same("notEqualIgnoreCase", arguments)?).into())
}

/// A byte offset as a count of characters; -1 where nothing was found.
fn place(found: Option<(&str, usize)>) -> Outcome {
    let count = found.and_then(|(text, byte)| i64::try_from(text.get(..byte)?.chars().count()).ok());
    Ok(Value::Integer(count.unwrap_or(-1)).into())
}

pub(super) fn index_of(arguments: &[Known], _: &dyn Context) -> Outcome {
    place(texts("indexOf", arguments)?.and_then(|(text, part)| Some((text, text.find(part)?))))
}

pub(super) fn last_index_of(arguments: &[Known], _: &dyn Context) -> Outcome {
    place(texts("lastIndexOf", arguments)?.and_then(|(text, part)| Some((text, text.rfind(part)?))))
}

pub(super) fn is_empty(arguments: &[Known], _: &dyn Context) -> Outcome {
    Ok(Value::Boolean(text("isEmpty", arguments, 0)?.is_some_and(str::is_empty)).into())
}

pub(super) fn is_not_empty(arguments: &[Known], _: &dyn Context) -> Outcome {
    Ok(Value::Boolean(text("isNotEmpty", arguments, 0)?.is_some_and(|text| !text.is_empty())).into())
}

pub(super) fn length(arguments: &[Known], _: &dyn Context) -> Outcome {
    let length = text("length", arguments, 0)?.map(|text| text.chars().count());
    Ok(length.and_then(|length| i64::try_from(length).ok()).map_or(Value::Null, Value::Integer).into())
}

fn changed(name: &str, arguments: &[Known], change: impl Fn(&str) -> String) -> Outcome {
    Ok(text(name, arguments, 0)?.map_or(Value::Null, |text| Value::Text(change(text))).into())
}

pub(super) fn lower(arguments: &[Known], _: &dyn Context) -> Outcome {
    changed("lower", arguments, str::to_lowercase)
}

pub(super) fn upper(arguments: &[Known], _: &dyn Context) -> Outcome {
    changed("upper", arguments, str::to_uppercase)
}

pub(super) fn trim(arguments: &[Known], _: &dyn Context) -> Outcome {
    changed("trim", arguments, |text| text.trim_matches(|c| c <= ' ').to_owned())
}

/// Places outside the text are taken for its ends.
pub(super) fn substr(arguments: &[Known], _: &dyn Context) -> Outcome {
    let Some(text) = text("substr", arguments, 0)? else { return Ok(Known::default()) };
    let bound = |index: usize, otherwise: usize| match at(arguments, index) {
        Value::Null => Ok(otherwise),
        Value::Integer(place) => Ok(usize::try_from((*place).max(0)).unwrap_or(usize::MAX)),
        other => Err(mismatch("substr", "integers", other)),
    };
    let (begin, end) = (bound(1, 0)?, bound(2, usize::MAX)?);
    let piece = text.chars().skip(begin).take(end.saturating_sub(begin)).collect();
    Ok(Value::Text(piece).into())
}

/// The compiled pattern at this place; `None` for null.
fn regex(name: &str, arguments: &[Known], index: usize) -> Result<Option<Regex>, EvaluationError> {
    let Some(java) = text(name, arguments, index)? else { return Ok(None) };
    pattern::compile(java)
        .map(Some)
        .map_err(|problem| EvaluationError::Mismatch(format!("{name}: the regular expression '{java}' {problem}")))
}

pub(super) fn match_reg_exp(arguments: &[Known], _: &dyn Context) -> Outcome {
    let Some(text) = text("matchRegExp", arguments, 0)? else { return Ok(Value::Boolean(false).into()) };
    let Some(java) = self::text("matchRegExp", arguments, 1)? else { return Ok(Value::Boolean(false).into()) };
    let whole = pattern::compile_whole(java).map_err(|problem| {
        EvaluationError::Mismatch(format!("matchRegExp: the regular expression '{java}' {problem}"))
    })?;
    Ok(Value::Boolean(whole.is_match(text)).into())
}

pub(super) fn replace(arguments: &[Known], _: &dyn Context) -> Outcome {
    replaced("replace", arguments, 1)
}

pub(super) fn replace_all(arguments: &[Known], _: &dyn Context) -> Outcome {
    replaced("replaceAll", arguments, 0)
}

fn replaced(name: &str, arguments: &[Known], limit: usize) -> Outcome {
    let Some(base) = text(name, arguments, 0)? else { return Ok(Known::default()) };
    let (Some(regex), Some(replacement)) = (regex(name, arguments, 1)?, text(name, arguments, 2)?) else {
        return Ok(Known::default());
    };
    let mut unknown = false;
    let result = regex.replacen(base, limit, |captures: &Captures<'_>| {
        let (piece, sound) = expand(replacement, captures);
        unknown |= !sound;
        piece
    });
    if unknown {
        let message = format!("{name}: '{replacement}' refers to a group that the regular expression does not have");
        return Err(EvaluationError::Mismatch(message));
    }
    Ok(Value::Text(result.into_owned()).into())
}

/// A replacement as Java reads it: `$1` and `${name}` are groups, a backslash takes the next character as it
/// is. False where a group does not exist.
fn expand(replacement: &str, captures: &Captures<'_>) -> (String, bool) {
    let mut result = String::new();
    let mut sound = true;
    let mut rest = replacement.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => result.extend(rest.next()),
            '$' if rest.peek() == Some(&'{') => {
                rest.next();
                let name: String = rest.by_ref().take_while(|c| *c != '}').collect();
                sound &= captures.name(&name).map(|group| result.push_str(group.as_str())).is_some();
            }
            '$' => {
                let mut group = 0;
                let mut digits = 0;
                while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
                    let wider = group * 10 + digit as usize;
                    if digits > 0 && wider >= captures.len() {
                        break;
                    }
                    group = wider;
                    digits += 1;
                    rest.next();
                }
                sound &= digits > 0 && group < captures.len();
                result.push_str(captures.get(group).filter(|_| digits > 0).map_or("", |found| found.as_str()));
            }
            other => result.push(other),
        }
    }
    (result, sound)
}

/// As Java splits: a pattern that never fits yields the whole text, and empty pieces at the end fall away.
pub(super) fn split(arguments: &[Known], _: &dyn Context) -> Outcome {
    let Some(text) = text("split", arguments, 0)? else { return Ok(Known::default()) };
    let Some(regex) = regex("split", arguments, 1)? else { return Ok(Known::default()) };
    let mut pieces = Vec::new();
    let mut from = 0;
    for found in regex.find_iter(text) {
        if found.end() == 0 {
            continue;
        }
        pieces.push(&text[from..found.start()]);
        from = found.end();
    }
    if pieces.is_empty() {
        return Ok(Value::List(vec![Value::Text(text.to_owned())]).into());
    }
    pieces.push(&text[from..]);
    while pieces.last().is_some_and(|piece| piece.is_empty()) {
        pieces.pop();
    }
    Ok(Value::List(pieces.into_iter().map(|piece| Value::Text(piece.to_owned())).collect()).into())
}
