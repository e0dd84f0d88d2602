//! The canonical text of each part of the document, and whether a part changed.

use std::sync::Arc;

use serde::Serialize;

use super::inventory_files::INVENTORY_FILES;
use super::state::Part;
use super::version_file;
use crate::journey::text_form::to_ron;
use crate::journey::{
    FORMAT, Inventory, Journey, MergePolicy, Namespace, Platform, Sandbox, Scenario, Schema, What, Workspace,
    WorkspaceId,
};

/// The document in canonical order, with nothing in it that cannot be read back.
pub(super) fn canonical(workspace: &Workspace) -> Workspace {
    let mut canonical = workspace.clone();
    canonical.outlines.clear();
    let inventory = Arc::make_mut(&mut canonical.inventory);
    inventory.sort();
    for profile in &mut inventory.profiles {
        profile.attributes.values_mut().for_each(crate::journey::Value::make_finite);
    }
    canonical
}

/// Every part that has a file, in the order in which they are written: the inventory first.
pub(super) fn all(workspace: &Workspace, is_workspace: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let beside = Workspace { journeys: Default::default(), ..workspace.clone() };
    if is_workspace || beside != Workspace::default() {
        parts.push(Part::Settings);
    }
    if workspace.organization.is_some() {
        parts.push(Part::Organization);
    }
    if workspace.population.is_some() {
        parts.push(Part::Population);
    }
    let files = INVENTORY_FILES.iter().filter(|file| !(file.same)(&workspace.inventory, &Inventory::default()));
    parts.extend(files.map(|file| Part::Inventory(file.name)));
    parts.extend(workspace.journeys.keys().cloned().map(Part::Journey));
    parts.extend(workspace.scenarios.keys().cloned().map(Part::Scenario));
    parts.extend(workspace.versions.keys().cloned().map(Part::Version));
    parts
}

/// Whether two documents give the same file for this part.
pub(super) fn same(part: &Part, a: &Workspace, b: &Workspace) -> bool {
    match part {
        Part::Settings => {
            let (left, right) = (&a.inventory, &b.inventory);
            a.settings == b.settings
                && left.namespaces == right.namespaces
                && left.schemas == right.schemas
                && left.merge_policies == right.merge_policies
        }
        Part::Organization => a.organization == b.organization,
        Part::Population => a.population == b.population,
        Part::Inventory(name) => INVENTORY_FILES
            .iter()
            .find(|file| file.name == *name)
            .is_none_or(|file| (file.same)(&a.inventory, &b.inventory)),
        Part::Journey(id) => a.journeys.get(id) == b.journeys.get(id),
        Part::Scenario(id) => a.scenarios.get(id) == b.scenarios.get(id),
        Part::Version(id) => a.versions.get(id) == b.versions.get(id),
        Part::Observed(_) | Part::Unknown => true,
    }
}

/// The text of a part of a canonical document; nothing where the document does not have it.
pub(super) fn text(part: &Part, workspace: &Workspace) -> Option<String> {
    match part {
        Part::Settings => Some(settings(workspace)),
        Part::Organization => workspace.organization.as_ref().map(|organization| {
            let mut organization = (**organization).clone();
            organization.format = FORMAT;
            to_ron(&organization)
        }),
        Part::Population => workspace.population.as_ref().map(|population| {
            let mut population = (**population).clone();
            population.format = FORMAT;
            population.make_finite();
            to_ron(&population)
        }),
        Part::Inventory(name) => {
            INVENTORY_FILES.iter().find(|file| file.name == *name).and_then(|file| (file.write)(&workspace.inventory))
        }
        Part::Journey(id) => workspace.journeys.get(id).map(|journey| self::journey(journey)),
        Part::Scenario(id) => workspace.scenarios.get(id).map(|scenario| self::scenario(scenario)),
        Part::Version(id) => workspace.versions.get(id).map(|version| version_file::text(version)),
        Part::Observed(_) | Part::Unknown => None,
    }
}

fn settings(workspace: &Workspace) -> String {
    #[derive(Serialize)]
    struct File<'a> {
        format: u32,
        id: &'a WorkspaceId,
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        platform: Option<Platform>,
        #[serde(skip_serializing_if = "Option::is_none")]
        sandbox: Option<&'a Sandbox>,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        namespaces: &'a [Namespace],
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        schemas: &'a [Schema],
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        merge_policies: &'a [MergePolicy],
    }
    let settings = &workspace.settings;
    to_ron(&File {
        format: FORMAT,
        id: &settings.id,
        name: &settings.name,
        platform: Some(settings.platform).filter(|platform| *platform != Platform::default()),
        sandbox: Some(&settings.sandbox).filter(|sandbox| **sandbox != Sandbox::default()),
        namespaces: &workspace.inventory.namespaces,
        schemas: &workspace.inventory.schemas,
        merge_policies: &workspace.inventory.merge_policies,
    })
}

pub(super) fn journey(journey: &Journey) -> String {
    let mut journey = journey.clone();
    journey.format = FORMAT;
    journey.sort();
    to_ron(&journey)
}

fn scenario(scenario: &Scenario) -> String {
    let mut scenario = scenario.clone();
    scenario.format = FORMAT;
    for happening in &mut scenario.happenings {
        if let What::Attribute { value, .. } = &mut happening.what {
            value.make_finite();
        }
    }
    to_ron(&scenario)
}
