//! `waymark serve`: the orchestration server, its tokens, and copies of what it keeps.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use jiff::{Span, Timestamp, tz::TimeZone};

use super::Outcome;
use crate::journey::files;
use crate::secrets::{Keychain, Ordinary};
use crate::serve::clock::SystemClock;
use crate::serve::dispatch::{Allowed, Policy};
use crate::serve::engine::FINISHED_DAYS;
use crate::serve::store::{self, Scope, Tokens};
use crate::serve::{DEFAULT_LISTEN, Limits, Server, Settings, Tls};

/// So long a server waits for the keychain: nobody is there to unlock it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Arguments of `waymark serve`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Where to listen. Beyond this machine's own address, TLS and tokens are required.
    #[arg(long, default_value_t = DEFAULT_LISTEN, value_name = "ADDRESS")]
    listen: SocketAddr,
    /// The folder in which the server keeps everything.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The certificate, as a PEM file, with those that vouch for it after it.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Its key, as a PEM file.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Ask for tokens on this machine's own address too.
    #[arg(long)]
    require_tokens: bool,
    /// A host that may be called although it is private or has no TLS: `127.0.0.1`, `sink.internal:8080`.
    #[arg(long, value_name = "HOST", value_parser = Allowed::read)]
    allow_host: Vec<Allowed>,
    /// The folder of the streams that journeys append to as files; streams in the server's own folder when absent.
    #[arg(long, value_name = "DIR")]
    streams: Option<PathBuf>,
    /// A certificate that is trusted beside those of this system where others are called, as a PEM file: that of a private
    /// authority.
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    /// Bytes that the body of a request may have.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().body_bytes, value_parser = at_least_one)]
    max_body_bytes: usize,
    /// Connections at once.
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().connections, value_parser = at_least_one)]
    max_connections: usize,
    /// Requests a second that each token may make; twice as many at once after a rest.
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().requests_per_second,
        value_parser = clap::value_parser!(u32).range(1..))]
    requests_per_second: u32,
    /// Days for which runs that are over are kept with their steps.
    #[arg(long, value_name = "DAYS", default_value_t = FINISHED_DAYS,
        value_parser = clap::value_parser!(i64).range(1..=3_650))]
    keep_days: i64,
    /// How the log on standard error is written.
    #[arg(long, value_enum, default_value_t)]
    log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make, list and take back tokens. A server that runs takes notice at once.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Copy everything that is kept into a file, as of one moment, while the server runs.
    Backup {
        /// The copy; it must not be there yet.
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Make a token. It is printed once and kept nowhere.
    Add {
        /// What it allows, with commas between: journeys:write, journeys:activate, events:write, instances:read,
        /// operate, metrics:read.
        #[arg(long, required = true, value_delimiter = ',', value_parser = scope)]
        scopes: Vec<Scope>,
        /// When it ends: a time from now, such as 90d, or a moment, such as 2027-01-01T00:00Z; never when absent.
        #[arg(long, value_parser = expiry)]
        expires: Option<Expiry>,
        /// What it is for.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// List the tokens, without their secrets.
    List,
    /// Take a token back.
    Revoke {
        /// Its id, as the list shows it.
        id: String,
    },
}

/// When a token ends.
#[derive(Clone, Copy, Debug)]
enum Expiry {
    After(Span),
    At(Timestamp),
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "write a whole number from 1".to_owned())
}

fn scope(word: &str) -> Result<Scope, String> {
    let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.word()).collect();
    Scope::of(word).ok_or_else(|| format!("there are the scopes {}", known.join(", ")))
}

fn expiry(text: &str) -> Result<Expiry, String> {
    let moment = text.parse::<Timestamp>().map(Expiry::At);
    let span = text.parse::<Span>().ok().filter(|span| span.is_positive()).map(Expiry::After);
    moment
        .ok()
        .or(span)
        .ok_or_else(|| "write a time such as 90d or 12h, or a moment such as 2027-01-01T00:00Z".to_owned())
}

impl Expiry {
    fn moment(self, now: Timestamp) -> Result<Timestamp, jiff::Error> {
        match self {
            Self::At(moment) => Ok(moment),
            Self::After(span) => now.to_zoned(TimeZone::UTC).checked_add(span).map(|end| end.timestamp()),
        }
    }
}

/// Runs the server until it is told to stop, or does what the subcommand says.
pub fn run(arguments: &Arguments) -> Outcome {
    let Some(data) = arguments.data.clone().or_else(own_folder) else {
        eprintln!("waymark: this system has no place for what the server keeps; name a folder with --data");
        return Outcome::Unreadable;
    };
    let done = match &arguments.command {
        None => return serve(arguments, data),
        Some(Command::Token(command)) => token(command, &data, arguments.data.is_some()),
        Some(Command::Backup { file }) => back_up(&data, file),
    };
    done.unwrap_or_else(|words| {
        eprintln!("waymark: {words}");
        Outcome::Unreadable
    })
}

fn own_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "waymark").map(|folders| folders.data_local_dir().join("server"))
}

