//! The inventory: everything that journeys refer to and share.
//!
//! Activities refer to it by id, expressions by name. Names of events, data sources, field groups and
//! actions are therefore identifiers: letters, digits and underscore, at most 30.

use serde::{Deserialize, Serialize};

mod action;
mod audience;
mod authentication;
mod channel;
mod data_source;
mod dataset;
mod decision;
mod endpoint;
mod environment;
mod event;
mod fragment;
mod profile;
mod rule_set;
mod schema;
mod secrets;
mod stream;
pub mod xml;

pub use action::*;
pub use audience::*;
pub use authentication::*;
pub use channel::*;
pub use data_source::*;
pub use dataset::*;
pub use decision::*;
pub use endpoint::*;
pub use environment::*;
pub use event::*;
pub use fragment::*;
pub use profile::*;
pub use rule_set::*;
pub use schema::*;
pub use stream::*;

use super::{
    ActionId, AudienceId, CampaignInstanceId, ChannelId, DataSourceId, DatasetId, DecisionPolicyId, EndpointId,
    EnvironmentId, EventId, FragmentId, MergePolicyId, NamespaceId, ProfileId, RuleSetId, SchemaId,
};

/// Everything that journeys of one workspace share. Each list is sorted by id.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each list is named after what it holds")]
pub struct Inventory {
    pub namespaces: Vec<Namespace>,
    pub schemas: Vec<Schema>,
    pub merge_policies: Vec<MergePolicy>,
    pub events: Vec<Event>,
    pub audiences: Vec<Audience>,
    pub data_sources: Vec<DataSource>,
    pub actions: Vec<Action>,
    pub endpoints: Vec<Endpoint>,
    pub campaign_instances: Vec<CampaignInstance>,
    pub channels: Vec<Channel>,
    pub rule_sets: Vec<RuleSet>,
    pub fragments: Vec<Fragment>,
    pub decision_policies: Vec<DecisionPolicy>,
    pub datasets: Vec<Dataset>,
    pub profiles: Vec<Profile>,
    pub environments: Vec<Environment>,
}

/// An object of the inventory: it has an id and a name, and stands in one list.
pub trait Object: Clone + PartialEq + Sized {
    /// The type of its id.
    type Id: Clone + Ord + std::fmt::Display + for<'a> From<&'a str>;
    /// The word that begins its ids, and that people read.
    const KIND: &'static str;
    /// Its id.
    fn id(&self) -> &Self::Id;
    /// What people, and expressions, call it.
    fn name(&self) -> &str;
    /// The list in which it stands.
    fn list(inventory: &Inventory) -> &Vec<Self>;
    /// The list in which it stands, to be changed by an edit.
    fn list_mut(inventory: &mut Inventory) -> &mut Vec<Self>;
}

macro_rules! objects {
    ($($type:ident $id:ident $list:ident $kind:literal),* $(,)?) => {$(
        impl Object for $type {
            type Id = $id;
            const KIND: &'static str = $kind;
            fn id(&self) -> &$id {
                &self.id
            }
            fn name(&self) -> &str {
                &self.name
            }
            fn list(inventory: &Inventory) -> &Vec<Self> {
                &inventory.$list
            }
            fn list_mut(inventory: &mut Inventory) -> &mut Vec<Self> {
                &mut inventory.$list
            }
        }
    )*
        impl Inventory {
            /// Puts every list into canonical order.
            pub fn sort(&mut self) {
                $(self.$list.sort_by(|a, b| a.id.cmp(&b.id));)*
                self.fragments.iter_mut().for_each(Fragment::sort);
            }
        }
    };
}

objects! {
    Namespace NamespaceId namespaces "namespace",
    Schema SchemaId schemas "schema",
    MergePolicy MergePolicyId merge_policies "merge",
    Event EventId events "event",
    Audience AudienceId audiences "audience",
    DataSource DataSourceId data_sources "source",
    Action ActionId actions "action",
    Endpoint EndpointId endpoints "endpoint",
    CampaignInstance CampaignInstanceId campaign_instances "instance",
    Channel ChannelId channels "channel",
    RuleSet RuleSetId rule_sets "rules",
    Fragment FragmentId fragments "fragment",
    DecisionPolicy DecisionPolicyId decision_policies "policy",
    Dataset DatasetId datasets "dataset",
    Profile ProfileId profiles "profile",
    Environment EnvironmentId environments "environment",
}

