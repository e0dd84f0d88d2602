//! The window of the operating system around the designer.

use std::path::PathBuf;
use std::sync::Arc;

use super::surroundings::Surroundings;
use super::words::word;
use super::{Designer, theme};

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// The machine has no display.
    #[error("there is no display to open a window on")]
    NoDisplay,
    /// The system refuses a window, as it says.
    #[error("no window could be opened: {0}")]
    Refused(String),
}

/// Opens the window, with this file or folder in it, and returns when it is closed.
///
/// # Errors
/// Where there is no display, or it gives no window.
pub fn open(path: Option<PathBuf>) -> Result<(), WindowError> {
    let viewport = egui::ViewportBuilder::default()
        .with_title(word("app.name"))
        .with_app_id("waymark")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([880.0, 560.0])
        .with_drag_and_drop(true)
        .with_icon(Arc::new(icon()));
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let started = eframe::run_native(
        "waymark",
        options,
        Box::new(move |context| {
            theme::apply(&context.egui_ctx);
            Ok(Box::new(Window { designer: Designer::start(Surroundings::of_this_machine(), path.as_deref()) }))
        }),
    );
    started.map_err(|error| match plain(&error.to_string()) {
        Some(why) => WindowError::Refused(why),
        None => WindowError::NoDisplay,
    })
}

/// What the system said; `None` where it only lacks a display.
fn plain(said: &str) -> Option<String> {
    let is_missing = said.contains("DISPLAY") || said.contains("compositor") || said.contains("X11");
    (!is_missing).then(|| said.to_owned())
}

struct Window {
    designer: Designer,
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        if ui.ctx().input(|input| input.viewport().close_requested()) && self.designer.holds_on_closing() {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
        self.designer.ui(ui);
        let title = self.designer.title();
        if ui.ctx().input(|input| input.viewport().title.as_deref() != Some(title.as_str())) {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Title(title));
        }
    }
}

/// The program's own picture: a fork on the accent, 64 pixels wide.
fn icon() -> egui::IconData {
    const SIZE: usize = 64;
    let accent = theme::Theme::LIGHT.accent;
    let mut rgba = vec![0_u8; SIZE * SIZE * 4];
    for y in 0..SIZE {
        for x in 0..SIZE {
            let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
            let ground = coverage(14.0 - rounded(px, py));
            let mark = coverage(3.2 - fork(px, py));
            let at = (y * SIZE + x) * 4;
            let mix = |channel: u8| (f32::from(channel) + (255.0 - f32::from(channel)) * mark) as u8;
            let pixel = [mix(accent.r()), mix(accent.g()), mix(accent.b()), (ground * 255.0) as u8];
            if let Some(target) = rgba.get_mut(at..at + 4) {
                target.copy_from_slice(&pixel);
            }
        }
    }
    egui::IconData { rgba, width: SIZE as u32, height: SIZE as u32 }
}

/// How much of a pixel lies inside, from the distance to the edge.
fn coverage(inside: f32) -> f32 {
    (inside + 0.5).clamp(0.0, 1.0)
}

/// Distance from the inner square of the rounded ground.
fn rounded(x: f32, y: f32) -> f32 {
    let outside = |value: f32| ((value - 32.0).abs() - 18.0).max(0.0);
    outside(x).hypot(outside(y))
}

/// Distance from a path that forks in two.
fn fork(x: f32, y: f32) -> f32 {
    let strokes = [((14.0, 32.0), (30.0, 32.0)), ((30.0, 32.0), (48.0, 18.0)), ((30.0, 32.0), (48.0, 46.0))];
    strokes.into_iter().map(|(from, to)| distance((x, y), from, to)).fold(f32::MAX, f32::min)
}

fn distance(point: (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let along = ((point.0 - from.0) * dx + (point.1 - from.1) * dy) / (dx * dx + dy * dy);
    let along = along.clamp(0.0, 1.0);
    (point.0 - from.0 - along * dx).hypot(point.1 - from.1 - along * dy)
}
