//! Putting something from the palette onto the canvas: somewhere, after a step, into a wire.

use crate::journey::{
    Activity, ActivityId, Connection, ConnectionId, Duration, Graph, Journey, JourneyId, Kind, Placement, Port, Wait,
    Wire, Workspace,
};

use super::grid::{COLUMN, GRID, ROW, column_after, next_free_place, snap};
use super::{Edit, Stencil, placeholder};

/// Where something new goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// To this place, unconnected: the upper left corner, which is snapped.
    At {
        /// To the right, in canvas units.
        x: i32,
        /// Downwards, in canvas units.
        y: i32,
    },
    /// After a step, by this port, where there is room.
    After {
        /// The step.
        from: ActivityId,
        /// Its port.
        port: Port,
    },
    /// After a step, by this port, at a place: a wire that was dropped on empty ground.
    Drop {
        /// The step.
        from: ActivityId,
        /// Its port.
        port: Port,
        /// To the right, in canvas units.
        x: i32,
        /// Downwards, in canvas units.
        y: i32,
    },
    /// Into this wire; what comes after moves on where there is no room.
    Into(ConnectionId),
}

impl Spot {
    /// Where a further step obviously goes: after the selected step or into the selected wire; where neither is, at the
    /// only open end that the journey has. `None` where that is not obvious. Without a stencil, for a step that is
    /// still to be chosen.
    pub fn obvious(
        journey: &Journey,
        stencil: Option<Stencil>,
        step: Option<&ActivityId>,
        wire: Option<&ConnectionId>,
    ) -> Option<Self> {
        if stencil.is_some_and(Stencil::only_begins) {
            return None;
        }
        let graph = Graph::of(journey);
        // In the middle of a journey, an audience is read only after a business event.
        let may_follow = |node: usize| {
            let kind = journey.activities.get(node).map(|activity| &activity.kind);
            stencil != Some(Stencil::ReadAudience) || matches!(kind, Some(Kind::BusinessEvent(_)))
        };
        let is_open = |(node, port): &(usize, usize)| graph.leaving_by(*node, *port).is_empty();
        let ends = |node: usize| (0..graph.nodes[node].ports.len()).map(move |port| (node, port)).filter(is_open);
        let after = |(node, port): (usize, usize)| Self::After {
            from: graph.nodes[node].id.clone(),
            port: graph.nodes[node].ports[port].clone(),
        };
        let into = |wire: &Wire| Some(Self::Into(journey.connections.get(wire.connection)?.id.clone()));
        if let Some(node) = step.and_then(|id| graph.index(id)).filter(|node| may_follow(*node)) {
            // Where people already go on from every port, the step comes between.
            return ends(node).next().map(after).or_else(|| graph.leaving(node).first().and_then(into));
        }
        if let Some(wire) =
            wire.and_then(|id| graph.wires.iter().find(|known| journey.connections[known.connection].id == *id))
        {
            return into(wire).filter(|_| may_follow(wire.from));
        }
        let mut open = (0..graph.nodes.len()).filter(|node| may_follow(*node)).flat_map(ends);
        let only = open.next()?;
        open.next().is_none().then(|| after(only))
    }
}

/// The edits that add an entry of the palette. The first [`Edit::AddActivity`] among them is the step itself.
/// Ids are placeholders. Empty where the journey, the step or the wire does not exist.
pub fn add(workspace: &Workspace, journey: &JourneyId, stencil: Stencil, spot: &Spot) -> Vec<Edit> {
    // A branch id takes the number of its activity and those after it.
    let mut steps = vec![stencil.activity(workspace, journey, 1)];
    if stencil == Stencil::BusinessEvent {
        steps.push(Stencil::ReadAudience.activity(workspace, journey, 9));
    }
    if stencil.needs_time() {
        let mut wait = Stencil::Wait.activity(workspace, journey, 9);
        wait.kind = Kind::Wait(Wait::Duration(Duration::Days(3)));
        steps.push(wait);
    }
    match workspace.journeys.get(journey) {
        Some(known) => put_in(known, steps, spot),
        None => Vec::new(),
    }
}

/// The edits that add a chain of steps, each leading to the next by its first port.
pub(super) fn put_in(journey: &Journey, steps: Vec<Activity>, spot: &Spot) -> Vec<Edit> {
    let graph = Graph::of(journey);
    match spot {
        Spot::At { x, y } => chain(journey, &graph, steps, (*x, *y)).0,
        Spot::After { from, port } => {
            let Some(place) = place_after(&graph, from, port) else { return Vec::new() };
            after(journey, &graph, steps, from, port, place)
        }
        Spot::Drop { from, port, x, y } => {
            if place_after(&graph, from, port).is_none() {
                return Vec::new();
            }
            after(journey, &graph, steps, from, port, (*x, *y))
        }
        Spot::Into(wire) => into(journey, &graph, steps, wire),
    }
}

/// Where a step after this one naturally stands: in the next column, one row lower for each further port.
pub(super) fn place_after(graph: &Graph, from: &ActivityId, port: &Port) -> Option<(i32, i32)> {
    let node = graph.nodes.get(graph.index(from)?)?;
    let row = node.ports.iter().position(|known| known == port)?;
    let row = i32::try_from(row).unwrap_or_default();
    Some((node.x.saturating_add(column_after(port)), node.y.saturating_add(row.saturating_mul(ROW))))
}

