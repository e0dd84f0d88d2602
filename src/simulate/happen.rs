//! What happens to people, as the scenario says, and what it sets off.

use std::sync::Arc;

use jiff::Timestamp;

use crate::edit::new::PersonalSample;
use crate::journey::{Event, EventId, Profile, ProfileId, Value, What};
use crate::run::{Discard, Entry, Input, Reason, Trigger, instance};

use super::drive::{Drive, Work};
use crate::journey::occurrences;

impl Drive<'_> {
    /// Puts everything into the queue that is known beforehand: the happenings, and the schedule.
    pub(super) fn prepare(&mut self) {
        let journey = self.program.journey().clone();
        let start = self.scenario.start;
        for (index, happening) in self.scenario.happenings.iter().enumerate() {
            let at = super::dry_run::after(start, happening.after);
            if let Some(work) = self.for_everybody(&happening.what, happening.profile.as_ref()) {
                self.plan(at, &journey, None, work);
                continue;
            }
            let people: Vec<ProfileId> = match &happening.profile {
                Some(profile) => vec![profile.clone()],
                None => self.people.keys().cloned().collect(),
            };
            for profile in people {
                self.plan(at, &journey, Some(&profile), Work::Happening(index));
            }
        }
        if self.scenario.beside_schedule || !matches!(self.program.entry(), Entry::Reading { business: None, .. }) {
            return;
        }
        let end = self.program.end();
        // A journey that is closed reads no audience any more.
        let open = |at: &Timestamp| end.is_none_or(|end| *at < end);
        for at in occurrences(self.program.schedule(), self.program.zone(), start, self.until).into_iter().filter(open)
        {
            self.plan(at, &journey, None, Work::Reading { business: None, only: None });
        }
    }

    /// What concerns the journey rather than one person.
    fn for_everybody(&self, what: &What, only: Option<&ProfileId>) -> Option<Work> {
        let only = only.cloned();
        match (what, self.program.entry()) {
            (What::ReadAudience, _) => Some(Work::Reading { business: None, only }),
            (What::Event { event, payload }, Entry::Reading { business: Some(meant), .. }) if event == &meant => {
                let payload = self.program.payload(event, payload);
                Some(Work::Reading { business: Some((event.clone(), payload)), only })
            }
            _ => None,
        }
    }

    /// Something happens to one person.
    pub(super) fn happening(&mut self, now: Timestamp, profile: &ProfileId, index: usize) {
        let Some(happening) = self.scenario.happenings.get(index) else { return };
        match &happening.what {
            What::Event { event, payload } => {
                self.refresh(now, profile);
                let payload = self.brought(profile, event, payload);
                self.event(now, profile, event, payload);
            }
            What::EnterAudience(audience) => self.member(now, profile, audience, true),
            What::LeaveAudience(audience) => self.member(now, profile, audience, false),
            What::React { message, reaction } => {
                self.refresh(now, profile);
                self.feed_all(now, profile, &Input::Reacted { message: message.clone(), reaction: *reaction });
            }
            What::Attribute { field, value } => {
                if let Some(someone) = self.people.get_mut(profile) {
                    someone.write(field, value.clone());
                }
                self.refresh(now, profile);
            }
            What::ReadAudience => {}
        }
    }

    /// What an event says of a person: as the scenario has it, else the event's sample as that person would bring it.
    fn brought(&mut self, profile: &ProfileId, event: &EventId, payload: &str) -> Value {
        if !payload.trim().is_empty() {
            return self.program.payload(event, payload);
        }
        let inventory = &*self.workspace.inventory;
        let sample = self
            .samples
            .entry(event.clone())
            .or_insert_with(|| inventory.get::<Event>(event).map(|event| PersonalSample::of(inventory, event)));
        let own =
            sample.as_ref().zip(inventory.get::<Profile>(profile)).and_then(|(sample, person)| sample.about(person));
        self.program.payload(event, own.as_deref().unwrap_or_default())
    }

    fn member(&mut self, now: Timestamp, profile: &ProfileId, audience: &crate::journey::AudienceId, inside: bool) {
        if let Some(someone) = self.people.get_mut(profile) {
            someone.state(audience, inside);
        }
        self.refresh(now, profile);
    }

    /// A unitary event. Whoever is inside and listens takes it; else it may let the person in.
    fn event(&mut self, now: Timestamp, profile: &ProfileId, event: &EventId, payload: Value) {
        let input = Input::Event { event: event.clone(), payload: payload.clone() };
        if self.feed_all(now, profile, &input) || self.program.entry() != Entry::Event(Some(event.clone())) {
            return;
        }
        let program = Arc::clone(&self.program);
        let Some(person) = self.person(profile) else { return };
        if instance::suits(&program, person, now, event, &payload) {
            self.enter_or_discard(now, profile, &Trigger::Event { event: event.clone(), payload });
        } else {
            self.record(now, &program, profile, None, Reason::Discarded(Discard::NotSuitable));
        }
    }

    /// The audience is read: who is in it is settled now, in the order of their ids; they come in now, or by waves.
    pub(super) fn reading(&mut self, now: Timestamp, business: Option<(EventId, Value)>, only: Option<&ProfileId>) {
        let Entry::Reading { audience: Some(audience), .. } = self.program.entry() else { return };
        let incremental = self.program.schedule().incremental;
        let mut people: Vec<ProfileId> =
            self.people.keys().filter(|profile| only.is_none_or(|only| only == *profile)).cloned().collect();
        for profile in &people {
            self.refresh(now, profile);
        }
        people.retain(|profile| {
            let Some(someone) = self.people.get(profile) else { return false };
            let old = |last: &Timestamp| !someone.new_since(&audience, *last);
            let skipped = incremental && self.last_reading.as_ref().is_some_and(old);
            !skipped && someone.person.audiences.contains(&audience)
        });
        self.last_reading = Some(now);
        let program = Arc::clone(&self.program);
        let Some(waves) = program.waves() else { return self.arrival(now, &people, business.as_ref(), None) };
        let starts = waves.starts(now, program.zone());
        for (index, (size, start)) in waves.sizes(people.len()).into_iter().zip(starts).enumerate() {
            let rest = people.split_off(size);
            let people = std::mem::replace(&mut people, rest);
            // A wave that does not say when it begins never does; one that should have begun begins now.
            let Some(start) = start else { continue };
            let wave = Work::Arrival { people, business: None, wave: Some(index + 1) };
            self.plan(start.max(now), program.journey(), None, wave);
        }
    }

    /// People of an audience that was read come in.
    pub(super) fn arrival(
        &mut self,
        now: Timestamp,
        people: &[ProfileId],
        business: Option<&(EventId, Value)>,
        wave: Option<usize>,
    ) {
        let program = Arc::clone(&self.program);
        let again = program.schedule().force_reentrance && program.schedule().every.recurs();
        for profile in people {
            self.refresh(now, profile);
            let Some(someone) = self.people.get(profile) else { continue };
            if let Some((event, payload)) = business
                && !instance::suits(&program, &someone.person, now, event, payload)
            {
                self.record(now, &program, profile, None, Reason::Discarded(Discard::NotSuitable));
                continue;
            }
            if again {
                self.eject(now, profile);
            }
            let (event, payload) = business.cloned().unzip();
            let trigger = Trigger::Reading { event, payload: payload.unwrap_or_default(), wave };
            self.enter_or_discard(now, profile, &trigger);
        }
    }
}
