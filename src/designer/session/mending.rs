//! Remedies: what one would change, worked out while the pointer rests on its button, and all safe ones at once.

use jiff::Timestamp;

use super::change::draw;
use super::{Preview, Session};
use crate::check::{Checker, Finding, Repair, Report, repair};
use crate::designer::differs::changes;
use crate::designer::requests::Remedy;
use crate::edit::{Edit, EditError, Step, apply, draw_ids};
use crate::journey::Workspace;

/// Revisions of previews begin here: the document never comes so far.
const PREVIEWS: u64 = 1 << 63;

impl Session {
    /// What the remedy below the pointer would change.
    pub fn preview(&self) -> Option<&Preview> {
        self.preview.as_ref()
    }

    /// What this change would do, while it is what is shown.
    pub fn preview_of(&self, title: &str, edits: &[Edit]) -> Option<&Preview> {
        let (known, _) = self.previewed.as_ref()?;
        self.preview().filter(|_| known.title == title && known.edits == edits)
    }

    /// Whether this is what is shown already.
    pub(in crate::designer) fn is_previewed(&self, remedy: Option<&Remedy>) -> bool {
        match (&self.previewed, remedy) {
            (Some((known, revision)), Some(remedy)) => known == remedy && *revision == self.revision,
            (known, remedy) => known.is_none() && remedy.is_none(),
        }
    }

    /// Shows what this remedy would change, or nothing any more. A remedy that cannot be applied shows nothing.
    pub(in crate::designer) fn show_preview(&mut self, remedy: Option<Remedy>, now: Timestamp) {
        if self.is_previewed(remedy.as_ref()) {
            return;
        }
        self.preview = remedy.clone().and_then(|remedy| self.work_out(remedy, now));
        self.previewed = remedy.map(|remedy| (remedy, self.revision));
    }

    fn work_out(&mut self, remedy: Remedy, now: Timestamp) -> Option<Preview> {
        let (mut workspace, mut chance, mut edits) = (self.workspace.clone(), self.chance, remedy.edits);
        draw_ids(&mut edits, &mut || draw(&mut chance), &workspace);
        edits.iter().try_for_each(|edit| apply(&mut workspace, edit).map(drop)).ok()?;
        self.wishes += 1;
        let mut checker = std::mem::take(&mut self.checker);
        let report = self.looked_at(&workspace, &mut checker, now);
        self.checker = checker;
        let changes = changes(&self.workspace, &workspace);
        Some(Preview { title: remedy.title, changes, workspace, report, revision: PREVIEWS + self.wishes })
    }

    /// What would be wrong with this document, as the person would see it.
    fn looked_at(&self, workspace: &Workspace, checker: &mut Checker, now: Timestamp) -> Report {
        let mut report = checker.check(workspace, self.platform(), now);
        report.spare_unreadable(workspace, &self.files);
        self.as_seen(report)
    }

    /// What could be mended unseen.
    pub fn safe(&self) -> impl Iterator<Item = &Finding> + Clone {
        self.problems().filter(|finding| finding.safe_remedy().is_some())
    }

    /// Mends everything that may be mended unseen, as one step of the history called `step`; says how many findings
    /// that were.
    /// `rule`: only what that guardrail says.
    pub(in crate::designer) fn mend_all(
        &mut self,
        step: Step,
        rule: Option<&str>,
        now: Timestamp,
    ) -> Result<usize, EditError> {
        let (mut workspace, mut chance) = (self.workspace.clone(), self.chance);
        let mut checker = std::mem::take(&mut self.checker);
        let shown = |workspace: &Workspace| {
            let mut found = self.looked_at(workspace, &mut checker, now).findings;
            found.retain(|finding| !finding.to_do && rule.is_none_or(|rule| finding.rule == rule));
            found
        };
        let Repair { edits, mended } = repair(&mut workspace, shown, &mut || draw(&mut chance));
        self.checker = checker;
        self.chance = chance;
        self.change(step, edits, None)?;
        Ok(mended.len())
    }
}
