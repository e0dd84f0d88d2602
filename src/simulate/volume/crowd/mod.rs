//! Moves the crowd: a host of `crate::run::conduct` that keeps runs and whoever differs from what chance makes of them,
//! and forgets everybody else.
//!
//! Decides nothing. Whoever watches sees what happens and not how it is kept here.

mod alike;
mod host;
mod packed;
mod runs;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;
use jiff::{SignedDuration, Timestamp};

use super::bring::Bringing;
use super::chance::{Cause, Dice};
use super::draw;
use super::person::Person;
use super::plan::Plan;
use super::queue::{Due, Queue, Rank};
use super::watch::{Watch, Whose};
use crate::journey::{ActivityId, AudienceId, JourneyId, ProfileId, ReactionKind, host_of};
use crate::run::audiences::Rules;
use crate::run::conduct::{Pausing, Work};
use crate::run::traffic::{Entries, Limit, Limits, Traffic};
use crate::run::{Causes, Difference, Effect, Input, Program, Someone, State, Step};
use crate::simulate::outside::{Listened, Outside, Reacts, Recipient};
use runs::{Few, Names, Runs};

/// People of a reading or an evaluation that are looked at in one go.
const PORTION: usize = 10_000;

type Map<K, V> = HashMap<K, V, FixedState>;

/// A crowd at one moment.
pub(super) struct Crowd<'a, W> {
    plan: &'a Plan<'a>,
    pub watch: &'a mut W,
    open: Arc<[Arc<Program>]>,
    programs: BTreeMap<JourneyId, Option<Arc<Program>>>,
    /// Every journey by its place, from 1; in the order of ids.
    journeys: Vec<JourneyId>,
    kept: Map<u32, Kept>,
    remembers: bool,
    evaluates: bool,
    taken: BTreeMap<(JourneyId, ActivityId), u64>,
    traffic: Traffic,
    last_readings: BTreeMap<JourneyId, Option<Timestamp>>,
    pausing: BTreeMap<JourneyId, Pausing>,
    was_moved: bool,
    outside: Outside<'a>,
    pub queue: Queue,
    pub bringing: Bringing<'a>,
    runs: Runs,
    names: Names,
    listened: Listened<'a>,
    /// Where the attempt that asks next is counted.
    met: Option<Vec<Limit>>,
}

/// What is kept of a person beside what chance makes of them.
#[derive(Debug, Default)]
struct Kept {
    runs: Few,
    /// By journey, as it stands among all.
    entries: Vec<(u16, Entries)>,
    /// What happened to them.
    difference: Option<Box<Difference>>,
    /// Something that rules of audiences ask for was changed.
    was_changed: bool,
    /// Streaming audiences were worked out since.
    is_refreshed: bool,
    /// The daily evaluation was made since.
    is_evaluated: bool,
}

impl Kept {
    /// Memberships have to be worked out anew.
    fn changed(&mut self) {
        (self.was_changed, self.is_refreshed, self.is_evaluated) = (true, false, false);
    }
}

impl<'a, W: Watch> Crowd<'a, W> {
    pub(super) fn new(plan: &'a Plan<'a>, watch: &'a mut W) -> Self {
        let workspace = plan.workspace;
        let inventory = &*workspace.inventory;
        let compiled = |id: &JourneyId| Program::compile(workspace, id).ok().map(Arc::new);
        let programs: BTreeMap<_, _> = plan.open.iter().map(|id| (id.clone(), compiled(id))).collect();
        let mut journeys = vec![JourneyId::default()];
        journeys.extend(workspace.journeys.keys().cloned());
        Self {
            plan,
            watch,
            open: programs.values().flatten().cloned().collect(),
            programs,
            journeys,
            kept: Map::default(),
            remembers: inventory.rule_sets.iter().any(|set| set.active),
            evaluates: plan.people.are_evaluated(),
            taken: BTreeMap::new(),
            traffic: Traffic { limits: Limits::of(workspace.settings.platform, inventory), ..Traffic::default() },
            last_readings: BTreeMap::new(),
            pausing: BTreeMap::new(),
            was_moved: false,
            outside: Outside::new(plan.seed, inventory, plan.mocks.clone(), &plan.population.systems),
            queue: Queue::default(),
            bringing: Bringing::of(plan),
            runs: Runs::default(),
            names: Names::default(),
            listened: Listened::of(workspace.journeys.values().map(|journey| &**journey), &plan.population.reactions),
            met: None,
        }
    }

