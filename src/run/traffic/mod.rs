//! What people share, as pure values: who may enter, how fast an audience comes in, and how many calls another system
//! takes. Whoever drives a journey keeps them and asks them; they know no clock and no chance.
//!
//! A person comes in where admission lets them, at the pace of [`Readings`] where an audience is read. A call of theirs
//! is an attempt, or several: each finds its [`Route`] in the [`Limits`] of the workspace and asks the [`Gates`]. What
//! is beyond a cap is refused, what is beyond a throttle waits for its turn, first come first served. Everything is
//! counted in sliding windows, exact to the millisecond and bounded in memory (`window`); all of it can be written down
//! at any moment and goes on from there with the same answers.
//!
//! A call that was let through may leave a little later than that. Whoever really sends keeps gates of their own, asked
//! by [`Gates::pace`] at the moment of sending, so that no delay puts one call too many into a window.

mod admission;
mod cap;
mod clock;
mod gate;
mod limits;
mod past;
mod reading;
mod said;
mod throttle;
mod window;

pub use admission::{Entries, Refusal, admissible};
pub use gate::{Answer, Attempt, Figures, Gate, Gates};
pub use limits::{Limit, Limits, Route};
pub use reading::{Portion, Readings};

/// What the journeys of a workspace share towards other systems.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    /// Which limits hold.
    pub limits: Limits,
    /// What they remember.
    pub gates: Gates,
    /// How fast audiences come in.
    pub readings: Readings,
}
