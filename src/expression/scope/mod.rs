//! What may be referred to at a step: names from the inventory, narrowed to what has happened before.

mod node;
mod outputs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::journey::{
    Action, Activity, Audience, DataSource, DataSourceKind, Event, Inventory, Journey, Schema, SchemaClass, ValueType,
};

use super::shape;
use super::title;
use super::tree::Root;

pub(super) use node::{Node, Position, Shape};
use outputs::Outputs;

/// The name by which expressions refer to an entry by audience qualification: `status` (`realized` or
/// `exited`) and `lastQualificationTime`.
pub const QUALIFICATION_EVENT: &str = "AudienceQualification";

/// The technical fields of a journey ("Journey properties attributes",
/// help/using/building-journeys/expression/journey-properties.md), in its order.
pub const JOURNEY_PROPERTIES: [(&str, ValueType); 23] = [
    ("journeyUID", ValueType::String),
    ("journeyVersionUID", ValueType::String),
    ("journeyVersionName", ValueType::String),
    ("journeyVersionDescription", ValueType::String),
    ("journeyVersion", ValueType::String),
    ("instanceUID", ValueType::String),
    ("externalKey", ValueType::String),
    ("organizationId", ValueType::String),
    ("sandboxName", ValueType::String),
    ("profileId", ValueType::String),
    ("namespace", ValueType::String),
    ("currentNodeId", ValueType::String),
    ("currentNodeName", ValueType::String),
    ("previousNodeId", ValueType::String),
    ("previousNodeName", ValueType::String),
    ("lastNodeUIDInError", ValueType::String),
    ("lastNodeNameInError", ValueType::String),
    ("lastNodeTypeInError", ValueType::String),
    ("lastErrorCode", ValueType::String),
    ("lastExecutedActionErrorCode", ValueType::String),
    ("lastDataFetchErrorCode", ValueType::String),
    ("lastActionExecutionElapsedTime", ValueType::Integer),
    ("lastDataFetchElapsedTime", ValueType::Integer),
];

/// What may be referred to at a step. Cheap to clone and to narrow.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    catalogue: Arc<Catalogue>,
    events: Option<Arc<BTreeSet<String>>>,
    actions: Option<Arc<BTreeSet<String>>>,
    /// `None` where the expression stands in no journey: then nobody knows.
    outputs: Option<Arc<Outputs>>,
}

/// Everything that an inventory names.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub events: BTreeMap<String, Node>,
    pub sources: BTreeMap<String, BTreeMap<String, Group>>,
    pub actions: BTreeMap<String, Node>,
    pub audiences: BTreeSet<String>,
    pub properties: Option<Node>,
}

/// A field group of a data source.
#[derive(Debug)]
pub(super) struct Group {
    pub fields: Node,
    /// Parameters that an expression must give.
    pub parameters: Vec<String>,
    /// True for experience events, which expressions cannot look at.
    pub experience_events: bool,
}

/// Whether a name may be used at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Availability {
    Here,
    /// It exists, but nothing before this step brings it.
    Elsewhere,
    Nowhere,
}

impl Scope {
    /// Everything that an inventory holds.
    pub fn of(inventory: &Inventory) -> Self {
        let mut events: BTreeMap<String, Node> =
            inventory.events.iter().map(|event| event_node(inventory, event)).collect();
        let qualification = Node {
            children: vec![
                Node::leaf("status", ValueType::String, "Status"),
                Node::leaf("lastQualificationTime", ValueType::DateTime, "Last qualification time"),
            ],
            ..Node::object(QUALIFICATION_EVENT)
        };
        events.entry(QUALIFICATION_EVENT.to_owned()).or_insert(qualification);
        let properties = JOURNEY_PROPERTIES.iter().map(|(name, kind)| Node::leaf(name, *kind, "")).collect();
        let catalogue = Catalogue {
            events,
            sources: inventory.data_sources.iter().map(|source| source_groups(inventory, source)).collect(),
            actions: inventory.actions.iter().map(action_node).collect(),
            audiences: inventory.audiences.iter().map(|audience: &Audience| audience.name.clone()).collect(),
            properties: Some(Node { children: properties, ..Node::object("") }),
        };
        Self { catalogue: Arc::new(catalogue), events: None, actions: None, outputs: None }
    }

