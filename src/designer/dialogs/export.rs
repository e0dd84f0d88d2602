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
use crate::designer::widgets::{hint_line, primary_if, secondary, severity_dot, tick, tick_card};
use crate::designer::words::{count, phrase, word};
use crate::exchange::{self, Exported, Format};
use crate::journey::JourneyId;
use crate::journey::files;

/// What was decided.
pub enum Decision {
    /// Nothing is exported.
    Close,
    /// This goes into files of one name, each with its own ending.
    Write {
        /// The name, without ending.
        stem: String,
        /// The files: the ending, and what goes into it.
        files: Vec<Part>,
    },
}

/// One file of what is exported.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// How its name ends.
    pub ending: &'static str,
    /// What goes into it.
    pub exported: Exported,
}

/// See the module.
pub struct ExportDialog {
    /// For each form whether it is ticked.
    ticked: Vec<bool>,
    draft: bool,
    /// What stands in the way of each revision, asked once.
    blocking: Option<(u64, Vec<Arc<Finding>>)>,
}

impl Default for ExportDialog {
    fn default() -> Self {
        let ticked = exchange::FORMATS.iter().enumerate().map(|(number, _)| number == 0).collect();
        Self { ticked, draft: false, blocking: None }
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
            for (form, ticked) in exchange::FORMATS.iter().zip(&mut self.ticked) {
                form_row(ui, form, ticked);
            }
            if self.forms().count() > 1 {
                hint_line(ui, word("export.together"));
            }
            findings(ui, &blocking, session, requests, &mut decision);
            if !blocking.is_empty() {
                tick(ui, &mut self.draft, word("export.draft"));
            }
            buttons(ui, |ui| {
                let is_free = blocking.is_empty() || self.draft;
                let has_form = self.forms().next().is_some();
                let why = word(if has_form { "export.refused" } else { "export.no_form" });
                if primary_if(ui, is_free && has_form, word("export.go")).on_disabled_hover_text(why).clicked() {
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

    /// The forms that are ticked.
    fn forms(&self) -> impl Iterator<Item = &'static Format> {
        exchange::FORMATS.iter().zip(&self.ticked).filter(|(_, ticked)| **ticked).map(|(form, _)| form)
    }

    fn write(&self, session: &Session, now: Timestamp) -> Option<Decision> {
        let journey = session.journey()?;
        let write = |form: &'static Format| {
            let platform = session.platform();
            let exported = exchange::export(session.workspace(), &journey.id, form, platform, now, self.draft).ok()?;
            Some(Part { ending: form.ending, exported })
        };
        let files = self.forms().map(write).collect::<Option<Vec<Part>>>()?;
        Some(Decision::Write { stem: files::slug(&journey.name, "journey"), files })
    }
}

fn form_row(ui: &mut Ui, form: &Format, ticked: &mut bool) {
    let key = form.name.replace('-', "_");
    let (name, what) = (word(&format!("export.{key}.name")), word(&format!("export.{key}.what")));
    if tick_card(ui, *ticked, name, what).clicked() {
        *ticked = !*ticked;
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
    if blocking.is_empty() {
        paragraph(ui, &phrase("export.clear", &[("platform", names::platform(session.platform()))]));
        return;
    }
    if standing(ui, blocking, session, requests) {
        *decision = Some(Decision::Close);
    }
}

/// The errors that stand, each to be gone to by a click; whether one was.
pub(super) fn standing(ui: &mut Ui, blocking: &[Arc<Finding>], session: &Session, requests: &mut Requests) -> bool {
    let theme = Theme::of(ui.ctx());
    let mut goes = false;
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
                    goes = true;
                }
            });
        }
    });
    ui.label(rich(word("export.go_there"), SMALL, Weight::Regular).color(theme.faint));
    goes
}
