//! Paints smooth shapes into one mesh: what the canvas and the icons are made of.
//!
//! One mesh costs the tessellator a copy, while a thousand shapes cost a thousand tessellations in every
//! frame. Points are screen points; nothing here knows what it draws.

use egui::epaint::tessellator::Path;
use egui::epaint::{Mesh, PathStroke, Vertex};
use egui::{Color32, Pos2, Rect, Shape, Vec2, pos2, vec2};

/// A mesh under construction.
pub struct Pen {
    mesh: Mesh,
    path: Path,
    /// Width of the soft edge, in points: one physical pixel.
    feather: f32,
    pixels_per_point: f32,
}

impl Pen {
    /// A pen for a screen of this density.
    pub fn new(pixels_per_point: f32) -> Self {
        Self { mesh: Mesh::default(), path: Path::default(), feather: 1.0 / pixels_per_point, pixels_per_point }
    }

    /// What was painted since the last call, as one shape; `None` where nothing was.
    pub fn take(&mut self) -> Option<Shape> {
        let mesh = std::mem::take(&mut self.mesh);
        (!mesh.is_empty()).then(|| Shape::mesh(mesh))
    }

    /// Makes room, so that a large drawing does not grow its mesh step by step.
    pub fn reserve(&mut self, vertices: usize) {
        self.mesh.vertices.reserve(vertices);
        self.mesh.indices.reserve(vertices * 3 / 2);
    }

    /// The rectangle with its edges on physical pixels, so that hairlines stay sharp.
    pub fn snap(&self, rect: Rect) -> Rect {
        let round = |at: f32| (at * self.pixels_per_point).round() / self.pixels_per_point;
        Rect::from_min_max(pos2(round(rect.min.x), round(rect.min.y)), pos2(round(rect.max.x), round(rect.max.y)))
    }

    /// A hairline's width: the given points, but whole physical pixels and at least one.
    pub fn hairline(&self, width: f32) -> f32 {
        (width * self.pixels_per_point).round().max(1.0) / self.pixels_per_point
    }

    /// A plain rectangle with hard edges: the cheapest thing there is.
    pub fn quad(&mut self, rect: Rect, color: Color32) {
        self.mesh.add_colored_rect(rect, color);
    }

    /// A straight line with hard edges, for what is seen from far away.
    pub fn thread(&mut self, from: Pos2, to: Pos2, width: f32, color: Color32) {
        let along = to - from;
        let length = along.length();
        if length <= f32::EPSILON {
            return;
        }
        let side = vec2(-along.y, along.x) * (width * 0.5 / length);
        let first = self.next_index();
        for corner in [from + side, from - side, to - side, to + side] {
            self.mesh.vertices.push(Vertex::untextured(corner, color));
        }
        self.mesh.indices.extend([first, first + 1, first + 2, first, first + 2, first + 3]);
    }

    /// An open line through these points.
    pub fn line(&mut self, points: &[Pos2], width: f32, color: Color32) {
        self.path.clear();
        self.path.add_open_points(points);
        self.path.stroke_open(self.feather, &PathStroke::new(width, color), &mut self.mesh);
    }

    /// The same with round ends, for icons.
    pub fn round_line(&mut self, points: &[Pos2], width: f32, color: Color32) {
        self.line(points, width, color);
        if width * self.pixels_per_point < 1.5 {
            return;
        }
        for end in [points.first(), points.last()].into_iter().flatten() {
            self.disc(*end, width * 0.5, color);
        }
    }

    /// A closed line through these points.
    pub fn outline(&mut self, points: &[Pos2], width: f32, color: Color32) {
        self.path.clear();
        self.path.add_line_loop(points);
        self.path.stroke_closed(self.feather, &PathStroke::new(width, color), &mut self.mesh);
    }

    /// A filled convex shape, its points in clockwise order.
    pub fn convex(&mut self, points: &[Pos2], color: Color32) {
        self.path.clear();
        self.path.add_line_loop(points);
        self.path.fill(self.feather, color, &mut self.mesh);
    }

    /// A filled circle.
    pub fn disc(&mut self, center: Pos2, radius: f32, color: Color32) {
        self.rounded(Rect::from_center_size(center, Vec2::splat(radius * 2.0)), radius, color);
    }

    /// A circle's line, its width centred on the radius.
    pub fn ring(&mut self, center: Pos2, radius: f32, width: f32, color: Color32) {
        self.path.clear();
        self.path.add_circle(center, radius);
        self.path.stroke_closed(self.feather, &PathStroke::new(width, color), &mut self.mesh);
    }

    /// A filled rectangle with round corners.
    pub fn rounded(&mut self, rect: Rect, radius: f32, color: Color32) {
        self.soft(rect, radius, self.feather, color);
    }

    /// A filled rectangle with round corners and a border inside its edge.
    pub fn bordered(&mut self, rect: Rect, radius: f32, fill: Color32, width: f32, border: Color32) {
        self.rounded(rect, radius, border);
        self.rounded(rect.shrink(width), (radius - width).max(0.0), fill);
    }

    /// A rectangle with round corners whose edge fades over `blur` points: shadows and halos.
    pub fn soft(&mut self, rect: Rect, radius: f32, blur: f32, color: Color32) {
        if !rect.is_positive() {
            return;
        }
        let radius = radius.min(rect.width() * 0.5).min(rect.height() * 0.5);
        let steps = corner_steps(radius * self.pixels_per_point);
        let first = self.next_index();
        let half = blur * 0.5;
        for corner in 0..4_u32 {
            let center = corner_center(rect, radius, corner);
            for step in 0..=steps {
                let quarter = f32::from(step) / f32::from(steps);
                let (sin, cos) = ((quarter + corner as f32) * std::f32::consts::FRAC_PI_2).sin_cos();
                let out = vec2(-cos, -sin);
                self.mesh.vertices.push(Vertex::untextured(center + out * (radius - half), color));
                self.mesh.vertices.push(Vertex::untextured(center + out * (radius + half), Color32::TRANSPARENT));
            }
        }
        self.fan(first, 4 * (u32::from(steps) + 1));
    }

    /// Triangles of a ring of `count` pairs (inside, outside) that begins at `first`.
    fn fan(&mut self, first: u32, count: u32) {
        for pair in 0..count {
            let (here, next) = (first + 2 * pair, first + 2 * ((pair + 1) % count));
            self.mesh.indices.extend([here, here + 1, next, next, here + 1, next + 1]);
            if pair >= 1 && pair + 1 < count {
                self.mesh.indices.extend([first, here, next]);
            }
        }
    }

    fn next_index(&self) -> u32 {
        // A mesh of four billion vertices would not fit into memory, so the conversion cannot fail.
        self.mesh.vertices.len() as u32
    }
}

/// How many pieces a quarter circle of this radius (physical pixels) needs to look round.
fn corner_steps(radius: f32) -> u8 {
    match radius {
        r if r < 1.0 => 1,
        r if r < 3.5 => 2,
        r if r < 7.0 => 4,
        r if r < 16.0 => 6,
        _ => 10,
    }
}

/// Centres of the corner circles, from the upper left one clockwise.
fn corner_center(rect: Rect, radius: f32, corner: u32) -> Pos2 {
    let inner = rect.shrink(radius);
    match corner {
        0 => inner.left_top(),
        1 => inner.right_top(),
        2 => inner.right_bottom(),
        _ => inner.left_bottom(),
    }
}
