//! What is known of the people who come to a step: what they have passed, what they have met, what they bring along.

use std::collections::VecDeque;

use super::brought::{Datum, Presence, heard};
use super::flow::Step;
use super::passed::Passed;
use super::{Along, Survey, implied};
use crate::expression::{QUALIFICATION_EVENT, Root, Target};
use crate::journey::{Action, Event, EventId, Kind, Port};

impl<'a> Survey<'a> {
    /// The steps that everybody has passed who comes to this one, the nearest first.
    pub fn passed(&self, step: &Step<'_>) -> impl Iterator<Item = &'a Step<'a>> {
        let passed = self.passed.get_or_init(|| Passed::of(self.flow));
        passed.before(step.index).map(|index| &self.flow.steps[index])
    }

    /// How much of something one person meets on the way to each step, and on one whole way through.
    pub fn along(&self, meets: impl Fn(&Step<'_>, &Port) -> usize) -> Along {
        Along::of(self.flow, meets)
    }

    /// What a reference means that a step must bring, as far as the inventory knows it.
    pub fn datum(&self, target: &Target) -> Option<Datum> {
        let inventory = self.estate.inventory();
        match target {
            Target::Event(name) if name == QUALIFICATION_EVENT => Some(Datum::Qualification),
            Target::Event(name) => inventory.named::<Event>(name).map(|event| Datum::Event(event.id.clone())),
            Target::Action(name) => inventory.named::<Action>(name).map(|action| Datum::Reply(action.id.clone())),
            Target::Decision(name) => Some(Datum::Decision(name.clone())),
            Target::DatasetLookup(name) => Some(Datum::Lookup(name.clone())),
            _ => None,
        }
    }

    /// How it is with a datum when people come to a step.
    pub fn presence(&self, datum: &Datum, step: &Step<'_>) -> Presence {
        let found = self.brought.at_steps(self.flow, datum, |step, port| self.is_only_with(step, port, datum));
        found[step.index]
    }

    /// Whether a path of a condition is taken only by people who bring the datum.
    fn is_only_with(&self, step: &Step<'_>, port: &Port, datum: &Datum) -> bool {
        let Port::Branch(branch) = port else { return false };
        let Kind::Condition(condition) = step.kind() else { return false };
        let Some(paths) = condition.test.questions() else { return false };
        let Some(path) = paths.iter().find(|path| path.id == *branch) else { return false };
        let parsed = self.estate.language.parsed(path.expression.as_str());
        let inventory = self.estate.inventory();
        let named = match datum {
            Datum::Event(id) => inventory.get::<Event>(id).map(|event| (Root::Event, event.name.as_str())),
            Datum::Qualification => Some((Root::Event, QUALIFICATION_EVENT)),
            Datum::Reply(id) => inventory.get::<Action>(id).map(|action| (Root::Action, action.name.as_str())),
            Datum::Decision(name) => Some((Root::Decision, name.as_str())),
            Datum::Lookup(name) => Some((Root::DatasetLookup, name.as_str())),
        };
        let (Some(tree), Some((root, name))) = (parsed.sound(), named) else { return false };
        implied::implies(tree, root, name)
    }

    /// The events that have happened to everybody who comes to a step, the nearest first.
    pub fn certain_events(&self, step: &'a Step<'a>) -> Vec<&'a EventId> {
        let mut nearest: Vec<&EventId> = Vec::new();
        let mut seen = vec![false; self.flow.steps.len()];
        let mut open = VecDeque::from([step]);
        while let Some(before) = open.pop_front() {
            let event = heard(&before.activity.kind).filter(|event| !nearest.contains(event));
            nearest.extend(event.filter(|_| before.index != step.index));
            open.extend(self.flow.before(before).filter(|from| !std::mem::replace(&mut seen[from.index], true)));
        }
        nearest.retain(|event| self.presence(&Datum::Event((*event).clone()), step).is_certain());
        nearest
    }
}
