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
use serde::{Deserialize, Serialize};

use super::chance::{Cause, Dice};
use super::draw;
use super::plan::Plan;
use super::queue::{Due, Queue, Rank};
use super::watch::{Watch, Whose};
use crate::journey::{ActivityId, JourneyId, ProfileId, ReactionKind, host_of};
use crate::run::conduct::{Pausing, Work};
use crate::run::traffic::{Entries, Limit, Limits, Traffic};
use crate::run::{Causes, Difference, Effect, Input, Program, Someone, State, Step};
use crate::simulate::outside::{Listened, Outside, Reacts, Recipient};
use packed::Packer;
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
    packer: Packer,
    at_hand: Map<u32, AtHand>,
    remembers: bool,
    evaluates: bool,
    /// Audiences ask for nothing but attributes: whoever does not differ from what chance makes of them changes none.
    is_timeless: bool,
    taken: BTreeMap<(JourneyId, ActivityId), u64>,
    traffic: Traffic,
    last_readings: BTreeMap<JourneyId, Option<Timestamp>>,
    pausing: BTreeMap<JourneyId, Pausing>,
    was_moved: bool,
    outside: Outside<'a>,
    pub queue: Queue,
    runs: Runs,
    names: Names,
    listened: Listened<'a>,
}

/// What is kept of a person who is not at hand.
#[derive(Debug, Default)]
struct Kept {
    runs: Few,
    /// A [`Packed`]; nothing where chance makes them as they are.
    packed: Box<[u8]>,
    /// They differ from what chance makes of them.
    differs: bool,
}

/// What is kept of a person beside what chance makes of them.
#[derive(Serialize, Deserialize)]
struct Packed {
    entries: Vec<(u16, Entries)>,
    /// What happened to them.
    difference: Option<Difference>,
}

#[derive(Debug)]
struct AtHand {
    someone: Someone,
    /// They differ from what chance makes of them.
    differs: bool,
    entries: Vec<(u16, Entries)>,
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
            packer: Packer::default(),
            at_hand: Map::default(),
            remembers: inventory.rule_sets.iter().any(|set| set.active),
            evaluates: plan.people.are_evaluated(),
            is_timeless: plan.people.audiences().are_timeless(),
            taken: BTreeMap::new(),
            traffic: Traffic { limits: Limits::of(workspace.settings.platform, inventory), ..Traffic::default() },
            last_readings: BTreeMap::new(),
            pausing: BTreeMap::new(),
            was_moved: false,
            outside: Outside::new(plan.seed, inventory, plan.mocks.clone(), &plan.population.systems),
            queue: Queue::default(),
            runs: Runs::default(),
            names: Names::default(),
            listened: Listened::of(workspace.journeys.values().map(|journey| &**journey), &plan.population.reactions),
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
    pub(super) fn somebody(&mut self, person: u32) -> &Someone {
        &self.load(person).someone
    }

    /// Those who were looked at and to whom nothing happened are forgotten once there are many.
    pub(super) fn tidy(&mut self) {
        if self.at_hand.len() <= self.plan.at_hand {
            return;
        }
        let mut stay = Map::default();
        for (person, at_hand) in std::mem::take(&mut self.at_hand) {
            let AtHand { someone, differs, entries } = at_hand;
            let nothing = !differs && entries.is_empty();
            let difference = differs.then(|| someone.difference(&self.plan.people.someone(person)));
            let kind = u32::from(differs) << 16 | u32::try_from(entries.len()).unwrap_or(0);
            let to_pack = Packed { entries, difference };
            let packed = if nothing { Some(Box::default()) } else { self.packer.pack(kind, &to_pack) };
            let Some(packed) = packed else {
                stay.insert(person, AtHand { someone, differs, entries: to_pack.entries });
                continue;
            };
            let kept = self.kept.entry(person).or_default();
            (kept.packed, kept.differs) = (packed, differs);
            kept.runs.as_slice().iter().for_each(|run| self.runs.pack(*run, &mut self.names));
            if nothing && kept.runs.as_slice().is_empty() {
                self.kept.remove(&person);
            }
        }
        self.at_hand = stay;
    }

    fn load(&mut self, person: u32) -> &mut AtHand {
        let (kept, packer, plan) = (&mut self.kept, &self.packer, self.plan);
        self.at_hand.entry(person).or_insert_with(|| {
            let packed = kept.get_mut(&person).map(|kept| std::mem::take(&mut kept.packed)).unwrap_or_default();
            // What was packed here is read here.
            let packed = packer.unpack(&packed).unwrap_or(Packed { entries: Vec::new(), difference: None });
            let (someone, differs) = (plan.people.someone(person), packed.difference.is_some());
            let someone = match packed.difference {
                Some(difference) => someone.with(difference),
                None => someone,
            };
            AtHand { someone, differs, entries: packed.entries }
        })
    }

    /// Whether nothing has changed where they are: nothing happened to them, and no rule asks for the time.
    fn is_where_they_were(&self, person: u32) -> bool {
        let differs = match self.at_hand.get(&person) {
            Some(at_hand) => at_hand.differs,
            None => self.kept.get(&person).is_some_and(|kept| kept.differs),
        };
        self.is_timeless && !differs
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
        if self.listened.asks()
            && let Some(person) = self.runs.person(key)
        {
            self.load(person);
        }
        let Some((run, person)) = self.runs.get(key).zip(self.runs.person(key)) else { return };
        let State { seed, journey, profile, run, visits, .. } = &run.state;
        let visit = visits.get(&step.activity).copied().unwrap_or_default();
        let causes = Causes { seed: *seed, journey, profile, run: *run, activity: &step.activity, visit };
        let inventory = &*self.plan.workspace.inventory;
        let at_hand = self.at_hand.get(&person);
        let to = at_hand.map(|at_hand| Recipient { person: &at_hand.someone.person, inventory });
        let Reacts { opened, clicked } = self.listened.draws(causes, step, to);
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
