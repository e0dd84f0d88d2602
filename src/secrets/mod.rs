//! Secrets: from a name to its value, at the last moment and nowhere else.
//!
//! A value never shows itself: what it is wrapped in prints the name.

use std::collections::BTreeMap;
use std::env;
use std::fmt;

use crate::journey::Secret;

/// The value of a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    name: Secret,
    value: String,
}

impl Revealed {
    /// A value and the name under which people know it.
    pub fn new(name: Secret, value: impl Into<String>) -> Self {
        Self { name, value: value.into() }
    }

    /// The value itself, for the wire alone.
    pub fn expose(&self) -> &str {
        &self.value
    }
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<secret {}>", self.name.as_str())
    }
}

/// Whatever knows the values of secrets.
pub trait Secrets: Send + Sync {
    /// The value under this name; nothing where there is none.
    fn reveal(&self, name: &Secret) -> Option<Revealed>;
}

/// Secrets from the environment: `ARENA_KEY` stands in `WAYMARK_SECRET_ARENA_KEY`.
#[derive(Clone, Debug)]
pub struct Environment {
    prefix: String,
}

impl Environment {
    /// Those whose variables begin with this.
    pub fn with_prefix(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into() }
    }

    /// The variable that holds a secret: the name in capitals, everything but letters and digits as `_`.
    pub fn variable(&self, name: &Secret) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
        self.prefix.chars().chain(name.as_str().chars().map(plain)).collect()
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::with_prefix("WAYMARK_SECRET_")
    }
}

impl Secrets for Environment {
    fn reveal(&self, name: &Secret) -> Option<Revealed> {
        let value = env::var(self.variable(name)).ok().filter(|value| !value.is_empty())?;
        Some(Revealed::new(name.clone(), value))
    }
}

/// Secrets that are stated one by one.
impl Secrets for BTreeMap<Secret, Revealed> {
    fn reveal(&self, name: &Secret) -> Option<Revealed> {
        self.get(name).cloned()
    }
}
