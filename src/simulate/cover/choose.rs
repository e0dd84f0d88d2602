//! Chooses paths until every branch that somebody takes is taken: each time the path on which most is new. Every path
//! is sent through the dry run before it counts.

use std::collections::{BTreeMap, BTreeSet};

use biodivine_lib_bdd::{Bdd, BddVariable};

use crate::journey::{ActivityId, Port, Workspace};
use crate::run::port_word;

use super::because::{Because, branch_name, name};
use super::direct::{Director, Made, earlier, starts, taken};
use super::model::{Model, Out};
use super::paths::{Path, Paths, only, path};
use super::plan::plan;
use super::reach::Reach;
use super::result::{BranchCover, CoverScenario, Covered, hops};
use super::values::Base;
use super::watch::{Progress, Watch};

/// Paths that are tried for one branch before it is called open.
const MOST_TRIES: usize = 6;

/// Branches that are compared with each other, each with each.
const MOST_COMPARED: usize = 160;

/// Decisions and lookups of one path of which it is tried that nothing comes.
const MOST_CONSULTS: usize = 4;

/// Beginnings that are tried for one path.
const MOST_STARTS: usize = 40;

/// A branch: a step, by its id, and a port.
type Branch = (ActivityId, Port);

/// The choice as it grows.
pub(super) struct Choosing<'m, 'a> {
    model: &'m Model<'a>,
    workspace: &'m Workspace,
    base: &'m Base,
    reach: &'m Reach,
    paths: Option<&'m Paths>,
    branches: Vec<Branch>,
    /// Those that somebody may be able to take.
    possible: BTreeSet<Branch>,
    made: Vec<(Made, Path, BTreeSet<Branch>)>,
    /// Why a run took a branch.
    reasons: BTreeMap<Branch, String>,
    watch: &'m Watch<'m>,
}

impl<'m, 'a> Choosing<'m, 'a> {
    pub(super) fn new(
        model: &'m Model<'a>,
        workspace: &'m Workspace,
        base: &'m Base,
        (reach, paths): (&'m Reach, Option<&'m Paths>),
        watch: &'m Watch<'m>,
    ) -> Self {
        let branches = branches(model);
        let mut possible = BTreeSet::new();
        for (step, out) in model.steps.iter().zip(&reach.out) {
            for (way, known) in step.ways.iter().zip(out) {
                if let (Out::By(port), false) = (&way.out, known.is_false()) {
                    possible.insert((step.activity.id.clone(), port.clone()));
                }
            }
        }
        let reasons = BTreeMap::new();
        Self { model, workspace, base, reach, paths, branches, possible, made: Vec::new(), reasons, watch }
    }

    /// Makes scenarios until nothing more is taken.
    pub(super) fn cover(&mut self) {
        let Some(paths) = self.paths else { return };
        let mut among = paths.taken.clone();
        let mut left: BTreeSet<Branch> =
            self.branches.iter().filter(|it| self.possible.contains(*it)).cloned().collect();
        // A journey without branches has a path all the same.
        if left.is_empty() {
            self.take(&among, &BTreeSet::new());
        }
        while let Some(wanted) = left.first().cloned() {
            let (before, branches, people) = (left.len(), self.branches.len(), self.made.len());
            if !self.watch.is_at(Progress { decided: branches - before, branches, people }) {
                return;
            }
            let mut here = among.and(&self.taking(&wanted));
            for _ in 0..MOST_TRIES {
                let greedy = if left.len() == before { &among } else { &here };
                // First what brings most, then this very branch.
                let Some(path) = self.best(greedy, &left).or_else(|| self.best(&here, &left)) else { break };
                let tried = only(self.model, &path);
                match self.make(&path) {
                    Some(made) => {
                        self.keep(made, path);
                        let taken = &self.made.last().expect("it was kept").2;
                        left.retain(|branch| !taken.contains(branch));
                        break;
                    }
                    None => {
                        among = among.and_not(&tried);
                        here = here.and_not(&tried);
                        // The greatest path cannot be made: from here on this branch alone counts.
                        if let Some(path) = self.best(&here, &BTreeSet::from([wanted.clone()])) {
                            if let Some(made) = self.make(&path) {
                                self.keep(made, path);
                                let taken = &self.made.last().expect("it was kept").2;
                                left.retain(|branch| !taken.contains(branch));
                                break;
                            }
                            here = here.and_not(&only(self.model, &path));
                        } else {
                            break;
                        }
                    }
                }
            }
            if left.len() == before {
                left.remove(&wanted);
            }
        }
        self.thin_out();
    }

