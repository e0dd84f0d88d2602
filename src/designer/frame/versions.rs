//! Versions of the open journey: kept, and marked as published. The moment is that of the machine.

use super::Designer;
use crate::designer::words::phrase;
use crate::edit::{Edit, version};
use crate::journey::{Place, Version};

impl Designer {
    /// Keeps what is drawn as the next version, where it says something else than the latest one.
    pub(super) fn keep_version(&mut self) {
        let Some(journey) = self.session.journey().cloned() else { return };
        let workspace = self.session.workspace();
        let latest = workspace.latest_version(&journey.id);
        if let Some(latest) = latest.filter(|latest| !version::differs(workspace, latest)) {
            self.toasts.say(phrase("versions.same", &[("n", &latest.number.to_string())]));
            return;
        }
        let edits = version::keep(workspace, &journey.id, self.now());
        let Some(Edit::KeepVersion(next)) = edits.first() else { return };
        let number = next.number.to_string();
        let name = phrase("versions.keep_step", &[("n", &number), ("journey", &journey.name)]);
        self.edit(name, Place::journey(&journey.id).field("based_on"), edits, None);
        self.toasts.say(phrase("versions.is_kept", &[("n", &number)]));
    }

    pub(super) fn mark_published(&mut self, version: u32, published: bool) {
        let Some(journey) = self.session.journey().map(|journey| journey.id.clone()) else { return };
        let at = published.then(|| Version::moment(self.now()));
        let key = if published { "versions.mark_step" } else { "versions.unmark_step" };
        let name = phrase(key, &[("n", &version.to_string())]);
        let place = Place::journey(&journey).field("based_on");
        self.edit(name, place, vec![Edit::SetPublished { journey, version, at }], None);
    }
}
