//! Expressions: the text editor with its colours, underlines and completions, and what an expression must yield.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Response, Stroke, TextBuffer, TextEdit, Ui};

use crate::designer::theme::{self, Theme};
use crate::designer::widgets::{error_line, link};
use crate::designer::words::phrase;
use crate::expression::{Expected, Problem, Scope, Span, TokenKind, check, highlight, parse};
use crate::journey::Expression;

use super::form::{At, Form};
use super::insert::at_cursor;
use super::marks::well;
use super::registry::Control;
use super::suggest::Suggest;
use super::text::{held, hold};
use super::value_type::type_word;
use super::wording::{Way, foot};

/// What an expression must yield.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Its type.
    pub kind: Expected,
}

impl Wanted {
    /// True or false.
    pub fn condition() -> Self {
        Self { kind: Expected::CONDITION }
    }
}

impl Form<'_> {
    /// An expression.
    pub fn expression(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Expression,
        wanted: &Wanted,
    ) {
        self.field(ui, (owner, field), Control::Expression, |form, ui, at| {
            form.expression_box(ui, at, value, wanted, None);
        });
    }

    /// `way` is how it is edited, where there is a choice.
    pub(super) fn expression_box(
        &mut self,
        ui: &mut Ui,
        at: &At,
        value: &mut Expression,
        wanted: &Wanted,
        way: Option<&mut Way>,
    ) {
        let scope = self.scope(ui);
        let before = value.0.clone();
        let mut text = held(ui, at.id).unwrap_or_else(|| before.clone());
        let suggest = Suggest::begin(ui, at.id);
        let problems =
            if text.trim().is_empty() { Vec::new() } else { check(&parse(&text), &scope, wanted.kind).problems };
        let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, width: f32| {
            let mut job = coloured(ui, buffer.as_str(), &problems);
            job.wrap.max_width = width;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let edit =
            TextEdit::multiline(&mut text).id(at.id).frame(well(ui, at)).margin(egui::Margin::ZERO).desired_rows(1);
        let edit = edit.desired_width(f32::INFINITY).lock_focus(suggest.is_open()).layouter(&mut layouter);
        let mut output = edit.show(ui);
        let changed = output.response.response.changed();
        if suggest.end(ui, &mut output, &mut text, changed, |text, cursor| {
            crate::expression::complete(text, cursor, &scope, wanted.kind)
        }) {
            hold(ui, &output.response.response, &text);
        }
        let response = output.response.response.clone();
        self.take_text(ui, at, &response, &text, &mut value.0);
        if let Some(reference) = foot(ui, at, &scope, way) {
            value.0 = at_cursor(ui, at.id, &value.0, |before, after| {
                let gap = if before.is_empty() || before.ends_with([' ', '(', '\n']) { "" } else { " " };
                let next = if after.starts_with(char::is_alphanumeric) { " " } else { "" };
                format!("{gap}{reference}{next}")
            });
            self.chosen(at);
        }
        self.said(ui, at, value, (&scope, wanted), &response);
    }

    /// What is wrong where no finding says it already; else, while it is edited, what it yields.
    fn said(
        &mut self,
        ui: &mut Ui,
        at: &At,
        value: &mut Expression,
        (scope, wanted): (&Scope, &Wanted),
        editor: &Response,
    ) {
        if value.is_empty() {
            return;
        }
        let typed = check(&parse(&value.0), scope, wanted.kind);
        match typed.problems.first() {
            Some(problem) if self.severity_at(&at.path).is_none() => {
                error_line(ui, &problem.message);
                if let Some(fix) = &problem.fix {
                    let title = phrase("expression.use", &[("text", fix.text.trim())]);
                    if link(ui, &title).clicked() {
                        value.0 = fix.apply(&value.0);
                        self.chosen(at);
                    }
                }
            }
            None if editor.has_focus() => {
                let theme = Theme::of(ui.ctx());
                let kind = typed.kind.map_or("", type_word);
                let text = phrase("expression.yields", &[("kind", kind)]);
                self.say_beside(at.id, editor, text, theme.muted);
            }
            _ => {}
        }
    }

    /// Takes over what was typed into an editor that is drawn by itself.
    pub(super) fn take_text(&mut self, ui: &Ui, at: &At, response: &egui::Response, text: &str, value: &mut String) {
        let response = self.named(ui, at, response.clone());
        hold(ui, &response, text);
        if text != value && (response.has_focus() || response.changed()) {
            text.clone_into(value);
            self.typed(at);
        }
        if response.lost_focus() {
            self.ended();
        }
    }
}

