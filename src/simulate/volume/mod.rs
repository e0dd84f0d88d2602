//! The forecast: a crowd through all journeys of a workspace at once, against the systems that they share, in virtual
//! time.
//!
//! ```text
//! population   who the people are and how they come: the document, or what the inventory states (assume)
//! people       who there is: test profiles, rows (table), or as chance makes them (recipe, draw, chance)
//! person       one of them, as far as somebody looks
//! arrivals     what happens to whom, one after the other, never written out
//! bring        what their events say (dates)
//! crowd        moves people: a host of `crate::run::conduct`, and a queue of virtual time
//! watch        what is seen of them; ledger, series, peaks: what is kept of it
//! report       what became of all of it; text: for people
//! figures      what the check takes from it
//! remedies     the smallest changes that lose nothing, each tried out
//! ```
//!
//! Who watches, who arrives and who the people are does not know how they are moved; what a journey does with them is
//! decided by `crate::run` alone.

mod arrivals;
mod assume;
mod bring;
pub mod chance;
mod crowd;
mod dates;
pub(super) mod draw;
mod drive;
mod figures;
mod ledger;
mod peaks;
mod people;
mod person;
mod plan;
mod queue;
mod recipe;
mod remedies;
mod report;
mod series;
mod table;
mod text;
mod watch;

pub(super) use plan::faults_of_behaviour;

pub use assume::assume;
pub use drive::{Progress, conduct};
pub use ledger::Ledger;
pub use plan::{Fault, Plan, VolumeError, people_of};
pub use remedies::{Offer, Outlook, Searched, Turns, offers_text, remedies, smallest};
pub use report::{
    Activity, EndpointVolume, Forecast, JourneyVolume, LeftOut, Loss, Messages, Moment, Most, Point, Rate, Span,
};
pub use text::text;
pub use watch::{Asked, Watch, Whose};

use jiff::Timestamp;

use crate::journey::{Population, Workspace};

/// What is chosen for one forecast, over what the population says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Where chance begins.
    pub seed: u64,
    /// How many people there are; as many as the population says where nobody chose.
    pub people: Option<u32>,
    /// Virtual time at the beginning; that of the population where nobody chose.
    pub start: Option<Timestamp>,
}

impl From<(u64, Option<u32>)> for Setting {
    fn from((seed, people): (u64, Option<u32>)) -> Self {
        Self { seed, people, start: None }
    }
}

/// So many people through every journey of a workspace: as its population says, else as the inventory states.
///
/// # Errors
/// See [`VolumeError`].
pub fn forecast(
    workspace: &Workspace,
    setting: impl Into<Setting>,
    table: Option<&str>,
    mut go_on: impl FnMut(&Progress) -> bool,
) -> Result<Forecast, VolumeError> {
    let setting = setting.into();
    let (population, mut assumptions) = population_of(workspace, setting.start);
    let plan = Plan::new(workspace, &population, (setting.seed, setting.people), table)?;
    assumptions.extend(bring::assumption(&plan));
    let mut ledger = Ledger::of(&plan);
    let mut cancelled = false;
    let end = conduct(&plan, &mut ledger, |progress| {
        let goes_on = go_on(progress);
        cancelled |= !goes_on;
        goes_on
    });
    Ok(Forecast { cancelled, assumptions, ..Forecast::of(&plan, ledger, end) })
}

/// Who the people of a workspace's forecast are: as it says, else as its inventory states, from this moment on where one
/// is chosen; and what nobody stated.
fn population_of(workspace: &Workspace, start: Option<Timestamp>) -> (Population, Vec<String>) {
    match &workspace.population {
        Some(population) => {
            let start = start.or(population.start);
            (Population { start, ..Population::clone(population) }, Vec::new())
        }
        None => assume(workspace, start),
    }
}
