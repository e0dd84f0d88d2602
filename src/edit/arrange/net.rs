//! What the layout works on: cards and ends as numbered nodes, arcs between them, split into connected parts
//! without circles.

use crate::edit::grid::column_after;
use crate::journey::Graph;

/// A wire, with what the layout must know of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub from: usize,
    pub to: usize,
    /// How far from the middle of the card it leaves: −½ at the upper edge, ½ at the lower.
    pub lean: f32,
    /// How far to the right what it leads to stands at least, in canvas units.
    pub length: i32,
}

/// Cards first, then one node for each end that stands to the right of its card.
pub(super) struct Net {
    cards: usize,
    size: usize,
    /// By `from`, then by port.
    arcs: Vec<Arc>,
    /// First arc of each node; one entry more than nodes.
    start: Vec<usize>,
    /// How many ends hang below each card: those of a card from which some path goes on.
    hanging: Vec<usize>,
    /// Cards in the order in which they are visited first: entries before others, from top to bottom.
    first: Vec<usize>,
}

/// One connected part. Its nodes are numbered anew, in the order in which a reader comes to them.
pub(super) struct Part {
    /// Index in the net of each node.
    pub members: Vec<usize>,
    /// Arcs between them, by `from`, then by port; those that lead back to an earlier step are left out.
    pub arcs: Vec<Arc>,
    /// For each node whether it is a card and no end.
    pub is_card: Vec<bool>,
    /// For each node how many ends hang below it.
    pub hanging: Vec<usize>,
}

impl Net {
    /// The net of the chosen nodes, which are sorted. Wires to others count as neither wires nor ends.
    pub fn of(graph: &Graph, chosen: &[usize]) -> Self {
        let mut number = vec![usize::MAX; graph.nodes.len()];
        for (index, &node) in chosen.iter().enumerate() {
            number[node] = index;
        }
        let mut size = chosen.len();
        let mut arcs = Vec::with_capacity(graph.wires.len() + chosen.len());
        let mut start = Vec::with_capacity(size + 1);
        let mut hanging = vec![0; size];
        for (from, &node) in chosen.iter().enumerate() {
            start.push(arcs.len());
            let ports = graph.nodes[node].ports.len();
            let mut wires = graph.leaving(node).iter().peekable();
            for port in 0..ports {
                let length = column_after(&graph.nodes[node].ports[port]);
                let lean = (port as f32 + 0.5) / ports as f32 - 0.5;
                let mut is_end = true;
                while let Some(wire) = wires.next_if(|wire| wire.port == port) {
                    is_end = false;
                    if number[wire.to] != usize::MAX && wire.to != node {
                        arcs.push(Arc { from, to: number[wire.to], lean, length });
                    }
                }
                if is_end && !graph.leaving(node).is_empty() {
                    hanging[from] += 1;
                } else if is_end {
                    arcs.push(Arc { from, to: size, lean, length });
                    size += 1;
                }
            }
        }
        start.resize(size + 1, arcs.len());
        let mut entered = vec![false; size];
        arcs.iter().for_each(|arc| entered[arc.to] = true);
        let mut first: Vec<usize> = (0..chosen.len()).collect();
        first.sort_by_key(|&card| {
            let node = &graph.nodes[chosen[card]];
            (entered[card], !node.placed, node.y, node.x)
        });
        Self { cards: chosen.len(), size, arcs, start, hanging, first }
    }

    /// The connected parts, the one that stands highest first.
    pub fn parts(&self) -> Vec<Part> {
        let group = self.groups();
        let mut walk = Walk { seen: vec![Seen::Not; self.size], order: Vec::new(), back: vec![false; self.arcs.len()] };
        for &card in &self.first {
            self.visit(card, &mut walk);
        }
        let mut part_of = vec![usize::MAX; self.size];
        let mut local = vec![0; self.size];
        let mut parts: Vec<Part> = Vec::new();
        for &node in &walk.order {
            if part_of[group[node]] == usize::MAX {
                part_of[group[node]] = parts.len();
                parts.push(Part { members: Vec::new(), arcs: Vec::new(), is_card: Vec::new(), hanging: Vec::new() });
            }
            let part = &mut parts[part_of[group[node]]];
            local[node] = part.members.len();
            part.members.push(node);
            part.is_card.push(node < self.cards);
            part.hanging.push(self.hanging.get(node).copied().unwrap_or_default());
        }
        for &node in &walk.order {
            let part = &mut parts[part_of[group[node]]];
            for at in self.start[node]..self.start[node + 1] {
                if !walk.back[at] {
                    let arc = self.arcs[at];
                    part.arcs.push(Arc { from: local[arc.from], to: local[arc.to], ..arc });
                }
            }
        }
        parts
    }

    /// For each node one node that stands for its connected part.
    fn groups(&self) -> Vec<usize> {
        fn root(group: &mut [usize], mut node: usize) -> usize {
            while group[node] != node {
                group[node] = group[group[node]];
                node = group[node];
            }
            node
        }
        let mut group: Vec<usize> = (0..self.size).collect();
        for arc in &self.arcs {
            let (a, b) = (root(&mut group, arc.from), root(&mut group, arc.to));
            group[a.max(b)] = a.min(b);
        }
        (0..self.size).map(|node| root(&mut group, node)).collect()
    }

    /// Depth first, path by path from the upper port to the lower; arcs into the path that one is on lead back.
    fn visit(&self, root: usize, walk: &mut Walk) {
        if walk.seen[root] != Seen::Not {
            return;
        }
        let mut path = vec![(root, self.start[root])];
        walk.enter(root);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if *next < self.start[node + 1] {
                let at = *next;
                *next += 1;
                let to = self.arcs[at].to;
                match walk.seen[to] {
                    Seen::Not => {
                        walk.enter(to);
                        path.push((to, self.start[to]));
                    }
                    Seen::OnPath => walk.back[at] = true,
                    Seen::Done => {}
                }
            } else {
                walk.seen[node] = Seen::Done;
                path.pop();
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    OnPath,
    Done,
}

struct Walk {
    seen: Vec<Seen>,
    order: Vec<usize>,
    back: Vec<bool>,
}

impl Walk {
    fn enter(&mut self, node: usize) {
        self.seen[node] = Seen::OnPath;
        self.order.push(node);
    }
}
