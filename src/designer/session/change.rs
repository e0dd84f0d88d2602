//! How the session changes: edits, undo and redo, what is open and selected. Called between frames only.

use crate::check::Severity;
use crate::edit::{Edit, EditError, Step, draw_ids};
use crate::journey::{ActivityId, ItemRef, JourneyId, Place};

use super::{Fresh, Numbered, Session};
use crate::designer::action::Action;
use crate::designer::selection::Selection;

impl Session {
    /// Carries out edits as one step of the history; returns them with the ids that were drawn.
    pub(in crate::designer) fn change(
        &mut self,
        step: Step,
        mut edits: Vec<Edit>,
        gesture: Option<&str>,
    ) -> Result<Vec<Edit>, EditError> {
        let mut chance = self.chance;
        draw_ids(&mut edits, &mut || draw(&mut chance), &self.workspace);
        self.chance = chance;
        self.note_fresh(&edits);
        if self.history.commit(&mut self.workspace, step, &edits, gesture)? {
            self.changed();
        }
        self.follow(&edits);
        Ok(edits)
    }

    fn note_fresh(&mut self, edits: &[Edit]) {
        self.made = None;
        for edit in edits {
            match edit {
                Edit::AddActivity { activity, .. } => drop(self.fresh.activities.insert(activity.id.clone())),
                Edit::Put(item) if self.workspace.inventory.item(&item.reference()).is_none() => {
                    self.fresh.items.insert(item.reference());
                    self.made = Some(item.reference());
                }
                _ => {}
            }
        }
    }

    /// What was just made becomes what is looked at.
    fn follow(&mut self, edits: &[Edit]) {
        let open = self.open.clone();
        let mut added: Vec<ActivityId> = Vec::new();
        for edit in edits {
            match edit {
                Edit::AddJourney(journey) => self.open_journey(journey.id.clone()),
                Edit::AddActivity { journey, activity, .. } if Some(journey) == open.as_ref() => {
                    added.push(activity.id.clone());
                }
                _ => {}
            }
        }
        if !added.is_empty() {
            added.sort();
            if added.len() > 1 {
                self.fresh.unseen.extend(added.iter().cloned());
            }
            self.select(Selection { activities: added, connections: Vec::new() });
        }
    }

    pub(in crate::designer) fn end_gesture(&mut self) {
        self.history.end_gesture(&mut self.workspace);
    }

    /// Takes the newest step back and leads to where it happened.
    pub(in crate::designer) fn undo(&mut self) -> Option<Step> {
        let step = self.history.undo(&mut self.workspace)?;
        self.changed();
        self.lead_to(&step.place);
        Some(step)
    }

    /// Carries out again what was taken back, and leads to where it happened.
    pub(in crate::designer) fn redo(&mut self) -> Option<Step> {
        let step = self.history.redo(&mut self.workspace)?;
        self.changed();
        self.lead_to(&step.place);
        Some(step)
    }

    pub(super) fn changed(&mut self) {
        self.revision += 1;
        if self.item.as_ref().is_some_and(|item| self.workspace.inventory.item(item).is_none()) {
            self.item = None;
        }
        self.way.retain(|item| self.workspace.inventory.item(item).is_some());
        let Some(journey) = self.open.as_ref().and_then(|id| self.workspace.journeys.get(id)) else {
            self.open = self.workspace.journeys.keys().next().cloned();
            self.selection = Selection::default();
            return;
        };
        self.selection.activities.retain(|id| journey.activity(id).is_some());
        self.selection.connections.retain(|id| journey.connections.iter().any(|wire| &wire.id == id));
    }

    /// Opens what the place belongs to and selects its activity.
    fn lead_to(&mut self, place: &Place) {
        if let Some(journey) = place.journey.clone().filter(|id| self.workspace.journeys.contains_key(id)) {
            self.open_journey(journey);
            let known = |id: &&ActivityId| self.journey().is_some_and(|journey| journey.activity(id).is_some());
            let activity = place.activity.as_ref().filter(known).map(Selection::activity);
            let wire =
                place.connection.clone().map(|wire| Selection { activities: Vec::new(), connections: vec![wire] });
            if let Some(selection) = activity.or(wire) {
                self.select(selection);
            } else if place.field.is_some() {
                self.select(Selection::default());
            }
        } else if let Some(item) = place.item.clone().filter(|item| self.workspace.inventory.item(item).is_some()) {
            self.open_item(item);
        }
    }

    pub(in crate::designer) fn select(&mut self, selection: Selection) {
        // Who looks at the journey's properties, or at the canvas, has not left a step for another one.
        if !selection.activities.is_empty() {
            let before = self.fresh.activities.len();
            if let [only] = selection.activities.as_slice() {
                self.fresh.unseen.remove(only);
            }
            let gaps = self.fresh.gaps.len();
            let is_selected = |id: &ActivityId| selection.activities.contains(id);
            let Fresh { activities, unseen, .. } = &mut self.fresh;
            activities.retain(|id| is_selected(id) || unseen.contains(id));
            self.fresh
                .gaps
                .retain(|(_, place)| place.item.is_some() || place.activity.as_ref().is_some_and(is_selected));
            self.left_something((before, gaps) != (self.fresh.activities.len(), self.fresh.gaps.len()));
        }
        self.selection = selection;
    }

