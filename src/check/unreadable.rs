//! What could not be read is not gone: nothing is taken away because the entry of the step that it leads to cannot be
//! read just now.

use std::sync::Arc;

use super::{Finding, Report};
use crate::edit::Edit;
use crate::journey::files::Files;
use crate::journey::{Connection, Workspace};

impl Report {
    /// Withdraws the remedies that would take away wires of steps whose entries could not be read, and says what is the
    /// matter instead.
    pub fn spare_unreadable(&mut self, workspace: &Workspace, files: &Files) {
        if files.damaged.is_empty() {
            return;
        }
        for finding in &mut self.findings {
            let Some(step) = unreadable_end(finding, workspace, files) else { continue };
            let message = format!(
                "A line leads from or to {step}, whose entry in the file could not be read. Mend the entry, and the step is \
                 back at its lines."
            );
            *finding = Arc::new(Finding { message, remedies: Vec::new(), ..finding.as_ref().clone() });
        }
    }
}

/// The step that is only unreadable and whose wire a remedy of this finding would take away.
fn unreadable_end(finding: &Finding, workspace: &Workspace, files: &Files) -> Option<String> {
    let journey = workspace.journeys.get(finding.place.journey.as_ref()?)?;
    let edits = finding.remedies.iter().flat_map(|remedy| &remedy.edits);
    let taken = edits.filter_map(|edit| match edit {
        Edit::Disconnect { connection, .. } => journey.connections.iter().find(|wire| &wire.id == connection),
        _ => None,
    });
    let ends = taken.flat_map(|wire: &Connection| [&wire.from, &wire.to]);
    let mut missing = ends.filter(|end| journey.activity(end).is_none());
    missing.find_map(|end| {
        let named = format!("\"{end}\"");
        let damaged = files.damaged.iter().find(|damaged| damaged.text.contains(&named))?;
        Some(label_in(&damaged.text).map_or_else(|| format!("the step {end}"), |label| format!("'{label}'")))
    })
}

/// The label that can still be read in an entry that cannot be.
fn label_in(text: &str) -> Option<&str> {
    let label = text.split_once("label: \"")?.1.split('"').next()?;
    Some(label).filter(|label| !label.trim().is_empty())
}
