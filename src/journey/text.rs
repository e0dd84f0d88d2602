//! The small languages inside a document, kept as text: expressions, message templates, names of secrets.
//!
//! The tree and the types of an expression are derived elsewhere (`crate::expression`), by revision.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A type that is nothing but its text, and that says what the text means: an id, an expression, the name of a secret.
pub trait TextType {
    /// The text.
    fn as_text(&self) -> &str;

    /// The type with this text.
    fn from_text(text: String) -> Self;
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// True while nothing but blanks is filled in.
            pub fn is_empty(&self) -> bool {
                self.0.trim().is_empty()
            }
        }

        impl TextType for $name {
            fn as_text(&self) -> &str {
                &self.0
            }

            fn from_text(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )*};
}

texts! {
    /// An expression of the journey language: `@event{Order.total} > 100`.
    Expression,
    /// Text with `{{ expression }}` in it; `{{ expression | default: "there" }}` where a value may be missing.
    Template,
    /// The name of a secret. The secret itself is never part of a document.
    Secret,
}
