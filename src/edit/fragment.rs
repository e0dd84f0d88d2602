//! Fragments: a piece of a journey is kept under a name, and copied into journeys from then on. A copy is the
//! journey's own: nothing leads back from it to the fragment.

use thiserror::Error;

use crate::journey::{
    Activity, ActivityId, Fragment, FragmentId, FragmentStatus, Graph, Journey, JourneyId, Kind, Port, Workspace,
};

use super::grid::{GRID, ROW, column_after, snap};
use super::place::{move_on, place_after, wire};
use super::{Clip, Edit, Spot, apply_all, placeholder};

/// Why a fragment is not put into a journey.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Refused {
    /// It is a draft, or in the archive.
    #[error("Activate the fragment first")]
    NotActive,
    /// The journey has no step yet, and people cannot enter by the first one of the fragment.
    #[error("Start with an entry: people cannot come in by this fragment")]
    NoEntry,
    /// There is no such fragment, no such journey, or no such place in it.
    #[error("There is nothing to insert here")]
    Nothing,
}

/// The fragment that these steps of a journey make, a draft with a placeholder for its id; `None` where there is not
/// one of them.
pub fn keep(workspace: &Workspace, journey: &JourneyId, steps: &[ActivityId], name: &str) -> Option<Fragment> {
    let Clip { mut activities, connections, ends, layout, .. } = Clip::of(workspace, journey, steps)?;
    for step in &mut activities {
        // Who lives with a problem there does not live with it everywhere.
        step.suppressed.clear();
    }
    let id = FragmentId(placeholder("fragment", 1));
    let name = name.to_owned();
    Some(Fragment { id, name, activities, connections, ends, layout, ..Fragment::default() })
}

/// Why the fragment cannot be put into the journey now, wherever it is dropped.
///
/// # Errors
/// The reason.
pub fn may_insert(journey: &Journey, fragment: &Fragment) -> Result<(), Refused> {
    if fragment.status != FragmentStatus::Active {
        return Err(Refused::NotActive);
    }
    let enters = fragment.entries().first().is_some_and(|first| first.kind.can_enter());
    if journey.activities.is_empty() && !enters { Err(Refused::NoEntry) } else { Ok(()) }
}

/// The edits that put a copy of an active fragment into a journey; ids are placeholders. In a wire, the path goes on
/// from the first open end of the copy.
///
/// # Errors
/// Why it is not put there; nothing is to be changed then.
pub fn insert(
    workspace: &Workspace,
    journey: &JourneyId,
    fragment: &FragmentId,
    spot: &Spot,
) -> Result<Vec<Edit>, Refused> {
    let known = workspace.journeys.get(journey).ok_or(Refused::Nothing)?;
    let fragment = workspace.inventory.get::<Fragment>(fragment).ok_or(Refused::Nothing)?;
    may_insert(known, fragment)?;
    let copy = Copy::of(fragment).ok_or(Refused::Nothing)?;
    let graph = Graph::of(known);
    let (mut edits, join, at) = copy.room(known, &graph, spot).ok_or(Refused::Nothing)?;
    let mut cleared = workspace.clone();
    apply_all(&mut cleared, &edits).map_err(|_| Refused::Nothing)?;
    edits.extend(copy.clip.paste(&cleared, journey, at).map_err(|_| Refused::Nothing)?);
    if let Some((from, port, onwards)) = join {
        edits.push(wire(known, NUMBERS, &from, &port, &copy.first));
        if let (Some(to), Some((last, port))) = (onwards, &copy.last) {
            edits.push(wire(known, NUMBERS + 1, last, port, &to));
        }
    }
    Ok(edits)
}

/// Placeholders of wires from here on are none of a copy.
const NUMBERS: usize = 1_000_000;

/// Where the copy hangs: the step and port from which it goes on, and the step that follows it.
type Join = Option<(ActivityId, Port, Option<ActivityId>)>;

/// A fragment as it will stand in the journey.
struct Copy {
    clip: Clip,
    /// The placeholder of its first step.
    first: ActivityId,
    /// The placeholder of the step from which the path goes on, and by which port.
    last: Option<(ActivityId, Port)>,
    /// How far its first step is from its upper left corner.
    offset: (i32, i32),
    /// People come in by its first step and never later.
    only_begins: bool,
    reads: bool,
}

