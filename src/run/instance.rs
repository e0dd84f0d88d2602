//! One person in one journey: what happened goes in, what is to be done comes out.

use jiff::Timestamp;

use super::{Effect, End, Input, Person, Program, State};

/// Moves one run. Total: whatever comes in, it never panics; what concerns nobody any more (a stale timer, a late
/// reply, an input of another visit) changes nothing.
pub fn step(_program: &Program, state: &mut State, _person: &Person, now: Timestamp, input: Input) -> Vec<Effect> {
    match input {
        Input::Leave(reason) if state.end.is_none() => {
            let end = End { reason, at: now };
            state.end = Some(end.clone());
            vec![Effect::Ended(end)]
        }
        _ => Vec::new(),
    }
}
