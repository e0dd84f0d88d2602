//! The folded end of the list of problems: the findings that somebody lives with, each with its reason and the way
//! back; behind them what steps still say of findings that are no longer there.

use egui::accesskit::Role;
use egui::{Label, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::problems::cells::{button_wide, margin, rule, set};
use crate::check::{self, Finding, Suppressed, Unneeded};
use crate::designer::icons::Icon;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, font, rich};
use crate::designer::widgets::{secondary, severity_dot, to_do_dot};
use crate::designer::words::{count as counted, phrase, word};
use crate::journey::Place;

/// Draws the group; `is_open` says whether it is unfolded.
pub(super) fn ui(ui: &mut Ui, names: f32, is_open: &mut bool, session: &Session, requests: &mut Requests) {
    let lived_with = &session.report().suppressed;
    let unneeded = check::unneeded(session.workspace(), session.report());
    let parts = [("count.lived_with", lived_with.len()), ("count.unneeded", unneeded.len())];
    let title: Vec<String> =
        parts.iter().filter(|(_, number)| *number > 0).map(|(key, number)| counted(key, *number)).collect();
    if title.is_empty() {
        return;
    }
    let heading = fold(ui, *is_open, &title.join(" · "));
    if heading.clicked() {
        *is_open = !*is_open;
    }
    if *is_open {
        for (index, known) in lived_with.iter().enumerate() {
            ui.push_id(("lived with", index), |ui| row(ui, names, &Said::of(known), session, requests));
        }
        for (index, known) in unneeded.iter().enumerate() {
            ui.push_id(("unneeded", index), |ui| row(ui, names, &Said::in_vain(known), session, requests));
        }
        // The group ends the list: what it unfolds would lie below the edge.
        if heading.clicked() {
            ui.scroll_to_rect(heading.rect, Some(egui::Align::Min));
        }
    }
}

/// A row of the group.
struct Said<'a> {
    place: &'a Place,
    sentence: String,
    reason: &'a str,
    what: What<'a>,
}

/// What a row is about, and what its button does.
enum What<'a> {
    /// A finding that is there and may come back.
    Finding(&'a Finding),
    /// What is said of a finding that is no longer there.
    Vain(&'a Unneeded),
}

impl<'a> Said<'a> {
    fn of(known: &'a Suppressed) -> Self {
        let finding = known.finding.as_ref();
        let what = What::Finding(finding);
        Self { place: &finding.place, sentence: finding.message.clone(), reason: &known.reason, what }
    }

    fn in_vain(known: &'a Unneeded) -> Self {
        let guardrail = check::rule(&known.rule).map_or(known.rule.as_str(), |rule| rule.summary);
        let sentence = phrase("living.unneeded", &[("guardrail", guardrail)]);
        Self { place: &known.place, sentence, reason: &known.reason, what: What::Vain(known) }
    }

    /// What its button says.
    fn title(&self) -> &'static str {
        word(match self.what {
            What::Finding(_) => "living.bring_back",
            What::Vain(_) => "living.take_back",
        })
    }

    fn button(&self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        match self.what {
            What::Finding(finding) => bring_back(ui, finding, session, requests),
            What::Vain(known) => {
                if secondary(ui, word("living.take_back")).clicked() {
                    let place = names::place(self.place, session.workspace());
                    let edits = check::take_back(session.workspace(), known);
                    requests.edit(phrase("living.take_back_step", &[("place", &place)]), self.place.clone(), edits);
                }
            }
        }
    }
}

/// The button that makes the finding count again.
pub(super) fn bring_back(ui: &mut Ui, finding: &Finding, session: &Session, requests: &mut Requests) {
    if secondary(ui, word("living.bring_back")).clicked() {
        let place = names::place(&finding.place, session.workspace());
        let edits = check::bring_back(session.workspace(), finding);
        requests.edit(phrase("living.back_step", &[("place", &place)]), finding.place.clone(), edits);
    }
}

/// The heading that folds and unfolds.
fn fold(ui: &mut Ui, is_open: bool, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, text));
    let color = if response.hovered() || response.has_focus() { theme.accent } else { theme.muted };
    let icon = if is_open { Icon::ChevronDown } else { Icon::ChevronRight };
    let mark = egui::Rect::from_center_size(pos2(rect.left() + 16.0, rect.center().y), vec2(11.0, 11.0));
    icon.paint(ui.painter(), mark, color);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font(SMALL, Weight::SemiBold), color);
    ui.painter().galley(pos2(rect.left() + 28.0, rect.center().y - galley.size().y * 0.5), galley, color);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn row(ui: &mut Ui, names: f32, said: &Said<'_>, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let says = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let sentence = rich(&said.sentence, BODY, Weight::Regular).color(theme.muted);
        ui.add(Label::new(sentence).wrap().selectable(false));
        let reason = phrase("living.because", &[("reason", said.reason)]);
        ui.add(Label::new(rich(reason, SMALL, Weight::Regular).color(theme.faint)).wrap());
    };
    let shown = egui::Frame::new().inner_margin(margin(10)).show(ui, |ui| {
        let sign = |ui: &mut Ui| {
            drop(match said.what {
                What::Finding(finding) => severity_dot(ui, finding.severity),
                What::Vain(_) => to_do_dot(ui),
            });
        };
        let mut goes = false;
        let name = |ui: &mut Ui| {
            let name = names::place(said.place, session.workspace());
            let name = rich(name, BODY, Weight::SemiBold).color(theme.text);
            let name = ui.add(Label::new(name).truncate().selectable(false).sense(Sense::click()));
            goes = name.on_hover_cursor(egui::CursorIcon::PointingHand).clicked();
        };
        let width = button_wide(ui, said.title());
        set(ui, names, sign, name, says, (width, |ui: &mut Ui| said.button(ui, session, requests)));
        if goes {
            requests.push(Request::GoTo(said.place.clone()));
        }
    });
    rule(ui, shown.response.rect);
}
