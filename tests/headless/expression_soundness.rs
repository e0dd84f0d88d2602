//! Soundness: whatever is well made has no fault, and what has no fault yields a value of its type, with every function
//! in every form, with values, with null and with fields that are missing.

use std::sync::LazyLock;

use waymark::expression::{
    Code, EvaluationError, Expected, FUNCTIONS, Function, Output, Parameter, Scope, Signature, Type, check, evaluate,
    parse,
};
use waymark::journey::{Value, ValueType};

use super::edit_worlds::Dice;
use super::expression_world::{World, scope};

/// Built once: thousands of expressions ask for it.
static SCOPE: LazyLock<Scope> = LazyLock::new(scope);

/// The single types that expressions can be made of.
const SINGLE: [ValueType; 8] = [
    ValueType::String,
    ValueType::Integer,
    ValueType::Decimal,
    ValueType::Boolean,
    ValueType::DateOnly,
    ValueType::DateTimeOnly,
    ValueType::DateTime,
    ValueType::Duration,
];

fn one_of<'l, T>(list: &'l [T], dice: &mut Dice) -> &'l T {
    &list[dice.below(list.len())]
}

/// An expression of this type that the language takes.
fn made(kind: ValueType, depth: usize, dice: &mut Dice) -> String {
    if depth == 0 || dice.below(4) == 0 {
        return plain(kind, dice);
    }
    match dice.below(6) {
        0 => format!(
            "(if ({}) then ({}) else ({}))",
            made(ValueType::Boolean, depth - 1, dice),
            made(kind, depth - 1, dice),
            made(kind, depth - 1, dice)
        ),
        1 => match operated(kind, depth - 1, dice) {
            Some(text) => text,
            None => plain(kind, dice),
        },
        2 => match kind.item() {
            Some(item) => {
                format!("[{}, {}]", made(item, depth - 1, dice), made(item, depth - 1, dice))
            }
            None => plain(kind, dice),
        },
        _ => match called(kind, depth - 1, dice) {
            Some(text) => format!("({text})"),
            None => plain(kind, dice),
        },
    }
}

/// The same, but not what is always nothing: that is neither more nor less than anything, which is a fault.
fn something(kind: ValueType, depth: usize, dice: &mut Dice) -> String {
    loop {
        let text = made(kind, depth, dice);
        if check(&parse(&text), &SCOPE, Expected::Any).kind == Some(Type::Of(kind)) {
            return text;
        }
    }
}

/// A constant, nothing, a field, or a field that is missing.
fn plain(kind: ValueType, dice: &mut Dice) -> String {
    let known: &[&str] = match kind {
        ValueType::String => {
            &["\"gift\"", "\"\"", "@event{Order.orderId}", "@event{Order.missing}", "@action{Loyalty.status}"]
        }
        ValueType::Integer => &[
            "3",
            "0",
            "-7",
            "@event{Order.items_count}",
            "9223372036854775807",
            "@event{Order.productListItems.at(9).price}",
        ],
        ValueType::Decimal => &["2.5", "0.0", "@event{Order.total}", "@event{Order.missingDecimal}"],
        ValueType::Boolean => &["true", "false", "@event{Order.vip}", "inAudience(\"Gold members\")"],
        ValueType::DateOnly => &["date(\"2026-01-05\")", "@event{Order.day}"],
        ValueType::DateTimeOnly => &["date(\"2026-01-05T08:30:00\")", "@event{Order.localAt}"],
        ValueType::DateTime => &["date(\"2026-01-05T08:30:00Z\")", "@event{Order.placedAt}"],
        ValueType::Duration => &["(toDuration(\"PT1H\"))", "@event{Order.spent}"],
        ValueType::ListString => &[
            "[\"gift\", null]",
            "@event{Order.tags}",
            "@event{Order.productListItems.all(currentEventField.price > 99).name}",
            "@event{Order.productListItems.SKU}",
        ],
        ValueType::ListInteger => &[
            "[1, 3, 1]",
            "@event{Order.scores}",
            "@event{Order.productListItems.all(currentEventField.price > 20).price}",
        ],
        ValueType::ListDecimal => &["[1.5, null]"],
        ValueType::ListBoolean => &["[true, false]"],
        ValueType::ListDateOnly => &["[date(\"2026-01-05\"), date(\"2025-12-31\")]"],
        ValueType::ListDateTimeOnly => &["[date(\"2026-01-05T08:30:00\")]"],
        ValueType::ListDateTime => &["[date(\"2026-01-05T08:30:00Z\"), null]"],
        ValueType::ListDuration => &["[toDuration(500), toDuration(\"P1D\")]"],
        _ => &["@event{Order.productListItems}"],
    };
    if dice.below(12) == 0 { "null".to_owned() } else { (*one_of(known, dice)).to_owned() }
}

