//! Which limits hold for a call: those of its endpoint, and those that the platform has by itself.
//!
//! The endpoint is the one that the action names, else the first in the inventory whose address and methods fit. The
//! address is that of the request itself, variable parts included, without its query. Where the platform wants limits
//! deployed, one that is not does nothing. A throttle is for custom actions alone: it does nothing for data sources,
//! which are asked while somebody waits, nor for Campaign, to which calls are not throttled.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::journey::{
    Action, ActionId, CampaignInstance, CampaignInstanceId, Cap, DataSourceId, DataSourceKind, Destination, Endpoint,
    EndpointId, Inventory, Method, Platform, Service, Throttle, host_of,
};
use crate::run::Effect;

use super::said;

/// Names a limit; journeys whose calls have the same one share it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Limit {
    /// Of an endpoint.
    Endpoint(EndpointId),
    /// Of a host without a limit of its own.
    Host(String),
    /// Of a host that answers slowly.
    SlowHost(String),
    /// Of an external data source.
    DataSource(DataSourceId),
    /// Of an instance of Campaign.
    Campaign(CampaignInstanceId),
    /// Of a Campaign whose instance nobody named, by its host.
    CampaignHost(String),
}

impl Limit {
    /// The limit in one word: no two have the same.
    pub fn key(&self) -> String {
        format!("{self:?}")
    }
}

/// A limit and what it lets through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub limit: Limit,
    /// What people call it.
    pub name: String,
    pub cap: Option<Cap>,
    pub throttle: Option<Throttle>,
}

impl Rule {
    fn cap(limit: Limit, name: &str, cap: Cap) -> Self {
        Self { limit, name: name.to_owned(), cap: Some(cap), throttle: None }
    }

    fn limits(&self) -> bool {
        self.cap.is_some() || self.throttle.is_some()
    }
}

/// The limits of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    endpoints: Vec<Address>,
    calls: BTreeMap<ActionId, Call>,
    sources: BTreeMap<DataSourceId, Source>,
    /// By the name of a channel: its provider, and where that is found.
    channels: BTreeMap<String, (ActionId, String)>,
}

/// An endpoint.
#[derive(Clone, Debug)]
struct Address {
    endpoint: Endpoint,
    /// What is in force of it.
    rule: Rule,
    /// What its host gets because it answers slowly.
    slow: Option<Rule>,
}

#[derive(Clone, Debug)]
struct Call {
    named: Option<EndpointId>,
    method: Method,
    throttled: bool,
    /// Where no limit is set.
    host: Option<Rule>,
    campaign: Option<Rule>,
}

#[derive(Clone, Debug)]
struct Source {
    url: String,
    groups: BTreeMap<String, Method>,
    rule: Option<Rule>,
}

/// The limits that one call meets.
#[derive(Clone, Debug, Default)]
pub struct Route<'a> {
    own: Option<&'a Rule>,
    standing: [Option<&'a Rule>; 2],
    throttled: bool,
}

impl Limits {
    /// Reads them from the inventory.
    pub fn of(platform: Platform, inventory: &Inventory) -> Self {
        let standing = platform.standing();
        let endpoints = inventory.endpoints.iter().map(|endpoint| {
            let in_force = endpoint.deployed || !standing.deploys;
            let slow = standing.slow_host.as_ref().filter(|(ms, _)| endpoint.response_time_ms > Some(*ms));
            Address {
                rule: Rule {
                    limit: Limit::Endpoint(endpoint.id.clone()),
                    name: endpoint.name.clone(),
                    cap: endpoint.cap.clone().filter(|_| in_force),
                    throttle: endpoint.throttle.clone().filter(|_| in_force),
                },
                slow: slow.and_then(|(_, cap)| {
                    let host = host(&endpoint.url_pattern)?;
                    Some(Rule::cap(Limit::SlowHost(host.clone()), &host, cap.clone()))
                }),
                endpoint: endpoint.clone(),
            }
        });
        let calls = inventory.actions.iter().map(|action| {
            let host = host(&action.address()).zip(standing.host.clone());
            let call = Call {
                named: action.endpoint.clone(),
                method: action.counts_as(),
                throttled: action.destination == Destination::ThirdParty,
                host: host.map(|(host, cap)| Rule::cap(Limit::Host(host.clone()), &host, cap)),
                campaign: campaign(platform, inventory, action),
            };
            (action.id.clone(), call)
        });
        let sources = inventory.data_sources.iter().filter_map(|source| {
            let DataSourceKind::External { url, .. } = &source.kind else { return None };
            let limit = |cap| Rule::cap(Limit::DataSource(source.id.clone()), &source.name, cap);
            let known = Source {
                url: url.clone(),
                groups: source.field_groups.iter().map(|group| (group.name.clone(), group.method)).collect(),
                rule: standing.data_source.clone().map(limit),
            };
            Some((source.id.clone(), known))
        });
        let channels = inventory.channels.iter().filter_map(|channel| {
            let provider = inventory.get::<Action>(channel.provider.as_ref()?)?;
            Some((channel.name.clone(), (provider.id.clone(), provider.address().into_owned())))
        });
        Self {
            endpoints: endpoints.collect(),
            calls: calls.collect(),
            sources: sources.collect(),
            // Elsewhere the platform sends them itself.
            channels: if platform == Platform::Waymark { channels.collect() } else { BTreeMap::new() },
        }
    }

