//! A leak: a place where a forecast loses calls, what it lets through, and the steps whose calls are lost there.

use super::super::report::{EndpointVolume, Forecast};
use crate::journey::{
    Action, Activity, ActivityId, Channel, DataSource, Endpoint, EndpointId, FieldGroup, Journey, JourneyId, Kind,
    Object, Platform, Population, QUEUE_HOURS, ReadAudience, System, Workspace, says,
};
use crate::run::traffic::{Limit, Limits};

/// A place where calls are lost.
pub(super) struct Leak<'f> {
    pub place: &'f EndpointVolume,
    /// The endpoint, where it is one.
    pub endpoint: Option<EndpointId>,
    /// So many calls fit into so many milliseconds.
    pub fits: (i64, i64),
    /// The steps whose calls are lost there.
    pub steps: Vec<(JourneyId, ActivityId)>,
    /// How many came into the journeys of these steps.
    pub entered: u64,
}

impl<'f> Leak<'f> {
    /// Where a forecast loses calls, the most first. Places that nothing of the document limits are none.
    pub(super) fn all(workspace: &Workspace, population: &Population, forecast: &'f Forecast) -> Vec<Self> {
        let limits = Limits::of(workspace.settings.platform, &workspace.inventory);
        let leaking = forecast.endpoints.iter().chain(&forecast.budgets).filter(|place| place.lost() > 0);
        let mut leaks: Vec<Self> =
            leaking.filter_map(|place| Self::at(place, workspace, population, &limits, forecast)).collect();
        leaks.sort_by_key(|leak| std::cmp::Reverse(leak.place.lost()));
        leaks
    }

    fn at(
        place: &'f EndpointVolume,
        workspace: &Workspace,
        population: &Population,
        limits: &Limits,
        forecast: &Forecast,
    ) -> Option<Self> {
        let is_it = |endpoint: &&Endpoint| Limit::Endpoint(endpoint.id.clone()).key() == place.key;
        let mut narrowest = place.rates.iter().map(|rate| (rate.calls, rate.period_ms)).reduce(narrower);
        let mut steps: Vec<(JourneyId, ActivityId)> = Vec::new();
        for loss in &forecast.losses {
            let Some(id) = loss.activity.as_ref().filter(|_| matches!(loss.cause.as_str(), "capped" | "429")) else {
                continue;
            };
            let step = (loss.journey.clone(), id.clone());
            let Some(activity) = workspace.journeys.get(&loss.journey).and_then(|journey| journey.activity(id)) else {
                continue;
            };
            let calls = actions(workspace, activity).into_iter().any(|action| {
                let (id, address) = (&action.id, action.address());
                limits.call(id, &address).limits().any(|limit| limit.key() == place.key)
                    || limits.arrives(id, &address).is_some_and(|endpoint| is_it(&endpoint))
            });
            let asks = asked(workspace, activity).into_iter().any(|source| {
                let meets = |group: &FieldGroup| {
                    limits.fetch(&source.id, &group.name).limits().any(|limit| limit.key() == place.key)
                };
                source.field_groups.iter().any(meets)
            });
            if (calls || asks) && !steps.contains(&step) {
                steps.push(step);
            }
        }
        let endpoint = workspace.inventory.endpoints.iter().find(is_it).map(|endpoint| endpoint.id.clone());
        let is_its = |system: &System| endpoint.as_ref().is_some_and(|id| *system == System::Endpoint(id.clone()));
        let behaves = population.systems.iter().find(|behaviour| is_its(&behaviour.system));
        if let Some(capacity) = behaves.and_then(|behaviour| behaviour.capacity_per_second) {
            let rate = (i64::from(capacity), 1_000);
            narrowest = Some(narrowest.map_or(rate, |known| narrower(known, rate)));
        }
        let fits = narrowest.filter(|(calls, period_ms)| *calls > 0 && *period_ms > 0)?;
        let of = |journey: &JourneyId| steps.iter().any(|(known, _)| known == journey);
        let entered = forecast.journeys.iter().filter(|journey| of(&journey.journey)).map(|journey| journey.entered);
        let entered = u64::try_from(entered.sum::<i64>()).unwrap_or(0);
        (!steps.is_empty()).then_some(Self { place, endpoint, fits, steps, entered })
    }

    /// Calls that came: those that left and those that were lost before.
    pub(super) fn came(&self) -> u64 {
        self.place.calls + self.place.capped + self.place.given_up
    }

    /// Calls of one person, on average.
    pub(super) fn of_one(&self) -> f64 {
        self.came() as f64 / self.entered.max(1) as f64
    }

    /// Seconds within which the calls may come at the shortest, if they come evenly: as long as they fit, or until
    /// nobody waits too long for them any more.
    pub(super) fn lasts(&self) -> f64 {
        let fits = self.came() as f64 / self.fits_a_second();
        if self.place.given_up > 0 { (fits - (QUEUE_HOURS * 3_600) as f64).max(1.0) } else { fits }
    }

    /// Calls a second that fit.
    pub(super) fn fits_a_second(&self) -> f64 {
        self.fits.0 as f64 * 1e3 / self.fits.1 as f64
    }

    /// The journeys of its steps that read an audience, each with the step that reads.
    pub(super) fn readings<'w>(&self, workspace: &'w Workspace) -> Vec<(&'w Journey, &'w Activity, &'w ReadAudience)> {
        let mut journeys: Vec<&JourneyId> = self.steps.iter().map(|(journey, _)| journey).collect();
        journeys.sort();
        journeys.dedup();
        let journeys = journeys.into_iter().filter_map(|id| workspace.journeys.get(id));
        let reading = |journey: &'w std::sync::Arc<Journey>| {
            journey.activities.iter().find_map(|activity| match &activity.kind {
                Kind::ReadAudience(read) => Some((&**journey, activity, read)),
                _ => None,
            })
        };
        journeys.filter_map(reading).collect()
    }

    /// “Cart” and “Order”: the journeys by their names.
    pub(super) fn named(journeys: &[&Journey]) -> String {
        let names: Vec<String> = journeys.iter().map(|journey| format!("“{}”", journey.name)).collect();
        names.join(" and ")
    }
}

/// The one through which less gets in the same time.
fn narrower(one: (i64, i64), other: (i64, i64)) -> (i64, i64) {
    let is_narrower = i128::from(other.0) * i128::from(one.1) < i128::from(one.0) * i128::from(other.1);
    if is_narrower { other } else { one }
}

/// The data sources that a step may ask.
fn asked<'w>(workspace: &'w Workspace, activity: &Activity) -> Vec<&'w DataSource> {
    let sources = workspace.inventory.data_sources.iter();
    let is_asked = |source: &&DataSource| {
        let mut is_said = false;
        activity.walk(&mut |_, word, text| is_said |= says(word, text, DataSource::KIND, &source.name));
        is_said
    };
    sources.filter(is_asked).collect()
}

/// The actions that a step calls.
fn actions<'w>(workspace: &'w Workspace, activity: &Activity) -> Vec<&'w Action> {
    let inventory = &*workspace.inventory;
    match &activity.kind {
        Kind::CustomAction(call) | Kind::Campaign(call) => {
            call.action.as_ref().and_then(|id| inventory.get::<Action>(id)).into_iter().collect()
        }
        // Elsewhere the platform sends them itself.
        kind if workspace.settings.platform == Platform::Waymark => {
            let channels =
                kind.messages().iter().filter_map(|message| inventory.get::<Channel>(message.channel.as_ref()?));
            channels.filter_map(|channel| inventory.get::<Action>(channel.provider.as_ref()?)).collect()
        }
        _ => Vec::new(),
    }
}
