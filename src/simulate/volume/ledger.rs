//! What is kept of what was seen: counts, never a person.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use jiff::{SignedDuration, Timestamp};

use super::peaks::Peak;
use super::plan::Plan;
use super::series::{Bucket, Series};
use super::watch::{Asked, Watch, Whose};
use crate::journey::{ActivityId, JourneyId, Medium, ProfileId};
use crate::run::traffic::{Answer, Limit, Limits};
use crate::run::{Counts, Discard, End, Outcome, Reason, Status, Step};

/// What was seen of a crowd.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// How long the periods of caps are, in milliseconds.
    periods: BTreeMap<Limit, i64>,
    /// Whose attempt has its turn at this moment, and in which line: it came before.
    turning: Option<(Timestamp, Limit)>,
    pub(super) journeys: BTreeMap<JourneyId, OfJourney>,
    pub(super) places: BTreeMap<Limit, OfPlace>,
    pub(super) messages: OfMessages,
}

/// Of one journey.
#[derive(Clone, Debug, Default)]
pub(super) struct OfJourney {
    pub counts: Counts,
    pub entrances: Series<u64>,
    pub busiest: Option<Peak>,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    pub lost: BTreeMap<(ActivityId, String), Lost>,
    pub refused: BTreeMap<Discard, Lost>,
}

/// People to whom something did not happen.
#[derive(Clone, Debug, Default)]
pub(super) struct Lost {
    pub people: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    pub because: String,
}

impl Lost {
    fn one_more(&mut self, at: Timestamp, because: &str) {
        if self.people == 0 {
            because.clone_into(&mut self.because);
            self.first = Some(at);
        }
        self.people += 1;
        self.last = self.last.max(Some(at));
    }
}

/// Of a limit, or of an endpoint.
#[derive(Clone, Debug, Default)]
pub(super) struct OfPlace {
    pub calls: u64,
    pub retries: u64,
    pub capped: u64,
    pub queued: u64,
    pub given_up: u64,
    pub answers: BTreeMap<String, u64>,
    pub longest_queue: Option<(u64, Timestamp)>,
    pub longest_delay: Option<(i64, Timestamp)>,
    pub busiest_second: Option<(u64, Timestamp)>,
    pub first_lost: Option<Timestamp>,
    pub last_call: Option<Timestamp>,
    pub series: Series<Traffic>,
    pub came: Came,
    waiting: u64,
    second: (i64, u64),
}

/// Attempts that come to a place, whether they leave, wait or are refused.
#[derive(Clone, Debug, Default)]
pub(super) struct Came {
    /// By journey, in all.
    pub all: BTreeMap<JourneyId, u64>,
    /// In the busiest second, the busiest period of the cap and the busiest hour.
    pub most: Vec<Peak>,
}

/// Milliseconds of a second and of an hour, the spans that are looked at whatever the limit.
const SPANS: [i64; 2] = [1_000, 3_600_000];

impl Came {
    fn add(&mut self, now: Timestamp, journey: &JourneyId, period: Option<i64>) {
        if self.most.is_empty() {
            let period = period.filter(|period| !SPANS.contains(period));
            self.most = SPANS.into_iter().chain(period).map(Peak::new).collect();
        }
        match self.all.get_mut(journey) {
            Some(count) => *count += 1,
            None => drop(self.all.insert(journey.clone(), 1)),
        }
        self.most.iter_mut().for_each(|peak| peak.add(now, journey));
    }
}

/// What happens at a place within a while.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traffic {
    pub calls: u64,
    pub capped: u64,
    pub given_up: u64,
    pub too_many: u64,
    pub failed: u64,
    pub waiting: u64,
    pub delay_ms: i64,
}

impl Bucket for Traffic {
    fn merge(&mut self, other: Self) {
        self.calls += other.calls;
        self.capped += other.capped;
        self.given_up += other.given_up;
        self.too_many += other.too_many;
        self.failed += other.failed;
        self.waiting = self.waiting.max(other.waiting);
        self.delay_ms = self.delay_ms.max(other.delay_ms);
    }
}

