//! What everybody who comes to a step has passed: the dominators of the flow, after Cooper, Harvey and Kennedy ("A
//! simple, fast dominance algorithm"). What has happened to some of them only is for [`super::Brought`] to say.

use super::flow::Flow;

/// For each step the nearest one that everybody has passed before.
#[derive(Debug)]
pub struct Passed {
    nearest: Vec<Option<usize>>,
}

impl Passed {
    /// Works it out, for people who enter by whatever can be an entry.
    pub fn of(flow: &Flow<'_>) -> Self {
        let outside = flow.steps.len();
        let mut place = vec![0; outside + 1];
        for (at, &step) in flow.order.iter().enumerate() {
            place[step] = at + 1;
        }
        let mut nearest: Vec<Option<usize>> = vec![None; outside + 1];
        nearest[outside] = Some(outside);
        let mut changed = true;
        while changed {
            changed = false;
            for &step in flow.order.iter().filter(|step| flow.reached[**step]) {
                let before = flow.before(&flow.steps[step]).map(|before| before.index);
                let known = before.filter(|before| nearest[*before].is_some());
                let common = known.reduce(|one, other| meet(&nearest, &place, one, other)).unwrap_or(outside);
                changed |= nearest[step].replace(common) != Some(common);
            }
        }
        nearest.truncate(outside);
        nearest.iter_mut().for_each(|step| *step = step.filter(|step| *step < outside));
        Self { nearest }
    }

    /// The steps that everybody has passed who comes to this one, the nearest first; none where nobody comes.
    pub fn before(&self, step: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.nearest[step], |step| self.nearest[*step])
    }
}

/// The nearest step that everybody has passed who has passed one or the other.
fn meet(nearest: &[Option<usize>], place: &[usize], mut one: usize, mut other: usize) -> usize {
    while one != other {
        let later = if place[one] > place[other] { &mut one } else { &mut other };
        match nearest[*later] {
            Some(before) => *later = before,
            None => return nearest.len() - 1,
        }
    }
    one
}
