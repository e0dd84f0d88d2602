//! Names that expressions use: letters, digits and underscores, at most 30 (Configure a unitary event).

use crate::expression::{self, LONGEST_NAME};

/// What is wrong with the name, to follow "The event 'X'"; `None` where nothing is.
pub fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("has no name")
    } else if name.chars().count() > LONGEST_NAME {
        Some("has a name of more than 30 letters")
    } else if !expression::is_identifier(name) {
        Some("has a name with other signs than letters, digits and underscores")
    } else {
        None
    }
}

/// The nearest good name that is not taken; `None` where nothing of the name can be kept.
pub fn identifier(name: &str, taken: impl Fn(&str) -> bool) -> Option<String> {
    let mut kept = expression::identifier(name);
    // Room for a number that tells it from the others.
    kept.truncate(LONGEST_NAME - 3);
    if kept.is_empty() {
        return None;
    }
    let numbered = (2..100).map(|number| format!("{kept}{number}"));
    std::iter::once(kept.clone()).chain(numbered).find(|candidate| !taken(candidate))
}
