//! What happens to whom, one after the other. A source says only what comes next, so that a million arrivals are one.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::chance::{Cause, Dice, Order};
use super::people::People;
use crate::journey::{Arrivals, Coming, Pace, WHOLE};

/// One of the population's arrivals, and how far it has come.
#[derive(Debug)]
pub(super) struct Source<'a> {
    arrivals: &'a Arrivals,
    order: Order,
    seed: u64,
    cause: Cause,
    start: Timestamp,
    end: Timestamp,
    /// Places of the order that were looked at, and how many there are.
    place: u64,
    places: u64,
    made: u64,
    pace: Progress,
}

/// How far a pace has come.
#[derive(Debug)]
enum Progress {
    /// All at this moment.
    At(Timestamp),
    /// The one of this number comes so many milliseconds after the start, as a fraction of a count.
    Steady { per_second: f64 },
    /// Stretches of an hour: begin, length in seconds, how many come, how many of them have come.
    Hours { begins: Timestamp, lasts: f64, come: u64, done: u64, carried: f64 },
    /// One go a day.
    Daily { begins: Timestamp, come: u64, done: u64 },
    /// So many in all, evenly.
    Evenly { come: u64 },
}

impl<'a> Source<'a> {
    pub(super) fn of(
        arrivals: &'a Arrivals,
        number: usize,
        people: &People<'_>,
        (seed, end): (u64, Timestamp),
    ) -> Self {
        let cause = Cause::of(&format!("arrivals {number}"));
        let start = people.start();
        let places = match arrivals.what {
            Coming::Business(_) | Coming::Reads(_) => u64::from(arrivals.times),
            _ => u64::from(people.count()) * u64::from(arrivals.times),
        };
        let mut source = Self {
            arrivals,
            order: Order::new(people.count(), seed, cause),
            seed,
            cause,
            start,
            end,
            place: 0,
            places,
            made: 0,
            pace: Progress::At(start),
        };
        source.pace = source.begin(people);
        source
    }

    /// What comes.
    pub(super) fn what(&self) -> &'a Coming {
        &self.arrivals.what
    }

    /// Who comes next, and when; nobody more after the last. What is about nobody comes to nobody.
    pub(super) fn next(&mut self, people: &People<'_>) -> Option<(Timestamp, Option<u32>)> {
        // What comes at one moment comes then, however many days people come for.
        let is_bound = !matches!(self.arrivals.pace, Pace::At { .. });
        let (start, end) = (self.start, self.end);
        let at = self.moment().filter(|at| !is_bound || *at < end || *at == start)?;
        let person = self.somebody(people)?;
        self.made += 1;
        Some((at, person))
    }

    /// The next person whom it concerns.
    fn somebody(&mut self, people: &People<'_>) -> Option<Option<u32>> {
        while self.place < self.places {
            let place = self.place;
            self.place += 1;
            if matches!(self.arrivals.what, Coming::Business(_) | Coming::Reads(_)) {
                return Some(None);
            }
            let person = self.order.at(place);
            if self.concerns(person, people) {
                return Some(Some(person));
            }
        }
        None
    }

    fn concerns(&self, person: u32, people: &People<'_>) -> bool {
        let dice = Dice::new(self.seed, u64::from(person), self.cause);
        if self.arrivals.share < WHOLE && !dice.falls(0, self.arrivals.share) {
            return false;
        }
        let fits = match &self.arrivals.what {
            Coming::Enters(audience) => !people.is_inside(person, audience),
            Coming::Leaves(audience) => people.is_inside(person, audience),
            Coming::Event(_) | Coming::Business(_) | Coming::Reads(_) => true,
        };
        fits && self.arrivals.inside.as_ref().is_none_or(|audience| people.is_inside(person, audience))
    }

    /// How many come in all.
    fn all(&self, people: &People<'_>) -> u64 {
        match self.arrivals.what {
            Coming::Business(_) | Coming::Reads(_) => self.places,
            _ => {
                let once = (0..people.count()).filter(|person| self.concerns(*person, people)).count();
                once as u64 * u64::from(self.arrivals.times)
            }
        }
    }

    fn begin(&self, people: &People<'_>) -> Progress {
        match &self.arrivals.pace {
            Pace::At { after } => Progress::At(later(self.start, after.milliseconds())),
            Pace::Steady { per_second } => Progress::Steady { per_second: *per_second },
            Pace::Hours(_) => Progress::Hours { begins: self.start, lasts: 0.0, come: 0, done: 0, carried: 0.0 },
            Pace::Daily { at, people: some, .. } => {
                let today = self.start.to_zoned(TimeZone::UTC).date();
                let day = |date: jiff::civil::Date| date.to_datetime(*at).to_zoned(TimeZone::UTC).ok();
                let first = day(today).map(|moment| moment.timestamp()).filter(|moment| *moment >= self.start);
                let first = first.or_else(|| day(today.tomorrow().ok()?).map(|moment| moment.timestamp()));
                let come = some.map_or_else(|| self.all(people), u64::from);
                Progress::Daily { begins: first.unwrap_or(Timestamp::MAX), come, done: 0 }
            }
            Pace::Evenly => Progress::Evenly { come: self.all(people).max(1) },
        }
    }

    /// When the next one comes.
    fn moment(&mut self) -> Option<Timestamp> {
        let (start, end, made) = (self.start, self.end, self.made);
        match &mut self.pace {
            Progress::At(at) => Some(*at),
            Progress::Steady { per_second } if *per_second > 0.0 => {
                Some(later(start, (made as f64 * 1e3 / *per_second) as i64))
            }
            Progress::Steady { .. } => None,
            Progress::Evenly { come } => {
                let whole = end.as_millisecond().saturating_sub(start.as_millisecond());
                Some(later(start, part(whole, made, *come)))
            }
            Progress::Hours { begins, lasts, come, done, carried } => {
                let Pace::Hours(rates) = &self.arrivals.pace else { return None };
                while *done >= *come {
                    let from = later(*begins, (*lasts * 1e3) as i64);
                    if from >= end {
                        return None;
                    }
                    // To the next full hour, or to the end.
                    let whole = from.as_second().div_euclid(3_600) * 3_600 + 3_600;
                    let seconds = (whole - from.as_second()).min(end.as_second() - from.as_second()).max(1);
                    let hour = usize::try_from(from.as_second().div_euclid(3_600).rem_euclid(24)).unwrap_or(0);
                    let rate = rates.get(hour).or(rates.last()).copied().unwrap_or(0.0).max(0.0);
                    let expected = rate * seconds as f64 + *carried;
                    (*begins, *lasts, *come, *done) = (from, seconds as f64, expected as u64, 0);
                    *carried = expected - expected.floor();
                }
                let at = later(*begins, part((*lasts * 1e3) as i64, *done, *come));
                *done += 1;
                Some(at)
            }
            Progress::Daily { begins, come, done } => {
                let Pace::Daily { within, .. } = &self.arrivals.pace else { return None };
                if *come == 0 {
                    return None;
                }
                if *done >= *come {
                    *begins = later(*begins, 86_400_000);
                    *done = 0;
                }
                let whole = within.map_or(0, |within| within.milliseconds());
                let at = later(*begins, part(whole, *done, *come));
                *done += 1;
                Some(at)
            }
        }
    }
}

fn later(at: Timestamp, milliseconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(Timestamp::MAX)
}

/// So many parts of a whole.
fn part(whole: i64, done: u64, of: u64) -> i64 {
    let part = i128::from(whole) * i128::from(done) / i128::from(of.max(1));
    i64::try_from(part).unwrap_or(i64::MAX)
}
