//! Walks through an expression and everything in it.

use super::tree::{Expr, ExprKind, Step, StepKind};

impl Expr {
    /// Calls `look` for the expression and for everything in it, from the outside inwards.
    pub fn visit(&self, look: &mut dyn FnMut(&Self)) {
        visit(self, look);
    }
}

fn visit(expr: &Expr, look: &mut dyn FnMut(&Expr)) {
    look(expr);
    match &expr.kind {
        ExprKind::Parentheses(inner) | ExprKind::Prefix(_, inner) | ExprKind::Test(inner, _) => visit(inner, look),
        ExprKind::List(items) => items.iter().for_each(|item| visit(item, look)),
        ExprKind::Call(call) => call.arguments.iter().for_each(|argument| visit(argument, look)),
        ExprKind::Chain(chain) => {
            visit(&chain.first, look);
            chain.rest.iter().for_each(|link| visit(&link.operand, look));
        }
        ExprKind::If(conditional) => {
            visit(&conditional.condition, look);
            visit(&conditional.yes, look);
            visit(&conditional.no, look);
        }
        ExprKind::Field(reference) => {
            visit_path(&reference.path, look);
            reference.default.iter().for_each(|default| visit(default, look));
            reference.params.iter().for_each(|param| visit(&param.value, look));
        }
        ExprKind::Current(field) => visit_path(&field.path, look),
        _ => {}
    }
}

fn visit_path(path: &[Step], look: &mut dyn FnMut(&Expr)) {
    for step in path {
        match &step.kind {
            StepKind::All(Some(inner)) | StepKind::First(Some(inner)) | StepKind::Last(Some(inner)) => {
                visit(inner, look)
            }
            StepKind::At(inner) | StepKind::Entry(inner) => visit(inner, look),
            _ => {}
        }
    }
}