    /// Those that an attempt meets; none where it is no call.
    pub fn route(&self, effect: &Effect) -> Route<'_> {
        match effect {
            Effect::Call { action, request, .. } => self.call(action, &request.url),
            Effect::Fetch { need, .. } => self.fetch(&need.source, &need.group),
            Effect::Send { letter, .. } => self.message(&letter.channel),
            _ => Route::default(),
        }
    }

    /// What a limit lets through, in plain words; nothing of one that is not in force.
    pub fn said(&self, limit: &Limit) -> String {
        self.rule(limit).map(said::lets).unwrap_or_default()
    }

    /// What a limit lets through: so many calls in so many milliseconds, and whether what is beyond waits its turn;
    /// nothing of one that is not in force.
    pub fn rates(&self, limit: &Limit) -> impl Iterator<Item = (i64, i64, bool)> {
        let rule = self.rule(limit);
        let throttle = rule.and_then(|rule| rule.throttle.as_ref()).map(|it| (it.max_throughput, 1_000, true));
        let cap = rule.and_then(|rule| rule.cap.as_ref()).map(|cap| (cap.max_calls, cap.period_ms, false));
        throttle.into_iter().chain(cap)
    }

    /// How many milliseconds the period of each cap is long.
    pub fn periods(&self) -> impl Iterator<Item = (&Limit, i64)> {
        self.rules().filter_map(|rule| Some((&rule.limit, rule.cap.as_ref()?.period_ms)))
    }

    fn rule(&self, limit: &Limit) -> Option<&Rule> {
        self.rules().find(|rule| &rule.limit == limit)
    }

    fn rules(&self) -> impl Iterator<Item = &Rule> {
        let endpoints = self.endpoints.iter().flat_map(|address| [Some(&address.rule), address.slow.as_ref()]);
        let calls = self.calls.values().flat_map(|call| [call.host.as_ref(), call.campaign.as_ref()]);
        let sources = self.sources.values().map(|source| source.rule.as_ref());
        endpoints.chain(calls).chain(sources).flatten()
    }

    /// The endpoint at which an attempt arrives, whether or not limits of it are in force.
    pub fn endpoint(&self, effect: &Effect) -> Option<&Endpoint> {
        match effect {
            Effect::Call { action, request, .. } => self.arrives(action, &request.url),
            Effect::Send { letter, .. } => {
                let (provider, url) = self.channels.get(&letter.channel)?;
                self.arrives(provider, url)
            }
            Effect::Fetch { need, .. } => {
                let source = self.sources.get(&need.source)?;
                let method = source.groups.get(&need.group).copied().unwrap_or_default();
                self.found(Service::DataSource, method, &source.url).map(|address| &address.endpoint)
            }
            _ => None,
        }
    }

    /// The endpoint at which calls of an action to this address arrive.
    pub fn arrives(&self, action: &ActionId, url: &str) -> Option<&Endpoint> {
        self.address(action, url).map(|address| &address.endpoint)
    }

    /// Those that a call of an action to this address meets.
    pub fn call(&self, action: &ActionId, url: &str) -> Route<'_> {
        let Some(call) = self.calls.get(action) else { return Route::default() };
        let address = self.address(action, url);
        let own = address.map(|address| &address.rule).filter(|rule| rule.limits());
        let slow = address.and_then(|address| address.slow.as_ref());
        let host = call.host.as_ref().filter(|_| own.is_none());
        Route { own, standing: [call.campaign.as_ref(), slow.or(host)], throttled: call.throttled }
    }

    /// Those that a message through this channel meets: those of the call by which its provider is handed it.
    pub fn message(&self, channel: &str) -> Route<'_> {
        self.channels.get(channel).map_or_else(Route::default, |(provider, url)| self.call(provider, url))
    }

    /// Those that a question to a field group of a data source meets.
    pub fn fetch(&self, source: &DataSourceId, group: &str) -> Route<'_> {
        let method = self.sources.get(source).and_then(|source| source.groups.get(group)).copied();
        self.question(source, method.unwrap_or_default())
    }

    /// Those that a question to a data source by this method meets.
    pub fn question(&self, source: &DataSourceId, method: Method) -> Route<'_> {
        let Some(source) = self.sources.get(source) else { return Route::default() };
        let address = self.found(Service::DataSource, method, &source.url);
        let own = address.map(|address| &address.rule).filter(|rule| rule.limits());
        Route { own, standing: [source.rule.as_ref(), None], throttled: false }
    }

    fn address(&self, action: &ActionId, url: &str) -> Option<&Address> {
        let call = self.calls.get(action)?;
        match &call.named {
            Some(named) => self.endpoints.iter().find(|address| &address.endpoint.id == named),
            None => self.found(Service::Action, call.method, url),
        }
    }

    fn found(&self, service: Service, method: Method, url: &str) -> Option<&Address> {
        let address = url.split(['?', '#']).next().unwrap_or_default();
        self.endpoints.iter().find(|known| {
            let endpoint = &known.endpoint;
            endpoint.service == service && endpoint.methods.contains(&method) && endpoint.fits(address)
        })
    }
}

