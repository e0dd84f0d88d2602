//! Expressions and templates, read once at compilation.

use std::sync::Arc;

use crate::expression::{
    Context, EvaluationError, Expr, ExprKind, FieldReference, Root, Step, StepKind, evaluate, parse, template,
};
use crate::journey::{Expression, Template, Value};

/// An expression that was read beforehand; one that could not be read fails where it is needed.
#[derive(Clone, Debug, Default)]
pub(super) struct Formula {
    tree: Option<Arc<Expr>>,
    empty: bool,
}

impl Formula {
    /// Reads it.
    pub(super) fn new(text: &Expression) -> Self {
        if text.is_empty() {
            return Self { tree: None, empty: true };
        }
        let parsed = parse(text.as_str());
        let sound = parsed.sound().is_some();
        Self { tree: parsed.tree.filter(|_| sound), empty: false }
    }

    /// True where nothing is filled in.
    pub(super) fn is_empty(&self) -> bool {
        self.empty
    }

    /// Whether it looks at fields and constants alone: it calls no function, of which some ask for the time, for chance
    /// or for other audiences.
    pub(super) fn calls_nothing(&self) -> bool {
        self.tree.as_deref().is_some_and(calls_nothing)
    }

    /// Whether it asks for other audiences.
    pub(super) fn asks_for_audiences(&self) -> bool {
        self.tree.as_deref().is_some_and(|tree| tree.calls().iter().any(|call| &*call.name == "inAudience"))
    }

    /// Whether it looks at this attribute of the person, at an object around it or at something in it: names joined by
    /// dots. What is read of other data sources counts as well.
    pub(super) fn looks_at(&self, attribute: &str) -> bool {
        let mut looks = false;
        let written: Vec<&str> = attribute.split('.').collect();
        if let Some(tree) = &self.tree {
            tree.visit(&mut |part| {
                looks |= matches!(&part.kind, ExprKind::Field(field)
                    if field.root == Root::Source && may_be(&field.path, &written));
            });
        }
        looks
    }

    /// What it yields.
    pub(super) fn value(&self, context: &dyn Context) -> Result<Value, EvaluationError> {
        match &self.tree {
            Some(tree) => evaluate(tree, context),
            None if self.empty => Err(EvaluationError::Empty("the expression".to_owned())),
            None => Err(EvaluationError::Broken),
        }
    }

    /// Whether it is true; what is missing is not.
    pub(super) fn holds(&self, context: &dyn Context) -> Result<bool, EvaluationError> {
        Ok(self.value(context)? == Value::Boolean(true))
    }
}

/// A text with expressions in it, read beforehand.
#[derive(Clone, Debug)]
pub(super) struct Text {
    text: Box<str>,
    template: Arc<template::Template>,
    /// The data sources whose fields it shows, where it does nothing but show fields; then nothing but such a source
    /// can fail.
    shows: Option<Arc<[Box<str>]>>,
}

impl Text {
    /// Reads it.
    pub(super) fn new(text: &Template) -> Self {
        let template = template::parse(text.as_str());
        let shows = sources(&template).map(Arc::from);
        Self { text: text.as_str().into(), template: Arc::new(template), shows }
    }

    /// The data sources without which it cannot fail; nothing where it may fail by itself.
    pub(super) fn shows(&self) -> Option<&[Box<str>]> {
        self.shows.as_deref()
    }

    /// The text for one person.
    pub(super) fn render(&self, context: &dyn Context) -> Result<String, EvaluationError> {
        template::render(&self.template, &self.text, context)
    }
}

/// Whether the names of a path in an expression, behind those of the source and its group, and those of an attribute may
/// be the same as far as both go.
fn may_be(path: &[Step], attribute: &[&str]) -> bool {
    let names = path.iter().filter_map(|step| match &step.kind {
        StepKind::Name(name) => Some(name.as_str()),
        _ => None,
    });
    // An expression may name the group or leave it out.
    let names: Vec<&str> = names.collect();
    (0..=names.len().min(2)).any(|skipped| names[skipped..].iter().zip(attribute).all(|(a, b)| a == b))
}

fn calls_nothing(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Text(_)
        | ExprKind::Integer(_)
        | ExprKind::Decimal(_)
        | ExprKind::Boolean(_)
        | ExprKind::Null
        | ExprKind::Date(_) => true,
        ExprKind::Field(_) => shown(expr).is_some(),
        ExprKind::Parentheses(inner) | ExprKind::Prefix(_, inner) | ExprKind::Test(inner, _) => calls_nothing(inner),
        ExprKind::Chain(chain) => {
            calls_nothing(&chain.first) && chain.rest.iter().all(|link| calls_nothing(&link.operand))
        }
        ExprKind::List(items) => items.iter().all(calls_nothing),
        ExprKind::Call(_) | ExprKind::Current(_) | ExprKind::If(_) | ExprKind::Missing => false,
    }
}

/// The data sources of a text that only shows fields.
fn sources(template: &template::Template) -> Option<Vec<Box<str>>> {
    if !template.errors.is_empty() {
        return None;
    }
    let mut sources = Vec::new();
    for slot in template.slots() {
        slot.parsed.sound()?;
        let field = shown(slot.parsed.tree.as_ref()?)?;
        if field.root == Root::Source {
            sources.push(Box::from(field.name(0)?));
        }
    }
    Some(sources)
}

/// A field and nothing else: what is asked of it on the way looks at its own items alone.
fn shown(expr: &Expr) -> Option<&FieldReference> {
    let ExprKind::Field(field) = &expr.kind else { return None };
    let is_plain = |kind: &StepKind| {
        matches!(kind, StepKind::Name(_) | StepKind::All(None) | StepKind::First(None) | StepKind::Last(None))
    };
    let is_literal = |expr: &Expr| {
        matches!(expr.kind, ExprKind::Text(_) | ExprKind::Integer(_) | ExprKind::Decimal(_) | ExprKind::Boolean(_))
    };
    let is_sure = field.params.is_empty()
        && field.path.iter().all(|step| is_plain(&step.kind))
        && field.default.as_ref().is_none_or(is_literal);
    is_sure.then_some(field)
}
