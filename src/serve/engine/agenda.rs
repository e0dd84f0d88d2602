//! What is due, in the order of (time, journey, profile, sequence).
//!
//! Plans of later moments stand in the store, by journey; what is due by now is taken from there in portions, and what
//! is planned for now in the same transaction never goes there unless the transaction is full before. Where more plans
//! than a portion share one millisecond, portions follow each other in the order of planning.

use jiff::Timestamp;

use crate::journey::{ActivityId, JourneyId, ProfileId};
use crate::run::conduct::Work;
use crate::run::{Conductor, Input};
use crate::serve::store::{KeptPlan, Plans, StoreError};

use super::Engine;
use super::held::{Moment, Todo};
use super::host::PORTION;
use super::packed::{pack, unpack};

/// The first byte of a timer in the store, which is an activity, a blank, and a visit; no packed column begins so.
const TIMER: u8 = b'T';

impl Engine {
    /// When the next piece of work is due.
    pub fn next_due(&self) -> Option<Timestamp> {
        let next = self.catalogue.journeys.values().filter_map(|known| known.next).min()?;
        Timestamp::from_millisecond(next).ok()
    }

    /// Does what is due, at most so many pieces.
    pub(super) fn work_off(&mut self, most: usize) -> Result<(), StoreError> {
        self.work_while(most, |_| true)
    }

