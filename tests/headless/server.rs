//! A server in a test: the engine over a store in a folder of its own, driven through a scenario by an injected clock,
//! with the scenario's replies. What comes out must be what the dry run says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use waymark::edit::new::PersonalSample;
use waymark::exchange::json;
use waymark::journey::{
    Action, Answerer, DataSource, Definition, Event, EventId, Inventory, JourneyId, Platform, Profile, ProfileId,
    Reply, Scenario, Settings, What, Workspace,
};
use waymark::run::conduct::Reading;
use waymark::run::instance::LIFETIME;
use waymark::run::{Effect, Entry, Outcome, Program, Reason};
use waymark::serve::engine::{Chance, Engine, Incoming, Parcel, Receipt, Watched};
use waymark::serve::store::{Definitions, OpenError, Store, StoreError, Wanted};
use waymark::serve::writer::Keeper as _;
use waymark::simulate::{Trace, dry_run_with_keys};

use crate::build::Story;

/// An engine whose process may end at any moment.
pub struct Server {
    pub folder: TempDir,
    pub engine: Option<Engine>,
    pub parcels: Arc<Mutex<Vec<Parcel>>>,
    chance: Chance,
}

impl Server {
    pub fn new(chance: Chance) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut server = Self { folder, engine: None, parcels: Arc::default(), chance };
        server.open();
        server
    }

    fn open(&mut self) {
        let store = open(self.folder.path());
        // Only the process dies here, never the machine: nothing has to reach the disk itself.
        store.connection().pragma_update(None, "synchronous", "OFF").expect("a setting");
        let parcels = Arc::clone(&self.parcels);
        let carry = move |new: Vec<Parcel>| parcels.lock().expect("parcels").extend(new);
        self.engine = Some(Engine::new(store).through(carry).by(self.chance.clone()));
    }

    /// Ends the process and begins it anew; whatever was in memory, or on its way to the outside, is gone.
    pub fn kill(&mut self) {
        self.engine = None;
        self.parcels.lock().expect("parcels").clear();
        self.open();
    }

    pub fn engine(&mut self) -> &mut Engine {
        self.engine.as_mut().expect("an engine")
    }

    /// One transaction.
    pub fn transact<T>(&mut self, now: Timestamp, job: impl FnOnce(&mut Engine) -> Result<T, StoreError>) -> T {
        let engine = self.engine();
        engine.begin(now).expect("a transaction");
        let done = job(engine).expect("a job");
        engine.commit().expect("a commit");
        engine.committed();
        done
    }

    /// A transaction that never ends: the process does.
    pub fn die_within<T>(&mut self, now: Timestamp, job: impl FnOnce(&mut Engine) -> Result<T, StoreError>) {
        let engine = self.engine();
        engine.begin(now).expect("a transaction");
        job(engine).expect("a job");
        self.kill();
    }

    /// Keeps a journey's definition and has it live.
    pub fn push(&mut self, now: Timestamp, workspace: &Workspace, journey: &JourneyId, wanted: Wanted) -> i64 {
        let definition = Definition::of(workspace, journey).expect("a definition");
        let (hash, text) = (json::hash(&definition), json::write(&definition));
        self.transact(now, |engine| {
            let definitions = Definitions(engine.store.connection());
            definitions.put(&hash, journey, &definition.journey.name, &text, now)?;
            let number = definitions.by_hash(&hash)?.expect("the definition").number;
            engine.want(journey, number, wanted)
        })
    }

    /// Does what is due.
    pub fn work(&mut self, now: Timestamp) {
        self.transact(now, |engine| engine.work(now, 1_000));
    }

    pub fn runs_of(&mut self, profile: &ProfileId) -> Vec<Watched> {
        Watched::of(self.engine().store.connection(), profile).expect("runs")
    }
}

/// Opens a store whose server has just died. While another test starts a program, that one holds the lock as well, for
/// as long as it takes to begin.
fn open(folder: &Path) -> Store {
    for _ in 0..500 {
        match Store::open(folder) {
            Err(OpenError::Taken { .. }) => std::thread::sleep(Duration::from_millis(10)),
            opened => return opened.expect("a store"),
        }
    }
    panic!("somebody holds the lock")
}

/// When the process ends, and begins anew.
#[derive(Clone, Copy, Debug)]
pub enum Kills {
    Never,
    /// In every so-manieth transaction, in the middle of it.
    Each(usize),
}

/// What came out: lines of each person's runs, and the keys of what left.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    pub people: BTreeMap<ProfileId, Vec<String>>,
    pub keys: BTreeMap<String, usize>,
}

