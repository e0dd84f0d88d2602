//! Rule sets of journeys: how many of them somebody may enter in a calendar period, and in how many they may be at once
//! ("Journey capping and arbitration", help/using/conflict-prioritization/journey-capping.md).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{JourneyId, Past, PastEvent, ProfileId};
use crate::run::rule_sets::{EntryCap, Most};
use crate::run::traffic::Refusal;
use crate::run::{Entry, Persona as _, Program, period};

use super::{Conductor, Host, next_reading};

impl<H: Host> Conductor<'_, H> {
    /// Whether the rule sets of a journey let somebody in beside what they entered and where they are.
    pub(super) fn arbitrate(&mut self, program: &Program, profile: &ProfileId) -> Result<(), Refusal> {
        for cap in &program.caps {
            match cap.most {
                Most::Entries { at_most, every, period } => {
                    let from = period::begins(self.now, every, period);
                    if self.entered_since(cap, profile, from) >= at_most {
                        return Err(Refusal::CapReached);
                    }
                }
                Most::AtOnce { at_most, look_ahead_days } => {
                    let mut there = self.others(cap, program, profile);
                    if amount(there.len()) >= at_most {
                        return Err(Refusal::CapReached);
                    }
                    if let Some(days) = look_ahead_days {
                        there.extend(self.ahead(cap, program, profile, days));
                    }
                    if amount(there.len()) >= at_most {
                        return Err(Refusal::LowerPriority);
                    }
                }
            }
        }
        Ok(())
    }

    /// Somebody has entered: the rule sets that count entries will count this one.
    pub(super) fn count_entry(&mut self, program: &Program, profile: &ProfileId) {
        let sets = program.caps.iter().filter(|cap| matches!(cap.most, Most::Entries { .. })).map(|cap| &cap.set);
        for set in sets.collect::<BTreeSet<_>>() {
            self.host.remember(profile, PastEvent { at: self.now, what: Past::Entry(set.clone()) });
        }
    }

    fn entered_since(&mut self, cap: &EntryCap, profile: &ProfileId, from: Timestamp) -> i64 {
        let now = self.now;
        let Some(person) = self.host.person(profile) else { return 0 };
        let history = person.history();
        let is_meant = |past: &&PastEvent| matches!(&past.what, Past::Entry(set) if set == &cap.set);
        amount(history.iter().filter(is_meant).filter(|past| (from..=now).contains(&past.at)).count())
    }

    /// The other journeys under the cap in which somebody is.
    fn others(&mut self, cap: &EntryCap, program: &Program, profile: &ProfileId) -> BTreeSet<JourneyId> {
        let mut others = BTreeSet::new();
        for key in self.host.runs_of(profile) {
            let inside = self.host.run(key).filter(|run| run.program.is_under(cap));
            others.extend(inside.map(|run| run.state.journey.clone()).filter(|journey| journey != program.journey()));
        }
        others
    }

    /// The journeys of higher priority under the cap that will read an audience in which somebody is.
    fn ahead(&mut self, cap: &EntryCap, program: &Program, profile: &ProfileId, days: i64) -> BTreeSet<JourneyId> {
        let until = self.now.checked_add(SignedDuration::from_hours(days.saturating_mul(24))).unwrap_or(Timestamp::MAX);
        let open = self.host.open();
        let now = self.now;
        let Some(person) = self.host.person(profile) else { return BTreeSet::new() };
        let ahead =
            open.iter().filter(|other| other.priority > program.priority && other.is_under(cap)).filter(|other| {
                matches!(other.entry(), Entry::Reading { audience: Some(meant), .. } if person.is_in(&meant))
                    && next_reading(other, now).is_some_and(|at| at <= until)
            });
        ahead.map(|other| other.journey().clone()).collect()
    }
}

fn amount(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
