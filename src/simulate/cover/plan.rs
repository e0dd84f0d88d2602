//! From a path to a person: for every moment at which something may change, in which region each field lies.

use biodivine_lib_bdd::Bdd;

use super::logic::Assignment;
use super::model::{Act, Ask, Model, all};
use super::paths::Path;

/// How one step of a path comes about.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub step: usize,
    pub way: usize,
    pub act: Act,
    /// How the person is on arrival.
    pub arrives: Assignment,
    /// How the person becomes, each time that time passes here.
    pub turns: Vec<Assignment>,
    /// How the person is when the step is left.
    pub leaves: Assignment,
    /// The fields that the step asks for.
    pub asks_for: Vec<usize>,
}

/// Somebody who can take a path, as near to what is preferred as may be; `None` where nobody can.
pub(super) fn plan(model: &Model<'_>, path: &Path, preferred: &Assignment) -> Option<Vec<Stage>> {
    // Forwards: what is known after every part of every chance.
    let mut known = model.known_at_start(&all);
    let mut ways: Vec<(Bdd, Vec<Vec<Bdd>>)> = Vec::new();
    for (step, place) in path {
        let mut after = model.logic.nothing();
        let mut trails = Vec::new();
        for chance in &model.steps[*step].ways[*place].chances {
            let mut trail = Vec::new();
            let mut now = known.clone();
            for ask in &chance.asks {
                now = model.step(&now, ask, &all);
                trail.push(now.clone());
            }
            after = after.or(&now);
            trails.push(trail);
        }
        ways.push((known, trails));
        known = after;
    }
    // Backwards: one person for all of it.
    let mut leaves = model.logic.choose(&known, preferred)?;
    let mut stages = Vec::new();
    for ((step, place), (before, trails)) in path.iter().zip(&ways).rev() {
        let chances = &model.steps[*step].ways[*place].chances;
        let (chance, trail) =
            chances.iter().zip(trails).find(|(_, trail)| model.logic.holds(&leaves, trail.last().unwrap_or(before)))?;
        let (mut at, mut turns, mut asks_for) = (leaves.clone(), Vec::new(), Vec::new());
        for (index, ask) in chance.asks.iter().enumerate().rev() {
            let possible = if index == 0 { before } else { &trail[index - 1] };
            if matches!(ask, Ask::Pass | Ask::Burst) {
                turns.push(at.clone());
            }
            if let Ask::Only(meant, _) = ask {
                asks_for.extend(model.logic.spoken_of(meant));
            }
            let mut wanted = at.clone();
            if let Ask::Anew(fields) = ask {
                fields.iter().for_each(|field| wanted[*field] = preferred[*field]);
            }
            at = model.logic.choose(&possible.and(&model.before(ask, &at)), &wanted)?;
        }
        turns.reverse();
        stages.push(Stage {
            step: *step,
            way: *place,
            act: chance.act.clone(),
            arrives: at.clone(),
            turns,
            leaves: std::mem::replace(&mut leaves, at),
            asks_for,
        });
    }
    stages.reverse();
    Some(stages)
}
