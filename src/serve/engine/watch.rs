//! What is known of runs, for those who watch: the machine's own trace.

use jiff::Timestamp;
use rusqlite::Connection;

use crate::journey::{JourneyId, ProfileId};
use crate::run::{Reason, Step};
use crate::serve::store::{Journeys, People, Runs, StoreError, moment};

use super::packed::unpack;

/// A run, with everything that it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// Its number.
    pub number: i64,
    /// Which journey.
    pub journey: JourneyId,
    /// Whose.
    pub profile: ProfileId,
    /// What tells it apart from other runs of the person.
    pub supplemental: Option<String>,
    /// When it began.
    pub began: Timestamp,
    /// What was done, in order of time.
    pub steps: Vec<Step>,
    /// How it ended, and when; nothing while it lasts.
    pub end: Option<(Reason, Timestamp)>,
}

impl Watched {
    /// The runs of a person, in the order of their beginnings.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(store: &Connection, profile: &ProfileId) -> Result<Vec<Self>, StoreError> {
        let Some((person, _)) = People(store).of(profile.as_str())? else { return Ok(Vec::new()) };
        let journeys = Journeys(store).all()?;
        let mut watched = Vec::new();
        for run in Runs(store).of_person(person)? {
            let journey = journeys.iter().find(|(number, ..)| *number == run.journey);
            let mut steps = Vec::new();
            for (_, packed) in Runs(store).steps(run.run, 0)? {
                steps.push(unpack::<Step>(&packed)?);
            }
            let reason = run.reason.as_deref().and_then(Reason::from_word);
            watched.push(Self {
                number: run.run,
                journey: journey.map(|(_, id, _)| JourneyId(id.clone())).unwrap_or_default(),
                profile: profile.clone(),
                supplemental: run.supplemental,
                began: moment(run.began)?,
                steps,
                end: reason.zip(run.ended.map(moment).transpose()?),
            });
        }
        Ok(watched)
    }
}
