//! `waymark volume`: a crowd through all journeys of a workspace, and what becomes of it.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use jiff::Timestamp;

use super::simulate::Format;
use super::subject::Subject;
use super::{Outcome, say};
use crate::simulate::volume::{Progress, Setting, VolumeError, forecast, text};

/// How often a terminal is told how far it is.
const TOLD: Duration = Duration::from_millis(500);

/// Arguments of `waymark volume`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Workspace, or one of its journey files: all journeys of the workspace are run together.
    pub path: PathBuf,
    /// How many people, instead of as many as the population says.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub profiles: Option<u32>,
    /// Virtual time at the beginning, as 2026-03-02T09:00:00Z, instead of that of the population.
    #[arg(long, value_name = "MOMENT")]
    pub start: Option<Timestamp>,
    /// Where chance begins.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How the forecast is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Runs the crowd and prints what became of it.
pub fn run(arguments: &Arguments) -> Outcome {
    let subject = match Subject::open(&arguments.path) {
        Ok(subject) => subject,
        Err(outcome) => return outcome,
    };
    let outcome = subject.complain();
    let table = match table(&subject) {
        Ok(table) => table,
        Err(why) => {
            eprintln!("waymark: {why}");
            return Outcome::Unreadable;
        }
    };
    let mut shown = Shown::new();
    let setting = Setting { seed: arguments.seed, people: arguments.profiles, start: arguments.start };
    let found = forecast(&subject.workspace, setting, table.as_deref(), |progress| shown.at(progress));
    shown.done();
    match found {
        Ok(forecast) => {
            match arguments.format {
                Format::Text => say(&text(&forecast)),
                // Plain data with text keys: it always has a JSON form.
                Format::Json => say(&format!("{}\n", serde_json::to_string_pretty(&forecast).unwrap_or_default())),
            }
            outcome
        }
        Err(error) => {
            for sentence in complaints(&subject, &error) {
                eprintln!("waymark: {sentence}");
            }
            Outcome::Unreadable
        }
    }
}

/// The text of the table of people that the population names.
fn table(subject: &Subject) -> Result<Option<String>, String> {
    let Some(population) = subject.workspace.population.as_ref().filter(|it| !it.file.is_empty()) else {
        return Ok(None);
    };
    let path = subject.files.root.join(&population.file);
    let location = subject.files.locate_population("file", None);
    let place = location.map(|it| format!("{}:{}: ", subject.files.root.join(&it.file).display(), it.line));
    // The table may be far larger than a document.
    std::fs::read_to_string(&path)
        .map(Some)
        .map_err(|error| format!("{}{} cannot be read: {error}", place.unwrap_or_default(), path.display()))
}

/// What is wrong, each with its file and line.
fn complaints(subject: &Subject, error: &VolumeError) -> Vec<String> {
    let VolumeError::Population(faults) = error else { return vec![error.to_string()] };
    let sentence = |fault: &crate::simulate::volume::Fault| {
        let entry = Some(fault.entry).filter(|entry| *entry > 0);
        let Some(location) = subject.files.locate_population(fault.field, entry) else { return fault.to_string() };
        let file = subject.files.root.join(&location.file);
        format!("{}:{}: {fault}", file.display(), location.line)
    };
    faults.iter().map(sentence).collect()
}

/// Progress on a terminal.
struct Shown {
    told: Option<Instant>,
    wrote: bool,
}

impl Shown {
    fn new() -> Self {
        Self { told: std::io::stderr().is_terminal().then(Instant::now), wrote: false }
    }

    fn at(&mut self, progress: &Progress) -> bool {
        if let Some(told) = &mut self.told
            && told.elapsed() >= TOLD
        {
            *told = Instant::now();
            self.wrote = true;
            let now = progress.now.strftime("%-d %b %H:%M");
            eprint!("\r\x1b[K{now}: {} inside, {} steps of work done", progress.inside, progress.done);
        }
        true
    }

    fn done(&self) {
        if self.wrote {
            eprint!("\r\x1b[K");
        }
    }
}
