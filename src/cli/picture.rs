//! A journey drawn in letters: a step on each line, ways out of a step below it, further in.

use std::fmt::Write as _;

use crate::check::Sketch;
use crate::edit::describe;
use crate::journey::{Activity, Graph, Journey, Port, Workspace};

/// The mark at what is meant.
pub(super) const HERE: &str = "   ◄ here";

/// Steps of one journey that are drawn; beyond this many nothing new is said.
const STEPS: usize = 12;
/// Of a long way without a turn, so many steps stand at its beginning and at its end.
const ENDS: usize = 3;
/// Journeys that are drawn.
const JOURNEYS: usize = 3;

/// The journeys of an example, with a mark at the step that is meant; nothing where nothing is drawn in them. The one
/// that is meant comes first; of several each is called by its name.
pub(super) fn of(sketch: &Sketch) -> String {
    let meant = sketch.place.journey.as_ref();
    let mut journeys: Vec<&Journey> = sketch.workspace.journeys.values().map(AsRef::as_ref).collect();
    journeys.sort_by_key(|journey| meant != Some(&journey.id));
    let mut text = String::new();
    for journey in journeys.iter().take(JOURNEYS) {
        let (title, indent) = match journeys.len() {
            1 => (String::new(), "  "),
            _ => (format!("  '{}'\n", journey.name), "    "),
        };
        text += &title;
        text += &one(sketch, journey, indent);
    }
    if journeys.len() > JOURNEYS {
        _ = writeln!(text, "  … {} more journeys …", journeys.len() - JOURNEYS);
    }
    text
}

fn one(sketch: &Sketch, journey: &Journey, indent: &str) -> String {
    let graph = Graph::of(journey);
    let seen = vec![false; graph.nodes.len()];
    let mut picture = Picture { sketch, journey, graph, seen, left: STEPS, text: String::new() };
    for root in picture.graph.roots().collect::<Vec<_>>() {
        picture.chain(root, indent);
    }
    // A circle has no step before it.
    for step in 0..picture.seen.len() {
        picture.chain(step, indent);
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
        let (steps, onwards) = self.straight(first);
        let Some(&last) = steps.last() else { return };
        // What stands in the middle of a long way is counted, but for what is meant.
        let drawn = |place: usize| place < ENDS || place + ENDS >= steps.len() || self.is_meant(steps[place]);
        let mut shown: Vec<bool> = (0..steps.len()).map(drawn).collect();
        if steps.len() <= STEPS && steps.len() <= self.left {
            shown.fill(true);
        }
        let mut place = 0;
        while place < steps.len() && self.left > 0 {
            let hidden = shown[place..].iter().take_while(|is_shown| !**is_shown).count();
            if hidden > 1 {
                _ = writeln!(self.text, "{indent}… {hidden} more …");
                place += hidden;
                continue;
            }
            self.left -= 1;
            let activity = &self.journey.activities[steps[place]];
            let mark = if self.is_meant(steps[place]) { HERE } else { "" };
            let more = if self.left == 0 && !self.graph.leaving(steps[place]).is_empty() { " …" } else { "" };
            _ = writeln!(self.text, "{indent}{}{mark}{more}", said(&self.sketch.workspace, activity));
            place += 1;
        }
        if self.left == 0 {
            return;
        }
        match onwards {
            Some(known) => {
                let line = format!("{indent}→ {}\n", self.name(known));
                self.text.push_str(&line);
            }
            None => self.ways(last, indent),
        }
    }

    /// The steps from this one on, to the last before the ways part; and where they come to a step that is drawn
    /// already.
    fn straight(&mut self, first: usize) -> (Vec<usize>, Option<usize>) {
        let (mut steps, mut step) = (Vec::new(), first);
        while self.left > 0 && !std::mem::replace(&mut self.seen[step], true) {
            steps.push(step);
            match self.graph.leaving(step) {
                [only] if *self.graph.port(only) == Port::Next => step = only.to,
                _ => return (steps, None),
            }
        }
        (steps, Some(step))
    }

    /// The ways out of a step, each with what follows it.
    fn ways(&mut self, step: usize, indent: &str) {
        let wires = self.graph.leaving(step).to_vec();
        for (number, wire) in wires.iter().enumerate() {
            let is_last = number + 1 == wires.len();
            let (branch, below) = if is_last { ("└─", "   ") } else { ("├─", "│  ") };
            let way = way(self.journey.activities.get(step), self.graph.port(wire));
            let known = if self.seen[wire.to] { format!(" → {}", self.name(wire.to)) } else { String::new() };
            _ = writeln!(self.text, "{indent}{branch} {way}{known}");
            self.chain(wire.to, &format!("{indent}{below}"));
        }
    }

    fn is_meant(&self, step: usize) -> bool {
        self.sketch.place.activity.as_ref() == Some(&self.journey.activities[step].id)
            && self.sketch.place.journey.as_ref() == Some(&self.journey.id)
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

/// A way out of a step, as the terminal calls it.
pub(super) fn way(activity: Option<&Activity>, port: &Port) -> String {
    match port {
        Port::Next => "then".to_owned(),
        Port::Branch(branch) => {
            activity.map_or(branch.as_str(), |activity| activity.kind.branch_label_or_id(branch)).to_owned()
        }
        Port::Other => "other cases".to_owned(),
        Port::Timeout => "timeout".to_owned(),
        Port::Error => "failed".to_owned(),
    }
}
