//! The forecast: a crowd through all journeys of a workspace at once, against the systems that they share, in virtual
//! time.
//!
//! ```text
//! population   who the people are and how they come: the document, or what the inventory states (assume)
//! people       makes a person when one is needed (draw, chance, table)
//! arrivals     what happens to whom, one after the other, never written out
//! crowd        moves people: a host of `crate::run::conduct`, and a queue of virtual time
//! watch        what is seen of them; ledger, series: what is kept of it
//! report       what became of all of it; text: for people
//! ```
//!
//! Who watches, who arrives and who the people are does not know how they are moved; what a journey does with them is
//! decided by `crate::run` alone.

mod arrivals;
mod assume;
pub mod chance;
mod crowd;
pub(super) mod draw;
mod drive;
mod ledger;
mod people;
mod plan;
mod queue;
mod report;
mod series;
mod table;
mod text;
mod watch;

pub(super) use plan::faults_of_behaviour;

pub use assume::assume;
pub use drive::{Progress, conduct};
pub use ledger::Ledger;
pub use plan::{Fault, Plan, VolumeError};
pub use report::{Activity, EndpointVolume, Forecast, JourneyVolume, LeftOut, Loss, Messages, Moment, Most, Point};
pub use text::text;
pub use watch::{Asked, Watch, Whose};

use crate::journey::Workspace;

/// So many people through every journey of a workspace: as its population says, else as the inventory states.
///
/// # Errors
/// See [`VolumeError`].
pub fn forecast(
    workspace: &Workspace,
    (seed, people): (u64, Option<u32>),
    table: Option<&str>,
    mut go_on: impl FnMut(&Progress) -> bool,
) -> Result<Forecast, VolumeError> {
    let (assumed, assumptions);
    let population = match &workspace.population {
        Some(population) => {
            assumptions = Vec::new();
            &**population
        }
        None => {
            (assumed, assumptions) = assume(workspace);
            &assumed
        }
    };
    let plan = Plan::new(workspace, population, (seed, people), table)?;
    let mut ledger = Ledger::default();
    let mut cancelled = false;
    let end = conduct(&plan, &mut ledger, |progress| {
        let goes_on = go_on(progress);
        cancelled |= !goes_on;
        goes_on
    });
    Ok(Forecast { cancelled, assumptions, ..Forecast::of(&plan, ledger, end) })
}