impl Inventory {
    /// The object of this id.
    pub fn get<T: Object>(&self, id: &T::Id) -> Option<&T> {
        let list = T::list(self);
        match list.binary_search_by(|object| object.id().cmp(id)) {
            Ok(index) => list.get(index),
            Err(_) => list.iter().find(|object| object.id() == id),
        }
    }

    /// The first object of this name.
    pub fn named<T: Object>(&self, name: &str) -> Option<&T> {
        T::list(self).iter().find(|object| object.name() == name)
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

macro_rules! items {
    ($($type:ident $id:ident),* $(,)?) => {
        /// One object of the inventory, whatever it is.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each variant is named after what it holds")]
        #[expect(clippy::large_enum_variant, reason = "one at a time is edited; lists hold the objects themselves")]
        pub enum Item {
            $($type($type),)*
        }

        /// The id of one object of the inventory, whatever it is.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each variant is named after what it refers to")]
        pub enum ItemRef {
            $($type($id),)*
        }

        impl Item {
            /// Its id.
            pub fn reference(&self) -> ItemRef {
                match self {
                    $(Self::$type(object) => ItemRef::$type(object.id.clone()),)*
                }
            }

            /// What people, and expressions, call it.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$type(object) => &object.name,)*
                }
            }

            /// The same object under another name.
            pub fn with_name(mut self, name: &str) -> Self {
                match &mut self {
                    $(Self::$type(object) => name.clone_into(&mut object.name),)*
                }
                self
            }
        }

        impl ItemRef {
            /// The object of this kind ([`Object::KIND`]) with this id; nothing where there is no such kind.
            pub fn of(kind: &str, id: &str) -> Option<Self> {
                $(if kind == <$type as Object>::KIND {
                    return Some(Self::$type(id.into()));
                })*
                None
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$type(id) => id.as_str(),)*
                }
            }

            /// The text of the id, to draw it anew.
            pub fn text_mut(&mut self) -> &mut String {
                match self {
                    $(Self::$type(id) => &mut id.0,)*
                }
            }

            /// The word that says what it is: `event`, `audience`.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$type(_) => <$type as Object>::KIND,)*
                }
            }
        }

        impl Inventory {
            /// The object of this id.
            pub fn item(&self, reference: &ItemRef) -> Option<Item> {
                match reference {
                    $(ItemRef::$type(id) => self.get::<$type>(id).cloned().map(Item::$type),)*
                }
            }

            /// Adds the object, or puts it in the place of the one with the same id.
            pub fn put(&mut self, item: Item) {
                match item {
                    $(Item::$type(object) => put(self, object),)*
                }
            }

            /// Takes the object out; false where there was none.
            pub fn remove(&mut self, reference: &ItemRef) -> bool {
                match reference {
                    $(ItemRef::$type(id) => {
                        let list = <$type as Object>::list_mut(self);
                        let before = list.len();
                        list.retain(|object| &object.id != id);
                        list.len() != before
                    })*
                }
            }

            /// Every object, list by list.
            pub fn items(&self) -> Vec<Item> {
                let mut items = Vec::new();
                $(items.extend(<$type as Object>::list(self).iter().cloned().map(Item::$type));)*
                items
            }
        }
    };
}

items! {
    Namespace NamespaceId,
    Schema SchemaId,
    MergePolicy MergePolicyId,
    Event EventId,
    Audience AudienceId,
    DataSource DataSourceId,
    Action ActionId,
    Endpoint EndpointId,
    CampaignInstance CampaignInstanceId,
    Channel ChannelId,
    RuleSet RuleSetId,
    Fragment FragmentId,
    DecisionPolicy DecisionPolicyId,
    Dataset DatasetId,
    Profile ProfileId,
    Environment EnvironmentId,
}

fn put<T: Object>(inventory: &mut Inventory, object: T) {
    let list = T::list_mut(inventory);
    match list.iter().position(|known| known.id() == object.id()) {
        Some(index) => list[index] = object,
        None => {
            let index = list.partition_point(|known| known.id() < object.id());
            list.insert(index, object);
        }
    }
}
