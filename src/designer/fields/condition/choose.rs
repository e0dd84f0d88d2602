//! Which field or audience a row asks about.

use egui::{Id, Ui};

use crate::designer::fields::form::{At, Form};
use crate::designer::fields::insert::{FIELDS_WIDTH, choose, with_owner};
use crate::designer::fields::list::{entry, list, list_of};
use crate::designer::fields::marks::dropdown;
use crate::designer::widgets::link;
use crate::designer::words::{phrase, word};
use crate::expression::builder::Condition;
use crate::expression::{Choice, Scope};
use crate::journey::Audience;

use super::begin::begin;

impl Form<'_> {
    pub(super) fn pick_field(
        &mut self,
        ui: &mut Ui,
        at: &At,
        field: &mut String,
        scope: &Scope,
        width: f32,
        fits: impl Fn(&Choice) -> bool,
    ) -> bool {
        let choice = scope.choice(field);
        let text = choice.map_or_else(|| field.clone(), |choice| with_owner(&choice));
        let field_at =
            At { id: at.id.with("field"), label: phrase("builder.field", &[("row", &at.label)]), ..at.clone() };
        let response = dropdown(ui, &field_at, &text, false, width);
        let mut chosen = None;
        list_of(&response, FIELDS_WIDTH, |ui| chosen = choose(ui, at.id.with("field search"), scope, fits));
        let Some(choice) = chosen else { return false };
        *field = choice.reference;
        self.chosen(at);
        true
    }

    pub(super) fn pick_audience(&mut self, ui: &mut Ui, at: &At, name: &mut String, width: f32) -> bool {
        let label = phrase("builder.audience", &[("row", &at.label)]);
        let response = dropdown(ui, &At { id: at.id.with("audience"), label, ..at.clone() }, name, false, width);
        let workspace = self.workspace;
        let mut changed = false;
        list(&response, |ui| {
            for Audience { name: known, .. } in &workspace.inventory.audiences {
                if entry(ui, known == name, known).clicked() {
                    known.clone_into(name);
                    changed = true;
                    ui.close();
                }
            }
        });
        if changed {
            self.chosen(at);
        }
        changed
    }
}

/// A link that opens the list of fields; yields a row that begins with the one that was chosen. `words` are what is
/// read on it, and its name.
pub(super) fn add_field(ui: &mut Ui, words: (&str, &str), memory: Id, scope: &Scope) -> Option<Condition> {
    let response = link(ui, word(words.0)).accessible_name(word(words.1));
    let mut chosen = None;
    list_of(&response, FIELDS_WIDTH, |ui| chosen = choose(ui, memory.with("search"), scope, |_| true));
    chosen.map(|choice| begin(&choice))
}
