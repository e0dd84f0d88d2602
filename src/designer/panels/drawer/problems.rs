//! The list of problems: where, what, and how to mend it.

use egui::accesskit::Role;
use egui::{Layout, Response, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2};

use super::card::Card;
use super::lived;
use crate::check::{Confidence, Finding, Severity};
use crate::designer::actions::Action;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, CONTROL, Theme, Weight, font, rich};
use crate::designer::widgets::{hint_line, link, primary, quiet_link, secondary, severity_dot, to_do_dot};
use crate::designer::words::{count as counted, phrase, word};

/// Below this width the sentence and what can be done stand under the name, not beside it.
pub(super) const NARROW: f32 = 520.0;

/// See the module.
#[derive(Default)]
pub struct Problems {
    explained: Option<Card>,
    /// Whether the findings that somebody lives with are unfolded.
    lived_with: bool,
}

impl Problems {
    /// Shows the card of this guardrail.
    pub fn explain(&mut self, rule: &str) {
        self.explained = Some(Card::of(rule));
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let all = ui.available_rect_before_wrap();
        if self.explained.is_none() {
            self.list(ui, session, requests);
            return;
        }
        let width = (all.width() * 0.46).clamp(300.0, 520.0);
        let (left, right) = all.split_left_right_at_x(all.right() - width);
        ui.scope_builder(UiBuilder::new().max_rect(left), |ui| self.list(ui, session, requests));
        let theme = Theme::of(ui.ctx());
        ui.painter().vline(right.left(), right.y_range(), Stroke::new(1.0, theme.border));
        let card = |ui: &mut Ui| self.explained.as_ref().is_some_and(|card| card.ui(ui, session, requests));
        if ui.scope_builder(UiBuilder::new().max_rect(right.shrink2(vec2(1.0, 0.0))), card).inner {
            self.explained = None;
        }
    }

    fn list(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        ScrollArea::vertical().id_salt("problems").auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let to_dos: Vec<&Finding> = session.to_dos().collect();
            // What the person sees on the canvas comes before what other journeys have.
            let elsewhere = |found: &&Finding| session.is_elsewhere(&found.place);
            let (mut here, there): (Vec<&Finding>, Vec<&Finding>) = session.problems().partition(|it| !elsewhere(it));
            here.extend(there);
            let (problems, remarks): (Vec<&Finding>, Vec<&Finding>) =
                here.into_iter().partition(|found| found.severity != Severity::Info);
            if problems.is_empty() && to_dos.is_empty() {
                empty(ui, session);
            }
            mend_all(ui, session, requests);
            let parts = [(problems, ""), (to_dos, "count.to_fill_in"), (remarks, "count.remarks")];
            for (part, title) in parts {
                if !part.is_empty() && !title.is_empty() {
                    heading(ui, &counted(title, part.len()));
                }
                for (index, finding) in part.into_iter().enumerate() {
                    ui.push_id((title, index, finding.rule), |ui| self.row(ui, finding, session, requests));
                }
            }
            lived::ui(ui, &mut self.lived_with, session, requests);
            damage(ui, session);
        });
    }

    fn row(&mut self, ui: &mut Ui, finding: &Finding, session: &Session, requests: &mut Requests) {
        let theme = Theme::of(ui.ctx());
        let is_here = session.focus().is_some_and(|focus| focus.what == finding.place);
        let ground = ui.painter().add(egui::Shape::Noop);
        let sentence = format!("{}: {}", names::place(&finding.place, session.workspace()), finding.message);
        // A part of its own that feels clicks: its buttons lie above it.
        let builder = UiBuilder::new().id_salt("row").sense(Sense::click());
        let margin = egui::Margin { left: 10, right: 10, top: 7, bottom: 7 };
        let response = ui
            .scope_builder(builder, |ui| {
                egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    self.cells(ui, finding, session, requests);
                });
            })
            .response;
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &sentence));
        let rect = response.rect;
        let fill = if is_here {
            theme.accent_soft
        } else if response.hovered() {
            theme.hover
        } else {
            theme.panel
        };
        ui.painter().set(ground, egui::Shape::rect_filled(rect, 0.0, fill));
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.border));
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            requests.push(Request::GoTo(finding.place.clone()));
        }
    }

    fn cells(&mut self, ui: &mut Ui, finding: &Finding, session: &Session, requests: &mut Requests) {
        let theme = Theme::of(ui.ctx());
        let is_narrow = ui.available_width() < NARROW;
        let color = if session.is_to_do(finding) { theme.muted } else { theme.text };
        let text = rich(&finding.message, BODY, Weight::Regular).color(color);
        let sentence = |ui: &mut Ui| drop(ui.add(egui::Label::new(text.clone()).wrap().selectable(false)));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.vertical(|ui| {
                ui.add_space(6.0);
                if session.is_to_do(finding) {
                    to_do_dot(ui)
                } else {
                    severity_dot(ui, finding.severity)
                };
            });
            let name = names::place(&finding.place, session.workspace());
            let here = session.journey().map(|journey| &journey.id);
            let other = finding.place.journey.as_ref().filter(|id| Some(*id) != here);
            let other = other.and_then(|id| session.workspace().journeys.get(id)).map(|journey| &journey.name);
            ui.allocate_ui_with_layout(vec2(150.0, 26.0), Layout::top_down(egui::Align::Min), |ui| {
                ui.set_width(150.0);
                ui.add_space(5.0);
                let name = rich(name, BODY, Weight::SemiBold).color(theme.text);
                ui.add(egui::Label::new(name).truncate().selectable(false));
                if let Some(journey) = other.filter(|_| finding.place.activity.is_some()) {
                    let text = rich(journey, theme::SMALL, Weight::Regular).color(theme.faint);
                    ui.add(egui::Label::new(text).truncate().selectable(false));
                }
            });
            if is_narrow {
                return;
            }
            ui.with_layout(Layout::right_to_left(egui::Align::Min), |ui| {
                self.remedies(ui, finding, session, requests);
                ui.with_layout(Layout::top_down(egui::Align::Min), |ui| {
                    ui.add_space(5.0);
                    sentence(ui);
                });
            });
        });
        if is_narrow {
            below_the_name(ui, |ui| {
                sentence(ui);
                ui.horizontal_wrapped(|ui| self.remedies(ui, finding, session, requests));
            });
        }
    }

    fn remedies(&mut self, ui: &mut Ui, finding: &Finding, session: &Session, requests: &mut Requests) {
        let place = names::place(&finding.place, session.workspace());
        if let Some(title) = finding.by_hand
            && secondary(ui, title).clicked()
        {
            requests.push(Request::GoTo(finding.place.clone()));
        }
        for (index, remedy) in finding.offered().enumerate().take(2) {
            let is_first = index == 0 && remedy.confidence == Confidence::Safe && !session.is_to_do(finding);
            let button = if is_first { primary(ui, &remedy.title) } else { secondary(ui, &remedy.title) };
            requests.preview_at(&button, &remedy.title, &remedy.edits);
            if button.clicked() {
                let name = phrase("undo.remedy", &[("remedy", &remedy.title), ("place", &place)]);
                requests.edit(name, finding.place.clone(), remedy.edits.clone());
                // The preview has shown where; nobody is taken away from what they are filling in. Only what lies in
                // another journey, or on another page of the inventory, is gone to.
                let here = session.journey().map(|journey| &journey.id);
                let is_elsewhere = finding.place.journey.as_ref().is_some_and(|journey| Some(journey) != here);
                if is_elsewhere || session.in_inventory() {
                    requests.push(Request::GoTo(finding.place.clone()));
                }
            }
        }
        if as_tall_as_buttons(ui, word("problems.why"), link).clicked() {
            self.explain(finding.rule);
        }
        if finding.can_be_lived_with() && !session.is_to_do(finding) {
            let asked = as_tall_as_buttons(ui, word("living.ask"), quiet_link);
            if asked.clicked() {
                requests.push(Request::LiveWith(Box::new(finding.clone())));
            }
        }
    }
}

