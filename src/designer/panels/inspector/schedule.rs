//! When a read audience runs.

use egui::Ui;
use jiff::civil::DateTime;

use crate::designer::fields::{DAYS, Form, Range};
use crate::designer::requests::Request;
use crate::designer::widgets::{hint_line, link, section};
use crate::designer::words::{phrase, word};
use crate::journey::{Journey, Kind, Place, Recurrence, Schedule};
use crate::simulate::default_clock;

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
        if schedule.every.recurs() {
            form.switch(ui, "Schedule", "incremental", &mut schedule.incremental);
            form.switch(ui, "Schedule", "force_reentrance", &mut schedule.force_reentrance);
        }
        let range = Range::between(1, form.limits().after_evaluation_hours, "units.hours");
        form.number_or_none(ui, "Schedule", "after_evaluation_hours", &mut schedule.after_evaluation_hours, range);
    });
}

/// At the step that reads: when it does so, and the way to where that is changed.
pub(super) fn said(form: &mut Form<'_>, ui: &mut Ui, journey: &Journey) {
    section(ui, word("inspector.schedule"));
    if journey.activities.iter().any(|step| matches!(step.kind, Kind::BusinessEvent(_))) {
        hint_line(ui, word("schedule.by_event"));
        return;
    }
    hint_line(ui, &in_words(&journey.properties.schedule.every));
    if link(ui, word("schedule.change")).clicked() {
        form.request(Request::GoTo(Place::journey(&journey.id).field("properties.schedule.every")));
    }
}

fn in_words(every: &Recurrence) -> String {
    let at = |start: &DateTime| start.strftime("%Y-%m-%d %H:%M").to_string();
    match every {
        Recurrence::AsSoonAsPossible => word("schedule.soon").to_owned(),
        Recurrence::Once(moment) => phrase("schedule.on_day", &[("start", &at(moment))]),
        Recurrence::Hourly { start, hours: 1 } => phrase("schedule.by_hour", &[("start", &at(start))]),
        Recurrence::Hourly { start, hours } => {
            phrase("schedule.by_hours", &[("n", &hours.to_string()), ("start", &at(start))])
        }
        Recurrence::Daily { start } => phrase("schedule.by_day", &[("start", &at(start))]),
        Recurrence::Weekly { days, .. } if days.is_empty() => word("schedule.weekly").to_owned(),
        Recurrence::Weekly { start, days } => {
            let days: Vec<&str> = DAYS.iter().filter(|(day, _)| days.contains(day)).map(|(_, key)| word(key)).collect();
            phrase("schedule.by_week", &[("days", &days.join(", ")), ("start", &at(start))])
        }
        Recurrence::Monthly { start, day } => {
            phrase("schedule.by_month", &[("day", &day.to_string()), ("start", &at(start))])
        }
    }
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
        *every = changed(way, start.unwrap_or_else(default_clock));
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
            form.weekdays(ui, "Recurrence.Weekly", "days", days, None);
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
