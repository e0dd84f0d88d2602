//! Steps in the field's own schema: what is known around a step is looked up.

use rusqlite::Connection;

use super::instances::key;
use super::known::Versions;
use crate::serve::engine::{Shown, ShownStep};
use crate::serve::store::StoreError;
use crate::wire::{StepEvent, Told};

impl Versions {
    /// The step event of a step; nothing where its run is forgotten.
    pub(super) fn event(&self, store: &Connection, step: &ShownStep) -> Result<Option<StepEvent>, StoreError> {
        let Some(around) = Shown(store).around(step)? else { return Ok(None) };
        let run = &around.run;
        let Some(version) = self.of(store, &run.version)? else { return Ok(None) };
        let identity = version.namespace.as_ref().and_then(|(id, name)| {
            let value = around.identities.get(id)?;
            Some((name.as_str(), value.as_str()))
        });
        Ok(Some(StepEvent::of(&Told {
            number: step.number,
            instance: &key(run.number),
            entry: run.entry,
            supplemental: run.supplemental.as_deref(),
            profile: run.profile.as_str(),
            identity,
            version: (&run.version, version.number),
            definition: &version.definition,
            before: around.before.as_ref().map(|(number, step)| (*number, step)),
            is_last: around.is_last,
            step: &step.step,
        })))
    }
}
