//! The terminal door: arguments, one file per command, exit codes.
//!
//! Results go to standard output, everything else to standard error.

pub mod check;
pub mod cover;
mod excerpt;
pub mod export;
mod junit;
pub mod latency;
mod page;
mod picture;
pub mod push;
mod refused;
pub mod rules;
mod sarif;
pub mod secret;
pub mod serve;
pub mod simulate;
pub mod subject;
pub mod test;
mod unlike;
pub mod volume;
mod window;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use window::designer;

use crate::journey::files;

/// Draw a customer journey, check it live, run it in virtual time, export it.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// Workspace, journey file or exported definition to open in the designer.
    path: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// A command of the terminal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check journeys against the guardrails.
    Check(check::Arguments),
    /// List the guardrails, or explain one.
    Rules(rules::Arguments),
    /// Run a journey in virtual time and print its trace.
    Simulate(simulate::Arguments),
    /// Run every saved scenario and compare it with what it expects.
    Test(test::Arguments),
    /// Decide whether somebody can take every branch of a journey, and make the fewest test people who do.
    Cover(cover::Arguments),
    /// Run a crowd through all journeys at once, and say what becomes of it.
    Volume(volume::Arguments),
    /// Say how long each message takes from what triggers it, and whether what is promised can be kept.
    Latency(latency::Arguments),
    /// Write a journey in another form.
    Export(export::Arguments),
    /// Hand a journey to the server of an environment.
    Push(push::Arguments),
    /// Run journeys for real: the orchestration server.
    Serve(Box<serve::Arguments>),
    /// Keep the values of secrets in the operating system's keychain.
    Secret(secret::Arguments),
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Asked {
    /// The window, with a document if one is named.
    Designer(Option<PathBuf>),
    /// A command of the terminal.
    Command(Command),
}

/// How a command ended; each is an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// 0: done, nothing wrong.
    Fine,
    /// 1: findings of severity error, or a failing scenario.
    Findings,
    /// 2: something could not be read, or the arguments are wrong.
    Unreadable,
    /// 3: the other side failed: unreachable, refused, conflict.
    OtherSide,
}

impl Outcome {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Unreadable => 2,
            Self::OtherSide => 3,
        }
    }

    /// The graver of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}

/// Reads the arguments of this process; prints help or a complaint and ends the process where they say so.
pub fn asked() -> Asked {
    Arguments::parse().into()
}

/// Reads arguments that are given as a list, the program's name first.
///
/// # Errors
/// What clap has to say, ready to print; also help and version come this way.
pub fn asked_of<I: IntoIterator<Item = T>, T: Into<OsString> + Clone>(arguments: I) -> Result<Asked, clap::Error> {
    Arguments::try_parse_from(arguments).map(Asked::from)
}

/// Carries out a command.
pub fn run(command: &Command) -> Outcome {
    match command {
        Command::Check(arguments) => check::run(arguments),
        Command::Rules(arguments) => rules::run(arguments),
        Command::Simulate(arguments) => simulate::run(arguments),
        Command::Test(arguments) => test::run(arguments),
        Command::Cover(arguments) => cover::run(arguments),
        Command::Volume(arguments) => volume::run(arguments),
        Command::Latency(arguments) => latency::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Push(arguments) => push::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Secret(arguments) => secret::run(arguments),
    }
}

impl From<Arguments> for Asked {
    fn from(arguments: Arguments) -> Self {
        match arguments.command {
            Some(command) => Self::Command(command),
            None => Self::Designer(arguments.path),
        }
    }
}

/// Prints a result. A reader that went away is no failure of ours.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes to the file, whole or not at all, or to standard output.
fn deliver(text: &str, output: Option<&Path>) -> Outcome {
    let Some(path) = output else {
        say(text);
        // A text without a last line end stays as it is in a pipe; people get their prompt on a line of its own.
        if !text.ends_with('\n') && std::io::stdout().is_terminal() {
            say("\n");
        }
        return Outcome::Fine;
    };
    match files::write_text(path, text) {
        Ok(()) => Outcome::Fine,
        Err(error) => {
            eprintln!("waymark: {} could not be written: {error}", path.display());
            Outcome::Unreadable
        }
    }
}
