//! Instances: who is where in a journey, what they did, and how one of them is ended.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use super::App;
use super::access::{Look, May, Operate};
use super::problem::Problem;
use super::request::{Asking, Named};
use crate::journey::{ActivityId, JourneyId};
use crate::run::{Reason, Waiting, WaitingFor};
use crate::serve::engine::{self, RunFilter, Shown, ShownRun, ShownStep};
use crate::serve::store::Definitions;
use crate::wire::{
    Instance, InstanceState, InstanceWait, Instances, Record, RecordChange, RecordHeard, TracedStep, TracedSteps,
};

/// Instances or steps in one answer, at most and when nothing is said.
const MOST: usize = 1_000;
const USUAL: usize = 100;

/// Which instances.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Which {
    state: Option<InstanceState>,
    // Another word for each, as the OpenAPI document says.
    #[serde(alias = "profile")]
    subject: Option<String>,
    #[serde(alias = "node")]
    activity: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// Which steps.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct After {
    after: i64,
    limit: Option<usize>,
}

fn portion(limit: Option<usize>) -> Result<usize, Problem> {
    let limit = limit.unwrap_or(USUAL);
    if (1..=MOST).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::bad_request("query", format!("limit is from 1 to {MOST}")))
}

fn missing() -> Problem {
    Problem::missing("there is no such instance; one that is over is kept for 91 days")
}

/// A journey's instances, the newest first, a portion at a time.
#[utoipa::path(get, operation_id = "listInstances", path = "/v1/journeys/{id}/instances", tag = "instances",
    security(("token" = ["instances:read"])),
    params(
        ("id" = String, Path, description = "Id of the journey"),
        ("state" = Option<InstanceState>, Query, description = "Only those inside, or only those who left"),
        ("subject" = Option<String>, Query, description = "Only of this person: the id of a profile, or `type:value`"),
        ("profile" = Option<String>, Query, deprecated, description = "Another word for `subject`"),
        ("activity" = Option<String>, Query, description = "Only those who wait at this activity; a portion may have fewer then, and even none, while there is a next one"),
        ("node" = Option<String>, Query, deprecated, description = "Another word for `activity`"),
        ("cursor" = Option<String>, Query, description = "Where the portion begins: `next` of the one before"),
        ("limit" = Option<usize>, Query, description = "How many, from 1 to 1000; 100 when absent"),
    ),
    responses((status = 200, body = Instances)))]
pub(super) async fn list(
    _: May<Look>,
    State(app): State<App>,
    Named(id): Named<String>,
    Asking(which): Asking<Which>,
) -> Result<Json<Instances>, Problem> {
    let journey = JourneyId(id);
    found(&app, Some(journey), which).await.map(Json)
}

/// A person's instances in all journeys, the newest first, a portion at a time.
#[utoipa::path(get, operation_id = "listInstancesOf", path = "/v1/instances", tag = "instances",
    security(("token" = ["instances:read"])),
    params(
        ("subject" = Option<String>, Query, description = "Whose, which must be said: the id of a profile, or `type:value`"),
        ("profile" = Option<String>, Query, deprecated, description = "Another word for `subject`"),
        ("state" = Option<InstanceState>, Query, description = "Only those inside, or only those who left"),
        ("activity" = Option<String>, Query, description = "Only those that wait at this activity"),
        ("node" = Option<String>, Query, deprecated, description = "Another word for `activity`"),
        ("cursor" = Option<String>, Query, description = "Where the portion begins: `next` of the one before"),
        ("limit" = Option<usize>, Query, description = "How many, from 1 to 1000; 100 when absent"),
    ),
    responses((status = 200, body = Instances)))]
pub(super) async fn of_person(
    _: May<Look>,
    State(app): State<App>,
    Asking(which): Asking<Which>,
) -> Result<Json<Instances>, Problem> {
    if which.subject.is_none() {
        return Err(Problem::bad_request("query", "say whose: ?subject=, the id of a profile or `type:value`"));
    }
    found(&app, None, which).await.map(Json)
}

