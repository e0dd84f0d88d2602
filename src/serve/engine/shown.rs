//! Runs and steps as they are shown to those who watch: found by journey, person or number, a portion at a time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql};

use crate::journey::{ActivityId, Endpoint, JourneyId, NamespaceId, ProfileId};
use crate::run::traffic::{Figures, Gate, Limit};
use crate::run::{Someone, State, Step, Waiting};
use crate::serve::store::{Journeys, People, Plans, StoreError, moment};

use super::LAST_STEP;
use super::held::someone_of;
use super::packed::{key, unpack};

/// A run without its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownRun {
    /// Its number.
    pub number: i64,
    /// Which journey.
    pub journey: JourneyId,
    /// Hash of the version that it is on.
    pub version: String,
    /// Whose.
    pub profile: ProfileId,
    /// Which of the person's entries, from 1; 0 for one who was not let in.
    pub entry: i64,
    /// What tells it apart from other runs of the person.
    pub supplemental: Option<String>,
    /// When it began.
    pub began: Timestamp,
    /// When it ended, and why; nothing while it lasts.
    pub ended: Option<(Timestamp, String)>,
    /// What it waits at.
    pub waiting: Vec<Waiting>,
}

/// A step, with whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownStep {
    /// Its number: steps are numbered as they are done.
    pub number: i64,
    /// Number of its run.
    pub run: i64,
    /// Which journey.
    pub journey: JourneyId,
    /// Whose.
    pub profile: ProfileId,
    /// What was done.
    pub step: Step,
}

/// What happened, as those are told who watch.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    /// A step was done.
    Step(Box<ShownStep>),
    /// Somebody was not let in, under this number.
    Discarded(i64, ShownRun),
}

impl Happened {
    /// Its number: what happens is numbered in its order.
    pub fn number(&self) -> i64 {
        match self {
            Self::Step(step) => step.number,
            Self::Discarded(number, _) => *number,
        }
    }

    /// In which journey.
    pub fn journey(&self) -> &JourneyId {
        match self {
            Self::Step(step) => &step.journey,
            Self::Discarded(_, run) => &run.journey,
        }
    }
}

/// A step, with what is known of those around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Surrounded {
    /// Its run.
    pub run: ShownRun,
    /// The step before it in its run, with its number.
    pub before: Option<(i64, Step)>,
    /// Whether the run ended with it.
    pub is_last: bool,
    /// The person's identities.
    pub identities: BTreeMap<NamespaceId, String>,
}

/// A person, the journeys whose admission remembers them, how many of their runs are kept, and how many of these last.
pub type Held = (Someone, Vec<JourneyId>, i64, i64);

/// Which runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Only those that are not over, or only those that are.
    pub inside: Option<bool>,
    /// Only of this person.
    pub profile: Option<ProfileId>,
    /// Only those that wait at this activity.
    pub node: Option<ActivityId>,
    /// Only those that began before the one of this number.
    pub before: Option<i64>,
}

/// Runs that are looked through in one go for those that wait somewhere.
const LOOKED_THROUGH: usize = 5_000;

const RUN_COLUMNS: &str = "run.id, journey.journey, definition.hash, person.profile, run.number, run.supplemental,
                           run.began, run.ended, run.reason, run.packed";

const RUN_TABLES: &str = "FROM run JOIN journey ON journey.id = run.journey JOIN person ON person.id = run.person
                                   JOIN definition ON definition.id = run.definition";

const STEP: &str = "SELECT step.id, step.run, journey.journey, person.profile, step.packed
                    FROM step JOIN run ON run.id = step.run JOIN journey ON journey.id = run.journey
                              JOIN person ON person.id = run.person";

/// What is shown of runs.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(pub &'a Connection);

