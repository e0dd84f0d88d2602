//! What the people of a journey ask of other systems: which limits their calls meet, and how many calls one person
//! makes on the way with most of them.

use std::collections::BTreeSet;

use super::flow::{Flow, Step};
use super::rate::Rush;
use super::{Estate, Formula, Survey, endpoints, jumping};
use crate::expression::Target;
use crate::journey::{
    Action, CampaignInstance, CampaignInstanceId, Channel, DataSource, DataSourceId, DataSourceKind, Destination,
    EndpointId, ExperimentKind, JourneyId, Kind, Platform, Port, Service, Test, host_of,
};

/// What calls share; journeys whose calls have the same one share it too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// What is set for an endpoint, or stated of it.
    Endpoint(EndpointId),
    /// Of a host without a limit of its own.
    Host(String),
    /// Of a host that answers slowly.
    SlowHost(String),
    /// Of an external data source.
    DataSource(DataSourceId),
    /// Of an instance of Campaign.
    Campaign(CampaignInstanceId, Destination),
    /// Of a Campaign whose instance nobody named, by its host.
    CampaignHost(String, Destination),
}

/// A call that people make at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The step.
    pub step: usize,
    /// The expression that asks, by its place in [`Survey::formulas`]; `None` where the step itself calls.
    pub formula: Option<usize>,
    /// A limit that it meets.
    pub limit: Limit,
}

/// One call of everybody who comes, in the unit in which calls of one person are counted: where chance shares people
/// out, one person makes a part of a call.
pub const ONE_CALL: u64 = 1_000_000_000;

/// What a journey asks of other systems when most people come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How they come by the entry; `None` where nobody stated it.
    pub rush: Option<Rush>,
    /// For each limit the calls of one person at most, in parts of [`ONE_CALL`].
    pub calls: Vec<(Limit, u64)>,
    /// The journeys to which people jump, each with the share of them at most, in parts of [`ONE_CALL`].
    pub jumps: Vec<(JourneyId, u64)>,
}

impl Load {
    /// What people ask who come in that way; where nobody stated how, on and on.
    pub fn of(survey: &Survey<'_>, rush: Option<Rush>) -> Self {
        let lasts_ms = rush.and_then(|rush| rush.lasts_ms());
        let made = survey.calls();
        let calls = limits_of(&made).into_iter().map(|limit| {
            let of_limit: Vec<usize> = made.iter().filter(|call| call.limit == *limit).map(|call| call.step).collect();
            (limit.clone(), calls_of_one(survey.flow, lasts_ms, &of_limit))
        });
        let calls = calls.filter(|(_, calls)| *calls > 0).collect();
        Self { rush, calls, jumps: jumping::jumps(survey.flow, lasts_ms) }
    }
}

/// The limits that these calls meet, each once.
pub fn limits_of(calls: &[Call]) -> BTreeSet<&Limit> {
    calls.iter().map(|call| &call.limit).collect()
}

/// How many of these calls one person makes at most within a rush of that length; a step stands as often as it calls.
pub(super) fn calls_of_one(flow: &Flow<'_>, lasts_ms: Option<i64>, calls: &[usize]) -> u64 {
    let Some(entry) = flow.entry else { return 0 };
    worst(flow, entry, lasts_ms, |step| calls.iter().filter(|call| **call == step).count())
}

/// How often one person who is at a step does something from there on, on the way with most of it, in parts of
/// [`ONE_CALL`]. Chance shares people out as the journey states; everything else may send everybody the same way. What
/// people do after a wait that is longer than they need to come in does not fall together with what they did before.
pub fn worst(flow: &Flow<'_>, from: usize, lasts_ms: Option<i64>, does: impl Fn(usize) -> usize) -> u64 {
    // For each step: from there on until the next such wait, and at most at any time after that.
    let mut open = vec![(0_u64, 0_u64); flow.steps.len()];
    for &index in flow.order.iter().rev() {
        let step = &flow.steps[index];
        let (mut shared, mut whole) = ((0_u64, 0_u64), (0_u64, 0_u64));
        for (port, wires) in flow.ways_out(step) {
            let mut way = (0, 0);
            for wire in wires.filter(|wire| !wire.back) {
                way = most(way, open[wire.to]);
            }
            if lasts_ms.is_some_and(|lasts| step.left_at_the_soonest(port) >= lasts.max(1_000)) {
                way = (0, way.0.max(way.1));
            }
            match share_of(step, port) {
                Some(share) => {
                    let part = |calls: u64| calls.saturating_mul(share) / 10_000;
                    shared = (shared.0.saturating_add(part(way.0)), shared.1.saturating_add(part(way.1)));
                }
                None => whole = most(whole, way),
            }
        }
        let (now, later) = most(shared, whole);
        let here = u64::try_from(does(index)).unwrap_or(u64::MAX).saturating_mul(ONE_CALL);
        open[index] = (now.saturating_add(here), later);
    }
    open[from].0.max(open[from].1)
}

fn most(one: (u64, u64), other: (u64, u64)) -> (u64, u64) {
    (one.0.max(other.0), one.1.max(other.1))
}

