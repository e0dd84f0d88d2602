//! Letting people in, or writing down why not.

use std::sync::Arc;

use crate::journey::ProfileId;
use crate::run::traffic::{Refusal, admissible};
use crate::run::{Program, Trigger, instance};

use super::{Conductor, Host};

/// What came of an entry, by supplemental identifier.
pub(super) type Entered = (Option<String>, Result<(), Refusal>);

impl<H: Host> Conductor<'_, H> {
    /// Lets a person into a journey, where the newcomers begin their runs: one, or one for each supplemental
    /// identifier. What came of each; a refusal leaves nothing.
    pub(super) fn enter(&mut self, program: &Arc<Program>, profile: &ProfileId, trigger: &Trigger) -> Vec<Entered> {
        if self.host.pausing(program.journey()).pause.is_some() {
            return vec![(None, Err(Refusal::Paused))];
        }
        let Some(person) = self.host.person(profile) else { return vec![(None, Err(Refusal::NoKey))] };
        let identifiers = instance::identifiers(program, &person, self.now, trigger);
        drop(person);
        match identifiers {
            None => vec![(None, self.enter_once(program, profile, trigger, None))],
            Some(none) if none.is_empty() => vec![(None, Err(Refusal::NoKey))],
            Some(identifiers) => identifiers
                .into_iter()
                .map(|id| {
                    let entered = self.enter_once(program, profile, trigger, Some(&id));
                    (Some(id), entered)
                })
                .collect(),
        }
    }

    fn enter_once(
        &mut self,
        program: &Arc<Program>,
        profile: &ProfileId,
        trigger: &Trigger,
        supplemental: Option<&str>,
    ) -> Result<(), Refusal> {
        admissible(program, &self.host.person(profile).ok_or(Refusal::NoKey)?, trigger, self.now)?;
        // Whoever is not let in leaves nothing, so what is remembered changes last.
        let mut entries = self.host.entries(program.journey(), profile).clone();
        let number = entries.admit(program, trigger, supplemental, self.now)?;
        self.arbitrate(program, profile)?;
        *self.host.entries(program.journey(), profile) = entries;
        let key = self.host.begin(self.now, program, profile, number, supplemental);
        self.count_entry(program, profile);
        self.newcomers.push_back((key, trigger.clone()));
        Ok(())
    }

    /// Lets a person in, or writes down why not.
    pub(super) fn enter_or_discard(&mut self, program: &Arc<Program>, profile: &ProfileId, trigger: &Trigger) {
        for (supplemental, entered) in self.enter(program, profile, trigger) {
            if let Err(refusal) = entered {
                let discard = refusal.discard();
                self.host.discarded(self.now, program.journey(), profile, supplemental.as_deref(), discard);
            }
        }
        self.begin_newcomers();
    }
}
