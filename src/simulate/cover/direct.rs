//! From a plan to a scenario: step by step, and after each the dry run says when the person comes to the next. What it
//! shows in the end is what counts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::journey::{
    ActivityId, Answerer, Audience, AudienceId, DataSource, Duration, Event, Fault, Happening, Jumped, Kind, Port,
    Profile, Real, Scenario, Value, What, Workspace,
};
use crate::run::{Reason, Status};

use super::super::{Run, Trace, dry_run};
use super::model::{Act, Model, Out};
use super::plan::Stage;
use super::region::status;
use super::said;
use super::term::{Key, Question, STATUS};
use super::values::Base;

/// Seeds that are tried until chance chooses nothing.
const MOST_SEEDS: u64 = 400;

/// A scenario, and what the dry run made of it.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub scenario: Scenario,
    pub profile: Profile,
    pub trace: Trace,
}

/// Why no scenario was made: how long after the start the person stood at a step that asks the clock, and when it would
/// have had to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Stuck {
    pub clock: Option<(i64, Vec<DateTime>)>,
}

/// Makes scenarios of one journey.
pub(super) struct Director<'m, 'a> {
    pub model: &'m Model<'a>,
    pub workspace: &'m Workspace,
    pub base: &'m Base,
}

/// One scenario as it grows.
struct Making<'d, 'm, 'a> {
    director: &'d Director<'m, 'a>,
    stages: &'d [Stage],
    workspace: Workspace,
    scenario: Scenario,
    profile: Profile,
    values: BTreeMap<Key, Value>,
    /// Attributes that the journey itself has written since they were set.
    written: BTreeSet<String>,
    stated: BTreeMap<AudienceId, bool>,
}

impl Director<'_, '_> {
    /// A scenario in which this person takes the path, from this moment on; `empty` says, bit by bit, of which
    /// decisions and lookups nothing comes.
    pub(super) fn make(&self, stages: &[Stage], number: usize, start: Timestamp, empty: u32) -> Result<Made, Stuck> {
        let Some(first) = stages.first() else { return Err(Stuck::default()) };
        let asks_for = asked_until(stages, 0);
        let values = self.base.values(self.model, &first.arrives, &asks_for, &BTreeMap::new(), start);
        let profile = said::profile(self.model, &self.base.profile, &values, number);
        let mut making = Making {
            director: self,
            stages,
            workspace: self.workspace.clone(),
            scenario: said::scenario(self.model, &profile, number, start),
            profile,
            values,
            written: BTreeSet::new(),
            stated: BTreeMap::new(),
        };
        making.seat();
        making.enter();
        for index in 1..stages.len() {
            let before = stages[..index].iter().filter(|stage| stage.act == Act::Consulted).count();
            making.stage(index, before < 32 && empty >> before & 1 == 1)?;
        }
        making.finish()
    }
}

/// The fields that are asked for from this stage on, until time passes.
fn asked_until(stages: &[Stage], from: usize) -> Vec<usize> {
    let mut asks = Vec::new();
    for (index, stage) in stages.iter().enumerate().skip(from) {
        asks.extend(stage.asks_for.iter().copied());
        if index > from && !stage.turns.is_empty() {
            break;
        }
    }
    asks
}

