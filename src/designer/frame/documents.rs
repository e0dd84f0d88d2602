//! Documents: begun, opened, saved, closed, recovered; and what somebody else does to their files meanwhile.

use std::path::{Path, PathBuf};

use egui::Context;

use super::Designer;
use crate::designer::actions::Action;
use crate::designer::dialogs::browser::Browser;
use crate::designer::dialogs::question::Question;
use crate::designer::dialogs::waiting::{Reply, Waiting, Wanted};
use crate::designer::recovery::{self, Left};
use crate::designer::requests::Request;
use crate::designer::samples;
use crate::designer::session::Origin;
use crate::designer::settings::Recent;
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::edit::new::{self, NewItem};
use crate::journey::files::{self, Files, SaveError};
use crate::journey::{FORMAT, Journey, JourneyId, Place, Sandbox, Settings, Workspace};

/// Seconds between two copies of what is unsaved.
const COPY_EVERY: f64 = 4.0;
/// Seconds between two looks at the files.
const LOOK_EVERY: f64 = 2.0;

/// What a new workspace holds, each resting on the one before.
const BASES: [NewItem; 6] = [
    NewItem::Namespace,
    NewItem::ProfileSchema,
    NewItem::EventSchema,
    NewItem::MergePolicy,
    NewItem::ProfileStore,
    NewItem::Profile,
];

/// What comes after a question or a file dialog.
#[derive(Clone, Debug, PartialEq)]
enum Then {
    Open(PathBuf),
    OpenSample(JourneyId),
    NewWorkspace,
    Welcome,
    AskForPath,
    Close,
}

/// What a path was asked for.
enum For {
    Open,
    Save(Option<Then>),
    Export(String),
}

#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Save(Then),
    Discard(Then),
    Recover,
    DiscardCopy,
    ReadAgain,
    KeepMine,
    Cancel,
}

enum Asking {
    System(Waiting, Wanted),
    BuiltIn(Browser),
}

/// See the module.
#[derive(Default)]
pub struct Documents {
    asking: Option<(Asking, For)>,
    question: Option<Question<Answer>>,
    left: Option<Left>,
    closing: bool,
    copied: Option<(f64, u64)>,
    looked: f64,
}

impl Documents {
    pub(super) fn offer_recovery(&mut self, left: Option<Left>) {
        self.question = left.as_ref().map(|left| Question {
            key: "recover",
            details: vec![phrase("question.recover.what", &[("name", &left.workspace.settings.name)])],
            answers: vec![("recover", Answer::Recover), ("discard", Answer::DiscardCopy)],
            escape: None,
        });
        self.left = left;
    }

    pub(super) fn is_asking(&self) -> bool {
        self.asking.is_some() || self.question.is_some()
    }

    pub(super) fn may_close(&self) -> bool {
        self.closing
    }

    pub(super) fn ask_before_closing(&mut self) {
        self.ask_about_changes(Then::Close);
    }

