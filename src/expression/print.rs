//! From tree to text, in the one form that Waymark itself writes.

use std::fmt::Write;

use super::functions::display;
use super::parse::lexer::quote;
use super::parse::reference::write_name;
use super::tree::{Expr, ExprKind, FieldReference, Prefix, Root, Step, StepKind};

/// The text of an expression: one blank around operators and after commas, double quotes. Reading it yields the
/// same tree. A part that could not be read leaves a gap.
pub fn print(expr: &Expr) -> String {
    let mut text = String::new();
    write_expr(&mut text, expr);
    text
}

/// The text of a reference without default and parameters: `@event{Order.total}`.
pub fn print_path(root: Root, path: &[Step]) -> String {
    let mut text = root.opening().to_owned();
    write_path(&mut text, path);
    text.push('}');
    text
}

/// The text of a reference to a field of an event by its dotted path: `@event{Order.total}`.
pub fn event_field(event: &str, path: &str) -> String {
    let names: Vec<String> = std::iter::once(event).chain(path.split('.')).map(write_name).collect();
    format!("{}{}}}", Root::Event.opening(), names.join("."))
}

fn write_expr(text: &mut String, expr: &Expr) {
    match &expr.kind {
        ExprKind::Text(literal) => text.push_str(&quote(literal)),
        ExprKind::Integer(number) => text.push_str(&number.to_string()),
        ExprKind::Decimal(number) => text.push_str(&decimal(*number)),
        ExprKind::Boolean(truth) => text.push_str(if *truth { "true" } else { "false" }),
        ExprKind::Null => text.push_str("null"),
        ExprKind::Date(literal) => {
            let _ = write!(text, "date({})", quote(&literal.text));
        }
        ExprKind::List(items) => between(text, '[', items, ']'),
        ExprKind::Field(reference) => write_field(text, reference),
        ExprKind::Current(field) => {
            text.push_str(field.variable.name());
            if !field.path.is_empty() {
                text.push('.');
                write_path(text, &field.path);
            }
        }
        ExprKind::Call(call) => {
            text.push_str(&call.name);
            between(text, '(', &call.arguments, ')');
        }
        ExprKind::Parentheses(inner) => between(text, '(', std::slice::from_ref(inner), ')'),
        ExprKind::Prefix(prefix, operand) => {
            text.push_str(match prefix {
                Prefix::Not => "not ",
                Prefix::Minus => "-",
            });
            write_expr(text, operand);
        }
        ExprKind::Test(operand, test) => {
            write_expr(text, operand);
            text.push(' ');
            text.push_str(test.text());
        }
        ExprKind::Chain(chain) => {
            write_expr(text, &chain.first);
            for link in &chain.rest {
                let _ = write!(text, " {} ", link.operator.text());
                write_expr(text, &link.operand);
            }
        }
        ExprKind::If(conditional) => {
            text.push_str("if ");
            between(text, '(', std::slice::from_ref(&conditional.condition), ')');
            text.push_str(" then ");
            between(text, '(', std::slice::from_ref(&conditional.yes), ')');
            text.push_str(" else ");
            between(text, '(', std::slice::from_ref(&conditional.no), ')');
        }
        ExprKind::Missing => {}
    }
}

/// A decimal with its point, so that it is read as a decimal again.
fn decimal(number: f64) -> String {
    let text = format!("{number}");
    if text.contains('.') { text } else { format!("{text}.0") }
}

fn between(text: &mut String, open: char, items: &[Expr], close: char) {
    text.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        write_expr(text, item);
    }
    text.push(close);
}

fn write_field(text: &mut String, reference: &FieldReference) {
    text.push_str(reference.root.opening());
    write_path(text, &reference.path);
    if let Some(default) = &reference.default {
        text.push_str(", defaultValue: ");
        write_expr(text, default);
    }
    if !reference.params.is_empty() {
        text.push_str(", params: {");
        for (index, param) in reference.params.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            let name = &param.name;
            let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                && name.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
            text.push_str(&if plain { name.to_string() } else { quote(name) });
            text.push_str(": ");
            write_expr(text, &param.value);
        }
        text.push('}');
    }
    text.push('}');
}

fn write_path(text: &mut String, path: &[Step]) {
    for (index, step) in path.iter().enumerate() {
        if index > 0 {
            text.push('.');
        }
        let (word, argument) = match &step.kind {
            StepKind::Name(name) => {
                text.push_str(&write_name(name));
                continue;
            }
            StepKind::All(condition) => ("all", condition.as_deref()),
            StepKind::First(condition) => ("first", condition.as_deref()),
            StepKind::Last(condition) => ("last", condition.as_deref()),
            StepKind::At(place) => ("at", Some(&**place)),
            StepKind::Entry(key) => ("entry", Some(&**key)),
            StepKind::FirstEntryKey => ("firstEntryKey", None),
            StepKind::Keys => ("keys", None),
        };
        text.push_str(word);
        match argument {
            Some(argument) => between(text, '(', std::slice::from_ref(argument), ')'),
            None => text.push_str("()"),
        }
    }
}

/// A literal of the language that means this value; `None` for objects, and for durations and lists that hold
/// something without literal.
pub fn literal(value: &crate::journey::Value) -> Option<String> {
    use crate::journey::Value;
    Some(match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => quote(text),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => decimal(*number),
        Value::Boolean(truth) => truth.to_string(),
        Value::Date(_) | Value::DateTimeOnly(_) | Value::DateTime(_) => format!("date({})", quote(&display(value))),
        Value::Duration(_) => format!("toDuration({})", quote(&display(value))),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(literal).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Object(_) => return None,
    })
}
