//! The functions of the language.

/// A function.
#[derive(Debug, PartialEq)]
pub struct Function {
    /// Its name; capitals count.
    pub name: &'static str,
}
