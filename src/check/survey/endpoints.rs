//! Which endpoint's limits hold for an action: the one that it names, else the one whose address fits.

use super::Estate;
use crate::journey::{Action, Endpoint, Inventory, Service};

/// The endpoint of an action.
pub fn of<'a>(inventory: &'a Inventory, action: &Action) -> Option<&'a Endpoint> {
    match &action.endpoint {
        Some(id) => inventory.get::<Endpoint>(id),
        None => inventory.endpoints.iter().find(|endpoint| {
            endpoint.service == Service::Action
                && endpoint.methods.contains(&action.counts_as())
                && endpoint.covers(&action.address())
        }),
    }
}

/// The endpoint of an action, where its limits are in force: deployed, on a platform that wants that.
pub fn in_force<'a>(estate: &Estate<'a>, action: &Action) -> Option<&'a Endpoint> {
    of(estate.inventory(), action).filter(|endpoint| endpoint.deployed || !estate.platform.standing().deploys)
}
