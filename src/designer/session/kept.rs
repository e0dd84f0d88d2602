//! The content hashes of the kept versions of the open journey. A version is never changed, so each is worked out once.

use std::sync::Arc;

use crate::exchange::json;
use crate::journey::{JourneyId, Version, Workspace};

/// See the module.
#[derive(Default)]
pub(super) struct Kept(Vec<(Arc<Version>, String)>);

impl Kept {
    /// Brings it up to what the document keeps of this journey.
    pub fn keep_up(&mut self, workspace: &Workspace, journey: &JourneyId) {
        let versions = || workspace.versions_of(journey);
        let is_same = |(at, version): (usize, &Arc<Version>)| {
            self.0.get(at).is_some_and(|(known, _)| Arc::ptr_eq(known, version))
        };
        if versions().count() == self.0.len() && versions().enumerate().all(is_same) {
            return;
        }
        let before = std::mem::take(&mut self.0);
        let hash = |version: &Arc<Version>| {
            let known = before.iter().find(|(known, _)| Arc::ptr_eq(known, version));
            known.map_or_else(|| json::hash(&version.definition()), |(_, hash)| hash.clone())
        };
        self.0 = versions().map(|version| (version.clone(), hash(version))).collect();
    }

    /// The number of the earliest version with this hash.
    pub fn number(&self, hash: &str) -> Option<u32> {
        self.0.iter().find(|(_, known)| known == hash).map(|(version, _)| version.number)
    }
}
