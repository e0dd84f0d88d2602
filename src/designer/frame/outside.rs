//! Files that somebody else changes while they are open here: taken over where nothing of ours is unsaved, else the
//! person is asked, and whatever they say loses nobody's work unasked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::Context;

use super::Designer;
use super::asking::{Answer, For, Outside};
use crate::designer::dialogs::question::Question;
use crate::designer::dialogs::waiting::Wanted;
use crate::designer::words::{count, word};
use crate::journey::files;

/// Seconds between two looks at the files.
const LOOK_EVERY: f64 = 2.0;

impl Designer {
    /// Looks after the files now and then.
    pub(super) fn arrive(&mut self, context: &Context) {
        let (time, is_busy) = context.input(|input| (input.time, input.pointer.any_down()));
        if self.session.root().is_none() || self.documents.is_asking() || time < self.documents.looked + LOOK_EVERY {
            return;
        }
        self.documents.looked = time;
        context.request_repaint_after(Duration::from_secs_f64(LOOK_EVERY));
        let changed = files::changed_outside(self.session.files());
        // Nothing is taken out of a hand that holds it.
        if changed.is_empty() || is_busy {
            return;
        }
        if self.session.is_edited() { self.ask_about_others(&changed) } else { self.take_theirs(changed.len()) }
    }

    /// Asks what becomes of our changes.
    pub(super) fn ask_about_others(&mut self, changed: &[PathBuf]) {
        self.documents.question = Some(Question {
            key: "changed",
            details: named(changed),
            answers: vec![
                ("copy", Answer::Outside(Outside::SaveCopy)),
                ("keep", Answer::Outside(Outside::KeepMine)),
                ("read", Answer::Outside(Outside::TakeTheirs)),
            ],
            escape: None,
        });
    }

    /// Does what was answered.
    pub(super) fn settle_with_others(&mut self, how: Outside, context: &Context) {
        match how {
            Outside::SaveCopy => self.ask_for_path(context, Wanted::Folder, For::Save(None)),
            Outside::KeepMine => self.session.keep_mine(),
            Outside::TakeTheirs => self.take_theirs(0),
        }
    }

    /// Reads the files again where somebody changed them, mended ones among them.
    pub(super) fn read_again(&mut self) {
        let changed = files::changed_outside(self.session.files());
        if changed.is_empty() {
            self.toasts.say(word("outside.unchanged"));
        } else if self.session.is_edited() {
            self.ask_about_others(&changed);
        } else {
            self.take_theirs(changed.len());
        }
    }

    fn take_theirs(&mut self, changed: usize) {
        match self.session.read_again() {
            Ok(()) => {
                if changed > 0 {
                    self.toasts.say(count("outside.taken", changed));
                }
                self.warn_of_damage();
            }
            Err(error) => {
                // The files cannot be read: what is open stays, and is worth a save elsewhere.
                self.session.mark_unsaved();
                self.toasts.complain(format!("{} {error}", word("outside.unreadable")));
            }
        }
    }
}

/// The first few files, a line each.
pub(super) fn named(files: &[PathBuf]) -> Vec<String> {
    const MOST: usize = 5;
    let mut lines: Vec<String> = files.iter().take(MOST).map(|path| Path::display(path).to_string()).collect();
    if let Some(more) = files.len().checked_sub(MOST).filter(|more| *more > 0) {
        lines.push(count("outside.more", more));
    }
    lines
}