    /// One path of these, for what it takes.
    fn take(&mut self, among: &Bdd, wanted: &BTreeSet<Branch>) {
        if let Some(path) = self.best(among, wanted)
            && let Some(made) = self.make(&path)
        {
            self.keep(made, path);
        }
    }

    fn keep(&mut self, mut made: Made, path: Path) {
        made.scenario.description = self.story(&path);
        let mut branches = BTreeSet::new();
        for (activity, port, because) in taken(&made.trace, &made.scenario) {
            let branch = (activity, port);
            if self.branches.contains(&branch) {
                if let Some(because) = because {
                    self.reasons.entry(branch.clone()).or_insert(because);
                }
                branches.insert(branch);
            }
        }
        self.made.push((made, path, branches));
    }

    /// A path by what is chosen on it.
    fn story(&self, path: &Path) -> String {
        let mut words: Vec<String> = Vec::new();
        for (step, way) in path.iter().filter(|(step, _)| self.model.steps[*step].ways.len() > 1) {
            let step = &self.model.steps[*step];
            let chosen = match &step.ways[*way].out {
                Out::By(Port::Branch(id)) => branch_name(step.activity.kind.branch_label(id).unwrap_or_default(), id),
                Out::By(Port::Other) => "other cases".to_owned(),
                Out::By(Port::Timeout) => "timeout".to_owned(),
                Out::By(Port::Error) => "error".to_owned(),
                Out::By(Port::Next) => continue,
                Out::Leaves => "leaves".to_owned(),
            };
            words.push(format!("{}: {chosen}", name(step.activity)));
        }
        if words.is_empty() { "The usual way".to_owned() } else { words.join("; ") }
    }

    /// Scenarios all of whose branches others take are left out again, the last first.
    fn thin_out(&mut self) {
        for index in (0..self.made.len()).rev() {
            let others = self.made.iter().enumerate().filter(|(other, _)| *other != index);
            let taken: BTreeSet<&Branch> = others.flat_map(|(_, (_, _, branches))| branches).collect();
            if self.made.len() > 1 && self.made[index].2.iter().all(|branch| taken.contains(branch)) {
                self.made.remove(index);
            }
        }
    }

    /// The path on which most of these branches are taken.
    fn best(&self, among: &Bdd, wanted: &BTreeSet<Branch>) -> Option<Path> {
        let mut weights: BTreeMap<BddVariable, u64> = BTreeMap::new();
        for step in &self.model.steps {
            for way in &step.ways {
                if let (Some(variable), Out::By(port)) = (way.taken, &way.out)
                    && wanted.contains(&(step.activity.id.clone(), port.clone()))
                {
                    weights.insert(variable, 1);
                }
            }
        }
        let taken = Paths::best(among, &|variable| weights.get(&variable).copied().unwrap_or(0))?;
        Some(path(self.model, &taken))
    }

    /// The paths that take a branch.
    fn taking(&self, branch: &Branch) -> Bdd {
        let logic = &self.model.logic;
        let mut meant = logic.nothing();
        for step in self.model.steps.iter().filter(|step| step.activity.id == branch.0) {
            for way in step.ways.iter().filter(|way| way.out == Out::By(branch.1.clone())) {
                meant = match way.taken {
                    Some(variable) => meant.or(&logic.literal(variable, true)),
                    None => logic.anything(),
                };
            }
        }
        meant
    }

    /// Somebody who takes the path, and the run that shows it.
    fn make(&self, path: &Path) -> Option<Made> {
        let stages = plan(self.model, path, &self.base.preferred)?;
        let director = Director { model: self.model, workspace: self.workspace, base: self.base };
        let number = self.made.len() + 1;
        let consults = stages.iter().filter(|stage| stage.act == super::model::Act::Consulted).count();
        for empty in 0..1_u32 << consults.min(MOST_CONSULTS) {
            let mut open = starts(self.model, self.workspace);
            let mut tried = 0;
            let mut at = 0;
            while at < open.len() && tried < MOST_STARTS {
                if !self.watch.goes_on() {
                    return None;
                }
                match director.make(&stages, number, open[at], empty) {
                    Ok(made) => return Some(made),
                    Err(stuck) => {
                        let (offset, wanted) = stuck.clock.unwrap_or_default();
                        let better = wanted.into_iter().filter_map(|moment| earlier(self.model, moment, offset));
                        let better: Vec<_> = better.filter(|start| !open.contains(start)).collect();
                        open.extend(better);
                    }
                }
                at += 1;
                tried += 1;
            }
        }
        None
    }

