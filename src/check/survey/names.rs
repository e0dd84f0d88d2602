//! Names that expressions use: letters, digits and underscores, at most 30 (Configure a unitary event).

/// What is wrong with the name, to follow "The event 'X'"; `None` where nothing is.
pub fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("has no name")
    } else if name.chars().count() > 30 {
        Some("has a name of more than 30 letters")
    } else if !name.chars().all(is_allowed) {
        Some("has a name with other signs than letters, digits and underscores")
    } else {
        None
    }
}

/// The nearest good name that is not taken; `None` where nothing of the name can be kept.
pub fn identifier(name: &str, taken: impl Fn(&str) -> bool) -> Option<String> {
    let mut kept = String::new();
    let mut capital = false;
    for letter in name.chars() {
        if !is_allowed(letter) {
            capital = true;
        } else if capital && !kept.is_empty() {
            kept.push(letter.to_ascii_uppercase());
            capital = false;
        } else {
            kept.push(letter);
            capital = false;
        }
    }
    kept.truncate(27);
    if kept.is_empty() {
        return None;
    }
    let numbered = (2..100).map(|number| format!("{kept}{number}"));
    std::iter::once(kept.clone()).chain(numbered).find(|candidate| !taken(candidate))
}

fn is_allowed(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}
