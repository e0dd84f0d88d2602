//! A call as it would be sent for a test profile: what the journey fills in, and, unfolded, the whole of it.

use egui::Ui;

use crate::designer::fields::sent;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{error_line, field_label, hint_line, link};
use crate::designer::words::word;
use crate::journey::ActionCall;
use crate::run::instance::rehearse;

use super::super::form::Form;
use super::sample::Sample;
use super::{chosen_profile, framed};

impl Form<'_> {
    /// The call as it would be sent for a test profile; `variables` are the keys of what the journey fills in, and what
    /// they are called.
    pub fn call_preview(&mut self, ui: &mut Ui, call: &ActionCall, variables: &[(String, String)]) {
        ui.add_space(4.0);
        field_label(ui, word("preview.title"));
        let place = self.at("ActionCall", "values").id;
        let Some(profile) = chosen_profile(ui, self.workspace, place) else {
            hint_line(ui, word("preview.no_profiles"));
            return;
        };
        let inventory = &self.workspace.inventory;
        let sample = Sample::kept(ui.ctx(), inventory, profile);
        // The same hands as those of a run.
        let rehearsed = match rehearse(call, inventory, sample.as_ref()) {
            Ok(rehearsed) => rehearsed,
            Err(why) => return drop(error_line(ui, &why)),
        };
        framed(ui, |ui| {
            let theme = Theme::of(ui.ctx());
            ui.spacing_mut().item_spacing.y = 2.0;
            let filled = variables.iter().filter_map(|(key, label)| Some((label, rehearsed.values.get(key)?)));
            for (index, (label, value)) in filled.enumerate() {
                if index > 0 {
                    ui.add_space(6.0);
                }
                field_label(ui, label);
                match value {
                    Some(value) => drop(ui.label(theme::rich(value, theme::BODY, Weight::Regular).color(theme.text))),
                    None => drop(hint_line(ui, word("preview.no_value"))),
                }
            }
            if rehearsed.values.is_empty() {
                hint_line(ui, word("preview.nothing"));
            }
        });
        let memory = place.with("whole call");
        let mut is_open = self.opens_all(ui) || ui.data(|data| data.get_temp(memory)).unwrap_or_default();
        if link(ui, word(if is_open { "preview.hide_call" } else { "preview.show_call" })).clicked() {
            is_open = !is_open;
            ui.data_mut(|data| data.insert_temp(memory, is_open));
        }
        if is_open {
            framed(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                sent::call(ui, &rehearsed.request);
            });
        }
        ui.add_space(6.0);
    }
}
