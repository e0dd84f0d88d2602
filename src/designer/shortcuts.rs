//! Keys become actions, by the table of actions.

use egui::{Context, Event, InputState, Key, KeyboardShortcut};

use super::actions::{Action, Reach, Row, TABLE};
use super::session::Session;

/// What the keyboard asked for in this frame, in the order of the table.
#[derive(Debug, Default, PartialEq)]
pub struct Pressed {
    /// Actions.
    pub actions: Vec<Action>,
    /// Text that was pasted outside a text field.
    pub pasted: Option<String>,
}

/// Takes the shortcuts out of this frame's input. `everything` is false while a dialog or menu is up: then
/// all keys are its own.
pub fn take(context: &Context, session: &Session, everything: bool) -> Pressed {
    let mut pressed = Pressed::default();
    if !everything {
        return pressed;
    }
    let in_text = context.text_edit_focused();
    let moving_focus = context.memory(|memory| memory.focused().is_some());
    let holds = |row: &Row, keys: &KeyboardShortcut| {
        // Tab walks through the controls once one of them has the keyboard.
        let walks = keys.logical_key == Key::Tab && moving_focus;
        let reaches = match row.reach {
            Reach::Everywhere => true,
            Reach::OutsideText => !in_text,
            // The canvas takes its own.
            Reach::Canvas => false,
        };
        reaches && !walks && (row.available)(session)
    };
    pressed.actions = context.input_mut(|input| consume(input, holds));
    if !in_text {
        clipboard(context, session, &mut pressed);
    }
    pressed
}

/// Takes those shortcuts of the table that hold now; longer ones first, so that Ctrl+Shift+S is never taken for Ctrl+S.
pub fn consume(input: &mut InputState, holds: impl Fn(&Row, &KeyboardShortcut) -> bool) -> Vec<Action> {
    // Most frames have no key.
    if !input.events.iter().any(|event| matches!(event, Event::Key { .. })) {
        return Vec::new();
    }
    let mut keys: Vec<_> = TABLE.iter().flat_map(|row| row.shortcuts.iter().map(move |keys| (row, keys))).collect();
    keys.sort_by_key(|(_, keys)| std::cmp::Reverse(weight(keys.modifiers)));
    let pressed = keys.into_iter().filter(|(row, keys)| holds(row, keys) && input.consume_shortcut(keys));
    pressed.map(|(row, _)| row.action).collect()
}

/// The window system turns Ctrl+C, X and V into events of their own.
fn clipboard(context: &Context, session: &Session, pressed: &mut Pressed) {
    let can = |action: Action| TABLE.iter().any(|row| row.action == action && (row.available)(session));
    context.input(|input| {
        for event in &input.events {
            match event {
                Event::Copy if can(Action::Copy) => pressed.actions.push(Action::Copy),
                Event::Cut if can(Action::Cut) => pressed.actions.push(Action::Cut),
                Event::Paste(text) if can(Action::Paste) => pressed.pasted = Some(text.clone()),
                _ => {}
            }
        }
    });
}

fn weight(modifiers: egui::Modifiers) -> u8 {
    u8::from(modifiers.shift) + u8::from(modifiers.alt) + u8::from(modifiers.command || modifiers.ctrl)
}