/// The instances that are asked for.
async fn found(app: &App, journey: Option<JourneyId>, which: Which) -> Result<Instances, Problem> {
    let whose = journey.as_ref().map(|_| "the journey");
    let most = portion(which.limit)?;
    let before = which.cursor.as_deref().map(|cursor| {
        run(cursor).ok_or_else(|| Problem::bad_request("query", "this is no cursor of ours; take `next` of an answer"))
    });
    let mut filter = RunFilter {
        inside: which.state.map(|state| state == InstanceState::Inside),
        profile: None,
        node: which.activity.map(ActivityId),
        before: before.transpose()?,
    };
    let (versions, subject) = (app.clone(), which.subject);
    let found = app.read(move |store| {
        if let Some(journey) = &journey
            && Definitions(store).of(journey)?.is_empty()
        {
            return Ok(Found::NoJourney);
        }
        if let Some(activity) = &filter.node
            && !versions.versions.have(store, journey.as_ref(), activity)?
        {
            return Ok(Found::NoActivity(activity.clone()));
        }
        if let Some(subject) = &subject {
            // Nobody has no instances.
            let Some(profile) = versions.versions.meant(store, subject)? else {
                return Ok(Found::Runs(Vec::new(), None));
            };
            filter.profile = Some(profile);
        }
        Shown(store).runs(journey.as_ref(), &filter, most).map(|(runs, next)| Found::Runs(runs, next))
    });
    match found.await? {
        Found::NoJourney => Err(Problem::no_journey()),
        Found::NoActivity(ActivityId(id)) => {
            let detail = format!("no version of {} here has a step with the id {id}", whose.unwrap_or("any journey"));
            Err(Problem::bad_request("unknown-activity", detail))
        }
        Found::Runs(runs, next) => {
            Ok(Instances { instances: runs.into_iter().map(Instance::from).collect(), next: next.map(key) })
        }
    }
}

/// What was found of what was asked for.
enum Found {
    NoJourney,
    NoActivity(ActivityId),
    /// And where the next portion begins.
    Runs(Vec<ShownRun>, Option<i64>),
}

/// An instance.
#[utoipa::path(get, operation_id = "getInstance", path = "/v1/instances/{key}", tag = "instances",
    security(("token" = ["instances:read"])),
    params(("key" = String, Path, description = "Names the instance")),
    responses((status = 200, body = Instance)))]
pub(super) async fn one(
    _: May<Look>,
    State(app): State<App>,
    Named(key): Named<String>,
) -> Result<Json<Instance>, Problem> {
    let number = run(&key).ok_or_else(missing)?;
    let found = app.read(move |store| Shown(store).run(number)).await?;
    found.map(|run| Json(Instance::from(run))).ok_or_else(missing)
}

/// What an instance did: the machine's own trace.
#[utoipa::path(get, operation_id = "listSteps", path = "/v1/instances/{key}/steps", tag = "instances",
    security(("token" = ["instances:read"])),
    params(
        ("key" = String, Path, description = "Names the instance"),
        ("after" = Option<i64>, Query, description = "Only steps after the one of this number"),
        ("limit" = Option<usize>, Query, description = "How many, from 1 to 1000; 100 when absent"),
    ),
    responses((status = 200, body = TracedSteps)))]
pub(super) async fn steps(
    _: May<Look>,
    State(app): State<App>,
    Named(key): Named<String>,
    Asking(After { after, limit }): Asking<After>,
) -> Result<Json<TracedSteps>, Problem> {
    let (number, most) = (run(&key).ok_or_else(missing)?, portion(limit)?);
    let found = app.read(move |store| {
        let known = Shown(store).run(number)?;
        known.map(|_| Shown(store).steps_of(number, after, most + 1)).transpose()
    });
    let mut steps = found.await?.ok_or_else(missing)?;
    let has_more = steps.len() > most;
    steps.truncate(most);
    let next = steps.last().filter(|_| has_more).map(|last| last.number);
    Ok(Json(TracedSteps { steps: steps.into_iter().map(TracedStep::from).collect(), next }))
}

