//! Regions: the values of one field, put together where no question that is asked of it tells them apart. Each region
//! is found by trying out the values around every constant, so that what a region answers is what the evaluator says.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use crate::expression::Expr;
use crate::journey::{Value, ValueType};
use crate::run::is_success;

use super::leaf::Exact;
use super::probe::{FAILS, NO, Probe, YES};
use super::term::{Domain, Key};
use super::text;

/// Values that no question tells apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Region {
    /// What each question says of them.
    pub answers: Vec<u16>,
    /// Some of them.
    pub samples: Vec<Value>,
}

/// A question about one field.
#[derive(Clone, Debug)]
pub(super) enum Question {
    /// A part of a condition.
    Part(Exact, Expr),
    /// Whether there is an address.
    NotBlank,
    /// Whether there is nothing.
    Nothing,
    /// Whether a call went well, by its status.
    Success,
}

impl Question {
    fn answer(&self, key: &Key, value: &Value) -> Option<u16> {
        let yes = |truth: bool| Some(if truth { YES } else { NO });
        match self {
            Self::NotBlank => yes(match value {
                Value::Null => false,
                Value::Text(text) => !text.trim().is_empty(),
                Value::List(items) => !items.is_empty(),
                _ => true,
            }),
            Self::Nothing => yes(value.is_null()),
            Self::Success => yes(status(value).is_some_and(is_success)),
            Self::Part(_, expr) => {
                let values = BTreeMap::from([(key.clone(), value.clone())]);
                let probe = Probe { values: &values, now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC };
                probe.says(expr)
            }
        }
    }
}

/// The HTTP status that a reply's status names, where it names one.
pub(super) fn status(value: &Value) -> Option<u16> {
    match value {
        Value::Text(text) => text.strip_prefix("http_")?.parse().ok(),
        _ => None,
    }
}

/// Samples that are kept of a region.
const MOST_SAMPLES: usize = 6;

/// The regions of a field; `None` where they are too many to be told apart exactly.
pub(super) fn regions(key: &Key, domain: &Domain, questions: &[Question]) -> Option<Vec<Region>> {
    let mut found: Vec<Region> = Vec::new();
    for value in candidates(domain, questions)? {
        let answers: Vec<u16> = questions.iter().map(|question| question.answer(key, &value)).collect::<Option<_>>()?;
        match found.iter_mut().find(|region| region.answers == answers) {
            Some(region) if region.samples.len() < MOST_SAMPLES => region.samples.push(value),
            Some(_) => {}
            None => found.push(Region { answers, samples: vec![value] }),
        }
    }
    Some(found)
}

/// The answers that one value gives.
pub(super) fn answers(key: &Key, questions: &[Question], value: &Value) -> Option<Vec<u16>> {
    questions.iter().map(|question| question.answer(key, value)).collect()
}

/// At least one value of every region.
fn candidates(domain: &Domain, questions: &[Question]) -> Option<Vec<Value>> {
    let constants: Vec<&Value> = questions.iter().flat_map(constants).collect();
    let mut values = match domain.kind {
        _ if !domain.only.is_empty() => domain.only.clone(),
        ValueType::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        ValueType::Integer | ValueType::Decimal if domain.by_sample => {
            let whole = integers(domain, &constants).into_iter();
            whole.chain(decimals(domain, &constants)).collect()
        }
        ValueType::Integer => integers(domain, &constants),
        ValueType::Decimal => decimals(domain, &constants),
        ValueType::String => {
            let mut tests: Vec<text::TextTest> = Vec::new();
            for question in questions {
                match question {
                    Question::Part(exact, _) => tests.extend(exact.texts.iter().cloned()),
                    Question::Nothing | Question::NotBlank | Question::Success => {}
                }
            }
            tests.dedup();
            let mut texts = text::texts(&tests)?;
            // The empty text is the last that anybody would think of.
            texts.sort_by_key(String::is_empty);
            texts.into_iter().map(Value::Text).collect()
        }
        ValueType::DateOnly => around(&constants, |value| match value {
            Value::Date(date) => {
                [Some(*date), date.yesterday().ok(), date.tomorrow().ok()].map(|it| it.map(Value::Date))
            }
            _ => [None, None, None],
        }),
        ValueType::DateTimeOnly => around(&constants, |value| match value {
            Value::DateTimeOnly(at) => {
                let step = Span::new().milliseconds(1);
                [Some(*at), at.checked_sub(step).ok(), at.checked_add(step).ok()].map(|it| it.map(Value::DateTimeOnly))
            }
            _ => [None, None, None],
        }),
        ValueType::DateTime => around(&constants, |value| match value {
            Value::DateTime(at) => {
                let step = SignedDuration::from_millis(1);
                [Some(*at), at.checked_sub(step).ok(), at.checked_add(step).ok()].map(|it| it.map(Value::DateTime))
            }
            _ => [None, None, None],
        }),
        ValueType::Duration => around(&constants, |value| match value {
            Value::Duration(ms) => [Some(*ms), ms.checked_sub(1), ms.checked_add(1)].map(|it| it.map(Value::Duration)),
            _ => [None, None, None],
        }),
        _ => return None,
    };
    if values.is_empty() {
        values = some(domain.kind);
    }
    if domain.nullable {
        values.push(Value::Null);
    }
    Some(values)
}

