//! Walks through an expression and everything in it. The parser bounds how deep a tree is.

use super::tree::{Call, Expr, ExprKind, Step, StepKind};

impl Expr {
    /// Calls `look` for the expression and for everything in it, from the outside inwards.
    pub fn visit<'e>(&'e self, look: &mut impl FnMut(&'e Self)) {
        visit(self, look);
    }

    /// What stands in the parentheses, if it is nothing but that.
    pub fn bare(&self) -> &Self {
        let mut bare = self;
        while let ExprKind::Parentheses(inner) = &bare.kind {
            bare = inner;
        }
        bare
    }

    /// The function calls in it, from the outside inwards.
    pub fn calls(&self) -> Vec<&Call> {
        let mut calls = Vec::new();
        self.visit(&mut |part| {
            if let ExprKind::Call(call) = &part.kind {
                calls.push(&**call);
            }
        });
        calls
    }
}

fn visit<'e>(expr: &'e Expr, look: &mut impl FnMut(&'e Expr)) {
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

fn visit_path<'e>(path: &'e [Step], look: &mut impl FnMut(&'e Expr)) {
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
