//! The window of the operating system around the designer.

use std::path::PathBuf;

use super::{Designer, theme};

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// The system gave no window, as it said.
    #[error("no window could be opened: {0}")]
    Refused(String),
}

/// Opens the window, with this file or folder in it, and returns when it is closed.
///
/// # Errors
/// Where there is no display, or it gives no window.
pub fn open(_path: Option<PathBuf>) -> Result<(), WindowError> {
    let viewport = egui::ViewportBuilder::default().with_title("Waymark").with_inner_size([1440.0, 900.0]);
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let started = eframe::run_native(
        "waymark",
        options,
        Box::new(|context| {
            theme::apply(&context.egui_ctx);
            Ok(Box::new(Window { designer: Designer::default() }))
        }),
    );
    started.map_err(|error| WindowError::Refused(error.to_string()))
}

struct Window {
    designer: Designer,
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.designer.ui(ui);
    }
}
