//! Names by which expressions say events, actions and data sources: letters, digits and underscores.

/// Letters that such a name has at most (Configure a unitary event).
pub const LONGEST_NAME: usize = 30;

/// Whether expressions can say the name as it is.
pub fn is_identifier(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_allowed)
}

/// What of a text can be kept as a name: "Order placed" becomes `OrderPlaced`. Empty where nothing can.
pub fn identifier(text: &str) -> String {
    let mut kept = String::new();
    let mut capital = false;
    for letter in text.trim().chars() {
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
    kept
}

fn is_allowed(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}
