//! Journeys that this one jumps to: each has a sheet of its own and has to be live before.

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::page::{Page, code, row};
use crate::exchange::build_sheet::writing;
use crate::journey::{Event, Jump, Kind, Target, files};

use super::data::namespace_name;

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, target: &Target) {
    page.heading(3, &format!("Journey to publish first: {}", target.name));
    let jumps: Vec<(String, &Jump)> = sheet
        .order
        .iter()
        .filter_map(|step| match &step.kind {
            Kind::Jump(jump) if jump.target.as_ref() == Some(&target.journey) => Some((sheet.step(&step.id), jump)),
            _ => None,
        })
        .collect();
    let steps: Vec<&str> = jumps.iter().map(|(step, _)| step.as_str()).collect();
    page.paragraph(&format!(
        "Build and publish it before this journey, from a build sheet of its own ({}, exported from the same \
         workspace): {} leads there, and a target that is still a draft is an error on the canvas. Its event keeps its \
         name. Who cannot wait for it leaves the step out, draws the wires that lead there to what follows it, and adds \
         it in a new version.",
        code(&format!("{}.md", files::slug(&target.name, "journey"))),
        steps.join(", ")
    ));
    let mut rows = vec![row("Journey", &*target.name)];
    if let Some(Kind::Event(entry)) = &target.entry
        && let Some(event) = entry.event.as_ref().and_then(|id| sheet.definition.inventory.get::<Event>(id))
    {
        let mut fields: Vec<String> = jumps
            .iter()
            .flat_map(|(_, jump)| jump.mapping.keys())
            .map(|path| code(&writing::event_path(&sheet.definition.inventory, event, path)))
            .collect();
        fields.sort();
        fields.dedup();
        rows.push(row("It starts with the event", code(&event.name)));
        rows.push(row("Its namespace, the same as here", namespace_name(sheet, event.namespace.as_ref())));
        rows.push(row("Fields of the event that the jump fills", fields.join(", ")));
    }
    page.fields(&rows);
}
