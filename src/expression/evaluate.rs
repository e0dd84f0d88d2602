//! What an expression yields for one person at one moment.

use thiserror::Error;

use crate::journey::Value;

use super::context::Context;
use super::tree::{Expr, ExprKind};

/// Why an expression yields nothing at all. (A missing field is no error: it is null.)
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EvaluationError {
    /// An external data source failed.
    #[error("data source {source_name}.{group}: {reason}")]
    Source {
        /// Its name.
        source_name: String,
        /// The field group.
        group: String,
        /// What went wrong: `http_500`, `timedout`, `capped`.
        reason: String,
    },
    /// An external data source has to be asked first; evaluate again when it has answered.
    #[error("data source {source_name}.{group} has not answered yet")]
    NotFetched {
        /// Its name.
        source_name: String,
        /// The field group.
        group: String,
    },
    /// The expression was never whole.
    #[error("the expression cannot be read: mend it first")]
    Broken,
    /// Something that types forbid: an operator or a function met a value that it cannot take.
    #[error("{0}")]
    Mismatch(String),
}

/// Evaluates.
///
/// # Errors
/// See [`EvaluationError`].
pub fn evaluate(expr: &Expr, _context: &dyn Context) -> Result<Value, EvaluationError> {
    match &expr.kind {
        ExprKind::Null => Ok(Value::Null),
        _ => Err(EvaluationError::Broken),
    }
}
