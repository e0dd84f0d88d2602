//! Makes a document of the bytes of its files; what cannot be read is listed beside it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use super::inventory_files::{INVENTORY_FILES, objects};
use super::state::{Known, Part};
use super::{
    Damaged, FileError, JOURNEY_ENDING, ORGANIZATION_FILE, Opened, POPULATION_FILE, VERSION_ENDING, WORKSPACE_FILE,
    disk, observed_file, version_file,
};
use crate::journey::text_form::{Ids, ReadError, Sheet};
use crate::journey::{
    Activity, Connection, EndLabel, Inventory, Journey, Placement, Platform, Population, Port, Sandbox, Scenario,
    Settings, Workspace, WorkspaceId,
};

/// The bytes of a file, or why there are none.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path inside the workspace folder.
    pub path: PathBuf,
    /// Its bytes.
    pub content: Result<Vec<u8>, FileError>,
}

/// A document from texts that lie nowhere on disk, such as the samples in the program; its first save asks where.
pub fn from_texts(texts: &[(&str, &str)]) -> Opened {
    let source = |(path, text): &(&str, &str)| Source { path: path.into(), content: Ok(text.as_bytes().to_vec()) };
    let mut opened = assemble(texts.iter().map(source).collect());
    opened.files.is_workspace = true;
    // Nothing lies on disk yet: everything is to be written.
    opened.files.known.clear();
    opened.files.base = Workspace::default();
    opened
}

pub(super) fn assemble(sources: Vec<Source>) -> Opened {
    let mut opened = Opened::default();
    let mut inventory = Inventory::default();
    for source in sources {
        let path = source.path;
        let read = source.content.and_then(|bytes| {
            let mut known = Known::of(Part::Unknown, &bytes);
            let text = disk::decode(&path, bytes);
            let read = text.and_then(|text| file(&path, &text, &mut known, &mut opened, &mut inventory));
            opened.files.known.insert(path.clone(), known);
            read
        });
        if let Err(error) = read {
            opened.files.known.entry(path).or_insert_with(|| Known::of(Part::Unknown, &[]));
            opened.files.unreadable.push(error);
        }
    }
    opened.workspace.inventory = Arc::new(inventory);
    opened.files.base = opened.workspace.clone();
    opened
}

/// Reads one file into the document.
fn file(
    path: &Path,
    text: &str,
    known: &mut Known,
    opened: &mut Opened,
    inventory: &mut Inventory,
) -> Result<(), FileError> {
    let fail = |error: ReadError| FileError {
        file: path.to_owned(),
        line: error.line,
        column: error.column,
        error: error.message,
    };
    let mut sheet = Sheet::new(text).map_err(fail)?;
    let part = if observed_file::is_one(path) {
        let observed = observed_file::read(&mut sheet).map_err(fail)?;
        let journey = observed.journey.clone();
        opened.files.observed.entry(journey.clone()).or_insert(observed);
        Part::Observed(journey)
    } else {
        part(path, &mut sheet, &mut opened.workspace, inventory).map_err(fail)?
    };
    clash(&opened.files.known, path, &part, &sheet)?;
    known.part = part;
    known.fields = sheet.field_lines().map(|(name, line)| (name.to_owned(), line)).collect();
    known.entries = sheet.places;
    opened.files.damaged.extend(sheet.damage.into_iter().map(|damage| Damaged {
        file: path.to_owned(),
        line: damage.line,
        column: damage.column,
        text: damage.text,
        error: damage.error,
    }));
    Ok(())
}

/// Two files with the same journey, scenario or version: the later one is not read.
fn clash(files: &BTreeMap<PathBuf, Known>, path: &Path, part: &Part, sheet: &Sheet<'_>) -> Result<(), FileError> {
    let Some((other, _)) = files.iter().find(|(_, known)| known.part == *part) else { return Ok(()) };
    let (field, what, said) = match part {
        Part::Journey(id) => ("id", "id", id.to_string()),
        Part::Scenario(id) => ("id", "id", id.to_string()),
        Part::Version((_, number)) => ("number", "number", number.to_string()),
        Part::Observed(id) => ("journey", "journey", id.to_string()),
        _ => return Ok(()),
    };
    let line = sheet.field_lines().find(|(name, _)| *name == field).map_or(1, |(_, line)| line);
    let error =
        format!("the {what} {said} is already used by {}; give one of the two files another {what}", other.display());
    Err(FileError { file: path.to_owned(), line, column: 1, error })
}

