//! Regular expressions: the subset of Java's `java.util.regex.Pattern` that runs in linear time.
//!
//! Inside the subset: literals, escapes, classes with union, negation and `&&`, `\d \w \s \b` and their
//! opposites (ASCII, as in Java), POSIX and Unicode classes, groups, names, alternatives, greedy and lazy
//! quantifiers, `^ $ \A \z`, the flags `i m s`, `\Q…\E`. Outside: look-around, back-references, possessive
//! quantifiers, atomic groups, `\G \R \X \Z \h \H \v \V \c`, the flags `x u d U`, `java…` and `In…` classes.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::{Regex, RegexBuilder};
use thiserror::Error;

/// Why a regular expression is not used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// Java knows it, this program does not.
    #[error("uses {0}, which is outside the supported subset of Java's")]
    Outside(String),
    /// It is broken.
    #[error("is broken: {0}")]
    Broken(String),
}

/// Compiles a Java pattern to be looked for anywhere in a text.
///
/// # Errors
/// See [`PatternError`].
pub fn compile(java: &str) -> Result<Regex, PatternError> {
    known(java, false, || build(&translate(java)?))
}

/// Compiles a Java pattern that must fit a text from beginning to end.
///
/// # Errors
/// See [`PatternError`].
pub fn compile_whole(java: &str) -> Result<Regex, PatternError> {
    known(java, true, || build(&format!(r"\A(?:{})\z", translate(java)?)))
}

/// So many compiled patterns are kept at a time: more than the rules and conditions of a workspace hold.
const MOST_KEPT: usize = 128;

thread_local! {
    /// The last patterns of this thread, whole ones marked. A condition is evaluated for each person and step with the
    /// same pattern, and compiling it costs a hundred times as much as using it.
    static KEPT: RefCell<HashMap<(Box<str>, bool), Regex>> = RefCell::default();
}

fn known(java: &str, whole: bool, make: impl FnOnce() -> Result<Regex, PatternError>) -> Result<Regex, PatternError> {
    let key = (Box::from(java), whole);
    if let Some(kept) = KEPT.with_borrow(|kept| kept.get(&key).cloned()) {
        return Ok(kept);
    }
    let made = make()?;
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, made.clone());
    });
    Ok(made)
}

fn build(pattern: &str) -> Result<Regex, PatternError> {
    RegexBuilder::new(pattern).size_limit(1 << 20).nest_limit(64).build().map_err(|error| {
        // The reader's message is a drawing of several lines; its last line says what is wrong.
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
        PatternError::Broken(reason)
    })
}

const POSIX: [(&str, &str); 13] = [
    ("Lower", "lower"),
    ("Upper", "upper"),
    ("ASCII", "ascii"),
    ("Alpha", "alpha"),
    ("Digit", "digit"),
    ("Alnum", "alnum"),
    ("Punct", "punct"),
    ("Graph", "graph"),
    ("Print", "print"),
    ("Blank", "blank"),
    ("Cntrl", "cntrl"),
    ("XDigit", "xdigit"),
    ("Space", "space"),
];

/// Rewrites a Java pattern for the engine that runs it.
fn translate(java: &str) -> Result<String, PatternError> {
    let mut state =
        Translation { rest: java, result: String::with_capacity(java.len() + 8), class: 0, quantified: false };
    while let Some(c) = state.rest.chars().next() {
        state.rest = &state.rest[c.len_utf8()..];
        match c {
            '\\' => state.escape()?,
            _ if state.class > 0 => state.in_class(c)?,
            '[' => state.open_class(),
            '(' => state.group()?,
            '.' => state.atom(r"[^\n\r\x{85}\x{2028}\x{2029}]"),
            '*' | '+' | '?' => state.quantifier(c)?,
            '{' => state.counted()?,
            _ => state.atom(c.encode_utf8(&mut [0; 4])),
        }
    }
    Ok(state.result)
}

struct Translation<'t> {
    rest: &'t str,
    result: String,
    /// How many brackets are open.
    class: usize,
    /// True right after a quantifier, where `+` would make it possessive.
    quantified: bool,
}

fn outside<T>(what: impl Into<String>) -> Result<T, PatternError> {
    Err(PatternError::Outside(what.into()))
}

