//! What everything of a frame is painted with. Cards are painted in `cards`, lines and what stands on them in `wires`.

use egui::{Color32, Painter, Shape};

use super::texts::Texts;
use crate::designer::pen::Pen;
use crate::designer::theme::{Theme, blend};

/// The colours, the mesh under construction, and what is finished.
pub struct Brush<'a> {
    /// For laying out text.
    pub painter: &'a Painter,
    /// The colours.
    pub theme: &'a Theme,
    /// Screen points per canvas unit.
    pub zoom: f32,
    /// The kept layouts.
    pub texts: Texts,
    /// The mesh under construction.
    pub pen: Pen,
    /// Finished shapes, in order.
    pub shapes: Vec<Shape>,
    /// Whether the card under the pointer shows less than it says.
    pub cut: bool,
}

impl<'a> Brush<'a> {
    /// A brush for one frame; the layouts are given back at its end.
    pub fn new(painter: &'a Painter, theme: &'a Theme, zoom: f32, texts: Texts) -> Self {
        let pen = Pen::new(painter.pixels_per_point());
        Self { painter, theme, zoom, texts, pen, shapes: Vec::new(), cut: false }
    }

    /// Puts the mesh so far among the shapes, so that what follows lies above it.
    pub fn flush(&mut self) {
        self.shapes.extend(self.pen.take());
    }

    /// A colour that recedes towards the ground.
    pub fn fade(&self, color: Color32, share: f32) -> Color32 {
        if share <= 0.0 { color } else { blend(color, self.theme.canvas, share) }
    }
}
