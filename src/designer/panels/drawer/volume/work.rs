//! Work that is under way for the forecast: what it is, how far, for how long, and the way to give it up.

use std::time::Duration;

use egui::{Align, Label, Layout, Spinner, Ui};

use crate::designer::forecasting::Foresee;
use crate::designer::names::lasting;
use crate::designer::requests::{Request, Requests};
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::{hint_line, secondary};
use crate::designer::words::{phrase, word};

/// Draws it; `how_far` is nothing before the work has said so.
pub fn under_way(
    ui: &mut Ui,
    title: &str,
    (how_far, lasts): (Option<&str>, Duration),
    give_up: Foresee,
    requests: &mut Requests,
) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.add(Spinner::new().size(14.0).color(theme.accent));
        // The way to give it up is in view at once, however low the drawer is.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if secondary(ui, word("volume.cancel")).clicked() {
                requests.push(Request::Foresee(give_up));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = rich(word(title), BODY, Weight::SemiBold).color(theme.text);
                ui.add(Label::new(title).truncate());
            });
        });
    });
    match how_far {
        Some(said) => drop(ui.add(Label::new(rich(said, BODY, Weight::Regular).color(theme.muted)).wrap())),
        None => drop(hint_line(ui, word("volume.beginning"))),
    }
    let seconds = i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX);
    hint_line(ui, &phrase("volume.since", &[("time", &lasting(seconds.saturating_mul(1_000)))]));
    // The clock goes on although nothing else may be heard.
    ui.ctx().request_repaint_after(Duration::from_millis(500));
}
