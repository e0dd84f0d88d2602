//! What a published journey reads from a data source stays there.

use super::published;
use crate::check::example::steps;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::Edit;
use crate::expression::shape;
use crate::journey::{DataSource, FieldGroup, Inventory, Item, ItemRef, Journey, Place, Port, Version};

pub(super) const RULE: Rule = Rule {
    id: "fieldgroup-locked-when-used",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "A field group that a published journey uses stays, with its fields and their types.",
    why: "The platform only takes further fields while a journey uses it, and deletes only groups that none uses.",
    sources: &[source::DATA_SOURCES],
    flagged: || {
        let changed = reading().inventory(|inventory| {
            for group in inventory.data_sources.iter_mut().flat_map(|source| &mut source.field_groups) {
                group.paths.retain(|path| path != "homeAddress.city");
            }
        });
        let place = ItemRef::DataSource("source-platform".into());
        changed.published(1, reading()).at_item(place, "field_groups.ProfileFieldGroup")
    },
    passing: || reading().published(1, reading()),
    mending: Mending::Offers("Brings back what was published: the fields, or the group."),
    check: Check::Workspace(check),
};

fn reading() -> Sketch {
    let asked = steps::data(&["#{ExperiencePlatform.ProfileFieldGroup.loyalty.points} > 100"]);
    Sketch::event().then(asked).by(Port::Branch(steps::path(0))).then(steps::decision())
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut seen = Vec::new();
    for (journey, version) in published::all(estate) {
        for was in &version.inventory.data_sources {
            let now = estate.get::<DataSource>(Some(&was.id));
            for group in &was.field_groups {
                let present =
                    now.and_then(|now| Some((now, now.field_groups.iter().find(|known| known.name == group.name)?)));
                let Some((now, present)) = present else {
                    // Under another name it is still there.
                    let keeps =
                        |other: &FieldGroup| lost(&version.inventory, group, estate.inventory(), other).is_empty();
                    let is_renamed = now.is_some_and(|now| now.field_groups.iter().any(keeps));
                    if !is_renamed && !seen.contains(&(&was.id, &group.name)) {
                        seen.push((&was.id, &group.name));
                        gone(findings, (journey, version), (was, group), now);
                    }
                    continue;
                };
                let lost = lost(&version.inventory, group, estate.inventory(), present);
                let Some(first) = lost.first().filter(|_| !seen.contains(&(&was.id, &group.name))) else { continue };
                seen.push((&was.id, &group.name));
                let message = format!(
                    "The field group '{}' has lost '{first}' as it was when version {} of '{}' was published; fields may \
                     only be added.",
                    group.name, version.number, journey.name
                );
                let place =
                    Place::item(ItemRef::DataSource(was.id.clone())).field(format!("field_groups.{}", group.name));
                let finding = findings.report(place, message);
                let mended = restored(group, present);
                // Where the schema itself is another one, nothing here brings the field back.
                if self::lost(&version.inventory, group, estate.inventory(), &mended).is_empty() {
                    let mut source = now.clone();
                    source.field_groups.iter_mut().filter(|known| known.name == group.name).for_each(|known| {
                        known.clone_from(&mended);
                    });
                    let edits = vec![Edit::Put(Box::new(Item::DataSource(source)))];
                    finding.suggested(format!("Bring back what version {} has", version.number), edits);
                }
            }
        }
    }
}

/// A group that is there no more, alone or with its whole data source.
fn gone(
    findings: &mut Findings,
    (journey, version): (&Journey, &Version),
    (was, group): (&DataSource, &FieldGroup),
    now: Option<&DataSource>,
) {
    let message = format!(
        "The field group '{}' is gone, but version {} of '{}' uses it.",
        group.name, version.number, journey.name
    );
    let mut source = now.unwrap_or(was).clone();
    if now.is_some() {
        source.field_groups.push(group.clone());
    }
    let place = match now {
        Some(now) => Place::item(ItemRef::DataSource(now.id.clone())).field("field_groups"),
        // Nothing is left of it to point at.
        None => Place::journey(&journey.id),
    };
    let edits = vec![Edit::Put(Box::new(Item::DataSource(source)))];
    findings.report(place, message).suggested(format!("Bring '{}' back", group.name), edits);
}

/// The fields that are gone, or of another type.
fn lost(before: &Inventory, was: &FieldGroup, inventory: &Inventory, now: &FieldGroup) -> Vec<String> {
    if was == now && was.schema.is_none() {
        return Vec::new();
    }
    let present = shape::group_fields(inventory, now);
    let known = shape::group_fields(before, was).into_iter();
    let gone = known.filter(|field| !present.iter().any(|now| now.path == field.path && now.kind == field.kind));
    gone.map(|field| field.path).collect()
}

/// The group with what it had, and what it has gained since.
fn restored(was: &FieldGroup, now: &FieldGroup) -> FieldGroup {
    let mut paths = now.paths.clone();
    paths.extend(was.paths.iter().filter(|path| !now.paths.contains(path)).cloned());
    let response = if was.schema.is_none() { &was.response } else { &now.response };
    FieldGroup { paths, response: response.clone(), ..now.clone() }
}