/// The text in its colours, wrong pieces underlined.
pub(super) fn coloured(ui: &Ui, text: &str, problems: &[Problem]) -> LayoutJob {
    let theme = Theme::of(ui.ctx());
    let mut pieces: Vec<Piece> = Vec::new();
    for (span, kind) in highlight(text) {
        let color = match kind {
            TokenKind::Text | TokenKind::Number => theme.entry,
            TokenKind::Keyword | TokenKind::Operator => theme.flow,
            TokenKind::Function => theme.integ,
            TokenKind::Event | TokenKind::Source | TokenKind::Action | TokenKind::Reference => theme.accent,
            TokenKind::Punctuation => theme.muted,
            TokenKind::Unknown => theme.err,
        };
        pieces.push(Piece { span, color, font: theme::mono(12.0) });
    }
    paint_pieces(ui, text, &pieces, problems, (&theme::mono(12.0), egui::Color32::TRANSPARENT))
}

/// A stretch of a text that is shown in a colour and a typeface of its own.
pub(super) struct Piece {
    pub span: Span,
    pub color: egui::Color32,
    pub font: FontId,
}

/// Lays out a text whose pieces lie on a ground of their own; what lies between them is plain.
pub(super) fn paint_pieces(
    ui: &Ui,
    text: &str,
    pieces: &[Piece],
    problems: &[Problem],
    (plain, ground): (&FontId, egui::Color32),
) -> LayoutJob {
    let theme = Theme::of(ui.ctx());
    let wrong: Vec<Span> = problems.iter().map(|problem| seen(text, problem.span)).collect();
    let mut cuts: Vec<usize> = vec![0, text.len()];
    cuts.extend(pieces.iter().flat_map(|piece| [piece.span.start, piece.span.end]));
    cuts.extend(wrong.iter().flat_map(|span| [span.start, span.end]));
    cuts.retain(|cut| *cut <= text.len() && text.is_char_boundary(*cut));
    cuts.sort_unstable();
    cuts.dedup();
    let mut job = LayoutJob::default();
    for pair in cuts.windows(2) {
        let [start, end] = [pair[0], pair[1]];
        let piece = pieces.iter().find(|piece| piece.span.start <= start && end <= piece.span.end);
        let (font, color) = piece.map_or((plain.clone(), theme.text), |piece| (piece.font.clone(), piece.color));
        let is_wrong = wrong.iter().any(|span| span.start <= start && end <= span.end);
        let underline = if is_wrong { Stroke::new(1.5, theme.err) } else { Stroke::NONE };
        let background = if piece.is_some() { ground } else { egui::Color32::TRANSPARENT };
        let format = TextFormat { font_id: font, color, underline, background, ..TextFormat::default() };
        job.append(text.get(start..end).unwrap_or_default(), 0.0, format);
    }
    if text.is_empty() {
        job.append("", 0.0, TextFormat::simple(plain.clone(), theme.text));
    }
    job
}

/// What is underlined for a problem. Where something is missing there is nothing to underline: the sign before it
/// stands for the gap, at the beginning the one behind it.
fn seen(text: &str, span: Span) -> Span {
    if span.start < span.end {
        return span;
    }
    let visible = |(_, sign): &(usize, char)| !sign.is_whitespace();
    let before = text.get(..span.start).unwrap_or_default().char_indices().rfind(visible);
    let behind = || text.char_indices().find(visible);
    before.or_else(behind).map_or(span, |(at, sign)| Span::new(at, at + sign.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::seen;
    use crate::expression::parse;

    #[test]
    fn every_error_of_the_language_is_underlined_somewhere() {
        let underlined = |text: &'static str| {
            let problem = parse(text).errors.into_iter().next().expect("an error");
            seen(text, problem.span).of(text)
        };
        assert_eq!(underlined("1 2"), "2");
        assert_eq!(underlined("1 +"), "+", "what is missing at the end is seen at the sign before it");
        assert_eq!(underlined("é +  "), "é");
        assert_eq!(underlined("1 +  "), "+");
        assert_eq!(underlined("and true"), "and");
    }
}
