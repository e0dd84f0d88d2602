//! `waymark check`: findings of whole workspaces, journeys and definitions.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::page::Page;
use super::subject::{PlatformName, Subject};
use super::{Outcome, sarif, volume};
use crate::check::{Checker, Finding, Repair, Report, Volumes, repair};
use crate::journey::files;
use crate::journey::{Definition, Platform, Workspace};

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
    /// Run a forecast first, and take figures about volumes from it rather than from what is stated.
    #[arg(long)]
    pub forecast: bool,
    /// How findings are printed; as JSON, they are one object with a summary.
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
    /// SARIF 2.1.0, as code hosts show findings.
    Sarif,
}

/// Checks everything that is named.
pub fn run(arguments: &Arguments) -> Outcome {
    let (mut outcome, mut page, mut opened) = (Outcome::Fine, Page::default(), false);
    for path in &arguments.paths {
        outcome = outcome.and(match Subject::open(path) {
            Ok(mut subject) => {
                opened = true;
                let complaints = subject.complain();
                page.unreadable(subject.files.problems().len());
                complaints.and(check(&mut subject, path, arguments, &mut page))
            }
            Err(outcome) => {
                page.unreadable(1);
                outcome
            }
        });
    }
    match arguments.format {
        Format::Sarif => super::say(&sarif::write(&page.findings, &page.suppressed, outcome != Outcome::Unreadable)),
        // Where nothing could be read nothing was checked: no findings would say that all is well.
        _ if !opened => {}
        Format::Text => super::say(&page.text(io::stdout().is_terminal())),
        Format::Json => super::say(&page.json()),
    }
    if page.errors() > 0 { outcome.and(Outcome::Findings) } else { outcome }
}

fn check(subject: &mut Subject, path: &Path, arguments: &Arguments, page: &mut Page) -> Outcome {
    let platform = arguments.platform.map_or(subject.workspace.settings.platform, Platform::from);
    let mut outcome = Outcome::Fine;
    if arguments.fix {
        outcome = fix(subject, path, platform);
    }
    let volumes = match arguments.forecast.then(|| volume::figures(subject)).transpose() {
        Ok(volumes) => volumes.map(Arc::new),
        Err(why) => {
            why.lines().for_each(|sentence| eprintln!("waymark: {sentence}"));
            outcome = outcome.and(Outcome::Unreadable);
            None
        }
    };
    page.fill(subject, &concerning(subject, &subject.workspace, platform, volumes));
    outcome
}

/// What the command says of a subject on its own platform, and how it would end.
#[cfg(feature = "designer")]
pub(super) fn told(subject: &Subject) -> (String, Outcome) {
    let mut page = Page::default();
    page.unreadable(subject.files.problems().len());
    page.fill(subject, &concerning(subject, &subject.workspace, subject.workspace.settings.platform, None));
    (page.text(io::stdout().is_terminal()), if page.errors() > 0 { Outcome::Findings } else { Outcome::Fine })
}

/// All findings of a workspace, as it is or as it would be; of a journey its own, and those of the inventory that it
/// reaches. `volumes` are the figures of a forecast.
fn concerning(subject: &Subject, workspace: &Workspace, platform: Platform, volumes: Option<Arc<Volumes>>) -> Report {
    let mut checker = Checker::new();
    checker.take_figures(volumes);
    let mut report = checker.check(workspace, platform, Timestamp::now());
    report.spare_unreadable(workspace, &subject.files);
    let reached = subject.journey.as_ref().and_then(|journey| Definition::of(workspace, journey));
    let concerns = |finding: &Finding| match (&subject.journey, &finding.place.journey, &finding.place.item) {
        (None, _, _) | (_, None, None) => true,
        (Some(asked), Some(journey), _) => asked == journey,
        (Some(_), None, Some(item)) => {
            reached.as_ref().is_some_and(|definition| definition.inventory.item(item).is_some())
        }
    };
    report.findings.retain(|finding| concerns(finding));
    report.suppressed.retain(|suppressed| concerns(&suppressed.finding));
    report
}

/// Applies safe remedies until none is left, and saves.
fn fix(subject: &mut Subject, path: &Path, platform: Platform) -> Outcome {
    if subject.definition.is_some() {
        eprintln!("waymark: {} is an exported definition; mend the journey that it came from", path.display());
        return Outcome::Unreadable;
    }
    let chance = RandomState::new();
    let mut drawn: u64 = 0;
    let mut draw = || {
        drawn += 1;
        chance.hash_one(drawn)
    };
    let mut workspace = subject.workspace.clone();
    let Repair { mended, .. } =
        repair(&mut workspace, |now| concerning(subject, now, platform, None).findings, &mut draw);
    let told: Vec<String> = mended
        .iter()
        .map(|(finding, remedy)| {
            let at = subject.files.locate(&finding.place).map_or_else(String::new, |found| {
                format!("{}:{}: ", subject.files.root.join(&found.file).display(), found.line)
            });
            format!("{at}{remedy} ({})", finding.rule)
        })
        .collect();
    if !told.is_empty() {
        subject.workspace = workspace;
        let root = subject.files.root.clone();
        if let Err(error) = files::save(&subject.workspace, &mut subject.files, &root) {
            eprintln!("waymark: {error}");
            return Outcome::Unreadable;
        }
    }
    told.iter().for_each(|done| eprintln!("mended: {done}"));
    Outcome::Fine
}