/// What operators make of this type.
fn operated(kind: ValueType, depth: usize, dice: &mut Dice) -> Option<String> {
    let mut two = |kind: ValueType, operators: &[&str]| {
        let operator = (*one_of(operators, dice)).to_owned();
        Some(format!("({} {operator} {})", made(kind, depth, dice), made(kind, depth, dice)))
    };
    match kind {
        ValueType::Integer | ValueType::Decimal => two(kind, &["+", "-", "*", "/", "%"]),
        ValueType::String => two(kind, &["+"]),
        ValueType::Duration => two(kind, &["+"]),
        ValueType::DateTime | ValueType::DateTimeOnly => {
            let length = made(ValueType::Duration, depth, dice);
            Some(format!("({} + ({length}))", made(kind, depth, dice)))
        }
        ValueType::Boolean => {
            let any = *one_of(&SINGLE, dice);
            let ordered = [ValueType::Integer, ValueType::Decimal, ValueType::DateTime, ValueType::DateTimeOnly];
            let ordered = *one_of(&ordered, dice);
            Some(match dice.below(6) {
                0 => format!("({} and {})", made(kind, depth, dice), made(kind, depth, dice)),
                1 => format!("({} or (not {}))", made(kind, depth, dice), made(kind, depth, dice)),
                2 => format!("(({}) is null)", made(any, depth, dice)),
                3 => format!("(({}) == ({}))", made(any, depth, dice), made(any, depth, dice)),
                4 => format!("({} has null)", made(any.list()?, depth, dice)),
                _ => format!("({} >= {})", something(ordered, depth, dice), something(ordered, depth, dice)),
            })
        }
        _ => None,
    }
}

/// A call of any function, in any of its forms, that yields this type.
fn called(kind: ValueType, depth: usize, dice: &mut Dice) -> Option<String> {
    let bound = |signature: &Signature| match signature.output {
        Output::Of(output) => (output == kind).then_some(None),
        Output::Item => SINGLE.contains(&kind).then_some(Some(kind)),
        Output::Items => kind.item().map(Some),
    };
    let forms: Vec<(&Function, &Signature, Option<ValueType>)> = FUNCTIONS
        .iter()
        .flat_map(|function| function.signatures.iter().map(move |signature| (function, signature)))
        .filter_map(|(function, signature)| Some((function, signature, bound(signature)?)))
        .collect();
    let (function, signature, bound) = *forms.get(dice.below(forms.len()))?;
    let bound = bound.unwrap_or_else(|| *one_of(&SINGLE, dice));
    Some(call(function, signature, bound, depth, dice))
}

fn call(function: &Function, signature: &Signature, bound: ValueType, depth: usize, dice: &mut Dice) -> String {
    let arguments: Vec<String> = signature
        .parameters
        .iter()
        .map(|parameter| match parameter {
            Parameter::Of(kind) => made(*kind, depth, dice),
            Parameter::Item => made(bound, depth, dice),
            Parameter::Items => made(bound.list().expect("a single type"), depth, dice),
            Parameter::Objects => plain(ValueType::ListObject, dice),
            Parameter::Key => "\"price\"".to_owned(),
            Parameter::Zone => "\"Europe/Paris\"".to_owned(),
            Parameter::Audience => "\"New customers\"".to_owned(),
            Parameter::Part => "\"days\"".to_owned(),
            Parameter::Pattern => "\"[a-z]+\"".to_owned(),
        })
        .collect();
    format!("{}({})", function.name, arguments.join(", "))
}

