//! Renames: an object gets another name, and so do all expressions and messages that say it.

use std::sync::Arc;

use crate::expression::{self, Renamed, rename as in_expression, rename_in_template as in_template};
use crate::journey::{
    Activity, ActivityId, DataSource, DataSourceId, FieldGroup, Item, ItemRef, Journey, JourneyId, Kind, Word,
    Workspace,
};

use super::EditError;
use super::new::free;

/// Gives the object its new name, and rewrites the name wherever an expression or a message says it.
pub(super) fn object(workspace: &mut Workspace, reference: &ItemRef, name: &str) -> Result<(), EditError> {
    let item = workspace.inventory.item(reference).ok_or_else(|| EditError::NoItem(reference.clone()))?;
    if item.name() == name {
        return Ok(());
    }
    super::stock::may_change(workspace, reference)?;
    can_rename(workspace, reference, name)?;
    let said = said(&item, name);
    Arc::make_mut(&mut workspace.inventory).put(item.with_name(name));
    if let Some(renamed) = said {
        rewrite(workspace, &renamed);
    }
    Ok(())
}

/// Gives a field group its new name, everywhere.
pub(super) fn field_group(
    workspace: &mut Workspace,
    source: &DataSourceId,
    from: &str,
    to: &str,
) -> Result<(), EditError> {
    let mut known = data_source(workspace, source)?;
    if from != to {
        is_identifier("field group", to)?;
        if known.field_groups.iter().any(|group| group.name == to) {
            return Err(EditError::NameTaken { kind: "field group", name: to.to_owned() });
        }
    }
    group(&mut known, from)?.name = to.to_owned();
    let renamed = Renamed::FieldGroup { source: known.name.clone(), from: from.to_owned(), to: to.to_owned() };
    Arc::make_mut(&mut workspace.inventory).put(Item::DataSource(known));
    rewrite(workspace, &renamed);
    Ok(())
}

/// Gives a parameter of a field group its new name, everywhere; in the body that is sent it stays to be adapted.
pub(super) fn parameter(
    workspace: &mut Workspace,
    source: &DataSourceId,
    (name, from): (&str, &str),
    to: &str,
) -> Result<(), EditError> {
    let mut known = data_source(workspace, source)?;
    let group = group(&mut known, name)?;
    if from != to && group.parameters.iter().any(|other| other == to) {
        return Err(EditError::NameTaken { kind: "parameter", name: to.to_owned() });
    }
    let parameter = group.parameters.iter_mut().find(|parameter| *parameter == from);
    *parameter.ok_or_else(|| EditError::NoPart { kind: "parameter", name: from.to_owned() })? = to.to_owned();
    let (from, to) = (from.to_owned(), to.to_owned());
    let renamed = Renamed::Parameter { source: known.name.clone(), group: name.to_owned(), from, to };
    Arc::make_mut(&mut workspace.inventory).put(Item::DataSource(known));
    rewrite(workspace, &renamed);
    Ok(())
}

/// Gives what a step fetches its new name, in the step and in every expression of its journey.
pub(super) fn output(
    workspace: &mut Workspace,
    journey: &JourneyId,
    activity: &ActivityId,
    to: &str,
) -> Result<(), EditError> {
    can_rename_output(workspace, journey, activity, to)?;
    let known = workspace.journeys.get_mut(journey).ok_or_else(|| EditError::NoJourney(journey.clone()))?;
    let renamed = known.activity(activity).and_then(|step| {
        let from = step.kind.output()?.to_owned();
        // Where another step answers to the old name too, expressions may mean that one.
        let is_shared = from.is_empty() || rivals(known, step).any(|name| name == from);
        let to = to.to_owned();
        let is_decision = matches!(step.kind, Kind::ContentDecision(_));
        let renamed = if is_decision { Renamed::Decision { from, to } } else { Renamed::DatasetLookup { from, to } };
        (!is_shared).then_some(renamed)
    });
    let known = Arc::make_mut(known);
    if let Some(renamed) = renamed {
        known.walk_mut(&mut |_, word, text| replace(word, text, &renamed));
    }
    if let Some(name) = known.activity_mut(activity).and_then(|step| step.kind.output_mut()) {
        to.clone_into(name);
    }
    Ok(())
}

