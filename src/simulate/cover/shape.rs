//! The steps that wires lead to from the entry, in an order in which ways lead onwards, and the ways out of each.

use crate::journey::graph::Graph;
use crate::journey::{Activity, Journey, Kind, Port, Test};

use super::model::Out;

/// A journey's steps, the entry first.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    pub steps: Vec<Planned<'a>>,
}

/// A step.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    pub activity: &'a Activity,
    pub ways: Vec<PlannedWay>,
}

/// A way out, to one of the steps where it leads.
#[derive(Debug)]
pub(super) struct PlannedWay {
    pub out: Out,
    pub target: Option<usize>,
    pub back: bool,
}

/// The shape, from this node of the graph on.
pub(super) fn shape<'a>(journey: &'a Journey, graph: &Graph, entry: usize) -> Shape<'a> {
    let (order, closing) = walk(graph, entry);
    let mut place = vec![None; graph.nodes.len()];
    order.iter().enumerate().for_each(|(at, node)| place[*node] = Some(at));
    let steps = order.iter().map(|&node| {
        let activity = &journey.activities[node];
        let ports = &graph.nodes[node].ports;
        let mut ways = Vec::new();
        for (index, port) in ports.iter().enumerate() {
            // The only way out of what begins a journey is the normal one.
            if node == entry && *port == Port::Timeout {
                continue;
            }
            let wires = graph.leaving_by(node, index);
            let out = Out::By(port.clone());
            if wires.is_empty() {
                ways.push(PlannedWay { out, target: None, back: false });
                continue;
            }
            for wire in wires {
                let back = closing.contains(&(node, wire.to));
                ways.push(PlannedWay { out: out.clone(), target: place[wire.to], back });
            }
        }
        if leaves(activity) {
            ways.push(PlannedWay { out: Out::Leaves, target: None, back: false });
        }
        Planned { activity, ways }
    });
    Shape { steps: steps.collect() }
}

/// Whether people may leave at a step although nothing fails: no path fits, or they are held out.
fn leaves(activity: &Activity) -> bool {
    let Kind::Condition(condition) = &activity.kind else { return false };
    match &condition.test {
        Test::Data(_) | Test::Targeting(_) | Test::Time(_) | Test::Date(_) => !condition.other_path,
        Test::Split(paths) => paths.iter().map(|path| path.share).sum::<u32>() < 10_000,
        Test::Experiment(experiment) => {
            let shares: u32 = experiment.treatments.iter().map(|path| path.share).sum();
            experiment.holdout > 0 || shares + experiment.holdout < 10_000
        }
        Test::ProfileCap(_) => false,
    }
}

/// Nodes from the entry on, each before those to which it leads, and the wires that lead back.
fn walk(graph: &Graph, entry: usize) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut seen = vec![false; graph.nodes.len()];
    let mut on_path = vec![false; graph.nodes.len()];
    let (mut left, mut closing) = (Vec::new(), Vec::new());
    let mut path = vec![(entry, 0)];
    seen[entry] = true;
    on_path[entry] = true;
    while let Some((node, next)) = path.last_mut() {
        let Some(wire) = graph.leaving(*node).get(*next) else {
            on_path[*node] = false;
            left.push(*node);
            path.pop();
            continue;
        };
        *next += 1;
        if on_path[wire.to] {
            closing.push((*node, wire.to));
        } else if !std::mem::replace(&mut seen[wire.to], true) {
            on_path[wire.to] = true;
            path.push((wire.to, 0));
        }
    }
    left.reverse();
    (left, closing)
}
