//! Expressions and templates, read once at compilation.

use std::sync::Arc;

use crate::expression::{Context, EvaluationError, Expr, evaluate, parse};
use crate::journey::{Expression, Value};

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
            None => Err(EvaluationError::Broken),
        }
    }

    /// Whether it is true; what is missing is not.
    pub(super) fn holds(&self, context: &dyn Context) -> Result<bool, EvaluationError> {
        Ok(self.value(context)? == Value::Boolean(true))
    }
}

/// A text with expressions in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Text(String);

impl Text {
    /// Reads it.
    pub(super) fn new(text: &crate::journey::Template) -> Self {
        Self(text.as_str().to_owned())
    }

    /// The text for one person.
    pub(super) fn render(&self, _context: &dyn Context) -> Result<String, EvaluationError> {
        Ok(self.0.clone())
    }
}
