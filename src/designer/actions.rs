//! The one table of actions: it feeds menus, shortcuts and the command palette.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::selection::Selection;
use super::session::Session;
use super::words::word;

pub use super::action::Action;

/// The menu in which an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Group {
    File,
    Edit,
    Step,
    View,
    Journey,
    Help,
}

impl Group {
    /// Every group, in the order of the menu.
    pub const ALL: [Self; 6] = [Self::File, Self::Edit, Self::Step, Self::View, Self::Journey, Self::Help];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => word("menu.file"),
            Self::Edit => word("menu.edit"),
            Self::Step => word("menu.step"),
            Self::View => word("menu.view"),
            Self::Journey => word("menu.journey"),
            Self::Help => word("menu.help"),
        }
    }
}

/// Where keys are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Always: also while a text field has the keyboard.
    Everywhere,
    /// Not while a text field has the keyboard: there the key means text.
    OutsideText,
    /// On the canvas: while it, one of its cards, or nothing has the keyboard.
    Canvas,
}

/// One row of the table.
pub struct Row {
    /// What it does.
    pub action: Action,
    /// Its key in the file of words, below `command` and `command_hint`.
    pub key: &'static str,
    /// In which menu.
    pub group: Group,
    /// Its shortcuts, the one that menus show first. `COMMAND` is Ctrl, on a Mac the command key.
    pub shortcuts: &'static [KeyboardShortcut],
    /// Where they hold.
    pub reach: Reach,
    /// Whether it can be done now.
    pub available: fn(&Session) -> bool,
}

impl Row {
    /// As menus and the command palette say it.
    pub fn name(&self) -> &'static str {
        word(&format!("command.{}", self.key))
    }

    /// One sentence more.
    pub fn hint(&self) -> &'static str {
        word(&format!("command_hint.{}", self.key))
    }

    /// Its first shortcut, written as on this system: "Ctrl+S".
    pub fn keys(&self, context: &egui::Context) -> String {
        self.shortcuts.first().map(|shortcut| context.format_shortcut(shortcut)).unwrap_or_default()
    }
}

/// The row of an action.
pub fn row(action: Action) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.action == action)
}

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const PLAIN: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { alt: false, ctrl: false, shift: true, mac_cmd: false, command: true };

