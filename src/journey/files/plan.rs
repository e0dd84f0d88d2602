//! What a save will do, before anything is done: which files are written, from what, and which are removed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::inventory_files::INVENTORY_FILES;
use super::names::{free, slug, stem};
use super::recordings::{self, Carried};
use super::state::Part;
use super::{
    Files, JOURNEY_ENDING, ORGANIZATION_FILE, POPULATION_FILE, SCENARIO_ENDING, SCENARIO_FOLDER, VERSION_ENDING,
    VERSION_FOLDER, WORKSPACE_FILE, parts,
};
use crate::journey::{JourneyId, ScenarioId, VersionId, Workspace};

/// What a save will do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files to write, in order.
    pub write: Vec<(PathBuf, Part)>,
    /// Files to remove afterwards.
    pub remove: Vec<PathBuf>,
    /// Files that somebody could not read: they go along as they are into another folder.
    pub copy: Vec<PathBuf>,
    /// Recorded answers, which go where their scenarios go.
    pub carry: Vec<Carried>,
}

/// Plans to bring the folder `root` to what the document says. `moving` when it is not the folder of these files.
pub(super) fn plan(workspace: &Workspace, files: &Files, root: &Path, moving: bool) -> Plan {
    let paths = paths(workspace, files, root);
    let mut plan = Plan::default();
    let order = parts::all(workspace, files.is_workspace || moving);
    for part in &order {
        let Some(path) = paths.get(part) else { continue };
        let unchanged = parts::same(part, workspace, &files.base)
            && files.path_of(part) == Some(path)
            && !files.overruled.contains(path);
        match (unchanged, moving) {
            (true, false) => {}
            (true, true) if files.is_damaged(path) => plan.copy.push(path.clone()),
            _ => plan.write.push((path.clone(), part.clone())),
        }
    }
    plan.carry = recordings::carried(workspace, files, root, &paths);
    let kept: BTreeSet<&PathBuf> = order.iter().filter_map(|part| paths.get(part)).collect();
    for (path, known) in files.known.iter().filter(|(path, _)| !kept.contains(path)) {
        // What could not be read is in no document; that the document lacks it is no wish to remove it.
        let left = files.leftover.contains(path);
        let unchanged = !left
            && (matches!(known.part, Part::Observed(_) | Part::Unknown)
                || lacks_in_both(&known.part, workspace, &files.base));
        match (unchanged, moving) {
            (true, true) => plan.copy.push(path.clone()),
            (true, false) | (false, true) => {}
            (false, false) => plan.remove.push(path.clone()),
        }
    }
    plan
}

/// Whether neither document has anything for this part.
fn lacks_in_both(part: &Part, a: &Workspace, b: &Workspace) -> bool {
    let lacks = |workspace: &Workspace| !parts::all(workspace, false).contains(part);
    parts::same(part, a, b) && lacks(a) && lacks(b)
}

/// The path of every part, relative to the folder.
fn paths(workspace: &Workspace, files: &Files, root: &Path) -> BTreeMap<Part, PathBuf> {
    let mut paths = BTreeMap::from([
        (Part::Settings, PathBuf::from(WORKSPACE_FILE)),
        (Part::Organization, PathBuf::from(ORGANIZATION_FILE)),
        (Part::Population, PathBuf::from(POPULATION_FILE)),
    ]);
    paths.extend(INVENTORY_FILES.iter().map(|file| (Part::Inventory(file.name), PathBuf::from(file.name))));
    let mut naming = Naming { workspace, files, root, taken: BTreeSet::new() };
    // Whoever keeps a name has it before anybody new may choose.
    let journeys = naming.order(workspace.journeys.keys().cloned().map(Part::Journey));
    for part in journeys {
        if let Part::Journey(id) = &part {
            let path = naming.journey(id);
            paths.insert(part, path);
        }
    }
    let scenarios = naming.order(workspace.scenarios.keys().cloned().map(Part::Scenario));
    for part in scenarios {
        if let Part::Scenario(id) = &part {
            let path = naming.scenario(id, &paths);
            paths.insert(part, path);
        }
    }
    let versions = naming.order(workspace.versions.keys().cloned().map(Part::Version));
    for part in versions {
        if let Part::Version(id) = &part {
            let path = naming.version(id, &paths);
            paths.insert(part, path);
        }
    }
    paths
}

