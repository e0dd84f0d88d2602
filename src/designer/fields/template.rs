//! Text with `{{ expression }}` in it: slots shown as chips, broken ones as they are written and underlined, fields
//! inserted with a default.

use egui::{FontId, Frame, ScrollArea, TextBuffer, TextEdit, Ui};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{error_line, hint_line};
use crate::designer::words::phrase;
use crate::expression::{template, title};
use crate::journey::{Template, ValueType};

use super::expression::paint_pieces;
use super::form::Form;
use super::insert::at_cursor;
use super::marks::well;
use super::registry::Control;
use super::slots::{Shown, cursors};
use super::suggest::Suggest;
use super::text::{held, hold};
use super::wording::{Way, foot};

/// From so many lines on a box is scrolled.
const SCROLLED: usize = 6;
/// Height of such a box.
const HEIGHT: f32 = 220.0;

impl Form<'_> {
    /// A template of so many lines.
    pub fn template(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Template,
        rows: usize,
    ) {
        self.field(ui, (owner, field), Control::Template, |form, ui, at| {
            let plain = theme::font(theme::BODY, Weight::Regular);
            form.template_box(ui, at, value, (rows, &plain), None);
        });
    }

    /// `way` is how it is edited, where there is a choice.
    pub(super) fn template_box(
        &mut self,
        ui: &mut Ui,
        at: &super::form::At,
        value: &mut Template,
        (rows, plain): (usize, &FontId),
        way: Option<&mut Way>,
    ) {
        let scope = self.scope(ui);
        let mut text = held(ui, at.id).unwrap_or_else(|| value.0.clone());
        let parsed = template::parse(&text);
        let problems = template::check(&parsed, &scope).problems;
        let theme = Theme::of(ui.ctx());
        let suggest = Suggest::begin(ui, at.id);
        let (cursors, inventory) = (cursors(ui, at.id), &*self.workspace.inventory);
        let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, width: f32| {
            let text = buffer.as_str();
            let shown = Shown::of(text, &problems, &cursors, theme, inventory);
            let mut job = paint_pieces(ui, &shown.text, &shown.pieces, &shown.problems, (plain, theme.accent_soft));
            job.wrap.max_width = width;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let edit = TextEdit::multiline(&mut text).id(at.id).frame(well(ui, at)).margin(egui::Margin::ZERO);
        let edit = edit
            .font(egui::FontSelection::FontId(plain.clone()))
            .desired_rows(rows)
            .desired_width(f32::INFINITY)
            .lock_focus(suggest.is_open());
        let edit = edit.layouter(&mut layouter);
        let mut output = if rows < SCROLLED {
            edit.show(ui)
        } else {
            // What is long is scrolled in its box: what lies below it stays near.
            let frame = well(ui, at);
            let inside = |ui: &mut Ui| edit.frame(Frame::NONE).show(ui);
            let scrolled = |ui: &mut Ui| {
                ScrollArea::vertical()
                    .id_salt(at.id)
                    .max_height(HEIGHT)
                    .min_scrolled_height(HEIGHT)
                    .show(ui, inside)
                    .inner
            };
            frame.show(ui, scrolled).inner
        };
        let changed = output.response.response.changed();
        let complete = |text: &str, cursor: usize| in_slot(text, cursor, &scope);
        if suggest.end(ui, &mut output, &mut text, changed, complete) {
            hold(ui, &output.response.response, &text);
        }
        let response = output.response.response.clone();
        self.take_text(ui, at, &response, &text, &mut value.0);
        let is_parameter = way.is_some();
        if let Some(reference) = foot(ui, at, &scope, way) {
            // In a parameter that is nothing but a field, a default would be sent where nothing is known; a number
            // has no words for a default.
            let bare = is_parameter
                && (value.0.is_empty()
                    || scope.choice(&reference).is_none_or(|choice| choice.kind != ValueType::String));
            value.0 = at_cursor(ui, at.id, &value.0, |before, _| match before.rfind("{{") {
                Some(open) if before.get(open..).is_some_and(|slot| !slot.contains("}}")) => reference,
                _ if bare => format!("{{{{ {reference} }}}}"),
                _ => format!("{{{{ {reference} | default: \"\" }}}}"),
            });
            self.chosen(at);
        }
        if let Some(problem) = problems.first().filter(|_| self.severity_at(&at.path).is_none()) {
            error_line(ui, &problem.message);
        }
        self.say_pieces(ui, &text);
    }

    /// What the slots stand for, in the order of the text; one that comes again is said once.
    fn say_pieces(&self, ui: &mut Ui, text: &str) {
        let mut said: Vec<String> = Vec::new();
        for piece in title::pieces(text, &self.workspace.inventory) {
            let key = if piece.default.is_empty() { "expression.or_nothing" } else { "expression.or_default" };
            let line = phrase(key, &[("title", &piece.title), ("default", &piece.default)]);
            if !said.contains(&line) {
                said.push(line);
            }
        }
        if !said.is_empty() {
            hint_line(ui, &said.join("\n"));
        }
    }

    /// HTML; what of it is text shows in the preview.
    pub fn html(&mut self, ui: &mut Ui, owner: &'static str, field: &'static str, value: &mut Template) {
        self.field(ui, (owner, field), Control::Template, |form, ui, at| {
            form.template_box(ui, at, value, (6, &theme::mono(12.0)), None);
        });
    }
}

/// Completions inside of a slot, none outside.
fn in_slot(text: &str, cursor: usize, scope: &crate::expression::Scope) -> Vec<crate::expression::Completion> {
    let before = text.get(..cursor).unwrap_or_default();
    let Some(open) = before.rfind("{{") else { return Vec::new() };
    let inside = before.get(open + 2..).unwrap_or_default();
    if inside.contains("}}") || inside.contains('|') {
        return Vec::new();
    }
    let start = open + 2;
    let end = text.get(cursor..).and_then(|rest| rest.find("}}")).map_or(text.len(), |at| cursor + at);
    let slot = text.get(start..end).unwrap_or_default();
    let mut found = crate::expression::complete(slot, cursor - start, scope, crate::expression::Expected::Any);
    for completion in &mut found {
        completion.replace = completion.replace.moved(start);
    }
    found
}
