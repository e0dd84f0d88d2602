//! The way to a message on the drawing: above each card when people come there after what triggered the journey, from the
//! least until the most.

use super::brush::Brush;
use super::detail::Detail;
use super::scene::Shift;
use super::{Canvas, CanvasInput, Over};
use crate::check::Arrival;
use crate::designer::names::lasting;
use crate::designer::words::{phrase, word};
use crate::journey::ActivityId;

/// "After 1 h to 2 h", "after 1 h or more", "at once".
pub(super) fn said(arrival: &Arrival) -> String {
    let (least, most) = (lasting(arrival.least_ms), lasting(arrival.most_ms));
    let parts = [("least", least.as_str()), ("most", most.as_str())];
    match (arrival.is_open, arrival.most_ms) {
        (true, _) => phrase("latency.chip_open", &parts),
        (false, 0) => word("latency.chip_at_once").to_owned(),
        (false, _) if least == most => phrase("latency.chip_after", &parts),
        (false, _) if arrival.least_ms == 0 => phrase("latency.chip_within", &parts),
        (false, _) => phrase("latency.chip_between", &parts),
    }
}

impl<'a> Over<'a> {
    /// When people come to this step, where that is shown.
    pub(super) fn arrival(self, activity: &ActivityId) -> Option<&'a Arrival> {
        let Self::Arrivals(arrivals) = self else { return None };
        arrivals.get(activity)
    }
}

impl Canvas {
    /// Paints it above these cards.
    pub(super) fn paint_arrivals(&self, cards: &[u32], input: &CanvasInput<'_>, shift: &Shift, brush: &mut Brush<'_>) {
        if Detail::at(brush.zoom) < Detail::Title {
            return;
        }
        for &card in cards {
            if let Some(arrival) = input.over.arrival(self.scene.id(card as usize)) {
                let rect = self.camera.rect_to_screen(self.scene.rect(card as usize, shift));
                brush.time(&said(arrival), rect, arrival.is_open);
            }
        }
    }
}
