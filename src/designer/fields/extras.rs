//! Fields that fit no single kind of control: what is only shown, what an import left, mappings, end labels.

use std::collections::BTreeMap;

use egui::Ui;

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{error_line, hint_line, section};
use crate::designer::words::{phrase, word};
use crate::edit::Edit;
use crate::expression::Expected;
use crate::journey::{Expression, ValueType};

use super::expression::Wanted;
use super::form::{At, Form};
use super::marks::{Mark, mark_button};
use super::registry::{self, Control};

impl Form<'_> {
    /// A field that nobody types.
    pub fn shown(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, text: &str) {
        registry::use_field(ui.ctx(), owner, field, Control::Shown);
        let at = self.at(owner, field);
        let theme = Theme::of(ui.ctx());
        ui.horizontal(|ui| {
            ui.label(theme::rich(&at.label, theme::SMALL, Weight::Regular).color(theme.muted));
            // Ids in the face for payloads: the other draws an x between figures as a sign of multiplication.
            let plain = theme::rich(text, theme::SMALL, Weight::Regular);
            let text = if field == "id" { plain.font(theme::mono(theme::SMALL)) } else { plain };
            let label = egui::Label::new(text.color(theme.faint));
            ui.add(label.selectable(true).truncate());
        });
        self.findings_at(ui, &at.path);
    }

    /// A field that the panel's heading says.
    pub fn headed(&self, ui: &Ui, owner: &'static str, field: &'static str) {
        registry::use_field(ui.ctx(), owner, field, Control::Shown);
    }

    /// What an import could not map; nothing where it mapped all.
    pub fn kept(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, extra: &BTreeMap<String, String>) {
        registry::use_field(ui.ctx(), owner, field, Control::Shown);
        if extra.is_empty() {
            return;
        }
        let at = self.at(owner, field);
        self.place(ui, at, "", |_, ui, _| {
            for (name, text) in extra {
                ui.label(theme::rich(format!("{name}: {text}"), theme::SMALL, Weight::Regular));
            }
        });
    }

    /// One expression for each variable: key, label, and the type that it must have.
    pub fn mapping(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        values: &mut BTreeMap<String, Expression>,
        variables: &[(String, String, Expected)],
    ) {
        // Its parts have labels of their own: theirs is a heading.
        section(ui, &self.at(owner, field).label);
        let mut parts = |form: &mut Self, ui: &mut Ui, at: &At| {
            for (key, label, kind) in variables {
                let mut expression = values.get(key).cloned().unwrap_or_default();
                let before = expression.clone();
                let part = form.part(owner, field, key, label.clone());
                let wanted = Wanted { kind: *kind };
                form.place(ui, part, key, |form, ui, at| match kind {
                    Expected::Of(ValueType::String) => form.wording(ui, at, &mut expression, &wanted),
                    _ => form.expression_box(ui, at, &mut expression, &wanted, None),
                });
                if expression != before {
                    if expression.is_empty() {
                        values.remove(key);
                    } else {
                        values.insert(key.clone(), expression);
                    }
                }
            }
            let stale: Vec<String> =
                values.keys().filter(|key| !variables.iter().any(|(known, ..)| known == *key)).cloned().collect();
            for key in stale {
                ui.horizontal(|ui| {
                    error_line(ui, &phrase("fields.stale", &[("what", &key)]));
                    if mark_button(ui, Mark::Cross, &phrase("fields.remove", &[("what", &key)]), true).clicked() {
                        values.remove(&key);
                        form.chosen(at);
                    }
                });
            }
            if variables.is_empty() {
                hint_line(ui, word("fields.no_variables"));
            }
        };
        self.bare(|form| {
            form.field(ui, (owner, field), Control::Map, |form, ui, at| form.labelled(|form| parts(form, ui, at)));
        });
    }

    /// A text of a map whose keys the document gives; true where it changed.
    pub fn entry(
        &mut self,
        ui: &mut Ui,
        (owner, field): (&'static str, &'static str),
        key: &str,
        label: &str,
        value: &mut String,
    ) -> bool {
        registry::use_field(ui.ctx(), owner, field, Control::Map);
        let at = self.part(owner, field, key, label.to_owned());
        self.place(ui, at, "", |form, ui, at| form.line(ui, at, value, ""))
    }

    /// Yes, no or nothing said, in a map whose keys the document gives; what was chosen, where something was.
    pub fn entry_choice(
        &mut self,
        ui: &mut Ui,
        (owner, field): (&'static str, &'static str),
        key: &'static str,
        mut now: Option<bool>,
    ) -> Option<Option<bool>> {
        registry::use_field(ui.ctx(), owner, field, Control::Map);
        let at = self.part(owner, field, key, word(key).to_owned());
        let choices = [(None, "values.not_said"), (Some(true), "values.yes"), (Some(false), "values.no")];
        self.place(ui, at, "", |form, ui, at| {
            let changed = form.one_of(ui, at, &mut now, &choices);
            if changed {
                form.chosen(at);
            }
            changed.then_some(now)
        })
    }

    /// What reports call the end of a path; `way` is the port's word, `question` what it is asked as.
    pub fn end_label(&mut self, ui: &mut Ui, way: &str, question: String, label: &mut String) {
        registry::use_field(ui.ctx(), "EndLabel", "label", Control::Text);
        let at = self.at("EndLabel", "label");
        let at = At { id: at.id.with(way), label: question, ..at };
        self.place(ui, at, word("help.EndLabel.label"), |form, ui, at| {
            form.line(ui, at, label, word("inspector.end_hint"))
        });
    }

    /// Findings at these fields are shown by another form over the same object.
    pub fn skip_fields(&mut self, fields: &[&str]) {
        for (index, finding) in self.findings.iter().enumerate() {
            let field = finding.place.field.as_deref().unwrap_or_default();
            if fields.contains(&field) {
                self.claimed.insert(index);
            }
        }
    }

    /// Asks for several edits as one step, where something changed.
    pub fn finish_all(mut self, mut edits: Vec<Edit>) {
        let Some(last) = edits.pop() else { return };
        for edit in edits {
            self.also(edit);
        }
        self.finish(|| last);
    }
}
