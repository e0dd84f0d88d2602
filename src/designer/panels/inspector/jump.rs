//! A jump: into which journey, and what its event is filled with.

use egui::Ui;

use crate::check::survey::{EntryKind, Flow, Outline};
use crate::designer::fields::Form;
use crate::designer::words::word;
use crate::edit::jump::keep;
use crate::expression::{Expected, shape, title};
use crate::journey::{Event, Journey, Jump, Workspace};

use super::paths::ways_of_failure;

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, jump: &mut Jump) {
    let before = jump.target.clone();
    form.journey(ui, "Jump", "target", &mut jump.target, (word("inspector.jump_needs"), cannot_be_entered));
    let workspace = form.workspace;
    if jump.target != before {
        retarget(jump, workspace);
    }
    // Where the target begins otherwise by now, a finding at the fields says so and maps them again.
    let known = jump.entry.as_ref().and_then(|id| workspace.inventory.get::<Event>(id));
    form.shown(ui, "Jump", "entry", known.map_or(word("inspector.no_entry"), title::of_event));
    if let Some(event) = known {
        let fields: Vec<(String, String, Expected)> = shape::event_fields(&workspace.inventory, event)
            .into_iter()
            .map(|field| {
                let name = if field.title.is_empty() { field.path.clone() } else { field.title };
                (field.path, name, Expected::Of(field.kind))
            })
            .collect();
        form.mapping(ui, "Jump", "mapping", &mut jump.mapping, &fields);
    }
    let ways = ways_of_failure(form);
    form.path(ui, "Jump", "error_path", word("inspector.if_jump_fails"), ways, &mut jump.error_path);
}

/// The jump sends the event of its new target, filled with what still means the same there.
fn retarget(jump: &mut Jump, workspace: &Workspace) {
    let target = jump.target.as_ref().and_then(|id| workspace.journeys.get(id));
    let Some(EntryKind::Event(Some(event))) = target.map(|target| entry(target)) else { return };
    let Some(event) = workspace.inventory.get::<Event>(&event) else { return };
    keep(&mut jump.mapping, jump.entry.as_ref(), event, &workspace.inventory);
    jump.entry = Some(event.id.clone());
}

fn entry(journey: &Journey) -> EntryKind {
    Outline::of(journey, &Flow::of(journey)).entry
}

/// Why nobody can jump to a journey: a jump sends the event of one person with which it begins. Empty where one can.
fn cannot_be_entered(journey: &Journey) -> &'static str {
    match entry(journey) {
        EntryKind::Event(Some(_)) => "",
        EntryKind::Event(None) => word("inspector.jump_event_open"),
        EntryKind::Business => word("inspector.jump_business"),
        EntryKind::Qualification | EntryKind::ReadAudience => word("inspector.jump_audience"),
        EntryKind::None => word("inspector.jump_no_entry"),
    }
}
