//! What a push needs of the document: the version that runs is kept and saved, and what was seen is written down.

use egui::Context;

use super::Designer;
use crate::designer::dialogs::push::Decision;
use crate::designer::words::phrase;
use crate::edit::{Edit, version};
use crate::exchange::json;
use crate::journey::files::SaveError;
use crate::journey::{Definition, EnvironmentId, Observed, Place};
use crate::push::{kept, observation};
use crate::wire;

impl Designer {
    /// Draws the dialog, where it is open, and does what was decided.
    pub(super) fn push_on(&mut self, context: &Context) {
        let now = self.now();
        let Some(dialog) = &mut self.pushing else { return };
        match dialog.ui(context, &self.session, now, &mut self.requests) {
            Some(Decision::Close) => self.pushing = None,
            Some(Decision::Keep) => {
                let done = self.keep_pushed();
                if let Some(dialog) = &mut self.pushing {
                    dialog.kept(context, &self.session, done);
                }
                context.request_repaint();
            }
            Some(Decision::Seen { environment, activities, there }) => {
                self.note_seen(&environment, activities, there.as_deref());
            }
            None => {}
        }
    }

    /// Keeps what was handed over as a version, unless it is one already, and saves it: nothing runs that no file has.
    fn keep_pushed(&mut self) -> Result<(), String> {
        let Some(journey) = self.session.journey().cloned() else { return Ok(()) };
        let workspace = self.session.workspace();
        let hash = Definition::of(workspace, &journey.id).map(|definition| json::hash(&definition)).unwrap_or_default();
        if !kept(workspace, &journey.id).contains_key(&hash) {
            let edits = version::keep(workspace, &journey.id, self.now());
            let Some(Edit::KeepVersion(next)) = edits.first() else { return Ok(()) };
            let number = next.number.to_string();
            let name = phrase("pushing.keep_step", &[("n", &number), ("journey", &journey.name)]);
            self.edit(name, Place::journey(&journey.id).field("based_on"), edits, None);
        }
        match self.session.root().map(std::path::Path::to_owned) {
            Some(root) if self.session.is_edited() => {
                self.session.write(&root).map(drop).map_err(|error| error.to_string())
            }
            _ => Ok(()),
        }
    }

    /// What was watched is what the journey is said to run, too: two places of the window do not say two things.
    pub(super) fn note_watched(&mut self) {
        let live = self.session.live();
        let (revision, now) = (live.seen().revision, self.now());
        if self.watched == revision {
            return;
        }
        self.watched = revision;
        let journey = self.session.journey().map(|journey| journey.id.clone());
        let there = live.seen().journey.as_ref().filter(|there| journey.as_ref().is_some_and(|id| id.0 == there.id));
        let (Some(journey), Some(there), Some(environment)) = (journey, there, live.environment()) else { return };
        let Some(seen) = observation(environment, there, live.seen().at.unwrap_or(now)) else { return };
        let known = self.session.files().observed(&journey).and_then(|known| known.of(environment));
        // Who has pushed meanwhile knows more.
        let is_news = known
            .is_none_or(|known| known.at <= seen.at && (&known.version, known.state) != (&seen.version, seen.state));
        if is_news {
            let noted = self.session.note(&journey, |it: &mut Observed| it.note(seen.clone()));
            self.complain_of(noted);
        }
    }

    fn complain_of(&mut self, noted: Result<(), SaveError>) {
        if let Err(error) = noted {
            self.toasts.complain(phrase("pushing.not_noted", &[("why", &error.to_string())]));
        }
    }

    fn note_seen(&mut self, environment: &EnvironmentId, activities: Vec<String>, there: Option<&wire::Journey>) {
        let Some(journey) = self.session.journey().map(|journey| journey.id.clone()) else { return };
        let seen = there.and_then(|there| observation(environment, there, self.now()));
        let known = self.session.files().observed(&journey).and_then(|known| known.of(environment)).cloned();
        // Only what changed is written: looking alone touches no file.
        let same = |observed: &crate::journey::Observation| {
            known.as_ref().is_some_and(|known| (&known.version, known.state) == (&observed.version, observed.state))
        };
        let noted = match &seen {
            Some(seen) if same(seen) => self.session.observe(&journey, activities, None::<fn(&mut Observed)>),
            None if known.is_none() => self.session.observe(&journey, activities, None::<fn(&mut Observed)>),
            Some(seen) => self.session.observe(&journey, activities, Some(|it: &mut Observed| it.note(seen.clone()))),
            None => self.session.observe(&journey, activities, Some(|it: &mut Observed| it.forget(environment))),
        };
        self.complain_of(noted);
    }
}
