//! When a read audience runs.

use egui::Ui;
use jiff::civil::{DateTime, date};

use crate::designer::fields::{Form, Range};
use crate::designer::widgets::section;
use crate::designer::words::word;
use crate::journey::{Recurrence, Schedule};

#[derive(Clone, Copy, PartialEq)]
enum Every {
    Soon,
    Once,
    Hourly,
    Daily,
    Weekly,
    Monthly,
}

const WAYS: [(Every, &str); 6] = [
    (Every::Soon, "schedule.soon"),
    (Every::Once, "schedule.once"),
    (Every::Hourly, "schedule.hourly"),
    (Every::Daily, "schedule.daily"),
    (Every::Weekly, "schedule.weekly"),
    (Every::Monthly, "schedule.monthly"),
];

pub(super) fn ui(form: &mut Form<'_>, ui: &mut Ui, schedule: &mut Schedule) {
    section(ui, word("inspector.schedule"));
    form.within("schedule", |form| {
        every(form, ui, &mut schedule.every);
        if !matches!(schedule.every, Recurrence::AsSoonAsPossible | Recurrence::Once(_)) {
            form.switch(ui, "Schedule", "incremental", &mut schedule.incremental);
            form.switch(ui, "Schedule", "force_reentrance", &mut schedule.force_reentrance);
        }
        let range = Range::between(1, 6, "units.hours");
        form.number_or_none(ui, "Schedule", "after_evaluation_hours", &mut schedule.after_evaluation_hours, range);
    });
}

fn every(form: &mut Form<'_>, ui: &mut Ui, every: &mut Recurrence) {
    let (mut way, start) = match every {
        Recurrence::AsSoonAsPossible => (Every::Soon, None),
        Recurrence::Once(moment) => (Every::Once, Some(*moment)),
        Recurrence::Hourly { start, .. } => (Every::Hourly, Some(*start)),
        Recurrence::Daily { start } => (Every::Daily, Some(*start)),
        Recurrence::Weekly { start, .. } => (Every::Weekly, Some(*start)),
        Recurrence::Monthly { start, .. } => (Every::Monthly, Some(*start)),
    };
    if form.variant(ui, "Schedule", "every", &mut way, &WAYS) {
        *every = changed(way, start.unwrap_or_else(|| date(2026, 1, 5).at(9, 0, 0, 0)));
    }
    form.within("every", |form| match every {
        Recurrence::AsSoonAsPossible => {}
        Recurrence::Once(moment) => form.date_time(ui, "Recurrence", "Once", moment),
        Recurrence::Hourly { start, hours } => {
            form.number(ui, "Recurrence.Hourly", "hours", hours, Range::from(1, "units.hours"));
            form.date_time(ui, "Recurrence.Hourly", "start", start);
        }
        Recurrence::Daily { start } => form.date_time(ui, "Recurrence.Daily", "start", start),
        Recurrence::Weekly { start, days } => {
            form.weekdays(ui, "Recurrence.Weekly", "days", days);
            form.date_time(ui, "Recurrence.Weekly", "start", start);
        }
        Recurrence::Monthly { start, day } => {
            form.number(ui, "Recurrence.Monthly", "day", day, Range::between(1, 31, "units.none"));
            form.date_time(ui, "Recurrence.Monthly", "start", start);
        }
    });
}

fn changed(way: Every, start: DateTime) -> Recurrence {
    match way {
        Every::Soon => Recurrence::AsSoonAsPossible,
        Every::Once => Recurrence::Once(start),
        Every::Hourly => Recurrence::Hourly { start, hours: 1 },
        Every::Daily => Recurrence::Daily { start },
        Every::Weekly => Recurrence::Weekly { start, days: Vec::new() },
        Every::Monthly => Recurrence::Monthly { start, day: 1 },
    }
}
