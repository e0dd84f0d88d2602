//! Export: in which form, what that form is good for, and what stands in its way.

use egui::{Context, ScrollArea, Stroke, Ui};

use super::{buttons, dialog, paragraph};
use crate::check::Severity;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{primary_if, secondary, severity_dot};
use crate::designer::words::{count, phrase, word};
use crate::exchange;
use crate::journey::Definition;

/// A form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Json,
}

impl Form {
    const ALL: [Self; 1] = [Self::Json];

    fn key(self) -> &'static str {
        match self {
            Self::Json => "json",
        }
    }

    fn name(self) -> &'static str {
        word(&format!("export.{}.name", self.key()))
    }

    fn what(self) -> &'static str {
        word(&format!("export.{}.what", self.key()))
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
        }
    }
}

/// What was decided.
pub enum Decision {
    /// Nothing is exported.
    Close,
    /// This text goes into a file.
    Write {
        /// The file's name to begin with.
        name: String,
        /// The text.
        text: String,
    },
}

/// See the module.
#[derive(Default)]
pub struct ExportDialog {
    form: Form,
    draft: bool,
}

impl ExportDialog {
    /// Draws one frame; what was decided, once it is.
    pub fn ui(&mut self, context: &Context, session: &Session, requests: &mut Requests) -> Option<Decision> {
        let Some(journey) = session.journey().cloned() else { return Some(Decision::Close) };
        let mut decision = None;
        let title = phrase("export.title", &[("name", &journey.name)]);
        let left = dialog(context, "export", &title, 560.0, |ui| {
            for form in Form::ALL {
                self.form_row(ui, form);
            }
            let errors = self.findings(ui, session, requests, &mut decision);
            if errors > 0 {
                ui.checkbox(&mut self.draft, rich(word("export.draft"), BODY, Weight::Regular));
            }
            buttons(ui, |ui| {
                let is_ready = errors == 0 || self.draft;
                if primary_if(ui, is_ready, word("export.go")).on_disabled_hover_text(word("export.refused")).clicked()
                {
                    decision = self.write(session);
                }
                if secondary(ui, word("common.cancel")).clicked() {
                    decision = Some(Decision::Close);
                }
            });
        });
        decision.or(left.then_some(Decision::Close))
    }

    fn form_row(&mut self, ui: &mut Ui, form: Form) {
        let theme = Theme::of(ui.ctx());
        let is_chosen = self.form == form;
        let line = if is_chosen { theme.accent } else { theme.border };
        let fill = if is_chosen { theme.accent_soft } else { theme.panel };
        let shown = egui::Frame::new()
            .fill(fill)
            .stroke(Stroke::new(1.0, line))
            .corner_radius(theme::CARD_RADIUS)
            .inner_margin(egui::Margin::symmetric(14, 10))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 4.0;
                ui.radio_value(&mut self.form, form, rich(form.name(), BODY, Weight::SemiBold).color(theme.text));
                paragraph(ui, form.what());
            });
        let area = ui.interact(shown.response.rect, ui.scope_id().with(form.key()), egui::Sense::click());
        if area.clicked() {
            self.form = form;
        }
    }

    /// What stands in the way; the number of errors.
    fn findings(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        requests: &mut Requests,
        decision: &mut Option<Decision>,
    ) -> usize {
        let theme = Theme::of(ui.ctx());
        let here = session.journey().map(|journey| journey.id.clone());
        let errors: Vec<_> = session
            .findings()
            .filter(|found| found.severity == Severity::Error)
            .filter(|found| found.place.journey.is_none() || found.place.journey == here)
            .collect();
        if errors.is_empty() {
            paragraph(ui, &phrase("export.clear", &[("platform", names::platform(session.platform()))]));
            return 0;
        }
        ui.label(rich(count("export.blocked", errors.len()), BODY, Weight::SemiBold).color(theme.err));
        ScrollArea::vertical().id_salt("blocking").max_height(180.0).show(ui, |ui| {
            for finding in &errors {
                ui.horizontal_top(|ui| {
                    severity_dot(ui, finding.severity);
                    let place = names::place(&finding.place, session.workspace());
                    let text = rich(format!("{place}: {}", finding.message), BODY, Weight::Regular).color(theme.text);
                    let label = ui.add(egui::Label::new(text).wrap().sense(egui::Sense::click()));
                    if label.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                        requests.push(Request::GoTo(finding.place.clone()));
                        *decision = Some(Decision::Close);
                    }
                });
            }
        });
        ui.label(rich(word("export.go_there"), SMALL, Weight::Regular).color(theme.faint));
        errors.len()
    }

    fn write(&self, session: &Session) -> Option<Decision> {
        let journey = session.journey()?;
        let definition = Definition::of(session.workspace(), &journey.id)?;
        let text = match self.form {
            Form::Json => exchange::json::write(&definition),
        };
        let stem: String = journey
            .name
            .to_lowercase()
            .chars()
            .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
            .collect();
        Some(Decision::Write { name: format!("{stem}.{}", self.form.extension()), text })
    }
}
