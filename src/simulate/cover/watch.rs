//! How far a coverage is, and whether it goes on: whoever watches is told now and then, and may end it.

use std::cell::{Cell, RefCell};

/// How far a coverage is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Branches of which is known whether somebody takes them.
    pub decided: usize,
    /// How many there are; 0 before that is known.
    pub branches: usize,
    /// Test people so far.
    pub people: usize,
}

/// Who is told.
pub(super) struct Watch<'w> {
    go_on: RefCell<&'w mut dyn FnMut(&Progress) -> bool>,
    progress: Cell<Progress>,
    stopped: Cell<bool>,
}

impl<'w> Watch<'w> {
    pub(super) fn new(go_on: &'w mut dyn FnMut(&Progress) -> bool) -> Self {
        Self { go_on: RefCell::new(go_on), progress: Cell::default(), stopped: Cell::new(false) }
    }

    /// So far it is; false where it is not to go on.
    pub(super) fn is_at(&self, progress: Progress) -> bool {
        self.progress.set(progress);
        self.goes_on()
    }

    /// Asks whether it is to go on; once it is not, it never is again.
    pub(super) fn goes_on(&self) -> bool {
        if !self.stopped.get() && !(self.go_on.borrow_mut())(&self.progress.get()) {
            self.stopped.set(true);
        }
        !self.stopped.get()
    }
}
