//! Expressions and templates, read once at compilation.

use std::sync::Arc;

use crate::expression::{Context, EvaluationError, Expr, evaluate, parse, template};
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
}

impl Text {
    /// Reads it.
    pub(super) fn new(text: &Template) -> Self {
        Self { text: text.as_str().into(), template: Arc::new(template::parse(text.as_str())) }
    }

    /// The text for one person.
    pub(super) fn render(&self, context: &dyn Context) -> Result<String, EvaluationError> {
        template::render(&self.template, &self.text, context)
    }
}
