//! Drawing wires: where one may lead and why not elsewhere, and taking steps away so that the path goes on.

use std::collections::{BTreeSet, HashSet};

use thiserror::Error;

use crate::journey::{ActivityId, ConnectionId, Graph, Journey, Kind, Port};

use super::Edit;
use super::place::wire;

/// Why a wire may not lead to a step; shown beside it while the wire is drawn.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// From a step to itself.
    #[error("A step cannot lead to itself")]
    Itself,
    /// The same wire again.
    #[error("This path already leads here")]
    Already,
    /// Backwards.
    #[error("That would lead back to an earlier step, and people would go in circles")]
    Circle,
    /// To a business event.
    #[error("A business event begins a journey: nothing leads to it")]
    Begins,
    /// To a read audience, not from a business event.
    #[error("In the middle of a journey, an audience is read only after a business event")]
    Audience,
}

/// For each node of the graph, whether a wire from this port may lead to it, and why not. `None` where there is no
/// such port. The graph is that of the journey.
pub fn targets(journey: &Journey, graph: &Graph, from: &ActivityId, port: &Port) -> Option<Vec<Result<(), Refusal>>> {
    let start = graph.index(from)?;
    let port = graph.nodes.get(start)?.ports.iter().position(|known| known == port)?;
    let business = journey.activities.get(start).is_some_and(|known| matches!(known.kind, Kind::BusinessEvent(_)));
    let before = graph.leading_to([start]);
    let already: HashSet<usize> = graph.leaving_by(start, port).iter().map(|wire| wire.to).collect();
    let judge = |(node, activity): (usize, &crate::journey::Activity)| match &activity.kind {
        _ if node == start => Err(Refusal::Itself),
        _ if already.contains(&node) => Err(Refusal::Already),
        Kind::BusinessEvent(_) => Err(Refusal::Begins),
        Kind::ReadAudience(_) if !business => Err(Refusal::Audience),
        _ if before.get(node) == Some(&true) => Err(Refusal::Circle),
        _ => Ok(()),
    };
    Some(journey.activities.iter().enumerate().map(judge).collect())
}

/// The edit that draws a wire; its id is a placeholder.
pub fn connect(journey: &Journey, from: &ActivityId, port: &Port, to: &ActivityId) -> Vec<Edit> {
    vec![wire(journey, 1, from, port, to)]
}

/// The edits that let a wire arrive at another step.
pub fn reconnect(journey: &Journey, connection: &ConnectionId, to: &ActivityId) -> Vec<Edit> {
    let Some(known) = journey.connections.iter().find(|known| &known.id == connection) else { return Vec::new() };
    vec![
        Edit::Disconnect { journey: journey.id.clone(), connection: connection.clone() },
        wire(journey, 1, &known.from, &known.port, to),
    ]
}

/// The edits that take steps and wires away. Where a step that goes had a single way on, what led to it leads there
/// instead; a wire that was itself selected is not drawn anew.
pub fn remove(journey: &Journey, activities: &[ActivityId], connections: &[ConnectionId]) -> Vec<Edit> {
    let graph = Graph::of(journey);
    let gone: HashSet<usize> = activities.iter().filter_map(|id| graph.index(id)).collect();
    let cut: HashSet<&ConnectionId> = connections.iter().collect();
    let is_cut =
        |wire: &crate::journey::Wire| journey.connections.get(wire.connection).is_some_and(|c| cut.contains(&c.id));
    let mut edits = Vec::new();
    for wire in &journey.connections {
        let taken_along =
            [&wire.from, &wire.to].into_iter().filter_map(|id| graph.index(id)).any(|at| gone.contains(&at));
        if cut.contains(&wire.id) && !taken_along {
            edits.push(Edit::Disconnect { journey: journey.id.clone(), connection: wire.id.clone() });
        }
    }
    let mut ids: Vec<&ActivityId> = gone.iter().map(|&node| &graph.nodes[node].id).collect();
    ids.sort();
    edits.extend(ids.into_iter().map(|id| Edit::RemoveActivity { journey: journey.id.clone(), activity: id.clone() }));
    let mut healed = BTreeSet::new();
    for arriving in
        graph.wires.iter().filter(|wire| !gone.contains(&wire.from) && gone.contains(&wire.to) && !is_cut(wire))
    {
        let Some(next) = way_on(&graph, &gone, &is_cut, arriving.to) else { continue };
        let already =
            graph.leaving_by(arriving.from, arriving.port).iter().any(|wire| wire.to == next && !is_cut(wire));
        if next != arriving.from && !already && healed.insert((arriving.from, arriving.port, next)) {
            let (from, to) = (&graph.nodes[arriving.from].id, &graph.nodes[next].id);
            edits.push(wire(journey, healed.len(), from, graph.port(arriving), to));
        }
    }
    edits
}

/// The first step that stays, from a step that goes, where each on the way has a single way on.
fn way_on(
    graph: &Graph,
    gone: &HashSet<usize>,
    is_cut: &dyn Fn(&crate::journey::Wire) -> bool,
    start: usize,
) -> Option<usize> {
    let mut at = start;
    // A circle of steps that all go leads nowhere: no way is longer than the steps are many.
    for _ in 0..=gone.len() {
        if !gone.contains(&at) {
            return Some(at);
        }
        match graph.leaving(at) {
            [only] if !is_cut(only) => at = only.to,
            _ => return None,
        }
    }
    None
}
