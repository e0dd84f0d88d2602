//! The shape of a journey: activities as nodes, connections as wires, both by index.
//!
//! It knows an activity only by id, kind, ports and place. It is total: whatever a damaged file says, a
//! graph comes out, and the wires that lead nowhere are listed. Nothing here recurses, so that no journey
//! is too long for it. Building it takes time in proportion to activities and connections.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt};

use super::{ActivityId, Connection, Family, Journey, Port};

/// The shape of one journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// The activities, in the order of [`Journey::activities`].
    pub nodes: Vec<Node>,
    /// The wires whose both ends exist, by node and port at which they leave, then in the order of
    /// [`Journey::connections`].
    pub wires: Vec<Wire>,
    /// The wires that lead nowhere, in the order of [`Journey::connections`].
    pub dangling: Vec<Dangling>,
    /// For each node the first of its wires in `wires`; one entry more than nodes.
    leaving: Vec<usize>,
    /// For each node the first of its entries in `arriving`; one entry more than nodes.
    arriving_start: Vec<usize>,
    /// Indices of wires, by the node at which they arrive.
    arriving: Vec<usize>,
    /// The nodes by their ids; of those that share one, the first of the journey first.
    by_id: Vec<usize>,
}

/// An activity, as far as the shape knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its id.
    pub id: ActivityId,
    /// Its family.
    pub family: Family,
    /// Whether a journey can begin with it.
    pub can_enter: bool,
    /// Whether it does something outside the flow.
    pub is_action: bool,
    /// The ways out, from top to bottom.
    pub ports: Vec<Port>,
    /// Left edge of its card, in canvas units; 0 where it has no place.
    pub x: i32,
    /// Upper edge of its card, in canvas units; 0 where it has no place.
    pub y: i32,
    /// Whether the layout gives it a place.
    pub placed: bool,
}

/// A connection whose both ends exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// Index in [`Journey::connections`].
    pub connection: usize,
    /// Index of the node that it leaves.
    pub from: usize,
    /// Index in the [`Node::ports`] of that node.
    pub port: usize,
    /// Index of the node at which it arrives.
    pub to: usize,
}

/// A connection that leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dangling {
    /// Index in [`Journey::connections`].
    pub connection: usize,
    /// What is missing.
    pub why: Loose,
}

/// What a dangling connection misses; where several things are missing, the first of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loose {
    /// The activity that it leaves.
    From,
    /// The port by which it leaves.
    Port,
    /// The activity at which it arrives.
    To,
}

impl Graph {
    /// The shape of the journey. Where two activities share an id, wires go to the first.
    pub fn of(journey: &Journey) -> Self {
        let mut places = HashMap::with_capacity(journey.layout.len());
        for placement in &journey.layout {
            places.entry(&placement.activity).or_insert((placement.x, placement.y));
        }
        let mut index: HashMap<&ActivityId, usize> = HashMap::with_capacity(journey.activities.len());
        let mut nodes = Vec::with_capacity(journey.activities.len());
        for activity in &journey.activities {
            index.entry(&activity.id).or_insert(nodes.len());
            let place = places.get(&activity.id).copied();
            let (x, y) = place.unwrap_or_default();
            nodes.push(Node {
                id: activity.id.clone(),
                family: activity.kind.family(),
                can_enter: activity.kind.can_enter(),
                is_action: activity.kind.is_action(),
                ports: activity.kind.ports(),
                x,
                y,
                placed: place.is_some(),
            });
        }
        // Documents are kept in the order of their ids: then nothing moves here.
        let mut by_id: Vec<usize> = (0..nodes.len()).collect();
        by_id.sort_by(|&a, &b| nodes[a].id.cmp(&nodes[b].id));
        let mut graph = Self { nodes, by_id, ..Self::default() };
        (graph.wires, graph.dangling) = lay_wires(journey, &index, |node| &graph.nodes[node].ports);
        graph.index_wires();
        graph
    }

    fn index_wires(&mut self) {
        let count = self.nodes.len();
        self.leaving = starts(count, self.wires.iter().map(|wire| wire.from));
        self.arriving_start = starts(count, self.wires.iter().map(|wire| wire.to));
        let mut next = self.arriving_start.clone();
        self.arriving = vec![0; self.wires.len()];
        for (position, wire) in self.wires.iter().enumerate() {
            self.arriving[next[wire.to]] = position;
            next[wire.to] += 1;
        }
    }

