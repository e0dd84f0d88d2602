//! What differs between two states of a journey: steps by id, lines, properties, and the objects that both reach.
//! Where cards stand and what is noted of them makes no difference.

use std::collections::BTreeSet;

use crate::journey::{Activity, ActivityId, Connection, EndLabel, Inventory, Journey, Kind, Port, Properties};

/// What differs, from the earlier state to the later one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Steps that only the later one has.
    pub added: Vec<ActivityId>,
    /// Steps that only the earlier one has.
    pub removed: Vec<ActivityId>,
    /// Steps that both have and that say something else now.
    pub changed: Vec<ActivityId>,
    /// Whether steps that both have are connected otherwise, or an end is called otherwise.
    pub lines: bool,
    /// Whether the journey is called, described or tagged otherwise, or its properties are others.
    pub properties: bool,
    /// The objects that both have and that say something else now, by their names then.
    pub objects: Vec<String>,
}

impl Differences {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares the later state of a journey with the earlier one, each with an inventory that holds what it reaches.
pub fn journeys(before: (&Journey, &Inventory), after: (&Journey, &Inventory)) -> Differences {
    let ((was, had), (is, has)) = (before, after);
    let mut found = Differences::default();
    for step in &is.activities {
        match was.activity(&step.id) {
            None => found.added.push(step.id.clone()),
            Some(other) if said(other) != said(step) => found.changed.push(step.id.clone()),
            Some(_) => {}
        }
    }
    let gone = was.activities.iter().filter(|step| is.activity(&step.id).is_none());
    found.removed = gone.map(|step| step.id.clone()).collect();
    // Lines at a step that is new or gone belong to that.
    let stays: BTreeSet<&ActivityId> =
        was.activities.iter().map(|step| &step.id).filter(|id| is.activity(id).is_some()).collect();
    found.lines = lines(was, &stays) != lines(is, &stays);
    found.properties = head(was) != head(is);
    let items = had.items();
    let changed = items.iter().filter(|item| has.item(&item.reference()).is_some_and(|other| other != **item));
    found.objects = changed.map(|item| item.name().to_owned()).collect();
    found
}

/// What a journey says of itself.
fn head(journey: &Journey) -> (&str, &str, &[String], &Properties) {
    (&journey.name, &journey.description, &journey.tags, &journey.properties)
}

/// A step without what is only noted of it.
fn said(step: &Activity) -> (&str, &str, &Kind) {
    (&step.label, &step.description, &step.kind)
}

type Lines<'a> = (BTreeSet<(&'a ActivityId, &'a Port, &'a ActivityId)>, Vec<&'a EndLabel>);

fn lines<'a>(journey: &'a Journey, stays: &BTreeSet<&ActivityId>) -> Lines<'a> {
    let within = |wire: &&Connection| stays.contains(&wire.from) && stays.contains(&wire.to);
    let wires = journey.connections.iter().filter(within).map(|wire| (&wire.from, &wire.port, &wire.to)).collect();
    (wires, journey.ends.iter().filter(|end| stays.contains(&end.from)).collect())
}
