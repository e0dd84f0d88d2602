//! The pace at which calls really leave, so that the other side never sees more than its limit.
//!
//! A window is counted by the moments of sending, and what the other side counts are arrivals. Ways are not equally
//! long: one call meets a new connection or a busy machine, the next does not, and comes too near to it. So there is
//! room between the two, within the hundredth that a limit may stay unused:
//!
//! - Calls leave evenly, not in crowds: whoever is late by a moment catches up, and whatever jitter is left moves a few
//!   calls over the edge of a window, never a crowd. Where a window is longer than a second its calls are spread over
//!   that second, and wait no longer.
//! - A call counts a two-hundredth longer than its window. Up to so much jitter nothing comes too early at all: 5 ms in
//!   a second, and never more than 50.
//!
//! Windows are kept over a restart ([`Outlet::sent`](super::engine::Outlet::sent)); what is spread evenly begins anew.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};

use super::dispatch::{Attempt, Gate, Line, Pass};
use crate::journey::{DataSourceId, Method};
use crate::run::traffic::{Gates, Limit, Limits, Route};

/// Calls are spread over no more than so many milliseconds.
const SPREAD_MS: i64 = 1_000;

/// The part of a period by which a call counts longer.
const ROOM: i64 = 200;

/// The part of what calls are spread over by which one may be late and the next catch up.
const BEHIND: i32 = 40;

/// The longest room, in milliseconds: no way differs more.
const MOST_ROOM_MS: i64 = 50;

/// Gates over what is really sent, each with its line.
#[derive(Default)]
pub struct Pace {
    limits: RwLock<Arc<Limits>>,
    gates: Mutex<Gates>,
    lines: Mutex<BTreeMap<Limit, Arc<Line>>>,
    /// When the next call is due where all leave evenly.
    due: Mutex<BTreeMap<Limit, Timestamp>>,
}

impl Pace {
    /// Those limits hold from now on.
    pub fn follow(&self, limits: &Arc<Limits>) {
        let mut held = self.limits.write().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&held, limits) {
            *held = Arc::clone(limits);
        }
    }

    /// What is remembered of what was sent.
    pub fn gates(&self) -> MutexGuard<'_, Gates> {
        self.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It may have left at this moment.
    pub fn count(&self, attempt: &Attempt, now: Timestamp) {
        self.gates().count(&route(&self.limits(), attempt), now);
    }

    fn limits(&self) -> Arc<Limits> {
        Arc::clone(&self.limits.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn due(&self) -> MutexGuard<'_, BTreeMap<Limit, Timestamp>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When this one is due where all leave evenly.
    fn even(&self, route: &Route<'_>, now: Timestamp) -> Timestamp {
        let due = self.due();
        // Nobody is due later than one step from now: what says so was noted before the clock was set back.
        let known = steps(route).filter_map(|step| due.get(step.limit).map(|at| (*at).min(after(now, step.apart))));
        known.fold(now, Timestamp::max)
    }

    /// One leaves: the next is due a step later.
    fn leaves(&self, route: &Route<'_>, now: Timestamp) {
        let mut due = self.due();
        for Step { limit, apart, behind } in steps(route) {
            let earliest = now.checked_sub(behind).unwrap_or(now);
            let at = due.get(limit).copied().filter(|at| *at <= now).unwrap_or(now).max(earliest);
            due.insert(limit.clone(), after(at, apart));
        }
    }
}

impl Gate for Pace {
    fn line(&self, attempt: &Attempt) -> Option<Arc<Line>> {
        let limits = self.limits();
        let limit = route(&limits, attempt).line()?;
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(lines.entry(limit.clone()).or_default()))
    }

    fn endpoint(&self, attempt: &Attempt) -> Option<String> {
        route(&self.limits(), attempt).line().map(Limit::key)
    }

    fn pass(&self, attempt: &Attempt, now: Timestamp) -> Pass {
        let limits = self.limits();
        let route = route(&limits, attempt);
        if route.is_free() {
            return Pass::Go;
        }
        let even = self.even(&route, now);
        if even > now {
            return Pass::At(even);
        }
        match self.gates().pace(&route, now, with_room) {
            Some(at) if at > now => Pass::At(at),
            Some(_) => {
                self.leaves(&route, now);
                Pass::Go
            }
            None => Pass::Capped { because: "its endpoint lets nothing through".to_owned() },
        }
    }

    fn back(&self, _: &Attempt, _: Timestamp) {}
}

/// How the calls of a limit leave evenly.
struct Step<'l> {
    limit: &'l Limit,
    /// From one to the next.
    apart: SignedDuration,
    /// How far one may be behind and catch up.
    behind: SignedDuration,
}

/// One step for each limit: of a throttle and a cap of the same one the longer.
fn steps<'l>(route: &Route<'l>) -> impl Iterator<Item = Step<'l>> {
    let mut steps = BTreeMap::<&'l Limit, (SignedDuration, SignedDuration)>::new();
    for (limit, most, period) in route.rates() {
        let spread = SignedDuration::from_millis(period.clamp(1, SPREAD_MS));
        let apart = spread / i32::try_from(most).unwrap_or(i32::MAX).max(1);
        let step = (apart, spread / BEHIND);
        steps.entry(limit).and_modify(|known| *known = (*known).max(step)).or_insert(step);
    }
    steps.into_iter().map(|(limit, (apart, behind))| Step { limit, apart, behind })
}

/// How many milliseconds a call counts of a period of so many.
fn with_room(period: i64) -> i64 {
    period.saturating_add((period / ROOM).min(MOST_ROOM_MS))
}

fn after(at: Timestamp, duration: SignedDuration) -> Timestamp {
    at.checked_add(duration).unwrap_or(Timestamp::MAX)
}

/// The limits that an attempt meets.
fn route<'l>(limits: &'l Limits, attempt: &Attempt) -> Route<'l> {
    let route = limits.call(&attempt.action.id, &attempt.request.url);
    if !route.is_free() {
        return route;
    }
    // A question stands under the name of its source.
    let source = DataSourceId(attempt.action.id.to_string());
    let method = Method::ALL.into_iter().find(|method| method.name() == attempt.request.method);
    limits.question(&source, method.unwrap_or_default())
}