impl Translation<'_> {
    fn atom(&mut self, text: &str) {
        self.result.push_str(text);
        self.quantified = false;
    }

    fn open_class(&mut self) {
        self.class += 1;
        self.atom("[");
        if let Some(rest) = self.rest.strip_prefix('^') {
            self.rest = rest;
            self.result.push('^');
        }
    }

    fn in_class(&mut self, c: char) -> Result<(), PatternError> {
        match c {
            '[' => self.open_class(),
            ']' => {
                self.class -= 1;
                self.atom("]");
            }
            '-' if self.rest.starts_with('-') => return outside("'--' inside brackets"),
            '~' => self.atom(r"\~"),
            _ => self.atom(c.encode_utf8(&mut [0; 4])),
        }
        Ok(())
    }

    fn quantifier(&mut self, c: char) -> Result<(), PatternError> {
        if self.quantified && c == '+' {
            return outside("a possessive quantifier");
        }
        let lazy = self.quantified && c == '?';
        self.result.push(c);
        self.quantified = !lazy;
        Ok(())
    }

    fn counted(&mut self) -> Result<(), PatternError> {
        let Some(end) = self.rest.find('}') else {
            return Err(PatternError::Broken("a '{' is never closed".to_owned()));
        };
        let (count, rest) = (&self.rest[..end], &self.rest[end + 1..]);
        if !count.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(PatternError::Broken("a number must follow '{'".to_owned()));
        }
        self.result.push_str(&format!("{{{count}}}"));
        self.rest = rest;
        self.quantified = true;
        Ok(())
    }

    fn group(&mut self) -> Result<(), PatternError> {
        for (opening, what) in [
            ("?=", "look-ahead"),
            ("?!", "look-ahead"),
            ("?<=", "look-behind"),
            ("?<!", "look-behind"),
            ("?>", "an atomic group"),
        ] {
            if self.rest.starts_with(opening) {
                return outside(what);
            }
        }
        if let Some(flags) = self.rest.strip_prefix('?').filter(|rest| !rest.starts_with('<')) {
            let letters: &str = &flags[..flags.find([':', ')']).unwrap_or(flags.len())];
            if let Some(letter) = letters.chars().find(|letter| !"ims-".contains(*letter)) {
                return outside(format!("the flag '{letter}'"));
            }
        }
        self.atom("(");
        Ok(())
    }

    fn escape(&mut self) -> Result<(), PatternError> {
        let Some(c) = self.rest.chars().next() else {
            return Err(PatternError::Broken("it ends with a backslash".to_owned()));
        };
        self.rest = &self.rest[c.len_utf8()..];
        match c {
            'd' => self.atom("[0-9]"),
            'D' => self.atom("[^0-9]"),
            'w' => self.atom("[A-Za-z0-9_]"),
            'W' => self.atom("[^A-Za-z0-9_]"),
            's' => self.atom(r"[ \t\n\x0B\f\r]"),
            'S' => self.atom(r"[^ \t\n\x0B\f\r]"),
            'b' | 'B' if self.class == 0 => self.atom(&format!(r"(?-u:\{c})")),
            'A' | 'z' | 't' | 'n' | 'r' | 'f' | 'a' => self.atom(&format!(r"\{c}")),
            'e' => self.atom(r"\x1B"),
            'x' | 'u' => self.code_point(c)?,
            'p' | 'P' => self.property(c)?,
            'Q' => self.quoted(),
            '0'..='9' | 'k' => return outside("a back-reference or an octal code"),
            _ if c.is_ascii_alphabetic() => return outside(format!(r"'\{c}'")),
            _ => self.atom(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
        Ok(())
    }

    fn code_point(&mut self, letter: char) -> Result<(), PatternError> {
        let digits = if letter == 'u' { 4 } else { 2 };
        match self.rest.get(..digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            Some(code) => {
                self.rest = &self.rest[digits..];
                self.atom(&format!(r"\x{{{code}}}"));
                Ok(())
            }
            None => Err(PatternError::Broken(format!(r"{digits} hexadecimal digits must follow '\{letter}'"))),
        }
    }

    fn property(&mut self, letter: char) -> Result<(), PatternError> {
        let braced = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let (name, rest) = match braced {
            Some(found) => found,
            None => self.rest.split_at(self.rest.chars().next().map_or(0, char::len_utf8)),
        };
        let negated = letter == 'P';
        if let Some((_, posix)) = POSIX.iter().find(|(java, _)| *java == name) {
            let sign = if negated { "^" } else { "" };
            self.atom(&format!("[[:{sign}{posix}:]]"));
        } else {
            let plain = name.strip_prefix("Is").unwrap_or(name);
            if plain.is_empty() || !plain.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
                return outside(format!("the class '{name}'"));
            }
            if name.starts_with("java") || name.starts_with("In") {
                return outside(format!("the class '{name}'"));
            }
            self.atom(&format!(r"\{letter}{{{plain}}}"));
        }
        self.rest = rest;
        Ok(())
    }

    fn quoted(&mut self) {
        let (literal, rest) = self.rest.split_once(r"\E").unwrap_or((self.rest, ""));
        self.rest = rest;
        let escaped = regex::escape(literal);
        self.atom(&escaped);
    }
}
