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
}

/// More than this is thrown away at once: nobody reads ten thousand cards in a second.
const KEPT: usize = 24_000;

/// The kept layouts.
#[derive(Default)]
pub struct Texts {
    kept: HashMap<(Slot, u16), Arc<Galley>>,
    scale: f32,
    atlas: f32,
    is_dark: bool,
}

impl Texts {
    /// Drops what cannot be used any more: after a change of the journey, the screen's density, or the atlas.
    pub fn begin(&mut self, context: &Context, changed: bool) {
        let scale = context.pixels_per_point();
        // A layout points into the glyph atlas; when that is built anew it begins nearly empty.
        let atlas = context.fonts(|fonts| fonts.font_atlas_fill_ratio());
        // So it is when the theme changes, because glyphs are drawn otherwise on dark ground.
        let is_dark = context.theme() == egui::Theme::Dark;
        let built_anew = atlas < self.atlas || is_dark != self.is_dark;
        if changed || built_anew || scale != self.scale || self.kept.len() > KEPT {
            self.kept.clear();
        }
        (self.scale, self.is_dark) = (scale, is_dark);
    }

    /// Remembers how full the atlas is at the end of a frame.
    pub fn end(&mut self, context: &Context) {
        self.atlas = context.fonts(|fonts| fonts.font_atlas_fill_ratio());
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
        self.kept
            .entry((slot, step))
            .or_insert_with(|| {
                let job = one_line(text, font(points(step), weight), width * points(step) / size);
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
