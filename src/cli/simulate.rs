//! `waymark simulate`: a journey in virtual time, and its trace.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::subject::Subject;

/// Arguments of `waymark simulate`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Journey file or exported definition.
    pub journey: PathBuf,
    /// Scenario file; may be given several times. Without one each test profile enters once.
    #[arg(long = "scenario", value_name = "FILE")]
    pub scenarios: Vec<PathBuf>,
    /// Where chance begins, instead of the scenario's own seed.
    #[arg(long)]
    pub seed: Option<u64>,
    /// How the trace is printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How the trace is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One object per line and run.
    Json,
}

/// Runs the journey and prints its trace.
pub fn run(arguments: &Arguments) -> Outcome {
    match Subject::open(&arguments.journey) {
        Ok(subject) => subject.complain(),
        Err(outcome) => outcome,
    }
}
