//! Recovery: while something is unsaved a copy of it is kept, and what a killed window left behind is offered at the
//! next start. Where somebody changed the files since, the person says whose version holds.

use std::path::Path;
use std::time::Duration;

use egui::Context;
use jiff::tz::TimeZone;

use super::Designer;
use super::asking::{Answer, For, Recover};
use super::outside::named;
use crate::designer::dialogs::question::Question;
use crate::designer::dialogs::waiting::Wanted;
use crate::designer::names;
use crate::designer::recovery::{self, Left, LeftBehind};
use crate::designer::session::Origin;
use crate::designer::words::{phrase, word};
use crate::journey::files::{self, Files};

/// Seconds between two copies of what is unsaved.
const COPY_EVERY: f64 = 4.0;

impl Designer {
    /// Copies what is unsaved into the person's folder every few seconds.
    pub(super) fn keep_a_copy(&mut self, context: &Context) {
        if !self.session.is_edited() {
            self.recovery.forget();
            return;
        }
        let (time, revision) = (context.input(|input| input.time), self.session.revision());
        match self.documents.copied {
            Some((_, copied)) if copied == revision => {}
            Some((at, _)) if time < at + COPY_EVERY => {
                context.request_repaint_after(Duration::from_secs_f64(at + COPY_EVERY - time));
            }
            _ => {
                self.documents.copied = Some((time, revision));
                self.copy();
            }
        }
    }

    /// Copies what is unsaved now; false where no copy stands. The person is told why.
    pub(super) fn copy(&mut self) -> bool {
        match self.recovery.keep(self.session.workspace(), self.session.files()) {
            Ok(kept) => kept,
            Err(error) => {
                self.toasts.complain(phrase("recovery.failed", &[("why", &error.to_string())]));
                false
            }
        }
    }

    /// Offers what a killed window left behind, and says what of it cannot be read.
    pub(super) fn offer_recovery(&mut self, found: LeftBehind) {
        for (file, error) in &found.unreadable {
            let (file, why) = (file.display().to_string(), error.to_string());
            self.toasts.complain(phrase("recovery.unreadable", &[("file", &file), ("why", &why)]));
        }
        let left = found.newest;
        self.documents.question = left.as_ref().map(|left| Question {
            key: "recover",
            details: self.described(left),
            answers: vec![("recover", Answer::Recover(Recover::Open)), ("discard", Answer::Recover(Recover::Discard))],
            escape: None,
        });
        self.documents.left = left;
    }

    /// Whose copy it is, where that lies, and from when it is.
    fn described(&self, left: &Left) -> Vec<String> {
        let name = &left.kept.workspace.settings.name;
        let mut lines = vec![phrase("question.recover.what", &[("name", name)])];
        lines.push(match left.root() {
            Some(root) => phrase("question.recover.folder", &[("folder", &root.display().to_string())]),
            None => word("question.recover.never_saved").to_owned(),
        });
        let when = left.at.map(|at| names::ago(at, self.now(), &TimeZone::system()));
        lines.extend(when.map(|when| phrase("question.recover.when", &[("when", &when)])));
        lines
    }

    /// Does what was answered.
    pub(super) fn recover(&mut self, how: Recover, context: &Context) {
        let Some(left) = self.documents.left.take() else { return };
        // What the files hold now: saving writes over exactly that.
        let now = left.root().map(files::open).transpose().map(|opened| opened.map(|opened| opened.files));
        let changed = match &now {
            Ok(Some(files)) => left.kept.changed_since(files),
            _ => Vec::new(),
        };
        match how {
            Recover::Open if !changed.is_empty() => {
                self.documents.question = Some(Question {
                    key: "recover_changed",
                    details: named(&changed),
                    answers: vec![
                        ("copy", Answer::Recover(Recover::SaveCopy)),
                        ("mine", Answer::Recover(Recover::KeepMine)),
                        ("theirs", Answer::Recover(Recover::KeepTheirs)),
                    ],
                    escape: None,
                });
                self.documents.left = Some(left);
            }
            Recover::Open | Recover::KeepMine => {
                let files = now.unwrap_or_else(|error| {
                    self.toasts.complain(phrase("recovery.no_folder", &[("why", &error.to_string())]));
                    None
                });
                self.show_recovered(&left, files);
            }
            Recover::SaveCopy => {
                self.show_recovered(&left, None);
                self.ask_for_path(context, Wanted::Folder, For::Save(None));
            }
            Recover::KeepTheirs => {
                let root = left.root().map(Path::to_owned).unwrap_or_default();
                self.open(&root);
                // Nothing is given up for files that cannot be opened.
                if self.session.root() == Some(&root) {
                    recovery::discard(&left);
                }
            }
            Recover::Discard => recovery::discard(&left),
        }
    }

    /// Shows the copy over these files, unsaved; without files it is a workspace that no folder has.
    fn show_recovered(&mut self, left: &Left, mut files: Option<Files>) {
        let workspace = &left.kept.workspace;
        if let Some(files) = &mut files {
            files.leave_alone_what_lacks(workspace);
        }
        let origin = if files.is_some() { Origin::Folder } else { Origin::New };
        let journey = self.settings.journey.clone().filter(|id| workspace.journeys.contains_key(id));
        self.session.show(workspace.clone(), files.unwrap_or_default(), origin, journey);
        self.session.mark_unsaved();
        // The copy that was left behind goes only when a new one stands.
        if self.copy() {
            recovery::discard(left);
        }
        self.toasts.say(phrase("recovery.done", &[("name", &workspace.settings.name)]));
    }
}
