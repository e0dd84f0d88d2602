//! Walks the tree of an expression.

use crate::expression::{Call, Expr, ExprKind, FieldReference, Step, StepKind};

/// The function calls in an expression, from the outside in.
pub fn calls(expr: &Expr) -> Vec<&Call> {
    let mut calls = Vec::new();
    each(expr, &mut |part| {
        if let ExprKind::Call(call) = &part.kind {
            calls.push(&**call);
        }
    });
    calls
}

/// Calls `visit` for an expression and everything in it. The parser bounds how deep a tree is.
pub fn each<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    visit(expr);
    match &expr.kind {
        ExprKind::List(items) => items.iter().for_each(|item| each(item, visit)),
        ExprKind::Field(field) => walk_field(field, visit),
        ExprKind::Current(current) => walk_path(&current.path, visit),
        ExprKind::Call(call) => call.arguments.iter().for_each(|argument| each(argument, visit)),
        ExprKind::Parentheses(inner) | ExprKind::Prefix(_, inner) | ExprKind::Test(inner, _) => each(inner, visit),
        ExprKind::Chain(chain) => {
            each(&chain.first, visit);
            chain.rest.iter().for_each(|link| each(&link.operand, visit));
        }
        ExprKind::If(choice) => {
            for part in [&choice.condition, &choice.yes, &choice.no] {
                each(part, visit);
            }
        }
        _ => {}
    }
}

fn walk_field<'e>(field: &'e FieldReference, visit: &mut dyn FnMut(&'e Expr)) {
    walk_path(&field.path, visit);
    if let Some(default) = &field.default {
        each(default, visit);
    }
    field.params.iter().for_each(|param| each(&param.value, visit));
}

fn walk_path<'e>(path: &'e [Step], visit: &mut dyn FnMut(&'e Expr)) {
    for step in path {
        match &step.kind {
            StepKind::All(condition) | StepKind::First(condition) | StepKind::Last(condition) => {
                if let Some(condition) = condition {
                    each(condition, visit);
                }
            }
            StepKind::At(inner) | StepKind::Entry(inner) => each(inner, visit),
            _ => {}
        }
    }
}
