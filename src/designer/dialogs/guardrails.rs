//! All guardrails, to look one up: those that are checked, those that a test run shows, those that are only told. Found
//! by words, read on their card.

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextWrapping};
use egui::{Context, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{buttons, dialog, room};
use crate::check::{CardKind, Guardrail, guardrails};
use crate::designer::panels::drawer::card::Card;
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, font};
use crate::designer::widgets::{hint_line, secondary, segmented, text_field, walked};
use crate::designer::words::{count, phrase, word};

/// Width of the dialog where the window has it.
const WIDE: f32 = 1040.0;
/// Share of it that the list takes.
const LIST: f32 = 0.4;
/// Height of a row: two lines of what it says, and what it is about.
const ROW: f32 = 66.0;

/// Which of them are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    All,
    Checked,
    Shown,
    Told,
}

impl Sort {
    /// What one of them is.
    fn of(known: Guardrail) -> Self {
        match known {
            Guardrail::Rule(_) => Self::Checked,
            Guardrail::Card(card) if card.kind == CardKind::Behaviour => Self::Shown,
            Guardrail::Card(_) => Self::Told,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::All => word("guardrails.all"),
            Self::Checked => word("guardrails.checked"),
            Self::Shown => word("guardrails.shown"),
            Self::Told => word("guardrails.told"),
        }
    }
}

/// One of them, with the words by which it is found.
struct Line {
    known: Guardrail,
    about: String,
    words: String,
}

/// See the module.
pub struct GuardrailsDialog {
    all: Vec<Line>,
    query: String,
    sort: Sort,
    /// Those that are listed, by their numbers.
    found: Vec<usize>,
    lit: usize,
    card: Option<Card>,
    /// How far the list is scrolled.
    offset: f32,
    begun: bool,
}

impl GuardrailsDialog {
    /// The dialog, at this one or at the first.
    pub fn at(id: Option<&str>) -> Self {
        let mut all: Vec<Line> = guardrails().map(Line::of).collect();
        // What belongs together stands together; within a family rules come first.
        all.sort_by_key(|line| line.known.family());
        let found: Vec<usize> = (0..all.len()).collect();
        let lit = id.and_then(|id| all.iter().position(|line| line.known.answers_to(id))).unwrap_or_default();
        Self { all, query: String::new(), sort: Sort::All, found, lit, card: None, offset: 0.0, begun: false }
    }

