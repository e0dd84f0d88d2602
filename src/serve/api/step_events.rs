//! Steps in the field's own schema: what is known around a step is looked up.

use rusqlite::Connection;

use super::instances::key;
use super::known::Versions;
use crate::run::Reason;
use crate::serve::engine::{Happened, Shown, ShownRun, ShownStep};
use crate::serve::store::StoreError;
use crate::wire::{StepEvent, Told, Whose};

impl Versions {
    /// What happened as a step event; nothing where its run is forgotten.
    pub(super) fn event(&self, store: &Connection, happened: &Happened) -> Result<Option<StepEvent>, StoreError> {
        match happened {
            Happened::Step(step) => self.step(store, step),
            Happened::Discarded(number, run) => self.discard(store, *number, run),
        }
    }

    fn discard(&self, store: &Connection, number: i64, run: &ShownRun) -> Result<Option<StepEvent>, StoreError> {
        let Some(version) = self.of(store, &run.version)? else { return Ok(None) };
        let identities = Shown(store).identities(&run.profile)?;
        let reason = run.ended.as_ref().and_then(|(_, reason)| Reason::from_word(reason));
        let Some(Reason::Discarded(discard)) = reason else { return Ok(None) };
        let whose = Whose {
            instance: &key(run.number),
            supplemental: run.supplemental.as_deref(),
            profile: run.profile.as_str(),
            identity: version.identity(&identities),
            version: (&run.version, version.number),
            definition: &version.definition,
        };
        Ok(Some(StepEvent::discarded(&whose, number, run.began, discard)))
    }

    fn step(&self, store: &Connection, step: &ShownStep) -> Result<Option<StepEvent>, StoreError> {
        let Some(around) = Shown(store).around(step)? else { return Ok(None) };
        let run = &around.run;
        let Some(version) = self.of(store, &run.version)? else { return Ok(None) };
        let whose = Whose {
            instance: &key(run.number),
            supplemental: run.supplemental.as_deref(),
            profile: run.profile.as_str(),
            identity: version.identity(&around.identities),
            version: (&run.version, version.number),
            definition: &version.definition,
        };
        Ok(Some(StepEvent::of(&Told {
            whose,
            number: step.number,
            entry: run.entry,
            before: around.before.as_ref().map(|(number, step)| (*number, step)),
            is_last: around.is_last,
            step: &step.step,
        })))
    }
}
