//! The smallest change that loses nothing: where a forecast loses calls, what could be changed so that it does not,
//! each change as small as it can be and tried out in the forecast itself.
//!
//! ```text
//! leak     where calls are lost, and whose
//! knob     something that can be turned; rate, waves, throttle, spread: the four that there are
//! search   how far a knob has to be turned at least
//! trial    a forecast of the changed workspace, broken off at the first loss
//! ```
//!
//! A guess by arithmetic says where the search begins, never what is offered: what is offered ran to its end, lost
//! nothing at its place and no more than before anywhere else, let in as many people, and breaks no further guardrail.

mod knob;
mod leak;
mod rate;
mod search;
mod spread;
mod text;
mod throttle;
mod trial;
mod waves;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::drive::Progress;
use super::report::{EndpointVolume, Forecast};
use super::{Setting, population_of};
use crate::check::{Confidence, Remedy};
use crate::journey::Workspace;

use knob::Knob;
use leak::Leak;
use trial::Trials;

pub use search::smallest;
pub use text::offers_text;

/// A change that was tried out and loses nothing at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What it turns.
    pub turns: Turns,
    /// Where nothing is lost any more: the key of an [`EndpointVolume`].
    pub place: String,
    /// What people call that place.
    pub name: String,
    /// The change. Its ids are drawn already: chance depends on them, and the proof with it.
    pub remedy: Remedy,
    /// The arithmetic in one line.
    pub because: String,
    /// What the place came to without it.
    pub before: Outlook,
    /// What it came to with it.
    pub after: Outlook,
}

/// What a remedy turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Turns {
    /// How fast an audience is read.
    Rate,
    /// By how many waves it comes in.
    Waves,
    /// Calls wait where they were refused.
    Throttle,
    /// People wait before they call, one longer than the other.
    Spread,
}

/// What a place came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outlook {
    /// Attempts that were refused, dropped, or too many for the other side.
    pub lost: u64,
    /// Attempts that left.
    pub calls: u64,
    /// Attempts in the busiest second.
    pub busiest_second: u64,
    /// The longest wait in its queue, in milliseconds.
    pub longest_delay_ms: u64,
    /// When the last attempt left.
    #[serde(default, with = "super::report::perhaps", skip_serializing_if = "Option::is_none")]
    pub last_call: Option<Timestamp>,
}

impl Outlook {
    fn of(place: &EndpointVolume) -> Self {
        Self {
            lost: place.lost(),
            calls: place.calls,
            busiest_second: place.busiest_second.map_or(0, |busiest| busiest.count),
            longest_delay_ms: place.longest_delay_ms.map_or(0, |delay| delay.count),
            last_call: place.last_call,
        }
    }
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Searched {
    /// Forecasts that were begun so far.
    pub trials: usize,
    /// How far the one that runs is.
    pub progress: Progress,
}

/// The changes of which each by itself loses nothing at one of the places where `before`, a forecast of this workspace
/// under this setting and of this table, loses calls; of several at a place the one whose last call leaves first comes first. None where
/// nothing is lost, or where no change suffices. `go_on` is asked now and then; once it says false, what was found
/// until then is offered.
pub fn remedies(
    workspace: &Workspace,
    setting: impl Into<Setting>,
    table: Option<&str>,
    before: &Forecast,
    go_on: impl FnMut(&Searched) -> bool,
) -> Vec<Offer> {
    let setting = setting.into();
    let (population, _) = population_of(workspace, setting.start);
    let leaks = Leak::all(workspace, &population, before);
    let mut trials = Trials::new((workspace, &population, before), (setting, table), go_on);
    let mut offers = Vec::new();
    for leak in &leaks {
        let knobs = [rate::knob(workspace, leak), waves::knob(workspace, leak), throttle::knob(workspace, leak)];
        let knobs = knobs.into_iter().flatten().chain(spread::knob(workspace, setting.seed, leak));
        let mut found: Vec<Offer> = knobs.filter_map(|knob| offer(leak, knob, &mut trials)).collect();
        found.sort_by_key(|offer| (offer.after.last_call, offer.turns));
        offers.extend(found);
    }
    offers
}

/// The smallest turn of a knob that suffices.
fn offer<G: FnMut(&Searched) -> bool>(leak: &Leak<'_>, knob: Knob<'_>, trials: &mut Trials<'_, G>) -> Option<Offer> {
    let mut knob = knob;
    loop {
        let mut proof = None;
        let turn = smallest((knob.least, knob.most), knob.guess, |turn| {
            let held = trials.run(leak, &(knob.edits)(turn)).ok()?;
            let holds = held.is_some();
            // The last that holds is the smallest.
            proof = held.or(proof.take());
            Some(holds)
        })?;
        if let Some(finer) = knob.then.take() {
            knob = finer(turn);
            continue;
        }
        let forecast = proof?;
        let place = forecast.place(&leak.place.key)?;
        return Some(Offer {
            turns: knob.turns,
            place: leak.place.key.clone(),
            name: leak.place.name.clone(),
            because: (knob.because)(turn, place),
            remedy: Remedy {
                title: (knob.title)(turn),
                edits: (knob.edits)(turn),
                confidence: Confidence::Suggested,
                instead: false,
            },
            before: Outlook::of(leak.place),
            after: Outlook::of(place),
        });
    }
}
