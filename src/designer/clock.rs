//! Moments of a test run as its canvas and its timeline write them: as short as they are still understood.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::names;
use super::words::phrase;
use crate::simulate::Run;

/// The clock of one run.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: TimeZone,
    /// A weekday comes more than once: moments are told with their day.
    is_long: bool,
}

impl Clock {
    /// The clock of this run, in the zone of its journey.
    pub fn of(run: &Run, zone: TimeZone) -> Self {
        let lasts = run.steps.first().map_or(0, |first| run.end.at.as_second() - first.at.as_second());
        Self { zone, is_long: lasts > 6 * 86_400 }
    }

    /// "Mon 14:40", or "Mon 2 Mar, 14:40" in a long run.
    pub fn at(&self, at: Timestamp) -> String {
        if self.is_long { names::day_moment(at, &self.zone) } else { names::moment(at, &self.zone) }
    }

    /// From when until when: "Mon 14:40 – 15:40", "Mon 14:40 – Wed 14:40", "2 Mar 14:40 – 9 Mar 14:40".
    pub fn span(&self, from: Timestamp, to: Timestamp) -> String {
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

    /// Until when, in narrow lines; when it began is told by what came before it.
    pub fn until(&self, to: Timestamp) -> String {
        let text =
            if self.is_long { format!("{}\n{}", self.date(to), self.time(to)) } else { format!("\n{}", self.at(to)) };
        phrase("run.until", &[("time", &text)]).replace(" \n", "\n")
    }

    fn day(&self, at: Timestamp) -> jiff::civil::Date {
        at.to_zoned(self.zone.clone()).date()
    }

    fn date(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%-d %b").to_string()
    }

    fn time(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%H:%M").to_string()
    }
}
