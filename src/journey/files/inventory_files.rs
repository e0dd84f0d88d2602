//! Which list of the inventory stands in which file.

use serde::{Deserialize, Serialize};

use crate::journey::text_form::{Ids, ReadError, Sheet, to_ron};
use crate::journey::{
    Action, Audience, CampaignInstance, Channel, DataSource, Dataset, DecisionPolicy, Endpoint, Environment, Event,
    FORMAT, Fragment, Inventory, ItemRef, Object, Profile, RuleSet,
};

/// One file of the inventory.
pub(super) struct InventoryFile {
    /// Its name in the workspace folder.
    pub name: &'static str,
    /// The kinds of its objects, and the field in which each stands.
    pub lists: &'static [(&'static str, &'static str)],
    /// Its text; nothing where every list is empty.
    pub write: fn(&Inventory) -> Option<String>,
    /// Reads what can be read.
    pub read: fn(&mut Sheet<'_>, &mut Inventory) -> Result<(), ReadError>,
    /// Whether two inventories give the same file.
    pub same: fn(&Inventory, &Inventory) -> bool,
}

macro_rules! files {
    ($($name:literal $($list:ident $type:ident)+;)*) => {
        /// Every file of the inventory, in the order in which they are written: what others refer to comes first.
        pub(super) const INVENTORY_FILES: &[InventoryFile] = &[$(
            InventoryFile {
                name: $name,
                lists: &[$((<$type as Object>::KIND, stringify!($list))),+],
                write: |inventory| {
                    #[derive(Serialize)]
                    struct File<'a> {
                        format: u32,
                        $(#[serde(skip_serializing_if = "<[_]>::is_empty")] $list: &'a [$type],)+
                    }
                    let empty = true $(&& inventory.$list.is_empty())+;
                    (!empty).then(|| to_ron(&File { format: FORMAT, $($list: &inventory.$list),+ }))
                },
                read: |sheet, inventory| {
                    #[derive(Deserialize)]
                    #[serde(deny_unknown_fields)]
                    struct Head {
                        #[serde(rename = "format")]
                        _format: u32,
                        $(#[serde(default)] #[expect(dead_code, reason = "only its shape is read")] $list: Vec<()>,)+
                    }
                    let _: Head = sheet.head(&[$(stringify!($list)),+])?;
                    $(inventory.$list = objects(sheet, stringify!($list));)+
                    Ok(())
                },
                same: |a, b| true $(&& a.$list == b.$list)+,
            },
        )*];
    };
}

files! {
    "events.ron" events Event;
    "audiences.ron" audiences Audience;
    "data-sources.ron" data_sources DataSource;
    "actions.ron" actions Action endpoints Endpoint campaign_instances CampaignInstance;
    "channels.ron" channels Channel;
    "rule-sets.ron" rule_sets RuleSet;
    "fragments.ron" fragments Fragment;
    "decision-policies.ron" decision_policies DecisionPolicy;
    "datasets.ron" datasets Dataset;
    "profiles.ron" profiles Profile;
    "environments.ron" environments Environment;
}

/// The objects of one list, sorted by id.
pub(super) fn objects<T: Object + serde::de::DeserializeOwned>(sheet: &mut Sheet<'_>, list: &str) -> Vec<T> {
    let mut objects = sheet.list(list, &mut Ids::default(), |object: &T| vec![object.id().to_string()]);
    objects.sort_by(|a, b| a.id().cmp(b.id()));
    objects
}

/// The file and the field in which an object stands.
pub(super) fn home(item: &ItemRef) -> (&'static str, &'static str) {
    let kind = item.kind();
    let listed = INVENTORY_FILES
        .iter()
        .find_map(|file| Some((file.name, file.lists.iter().find(|(known, _)| *known == kind)?.1)));
    listed.unwrap_or(match item {
        ItemRef::Namespace(_) => (super::WORKSPACE_FILE, "namespaces"),
        ItemRef::Schema(_) => (super::WORKSPACE_FILE, "schemas"),
        _ => (super::WORKSPACE_FILE, "merge_policies"),
    })
}
