//! Clearance: the proof that nothing blocks a journey. Only a check makes one, and nobody can edit it.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Checker, Finding, Report, Severity};
use crate::journey::{Definition, JourneyId, Place, Platform, Workspace};

/// A journey that was checked and has no error. It owns exactly what was checked, so that the proof cannot go stale
/// when somebody edits on; its hash is that of its exported form.
#[derive(Clone, Debug)]
pub struct Cleared {
    definition: Definition,
    platform: Platform,
    checked_at: Timestamp,
    report: Report,
}

impl Cleared {
    /// Checks the journey with exactly the inventory that it reaches.
    ///
    /// # Errors
    /// The report, where an error stands in it; of a journey that does not exist, one that says so.
    pub fn new(workspace: &Workspace, journey: &JourneyId, platform: Platform, now: Timestamp) -> Result<Self, Report> {
        let Some(definition) = Definition::of(workspace, journey) else { return Err(unknown(journey)) };
        let mut alone = definition.workspace();
        // Licence, limits and sandbox hold for a journey wherever it is looked at.
        alone.settings = workspace.settings.clone();
        alone.organization.clone_from(&workspace.organization);
        // So does what was published of it before.
        alone.versions = workspace.versions_of(journey).map(|version| (version.id(), Arc::clone(version))).collect();
        if let (Some(draft), Some(known)) = (alone.journeys.get_mut(journey), workspace.journeys.get(journey)) {
            Arc::make_mut(draft).based_on = known.based_on;
        }
        let report = Checker::new().check(&alone, platform, now);
        if report.errors() > 0 {
            return Err(report);
        }
        Ok(Self { definition, platform, checked_at: now, report })
    }

    /// What was checked.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// For which platform.
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// When.
    pub fn checked_at(&self) -> Timestamp {
        self.checked_at
    }

    /// What was found: warnings and remarks only.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

fn unknown(journey: &JourneyId) -> Report {
    let finding = Finding {
        rule: "waymark-unknown-object",
        severity: Severity::Error,
        place: Place::journey(journey),
        message: format!("There is no journey {journey} in this workspace."),
        remedies: Vec::new(),
        to_do: false,
        by_hand: None,
    };
    Report { findings: vec![Arc::new(finding)], ..Report::default() }
}