    /// Only these events: those that every path to the step has passed. [`QUALIFICATION_EVENT`] is one of them
    /// after an entry by audience qualification.
    #[must_use]
    pub fn with_events<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { events: Some(Arc::new(names.into_iter().map(str::to_owned).collect())), ..self }
    }

    /// Only these actions: those that stand before the step.
    #[must_use]
    pub fn with_actions<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { actions: Some(Arc::new(names.into_iter().map(str::to_owned).collect())), ..self }
    }

    /// Also what the content decisions and dataset lookups of a journey bring; only that of steps that come before.
    #[must_use]
    pub fn with_outputs(self, inventory: &Inventory, journey: &Journey, is_before: impl Fn(&Activity) -> bool) -> Self {
        Self { outputs: Some(Arc::new(Outputs::of(inventory, journey, is_before))), ..self }
    }

    pub(super) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    pub(super) fn event(&self, name: &str) -> Availability {
        availability(self.catalogue.events.contains_key(name), self.events.as_deref(), name)
    }

    pub(super) fn action(&self, name: &str) -> Availability {
        availability(self.catalogue.actions.contains_key(name), self.actions.as_deref(), name)
    }

    /// Whether a content decision or a dataset lookup of this name may be used; `None` where nobody knows.
    pub(super) fn output(&self, root: Root, name: &str) -> Option<Availability> {
        self.outputs.as_ref().map(|outputs| outputs.availability(root, name))
    }

    /// The fields of a content decision's or a dataset lookup's answer.
    pub(super) fn output_node(&self, root: Root, name: &str) -> Option<&Node> {
        self.outputs.as_ref()?.get(root, name)
    }

    /// The content decisions, or the dataset lookups, that may be used, with their fields.
    pub(super) fn outputs(&self, root: Root) -> impl Iterator<Item = &Node> {
        self.outputs.iter().flat_map(move |outputs| outputs.here(root))
    }

    /// The events that may be used, with their fields.
    pub(super) fn events(&self) -> impl Iterator<Item = &Node> {
        self.catalogue.events.values().filter(|node| self.event(&node.name) == Availability::Here)
    }

    /// The actions whose replies may be used, with their fields.
    pub(super) fn actions(&self) -> impl Iterator<Item = &Node> {
        self.catalogue.actions.values().filter(|node| self.action(&node.name) == Availability::Here)
    }

    /// Every single field that may be used, as a picker offers it: in the order of [`Origin`], what people ask for
    /// before what only machines do.
    pub fn choices(&self) -> Vec<Choice> {
        let mut choices = Vec::new();
        for event in self.events() {
            collect(event, Root::Event.opening(), Owner::of(event, Origin::Event), &mut choices);
        }
        for (source, groups) in &self.catalogue.sources {
            let origin = Origin::of_source(source);
            for (name, group) in groups.iter().filter(|(_, group)| !group.experience_events) {
                let from = format!("{source}.{name}");
                collect(&group.fields, Root::Source.opening(), Owner::named(&from, origin), &mut choices);
            }
        }
        for action in self.actions() {
            collect(action, Root::Action.opening(), Owner::of(action, Origin::Reply), &mut choices);
        }
        for (root, origin) in [(Root::Decision, Origin::Decision), (Root::DatasetLookup, Origin::Lookup)] {
            for output in self.outputs(root) {
                collect(output, root.opening(), Owner::of(output, origin), &mut choices);
            }
        }
        for property in self.catalogue.properties.iter().flat_map(|node| &node.children) {
            let reference = format!("{}{}}}", Root::Journey.opening(), property.name);
            choices.push(Choice::of(property, &property.name, reference, Owner::named("", Origin::Technical)));
        }
        choices.sort_by_key(|choice| choice.origin);
        choices
    }

    /// The names of the audiences.
    pub fn audiences(&self) -> impl Iterator<Item = &str> {
        self.catalogue.audiences.iter().map(String::as_str)
    }

    /// The field that a reference without collection functions means, such as `@event{Order.total}`.
    pub fn choice(&self, reference: &str) -> Option<Choice> {
        let parsed = super::parse::parse(reference);
        let field = parsed.sound()?.kind.field()?;
        let names: Option<Vec<&str>> = field.path.iter().map(super::tree::Step::name).collect();
        let names = names?;
        let position = self.position(field.root, &names)?;
        let from = names.get(..field.root.names())?.join(".");
        let origin = match field.root {
            Root::Event => Origin::Event,
            Root::Source => Origin::of_source(names.first().copied().unwrap_or_default()),
            Root::Action => Origin::Reply,
            Root::Decision => Origin::Decision,
            Root::DatasetLookup => Origin::Lookup,
            Root::Journey | Root::Supplemental => Origin::Technical,
        };
        let from = if origin == Origin::Technical { "" } else { &from };
        let path = names.get(field.root.names()..)?.join(".");
        let known = match field.root {
            Root::Event => self.catalogue.events.get(from),
            Root::Action => self.catalogue.actions.get(from),
            Root::Decision | Root::DatasetLookup => self.output_node(field.root, from),
            _ => None,
        };
        let owner = known.map_or(Owner::named(from, origin), |node| Owner::of(node, origin));
        Some(Choice::of(position.node, &path, reference.to_owned(), owner))
    }

    /// Where these names lead; `None` where they lead nowhere, or where nobody knows.
    pub(super) fn position(&self, root: Root, names: &[&str]) -> Option<Position<'_>> {
        let first = names.first().copied().unwrap_or_default();
        let (node, rest) = match root {
            Root::Event if self.event(first) == Availability::Here => {
                (self.catalogue.events.get(first)?, names.get(1..)?)
            }
            Root::Action if self.action(first) == Availability::Here => {
                (self.catalogue.actions.get(first)?, names.get(1..)?)
            }
            Root::Source => {
                let fields = &self.catalogue.sources.get(first)?.get(*names.get(1)?)?.fields;
                let rest = names.get(2..)?;
                let plain = fields.child("profile").is_none();
                (fields, if plain { shape::profile_path(first, rest) } else { rest })
            }
            Root::Decision | Root::DatasetLookup => (self.output_node(root, first)?, names.get(1..)?),
            Root::Journey => (self.catalogue.properties.as_ref()?, names),
            _ => return None,
        };
        let mut position = Position::at(node);
        for name in rest {
            position = position.child(name)?;
        }
        Some(position)
    }
}

