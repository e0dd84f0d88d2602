//! The inspector on the right: every field of what is selected.

use egui::Ui;

use crate::designer::requests::Requests;
use crate::designer::session::Session;

/// See the module.
#[derive(Default)]
pub struct Inspector {}

impl Inspector {
    /// Draws one frame.
    pub fn ui(&mut self, _ui: &mut Ui, _session: &Session, _requests: &mut Requests) {}
}
