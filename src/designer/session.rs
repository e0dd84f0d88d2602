//! The session: one workspace, its history, what is open and selected, and what was derived from the
//! present revision. Panels read it; only [`super::Designer`] changes it, between frames.

mod beside;
mod budgets;
mod change;
mod derive;
mod kept;
mod mending;
mod open;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::check::{Budget, Checker, Finding, Report};
use crate::edit::{History, Step};
use crate::journey::files::{Files, SaveError};
use crate::journey::{ActivityId, ItemRef, Journey, JourneyId, Observed, Place, Platform, Workspace};

use super::action::Action;
use super::covering::Covering;
use super::forecasting::Forecasting;
use super::live::Live;
use super::rehearsal::Rehearsal;
use super::requests::Remedy;
use super::selection::Selection;
use super::trail::Trail;
use budgets::Budgets;
use kept::Kept;

pub use budgets::Arrivals;
pub use open::Origin;

/// A wish that a panel carries out once: it remembers the last number that it has seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered<T> {
    /// Grows with every wish.
    pub number: u64,
    /// What is wished.
    pub what: T,
}

/// See the module.
#[derive(Default)]
pub struct Session {
    workspace: Workspace,
    history: History,
    files: Files,
    origin: Origin,
    open: Option<JourneyId>,
    item: Option<ItemRef>,
    /// The objects through which the open one was reached, the first one first.
    way: Vec<ItemRef>,
    /// Whether the inventory stands where else the canvas is.
    inventory: bool,
    /// What the last edit put on a shelf that was not there before.
    made: Option<ItemRef>,
    selection: Selection,
    focus: Option<Numbered<Place>>,
    view: Option<Numbered<Action>>,
    revision: u64,
    checker: Checker,
    checked: Option<(u64, Timestamp)>,
    report: Arc<Report>,
    /// Steps that were added and not left for another one since, objects that were made since the inventory was opened:
    /// what they lack is still to do, not wrong.
    fresh: Fresh,
    /// The types of activities that the server runs that was looked at last.
    runnable: Option<BTreeSet<String>>,
    rehearsal: Rehearsal,
    live: Live,
    forecasting: Forecasting,
    covering: Covering,
    trail: Option<Arc<Trail>>,
    kept: Kept,
    budgets: Budgets,
    /// The remedy below the pointer, with the revision for which it was worked out, and what it would change.
    previewed: Option<(Remedy, u64)>,
    preview: Option<Preview>,
    chance: u64,
    wishes: u64,
}

/// What a remedy would change.
pub struct Preview {
    /// What the remedy is called.
    pub title: String,
    /// What it writes, in words.
    pub changes: Vec<String>,
    /// The document with it.
    pub workspace: Workspace,
    /// What would then be wrong.
    pub report: Report,
    /// A number of its own, which no revision of the document has.
    pub revision: u64,
}

#[derive(Default)]
struct Fresh {
    activities: BTreeSet<ActivityId>,
    /// Those of them that came along with another step and that nobody has looked at yet: nobody can have left them.
    unseen: BTreeSet<ActivityId>,
    items: BTreeSet<ItemRef>,
    /// What began to lack something while the person worked there, with the rule that says so.
    gaps: BTreeSet<(&'static str, Place)>,
}

impl Session {
    /// Whether the server that was looked at last cannot run activities of this type.
    pub fn is_beyond_server(&self, activity_type: &str) -> bool {
        self.runnable.as_ref().is_some_and(|known| !known.contains(activity_type))
    }

    /// Takes note of what a server can run, and of what it does with a journey.
    ///
    /// # Errors
    /// What was seen cannot be written down.
    pub(super) fn observe(
        &mut self,
        journey: &JourneyId,
        activities: Vec<String>,
        change: Option<impl Fn(&mut Observed)>,
    ) -> Result<(), SaveError> {
        self.runnable = Some(activities.into_iter().collect());
        change.map_or(Ok(()), |change| self.note(journey, change))
    }

    /// Takes note of what a server does with a journey.
    ///
    /// # Errors
    /// What was seen cannot be written down.
    pub(super) fn note(&mut self, journey: &JourneyId, change: impl Fn(&mut Observed)) -> Result<(), SaveError> {
        self.files.observe(journey, change).map(drop)
    }

    /// Whether a workspace is open; otherwise the welcome screen is shown.
    pub fn is_open(&self) -> bool {
        self.origin != Origin::Nothing
    }

    /// Where the workspace came from.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The document.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The files that were read or written last.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The folder of the workspace; `None` while it was never saved.
    pub fn root(&self) -> Option<&Path> {
        root_of(&self.files)
    }

    /// Whether there is something that no file has.
    pub fn is_edited(&self) -> bool {
        self.is_open() && !self.history.is_saved()
    }

    /// The journey on the canvas.
    pub fn journey(&self) -> Option<&Arc<Journey>> {
        self.workspace.journeys.get(self.open.as_ref()?)
    }

