//! Erasing a person: their runs end, and whatever is kept of them goes, from the file's unused parts as well.

use jiff::{SignedDuration, Timestamp};

use crate::journey::ProfileId;
use crate::run::Reason;
use crate::run::conduct::Work;
use crate::serve::store::{Journeys, KeptPlan, People, Plans, Runs, StoreError, Washed};

use super::host::PORTION;
use super::packed::{pack, unpack};
use super::{ERASURES, Engine};

/// After how long it is tried again to wash the file.
const AGAIN: SignedDuration = SignedDuration::from_secs(1);

/// Everything that stands under a person's number, in an order in which nothing is left without its owner.
const EVERYWHERE: [&str; 9] = [
    "DELETE FROM outbox WHERE run IN (SELECT id FROM run WHERE person = ?1)",
    "DELETE FROM step WHERE run IN (SELECT id FROM run WHERE person = ?1)",
    "DELETE FROM heard WHERE run IN (SELECT id FROM run WHERE person = ?1)",
    "DELETE FROM was WHERE person = ?1",
    "DELETE FROM plan WHERE person = ?1",
    "DELETE FROM run WHERE person = ?1",
    "DELETE FROM entry WHERE person = ?1",
    "DELETE FROM identity WHERE person = ?1",
    "DELETE FROM person WHERE id = ?1",
];

impl Engine {
    /// Who is meant by the id of a profile or by `type:value`; nobody is made up.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn meant(&self, subject: &str) -> Result<Option<ProfileId>, StoreError> {
        People(self.store.connection()).meant(subject, |name| Ok(self.catalogue.namespace(name).cloned()))
    }

    /// Ends a person's runs and erases the person: data, identities, runs and steps. False where nobody has this id.
    /// What happens to the person later in the same transaction goes with them.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn erase(&mut self, profile: &ProfileId) -> Result<bool, StoreError> {
        let number = self.number_of(profile);
        self.checked()?;
        let Some(number) = number else { return Ok(false) };
        self.end_all(number)?;
        self.erasing.push((number, profile.clone()));
        Ok(true)
    }

    /// What those who are to be erased have begun since ends as well, so that it is counted as ended.
    pub(super) fn end_erased(&mut self) -> Result<(), StoreError> {
        for (number, profile) in self.erasing.clone() {
            self.end_all(number)?;
            self.traffic.gates.forget(&profile);
        }
        Ok(())
    }

    fn end_all(&mut self, number: i64) -> Result<(), StoreError> {
        let begun = self.held.runs.values().filter(|run| run.is_new && run.kept.person == number);
        let mut runs: Vec<i64> = begun.map(|run| run.kept.run).collect();
        runs.extend(Runs(self.store.connection()).inside(number)?);
        runs.into_iter().try_for_each(|run| self.leave(run, Reason::Stopped))
    }

    /// Erases those who are to be erased, once everything else is written.
    pub(super) fn erase_all(&mut self) -> Result<(), StoreError> {
        if self.erasing.is_empty() {
            return Ok(());
        }
        let store = self.store.connection();
        let erased = std::mem::take(&mut self.erasing);
        for (number, _) in &erased {
            for sql in EVERYWHERE {
                store.prepare_cached(sql)?.execute([number])?;
            }
        }
        let erased: Vec<ProfileId> = erased.into_iter().map(|(_, profile)| profile).collect();
        self.leave_out(&erased)?;
        let upto = self.store.erasures().add(&erased)?;
        Journeys(self.store.connection()).set_tally(ERASURES, upto)?;
        // Whose plans these were is not looked up: all journeys look ahead anew.
        self.touched.extend(self.catalogue.journeys.values().map(|known| known.number));
        (self.unwashed, self.wash_at) = (Some(0), Timestamp::MIN);
        Ok(())
    }

    /// Erases those anew who were erased after what is kept was copied: it is a backup that was put back.
    pub(super) fn erase_again(&mut self) -> Result<(), StoreError> {
        let known = Journeys(self.store.connection()).tally(ERASURES)?;
        let (marks, upto) = self.store.erasures().after(known)?;
        if upto <= known {
            return Ok(());
        }
        let (mut after, mut again) = (String::new(), Vec::new());
        loop {
            let portion = People(self.store.connection()).after(&after, PORTION)?;
            let Some(last) = portion.last().cloned() else { break };
            again.extend(portion.into_iter().filter(|profile| marks.names(profile)).map(ProfileId));
            after = last;
        }
        for profile in &again {
            self.erase(profile)?;
        }
        if !again.is_empty() {
            tracing::warn!(people = again.len(), "an older store was put back; who was erased since is erased again");
        }
        Journeys(self.store.connection()).set_tally(ERASURES, upto)
    }

    /// Takes them out of what is planned for nobody in particular: those who wait for their wave or for their turn, and
    /// how far a reading has come.
    fn leave_out(&self, erased: &[ProfileId]) -> Result<(), StoreError> {
        let plans = Plans(self.store.connection());
        for journey in self.catalogue.journeys.values().map(|known| known.number) {
            for (due, sequence, bytes) in plans.common(journey)? {
                let work = unpack::<Work<i64>>(&bytes)?;
                let left = self.without(work.clone(), erased)?;
                if left.as_ref() == Some(&work) {
                    continue;
                }
                plans.remove(journey, due, sequence)?;
                if let Some(left) = left {
                    let work = pack(&left)?;
                    plans.add(&KeptPlan { journey, due, sequence, person: 0, run: None, work })?;
                }
            }
        }
        Ok(())
    }

    /// The same work without these people; nothing where none is left. They are not in the store any more.
    fn without(&self, mut work: Work<i64>, erased: &[ProfileId]) -> Result<Option<Work<i64>>, StoreError> {
        match &mut work {
            Work::Arrival(arrival) => {
                arrival.people.retain(|profile| !erased.contains(profile));
                if arrival.people.is_empty() {
                    return Ok(None);
                }
            }
            Work::Reading(reading) => {
                if reading.only.as_ref().is_some_and(|only| erased.contains(only)) {
                    return Ok(None);
                }
                if let Some(done) = reading.done.as_mut().filter(|done| erased.contains(&done.upto)) {
                    // It goes on with the same person after the one before.
                    let before = People(self.store.connection()).before(done.upto.as_str())?;
                    done.upto = ProfileId(before.unwrap_or_default());
                }
            }
            Work::Evaluation { after: Some(after) } if erased.contains(after) => {
                let before = People(self.store.connection()).before(after.as_str())?;
                *after = ProfileId(before.unwrap_or_default());
            }
            Work::Evaluation { .. }
            | Work::Look
            | Work::Leave { .. }
            | Work::Input(..)
            | Work::Turn(..)
            | Work::Resume { .. }
            | Work::Release(..) => {}
        }
        Ok(Some(work))
    }

    /// The log, in which they still stand, goes into the file, and what the file no longer uses is overwritten; the
    /// rest of a large file with the next transactions. What a crash interrupts is done when the server begins again.
    pub(super) fn wash(&mut self) {
        let Some(from) = self.unwashed.filter(|_| self.wash_at <= self.now) else { return };
        match self.store.wash(from) {
            Ok(Washed::All) => self.unwashed = None,
            Ok(Washed::Upto(upto)) => self.unwashed = Some(upto),
            Ok(Washed::Later) => self.wash_at = self.now.checked_add(AGAIN).unwrap_or(Timestamp::MAX),
            Err(error) => {
                tracing::warn!(%error, "what was erased can be read in unused parts of the file until it is washed");
                self.wash_at = self.now.checked_add(AGAIN).unwrap_or(Timestamp::MAX);
            }
        }
    }
}
