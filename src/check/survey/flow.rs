//! The shape of a journey as rules ask for it: steps with their fields, what is reached from the entry, in which order.
//! Its wires are laid as those of [`crate::journey::Graph`], which knows no fields.

use foldhash::{HashMap, HashMapExt};

use crate::journey::graph::{Dangling, lay_wires};
use crate::journey::{Activity, ActivityId, Connection, Journey, Kind, Placement, Port};

/// One activity and the wires at it.
#[derive(Debug)]
pub struct Step<'a> {
    /// Its place in [`Flow::steps`].
    pub index: usize,
    /// The activity.
    pub activity: &'a Activity,
    /// The ways out, from top to bottom.
    pub ports: Vec<Port>,
    /// Wires that leave it, by index, by port from top to bottom.
    pub leaving: Vec<usize>,
    /// Wires that arrive at it, by index.
    pub arriving: Vec<usize>,
    /// Where it stands: to the right, downwards.
    pub at: (i32, i32),
}

impl Step<'_> {
    /// What it does.
    pub fn kind(&self) -> &Kind {
        &self.activity.kind
    }

    /// True where people stay: waits, and events and the like in mid-journey.
    pub fn holds(&self) -> bool {
        matches!(self.kind(), Kind::Wait(_) | Kind::Reaction(_)) || (self.listens() && !self.arriving.is_empty())
    }

    /// True for what listens for something to happen.
    pub fn listens(&self) -> bool {
        matches!(self.kind(), Kind::Event(_) | Kind::AudienceQualification(_) | Kind::Reaction(_))
    }

    /// True for what may stand beside others on one way out: events, qualifications, reactions and waits.
    pub fn may_be_parallel(&self) -> bool {
        self.listens() || matches!(self.kind(), Kind::Wait(_))
    }
}

/// A wire whose both ends exist.
#[derive(Debug)]
pub struct Wire<'a> {
    /// The wire.
    pub connection: &'a Connection,
    /// The step that it leaves.
    pub from: usize,
    /// The step at which it arrives.
    pub to: usize,
    /// True where it leads back to a step that people had to pass to come here.
    pub back: bool,
}

/// The shape of a journey.
#[derive(Debug)]
pub struct Flow<'a> {
    /// The steps, in the order of the document.
    pub steps: Vec<Step<'a>>,
    /// The wires whose both ends exist.
    pub wires: Vec<Wire<'a>>,
    /// Wires that lead nowhere.
    pub dangling: Vec<Dangling>,
    /// Steps that no wire reaches, from left to right.
    pub roots: Vec<usize>,
    /// The leftmost root that can be an entry.
    pub entry: Option<usize>,
    /// Whether somebody who enters can come to the step.
    pub reached: Vec<bool>,
    /// The steps in an order in which every wire but the back ones leads onwards.
    pub order: Vec<usize>,
}

impl<'a> Flow<'a> {
    /// Works the shape out.
    pub fn of(journey: &'a Journey) -> Self {
        let mut places = Places { layout: &journey.layout, next: 0 };
        let mut index = HashMap::with_capacity(journey.activities.len());
        let mut steps: Vec<Step<'a>> = Vec::with_capacity(journey.activities.len());
        for activity in &journey.activities {
            index.entry(&activity.id).or_insert(steps.len());
            steps.push(Step {
                index: steps.len(),
                activity,
                ports: activity.kind.ports(),
                leaving: Vec::new(),
                arriving: Vec::new(),
                at: places.of(&activity.id),
            });
        }
        let (laid, dangling) = lay_wires(journey, &index, |step| &steps[step].ports);
        let mut wires = Vec::with_capacity(laid.len());
        for wire in &laid {
            steps[wire.from].leaving.push(wires.len());
            steps[wire.to].arriving.push(wires.len());
            let connection = &journey.connections[wire.connection];
            wires.push(Wire { connection, from: wire.from, to: wire.to, back: false });
        }
        let mut roots: Vec<usize> =
            steps.iter().filter(|step| step.arriving.is_empty()).map(|step| step.index).collect();
        roots.sort_by_key(|&root| (steps[root].at, root));
        let entry = roots.iter().copied().find(|&root| steps[root].kind().can_enter());
        let mut flow = Self { steps, wires, dangling, roots, entry, reached: Vec::new(), order: Vec::new() };
        flow.walk();
        flow
    }

