//! The bar above: what is open, how it stands, what can be done with it.

use egui::Ui;

use crate::designer::requests::Requests;
use crate::designer::session::Session;

/// See the module.
#[derive(Default)]
pub struct TopBar {}

impl TopBar {
    /// Draws one frame.
    pub fn ui(&mut self, _ui: &mut Ui, _session: &Session, _requests: &mut Requests) {}
}