fn constants(question: &Question) -> &[Value] {
    match question {
        Question::Part(exact, _) => &exact.constants,
        _ => &[],
    }
}

/// A value of a kind about which nothing else is known.
pub(super) fn some(kind: ValueType) -> Vec<Value> {
    let start = super::super::default_start();
    let clock = super::super::default_clock();
    match kind {
        ValueType::DateOnly => vec![Value::Date(clock.date())],
        ValueType::DateTimeOnly => vec![Value::DateTimeOnly(clock)],
        ValueType::DateTime => vec![Value::DateTime(start)],
        ValueType::Duration => vec![Value::Duration(3_600_000)],
        ValueType::String => vec![Value::Text("x".to_owned())],
        ValueType::Integer => vec![Value::Integer(1), Value::Integer(0)],
        ValueType::Decimal => vec![Value::Decimal(1.0), Value::Decimal(0.0)],
        ValueType::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        _ => Vec::new(),
    }
}

/// Each constant, and what lies right before and after it.
fn around(constants: &[&Value], beside: impl Fn(&Value) -> [Option<Value>; 3]) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for value in constants.iter().flat_map(|constant| beside(constant)).flatten() {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn integers(domain: &Domain, constants: &[&Value]) -> Vec<Value> {
    if let Some(numbers) = domain.numbers() {
        // Those that are written first: they say most as samples.
        let is_written = |number: &i64| constants.contains(&&Value::Integer(*number));
        let (written, others): (Vec<i64>, Vec<i64>) = numbers.partition(is_written);
        return written.into_iter().chain(others).map(Value::Integer).collect();
    }
    let (minimum, maximum) = (domain.minimum.unwrap_or(i64::MIN), domain.maximum.unwrap_or(i64::MAX));
    let mut numbers: Vec<i64> = Vec::new();
    for constant in constants {
        let base = match constant {
            Value::Integer(number) => *number,
            Value::Decimal(number) => whole(number.floor()),
            _ => continue,
        };
        numbers.extend([base, base.saturating_sub(1), base.saturating_add(1), base.saturating_add(2)]);
    }
    numbers.extend(domain.minimum.into_iter().chain(domain.maximum));
    if numbers.is_empty() {
        numbers.extend([1, 0]);
    }
    numbers.retain(|number| (minimum..=maximum).contains(number));
    let mut seen = std::collections::BTreeSet::new();
    numbers.into_iter().filter(|number| seen.insert(*number)).map(Value::Integer).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a conversion that stops at the largest number")]
fn whole(number: f64) -> i64 {
    number as i64
}

/// On the grid of the field's digits, or of all doubles where it has no grid.
#[expect(clippy::cast_precision_loss, reason = "numbers of a grid that doubles hold")]
fn decimals(domain: &Domain, constants: &[&Value]) -> Vec<Value> {
    let constants: Vec<f64> = constants
        .iter()
        .filter_map(|constant| match constant {
            Value::Integer(number) => Some(*number as f64),
            Value::Decimal(number) => Some(*number),
            _ => None,
        })
        .collect();
    let ends = domain.minimum.into_iter().chain(domain.maximum).map(|end| end as f64);
    let mut numbers: Vec<f64> = Vec::new();
    match domain.decimals.filter(|digits| *digits <= 9) {
        Some(digits) => {
            let scale = 10_i64.pow(digits) as f64;
            for constant in &constants {
                let base = whole((constant * scale).floor());
                let steps = [0, -1, 1, 2].map(|step| base.saturating_add(step) as f64 / scale);
                // The constant itself may lie on the grid although its product was rounded away from it.
                numbers.extend(steps);
            }
        }
        None => {
            for constant in &constants {
                numbers.extend([*constant, constant - 1.0, constant + 1.0]);
            }
            let mut sorted = constants.clone();
            sorted.sort_by(f64::total_cmp);
            numbers.extend(sorted.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])));
            numbers.extend(constants.iter().flat_map(|constant| [constant.next_down(), constant.next_up()]));
        }
    }
    numbers.extend(ends);
    if numbers.is_empty() {
        numbers.extend([1.0, 0.0]);
    }
    let minimum = domain.minimum.map_or(f64::NEG_INFINITY, |end| end as f64);
    let maximum = domain.maximum.map_or(f64::INFINITY, |end| end as f64);
    numbers.retain(|number| number.is_finite() && *number >= minimum && *number <= maximum);
    let mut kept: Vec<f64> = Vec::new();
    for number in numbers {
        if kept.iter().all(|known| known.to_bits() != number.to_bits()) {
            kept.push(number);
        }
    }
    kept.into_iter().map(Value::Decimal).collect()
}

/// What a part that is not taken apart may say.
pub(super) fn open(may_fail: bool) -> Vec<Region> {
    let answers = [NO, YES, FAILS];
    let count = if may_fail { 3 } else { 2 };
    answers[..count].iter().map(|answer| Region { answers: vec![*answer], samples: Vec::new() }).collect()
}
