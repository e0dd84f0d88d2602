//! Expressions of a journey, read and typed. What was read once is kept by its text, so that an edit costs one reading.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::expression::{Expected, Parsed, Scope, Typed, check, parse};

/// More texts than this are not kept: the oldest check is then forgotten as a whole.
const KEPT: usize = 20_000;

/// Everything that was read so far. One per checker; typing belongs to one inventory.
#[derive(Default)]
pub struct Language {
    scope: Scope,
    read: RefCell<HashMap<String, Read>>,
}

#[derive(Default)]
struct Read {
    parsed: Arc<Parsed>,
    typed: Vec<(Expected, Arc<Typed>)>,
}

impl Language {
    /// Forgets the types, which belong to another inventory, and keeps the trees.
    pub(in crate::check) fn move_to(&mut self, scope: Scope) {
        self.scope = scope;
        let mut read = self.read.borrow_mut();
        if read.len() > KEPT {
            read.clear();
        }
        read.values_mut().for_each(|read| read.typed.clear());
    }

    /// The tree of a text.
    pub fn parsed(&self, text: &str) -> Arc<Parsed> {
        if let Some(read) = self.read.borrow().get(text) {
            return read.parsed.clone();
        }
        let parsed = Arc::new(parse(text));
        self.read.borrow_mut().insert(text.to_owned(), Read { parsed: parsed.clone(), typed: Vec::new() });
        parsed
    }

    /// What the whole inventory says of a text at a place that asks for this.
    pub fn typed(&self, text: &str, expected: Expected) -> Arc<Typed> {
        if let Some(read) = self.read.borrow().get(text)
            && let Some((_, typed)) = read.typed.iter().find(|(known, _)| *known == expected)
        {
            return typed.clone();
        }
        let parsed = self.parsed(text);
        let typed = Arc::new(check(&parsed, &self.scope, expected));
        if let Some(read) = self.read.borrow_mut().get_mut(text) {
            read.typed.push((expected, typed.clone()));
        }
        typed
    }
}
