//! What a journey reaches: every object that it, or anything that it reaches, refers to.
//!
//! References by id are those that [`super::walk`] visits. Expressions refer by name; [`names`] finds these without
//! their grammar, because this room knows nothing of expressions.

mod names;

use std::collections::BTreeSet;

use super::{
    Action, Activity, Audience, DataSource, DataSourceKind, Dataset, Event, Inventory, Item, ItemRef, Journey, Kind,
    Object, Service, Target, Word, Workspace,
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
    journey.walk(&mut |_, word, text| reach.word(word, text));
    for kind in targets.iter().filter_map(|target| target.entry.clone()) {
        let entry = Activity { kind, ..Activity::default() };
        entry.walk(&mut |_, word, text| reach.word(word, text));
    }
    // A profile update says by name where it writes.
    for activity in &journey.activities {
        if let Kind::UpdateProfile(update) = &activity.kind {
            reach.named::<Dataset>(&update.dataset, ItemRef::Dataset);
        }
    }
    // Global rule sets hold for every journey without being chosen.
    for rules in all.rule_sets.iter().filter(|rules| rules.global && rules.active) {
        reach.mark(ItemRef::RuleSet(rules.id.clone()));
    }
    let mut inventory = Inventory::default();
    while let Some(item) = reach.pending.pop().and_then(|reference| all.item(&reference)) {
        reach.item(&item);
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
        if self.all.item(&item).is_some() && self.reached.insert(item.clone()) {
            self.pending.push(item);
        }
    }

    fn word(&mut self, word: Word, text: &str) {
        match word {
            Word::Item(kind) => {
                if let Some(item) = ItemRef::of(kind, text) {
                    self.mark(item);
                }
            }
            Word::Expression => self.names(names::of_expression(text)),
            Word::Template => self.names(names::of_template(text)),
            Word::Own | Word::Activity | Word::Branch | Word::Journey => {}
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

    fn named<T: Object>(&mut self, name: &str, reference: fn(T::Id) -> ItemRef) {
        if let Some(object) = self.all.named::<T>(name) {
            self.mark(reference(object.id().clone()));
        }
    }

    /// What an object refers to in its turn, and the endpoints that hold for its calls.
    fn item(&mut self, item: &Item) {
        item.walk(&mut |_, word, text| self.word(word, text));
        match item {
            Item::Action(action) if action.endpoint.is_none() => self.endpoints(&action.address(), Service::Action),
            Item::DataSource(source) => {
                if let DataSourceKind::External { url, .. } = &source.kind {
                    self.endpoints(url, Service::DataSource);
                }
            }
            _ => {}
        }
    }

    /// Every endpoint whose limits hold for calls to this address.
    fn endpoints(&mut self, url: &str, service: Service) {
        let fits = self.all.endpoints.iter().filter(|endpoint| endpoint.service == service && endpoint.covers(url));
        for id in fits.map(|endpoint| endpoint.id.clone()).collect::<Vec<_>>() {
            self.mark(ItemRef::Endpoint(id));
        }
    }
}
