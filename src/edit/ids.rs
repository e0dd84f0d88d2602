//! Fresh ids for edits that bring new objects. Whoever makes such edits writes placeholders, an id's kind
//! with `-?` and a number (`wait-?1`), and here they are drawn: the same placeholder everywhere the same id.

use std::collections::{BTreeMap, HashSet};

use crate::journey::{Journey, Workspace, id_text};

use super::Edit;

/// The placeholder of this kind and number: `wait-?1`.
pub fn placeholder(kind: &str, number: usize) -> String {
    format!("{kind}-?{number}")
}

/// Draws ids for all placeholders in the edits. `chance` yields raw random numbers; ids that the workspace
/// already uses anywhere are not drawn again, nor is one drawn twice.
pub fn draw_ids(edits: &mut [Edit], chance: &mut dyn FnMut() -> u64, taken: &Workspace) {
    let mut found = false;
    for edit in &mut *edits {
        each_id(edit, &mut |id| found |= kind_of(id).is_some());
    }
    if !found {
        return;
    }
    let mut known = ids_of(taken);
    let mut drawn = BTreeMap::new();
    for edit in edits {
        each_id(edit, &mut |id| {
            let Some(kind) = kind_of(id) else { return };
            if !drawn.contains_key(id.as_str()) {
                drawn.insert(id.clone(), fresh(kind, chance, &mut known));
            }
            id.clone_from(&drawn[id.as_str()]);
        });
    }
}

/// The kind in a placeholder; `None` for every other text.
fn kind_of(id: &str) -> Option<&str> {
    let (kind, number) = id.rsplit_once("-?")?;
    (!number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())).then_some(kind)
}

/// Twelve letters for what leaves the workspace, four for the rest.
fn letters(kind: &str) -> usize {
    if matches!(kind, "workspace" | "journey" | "profile" | "environment") { 12 } else { 4 }
}

fn fresh(kind: &str, chance: &mut dyn FnMut() -> u64, known: &mut HashSet<String>) -> String {
    let mut attempt: u64 = 0;
    loop {
        // Chance that repeats itself must not keep us here, nor a workspace that used up the short ids.
        let raw = chance().wrapping_add(attempt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let id = id_text(kind, raw, letters(kind) + usize::try_from(attempt / 64).unwrap_or(8).min(8));
        if known.insert(id.clone()) {
            return id;
        }
        attempt += 1;
    }
}

/// Every id and every reference in the workspace.
fn ids_of(workspace: &Workspace) -> HashSet<String> {
    use crate::journey::Word;
    let mut ids = HashSet::new();
    let mut note = |word: Word, text: &str| {
        if !matches!(word, Word::Expression | Word::Template) {
            ids.insert(text.to_owned());
        }
    };
    for journey in workspace.journeys.values() {
        journey.walk(&mut |_, word, text| note(word, text));
    }
    for item in workspace.inventory.items() {
        item.walk(&mut |_, word, text| note(word, text));
    }
    // Whoever goes back to a version finds its ids free.
    for version in workspace.versions.values() {
        version.journey.walk(&mut |_, word, text| note(word, text));
        for item in version.inventory.items() {
            item.walk(&mut |_, word, text| note(word, text));
        }
    }
    for scenario in workspace.scenarios.values() {
        scenario.walk(&mut |_, word, text| note(word, text));
    }
    if let Some(population) = &workspace.population {
        population.walk(&mut |_, word, text| note(word, text));
    }
    ids
}

/// Visits every id that an edit carries.
fn each_id(edit: &mut Edit, visit: &mut dyn FnMut(&mut String)) {
    use crate::journey::Word;
    let mut word = |word: Word, text: &mut String| {
        if !matches!(word, Word::Expression | Word::Template) {
            visit(text);
        }
    };
    match edit {
        Edit::AddJourney(journey) => Journey::walk_mut(journey, &mut |_, kind, text| word(kind, text)),
        Edit::PutJourney(journey) => Journey::walk_mut(journey, &mut |_, kind, text| word(kind, text)),
        Edit::RemoveJourney(journey) | Edit::SetHead { journey, .. } => visit(&mut journey.0),
        Edit::SetProperties { journey, properties } => {
            word(Word::Journey, &mut journey.0);
            properties.walk_mut(&mut |_, kind, text| word(kind, text));
        }
        Edit::AddActivity { journey, activity, .. } | Edit::SetActivity { journey, activity } => {
            word(Word::Journey, &mut journey.0);
            activity.walk_mut(&mut |_, kind, text| word(kind, text));
        }
        Edit::RemoveActivity { journey, activity } => {
            visit(&mut journey.0);
            visit(&mut activity.0);
        }
        Edit::Connect { journey, connection } => {
            word(Word::Journey, &mut journey.0);
            connection.walk_mut(&mut |_, kind, text| word(kind, text));
        }
        Edit::Disconnect { journey, connection } => {
            visit(&mut journey.0);
            visit(&mut connection.0);
        }
        Edit::Move { journey, to } => {
            word(Word::Journey, &mut journey.0);
            to.iter_mut().for_each(|placement| word(Word::Activity, &mut placement.activity.0));
        }
        Edit::SetEndLabel { journey, from, port, .. } => {
            visit(&mut journey.0);
            visit(&mut from.0);
            if let crate::journey::Port::Branch(branch) = port {
                visit(&mut branch.0);
            }
        }
        Edit::Put(item) => item.walk_mut(&mut |_, kind, text| word(kind, text)),
        Edit::Remove(item) | Edit::Rename { item, .. } => visit(item.text_mut()),
        Edit::RenameOutput { journey, activity, .. } => {
            visit(&mut journey.0);
            visit(&mut activity.0);
        }
        Edit::RenameFieldGroup { source, .. } | Edit::RenameParameter { source, .. } => visit(&mut source.0),
        Edit::PutScenario(scenario) => scenario.walk_mut(&mut |_, kind, text| word(kind, text)),
        Edit::RemoveScenario(scenario) => visit(&mut scenario.0),
        Edit::SetSettings(settings) => visit(&mut settings.id.0),
        // A version is of a journey that is there, and nothing in it is new.
        Edit::KeepVersion(_)
        | Edit::SetPublished { .. }
        | Edit::RemoveVersion { .. }
        | Edit::SetOrganization(_)
        | Edit::SetPopulation(_) => {}
    }
}
