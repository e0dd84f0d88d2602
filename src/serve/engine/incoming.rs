//! What comes in: events, people, memberships, reactions.

use sha2::{Digest as _, Sha256};

use crate::journey::{
    ActivityId, AudienceId, EventKind, JourneyId, NamespaceId, Profile, ProfileId, ReactionKind, Value, id_text,
};
use crate::run::conduct::Reading;
use crate::run::{Conductor, Reason, Someone};
use crate::serve::store::{People, Plans, StoreError};

use super::Engine;
use super::upkeep::{DAY, SEEN_DAYS};

/// An event as it comes in.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// Names it: the same event again is not taken again.
    pub id: String,
    /// Which event: its id or its name.
    pub event: String,
    /// Whose: the id of a profile, or `identity type:value`; nobody's for a business event.
    pub subject: Option<String>,
    /// Its payload as JSON.
    pub data: String,
}

/// A reaction to a message as it comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reacted {
    /// Names it: the same reaction again is not taken again.
    pub id: String,
    /// Whose: the id of a profile, or `identity type:value`.
    pub subject: String,
    /// The journey whose message it was.
    pub journey: JourneyId,
    /// Which of the person's runs sent it, where that is known.
    pub run: Option<u64>,
    /// The step that sent it.
    pub message: ActivityId,
    /// What the person did.
    pub reaction: ReactionKind,
}

/// What is taken once by its name.
#[derive(Clone, Copy, Debug)]
enum Mark<'a> {
    Event,
    /// With its source.
    EventAt(&'a str),
    Reaction,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It was taken.
    Taken,
    /// It was taken, and whose it is was not known before: it made a new person.
    Newcomer,
    /// It had been taken before.
    Again,
    /// No journey here knows such an event.
    Unknown,
    /// It concerns a person, and does not say whom.
    Nobodys,
    /// Its person is named by an identity type that no journey here knows.
    Stranger,
}

