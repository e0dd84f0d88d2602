//! A coverage on the drawing: whether somebody takes each branch, by hue, by the form of its line, and in words on its
//! chip.

use super::{Canvas, CanvasInput, Over};
use crate::designer::words::word;
use crate::simulate::cover::Covered;

/// What a chip says of it.
pub(super) fn said(covered: Covered) -> &'static str {
    match covered {
        Covered::Covered => word("coverage.chip_covered"),
        Covered::Impossible => word("coverage.chip_impossible"),
        Covered::Open => word("coverage.chip_open"),
    }
}

impl Canvas {
    /// Whether somebody takes the branch that leaves a card by this port; nothing where that is not shown.
    pub(super) fn covered(&self, card: usize, port: usize, input: &CanvasInput<'_>) -> Option<Covered> {
        let Over::Coverage(branches) = input.over else { return None };
        let port = self.scene.port(card, port)?;
        branches.get(&(self.scene.id(card).clone(), port.clone())).copied()
    }
}
