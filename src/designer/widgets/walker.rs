//! Walks a list with the arrow keys: from the row that is lit to the one above or below it, never past an end.

use egui::{Context, Key, Modifiers};

/// The row to which the arrows that were pressed in this frame lead; `None` where none was. `lit` is where they begin,
/// `count` how many rows there are.
pub fn walked(context: &Context, lit: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let (down, up) = context.input_mut(|input| {
        let mut key = |key| input.consume_key(Modifiers::NONE, key);
        (key(Key::ArrowDown), key(Key::ArrowUp))
    });
    match (down, up) {
        (true, _) => Some((lit + 1).min(last)),
        (_, true) => Some(lit.min(last).saturating_sub(1)),
        _ => None,
    }
}
