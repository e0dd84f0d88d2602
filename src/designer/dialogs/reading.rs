//! A file that could not be read: the lines around the place, as they stand there, so that whoever mends it knows where
//! to look. It is mended in a text editor; nothing is written here.

use std::ops::Range;
use std::path::{Path, PathBuf};

use egui::{Align, Context, Frame, Label, Layout, RichText, ScrollArea, Ui};

use super::{buttons, dialog, paragraph, room};
use crate::designer::requests::{Request, Requests};
use crate::designer::theme::{self, BODY, Theme, Weight, mono, rich};
use crate::designer::widgets::{primary, secondary};
use crate::designer::words::{phrase, word};
use crate::journey::files::{Files, read_text};

/// Lines that are shown before and after the place.
const AROUND: usize = 8;

/// See the module.
pub struct ReadingDialog {
    /// As the workspace calls it.
    name: String,
    path: PathBuf,
    line: usize,
    why: String,
    /// The lines around the place; empty where there is no text at all.
    lines: Vec<String>,
    /// Their numbers.
    numbers: Range<usize>,
}

impl ReadingDialog {
    /// Over the first place of this file that could not be read; nothing where all of it could.
    pub fn begin(files: &Files, file: &Path) -> Option<Self> {
        let unread = files.unread().find(|unread| unread.file == file)?;
        let path = files.root.join(file);
        let text = read_text(&path).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let numbers = around(unread.line, lines.len());
        Some(Self {
            name: file.display().to_string(),
            line: unread.line,
            why: crate::designer::names::unread(&unread),
            lines: lines[numbers.start - 1..numbers.end - 1].iter().map(|line| (*line).to_owned()).collect(),
            numbers,
            path,
        })
    }

    /// Draws it; true once it is closed.
    pub fn ui(&self, context: &Context, requests: &mut Requests) -> bool {
        let mut is_closed = false;
        let left = dialog(context, "reading", &self.name, 860.0, |ui| {
            let theme = Theme::of(ui.ctx());
            ui.add(Label::new(rich(&self.why, BODY, Weight::Regular).color(theme.err)).wrap());
            if !self.lines.is_empty() {
                self.text(ui);
            }
            paragraph(ui, word("unread.how"));
            is_closed = buttons(ui, |ui| {
                let closed = primary(ui, word("unread.again")).clicked();
                if closed {
                    requests.push(Request::ReadAgain);
                }
                let path = self.path.display().to_string();
                if secondary(ui, word("unread.copy")).on_hover_text(&path).clicked() {
                    ui.ctx().copy_text(path);
                    requests.push(Request::Say(word("unread.copied").to_owned()));
                }
                closed | secondary(ui, word("common.close")).clicked()
            });
        });
        is_closed || left
    }

    fn text(&self, ui: &mut Ui) {
        let theme = Theme::of(ui.ctx());
        let frame = Frame::new().fill(theme.well).corner_radius(theme::CONTROL_RADIUS).inner_margin(10.0);
        frame.show(ui, |ui| {
            ScrollArea::both().max_height(room(ui.ctx()) - 120.0).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.spacing_mut().interact_size.y = 16.0;
                for (number, line) in self.numbers.clone().zip(&self.lines) {
                    self.line(ui, number, line);
                }
            });
        });
    }

    fn line(&self, ui: &mut Ui, number: usize, line: &str) {
        let theme = Theme::of(ui.ctx());
        let is_it = number == self.line;
        let ground = if is_it { theme.err_soft } else { egui::Color32::TRANSPARENT };
        Frame::new().fill(ground).corner_radius(4.0).inner_margin(egui::Margin::symmetric(4, 1)).show(ui, |ui| {
            ui.horizontal(|ui| {
                let code = |text: String, color| RichText::new(text).font(mono(12.0)).color(color);
                let width = egui::vec2(34.0, 16.0);
                ui.allocate_ui_with_layout(width, Layout::right_to_left(Align::Center), |ui| {
                    ui.set_width(width.x);
                    ui.label(code(number.to_string(), if is_it { theme.err } else { theme.faint }));
                });
                let said = ui.add(Label::new(code(line.to_owned(), theme.text)).extend());
                if is_it {
                    let name = phrase("unread.line", &[("line", &number.to_string()), ("text", line.trim())]);
                    said.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &name));
                }
                ui.allocate_space(egui::vec2(ui.available_width().max(0.0), 0.0));
            });
        });
    }
}

/// The numbers of the lines around this one in a text of so many: from 1, the end not included.
fn around(line: usize, all: usize) -> Range<usize> {
    let line = line.clamp(1, all.max(1));
    line.saturating_sub(AROUND).max(1)..(line + AROUND).min(all) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_around_a_place_end_where_the_text_ends() {
        assert_eq!(around(1, 0), 1..1);
        assert_eq!(around(1, 3), 1..4);
        assert_eq!(around(20, 100), 12..29);
        assert_eq!(around(101, 100), 92..101);
    }
}