/// Whether what a step fetches can be called so: expressions must be able to say it, and to tell it from others.
///
/// # Errors
/// Why it cannot.
pub fn can_rename_output(
    workspace: &Workspace,
    journey: &JourneyId,
    activity: &ActivityId,
    to: &str,
) -> Result<(), EditError> {
    let known = workspace.journeys.get(journey).ok_or_else(|| EditError::NoJourney(journey.clone()))?;
    let step = known.activity(activity).ok_or_else(|| EditError::NoActivity(activity.clone()))?;
    let kind = if matches!(step.kind, Kind::ContentDecision(_)) { "content decision" } else { "dataset lookup" };
    match step.kind.output() {
        None => Err(EditError::NoPart { kind: "answer", name: activity.to_string() }),
        Some(from) if from == to => Ok(()),
        Some(_) if rivals(known, step).any(|name| name == to) => {
            Err(EditError::NameTaken { kind, name: to.to_owned() })
        }
        Some(_) => is_identifier(kind, to),
    }
}

/// What pasted steps fetch gets a name that no step of the journey has, in their own formulas too.
pub(super) fn keep_apart(steps: &mut [Activity], target: &Journey) {
    let names = |steps: &[Activity]| -> Vec<String> {
        steps.iter().filter_map(|step| step.kind.output()).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let given = names(&target.activities);
    // A new name must be none of the pasted ones either: their formulas would then mean another step.
    let mut taken = [given.clone(), names(steps)].concat();
    for index in 0..steps.len() {
        let Some(from) = steps[index].kind.output().filter(|name| given.iter().any(|known| known == name)) else {
            continue;
        };
        let from = from.to_owned();
        let known: Vec<&str> = taken.iter().map(String::as_str).collect();
        let to = free(&from, "", &known);
        taken.push(to.clone());
        let is_decision = matches!(steps[index].kind, Kind::ContentDecision(_));
        if let Some(name) = steps[index].kind.output_mut() {
            name.clone_from(&to);
        }
        let renamed = if is_decision { Renamed::Decision { from, to } } else { Renamed::DatasetLookup { from, to } };
        for step in steps.iter_mut() {
            step.walk_mut(&mut |_, word, text| replace(word, text, &renamed));
        }
    }
}

/// What the other steps of the same kind call what they fetch.
fn rivals<'a>(journey: &'a Journey, step: &'a Activity) -> impl Iterator<Item = &'a str> {
    let is_alike = |other: &&Activity| {
        other.id != step.id && std::mem::discriminant(&other.kind) == std::mem::discriminant(&step.kind)
    };
    journey.activities.iter().filter(is_alike).filter_map(|other| other.kind.output())
}

fn data_source(workspace: &Workspace, id: &DataSourceId) -> Result<DataSource, EditError> {
    let known = workspace.inventory.get::<DataSource>(id).cloned();
    known.ok_or_else(|| EditError::NoItem(ItemRef::DataSource(id.clone())))
}

fn group<'a>(source: &'a mut DataSource, name: &str) -> Result<&'a mut FieldGroup, EditError> {
    let known = source.field_groups.iter_mut().find(|group| group.name == name);
    known.ok_or_else(|| EditError::NoPart { kind: "field group", name: name.to_owned() })
}

/// What expressions have to say from now on; `None` for objects that they never call by name.
fn said(item: &Item, to: &str) -> Option<Renamed> {
    let (from, to) = (item.name().to_owned(), to.to_owned());
    match item {
        Item::Event(_) => Some(Renamed::Event { from, to }),
        Item::DataSource(_) => Some(Renamed::DataSource { from, to }),
        Item::Action(_) => Some(Renamed::Action { from, to }),
        Item::Audience(_) => Some(Renamed::Audience { from, to }),
        _ => None,
    }
}