    /// The journeys that let people in.
    pub(super) fn opened(&self) -> Arc<[Arc<Program>]> {
        Arc::clone(&self.open)
    }

    /// Where something stands among what is due at one moment.
    pub(super) fn rank(&self, journey: &JourneyId, person: Option<u32>) -> Rank {
        let journey = self.journeys.binary_search(journey).unwrap_or(0);
        Rank { journey: u16::try_from(journey).unwrap_or(0), person: person.map_or(0, |person| person + 1) }
    }

    /// The journey and the person of a rank.
    pub(super) fn named(&self, rank: Rank) -> (JourneyId, ProfileId) {
        let person = rank.person.checked_sub(1).map(|person| self.plan.people.id(person));
        let journey = self.journeys.get(usize::from(rank.journey)).cloned();
        (journey.unwrap_or_default(), person.unwrap_or_default())
    }

    /// What comes next, until then; `Err` with whether anything but evaluations is left for later.
    pub(super) fn next(&mut self, until: Timestamp) -> Result<(Timestamp, Rank, Due), bool> {
        let runs = &self.runs;
        self.queue.pop(until, |run| runs.person(run).is_some())
    }

    /// Whether it is left over from a run that is over.
    pub(super) fn is_stale(&self, due: &Due) -> bool {
        match due {
            Due::Timer { run, .. } => self.runs.person(*run).is_none(),
            Due::Work(work) => matches!(&**work, Work::Input(run, _) if self.runs.person(*run).is_none()),
            _ => false,
        }
    }

    /// Work, as the conductor planned it.
    pub(super) fn work(&self, due: Due) -> Option<Work<u64>> {
        match due {
            Due::Work(work) => Some(*work),
            Due::Timer { run, activity, visit } => {
                let activity = self.names.ids.get(activity as usize)?.clone();
                Some(Work::Input(run, Input::Timer { activity, visit: u64::from(visit) }))
            }
            _ => None,
        }
    }

    /// The id behind a number.
    pub(super) fn activity(&self, number: u32) -> ActivityId {
        self.names.ids.get(number as usize).cloned().unwrap_or_default()
    }

    /// An attempt has its turn: whoever watches is told.
    pub(super) fn turns(&mut self, now: Timestamp, effect: &Effect) {
        if let Some(line) = self.traffic.limits.route(effect).line() {
            self.watch.turned(now, line);
        }
    }

    /// Whether an evaluation has changed anything since this was asked last.
    pub(super) fn was_moved(&mut self) -> bool {
        std::mem::take(&mut self.was_moved)
    }

    /// The runs that are not over.
    pub(super) fn inside(&self) -> Vec<u64> {
        self.runs.all().map(|(key, _)| key).collect()
    }

    /// How many runs are not over.
    pub(super) fn count_inside(&self) -> usize {
        self.runs.inside
    }

