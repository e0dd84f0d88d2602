//! Proofs in plain words: which earlier condition contradicts a branch that nobody can take. Of everything that is
//! asked on the way only what is needed is named: whatever can be left out without making the branch possible is left
//! out.

use std::collections::BTreeSet;

use crate::journey::{Activity, ActivityId, BranchId, Kind, Port, SplitPath, Test};

use super::collect::sound;
use super::logic::Truth;
use super::model::{Model, Out, Reason, Step};
use super::reach::{Reach, reach};
use super::term::Key;
use super::ways::is_drawn;

/// Finds proofs.
pub(super) struct Because<'m, 'a> {
    model: &'m Model<'a>,
    reach: &'m Reach,
}

impl<'m, 'a> Because<'m, 'a> {
    pub(super) fn new(model: &'m Model<'a>, reach: &'m Reach) -> Self {
        Self { model, reach }
    }

    /// Why nobody can take a branch.
    pub(super) fn nobody(&self, activity: &ActivityId, port: &Port) -> String {
        let found = self.model.steps.iter().position(|step| step.activity.id == *activity);
        let Some(index) = found else { return "no way leads to this step".to_owned() };
        let step = &self.model.steps[index];
        if let Some(words) = self.by_itself(step, port) {
            return words;
        }
        let needed = self.needed(index, port);
        let names: Vec<String> = needed.iter().filter_map(|reason| self.reason(*reason, index)).collect();
        if self.reach.known[index].is_false() {
            return match names.as_slice() {
                [] => "nobody comes to this step".to_owned(),
                names => format!("nobody comes to this step: {}", names.join("; ")),
            };
        }
        let own = self.asks(step.activity, port);
        match names.as_slice() {
            [] => own.unwrap_or_else(|| "nobody can take it".to_owned()),
            names => {
                let own = own.map_or_else(String::new, |own| format!("; {own}"));
                format!("{}{own}, and nothing on the way lets that change", names.join("; "))
            }
        }
    }

    /// What is not decided about a branch that nobody was seen to take.
    pub(super) fn open(&self, activity: &ActivityId, port: &Port) -> String {
        let step = self.model.steps.iter().position(|step| step.activity.id == *activity);
        let mut parts: BTreeSet<String> = BTreeSet::new();
        if let Some(index) = step {
            for way in self.model.steps[index].ways.iter().filter(|way| way.out == Out::By(port.clone())) {
                for ask in way.chances.iter().flat_map(|chance| &chance.asks) {
                    let super::model::Ask::Only(meant, _) = ask else { continue };
                    for field in self.model.logic.spoken_of(meant) {
                        if let Key::Open(text) = &self.model.logic.asked.fields[field].key {
                            parts.insert(format!("`{text}`"));
                        }
                    }
                }
            }
        }
        match parts.len() {
            0 => "no scenario was found that takes it, and nothing proves that there is none".to_owned(),
            _ => {
                let parts: Vec<String> = parts.into_iter().collect();
                format!("{} cannot be decided exactly, and no values were found that lead here", parts.join(" and "))
            }
        }
    }

    /// What the step says by itself, whoever comes.
    fn by_itself(&self, step: &Step<'_>, port: &Port) -> Option<String> {
        match (&step.activity.kind, port) {
            (Kind::Condition(condition), Port::Error) => match &condition.test {
                Test::Split(_) | Test::Experiment(_) => Some("chance cannot fail".to_owned()),
                Test::Time(_) | Test::Date(_) => Some("the clock cannot fail".to_owned()),
                Test::ProfileCap(_) => Some("counting cannot fail".to_owned()),
                Test::Data(_) | Test::Targeting(_) => {
                    let nothing_fails = self.fails_nowhere(step);
                    nothing_fails.then(|| "nothing that it asks can fail".to_owned())
                }
            },
            (Kind::Condition(condition), Port::Branch(id)) => match &condition.test {
                Test::Split(paths) => undrawn(paths, &condition.test, id),
                Test::Experiment(experiment) => undrawn(&experiment.treatments, &condition.test, id),
                Test::ProfileCap(cap) if cap.limit == 0 => Some("the cap lets nobody through".to_owned()),
                _ => None,
            },
            (Kind::UpdateProfile(_), Port::Error) => Some("nothing that it writes can fail".to_owned()),
            (_, Port::Timeout) if step.activity.kind.timeout().is_none() => {
                Some("it waits without end: no time limit is set".to_owned())
            }
            _ => None,
        }
    }