/// Whether an object can be called so: expressions must be able to say the name, and to tell it from others.
///
/// # Errors
/// Why it cannot.
pub fn can_rename(workspace: &Workspace, reference: &ItemRef, name: &str) -> Result<(), EditError> {
    let item = workspace.inventory.item(reference).ok_or_else(|| EditError::NoItem(reference.clone()))?;
    if item.name() == name || said(&item, name).is_none() { Ok(()) } else { is_free(workspace, reference, name) }
}

/// Two objects under one name could never be told apart again, and a name that the language cannot write would
/// cut off everything that uses it.
fn is_free(workspace: &Workspace, reference: &ItemRef, name: &str) -> Result<(), EditError> {
    let kind = reference.kind();
    if !matches!(reference, ItemRef::Audience(_)) {
        is_identifier(kind, name)?;
    }
    let inventory = &workspace.inventory;
    let taken = match reference {
        ItemRef::Event(id) => inventory.events.iter().any(|other| other.name == name && &other.id != id),
        ItemRef::DataSource(id) => inventory.data_sources.iter().any(|other| other.name == name && &other.id != id),
        ItemRef::Action(id) => inventory.actions.iter().any(|other| other.name == name && &other.id != id),
        ItemRef::Audience(id) => inventory.audiences.iter().any(|other| other.name == name && &other.id != id),
        _ => false,
    };
    if taken { Err(EditError::NameTaken { kind, name: name.to_owned() }) } else { Ok(()) }
}

fn is_identifier(kind: &'static str, name: &str) -> Result<(), EditError> {
    if expression::is_identifier(name) {
        return Ok(());
    }
    Err(EditError::BadName { kind, name: name.to_owned() })
}

/// Rewrites texts everywhere. Only journeys, objects and scenarios in which something changes are copied.
fn rewrite(workspace: &mut Workspace, renamed: &Renamed) {
    for journey in workspace.journeys.values_mut() {
        let mut touched = false;
        journey.walk(&mut |_, word, text| touched |= new_text(word, text, renamed).is_some());
        if touched {
            Arc::make_mut(journey).walk_mut(&mut |_, word, text| replace(word, text, renamed));
        }
    }
    for scenario in workspace.scenarios.values_mut() {
        let mut touched = false;
        scenario.walk(&mut |_, word, text| touched |= new_text(word, text, renamed).is_some());
        if touched {
            Arc::make_mut(scenario).walk_mut(&mut |_, word, text| replace(word, text, renamed));
        }
    }
    if let Some(population) = &mut workspace.population {
        let mut touched = false;
        population.walk(&mut |_, word, text| touched |= new_text(word, text, renamed).is_some());
        if touched {
            Arc::make_mut(population).walk_mut(&mut |_, word, text| replace(word, text, renamed));
        }
    }
    let mut touched = workspace.inventory.items();
    touched.retain_mut(|item| {
        let before = item.clone();
        item.walk_mut(&mut |_, word, text| replace(word, text, renamed));
        *item != before
    });
    if !touched.is_empty() {
        let inventory = Arc::make_mut(&mut workspace.inventory);
        touched.into_iter().for_each(|item| inventory.put(item));
    }
}

fn replace(word: Word, text: &mut String, renamed: &Renamed) {
    if let Some(new) = new_text(word, text, renamed) {
        *text = new;
    }
}

fn new_text(word: Word, text: &str, renamed: &Renamed) -> Option<String> {
    let (Renamed::Event { from, .. }
    | Renamed::DataSource { from, .. }
    | Renamed::FieldGroup { from, .. }
    | Renamed::Parameter { from, .. }
    | Renamed::Action { from, .. }
    | Renamed::Decision { from, .. }
    | Renamed::DatasetLookup { from, .. }
    | Renamed::Audience { from, .. }) = renamed;
    // Most texts do not say the name and need no parsing; one with quotes in it may be written in several ways.
    let plain = !from.contains(['"', '\'', '\\']);
    match word {
        _ if from.is_empty() || (plain && !text.contains(from.as_str())) => None,
        Word::Expression => in_expression(text, renamed),
        Word::Template => in_template(text, renamed),
        _ => None,
    }
}