    /// Somebody as they are now.
    pub(super) fn somebody(&self, person: u32) -> Person<'_> {
        let kept = self.kept.get(&person);
        let difference = kept.and_then(|kept| kept.difference.as_deref());
        Person::new(&self.plan.people, person, difference).bringing(&self.bringing)
    }

    /// Runs that were laid open are kept as few bytes again once there are many.
    pub(super) fn tidy(&mut self) {
        if self.runs.count_open() > self.plan.at_hand {
            self.runs.pack_all(&mut self.names);
        }
    }

    /// Somebody with everything that happened to them.
    fn whole(&self, person: u32) -> Someone {
        self.somebody(person).whole().clone()
    }

    /// What is kept of somebody, to change.
    fn keep(&mut self, person: u32) -> &mut Kept {
        self.kept.entry(person).or_default()
    }

    /// Whether memberships have to be worked out: something that rules ask for was changed since they were, or the time
    /// or other audiences have their say.
    fn may_move(&self, person: u32, rules: Rules, now: Timestamp) -> bool {
        let people = &self.plan.people;
        let is_over = |kept: &Kept| match rules {
            Rules::Streaming => kept.is_refreshed,
            Rules::All => kept.is_evaluated,
        };
        if self.kept.get(&person).is_some_and(|kept| kept.was_changed && !is_over(kept)) {
            return true;
        }
        let somebody = self.somebody(person);
        let stated = |audience: &AudienceId| {
            somebody.stated(audience).unwrap_or_else(|| somebody.whole().stated().get(audience).copied())
        };
        !people.are_timeless() && people.audiences().move_by_themselves(&somebody, stated, rules, now)
    }

    /// Works somebody's memberships out, and keeps where they are now.
    fn work_out(&mut self, person: u32, rules: Rules, now: Timestamp) -> Vec<(AudienceId, bool)> {
        let mut someone = self.whole(person);
        let audiences = self.plan.people.audiences();
        let changes = match rules {
            Rules::Streaming => someone.refresh(audiences, now),
            Rules::All => someone.evaluate(audiences, now),
        };
        if !changes.is_empty() {
            self.keep(person).difference.get_or_insert_default().inside = Some(someone.inside());
        }
        // Of whom nothing is kept nothing has changed.
        if let Some(kept) = self.kept.get_mut(&person) {
            (kept.is_refreshed, kept.is_evaluated) = (true, kept.is_evaluated || rules == Rules::All);
        }
        changes
    }

    fn find(&self, profile: &ProfileId) -> Option<u32> {
        self.plan.people.find(profile)
    }

    /// Those who come in do more later.
    fn follow(&mut self, now: Timestamp, journey: &JourneyId, person: u32, number: u64) {
        let plan = self.plan;
        for (place, follow_up) in (0_u32..).zip(&plan.population.follow_ups) {
            if &follow_up.journey != journey {
                continue;
            }
            let cause = Cause::of(&format!("{journey} follow-up {place}"));
            let dice = Dice::new(plan.seed, u64::from(person), cause).nth(number);
            if dice.falls(0, follow_up.share) {
                let at = later(now, draw::milliseconds(&follow_up.after, dice.nth(1)));
                let rank = self.rank(&JourneyId::default(), Some(person));
                self.queue.push(at, rank, Due::Event(place));
            }
        }
    }

    /// Those who got a message open it and click, where somebody waits for that.
    fn react(&mut self, key: u64, step: &Step) {
        let Some((run, person)) = self.runs.get(key).zip(self.runs.person(key)) else { return };
        let State { seed, journey, profile, run, visits, .. } = &run.state;
        let visit = visits.get(&step.activity).copied().unwrap_or_default();
        let causes = Causes { seed: *seed, journey, profile, run: *run, activity: &step.activity, visit };
        let inventory = &*self.plan.workspace.inventory;
        let somebody = self.somebody(person);
        let to = Recipient { person: &somebody, inventory };
        let Reacts { opened, clicked } = self.listened.draws(causes, step, Some(to));
        drop(somebody);
        let message = self.names.number(&step.activity);
        let rank = self.rank(&JourneyId::default(), Some(person));
        for (at, clicks) in [(opened, false), (clicked, true)] {
            if let Some(at) = at {
                self.queue.push(at, rank, Due::Reaction { message, clicks });
            }
        }
    }

    /// Where an attempt is counted: the limits that it meets, and the endpoint at which it arrives, else its host.
    fn places(&self, effect: &Effect) -> Vec<Limit> {
        let limits = &self.traffic.limits;
        let mut places: Vec<Limit> = limits.route(effect).limits().cloned().collect();
        let own = match (limits.endpoint(effect), effect) {
            (Some(endpoint), _) => Some(Limit::Endpoint(endpoint.id.clone())),
            (None, Effect::Fetch { need, .. }) => Some(Limit::DataSource(need.source.clone())),
            (None, Effect::Call { request, .. }) => {
                host_of(&request.url).map(|host| Limit::Host(host.to_ascii_lowercase()))
            }
            _ => None,
        };
        // A host stands for an endpoint that nobody described.
        let is_host = |limit: &Limit| matches!(limit, Limit::Host(_) | Limit::SlowHost(_));
        if let Some(own) = own
            && !places.contains(&own)
            && !(is_host(&own) && places.iter().any(is_host))
        {
            places.push(own);
        }
        places
    }

    fn seen(&mut self, key: u64, see: impl FnOnce(&mut W, Whose<'_>)) {
        if let Some(run) = self.runs.get(key) {
            let State { journey, profile, run, .. } = &run.state;
            see(self.watch, Whose { journey, person: profile, run: *run });
        }
    }
}

/// Which reaction.
pub(super) fn reaction(clicks: bool) -> ReactionKind {
    if clicks { ReactionKind::Clicked } else { ReactionKind::Opened }
}

/// So many milliseconds later; the last moment of all rather than an overflow.
fn later(at: Timestamp, milliseconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(Timestamp::MAX)
}