/// Where a field comes from, in the order in which pickers offer them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// An event of the journey.
    Event,
    /// The platform's profile store: what is known about the person.
    Profile,
    /// A data source that is called.
    Source,
    /// The reply of an action.
    Reply,
    /// What a content decision chose.
    Decision,
    /// What a dataset lookup found.
    Lookup,
    /// The journey's own bookkeeping: ids of records, qualification, journey properties.
    Technical,
}

impl Origin {
    fn of_source(name: &str) -> Self {
        if name == shape::PLATFORM_SOURCE { Self::Profile } else { Self::Source }
    }
}

/// Whose a field is.
#[derive(Clone, Copy)]
struct Owner<'a> {
    /// As formulas write it.
    from: &'a str,
    /// As people call it.
    called: &'a str,
    origin: Origin,
}

impl<'a> Owner<'a> {
    /// An event or an action.
    fn of(node: &'a Node, origin: Origin) -> Self {
        let called = if node.title.is_empty() { &node.name } else { &node.title };
        Self { from: &node.name, called, origin }
    }

    /// Whatever people call as formulas do.
    fn named(from: &'a str, origin: Origin) -> Self {
        Self { from, called: from, origin }
    }
}

/// A field that a picker offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// As an expression writes it: `@event{Order.total}`.
    pub reference: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Whose it is: `Order`, `ExperiencePlatform.ProfileFieldGroup`; empty for journey properties.
    pub from: String,
    /// What people call whose it is: "Person registered" of `PersonRegistered`.
    pub called: String,
    /// What people call it; words made of its path where it has no title.
    pub title: String,
    /// What it holds.
    pub kind: ValueType,
    /// The only values that it takes; empty: any.
    pub one_of: Vec<String>,
}

impl Choice {
    /// Whose it is, in a word: the event, the data source or the action, the profile, the journey.
    pub fn owner(&self) -> &str {
        match self.origin {
            Origin::Profile => "Profile",
            _ if self.from.is_empty() => "Journey",
            _ => &self.called,
        }
    }

    fn of(node: &Node, path: &str, reference: String, owner: Owner<'_>) -> Self {
        let Owner { from, called, origin } = owner;
        let kind = Position::at(node).kind().unwrap_or_default();
        let is_bookkeeping = origin == Origin::Event && (from == QUALIFICATION_EVENT || is_technical(&node.name));
        let origin = if is_bookkeeping { Origin::Technical } else { origin };
        let title = match (node.title.is_empty(), origin) {
            (false, _) => node.title.clone(),
            // Who asks for bookkeeping knows it by the name that the platform gives it.
            (true, Origin::Technical) => path.to_owned(),
            (true, _) => title::of_path(path),
        };
        Self {
            reference,
            origin,
            from: from.to_owned(),
            called: called.to_owned(),
            title,
            kind,
            one_of: node.one_of.clone(),
        }
    }
}

