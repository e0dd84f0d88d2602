//! The one table of actions: it feeds menus, shortcuts and the command palette.

/// Something a person can do from anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it; the table says it in the person's words")]
pub enum Action {
    NewJourney,
    NewWorkspace,
    Open,
    Save,
    SaveAs,
    Export,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Duplicate,
    Delete,
    SelectAll,
    Tidy,
    Fit,
    ZoomIn,
    ZoomOut,
    ZoomActual,
    FindStep,
    AddStep,
    NextProblem,
    PreviousProblem,
    TestRun,
    Properties,
    Inventory,
}