    /// Draws one frame; true once it is closed.
    pub fn ui(&mut self, context: &Context, session: &Session, requests: &mut Requests) -> bool {
        let mut is_closed = false;
        let left = dialog(context, "guardrails", word("guardrails.title"), WIDE, |ui| {
            let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), room(ui.ctx())), Sense::hover());
            let (list, card) = all.split_left_right_at_fraction(LIST);
            let theme = Theme::of(ui.ctx());
            ui.painter().vline(card.left(), all.y_range(), Stroke::new(1.0, theme.border));
            let list = list.with_max_x(list.right() - 12.0);
            ui.scope_builder(UiBuilder::new().max_rect(list), |ui| self.list(ui));
            ui.scope_builder(UiBuilder::new().max_rect(card), |ui| {
                ui.set_clip_rect(card.intersect(ui.clip_rect()));
                self.card(ui, session, requests);
            });
            is_closed = buttons(ui, |ui| secondary(ui, word("common.close")).clicked());
        });
        is_closed || left
    }

    fn list(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 8.0;
        let walks = walked(ui.ctx(), self.lit, self.found.len()).map(|lit| self.lit = lit).is_some();
        let field = text_field(ui, &mut self.query, word("guardrails.search"));
        let field = field.accessible_name(word("guardrails.search"));
        if !self.begun {
            field.request_focus();
        }
        let sorts = [Sort::All, Sort::Checked, Sort::Shown, Sort::Told].map(|sort| (sort, sort.name()));
        let sorted = segmented(ui, word("guardrails.sort"), &mut self.sort, &sorts);
        if field.changed() || sorted.changed() {
            self.find();
        }
        if self.found.is_empty() {
            hint_line(ui, word("guardrails.nothing"));
            return;
        }
        hint_line(ui, &count("guardrails.count", self.found.len()));
        let (lit, comes_into_view) = (self.lit, walks || !self.begun);
        self.begun = true;
        let mut scroll = ScrollArea::vertical().id_salt("all guardrails").auto_shrink([false, false]);
        if comes_into_view {
            let (top, seen) = (lit as f32 * ROW, ui.available_height());
            scroll = scroll.vertical_scroll_offset(self.offset.clamp((top + ROW - seen).max(0.0), top));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let shown = scroll.show_rows(ui, ROW, self.found.len(), |ui, rows| {
            for index in rows {
                if self.found.get(index).is_some_and(|line| self.all[*line].ui(ui, index == lit)) {
                    self.lit = index;
                }
            }
        });
        self.offset = shown.state.unclamped_offset().y;
    }

    /// Lists what fits: whoever types the name that reports say, finds it first.
    fn find(&mut self) {
        let query = self.query.trim().to_lowercase();
        let fits = |line: &Line| {
            let is_sort = self.sort == Sort::All || self.sort == Sort::of(line.known);
            let words = query.split_whitespace().all(|word| line.words.contains(word));
            (is_sort && words).then(|| {
                let summary = line.known.summary().to_lowercase();
                let says_so = query.split_whitespace().all(|word| summary.contains(word));
                u8::from(!line.known.answers_to(&query)) + u8::from(!says_so)
            })
        };
        let mut found: Vec<(u8, usize)> =
            self.all.iter().enumerate().filter_map(|(number, line)| Some((fits(line)?, number))).collect();
        if !query.is_empty() {
            found.sort_by_key(|(rank, _)| *rank);
        }
        self.found = found.into_iter().map(|(_, number)| number).collect();
        (self.lit, self.begun) = (0, false);
    }

    fn card(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let lit = self.found.get(self.lit).map(|number| self.all[*number].known.id());
        if self.card.as_ref().map(Card::id) != lit {
            self.card = lit.map(Card::of);
        }
        if let Some(card) = &self.card {
            card.read(ui, session, requests);
        }
    }
}

impl Line {
    fn of(known: Guardrail) -> Self {
        let family = word(&format!("guardrails.family.{}", known.family().word()));
        let about = phrase("guardrails.about", &[("family", family), ("sort", Sort::of(known).name())]);
        let names = [&[known.id()], known.aliases()].concat().join(" ");
        let spelled = names.replace('-', " ");
        let words = format!("{names} {spelled} {} {} {family}", known.summary(), known.why()).to_lowercase();
        Self { known, about, words }
    }

    /// Draws its row; whether it was clicked.
    fn ui(&self, ui: &mut Ui, is_lit: bool) -> bool {
        let theme = Theme::of(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_lit, self.known.summary()));
        let ground = rect.shrink2(vec2(0.0, 1.0)).with_max_x(rect.right() - 8.0);
        if is_lit {
            ui.painter().rect_filled(ground, theme::CONTROL_RADIUS, theme.accent_soft);
        } else if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(ground, theme::CONTROL_RADIUS, theme.hover);
        }
        let inner = Rect::from_min_max(ground.min + vec2(10.0, 7.0), ground.max - vec2(10.0, 7.0));
        let color = if is_lit { theme.accent } else { theme.text };
        let mut job =
            LayoutJob::simple(self.known.summary().to_owned(), font(BODY, Weight::Medium), color, inner.width());
        job.wrap = TextWrapping { max_rows: 2, ..job.wrap };
        let said = ui.painter().layout_job(job);
        let about = theme::one_line(&self.about, font(SMALL, Weight::Regular), theme.muted, inner.width());
        let about = ui.painter().layout_job(about);
        // One line or two: both stand in the middle of the row, the one right below the other.
        let top = inner.center().y - (said.size().y + 2.0 + about.size().y) * 0.5;
        let below = top + said.size().y + 2.0;
        ui.painter().galley(pos2(inner.left(), top), said, color);
        ui.painter().galley(pos2(inner.left(), below), about, theme.muted);
        response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
    }
}