impl OfPlace {
    fn lost(&mut self, at: Timestamp) {
        self.first_lost = Some(self.first_lost.map_or(at, |first| first.min(at)));
    }

    fn called(&mut self, now: Timestamp) {
        self.calls += 1;
        self.last_call = Some(now);
        let second = now.as_second();
        self.second = if self.second.0 == second { (second, self.second.1 + 1) } else { (second, 1) };
        if self.busiest_second.is_none_or(|(most, _)| self.second.1 > most) {
            self.busiest_second = Timestamp::from_second(second).ok().map(|at| (self.second.1, at));
        }
    }
}

/// Of messages, person by person and day by day.
#[derive(Clone, Debug, Default)]
pub(super) struct OfMessages {
    pub by: BTreeMap<Medium, u64>,
    /// On how many days somebody got so many.
    pub days: BTreeMap<u32, u64>,
    pub most: Option<(u32, ProfileId, Timestamp)>,
    day: i64,
    today: HashMap<ProfileId, u32, FixedState>,
}

/// Seconds of a day, which is one of UTC.
const DAY: i64 = 86_400;

impl OfMessages {
    /// The day is over: who got how many is counted and forgotten.
    pub(super) fn close(&mut self) {
        for (person, count) in self.today.drain() {
            *self.days.entry(count).or_default() += 1;
            let day = Timestamp::from_second(self.day.saturating_mul(DAY)).unwrap_or(Timestamp::MAX);
            // Of several with as many, the one whose id comes first, whatever the order of the map.
            let is_more = self.most.as_ref().is_none_or(|(most, known, known_day)| {
                count > *most || (count == *most && day == *known_day && person < *known)
            });
            if is_more {
                self.most = Some((count, person, day));
            }
        }
    }
}

impl Ledger {
    fn journey(&mut self, id: &JourneyId) -> &mut OfJourney {
        if !self.journeys.contains_key(id) {
            self.journeys.insert(id.clone(), OfJourney::default());
        }
        self.journeys.entry(id.clone()).or_default()
    }

    fn place(&mut self, limit: &Limit) -> &mut OfPlace {
        if !self.places.contains_key(limit) {
            self.places.insert(limit.clone(), OfPlace::default());
        }
        self.places.entry(limit.clone()).or_default()
    }

    /// Nothing was seen of this plan yet.
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let limits = Limits::of(plan.workspace.settings.platform, &plan.workspace.inventory);
        let periods = limits.periods().map(|(limit, period_ms)| (limit.clone(), period_ms)).collect();
        Self { periods, ..Self::default() }
    }

    /// What is open is closed: nothing more will be seen.
    pub(super) fn close(&mut self) {
        self.messages.close();
        self.journeys.values_mut().filter_map(|journey| journey.busiest.as_mut()).for_each(Peak::close);
        self.places.values_mut().flat_map(|place| &mut place.came.most).for_each(Peak::close);
    }
}

impl Watch for Ledger {
    const TOLD: bool = false;

    fn entered(&mut self, now: Timestamp, whose: Whose<'_>) {
        let journey = self.journey(whose.journey);
        journey.counts.entered += 1;
        journey.first.get_or_insert(now);
        *journey.entrances.at(now) += 1;
        journey.busiest.get_or_insert_with(|| Peak::new(1_000)).add(now, whose.journey);
    }

    fn refused(&mut self, now: Timestamp, journey: &JourneyId, _person: &ProfileId, why: Discard) {
        let journey = self.journey(journey);
        journey.counts.end(Reason::Discarded(why));
        journey.refused.entry(why).or_default().one_more(now, "");
    }