/// What a narrow row says below the name, as far in as the name.
pub(super) fn below_the_name(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let margin = egui::Margin { left: 20, ..egui::Margin::ZERO };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        content(ui);
    });
}

/// A link that stands in the middle of a row of buttons.
fn as_tall_as_buttons(ui: &mut Ui, text: &str, link: fn(&mut Ui, &str) -> Response) -> Response {
    let font = font(CONTROL, Weight::Medium);
    let width = ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::WHITE).size().x;
    let room = vec2(width, theme::CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(egui::Align::Center), |ui| link(ui, text)).inner
}

/// One button for everything that may be mended unseen, where that spares clicks.
fn mend_all(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let safe = session.safe().count();
    if safe < 2 {
        return;
    }
    let theme = Theme::of(ui.ctx());
    egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 10, top: 6, bottom: 6 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(rich(counted("problems.safe", safe), BODY, Weight::Regular).color(theme.muted));
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                if secondary(ui, word("problems.mend_all")).clicked() {
                    requests.push(Request::Run(Action::MendAll));
                }
            });
        });
    });
}

/// The heading above what is simply not filled in yet, and above what is merely worth knowing.
fn heading(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 12, top: 10, bottom: 4 }).show(ui, |ui| {
        ui.label(rich(text, theme::SMALL, Weight::SemiBold).color(theme.muted));
    });
}

fn empty(ui: &mut Ui, session: &Session) {
    let theme = Theme::of(ui.ctx());
    let is_empty = session.journey().is_none_or(|journey| journey.activities.is_empty());
    let (title, text) = if is_empty {
        (word("problems.empty_title"), word("problems.empty"))
    } else {
        (word("problems.none"), word("problems.none_text"))
    };
    egui::Frame::new().inner_margin(16.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(rich(title, BODY, Weight::SemiBold).color(theme.text));
        hint_line(ui, text);
        let platform = phrase("problems.platform", &[("platform", names::platform(session.platform()))]);
        if !is_empty {
            hint_line(ui, &platform);
        }
    });
}

/// Entries of files that could not be read.
fn damage(ui: &mut Ui, session: &Session) {
    let theme = Theme::of(ui.ctx());
    for problem in session.files().problems() {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(16, 7)).show(ui, |ui| {
            let text = phrase("problems.damaged", &[("what", &problem)]);
            ui.add(egui::Label::new(rich(text, BODY, Weight::Regular).color(theme.warn)).wrap());
        });
    }
}
