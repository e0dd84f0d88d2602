//! The facts at the lower left: how many activities of how many, how large of how much, how long people stay.

use super::input::{Excess, Fact};
use crate::check::platform;
use crate::check::survey::Size;
use crate::designer::names;
use crate::designer::words::phrase;
use crate::journey::{Duration, Graph, Journey, Kind, Platform, Wait, Workspace};

/// The facts of a journey, for the platform that it is checked for.
pub fn facts(workspace: &Workspace, journey: &Journey, graph: &Graph, platform: Platform) -> Vec<Fact> {
    let numbers = platform::numbers(platform);
    let stated = workspace.organization.as_ref().and_then(|organization| organization.journey_bytes);
    let most = stated.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(numbers.max_journey_bytes);
    let (count, size) = (journey.activities.len(), Size::of(journey).total);
    let excess = |number: usize, most: usize, key: &str, rule: &'static str| {
        let over = number.checked_sub(most).filter(|over| *over > 0)?.to_string();
        let remedy = phrase(key, &[("n", &over), ("platform", names::platform(platform))]);
        Some(Excess { remedy, rule })
    };
    let max = numbers.max_activities.to_string();
    let mut facts = vec![Fact {
        text: phrase("canvas.activities_of", &[("n", &count.to_string()), ("max", &max)]),
        excess: excess(count, numbers.max_activities, "canvas.activities_over", "journey-max-activities"),
    }];
    // Nobody minds the size before half of the room is used.
    if size.saturating_mul(2) > most {
        facts.push(Fact {
            text: phrase("canvas.size_of", &[("size", &bytes(size)), ("max", &bytes(most))]),
            excess: excess(size, most, "canvas.size_over", "journey-payload-too-large"),
        });
    }
    if let Some(longest) = longest_path(journey, graph).filter(|longest| *longest > 0) {
        facts.push(phrase("canvas.longest", &[("time", &length(longest))]).into());
    }
    facts
}

/// How long a person waits on the longest path, in milliseconds; `None` where a path goes in circles. What depends
/// on a date or on data counts as nothing.
fn longest_path(journey: &Journey, graph: &Graph) -> Option<i64> {
    let mut left = vec![0_i64; graph.nodes.len()];
    let order = graph.topological_order().ok()?;
    let mut longest = 0;
    for node in order {
        let arrived = graph.arriving(node).map(|wire| left[wire.from]).max().unwrap_or(0);
        let is_entry = graph.arriving(node).len() == 0;
        left[node] = arrived.saturating_add(if is_entry { 0 } else { stay(&journey.activities.get(node)?.kind) });
        longest = longest.max(left[node]);
    }
    Some(longest)
}

fn stay(kind: &Kind) -> i64 {
    match kind {
        Kind::Wait(Wait::Duration(duration)) => duration.milliseconds().max(0),
        _ => kind.timeout().map_or(0, Duration::milliseconds).max(0),
    }
}

/// "18 KB", "1.2 MB".
fn bytes(count: usize) -> String {
    match count {
        0..=999 => format!("{count} bytes"),
        1_000..=999_999 => format!("{} KB", count.div_ceil(1_000)),
        _ => {
            let megabytes = format!("{:.1}", count as f64 / 1e6);
            format!("{} MB", megabytes.strip_suffix(".0").unwrap_or(&megabytes))
        }
    }
}

/// "45 min", "1 h", "2 d 3 h": the two largest units.
fn length(milliseconds: i64) -> String {
    let minutes = milliseconds / 60_000;
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{} s", milliseconds / 1_000),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}
