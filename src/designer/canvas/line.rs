//! The one line of a card: what the step does, in plain words.

use crate::edit::describe;
use crate::journey::{Activity, Workspace};

/// The line of an activity; what is not chosen yet is said as a to do.
pub fn line(activity: &Activity, workspace: &Workspace) -> String {
    describe::line(workspace, activity)
}
