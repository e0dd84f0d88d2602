//! New journeys and objects of the inventory, with what they best begin with.
//!
//! A new object is never a riddle: it has a name of its own, and where the workspace suggests an answer (the only
//! identity type for people, the fields of the schema) it is filled in. Addresses and texts stay empty to be filled.

mod action;
mod draft;
mod event;
mod objects;
mod person;
mod preset;
mod sample;

use crate::journey::{
    Action, Destination, EventKind, FORMAT, Item, Journey, JourneyId, Medium, Object, RuleDomain, SchemaClass,
    Workspace,
};

pub use action::ActionDraft;
pub use draft::{Draft, Fault};
pub use event::EventDraft;
pub use person::{Meaning, Origin, OwnField, PersonalSample, sample_of};
pub use preset::PresetDraft;
pub use sample::sample;

use super::{Edit, placeholder};

/// What can be made new in the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewItem {
    /// An identity type.
    Namespace,
    /// An identity type of what people have: bookings, orders, contracts.
    ThingNamespace,
    /// A schema of people.
    ProfileSchema,
    /// A schema of what people do.
    EventSchema,
    /// A schema of what happens to nobody in particular, for business events.
    BusinessSchema,
    /// A merge policy.
    MergePolicy,
    /// A unitary event.
    Event,
    /// A business event.
    BusinessEvent,
    /// An audience.
    Audience,
    /// A data source that is called.
    DataSource,
    /// The platform's own profile store.
    ProfileStore,
    /// An action that calls any system.
    Action,
    /// An action that carries messages of this kind for channels.
    Provider(Medium),
    /// An action that sends by Adobe Campaign; the product.
    CampaignAction(Destination),
    /// An endpoint.
    Endpoint,
    /// A Campaign instance; the product.
    CampaignInstance(Destination),
    /// A channel configuration.
    Channel(Medium),
    /// A rule set for messages.
    MessageRules,
    /// A rule set for journeys.
    JourneyRules,
    /// A schema of records: products, offers, bookings.
    RecordSchema,
    /// A decision policy.
    DecisionPolicy,
    /// A dataset.
    Dataset,
    /// A test profile.
    Profile,
    /// An environment.
    Environment,
}

/// The edits that add a new object; its id is a placeholder. The last edit puts it, and what stands before it is
/// what it needs: the Campaign instance of a Campaign action.
pub fn item(workspace: &Workspace, new: NewItem) -> Vec<Edit> {
    let put = |item: Item| Edit::Put(Box::new(item));
    match new {
        NewItem::Namespace => vec![put(Item::Namespace(objects::namespace(workspace)))],
        NewItem::ThingNamespace => vec![put(Item::Namespace(objects::thing_namespace(workspace)))],
        NewItem::ProfileSchema => vec![put(Item::Schema(objects::schema(workspace, SchemaClass::IndividualProfile)))],
        NewItem::EventSchema => vec![put(Item::Schema(objects::schema(workspace, SchemaClass::ExperienceEvent)))],
        NewItem::BusinessSchema => vec![put(Item::Schema(objects::schema(workspace, SchemaClass::TimeSeries)))],
        NewItem::MergePolicy => vec![put(Item::MergePolicy(objects::merge_policy(workspace)))],
        NewItem::Event => vec![put(Item::Event(objects::event(workspace, EventKind::Unitary)))],
        NewItem::BusinessEvent => vec![put(Item::Event(objects::event(workspace, EventKind::Business)))],
        NewItem::Audience => vec![put(Item::Audience(objects::audience(workspace)))],
        NewItem::DataSource => vec![put(Item::DataSource(objects::data_source(workspace)))],
        NewItem::ProfileStore => vec![put(Item::DataSource(objects::profile_store(workspace)))],
        NewItem::Action => vec![put(Item::Action(objects::action(workspace)))],
        NewItem::Provider(medium) => {
            vec![put(Item::Action(Action { medium: Some(medium), ..objects::action(workspace) }))]
        }
        NewItem::CampaignAction(product) => {
            let (instance, action) = objects::campaign_action(workspace, product);
            instance.into_iter().map(Item::CampaignInstance).chain([Item::Action(action)]).map(put).collect()
        }
        NewItem::Endpoint => vec![put(Item::Endpoint(objects::endpoint(workspace)))],
        NewItem::CampaignInstance(product) => {
            vec![put(Item::CampaignInstance(objects::campaign_instance(workspace, product)))]
        }
        NewItem::Channel(medium) => vec![put(Item::Channel(objects::channel(workspace, medium)))],
        NewItem::MessageRules => vec![put(Item::RuleSet(objects::rule_set(workspace, RuleDomain::Channel)))],
        NewItem::JourneyRules => vec![put(Item::RuleSet(objects::rule_set(workspace, RuleDomain::Journey)))],
        NewItem::RecordSchema => vec![put(Item::Schema(objects::schema(workspace, SchemaClass::Record)))],
        NewItem::DecisionPolicy => vec![put(Item::DecisionPolicy(objects::decision_policy(workspace)))],
        NewItem::Dataset => vec![put(Item::Dataset(objects::dataset(workspace)))],
        NewItem::Profile => vec![put(Item::Profile(objects::profile(workspace)))],
        NewItem::Environment => vec![put(Item::Environment(objects::environment(workspace)))],
    }
}

/// The edit that adds an empty journey; its id is a placeholder.
pub fn journey(workspace: &Workspace) -> Vec<Edit> {
    let names: Vec<&str> = workspace.journeys.values().map(|journey| journey.name.as_str()).collect();
    let journey = Journey {
        format: FORMAT,
        id: JourneyId(placeholder("journey", 1)),
        name: free("New journey", " ", &names),
        ..Journey::default()
    };
    vec![Edit::AddJourney(Box::new(journey))]
}

/// The name itself, or with the first number that makes it one of its own.
pub(super) fn free(name: &str, gap: &str, taken: &[&str]) -> String {
    if !taken.contains(&name) {
        return name.to_owned();
    }
    let numbered = (2..).map(|number| format!("{name}{gap}{number}")).find(|new| !taken.contains(&new.as_str()));
    numbered.unwrap_or_else(|| name.to_owned())
}

/// A free name for an object; identifiers get their number without a blank.
fn free_name<T: Object>(workspace: &Workspace, name: &str) -> String {
    let taken: Vec<&str> = T::list(&workspace.inventory).iter().map(Object::name).collect();
    free(name, if name.contains(' ') { " " } else { "" }, &taken)
}
