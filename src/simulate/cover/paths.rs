//! All paths at once: a diagram over the ways that are taken, in which every path that somebody can take is one
//! solution. Paths share their parts, so that 2^30 of them are no more work than 30 forks.

use std::collections::BTreeSet;

use biodivine_lib_bdd::{Bdd, BddVariable};

use super::model::{Model, all};

/// A diagram larger than this is given up.
const MOST_NODES: usize = 1_500_000;

/// All paths.
#[derive(Debug)]
pub(super) struct Paths {
    /// Over the variables of ways alone.
    pub taken: Bdd,
    /// How many there are, exactly.
    pub count: String,
}

/// One way after the other, by step and place, from the entry to an end.
pub(super) type Path = Vec<(usize, usize)>;

/// Every path that somebody can take; with `drawn`, every path that is drawn, whatever it asks. Ways that lead back end
/// a path. `None` where there is no room for them.
pub(super) fn paths(model: &Model<'_>, drawn: bool) -> Option<Paths> {
    let logic = &model.logic;
    let variables = model.steps.iter().flat_map(|step| &step.ways).filter_map(|way| way.taken);
    let begin = logic.none_of(variables);
    let mut known = vec![logic.nothing(); model.steps.len()];
    known[0] = if drawn { begin } else { begin.and(&model.known_at_start(&all)) };
    let mut ends = logic.nothing();
    for (index, step) in model.steps.iter().enumerate() {
        let here = std::mem::replace(&mut known[index], logic.nothing());
        if here.is_false() {
            continue;
        }
        for way in &step.ways {
            let after = if drawn {
                here.clone()
            } else {
                let chances = way.chances.iter().map(|chance| model.after(&here, &chance.asks, &all));
                chances.fold(logic.nothing(), |all, one| all.or(&one))
            };
            let after = match way.taken {
                Some(variable) => after.var_exists(variable).and(&logic.literal(variable, true)),
                None => after,
            };
            match way.target.filter(|_| !way.back) {
                Some(target) => known[target] = known[target].or(&after),
                None => ends = ends.or(&logic.forget_fields(&after)),
            }
            if after.size() > MOST_NODES || ends.size() > MOST_NODES {
                return None;
            }
        }
    }
    let count = (ends.exact_cardinality() >> logic.width()).to_string();
    Some(Paths { taken: ends, count })
}

impl Paths {
    /// The path among these on which ways of the greatest weight are taken; `None` where there is none.
    pub(super) fn best(among: &Bdd, weight: &dyn Fn(BddVariable) -> u64) -> Option<BTreeSet<BddVariable>> {
        if among.is_false() {
            return None;
        }
        // Nodes stand behind those to which they lead; the two constants stand first.
        let mut best: Vec<Option<u64>> = vec![None; among.size().max(2)];
        for pointer in among.pointers() {
            let index = pointer.to_index();
            best[index] = if pointer.is_zero() {
                None
            } else if pointer.is_one() {
                Some(0)
            } else {
                let low = best[among.low_link_of(pointer).to_index()];
                let high =
                    best[among.high_link_of(pointer).to_index()].map(|rest| rest + weight(among.var_of(pointer)));
                low.max(high)
            };
        }
        let mut taken = BTreeSet::new();
        let mut at = among.root_pointer();
        while !at.is_terminal() {
            let (low, high) = (among.low_link_of(at), among.high_link_of(at));
            let by_high = best[high.to_index()].map(|rest| rest + weight(among.var_of(at)));
            if by_high > best[low.to_index()] {
                taken.insert(among.var_of(at));
                at = high;
            } else {
                at = low;
            }
        }
        Some(taken)
    }

    /// The first so many, in the order of the steps.
    pub(super) fn first(&self, model: &Model<'_>, most: usize) -> Vec<Path> {
        let clauses = self.taken.sat_clauses().take(most);
        let taken = clauses.map(|clause| {
            let set = clause.to_values().into_iter().filter(|(_, value)| *value).map(|(variable, _)| variable);
            set.collect::<BTreeSet<BddVariable>>()
        });
        taken.map(|taken| path(model, &taken)).collect()
    }
}

/// The path on which these ways are taken.
pub(super) fn path(model: &Model<'_>, taken: &BTreeSet<BddVariable>) -> Path {
    let mut path = Path::new();
    let mut at = Some(0);
    while let Some(step) = at {
        let ways = &model.steps[step].ways;
        let found = ways.iter().position(|way| way.taken.is_none_or(|variable| taken.contains(&variable)));
        let Some(place) = found else { break };
        path.push((step, place));
        at = ways[place].target.filter(|_| !ways[place].back);
    }
    path
}

/// The diagram of one path, among all.
pub(super) fn only(model: &Model<'_>, path: &Path) -> Bdd {
    let mut meant = model.logic.anything();
    for (step, place) in path.iter().rev() {
        if let Some(variable) = model.steps[*step].ways[*place].taken {
            meant = model.logic.literal(variable, true).and(&meant);
        }
    }
    meant
}