const fn on(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const fn everywhere(
    action: Action,
    key: &'static str,
    group: Group,
    shortcuts: &'static [KeyboardShortcut],
    available: fn(&Session) -> bool,
) -> Row {
    Row { action, key, group, shortcuts, reach: Reach::Everywhere, available }
}

const fn outside(
    action: Action,
    key: &'static str,
    group: Group,
    shortcuts: &'static [KeyboardShortcut],
    available: fn(&Session) -> bool,
) -> Row {
    Row { action, key, group, shortcuts, reach: Reach::OutsideText, available }
}

const fn on_canvas(
    action: Action,
    key: &'static str,
    shortcuts: &'static [KeyboardShortcut],
    available: fn(&Session) -> bool,
) -> Row {
    Row { action, key, group: Group::Step, shortcuts, reach: Reach::Canvas, available }
}

fn always(_: &Session) -> bool {
    true
}

fn open(session: &Session) -> bool {
    session.is_open()
}

fn mendable(session: &Session) -> bool {
    session.safe().next().is_some()
}

fn drawn(session: &Session) -> bool {
    session.is_open() && !session.in_inventory() && session.journey().is_some()
}

fn selected(session: &Session) -> bool {
    drawn(session) && *session.selection() != Selection::default()
}

fn some_steps(session: &Session) -> bool {
    drawn(session) && !session.selection().activities.is_empty()
}

fn one_step(session: &Session) -> bool {
    drawn(session) && session.selection().single().is_some()
}

fn steps(session: &Session) -> bool {
    drawn(session) && session.journey().is_some_and(|journey| !journey.activities.is_empty())
}

fn begun(session: &Session) -> bool {
    session.journey().is_some_and(|journey| !journey.activities.is_empty())
}

/// The table, in the order of the menus and of the command palette.
pub static TABLE: &[Row] = &[
    everywhere(Action::NewJourney, "new_journey", Group::File, &[on(CTRL, Key::N)], always),
    everywhere(Action::NewWorkspace, "new_workspace", Group::File, &[on(CTRL_SHIFT, Key::N)], always),
    everywhere(Action::Open, "open", Group::File, &[on(CTRL, Key::O)], always),
    everywhere(Action::Save, "save", Group::File, &[on(CTRL, Key::S)], open),
    everywhere(Action::SaveAs, "save_as", Group::File, &[on(CTRL_SHIFT, Key::S)], open),
    everywhere(Action::Export, "export", Group::File, &[on(CTRL, Key::E)], begun),
    everywhere(Action::Push, "push", Group::File, &[on(CTRL_SHIFT, Key::E)], begun),
    everywhere(Action::Welcome, "welcome", Group::File, &[], open),
    everywhere(Action::Quit, "quit", Group::File, &[on(CTRL, Key::Q)], always),
    outside(Action::Undo, "undo", Group::Edit, &[on(CTRL, Key::Z)], |session| session.next_undo().is_some()),
    outside(Action::Redo, "redo", Group::Edit, &[on(CTRL_SHIFT, Key::Z), on(CTRL, Key::Y)], |session| {
        session.next_redo().is_some()
    }),
    outside(Action::Cut, "cut", Group::Edit, &[on(CTRL, Key::X)], selected),
    outside(Action::Copy, "copy", Group::Edit, &[on(CTRL, Key::C)], selected),
    outside(Action::Paste, "paste", Group::Edit, &[on(CTRL, Key::V)], drawn),
    outside(Action::Duplicate, "duplicate", Group::Edit, &[on(CTRL, Key::D)], selected),
    outside(Action::Delete, "delete", Group::Edit, &[on(PLAIN, Key::Delete), on(PLAIN, Key::Backspace)], selected),
    outside(Action::SelectAll, "select_all", Group::Edit, &[on(CTRL, Key::A)], steps),
    everywhere(Action::FindStep, "find_step", Group::Edit, &[on(CTRL, Key::F)], steps),
    outside(Action::AddStep, "add_step", Group::Step, &[on(PLAIN, Key::Tab)], drawn),
    on_canvas(Action::EditFields, "edit_fields", &[on(PLAIN, Key::Enter)], one_step),
    on_canvas(Action::Connect, "connect", &[on(PLAIN, Key::C)], one_step),
    outside(Action::KeepFragment, "keep_fragment", Group::Step, &[], some_steps),
    on_canvas(Action::StepMenu, "step_menu", &[on(SHIFT, Key::F10), on(PLAIN, Key::Menu)], drawn),
    on_canvas(Action::NextStep, "next_step", &[on(PLAIN, Key::ArrowRight)], steps),
    on_canvas(Action::PreviousStep, "previous_step", &[on(PLAIN, Key::ArrowLeft)], steps),
    on_canvas(Action::StepAbove, "step_above", &[on(PLAIN, Key::ArrowUp)], steps),
    on_canvas(Action::StepBelow, "step_below", &[on(PLAIN, Key::ArrowDown)], steps),
    on_canvas(Action::MoveRight, "move_right", &[on(SHIFT, Key::ArrowRight), on(ALT, Key::ArrowRight)], selected),
    on_canvas(Action::MoveLeft, "move_left", &[on(SHIFT, Key::ArrowLeft), on(ALT, Key::ArrowLeft)], selected),
    on_canvas(Action::MoveUp, "move_up", &[on(SHIFT, Key::ArrowUp), on(ALT, Key::ArrowUp)], selected),
    on_canvas(Action::MoveDown, "move_down", &[on(SHIFT, Key::ArrowDown), on(ALT, Key::ArrowDown)], selected),
    outside(Action::Fit, "fit", Group::View, &[on(PLAIN, Key::Num1), on(CTRL, Key::Num1)], steps),
    outside(Action::ZoomIn, "zoom_in", Group::View, &[on(PLAIN, Key::Plus), on(PLAIN, Key::Equals)], drawn),
    outside(Action::ZoomOut, "zoom_out", Group::View, &[on(PLAIN, Key::Minus)], drawn),
    outside(Action::ZoomActual, "zoom_actual", Group::View, &[on(PLAIN, Key::Num0)], drawn),
    everywhere(Action::Larger, "larger", Group::View, &[on(CTRL, Key::Plus), on(CTRL, Key::Equals)], always),
    everywhere(Action::Smaller, "smaller", Group::View, &[on(CTRL, Key::Minus)], always),
    everywhere(Action::LightTheme, "light_theme", Group::View, &[], always),
    everywhere(Action::DarkTheme, "dark_theme", Group::View, &[], always),
    everywhere(Action::SystemTheme, "system_theme", Group::View, &[], always),
    everywhere(Action::TogglePalette, "toggle_palette", Group::View, &[on(CTRL, Key::B)], open),
    everywhere(Action::ToggleInspector, "toggle_inspector", Group::View, &[on(CTRL, Key::I)], open),
    everywhere(Action::ToggleDrawer, "toggle_drawer", Group::View, &[on(CTRL, Key::J)], open),
    outside(Action::Tidy, "tidy", Group::Journey, &[on(CTRL, Key::L)], steps),
    everywhere(Action::Properties, "properties", Group::Journey, &[on(CTRL, Key::P)], |session| {
        session.journey().is_some()
    }),
    everywhere(Action::KeepVersion, "keep_version", Group::Journey, &[], begun),
    everywhere(Action::Inventory, "inventory", Group::Journey, &[on(CTRL_SHIFT, Key::I)], open),
    everywhere(Action::TestRun, "test_run", Group::Journey, &[on(PLAIN, Key::F5)], begun),
    everywhere(Action::Coverage, "coverage", Group::Journey, &[], begun),
    everywhere(Action::Volume, "volume", Group::Journey, &[], begun),
    everywhere(Action::Live, "live", Group::Journey, &[], begun),
    everywhere(Action::Problems, "problems", Group::Journey, &[on(CTRL_SHIFT, Key::M)], open),
    everywhere(Action::MendAll, "mend_all", Group::Journey, &[on(CTRL, Key::Period)], mendable),
    everywhere(Action::NextProblem, "next_problem", Group::Journey, &[on(PLAIN, Key::F8)], open),
    everywhere(Action::PreviousProblem, "previous_problem", Group::Journey, &[on(SHIFT, Key::F8)], open),
    everywhere(Action::Commands, "commands", Group::Help, &[on(CTRL, Key::K), on(CTRL_SHIFT, Key::P)], always),
    everywhere(Action::Guardrails, "guardrails", Group::Help, &[], always),
    everywhere(Action::Shortcuts, "shortcuts", Group::Help, &[on(PLAIN, Key::F1)], always),
    everywhere(Action::About, "about", Group::Help, &[], always),
];
