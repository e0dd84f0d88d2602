//! `waymark check`: findings of whole workspaces, journeys and definitions.

use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;

use super::rules::sources;
use super::subject::{PlatformName, Subject};
use super::{Outcome, sarif};
use crate::check::survey::plural;
use crate::check::{Checker, Confidence, Finding, Repair, Report, Severity, Suppressed, repair, rule};
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
                complaints.and(check(&mut subject, path, arguments, &mut page))
            }
            Err(outcome) => outcome,
        });
    }
    match arguments.format {
        Format::Sarif => super::say(&sarif::write(&page.findings, &page.suppressed, outcome != Outcome::Unreadable)),
        // Where nothing could be read nothing was checked: no findings would say that all is well.
        _ if !opened => {}
        Format::Text => super::say(&page.text()),
        Format::Json => super::say(&page.json()),
    }
    if page.summary.errors > 0 { outcome.and(Outcome::Findings) } else { outcome }
}

fn check(subject: &mut Subject, path: &Path, arguments: &Arguments, page: &mut Page) -> Outcome {
    let platform = arguments.platform.map_or(subject.workspace.settings.platform, Platform::from);
    let mut outcome = Outcome::Fine;
    if arguments.fix {
        outcome = fix(subject, path, platform);
    }
    page.fill(subject, platform);
    outcome
}

/// What the command says of a subject on its own platform, and how it would end.
#[cfg(feature = "designer")]
pub(super) fn told(subject: &Subject) -> (String, Outcome) {
    let mut page = Page::default();
    page.fill(subject, subject.workspace.settings.platform);
    (page.text(), if page.summary.errors > 0 { Outcome::Findings } else { Outcome::Fine })
}

/// All findings of a workspace, as it is or as it would be; of a journey its own, and those of the inventory that it
/// reaches.
fn concerning(subject: &Subject, workspace: &Workspace, platform: Platform) -> Report {
    let mut report = Checker::new().check(workspace, platform, Timestamp::now());
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
    let Repair { mended, .. } = repair(&mut workspace, |now| concerning(subject, now, platform).findings, &mut draw);
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

/// What is printed.
#[derive(Default, Serialize)]
struct Page {
    findings: Vec<Row>,
    /// Those with which somebody lives; they count nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressed: Vec<Row>,
    summary: Summary,
}

#[derive(Default, Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    infos: usize,
}

/// A finding as it is printed.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) rule: &'static str,
    pub(super) severity: &'static str,
    pub(super) journey: Option<String>,
    place: Spot,
    pub(super) message: String,
    remedies: Vec<Offer>,
    source: String,
    /// Why somebody lives with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// File and line, as the person who runs this can open them.
    #[serde(skip)]
    pub(super) at: Option<(String, usize)>,
}

#[derive(Serialize)]
struct Spot {
    file: Option<String>,
    object: Option<String>,
    activity: Option<String>,
    connection: Option<String>,
    field: Option<String>,
}

#[derive(Serialize)]
struct Offer {
    title: String,
    confidence: &'static str,
}

impl Row {
    fn of(finding: &Finding, subject: &Subject) -> Self {
        let place = &finding.place;
        let location = subject.files.locate(place);
        let offers = finding.remedies.iter().map(|remedy| Offer {
            title: remedy.title.clone(),
            confidence: match remedy.confidence {
                Confidence::Safe => "safe",
                Confidence::Suggested => "suggested",
            },
        });
        Self {
            rule: finding.rule,
            severity: finding.severity.word(),
            journey: place.journey.as_ref().map(ToString::to_string),
            place: Spot {
                file: location.as_ref().map(|location| location.file.display().to_string()),
                object: place.item.as_ref().map(|item| item.as_str().to_owned()),
                activity: place.activity.as_ref().map(ToString::to_string),
                connection: place.connection.as_ref().map(ToString::to_string),
                field: place.field.clone(),
            },
            message: finding.message.clone(),
            remedies: offers.collect(),
            reason: None,
            source: rule(finding.rule).map(|rule| sources(rule.sources)).unwrap_or_default(),
            at: location.map(|found| (subject.files.root.join(&found.file).display().to_string(), found.line)),
        }
    }
}

impl Row {
    /// File and line, weight and sentence.
    fn line(&self, prefix: &str) -> String {
        let at = match (&self.at, &self.journey) {
            (Some((file, line)), _) => format!("{file}:{line}: "),
            (None, Some(journey)) => format!("{journey}: "),
            (None, None) => String::new(),
        };
        format!("{at}{prefix}{}: {} ({})\n", self.severity, self.message, self.rule)
    }
}

impl Page {
    fn fill(&mut self, subject: &Subject, platform: Platform) {
        let report = concerning(subject, &subject.workspace, platform);
        for finding in &report.findings {
            self.add(finding, subject);
        }
        for suppressed in &report.suppressed {
            self.add_suppressed(suppressed, subject);
        }
    }

    fn add(&mut self, finding: &Finding, subject: &Subject) {
        match finding.severity {
            Severity::Error => self.summary.errors += 1,
            Severity::Warning => self.summary.warnings += 1,
            Severity::Info => self.summary.infos += 1,
        }
        self.findings.push(Row::of(finding, subject));
    }

    fn add_suppressed(&mut self, suppressed: &Suppressed, subject: &Subject) {
        let reason = Some(suppressed.reason.to_string());
        self.suppressed.push(Row { reason, ..Row::of(&suppressed.finding, subject) });
    }

    fn json(&self) -> String {
        // Plain texts and numbers are always JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for row in &self.findings {
            text += &row.line("");
            for offer in &row.remedies {
                text += &format!("    remedy: {}\n", offer.title);
            }
        }
        for row in &self.suppressed {
            text += &row.line("suppressed ");
            text += &format!("    because: {}\n", row.reason.as_deref().unwrap_or_default());
        }
        let Summary { errors, warnings, infos } = self.summary;
        let counts = [plural(errors, "error"), plural(warnings, "warning"), plural(infos, "remark")].join(", ");
        match self.suppressed.len() {
            0 => text + &format!("{counts}.\n"),
            suppressed => text + &format!("{counts}; {suppressed} suppressed.\n"),
        }
    }
}
