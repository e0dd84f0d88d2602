//! The figures of a forecast as the check takes them.

use std::collections::BTreeMap;

use super::report::{EndpointVolume, Forecast};
use crate::check::survey::crowd::Measured;
use crate::check::survey::load::Limit;
use crate::check::{Entries, Volumes};
use crate::journey::{
    Action, CampaignInstance, DataSource, Destination, Endpoint, Inventory, JourneyId, Workspace, host_of,
};
use crate::run::traffic;

impl Forecast {
    /// What the check takes from it in place of what is stated. `workspace` is the document of which it was made; from
    /// one that was broken off nothing should be taken.
    pub fn volumes(&self, workspace: &Workspace) -> Volumes {
        let mut volumes = Volumes::of(workspace);
        for place in self.places() {
            if let Some(limit) = limit(place, &workspace.inventory) {
                volumes.calls.insert(limit, measured(place));
            }
        }
        for journey in self.journeys.iter().filter(|journey| journey.entered > 0) {
            let entries = Entries { per_second: whole(journey.busiest_second), people: journey.entered };
            volumes.entries.insert(journey.journey.clone(), entries);
        }
        volumes
    }
}

fn measured(place: &EndpointVolume) -> BTreeMap<JourneyId, Measured> {
    let of = |journey: &JourneyId, ms: i64| {
        let span = place.spans.iter().find(|span| span.ms == ms);
        span.and_then(|span| span.came.get(journey)).map_or(0, |came| whole(*came))
    };
    let period_ms = place.spans.iter().map(|span| span.ms).find(|ms| ![1_000, 3_600_000].contains(ms)).unwrap_or(1_000);
    let each = place.came.iter().map(|(journey, all)| {
        let measured = Measured {
            second: of(journey, 1_000),
            period: of(journey, period_ms),
            period_ms,
            hour: of(journey, 3_600_000),
            all: whole(*all),
            longest_delay_ms: place.longest_delay_ms.map_or(0, |delay| whole(delay.count)),
            given_up: whole(place.given_up),
        };
        (journey.clone(), measured)
    });
    each.collect()
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The place as the check calls it.
fn limit(place: &EndpointVolume, inventory: &Inventory) -> Option<Limit> {
    use traffic::Limit as Met;
    let is_it = |limit: &Met| limit.key() == place.key;
    let endpoint = inventory.endpoints.iter().find(|it: &&Endpoint| is_it(&Met::Endpoint(it.id.clone())));
    if let Some(endpoint) = endpoint {
        return Some(Limit::Endpoint(endpoint.id.clone()));
    }
    if let Some(source) = inventory.data_sources.iter().find(|it: &&DataSource| is_it(&Met::DataSource(it.id.clone())))
    {
        return Some(Limit::DataSource(source.id.clone()));
    }
    let host = || place.name.clone();
    if is_it(&Met::Host(host())) {
        return Some(Limit::Host(host()));
    }
    if is_it(&Met::SlowHost(host())) {
        return Some(Limit::SlowHost(host()));
    }
    let campaign = |fits: &dyn Fn(&Action) -> bool| {
        let mut actions = inventory.actions.iter().filter(|action| action.destination != Destination::ThirdParty);
        actions.find(|action| fits(action)).map(|action| action.destination)
    };
    let instance =
        inventory.campaign_instances.iter().find(|it: &&CampaignInstance| is_it(&Met::Campaign(it.id.clone())));
    match instance {
        Some(instance) => {
            let to = campaign(&|action| action.instance.as_ref() == Some(&instance.id))?;
            Some(Limit::Campaign(instance.id.clone(), to))
        }
        None => {
            let is_host = |action: &Action| host_of(&action.url).is_some_and(|it| it.eq_ignore_ascii_case(&place.name));
            Some(Limit::CampaignHost(host(), campaign(&is_host)?))
        }
    }
}
