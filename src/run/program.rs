//! A journey made ready to run: flat, by index, with every expression read beforehand.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::expression::shape;
use crate::journey::{
    ActionId, ActivityId, Audience, AudienceId, Behaviour, DataSource, DataSourceId, DataSourceKind, Evaluation, Event,
    EventId, EventIdType, Field, Inventory, Journey, JourneyId, Kind, NamespaceId, Platform, Port, ReadAudience,
    Recurrence, Reentrance, Schedule, Value, Waves, Workspace,
};

use super::formula::Formula;
use super::plan::{Does, Exit, Node, Replies};
use super::rule_sets::EntryCap;

/// A compiled journey.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) journey: JourneyId,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) sandbox: String,
    pub(super) zone: TimeZone,
    pub(super) use_profile_zone: bool,
    pub(super) timeout_ms: i64,
    pub(super) reentrance: Reentrance,
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    pub(super) schedule: Schedule,
    /// How long a daily reading waits for the day's evaluation of its audience.
    pub(super) patience: SignedDuration,
    pub(super) several_executions: bool,
    pub(super) exits: Vec<Exit>,
    /// Minutes from a change of an audience until an exit criterion over it holds.
    pub(super) audience_exit_minutes: i64,
    pub(super) caps: Vec<EntryCap>,
    /// Who goes first where caps let only some in: the greater.
    pub(super) priority: i64,
    pub(super) nodes: Vec<Node>,
    pub(super) index: BTreeMap<ActivityId, usize>,
    pub(super) entry: usize,
    pub(super) namespace: Option<String>,
    pub(super) events: BTreeMap<EventId, EventPlan>,
    pub(super) event_names: BTreeMap<String, EventId>,
    pub(super) actions: BTreeMap<String, Replies>,
    pub(super) sources: BTreeMap<String, SourcePlan>,
    pub(super) audience_names: BTreeMap<String, AudienceId>,
    /// The content decisions, by the name of what they bring.
    pub(super) decisions: BTreeMap<String, ActivityId>,
    /// The dataset lookups, by the name of what they bring.
    pub(super) lookups: BTreeMap<String, ActivityId>,
}

#[derive(Clone, Debug)]
pub(super) struct EventPlan {
    pub name: String,
    pub fields: Vec<Field>,
    pub sample: String,
    pub recognition: Recognition,
    pub supplemental: Option<Formula>,
}

#[derive(Clone, Debug)]
pub(super) enum Recognition {
    Rule(Formula),
    Orchestration(String),
}

#[derive(Clone, Debug)]
pub(super) struct SourcePlan {
    pub id: DataSourceId,
    pub external: bool,
    pub groups: BTreeMap<String, Vec<Field>>,
}

/// Why a journey cannot be run at all. (What is wrong with a single step shows when somebody gets there.)
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CompileError {
    /// Not in the workspace.
    #[error("there is no journey {0} here")]
    NoJourney(JourneyId),
    /// Nothing begins it.
    #[error("“{0}” has no first step: begin it with an event, an audience qualification or a read audience")]
    NoEntry(String),
    /// More than one step begins it.
    #[error("“{name}” begins in {} places ({}): keep one of them, or connect the others", entries.len(), entries.join(", "))]
    SeveralEntries {
        /// The journey.
        name: String,
        /// The steps.
        entries: Vec<String>,
    },
}

/// How people come into a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// By a unitary event.
    Event(Option<EventId>),
    /// By a change of membership.
    Qualification {
        /// Of which audience.
        audience: Option<AudienceId>,
        /// Which change.
        behaviour: Behaviour,
        /// The identity that is needed.
        namespace: Option<NamespaceId>,
    },
    /// Everyone in an audience: on a schedule, or after a business event.
    Reading {
        /// The audience; `None` where the read audience, or its audience, is missing.
        audience: Option<AudienceId>,
        /// The identity that is needed.
        namespace: Option<NamespaceId>,
        /// The business event that sets it off; without one, the schedule does.
        business: Option<EventId>,
    },
}

