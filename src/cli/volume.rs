//! `waymark volume`: a crowd through all journeys of a workspace, and what becomes of it.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::simulate::Format;
use super::subject::Subject;
use super::{Outcome, say};
use crate::check::Volumes;
use crate::check::survey::plural;
use crate::edit;
use crate::journey::files;
use crate::simulate::volume::{
    Fault, Forecast, Offer, Outlook, Progress, Setting, Turns, VolumeError, forecast, offers_text, remedies, text,
};

/// How often a terminal is told how far it is.
const TOLD: Duration = Duration::from_millis(500);

/// Where chance begins.
const SEED: u64 = 1;

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
    #[arg(long, default_value_t = SEED)]
    pub seed: u64,
    /// How the forecast is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Does not look for changes that lose nothing.
    #[arg(long)]
    pub no_remedies: bool,
    /// Writes the change of this number, as it was listed, and prints what becomes of the crowd then.
    #[arg(long, value_name = "N", conflicts_with = "no_remedies")]
    pub fix: Option<usize>,
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Page<'p> {
    #[serde(flatten)]
    forecast: &'p Forecast,
    /// Absent where nobody looked for any.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedies: Option<Vec<Row<'p>>>,
}

/// A remedy as it is printed.
#[derive(Serialize)]
struct Row<'p> {
    title: &'p str,
    turns: Turns,
    place: &'p str,
    name: &'p str,
    because: &'p str,
    before: &'p Outlook,
    after: &'p Outlook,
}

impl<'p> Row<'p> {
    fn of(Offer { turns, place, name, remedy, because, before, after }: &'p Offer) -> Self {
        Self { title: &remedy.title, turns: *turns, place, name, because, before, after }
    }
}

/// Runs the crowd and prints what became of it, and what would lose nothing.
pub fn run(arguments: &Arguments) -> Outcome {
    let mut subject = match Subject::open(&arguments.path) {
        Ok(subject) => subject,
        Err(outcome) => return outcome,
    };
    let outcome = subject.complain();
    let printed = table(&subject).and_then(|table| print(&mut subject, arguments, table.as_deref()));
    match printed {
        Ok(()) => outcome,
        Err(why) => {
            for sentence in why.lines() {
                eprintln!("waymark: {sentence}");
            }
            Outcome::Unreadable
        }
    }
}

fn print(subject: &mut Subject, arguments: &Arguments, table: Option<&str>) -> Result<(), String> {
    let mut forecast = forecast_of(subject, arguments, table)?;
    let mut offers = (!arguments.no_remedies).then(|| offers(subject, arguments, table, &forecast));
    if let Some(number) = arguments.fix {
        let offers = offers.take().unwrap_or_default();
        let chosen = number.checked_sub(1).and_then(|place| offers.get(place));
        let Some(chosen) = chosen else {
            return Err(format!("there is no change {number}: {} would lose nothing", plural(offers.len(), "change")));
        };
        write(subject, chosen)?;
        eprintln!("changed: {}", chosen.remedy.title);
        forecast = forecast_of(subject, arguments, table)?;
    }
    match arguments.format {
        Format::Text => {
            let loses = forecast.loses_calls();
            let remedies = offers.as_deref().filter(|_| loses).map(offers_text).unwrap_or_default();
            say(&(text(&forecast) + &remedies));
        }
        Format::Json => {
            let remedies = offers.as_deref().map(|offers| offers.iter().map(Row::of).collect());
            let page = Page { forecast: &forecast, remedies };
            // Plain data with text keys: it always has a JSON form.
            say(&format!("{}\n", serde_json::to_string_pretty(&page).unwrap_or_default()));
        }
    }
    Ok(())
}

fn forecast_of(subject: &Subject, arguments: &Arguments, table: Option<&str>) -> Result<Forecast, String> {
    shown(subject, setting(arguments), table)
}

fn setting(arguments: &Arguments) -> Setting {
    Setting { seed: arguments.seed, people: arguments.profiles, start: arguments.start }
}

/// What a check takes from a forecast as the document describes it.
pub(super) fn figures(subject: &Subject) -> Result<Volumes, String> {
    let table = table(subject)?;
    Ok(shown(subject, (SEED, None).into(), table.as_deref())?.volumes(&subject.workspace))
}

fn shown(subject: &Subject, setting: Setting, table: Option<&str>) -> Result<Forecast, String> {
    let mut shown = Shown::new();
    let found = forecast(&subject.workspace, setting, table, |progress| shown.at(progress, ""));
    shown.done();
    found.map_err(|error| complaints(subject, &error).join("\n"))
}

fn offers(subject: &Subject, arguments: &Arguments, table: Option<&str>, before: &Forecast) -> Vec<Offer> {
    let mut shown = Shown::new();
    let offers = remedies(&subject.workspace, setting(arguments), table, before, |searched| {
        shown.at(&searched.progress, &format!("change {}, ", searched.trials))
    });
    shown.done();
    offers
}

/// Changes the workspace, and saves.
fn write(subject: &mut Subject, offer: &Offer) -> Result<(), String> {
    if subject.definition.is_some() {
        return Err("an exported definition is not changed; change the journey that it came from".to_owned());
    }
    edit::apply_all(&mut subject.workspace, &offer.remedy.edits).map_err(|refusal| refusal.to_string())?;
    let root = subject.files.root.clone();
    files::save(&subject.workspace, &mut subject.files, &root).map(drop).map_err(|error| error.to_string())
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
    let sentence = |fault: &Fault| {
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

    fn at(&mut self, progress: &Progress, of: &str) -> bool {
        if let Some(told) = &mut self.told
            && told.elapsed() >= TOLD
        {
            *told = Instant::now();
            self.wrote = true;
            let now = progress.now.strftime("%-d %b %H:%M");
            eprint!("\r\x1b[K{of}{now}: {} inside, {} steps of work done", progress.inside, progress.done);
        }
        true
    }

    fn done(&self) {
        if self.wrote {
            eprint!("\r\x1b[K");
        }
    }
}