/// How far to the right of a step the next one stands.
fn width(step: &Activity) -> i32 {
    step.kind.ports().first().map_or(COLUMN, column_after)
}

/// Adds the steps from a place on, and returns where each stands.
fn chain(journey: &Journey, graph: &Graph, steps: Vec<Activity>, start: (i32, i32)) -> (Vec<Edit>, Vec<(i32, i32)>) {
    let mut places = Vec::new();
    let mut wanted = start;
    let mut edits = Vec::new();
    let links: Vec<Edit> = steps
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| Some(wire(journey, 50 + at, &pair[0].id, pair[0].kind.ports().first()?, &pair[1].id)))
        .collect();
    for step in steps {
        let width = width(&step);
        let place = next_free_place(graph, wanted, &places);
        edits.push(Edit::AddActivity { journey: journey.id.clone(), activity: Box::new(step), x: place.0, y: place.1 });
        places.push(place);
        wanted = (place.0.saturating_add(width), place.1);
    }
    edits.extend(links);
    (edits, places)
}

fn after(
    journey: &Journey,
    graph: &Graph,
    steps: Vec<Activity>,
    from: &ActivityId,
    port: &Port,
    place: (i32, i32),
) -> Vec<Edit> {
    let Some(first) = steps.first().map(|step| step.id.clone()) else { return Vec::new() };
    let (mut edits, _) = chain(journey, graph, steps, place);
    edits.push(wire(journey, 90, from, port, &first));
    edits
}

fn into(journey: &Journey, graph: &Graph, steps: Vec<Activity>, id: &ConnectionId) -> Vec<Edit> {
    let is_cut = |wire: &&Wire| journey.connections.get(wire.connection).is_some_and(|known| &known.id == id);
    let (Some(cut), Some(first), Some(last)) = (graph.wires.iter().find(is_cut), steps.first(), steps.last()) else {
        return Vec::new();
    };
    let (first, last, out) = (first.id.clone(), last.id.clone(), last.kind.ports().into_iter().next());
    let (from, to) = (&graph.nodes[cut.from], &graph.nodes[cut.to]);
    let mut edits = vec![Edit::Disconnect { journey: journey.id.clone(), connection: id.clone() }];
    let mut moved = graph.clone();
    let gap = column_after(graph.port(cut));
    let needed = steps.iter().map(width).fold(gap, i32::saturating_add);
    let room = to.x.saturating_sub(from.x);
    let start = if room >= needed {
        from.x.saturating_add(gap).saturating_add((room - needed) / 2)
    } else {
        if room > 0 {
            let missing = snap(needed.saturating_sub(room).saturating_add(GRID / 2));
            edits.extend(move_on(journey, &mut moved, cut.to, from.x, missing));
        }
        from.x.saturating_add(gap)
    };
    // The lane of a branch is that of the step to which it leads.
    edits.extend(chain(journey, &moved, steps, (start, to.y)).0);
    edits.push(wire(journey, 91, &from.id, graph.port(cut), &first));
    edits.extend(out.map(|port| wire(journey, 92, &last, &port, &to.id)));
    edits
}

/// Where a new step stands that comes before this one, whatever leads there, and the edit that makes room for it where
/// there is none. Nothing where the journey has no such step.
pub fn room_before(journey: &Journey, step: &ActivityId) -> Option<((i32, i32), Option<Edit>)> {
    let mut graph = Graph::of(journey);
    let at = graph.index(step)?;
    let (x, y) = (graph.nodes[at].x, graph.nodes[at].y);
    let arriving = graph.wires.iter().filter(|wire| wire.to == at && graph.nodes[wire.from].x < x);
    let begins = |wire: &Wire| (graph.nodes[wire.from].x, column_after(graph.port(wire)));
    let nearest = arriving.map(begins).max_by_key(|(from, gap)| from.saturating_add(*gap));
    let Some((from, gap)) = nearest else {
        return Some((next_free_place(&graph, (x.saturating_sub(COLUMN), y), &[]), None));
    };
    let missing = gap.saturating_add(COLUMN).saturating_sub(x.saturating_sub(from));
    let moved =
        if missing > 0 { move_on(journey, &mut graph, at, from, snap(missing.saturating_add(GRID / 2))) } else { None };
    let wanted = if missing > 0 { from.saturating_add(gap) } else { x.saturating_sub(COLUMN) };
    Some((next_free_place(&graph, (wanted, y), &[]), moved))
}

/// Moves a step and everything after it that stands to the right of `beyond`.
pub(super) fn move_on(journey: &Journey, graph: &mut Graph, start: usize, beyond: i32, by: i32) -> Option<Edit> {
    let after = graph.reachable([start]);
    let mut to = Vec::new();
    for (node, _) in graph.nodes.iter_mut().zip(after).filter(|(node, after)| *after && node.placed && node.x > beyond)
    {
        node.x = node.x.saturating_add(by);
        to.push(Placement { activity: node.id.clone(), x: node.x, y: node.y });
    }
    (!to.is_empty()).then(|| Edit::Move { journey: journey.id.clone(), to })
}

/// The edit that draws a wire with the placeholder id of this number.
pub(super) fn wire(journey: &Journey, number: usize, from: &ActivityId, port: &Port, to: &ActivityId) -> Edit {
    let connection = Connection {
        id: ConnectionId(placeholder("wire", number)),
        from: from.clone(),
        port: port.clone(),
        to: to.clone(),
    };
    Edit::Connect { journey: journey.id.clone(), connection }
}
