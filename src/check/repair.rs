//! Mends what may be mended unseen: the safe remedies of many findings, round after round, until none is left.
//!
//! What is applied, and in which order, is decided here; who asks for the findings, and who saves the result or makes
//! it one undo step, elsewhere.

use std::sync::Arc;

use super::Finding;
use crate::edit::{self, Edit};
use crate::journey::Workspace;

/// More rounds than this are not tried: each may uncover what the last one hid.
const ROUNDS: usize = 50;

/// What was mended, and how.
#[derive(Debug, Default)]
pub struct Repair {
    /// Everything that was changed, in order; new ids are drawn.
    pub edits: Vec<Edit>,
    /// What was mended, each with the title of its remedy.
    pub mended: Vec<(Arc<Finding>, String)>,
}

/// Mends `workspace` in place. `find` says what is wrong with it; `draw` brings chance for new ids.
pub fn repair(
    workspace: &mut Workspace,
    mut find: impl FnMut(&Workspace) -> Vec<Arc<Finding>>,
    draw: &mut dyn FnMut() -> u64,
) -> Repair {
    let mut repair = Repair::default();
    for _ in 0..ROUNDS {
        let before = repair.mended.len();
        repair.round(workspace, &find(workspace), draw);
        if repair.mended.len() == before {
            break;
        }
    }
    repair
}

impl Repair {
    /// Applies the first safe remedy of each finding, one for each activity: a second one would not know of the first.
    fn round(&mut self, workspace: &mut Workspace, found: &[Arc<Finding>], draw: &mut dyn FnMut() -> u64) {
        let mut touched = Vec::new();
        for finding in found {
            let spot = (&finding.place.journey, &finding.place.activity, &finding.place.item);
            let Some(remedy) = finding.safe_remedy().filter(|_| !touched.contains(&spot)) else { continue };
            touched.push(spot);
            let mut edits = remedy.edits.clone();
            edit::draw_ids(&mut edits, draw, workspace);
            let mut changed = workspace.clone();
            if edits.iter().all(|edit| edit::apply(&mut changed, edit).is_ok()) {
                *workspace = changed;
                self.mended.push((finding.clone(), remedy.title.clone()));
                self.edits.extend(edits);
            }
        }
    }
}
