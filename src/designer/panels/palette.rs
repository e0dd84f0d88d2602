//! The palette on the left: every step that can be added.

use egui::Ui;

use crate::designer::requests::Requests;
use crate::designer::session::Session;

/// See the module.
#[derive(Default)]
pub struct Palette {}

impl Palette {
    /// Draws one frame.
    pub fn ui(&mut self, _ui: &mut Ui, _session: &Session, _requests: &mut Requests) {}
}
