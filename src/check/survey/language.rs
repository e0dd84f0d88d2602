//! Expressions of a journey, read and typed. What was read once is kept by its text, so that an edit costs one reading.

use std::cell::RefCell;
use std::sync::Arc;

use foldhash::HashMap;

use crate::expression::{Expected, Parsed, Scope, Typed, check, parse, template};

/// More texts than this are not kept: the oldest ones and all others are then read again.
const KEPT: usize = 20_000;

/// Everything that was read so far. One per checker; typing belongs to one inventory.
#[derive(Default)]
pub struct Language {
    scope: Scope,
    read: RefCell<HashMap<String, Read>>,
    templates: RefCell<HashMap<String, Arc<Typed>>>,
}

#[derive(Default)]
struct Read {
    parsed: Arc<Parsed>,
    typed: Vec<(Expected, Arc<Typed>)>,
}

impl Read {
    fn typed(&mut self, scope: &Scope, expected: Expected) -> Arc<Typed> {
        if let Some((_, typed)) = self.typed.iter().find(|(known, _)| *known == expected) {
            return typed.clone();
        }
        let typed = Arc::new(check(&self.parsed, scope, expected));
        self.typed.push((expected, typed.clone()));
        typed
    }
}

impl Language {
    /// Forgets the types, which belong to another inventory, and keeps the trees.
    pub(in crate::check) fn move_to(&mut self, scope: Scope) {
        self.scope = scope;
        self.read.borrow_mut().values_mut().for_each(|read| read.typed.clear());
        self.templates.borrow_mut().clear();
    }

    /// What the whole inventory names.
    pub(in crate::check) fn scope(&self) -> &Scope {
        &self.scope
    }

    fn forget_if_full(&self) {
        if self.read.borrow().len() + self.templates.borrow().len() > KEPT {
            self.read.borrow_mut().clear();
            self.templates.borrow_mut().clear();
        }
    }

    /// The tree of a text.
    pub fn parsed(&self, text: &str) -> Arc<Parsed> {
        if let Some(read) = self.read.borrow().get(text) {
            return read.parsed.clone();
        }
        let parsed = Arc::new(parse(text));
        self.forget_if_full();
        self.read.borrow_mut().insert(text.to_owned(), Read { parsed: parsed.clone(), typed: Vec::new() });
        parsed
    }

    /// What the whole inventory says of a text with expressions in braces.
    pub fn typed_template(&self, text: &str) -> Arc<Typed> {
        if let Some(typed) = self.templates.borrow().get(text) {
            return typed.clone();
        }
        self.forget_if_full();
        let typed = Arc::new(template::check(&template::parse(text), &self.scope));
        self.templates.borrow_mut().insert(text.to_owned(), typed.clone());
        typed
    }

    /// What the whole inventory says of a text at a place that asks for this.
    pub fn typed(&self, text: &str, expected: Expected) -> Arc<Typed> {
        self.read(text, expected).1
    }

    /// The tree of a text, and what the whole inventory says of it at a place that asks for this.
    pub fn read(&self, text: &str, expected: Expected) -> (Arc<Parsed>, Arc<Typed>) {
        if let Some(read) = self.read.borrow_mut().get_mut(text) {
            let typed = read.typed(&self.scope, expected);
            return (read.parsed.clone(), typed);
        }
        self.forget_if_full();
        let mut read = Read { parsed: Arc::new(parse(text)), typed: Vec::new() };
        let both = (read.parsed.clone(), read.typed(&self.scope, expected));
        self.read.borrow_mut().insert(text.to_owned(), read);
        both
    }
}
