//! The outbox: attempts that are to leave. They are written in the transaction in which they came up, handed over once
//! it is on the disk, and taken out when their answer is. So nothing leaves that could be forgotten, and whatever has
//! no answer when the server ends is sent again when it begins, with the same key.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::journey::ProfileId;
use crate::run::conduct::Work;
use crate::run::traffic::{Gate, Limit, Limits};
use crate::run::{Conductor, Effect, Outcome, State};
use crate::serve::store::{Plans, Runs, StoreError};

use super::flight::endpoint;
use super::packed::unpack;
use super::{Engine, Version};

/// Attempts that are handed over and have no answer, at most; of one endpoint half of them. What comes beyond them
/// waits in the store, where a million of them need no memory.
pub const MOST_UNDER_WAY: usize = 4_096;

/// Attempts that are handed over in one go.
const PORTION: usize = 1_024;

/// One attempt on its way to the outside.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// By which [`Engine::answered`] knows it.
    pub number: i64,
    /// Its key towards the other side: the same over retries and restarts.
    pub key: String,
    /// By which definition: its actions, data sources and channels.
    pub version: Arc<Version>,
    /// Whose run it is.
    pub person: ProfileId,
    /// The limits of calls as they are now.
    pub limits: Arc<Limits>,
    /// What leaves: a call, a message, or a question to a data source.
    pub effect: Effect,
    /// Whether it may have left already, before the server began.
    pub may_have_left: bool,
}

/// Who carries parcels to the outside. Called on the writer's thread after a commit, so it must not wait.
pub trait Outlet: Send + 'static {
    /// Takes parcels over. Each one is answered by [`Engine::answered`], sooner or later, and again until that
    /// succeeds.
    fn carry(&mut self, parcels: Vec<Parcel>);

    /// What each limit remembers of what was really sent, where that has changed since this was asked last. It is kept
    /// with the answers, so that it holds over a restart.
    fn sent(&mut self) -> Vec<(Limit, Gate)> {
        Vec::new()
    }

    /// What was kept of that.
    fn remember(&mut self, _: Vec<(Limit, Gate)>) {}
}

impl<F: FnMut(Vec<Parcel>) + Send + 'static> Outlet for F {
    fn carry(&mut self, parcels: Vec<Parcel>) {
        self(parcels);
    }
}

/// An attempt as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sent {
    key: String,
    person: ProfileId,
    effect: Effect,
}

impl Sent {
    /// Nothing where it does not leave the house.
    pub(super) fn of(state: &State, effect: Effect) -> Option<Self> {
        let key = state.key_of(&effect)?;
        Some(Self { key, person: state.profile.clone(), effect })
    }
}

impl Engine {
    /// An attempt was answered: its run goes on. An answer that has come before changes nothing.
    ///
    /// # Errors
    /// The store cannot be read or written; the answer has to be told again.
    pub fn answered(&mut self, number: i64, outcome: Outcome) -> Result<(), StoreError> {
        self.held.landed.push(number);
        let Some((run, asked, packed)) = Plans(self.store.connection()).answered(number)? else { return Ok(()) };
        let sent: Sent = unpack(&packed)?;
        let Some(kept) = self.held.run(self.store.connection(), &mut self.catalogue, run)? else { return Ok(()) };
        let Some(state) = &kept.state else { return Ok(()) };
        let (journey, profile) = (state.journey.clone(), state.profile.clone());
        if let Some(input) = sent.effect.answered(outcome) {
            let now = self.now;
            self.asked = Some(crate::serve::store::moment(asked)?);
            Conductor::new(self, now).work(&journey, &profile, Work::Input(run, input));
            self.asked = None;
        }
        self.checked()
    }

    /// Hands over what is in the outbox, as much as may be under way.
    pub(super) fn hand_over(&mut self) -> Result<(), StoreError> {
        for number in self.held.landed.drain(..) {
            self.flight.lands(number);
        }
        loop {
            let mut parcels = Vec::new();
            let gathered = self.gather(&mut parcels);
            let is_all = parcels.is_empty();
            if !is_all {
                self.outlet.carry(parcels);
            }
            if !gathered? && is_all {
                return Ok(());
            }
        }
    }

    /// A portion of what may leave: first what had to wait for those of its endpoint, then what was not read yet.
    /// Whether anything was read.
    fn gather(&mut self, parcels: &mut Vec<Parcel>) -> Result<bool, StoreError> {
        while parcels.len() < PORTION
            && let Some(number) = self.flight.next()
        {
            match self.left_behind(number) {
                Ok(Some(parcel)) => parcels.push(parcel),
                Ok(None) => self.flight.lands(number),
                Err(error) => {
                    self.flight.turns_back(number);
                    return Err(error);
                }
            }
        }
        let room = PORTION - parcels.len();
        if room == 0 || !self.flight.may_read() {
            return Ok(false);
        }
        let waiting = Plans(self.store.connection()).unanswered(self.handed, room)?;
        let is_any = !waiting.is_empty();
        for (number, run, packed) in waiting {
            let parcel = self.parcel(number, run, &packed)?;
            self.handed = number;
            if let Some(parcel) = parcel
                && self.flight.begins(number, endpoint(&self.limits, &parcel.effect))
            {
                parcels.push(parcel);
            }
        }
        Ok(is_any)
    }

    fn left_behind(&mut self, number: i64) -> Result<Option<Parcel>, StoreError> {
        match Plans(self.store.connection()).attempt(number)? {
            Some((run, packed)) => self.parcel(number, run, &packed),
            None => Ok(None),
        }
    }

    fn parcel(&mut self, number: i64, run: i64, packed: &[u8]) -> Result<Option<Parcel>, StoreError> {
        let Some(kept) = Runs(self.store.connection()).of(run)? else { return Ok(None) };
        let version = self.catalogue.version(self.store.connection(), kept.definition)?;
        let Sent { key, person, effect } = unpack(packed)?;
        let (limits, may_have_left) = (Arc::clone(&self.limits), number <= self.left_before);
        Ok(Some(Parcel { number, key, version, person, limits, effect, may_have_left }))
    }
}
