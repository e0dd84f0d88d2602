//! The shelves of the inventory: one for each kind of object, and two for what the workspace has once.

use crate::designer::fields::Pick;
use crate::designer::words::{count, word};
use crate::edit::new::NewItem;
use crate::journey::{
    Action, Audience, CampaignInstance, Channel, DataSource, Dataset, DecisionPolicy, Destination, Endpoint,
    Environment, Evaluation, Event, EventKind, Fragment, Inventory, ItemRef, MergePolicy, Namespace, Profile, RuleSet,
    Schema,
};

use super::environment::PLATFORMS;
use super::fragment::status_word;

/// A shelf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shelf {
    #[default]
    Events,
    Audiences,
    DataSources,
    Actions,
    Endpoints,
    Instances,
    Channels,
    RuleSets,
    Fragments,
    DecisionPolicies,
    Datasets,
    Schemas,
    Namespaces,
    MergePolicies,
    Profiles,
    Environments,
    Settings,
    Organization,
}

impl Shelf {
    pub const ALL: &[Self] = &[
        Self::Events,
        Self::Audiences,
        Self::DataSources,
        Self::Actions,
        Self::Endpoints,
        Self::Instances,
        Self::Channels,
        Self::RuleSets,
        Self::Fragments,
        Self::DecisionPolicies,
        Self::Datasets,
        Self::Schemas,
        Self::Namespaces,
        Self::MergePolicies,
        Self::Profiles,
        Self::Environments,
        Self::Settings,
        Self::Organization,
    ];

    /// The shelf on which an object stands.
    pub fn of(item: &ItemRef) -> Self {
        match item {
            ItemRef::Event(_) => Self::Events,
            ItemRef::Audience(_) => Self::Audiences,
            ItemRef::DataSource(_) => Self::DataSources,
            ItemRef::Action(_) => Self::Actions,
            ItemRef::Endpoint(_) => Self::Endpoints,
            ItemRef::CampaignInstance(_) => Self::Instances,
            ItemRef::Channel(_) => Self::Channels,
            ItemRef::RuleSet(_) => Self::RuleSets,
            ItemRef::Fragment(_) => Self::Fragments,
            ItemRef::DecisionPolicy(_) => Self::DecisionPolicies,
            ItemRef::Dataset(_) => Self::Datasets,
            ItemRef::Schema(_) => Self::Schemas,
            ItemRef::Namespace(_) => Self::Namespaces,
            ItemRef::MergePolicy(_) => Self::MergePolicies,
            ItemRef::Profile(_) => Self::Profiles,
            ItemRef::Environment(_) => Self::Environments,
        }
    }

    /// True for all but the two that the workspace has once.
    pub fn holds_objects(self) -> bool {
        !matches!(self, Self::Settings | Self::Organization)
    }

