//! The menu of fields that may be used at a step, found by typing, and what is available there.

use std::collections::BTreeSet;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, ScrollArea, Ui};

use crate::check::survey::Flow;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::link;
use crate::designer::words::{phrase, word};
use crate::expression::{Choice, Origin, QUALIFICATION_EVENT, Scope};
use crate::journey::{Action, Activity, ActivityId, Event, EventId, Inventory, ItemRef, Journey, Kind, Object};

use super::form::{At, Form};
use super::list::list_of;
use super::search::Search;
use super::value_type::value_word;

impl Form<'_> {
    /// What expressions of this object may speak of.
    pub(super) fn scope(&self, ui: &Ui) -> Scope {
        let scope = self.scope_here(ui);
        let only = |event: Option<&str>| scope.clone().with_events(event).with_actions([]);
        match (&self.about, &self.subject.place.item) {
            (Some(event), _) => only(event.as_deref()),
            (None, Some(ItemRef::Event(id))) => only(name::<Event>(&self.workspace.inventory, Some(id))),
            (None, Some(_)) => only(None),
            (None, None) => scope,
        }
    }

    /// Draws fields whose expressions speak of this event, or of the person alone.
    pub fn about<R>(&mut self, event: Option<&EventId>, draw: impl FnOnce(&mut Self) -> R) -> R {
        let name = name::<Event>(&self.workspace.inventory, event).map(str::to_owned);
        let before = self.about.replace(name);
        let result = draw(self);
        self.about = before;
        result
    }

    /// Made once for each revision and step.
    fn scope_here(&self, ui: &Ui) -> Scope {
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
            (Some(journey), None) => scope.with_outputs(inventory, journey, |_| true),
            _ => scope,
        };
        ui.data_mut(|data| data.insert_temp(memory, (key, scope.clone())));
        scope
    }
}

/// What stands on some path to the step, and the step itself where it listens.
fn narrowed(scope: Scope, journey: &Journey, inventory: &Inventory, here: &ActivityId) -> Scope {
    let flow = Flow::of(journey);
    let upstream = flow.step(here).map(|step| flow.upstream(step)).unwrap_or_default();
    let passed = flow.steps.iter().zip(upstream).filter(|(_, is_passed)| *is_passed);
    let reached: BTreeSet<&ActivityId> = passed.map(|(step, _)| &step.activity.id).collect();
    // A step to which nothing leads yet will come after an entry: it may speak of what people enter by.
    let is_loose = reached.is_empty();
    let (mut events, mut actions) = (Vec::new(), Vec::new());
    let speaks_of = |step: &&Activity| is_loose || reached.contains(&step.id) || &step.id == here;
    for step in journey.activities.iter().filter(speaks_of) {
        match &step.kind {
            Kind::Event(event) => events.extend(name::<Event>(inventory, event.event.as_ref())),
            Kind::BusinessEvent(event) => events.extend(name::<Event>(inventory, event.event.as_ref())),
            Kind::AudienceQualification(_) => events.push(QUALIFICATION_EVENT),
            Kind::CustomAction(call) | Kind::Campaign(call) if &step.id != here && !is_loose => {
                actions.extend(name::<Action>(inventory, call.action.as_ref()));
            }
            _ => {}
        }
    }
    let scope = scope.with_outputs(inventory, journey, |step| reached.contains(&step.id));
    scope.with_events(events).with_actions(actions)
}

fn name<'a, T: Object + 'a>(inventory: &'a Inventory, id: Option<&T::Id>) -> Option<&'a str> {
    inventory.get::<T>(id?).map(Object::name)
}

/// Width of a list of fields that opens under a link.
pub(super) const FIELDS_WIDTH: f32 = 280.0;

/// "Insert a field": what was chosen, as an expression writes it.
pub(super) fn fields_menu(ui: &mut Ui, at: &At, scope: &Scope) -> Option<String> {
    let name = phrase("expression.insert_into", &[("field", &at.label)]);
    let response = link(ui, word("expression.insert")).accessible_name(name);
    let mut chosen = None;
    list_of(&response, FIELDS_WIDTH, |ui| {
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

/// A list of those fields to choose from that fit: the events' and the person's first, under a heading for each
/// place that they come from.
pub(super) fn choose(ui: &mut Ui, memory: Id, scope: &Scope, fits: impl Fn(&Choice) -> bool) -> Option<Choice> {
    let mut search = Search::begin(ui, memory, word("fields.search"));
    let mut chosen = None;
    let theme = Theme::of(ui.ctx());
    ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let mut under = String::new();
        let choices = scope.choices().into_iter().filter(|choice| fits(choice));
        let found = choices
            .filter(|choice| search.finds(&format!("{} {} {}", choice.title, heading(choice), choice.reference)));
        for choice in found.take(SHOWN).collect::<Vec<_>>() {
            let heading = heading(&choice);
            if heading != under {
                ui.add_space(if under.is_empty() { 0.0 } else { 4.0 });
                ui.label(theme::rich(&heading, theme::SMALL, Weight::SemiBold).color(theme.muted));
                under = heading;
            }
            let name = &choice.title;
            if search.entry(ui, false, name, source(&choice), &said(&choice)) {
                chosen = Some(choice);
                ui.close();
            }
        }
    });
    search.end(ui, word("picker.next_field"));
    chosen
}

/// Fields that are shown at once; typing narrows them.
const SHOWN: usize = 200;

/// Where a field comes from, in as few words as there is room for.
fn source(choice: &Choice) -> &str {
    match choice.origin {
        Origin::Event => word("picker.event_short"),
        Origin::Profile => word("picker.profile_short"),
        _ => choice.owner(),
    }
}

/// What a field holds, and how an expression writes it.
fn said(choice: &Choice) -> String {
    format!("{}\n{}", value_word(choice.kind), choice.reference)
}

fn heading(choice: &Choice) -> String {
    match choice.origin {
        Origin::Event => phrase("picker.event", &[("name", &choice.called)]),
        Origin::Profile => word("picker.profile").to_owned(),
        Origin::Source => phrase("picker.source", &[("name", &choice.from)]),
        Origin::Reply => phrase("picker.reply", &[("name", &choice.called)]),
        Origin::Decision => phrase("picker.decision", &[("name", &choice.called)]),
        Origin::Lookup => phrase("picker.lookup", &[("name", &choice.called)]),
        Origin::Technical => word("picker.technical").to_owned(),
    }
}

/// A field with whose it is: "Cart total in EUR · CartAbandoned", "First name · Profile".
pub(super) fn with_owner(choice: &Choice) -> String {
    format!("{} · {}", choice.title, choice.owner())
}
