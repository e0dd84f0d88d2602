//! How far a knob has to be turned at least: a search by doubled steps away from a guess, then by halves.

/// The smallest whole number of a range, both ends included, for which `holds` says true, where it holds for every
/// larger one as well; `None` where it holds for none, or where `holds` gives up by saying `None`. It is asked for few
/// numbers where `guess` is near.
pub fn smallest((least, most): (i64, i64), guess: i64, mut holds: impl FnMut(i64) -> Option<bool>) -> Option<i64> {
    if least > most {
        return None;
    }
    let guess = guess.clamp(least, most);
    let (mut fails, mut suffices);
    let mut step = 1_i64;
    if holds(guess)? {
        suffices = guess;
        loop {
            if suffices == least {
                return Some(least);
            }
            let lower = suffices.saturating_sub(step).max(least);
            if !holds(lower)? {
                fails = lower;
                break;
            }
            suffices = lower;
            step = step.saturating_mul(2);
        }
    } else {
        fails = guess;
        loop {
            if fails == most {
                return None;
            }
            let higher = fails.saturating_add(step).min(most);
            if holds(higher)? {
                suffices = higher;
                break;
            }
            fails = higher;
            step = step.saturating_mul(2);
        }
    }
    while suffices - fails > 1 {
        let middle = fails + (suffices - fails) / 2;
        if holds(middle)? {
            suffices = middle;
        } else {
            fails = middle;
        }
    }
    Some(suffices)
}
