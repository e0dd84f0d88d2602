//! `waymark check`: findings of whole workspaces, journeys and definitions.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::subject::{PlatformName, Subject};

/// Arguments of `waymark check`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Workspaces, journey files or exported definitions.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Check for this platform instead of the workspace's own.
    #[arg(long, value_enum)]
    pub platform: Option<PlatformName>,
    /// Apply the remedies that are safe, and save.
    #[arg(long)]
    pub fix: bool,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One object with all findings and a summary.
    Json,
    /// SARIF 2.1.0, for code review.
    Sarif,
}

/// Checks everything that is named.
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