impl Outcomes {
    /// What a dry run says.
    pub fn of_dry_run(workspace: &Workspace, scenario: &Scenario) -> Self {
        let (trace, keys) = dry_run_with_keys(workspace, scenario).expect("a dry run");
        let mut outcomes = Self::default();
        let Trace { runs } = trace;
        for run in runs {
            let lines = outcomes.people.entry(run.profile).or_default();
            lines.push(format!("{} {:?}", run.journey, run.supplemental));
            lines.extend(run.steps.iter().map(|step| serde_json::to_string(step).expect("a step")));
            lines.push(format!("{} {}", run.end.reason, run.end.at));
        }
        for key in keys {
            *outcomes.keys.entry(key).or_default() += 1;
        }
        outcomes
    }

    /// Where two differ first; nothing where they are the same.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let people: BTreeSet<_> = self.people.keys().chain(other.people.keys()).collect();
        for profile in people {
            let empty = Vec::new();
            let ours = self.people.get(profile).unwrap_or(&empty);
            let theirs = other.people.get(profile).unwrap_or(&empty);
            if ours != theirs {
                let at = ours.iter().zip(theirs).position(|(a, b)| a != b).unwrap_or(ours.len().min(theirs.len()));
                return Some(format!("{profile}, line {at}: {:?} and {:?}", ours.get(at), theirs.get(at)));
            }
        }
        (self.keys != other.keys).then(|| format!("keys: {:?} and {:?}", self.keys, other.keys))
    }
}

/// A workspace and scenario in the form that a server can run as well: everything that is asked of the platform itself
/// is answered by the definition, and schedules are not left aside.
pub fn servable(workspace: &Workspace, scenario: &Scenario) -> (Workspace, Scenario) {
    let mut scenario = scenario.clone();
    scenario.beside_schedule = false;
    scenario.replies.retain(|reply| !matches!(reply.from, Answerer::DecisionPolicy(_) | Answerer::Dataset(_)));
    // A server refuses events that no journey knows; in a dry run they at least have people looked at.
    let definition = Definition::of(workspace, &scenario.journey).expect("a definition");
    let knows = |event: &EventId| definition.inventory.events.iter().any(|known| &known.id == event);
    scenario.happenings.retain(|happening| !matches!(&happening.what, What::Event { event, .. } if !knows(event)));
    let mut workspace = workspace.clone();
    // The name of the sandbox is the server's own, and so are its limits.
    workspace.settings = Arc::new(Settings { platform: Platform::Waymark, ..Settings::default() });
    (workspace, scenario)
}

/// Whether something happens that lets people into a journey to which jumps lead: a server lets them in, since that
/// journey is live there; a dry run is about its own journey alone.
pub fn enters_elsewhere(workspace: &Workspace, scenario: &Scenario) -> bool {
    let entry = |journey: &JourneyId| Program::compile(workspace, journey).ok().map(|program| program.entry());
    let elsewhere: Vec<Entry> = targets(workspace, &scenario.journey).iter().filter_map(entry).collect();
    scenario.happenings.iter().any(|happening| {
        matches!(&happening.what, What::Event { event, .. } if elsewhere.contains(&Entry::Event(Some(event.clone()))))
    })
}

/// Runs a scenario on a server.
pub fn serve(workspace: &Workspace, scenario: &Scenario, kills: Kills) -> Outcomes {
    serve_watched(workspace, scenario, kills, |_| {})
}

/// The same, and somebody looks at what is kept after every transaction, and once it is over.
pub fn serve_watched(
    workspace: &Workspace,
    scenario: &Scenario,
    kills: Kills,
    look: impl FnMut(&mut Server) + 'static,
) -> Outcomes {
    let chance = Chance { seed: Some(scenario.seed), forced: scenario.forced.clone() };
    let mut drive = Drive {
        server: Server::new(chance),
        workspace,
        scenario,
        kills,
        transactions: 0,
        answers: Answers::new(&workspace.inventory, &scenario.replies),
        replies: BTreeMap::new(),
        order: 0,
        keys: BTreeMap::new(),
        sent: BTreeMap::new(),
        look: Box::new(look),
        carry: Box::new(|_, _| {}),
    };
    drive.run()
}

