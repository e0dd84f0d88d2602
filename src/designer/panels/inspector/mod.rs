//! The inspector on the right: every field of what is selected, or of the journey where nothing is.

mod call;
mod condition;
mod entries;
mod exits;
mod experiment;
mod fetch;
mod jump;
mod languages;
pub(crate) mod latency;
mod limits;
mod message;
mod multi;
mod optimization;
mod paths;
mod properties;
mod runs;
mod scaling;
mod schedule;
mod several;
mod step;
mod update;
mod versions;
mod wait;
mod waves;
mod wire;

pub(crate) use message::{MEDIA, SENT};

use egui::{Margin, ScrollArea, Ui};

use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::theme;
use crate::designer::widgets::hint_line;
use crate::designer::words::word;

/// See the module.
#[derive(Default)]
pub struct Inspector {
    seen: u64,
}

impl Inspector {
    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let focus = session.focus().filter(|focus| focus.number > self.seen).map(|focus| focus.what.clone());
        self.seen = session.focus().map_or(0, |focus| focus.number);
        let frame = egui::Frame::new().inner_margin(Margin::symmetric(theme::PADDING as i8, 14));
        // What is selected next is read from its top.
        let salt = (session.journey().map(|journey| &journey.id), session.selection());
        ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                let Some(journey) = session.journey() else {
                    hint_line(ui, word("inspector.no_journey"));
                    return;
                };
                let field = focus.as_ref().and_then(|place| place.field.as_deref());
                let selection = session.selection();
                match (selection.activities.as_slice(), selection.connections.as_slice()) {
                    ([], []) => properties::ui(ui, session, journey, field, requests),
                    ([only], []) => match journey.activity(only) {
                        Some(activity) => step::ui(ui, session, journey, activity, field, requests),
                        None => properties::ui(ui, session, journey, field, requests),
                    },
                    ([], [only]) => wire::ui(ui, session, journey, only, requests),
                    (steps, wires) => several::ui(ui, session, journey, steps, wires, requests),
                }
            });
        });
    }
}