fn part(
    path: &Path,
    sheet: &mut Sheet<'_>,
    workspace: &mut Workspace,
    inventory: &mut Inventory,
) -> Result<Part, ReadError> {
    let name = path.to_string_lossy();
    if name == WORKSPACE_FILE {
        workspace.settings = Arc::new(settings(sheet, inventory)?);
        return Ok(Part::Settings);
    }
    if name == ORGANIZATION_FILE {
        workspace.organization = Some(Arc::new(sheet.head(&[])?));
        return Ok(Part::Organization);
    }
    if name == POPULATION_FILE {
        workspace.population = Some(Arc::new(population(sheet)?));
        return Ok(Part::Population);
    }
    if let Some(file) = INVENTORY_FILES.iter().find(|file| file.name == name) {
        (file.read)(sheet, inventory)?;
        return Ok(Part::Inventory(file.name));
    }
    if name.ends_with(JOURNEY_ENDING) {
        let journey = journey(sheet)?;
        let id = journey.id.clone();
        workspace.journeys.entry(id.clone()).or_insert_with(|| Arc::new(journey));
        return Ok(Part::Journey(id));
    }
    if name.ends_with(VERSION_ENDING) {
        let version = version_file::read(sheet)?;
        let id = version.id();
        workspace.versions.entry(id.clone()).or_insert_with(|| Arc::new(version));
        return Ok(Part::Version(id));
    }
    let scenario = scenario(sheet)?;
    let id = scenario.id.clone();
    workspace.scenarios.entry(id.clone()).or_insert_with(|| Arc::new(scenario));
    Ok(Part::Scenario(id))
}

fn settings(sheet: &mut Sheet<'_>, inventory: &mut Inventory) -> Result<Settings, ReadError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Head {
        #[serde(rename = "format")]
        _format: u32,
        id: WorkspaceId,
        name: String,
        #[serde(default)]
        platform: Platform,
        #[serde(default)]
        sandbox: Sandbox,
        #[serde(default, rename = "namespaces")]
        _namespaces: Vec<()>,
        #[serde(default, rename = "schemas")]
        _schemas: Vec<()>,
        #[serde(default, rename = "merge_policies")]
        _merge_policies: Vec<()>,
    }
    let head: Head = sheet.head(&["namespaces", "schemas", "merge_policies"])?;
    inventory.namespaces = objects(sheet, "namespaces");
    inventory.schemas = objects(sheet, "schemas");
    inventory.merge_policies = objects(sheet, "merge_policies");
    Ok(Settings { id: head.id, name: head.name, platform: head.platform, sandbox: head.sandbox })
}

/// A journey, entry by entry.
pub(super) fn journey(sheet: &mut Sheet<'_>) -> Result<Journey, ReadError> {
    let mut journey: Journey = sheet.head(&["activities", "connections", "ends", "layout"])?;
    journey_lists(sheet, &mut journey);
    Ok(journey)
}

/// The lists of a journey. Ids are unique within it, those of branches and exit criteria too.
pub(super) fn journey_lists(sheet: &mut Sheet<'_>, journey: &mut Journey) {
    let mut ids = Ids::default();
    let criteria = journey.properties.exit_criteria.iter().map(|criterion| criterion.id.to_string()).collect();
    sheet.unique("properties", &mut ids, criteria);
    journey.activities = sheet.list("activities", &mut ids, |activity: &Activity| {
        let branches = activity.kind.ports().into_iter().filter_map(|port| match port {
            Port::Branch(id) => Some(id.to_string()),
            _ => None,
        });
        std::iter::once(activity.id.to_string()).chain(branches).collect()
    });
    journey.connections = sheet.list("connections", &mut ids, |wire: &Connection| vec![wire.id.to_string()]);
    journey.ends = sheet.list("ends", &mut Ids::default(), |_: &EndLabel| Vec::new());
    journey.layout =
        sheet.list("layout", &mut Ids::default(), |placement: &Placement| vec![placement.activity.to_string()]);
    journey.sort();
}

/// A population, entry by entry; entries are known by their place in their list.
fn population(sheet: &mut Sheet<'_>) -> Result<Population, ReadError> {
    let mut population: Population = sheet.head(&Population::LISTS)?;
    let none = &mut Ids::default();
    population.models = sheet.list("models", none, |_| Vec::new());
    population.zones = sheet.list("zones", none, |_| Vec::new());
    population.attributes = sheet.list("attributes", none, |_| Vec::new());
    population.payloads = sheet.list("payloads", none, |_| Vec::new());
    population.memberships = sheet.list("memberships", none, |_| Vec::new());
    population.consent = sheet.list("consent", none, |_| Vec::new());
    population.arrivals = sheet.list("arrivals", none, |_| Vec::new());
    population.follow_ups = sheet.list("follow_ups", none, |_| Vec::new());
    population.reactions = sheet.list("reactions", none, |_| Vec::new());
    population.systems = sheet.list("systems", none, |_| Vec::new());
    Ok(population)
}

fn scenario(sheet: &mut Sheet<'_>) -> Result<Scenario, ReadError> {
    let mut scenario: Scenario = sheet.head(&Scenario::LISTS)?;
    scenario.happenings = sheet.list("happenings", &mut Ids::default(), |_| Vec::new());
    scenario.replies = sheet.list("replies", &mut Ids::default(), |_| Vec::new());
    scenario.recordings = sheet.list("recordings", &mut Ids::default(), |_| Vec::new());
    scenario.systems = sheet.list("systems", &mut Ids::default(), |_| Vec::new());
    scenario.reactions = sheet.list("reactions", &mut Ids::default(), |_| Vec::new());
    scenario.expect = sheet.list("expect", &mut Ids::default(), |_| Vec::new());
    Ok(scenario)
}
