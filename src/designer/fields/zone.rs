//! Time zones of the IANA list, found by typing.

use egui::Ui;

use crate::designer::widgets::text_field;
use crate::designer::words::word;

use super::form::Form;
use super::marks::{dropdown, entry, list};
use super::registry::Control;

impl Form<'_> {
    /// A time zone by its IANA name.
    pub fn zone(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut String) {
        self.field(ui, (owner, field), Control::Zone, |form, ui, at| {
            let text = if value.is_empty() { word("fields.choose") } else { value.as_str() };
            let response = dropdown(ui, at, text, value.is_empty(), ui.available_width());
            let response = form.named(ui, at, response);
            list(&response, |ui| {
                let memory = at.id.with("search");
                let mut search: String = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
                text_field(ui, &mut search, word("fields.zone_hint"))
                    .accessible_name(word("fields.search"))
                    .request_focus();
                let wanted = search.to_lowercase().replace(' ', "_");
                ui.data_mut(|data| data.insert_temp(memory, search));
                egui::ScrollArea::vertical().max_height(220.0).show(ui, |ui| {
                    let zones = jiff::tz::db().available();
                    let found = zones.filter(|zone| zone.as_str().to_lowercase().contains(&wanted));
                    for zone in found.take(80) {
                        if entry(ui, zone.as_str() == value, zone.as_str()).clicked() {
                            *value = zone.as_str().to_owned();
                            form.chosen(at);
                            ui.close();
                        }
                    }
                });
            });
        });
    }
}
