//! A wait: for a length of time, until a date, until what an expression yields.

use egui::Ui;

use crate::designer::fields::{Form, Range, Wanted};
use crate::designer::widgets::hint_line;
use crate::designer::words::{phrase, word};
use crate::expression::Expected;
use crate::journey::{Duration, Expression, Journey, SendTimeWait, Wait};
use crate::simulate::default_clock;

use super::message::{self, MEDIA};

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Duration,
    Date,
    Custom,
    SendTime,
}

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, wait: &mut Wait, journey: &Journey) {
    let mut way = match wait {
        Wait::Duration(_) => Way::Duration,
        Wait::Date(_) => Way::Date,
        Wait::Custom(_) => Way::Custom,
        Wait::SendTime(_) => Way::SendTime,
    };
    let ways = [
        (Way::Duration, "wait.duration"),
        (Way::Date, "wait.date"),
        (Way::Custom, "wait.custom"),
        (Way::SendTime, "wait.send_time"),
    ];
    if form.variant_named(ui, "wait.way", &mut way, &ways) {
        *wait = match way {
            Way::Duration => Wait::Duration(Duration::default()),
            Way::Date => Wait::Date(default_clock()),
            Way::Custom => Wait::Custom(Expression::default()),
            Way::SendTime => Wait::SendTime(SendTimeWait::default()),
        };
    }
    form.within("wait", |form| match wait {
        Wait::Duration(length) => form.duration(ui, "Wait", "Duration", length),
        Wait::Date(moment) => form.date_time(ui, "Wait", "Date", moment),
        Wait::Custom(expression) => form.expression(ui, "Wait", "Custom", expression, &Wanted { kind: Expected::WAIT }),
        Wait::SendTime(wait) => send_time(form, ui, wait),
    });
    if matches!(wait, Wait::Date(_) | Wait::Custom(_)) {
        let key = if journey.properties.use_profile_zone { "wait.in_profile_zone" } else { "wait.in_zone" };
        hint_line(ui, &phrase(key, &[("zone", &journey.properties.zone)]));
        ui.add_space(6.0);
    }
}

/// The hour that suits each person: for which messages, picked by what, and within how long.
fn send_time(form: &mut Form<'_>, ui: &mut Ui, wait: &mut SendTimeWait) {
    const OWNER: &str = "SendTimeWait";
    let chosen = wait.medium;
    let media = MEDIA.into_iter().filter(|(medium, _)| medium.has_send_time() || *medium == chosen);
    form.choice(ui, OWNER, "medium", &mut wait.medium, &media.collect::<Vec<_>>());
    let offered = message::metrics(wait.medium, wait.metric);
    form.choice(ui, OWNER, "metric", &mut wait.metric, offered);
    let range = Range::within(form.limits().send_time_hours, "units.hours");
    form.number(ui, OWNER, "within_hours", &mut wait.within_hours, range);
    hint_line(ui, word("send_time.hint"));
    ui.add_space(6.0);
}