impl Program {
    /// Compiles one journey of a workspace.
    ///
    /// # Errors
    /// See [`CompileError`].
    pub fn compile(workspace: &Workspace, journey: &JourneyId) -> Result<Self, CompileError> {
        let journey = workspace.journeys.get(journey).ok_or_else(|| CompileError::NoJourney(journey.clone()))?;
        let entry = entry_of(journey)?;
        let inventory = &*workspace.inventory;
        let properties = &journey.properties;
        let nodes = nodes(journey, inventory, workspace.settings.platform);
        let index: BTreeMap<_, _> = nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        let entry = index.get(&entry).copied().unwrap_or_default();
        let events: BTreeMap<_, _> =
            inventory.events.iter().map(|event| (event.id.clone(), EventPlan::of(inventory, event))).collect();
        let mut program = Self {
            journey: journey.id.clone(),
            name: journey.name.clone(),
            description: journey.description.clone(),
            sandbox: workspace.settings.sandbox.name.clone(),
            zone: properties.time_zone(),
            use_profile_zone: properties.use_profile_zone,
            timeout_ms: properties.timeout_seconds.clamp(0, 86_400).saturating_mul(1_000),
            reentrance: properties.reentrance.clone(),
            start: properties.start,
            end: properties.end,
            schedule: properties.schedule.clone(),
            patience: SignedDuration::ZERO,
            several_executions: properties.allow_several_executions,
            exits: properties.exit_criteria.iter().map(Exit::of).collect(),
            audience_exit_minutes: workspace.settings.platform.standing().audience_exit_minutes,
            caps: EntryCap::of(properties, inventory),
            priority: properties.priority.unwrap_or_default(),
            nodes,
            index,
            entry,
            namespace: None,
            event_names: by_name(inventory.events.iter().map(|event| (event.name.as_str(), event.id.clone()))),
            events,
            actions: by_name(inventory.actions.iter().map(|action| (action.name.as_str(), Replies::of(action)))),
            sources: by_name(
                inventory.data_sources.iter().map(|source| (source.name.as_str(), SourcePlan::of(inventory, source))),
            ),
            audience_names: by_name(inventory.audiences.iter().map(|found| (found.name.as_str(), found.id.clone()))),
            decisions: outputs(journey, |kind| matches!(kind, Kind::ContentDecision(_))),
            lookups: outputs(journey, |kind| matches!(kind, Kind::DatasetLookup(_))),
        };
        program.namespace = program.namespace_name(inventory);
        program.patience = program.patience_with(inventory);
        Ok(program)
    }

