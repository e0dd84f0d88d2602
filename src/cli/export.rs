//! `waymark export`: a journey in another form.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::Timestamp;

use super::Outcome;
use super::subject::Subject;
use crate::check::{Report, Severity};
use crate::exchange::{self, FORMATS, Format, Refusal, json};
use crate::journey::JourneyId;

/// Arguments of `waymark export`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Journey file or exported definition; a workspace with one journey.
    #[arg(required_unless_present = "schema")]
    pub path: Option<PathBuf>,
    /// The form.
    #[arg(
        long,
        value_name = "FORMAT",
        required_unless_present = "schema",
        value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name))
    )]
    pub to: Option<String>,
    /// Where it is written; standard output when absent.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Export although errors stand.
    #[arg(long)]
    pub draft: bool,
    /// Print the JSON Schema of exported definitions instead.
    #[arg(long)]
    pub schema: bool,
}

/// Writes the journey.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.schema {
        return super::deliver(&json::schema(), arguments.output.as_deref());
    }
    let format = arguments.to.as_deref().and_then(exchange::format);
    let (Some(path), Some(format)) = (&arguments.path, format) else { return Outcome::Unreadable };
    let subject = match Subject::open(path) {
        Ok(subject) => subject,
        Err(outcome) => return outcome,
    };
    let complaints = subject.complain();
    let Some(journey) = journey(&subject, path) else { return Outcome::Unreadable };
    // A part that could not be read would silently be missing from the export.
    if complaints != Outcome::Fine && !arguments.draft {
        eprintln!("waymark: nothing was exported, because not everything could be read; --draft exports the rest");
        return complaints;
    }
    complaints.and(write(&subject, &journey, format, arguments))
}

/// The journey that is meant; says so where it is not clear.
pub(super) fn journey(subject: &Subject, path: &Path) -> Option<JourneyId> {
    let journeys = &subject.workspace.journeys;
    let only = journeys.keys().next().filter(|_| journeys.len() == 1);
    let journey = subject.journey.as_ref().or(only).cloned();
    if journey.is_none() {
        let count = journeys.len();
        eprintln!("waymark: {} is a workspace with {count} journeys; name one journey file", path.display());
    }
    journey
}

fn write(subject: &Subject, journey: &JourneyId, format: &Format, arguments: &Arguments) -> Outcome {
    let workspace = &subject.workspace;
    let platform = workspace.settings.platform;
    match exchange::export(workspace, journey, format, platform, Timestamp::now(), arguments.draft) {
        Ok(exported) => {
            let outcome = super::deliver(&exported.text, arguments.output.as_deref());
            if let Some(hash) = exported.hash.filter(|_| outcome == Outcome::Fine) {
                eprintln!("waymark: the content hash is {hash}");
            }
            outcome
        }
        Err(Refusal::NoJourney(id)) => {
            eprintln!("waymark: there is no journey {id}");
            Outcome::Unreadable
        }
        Err(Refusal::Errors(report)) => {
            list_errors(&report);
            eprintln!("waymark: nothing was exported, because errors stand; --draft exports all the same");
            Outcome::Findings
        }
    }
}

pub(super) fn list_errors(report: &Report) {
    for finding in report.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        eprintln!("error: {} [{}]", finding.message, finding.rule);
    }
}
