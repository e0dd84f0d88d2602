//! The canvas ground and its dots.

use egui::{Painter, Pos2, Rect, Vec2};

use super::camera::Camera;
use super::geometry::GRID;
use crate::designer::pen::Pen;
use crate::designer::theme::{Theme, blend};

/// Dots stand never closer than this on the screen, in points.
const CLOSEST: f32 = 15.0;

/// Fills the viewport and sets the dots. Zooming out, every second dot goes, fading, so that they neither
/// crowd nor jump.
pub fn paint(painter: &Painter, theme: &Theme, camera: &Camera, viewport: Rect) {
    painter.rect_filled(viewport, 0.0, theme.canvas);
    let (mut pitch, mut nearness) = (GRID * camera.zoom(), 1.0);
    while pitch < CLOSEST {
        pitch *= 2.0;
    }
    if pitch < CLOSEST * 2.0 && camera.zoom() < 0.75 {
        nearness = (pitch / CLOSEST - 1.0).clamp(0.0, 1.0);
    }
    let mut pen = Pen::new(painter.pixels_per_point());
    let size = if camera.zoom() > 1.5 { 2.0 } else { 1.5 };
    let origin = camera.to_screen(Pos2::ZERO);
    let first = |edge: f32, origin: f32| ((edge - origin) / pitch).floor() as i64;
    let (x0, x1) = (first(viewport.left(), origin.x), first(viewport.right(), origin.x) + 1);
    let (y0, y1) = (first(viewport.top(), origin.y), first(viewport.bottom(), origin.y) + 1);
    let faint = blend(theme.canvas, theme.dot, nearness);
    pen.reserve(((x1 - x0 + 1) * (y1 - y0 + 1) * 4).max(0) as usize);
    for column in x0..=x1 {
        for row in y0..=y1 {
            let at = origin + Vec2::new(column as f32, row as f32) * pitch;
            let color = if column % 2 == 0 && row % 2 == 0 { theme.dot } else { faint };
            pen.quad(Rect::from_center_size(at, Vec2::splat(size)), color);
        }
    }
    painter.extend(pen.take());
}
