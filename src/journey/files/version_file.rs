//! The file of a kept version: its number and its moments, then the journey as in the journey's own file, then the
//! lists of what it reached, and the layout last. Read entry by entry, as every other file is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::assemble::journey_lists;
use super::inventory_files::objects;
use crate::journey::text_form::{Ids, ReadError, Sheet, to_ron};
use crate::journey::{
    Action, Activity, Audience, CampaignInstance, Channel, Connection, DataSource, Dataset, DecisionPolicy, EndLabel,
    Endpoint, Event, FORMAT, Inventory, Journey, JourneyId, MergePolicy, Namespace, Placement, Properties, RuleSet,
    Schema, Target, Version,
};

macro_rules! version {
    ($($list:ident $type:ident),* $(,)?) => {
        /// The text of a version.
        pub(super) fn text(version: &Version) -> String {
            #[derive(Serialize)]
            struct File<'a> {
                format: u32,
                number: u32,
                kept: Timestamp,
                #[serde(skip_serializing_if = "Option::is_none")]
                published: Option<Timestamp>,
                #[serde(skip_serializing_if = "Option::is_none")]
                based_on: Option<u32>,
                id: &'a JourneyId,
                name: &'a str,
                #[serde(skip_serializing_if = "str::is_empty")]
                description: &'a str,
                #[serde(skip_serializing_if = "<[_]>::is_empty")]
                tags: &'a [String],
                #[serde(skip_serializing_if = "is_default")]
                properties: &'a Properties,
                #[serde(skip_serializing_if = "<[_]>::is_empty")]
                activities: &'a [Activity],
                #[serde(skip_serializing_if = "<[_]>::is_empty")]
                connections: &'a [Connection],
                #[serde(skip_serializing_if = "<[_]>::is_empty")]
                ends: &'a [EndLabel],
                #[serde(skip_serializing_if = "str::is_empty")]
                note: &'a str,
                #[serde(skip_serializing_if = "BTreeMap::is_empty")]
                extra: &'a BTreeMap<String, String>,
                $(#[serde(skip_serializing_if = "<[_]>::is_empty")] $list: &'a [$type],)*
                #[serde(skip_serializing_if = "<[_]>::is_empty")]
                targets: &'a [Target],
                #[serde(skip_serializing_if = "<[_]>::is_empty")]
                layout: &'a [Placement],
            }
            let mut journey = version.journey.clone();
            journey.sort();
            let mut inventory = version.inventory.clone();
            inventory.sort();
            to_ron(&File {
                format: FORMAT,
                number: version.number,
                kept: version.kept,
                published: version.published,
                based_on: journey.based_on,
                id: &journey.id,
                name: &journey.name,
                description: &journey.description,
                tags: &journey.tags,
                properties: &journey.properties,
                activities: &journey.activities,
                connections: &journey.connections,
                ends: &journey.ends,
                note: &journey.note,
                extra: &journey.extra,
                $($list: &inventory.$list,)*
                targets: &version.targets,
                layout: &journey.layout,
            })
        }

        /// Reads what can be read of a version.
        pub(super) fn read(sheet: &mut Sheet<'_>) -> Result<Version, ReadError> {
            #[derive(Deserialize)]
            #[serde(deny_unknown_fields)]
            #[expect(dead_code, reason = "of the lists only the shape is read here")]
            struct Head {
                format: u32,
                number: u32,
                kept: Timestamp,
                #[serde(default)]
                published: Option<Timestamp>,
                #[serde(default)]
                based_on: Option<u32>,
                id: JourneyId,
                name: String,
                #[serde(default)]
                description: String,
                #[serde(default)]
                tags: Vec<String>,
                #[serde(default)]
                properties: Properties,
                #[serde(default)]
                activities: Vec<()>,
                #[serde(default)]
                connections: Vec<()>,
                #[serde(default)]
                ends: Vec<()>,
                #[serde(default)]
                note: String,
                #[serde(default)]
                extra: BTreeMap<String, String>,
                $(#[serde(default)] $list: Vec<()>,)*
                #[serde(default)]
                targets: Vec<()>,
                #[serde(default)]
                layout: Vec<()>,
            }
            let head: Head =
                sheet.head(&["activities", "connections", "ends", "layout", "targets", $(stringify!($list)),*])?;
            let mut journey = Journey {
                format: FORMAT,
                id: head.id,
                name: head.name,
                description: head.description,
                tags: head.tags,
                based_on: head.based_on,
                properties: head.properties,
                note: head.note,
                extra: head.extra,
                ..Journey::default()
            };
            journey_lists(sheet, &mut journey);
            // Every list is named: one that is added later must not be forgotten here.
            let inventory = Inventory {
                $($list: objects(sheet, stringify!($list)),)*
                fragments: Vec::new(),
                profiles: Vec::new(),
                environments: Vec::new(),
            };
            let targets =
                sheet.list("targets", &mut Ids::default(), |target: &Target| vec![target.journey.to_string()]);
            Ok(Version {
                number: head.number,
                kept: head.kept,
                published: head.published,
                journey,
                inventory,
                targets,
            })
        }
    };
}

// What a definition can reach: no test profiles, no environments, no fragments.
version! {
    namespaces Namespace, schemas Schema, merge_policies MergePolicy, events Event, audiences Audience,
    data_sources DataSource, actions Action, endpoints Endpoint, campaign_instances CampaignInstance,
    channels Channel, rule_sets RuleSet, decision_policies DecisionPolicy, datasets Dataset,
}

fn is_default(properties: &&Properties) -> bool {
    **properties == Properties::default()
}