    pub(in crate::designer) fn open_journey(&mut self, journey: JourneyId) {
        self.close_item();
        if self.open.as_ref() != Some(&journey) {
            self.select(Selection::default());
            // Whoever goes to another journey has left all that they were filling in here.
            let left = std::mem::take(&mut self.fresh);
            self.left_something(!left.activities.is_empty() || !left.gaps.is_empty());
            // What came with the other journey in the same step is only begun there.
            let begun = self.workspace.journeys.get(&journey);
            let is_there = |id: &ActivityId| begun.is_some_and(|begun| begun.activity(id).is_some());
            self.fresh.activities.extend(left.activities.into_iter().filter(is_there));
            self.fresh.unseen.extend(left.unseen.into_iter().filter(is_there));
            self.rehearsal.leave();
            self.trail = None;
        }
        self.open = Some(journey);
    }

    pub(in crate::designer) fn open_item(&mut self, item: ItemRef) {
        self.way.clear();
        self.show_item(item);
    }

    /// Opens an object to which the open one leads; the way back leads here again.
    pub(in crate::designer) fn follow_item(&mut self, item: ItemRef) {
        if let Some(from) = self.item.clone().filter(|from| *from != item) {
            self.way.retain(|known| *known != from && *known != item);
            self.way.push(from);
        }
        self.show_item(item);
    }

    /// Opens the object again from which the open one was reached.
    pub(in crate::designer) fn back_item(&mut self) {
        if let Some(item) = self.way.pop() {
            self.show_item(item);
        }
    }

    fn show_item(&mut self, item: ItemRef) {
        self.item = Some(item);
        self.inventory = true;
    }

    /// Opens what the last edit put on a shelf; where it made several objects, the last of them is the one that was
    /// asked for. Where another object refers to it now, the way back leads there.
    pub(in crate::designer) fn open_made(&mut self, is_referred_to: bool) {
        let known = |item: &ItemRef| self.workspace.inventory.item(item).is_some();
        match self.made.take().filter(known) {
            Some(item) if is_referred_to => self.follow_item(item),
            Some(item) => self.open_item(item),
            None => {}
        }
    }

    pub(in crate::designer) fn open_inventory(&mut self) {
        self.inventory = true;
    }

    pub(in crate::designer) fn close_item(&mut self) {
        let gaps = self.fresh.gaps.len();
        self.fresh.gaps.retain(|(_, place)| place.item.is_none());
        self.left_something(!self.fresh.items.is_empty() || gaps != self.fresh.gaps.len());
        self.fresh.items.clear();
        self.item = None;
        self.way.clear();
        self.inventory = false;
    }

    /// What is missing in something that the person left is an error now: the report is made anew.
    fn left_something(&mut self, has: bool) {
        if has {
            self.revision += 1;
        }
    }

    /// Nothing counts as still to do any more: the journey is run or handed over.
    pub(in crate::designer) fn settle(&mut self) {
        let Fresh { activities, items, gaps, unseen: _ } = std::mem::take(&mut self.fresh);
        self.left_something(!activities.is_empty() || !items.is_empty() || !gaps.is_empty());
    }

    pub(in crate::designer) fn go_to(&mut self, place: Place) {
        let is_item = place.journey.is_none() && self.inventory;
        match place.item.clone().filter(|item| is_item && self.workspace.inventory.item(item).is_some()) {
            Some(item) => self.follow_item(item),
            None => self.lead_to(&place),
        }
        self.wishes += 1;
        self.focus = Some(Numbered { number: self.wishes, what: place });
    }

    pub(in crate::designer) fn wish(&mut self, action: Action) {
        self.wishes += 1;
        self.view = Some(Numbered { number: self.wishes, what: action });
    }

    /// The problem after (or before) the one at which the person is, round and round; errors and warnings only, and
    /// where there are none, what is still to fill in.
    pub(in crate::designer) fn next_problem(&self, back: bool) -> Option<Place> {
        let wrong = self.problems().filter(|finding| finding.severity != Severity::Info);
        let mut problems: Vec<&Place> = wrong.map(|finding| &finding.place).collect();
        if problems.is_empty() {
            problems.extend(self.to_dos().map(|finding| &finding.place));
        }
        let here = self.focus.as_ref().and_then(|focus| problems.iter().position(|place| **place == focus.what));
        let next = match (here, back) {
            (None, false) => problems.iter().position(|place| !self.is_elsewhere(place)).unwrap_or(0),
            (None, true) => problems.len().checked_sub(1)?,
            (Some(here), false) => (here + 1) % problems.len(),
            (Some(here), true) => (here + problems.len() - 1) % problems.len(),
        };
        problems.get(next).map(|place| (*place).clone())
    }
}

/// The next number of chance (splitmix64).
pub(super) fn draw(chance: &mut u64) -> u64 {
    *chance = chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *chance;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
