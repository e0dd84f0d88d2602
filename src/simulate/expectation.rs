//! What a scenario must show, and how what it shows differs.

use similar::{ChangeTag, TextDiff};

use crate::journey::ExpectedRun;
use crate::run::Step;

use super::{Run, Trace};

/// One difference between what was expected and what came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which run, from 0, in the order of the trace.
    pub run: usize,
    /// Whose run, and what is the matter with it.
    pub title: String,
    /// Lines that begin with `-` were expected, lines with `+` came out instead, lines with a blank agree.
    pub lines: Vec<String>,
}

/// What this trace would have to be expected as. The version of the zone database is left out.
pub fn of(trace: &Trace) -> Vec<ExpectedRun> {
    // The first run is always one of the scenario's own journey: others are only reached by a jump.
    let own = trace.runs.first().map(|run| run.journey.clone());
    let expected = |run: &Run| ExpectedRun {
        profile: run.profile.clone(),
        journey: (Some(&run.journey) != own.as_ref()).then(|| run.journey.clone()),
        steps: run.steps.iter().map(Step::line).collect(),
        end: run.end.reason.to_string(),
    };
    trace.runs.iter().map(expected).collect()
}

/// Every run that differs from what was expected; none where all is as it should be.
pub fn compare(expected: &[ExpectedRun], trace: &Trace) -> Vec<Difference> {
    let actual = of(trace);
    let mut differences = Vec::new();
    for run in 0..expected.len().max(actual.len()) {
        let (old, new) = (expected.get(run), actual.get(run));
        if old == new {
            continue;
        }
        let who = |run: &ExpectedRun| match &run.journey {
            Some(journey) => format!("{} in {journey}", run.profile),
            None => run.profile.to_string(),
        };
        let title = match (old, new) {
            (Some(old), None) => format!("run {}: {} was expected and did not take place", run + 1, who(old)),
            (None, Some(new)) => format!("run {}: {} was not expected", run + 1, who(new)),
            (Some(old), Some(new)) if who(old) != who(new) => {
                format!("run {}: {} was expected, {} came out", run + 1, who(old), who(new))
            }
            (_, Some(new)) => format!("run {}: {} differs", run + 1, who(new)),
            (None, None) => continue,
        };
        differences.push(Difference { run, title, lines: diff(old, new) });
    }
    differences
}

fn diff(old: Option<&ExpectedRun>, new: Option<&ExpectedRun>) -> Vec<String> {
    let text = |run: Option<&ExpectedRun>| match run {
        Some(run) => {
            let mut lines = run.steps.join("\n");
            lines.push_str(&format!("\nend {}\n", run.end));
            lines
        }
        None => String::new(),
    };
    let (old, new) = (text(old), text(new));
    TextDiff::from_lines(&old, &new)
        .iter_all_changes()
        .map(|change| {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            format!("{sign}{}", change.value().trim_end_matches('\n'))
        })
        .collect()
}
