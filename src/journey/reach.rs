//! What a journey reaches: every object that it, or anything that it reaches, refers to.
//!
//! Activities refer by id; expressions by name. Names are found by [`names`], which reads no grammar, only
//! the few shapes in which a name can stand: this room knows nothing of expressions.

mod names;

use std::collections::BTreeSet;

use super::{
    Action, ActionCall, Audience, Channel, DataSource, DataSourceKind, Event, EventIdType, ExitWhen, Expression,
    Inventory, ItemRef, Journey, Kind, Object, Schema, Service, Target, Template, Test, Wait, Word, Workspace,
};
use names::Name;

/// True where an expression or template calls the object of this kind ([`Object::KIND`]) and name.
pub fn says(word: Word, text: &str, kind: &str, name: &str) -> bool {
    // A name that does not even occur needs no closer look.
    if name.is_empty() || !text.contains(name) {
        return false;
    }
    let is_it = |said: Name<'_>| match said {
        Name::Event(said) => kind == Event::KIND && said == name,
        Name::Action(said) => kind == Action::KIND && said == name,
        Name::DataSource(said) => kind == DataSource::KIND && said == name,
        Name::Audience(said) => kind == Audience::KIND && said == name,
    };
    match word {
        Word::Expression => names::of_expression(text).any(is_it),
        Word::Template => names::of_template(text).any(is_it),
        _ => false,
    }
}

/// The journeys that the jumps of this one lead to, by id, each once.
pub(super) fn targets(workspace: &Workspace, journey: &Journey) -> Vec<Target> {
    let ids: BTreeSet<_> = journey
        .activities
        .iter()
        .filter_map(|activity| match &activity.kind {
            Kind::Jump(jump) => jump.target.as_ref(),
            _ => None,
        })
        .collect();
    ids.into_iter()
        .filter_map(|id| workspace.target(id))
        .map(|target| Target { journey: target.id.clone(), name: target.name.clone(), entry: entry(target) })
        .collect()
}

/// The entry of a journey as others see it.
fn entry(journey: &Journey) -> Option<Kind> {
    journey.roots().map(|activity| &activity.kind).find(|kind| kind.can_enter()).cloned()
}

/// Exactly the objects that the journey reaches.
pub(super) fn inventory(all: &Inventory, journey: &Journey, targets: &[Target]) -> Inventory {
    let mut reach = Reach { all, reached: BTreeSet::new(), pending: Vec::new() };
    reach.properties(journey);
    for activity in &journey.activities {
        reach.kind(&activity.kind);
    }
    for kind in targets.iter().filter_map(|target| target.entry.as_ref()) {
        reach.kind(kind);
    }
    // Global rule sets hold for every journey without being chosen.
    for rules in all.rule_sets.iter().filter(|rules| rules.global && rules.active) {
        reach.mark(ItemRef::RuleSet(rules.id.clone()));
    }
    while let Some(item) = reach.pending.pop() {
        reach.object(&item);
    }
    let mut inventory = Inventory::default();
    for item in reach.reached.iter().filter_map(|reference| all.item(reference)) {
        inventory.put(item);
    }
    inventory
}

struct Reach<'a> {
    all: &'a Inventory,
    reached: BTreeSet<ItemRef>,
    pending: Vec<ItemRef>,
}