/// Nothing, and a list of nothing, is of every type.
fn is_of(value: &Value, kind: Type) -> bool {
    match (value, kind) {
        (Value::Null, _)
        | (Value::Text(_), Type::Of(ValueType::String))
        | (Value::Integer(_), Type::Of(ValueType::Integer))
        | (Value::Decimal(_), Type::Of(ValueType::Decimal))
        | (Value::Boolean(_), Type::Of(ValueType::Boolean))
        | (Value::Date(_), Type::Of(ValueType::DateOnly))
        | (Value::DateTimeOnly(_), Type::Of(ValueType::DateTimeOnly))
        | (Value::DateTime(_), Type::Of(ValueType::DateTime))
        | (Value::Duration(_), Type::Of(ValueType::Duration))
        | (Value::Object(_), Type::Object | Type::Map)
        // The sum of nothing is 0 of either kind.
        | (Value::Integer(0), Type::Of(ValueType::Decimal)) => true,
        (Value::List(items), Type::Of(ValueType::ListObject)) => items.iter().all(|item| is_of(item, Type::Object)),
        (Value::List(items), Type::Of(list)) => {
            list.item().is_some_and(|kind| items.iter().all(|item| is_of(item, Type::Of(kind))))
        }
        _ => false,
    }
}

/// What is only worth a second look: nothing that was made here is at fault for it.
const HARMLESS: [Code; 5] =
    [Code::DivZero, Code::IsEmptyNull, Code::MalformedConstant, Code::EqualTypes, Code::ValueUnknown];

/// Says where something is at fault with an expression, or where it yields something else than its type says.
fn fault(text: &str, wanted: Option<ValueType>) -> Option<String> {
    let parsed = parse(text);
    let typed = check(&parsed, &SCOPE, Expected::Any);
    if let Some(problem) = typed.problems.iter().find(|problem| !HARMLESS.contains(&problem.code)) {
        return Some(format!("{text}: {}", problem.message));
    }
    if let (Some(wanted), Some(kind)) = (wanted, typed.kind)
        && kind != Type::Of(wanted)
        && kind != Type::Null
    {
        return Some(format!("{text} is {kind:?}, not {wanted:?}"));
    }
    match evaluate(parsed.sound()?, &World::new()) {
        Ok(value) => {
            let fits = typed.kind.is_none_or(|kind| is_of(&value, kind));
            (!fits).then(|| format!("{text} yields {value:?}, not {:?}", typed.kind))
        }
        Err(EvaluationError::Source { .. } | EvaluationError::NotFetched { .. }) => None,
        Err(error) => Some(format!("{text}: {error}")),
    }
}

/// Fails with the first complaints, the shortest first.
fn none(complaints: impl Iterator<Item = String>) {
    let mut complaints: Vec<String> = complaints.take(200).collect();
    complaints.sort_by_key(String::len);
    complaints.truncate(10);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_form_of_every_function_takes_what_it_says_and_yields_what_it_says() {
    let forms = FUNCTIONS.iter().flat_map(|function| function.signatures.iter().map(move |form| (function, form)));
    let calls = forms.flat_map(|(function, form)| {
        (0..24).map(move |seed| {
            let bound = SINGLE[seed % SINGLE.len()];
            call(function, form, bound, seed % 3, &mut Dice(seed as u64))
        })
    });
    none(calls.filter_map(|text| fault(&text, None)));
}

#[test]
fn what_is_well_made_has_no_fault_and_yields_a_value_of_its_type() {
    none((0..10_000).filter_map(|seed| {
        let mut dice = Dice(seed);
        let single = *one_of(&SINGLE, &mut dice);
        let kind = if dice.below(3) == 0 { single.list().expect("a single type") } else { single };
        let text = made(kind, 3, &mut dice);
        fault(&text, Some(kind))
    }));
}
