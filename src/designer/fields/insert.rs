//! The menu of fields that may be used at a step, found by typing, and what is available there.

use std::collections::BTreeSet;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, ScrollArea, Ui};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{link, text_field};
use crate::designer::words::{phrase, word};
use crate::expression::{Choice, QUALIFICATION_EVENT, Scope};
use crate::journey::{Action, ActivityId, Event, Inventory, Journey, Kind, Object};

use super::form::{At, Form};
use super::marks::entry;

impl Form<'_> {
    /// What expressions of this object may speak of. Made once for each revision and step.
    pub(super) fn scope(&self, ui: &Ui) -> Scope {
        let inventory = &self.workspace.inventory;
        let here = self.subject.activity.map(|activity| &activity.id);
        let key = (self.session.revision(), std::sync::Arc::as_ptr(inventory) as usize, here.cloned());
        let memory = Id::unique("scope of expressions");
        type Kept = ((u64, usize, Option<ActivityId>), Scope);
        if let Some((known, scope)) = ui.data(|data| data.get_temp::<Kept>(memory))
            && known == key
        {
            return scope;
        }
        let scope = Scope::of(inventory);
        let scope = match (self.subject.journey, here) {
            (Some(journey), Some(here)) => narrowed(scope, journey, inventory, here),
            _ => scope,
        };
        ui.data_mut(|data| data.insert_temp(memory, (key, scope.clone())));
        scope
    }
}

/// What stands on some path to the step, and the step itself where it listens.
fn narrowed(scope: Scope, journey: &Journey, inventory: &Inventory, here: &ActivityId) -> Scope {
    let mut reached: BTreeSet<&ActivityId> = BTreeSet::new();
    let mut open: Vec<&ActivityId> = vec![here];
    while let Some(step) = open.pop() {
        let before = journey.connections.iter().filter(|wire| &wire.to == step).map(|wire| &wire.from);
        open.extend(before.filter(|from| reached.insert(from)));
    }
    let (mut events, mut actions) = (Vec::new(), Vec::new());
    for step in journey.activities.iter().filter(|step| reached.contains(&step.id) || &step.id == here) {
        match &step.kind {
            Kind::Event(event) => events.extend(name::<Event>(inventory, event.event.as_ref())),
            Kind::BusinessEvent(event) => events.extend(name::<Event>(inventory, event.event.as_ref())),
            Kind::AudienceQualification(_) => events.push(QUALIFICATION_EVENT),
            Kind::CustomAction(call) | Kind::Campaign(call) if &step.id != here => {
                actions.extend(name::<Action>(inventory, call.action.as_ref()));
            }
            _ => {}
        }
    }
    scope.with_events(events).with_actions(actions)
}

fn name<'a, T: Object + 'a>(inventory: &'a Inventory, id: Option<&T::Id>) -> Option<&'a str> {
    inventory.get::<T>(id?).map(Object::name)
}

/// "Insert a field": what was chosen, as an expression writes it.
pub(super) fn fields_menu(ui: &mut Ui, at: &At, scope: &Scope) -> Option<String> {
    let name = phrase("expression.insert_into", &[("field", &at.label)]);
    let response = link(ui, word("expression.insert")).accessible_name(name);
    let mut chosen = None;
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .width(300.0)
        .gap(4.0)
        .show(|ui| {
            ui.set_min_width(280.0);
            chosen = choose(ui, at.id.with("insert"), scope, |_| true).map(|choice| choice.reference);
        });
    chosen
}

/// Writes a piece into an editor's text where its cursor last stood, in place of what was selected; at the end where
/// nobody was in it yet. `piece` is made from what stands before and after. The keyboard goes back to the editor.
pub(super) fn at_cursor(ui: &Ui, editor: Id, text: &str, piece: impl FnOnce(&str, &str) -> String) -> String {
    let mut state = TextEditState::load(ui.ctx(), editor).unwrap_or_default();
    let byte = |cursor: CCursor| {
        let letters: usize = cursor.index.into();
        text.char_indices().nth(letters).map_or(text.len(), |(byte, _)| byte)
    };
    let end = CCursor::new(text.chars().count());
    let [from, to] = state.cursor.char_range().unwrap_or(CCursorRange::one(end)).sorted_cursors();
    let (before, after) = (text.get(..byte(from)).unwrap_or(text), text.get(byte(to)..).unwrap_or_default());
    let piece = piece(before, after);
    let cursor = CCursor::new(before.chars().count() + piece.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::one(cursor)));
    state.store(ui.ctx(), editor);
    ui.memory_mut(|memory| memory.request_focus(editor));
    format!("{before}{piece}{after}")
}

/// A list of those fields to choose from that fit.
pub(super) fn choose(ui: &mut Ui, memory: Id, scope: &Scope, fits: impl Fn(&Choice) -> bool) -> Option<Choice> {
    let mut search: String = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
    text_field(ui, &mut search, word("fields.search")).accessible_name(word("fields.search"));
    let wanted = search.to_lowercase();
    ui.data_mut(|data| data.insert_temp(memory, search));
    let mut chosen = None;
    let theme = Theme::of(ui.ctx());
    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let mut from = String::new();
        let choices = scope.choices().into_iter();
        let found = |choice: &Choice| {
            choice.title.to_lowercase().contains(&wanted) || choice.reference.to_lowercase().contains(&wanted)
        };
        for choice in choices.filter(|choice| fits(choice) && found(choice)).take(200) {
            if choice.from != from {
                ui.label(theme::rich(&choice.from, theme::SMALL, Weight::SemiBold).color(theme.muted));
                choice.from.clone_into(&mut from);
            }
            if entry(ui, false, &choice.title).on_hover_text(&choice.reference).clicked() {
                chosen = Some(choice);
                ui.close();
            }
        }
    });
    chosen
}