    fn ask_about_changes(&mut self, then: Then) {
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

    /// Seconds until the next copy of what is unsaved; 0 now, `None` where the copy is up to date.
    pub(super) fn copy_is_due(&mut self, time: f64, revision: u64) -> Option<f64> {
        match self.copied {
            Some((_, copied)) if copied == revision => None,
            Some((at, _)) if time < at + COPY_EVERY => Some(at + COPY_EVERY - time),
            _ => {
                self.copied = Some((time, revision));
                Some(0.0)
            }
        }
    }
}

impl Designer {
    pub(super) fn file(&mut self, action: Action, context: &Context) {
        match action {
            Action::NewJourney if self.session.is_open() => self.new_journey(),
            Action::NewJourney | Action::NewWorkspace => self.unless_unsaved(Then::NewWorkspace, context),
            Action::Open => self.unless_unsaved(Then::AskForPath, context),
            Action::Welcome => self.unless_unsaved(Then::Welcome, context),
            Action::Save => self.save(None, context),
            Action::SaveAs => self.ask_for_path(context, Wanted::Folder, For::Save(None)),
            _ => context.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }

    pub(super) fn ask_to_open(&mut self, path: PathBuf) {
        self.documents.question = None;
        if self.session.is_edited() { self.documents.ask_about_changes(Then::Open(path)) } else { self.open(&path) }
    }

    pub(super) fn ask_to_open_sample(&mut self, journey: JourneyId) {
        if self.session.is_edited() {
            self.documents.ask_about_changes(Then::OpenSample(journey));
        } else {
            self.open_sample(journey);
        }
    }

    fn unless_unsaved(&mut self, then: Then, context: &Context) {
        if self.session.is_edited() { self.documents.ask_about_changes(then) } else { self.then(then, context) }
    }

    fn then(&mut self, then: Then, context: &Context) {
        match then {
            Then::Open(path) => self.open(&path),
            Then::OpenSample(journey) => self.open_sample(journey),
            Then::NewWorkspace => self.new_workspace(),
            Then::Welcome => self.session.close(),
            Then::AskForPath => self.ask_for_path(context, Wanted::Open, For::Open),
            Then::Close => {
                self.documents.closing = true;
                context.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    pub(super) fn open(&mut self, path: &Path) {
        let last = self.settings.journey.clone();
        match self.session.read(path) {
            Ok(()) => {
                // A folder opens where the person left it; a journey's file opens that journey.
                if let Some(last) = last.filter(|_| path.is_dir())
                    && self.session.workspace().journeys.contains_key(&last)
                {
                    self.session.open_journey(last);
                }
                self.note_recent();
                let problems = self.session.files().problems();
                if let Some(first) = problems.first() {
                    let many = count("open.damaged", problems.len());
                    self.toasts.complain(format!("{many} {first}"));
                }
            }
            Err(error) => self.toasts.complain(phrase("open.failed", &[("why", &error.to_string())])),
        }
    }

    fn open_sample(&mut self, journey: JourneyId) {
        self.session.show(samples::workspace().clone(), Files::default(), Origin::Sample, Some(journey));
        self.toasts.say(word("open.sample"));
    }

    fn new_workspace(&mut self) {
        let settings = Settings {
            id: "workspace-?1".into(),
            name: word("new.workspace").to_owned(),
            sandbox: Sandbox { name: "prod".to_owned(), production: true },
            ..Settings::default()
        };
        self.session.show(Workspace::default(), Files::default(), Origin::New, None);
        let place = Place::default();
        let step = word("new.workspace_step");
        self.edit(step.to_owned(), place, vec![Edit::SetSettings(Box::new(settings))], None);
        // What every journey needs before its first step: who people are, what is known of them, and somebody to try.
        for basis in BASES {
            let edits = new::item(self.session.workspace(), basis);
            self.edit(step.to_owned(), Place::default(), edits, None);
        }
        self.new_journey();
        // Nobody has drawn anything yet: leaving it again loses nothing.
        let workspace = self.session.workspace().clone();
        self.session.show(workspace, Files::default(), Origin::New, None);
    }

    fn new_journey(&mut self) {
        let names: Vec<&str> =
            self.session.workspace().journeys.values().map(|journey| journey.name.as_str()).collect();
        let name = free_name(word("new.journey"), &names);
        let journey = Journey { format: FORMAT, id: "journey-?1".into(), name, ..Journey::default() };
        self.edit(
            word("new.journey_step").to_owned(),
            Place::default(),
            vec![Edit::AddJourney(Box::new(journey))],
            None,
        );
    }

    fn save(&mut self, then: Option<Then>, context: &Context) {
        match self.session.root().map(Path::to_owned) {
            Some(root) => self.save_into(&root, then, context),
            None => self.ask_for_path(context, Wanted::Folder, For::Save(then)),
        }
    }

    fn save_into(&mut self, root: &Path, then: Option<Then>, context: &Context) {
        match self.session.write(root) {
            Ok(saved) => {
                let folder = root.display().to_string();
                self.toasts.say(phrase("save.done", &[("n", &saved.written.len().to_string()), ("folder", &folder)]));
                self.note_recent();
                if let Some(then) = then {
                    self.then(then, context);
                }
            }
            Err(SaveError::ChangedOutside(path)) => self.ask_about_others(&[path]),
            Err(error) => {
                // The document is whole in memory, and its copy is brought up to date before anything else happens.
                self.copy();
                self.toasts.complain(phrase("save.failed", &[("why", &error.to_string())]));
            }
        }
    }

    fn note_recent(&mut self) {
        let Some(path) = self.session.root().map(Path::to_owned) else { return };
        self.session.derive(self.now());
        let recent = Recent {
            path,
            name: self.session.workspace().settings.name.clone(),
            journeys: self.session.workspace().journeys.len(),
            errors: self.session.report().errors(),
            at: self.now(),
        };
        self.settings.remember(recent);
    }

    pub(super) fn write_export(&mut self, context: &Context, name: String, text: String) {
        self.ask_for_path(context, Wanted::File(name), For::Export(text));
    }

    fn ask_for_path(&mut self, context: &Context, wanted: Wanted, purpose: For) {
        // A file dialog of the system can take the whole program with it: what is unsaved is copied first.
        if self.session.is_edited() {
            self.copy();
        }
        let folder = self.session.root().and_then(Path::parent).unwrap_or(&self.surroundings.home).to_owned();
        let asking = if self.surroundings.system_dialogs {
            Asking::System(Waiting::begin(context, &wanted, folder), wanted)
        } else {
            Asking::BuiltIn(Browser::new(wanted, &folder))
        };
        self.documents.asking = Some((asking, purpose));
    }

    /// Background work and other people deliver.
    pub(super) fn arrive(&mut self, context: &Context) {
        let time = context.input(|input| input.time);
        if self.session.root().is_none() || self.documents.is_asking() || time < self.documents.looked + LOOK_EVERY {
            return;
        }
        self.documents.looked = time;
        context.request_repaint_after(std::time::Duration::from_secs_f64(LOOK_EVERY));
        let changed = files::changed_outside(self.session.files());
        if !changed.is_empty() {
            self.ask_about_others(&changed);
        }
    }

    fn ask_about_others(&mut self, changed: &[PathBuf]) {
        self.documents.question = Some(Question {
            key: "changed",
            details: changed.iter().take(5).map(|path| path.display().to_string()).collect(),
            answers: vec![("read", Answer::ReadAgain), ("keep", Answer::KeepMine)],
            escape: None,
        });
    }

    /// Draws what is being asked and acts on answers.
    pub(super) fn questions(&mut self, context: &Context) {
        if let Some(answer) = self.documents.question.as_ref().and_then(|question| question.ui(context)) {
            self.documents.question = None;
            self.answer(answer, context);
        }
        let Some((asking, purpose)) = &mut self.documents.asking else { return };
        let recents: Vec<PathBuf> = self.settings.recents.iter().map(|recent| recent.path.clone()).collect();
        let reply = match asking {
            Asking::System(waiting, wanted) => {
                let reply = waiting.ui(context);
                if reply == Some(Reply::BuiltIn) {
                    *asking = Asking::BuiltIn(Browser::new(wanted.clone(), &self.surroundings.home));
                    return;
                }
                reply
            }
            Asking::BuiltIn(browser) => browser.ui(context, &recents),
        };
        match reply {
            Some(Reply::Chosen(path)) => {
                let purpose = std::mem::replace(purpose, For::Open);
                self.documents.asking = None;
                self.chosen(&path, purpose, context);
            }
            Some(_) => self.documents.asking = None,
            None => {}
        }
    }

    fn chosen(&mut self, path: &Path, purpose: For, context: &Context) {
        match purpose {
            For::Open => self.open(path),
            For::Save(then) => match room_for(path, &self.session.workspace().settings.name) {
                Some(folder) => self.save_into(&folder, then, context),
                None => self.toasts.complain(phrase("save.taken", &[("folder", &path.display().to_string())])),
            },
            For::Export(text) => match files::write_text(path, &text) {
                Ok(()) => self.toasts.say(phrase("export.done", &[("file", &path.display().to_string())])),
                Err(error) => self.toasts.complain(phrase(
                    "export.failed",
                    &[("file", &path.display().to_string()), ("why", &error.to_string())],
                )),
            },
        }
    }

    fn answer(&mut self, answer: Answer, context: &Context) {
        match answer {
            Answer::Save(then) => self.save(Some(then), context),
            Answer::Discard(then) => {
                self.recovery.forget();
                self.then(then, context);
            }
            Answer::Recover => self.recover(),
            Answer::DiscardCopy => {
                if let Some(left) = self.documents.left.take() {
                    recovery::discard(&left);
                }
            }
            Answer::ReadAgain => {
                if let Err(error) = self.session.read_again() {
                    self.toasts.complain(error.to_string());
                }
            }
            Answer::KeepMine => self.session.keep_mine(),
            Answer::Cancel => {}
        }
    }

    fn recover(&mut self) {
        let Some(left) = self.documents.left.take() else { return };
        // What the files hold now is known again, so that saving writes over exactly that.
        let mut files = left.root.as_deref().and_then(|root| files::open(root).ok()).map(|opened| opened.files);
        if let Some(files) = &mut files {
            files.leave_alone_what_lacks(&left.workspace);
        }
        let origin = if files.is_some() { Origin::Folder } else { Origin::New };
        let journey = self.settings.journey.clone().filter(|id| left.workspace.journeys.contains_key(id));
        self.session.show(left.workspace.clone(), files.unwrap_or_default(), origin, journey);
        self.session.mark_unsaved();
        // The copy that was left behind goes only when a new one stands.
        if self.copy() {
            recovery::discard(&left);
        }
        self.toasts.say(phrase("recovery.done", &[("name", &left.workspace.settings.name)]));
    }

    /// For the rim: a file that came with the program's arguments or by drag and drop.
    pub fn open_path(&mut self, path: PathBuf) {
        self.requests.push(Request::Open(path));
    }
}

/// The name, with a number behind it where it is taken.
fn free_name(name: &str, taken: &[&str]) -> String {
    (1..)
        .map(|number| if number == 1 { name.to_owned() } else { format!("{name} {number}") })
        .find(|candidate| !taken.contains(&candidate.as_str()))
        .unwrap_or_default()
}

/// The folder to save a new workspace into: the one that was chosen where it is empty or new, else one of the
/// workspace's name within it. `None` where that is taken as well.
fn room_for(chosen: &Path, name: &str) -> Option<PathBuf> {
    let is_free = |path: &Path| match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !path.exists(),
    };
    if is_free(chosen) {
        return Some(chosen.to_owned());
    }
    let slug: String =
        name.to_lowercase().chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    let within = chosen.join(slug.trim_matches('-'));
    (is_free(&within) && within != chosen).then_some(within)
}
