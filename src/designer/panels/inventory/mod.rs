//! The editors of what journeys share: events, actions, audiences and so on.

use egui::Ui;

use crate::designer::requests::Requests;
use crate::designer::session::Session;

/// See the module.
#[derive(Default)]
pub struct InventoryEditor {}

impl InventoryEditor {
    /// Draws one frame.
    pub fn ui(&mut self, _ui: &mut Ui, _session: &Session, _requests: &mut Requests) {}
}
