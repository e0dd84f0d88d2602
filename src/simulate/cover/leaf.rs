//! Leaves: the parts of a condition that are no longer put together from others. A leaf that asks one field for
//! constants is decided exactly; of every other it is only known that it says yes or no.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::expression::{Call, Expr, ExprKind, FieldReference, Group, Operator, Prefix, StepKind, evaluate};
use crate::journey::{Value, ValueType};

use super::probe::Probe;
use super::term::{Key, Terms};
use super::text::{Asks, TextTest};

/// A leaf that is decided exactly.
#[derive(Clone, Debug)]
pub(super) struct Exact {
    pub key: Key,
    /// Values between which the answer changes.
    pub constants: Vec<Value>,
    /// Questions about a text.
    pub texts: Vec<TextTest>,
}

/// Functions whose answer is another each time, or at each place.
pub(super) const RESTLESS: [&str; 2] = ["random", "uuid"];

/// Functions that ask for the present moment.
const TIMELY: [&str; 12] = [
    "now",
    "nowWithDelta",
    "currentTimeInMillis",
    "inLastDays",
    "inLastHours",
    "inLastMonths",
    "inLastYears",
    "inNextDays",
    "inNextHours",
    "inNextMonths",
    "inNextYears",
    "inAudience",
];

/// Reads a leaf; `None` where it is not decided exactly.
pub(super) fn exact(expr: &Expr, terms: &Terms<'_>) -> Option<Exact> {
    shaped(expr, terms).or_else(|| tried_out(expr, terms))
}

/// One field beside constants.
fn shaped(expr: &Expr, terms: &Terms<'_>) -> Option<Exact> {
    let (reference, mut constants, texts) = match &expr.bare().kind {
        ExprKind::Field(reference) => (&**reference, vec![Value::Boolean(true)], Vec::new()),
        ExprKind::Test(operand, test) if *test != crate::expression::Test::HasNull => {
            (field(operand)?, Vec::new(), Vec::new())
        }
        ExprKind::Chain(chain) => {
            let [link] = chain.rest.as_slice() else { return None };
            let (reference, value) = beside(&chain.first, &link.operand)?;
            let texts = match (&value, link.operator) {
                (Value::Text(text), Operator::Equal | Operator::NotEqual) => vec![equals(text, false)],
                // Texts in the order of the alphabet are not taken apart.
                (Value::Text(_), _) => return None,
                _ => Vec::new(),
            };
            if link.operator.precedence() != Operator::Equal.precedence() {
                return None;
            }
            (reference, vec![value], texts)
        }
        ExprKind::Call(call) => called(call)?,
        _ => return None,
    };
    if let Some(default) = &reference.default {
        constants.push(constant(default)?);
    }
    let key = terms.key(reference)?;
    let domain = terms.domain(&key)?;
    // A text beside a date is read as one, so that it is more than its letters.
    let is_plain = |value: &Value| matches!(value, Value::Text(_) | Value::Null | Value::Boolean(_));
    if domain.kind.is_list() || (domain.kind == ValueType::String && !constants.iter().all(is_plain)) {
        return None;
    }
    // A date beside a text is read in a zone, which is not known here.
    let is_text = |value: &Value| matches!(value, Value::Text(_));
    if matches!(domain.kind, ValueType::DateTime | ValueType::DateTimeOnly | ValueType::DateOnly)
        && constants.iter().any(is_text)
    {
        return None;
    }
    Some(Exact { key, constants, texts })
}

/// Anything over one field that has only so many values, whatever is done with it.
fn tried_out(expr: &Expr, terms: &Terms<'_>) -> Option<Exact> {
    let keys = asked(expr, terms)?;
    let [key] = keys.as_slice() else { return None };
    let domain = terms.domain(key)?;
    // Dates may be read in a zone, which is not known here.
    let mut is_steady = matches!(domain.kind, ValueType::Boolean | ValueType::String | ValueType::Integer);
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Date(_) => is_steady = false,
        ExprKind::Call(call) => {
            let group = call.function.map(|found| found.group);
            is_steady &=
                !RESTLESS.contains(&&*call.name) && matches!(group, Some(Group::String | Group::List | Group::Math));
        }
        _ => {}
    });
    (domain.is_finite() && is_steady).then(|| Exact { key: key.clone(), constants: Vec::new(), texts: Vec::new() })
}

/// What every reference in it asks about, each once; `None` where one is no plain field.
pub(super) fn asked(expr: &Expr, terms: &Terms<'_>) -> Option<Vec<Key>> {
    let mut keys: Vec<Key> = Vec::new();
    let mut all_plain = true;
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Field(reference) => match terms.key(reference) {
            Some(key) if !keys.contains(&key) => keys.push(key),
            Some(_) => {}
            None => all_plain = false,
        },
        ExprKind::Current(_) => all_plain = false,
        _ => {}
    });
    all_plain.then_some(keys)
}

