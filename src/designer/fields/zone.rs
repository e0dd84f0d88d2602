//! Time zones of the IANA list, found by typing.

use egui::Ui;

use crate::designer::words::word;

use super::form::Form;
use super::list::list;
use super::marks::dropdown;
use super::registry::Control;
use super::search::Search;

impl Form<'_> {
    /// A time zone by its IANA name.
    pub fn zone(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut String) {
        self.field(ui, (owner, field), Control::Zone, |form, ui, at| {
            let text = if value.is_empty() { word("fields.choose") } else { value.as_str() };
            let response = dropdown(ui, at, text, value.is_empty(), ui.available_width());
            let response = form.named(ui, at, response);
            list(&response, |ui| {
                let mut search = Search::begin(ui, at.id.with("search"), word("fields.zone_hint"));
                egui::ScrollArea::vertical().max_height(220.0).show(ui, |ui| {
                    let zones = jiff::tz::db().available();
                    let found = zones.filter(|zone| search.finds(&zone.as_str().replace('_', " ")));
                    for zone in found.take(80).collect::<Vec<_>>() {
                        if search.entry(ui, zone.as_str() == value, zone.as_str(), "", "") {
                            *value = zone.as_str().to_owned();
                            form.chosen(at);
                            ui.close();
                        }
                    }
                });
                search.end(ui, word("picker.next_zone"));
            });
        });
    }
}
