//! What is known of the people who come to a step: what they have passed, what they have met, what they bring along.

use std::collections::VecDeque;

use super::absent::{Absent, absent};
use super::brought::{Datum, Presence, brings, heard, left_by};
use super::flow::Step;
use super::passed::Passed;
use super::{Along, Survey, implied};
use crate::expression::{Expr, QUALIFICATION_EVENT, Root, Target};
use crate::journey::{Action, DataPath, Event, EventId, Kind, Port};

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
            Target::Decision(name) => Some(Datum::Decision(name.to_string())),
            Target::DatasetLookup(name) => Some(Datum::Lookup(name.to_string())),
            _ => None,
        }
    }

    /// How it is with a datum when people come to a step.
    pub fn presence(&self, datum: &Datum, step: &Step<'_>) -> Presence {
        let found = self.brought.at_steps(self.flow, datum, |step, port| self.is_only_with(step, port, datum));
        found[step.index]
    }

    /// The event with which everybody enters, by name, where there is one entry and it is an event.
    pub fn only_event_of_entry(&self) -> Option<&'a str> {
        let mut entries = self.flow.roots.iter().filter(|root| self.flow.reached[**root]);
        let (entry, None) = (&self.flow.steps[*entries.next()?], entries.next()) else { return None };
        self.estate.get::<Event>(heard(&entry.activity.kind)).map(|event| event.name.as_str())
    }

    /// Whether people come to a step that brings the datum.
    pub fn somebody_brings(&self, datum: &Datum) -> bool {
        self.steps().any(|step| self.flow.reached[step.index] && brings(step, datum))
    }

    /// By which way out of which step people come to a step who do not bring the datum: the way that misses it, or the
    /// fork from which another way leads past what brings it.
    pub fn lacking_by(&self, datum: &Datum, step: &'a Step<'a>) -> Option<(&'a Step<'a>, &'a Port)> {
        let all_pass: Vec<usize> = self.passed(step).map(|passed| passed.index).collect();
        let mut seen = vec![false; self.flow.steps.len()];
        let mut here = step;
        loop {
            let wires = here.arriving.iter().map(|&wire| &self.flow.wires[wire]);
            let wire = wires.filter(|wire| self.flow.reached[wire.from] && !seen[wire.from]).find(|wire| {
                let from = &self.flow.steps[wire.from];
                self.presence_by(datum, from, &wire.connection.port).is_open()
            })?;
            let (from, port) = (&self.flow.steps[wire.from], &wire.connection.port);
            let is_fork = all_pass.contains(&from.index) && from.leaving.len() > 1;
            if brings(from, datum) || is_fork {
                return Some((from, port));
            }
            seen[from.index] = true;
            here = from;
        }
    }

    /// The expressions that read what some people, or all, do not bring along.
    pub fn absent(&self) -> &[Absent] {
        self.absent.get_or_init(|| absent(self))
    }

    /// How it is with a datum when people leave a step by a port.
    fn presence_by(&self, datum: &Datum, step: &Step<'_>, port: &Port) -> Presence {
        left_by(step, port, datum, self.presence(datum, step), &|step, port| self.is_only_with(step, port, datum))
    }

    /// Whether a path of a condition is taken only by people who bring the datum: what it asks is true of nobody else,
    /// or an earlier path takes all others.
    fn is_only_with(&self, step: &Step<'_>, port: &Port, datum: &Datum) -> bool {
        let Kind::Condition(condition) = step.kind() else { return false };
        let Some(paths) = condition.test.questions() else { return false };
        let (earlier, own) = match port {
            Port::Branch(branch) => match paths.iter().position(|path| path.id == *branch) {
                Some(at) => (&paths[..at], Some(&paths[at])),
                None => return false,
            },
            Port::Other => (paths, None),
            _ => return false,
        };
        let inventory = self.estate.inventory();
        let named = match datum {
            Datum::Event(id) => inventory.get::<Event>(id).map(|event| (Root::Event, event.name.as_str())),
            Datum::Qualification => Some((Root::Event, QUALIFICATION_EVENT)),
            Datum::Reply(id) => inventory.get::<Action>(id).map(|action| (Root::Action, action.name.as_str())),
            Datum::Decision(name) => Some((Root::Decision, name.as_str())),
            Datum::Lookup(name) => Some((Root::DatasetLookup, name.as_str())),
        };
        let Some((root, name)) = named else { return false };
        let proves = |path: &DataPath, how: fn(&Expr, Root, &str) -> bool| {
            let parsed = self.estate.language.parsed(path.expression.as_str());
            parsed.sound().is_some_and(|tree| how(tree, root, name))
        };
        own.is_some_and(|path| proves(path, implied::implies))
            || earlier.iter().any(|path| proves(path, implied::is_denied_by))
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
