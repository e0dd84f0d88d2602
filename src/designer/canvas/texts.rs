//! Laid-out text, kept from frame to frame by what it is and how large it is shown.
//!
//! Sizes go in small steps, so that zooming lays a text out a few times and not in every frame, and the
//! glyph atlas stays small. Text is laid out at the size at which it is seen: never scaled, never blurred.

use std::collections::HashMap;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, Context, FontId, Galley};

use crate::designer::theme::{Weight, font};

/// Which text of which thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The title of a card.
    Title(u32),
    /// The line of a card.
    Line(u32),
    /// The chip of a wire.
    Chip(u32),
    /// The tag of an end.
    Tag(u32),
    /// The tag of an end with a note of this kind.
    Noted(u32, u8),
}

/// More than this is thrown away at once: nobody reads ten thousand cards in a second.
const KEPT: usize = 24_000;

/// The kept layouts.
#[derive(Default)]
pub struct Texts {
    kept: HashMap<(Slot, u16, u16), Arc<Galley>>,
    /// A layout that egui keeps too, as long as the glyph atlas into which all layouts point is the same.
    witness: Option<Arc<Galley>>,
}

impl Texts {
    /// Drops what cannot be used any more: after a change of the journey, or when the glyph atlas is built anew,
    /// be it for other fonts, another density, another theme, or because it was full.
    ///
    /// egui says nothing of that last event, but throws its own layouts away with the atlas: a layout that is asked
    /// for in every frame is the same one exactly as long as the atlas lives.
    pub fn begin(&mut self, context: &Context, changed: bool) {
        let job = one_line("·", font(12.0, Weight::Regular), f32::INFINITY);
        let witness = context.fonts_mut(|fonts| fonts.layout_job(job));
        let same = self.witness.as_ref().is_some_and(|known| Arc::ptr_eq(known, &witness));
        if changed || !same || self.kept.len() > KEPT {
            self.kept.clear();
        }
        self.witness = Some(witness);
    }

    /// The layout of a text in one line, cut off with an ellipsis at `width` canvas units.
    ///
    /// `size` is the height of its font in points on the screen, `zoom` what `width` is multiplied with.
    pub fn line(
        &mut self,
        context: &Context,
        slot: Slot,
        text: &str,
        weight: Weight,
        size: f32,
        width: f32,
    ) -> Arc<Galley> {
        let step = step(size);
        // How wide in units of its height, never more than there is. Where small text has reached its least size, that
        // changes with the zoom.
        let ratio = (width / size * 2.0).floor().clamp(1.0, 10_000.0);
        self.kept
            .entry((slot, step, ratio as u16))
            .or_insert_with(|| {
                let job = one_line(text, font(points(step), weight), ratio * 0.5 * points(step));
                context.fonts_mut(|fonts| fonts.layout_job(job))
            })
            .clone()
    }
}

/// A font size as a whole number of steps: quarters of a point for small text, halves above.
fn step(size: f32) -> u16 {
    let quarters = if size < 14.0 { (size * 4.0).round() } else { (size * 2.0).round() * 2.0 };
    quarters.clamp(16.0, 400.0) as u16
}

fn points(step: u16) -> f32 {
    f32::from(step) / 4.0
}

fn one_line(text: &str, font: FontId, width: f32) -> LayoutJob {
    // The colour is filled in when the text is painted, so that a layout serves both themes.
    let mut job = LayoutJob::single_section(text.replace('\n', " "), TextFormat::simple(font, Color32::PLACEHOLDER));
    job.wrap = TextWrapping { max_rows: 1, break_anywhere: true, ..TextWrapping::wrap_at_width(width) };
    job
}
