//! The daily evaluation: once a day everybody is looked at, a portion at a time. Batch audiences change by that alone,
//! and rules that ask for the time become true or false without anything happening to a person.

use jiff::Timestamp;

use crate::journey::{JourneyId, ProfileId};

use super::{Conductor, Host, Work};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The next daily evaluation after this moment: at midnight UTC, as dates in rules are days of UTC.
pub fn next_evaluation(after: Timestamp) -> Timestamp {
    let day = after.as_millisecond().div_euclid(DAY) + 1;
    Timestamp::from_millisecond(day.saturating_mul(DAY)).unwrap_or(Timestamp::MAX)
}

impl<H: Host> Conductor<'_, H> {
    /// Plans the next daily evaluation, where there is anything to evaluate. Whoever has planned one need not ask
    /// again: each plans the next.
    pub fn evaluates(&mut self) {
        if self.host.evaluates() {
            let next = Work::Evaluation { after: None };
            self.host.plan(next_evaluation(self.now), &JourneyId::default(), None, next);
        }
    }

    /// Those of the next portion are evaluated; the rest follow.
    pub(super) fn evaluation(&mut self, after: Option<ProfileId>) {
        if after.is_none() {
            self.evaluates();
        }
        if !self.host.evaluates() {
            return;
        }
        let portion = self.host.people(after.as_ref());
        let Some(upto) = portion.last().cloned() else { return };
        for profile in &portion {
            self.evaluate(profile);
        }
        if !self.host.people(Some(&upto)).is_empty() {
            let rest = Work::Evaluation { after: Some(upto) };
            self.host.plan(self.now, &JourneyId::default(), None, rest);
        }
    }

    /// Works all of a person's memberships out and says what changed to everybody who listens.
    fn evaluate(&mut self, profile: &ProfileId) {
        for (audience, entered) in self.host.evaluate(profile, self.now) {
            self.qualify(profile, audience, entered);
        }
        // Streaming audiences whose rules ask for batch audiences follow.
        self.refresh(profile);
    }
}