    fn fails_nowhere(&self, step: &Step<'_>) -> bool {
        let place = step.activity.id.as_str();
        paths(step.activity).iter().all(|path| match sound(&path.expression) {
            Some(tree) => self.model.logic.truth(&tree, place).fails.is_false(),
            None => false,
        })
    }

    /// What a branch asks, and whether that is possible at all.
    fn asks(&self, activity: &Activity, port: &Port) -> Option<String> {
        let paths = paths(activity);
        match port {
            Port::Branch(id) => {
                let place = paths.iter().position(|path| path.id == *id)?;
                let text = paths[place].expression.as_str().trim().to_owned();
                let truth = |index: usize| -> Option<Truth> {
                    Some(self.model.logic.truth(&*sound(&paths[index].expression)?, activity.id.as_str()))
                };
                let own = truth(place)?;
                if own.yes.is_false() {
                    return Some(format!("`{text}` is true for no value"));
                }
                // Whether those above it already take everybody who would fit.
                let mut above: Vec<usize> = (0..place).collect();
                let taken = |above: &[usize]| {
                    let rest = above.iter().filter_map(|index| truth(*index));
                    rest.fold(own.yes.clone(), |left, truth| left.and_not(&truth.yes).and_not(&truth.fails))
                };
                if taken(&above).is_false() {
                    for index in (0..place).rev() {
                        let without: Vec<usize> = above.iter().copied().filter(|other| *other != index).collect();
                        if taken(&without).is_false() {
                            above = without;
                        }
                    }
                    let names: Vec<String> =
                        above.iter().map(|index| branch_name(&paths[*index].label, &paths[*index].id)).collect();
                    return Some(format!("whoever fits `{text}` has been taken by {} above it", and(&names)));
                }
                Some(format!("this path asks `{text}`"))
            }
            Port::Other => match &activity.kind {
                Kind::Condition(condition) if condition.test.questions().is_some() => {
                    Some("its paths take everybody who comes".to_owned())
                }
                Kind::Condition(_) => Some("its paths take every moment".to_owned()),
                _ => None,
            },
            Port::Error if activity.kind.is_action() => Some("nothing is sent to whoever comes here".to_owned()),
            _ => None,
        }
    }

    /// The fewest reasons that make the branch impossible, its own beside.
    fn needed(&self, index: usize, port: &Port) -> BTreeSet<Reason> {
        let mut kept: BTreeSet<Reason> = self.reasons();
        let is_possible = |kept: &BTreeSet<Reason>| {
            let counts = |reason: Reason| reason == Reason::Step(index) || kept.contains(&reason);
            let found = reach(self.model, &counts);
            let ways = self.model.steps[index].ways.iter().zip(&found.out[index]);
            ways.into_iter().any(|(way, out)| way.out == Out::By(port.clone()) && !out.is_false())
        };
        for reason in kept.clone().into_iter().rev() {
            kept.remove(&reason);
            if is_possible(&kept) {
                kept.insert(reason);
            }
        }
        kept.remove(&Reason::Step(index));
        kept
    }

    fn reasons(&self) -> BTreeSet<Reason> {
        let steps = (0..self.model.steps.len()).map(Reason::Step);
        let exits = (0..self.model.journey.properties.exit_criteria.len()).map(Reason::Exit);
        steps.chain(exits).chain([Reason::Entry, Reason::Before]).collect()
    }

    /// A reason in words, seen from a step.
    fn reason(&self, reason: Reason, index: usize) -> Option<String> {
        match reason {
            Reason::Entry => Some(self.entry()),
            Reason::Before => Some("nothing has been answered or brought before that it could ask".to_owned()),
            Reason::Exit(exit) => {
                let criterion = self.model.journey.properties.exit_criteria.get(exit)?;
                let label = if criterion.label.is_empty() { criterion.id.as_str() } else { &criterion.label };
                Some(format!("the exit criterion “{label}” takes the others out"))
            }
            Reason::Step(step) => Some(self.passed(step, index)),
        }
    }