struct Naming<'a> {
    workspace: &'a Workspace,
    files: &'a Files,
    root: &'a Path,
    taken: BTreeSet<PathBuf>,
}

impl Naming<'_> {
    fn order(&self, parts: impl Iterator<Item = Part>) -> Vec<Part> {
        let mut parts: Vec<_> = parts.collect();
        parts.sort_by_key(|part| self.files.path_of(part).is_none());
        parts
    }

    fn journey(&mut self, id: &JourneyId) -> PathBuf {
        let name = |workspace: &Workspace| workspace.journeys.get(id).map(|journey| slug(&journey.name, id.as_str()));
        let wanted = name(self.workspace).unwrap_or_default();
        let former = name(&self.files.base).unwrap_or_default();
        let known = self.files.path_of(&Part::Journey(id.clone())).map(Path::to_owned);
        self.path(Path::new(""), known, JOURNEY_ENDING, &former, &wanted)
    }

    fn scenario(&mut self, id: &ScenarioId, paths: &BTreeMap<Part, PathBuf>) -> PathBuf {
        let name =
            |workspace: &Workspace| workspace.scenarios.get(id).map(|scenario| slug(&scenario.name, id.as_str()));
        let wanted = name(self.workspace).unwrap_or_default();
        let former = name(&self.files.base).unwrap_or_default();
        let known = self.files.path_of(&Part::Scenario(id.clone())).map(Path::to_owned);
        let journey = |workspace: &Workspace| workspace.scenarios.get(id).map(|scenario| scenario.journey.clone());
        let (now, before) = (journey(self.workspace).unwrap_or_default(), journey(&self.files.base));
        let folder = self.folder(SCENARIO_FOLDER, &now, before, known.as_deref(), paths);
        self.path(&folder, known, SCENARIO_ENDING, &former, &wanted)
    }

    fn version(&mut self, id: &VersionId, paths: &BTreeMap<Part, PathBuf>) -> PathBuf {
        let known = self.files.path_of(&Part::Version(id.clone())).map(Path::to_owned);
        let before = self.files.base.versions.contains_key(id).then(|| id.0.clone());
        let folder = self.folder(VERSION_FOLDER, &id.0, before, known.as_deref(), paths);
        let number = id.1.to_string();
        self.path(&folder, known, VERSION_ENDING, &number, &number)
    }

    /// The folder of a scenario or a version is named as the journey's file; one that a person named otherwise stays.
    fn folder(
        &self,
        above: &str,
        now: &JourneyId,
        before: Option<JourneyId>,
        known: Option<&Path>,
        paths: &BTreeMap<Part, PathBuf>,
    ) -> PathBuf {
        let wanted = paths.get(&Part::Journey(now.clone())).and_then(|path| stem_of(path, JOURNEY_ENDING));
        let wanted = Path::new(above).join(wanted.unwrap_or_else(|| slug(now.as_str(), "")));
        let Some(folder) = known.and_then(Path::parent) else { return wanted };
        let former =
            before.and_then(|id| self.files.path_of(&Part::Journey(id))).and_then(|path| stem_of(path, JOURNEY_ENDING));
        let followed = former.is_some_and(|stem| folder == Path::new(above).join(stem));
        if followed { wanted } else { folder.to_owned() }
    }

    fn path(&mut self, folder: &Path, known: Option<PathBuf>, ending: &str, former: &str, wanted: &str) -> PathBuf {
        let old = known.as_deref().and_then(|path| stem_of(path, ending));
        let stem = stem(old.as_deref().map(|stem| (stem, former)), wanted);
        let path = match known {
            Some(path) if old.as_ref() == Some(&stem) && path.parent() == Some(folder) => path,
            known => free(folder, &stem, ending, |path| {
                let mine = known.as_deref() == Some(path);
                let elsewhere = self.root.join(path).exists() || self.files.known.contains_key(path);
                self.taken.contains(path) || (!mine && elsewhere)
            }),
        };
        self.taken.insert(path.clone());
        path
    }
}

fn stem_of(path: &Path, ending: &str) -> Option<String> {
    path.file_name()?.to_str()?.strip_suffix(ending).map(str::to_owned)
}
