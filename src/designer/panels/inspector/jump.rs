//! A jump: into which journey, and what its event is filled with.

use egui::Ui;

use crate::designer::fields::Form;
use crate::designer::words::word;
use crate::expression::{Expected, shape, title};
use crate::journey::{Event, EventId, Journey, Jump, Kind};

use super::paths::ways_of_failure;

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, jump: &mut Jump) {
    let before = jump.target.clone();
    form.journey(ui, "Jump", "target", &mut jump.target);
    let workspace = form.workspace;
    let target = jump.target.as_ref().and_then(|id| workspace.journeys.get(id));
    let entry = target.and_then(|target| entry_event(target));
    if jump.target != before {
        // The mapping belongs to the event with which the target began when it was chosen.
        jump.entry = entry.clone();
        jump.mapping.clear();
    }
    let known = jump.entry.as_ref().and_then(|id| workspace.inventory.get::<Event>(id));
    form.shown(ui, "Jump", "entry", known.map_or(word("inspector.no_entry"), title::of_event));
    if jump.target.is_some()
        && entry != jump.entry
        && form.remedy(ui, word("inspector.entry_changed"), word("inspector.map_again"))
    {
        jump.entry = entry;
        jump.mapping.clear();
        form.changed(word("inspector.map_again_step"));
    }
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

fn entry_event(journey: &Journey) -> Option<EventId> {
    journey.roots().find_map(|root| match &root.kind {
        Kind::Event(event) => event.event.clone(),
        _ => None,
    })
}
