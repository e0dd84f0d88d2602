//! A trial: the forecast of a changed workspace, broken off at the first loss where it is to lose nothing.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use super::super::Setting;
use super::super::drive::conduct;
use super::super::ledger::Ledger;
use super::super::plan::Plan;
use super::super::report::Forecast;
use super::super::watch::{Asked, Watch, Whose};
use super::Searched;
use super::leak::Leak;
use crate::check::{Checker, Severity};
use crate::edit::{self, Edit};
use crate::journey::{JourneyId, Medium, Place, Population, ProfileId, Workspace};
use crate::run::traffic::{Answer, Limit};
use crate::run::{Discard, End, Outcome, Step};

/// Forecasts of changed workspaces, one after the other.
pub(super) struct Trials<'w, G> {
    workspace: &'w Workspace,
    population: &'w Population,
    setting: Setting,
    table: Option<&'w str>,
    before: &'w Forecast,
    blocks: Vec<(&'static str, Place)>,
    go_on: G,
    begun: usize,
}

/// The search was broken off.
pub(super) struct Stopped;

impl<'w, G: FnMut(&Searched) -> bool> Trials<'w, G> {
    /// Of a workspace whose people these are, and of which this is the forecast.
    pub(super) fn new(
        (workspace, population, before): (&'w Workspace, &'w Population, &'w Forecast),
        (setting, table): (Setting, Option<&'w str>),
        go_on: G,
    ) -> Self {
        let blocks = blocks(workspace, before.start);
        Self { workspace, population, setting, table, before, blocks, go_on, begun: 0 }
    }

    /// What becomes of everybody with these edits, where that loses nothing at the leak and makes nothing else worse.
    pub(super) fn run(&mut self, leak: &Leak<'_>, edits: &[Edit]) -> Result<Option<Forecast>, Stopped> {
        let mut changed = self.workspace.clone();
        if edit::apply_all(&mut changed, edits).is_err() {
            return Ok(None);
        }
        if blocks(&changed, self.before.start).iter().any(|block| !self.blocks.contains(block)) {
            return Ok(None);
        }
        let Setting { seed, people, .. } = self.setting;
        let Ok(plan) = Plan::new(&changed, self.population, (seed, people), self.table) else { return Ok(None) };
        self.begun += 1;
        let loses = AtomicBool::new(false);
        let mut watch =
            Spotless { ledger: Ledger::of(&plan), key: &leak.place.key, known: BTreeMap::new(), loses: &loses };
        let mut stopped = false;
        let end = conduct(&plan, &mut watch, |progress| {
            stopped |= !(self.go_on)(&Searched { trials: self.begun, progress: *progress });
            !stopped && !loses.load(Ordering::Relaxed)
        });
        if stopped {
            return Err(Stopped);
        }
        let ledger = watch.ledger;
        if loses.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let after = Forecast::of(&plan, ledger, end);
        Ok(Some(after).filter(|after| self.is_no_worse(after, leak)))
    }

    /// Whether as many came in, no more were cut short, and no more was lost elsewhere.
    fn is_no_worse(&self, after: &Forecast, leak: &Leak<'_>) -> bool {
        let elsewhere = |forecast: &Forecast| {
            forecast.places().filter(|place| place.key != leak.place.key).map(|place| place.lost()).sum::<u64>()
        };
        let journeys = self.before.journeys.iter().zip(&after.journeys);
        let mut journeys = journeys.map(|(before, after)| {
            let cut = |ended: &BTreeMap<String, i64>| CUT_SHORT.iter().filter_map(|word| ended.get(*word)).sum::<i64>();
            after.entered >= before.entered && cut(&after.ended) <= cut(&before.ended)
        });
        journeys.all(|is_no_worse| is_no_worse) && elsewhere(after) <= elsewhere(self.before)
    }
}

/// Ends that a journey brings on itself by taking too long.
const CUT_SHORT: [&str; 3] = ["instanceTimedout", "journeyEnded", "running"];

/// What stands against running a workspace at a moment.
fn blocks(workspace: &Workspace, now: Timestamp) -> Vec<(&'static str, Place)> {
    let report = Checker::new().check(workspace, workspace.settings.platform, now);
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| (finding.rule, finding.place.clone())).collect()
}

/// Keeps what a ledger keeps, and notices the first loss at one place.
struct Spotless<'t> {
    ledger: Ledger,
    /// The key of the place, and which limits have it, as far as they were met.
    key: &'t str,
    known: BTreeMap<Limit, bool>,
    loses: &'t AtomicBool,
}

impl Spotless<'_> {
    fn lost(&mut self, at: &Limit) {
        let key = self.key;
        let is_it = match self.known.get(at) {
            Some(known) => *known,
            None => *self.known.entry(at.clone()).or_insert(at.key() == key),
        };
        if is_it {
            self.loses.store(true, Ordering::Relaxed);
        }
    }
}

impl Watch for Spotless<'_> {
    const TOLD: bool = false;

    fn entered(&mut self, now: Timestamp, whose: Whose<'_>) {
        self.ledger.entered(now, whose);
    }

    fn refused(&mut self, now: Timestamp, journey: &JourneyId, person: &ProfileId, why: Discard) {
        self.ledger.refused(now, journey, person, why);
    }

    fn step(&mut self, whose: Whose<'_>, step: &Step) {
        self.ledger.step(whose, step);
    }

    fn ended(&mut self, whose: Whose<'_>, end: &End) {
        self.ledger.ended(whose, end);
    }

    fn reached(&mut self, now: Timestamp, person: &ProfileId, by: Medium) {
        self.ledger.reached(now, person, by);
    }

    fn limited(&mut self, now: Timestamp, whose: Whose<'_>, at: &[Limit], answer: &Answer) {
        if let Answer::Capped { limit, .. } | Answer::GiveUp { limit, .. } = answer {
            self.lost(limit);
        }
        self.ledger.limited(now, whose, at, answer);
    }

    fn turned(&mut self, now: Timestamp, line: &Limit) {
        self.ledger.turned(now, line);
    }

    fn asked(&mut self, now: Timestamp, whose: Whose<'_>, asked: Asked<'_>) {
        if matches!(asked.outcome, Outcome::Answered { status: 429, .. }) {
            asked.at.iter().for_each(|limit| self.lost(limit));
        }
        self.ledger.asked(now, whose, asked);
    }
}
