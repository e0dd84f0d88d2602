//! The forecast: what becomes of a crowd that meets all journeys of the workspace at once. The chart of one endpoint,
//! its figures, and beside them how many people, from when on, what would lose nothing, and what does not happen.

mod chart;
mod figures;
mod offers;
mod scale;
mod series;
mod side;
mod work;

use egui::{Rect, Stroke, Ui, UiBuilder};

use super::test_run::part;
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::hint_line;
use crate::designer::words::word;
use chart::Chart;
use side::Side;

/// See the module.
#[derive(Default)]
pub struct VolumeTab {
    chart: Chart,
    side: Side,
}

impl VolumeTab {
    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let all = ui.available_rect_before_wrap();
        let theme = Theme::of(ui.ctx());
        let side = (all.width() * 0.27).clamp(250.0, 340.0);
        let beside = all.with_min_x(all.right() - side);
        let left = all.with_max_x(beside.left());
        ui.painter().vline(beside.left(), all.y_range(), Stroke::new(1.0, theme.border));
        part(ui, beside, "volume side", |ui| self.side.ui(ui, session, requests));
        let Some(found) = session.forecasting().found() else {
            part(ui, left, "volume nothing", |ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                ui.label(rich(word("volume.title"), BODY, Weight::SemiBold).color(theme.text));
                hint_line(ui, word("volume.what"));
            });
            return;
        };
        let figures = (left.width() * 0.47).clamp(218.0, 330.0);
        let middle = left.with_min_x(left.right() - figures);
        let plot = Rect::from_min_max(left.min, egui::pos2(middle.left(), left.bottom()));
        ui.scope_builder(UiBuilder::new().max_rect(plot.shrink2(egui::vec2(11.0, 8.0))), |ui| {
            ui.set_clip_rect(plot.intersect(ui.clip_rect()));
            self.chart.ui(ui, found, session, requests);
        });
        part(ui, middle, "volume figures", |ui| figures::ui(ui, found, session));
    }
}
