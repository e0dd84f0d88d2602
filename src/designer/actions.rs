//! The one table of actions: it feeds menus, shortcuts and the command palette.

/// Something a person can do from anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Takes the last step back.
    Undo,
    /// Carries out again what was taken back.
    Redo,
}
