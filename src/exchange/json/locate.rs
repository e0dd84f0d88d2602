//! Finds the place of a value in a JSON text by the way to it from the root.

/// Line and column, from 1, of the value at this way; of the innermost value on the way that is there. The text is
/// known to be JSON.
pub(super) fn position(text: &str, path: &[String]) -> (usize, usize) {
    let mut walker = Walker { text, at: 0 };
    walker.skip_blanks();
    let mut found = walker.at;
    for segment in path {
        match walker.enter(segment) {
            Some(offset) => found = offset,
            None => break,
        }
    }
    let before = text.get(..found).unwrap_or("");
    (before.matches('\n').count() + 1, before.chars().rev().take_while(|c| *c != '\n').count() + 1)
}

struct Walker<'a> {
    text: &'a str,
    at: usize,
}

impl Walker<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes to the member or item of this name in the value that begins here.
    fn enter(&mut self, segment: &str) -> Option<usize> {
        let is_object = match self.peek()? {
            b'{' => true,
            b'[' => false,
            _ => return None,
        };
        self.at += 1;
        let mut index = 0_usize;
        loop {
            self.skip_blanks();
            if matches!(self.peek()?, b'}' | b']') {
                return None;
            }
            let name = if is_object { self.member_name()? } else { index.to_string() };
            self.skip_blanks();
            if name == segment {
                return Some(self.at);
            }
            self.skip_value();
            self.skip_blanks();
            if self.peek()? == b',' {
                self.at += 1;
            }
            index += 1;
        }
    }

    fn member_name(&mut self) -> Option<String> {
        let start = self.at;
        self.skip_text();
        let name = serde_json::from_str(self.text.get(start..self.at)?).ok()?;
        self.skip_blanks();
        // The colon.
        self.at += 1;
        Some(name)
    }

    fn skip_text(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += match byte {
                b'\\' => 2,
                _ => 1,
            };
            if byte == b'"' {
                return;
            }
        }
    }

    fn skip_value(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.skip_text(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => return,
                _ => self.at += 1,
            }
            if depth == 0 && matches!(self.peek(), Some(b',' | b'}' | b']')) {
                return;
            }
        }
    }
}
