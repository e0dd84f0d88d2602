//! The canvas: the journey as a picture that can be worked on.

use egui::Ui;

use crate::designer::requests::Requests;
use crate::designer::session::Session;

/// See the module.
#[derive(Default)]
pub struct Canvas {}

impl Canvas {
    /// Draws one frame into all the room that is left.
    pub fn ui(&mut self, _ui: &mut Ui, _session: &Session, _requests: &mut Requests) {}
}
