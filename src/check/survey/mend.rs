//! Edits for remedies: the small changes that many rules offer, each said once.

use std::collections::BTreeSet;
use std::fmt;

use super::flow::{Flow, Step, Wire};
use crate::edit::{Edit, placeholder};
use crate::journey::{Activity, ActivityId, Connection, ConnectionId, Journey, Kind, Port, Properties, Word};

/// How far to the right a new card stands from the one before it, in canvas units.
const NEXT_CARD: i32 = 280;

/// Builds edits of one journey. New ids are [placeholders](placeholder), to be drawn by whoever applies them.
#[derive(Clone, Copy)]
pub struct Mend<'a> {
    pub(super) journey: &'a Journey,
    pub(super) flow: &'a Flow<'a>,
}

impl Mend<'_> {
    /// The step with another content.
    pub fn step(&self, step: &Step<'_>, change: impl FnOnce(&mut Activity)) -> Vec<Edit> {
        let mut activity = step.activity.clone();
        change(&mut activity);
        vec![Edit::SetActivity { journey: self.journey.id.clone(), activity: Box::new(activity) }]
    }

    /// The step with another text in one of its expressions.
    pub fn expression(&self, step: &Step<'_>, field: &str, text: &str) -> Vec<Edit> {
        self.step(step, |activity| {
            activity.walk_mut(&mut |at, word, known| {
                if word == Word::Expression && at.to_string() == field {
                    text.clone_into(known);
                }
            });
        })
    }

    /// The journey with another text in an expression of its properties.
    pub fn property_expression(&self, field: &str, text: &str) -> Vec<Edit> {
        self.properties(|properties| {
            properties.walk_mut(&mut |at, word, known| {
                if word == Word::Expression && at.to_string() == field {
                    text.clone_into(known);
                }
            });
        })
    }

    /// The step, naming another object or journey in one of its fields.
    pub fn refer(&self, step: &Step<'_>, field: &str, id: &str) -> Vec<Edit> {
        self.step(step, |activity| activity.walk_mut(&mut |at, word, known| put(at, word, known, field, id)))
    }

    /// The journey, naming another object in a field of its properties.
    pub fn property_refers(&self, field: &str, id: &str) -> Vec<Edit> {
        self.properties(|properties| properties.walk_mut(&mut |at, word, known| put(at, word, known, field, id)))
    }

    /// Other properties of the journey.
    pub fn properties(&self, change: impl FnOnce(&mut Properties)) -> Vec<Edit> {
        let mut properties = self.journey.properties.clone();
        change(&mut properties);
        vec![Edit::SetProperties { journey: self.journey.id.clone(), properties: Box::new(properties) }]
    }

    /// Takes a wire away.
    pub fn disconnect(&self, connection: &Connection) -> Edit {
        Edit::Disconnect { journey: self.journey.id.clone(), connection: connection.id.clone() }
    }

    /// A new wire between two steps.
    pub fn connect(&self, from: &ActivityId, port: Port, to: &ActivityId, number: usize) -> Edit {
        Edit::Connect {
            journey: self.journey.id.clone(),
            connection: Connection {
                id: ConnectionId(placeholder("wire", number)),
                from: from.clone(),
                port,
                to: to.clone(),
            },
        }
    }

    /// Takes a step away. Where it had a single way on, what led to it leads there instead, as when somebody deletes it
    /// on the canvas; of several ways nobody can say which one was meant, and all at once would be a fork.
    pub fn remove(&self, step: &Step<'_>) -> Vec<Edit> {
        let mut edits =
            vec![Edit::RemoveActivity { journey: self.journey.id.clone(), activity: step.activity.id.clone() }];
        let [onwards] = step.leaving.as_slice() else { return edits };
        let after = self.flow.wires[*onwards].to;
        let mut healed = BTreeSet::new();
        for before in step.arriving.iter().map(|&wire| &self.flow.wires[wire]) {
            let (from, port) = (&self.flow.steps[before.from], &before.connection.port);
            let already = self.flow.leaving(from, port).any(|wire| wire.to == after);
            let itself = before.from == step.index || before.from == after || after == step.index;
            if !itself && !already && healed.insert((before.from, port)) {
                let to = &self.flow.steps[after].activity.id;
                edits.push(self.connect(&before.connection.from, port.clone(), to, healed.len()));
            }
        }
        edits
    }

    /// A new step in the middle of a wire.
    pub fn insert(&self, wire: &Wire<'_>, label: &str, kind: Kind) -> Vec<Edit> {
        let (left, right) = (self.flow.steps[wire.from].at, self.flow.steps[wire.to].at);
        let activity = Activity { id: new_id(&kind), label: label.to_owned(), kind, ..Activity::default() };
        let middle = activity.id.clone();
        vec![
            self.disconnect(wire.connection),
            Edit::AddActivity {
                journey: self.journey.id.clone(),
                activity: Box::new(activity),
                x: left.0 / 2 + right.0 / 2,
                y: left.1 / 2 + right.1 / 2,
            },
            self.connect(&wire.connection.from, wire.connection.port.clone(), &middle, 1),
            self.connect(&middle, Port::Next, &wire.connection.to, 2),
        ]
    }

    /// A new step right after another, before what followed it.
    pub fn append(&self, step: &Step<'_>, label: &str, kind: Kind) -> Vec<Edit> {
        let activity = Activity { id: new_id(&kind), label: label.to_owned(), kind, ..Activity::default() };
        let id = activity.id.clone();
        let mut edits = vec![Edit::AddActivity {
            journey: self.journey.id.clone(),
            activity: Box::new(activity),
            x: step.at.0.saturating_add(NEXT_CARD),
            y: step.at.1,
        }];
        edits.push(self.connect(&step.activity.id, Port::Next, &id, 1));
        let onwards = step.leaving.iter().map(|&wire| self.flow.wires[wire].connection);
        for (number, wire) in onwards.filter(|wire| wire.port == Port::Next).enumerate() {
            edits.push(self.disconnect(wire));
            edits.push(self.connect(&id, Port::Next, &wire.to, number + 2));
        }
        edits
    }

    /// A new step to the left of another, which it leads to.
    pub fn insert_before(&self, step: &Step<'_>, label: &str, kind: Kind) -> Vec<Edit> {
        let activity = Activity { id: new_id(&kind), label: label.to_owned(), kind, ..Activity::default() };
        let id = activity.id.clone();
        vec![
            Edit::AddActivity {
                journey: self.journey.id.clone(),
                activity: Box::new(activity),
                x: step.at.0.saturating_sub(NEXT_CARD),
                y: step.at.1,
            },
            self.connect(&id, Port::Next, &step.activity.id, 1),
        ]
    }

    /// Takes a wire from where it is and lets its target follow another path: its last step, or the last before it
    /// meets what comes after the target anyway. Also says which step that is. `None` where that would close a circle,
    /// or where that path forks.
    pub fn put_after(&self, wire: &Wire<'_>, first: &Step<'_>) -> Option<(&Step<'_>, Vec<Edit>)> {
        let target = &self.flow.steps[wire.to];
        let later = self.flow.downstream(target);
        let mut edits = vec![self.disconnect(wire.connection)];
        let mut last = first;
        for _ in &self.flow.steps {
            if last.index == target.index || later[last.index] || !last.ports.contains(&Port::Next) {
                return None;
            }
            let mut onwards = self.flow.leaving(&self.flow.steps[last.index], &Port::Next);
            let next = match (onwards.next(), onwards.next()) {
                (next, None) => next,
                _ => return None,
            };
            match next {
                Some(next) if next.to == target.index => return Some((&self.flow.steps[last.index], edits)),
                Some(next) if !later[next.to] => last = &self.flow.steps[next.to],
                next => {
                    edits.extend(next.map(|next| self.disconnect(next.connection)));
                    edits.push(self.connect(&last.activity.id, Port::Next, &target.activity.id, 1));
                    return Some((&self.flow.steps[last.index], edits));
                }
            }
        }
        None
    }
}

/// Writes another id where one stands in this field.
fn put(at: fmt::Arguments<'_>, word: Word, known: &mut String, field: &str, id: &str) {
    if matches!(word, Word::Item(_) | Word::Journey) && at.to_string() == field {
        id.clone_into(known);
    }
}

fn new_id(kind: &Kind) -> ActivityId {
    ActivityId(placeholder(kind.id_kind(), 1))
}