    /// The node of this activity.
    pub fn index(&self, id: &ActivityId) -> Option<usize> {
        let first = self.by_id.partition_point(|&node| self.nodes[node].id < *id);
        self.by_id.get(first).copied().filter(|&node| self.nodes[node].id == *id)
    }

    /// The port by which a wire of this graph leaves.
    pub fn port(&self, wire: &Wire) -> &Port {
        &self.nodes[wire.from].ports[wire.port]
    }

    /// The wires that leave a node, by port from top to bottom; none for an index beyond the nodes.
    pub fn leaving(&self, node: usize) -> &[Wire] {
        match (self.leaving.get(node), self.leaving.get(node + 1)) {
            (Some(&start), Some(&end)) => &self.wires[start..end],
            _ => &[],
        }
    }

    /// The wires that leave a node by one of its ports.
    pub fn leaving_by(&self, node: usize, port: usize) -> &[Wire] {
        let wires = self.leaving(node);
        let start = wires.partition_point(|wire| wire.port < port);
        let end = wires.partition_point(|wire| wire.port <= port);
        &wires[start..end]
    }

    /// The wires that arrive at a node; none for an index beyond the nodes.
    pub fn arriving(&self, node: usize) -> impl ExactSizeIterator<Item = &Wire> + Clone {
        let range = match (self.arriving_start.get(node), self.arriving_start.get(node + 1)) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        };
        self.arriving[range].iter().map(|&wire| &self.wires[wire])
    }

    /// The nodes at which no wire arrives, in order.
    pub fn roots(&self) -> impl Iterator<Item = usize> {
        (0..self.nodes.len()).filter(|&node| self.arriving(node).len() == 0)
    }

    /// The ports from which no wire goes on, as (node, index of its port): each is an end of a path.
    pub fn ends(&self) -> impl Iterator<Item = (usize, usize)> {
        self.nodes.iter().enumerate().flat_map(move |(node, known)| {
            (0..known.ports.len())
                .filter(move |&port| self.leaving_by(node, port).is_empty())
                .map(move |port| (node, port))
        })
    }

    /// An order in which every wire leads forwards; among free nodes the one with the smallest index goes first.
    ///
    /// # Errors
    /// Where there is none, every cycle: see [`Graph::cycles`].
    pub fn topological_order(&self) -> Result<Vec<usize>, Vec<Vec<usize>>> {
        let mut missing: Vec<usize> = (0..self.nodes.len()).map(|node| self.arriving(node).len()).collect();
        let mut free: BTreeSet<usize> = (0..self.nodes.len()).filter(|&node| missing[node] == 0).collect();
        let mut order = Vec::with_capacity(self.nodes.len());
        while let Some(node) = free.pop_first() {
            order.push(node);
            for wire in self.leaving(node) {
                missing[wire.to] -= 1;
                if missing[wire.to] == 0 {
                    free.insert(wire.to);
                }
            }
        }
        if order.len() == self.nodes.len() { Ok(order) } else { Err(self.cycles()) }
    }

    /// The sets of nodes from each of which one can come back to it, each sorted, the sets by their first node.
    /// A node with a wire to itself is one too. Empty where every wire leads forwards.
    pub fn cycles(&self) -> Vec<Vec<usize>> {
        let mut cycles: Vec<Vec<usize>> = Components::of(self)
            .into_iter()
            .filter(|set| set.len() > 1 || self.leaving(set[0]).iter().any(|wire| wire.to == set[0]))
            .collect();
        cycles.iter_mut().for_each(|set| set.sort_unstable());
        cycles.sort_unstable();
        cycles
    }

    /// For each node whether one of the starts leads to it; a start counts as led to.
    pub fn reachable(&self, starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
        self.spread(starts, |node, visit| self.leaving(node).iter().for_each(|wire| visit(wire.to)))
    }

    /// For each node whether it leads to one of the goals; a goal counts as leading to itself.
    pub fn leading_to(&self, goals: impl IntoIterator<Item = usize>) -> Vec<bool> {
        self.spread(goals, |node, visit| self.arriving(node).for_each(|wire| visit(wire.from)))
    }

    fn spread(
        &self,
        from: impl IntoIterator<Item = usize>,
        neighbours: impl Fn(usize, &mut dyn FnMut(usize)),
    ) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open = Vec::new();
        for node in from {
            if node < seen.len() && !seen[node] {
                seen[node] = true;
                open.push(node);
            }
        }
        while let Some(node) = open.pop() {
            neighbours(node, &mut |next| {
                if !seen[next] {
                    seen[next] = true;
                    open.push(next);
                }
            });
        }
        seen
    }
}

