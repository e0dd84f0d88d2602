//! Why a finding does not matter: asked once, in a sentence that colleagues will read. One undo step.

use egui::{Context, Key};

use super::{buttons, dialog, paragraph};
use crate::check::{self, Finding};
use crate::designer::names;
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::{field, hint_line, primary_if, secondary, text_field};
use crate::designer::words::{phrase, word};

/// See the module.
pub struct LivingDialog {
    finding: Finding,
    reason: String,
    is_fresh: bool,
}

impl LivingDialog {
    /// The dialog about this finding.
    pub fn over(finding: Finding) -> Self {
        Self { finding, reason: String::new(), is_fresh: true }
    }

    /// Draws one frame; true once it is over.
    pub fn ui(&mut self, context: &Context, session: &Session, requests: &mut Requests) -> bool {
        let theme = Theme::of(context);
        let place = names::place(&self.finding.place, session.workspace());
        let (mut is_wanted, mut is_over) = (false, false);
        let has_reason = !self.reason.trim().is_empty();
        let left = dialog(context, "living", word("living.title"), 480.0, |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.add(egui::Label::new(rich(&place, BODY, Weight::SemiBold).color(theme.text)).truncate());
                let sentence = rich(&self.finding.message, BODY, Weight::Regular).color(theme.text);
                ui.add(egui::Label::new(sentence).wrap());
            });
            paragraph(ui, word("living.what"));
            let reason = &mut self.reason;
            let response = field(ui, word("living.reason"), None, |ui| text_field(ui, reason, word("living.hint")));
            if std::mem::take(&mut self.is_fresh) {
                response.request_focus();
            }
            is_wanted = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            hint_line(ui, word("living.kept"));
            buttons(ui, |ui| {
                let yes = primary_if(ui, has_reason, word("living.yes"));
                is_wanted |= yes.on_disabled_hover_text(word("living.reason_missing")).clicked();
                is_over = secondary(ui, word("common.cancel")).clicked();
            });
        });
        if is_wanted && has_reason {
            let edits = check::live_with(session.workspace(), &self.finding, &self.reason);
            requests.edit(phrase("living.step", &[("place", &place)]), self.finding.place.clone(), edits);
            return true;
        }
        is_over || left
    }
}
