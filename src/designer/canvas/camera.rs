//! The camera: how canvas units become screen points.
//!
//! It is anchored to the screen and not to the canvas panel, so that nothing jumps when a panel beside
//! the canvas opens, closes or is dragged wider.

use egui::{Pos2, Rect, Vec2, pos2};

/// The smallest zoom: 2 %.
pub const MIN_ZOOM: f32 = 0.02;
/// A journey that needs it is fitted still smaller.
const MIN_FIT: f32 = 0.001;
/// The largest zoom: 300 %.
pub const MAX_ZOOM: f32 = 3.0;
/// One press of "+" or "−".
pub const ZOOM_STEP: f32 = 1.25;
/// Smaller than this a card that was searched for is not shown.
const NEAR: f32 = 0.8;
/// How long a jump of the camera takes, in seconds.
const FLIGHT: f32 = 0.14;
/// Free space around what is fitted, in points.
const MARGIN: f32 = 40.0;

/// Where the canvas lies on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Screen point of the canvas origin.
    offset: Vec2,
    zoom: f32,
    flight: Option<Flight>,
}

/// A short flight from one view to another, so that the eye can follow.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Flight {
    from: (Vec2, f32),
    to: (Vec2, f32),
    /// Seconds since its start.
    time: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self { offset: Vec2::ZERO, zoom: 1.0, flight: None }
    }
}

impl Camera {
    /// Screen points per canvas unit.
    pub fn zoom(&self) -> f32 {
        self.zoom
    }

    /// The view at which a flight ends; this one where it rests.
    pub fn aim(&self) -> Self {
        match &self.flight {
            Some(flight) => Self { offset: flight.to.0, zoom: flight.to.1, flight: None },
            None => *self,
        }
    }

    /// A canvas point on the screen.
    pub fn to_screen(&self, at: Pos2) -> Pos2 {
        pos2(at.x * self.zoom + self.offset.x, at.y * self.zoom + self.offset.y)
    }

    /// A screen point on the canvas.
    pub fn to_canvas(&self, at: Pos2) -> Pos2 {
        pos2((at.x - self.offset.x) / self.zoom, (at.y - self.offset.y) / self.zoom)
    }

    /// A canvas rectangle on the screen.
    pub fn rect_to_screen(&self, rect: Rect) -> Rect {
        Rect::from_min_max(self.to_screen(rect.min), self.to_screen(rect.max))
    }

    /// A screen rectangle on the canvas.
    pub fn rect_to_canvas(&self, rect: Rect) -> Rect {
        Rect::from_min_max(self.to_canvas(rect.min), self.to_canvas(rect.max))
    }

    /// Moves the drawing by so many screen points.
    pub fn pan(&mut self, by: Vec2) {
        self.flight = None;
        self.offset += by;
    }

    /// Zooms by a factor; the canvas point under `at` (screen) stays there.
    pub fn zoom_at(&mut self, at: Pos2, factor: f32) {
        self.flight = None;
        let fixed = self.to_canvas(at);
        // What was fitted smaller than that does not jump.
        self.zoom = (self.zoom * factor).clamp(MIN_ZOOM.min(self.zoom), MAX_ZOOM);
        self.offset = at.to_vec2() - fixed.to_vec2() * self.zoom;
    }

    /// Shows exactly this zoom with this canvas point at this screen point, at once.
    pub fn set(&mut self, canvas: Pos2, screen: Pos2, zoom: f32) {
        self.flight = None;
        self.zoom = zoom.clamp(MIN_ZOOM.min(self.zoom), MAX_ZOOM);
        self.offset = screen.to_vec2() - canvas.to_vec2() * self.zoom;
    }

    /// Flies to a zoom; the canvas point under `at` stays there.
    pub fn fly_zoom(&mut self, at: Pos2, zoom: f32) {
        let zoom = zoom.clamp(MIN_ZOOM.min(self.zoom), MAX_ZOOM);
        let fixed = self.to_canvas(at);
        self.fly(at.to_vec2() - fixed.to_vec2() * zoom, zoom);
    }

    /// Flies until `content` (canvas units) can be read in the middle of the viewport.
    pub fn fly_near(&mut self, content: Rect, viewport: Rect) {
        let zoom = self.zoom.max(NEAR);
        self.fly(viewport.center().to_vec2() - content.center().to_vec2() * zoom, zoom);
    }

    /// Flies until all of `content` (canvas units) is in the viewport, never larger than 100 %.
    pub fn fly_fit(&mut self, content: Rect, viewport: Rect) {
        let (offset, zoom) = fitting(content, viewport);
        self.fly(offset, zoom);
    }

    /// The same at once, for a journey that has just been opened.
    pub fn fit(&mut self, content: Rect, viewport: Rect) {
        self.flight = None;
        (self.offset, self.zoom) = fitting(content, viewport);
    }

    /// Moves no more than needed to bring `content` (canvas units) into the viewport; what is larger is fitted.
    pub fn reveal(&mut self, content: Rect, viewport: Rect) {
        // What is on its way is brought into view where it will be.
        let aim = self.aim();
        let (room, shown) = (viewport.shrink(24.0), aim.rect_to_screen(content));
        if shown.width() > room.width() || shown.height() > room.height() {
            self.fly_fit(content, viewport);
            return;
        }
        let by = Vec2::new(
            (room.left() - shown.left()).max(0.0) + (room.right() - shown.right()).min(0.0),
            (room.top() - shown.top()).max(0.0) + (room.bottom() - shown.bottom()).min(0.0),
        );
        if by != Vec2::ZERO {
            self.fly(aim.offset + by, aim.zoom);
        }
    }

    /// Goes on with a flight; true while it lasts.
    pub fn advance(&mut self, seconds: f32) -> bool {
        let Some(flight) = &mut self.flight else { return false };
        flight.time += seconds.clamp(0.001, 0.05);
        let share = (flight.time / FLIGHT).min(1.0);
        let eased = 1.0 - (1.0 - share).powi(3);
        let (from, to) = (flight.from, flight.to);
        if share >= 1.0 {
            (self.offset, self.zoom) = to;
            self.flight = None;
            return false;
        }
        // The zoom changes by equal factors in equal times; the offset then keeps the fixed point fixed.
        self.zoom = from.1 * (to.1 / from.1).powf(eased);
        let way = if (to.1 - from.1).abs() > 1e-4 { (self.zoom - from.1) / (to.1 - from.1) } else { eased };
        self.offset = from.0 + (to.0 - from.0) * way;
        true
    }

    fn fly(&mut self, offset: Vec2, zoom: f32) {
        self.flight = Some(Flight { from: (self.offset, self.zoom), to: (offset, zoom), time: 0.0 });
    }
}

fn fitting(content: Rect, viewport: Rect) -> (Vec2, f32) {
    let room = viewport.size() - Vec2::splat(2.0 * MARGIN);
    let size = content.size().max(Vec2::splat(1.0));
    let zoom = (room.x / size.x).min(room.y / size.y).clamp(MIN_FIT, 1.0);
    (viewport.center().to_vec2() - content.center().to_vec2() * zoom, zoom)
}
