//! Which audiences are new here, and the daily evaluation of all of them.
//!
//! A new audience, or another rule of a known one, says something of everybody who is known, and nobody has changed:
//! nobody enters by that. So it is settled for each person, whenever they are next looked at, as if it had been worked
//! out when it came. Audiences that stay as they were go on as they were.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::journey::AudienceId;
use crate::run::Conductor;
use crate::serve::store::{Asked, Journeys, KnownAudience, Plans, StoreError, moment};

use super::{AUDIENCES_SINCE, Engine};

/// What is new of audiences, for people who were looked at before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// How often audiences came.
    pub change: i64,
    /// With which change each came, and when.
    pub came: BTreeMap<AudienceId, (i64, Timestamp)>,
}

impl News {
    /// What came after this change, each with its moment.
    pub(super) fn since(&self, change: i64) -> BTreeMap<AudienceId, Timestamp> {
        let new = self.came.iter().filter(|(_, (came, _))| *came > change);
        new.map(|(audience, (_, at))| (audience.clone(), *at)).collect()
    }
}

impl Engine {
    /// Reads what was known of audiences. An older store knows when any of them came last.
    pub(super) fn load_audiences(&mut self) -> Result<(), StoreError> {
        self.news.came.clear();
        let since = moment(Journeys(self.store.connection()).tally(AUDIENCES_SINCE)?)?;
        self.learn_audiences((self.news.change, since))?;
        Ok(())
    }

    /// Journeys have changed, and perhaps what they ask of people.
    pub(super) fn meet_audiences(&mut self) -> Result<(), StoreError> {
        let next = (self.news.change + 1, self.now);
        // Who was looked at before this is looked at anew.
        self.held.write_people(self.store.connection(), self.news.change, (self.now, &mut self.sequence))?;
        self.held.forget_people();
        if self.learn_audiences(next)? {
            self.news.change = next.0;
        }
        self.plan_evaluation()
    }

    /// Writes down which audiences there are; those that are new came with this change. Whether there were any.
    fn learn_audiences(&mut self, (change, since): (i64, Timestamp)) -> Result<bool, StoreError> {
        let store = Asked(self.store.connection());
        let mut known: BTreeMap<String, KnownAudience> =
            store.all()?.into_iter().map(|known| (known.audience.clone(), known)).collect();
        let mut came = BTreeMap::new();
        let mut is_new = false;
        for (audience, rule) in self.catalogue.audiences.rules() {
            let as_before = known.remove(audience.as_str()).filter(|known| known.rule == rule.as_str());
            let (change, since) = match as_before {
                Some(known) => (known.change, moment(known.since)?),
                None => {
                    is_new = true;
                    let (audience, rule) = (audience.as_str().to_owned(), rule.as_str().to_owned());
                    store.put(&KnownAudience { audience, rule, change, since: since.as_millisecond() })?;
                    (change, since)
                }
            };
            came.insert(audience.clone(), (change, since));
        }
        for gone in known.keys() {
            store.remove(gone)?;
        }
        self.news.came = came;
        Ok(is_new)
    }

    /// Plans the daily evaluation, unless it is planned.
    pub(super) fn plan_evaluation(&mut self) -> Result<(), StoreError> {
        if Plans(self.store.connection()).next(0)?.is_none() {
            let now = self.now;
            Conductor::new(self, now).evaluates();
        }
        self.checked()
    }
}
