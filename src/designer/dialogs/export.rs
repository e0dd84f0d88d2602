//! Export: in which form, what that form is good for, and what stands in its way.

use std::sync::Arc;

use egui::{Context, ScrollArea, Ui};
use jiff::Timestamp;

use super::{buttons, dialog, paragraph};
use crate::check::{Cleared, Finding, Severity};
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{choice_card, primary_if, secondary, severity_dot, tick};
use crate::designer::words::{count, phrase, word};
use crate::exchange::{self, Exported, Format};
use crate::journey::JourneyId;
use crate::journey::files;

/// What was decided.
pub enum Decision {
    /// Nothing is exported.
    Close,
    /// This goes into a file.
    Write {
        /// The file's name to begin with.
        name: String,
        /// What goes into it.
        exported: Exported,
    },
}

/// See the module.
pub struct ExportDialog {
    form: &'static Format,
    draft: bool,
    /// What stands in the way of each revision, asked once.
    blocking: Option<(u64, Vec<Arc<Finding>>)>,
}

impl Default for ExportDialog {
    fn default() -> Self {
        Self { form: &exchange::FORMATS[0], draft: false, blocking: None }
    }
}

impl ExportDialog {
    /// Draws one frame; what was decided, once it is.
    pub fn ui(
        &mut self,
        context: &Context,
        session: &Session,
        now: Timestamp,
        requests: &mut Requests,
    ) -> Option<Decision> {
        let Some(journey) = session.journey().cloned() else { return Some(Decision::Close) };
        let blocking = self.blocking(session, &journey.id, now);
        let mut decision = None;
        let title = phrase("export.title", &[("name", &journey.name)]);
        let left = dialog(context, "export", &title, 560.0, |ui| {
            for form in exchange::FORMATS {
                self.form_row(ui, form);
            }
            findings(ui, &blocking, session, requests, &mut decision);
            if !blocking.is_empty() {
                tick(ui, &mut self.draft, word("export.draft"));
            }
            buttons(ui, |ui| {
                let is_ready = blocking.is_empty() || self.draft;
                if primary_if(ui, is_ready, word("export.go")).on_disabled_hover_text(word("export.refused")).clicked()
                {
                    decision = self.write(session, now);
                }
                if secondary(ui, word("common.cancel")).clicked() {
                    decision = Some(Decision::Close);
                }
            });
        });
        decision.or(left.then_some(Decision::Close))
    }

    /// The errors that stand in the way of the journey with exactly what it reaches.
    fn blocking(&mut self, session: &Session, journey: &JourneyId, now: Timestamp) -> Vec<Arc<Finding>> {
        let revision = session.revision();
        if let Some((known, blocking)) = &self.blocking
            && *known == revision
        {
            return blocking.clone();
        }
        let cleared = Cleared::new(session.workspace(), journey, session.platform(), now);
        let report = cleared.err().unwrap_or_default();
        let errors: Vec<Arc<Finding>> =
            report.findings.into_iter().filter(|found| found.severity == Severity::Error).collect();
        self.blocking = Some((revision, errors.clone()));
        errors
    }

    fn form_row(&mut self, ui: &mut Ui, form: &'static Format) {
        let key = form.name.replace('-', "_");
        let (name, what) = (word(&format!("export.{key}.name")), word(&format!("export.{key}.what")));
        if choice_card(ui, self.form.name == form.name, name, what).clicked() {
            self.form = form;
        }
    }

    fn write(&self, session: &Session, now: Timestamp) -> Option<Decision> {
        let journey = session.journey()?;
        let platform = session.platform();
        let exported = exchange::export(session.workspace(), &journey.id, self.form, platform, now, self.draft).ok()?;
        let stem = files::slug(&journey.name, "journey");
        Some(Decision::Write { name: format!("{stem}{}", self.form.ending), exported })
    }
}

/// What stands in the way, each to be gone to by a click.
fn findings(
    ui: &mut Ui,
    blocking: &[Arc<Finding>],
    session: &Session,
    requests: &mut Requests,
    decision: &mut Option<Decision>,
) {
    let theme = Theme::of(ui.ctx());
    if blocking.is_empty() {
        paragraph(ui, &phrase("export.clear", &[("platform", names::platform(session.platform()))]));
        return;
    }
    ui.label(rich(count("export.blocked", blocking.len()), BODY, Weight::SemiBold).color(theme.err));
    ScrollArea::vertical().id_salt("blocking").max_height(180.0).show(ui, |ui| {
        for finding in blocking {
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.add_space(3.0);
                    severity_dot(ui, finding.severity)
                });
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
}