fn serve(arguments: &Arguments, data: PathBuf) -> Outcome {
    begin_log(arguments.log_format);
    let tls = match (&arguments.tls_cert, &arguments.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls { certificate: certificate.clone(), key: key.clone() }),
        _ => None,
    };
    let mut trusted = Vec::new();
    for path in &arguments.trust {
        match files::read_text(path) {
            Ok(text) => trusted.push(text),
            Err(error) => {
                eprintln!("waymark: {error}");
                return Outcome::Unreadable;
            }
        }
    }
    let limits = Limits {
        body_bytes: arguments.max_body_bytes,
        connections: arguments.max_connections,
        requests_per_second: arguments.requests_per_second,
        requests_at_once: arguments.requests_per_second.saturating_mul(2),
        ..Limits::default()
    };
    let usual = Settings::new(data.clone());
    let streams = arguments.streams.clone().or(usual.outside.streams);
    let settings = Settings {
        listen: arguments.listen,
        tls,
        require_tokens: arguments.require_tokens,
        limits,
        keep_days: arguments.keep_days,
        outside: Policy { allowed: arguments.allow_host.clone(), streams, trusted, ..Policy::default() },
        ..Settings::new(data.clone())
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("waymark: the server cannot start: {error}");
            return Outcome::Unreadable;
        }
    };
    let secrets = Ordinary::new(Keychain::of_this_system(PATIENCE));
    runtime.block_on(async {
        let server = match Server::start(settings, Arc::new(SystemClock), Arc::new(secrets)).await {
            Ok(server) => server,
            Err(error) => {
                eprintln!("waymark: {error}");
                return Outcome::Unreadable;
            }
        };
        eprintln!("waymark: listening on {}, keeping everything in {}", server.url(), data.display());
        told_to_stop().await;
        eprintln!("waymark: stopping; what is under way is finished first");
        server.stop().await;
        Outcome::Fine
    })
}

/// Ctrl-C, or what a system sends to services that it stops.
async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Where it cannot be listened to, the system ends the process all the same.
    let _ = tokio::signal::ctrl_c().await;
}

/// What is logged is chosen by WAYMARK_LOG, in the words of `tracing` ("debug", "waymark=debug"); info when absent.
fn begin_log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing::Level::INFO.into())
        .with_env_var("WAYMARK_LOG")
        .from_env_lossy();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A log that was begun before goes on.
    let _ = match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}

/// A store is begun only by a token that is made in a folder that was named: beyond this machine a server begins with one.
/// A folder that nobody named, or that was mistyped, would hold tokens that no server asks for.
fn token(command: &TokenCommand, data: &Path, is_named: bool) -> Result<Outcome, String> {
    let now = Timestamp::now();
    let words = |error: &dyn std::fmt::Display| error.to_string();
    let is_new = match store::there(data) {
        Err(_) if is_named && matches!(command, TokenCommand::Add { .. }) => true,
        found => found.map(|()| false).map_err(|error| words(&error))?,
    };
    match command {
        TokenCommand::Add { scopes, expires, note } => {
            let ends = expires.map(|expiry| expiry.moment(now)).transpose().map_err(|error| words(&error))?;
            if ends.is_some_and(|ends| ends <= now) {
                return Err("that moment is over already".to_owned());
            }
            let mut chance = [0; 40];
            getrandom::fill(&mut chance).map_err(|error| words(&error))?;
            let scopes: BTreeSet<Scope> = scopes.iter().copied().collect();
            let made = store::beside(data, |store| Tokens(store).add(note, &scopes, ends, &chance, now));
            let text = made.map_err(|error| words(&error))?.map_err(|error| words(&error))?;
            super::say(&format!("{text}\n"));
            if is_new {
                eprintln!("waymark: there was no store in {}; one has been begun", data.display());
            }
            eprintln!("waymark: keep it where secrets are kept; it is not shown again");
            Ok(Outcome::Fine)
        }
        TokenCommand::List => {
            let all = store::beside(data, |store| Tokens(store).all());
            let all = all.map_err(|error| words(&error))?.map_err(|error| words(&error))?;
            let lines = all.iter().map(|token| {
                let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.word()).collect();
                let end = token.expires.map_or("never ends".to_owned(), |at| {
                    if at <= now { format!("ended {at:.0}") } else { format!("ends {at:.0}") }
                });
                format!("{}  {}  {end}  {}\n", token.id, scopes.join(","), token.note)
            });
            super::say(&lines.collect::<String>());
            Ok(Outcome::Fine)
        }
        TokenCommand::Revoke { id } => {
            let done = store::beside(data, |store| Tokens(store).revoke(id));
            if done.map_err(|error| words(&error))?.map_err(|error| words(&error))? {
                Ok(Outcome::Fine)
            } else {
                Err(format!("there is no token {id}; `waymark serve token list` shows them"))
            }
        }
    }
}

/// By the terminal and not over the wire: it needs no right that could leak, and works whether a server runs or not.
fn back_up(data: &Path, file: &Path) -> Result<Outcome, String> {
    if file.exists() {
        return Err(format!("{} is there already; name another file", file.display()));
    }
    store::back_up(data, file).map_err(|error| error.to_string())?;
    Ok(Outcome::Fine)
}
