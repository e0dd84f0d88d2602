//! The form of an answer: what another system says to a call, how late, to whom and how often.

use egui::Context;

use super::ask::Decision;
use super::controls::{self, item};
use super::{people, tell};
use crate::designer::dialogs::{buttons, dialog};
use crate::designer::rehearsal::Change;
use crate::designer::session::Session;
use crate::designer::widgets::{field_label, primary_if, secondary};
use crate::designer::words::{phrase, word};
use crate::journey::{Answerer, Reply};

/// Answers that people try most.
const STATUSES: [(i64, &str); 6] = [
    (200, "answers.s200"),
    (202, "answers.s202"),
    (400, "answers.s400"),
    (404, "answers.s404"),
    (429, "answers.s429"),
    (503, "answers.s503"),
];

/// See the module.
pub struct AnswerForm {
    index: Option<usize>,
    reply: Reply,
}

impl AnswerForm {
    /// A form for another answer of this system.
    pub fn new(from: Answerer) -> Self {
        // What the platform holds is asked for to see another answer, the rest to see it fail.
        let status = if matches!(from, Answerer::DecisionPolicy(_) | Answerer::Dataset(_)) { 200 } else { 503 };
        Self { index: None, reply: Reply::of(from, status) }
    }

    /// The form of the answer under this number.
    pub fn of(index: usize, reply: &Reply) -> Self {
        Self { index: Some(index), reply: reply.clone() }
    }

    /// Draws the form; what was decided, once that is known.
    pub fn ui(&mut self, context: &Context, session: &Session) -> Option<Decision> {
        let mut decision = None;
        let title = phrase("answers.title", &[("name", &tell::answerer(&self.reply.from, session))]);
        let is_message = matches!(self.reply.from, Answerer::Message(_));
        let left = dialog(context, "answer", &title, 460.0, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            self.status(ui);
            field_label(ui, word("answers.delay"));
            ui.horizontal(|ui| {
                let mut delay = i64::try_from(self.reply.milliseconds).unwrap_or(i64::MAX);
                controls::number(ui, word("answers.delay"), &mut delay, 0..=86_400_000, 96.0);
                self.reply.milliseconds = u64::try_from(delay).unwrap_or_default();
                controls::hint(ui, word("answers.delay_what"));
            });
            let hint = match self.reply.from {
                Answerer::DecisionPolicy(_) => word("answers.items_hint"),
                Answerer::Dataset(_) => word("answers.entities_hint"),
                _ => word("answers.declared"),
            };
            let is_sound = is_message || controls::json(ui, word("answers.body"), &mut self.reply.body, hint);
            people::choose(ui, word("answers.whom"), session, &mut self.reply.profile);
            self.often(ui);
            buttons(ui, |ui| {
                let go = if self.index.is_some() { word("happens.change") } else { word("answers.go") };
                if primary_if(ui, is_sound, go).clicked() {
                    decision = Some(Decision::Change(Change::Answer(self.index, Box::new(self.reply.clone()))));
                }
                if secondary(ui, word("common.cancel")).clicked() {
                    decision = Some(Decision::Leave);
                }
                if let Some(index) = self.index
                    && secondary(ui, word("common.remove")).clicked()
                {
                    decision = Some(Decision::Change(Change::RemoveReply(index)));
                }
            });
        });
        decision.or(left.then_some(Decision::Leave))
    }

    fn status(&mut self, ui: &mut egui::Ui) {
        field_label(ui, word("answers.status"));
        ui.horizontal(|ui| {
            let mut status = i64::from(self.reply.status);
            controls::number(ui, word("answers.status"), &mut status, 100..=599, 72.0);
            let shown = STATUSES.iter().find(|(known, _)| *known == status).map(|(_, key)| word(key));
            let width = ui.available_width() - 8.0;
            controls::pick(ui, word("answers.usual"), shown.or(Some(word("answers.other"))), width, |ui| {
                for (known, key) in STATUSES {
                    if item(ui, known == status, word(key)) {
                        status = known;
                    }
                }
            });
            self.reply.status = u16::try_from(status).unwrap_or(200);
        });
    }

    /// Always, or so many times: then the next answer holds, or the declared one.
    fn often(&mut self, ui: &mut egui::Ui) {
        field_label(ui, word("answers.often"));
        ui.horizontal(|ui| {
            let shown = if self.reply.times.is_some() { word("answers.first") } else { word("answers.always") };
            controls::pick(ui, word("answers.often"), Some(shown), 180.0, |ui| {
                if item(ui, self.reply.times.is_none(), word("answers.always")) {
                    self.reply.times = None;
                }
                if item(ui, self.reply.times.is_some(), word("answers.first")) {
                    self.reply.times = Some(1);
                }
            });
            if let Some(times) = self.reply.times {
                let mut number = i64::try_from(times).unwrap_or(i64::MAX);
                controls::number(ui, word("answers.number"), &mut number, 1..=1_000, 64.0);
                self.reply.times = u64::try_from(number).ok();
            }
        });
    }
}
