//! Findings at a field: what is wrong in one sentence, how to mend it, and why.

use egui::Ui;

use crate::check::{Finding, Severity};
use crate::designer::names;
use crate::designer::remedies::remedy_link;
use crate::designer::requests::Request;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::link;
use crate::designer::words::{phrase, word};

use crate::journey::Place;

use super::form::{Form, normal};

impl Form<'_> {
    pub(super) fn severity_at(&self, path: &str) -> Option<Severity> {
        let path = normal(path);
        self.findings
            .iter()
            .filter(|finding| !self.session.is_to_do(finding) && is_at(finding, &path))
            .map(|finding| finding.severity)
            .min()
    }

    /// Whether something at this field is only still to be filled in.
    pub(super) fn is_begun(&self, path: &str) -> bool {
        let path = normal(path);
        self.findings.iter().any(|finding| self.session.is_to_do(finding) && is_at(finding, &path))
    }

    /// Whether a finding stands at this field or inside of it, or somebody was sent there: it must not stay folded.
    pub(super) fn is_marked(&self, path: &str) -> bool {
        let path = normal(path);
        let inside =
            |field: &str| field.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let fields = self.findings.iter().filter_map(|finding| finding.place.field.as_deref());
        fields.map(normal).any(|field| inside(&field)) || self.focus.as_deref().is_some_and(inside)
    }

    /// Whether a finding of this form offers something of this name.
    pub fn is_offered(&self, title: &str) -> bool {
        self.findings.iter().flat_map(|finding| finding.offered()).any(|remedy| remedy.title == title)
    }

    pub(super) fn findings_at(&mut self, ui: &mut Ui, path: &str) {
        let path = normal(path);
        if path.is_empty() {
            return;
        }
        for index in 0..self.findings.len() {
            let finding = self.findings[index];
            if !self.claimed.contains(&index) && is_at(finding, &path) {
                self.claimed.insert(index);
                self.finding(ui, finding);
            }
        }
    }

    /// What no field of this form showed: about the object as a whole, or about a field that is not drawn.
    pub fn other_findings(&mut self, ui: &mut Ui) {
        for index in 0..self.findings.len() {
            if !self.claimed.contains(&index) {
                self.claimed.insert(index);
                self.finding(ui, self.findings[index]);
            }
        }
    }

    /// What is wrong at another object to which this one refers, at one of its fields; true where something is.
    pub fn findings_of(&mut self, ui: &mut Ui, place: &Place) -> bool {
        let session = self.session;
        let there: Vec<&Finding> = session.findings().filter(|finding| finding.place == *place).collect();
        for finding in &there {
            self.finding(ui, finding);
        }
        !there.is_empty()
    }

    fn finding(&mut self, ui: &mut Ui, finding: &Finding) {
        let theme = Theme::of(ui.ctx());
        // What is only worth knowing must not look like something to click.
        let is_quiet = self.session.is_to_do(finding) || finding.severity == Severity::Info;
        let color = if is_quiet { theme.muted } else { theme.severity(finding.severity) };
        let lines = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 2.0);
            ui.label(theme::rich(&finding.message, theme::SMALL, Weight::Regular).color(color));
            for remedy in finding.offered() {
                let button = remedy_link(ui, remedy, self.session, self.requests);
                if button.clicked() {
                    let place = names::place(&finding.place, self.workspace);
                    self.request(Request::Edit {
                        name: phrase("undo.remedy", &[("remedy", &remedy.title), ("place", &place)]),
                        edits: remedy.edits.clone(),
                        gesture: None,
                        place: finding.place.clone(),
                    });
                }
            }
            if link(ui, word("fields.why")).clicked() {
                self.request(Request::Explain(finding.rule));
            }
        };
        ui.scope(|ui| {
            // Lines of a sentence stand as close as in any other text, not as far apart as buttons.
            ui.spacing_mut().interact_size.y = 0.0;
            ui.horizontal_wrapped(lines);
        });
    }
}

fn is_at(finding: &Finding, path: &str) -> bool {
    finding.place.field.as_deref().is_some_and(|field| normal(field) == path)
}
