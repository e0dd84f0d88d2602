//! What is wanted of a journey is brought about: live, paused, closed, stopped.

use std::sync::Arc;

use crate::journey::{AtAction, JourneyId, LONGEST_PAUSE};
use crate::run::conduct::{Pausing, Reading, Work};
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
        self.bring_about(journey, generation, definition, state, (AtAction::Hold, LONGEST_PAUSE))?;
        Ok(generation)
    }

    /// The same for a pause of at most so many days, in which whoever comes to an action is held, or leaves.
    ///
    /// # Errors
    /// The store cannot be read or written, or the definition cannot be run.
    pub fn want_pause(
        &mut self,
        journey: &JourneyId,
        definition: i64,
        at_actions: AtAction,
        days: u32,
    ) -> Result<i64, StoreError> {
        let generation = Activations(self.store.connection()).want(journey, definition, Wanted::Paused, self.now)?;
        self.bring_about(journey, generation, definition, Wanted::Paused, (at_actions, days))?;
        Ok(generation)
    }

    /// Writes down that a journey is paused, or goes on; where nobody asked for that, it is what is wanted from now on.
    pub(super) fn note_pausing(&mut self, journey: &JourneyId, pausing: Pausing) -> Result<(), StoreError> {
        let activations = Activations(self.store.connection());
        activations.set_pausing(journey, pausing)?;
        let Some(known) = self.catalogue.journeys.get_mut(journey) else { return Ok(()) };
        known.pausing = pausing;
        let goes_on_by_itself = pausing.pause.is_none() && known.state == Some(Wanted::Paused);
        if let Some(version) = known.version.as_ref().filter(|_| goes_on_by_itself) {
            let generation = activations.want(journey, version.number, Wanted::Live, self.now)?;
            activations.observe(journey, generation, version.number, Wanted::Live, self.now)?;
            known.state = Some(Wanted::Live);
        }
        Ok(())
    }

    /// Brings about what was wanted and not brought about, for whatever reason.
    pub(super) fn catch_up(&mut self) -> Result<(), StoreError> {
        for activation in Activations(self.store.connection()).all()? {
            if activation.observed_generation != activation.generation {
                let (generation, definition) = (activation.generation, activation.definition);
                let pause = (AtAction::Hold, LONGEST_PAUSE);
                self.bring_about(&activation.journey, generation, definition, activation.state, pause)?;
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
        (at_actions, days): (AtAction, u32),
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
            self.meet_audiences()?;
        }
        self.touched.insert(number);
        let now = self.now;
        match state {
            Wanted::Paused => Conductor::new(self, now).pause(journey, at_actions, days),
            _ => Conductor::new(self, now).resume(journey),
        }
        // In a pause everything planned goes on.
        if state == Wanted::Live && (changed || !matches!(before, Some(Wanted::Live | Wanted::Paused))) {
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