    /// Which journey.
    pub fn journey(&self) -> &JourneyId {
        &self.journey
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How people come in.
    pub fn entry(&self) -> Entry {
        let node = self.nodes.get(self.entry);
        match node.map(|node| &node.does) {
            Some(Does::Qualification { audience, behaviour, namespace }) => {
                Entry::Qualification { audience: audience.clone(), behaviour: *behaviour, namespace: namespace.clone() }
            }
            Some(Does::Reading { audience, namespace, .. }) => {
                Entry::Reading { audience: audience.clone(), namespace: namespace.clone(), business: None }
            }
            Some(Does::Business(event)) => {
                let next = node.and_then(|node| node.wires.get(&Port::Next)).and_then(|wires| wires.first());
                match next.and_then(|next| self.nodes.get(*next)).map(|node| &node.does) {
                    Some(Does::Reading { audience, namespace, .. }) => Entry::Reading {
                        audience: audience.clone(),
                        namespace: namespace.clone(),
                        business: event.clone(),
                    },
                    _ => Entry::Reading { audience: None, namespace: None, business: event.clone() },
                }
            }
            Some(Does::Event(event)) => Entry::Event(event.clone()),
            _ => Entry::Event(None),
        }
    }

    /// When a read audience runs; in [`Program::zone`].
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// How long a daily reading waits for the day's evaluation of a batch audience.
    pub fn patience(&self) -> SignedDuration {
        self.patience
    }

    /// How many people a second come in where an audience is read.
    pub fn reading_rate(&self) -> i64 {
        let rate = |node: &Node| if let Does::Reading { rate, .. } = &node.does { Some(*rate) } else { None };
        self.nodes.iter().find_map(rate).unwrap_or(ReadAudience::DEFAULT_RATE)
    }

    /// The waves by which a read audience comes in. An audience that is read again and again, or after a business
    /// event, comes in at once whatever is said ("Send messages using waves",
    /// help/using/delivery/send-using-waves.md).
    pub fn waves(&self) -> Option<&Waves> {
        match self.nodes.get(self.entry).map(|node| &node.does) {
            Some(Does::Reading { waves: Some(waves), .. }) if !self.schedule.every.recurs() => Some(waves),
            _ => None,
        }
    }

    /// The journey's own time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The moment at which everybody leaves.
    pub fn end(&self) -> Option<Timestamp> {
        self.end
    }

    /// A payload as a typed value; the event's sample where the text is empty, nothing where it is not JSON.
    pub fn payload(&self, event: &EventId, json: &str) -> Value {
        let Some(plan) = self.events.get(event) else { return Value::Null };
        let json = if json.trim().is_empty() { plan.sample.as_str() } else { json };
        shape::value(json, &plan.fields).unwrap_or_default()
    }

    /// The same of a payload that was read.
    pub fn payload_of(&self, event: &EventId, json: &serde_json::Value) -> Value {
        self.events.get(event).map_or(Value::Null, |plan| shape::typed(json, &plan.fields))
    }

    /// A streaming audience has no evaluation to wait for, and only a daily run waits until a batch audience is evaluated
    /// ("Read audience", help/using/building-journeys/read-audience.md).
    fn patience_with(&self, inventory: &Inventory) -> SignedDuration {
        let Entry::Reading { audience: Some(audience), .. } = self.entry() else { return SignedDuration::ZERO };
        let is_batch = inventory.get::<Audience>(&audience).is_some_and(|known| known.evaluation == Evaluation::Batch);
        let hours = self.schedule.after_evaluation_hours.filter(|_| is_batch);
        match self.schedule.every {
            Recurrence::Daily { .. } => SignedDuration::from_hours(hours.unwrap_or(0).clamp(0, 24)),
            _ => SignedDuration::ZERO,
        }
    }

    fn namespace_name(&self, inventory: &Inventory) -> Option<String> {
        let id = match self.entry() {
            Entry::Event(event) => event.and_then(|id| inventory.get::<Event>(&id))?.namespace.clone(),
            Entry::Qualification { namespace, .. } | Entry::Reading { namespace, .. } => namespace,
        }?;
        inventory.get::<crate::journey::Namespace>(&id).map(|namespace| namespace.name.clone())
    }
}

impl EventPlan {
    fn of(inventory: &Inventory, event: &Event) -> Self {
        Self {
            name: event.name.clone(),
            fields: shape::event_fields(inventory, event),
            sample: event.sample.clone(),
            recognition: match &event.id_type {
                EventIdType::RuleBased(rule) => Recognition::Rule(Formula::new(rule)),
                EventIdType::SystemGenerated(id) => Recognition::Orchestration(id.clone()),
            },
            supplemental: event.supplemental.as_ref().map(|supplemental| Formula::new(&supplemental.key)),
        }
    }
}

impl SourcePlan {
    fn of(inventory: &Inventory, source: &DataSource) -> Self {
        Self {
            id: source.id.clone(),
            external: matches!(source.kind, DataSourceKind::External { .. }),
            groups: by_name(
                source.field_groups.iter().map(|group| (group.name.as_str(), shape::group_fields(inventory, group))),
            ),
        }
    }
}

fn nodes(journey: &Journey, inventory: &Inventory, platform: Platform) -> Vec<Node> {
    let mut nodes: Vec<Node> =
        journey.activities.iter().map(|activity| Node::of(activity, inventory, platform)).collect();
    let index: BTreeMap<ActivityId, usize> = nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
    let mut wires: Vec<_> = journey.connections.iter().collect();
    wires.sort_by(|a, b| a.id.cmp(&b.id));
    for wire in wires {
        // A wire into nothing is a finding of the check; here it is a path that ends.
        let (Some(from), Some(to)) = (index.get(&wire.from), index.get(&wire.to)) else { continue };
        if let Some(node) = nodes.get_mut(*from) {
            node.wires.entry(wire.port.clone()).or_default().push(*to);
        }
    }
    nodes
}

fn entry_of(journey: &Journey) -> Result<ActivityId, CompileError> {
    let entries: Vec<_> = journey.roots().filter(|activity| activity.kind.can_enter()).collect();
    match entries.as_slice() {
        [] => Err(CompileError::NoEntry(journey.name.clone())),
        [one] => Ok(one.id.clone()),
        several => Err(CompileError::SeveralEntries {
            name: journey.name.clone(),
            entries: several.iter().map(|activity| activity.label_or_noun().to_owned()).collect(),
        }),
    }
}

/// The steps of a kind that bring something, by the name of what they bring.
fn outputs(journey: &Journey, is_it: impl Fn(&Kind) -> bool) -> BTreeMap<String, ActivityId> {
    let steps = journey.activities.iter().filter(|step| is_it(&step.kind));
    by_name(steps.filter_map(|step| Some((step.kind.output()?, step.id.clone()))))
}

/// Objects by name; of several with the same name the first counts, as in the inventory.
fn by_name<'a, T>(objects: impl Iterator<Item = (&'a str, T)>) -> BTreeMap<String, T> {
    let mut map = BTreeMap::new();
    for (name, object) in objects {
        map.entry(name.to_owned()).or_insert(object);
    }
    map
}

impl Program {
    pub(super) fn replies(&self, action: &ActionId) -> Option<&Replies> {
        self.actions.values().find(|replies| &replies.id == action)
    }

    /// Whether the same rule set caps entries into it.
    pub(super) fn is_under(&self, cap: &EntryCap) -> bool {
        self.caps.iter().any(|own| own.set == cap.set)
    }

    pub(super) fn node(&self, activity: &ActivityId) -> Option<(usize, &Node)> {
        let at = *self.index.get(activity)?;
        self.nodes.get(at).map(|node| (at, node))
    }
}