/// The wires whose both ends exist, by node and port at which they leave, and those that lead nowhere. `index` says
/// which node an activity is, `ports` the ways out of a node.
pub(crate) fn lay_wires<'p>(
    journey: &Journey,
    index: &HashMap<&ActivityId, usize>,
    ports: impl Fn(usize) -> &'p [Port],
) -> (Vec<Wire>, Vec<Dangling>) {
    let resolve = |connection: usize, wire: &Connection| {
        let from = *index.get(&wire.from).ok_or(Loose::From)?;
        let port = ports(from).iter().position(|known| *known == wire.port).ok_or(Loose::Port)?;
        let to = *index.get(&wire.to).ok_or(Loose::To)?;
        Ok(Wire { connection, from, port, to })
    };
    let (mut wires, mut dangling) = (Vec::with_capacity(journey.connections.len()), Vec::new());
    for (connection, wire) in journey.connections.iter().enumerate() {
        match resolve(connection, wire) {
            Ok(wire) => wires.push(wire),
            Err(why) => dangling.push(Dangling { connection, why }),
        }
    }
    // The sort is stable, so parallel wires at one port keep the order of the document.
    wires.sort_by_key(|wire| (wire.from, wire.port));
    (wires, dangling)
}

/// For each key below `count` the position of its first entry in a list sorted by key, and the length at the end.
fn starts(count: usize, keys: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut starts = vec![0; count + 1];
    for key in keys {
        starts[key + 1] += 1;
    }
    for key in 0..count {
        starts[key + 1] += starts[key];
    }
    starts
}

/// Strongly connected components after Tarjan, with a stack of its own in the place of recursion.
struct Components<'a> {
    graph: &'a Graph,
    /// When a node was first seen, from 1; 0 where it was not.
    seen: Vec<usize>,
    /// The earliest node of the stack that can be reached.
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    clock: usize,
    sets: Vec<Vec<usize>>,
}

impl<'a> Components<'a> {
    fn of(graph: &'a Graph) -> Vec<Vec<usize>> {
        let count = graph.nodes.len();
        let mut search = Self {
            graph,
            seen: vec![0; count],
            low: vec![0; count],
            on_stack: vec![false; count],
            stack: Vec::new(),
            clock: 0,
            sets: Vec::new(),
        };
        for node in 0..count {
            if search.seen[node] == 0 {
                search.visit(node);
            }
        }
        search.sets
    }

    fn visit(&mut self, root: usize) {
        // Each frame is a node and how many of its wires were followed.
        let mut frames = vec![(root, 0)];
        self.discover(root);
        while let Some((node, followed)) = frames.last_mut() {
            let node = *node;
            if let Some(wire) = self.graph.leaving(node).get(*followed) {
                *followed += 1;
                if self.seen[wire.to] == 0 {
                    self.discover(wire.to);
                    frames.push((wire.to, 0));
                } else if self.on_stack[wire.to] {
                    self.low[node] = self.low[node].min(self.seen[wire.to]);
                }
            } else {
                frames.pop();
                if let Some(&(parent, _)) = frames.last() {
                    self.low[parent] = self.low[parent].min(self.low[node]);
                }
                self.close(node);
            }
        }
    }

    fn discover(&mut self, node: usize) {
        self.clock += 1;
        self.seen[node] = self.clock;
        self.low[node] = self.clock;
        self.on_stack[node] = true;
        self.stack.push(node);
    }

    fn close(&mut self, node: usize) {
        if self.low[node] != self.seen[node] {
            return;
        }
        let mut set = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.on_stack[member] = false;
            set.push(member);
            if member == node {
                break;
            }
        }
        self.sets.push(set);
    }
}
