//! What the window waits for a person to say: questions, file dialogs, and what each answer means. Holds it and decides
//! nothing; documents, saving, recovery and other people's changes do.

use std::path::PathBuf;

use crate::designer::dialogs::browser::Browser;
use crate::designer::dialogs::export::Part;
use crate::designer::dialogs::question::Question;
use crate::designer::dialogs::waiting::{Waiting, Wanted};
use crate::designer::recovery::Left;
use crate::journey::JourneyId;

/// What comes after a question or a file dialog.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Then {
    Open(PathBuf),
    OpenSample(JourneyId),
    NewWorkspace,
    Welcome,
    AskForPath,
    Close,
}

/// What a path was asked for.
pub(super) enum For {
    Open,
    Save(Option<Then>),
    Export(Vec<Part>),
}

/// What was answered.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    Save(Then),
    Discard(Then),
    Recover(Recover),
    Outside(Outside),
    /// These files are written, over what stands there.
    Overwrite(Vec<(PathBuf, Part)>),
    Cancel,
}

/// A path that is being asked for, by the system or by us.
pub(super) enum Asking {
    System(Waiting, Wanted),
    BuiltIn(Browser),
}

/// What becomes of a copy that was left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recover {
    /// It is opened, unless somebody changed its files since.
    Open,
    /// It is opened as a workspace of its own, and the person is asked where to.
    SaveCopy,
    /// It is opened; the next save writes it over what somebody else changed.
    KeepMine,
    /// The files are opened as they are, and the copy is given up.
    KeepTheirs,
    /// It is thrown away.
    Discard,
}

/// What becomes of our changes where somebody else changed the same workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    /// Ours go into a folder of their own.
    SaveCopy,
    /// The next save writes ours over theirs.
    KeepMine,
    /// The files are read again; ours are given up.
    TakeTheirs,
}

/// See the module.
#[derive(Default)]
pub struct Documents {
    pub(super) asking: Option<(Asking, For)>,
    pub(super) question: Option<Question<Answer>>,
    /// A copy that a killed program left behind, until somebody said what becomes of it.
    pub(super) left: Option<Left>,
    pub(super) closing: bool,
    /// When the last copy was made, of which revision.
    pub(super) copied: Option<(f64, u64)>,
    /// When the files were looked at last.
    pub(super) looked: f64,
}

impl Documents {
    pub(super) fn is_asking(&self) -> bool {
        self.asking.is_some() || self.question.is_some()
    }

    pub(super) fn may_close(&self) -> bool {
        self.closing
    }

    pub(super) fn ask_before_closing(&mut self) {
        self.ask_about_changes(Then::Close);
    }

    pub(super) fn ask_about_changes(&mut self, then: Then) {
        self.question = Some(Question {
            key: "unsaved",
            details: Vec::new(),
            answers: vec![
                ("save", Answer::Save(then.clone())),
                ("discard", Answer::Discard(then)),
                ("cancel", Answer::Cancel),
            ],
            escape: Some(Answer::Cancel),
        });
    }
}