    /// The object of the inventory whose editor is open instead of the canvas.
    pub fn item(&self) -> Option<&ItemRef> {
        self.item.as_ref()
    }

    /// The object from which the open one was reached.
    pub fn came_from(&self) -> Option<&ItemRef> {
        self.way.last()
    }

    /// Whether the inventory stands where else the canvas is; [`Session::item`] says what of it is open, if anything.
    pub fn in_inventory(&self) -> bool {
        self.inventory
    }

    /// What is selected on the canvas.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Grows with every change of the document; everything derived remembers the one that it was made for.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What is wrong with the present revision.
    pub fn report(&self) -> &Arc<Report> {
        &self.report
    }

    /// What is wrong with the present revision, errors first.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> + Clone {
        self.report.findings.iter().map(AsRef::as_ref)
    }

    /// Whether what is missing there is simply not filled in yet: the person has not left it since it was
    /// added, or the journey is still empty. It is shown grey then, and not counted.
    pub fn is_to_do(&self, finding: &Finding) -> bool {
        finding.to_do
    }

    /// What is wrong, errors first; without what is simply not filled in yet.
    pub fn problems(&self) -> impl Iterator<Item = &Finding> + Clone {
        self.findings().filter(|finding| !finding.to_do)
    }

    /// Whether a place lies in a journey that is not the open one.
    pub fn is_elsewhere(&self, place: &Place) -> bool {
        let open = self.journey().map(|journey| &journey.id);
        open.is_some() && place.journey.as_ref().is_some_and(|id| Some(id) != open)
    }

    /// What is simply not filled in yet. An empty canvas asks for nothing.
    pub fn to_dos(&self) -> impl Iterator<Item = &Finding> + Clone {
        let is_drawn =
            |id: &JourneyId| self.workspace.journeys.get(id).is_some_and(|known| !known.activities.is_empty());
        self.findings().filter(move |finding| finding.to_do && finding.place.journey.as_ref().is_none_or(is_drawn))
    }

    /// What the journeys are checked for.
    pub fn platform(&self) -> Platform {
        self.workspace.settings.platform
    }

    /// The place to which the person was last sent: bring it into view, give its field the keyboard.
    pub fn focus(&self) -> Option<&Numbered<Place>> {
        self.focus.as_ref()
    }

    /// The last wish for the canvas's view: fit, zoom in, zoom out, 100 %, find.
    pub fn view(&self) -> Option<&Numbered<Action>> {
        self.view.as_ref()
    }

    /// The test run.
    pub fn rehearsal(&self) -> &Rehearsal {
        &self.rehearsal
    }

    /// What runs on a server.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// The coverage.
    pub fn covering(&self) -> &Covering {
        &self.covering
    }

    /// The forecast.
    pub fn forecasting(&self) -> &Forecasting {
        &self.forecasting
    }

    /// The path that is shown: of the test run, or of a real person.
    pub fn trail(&self) -> Option<&Arc<Trail>> {
        self.trail.as_ref()
    }

    /// The number of the kept version of the open journey with this content hash.
    pub fn kept_version(&self, hash: &str) -> Option<u32> {
        self.kept.number(hash)
    }

    /// How long this message of the open journey takes from what triggers it; nothing where it is not looked at, sends
    /// nothing or nobody comes to it.
    pub fn budget(&self, message: &ActivityId) -> Option<&Budget> {
        self.budgets.of(self.open.as_ref()?, message)
    }

    /// When people come to the steps on the way to the selected message, while the canvas shows it.
    pub fn arrivals(&self) -> Option<&Arrivals> {
        self.budgets.along(self.open.as_ref()?)
    }

    /// Whether the canvas shows when people come to the steps on the way to a message.
    pub fn shows_arrivals(&self) -> bool {
        self.budgets.is_shown()
    }

    /// The step that an undo takes back.
    pub fn next_undo(&self) -> Option<&Step> {
        self.history.next_undo()
    }

    /// The step that a redo carries out again.
    pub fn next_redo(&self) -> Option<&Step> {
        self.history.next_redo()
    }

    /// The time zone of the journey on the canvas.
    pub fn zone(&self) -> TimeZone {
        let zone = self.journey().map(|journey| journey.properties.zone.as_str()).unwrap_or("UTC");
        TimeZone::get(zone).unwrap_or(TimeZone::UTC)
    }

    /// What an activity of the open journey is called, by its label or else by what it is.
    pub fn activity_name(&self, journey: &JourneyId, activity: &ActivityId) -> Option<String> {
        let activity = self.workspace.journeys.get(journey)?.activity(activity)?;
        Some(super::names::activity(activity, &self.workspace))
    }
}

fn root_of(files: &Files) -> Option<&Path> {
    Some(files.root.as_path()).filter(|root| !root.as_os_str().is_empty())
}
