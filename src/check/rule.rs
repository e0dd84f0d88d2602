//! A rule: a constant value with its text, its source, its examples and one function.

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Blocks running, exporting and pushing.
    Error,
    /// Never blocks.
    Warning,
    /// Worth knowing.
    Info,
}
