//! Documents: begun, opened and closed, with the questions and file dialogs on the way. How they are saved, recovered
//! and kept up with other people's changes stands beside this file, and what is asked in `asking`.

use std::path::{Path, PathBuf};

use egui::Context;

use super::Designer;
use super::asking::{Answer, Asking, For, Then};
use crate::designer::actions::Action;
use crate::designer::dialogs::waiting::{Reply, Wanted};
use crate::designer::names;
use crate::designer::requests::Request;
use crate::designer::samples;
use crate::designer::session::Origin;
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::edit::new::{self, NewItem};
use crate::journey::files::Files;
use crate::journey::{FORMAT, Journey, JourneyId, Place, Sandbox, Settings, Workspace};

/// What a new workspace holds, each resting on the one before.
const BASES: [NewItem; 5] =
    [NewItem::Namespace, NewItem::ProfileSchema, NewItem::MergePolicy, NewItem::ProfileStore, NewItem::Profile];

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
        if self.session.is_edited() {
            self.documents.ask_about_changes(Then::Open(path));
        } else {
            self.open(&path);
        }
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

    pub(super) fn then(&mut self, then: Then, context: &Context) {
        match then {
            Then::Open(path) => drop(self.open(&path)),
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

    /// Opens what the path names; whether that could be read.
    pub(super) fn open(&mut self, path: &Path) -> bool {
        let last = self.settings.journey.clone();
        match self.session.read(path) {
            Ok(()) => {
                // A folder opens where the person left it; a journey's file opens that journey.
                if path.is_dir() {
                    match last.filter(|last| self.session.workspace().journeys.contains_key(last)) {
                        Some(last) => self.session.open_journey(last),
                        None => self.session.open_first_problem(self.now()),
                    }
                }
                self.note_recent();
                self.warn_of_damage();
                true
            }
            Err(error) => {
                self.toasts.complain(phrase("open.failed", &[("why", &error.to_string())]));
                false
            }
        }
    }

    /// Says what of the files could not be read.
    pub(super) fn warn_of_damage(&mut self) {
        let mut unread = self.session.files().unread();
        if let Some(first) = unread.next() {
            let many = count("open.damaged", 1 + unread.count());
            self.toasts.complain(format!("{many} {}", names::unread(&first)));
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

    /// Draws what is being asked and acts on answers.
    pub(super) fn questions(&mut self, context: &Context) {
        if let Some(answer) = self.documents.question.as_ref().and_then(|question| question.ui(context)) {
            self.documents.question = None;
            self.answer(answer, context);
            // What follows is drawn at once, not when the pointer moves.
            context.request_repaint();
        }
        let Some((asking, purpose)) = &mut self.documents.asking else { return };
        let recents: Vec<PathBuf> = self.settings.recents.iter().map(|recent| recent.path.clone()).collect();
        let reply = match asking {
            Asking::System(waiting, wanted) => {
                let reply = waiting.ui(context);
                if reply == Some(Reply::BuiltIn) {
                    let wanted = wanted.clone();
                    let folder = self.proposed(&wanted);
                    let browser = self.browser(wanted, folder);
                    if let Some((asking, _)) = &mut self.documents.asking {
                        *asking = Asking::BuiltIn(browser);
                    }
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
                context.request_repaint();
            }
            Some(_) => self.documents.asking = None,
            None => {}
        }
    }

    fn answer(&mut self, answer: Answer, context: &Context) {
        match answer {
            Answer::Save(then) => self.save(Some(then), context),
            Answer::Discard(then) => {
                self.recovery.forget();
                self.then(then, context);
            }
            Answer::Recover(how) => self.recover(how, context),
            Answer::Outside(how) => self.settle_with_others(how, context),
            Answer::Overwrite(files) => drop(self.write_files(&files)),
            Answer::Cancel => {}
        }
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
