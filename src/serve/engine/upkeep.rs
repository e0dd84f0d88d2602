//! What is kept for how long.
//!
//! What admission remembers of a person stays for ever, in thirty bytes: it counts their entries, and that number is
//! part of the keys by which other systems know a call again.

use jiff::{SignedDuration, Timestamp};

use crate::serve::store::{Plans, Records, Runs, StoreError};

use super::Engine;

/// Milliseconds of a day.
pub(super) const DAY: i64 = 86_400_000;

/// Days over which an event that comes again is known: a sender whose queue stood still over a long weekend sends it
/// all again, and beyond that a key of 16 bytes an event is not worth its place.
pub const SEEN_DAYS: i64 = 4;

/// Days for which finished runs are kept with their steps when nothing else is said: as long as a journey may last, so
/// that whoever is still inside somewhere has all of their story here.
pub const FINISHED_DAYS: i64 = 91;

/// Rows that are forgotten in one transaction, so that others need not wait for it.
const PORTION: usize = 500;

/// How often is looked for what may be forgotten.
const EVERY: SignedDuration = SignedDuration::from_mins(10);

impl Engine {
    /// Forgets what is old, a portion at a time.
    pub(super) fn tidy(&mut self) -> Result<(), StoreError> {
        if self.now < self.tidy_at {
            return Ok(());
        }
        let now = self.now.as_millisecond();
        let store = self.store.connection();
        let runs = Runs(store).forget_before(now - self.keep_days * DAY, PORTION)?;
        let seen = Plans(store).forget_seen_before(now.div_euclid(DAY) - SEEN_DAYS, PORTION)?;
        // Whoever began at the last moment at which such a run is still kept may have lasted as long again.
        let was = Records(store).forget_before(now - (self.keep_days + FINISHED_DAYS) * DAY, PORTION)?;
        let more = runs == PORTION || seen == PORTION || was == PORTION;
        let pause = if more { SignedDuration::from_secs(1) } else { EVERY };
        self.tidy_at = self.now.checked_add(pause).unwrap_or(Timestamp::MAX);
        Ok(())
    }
}
