//! What people bring along to a step: which events have happened to them, which actions have answered. A machine keeps
//! the latest of each name, so the last use on the way decides.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};

use super::flow::{Flow, Step};
use crate::journey::{ActionId, EventId, Kind, Port};

/// Something that a step brings to the expressions after it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Datum {
    /// What an event says.
    Event(EventId),
    /// How somebody's membership changed.
    Qualification,
    /// What an action answered.
    Reply(ActionId),
    /// What a content decision of this name chose.
    Decision(String),
    /// What a dataset lookup of this name found.
    Lookup(String),
}

/// How it is with the people who come to a step; of different people several things may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Some have not passed what brings it.
    pub lacking: bool,
    /// Some have asked for it in vain.
    pub failed: bool,
    /// Some bring it.
    pub there: bool,
}

impl Presence {
    const LACKING: Self = Self { lacking: true, failed: false, there: false };
    const FAILED: Self = Self { lacking: false, failed: true, there: false };
    const THERE: Self = Self { lacking: false, failed: false, there: true };

    /// Everybody who comes brings it.
    pub fn is_certain(self) -> bool {
        self == Self::THERE
    }

    /// People come, and none of them can bring it.
    pub fn is_impossible(self) -> bool {
        self == Self::LACKING
    }

    /// Some people who come do not bring it.
    pub fn is_open(self) -> bool {
        self.lacking || self.failed
    }

    fn or(self, other: Self) -> Self {
        Self {
            lacking: self.lacking || other.lacking,
            failed: self.failed || other.failed,
            there: self.there || other.there,
        }
    }
}

/// What is known of a datum, step by step; worked out when it is first asked for.
#[derive(Debug, Default)]
pub struct Brought(RefCell<Option<HashMap<Datum, Rc<[Presence]>>>>);

impl Brought {
    /// How it is with a datum at each step, when people come there. `only_with` says of a way out of a step whether
    /// nobody takes it who does not bring the datum.
    pub fn at_steps(
        &self,
        flow: &Flow<'_>,
        datum: &Datum,
        only_with: impl Fn(&Step<'_>, &Port) -> bool,
    ) -> Rc<[Presence]> {
        let mut known = self.0.borrow_mut();
        let known = known.get_or_insert_with(HashMap::new);
        if let Some(known) = known.get(datum) {
            return known.clone();
        }
        let found: Rc<[Presence]> = spread(flow, datum, &only_with).into();
        known.insert(datum.clone(), found.clone());
        found
    }
}

/// The event that a step brings.
pub(super) fn heard(kind: &Kind) -> Option<&EventId> {
    match kind {
        Kind::Event(event) => event.event.as_ref(),
        Kind::BusinessEvent(event) => event.event.as_ref(),
        _ => None,
    }
}

/// Whether a step brings a datum at all, to whoever leaves it by the right way.
pub(super) fn brings(step: &Step<'_>, datum: &Datum) -> bool {
    match (step.kind(), datum) {
        (kind, Datum::Event(id)) => heard(kind) == Some(id),
        (Kind::AudienceQualification(_), Datum::Qualification) => true,
        (Kind::CustomAction(call) | Kind::Campaign(call), Datum::Reply(id)) => call.action.as_ref() == Some(id),
        (Kind::ContentDecision(decision), Datum::Decision(name)) => decision.name == *name,
        (Kind::DatasetLookup(lookup), Datum::Lookup(name)) => lookup.name == *name,
        _ => false,
    }
}

/// How it is with people who leave a step by a port, if they came like this. `only_with` is as in
/// [`Brought::at_steps`].
pub(super) fn left_by(
    step: &Step<'_>,
    port: &Port,
    datum: &Datum,
    came: Presence,
    only_with: &dyn Fn(&Step<'_>, &Port) -> bool,
) -> Presence {
    if !brings(step, datum) {
        return if came.is_open() && only_with(step, port) { Presence::THERE } else { came };
    }
    match port {
        Port::Error if matches!(datum, Datum::Reply(_)) => Presence::FAILED,
        // Who enters has met it; later, where there is no path for those who wait in vain, they go on by this one too.
        Port::Next if step.arriving.is_empty() || step.kind().timeout().is_none() || step.kind().timeout_path() => {
            Presence::THERE
        }
        Port::Next => came.or(Presence::THERE),
        _ => came,
    }
}

/// Follows the datum from the entries along every wire until nothing new is found.
fn spread(flow: &Flow<'_>, datum: &Datum, only_with: &dyn Fn(&Step<'_>, &Port) -> bool) -> Vec<Presence> {
    let mut presence = vec![Presence::default(); flow.steps.len()];
    for &root in flow.roots.iter().filter(|root| flow.reached[**root]) {
        presence[root] = Presence::LACKING;
    }
    let mut changed = true;
    while changed {
        changed = false;
        for &index in flow.order.iter().filter(|index| flow.reached[**index]) {
            let step = &flow.steps[index];
            for (port, wires) in flow.ways_out(step) {
                let left = left_by(step, port, datum, presence[index], only_with);
                for wire in wires {
                    let known = presence[wire.to].or(left);
                    // Only a wire that leads back makes another round worth it.
                    changed |= wire.back && presence[wire.to] != known;
                    presence[wire.to] = known;
                }
            }
        }
    }
    presence
}
