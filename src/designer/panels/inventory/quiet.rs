//! Quiet hours: when no message goes out, in whose time zone, and what happens to it.

use egui::Ui;
use jiff::civil::time;

use crate::designer::fields::{Form, MOST_ROWS, Row};
use crate::designer::panels::inspector::SENT;
use crate::designer::words::phrase;
use crate::journey::{QuietAction, QuietHours, QuietWindow};

const THEN: [(QuietAction, &str); 2] = [(QuietAction::Queue, "quiet.queue"), (QuietAction::Discard, "quiet.discard")];

/// From 22 o'clock until 8.
pub(super) fn night() -> QuietWindow {
    QuietWindow { days: Vec::new(), from: time(22, 0, 0, 0), to: time(8, 0, 0, 0) }
}

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, hours: &mut QuietHours) {
    const OWNER: &str = "QuietHours";
    form.choices(ui, OWNER, "media", &mut hours.media, SENT);
    let row = Row {
        add: "quiet.add",
        make: &|_| night(),
        key: &|_, index| index.to_string(),
        title: &|window: &QuietWindow, _| {
            let (from, to) = (window.from.strftime("%H:%M").to_string(), window.to.strftime("%H:%M").to_string());
            phrase("quiet.window", &[("from", &from), ("to", &to)])
        },
        fold: None,
        at_most: MOST_ROWS,
    };
    form.rows(ui, OWNER, "windows", &mut hours.windows, &row, |form, ui, window, _| {
        form.weekdays(ui, "QuietWindow", "days", &mut window.days, Some("days.every"));
        ui.columns(2, |columns| {
            form.time(&mut columns[0], "QuietWindow", "from", &mut window.from);
            form.time(&mut columns[1], "QuietWindow", "to", &mut window.to);
        });
    });
    form.switch(ui, OWNER, "in_profile_zone", &mut hours.in_profile_zone);
    if !hours.in_profile_zone {
        form.zone(ui, OWNER, "zone", &mut hours.zone);
    }
    form.choice(ui, OWNER, "then", &mut hours.then, &THEN);
}