fn called(call: &Call) -> Option<(&FieldReference, Vec<Value>, Vec<TextTest>)> {
    let test = |asks, ignores_case| -> Option<(&FieldReference, Vec<Value>, Vec<TextTest>)> {
        let [first, second] = call.arguments.as_slice() else { return None };
        let reference = field(first)?;
        let Value::Text(literal) = constant(second)? else { return None };
        let test = TextTest { asks, literal: literal.clone(), ignores_case };
        Some((reference, vec![Value::Text(literal)], vec![test]))
    };
    match &*call.name {
        "in" => {
            let [first, second] = call.arguments.as_slice() else { return None };
            let reference = field(first)?;
            let Value::List(items) = constant(second)? else { return None };
            let texts = items.iter().filter_map(|item| match item {
                Value::Text(text) => Some(equals(text, false)),
                _ => None,
            });
            let texts = texts.collect();
            Some((reference, items, texts))
        }
        "isEmpty" | "isNotEmpty" => {
            let [only] = call.arguments.as_slice() else { return None };
            Some((field(only)?, Vec::new(), Vec::new()))
        }
        "equalIgnoreCase" | "notEqualIgnoreCase" => test(Asks::Equals, true),
        "contain" => test(Asks::Contains, false),
        "containIgnoreCase" => test(Asks::Contains, true),
        "startWith" => test(Asks::Begins, false),
        "startWithIgnoreCase" => test(Asks::Begins, true),
        "endWith" => test(Asks::Ends, false),
        "endWithIgnoreCase" => test(Asks::Ends, true),
        _ => None,
    }
}

fn equals(literal: &str, ignores_case: bool) -> TextTest {
    TextTest { asks: Asks::Equals, literal: literal.to_owned(), ignores_case }
}

fn field(expr: &Expr) -> Option<&FieldReference> {
    match &expr.bare().kind {
        ExprKind::Field(reference) => Some(reference),
        _ => None,
    }
}

fn beside<'e>(first: &'e Expr, second: &'e Expr) -> Option<(&'e FieldReference, Value)> {
    match (field(first), field(second)) {
        (Some(reference), None) => Some((reference, constant(second)?)),
        (None, Some(reference)) => Some((reference, constant(first)?)),
        _ => None,
    }
}

/// What is the same for everybody at every time.
fn constant(expr: &Expr) -> Option<Value> {
    let mut is_constant = true;
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Field(_) | ExprKind::Current(_) | ExprKind::Missing => is_constant = false,
        ExprKind::Call(call) => {
            is_constant &= !RESTLESS.contains(&&*call.name) && !TIMELY.contains(&&*call.name);
        }
        _ => {}
    });
    if !is_constant {
        return None;
    }
    let nothing = BTreeMap::new();
    evaluate(expr, &Probe { values: &nothing, now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC }).ok()
}

/// The numbers, texts and dates that are written in it, and the opposites of the numbers: what is worth trying.
pub(super) fn literals(expr: &Expr) -> Vec<Value> {
    let mut found = Vec::new();
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Text(text) => found.push(Value::Text(text.to_string())),
        ExprKind::Integer(number) => found.push(Value::Integer(*number)),
        ExprKind::Decimal(number) => found.push(Value::Decimal(*number)),
        ExprKind::Date(literal) => found.push(literal.value.clone()),
        ExprKind::Prefix(Prefix::Minus, inner) => match &inner.bare().kind {
            ExprKind::Integer(number) => found.extend(number.checked_neg().map(Value::Integer)),
            ExprKind::Decimal(number) => found.push(Value::Decimal(-number)),
            _ => {}
        },
        _ => {}
    });
    found
}

/// Whether it looks into collections, asks the journey, or draws: then two looks at it may differ.
pub(super) fn is_restless(expr: &Expr) -> bool {
    let mut restless = false;
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Field(reference) => restless |= reference.root == crate::expression::Root::Journey,
        ExprKind::Call(call) => restless |= RESTLESS.contains(&&*call.name),
        _ => {}
    });
    restless
}

/// Whether it may fail where types are kept: it asks what may not answer, reads text as something else, or uses a
/// pattern.
pub(super) fn may_fail(expr: &Expr) -> bool {
    const SAFE: [&str; 51] = [
        "avg",
        "concat",
        "contain",
        "containIgnoreCase",
        "count",
        "countOnlyNull",
        "countWithNull",
        "currentTimeInMillis",
        "distinct",
        "distinctCount",
        "endWith",
        "endWithIgnoreCase",
        "equalIgnoreCase",
        "getListItem",
        "in",
        "inAudience",
        "inLastDays",
        "inLastHours",
        "inLastMonths",
        "inLastYears",
        "inNextDays",
        "inNextHours",
        "inNextMonths",
        "inNextYears",
        "indexOf",
        "isEmpty",
        "isNotEmpty",
        "lastIndexOf",
        "length",
        "listSize",
        "lower",
        "max",
        "min",
        "notEqualIgnoreCase",
        "random",
        "round",
        "startWith",
        "startWithIgnoreCase",
        "substr",
        "sum",
        "toBool",
        "toDateOnly",
        "toDateTimeOnly",
        "toDecimal",
        "toDuration",
        "toInteger",
        "toString",
        "trim",
        "upper",
        "uuid",
        "now",
    ];
    let mut fails = false;
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Call(call) if &*call.name == "now" => fails |= !call.arguments.is_empty(),
        ExprKind::Call(call) => fails |= !SAFE.contains(&&*call.name),
        ExprKind::Field(reference) => {
            fails |= reference.path.iter().any(|step| {
                matches!(step.kind, StepKind::All(Some(_)) | StepKind::First(Some(_)) | StepKind::Last(Some(_)))
            });
        }
        ExprKind::Missing => fails = true,
        _ => {}
    });
    fails
}
