//! The engine: what the writer's thread owns. It is the host of all journeys over the store, within the writer's
//! transactions: what happens goes through [`crate::run::conduct`] as in a dry run, people and runs are read and
//! written once per transaction, and what is to leave stands in the outbox until it is answered.

mod agenda;
mod audiences;
mod catalogue;
mod counted;
mod erase;
mod flight;
mod held;
mod host;
mod incoming;
mod lifecycle;
mod outbox;
mod packed;
mod people;
mod record;
mod shown;
mod upkeep;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{ActivityId, BranchId, ProfileId};
use crate::run::traffic::{Entries, Gate, Limit, Limits, Traffic};

use super::store::{Journeys, Plans, Runs, Store, StoreError};
use super::writer::Keeper;

pub use catalogue::{Version, newest};
pub use incoming::{Incoming, Reacted, Receipt};
pub use outbox::{MOST_UNDER_WAY, Outlet, Parcel};
pub use people::{Introduction, Misfit, NoEntry, Said};
pub use record::{Changed, Heard, Record};
pub use shown::{Happened, Held, RunFilter, Shown, ShownRun, ShownStep, Surrounded};
pub use upkeep::{FINISHED_DAYS, SEEN_DAYS};
pub use watch::Watched;

/// Names of numbers in the store.
const SEQUENCE: &str = "sequence";
const LAST_RUN: &str = "last run";
const LAST_STEP: &str = "last step";
const AUDIENCES: &str = "audience change";
const AUDIENCES_SINCE: &str = "audiences since";
const COUNTED: &str = "counted";
const UNWASHED: &str = "unwashed";
const ERASURES: &str = "erasures";

/// By how much a clock may go back without anybody noticing.
const SLACK: SignedDuration = SignedDuration::from_secs(60);

/// What a test leaves to nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chance {
    /// Where the chance of every run begins; without it each begins with its version's hash.
    pub seed: Option<u64>,
    /// Splits whose path is not left to chance.
    pub forced: BTreeMap<ActivityId, BranchId>,
}

/// The engine over its store.
pub struct Engine {
    /// What is kept.
    pub store: Store,
    outlet: Box<dyn Outlet>,
    chance: Chance,
    catalogue: catalogue::Catalogue,
    held: held::Held,
    /// This transaction's moment.
    now: Timestamp,
    sequence: i64,
    last_run: i64,
    last_step: i64,
    /// Which audiences came when.
    news: audiences::News,
    /// Journeys whose plans have changed in this transaction.
    touched: BTreeSet<i64>,
    /// Up to which attempt the outbox was handed over.
    handed: i64,
    flight: flight::Flight,
    /// Up to which attempt those may have left that stood in the outbox when the server began.
    left_before: i64,
    /// What limits remember of what was sent, and is not on the disk yet.
    sent: BTreeMap<Limit, Gate>,
    has_begun: bool,
    trouble: Option<StoreError>,
    /// When the answer that is being told was asked for.
    asked: Option<Timestamp>,
    /// The limits of calls, and the pace of readings; both remember over a restart.
    traffic: Traffic,
    /// The same limits, for those who send.
    limits: Arc<Limits>,
    /// Where admission notes what it says of nobody.
    nowhere: Entries,
    tidy_at: Timestamp,
    /// Days for which runs that are over are kept.
    keep_days: i64,
    /// Who is erased at the end of this transaction, by number and id.
    erasing: Vec<(i64, ProfileId)>,
    /// From which byte on the file is to be washed of those who were erased.
    unwashed: Option<u64>,
    wash_at: Timestamp,
    /// What is known of the store has to be read anew.
    is_stale: bool,
    /// How many people became known since this engine is there.
    newcomers: u64,
}