    fn entry(&self) -> String {
        let entry = self.model.steps[0].activity;
        let audience = |id: &Option<crate::journey::AudienceId>| {
            let found = id.as_ref().and_then(|id| self.model.inventory.get::<crate::journey::Audience>(id));
            found.map_or_else(String::new, |audience| match self.model.logic.asked.rules.get(&audience.name) {
                Some(_) => format!(" of “{}” (`{}`)", audience.name, audience.rule.as_str().trim()),
                None => format!(" of “{}”", audience.name),
            })
        };
        match &entry.kind {
            Kind::AudienceQualification(qualification) => match qualification.behaviour.unwrap_or_default() {
                crate::journey::Behaviour::Exit => {
                    format!("whoever comes in has just left the people{}", audience(&qualification.audience))
                }
                _ => format!("whoever comes in is one{}", audience(&qualification.audience)),
            },
            Kind::ReadAudience(read) => format!("whoever comes in is one{}", audience(&read.audience)),
            Kind::BusinessEvent(_) => "whoever comes in is in the audience that is read".to_owned(),
            _ => format!("{} brings only such people", name(entry)),
        }
    }

    /// What people have shown at a step before they come to another.
    fn passed(&self, step: usize, index: usize) -> String {
        let found = &self.model.steps[step];
        let leads: Vec<&Out> = found
            .ways
            .iter()
            .filter(|way| way.target.is_some_and(|target| self.leads(target, index)))
            .map(|way| &way.out)
            .collect();
        let mut taken: Vec<String> = Vec::new();
        for out in leads {
            let words = match out {
                Out::By(Port::Branch(id)) => {
                    let path = paths(found.activity).iter().find(|path| path.id == *id);
                    match path {
                        Some(path) => {
                            format!("{} (`{}`)", branch_name(&path.label, &path.id), path.expression.as_str().trim())
                        }
                        None => branch_name(found.activity.kind.branch_label(id).unwrap_or_default(), id),
                    }
                }
                Out::By(Port::Other) => "the other cases".to_owned(),
                Out::By(Port::Error) => "the error path".to_owned(),
                Out::By(Port::Timeout) => "the timeout path".to_owned(),
                Out::By(Port::Next) | Out::Leaves => "the usual way".to_owned(),
            };
            if !taken.contains(&words) {
                taken.push(words);
            }
        }
        let taken = or(&taken);
        format!("whoever comes here took {taken} of {}", name(found.activity))
    }

    fn leads(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![false; self.model.steps.len()];
        let mut open = vec![from];
        while let Some(step) = open.pop() {
            if step == to {
                return true;
            }
            if !std::mem::replace(&mut seen[step], true) {
                open.extend(self.model.steps[step].ways.iter().filter_map(|way| way.target));
            }
        }
        false
    }
}

fn undrawn(paths: &[SplitPath], test: &Test, id: &BranchId) -> Option<String> {
    let share = paths.iter().find(|path| path.id == *id)?.share;
    let words = if share == 0 { "its share is 0 %" } else { "the shares above it make 100 % already" };
    (!is_drawn(test, id)).then(|| words.to_owned())
}

pub(super) fn paths(activity: &Activity) -> &[crate::journey::DataPath] {
    match &activity.kind {
        Kind::Condition(condition) => condition.test.questions().unwrap_or_default(),
        _ => &[],
    }
}

/// A step in a sentence.
pub(super) fn name(activity: &Activity) -> String {
    format!("“{}”", activity.label_or_id())
}

pub(super) fn branch_name(label: &str, id: &BranchId) -> String {
    if label.is_empty() { format!("“{id}”") } else { format!("“{label}”") }
}

fn and(names: &[String]) -> String {
    join(names, "and")
}

fn or(names: &[String]) -> String {
    join(names, "or")
}

fn join(names: &[String], word: &str) -> String {
    match names {
        [] => "a way".to_owned(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} {word} {last}", before.join(", ")),
    }
}
