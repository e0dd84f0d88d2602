//! Secrets in environment variables.

use std::env;

use super::{Revealed, Secrets};
use crate::journey::Secret;

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
