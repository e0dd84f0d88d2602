//! A journey drawn in letters: a step on each line, ways out of a step below it, further in.

use std::fmt::Write as _;

use crate::check::Sketch;
use crate::edit::describe;
use crate::journey::{Activity, Graph, Journey, Port, Workspace};

/// The mark at what is meant.
pub(super) const HERE: &str = "   ◄ here";

/// Steps beyond this many say nothing new.
const STEPS: usize = 12;

/// The journey of an example, with a mark at the step that is meant; nothing where nothing is drawn in it.
pub(super) fn of(sketch: &Sketch) -> String {
    let here = sketch.place.journey.as_ref().or(sketch.workspace.journeys.keys().next());
    let Some(journey) = here.and_then(|id| sketch.workspace.journeys.get(id)) else { return String::new() };
    let graph = Graph::of(journey);
    let seen = vec![false; graph.nodes.len()];
    let mut picture = Picture { sketch, journey, graph, seen, left: STEPS, text: String::new() };
    for root in picture.graph.roots().collect::<Vec<_>>() {
        picture.chain(root, "  ");
    }
    // A circle has no step before it.
    for step in 0..picture.seen.len() {
        picture.chain(step, "  ");
    }
    picture.text
}

/// In words, what is meant that no step shows: an object, a field of the journey, a line, the workspace.
pub(super) fn place(sketch: &Sketch) -> Option<String> {
    let place = &sketch.place;
    let field = place.field.as_deref().map(|field| format!(", {field}")).unwrap_or_default();
    if let Some(item) = &place.item {
        let items = sketch.workspace.inventory.items();
        let name = items.iter().find(|known| known.reference() == *item).map(|known| known.name().to_owned());
        return Some(format!("{} '{}'{field}", item.kind(), name.unwrap_or_else(|| item.as_str().to_owned())));
    }
    if let Some(wire) = &place.connection {
        let journey = sketch.workspace.journeys.get(place.journey.as_ref()?)?;
        let wire = journey.connections.iter().find(|known| known.id == *wire)?;
        let name = |id| journey.activity(id).map_or_else(|| "nowhere".to_owned(), |step| step.label_or_id().to_owned());
        return Some(format!("the line {} → {}", name(&wire.from), name(&wire.to)));
    }
    match &place.journey {
        Some(_) if place.activity.is_none() => Some(format!("the journey{field}")),
        Some(_) => Some(format!("a step{field}")),
        None => Some(format!("the workspace{field}")),
    }
}

struct Picture<'a> {
    sketch: &'a Sketch,
    journey: &'a Journey,
    graph: Graph,
    seen: Vec<bool>,
    left: usize,
    text: String,
}

impl Picture<'_> {
    /// The steps from this one on, as long as there is one way on, then the ways.
    fn chain(&mut self, first: usize, indent: &str) {
        let mut step = first;
        loop {
            if std::mem::replace(&mut self.seen[step], true) || self.left == 0 {
                return;
            }
            self.left -= 1;
            let activity = &self.journey.activities[step];
            let mark = if self.sketch.place.activity.as_ref() == Some(&activity.id) { HERE } else { "" };
            let more = if self.left == 0 && !self.graph.leaving(step).is_empty() { " …" } else { "" };
            _ = writeln!(self.text, "{indent}{}{mark}{more}", said(&self.sketch.workspace, activity));
            let wires = self.graph.leaving(step).to_vec();
            match wires.as_slice() {
                [] => return,
                [only] if *self.graph.port(only) == Port::Next => {
                    let to = only.to;
                    if self.seen[to] {
                        let line = format!("{indent}→ {}\n", self.name(to));
                        self.text.push_str(&line);
                    }
                    step = to;
                }
                wires => {
                    for (number, wire) in wires.iter().enumerate() {
                        let is_last = number + 1 == wires.len();
                        let (branch, below) = if is_last { ("└─", "   ") } else { ("├─", "│  ") };
                        let way = way(activity, self.graph.port(wire));
                        let known =
                            if self.seen[wire.to] { format!(" → {}", self.name(wire.to)) } else { String::new() };
                        _ = writeln!(self.text, "{indent}{branch} {way}{known}");
                        self.chain(wire.to, &format!("{indent}{below}"));
                    }
                    return;
                }
            }
        }
    }

    fn name(&self, step: usize) -> &str {
        self.journey.activities[step].label_or_id()
    }
}

/// What a step is called, and what it does.
fn said(workspace: &Workspace, activity: &Activity) -> String {
    match describe::line(workspace, activity) {
        line if line.is_empty() || line == activity.label => activity.label_or_id().to_owned(),
        line => format!("{}: {line}", activity.label_or_id()),
    }
}

fn way(activity: &Activity, port: &Port) -> String {
    match port {
        Port::Next => "then".to_owned(),
        Port::Branch(branch) => match activity.kind.branch_label(branch) {
            Some(label) if !label.is_empty() => label.to_owned(),
            _ => branch.to_string(),
        },
        Port::Other => "other cases".to_owned(),
        Port::Timeout => "timeout".to_owned(),
        Port::Error => "failed".to_owned(),
    }
}
