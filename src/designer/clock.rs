//! Moments of a test run as its canvas and its timeline write them: as short as they are still understood.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::words::phrase;
use crate::simulate::{Reason, Run, Status};

/// The clock of one run.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: TimeZone,
    /// A weekday comes more than once: moments are told with their day.
    is_long: bool,
    /// Steps follow each other within a minute: moments are told with their seconds.
    is_fine: bool,
    /// How far the run has come, where it is not over: nobody knows until when somebody stays who is there still.
    now: Option<Timestamp>,
}

/// Steps that are so many seconds apart would be told by the same minute.
const MINUTE: i64 = 60;

impl Clock {
    /// The clock of this run, in the zone of its journey.
    pub fn of(run: &Run, zone: TimeZone) -> Self {
        let lasts = run.steps.first().map_or(0, |first| run.end.at.as_second() - first.at.as_second());
        let done = run.steps.iter().filter(|step| step.status != Status::Waiting).map(|step| step.at.as_second());
        let follows = |(one, other): (i64, i64)| (1..MINUTE).contains(&(other - one));
        let is_fine = done.clone().zip(done.skip(1)).any(follows);
        let now = Some(run.end.at).filter(|_| run.end.reason == Reason::Running);
        Self { zone, is_long: lasts > 6 * 86_400, is_fine, now }
    }

    /// "Mon 14:40", or "Mon 2 Mar, 14:40" in a long run.
    pub fn at(&self, at: Timestamp) -> String {
        let form = if self.is_long { "%a %-d %b, " } else { "%a " };
        format!("{}{}", at.to_zoned(self.zone.clone()).strftime(form), self.time(at))
    }

    /// From when until when: "Mon 14:40 – 15:40", "Mon 14:40 – Wed 14:40", "2 Mar 14:40 – 9 Mar 14:40"; of somebody who
    /// is still there "since Mon 14:40".
    pub fn span(&self, from: Timestamp, to: Timestamp) -> String {
        if Some(to) == self.now {
            return phrase("run.since", &[("time", &self.at(from))]);
        }
        if self.day(from) == self.day(to) {
            return format!("{} – {}", self.at(from), self.time(to));
        }
        let short = |at| if self.is_long { format!("{} {}", self.date(at), self.time(at)) } else { self.at(at) };
        format!("{} – {}", short(from), short(to))
    }

    /// The same moment in narrow lines: "Mon 14:40", or in a long run "2 Mar" and "14:40".
    pub fn lines(&self, at: Timestamp) -> String {
        if self.is_long { format!("{}\n{}", self.date(at), self.time(at)) } else { self.at(at) }
    }

    /// Until when, in narrow lines; when it began is told by what came before it. Of somebody who is still there: since
    /// when.
    pub fn until(&self, from: Timestamp, to: Timestamp) -> String {
        let (key, at) = if Some(to) == self.now { ("run.since", from) } else { ("run.until", to) };
        let text =
            if self.is_long { format!("{}\n{}", self.date(at), self.time(at)) } else { format!("\n{}", self.at(at)) };
        phrase(key, &[("time", &text)]).replace(" \n", "\n")
    }

    fn day(&self, at: Timestamp) -> jiff::civil::Date {
        at.to_zoned(self.zone.clone()).date()
    }

    fn date(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%-d %b").to_string()
    }

    fn time(&self, at: Timestamp) -> String {
        let at = at.to_zoned(self.zone.clone());
        let form = if self.is_fine && at.second() != 0 { "%H:%M:%S" } else { "%H:%M" };
        at.strftime(form).to_string()
    }
}
