//! `waymark secret`: puts values into the operating system's keychain, and takes them out. It never shows one.

use std::io::{IsTerminal as _, Read as _};
use std::time::Duration;

use clap::{Args, Subcommand};

use super::Outcome;
use crate::journey::Secret;
use crate::secrets::Keychain;

/// So long it may take to unlock the keychain by hand.
const PATIENCE: Duration = Duration::from_secs(60);

/// Arguments of `waymark secret`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Keep a value in the operating system's keychain. It is asked for without being shown, or read from standard input.
    Set {
        /// The name by which journeys and environments speak of it.
        name: String,
    },
    /// Take a value out of the keychain.
    Forget {
        /// The name by which journeys and environments speak of it.
        name: String,
    },
}

/// Keeps or forgets a secret.
pub fn run(arguments: &Arguments) -> Outcome {
    let keychain = Keychain::of_this_system(PATIENCE);
    let done = match &arguments.command {
        Command::Set { name } => set(&keychain, name),
        Command::Forget { name } => forget(&keychain, name),
    };
    match done {
        Ok(words) => {
            eprintln!("waymark: {words}");
            Outcome::Fine
        }
        Err((outcome, words)) => {
            eprintln!("waymark: {words}");
            outcome
        }
    }
}

type Done = Result<String, (Outcome, String)>;

fn set(keychain: &Keychain, name: &str) -> Done {
    let unreadable = |error: std::io::Error| (Outcome::Unreadable, format!("the value cannot be read: {error}"));
    let value = if std::io::stdin().is_terminal() {
        rpassword::prompt_password(format!("Value of {name}: ")).map_err(unreadable)?
    } else {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(unreadable)?;
        text
    };
    // The end of the line that people and `echo` send is no part of it.
    let value = value.trim_end_matches(['\r', '\n']);
    if value.is_empty() {
        return Err((Outcome::Unreadable, "there is no value; nothing was kept".to_owned()));
    }
    let kept = keychain.set(&Secret::from(name), value.to_owned());
    kept.map(|()| format!("{name} is in the keychain")).map_err(no_keychain)
}

fn forget(keychain: &Keychain, name: &str) -> Done {
    let was_there = keychain.forget(&Secret::from(name)).map_err(no_keychain)?;
    if was_there {
        Ok(format!("{name} is no longer in the keychain"))
    } else {
        Err((Outcome::Unreadable, format!("the keychain has no secret {name}")))
    }
}

fn no_keychain(why: crate::secrets::KeychainError) -> (Outcome, String) {
    (Outcome::OtherSide, format!("{why}; environment variables that begin with WAYMARK_SECRET_ do without one"))
}
