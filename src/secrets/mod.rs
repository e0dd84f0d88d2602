//! Secrets: from a name to its value, at the last moment and nowhere else.
//!
//! A value never shows itself: what it is wrapped in prints the name. [`Ordinary`] looks where people keep them: first
//! in the [`Environment`], then in the operating system's [`Keychain`].

mod environment;
mod keychain;
mod ordinary;

pub use environment::Environment;
pub use keychain::{Keychain, KeychainError, Vault};
pub use ordinary::{Missing, Ordinary};

use std::collections::BTreeMap;
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

/// Secrets that are stated one by one.
impl Secrets for BTreeMap<Secret, Revealed> {
    fn reveal(&self, name: &Secret) -> Option<Revealed> {
        self.get(name).cloned()
    }
}