impl Copy {
    fn of(fragment: &Fragment) -> Option<Self> {
        let whole = fragment.as_journey();
        let graph = Graph::of(&whole);
        let entry = fragment.entries().first().map(|step| step.id.clone());
        let root = entry.and_then(|id| graph.index(&id)).or((!graph.nodes.is_empty()).then_some(0))?;
        let name = |node: usize| ActivityId(placeholder(fragment.activities[node].kind.id_kind(), node + 1));
        let kind = &fragment.activities[root].kind;
        let clip = Clip {
            waymark_clip: Clip::FORMAT,
            activities: fragment.activities.clone(),
            connections: fragment.connections.clone(),
            ends: fragment.ends.clone(),
            layout: fragment.layout.clone(),
            items: Vec::new(),
        };
        let (corner, _) = clip.extent();
        let place = &graph.nodes[root];
        Some(Self {
            first: name(root),
            last: open_end(&graph, root).map(|(node, port)| (name(node), renumbered(fragment, &port))),
            offset: if place.placed { (place.x - corner.0, place.y - corner.1) } else { (0, 0) },
            only_begins: matches!(kind, Kind::BusinessEvent(_)),
            reads: matches!(kind, Kind::ReadAudience(_)),
            clip,
        })
    }

    /// What makes room for the copy, where it hangs, and its upper left corner.
    fn room(&self, journey: &Journey, graph: &Graph, spot: &Spot) -> Option<(Vec<Edit>, Join, (i32, i32))> {
        let corner = |(x, y): (i32, i32)| (x.saturating_sub(self.offset.0), y.saturating_sub(self.offset.1));
        let joined = |from: &ActivityId, port: &Port, to: Option<ActivityId>| {
            let before = journey.activity(from).map(|step| &step.kind);
            let may = !self.only_begins && (!self.reads || matches!(before, Some(Kind::BusinessEvent(_))));
            may.then(|| (from.clone(), port.clone(), to))
        };
        match spot {
            Spot::At { x, y } => Some((Vec::new(), None, corner((*x, *y)))),
            Spot::After { from, port } => {
                Some((Vec::new(), joined(from, port, None), corner(place_after(graph, from, port)?)))
            }
            Spot::Drop { from, port, x, y } => {
                place_after(graph, from, port)?;
                Some((Vec::new(), joined(from, port, None), corner((*x, *y))))
            }
            Spot::Into(id) => {
                let cut = graph.wires.iter().find(|wire| journey.connections[wire.connection].id == *id)?;
                let (from, to) = (&graph.nodes[cut.from], &graph.nodes[cut.to]);
                let Some(join) = joined(&from.id, graph.port(cut), Some(to.id.clone())) else {
                    return Some((Vec::new(), None, (from.x, from.y.saturating_add(ROW))));
                };
                let gap = column_after(graph.port(cut));
                let after = self.last.as_ref().map_or(gap, |(_, port)| column_after(port));
                let start = from.x.saturating_add(gap);
                let end = start.saturating_add(self.clip.extent().1.0).saturating_add(after - super::grid::CARD_WIDTH);
                let mut edits = vec![Edit::Disconnect { journey: journey.id.clone(), connection: id.clone() }];
                let missing = end.saturating_sub(to.x);
                if missing > 0 {
                    let by = snap(missing.saturating_add(GRID / 2));
                    edits.extend(move_on(journey, &mut graph.clone(), cut.to, from.x, by));
                }
                Some((edits, Some(join), corner((start, to.y))))
            }
        }
    }
}

/// The first way out of the fragment on which people have not been led on: along the first ports from its first step.
fn open_end(graph: &Graph, root: usize) -> Option<(usize, Port)> {
    let mut seen = vec![false; graph.nodes.len()];
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut seen[node], true) {
            continue;
        }
        for (port, known) in graph.nodes[node].ports.iter().enumerate() {
            if graph.leaving_by(node, port).is_empty() {
                return Some((node, known.clone()));
            }
        }
        open.extend(graph.leaving(node).iter().rev().map(|wire| wire.to));
    }
    None
}

/// The port under the placeholder that a paste gives its branch.
fn renumbered(fragment: &Fragment, port: &Port) -> Port {
    let Port::Branch(branch) = port else { return port.clone() };
    let mut numbers: Vec<String> = Vec::new();
    for step in &fragment.activities {
        branches(step, &mut numbers);
    }
    let number = numbers.iter().position(|known| *known == branch.0).map_or(0, |at| at + 1);
    Port::Branch(placeholder("path", number).as_str().into())
}

fn branches(step: &Activity, numbers: &mut Vec<String>) {
    step.walk(&mut |_, word, id| {
        if word == crate::journey::Word::Branch && !numbers.contains(id) {
            numbers.push(id.clone());
        }
    });
}
