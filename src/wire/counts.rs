//! Figures of a journey: counted as things happen, so they also tell of runs that are forgotten by now and of people who
//! were erased.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::journey::ActivityId;
use crate::run;
use crate::run::{Reason, Status};

/// Figures of a journey, in all and by version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JourneyCounts {
    /// Id of the journey.
    pub journey: String,
    /// Those of all versions.
    pub total: Counts,
    /// By version, the newest first; versions on which nothing has happened are left out.
    pub versions: Vec<VersionCounts>,
}

/// Figures of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionCounts {
    /// SHA-256 of its canonical form.
    pub version: String,
    /// Its figures.
    pub counts: Counts,
}

/// What many runs came to. Everything has been counted since the version was first live; what is inside, or waits, is so
/// now. Runs of people who were erased stay in it: as `stopped`, where they were inside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Runs of people who were let in.
    pub entered: i64,
    /// Of these, those that are not over.
    pub inside: i64,
    /// Of these, those that are over, by reason in the words of a trace.
    pub ended: BTreeMap<String, i64>,
    /// People who were not let in, by the code of a trace.
    pub discarded: BTreeMap<String, i64>,
    /// By id of the activity.
    pub activities: BTreeMap<String, ActivityCounts>,
}

/// What an activity came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityCounts {
    /// How often people came here: who is done with it, and who waits here.
    pub reached: i64,
    /// Who waits here now.
    pub waiting: i64,
    /// Steps by status, in the words of a trace.
    pub statuses: BTreeMap<String, i64>,
    /// Steps that failed, by cause: an HTTP status, `timedOut`, `capped`, `policy`, `missingSecret`, `unsendable`,
    /// `replyTooLarge`, `untrusted`, `unreachable`, `noToken`,
    /// `error`.
    pub errors: BTreeMap<String, i64>,
    /// Where people went on: by the id of a branch, or `next`, `other`, `timeout`, `error`.
    pub branches: BTreeMap<String, i64>,
}

impl From<&run::Counts> for Counts {
    fn from(counts: &run::Counts) -> Self {
        let (mut ended, mut discarded) = (BTreeMap::new(), BTreeMap::new());
        for (reason, count) in &counts.ended {
            match reason {
                Reason::Discarded(discard) => discarded.insert(discard.code().to_owned(), *count),
                reason => ended.insert(reason.to_string(), *count),
            };
        }
        let activities = counts.activities.iter().map(|(id, counts)| (id.0.clone(), counts.into())).collect();
        Self { entered: counts.entered, inside: counts.inside(), ended, discarded, activities }
    }
}

impl From<&run::ActivityCounts> for ActivityCounts {
    fn from(counts: &run::ActivityCounts) -> Self {
        Self {
            reached: counts.reached(),
            waiting: counts.waiting,
            statuses: counts.statuses.iter().map(|(status, count)| (status.word().to_owned(), *count)).collect(),
            errors: counts.errors.clone(),
            branches: counts.branches.clone(),
        }
    }
}

/// Words of a later server say nothing here.
impl From<&Counts> for run::Counts {
    fn from(counts: &Counts) -> Self {
        let ended = counts.ended.iter().map(|(word, count)| (word.clone(), *count));
        let discarded = counts.discarded.iter().map(|(code, count)| (format!("discarded:{code}"), *count));
        let ended = ended.chain(discarded).filter_map(|(word, count)| Some((Reason::from_word(&word)?, count)));
        let activities = counts.activities.iter().map(|(id, counts)| (ActivityId(id.clone()), counts.into()));
        Self { entered: counts.entered, ended: ended.collect(), activities: activities.collect() }
    }
}

impl From<&ActivityCounts> for run::ActivityCounts {
    fn from(counts: &ActivityCounts) -> Self {
        let statuses = counts.statuses.iter().filter_map(|(word, count)| Some((Status::from_word(word)?, *count)));
        Self {
            waiting: counts.waiting,
            statuses: statuses.collect(),
            errors: counts.errors.clone(),
            branches: counts.branches.clone(),
        }
    }
}