    /// Does what is due and comes before something that happens to this person, in the order of simultaneous work. A
    /// server takes what happens as it comes; this is for those who know it beforehand.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub fn work_before(&mut self, journey: &JourneyId, profile: &ProfileId) -> Result<(), StoreError> {
        let now = self.now;
        self.work_while(usize::MAX, |(at, known, whose, _)| (*at, known, whose) < (now, journey, profile))
    }

    fn work_while(&mut self, most: usize, wanted: impl Fn(&Moment) -> bool) -> Result<(), StoreError> {
        let mut done = 0;
        while done < most {
            let upto = self.take_due((most - done).min(PORTION))?;
            let mut moved = 0;
            while done < most {
                let Some((first, _)) = self.held.agenda.first_key_value() else { break };
                if upto.is_some_and(|upto| first.0 > upto) {
                    break;
                }
                if !wanted(first) {
                    return Ok(());
                }
                let Some((moment, todo)) = self.held.agenda.pop_first() else { break };
                done += weight(&todo.work);
                moved += 1;
                self.work_one(moment, todo)?;
            }
            if moved == 0 || (upto.is_none() && self.held.agenda.is_empty()) {
                break;
            }
        }
        Ok(())
    }

    fn work_one(&mut self, moment: Moment, todo: Todo) -> Result<(), StoreError> {
        let (_, journey, profile, sequence) = moment;
        if let Some(key @ (number, due, _)) = todo.kept {
            Plans(self.store.connection()).remove(key.0, key.1, key.2)?;
            self.touched.insert(number);
            if let Some(run) = run_of(&todo.work)
                && let Some(run) = self.held.run(self.store.connection(), &mut self.catalogue, run)?
            {
                run.plans.retain(|plan| *plan != (due, sequence));
            }
        }
        let now = self.now;
        Conductor::new(self, now).work(&journey, &profile, todo.work);
        self.checked()
    }

    /// Puts what is due on the agenda. Where a journey has more than its share, the agenda is whole only up to the
    /// moment that this yields.
    fn take_due(&mut self, most: usize) -> Result<Option<Timestamp>, StoreError> {
        let now = self.now.as_millisecond();
        let journeys = self.catalogue.journeys.values();
        let due: Vec<i64> = journeys
            .filter(|known| self.touched.contains(&known.number) || known.next.is_some_and(|next| next <= now))
            .map(|known| known.number)
            .collect();
        let share = (most / due.len().max(1)).max(1);
        let mut upto: Option<i64> = None;
        for journey in due {
            let plans = Plans(self.store.connection()).due(journey, now, share)?;
            if plans.len() == share
                && let Some(last) = plans.last()
            {
                upto = Some(upto.map_or(last.due, |upto| upto.min(last.due)));
            }
            for plan in plans {
                self.put_on_agenda(plan)?;
            }
        }
        Ok(upto.and_then(|upto| Timestamp::from_millisecond(upto).ok()))
    }

    fn put_on_agenda(&mut self, plan: KeptPlan) -> Result<(), StoreError> {
        let at = crate::serve::store::moment(plan.due)?;
        let Some(journey) = self.catalogue.id(plan.journey).cloned() else { return Ok(()) };
        let key = (plan.journey, plan.due, plan.sequence);
        let profile = if plan.person == 0 {
            ProfileId::default()
        } else {
            let audiences = (&*self.catalogue.audiences, &self.news);
            match self.held.person(self.store.connection(), audiences, plan.person)? {
                Some(held) => held.someone.person.id.clone(),
                // Whoever is not known any more has nothing to do any more.
                None => {
                    self.touched.insert(plan.journey);
                    return Plans(self.store.connection()).remove(key.0, key.1, key.2);
                }
            }
        };
        let work = match (plan.work.strip_prefix(&[TIMER]), plan.run) {
            (Some(timer), Some(run)) => timer_of(run, timer)?,
            _ => unpack(&plan.work)?,
        };
        self.held.agenda.insert((at, journey, profile, plan.sequence), Todo { work, kept: Some(key) });
        Ok(())
    }

    /// Writes a plan into the store, and into the list of its run.
    pub(super) fn keep(&mut self, moment: &Moment, work: &Work<i64>) -> Result<(), StoreError> {
        let (at, journey, profile, sequence) = moment;
        let person = if profile.as_str().is_empty() { 0 } else { self.number_of(profile).unwrap_or_default() };
        let Some(journey) = self.catalogue.journeys.get(journey).map(|known| known.number) else { return Ok(()) };
        let (due, run) = (at.as_millisecond(), run_of(work));
        if let Some(run) = run
            && let Some(run) = self.held.run(self.store.connection(), &mut self.catalogue, run)?
        {
            if run.state.is_none() {
                return Ok(());
            }
            run.plans.push((due, *sequence));
        }
        let bytes = match work {
            Work::Input(_, Input::Timer { activity, visit }) => {
                [&[TIMER], format!("{activity} {visit}").as_bytes()].concat()
            }
            other => pack(other)?,
        };
        let plan = KeptPlan { journey, due, sequence: *sequence, person, run, work: bytes };
        self.touched.insert(journey);
        Plans(self.store.connection()).add(&plan)
    }

    /// What is left on the agenda goes into the store.
    pub(super) fn keep_rest(&mut self) -> Result<(), StoreError> {
        while let Some((moment, todo)) = self.held.agenda.pop_first() {
            if todo.kept.is_none() {
                self.keep(&moment, &todo.work)?;
            }
        }
        Ok(())
    }
}

/// How many people a piece of work may be about.
fn weight(work: &Work<i64>) -> usize {
    match work {
        Work::Evaluation { .. } | Work::Reading(_) | Work::Leave { .. } | Work::Release(_) => PORTION,
        Work::Arrival(arrival) => arrival.people.len().max(1),
        _ => 1,
    }
}

fn run_of(work: &Work<i64>) -> Option<i64> {
    match work {
        Work::Input(run, _) | Work::Turn(run, _) => Some(*run),
        _ => None,
    }
}

fn timer_of(run: i64, timer: &[u8]) -> Result<Work<i64>, StoreError> {
    let broken = || StoreError::Unreadable("a timer cannot be read".to_owned());
    let text = std::str::from_utf8(timer).map_err(|_| broken())?;
    let (activity, visit) = text.rsplit_once(' ').ok_or_else(broken)?;
    let visit = visit.parse().map_err(|_| broken())?;
    Ok(Work::Input(run, Input::Timer { activity: ActivityId::from(activity), visit }))
}
