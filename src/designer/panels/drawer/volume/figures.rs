//! The figures of a forecast: of everybody, and of the endpoint that is looked at.

use egui::{Align, Label, Layout, Ui, WidgetInfo, vec2};
use jiff::Timestamp;

use super::chart::number;
use crate::designer::forecasting::Found;
use crate::designer::names::lasting;
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::Tone;
use crate::designer::words::{count, phrase, word};
use crate::simulate::volume::EndpointVolume;

/// Draws them.
pub fn ui(ui: &mut Ui, found: &Found, session: &Session) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = 18.0;
    let forecast = &found.forecast;
    if forecast.cancelled {
        row(ui, "volume.broken_off", &moment(forecast.end, session), Tone::Warning);
    }
    row(ui, "volume.people", &number(u64::from(forecast.people)), Tone::Neutral);
    let open = session.journey().and_then(|open| forecast.journeys.iter().find(|of| of.journey == open.id));
    if let Some(open) = open {
        row(ui, "volume.came_in", &number(open.entered.unsigned_abs()), Tone::Neutral);
    }
    let messages = forecast.messages.by_medium.values().sum::<u64>();
    row(ui, "volume.messages", &number(messages), Tone::Neutral);
    if let Some(place) = session.forecasting().looked() {
        of_place(ui, place, session);
    }
    row(ui, "volume.over", &moment(forecast.end, session), Tone::Neutral);
    let took = i64::try_from(found.took.as_millis()).unwrap_or(i64::MAX);
    ui.add_space(2.0);
    let theme = Theme::of(ui.ctx());
    let made = phrase("volume.made", &[("seed", &forecast.seed.to_string()), ("took", &lasting(took))]);
    ui.add(Label::new(rich(made, SMALL, Weight::Regular).color(theme.faint)).wrap());
}

fn of_place(ui: &mut Ui, place: &EndpointVolume, session: &Session) {
    let theme = Theme::of(ui.ctx());
    ui.add_space(3.0);
    ui.add(Label::new(rich(&place.name, SMALL, Weight::SemiBold).color(theme.muted)).truncate());
    let asked = place.calls + place.capped + place.given_up;
    row(ui, "volume.asked", &so_many("volume.calls", asked), Tone::Neutral);
    let too_many = place.answers.get("429").copied().unwrap_or(0);
    row(ui, "volume.sent", &so_many("volume.calls", place.calls - too_many.min(place.calls)), Tone::Good);
    for (key, lost) in
        [("volume.capped", place.capped), ("volume.given_up", place.given_up), ("volume.too_many", too_many)]
    {
        if lost > 0 {
            let share = percent(lost, asked);
            row(ui, key, &phrase("volume.share", &[("n", &number(lost)), ("share", &share)]), Tone::Error);
        }
    }
    if place.retries > 0 {
        row(ui, "volume.retries", &so_many("volume.calls", place.retries), Tone::Neutral);
    }
    let at = |key: &str, n: String, at: Timestamp| phrase(key, &[("n", &n), ("time", &second(at, session))]);
    if let Some(busiest) = &place.busiest_second {
        let said = at("volume.at", number(busiest.count), busiest.at);
        row(ui, "volume.busiest", &said, Tone::Neutral);
    }
    if let Some(longest) = &place.longest_queue {
        row(ui, "volume.queue", &at("volume.at", number(longest.count), longest.at), Tone::Warning);
    }
    if let Some(longest) = &place.longest_delay_ms {
        let delay = lasting(i64::try_from(longest.count).unwrap_or(i64::MAX));
        row(ui, "volume.delay", &at("volume.at", delay, longest.at), Tone::Warning);
    }
    if let Some(first) = place.first_lost {
        row(ui, "volume.first_lost", &moment(first, session), Tone::Error);
    }
}

/// A name at the left and a figure at the right, which is never cut off.
fn row(ui: &mut Ui, key: &str, value: &str, tone: Tone) {
    let theme = Theme::of(ui.ctx());
    let color = if tone == Tone::Neutral { theme.text } else { tone.colors(theme).0 };
    let name = word(key);
    let response = ui
        .horizontal(|ui| {
            ui.set_min_size(vec2(ui.available_width(), 18.0));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add(Label::new(rich(value, BODY, Weight::SemiBold).color(color)).selectable(false));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let label = rich(name, BODY, Weight::Regular).color(theme.muted);
                    ui.add(Label::new(label).truncate().selectable(false));
                });
            });
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, true, format!("{name}: {value}")));
}

fn so_many(key: &str, number: u64) -> String {
    count(key, usize::try_from(number).unwrap_or(usize::MAX))
}

/// "54 %", "under 1 %".
fn percent(part: u64, whole: u64) -> String {
    match part.saturating_mul(100) / whole.max(1) {
        0 if part > 0 => word("volume.under_one").to_owned(),
        share => phrase("volume.percent", &[("n", &share.to_string())]),
    }
}

fn moment(at: Timestamp, session: &Session) -> String {
    at.to_zoned(session.zone()).strftime("%a %-d %b, %H:%M:%S").to_string()
}

fn second(at: Timestamp, session: &Session) -> String {
    at.to_zoned(session.zone()).strftime("%H:%M:%S").to_string()
}