impl Making<'_, '_, '_> {
    fn model(&self) -> &super::model::Model<'_> {
        self.director.model
    }

    /// The person takes a seat among the workspace's test people.
    fn seat(&mut self) {
        let mut inventory = crate::journey::Inventory::clone(&self.workspace.inventory);
        inventory.profiles.push(self.profile.clone());
        inventory.profiles.sort_by(|one, other| one.id.cmp(&other.id));
        self.workspace.inventory = std::sync::Arc::new(inventory);
    }

    fn enter(&mut self) {
        let entry = self.model().steps[0].activity.kind.clone();
        // What a rule says and the plan does not is stated first.
        for (key, value) in self.values.clone() {
            let Key::Audience(name) = key else { continue };
            let is_asked = self.model().logic.asked.index.contains_key(&Key::Audience(name.clone()));
            if let (true, Some(id), Value::Boolean(inside)) = (is_asked, self.audience(&name), value) {
                self.stated.insert(id.clone(), inside);
                if !inside {
                    self.happens(0, What::LeaveAudience(id));
                }
            }
        }
        match &entry {
            Kind::Event(chosen) => {
                if let Some(event) = &chosen.event {
                    let payload = self.payload(event);
                    self.happens(0, What::Event { event: event.clone(), payload });
                }
            }
            Kind::BusinessEvent(chosen) => {
                if let Some(event) = &chosen.event {
                    let payload = self.payload(event);
                    self.happens(0, What::Event { event: event.clone(), payload });
                    self.scenario.happenings.iter_mut().for_each(|happening| {
                        if matches!(happening.what, What::Event { .. }) {
                            happening.profile = None;
                        }
                    });
                }
            }
            Kind::ReadAudience(_) => {
                self.happens(0, What::ReadAudience);
                self.scenario.happenings.iter_mut().for_each(|happening| {
                    if matches!(happening.what, What::ReadAudience) {
                        happening.profile = None;
                    }
                });
            }
            Kind::AudienceQualification(qualification) => {
                if let Some(id) = &qualification.audience {
                    let name = self.model().inventory.get::<Audience>(id).map(|audience| audience.name.clone());
                    let inside =
                        name.is_none_or(|name| self.values.get(&Key::Audience(name)) == Some(&Value::Boolean(true)));
                    let entered = match qualification.behaviour.unwrap_or_default() {
                        crate::journey::Behaviour::Enter => true,
                        crate::journey::Behaviour::Exit => false,
                        crate::journey::Behaviour::Both => inside,
                    };
                    self.moves(0, id, !entered);
                    self.moves(0, id, entered);
                }
            }
            _ => {}
        }
    }

    fn audience(&self, name: &str) -> Option<AudienceId> {
        let audiences = &self.model().inventory.audiences;
        audiences.iter().find(|audience| audience.name == name).map(|audience| audience.id.clone())
    }

    fn moves(&mut self, at: i64, audience: &AudienceId, inside: bool) {
        self.stated.insert(audience.clone(), inside);
        let audience = audience.clone();
        self.happens(at, if inside { What::EnterAudience(audience) } else { What::LeaveAudience(audience) });
    }

    /// Something happens to the person, so many milliseconds after the start.
    fn happens(&mut self, at: i64, what: What) {
        let after = Duration::Seconds(at.div_euclid(1_000));
        let milliseconds = u32::try_from(at.rem_euclid(1_000)).unwrap_or(0);
        self.scenario.happenings.push(Happening { after, milliseconds, profile: Some(self.profile.id.clone()), what });
    }

    fn payload(&self, event: &crate::journey::EventId) -> String {
        let event = self.model().inventory.get::<Event>(event);
        event.map_or_else(String::new, |event| said::payload(self.model(), &self.values, &self.profile, event))
    }

    fn run(&self) -> Option<(Run, Trace)> {
        let trace = dry_run(&self.workspace, &self.scenario).ok()?;
        let own = |run: &&Run| {
            run.journey == self.scenario.journey
                && run.profile == self.profile.id
                && !matches!(run.end.reason, Reason::Discarded(_))
        };
        let run = trace.runs.iter().find(own).cloned()?;
        Some((run, trace))
    }

    /// Whether the run shows this stage as it was planned.
    fn shows(&self, run: &Run, index: usize) -> bool {
        let (stage, Some(step)) = (&self.stages[index], run.steps.get(index)) else { return false };
        let planned = &self.model().steps[stage.step];
        let word = match &planned.ways[stage.way].out {
            Out::By(Port::Next) | Out::Leaves => None,
            Out::By(port) => Some(crate::run::port_word(port)),
        };
        let is_plain = matches!(step.status, Status::Transitions | Status::Ended);
        step.activity == planned.activity.id
            && step.branch == word
            && step.exit_criterion.is_none()
            && (word.is_some() || is_plain)
    }

    /// Milliseconds from the start.
    fn since(&self, at: Timestamp) -> i64 {
        at.as_millisecond() - self.scenario.start.as_millisecond()
    }

    fn stage(&mut self, index: usize, empty: bool) -> Result<(), Stuck> {
        let stage = self.stages[index].clone();
        let activity = self.model().steps[stage.step].activity.clone();
        if let Act::Drawn(branch) = &stage.act {
            self.scenario.forced.insert(activity.id.clone(), branch.clone());
        }
        if let Kind::UpdateProfile(update) = &activity.kind {
            self.written.extend(update.fields.iter().map(|field| field.field.clone()));
        }
        // Where nothing is to be done nothing has to be known.
        if stage.turns.is_empty() && matches!(stage.act, Act::Nothing | Act::Drawn(_) | Act::Broke) {
            return Ok(());
        }
        let (run, _) = self.run().ok_or_else(Stuck::default)?;
        if !self.shows(&run, index - 1) {
            return Err(self.stuck(index - 1, &run));
        }
        let arrival = self.since(run.steps[index - 1].at);
        let done = run.steps.get(index).map(|step| self.since(step.at));
        let timeout = activity.kind.timeout().map(Duration::milliseconds);
        let listens = timeout.map_or(3_600_000, |timeout| (timeout / 2).min(3_600_000)).max(2);
        let moves = self.changes(index);
        let answers_in = if moves { self.answers_in(&activity.kind) } else { 0 };
        // When what changes here changes, each time.
        let mut turns: Vec<i64> = match &stage.act {
            Act::Waited => vec![arrival + (done.unwrap_or(arrival) - arrival) / 2],
            Act::Came(_) | Act::Moved(..) | Act::Reacted(..) | Act::Late => vec![arrival + listens / 2],
            Act::Counted(_) | Act::Jumped(_) => vec![arrival],
            _ => vec![arrival + answers_in / 2],
        };
        // Before that it was held.
        if let (Some(last), true) = (turns.last_mut(), stage.turns.len() > 1) {
            let released = done.unwrap_or(arrival);
            *last += released - arrival;
            turns.insert(0, arrival + (released - arrival) / 2);
        }
        turns.resize(stage.turns.len().max(turns.len()), arrival);
        for (place, becomes) in stage.turns.iter().enumerate() {
            let asks_for = asked_until(self.stages, index);
            self.turn(turns[place], becomes, &asks_for);
        }
        if !stage.turns.is_empty() && matches!(stage.act, Act::Came(_) | Act::Called { .. } | Act::Answered) {
            // What comes with an event, a reply or an answer lies in the regions of the moment at which it is used.
            let now = self
                .scenario
                .start
                .checked_add(SignedDuration::from_millis(arrival + listens))
                .unwrap_or(self.scenario.start);
            self.values = self.director.base.values(
                self.model(),
                &stage.leaves,
                &asked_until(self.stages, index),
                &self.values,
                now,
            );
        }
        match &stage.act {
            Act::DrawnNothing => self.seed(index)?,
            Act::Sent { taken } => {
                let reply =
                    said::reply(Answerer::Message(activity.id.clone()), if *taken { 200 } else { 404 }, answers_in);
                self.scenario.replies.push(reply);
            }
            Act::Called { well } => self.called(&activity.kind, *well, answers_in),
            Act::Consulted => self.consulted(&activity.kind, answers_in, empty),
            Act::Answered => self.answered(&stage, answers_in),
            Act::Counted(false) => drop(self.real().places.insert(activity.id.clone(), vec![None])),
            Act::Jumped(false) => drop(self.real().jumps.insert(activity.id.clone(), vec![Jumped::Refused])),
            Act::Came(event) => {
                let payload = self.payload(event);
                self.happens(arrival + listens, What::Event { event: event.clone(), payload });
            }
            Act::Moved(audience, entered) => {
                if self.stated.get(audience) == Some(entered) || !self.stated.contains_key(audience) {
                    self.moves(arrival + listens / 2, audience, !entered);
                }
                self.moves(arrival + listens, audience, *entered);
            }
            Act::Reacted(message, reaction) => {
                let what = What::React { message: message.clone(), reaction: *reaction };
                self.happens(arrival + listens, what);
            }
            Act::Nothing
            | Act::Drawn(_)
            | Act::Waited
            | Act::Late
            | Act::Jumped(true)
            | Act::Counted(true)
            | Act::Broke => {}
        }
        Ok(())
    }

    /// Whether anything changes at this stage.
    fn changes(&self, index: usize) -> bool {
        let stage = &self.stages[index];
        let fields = &self.model().logic.asked.fields;
        let differs = |one: &[usize], other: &[usize]| {
            fields
                .iter()
                .zip(one.iter().zip(other))
                .any(|(asked, (one, other))| one != other && matches!(asked.key, Key::Profile(_) | Key::Audience(_)))
        };
        !self.written.is_empty() || stage.turns.iter().any(|turn| differs(turn, &stage.arrives))
    }

    /// How long an answer takes, so that something can change meanwhile.
    fn answers_in(&self, kind: &Kind) -> i64 {
        let within = self.model().journey.properties.timeout_seconds.saturating_mul(1_000);
        match kind {
            Kind::CustomAction(_) | Kind::Campaign(_) | Kind::Condition(_) => (within / 4).clamp(2, 60_000),
            _ => 60_000,
        }
    }

    /// The person becomes another.
    fn turn(&mut self, at: i64, becomes: &[usize], asks_for: &[usize]) {
        let now = self.scenario.start.checked_add(SignedDuration::from_millis(at)).unwrap_or(self.scenario.start);
        let becomes = becomes.to_vec();
        let values = self.director.base.values(self.model(), &becomes, asks_for, &self.values, now);
        let written = std::mem::take(&mut self.written);
        for (key, value) in &values {
            match key {
                Key::Profile(path) if self.values.get(key) != Some(value) || written.contains(path) => {
                    let what = What::Attribute { field: path.clone(), value: value.clone() };
                    self.happens(at, what);
                }
                Key::Audience(name) => {
                    let Some(id) = self.audience(name) else { continue };
                    let inside = *value == Value::Boolean(true);
                    if self.stated.get(&id).is_some_and(|stated| *stated != inside) {
                        self.moves(at, &id, inside);
                    }
                }
                _ => {}
            }
        }
        // Events and replies stay as they were.
        for (key, value) in values {
            if key.changes() {
                self.values.insert(key, value);
            }
        }
    }

    fn called(&mut self, kind: &Kind, well: bool, answers_in: i64) {
        let (Kind::CustomAction(call) | Kind::Campaign(call)) = kind else { return };
        let Some(id) = &call.action else { return };
        let Some(name) = self.model().logic.asked.terms.action_name(id).map(str::to_owned) else { return };
        let said = self.values.get(&Key::Reply { action: name.clone(), path: STATUS.to_owned() }).cloned();
        let mut reply = said::reply(Answerer::Action(id.clone()), if well { 200 } else { 404 }, answers_in);
        if let Some(said) = said {
            match (status(&said), &said) {
                (Some(status), _) => reply.status = status,
                (None, Value::Text(word)) if word == "timedout" => reply.fault = Some(Fault::TimedOut),
                (None, Value::Text(word)) if word == "capped" => {
                    reply.fault = Some(Fault::Capped("the endpoint's cap is used up".to_owned()));
                }
                (None, Value::Text(_)) => reply.fault = Some(Fault::Unsent),
                _ => {}
            }
        }
        let is_retried = matches!(reply.fault, Some(Fault::Unsent))
            || (reply.fault.is_none() && reply.status >= 400 && !matches!(reply.status, 401 | 403 | 404));
        reply.times = Some(if is_retried { u64::from(crate::journey::MOST_RETRIES) + 1 } else { 1 });
        reply.body = said::body(self.model(), &self.values, id, well);
        self.scenario.replies.push(reply);
    }

    fn consulted(&mut self, kind: &Kind, answers_in: i64, empty: bool) {
        let (from, body) = match kind {
            Kind::ContentDecision(decision) => {
                (decision.policy.clone().map(Answerer::DecisionPolicy), r#"{"items": []}"#)
            }
            Kind::DatasetLookup(lookup) => (lookup.dataset.clone().map(Answerer::Dataset), r#"{"entities": []}"#),
            _ => return,
        };
        let Some(from) = from else { return };
        let mut reply = said::reply(from, 200, answers_in);
        if empty {
            reply.body = body.to_owned();
        }
        self.scenario.replies.push(reply);
    }

    /// External sources answer what the condition asks.
    fn answered(&mut self, stage: &Stage, answers_in: i64) {
        let fields = &self.model().logic.asked.fields;
        let mut questions: Vec<Question> = Vec::new();
        for field in &stage.asks_for {
            let question = match &fields[*field].key {
                Key::Failing(question) | Key::External { question, .. } => question.clone(),
                _ => continue,
            };
            if !questions.contains(&question) {
                questions.push(question);
            }
        }
        for question in questions {
            let source = self.model().inventory.data_sources.iter().find(|source| source.name == question.source);
            let Some(source): Option<&DataSource> = source else { continue };
            let fails = self.values.get(&Key::Failing(question.clone())) == Some(&Value::Boolean(true));
            let from = Answerer::DataSource(source.id.clone());
            let mut reply = said::reply(from, if fails { 404 } else { 200 }, answers_in);
            if !fails {
                reply.body = said::answer(&self.values, source, &question);
            }
            self.scenario.replies.push(reply);
        }
    }

    /// Tries seeds until chance chooses nothing here.
    fn seed(&mut self, index: usize) -> Result<(), Stuck> {
        for seed in 1..=MOST_SEEDS {
            self.scenario.seed = seed;
            if self.run().is_some_and(|(run, _)| (0..=index).all(|index| self.shows(&run, index))) {
                return Ok(());
            }
        }
        Err(Stuck::default())
    }

    fn real(&mut self) -> &mut Real {
        let values = &self.values;
        let inside = self
            .director
            .model
            .inventory
            .audiences
            .iter()
            .filter(|audience| values.get(&Key::Audience(audience.name.clone())) == Some(&Value::Boolean(true)));
        let inside: Vec<AudienceId> = inside.map(|audience| audience.id.clone()).collect();
        self.scenario.real.get_or_insert_with(|| Real { entry: 1, inside, ..Real::default() })
    }

    fn stuck(&self, index: usize, run: &Run) -> Stuck {
        let stage = &self.stages[index];
        let asks_clock = self.model().logic.asked.index.get(&Key::Clock).filter(|field| stage.asks_for.contains(field));
        let clock = asks_clock.and_then(|field| {
            let arrival = self.since(run.steps.get(index.checked_sub(1)?)?.at);
            let region = &self.model().logic.asked.fields[*field].regions[stage.arrives[*field]];
            let wanted = region.samples.iter().filter_map(|sample| match sample {
                Value::DateTimeOnly(at) => Some(*at),
                _ => None,
            });
            Some((arrival, spread(wanted.collect())))
        });
        Stuck { clock }
    }

    fn finish(mut self) -> Result<Made, Stuck> {
        said::tidy(&mut self.scenario);
        let (run, trace) = self.run().ok_or_else(Stuck::default)?;
        if let Some(missed) = (0..self.stages.len()).find(|index| !self.shows(&run, *index)) {
            return Err(self.stuck(missed, &run));
        }
        let mut scenario = self.scenario;
        scenario.expect = super::super::expectation::of(&trace);
        Ok(Made { scenario, profile: self.profile, trace })
    }
}

/// Some of these moments, the first and the last among them.
fn spread(moments: Vec<DateTime>) -> Vec<DateTime> {
    const MOST: usize = 6;
    let last = moments.len().saturating_sub(1);
    let mut places: Vec<usize> = (0..MOST).map(|place| place * last / (MOST - 1)).collect();
    places.dedup();
    places.into_iter().filter_map(|place| moments.get(place).copied()).collect()
}

/// When a scenario of this journey may begin, the usual moment first.
pub(super) fn starts(model: &Model<'_>, workspace: &Workspace) -> Vec<Timestamp> {
    const DAY: i64 = 24;
    let properties = &model.journey.properties;
    let zone = TimeZone::get(&properties.zone).unwrap_or(TimeZone::UTC);
    let moved = |at: Timestamp, hours: i64| at.checked_add(SignedDuration::from_hours(hours)).unwrap_or(at);
    let mut starts = vec![super::super::default_start()];
    starts.extend(properties.start.map(|start| moved(start, 1)));
    starts.extend(properties.end.map(|end| moved(end, -20 * DAY)));
    let mut local = |at: DateTime, hours: &[i64]| {
        if let Ok(at) = zone.to_timestamp(at) {
            starts.extend(hours.iter().map(|hours| moved(at, *hours)));
        }
    };
    for step in &model.steps {
        if let Kind::Wait(crate::journey::Wait::Date(at)) = &step.activity.kind {
            local(*at, &[-7 * DAY, -60 * DAY, DAY]);
        }
    }
    if let Kind::Event(chosen) = &model.steps[0].activity.kind
        && let Some(event) = chosen.event.as_ref().and_then(|id| workspace.inventory.get::<Event>(id))
    {
        for text in said::texts(&event.sample) {
            if let Ok(at) = text.trim_end_matches('Z').parse::<DateTime>() {
                local(at, &[-10 * DAY, -DAY, -80 * DAY, DAY]);
            }
        }
    }
    starts.retain(|start| {
        properties.start.is_none_or(|from| *start >= from) && properties.end.is_none_or(|end| *start < end)
    });
    let mut kept: Vec<Timestamp> = Vec::new();
    for start in starts {
        if !kept.contains(&start) {
            kept.push(start);
        }
    }
    kept
}

/// A moment on a journey's clock, so much earlier.
pub(super) fn earlier(model: &Model<'_>, at: DateTime, milliseconds: i64) -> Option<Timestamp> {
    let zone = TimeZone::get(&model.journey.properties.zone).unwrap_or(TimeZone::UTC);
    let at = zone.to_timestamp(at).ok()?;
    at.checked_sub(SignedDuration::from_millis(milliseconds)).ok()
}

/// The branches that a run took, by step.
pub(super) fn taken(trace: &Trace, scenario: &Scenario) -> Vec<(ActivityId, Port, Option<String>)> {
    let own = trace.runs.iter().filter(|run| run.journey == scenario.journey);
    let steps = own.flat_map(|run| &run.steps).filter(|step| step.exit_criterion.is_none());
    let plain = steps.filter_map(|step| {
        let port = match (&step.branch, step.status) {
            (Some(_), _) => step.port()?,
            (None, Status::Transitions | Status::Ended) => Port::Next,
            _ => return None,
        };
        Some((step.activity.clone(), port, step.because.clone()))
    });
    plain.collect()
}

/// What a scenario is, as far as every one is the same.
pub(super) fn bare(model: &Model<'_>, start: Timestamp) -> Scenario {
    Scenario {
        beside_schedule: true,
        ..Scenario::new(crate::journey::ScenarioId::default(), model.journey.id.clone(), start)
    }
}
