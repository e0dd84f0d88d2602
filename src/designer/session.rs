//! The session: one workspace, its history, what is open and selected, and what was derived from the
//! present revision. Panels read it; only [`super::Designer`] changes it, between frames.

use std::sync::Arc;

use crate::check::Finding;
use crate::edit::{Edit, EditError, History, Step, draw_ids};
use crate::journey::{ItemRef, Journey, JourneyId, Place, Platform, Workspace};

use super::actions::Action;
use super::requests::Selection;
use super::trail::Trail;

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
    open: Option<JourneyId>,
    item: Option<ItemRef>,
    selection: Selection,
    focus: Option<Numbered<Place>>,
    view: Option<Numbered<Action>>,
    revision: u64,
    report: Arc<Vec<Finding>>,
    trail: Option<Arc<Trail>>,
    chance: u64,
    wishes: u64,
    history: History,
}

impl Session {
    /// The document.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The journey on the canvas.
    pub fn journey(&self) -> Option<&Arc<Journey>> {
        self.workspace.journeys.get(self.open.as_ref()?)
    }

    /// The object of the inventory whose editor is open instead of the canvas.
    pub fn item(&self) -> Option<&ItemRef> {
        self.item.as_ref()
    }

    /// What is selected on the canvas.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Grows with every change of the document; everything derived remembers the one that it was made for.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What is wrong with the present revision, errors first.
    pub fn findings(&self) -> &[Finding] {
        &self.report
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

    /// The path of the test run that is shown.
    pub fn trail(&self) -> Option<&Arc<Trail>> {
        self.trail.as_ref()
    }
}

impl Session {
    /// A session over this document.
    pub fn new(workspace: Workspace, chance: u64) -> Self {
        let open = workspace.journeys.keys().next().cloned();
        Self { workspace, open, chance, ..Self::default() }
    }

    /// Carries out edits as one step of the history.
    pub(super) fn change(&mut self, step: Step, mut edits: Vec<Edit>, gesture: Option<&str>) -> Result<(), EditError> {
        let mut chance = self.chance;
        draw_ids(&mut edits, &mut || draw(&mut chance), &self.workspace);
        self.chance = chance;
        if self.history.commit(&mut self.workspace, step, &edits, gesture)? {
            self.changed();
        }
        Ok(())
    }

    pub(super) fn end_gesture(&mut self) {
        self.history.end_gesture(&mut self.workspace);
    }

    /// Takes the newest step back and leads to where it happened.
    pub(super) fn undo(&mut self) {
        if let Some(step) = self.history.undo(&mut self.workspace) {
            self.changed();
            self.lead_to(step.place);
        }
    }

    /// Carries out again what was taken back, and leads to where it happened.
    pub(super) fn redo(&mut self) {
        if let Some(step) = self.history.redo(&mut self.workspace) {
            self.changed();
            self.lead_to(step.place);
        }
    }

    pub(super) fn select(&mut self, selection: Selection) {
        self.selection = selection;
    }

    pub(super) fn open_journey(&mut self, journey: JourneyId) {
        self.item = None;
        self.open = Some(journey);
    }

    pub(super) fn open_item(&mut self, item: ItemRef) {
        self.item = Some(item);
    }

    fn changed(&mut self) {
        self.revision += 1;
        let Some(journey) = self.open.as_ref().and_then(|id| self.workspace.journeys.get(id)) else {
            self.open = self.workspace.journeys.keys().next().cloned();
            self.selection = Selection::default();
            return;
        };
        self.selection.activities.retain(|id| journey.activity(id).is_some());
        self.selection.connections.retain(|id| journey.connections.iter().any(|wire| &wire.id == id));
    }

    fn lead_to(&mut self, place: Place) {
        if let Some(journey) = &place.journey
            && self.workspace.journeys.contains_key(journey)
        {
            self.open = Some(journey.clone());
            self.item = None;
        } else if let Some(item) = &place.item
            && self.workspace.inventory.item(item).is_some()
        {
            self.item = Some(item.clone());
        }
    }

    pub(super) fn go_to(&mut self, place: Place) {
        self.wishes += 1;
        self.focus = Some(Numbered { number: self.wishes, what: place });
    }

    pub(super) fn wish(&mut self, action: Action) {
        self.wishes += 1;
        self.view = Some(Numbered { number: self.wishes, what: action });
    }
}

/// The next number of chance (splitmix64).
fn draw(chance: &mut u64) -> u64 {
    *chance = chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *chance;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
