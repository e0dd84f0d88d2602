//! Something that is found out about the document, beside the window: the work under way, what came of it, and whether
//! the document does something else since.

use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::work::Work;
use crate::journey::Workspace;

/// Work that finds something, or says why not.
type Attempt<P, T> = Work<P, Result<T, String>>;

/// See the module; `P` says how far it is, `T` is what is found.
#[derive(Debug)]
pub struct Study<P, T> {
    work: Option<(Workspace, Attempt<P, T>)>,
    found: Option<(Workspace, Arc<T>)>,
    error: Option<String>,
    /// The revision that was compared last with the document of what was found, and whether it does something else.
    compared: Option<(u64, bool)>,
}

impl<P, T> Default for Study<P, T> {
    fn default() -> Self {
        Self { work: None, found: None, error: None, compared: None }
    }
}

impl<P: Copy + Send + 'static, T: Send + 'static> Study<P, T> {
    /// Begins anew over this document.
    pub fn begin(
        &mut self,
        context: &Context,
        name: &str,
        workspace: &Workspace,
        find: impl FnOnce(&Workspace, &mut dyn FnMut(&P) -> bool) -> Result<T, String> + Send + 'static,
    ) {
        let (kept, copy) = (workspace.clone(), workspace.clone());
        self.error = None;
        self.work = Some((kept, Work::begin(context, name, move |go_on| find(&copy, go_on))));
    }

    /// Gives up what is under way.
    pub fn cancel(&mut self) {
        self.work = None;
    }

    /// How far it is: nothing where nothing is under way, nothing inside before it has said so.
    pub fn progress(&self) -> Option<(Option<P>, Duration)> {
        self.work.as_ref().map(|(_, work)| (work.progress(), work.lasts()))
    }

    /// What came of the last one.
    pub fn found(&self) -> Option<&Arc<T>> {
        self.found.as_ref().map(|(_, found)| found)
    }

    /// The document over which the last one was made, and what came of it.
    pub fn found_over(&self) -> Option<(&Workspace, &Arc<T>)> {
        self.found.as_ref().map(|(over, found)| (over, found))
    }

    /// Why nothing came of it.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// Whether the document does something else than when it was looked at.
    pub fn is_outdated(&self) -> bool {
        self.found.is_some() && self.compared.is_some_and(|(_, differs)| differs)
    }

    /// Takes what arrived; `broken` is said where the work ended without a word. True where something was found just
    /// now.
    pub fn take_up(&mut self, broken: &str) -> bool {
        let Some(result) = self.work.as_ref().and_then(|(_, work)| work.result()) else { return false };
        let is_found = matches!(result, Some(Ok(_)));
        let of = self.work.take().map(|(workspace, _)| workspace).unwrap_or_default();
        match result {
            Some(Ok(found)) => (self.found, self.compared) = (Some((of, Arc::new(found))), None),
            Some(Err(why)) => self.error = Some(why),
            None => self.error = Some(broken.to_owned()),
        }
        is_found
    }

    /// Holds what was found against this revision of the document.
    pub fn compare(&mut self, workspace: &Workspace, revision: u64, same: impl Fn(&Workspace, &Workspace) -> bool) {
        if let Some((of, _)) = self.found.as_ref().filter(|_| self.compared.is_none_or(|(known, _)| known != revision))
        {
            self.compared = Some((revision, !same(of, workspace)));
        }
    }
}