/// The share of people whom chance sends this way, in hundredths of a percent.
fn share_of(step: &Step<'_>, port: &Port) -> Option<u64> {
    let (Kind::Condition(condition), Port::Branch(branch)) = (step.kind(), port) else { return None };
    let path = condition.test.shares()?.iter().find(|path| path.id == *branch)?;
    let stays = match &condition.test {
        // An experiment that learns, or scales its winner, may give all of its people to what does best.
        Test::Experiment(experiment) => experiment.kind == ExperimentKind::Fixed && experiment.scaling.is_none(),
        _ => true,
    };
    stays.then_some(u64::from(path.share))
}

impl Survey<'_> {
    /// The calls that people make, each once for each limit that it meets, in the order of the flow.
    pub fn calls(&self) -> Vec<Call> {
        let mut calls = Vec::new();
        let asks = self.estate.inventory().data_sources.iter().any(|it| it.kind != DataSourceKind::Platform);
        let reached = self.flow.order.iter().filter(|step| self.flow.reached[**step]);
        for &step in reached {
            let mut meet = |formula: Option<usize>, limits: Vec<Limit>| {
                calls.extend(limits.into_iter().map(|limit| Call { step, formula, limit }));
            };
            match self.flow.steps[step].kind() {
                Kind::CustomAction(call) | Kind::Campaign(call) => {
                    if let Some(action) = self.estate.get::<Action>(call.action.as_ref()) {
                        meet(None, met_by(self.estate, action));
                    }
                }
                // Elsewhere the platform sends them itself.
                kind if self.estate.platform == Platform::Waymark => {
                    for message in kind.messages() {
                        let channel = self.estate.get::<Channel>(message.channel.as_ref());
                        let provider = channel.and_then(|channel| self.estate.get::<Action>(channel.provider.as_ref()));
                        if let Some(provider) = provider {
                            meet(None, met_by(self.estate, provider));
                        }
                    }
                }
                _ => {}
            }
            if asks {
                for (formula, limits) in self.questions(step) {
                    meet(Some(formula), limits);
                }
            }
        }
        calls
    }

    /// What the expressions of a step ask external data sources: each field group once, however often it is named.
    fn questions(&self, step: usize) -> Vec<(usize, Vec<Limit>)> {
        let mut asked = Vec::new();
        let mut questions = Vec::new();
        let at_step = |(_, formula): &(usize, &Formula<'_>)| formula.step == Some(step);
        for (index, formula) in self.formulas.iter().enumerate().filter(at_step) {
            for reference in formula.references() {
                let Target::FieldGroup { source, group, .. } = &reference.target else { continue };
                let Some(known) = self.estate.inventory().named::<DataSource>(source) else { continue };
                if known.kind == DataSourceKind::Platform || asked.contains(&(source, group)) {
                    continue;
                }
                asked.push((source, group));
                questions.push((index, met_by_question(self.estate, known, group)));
            }
        }
        questions
    }
}

/// The limits that a call of an action meets.
fn met_by(estate: &Estate<'_>, action: &Action) -> Vec<Limit> {
    let standing = estate.platform.standing();
    let mut limits = Vec::new();
    let endpoint = endpoints::of(estate.inventory(), action);
    let limited = endpoints::in_force(estate, action).is_some_and(|it| it.cap.is_some() || it.throttle.is_some());
    if let Some(endpoint) = endpoint.filter(|endpoint| limited || endpoint.capacity_per_second.is_some()) {
        limits.push(Limit::Endpoint(endpoint.id.clone()));
    }
    let slow = standing.slow_host.as_ref().zip(endpoint);
    let slow = slow.filter(|((slow, _), endpoint)| endpoint.response_time_ms > Some(*slow));
    match slow.and_then(|(_, endpoint)| host(&endpoint.url_pattern)) {
        Some(host) => limits.push(Limit::SlowHost(host)),
        None if !limited && standing.host.is_some() => limits.extend(host(&action.address()).map(Limit::Host)),
        None => {}
    }
    if action.destination != Destination::ThirdParty {
        let instance = action.instance.as_ref().filter(|id| estate.inventory().get::<CampaignInstance>(id).is_some());
        limits.extend(match instance {
            Some(instance) => Some(Limit::Campaign(instance.clone(), action.destination)),
            None => host(&action.url).map(|host| Limit::CampaignHost(host, action.destination)),
        });
    }
    limits
}

/// The limits that a question to a field group of an external data source meets.
fn met_by_question(estate: &Estate<'_>, source: &DataSource, group: &str) -> Vec<Limit> {
    let standing = estate.platform.standing();
    let mut limits = Vec::new();
    let DataSourceKind::External { url, .. } = &source.kind else { return limits };
    let method = source.field_groups.iter().find(|known| known.name == group).map(|known| known.method);
    let address = url.split(['?', '#']).next().unwrap_or_default();
    let endpoint = estate.inventory().endpoints.iter().find(|endpoint| {
        endpoint.service == Service::DataSource
            && method.is_some_and(|method| endpoint.methods.contains(&method))
            && endpoint.fits(address)
    });
    let limits_it = |deployed: bool| deployed || !standing.deploys;
    let own = endpoint.filter(|it| it.capacity_per_second.is_some() || (it.cap.is_some() && limits_it(it.deployed)));
    limits.extend(own.map(|endpoint| Limit::Endpoint(endpoint.id.clone())));
    if standing.data_source.is_some() {
        limits.push(Limit::DataSource(source.id.clone()));
    }
    limits
}

/// Hosts are the same in any case of letters.
pub(super) fn host(url: &str) -> Option<String> {
    host_of(url).map(str::to_ascii_lowercase)
}