    fn step(&mut self, whose: Whose<'_>, step: &Step) {
        let journey = self.journey(whose.journey);
        journey.counts.step(step);
        let cause = match step.status {
            Status::Error => Some("error"),
            Status::Capped => Some("capped"),
            Status::TimedOut => Some("timedOut"),
            _ => None,
        };
        // A step that went on by its error path failed all the same.
        let cause = step.effort.error.as_deref().or(cause);
        if let Some(cause) = cause {
            let lost = journey.lost.entry((step.activity.clone(), cause.to_owned())).or_default();
            lost.one_more(step.at, step.because.as_deref().unwrap_or_default());
        }
    }

    fn ended(&mut self, whose: Whose<'_>, end: &End) {
        let journey = self.journey(whose.journey);
        journey.counts.end(end.reason);
        journey.last = journey.last.max(Some(end.at));
    }

    fn reached(&mut self, now: Timestamp, person: &ProfileId, by: Medium) {
        let messages = &mut self.messages;
        *messages.by.entry(by).or_default() += 1;
        let day = now.as_second().div_euclid(DAY);
        if day != messages.day {
            messages.close();
            messages.day = day;
        }
        match messages.today.get_mut(person) {
            Some(count) => *count += 1,
            None => drop(messages.today.insert(person.clone(), 1)),
        }
    }

    fn limited(&mut self, now: Timestamp, whose: Whose<'_>, at: &[Limit], answer: &Answer) {
        let is_turn = self.turning.take().is_some_and(|(moment, line)| moment == now && at.contains(&line));
        for limit in at.iter().filter(|_| !is_turn) {
            let period = self.periods.get(limit).copied();
            self.place(limit).came.add(now, whose.journey, period);
        }
        match answer {
            Answer::Pass => {}
            Answer::Capped { limit, .. } => {
                let place = self.place(limit);
                place.capped += 1;
                place.series.at(now).capped += 1;
                place.lost(now);
            }
            Answer::Wait { until } => {
                let Some(line) = at.first() else { return };
                let place = self.place(line);
                place.queued += 1;
                place.waiting += 1;
                let waiting = place.waiting;
                let delay_ms = until.duration_since(now).as_millis().try_into().unwrap_or(i64::MAX);
                if place.longest_queue.is_none_or(|(most, _)| waiting > most) {
                    place.longest_queue = Some((waiting, now));
                }
                if place.longest_delay.is_none_or(|(most, _)| delay_ms > most) {
                    place.longest_delay = Some((delay_ms, now));
                }
                let point = place.series.at(now);
                point.waiting = point.waiting.max(waiting);
                point.delay_ms = point.delay_ms.max(delay_ms);
            }
            Answer::GiveUp { until, limit, .. } => {
                let place = self.place(limit);
                place.given_up += 1;
                place.series.at(*until).given_up += 1;
                place.lost(*until);
            }
        }
    }

    fn turned(&mut self, now: Timestamp, line: &Limit) {
        self.turning = Some((now, line.clone()));
        let place = self.place(line);
        place.waiting = place.waiting.saturating_sub(1);
        let waiting = place.waiting;
        let point = place.series.at(now);
        point.waiting = point.waiting.max(waiting);
    }

    fn asked(&mut self, now: Timestamp, _whose: Whose<'_>, asked: Asked<'_>) {
        let word = asked.outcome.word().into_owned();
        let back = now.checked_add(SignedDuration::from_millis(asked.after_ms)).unwrap_or(Timestamp::MAX);
        for limit in asked.at {
            let place = self.place(limit);
            place.called(now);
            place.retries += u64::from(asked.attempt > 0);
            match place.answers.get_mut(&word) {
                Some(count) => *count += 1,
                None => drop(place.answers.insert(word.clone(), 1)),
            }
            let is_too_many = matches!(asked.outcome, Outcome::Answered { status: 429, .. });
            let point = place.series.at(now);
            point.calls += 1;
            point.too_many += u64::from(is_too_many);
            point.failed += u64::from(!is_too_many && !asked.outcome.succeeded());
            if !asked.outcome.succeeded() {
                place.lost(back);
            }
        }
    }
}