impl Reach<'_> {
    fn mark(&mut self, item: ItemRef) {
        if self.reached.insert(item.clone()) {
            self.pending.push(item);
        }
    }

    fn mark_id<T>(&mut self, id: Option<&T>, reference: fn(T) -> ItemRef)
    where
        T: Clone,
    {
        if let Some(id) = id {
            self.mark(reference(id.clone()));
        }
    }

    fn named<T: Object>(&mut self, name: &str, reference: fn(T::Id) -> ItemRef) {
        if let Some(object) = self.all.named::<T>(name) {
            self.mark(reference(object.id().clone()));
        }
    }

    fn names<'n>(&mut self, names: impl Iterator<Item = Name<'n>>) {
        for name in names {
            match name {
                Name::Event(name) => self.named::<Event>(name, ItemRef::Event),
                Name::Action(name) => self.named::<Action>(name, ItemRef::Action),
                Name::DataSource(name) => self.named::<DataSource>(name, ItemRef::DataSource),
                Name::Audience(name) => self.named::<Audience>(&name, ItemRef::Audience),
            }
        }
    }

    fn expression(&mut self, expression: &Expression) {
        self.names(names::of_expression(expression.as_str()));
    }

    fn template(&mut self, template: &Template) {
        self.names(names::of_template(template.as_str()));
    }

    fn properties(&mut self, journey: &Journey) {
        let properties = &journey.properties;
        self.mark_id(properties.merge_policy.as_ref(), ItemRef::MergePolicy);
        self.mark_id(properties.rule_set.as_ref(), ItemRef::RuleSet);
        for criterion in &properties.exit_criteria {
            match &criterion.when {
                ExitWhen::Event { event, condition } => {
                    self.mark_id(event.as_ref(), ItemRef::Event);
                    self.expression(condition);
                }
                ExitWhen::Audience { audience, .. } => self.mark_id(audience.as_ref(), ItemRef::Audience),
                ExitWhen::Profile(condition) => self.expression(condition),
            }
        }
    }

    fn kind(&mut self, kind: &Kind) {
        match kind {
            Kind::Event(event) => self.mark_id(event.event.as_ref(), ItemRef::Event),
            Kind::BusinessEvent(event) => self.mark_id(event.event.as_ref(), ItemRef::Event),
            Kind::AudienceQualification(qualification) => {
                self.mark_id(qualification.audience.as_ref(), ItemRef::Audience);
                self.mark_id(qualification.namespace.as_ref(), ItemRef::Namespace);
            }
            Kind::ReadAudience(read) => {
                self.mark_id(read.audience.as_ref(), ItemRef::Audience);
                self.mark_id(read.namespace.as_ref(), ItemRef::Namespace);
            }
            Kind::Wait(Wait::Custom(expression)) => self.expression(expression),
            Kind::Wait(_) | Kind::Reaction(_) => {}
            Kind::Condition(condition) => {
                if let Test::Data(paths) = &condition.test {
                    paths.iter().for_each(|path| self.expression(&path.expression));
                }
            }
            Kind::Jump(jump) => {
                self.mark_id(jump.entry.as_ref(), ItemRef::Event);
                jump.mapping.values().for_each(|value| self.expression(value));
            }
            Kind::Message(message) => {
                self.mark_id(message.channel.as_ref(), ItemRef::Channel);
                self.mark_id(message.rule_set.as_ref(), ItemRef::RuleSet);
                self.expression(&message.address);
                [&message.subject, &message.body, &message.html].into_iter().for_each(|text| self.template(text));
            }
            Kind::CustomAction(call) | Kind::Campaign(call) => self.call(call),
            Kind::UpdateProfile(update) => {
                self.mark_id(update.schema.as_ref(), ItemRef::Schema);
                update.fields.iter().for_each(|field| self.expression(&field.value));
            }
        }
    }

    fn call(&mut self, call: &ActionCall) {
        self.mark_id(call.action.as_ref(), ItemRef::Action);
        self.expression(&call.path);
        call.values.values().for_each(|value| self.expression(value));
    }

    /// What an object refers to in its turn.
    fn object(&mut self, item: &ItemRef) {
        let all = self.all;
        match item {
            ItemRef::Schema(id) => {
                if let Some(schema) = all.get::<Schema>(id) {
                    self.mark_id(schema.primary_identity.as_ref(), ItemRef::Namespace);
                }
            }
            ItemRef::Event(id) => all.get::<Event>(id).into_iter().for_each(|event| self.event(event)),
            ItemRef::Audience(id) => {
                if let Some(audience) = all.get::<Audience>(id) {
                    self.expression(&audience.rule);
                    self.mark_id(audience.merge_policy.as_ref(), ItemRef::MergePolicy);
                }
            }
            ItemRef::DataSource(id) => all.get::<DataSource>(id).into_iter().for_each(|source| self.source(source)),
            ItemRef::Action(id) => all.get::<Action>(id).into_iter().for_each(|action| self.action(action)),
            ItemRef::Channel(id) => {
                if let Some(channel) = all.get::<Channel>(id) {
                    self.expression(&channel.address);
                }
            }
            // These refer to nothing.
            ItemRef::Namespace(_)
            | ItemRef::MergePolicy(_)
            | ItemRef::Endpoint(_)
            | ItemRef::CampaignInstance(_)
            | ItemRef::RuleSet(_)
            // Nothing that runs refers to these.
            | ItemRef::Profile(_)
            | ItemRef::Environment(_) => {}
        }
    }

    fn event(&mut self, event: &Event) {
        self.mark_id(event.schema.as_ref(), ItemRef::Schema);
        self.mark_id(event.namespace.as_ref(), ItemRef::Namespace);
        self.expression(&event.profile_identifier);
        if let EventIdType::RuleBased(rule) = &event.id_type {
            self.expression(rule);
        }
    }

    fn source(&mut self, source: &DataSource) {
        for group in &source.field_groups {
            self.mark_id(group.schema.as_ref(), ItemRef::Schema);
        }
        if let DataSourceKind::External { url, .. } = &source.kind {
            self.endpoints(url, Service::DataSource);
        }
    }

    fn action(&mut self, action: &Action) {
        self.mark_id(action.instance.as_ref(), ItemRef::CampaignInstance);
        self.mark_id(action.endpoint.as_ref(), ItemRef::Endpoint);
        if action.endpoint.is_none() {
            self.endpoints(&action.url, Service::Action);
        }
    }

    /// Every endpoint whose limits hold for calls to this address.
    fn endpoints(&mut self, url: &str, service: Service) {
        for endpoint in self.all.endpoints.iter().filter(|endpoint| endpoint.service == service && endpoint.covers(url))
        {
            self.mark(ItemRef::Endpoint(endpoint.id.clone()));
        }
    }
}