    /// The ways out of a step by which wires leave, from top to bottom, each with its wires.
    pub fn ways_out<'s>(
        &'s self,
        step: &'s Step<'a>,
    ) -> impl Iterator<Item = (&'s Port, impl ExactSizeIterator<Item = &'s Wire<'a>> + Clone)> {
        let port = |wire: usize| &self.wires[wire].connection.port;
        let ways = step.leaving.chunk_by(move |one, next| port(*one) == port(*next));
        ways.map(move |wires| (port(wires[0]), wires.iter().map(|&wire| &self.wires[wire])))
    }

    /// The ways out of a step by which no wire leaves.
    pub fn open_ways<'s>(&'s self, step: &'s Step<'a>) -> impl Iterator<Item = &'s Port> {
        step.ports.iter().filter(|port| self.leaving(step, port).next().is_none())
    }

    /// The steps to which a step leads.
    pub fn after<'s>(&'s self, step: &'s Step<'a>) -> impl Iterator<Item = &'s Step<'a>> {
        step.leaving.iter().map(|&wire| &self.steps[self.wires[wire].to])
    }

    /// The steps that lead to a step.
    pub fn before<'s>(&'s self, step: &'s Step<'a>) -> impl Iterator<Item = &'s Step<'a>> {
        step.arriving.iter().map(|&wire| &self.steps[self.wires[wire].from])
    }

    /// The wires that leave a step by this port.
    pub fn leaving<'s>(&'s self, step: &'s Step<'a>, port: &'s Port) -> impl Iterator<Item = &'s Wire<'a>> {
        step.leaving.iter().map(|&wire| &self.wires[wire]).filter(move |wire| &wire.connection.port == port)
    }

    /// The step of this id.
    pub fn step(&self, id: &ActivityId) -> Option<&Step<'a>> {
        match self.steps.binary_search_by(|step| step.activity.id.cmp(id)) {
            Ok(index) => self.steps.get(index),
            Err(_) => self.steps.iter().find(|step| &step.activity.id == id),
        }
    }

    /// For each step, whether people may have passed it before they come to this one.
    pub fn upstream(&self, step: &Step<'_>) -> Vec<bool> {
        let mut seen = vec![false; self.steps.len()];
        let mut open = vec![step.index];
        while let Some(index) = open.pop() {
            for &wire in &self.steps[index].arriving {
                let from = self.wires[wire].from;
                if !std::mem::replace(&mut seen[from], true) {
                    open.push(from);
                }
            }
        }
        seen
    }

    /// For each step, whether people may come to it after this one.
    pub fn downstream(&self, step: &Step<'_>) -> Vec<bool> {
        let mut seen = vec![false; self.steps.len()];
        let mut open = vec![step.index];
        while let Some(index) = open.pop() {
            for &wire in &self.steps[index].leaving {
                let to = self.wires[wire].to;
                if !std::mem::replace(&mut seen[to], true) {
                    open.push(to);
                }
            }
        }
        seen
    }

    /// The wires that close a cycle among the steps that are kept, seen from the entry.
    pub fn closing_wires(&self, keep: impl Fn(&Step<'a>) -> bool) -> Vec<usize> {
        self.depth_first(&self.order, |index| keep(&self.steps[index])).closing
    }

    fn walk(&mut self) {
        let entries: Vec<usize> =
            self.roots.iter().copied().filter(|&root| self.steps[root].kind().can_enter()).collect();
        let from_entries = self.depth_first(&entries, |_| true);
        self.reached = from_entries.seen;
        let mut starts = self.roots.clone();
        starts.extend(0..self.steps.len());
        let walked = self.depth_first(&starts, |_| true);
        for wire in walked.closing {
            self.wires[wire].back = true;
        }
        self.order = walked.left;
        self.order.reverse();
    }

    /// Depth-first walk without recursion, so that a chain of any length is walked on a small stack.
    fn depth_first(&self, starts: &[usize], keep: impl Fn(usize) -> bool) -> Walked {
        let mut walked = Walked { seen: vec![false; self.steps.len()], left: Vec::new(), closing: Vec::new() };
        let mut on_path = vec![false; self.steps.len()];
        let mut path: Vec<(usize, usize)> = Vec::new();
        for &start in starts {
            if !keep(start) || std::mem::replace(&mut walked.seen[start], true) {
                continue;
            }
            on_path[start] = true;
            path.push((start, 0));
            while let Some((index, next)) = path.last_mut() {
                let Some(&wire) = self.steps[*index].leaving.get(*next) else {
                    on_path[*index] = false;
                    walked.left.push(*index);
                    path.pop();
                    continue;
                };
                *next += 1;
                let to = self.wires[wire].to;
                if on_path[to] {
                    walked.closing.push(wire);
                } else if keep(to) && !std::mem::replace(&mut walked.seen[to], true) {
                    on_path[to] = true;
                    path.push((to, 0));
                }
            }
        }
        walked
    }
}

/// Finds where activities stand. A document keeps both lists in the order of their ids: then each place is the next
/// one.
struct Places<'a> {
    layout: &'a [Placement],
    next: usize,
}

impl Places<'_> {
    /// To the right, downwards; the first place of those that a damaged file gives, and 0 where there is none.
    fn of(&mut self, id: &ActivityId) -> (i32, i32) {
        while self.layout.get(self.next).is_some_and(|placement| placement.activity < *id) {
            self.next += 1;
        }
        let is_here = |placement: &&Placement| placement.activity == *id;
        let next = self.layout.get(self.next).filter(is_here);
        let found = next.or_else(|| self.layout.iter().find(is_here));
        found.map_or((0, 0), |placement| (placement.x, placement.y))
    }
}

/// What a depth-first walk saw.
struct Walked {
    seen: Vec<bool>,
    /// Steps in the order in which they were left.
    left: Vec<usize>,
    /// Wires that lead back onto the path.
    closing: Vec<usize>,
}
