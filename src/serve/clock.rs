//! What time it is for everything that the engine decides. Instants are whole milliseconds. When a call leaves is read
//! from the machine itself: limits hold for the moments of sending, whatever time a test has set.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

/// Says what time it is.
pub trait Clock: Send + Sync + 'static {
    /// Now, in whole milliseconds.
    fn now(&self) -> Timestamp;

    /// How long to sleep before it is worth to look again whether this moment has come.
    fn until(&self, moment: Timestamp) -> Duration;
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        millisecond(Timestamp::now().as_millisecond())
    }

    fn until(&self, moment: Timestamp) -> Duration {
        let left = moment.as_millisecond().saturating_sub(self.now().as_millisecond());
        Duration::from_millis(u64::try_from(left).unwrap_or(0))
    }
}

/// A clock that stands still until somebody sets it.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that shows this moment.
    pub fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_millisecond()))
    }

    /// Sets it, forwards or back.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_millisecond(), Ordering::SeqCst);
    }

    /// Puts it forward, or back where the number is negative.
    pub fn advance(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        millisecond(self.0.load(Ordering::SeqCst))
    }

    /// Nobody knows when it will be set.
    fn until(&self, moment: Timestamp) -> Duration {
        Duration::from_millis(if moment <= self.now() { 0 } else { 2 })
    }
}

fn millisecond(number: i64) -> Timestamp {
    Timestamp::from_millisecond(number).unwrap_or(if number < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