impl Shown<'_> {
    /// Runs of a journey, or of all journeys, the newest first, and before which run the next portion begins: not
    /// always are there so many, because only so many are looked through for those who wait at an activity.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn runs(
        &self,
        journey: Option<&JourneyId>,
        filter: &RunFilter,
        most: usize,
    ) -> Result<(Vec<ShownRun>, Option<i64>), StoreError> {
        let Some(node) = &filter.node else {
            // One more than asked for tells whether there are more.
            let mut runs = self.portion(journey, filter, most.saturating_add(1))?;
            let has_more = runs.len() > most;
            runs.truncate(most);
            let next = runs.last().filter(|_| has_more).map(|last| last.number);
            return Ok((runs, next));
        };
        let mut looked = self.portion(journey, filter, LOOKED_THROUGH)?.into_iter();
        let has_more = looked.len() == LOOKED_THROUGH;
        let (mut found, mut last) = (Vec::new(), None);
        for run in looked.by_ref() {
            last = Some(run.number);
            if run.waiting.iter().any(|waiting| &waiting.activity == node) {
                found.push(run);
            }
            if found.len() == most {
                break;
            }
        }
        let next = last.filter(|_| has_more || looked.len() > 0);
        Ok((found, next))
    }

    fn portion(
        &self,
        journey: Option<&JourneyId>,
        filter: &RunFilter,
        most: usize,
    ) -> Result<Vec<ShownRun>, StoreError> {
        let mut sql = format!("SELECT {RUN_COLUMNS} {RUN_TABLES} WHERE run.id < ?1");
        // Nobody waits who is not inside.
        sql.push_str(match filter.inside.or(filter.node.as_ref().map(|_| true)) {
            None => "",
            Some(true) => " AND run.ended IS NULL",
            Some(false) => " AND run.ended IS NOT NULL",
        });
        let before = filter.before.unwrap_or(i64::MAX);
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut values: Vec<&dyn ToSql> = vec![&before, &most];
        for (column, wanted) in
            [("journey.journey", journey.map(|id| &id.0)), ("person.profile", filter.profile.as_ref().map(|id| &id.0))]
        {
            if let Some(wanted) = wanted {
                values.push(wanted);
                sql.push_str(&format!(" AND {column} = ?{}", values.len()));
            }
        }
        sql.push_str(" ORDER BY run.id DESC LIMIT ?2");
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map(values.as_slice(), run_row)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(shown_run).collect()
    }

    /// What is held of a person: as they are, in which journeys admission remembers them, how many of their runs are
    /// kept and how many of these last.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn person(&self, profile: &ProfileId) -> Result<Option<Held>, StoreError> {
        let Some((number, packed)) = People(self.0).of(profile.as_str())? else { return Ok(None) };
        let sql = "SELECT journey.journey FROM entry JOIN journey ON journey.id = entry.journey
                   WHERE entry.person = ?1 ORDER BY journey.journey";
        let mut statement = self.0.prepare_cached(sql)?;
        let journeys = statement.query_map([number], |row| row.get(0).map(JourneyId))?.collect::<Result<_, _>>()?;
        let sql = "SELECT count(*), count(*) FILTER (WHERE ended IS NULL) FROM run WHERE person = ?1";
        let (kept, inside) = self.0.prepare_cached(sql)?.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Some((someone_of(&packed)?, journeys, kept, inside)))
    }

    /// The run of a number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn run(&self, number: i64) -> Result<Option<ShownRun>, StoreError> {
        let mut statement = self.0.prepare_cached(&format!("SELECT {RUN_COLUMNS} {RUN_TABLES} WHERE run.id = ?1"))?;
        statement.query_row([number], run_row).optional()?.map(shown_run).transpose()
    }

    /// Steps of a run after the one of this number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn steps_of(&self, run: i64, after: i64, most: usize) -> Result<Vec<ShownStep>, StoreError> {
        let sql = format!("{STEP} WHERE step.run = ?1 AND step.id > ?2 ORDER BY step.id LIMIT ?3");
        let mut statement = self.0.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map((run, after, most), step_row)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(shown_step).collect()
    }

    /// What is known around a step; nothing where its run is forgotten.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn around(&self, step: &ShownStep) -> Result<Option<Surrounded>, StoreError> {
        let Some(run) = self.run(step.run)? else { return Ok(None) };
        let sql = "SELECT id, packed FROM step WHERE run = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1";
        let before: Option<(i64, Vec<u8>)> =
            self.0.prepare_cached(sql)?.query_row((step.run, step.number), |row| row.try_into()).optional()?;
        let before = before.map(|(number, packed)| Ok::<_, StoreError>((number, unpack(&packed)?))).transpose()?;
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM step WHERE run = ?1 AND id > ?2)";
        let is_newest: bool = self.0.prepare_cached(sql)?.query_row((step.run, step.number), |row| row.get(0))?;
        let is_last = is_newest && run.ended.is_some();
        let identities = self.identities(&run.profile)?;
        Ok(Some(Surrounded { run, before, is_last, identities }))
    }

    /// Steps of all runs after the one of this number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn steps(&self, after: i64, most: usize) -> Result<Vec<ShownStep>, StoreError> {
        let sql = format!("{STEP} WHERE step.id > ?1 ORDER BY step.id LIMIT ?2");
        let mut statement = self.0.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map((after, most), step_row)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(shown_step).collect()
    }

    /// What happened after the one of this number, and up to which number that is; not always are there so many.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn happened(&self, after: i64, most: usize) -> Result<(Vec<Happened>, i64), StoreError> {
        let last = self.last_step()?;
        let steps = self.steps(after, most)?;
        let upto = steps.last().filter(|_| steps.len() == most).map_or(last, |step| step.number);
        let sql = format!(
            "SELECT {RUN_COLUMNS}, run.noted {RUN_TABLES} WHERE run.noted > ?1 AND run.noted <= ?2
             ORDER BY run.noted LIMIT ?3"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let count = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map((after, upto, count), |row| Ok((row.get("noted")?, run_row(row)?)))?;
        let rows = rows.collect::<Result<Vec<(i64, RunRow)>, _>>()?;
        let upto = rows.last().filter(|_| rows.len() == most).map_or(upto, |(number, _)| *number);
        let mut happened: Vec<Happened> = Vec::new();
        for (number, row) in rows {
            happened.push(Happened::Discarded(number, shown_run(row)?));
        }
        // A step that was done since the last number was read is told the next time.
        happened.extend(steps.into_iter().filter(|step| step.number <= upto).map(Box::new).map(Happened::Step));
        happened.sort_by_key(Happened::number);
        Ok((happened, upto))
    }

    /// A person's identities.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn identities(&self, profile: &ProfileId) -> Result<BTreeMap<NamespaceId, String>, StoreError> {
        let person = People(self.0).of(profile.as_str())?;
        let someone = person.map(|(_, packed)| someone_of(&packed)).transpose()?;
        Ok(someone.map(|someone| someone.person.identities).unwrap_or_default())
    }

    /// What became of the calls that met a deployed endpoint's limits.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn traffic(&self, endpoint: &Endpoint, now: Timestamp) -> Result<Figures, StoreError> {
        let name = key(&Limit::Endpoint(endpoint.id.clone()))?;
        let Some(packed) = Plans(self.0).gate(&name)? else { return Ok(Figures::default()) };
        let (_, gate): (Limit, Gate) = unpack(&packed)?;
        Ok(gate.figures(endpoint.throttle.as_ref(), now))
    }

    /// The number of the last step that was done, whether it is still kept or not; 0 where there was none.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn last_step(&self) -> Result<i64, StoreError> {
        Journeys(self.0).tally(LAST_STEP)
    }
}

type RunRow = (i64, String, String, String, i64, Option<String>, i64, Option<i64>, Option<String>, Option<Vec<u8>>);

fn run_row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    row.try_into()
}

fn shown_run(row: RunRow) -> Result<ShownRun, StoreError> {
    let (number, journey, version, profile, entry, supplemental, began, ended, reason, packed) = row;
    let state = packed.as_deref().map(unpack::<State>).transpose()?;
    let waiting = state.map(|state| state.waiting);
    Ok(ShownRun {
        number,
        journey: JourneyId(journey),
        version,
        profile: ProfileId(profile),
        entry,
        supplemental,
        began: moment(began)?,
        ended: ended.map(moment).transpose()?.map(|at| (at, reason.unwrap_or_default())),
        waiting: waiting.unwrap_or_default(),
    })
}

type StepRow = (i64, i64, String, String, Vec<u8>);

fn step_row(row: &Row<'_>) -> rusqlite::Result<StepRow> {
    row.try_into()
}

fn shown_step((number, run, journey, profile, packed): StepRow) -> Result<ShownStep, StoreError> {
    Ok(ShownStep { number, run, journey: JourneyId(journey), profile: ProfileId(profile), step: unpack(&packed)? })
}