impl Engine {
    /// An event. It is taken once, however often it is sent.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn happen(&mut self, incoming: &Incoming) -> Result<Receipt, StoreError> {
        self.take_event(Mark::Event, incoming)
    }

    /// An event whose id is told apart from those of other sources.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn happen_at(&mut self, source: &str, incoming: &Incoming) -> Result<Receipt, StoreError> {
        self.take_event(Mark::EventAt(source), incoming)
    }

    fn take_event(&mut self, mark: Mark<'_>, incoming: &Incoming) -> Result<Receipt, StoreError> {
        let Some((event, kind, program)) = self.catalogue.event(&incoming.event) else { return Ok(Receipt::Unknown) };
        let subject = incoming.subject.as_deref().filter(|subject| !subject.trim().is_empty());
        let whose = match (kind, subject) {
            (EventKind::Unitary, None) => return Ok(Receipt::Nobodys),
            (EventKind::Unitary, Some(subject)) if self.is_strange(subject) => return Ok(Receipt::Stranger),
            (EventKind::Unitary, whose) => whose,
            (EventKind::Business, _) => None,
        };
        // Nobody becomes known by what was taken before: whoever was erased meanwhile stays erased.
        if !self.is_new(mark, &incoming.id)? {
            return Ok(Receipt::Again);
        }
        let known = self.newcomers;
        let profile = whose.map(|subject| self.subject(subject)).transpose()?.flatten();
        let receipt = if self.newcomers > known { Receipt::Newcomer } else { Receipt::Taken };
        let payload = program.payload(&event, &incoming.data).into();
        let now = self.now;
        match profile {
            Some(profile) => Conductor::new(self, now).event(&profile, &event, payload),
            None => Conductor::new(self, now).business(&event, &payload),
        }
        self.checked().map(|()| receipt)
    }

    /// Somebody is known by these data from now on; what they do not say stays as it is.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn learn(&mut self, profile: &Profile) -> Result<(), StoreError> {
        self.known(&profile.id, &[])?;
        let Some(number) = self.number_of(&profile.id) else { return self.checked() };
        if let Some(held) = self.held.people.get_mut(&number) {
            held.someone.learn(profile);
            held.changes(&mut self.sequence);
        }
        for (namespace, value) in &profile.identities {
            People(self.store.connection()).identify(namespace.as_str(), value, number)?;
        }
        let now = self.now;
        Conductor::new(self, now).refresh(&profile.id);
        self.checked()
    }

    /// Attributes of a person are written; false where nobody can be meant.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn write(&mut self, subject: &str, fields: Vec<(String, Value)>) -> Result<bool, StoreError> {
        let Some(profile) = self.subject(subject)? else { return Ok(false) };
        let now = self.now;
        Conductor::new(self, now).write(&profile, fields);
        self.checked().map(|()| true)
    }

    /// It is stated that a person is in an audience, or is not; false where nobody can be meant.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn member(&mut self, subject: &str, audience: &AudienceId, inside: bool) -> Result<bool, StoreError> {
        let Some(profile) = self.subject(subject)? else { return Ok(false) };
        let now = self.now;
        Conductor::new(self, now).member(&profile, audience, inside);
        self.checked().map(|()| true)
    }

    /// A person reacted to a message; false where nobody can be meant.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn react(&mut self, subject: &str, message: &ActivityId, reaction: ReactionKind) -> Result<bool, StoreError> {
        let Some(profile) = self.subject(subject)? else { return Ok(false) };
        let now = self.now;
        Conductor::new(self, now).react(&profile, message, reaction);
        self.checked().map(|()| true)
    }

    /// A reaction to a message. It is taken once, however often it is sent, and nobody becomes known by it.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn hear(&mut self, reacted: &Reacted) -> Result<Receipt, StoreError> {
        if self.catalogue.journeys.get(&reacted.journey).is_none_or(|known| known.version.is_none()) {
            return Ok(Receipt::Unknown);
        }
        let profile = match reacted.subject.split_once(':') {
            None => ProfileId(reacted.subject.clone()),
            Some((name, value)) => {
                let Some(namespace) = self.catalogue.namespace(name).cloned() else { return Ok(Receipt::Stranger) };
                match People(self.store.connection()).known_by(namespace.as_str(), value)? {
                    Some(profile) => ProfileId(profile),
                    None => return Ok(Receipt::Nobodys),
                }
            }
        };
        if self.number_of(&profile).is_none() {
            return self.checked().map(|()| Receipt::Nobodys);
        }
        if !self.is_new(Mark::Reaction, &reacted.id)? {
            return Ok(Receipt::Again);
        }
        let now = self.now;
        let place = (&reacted.journey, reacted.run);
        Conductor::new(self, now).react_in(&profile, place, &reacted.message, reacted.reaction);
        self.checked().map(|()| Receipt::Taken)
    }

    /// Whether nothing of this kind and name was taken in the last days; from now on it was.
    fn is_new(&mut self, kind: Mark<'_>, name: &str) -> Result<bool, StoreError> {
        let mut digest = Sha256::digest(name);
        if let Mark::EventAt(source) = kind {
            digest = Sha256::digest([Sha256::digest(source), digest].concat());
        }
        // Two halves of a digest have nothing to do with each other, so that no event stands for a reaction.
        let mark = match kind {
            Mark::Event | Mark::EventAt(_) => &digest[..16],
            Mark::Reaction => &digest[16..],
        };
        let today = self.now.as_millisecond().div_euclid(DAY);
        let plans = Plans(self.store.connection());
        if plans.has_seen(today - SEEN_DAYS..=today, mark)? {
            return Ok(false);
        }
        plans.see(today, mark)?;
        Ok(true)
    }

    /// The audience of a journey is read now, beside its schedule.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn read(&mut self, journey: &JourneyId, reading: Reading) -> Result<(), StoreError> {
        let now = self.now;
        Conductor::new(self, now).reading(journey, reading);
        self.checked()
    }

    /// A run is ended from outside; nothing where it is over.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn leave(&mut self, run: i64, reason: Reason) -> Result<(), StoreError> {
        let now = self.now;
        Conductor::new(self, now).leave(run, reason);
        self.checked()
    }

    /// Whether somebody is named by an identity type that no journey here knows.
    pub(super) fn is_strange(&self, subject: &str) -> bool {
        subject.split_once(':').is_some_and(|(name, _)| self.catalogue.namespace(name).is_none())
    }

    /// Who is meant; somebody who is not known yet is from now on. `None` where the identity type is not known: then
    /// `type:value` would become the id of a person, and stand in keys and logs.
    pub(super) fn subject(&mut self, subject: &str) -> Result<Option<ProfileId>, StoreError> {
        let Some((name, value)) = subject.split_once(':') else {
            let profile = ProfileId(subject.to_owned());
            self.known(&profile, &[])?;
            return Ok(Some(profile));
        };
        let Some(namespace) = self.catalogue.namespace(name).cloned() else { return Ok(None) };
        let value = value.to_owned();
        if let Some(profile) = People(self.store.connection()).known_by(namespace.as_str(), &value)? {
            return Ok(Some(ProfileId(profile)));
        }
        // The id of somebody who is known by an identity alone is made from it, so that it is the same wherever it is
        // made, and does not show it.
        let digest = Sha256::digest(format!("{namespace}:{value}"));
        let chance = digest.first_chunk::<8>().copied().map(u64::from_be_bytes).unwrap_or_default();
        let profile = ProfileId(id_text("profile", chance, 12));
        self.known(&profile, &[(namespace, value)])?;
        Ok(Some(profile))
    }

    /// Adds a person who is not known yet.
    fn known(&mut self, profile: &ProfileId, identities: &[(NamespaceId, String)]) -> Result<(), StoreError> {
        if self.number_of(profile).is_some() {
            return Ok(());
        }
        self.checked()?;
        let mut someone = Someone::unknown(profile.clone());
        someone.person.identities.extend(identities.iter().cloned());
        let number = self.held.add(self.store.connection(), self.news.change, someone)?;
        self.newcomers += 1;
        for (namespace, value) in identities {
            People(self.store.connection()).identify(namespace.as_str(), value, number)?;
        }
        Ok(())
    }
}