/// What every record of the platform's data model carries, whatever happened: its id, its type, its routing.
fn is_technical(name: &str) -> bool {
    name.starts_with('_') || matches!(name, "eventID" | "eventType" | "identityMap")
}

fn collect(node: &Node, opening: &str, owner: Owner<'_>, choices: &mut Vec<Choice>) {
    let mut open: Vec<(&Node, String)> = vec![(node, owner.from.to_owned())];
    let start = choices.len();
    while let Some((node, path)) = open.pop() {
        match node.shape {
            Shape::Object => open.extend(
                node.children
                    .iter()
                    .rev()
                    .map(|child| (child, format!("{path}.{}", super::parse::reference::write_name(&child.name)))),
            ),
            Shape::Leaf(_) | Shape::Objects if choices.len() - start < MAX_CHOICES => {
                let own = path.strip_prefix(owner.from).map_or(path.as_str(), |own| own.trim_start_matches('.'));
                choices.push(Choice::of(node, own, format!("{opening}{path}}}"), owner));
            }
            _ => {}
        }
    }
}

/// Fields that are offered of one object; more than that nobody picks from.
const MAX_CHOICES: usize = 5_000;

fn availability(known: bool, narrowed: Option<&BTreeSet<String>>, name: &str) -> Availability {
    match (known, narrowed) {
        (false, _) => Availability::Nowhere,
        (true, Some(names)) if !names.contains(name) => Availability::Elsewhere,
        _ => Availability::Here,
    }
}

fn event_node(inventory: &Inventory, event: &Event) -> (String, Node) {
    let node = Node::of(&event.name, &shape::event_fields(inventory, event));
    (event.name.clone(), Node { title: title::of_event(event).to_owned(), ..node })
}

fn source_groups(inventory: &Inventory, source: &DataSource) -> (String, BTreeMap<String, Group>) {
    let platform = matches!(source.kind, DataSourceKind::Platform);
    let groups = source.field_groups.iter().map(|group| {
        let schema = group.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
        let node = Node::of(&group.name, &shape::group_fields(inventory, group));
        let entry = Group {
            fields: node,
            parameters: if platform { Vec::new() } else { group.parameters.clone() },
            experience_events: schema.is_some_and(|schema| schema.class == SchemaClass::ExperienceEvent),
        };
        (group.name.clone(), entry)
    });
    let name = if platform { shape::PLATFORM_SOURCE.to_owned() } else { source.name.clone() };
    (name, groups.collect())
}

fn action_node(action: &Action) -> (String, Node) {
    let mut node = Node::of(&action.name, &shape::fields(&action.response).unwrap_or_default());
    title::of_action(action).clone_into(&mut node.title);
    node.children.push(Node::leaf("jo_status_code", ValueType::String, "Status code"));
    if !action.error_response.trim().is_empty() {
        let fields = shape::fields(&action.error_response).unwrap_or_default();
        node.children.push(Node::of("errorResponse", &fields));
    }
    (action.name.clone(), node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::Field;

    #[test]
    fn an_event_and_an_action_of_one_name_are_each_called_by_their_own_words() {
        let schema =
            Schema { fields: vec![Field { path: "email".to_owned(), ..Field::default() }], ..Schema::default() };
        let event = Event {
            name: "PersonRegistered".to_owned(),
            description: "Person registered".to_owned(),
            schema: Some(schema.id.clone()),
            fields: vec!["email".to_owned()],
            ..Event::default()
        };
        let action = Action {
            name: "PersonRegistered".to_owned(),
            description: "Person Registered".to_owned(),
            ..Action::default()
        };
        let inventory =
            Inventory { events: vec![event], actions: vec![action], schemas: vec![schema], ..Inventory::default() };
        let scope = Scope::of(&inventory);
        for (origin, called) in [(Origin::Event, "Person registered"), (Origin::Reply, "Person Registered")] {
            let choices: Vec<Choice> = scope.choices().into_iter().filter(|choice| choice.origin == origin).collect();
            assert!(!choices.is_empty(), "{origin:?}");
            for choice in choices {
                assert_eq!(choice.called, called, "{}", choice.reference);
                assert_eq!(scope.choice(&choice.reference), Some(choice));
            }
        }
    }
}
