//! The estate: the workspace as a whole, as rules see it from any journey.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

use super::crowd::Crowds;
use super::flow::Flow;
use super::formula::Formula;
use super::language::Language;
use crate::check::Volumes;
use crate::check::platform::Numbers;
use crate::expression::Target;
use crate::journey::{
    Audience, AudienceId, ChannelId, DataSource, DataSourceKind, Event, EventId, ExitWhen, Inventory, Journey,
    JourneyId, Kind, MergePolicy, MergePolicyId, NamespaceId, Object, Organization, Platform, Schedule, Workspace,
};

/// The workspace as a whole, with the platform for which it is checked.
pub struct Estate<'a> {
    /// The document.
    pub workspace: &'a Workspace,
    /// The platform.
    pub platform: Platform,
    /// Its limits.
    pub numbers: &'static Numbers,
    /// The moment of the check, in whole minutes.
    pub now: Timestamp,
    /// What other journeys need to know of each journey.
    pub outlines: &'a BTreeMap<JourneyId, Outline>,
    /// The figures of a forecast, where one was run of this very document.
    pub volumes: Option<&'a Volumes>,
    /// Expressions that were read before.
    pub language: &'a Language,
    /// Where calls may be too many; empty until somebody adds the journeys up.
    pub crowds: OnceCell<Crowds>,
}

impl<'a> Estate<'a> {
    /// What the journeys share.
    pub fn inventory(&self) -> &'a Inventory {
        &self.workspace.inventory
    }

    /// Where the calls of all journeys together may be too many.
    pub fn crowds(&self) -> &Crowds {
        self.crowds.get_or_init(Crowds::default)
    }

    /// " by the forecast" where figures are those of one, nothing where they are stated.
    pub fn by(&self) -> &'static str {
        if self.volumes.is_some() { " by the forecast" } else { "" }
    }

    /// What the organization allows, where somebody stated it.
    pub fn organization(&self) -> Option<&'a Organization> {
        self.workspace.organization.as_deref()
    }

    /// What is to be known of each journey of the workspace itself.
    pub fn own_outlines(&self) -> impl Iterator<Item = &'a Outline> {
        let own = &self.workspace.journeys;
        self.outlines.iter().filter(|(id, _)| own.contains_key(*id)).map(|(_, outline)| outline)
    }

    /// Whether somebody marked a version of the journey as published.
    pub fn is_published(&self, journey: &JourneyId) -> bool {
        self.workspace.versions_of(journey).any(|version| version.published.is_some())
    }

    /// How much of something there is with the journeys of the workspace: what the organization states for those that
    /// are active, and what each that was never published adds; all of the workspace where nothing is stated.
    pub fn with_stated(&self, stated: Option<i64>, of: impl Fn(&Outline) -> usize) -> usize {
        let known = stated.map(|stated| Self::count(Some(stated)));
        let own = self.workspace.journeys.keys();
        let counted = own.filter(|id| known.is_none() || !self.is_published(id));
        let count: usize = counted.filter_map(|id| self.outlines.get(id)).map(of).sum();
        known.unwrap_or(0).saturating_add(count)
    }

    /// A stated number of things; none where nothing is stated.
    pub fn count(stated: Option<i64>) -> usize {
        stated.and_then(|stated| usize::try_from(stated).ok()).unwrap_or(0)
    }

    /// The journeys of the workspace itself that read an audience.
    pub fn own_readings(&self) -> impl Iterator<Item = (&'a JourneyId, &'a Reading)> {
        let own = &self.workspace.journeys;
        let outlines = self.outlines.iter().filter(|(id, _)| own.contains_key(*id));
        outlines.filter_map(|(id, outline)| Some((id, outline.reading.as_ref()?)))
    }

    /// The object of this id, where there is one.
    pub fn get<T: Object + 'a>(&self, id: Option<&T::Id>) -> Option<&'a T> {
        self.inventory().get(id?)
    }

    /// What people call the object of this id; its id where it does not exist.
    pub fn name_of<T: Object + 'a>(&self, id: &T::Id) -> String
    where
        T::Id: fmt::Display,
    {
        self.inventory().get::<T>(id).map_or_else(|| id.to_string(), |object| object.name().to_owned())
    }

    /// The external data source that an expression asks, if it asks one.
    pub fn external_source<'f>(&self, formula: &'f Formula<'_>) -> Option<&'f str> {
        let external = |name: &str| {
            self.inventory().named::<DataSource>(name).is_some_and(|known| known.kind != DataSourceKind::Platform)
        };
        formula.references().iter().find_map(|reference| match &reference.target {
            Target::FieldGroup { source, .. } if external(source) => Some(source.as_ref()),
            _ => None,
        })
    }

    /// The identity type that an entry of this kind brings.
    pub fn entry_namespace(&self, kind: &'a Kind) -> Option<&'a NamespaceId> {
        match kind {
            Kind::Event(entry) => self.get::<Event>(entry.event.as_ref())?.namespace.as_ref(),
            Kind::AudienceQualification(entry) => entry.namespace.as_ref(),
            Kind::ReadAudience(entry) => entry.namespace.as_ref(),
            _ => None,
        }
    }

    /// The merge policy that holds where none is chosen: the sandbox's default.
    pub fn default_merge_policy(&self) -> Option<&'a MergePolicyId> {
        self.inventory().merge_policies.iter().find(|policy: &&MergePolicy| policy.default).map(|policy| &policy.id)
    }

    /// The merge policy of an audience.
    pub fn merge_policy_of(&self, audience: &'a Audience) -> Option<&'a MergePolicyId> {
        audience.merge_policy.as_ref().or_else(|| self.default_merge_policy())
    }
}

