//! `waymark test`: every saved scenario against what it expects.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::subject::Subject;

/// Arguments of `waymark test`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Workspaces or journey files.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Write what came out into the scenarios, instead of comparing.
    #[arg(long)]
    pub update: bool,
    /// Also write the results as JUnit XML.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// Runs every scenario of everything that is named.
pub fn run(arguments: &Arguments) -> Outcome {
    let mut outcome = Outcome::Fine;
    for path in &arguments.paths {
        outcome = outcome.and(match Subject::open(path) {
            Ok(subject) => subject.complain(),
            Err(outcome) => outcome,
        });
    }
    outcome
}