    /// The key of its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Events => "shelves.events",
            Self::Audiences => "shelves.audiences",
            Self::DataSources => "shelves.data_sources",
            Self::Actions => "shelves.actions",
            Self::Endpoints => "shelves.endpoints",
            Self::Instances => "shelves.instances",
            Self::Channels => "shelves.channels",
            Self::RuleSets => "shelves.rule_sets",
            Self::Fragments => "shelves.fragments",
            Self::DecisionPolicies => "shelves.decision_policies",
            Self::Datasets => "shelves.datasets",
            Self::Schemas => "shelves.schemas",
            Self::Namespaces => "shelves.namespaces",
            Self::MergePolicies => "shelves.merge_policies",
            Self::Profiles => "shelves.profiles",
            Self::Environments => "shelves.environments",
            Self::Settings => "shelves.settings",
            Self::Organization => "shelves.organization",
        }
    }

    /// The key of what says to do while it is empty.
    pub fn empty_word(self) -> &'static str {
        match self {
            Self::Events => "empty.events",
            Self::Audiences => "empty.audiences",
            Self::DataSources => "empty.data_sources",
            Self::Actions => "empty.actions",
            Self::Endpoints => "empty.endpoints",
            Self::Instances => "empty.instances",
            Self::Channels => "empty.channels",
            Self::RuleSets => "empty.rule_sets",
            Self::Fragments => "empty.fragments",
            Self::DecisionPolicies => "empty.decision_policies",
            Self::Datasets => "empty.datasets",
            Self::Schemas => "empty.schemas",
            Self::Namespaces => "empty.namespaces",
            Self::MergePolicies => "empty.merge_policies",
            Self::Profiles => "empty.profiles",
            Self::Environments => "empty.environments",
            Self::Settings | Self::Organization => "",
        }
    }

    /// The key of the heading above it.
    pub fn empty_title(self) -> &'static str {
        match self {
            Self::Events => "empty.events_title",
            Self::Audiences => "empty.audiences_title",
            Self::DataSources => "empty.data_sources_title",
            Self::Actions => "empty.actions_title",
            Self::Endpoints => "empty.endpoints_title",
            Self::Instances => "empty.instances_title",
            Self::Channels => "empty.channels_title",
            Self::RuleSets => "empty.rule_sets_title",
            Self::Fragments => "empty.fragments_title",
            Self::DecisionPolicies => "empty.decision_policies_title",
            Self::Datasets => "empty.datasets_title",
            Self::Schemas => "empty.schemas_title",
            Self::Namespaces => "empty.namespaces_title",
            Self::MergePolicies => "empty.merge_policies_title",
            Self::Profiles => "empty.profiles_title",
            Self::Environments => "empty.environments_title",
            Self::Settings | Self::Organization => "",
        }
    }

    /// The key of one of its objects.
    pub fn kind_word(self) -> &'static str {
        match self {
            Self::Events => Event::WORD,
            Self::Audiences => Audience::WORD,
            Self::DataSources => DataSource::WORD,
            Self::Actions => Action::WORD,
            Self::Endpoints => Endpoint::WORD,
            Self::Instances => CampaignInstance::WORD,
            Self::Channels => Channel::WORD,
            Self::RuleSets => RuleSet::WORD,
            Self::Fragments => "kinds.fragment",
            Self::DecisionPolicies => DecisionPolicy::WORD,
            Self::Datasets => Dataset::WORD,
            Self::Schemas => Schema::WORD,
            Self::Namespaces => Namespace::WORD,
            Self::MergePolicies => MergePolicy::WORD,
            Self::Profiles => Profile::WORD,
            Self::Environments => Environment::WORD,
            Self::Settings | Self::Organization => "kinds.event",
        }
    }

    /// Its objects, by what people call them.
    pub fn items(self, inventory: &Inventory) -> Vec<Line<'_>> {
        match self {
            Self::Events => all::<Event>(inventory, |event| {
                word(if event.kind == EventKind::Business { "event.business" } else { "event.unitary" }).to_owned()
            }),
            Self::Audiences => all::<Audience>(inventory, |audience| {
                word(if audience.evaluation == Evaluation::Batch { "audience.batch" } else { "audience.streaming" })
                    .to_owned()
            }),
            Self::DataSources => {
                all::<DataSource>(inventory, |source| count("shelves.groups", source.field_groups.len()))
            }
            Self::Actions => all::<Action>(inventory, |action| match action.destination {
                Destination::ThirdParty if action.stream.is_some() => word("stream.short").to_owned(),
                Destination::ThirdParty => action.method.name().to_owned(),
                _ => word("step.campaign").to_owned(),
            }),
            Self::Endpoints => all::<Endpoint>(inventory, |_| String::new()),
            Self::Instances => all::<CampaignInstance>(inventory, |instance| instance.build.clone()),
            Self::Channels => all::<Channel>(inventory, |channel| {
                let medium =
                    crate::designer::panels::inspector::MEDIA.iter().find(|(medium, _)| *medium == channel.medium);
                medium.map_or("", |(_, key)| word(key)).to_owned()
            }),
            Self::RuleSets => all::<RuleSet>(inventory, |rules| count("shelves.rules", rules.rules.len())),
            Self::Fragments => fragments(inventory),
            Self::DecisionPolicies => {
                all::<DecisionPolicy>(inventory, |policy| count("decision.offers", policy.every_offer().count()))
            }
            Self::Datasets => all::<Dataset>(inventory, |dataset| count("shelves.records", dataset.records.len())),
            Self::Schemas => all::<Schema>(inventory, |schema| count("shelves.fields", schema.fields.len())),
            Self::Namespaces => all::<Namespace>(inventory, |namespace| namespace.symbol.clone()),
            Self::MergePolicies => all::<MergePolicy>(inventory, |_| String::new()),
            Self::Profiles => all::<Profile>(inventory, |_| String::new()),
            Self::Environments => all::<Environment>(inventory, |environment| {
                let platform = PLATFORMS.iter().find(|(platform, _)| *platform == environment.platform);
                platform.map_or("", |(_, key)| word(key)).to_owned()
            }),
            Self::Settings | Self::Organization => Vec::new(),
        }
    }

    /// What a new object of it is; `None` for the two that the workspace has once, and for what is kept from a journey.
    pub fn new_item(self) -> Option<NewItem> {
        Some(match self {
            Self::Events => Event::NEW,
            Self::Audiences => Audience::NEW,
            Self::DataSources => DataSource::NEW,
            Self::Actions => Action::NEW,
            Self::Endpoints => Endpoint::NEW,
            Self::Instances => CampaignInstance::NEW,
            Self::Channels => Channel::NEW,
            Self::RuleSets => RuleSet::NEW,
            Self::DecisionPolicies => DecisionPolicy::NEW,
            Self::Datasets => Dataset::NEW,
            Self::Schemas => Schema::NEW,
            Self::Namespaces => Namespace::NEW,
            Self::MergePolicies => MergePolicy::NEW,
            Self::Profiles => Profile::NEW,
            Self::Environments => Environment::NEW,
            Self::Fragments | Self::Settings | Self::Organization => return None,
        })
    }
}

/// An object on its shelf.
pub(super) struct Line<'a> {
    /// Which it is.
    pub item: ItemRef,
    /// What people call it.
    pub called: &'a str,
    /// Its name, as formulas say it.
    pub name: &'a str,
    /// A word on it.
    pub detail: String,
}

impl Line<'_> {
    /// Whether what was typed, in small letters, is in its words or in its name.
    pub fn fits(&self, wanted: &str) -> bool {
        [self.called, self.name].iter().any(|text| text.to_lowercase().contains(wanted))
    }
}

fn all<'a, T: Pick + 'a>(inventory: &'a Inventory, detail: impl Fn(&T) -> String) -> Vec<Line<'a>> {
    let line = |object: &'a T| {
        let item = T::reference(object.id());
        Line { item, called: object.called(), name: object.name(), detail: detail(object) }
    };
    let mut items: Vec<_> = T::list(inventory).iter().map(line).collect();
    items.sort_by_key(|line| line.called.to_lowercase());
    items
}

fn fragments(inventory: &Inventory) -> Vec<Line<'_>> {
    let mut known: Vec<&Fragment> = inventory.fragments.iter().collect();
    known.sort_by_key(|fragment| fragment.name.to_lowercase());
    let lines = known.into_iter().map(|fragment| Line {
        item: ItemRef::Fragment(fragment.id.clone()),
        called: &fragment.name,
        name: &fragment.name,
        detail: word(status_word(fragment.status)).to_owned(),
    });
    lines.collect()
}
