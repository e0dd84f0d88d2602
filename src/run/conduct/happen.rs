//! What happens to people, and what it sets off.

use crate::journey::{ActivityId, AudienceId, EventId, JourneyId, ProfileId, ReactionKind, Value};
use crate::run::{Discard, Entry, Input, Payload, Trigger, instance};

use super::{Conductor, Host, Reading};

impl<H: Host> Conductor<'_, H> {
    /// A unitary event. It goes to every journey by itself: in each, whoever is inside and listens takes it; else it
    /// may let the person in.
    pub fn event(&mut self, profile: &ProfileId, event: &EventId, payload: Payload) {
        self.refresh(profile);
        let taken = self.feed_all(profile, &Input::Event { event: event.clone(), payload: payload.clone() });
        let wanted = Entry::Event(Some(event.clone()));
        for program in self.host.open().iter().filter(|program| !taken.contains(program.journey())) {
            if program.entry() != wanted {
                continue;
            }
            let Some(person) = self.host.person(profile) else { return };
            let suits = instance::suits(program, &person, self.now, event, &payload);
            drop(person);
            if suits {
                let trigger = Trigger::Event { event: event.clone(), payload: payload.clone() };
                self.enter_or_discard(program, profile, &trigger);
            } else {
                self.host.discarded(self.now, program.journey(), profile, None, Discard::NotSuitable);
            }
        }
    }

    /// A business event: every journey that it sets off reads its audience.
    pub fn business(&mut self, event: &EventId, payload: &Payload) {
        for program in self.host.open().iter() {
            if matches!(program.entry(), Entry::Reading { business: Some(meant), .. } if &meant == event) {
                let business = Some((event.clone(), payload.clone()));
                self.reading(program.journey(), Reading { business, ..Reading::default() });
            }
        }
    }

    /// It is stated that a person is in an audience, or is not, whatever its rule says.
    pub fn member(&mut self, profile: &ProfileId, audience: &AudienceId, inside: bool) {
        self.host.state(profile, audience, inside);
        self.refresh(profile);
    }

    /// Attributes of a person are written.
    pub fn write(&mut self, profile: &ProfileId, fields: impl IntoIterator<Item = (String, Value)>) {
        self.host.write(profile, fields.into_iter().collect());
        self.refresh(profile);
    }

    /// A person reacted to a message, in whichever run listens.
    pub fn react(&mut self, profile: &ProfileId, message: &ActivityId, reaction: ReactionKind) {
        self.refresh(profile);
        self.feed_all(profile, &Input::Reacted { message: message.clone(), reaction });
    }

    /// A person reacted to a message of this journey; of this one of the person's runs, where it is known which sent
    /// it.
    pub fn react_in(
        &mut self,
        profile: &ProfileId,
        (journey, run): (&JourneyId, Option<u64>),
        message: &ActivityId,
        reaction: ReactionKind,
    ) {
        self.refresh(profile);
        for key in self.host.runs_of(profile) {
            let is_meant = self.host.run(key).is_some_and(|inside| {
                &inside.state.journey == journey && run.is_none_or(|number| inside.state.run == number)
            });
            if is_meant {
                self.feed(key, Input::Reacted { message: message.clone(), reaction });
            }
        }
    }

    /// Works a person's memberships out anew and says what changed to everybody who listens.
    pub fn refresh(&mut self, profile: &ProfileId) {
        for (audience, entered) in self.host.refresh(profile, self.now) {
            self.qualify(profile, audience, entered);
        }
    }

    pub(super) fn qualify(&mut self, profile: &ProfileId, audience: AudienceId, entered: bool) {
        let taken = self.feed_all(profile, &Input::Qualified { audience: audience.clone(), entered });
        for program in self.host.open().iter().filter(|program| !taken.contains(program.journey())) {
            if let Entry::Qualification { audience: Some(meant), behaviour, .. } = program.entry()
                && meant == audience
                && instance::counts(behaviour, entered)
            {
                self.enter_or_discard(program, profile, &Trigger::Qualification { audience: meant, entered });
            }
        }
    }
}
