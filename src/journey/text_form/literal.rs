//! Literals: texts and decimals.

/// A text as it stands in a file: raw where it holds a line break, a quote or a backslash, so that one changed line of
/// a mail is one changed line; escaped where it holds characters that nobody sees or that version control changes.
pub(super) fn text(text: &str) -> String {
    if text.chars().any(|c| is_hidden(c) && c != '\n' && c != '\t') {
        return escaped(text);
    }
    if !text.contains(['\n', '"', '\\']) {
        return format!("\"{text}\"");
    }
    let hashes = longest_hashes_behind_a_quote(text);
    if hashes > MAX_HASHES {
        return escaped(text);
    }
    let fence = "#".repeat(hashes);
    format!("r{fence}\"{text}\"{fence}")
}

/// More hashes than anybody would count; such a text is escaped instead.
const MAX_HASHES: usize = 16;

/// A decimal in its shortest form that reads back as the same number; always with a point or an exponent.
pub(super) fn decimal(number: f64) -> String {
    format!("{number:?}")
}

/// Characters that a reader of the file could not see or that would reorder what they see.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 8);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ if is_hidden(c) => literal.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            _ => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// How many hashes the fence of a raw text needs.
fn longest_hashes_behind_a_quote(text: &str) -> usize {
    let behind = |rest: &str| 1 + rest.bytes().take_while(|byte| *byte == b'#').count();
    text.match_indices('"').map(|(index, quote)| behind(&text[index + quote.len()..])).max().unwrap_or(0)
}
