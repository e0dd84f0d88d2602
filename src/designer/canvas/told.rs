//! What a gesture did, as the history tells it: what, and where.

use crate::designer::names;
use crate::designer::words::phrase;
use crate::journey::{ActivityId, ConnectionId, Journey, Workspace};

/// What was done with steps: a single one by its name, several by their number and their journey.
/// `key` leads to the two sentences, `one` and `many`.
pub fn of_steps(key: &str, steps: &[ActivityId], workspace: &Workspace, journey: &Journey) -> String {
    let only = match steps {
        [only] => journey.activity(only),
        _ => None,
    };
    match only {
        Some(only) => phrase(&format!("{key}.one"), &[("name", &names::activity(only, workspace))]),
        None => phrase(&format!("{key}.many"), &[("n", &steps.len().to_string()), ("journey", &journey.name)]),
    }
}

/// That lines were taken away: a single one by its ends, several by their number.
pub fn of_lines(lines: &[ConnectionId], workspace: &Workspace, journey: &Journey) -> String {
    let name = |id: &ActivityId| journey.activity(id).map(|step| names::activity(step, workspace)).unwrap_or_default();
    let only = match lines {
        [only] => journey.connections.iter().find(|wire| &wire.id == only),
        _ => None,
    };
    match only {
        Some(wire) => phrase("canvas.disconnect.one", &[("from", &name(&wire.from)), ("to", &name(&wire.to))]),
        None => phrase("canvas.disconnect.many", &[("n", &lines.len().to_string()), ("journey", &journey.name)]),
    }
}
