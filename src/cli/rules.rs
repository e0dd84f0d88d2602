//! `waymark rules`: the guardrails themselves.

use clap::{Args, ValueEnum};

use super::Outcome;

/// Arguments of `waymark rules`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Explain only this rule.
    pub id: Option<String>,
    /// How rules are printed.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How rules are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// A list of objects.
    Json,
    /// A page.
    Markdown,
}

/// Prints the rules.
pub fn run(_arguments: &Arguments) -> Outcome {
    Outcome::Fine
}
