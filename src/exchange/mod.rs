//! EXPORT: a journey in other forms, one folder per form.

pub mod build_sheet;
pub mod diff;
pub mod json;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::check::{Checker, Cleared, Report, Severity};
use crate::journey::{Definition, JourneyId, Platform, Workspace};

/// A form in which a journey can leave.
#[derive(Debug)]
pub struct Format {
    /// Its word on the command line.
    pub name: &'static str,
    /// What the file is and what its reader does with it, in one sentence.
    pub about: &'static str,
    /// How the file's name ends.
    pub ending: &'static str,
    /// Its text. The report is what the check said about the definition.
    pub write: fn(&Definition, &Report) -> String,
    /// What names its content, where the form has a content hash.
    pub hash: Option<fn(&Definition) -> String>,
}

/// What leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The text, exactly as it goes into a file.
    pub text: String,
    /// Its content hash, where the form has one: SHA-256 of the text in lower-case hexadecimal.
    pub hash: Option<String>,
}

/// Every form.
pub const FORMATS: &[Format] = &[
    Format {
        name: "json",
        about: "The runnable definition: `waymark simulate` and `waymark check` take it anywhere, without the workspace.",
        ending: ".json",
        // Without a last line end: the file is the canonical form, and its SHA-256 is the content hash.
        write: |definition, _| json::write(definition),
        hash: Some(json::hash),
    },
    Format {
        name: "build-sheet",
        about: "A page to build the journey by hand in Journey Optimizer, which takes no journey by API.",
        ending: ".md",
        write: build_sheet::write,
        hash: None,
    },
];

/// Why a journey does not leave.
#[derive(Debug)]
pub enum Refusal {
    /// There is no such journey.
    NoJourney(JourneyId),
    /// Errors stand in the report.
    Errors(Report),
}

/// The form of this word.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Writes a journey in a form, checked for a platform at a moment. A `draft` leaves although errors stand, and says
/// which.
///
/// # Errors
/// There is no such journey, or errors stand and it is no draft.
pub fn export(
    workspace: &Workspace,
    journey: &JourneyId,
    format: &Format,
    platform: Platform,
    now: Timestamp,
    draft: bool,
) -> Result<Exported, Refusal> {
    let mut definition = Definition::of(workspace, journey).ok_or_else(|| Refusal::NoJourney(journey.clone()))?;
    let written = |definition: &Definition, report: &Report| Exported {
        text: (format.write)(definition, report),
        hash: format.hash.map(|hash| hash(definition)),
    };
    match Cleared::new(workspace, journey, platform, now) {
        Ok(cleared) => Ok(written(cleared.definition(), cleared.report())),
        Err(refused) if draft => {
            definition.standing = standing(&refused);
            let report = Checker::new().check(&definition.workspace(), platform, now);
            Ok(written(&definition, &report))
        }
        Err(report) => Err(Refusal::Errors(report)),
    }
}

/// The guardrails whose errors stand, each once.
fn standing(report: &Report) -> Vec<String> {
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let ids: BTreeSet<&str> = errors.map(|finding| finding.rule).collect();
    ids.into_iter().map(str::to_owned).collect()
}