/// What other journeys need to know of a journey; it changes more rarely than the journey does.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// What people call it.
    pub name: String,
    /// How people come in.
    pub entry: EntryKind,
    /// The journeys to which it jumps.
    pub jumps: Vec<JourneyId>,
    /// The events to which it listens, each once.
    pub events: Vec<EventId>,
    /// The audiences that it watches: by qualification and by exit criterion, each time; `None` until one is chosen.
    pub watched: Vec<Option<AudienceId>>,
    /// How many messages wait for people in apps and on pages.
    pub inbound: usize,
    /// The channels through which its messages go, each once.
    pub channels: Vec<ChannelId>,
    /// How it reads an audience, where it does.
    pub reading: Option<Reading>,
}

/// How a journey reads its audience.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Profiles a second.
    pub rate: i64,
    /// When.
    pub schedule: Schedule,
    /// The time zone of the journey.
    pub zone: String,
}

/// How people come into a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// There is no entry yet.
    None,
    /// By a unitary event, once it is chosen.
    Event(Option<EventId>),
    /// By a business event.
    Business,
    /// By entering or leaving an audience.
    Qualification,
    /// As everyone in an audience.
    ReadAudience,
}

impl Outline {
    /// Works the outline out.
    pub fn of(journey: &Journey, flow: &Flow<'_>) -> Self {
        let entry = match flow.entry.map(|index| flow.steps[index].kind()) {
            Some(Kind::Event(event)) => EntryKind::Event(event.event.clone()),
            Some(Kind::BusinessEvent(_)) => EntryKind::Business,
            Some(Kind::AudienceQualification(_)) => EntryKind::Qualification,
            Some(Kind::ReadAudience(_)) => EntryKind::ReadAudience,
            _ => EntryKind::None,
        };
        let (mut events, mut watched, mut reading) = (Vec::new(), Vec::new(), None);
        let (mut inbound, mut channels) = (0, Vec::new());
        for step in &flow.steps {
            channels.extend(step.kind().messages().iter().filter_map(|message| message.channel.clone()));
            inbound += step.kind().messages().iter().filter(|message| message.medium.is_inbound()).count();
            match step.kind() {
                Kind::Event(listening) => events.extend(listening.event.clone()),
                Kind::AudienceQualification(watching) => watched.push(watching.audience.clone()),
                Kind::ReadAudience(read) if reading.is_none() => {
                    let (schedule, zone) = (journey.properties.schedule.clone(), journey.properties.zone.clone());
                    reading = Some(Reading { rate: read.reading_rate, schedule, zone });
                }
                _ => {}
            }
        }
        for criterion in &journey.properties.exit_criteria {
            match &criterion.when {
                ExitWhen::Event { event, .. } => events.extend(event.clone()),
                ExitWhen::Audience { audience, .. } => watched.push(audience.clone()),
                ExitWhen::Profile(_) => {}
            }
        }
        events.sort();
        events.dedup();
        channels.sort();
        channels.dedup();
        let mut jumps: Vec<JourneyId> = Vec::new();
        for step in &flow.steps {
            if let Kind::Jump(jump) = step.kind()
                && let Some(target) = &jump.target
            {
                jumps.push(target.clone());
            }
        }
        jumps.sort();
        jumps.dedup();
        Self { name: journey.name.clone(), entry, jumps, events, watched, inbound, channels, reading }
    }
}