/// All that is kept of an instance so that it can be gone through again: the person as they came in, and what it heard.
/// It holds personal data, as do its steps, and is forgotten with them.
#[utoipa::path(get, operation_id = "getRecord", path = "/v1/instances/{key}/record", tag = "instances",
    security(("token" = ["instances:read"])),
    params(("key" = String, Path, description = "Names the instance")),
    responses((status = 200, body = Record)))]
pub(super) async fn record(
    _: May<Look>,
    State(app): State<App>,
    Named(key): Named<String>,
) -> Result<Json<Record>, Problem> {
    let number = run(&key).ok_or_else(missing)?;
    let found = app.read(move |store| Shown(store).record(number)).await?;
    found.map(|record| Json(Record::from(record))).ok_or_else(missing)
}

impl From<engine::Record> for Record {
    fn from(record: engine::Record) -> Self {
        let engine::Record { run, person, before, changes, heard } = record;
        let changes = changes.into_iter().map(|engine::Changed { place, at, person, own }| RecordChange {
            place,
            at,
            person,
            own,
        });
        let heard = heard.into_iter();
        let heard = heard.map(|(place, engine::Heard { at, asked, input })| RecordHeard { place, at, asked, input });
        Self { instance: run.into(), person, before, changes: changes.collect(), heard: heard.collect() }
    }
}

/// Ends an instance: the person leaves at once. One that is over stays as it is.
#[utoipa::path(post, operation_id = "exitInstance", path = "/v1/instances/{key}/exit", tag = "instances",
    security(("token" = ["operate"])),
    params(("key" = String, Path, description = "Names the instance")),
    responses((status = 200, body = Instance)))]
pub(super) async fn exit(
    may: May<Operate>,
    State(app): State<App>,
    Named(key): Named<String>,
) -> Result<Json<Instance>, Problem> {
    let number = run(&key).ok_or_else(missing)?;
    let known = app.writer.ask(1, move |engine, _| {
        let known = Shown(engine.store.connection()).run(number)?;
        let is_inside = known.as_ref().is_some_and(|run| run.ended.is_none());
        if is_inside {
            engine.leave(number, Reason::Stopped)?;
        }
        Ok(known.map(|_| is_inside))
    });
    if known.await?.ok_or_else(missing)? {
        may.changed("instance ended", &key);
    }
    let found = app.read(move |store| Shown(store).run(number)).await?;
    found.map(|run| Json(Instance::from(run))).ok_or_else(missing)
}

/// How an instance's number goes over the wire.
const RUN: &str = "run-";

/// The name of an instance.
pub(super) fn key(run: i64) -> String {
    format!("{RUN}{run:x}")
}

/// The instance of a name.
fn run(key: &str) -> Option<i64> {
    let digits = key.strip_prefix(RUN)?;
    let run = i64::from_str_radix(digits, 16).ok()?;
    // One name each.
    (self::key(run) == key).then_some(run)
}

impl From<ShownRun> for Instance {
    fn from(run: ShownRun) -> Self {
        let (ended, reason) = run.ended.unzip();
        Self {
            key: key(run.number),
            journey: run.journey.0,
            version: run.version,
            profile: run.profile.0,
            entry: run.entry,
            supplemental: run.supplemental,
            began: run.began,
            ended,
            reason,
            waiting: run.waiting.iter().map(|waiting| waiting.activity.0.clone()).collect(),
            waits: run.waiting.iter().map(InstanceWait::from).collect(),
        }
    }
}

impl From<&Waiting> for InstanceWait {
    fn from(waiting: &Waiting) -> Self {
        let held = matches!(waiting.what, WaitingFor::Paused { .. });
        Self { activity: waiting.activity.0.clone(), until: waiting.what.due(), held }
    }
}

impl From<ShownStep> for TracedStep {
    fn from(step: ShownStep) -> Self {
        Self {
            number: step.number,
            key: key(step.run),
            journey: step.journey.0,
            profile: step.profile.0,
            step: step.step,
        }
    }
}