impl Engine {
    /// An engine over this store, from which nothing leaves.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            outlet: Box::new(|_: Vec<Parcel>| {}),
            chance: Chance::default(),
            catalogue: catalogue::Catalogue::default(),
            held: held::Held::default(),
            now: Timestamp::MIN,
            sequence: 0,
            last_run: 0,
            last_step: 0,
            news: audiences::News::default(),
            touched: BTreeSet::new(),
            handed: 0,
            flight: flight::Flight::default(),
            left_before: 0,
            sent: BTreeMap::new(),
            has_begun: false,
            trouble: None,
            asked: None,
            traffic: Traffic::default(),
            limits: Arc::default(),
            nowhere: Entries::default(),
            tidy_at: Timestamp::MIN,
            keep_days: FINISHED_DAYS,
            erasing: Vec::new(),
            unwashed: None,
            wash_at: Timestamp::MIN,
            is_stale: true,
            newcomers: 0,
        }
    }

    /// How many people became known since this engine is there, those of a transaction that was undone included: what
    /// counts is by how many it grew.
    pub fn newcomers(&self) -> u64 {
        self.newcomers
    }

    /// What leaves is carried by this.
    #[must_use]
    pub fn through(mut self, outlet: impl Outlet) -> Self {
        self.outlet = Box::new(outlet);
        self
    }

    /// Runs that are over are kept for so many days.
    #[must_use]
    pub fn keeping(mut self, days: i64) -> Self {
        self.keep_days = days;
        self
    }

    /// For tests: what is left to chance is not.
    #[must_use]
    pub fn by(mut self, chance: Chance) -> Self {
        self.chance = chance;
        self
    }

    /// Reads what journeys there are, and where to go on.
    ///
    /// # Errors
    /// The store cannot be read, or something in it cannot be run.
    pub fn load(&mut self) -> Result<(), StoreError> {
        let store = self.store.connection();
        let journeys = Journeys(store);
        self.sequence = journeys.tally(SEQUENCE)?;
        self.last_run = journeys.tally(LAST_RUN)?.max(Runs(store).last()?);
        self.last_step = Shown(store).last_step()?;
        self.news.change = journeys.tally(AUDIENCES)?;
        self.catalogue.load(store)?;
        self.load_audiences()?;
        self.traffic = Traffic::default();
        self.follow_limits();
        let store = self.store.connection();
        for packed in Plans(store).gates()? {
            let (limit, gate): (Limit, Gate) = packed::unpack(&packed)?;
            self.traffic.gates.restore(limit, gate);
        }
        if let Some(packed) = Plans(store).pace()? {
            self.traffic.readings = packed::unpack(&packed)?;
        }
        if !self.has_begun {
            let store = self.store.connection();
            self.left_before = Plans(store).last_attempt()?;
            let sent = Plans(store).sent()?.iter().map(|packed| packed::unpack(packed)).collect::<Result<_, _>>()?;
            self.outlet.remember(sent);
            if Journeys(store).tally(UNWASHED)? > 0 {
                self.unwashed = Some(0);
            }
            self.has_begun = true;
        }
        self.is_stale = false;
        Ok(())
    }

    /// Limits, or what they rest on, have changed: they hold from now on.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn limits_changed(&mut self) -> Result<(), StoreError> {
        self.catalogue.settle(self.store.connection())?;
        self.follow_limits();
        Ok(())
    }

    /// The catalogue's limits hold, here and for those who send.
    fn follow_limits(&mut self) {
        self.traffic.limits = self.catalogue.limits.clone();
        self.limits = Arc::new(self.catalogue.limits.clone());
    }

    /// The failure that was noted while the conductor went on.
    fn checked(&mut self) -> Result<(), StoreError> {
        self.trouble.take().map_or(Ok(()), Err)
    }

    fn write_down(&mut self) -> Result<(), StoreError> {
        self.checked()?;
        self.keep_rest()?;
        let store = self.store.connection();
        self.held.write(store, self.news.change, (self.now, &mut self.sequence))?;
        let journeys = Journeys(store);
        for (journey, read) in std::mem::take(&mut self.held.readings) {
            if let Some(known) = self.catalogue.journeys.get_mut(&journey)
                && known.last_reading != read
            {
                known.last_reading = read;
                journeys.read_at(known.number, read.map(Timestamp::as_millisecond))?;
            }
        }
        for (limit, gate) in self.traffic.gates.changed() {
            let name = packed::key(&limit)?;
            Plans(store).put_gate(&name, &packed::pack(&(&limit, gate))?)?;
        }
        self.sent.extend(self.outlet.sent());
        for (limit, gate) in &self.sent {
            Plans(store).put_sent(&packed::key(limit)?, &packed::pack(&(limit, gate))?)?;
        }
        if self.traffic.readings.changed() {
            Plans(store).put_pace(&packed::pack(&self.traffic.readings)?)?;
        }
        let numbers = [
            (SEQUENCE, self.sequence),
            (LAST_RUN, self.last_run),
            (LAST_STEP, self.last_step),
            (AUDIENCES, self.news.change),
            (UNWASHED, i64::from(self.unwashed.is_some() || !self.erasing.is_empty())),
        ];
        for (name, value) in numbers {
            journeys.set_tally(name, value)?;
        }
        Ok(())
    }

    /// When the next work of those journeys is due whose plans have changed.
    fn look_ahead(&mut self) -> Result<(), StoreError> {
        let store = self.store.connection();
        for known in self.catalogue.journeys.values_mut().filter(|known| self.touched.contains(&known.number)) {
            known.next = Plans(store).next(known.number)?;
        }
        Ok(())
    }
}

impl Keeper for Engine {
    fn begin(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.store.begin()?;
        // A clock that is put right by a little does not turn back what was done; one that was wrong by more is
        // followed.
        let is_put_right = self.now.duration_since(now) < SLACK;
        self.now = if is_put_right { self.now.max(now) } else { now };
        if self.is_stale {
            let begins = !self.has_begun;
            self.load()?;
            self.count_once()?;
            self.catch_up()?;
            if begins {
                self.erase_again()?;
            }
            self.plan_evaluation()?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.end_erased()?;
        self.write_down()?;
        self.erase_all()?;
        self.look_ahead()?;
        self.store.commit()
    }

    fn forget(&mut self) {
        self.store.roll_back();
        self.held = held::Held::default();
        self.touched.clear();
        self.trouble = None;
        self.erasing.clear();
        self.is_stale = true;
    }

    fn committed(&mut self) {
        self.touched.clear();
        self.sent.clear();
        let landed = std::mem::take(&mut self.held.landed);
        self.held = held::Held { landed, ..held::Held::default() };
        self.wash();
        if let Err(error) = self.hand_over() {
            // It stays in the store; the next commit tries again.
            tracing::error!(%error, "the outbox could not be read");
        }
    }

    fn due(&mut self) -> Option<Timestamp> {
        if self.is_stale {
            // The next transaction reads anew.
            return Some(self.now);
        }
        let wash = self.unwashed.map(|_| self.wash_at);
        [self.next_due(), wash, Some(self.tidy_at)].into_iter().flatten().min()
    }

    fn work(&mut self, _: Timestamp, most: usize) -> Result<(), StoreError> {
        self.work_off(most)?;
        self.tidy()
    }
}
