//! `waymark export`: a journey in another form.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::subject::Subject;

/// Arguments of `waymark export`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Journey file or exported definition.
    #[arg(required_unless_present = "schema")]
    pub path: Option<PathBuf>,
    /// The form.
    #[arg(long, value_name = "FORMAT", required_unless_present = "schema")]
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
    let Some(path) = &arguments.path else { return Outcome::Fine };
    match Subject::open(path) {
        Ok(subject) => subject.complain(),
        Err(outcome) => outcome,
    }
}
