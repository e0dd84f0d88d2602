//! EXPORT: a journey in other forms, one folder per form.

pub mod build_sheet;
pub mod json;

use jiff::Timestamp;

use crate::check::{Checker, Cleared, Report};
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
}

/// Every form.
pub const FORMATS: &[Format] = &[
    Format {
        name: "json",
        about: "The runnable definition: waymark simulates it anywhere, and an orchestration server runs it.",
        ending: ".json",
        write: |definition, _| json::write(definition) + "\n",
    },
    Format {
        name: "build-sheet",
        about: "A page to build the journey by hand in Journey Optimizer, which takes no journey by API.",
        ending: ".md",
        write: build_sheet::write,
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

/// Writes a journey in a form, checked for a platform at a moment. A `draft` leaves although errors stand.
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
) -> Result<String, Refusal> {
    let definition = Definition::of(workspace, journey).ok_or_else(|| Refusal::NoJourney(journey.clone()))?;
    match Cleared::new(workspace, journey, platform, now) {
        Ok(cleared) => Ok((format.write)(cleared.definition(), cleared.report())),
        Err(_) if draft => {
            let report = Checker::new().check(&definition.workspace(), platform, now);
            Ok((format.write)(&definition, &report))
        }
        Err(report) => Err(Refusal::Errors(report)),
    }
}