/// The same, and what leaves is carried to whoever is there, with what it is to be answered.
pub fn serve_through(
    workspace: &Workspace,
    scenario: &Scenario,
    carry: impl FnMut(&Parcel, &Outcome) + 'static,
) -> Outcomes {
    let chance = Chance { seed: Some(scenario.seed), forced: scenario.forced.clone() };
    let mut drive = Drive {
        server: Server::new(chance),
        workspace,
        scenario,
        kills: Kills::Never,
        transactions: 0,
        answers: Answers::new(&workspace.inventory, &scenario.replies),
        replies: BTreeMap::new(),
        order: 0,
        keys: BTreeMap::new(),
        sent: BTreeMap::new(),
        look: Box::new(|_| {}),
        carry: Box::new(carry),
    };
    drive.run()
}

/// Who looks on when something is carried out and answered.
type Carry = Box<dyn FnMut(&Parcel, &Outcome)>;

struct Drive<'a> {
    server: Server,
    look: Box<dyn FnMut(&mut Server)>,
    carry: Carry,
    workspace: &'a Workspace,
    scenario: &'a Scenario,
    kills: Kills,
    transactions: usize,
    answers: Answers<'a>,
    /// Replies on their way, by moment.
    replies: BTreeMap<(Timestamp, JourneyId, ProfileId, usize), (i64, Outcome)>,
    order: usize,
    keys: BTreeMap<String, usize>,
    /// What was answered to an attempt, and when: the same attempt again gets the same answer at the same moment.
    sent: BTreeMap<(String, String), (Timestamp, Outcome)>,
}

