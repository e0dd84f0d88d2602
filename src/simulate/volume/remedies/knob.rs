//! A knob: something that can be turned by whole numbers, the farther the gentler to other systems.

use super::super::report::EndpointVolume;
use super::Turns;
use crate::edit::Edit;

/// Says the arithmetic of a turn, with what the place came to.
type Because<'k> = dyn Fn(i64, &EndpointVolume) -> String + 'k;

/// A knob. Turned by `least` it changes least.
pub(super) struct Knob<'k> {
    pub turns: Turns,
    /// How far it can be turned.
    pub least: i64,
    pub most: i64,
    /// How far it has to be, by arithmetic.
    pub guess: i64,
    /// The change at this turn; new ids in it are drawn.
    pub edits: Box<dyn Fn(i64) -> Vec<Edit> + 'k>,
    /// What the change is called.
    pub title: Box<dyn Fn(i64) -> String + 'k>,
    /// The arithmetic.
    pub because: Box<Because<'k>>,
    /// A finer knob that goes on from the turn that was found; such a knob is not offered itself.
    pub then: Option<Box<dyn FnOnce(i64) -> Knob<'k> + 'k>>,
}
