//! The drawer below: problems and test run.

use egui::Ui;

use crate::designer::requests::Requests;
use crate::designer::session::Session;

/// See the module.
#[derive(Default)]
pub struct Drawer {}

impl Drawer {
    /// Draws one frame.
    pub fn ui(&mut self, _ui: &mut Ui, _session: &Session, _requests: &mut Requests) {}
}
