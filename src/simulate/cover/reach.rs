//! What is known of whoever comes to a step, by whatever way.

use biodivine_lib_bdd::Bdd;

use super::model::{Model, Reason};

/// What is known, step by step and way by way.
#[derive(Debug)]
pub(super) struct Reach {
    /// Of whoever comes to each step.
    pub known: Vec<Bdd>,
    /// Of whoever takes each way out of each step.
    pub out: Vec<Vec<Bdd>>,
}

/// Follows all ways at once until nothing new is known, where only these reasons count.
pub(super) fn reach(model: &Model<'_>, counts: &dyn Fn(Reason) -> bool) -> Reach {
    let nothing = model.logic.nothing();
    let mut known = vec![nothing.clone(); model.steps.len()];
    let mut out: Vec<Vec<Bdd>> = model.steps.iter().map(|step| vec![nothing.clone(); step.ways.len()]).collect();
    known[0] = model.known_at_start(counts);
    let mut fresh = vec![false; model.steps.len()];
    fresh[0] = true;
    while fresh.contains(&true) {
        for (index, step) in model.steps.iter().enumerate() {
            if !std::mem::take(&mut fresh[index]) {
                continue;
            }
            for (place, way) in step.ways.iter().enumerate() {
                let chances = way.chances.iter().map(|chance| model.after(&known[index], &chance.asks, counts));
                out[index][place] = chances.fold(nothing.clone(), |all, one| all.or(&one));
                if let Some(target) = way.target {
                    let more = known[target].or(&out[index][place]);
                    if more != known[target] {
                        known[target] = more;
                        fresh[target] = true;
                    }
                }
            }
        }
    }
    Reach { known, out }
}
