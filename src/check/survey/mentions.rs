//! Looks for short pieces in short texts. A searcher of the standard library costs more to set up than to look here.

/// Whether a text has this piece; letters of either case count as one. The piece is ASCII and not empty.
pub fn mentions(text: &str, piece: &str) -> bool {
    let (text, piece) = (text.as_bytes(), piece.as_bytes());
    let Some(first) = piece.first().map(u8::to_ascii_lowercase) else { return true };
    let begins = |at: &usize| text[*at].to_ascii_lowercase() == first;
    let is_here = |at: usize| text.get(at..at + piece.len()).is_some_and(|part| part.eq_ignore_ascii_case(piece));
    (0..text.len()).filter(begins).any(is_here)
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn a_piece_is_found_wherever_it_stands() {
        for text in ["null", "a is null", "NULL x", "nnull", "ünull", "nul null"] {
            assert!(mentions(text, "null"), "{text}");
        }
        for text in ["", "nul", "n", "nu ll", "ünul"] {
            assert!(!mentions(text, "null"), "{text}");
        }
    }
}
