//! What is wanted of a journey is brought about: live, paused, closed, stopped.

use std::sync::Arc;

use crate::journey::JourneyId;
use crate::run::conduct::{Reading, Work};
use crate::run::{Conductor, Reason};
use crate::serve::store::{Activations, Plans, StoreError, Wanted};

use super::Engine;
use super::packed::unpack;

impl Engine {
    /// Writes down what is wanted of a journey, and brings it about in the same transaction; yields the generation.
    /// Whether it may be wanted is for whoever asks.
    ///
    /// # Errors
    /// The store cannot be read or written, or the definition cannot be run.
    pub fn want(&mut self, journey: &JourneyId, definition: i64, state: Wanted) -> Result<i64, StoreError> {
        let generation = Activations(self.store.connection()).want(journey, definition, state, self.now)?;
        self.bring_about(journey, generation, definition, state)?;
        Ok(generation)
    }

    /// Brings about what was wanted and not brought about, for whatever reason.
    pub(super) fn catch_up(&mut self) -> Result<(), StoreError> {
        for activation in Activations(self.store.connection()).all()? {
            if activation.observed_generation != activation.generation {
                let (generation, definition) = (activation.generation, activation.definition);
                self.bring_about(&activation.journey, generation, definition, activation.state)?;
            }
        }
        Ok(())
    }

    fn bring_about(
        &mut self,
        journey: &JourneyId,
        generation: i64,
        definition: i64,
        state: Wanted,
    ) -> Result<(), StoreError> {
        let store = self.store.connection();
        let version = self.catalogue.version(store, definition)?;
        let number = self.catalogue.number(store, journey)?;
        Activations(store).observe(journey, generation, definition, state, self.now)?;
        let Some(known) = self.catalogue.journeys.get_mut(journey) else { return Ok(()) };
        let (before, was_on) = (known.state, known.version.as_ref().map(|version| version.number));
        (known.state, known.version) = (Some(state), Some(Arc::clone(&version)));
        let changed = was_on != Some(definition);
        self.limits_changed()?;
        if changed {
            let store = self.store.connection();
            // Who was looked at before this is looked at anew.
            self.held.write_people(store, self.audience_change, (self.now, &mut self.sequence))?;
            self.held.forget_people();
            self.audience_change += 1;
            self.audiences_since = self.now;
        }
        self.touched.insert(number);
        let now = self.now;
        if state == Wanted::Live && (changed || before != Some(Wanted::Live)) {
            self.drop_schedule(number)?;
            let read_once =
                !changed && self.catalogue.journeys.get(journey).is_some_and(|known| known.last_reading.is_some());
            let mut conductor = Conductor::new(self, now);
            conductor.closes(&version.program);
            // What is read once was read, unless this is another version.
            if !read_once || version.program.schedule().every.recurs() {
                conductor.reads(&version.program);
            }
        }
        if state == Wanted::Stopped {
            let leave = Work::Leave { reason: Reason::Stopped, after: None };
            Conductor::new(self, now).work(journey, &Default::default(), leave);
        }
        self.checked()
    }

    /// Takes the journey's end and its readings by schedule out of the plan; waves and readings under way stay.
    fn drop_schedule(&mut self, journey: i64) -> Result<(), StoreError> {
        for (due, sequence, work) in Plans(self.store.connection()).common(journey)? {
            let ends = match unpack::<Work<i64>>(&work)? {
                Work::Leave { reason, after: None } => reason == Reason::JourneyEnded,
                Work::Reading(Reading { scheduled, done: None, .. }) => scheduled,
                _ => false,
            };
            if ends {
                Plans(self.store.connection()).remove(journey, due, sequence)?;
            }
        }
        Ok(())
    }
}