    /// What is known of every branch.
    pub(super) fn branches(&self) -> Vec<BranchCover> {
        let because = Because::new(self.model, self.reach);
        self.branches
            .iter()
            .take_while(|_| self.watch.goes_on())
            .map(|branch| {
                let shown = self.made.iter().find(|(_, _, branches)| branches.contains(branch));
                let (status, words) = match shown {
                    Some(_) => {
                        let seen = self.reasons.get(branch).cloned().unwrap_or_default();
                        (Covered::Covered, seen)
                    }
                    None if !self.possible.contains(branch) => {
                        (Covered::Impossible, because.nobody(&branch.0, &branch.1))
                    }
                    None => (Covered::Open, because.open(&branch.0, &branch.1)),
                };
                BranchCover {
                    activity: branch.0.clone(),
                    branch: port_word(&branch.1),
                    port: branch.1.clone(),
                    status,
                    because: words,
                    scenario: shown.map(|(made, _, _)| made.scenario.name.clone()),
                }
            })
            .collect()
    }

    /// No smaller set covers as much: among these branches no two are taken on one path. As many of them as there are
    /// scenarios are enough to look for.
    pub(super) fn lower_bound(&self) -> usize {
        let enough = self.made.len();
        let Some(paths) = self.paths.filter(|_| enough > 1) else { return enough };
        let covered: BTreeSet<&Branch> = self.made.iter().flat_map(|(_, _, branches)| branches).collect();
        let covered: Vec<&Branch> = covered.into_iter().collect();
        let together = |one: usize, other: usize| {
            let both =
                |branches: &BTreeSet<Branch>| branches.contains(covered[one]) && branches.contains(covered[other]);
            self.made.iter().any(|(_, _, branches)| both(branches))
        };
        let diagrams: Vec<Bdd> = covered.iter().map(|branch| paths.taken.and(&self.taking(branch))).collect();
        let mut known: BTreeMap<(usize, usize), bool> = BTreeMap::new();
        let mut apart = |one: usize, other: usize| {
            let pair = (one.min(other), one.max(other));
            *known.entry(pair).or_insert_with(|| {
                // What a run took although the diagrams do not say so counts for nothing here.
                let is_real = !diagrams[one].is_false() && !diagrams[other].is_false();
                is_real && !together(one, other) && diagrams[one].and(&diagrams[other]).is_false()
            })
        };
        // The ways out of one step: nobody takes two of them.
        let beside = |one: usize| covered.iter().filter(|other| other.0 == covered[one].0).count();
        let mut most = (0..covered.len()).map(beside).max().unwrap_or(1).min(enough);
        if covered.len() > MOST_COMPARED {
            return most;
        }
        for first in 0..covered.len() {
            if most >= enough || !self.watch.goes_on() {
                break;
            }
            let mut group = 1;
            let mut open: Vec<usize> =
                (0..covered.len()).filter(|other| *other != first && apart(first, *other)).collect();
            // The one that leaves most others possible comes next.
            while !open.is_empty() {
                let left = |one: usize, apart: &mut dyn FnMut(usize, usize) -> bool| {
                    open.iter().copied().filter(|other| *other != one && apart(one, *other)).collect::<Vec<_>>()
                };
                let rests: Vec<Vec<usize>> = open.iter().map(|one| left(*one, &mut apart)).collect();
                open = rests.into_iter().max_by_key(Vec::len).unwrap_or_default();
                group += 1;
            }
            most = most.max(group);
        }
        most
    }

    /// The scenarios, each with its path.
    pub(super) fn scenarios(&self) -> Vec<CoverScenario> {
        self.made
            .iter()
            .map(|(made, path, _)| CoverScenario {
                name: made.scenario.name.clone(),
                path: hops(self.model, path),
                scenario: made.scenario.clone(),
                profile: made.profile.clone(),
            })
            .collect()
    }
}

/// The branches of a journey: all ways out of steps that have several, and of conditions.
fn branches(model: &Model<'_>) -> Vec<Branch> {
    let mut branches: Vec<Branch> = Vec::new();
    let mut add = |activity: &ActivityId, ports: Vec<Port>| {
        for port in ports {
            let branch = (activity.clone(), port);
            if !branches.contains(&branch) {
                branches.push(branch);
            }
        }
    };
    let forks =
        |kind: &crate::journey::Kind| kind.ports().len() > 1 || matches!(kind, crate::journey::Kind::Condition(_));
    for (index, step) in model.steps.iter().enumerate() {
        if index > 0 && forks(&step.activity.kind) {
            add(&step.activity.id, step.activity.kind.ports());
        }
    }
    // Steps to which no way leads.
    for activity in &model.journey.activities {
        let is_reached = model.steps.iter().any(|step| step.activity.id == activity.id);
        if !is_reached && forks(&activity.kind) {
            add(&activity.id, activity.kind.ports());
        }
    }
    branches
}
