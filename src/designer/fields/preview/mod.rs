//! What is sent as a test profile gets it: templates filled from the profile and the events as it would bring them.

mod action;
mod call;
mod sample;
mod tongue;

use egui::{Id, Ui};

use crate::designer::mail;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{error_line, field_label, hint_line};
use crate::designer::words::word;
use crate::expression::template;
use crate::journey::{Message, Profile, Workspace};

use super::form::{At, Form};
use super::list::{entry, list};
use super::marks::dropdown;
use sample::Sample;

impl Form<'_> {
    /// The message as a test profile gets it.
    pub fn message_preview(&mut self, ui: &mut Ui, message: &Message) {
        field_label(ui, word("preview.title"));
        let place = self.at("Message", "body").id;
        let Some(profile) = chosen_profile(ui, self.workspace, place) else {
            hint_line(ui, word("preview.no_profiles"));
            return;
        };
        let sample = Sample::kept(ui.ctx(), &self.workspace.inventory, profile);
        let wording = tongue::chosen(ui, message, &*sample, place);
        let (subject, body, html) = (wording.subject.as_str(), wording.body.as_str(), wording.html.as_str());
        let way_out = mail::WayOut::of(message, &wording, &self.workspace.inventory);
        let head = |ui: &mut Ui| {
            if !subject.is_empty() {
                filled(ui, subject, &sample, Weight::SemiBold);
            }
        };
        let text = |ui: &mut Ui| {
            if !body.is_empty() {
                filled(ui, body, &sample, Weight::Regular);
                way_out.line(ui);
            }
        };
        if html.is_empty() && !(subject.is_empty() && body.is_empty()) {
            framed(ui, |ui| {
                head(ui);
                text(ui);
            });
        } else if !html.is_empty() {
            if !subject.is_empty() {
                framed(ui, head);
            }
            // What most people see comes first; the text is for those whose mail program shows no HTML.
            match rendered(html, &sample) {
                Ok(html) => mail::show(ui, &html, way_out),
                Err(error) => drop(error_line(ui, &error)),
            }
            if !body.is_empty() {
                field_label(ui, word("preview.text"));
                framed(ui, text);
            }
        }
        if subject.is_empty() && body.is_empty() && html.is_empty() {
            framed(ui, |ui| drop(hint_line(ui, word("preview.nothing"))));
        }
        ui.add_space(6.0);
    }
}

fn framed(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui.ctx());
    let frame = egui::Frame::new().fill(theme.well).stroke(egui::Stroke::new(1.0, theme.border));
    frame.corner_radius(theme::CONTROL_RADIUS).inner_margin(10).show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui);
    });
}

/// Whom previews are filled in for: one person for all of them; `place` tells several previews apart.
fn chosen_profile<'a>(ui: &mut Ui, workspace: &'a Workspace, place: Id) -> Option<&'a Profile> {
    let memory = Id::unique("profile of previews");
    let kept: Option<String> = ui.data(|data| data.get_temp(memory));
    let profiles = &workspace.inventory.profiles;
    let now = profiles.iter().find(|profile| Some(profile.id.as_str()) == kept.as_deref()).or(profiles.first())?;
    let at = At {
        id: place.with("choice"),
        label: word("preview.title").to_owned(),
        path: String::new(),
        label_id: None,
        severity: None,
    };
    let response = dropdown(ui, &at, &now.name, false, ui.available_width());
    list(&response, |ui| {
        for profile in profiles {
            if entry(ui, profile.id == now.id, &profile.name).clicked() {
                ui.data_mut(|data| data.insert_temp(memory, profile.id.0.clone()));
                ui.close();
            }
        }
    });
    Some(now)
}

fn filled(ui: &mut Ui, text: &str, sample: &Sample, weight: Weight) {
    match rendered(text, sample) {
        Ok(text) => drop(ui.label(theme::rich(text, theme::BODY, weight))),
        Err(error) => drop(error_line(ui, &error)),
    }
}

/// The text for this person, or why there is none.
fn rendered(text: &str, sample: &Sample) -> Result<String, String> {
    template::render(&template::parse(text), text, sample).map_err(|error| error.to_string())
}
