//! `waymark cover`: whether somebody can take every branch, and the fewest test people who do.

use std::path::PathBuf;

use clap::Args;

use super::picture::way;
use super::refused::{Refused, journey_at};
use super::simulate::Format;
use super::{Outcome, say};
use crate::journey::{Activity, ActivityId, Journey, Port, files};
use crate::simulate::cover::{BranchCover, Coverage, Covered, Hop, NoteKind, cover};

/// Arguments of `waymark cover`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Journey file or exported definition.
    pub journey: PathBuf,
    /// Write the journey with the test people and their scenarios into this folder, as a workspace that
    /// `waymark test` runs.
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,
    /// List so many of the paths that somebody can take.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub paths: usize,
    /// How the result is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Decides the branches and prints what was found.
pub fn run(arguments: &Arguments) -> Outcome {
    covered(arguments).unwrap_or_else(Refused::outcome)
}

fn covered(arguments: &Arguments) -> Result<Outcome, Refused> {
    let (subject, journey, outcome) = journey_at(&arguments.journey)?;
    let coverage = cover(&subject.workspace, &journey, arguments.paths).map_err(Refused::by)?;
    if let Some(folder) = &arguments.write {
        if folder.exists() && std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(Refused::Because(format!("{} is not empty: name a new folder", folder.display())));
        }
        let workspace = coverage.workspace(&subject.workspace);
        files::save(&workspace, &mut files::Files::default(), folder).map_err(Refused::by)?;
    }
    match (arguments.format, subject.workspace.journeys.get(&journey)) {
        (Format::Json, _) | (_, None) => {
            let json = serde_json::to_string(&coverage).map_err(Refused::by)?;
            say(&format!("{json}\n"));
        }
        (Format::Text, Some(journey)) => say(&text(&coverage, journey)),
    }
    if let Some(folder) = &arguments.write {
        eprintln!(
            "waymark: {} scenarios written; `waymark test {}` runs them",
            coverage.scenarios.len(),
            folder.display()
        );
    }
    Ok(outcome)
}

fn text(coverage: &Coverage, journey: &Journey) -> String {
    let mut text = format!("“{}”: {}\n", coverage.name, counted(coverage));
    coverage.reservations.iter().for_each(|why| text.push_str(&format!("  {why}\n")));
    for (status, title) in [
        (Covered::Impossible, "nobody can take these branches"),
        (Covered::Open, "not decided"),
        (Covered::Covered, "taken by a test person"),
    ] {
        let branches: Vec<&BranchCover> = coverage.branches.iter().filter(|branch| branch.status == status).collect();
        if branches.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{} — {}\n", branches.len(), title));
        for branch in branches {
            let by = branch.scenario.as_ref().map(|scenario| format!("{scenario}: ")).unwrap_or_default();
            let name = name(journey, &branch.activity, &branch.port);
            text.push_str(&format!("  {name}\n      {by}{}\n", branch.because));
        }
    }
    for (kind, title) in
        [(NoteKind::Overlap, "conditions that overlap"), (NoteKind::Gap, "conditions that leave a gap")]
    {
        let notes: Vec<_> = coverage.notes.iter().filter(|note| note.kind == kind).collect();
        if !notes.is_empty() {
            text.push_str(&format!("\n{} — {title}\n", notes.len()));
            notes.iter().for_each(|note| text.push_str(&format!("  {}\n", note.because)));
        }
    }
    if !coverage.listed.is_empty() {
        text.push_str(&format!("\n{} — paths\n", coverage.listed.len()));
        coverage.listed.iter().for_each(|path| text.push_str(&format!("  {}\n", walked(journey, path))));
    }
    text.push_str(&format!("\n{}\n", people(coverage)));
    for made in &coverage.scenarios {
        text.push_str(&format!("  {}  {}\n", made.name, walked(journey, &made.path)));
    }
    text
}

fn counted(coverage: &Coverage) -> String {
    if let (false, true) = (coverage.reservations.is_empty(), coverage.paths != "unlimited") {
        return format!("at most {} of {} paths can be taken", coverage.paths, coverage.drawn);
    }
    match (coverage.paths.as_str(), coverage.drawn.as_str()) {
        ("unlimited", _) => "ways lead back, so that its paths have no end".to_owned(),
        ("1", "1") => "one path, and somebody can take it".to_owned(),
        (paths, drawn) if paths == drawn => format!("{paths} paths, and somebody can take each of them"),
        (paths, drawn) => format!("{paths} of {drawn} paths can be taken"),
    }
}

fn people(coverage: &Coverage) -> String {
    let (made, least) = (coverage.scenarios.len(), coverage.lower_bound);
    let who = if made == 1 { "1 test person".to_owned() } else { format!("{made} test people") };
    let branches = coverage.count(Covered::Covered);
    let whether = match made {
        _ if made == least => "no set is smaller".to_owned(),
        _ => format!("no set is smaller than {least}"),
    };
    format!("{who} for {branches} branches; {whether}")
}

/// A branch as people call it.
fn name(journey: &Journey, activity: &ActivityId, port: &Port) -> String {
    let found = journey.activity(activity);
    let label = found.map_or(activity.as_str(), Activity::label_or_id);
    let way = match (port, found) {
        (Port::Next, _) => "goes on".to_owned(),
        (port, _) => way(found, port),
    };
    format!("{label} → {way}")
}

/// A path by the branches on it.
fn walked(journey: &Journey, path: &[Hop]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for hop in path {
        let Some(activity) = journey.activity(&hop.activity) else { continue };
        let ports = activity.kind.ports();
        if ports.len() == 1 && parts.is_empty() {
            parts.push(activity.label_or_id().to_owned());
        }
        if hop.branch == "leaves" {
            parts.push(format!("{} → leaves", activity.label_or_id()));
        } else if ports.len() > 1 {
            let port = ports.iter().find(|port| crate::run::port_word(port) == hop.branch);
            if let Some(port) = port.filter(|port| **port != Port::Next) {
                parts.push(name(journey, &hop.activity, port));
            }
        }
    }
    parts.join(" · ")
}