impl<'a> Route<'a> {
    pub(super) fn throttle(&self) -> Option<(&'a Rule, &'a Throttle)> {
        let rule = self.own.filter(|_| self.throttled)?;
        Some((rule, rule.throttle.as_ref()?))
    }

    pub(super) fn caps(&self) -> impl Iterator<Item = (&'a Rule, &'a Cap)> {
        let rules = self.own.into_iter().chain(self.standing.into_iter().flatten());
        rules.filter_map(|rule| Some((rule, rule.cap.as_ref()?)))
    }

    /// Every limit that it meets.
    pub fn limits(&self) -> impl Iterator<Item = &'a Limit> {
        let throttle = self.throttle().map(|(rule, _)| rule).filter(|rule| rule.cap.is_none());
        throttle.into_iter().chain(self.caps().map(|(rule, _)| rule)).map(|rule| &rule.limit)
    }

    /// How many each limit lets through in how many milliseconds.
    pub fn rates(&self) -> impl Iterator<Item = (&'a Limit, i64, i64)> {
        let throttle = self.throttle().map(|(rule, throttle)| (&rule.limit, throttle.max_throughput, 1_000));
        throttle.into_iter().chain(self.caps().map(|(rule, cap)| (&rule.limit, cap.max_calls, cap.period_ms)))
    }

    /// In which line its calls stand: that of their throttle, else that of the first cap.
    pub fn line(&self) -> Option<&'a Limit> {
        let throttle = self.throttle().map(|(rule, _)| &rule.limit);
        throttle.or_else(|| self.caps().next().map(|(rule, _)| &rule.limit))
    }

    /// Whether any of them counts connections, by the names of calls.
    pub fn counts_connections(&self) -> bool {
        self.caps().any(|(_, cap)| cap.max_connections.is_some())
    }

    /// Whether nothing limits the call.
    pub fn is_free(&self) -> bool {
        self.throttle().is_none() && self.caps().next().is_none()
    }
}

/// What an instance of Campaign takes of itself.
fn campaign(platform: Platform, inventory: &Inventory, action: &Action) -> Option<Rule> {
    let cap = action.destination.standing_cap(platform)?;
    let instance = action.instance.as_ref().and_then(|id| inventory.get::<CampaignInstance>(id));
    match instance {
        Some(instance) => Some(Rule::cap(Limit::Campaign(instance.id.clone()), &instance.name, cap)),
        None => {
            let host = host(&action.url)?;
            Some(Rule::cap(Limit::CampaignHost(host.clone()), &host, cap))
        }
    }
}

/// Hosts are the same in any case of letters.
fn host(url: &str) -> Option<String> {
    host_of(url).map(str::to_ascii_lowercase)
}