impl Drive<'_> {
    fn run(&mut self) -> Outcomes {
        let (workspace, scenario) = (self.workspace, self.scenario);
        let start = scenario.start;
        let until = scenario.until.unwrap_or_else(|| start.checked_add(LIFETIME).expect("a moment"));
        let mut people: BTreeSet<ProfileId> = scenario.profiles.iter().cloned().collect();
        people.extend(scenario.happenings.iter().filter_map(|happening| happening.profile.clone()));
        for profile in &people {
            let profile = workspace.inventory.get::<Profile>(profile).expect("a profile").clone();
            self.transact(start, |engine| engine.learn(&profile));
        }
        for journey in targets(workspace, &scenario.journey) {
            if Program::compile(workspace, &journey).is_ok() {
                self.server.push(start, workspace, &journey, Wanted::Live);
            }
        }
        self.server.push(start, workspace, &scenario.journey, Wanted::Live);
        let mut journeys = targets(workspace, &scenario.journey);
        journeys.insert(scenario.journey.clone());
        let program = Program::compile(workspace, &scenario.journey).expect("a program");
        let mut happenings: Vec<(Timestamp, ProfileId, usize)> = Vec::new();
        for (index, happening) in scenario.happenings.iter().enumerate() {
            let at = start.checked_add(SignedDuration::from_millis(happening.after.milliseconds())).expect("a moment");
            let common = matches!(&happening.what, What::ReadAudience | What::Pause { .. } | What::Resume)
                || matches!((&happening.what, program.entry()), (What::Event { event, .. }, Entry::Reading { business: Some(meant), .. }) if event == &meant);
            match &happening.profile {
                Some(profile) if !common => happenings.push((at, profile.clone(), index)),
                None if !common => happenings.extend(people.iter().map(|profile| (at, profile.clone(), index))),
                _ => happenings.push((at, ProfileId::default(), index)),
            }
        }
        happenings.sort();
        let mut happenings = happenings.into_iter().peekable();
        // Simultaneous work is done in the order of (time, journey, profile, sequence), and what happens was known
        // first.
        loop {
            let happening = happenings.peek().map(|(at, profile, _)| (*at, program.journey().clone(), profile.clone()));
            let reply =
                self.replies.keys().next().map(|(at, journey, profile, _)| (*at, journey.clone(), profile.clone()));
            let due = self.server.engine().next_due();
            let next = happening.iter().chain(&reply).min().cloned();
            let now = next.as_ref().map(|(at, ..)| *at).into_iter().chain(due).min();
            let Some(now) = now.filter(|now| *now <= until) else { break };
            let Some((_, journey, profile)) = next.clone().filter(|(at, ..)| *at == now) else {
                self.turns(now, &journeys, &people);
                continue;
            };
            self.transact(now, |engine| engine.work_before(&journey, &profile));
            // What that brought up may come before.
            let newer =
                self.replies.keys().next().map(|(at, journey, profile, _)| (*at, journey.clone(), profile.clone()));
            if newer.is_some_and(|newer| Some(newer) < next) {
                continue;
            }
            if happening == next {
                if let Some((_, profile, index)) = happenings.next() {
                    self.happen(now, &program, &profile, index);
                }
            } else if let Some((_, (number, outcome))) = self.replies.pop_first() {
                self.transact(now, |engine| engine.answered(number, outcome.clone()));
            }
        }
        let mut outcomes = Outcomes { people: BTreeMap::new(), keys: std::mem::take(&mut self.keys) };
        for profile in &people {
            for run in self.server.runs_of(profile).into_iter().filter(|run| run.end.is_none()) {
                self.server.transact(until, |engine| engine.leave(run.number, Reason::Running));
            }
            let mut lines = Vec::new();
            for run in self.server.runs_of(profile) {
                lines.push(format!("{} {:?}", run.journey, run.supplemental));
                lines.extend(run.steps.iter().map(|step| serde_json::to_string(step).expect("a step")));
                let (reason, at) = run.end.expect("an end");
                lines.push(format!("{reason} {at}"));
            }
            if !lines.is_empty() {
                outcomes.people.insert(profile.clone(), lines);
            }
        }
        (self.look)(&mut self.server);
        outcomes
    }

    /// One person's turn after the other: what is answered at once is heard before the next one's, as in the dry run.
    fn turns(&mut self, now: Timestamp, journeys: &BTreeSet<JourneyId>, people: &BTreeSet<ProfileId>) {
        for journey in journeys {
            for profile in people {
                self.transact(now, |engine| engine.work_before(journey, profile));
                if self.replies.keys().next().is_some_and(|(at, ..)| *at <= now) {
                    return;
                }
            }
        }
        self.transact(now, |engine| engine.work(now, 1_000));
    }

    /// One transaction; perhaps the process ends in the middle of it, and it is done again.
    fn transact<T>(&mut self, now: Timestamp, job: impl Fn(&mut Engine) -> Result<T, StoreError>) -> T {
        self.transactions += 1;
        if let Kills::Each(each) = self.kills
            && self.transactions.is_multiple_of(each)
        {
            self.server.die_within(now, &job);
            // Nobody is left who waits for answers.
            self.replies.clear();
        }
        let done = self.server.transact(now, &job);
        (self.look)(&mut self.server);
        self.carry(now);
        done
    }

    fn carry(&mut self, now: Timestamp) {
        let parcels = std::mem::take(&mut *self.server.parcels.lock().expect("parcels"));
        for parcel in parcels {
            let attempt = match &parcel.effect {
                Effect::Call { attempt, .. } => attempt.to_string(),
                other => format!("{other:?}"),
            };
            let profile = profile_of(&parcel.key);
            let known = self.sent.get(&(parcel.key.clone(), attempt.clone())).cloned();
            let is_same_message = matches!(parcel.effect, Effect::Send { .. }) && matches!(self.kills, Kills::Never);
            let (at, outcome) = known.filter(|_| !is_same_message).unwrap_or_else(|| {
                *self.keys.entry(parcel.key.clone()).or_default() += 1;
                let (after_ms, outcome) = self.answers.answer(&parcel.effect, &profile);
                (now.checked_add(SignedDuration::from_millis(after_ms)).unwrap_or(Timestamp::MAX), outcome)
            });
            self.sent.insert((parcel.key.clone(), attempt), (at, outcome.clone()));
            (self.carry)(&parcel, &outcome);
            self.order += 1;
            let journey = JourneyId(parcel.key.split('/').next().unwrap_or_default().to_owned());
            self.replies.insert((at.max(now), journey, profile, self.order), (parcel.number, outcome));
        }
    }

    fn happen(&mut self, now: Timestamp, program: &Program, profile: &ProfileId, index: usize) {
        let happening = &self.scenario.happenings[index];
        let subject = profile.as_str();
        match &happening.what {
            What::Event { event, payload } if subject.is_empty() => {
                let payload = program.payload(event, payload);
                let business = Some((event.clone(), payload.into()));
                let reading = Reading { business, only: happening.profile.clone(), ..Reading::default() };
                self.transact(now, |engine| engine.read(program.journey(), reading.clone()));
            }
            What::Event { event, payload } => {
                let inventory = &*self.workspace.inventory;
                let mut data = payload.clone();
                if data.trim().is_empty()
                    && let (Some(event), Some(person)) =
                        (inventory.get::<Event>(event), inventory.get::<Profile>(profile))
                {
                    data = PersonalSample::of(inventory, event).about(person).unwrap_or_default();
                }
                let id = format!("{index}/{subject}");
                let incoming = Incoming { id, event: event.to_string(), subject: Some(subject.to_owned()), data };
                let receipt = self.transact(now, |engine| engine.happen(&incoming));
                assert_ne!(receipt, Receipt::Nobodys);
            }
            What::EnterAudience(audience) => {
                self.transact(now, |engine| engine.member(subject, audience, true));
            }
            What::LeaveAudience(audience) => {
                self.transact(now, |engine| engine.member(subject, audience, false));
            }
            What::React { message, reaction } => {
                self.transact(now, |engine| engine.react(subject, message, *reaction));
            }
            What::Attribute { field, value } => {
                self.transact(now, |engine| engine.write(subject, vec![(field.clone(), value.clone())]));
            }
            What::Pause { at_actions, days } => {
                let journey = program.journey();
                self.transact(now, |engine| {
                    let number = definition(engine, journey)?;
                    engine.want_pause(journey, number, *at_actions, *days)
                });
            }
            What::Resume => {
                let journey = program.journey();
                self.transact(now, |engine| {
                    let number = definition(engine, journey)?;
                    engine.want(journey, number, Wanted::Live)
                });
            }
            What::ReadAudience => {
                let reading = Reading { only: happening.profile.clone(), ..Reading::default() };
                self.transact(now, |engine| engine.read(program.journey(), reading.clone()));
            }
        }
    }
}

