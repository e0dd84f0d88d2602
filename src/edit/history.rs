//! Undo and redo: one step per gesture, with a name and the place to which it leads back.
//!
//! A step keeps the whole workspace as it was before; parts are shared, so that it costs a few pointers
//! and one copy of what changed.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::journey::{Place, Workspace};

use super::{Edit, EditError, apply_all};

/// What a step is called and where it happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// "Move 3 steps": reads well after "Undo".
    pub name: String,
    /// Where an undo or redo leads.
    pub place: Place,
}

/// The steps taken and the steps taken back.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: VecDeque<Entry>,
    redo: Vec<Entry>,
    /// Key of the gesture to which the newest step belongs, while it goes on.
    gesture: Option<String>,
    /// Which state the workspace is in; a state keeps its number when it is come back to.
    state: u64,
    /// The largest number given so far.
    states: u64,
    /// The state that the files have.
    saved: u64,
}

/// A step and the state to which it leads back: before it, or after it where it was taken back.
#[derive(Clone, Debug)]
struct Entry {
    step: Step,
    workspace: Workspace,
    state: u64,
}

impl History {
    /// How many steps can be taken back; older ones are forgotten.
    pub const CAP: usize = 200;

    /// Carries out edits as one step, all or none. Edits with the same gesture key that follow each other become
    /// one step; edits that change nothing leave none. True where something changed.
    ///
    /// # Errors
    /// What [`super::apply`] refuses; workspace and history are then as they were.
    pub fn commit(
        &mut self,
        workspace: &mut Workspace,
        step: Step,
        edits: &[Edit],
        gesture: Option<&str>,
    ) -> Result<bool, EditError> {
        let goes_on = gesture.is_some() && self.gesture.as_deref() == gesture && !self.undo.is_empty();
        if !goes_on {
            self.end_gesture(workspace);
        }
        let before = workspace.clone();
        apply_all(workspace, edits)?;
        if same(&before, workspace) {
            return Ok(false);
        }
        let from = self.state;
        self.states += 1;
        self.state = self.states;
        self.redo.clear();
        match self.undo.back_mut().filter(|_| goes_on) {
            Some(running) => running.step = step,
            None => self.undo.push_back(Entry { step, workspace: before, state: from }),
        }
        if self.undo.len() > Self::CAP {
            self.undo.pop_front();
        }
        self.gesture = gesture.map(str::to_owned);
        Ok(true)
    }

    /// The running gesture is over. One that came back to where it began leaves no step.
    pub fn end_gesture(&mut self, workspace: &mut Workspace) {
        if self.gesture.take().is_some() && self.undo.back().is_some_and(|entry| same(&entry.workspace, workspace)) {
            self.take_back_newest(workspace);
        }
    }

    /// Takes the running gesture back as if it had never been; false where none runs.
    pub fn abort_gesture(&mut self, workspace: &mut Workspace) -> bool {
        self.gesture.take().is_some() && self.take_back_newest(workspace).is_some()
    }

    /// Takes the newest step back; `None` where there is none. It ends a running gesture.
    pub fn undo(&mut self, workspace: &mut Workspace) -> Option<Step> {
        self.end_gesture(workspace);
        let (after, state) = (workspace.clone(), self.state);
        let step = self.take_back_newest(workspace)?;
        self.redo.push(Entry { step: step.clone(), workspace: after, state });
        Some(step)
    }

    /// Carries out again what was taken back last; `None` where there is nothing.
    pub fn redo(&mut self, workspace: &mut Workspace) -> Option<Step> {
        self.end_gesture(workspace);
        let entry = self.redo.pop()?;
        let before = std::mem::replace(workspace, entry.workspace);
        self.undo.push_back(Entry { step: entry.step.clone(), workspace: before, state: self.state });
        self.state = entry.state;
        Some(entry.step)
    }

    /// The step that an undo would take back.
    pub fn next_undo(&self) -> Option<&Step> {
        self.undo.back().map(|entry| &entry.step)
    }

    /// The step that a redo would carry out again.
    pub fn next_redo(&self) -> Option<&Step> {
        self.redo.last().map(|entry| &entry.step)
    }

    /// The number of the present state: another one after every change, the same one again after undo and redo.
    pub fn state(&self) -> u64 {
        self.state
    }

    /// The files now have the present state.
    pub fn mark_saved(&mut self) {
        self.saved = self.state;
    }

    /// No state that can be come back to is that of the files: a recovered or imported document.
    pub fn mark_unsaved(&mut self) {
        self.saved = u64::MAX;
    }

    /// Whether the files have the present state.
    pub fn is_saved(&self) -> bool {
        self.saved == self.state
    }

    fn take_back_newest(&mut self, workspace: &mut Workspace) -> Option<Step> {
        let entry = self.undo.pop_back()?;
        *workspace = entry.workspace;
        self.state = entry.state;
        Some(entry.step)
    }
}

/// Whether two workspaces say the same. Shared parts are the same without a look inside.
fn same(a: &Workspace, b: &Workspace) -> bool {
    fn part<T: PartialEq>(a: &Arc<T>, b: &Arc<T>) -> bool {
        Arc::ptr_eq(a, b) || a == b
    }
    fn parts<K: Ord, T: PartialEq>(
        a: &std::collections::BTreeMap<K, Arc<T>>,
        b: &std::collections::BTreeMap<K, Arc<T>>,
    ) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && part(a, b))
    }
    fn perhaps<T: PartialEq>(a: &Option<Arc<T>>, b: &Option<Arc<T>>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => part(a, b),
            (a, b) => a.is_none() && b.is_none(),
        }
    }
    perhaps(&a.organization, &b.organization)
        && perhaps(&a.population, &b.population)
        && part(&a.settings, &b.settings)
        && part(&a.inventory, &b.inventory)
        && parts(&a.journeys, &b.journeys)
        && parts(&a.scenarios, &b.scenarios)
        && parts(&a.versions, &b.versions)
}
