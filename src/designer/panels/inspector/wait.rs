//! A wait: for a length of time, until a date, until what an expression yields.

use egui::Ui;

use crate::designer::fields::{Form, Wanted};
use crate::designer::widgets::hint_line;
use crate::designer::words::phrase;
use crate::expression::Expected;
use crate::journey::{Duration, Expression, Journey, Wait};
use crate::simulate::default_clock;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Duration,
    Date,
    Custom,
}

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, wait: &mut Wait, journey: &Journey) {
    let mut way = match wait {
        Wait::Duration(_) => Way::Duration,
        Wait::Date(_) => Way::Date,
        Wait::Custom(_) => Way::Custom,
    };
    let ways = [(Way::Duration, "wait.duration"), (Way::Date, "wait.date"), (Way::Custom, "wait.custom")];
    if form.variant_named(ui, "wait.way", &mut way, &ways) {
        *wait = match way {
            Way::Duration => Wait::Duration(Duration::default()),
            Way::Date => Wait::Date(default_clock()),
            Way::Custom => Wait::Custom(Expression::default()),
        };
    }
    form.within("wait", |form| match wait {
        Wait::Duration(length) => form.duration(ui, "Wait", "Duration", length),
        Wait::Date(moment) => form.date_time(ui, "Wait", "Date", moment),
        Wait::Custom(expression) => form.expression(ui, "Wait", "Custom", expression, &Wanted { kind: Expected::WAIT }),
    });
    if !matches!(wait, Wait::Duration(_)) {
        let key = if journey.properties.use_profile_zone { "wait.in_profile_zone" } else { "wait.in_zone" };
        hint_line(ui, &phrase(key, &[("zone", &journey.properties.zone)]));
        ui.add_space(6.0);
    }
}