/// The number of a journey's only definition.
fn definition(engine: &Engine, journey: &JourneyId) -> Result<i64, StoreError> {
    Ok(Definitions(engine.store.connection()).of(journey)?.first().expect("a definition").number)
}

/// Journeys to which jumps lead from here, and from there.
fn targets(workspace: &Workspace, from: &JourneyId) -> BTreeSet<JourneyId> {
    let (mut found, mut open) = (BTreeSet::new(), vec![from.clone()]);
    while let Some(journey) = open.pop() {
        let Some(definition) = Definition::of(workspace, &journey) else { continue };
        for target in definition.targets {
            if &target.journey != from && found.insert(target.journey.clone()) {
                open.push(target.journey);
            }
        }
    }
    found
}

/// The person in a key: `journey/profile/run/activity/visit`.
fn profile_of(key: &str) -> ProfileId {
    ProfileId(key.split('/').nth(1).unwrap_or_default().to_owned())
}

/// Other systems, as a scenario has them.
struct Answers<'a> {
    inventory: &'a Inventory,
    replies: &'a [Reply],
    used: Vec<u64>,
}

impl<'a> Answers<'a> {
    fn new(inventory: &'a Inventory, replies: &'a [Reply]) -> Self {
        Self { inventory, replies, used: vec![0; replies.len()] }
    }

    fn answer(&mut self, effect: &Effect, profile: &ProfileId) -> (i64, Outcome) {
        let (from, within, good, bad) = match effect {
            Effect::Call { action, within_ms, .. } => {
                let known = self.inventory.get::<Action>(action);
                let samples = known.map(|action| (action.response.clone(), action.error_response.clone()));
                let (good, bad) = samples.unwrap_or_default();
                (Answerer::Action(action.clone()), *within_ms, good, bad)
            }
            Effect::Fetch { need, within_ms } => {
                let source = self.inventory.get::<DataSource>(&need.source);
                let group = source.and_then(|source| source.field_groups.iter().find(|group| group.name == need.group));
                let good = group.map(|group| group.response.clone()).unwrap_or_default();
                (Answerer::DataSource(need.source.clone()), *within_ms, good, String::new())
            }
            Effect::Send { activity, .. } => {
                (Answerer::Message(activity.clone()), i64::MAX, String::new(), String::new())
            }
            other => panic!("{other:?} never leaves"),
        };
        let mut chosen = None;
        for (reply, used) in self.replies.iter().zip(&mut self.used) {
            let fits = reply.from == from && reply.profile.as_ref().is_none_or(|meant| meant == profile);
            if fits && reply.times.is_none_or(|times| *used < times) {
                *used += 1;
                chosen = Some(reply);
                break;
            }
        }
        let (status, after, body) = chosen.map_or((200, 0, ""), |reply| {
            (reply.status, i64::try_from(reply.milliseconds).unwrap_or(i64::MAX), reply.body.as_str())
        });
        if after > within {
            return (within, Outcome::TimedOut);
        }
        let sample = if status < 400 { good } else { bad };
        let body = if body.trim().is_empty() { sample } else { body.to_owned() };
        (after, Outcome::Answered { status, body })
    }
}

/// Runs a story on a server and as a dry run; where they differ.
pub fn compare(story: &Story, kills: Kills) -> Option<String> {
    let (workspace, scenario) = servable(&story.workspace(), &story.scenario);
    let dry = Outcomes::of_dry_run(&workspace, &scenario);
    let served = serve(&workspace, &scenario, kills);
    dry.difference(&served)
}
