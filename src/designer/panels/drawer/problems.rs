//! The list of problems: where, what, and how to mend it.

mod cause;
pub(super) mod cells;
mod row;
mod unread;
mod users;

use std::collections::BTreeSet;

use egui::{Layout, Pos2, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use super::card::Card;
use super::lived;
use crate::check::{Finding, Severity};
use crate::designer::actions::Action;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, Theme, Weight, rich};
use crate::designer::widgets::{hint_line, secondary};
use crate::designer::words::{count as counted, phrase, word};
use crate::journey::Place;
use cause::{Cause, Key, causes};
use row::{Head, Said, Wish, Within, row};
use users::Users;

/// See the module.
#[derive(Default)]
pub struct Problems {
    explained: Option<Explained>,
    users: Users,
    /// The causes whose steps are listed.
    unfolded: BTreeSet<Key>,
    /// Whether the findings that somebody lives with are unfolded.
    lived_with: bool,
    /// How many rows were drawn in this frame.
    drawn: usize,
    /// What was mended last.
    mended: Option<Mended>,
}

/// What was mended by a click. Its row stays where it was until the pointer leaves it, so that a second click at the
/// same place mends nothing else.
struct Mended {
    /// How many rows are before it.
    at: usize,
    name: String,
    title: String,
    height: f32,
    finding: (&'static str, Place),
    /// Where the pointer was, and when.
    clicked: (Option<Pos2>, f64),
    /// Whether its row has gone: then only a double click is to be feared.
    is_left: bool,
}

/// Seconds and points within which a second click is the end of a double click.
const DOUBLE: (f64, f32) = (0.6, 4.0);
/// So many findings are looked at to say how wide their names are.
const MEASURED: usize = 200;

/// The card of a guardrail that is open.
struct Explained {
    card: Card,
    rule: String,
    /// Whether it is broken somewhere: its card goes when it no longer is. Who only looks it up keeps the card.
    is_broken: bool,
}

impl Problems {
    /// Shows the card of this guardrail.
    pub fn explain(&mut self, rule: &str) {
        self.explained = Some(Explained { card: Card::of(rule), rule: rule.to_owned(), is_broken: false });
    }

    /// Closes the card of what was mended.
    fn close_mended(&mut self, session: &Session) {
        let Some(explained) = &mut self.explained else { return };
        let suppressed = session.report().suppressed.iter().map(|known| known.finding.as_ref());
        let is_broken = session.findings().chain(suppressed).any(|finding| finding.rule == explained.rule);
        if explained.is_broken && !is_broken {
            self.explained = None;
        } else {
            explained.is_broken = is_broken;
        }
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        self.close_mended(session);
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
        let card = |ui: &mut Ui| self.explained.as_ref().is_some_and(|known| known.card.ui(ui, session, requests));
        if ui.scope_builder(UiBuilder::new().max_rect(right.shrink2(vec2(1.0, 0.0))), card).inner {
            self.explained = None;
        }
    }

    fn list(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        ScrollArea::vertical().id_salt("problems").auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            self.drawn = 0;
            let within = Within { session, names: self.names_width(ui, session), is_settling: self.is_settling(ui) };
            let to_dos: Vec<&Finding> = session.to_dos().collect();
            // What the person sees on the canvas comes before what other journeys have.
            let elsewhere = |found: &&Finding| session.is_elsewhere(&found.place);
            let (mut here, there): (Vec<&Finding>, Vec<&Finding>) = session.problems().partition(|it| !elsewhere(it));
            here.extend(there);
            let (problems, remarks): (Vec<&Finding>, Vec<&Finding>) =
                here.into_iter().partition(|found| found.severity != Severity::Info);
            let is_whole = !unread::ui(ui, within.names, session, requests);
            if problems.is_empty() && to_dos.is_empty() && is_whole {
                empty(ui, session, remarks.len());
            }
            mend_all(ui, session, requests);
            let parts = [(problems, ""), (to_dos, "count.to_fill_in"), (remarks, "count.remarks")];
            for (part, title) in parts {
                if !part.is_empty() && !title.is_empty() {
                    heading(ui, &counted(title, part.len()));
                }
                for (index, cause) in causes(&part, session.workspace()).into_iter().enumerate() {
                    ui.push_id((title, index, cause.first.rule), |ui| self.cause(ui, &cause, within, requests));
                }
            }
            // Where the last of them was mended, it was the last.
            self.keep_mended(ui, true, session);
            lived::ui(ui, within.names, &mut self.lived_with, session, requests);
        });
    }

    /// Whether a click would be the second one of a double click that has mended something.
    fn is_settling(&self, ui: &Ui) -> bool {
        let Some(Mended { clicked: (Some(place), time), .. }) = &self.mended else { return false };
        let (now, pointer) = ui.input(|input| (input.time, input.pointer.latest_pos()));
        now - time < DOUBLE.0 && pointer.is_some_and(|pointer| pointer.distance(*place) < DOUBLE.1)
    }

    /// Draws the row of what was mended, where it was: after so many others, or at the end of the list.
    fn keep_mended(&mut self, ui: &mut Ui, is_end: bool, session: &Session) {
        let drawn = self.drawn;
        let is_its_place = |mended: &&mut Mended| if is_end { mended.at >= drawn } else { mended.at == drawn };
        let Some(mended) = self.mended.as_mut().filter(|mended| !mended.is_left).filter(is_its_place) else { return };
        // What still stands there is not mended yet, or came back.
        if session.findings().any(|finding| (finding.rule, &finding.place) == (mended.finding.0, &mended.finding.1)) {
            mended.is_left = ui.input(|input| input.time) - mended.clicked.1 > DOUBLE.0;
        } else {
            mended.is_left = !row::mended(ui, &mended.name, &mended.title, mended.height);
        }
    }

    /// The width of the column of names: the widest has room, and what stands below it.
    fn names_width(&mut self, ui: &Ui, session: &Session) -> f32 {
        let mut widest: f32 = 0.0;
        for finding in session.findings().take(MEASURED) {
            let head = Head::of(finding, session, self.users_of(finding, session));
            let name = cells::name_wide(ui, &head.name, BODY, Weight::SemiBold);
            let below = cells::name_wide(ui, &head.where_else(finding), theme::SMALL, Weight::Regular);
            widest = widest.max(name).max(below);
        }
        cells::names_width(ui, widest)
    }

    /// The journeys that use the object in which the finding lies.
    fn users_of(&mut self, finding: &Finding, session: &Session) -> &[String] {
        match &finding.place {
            Place { journey: None, item: Some(item), .. } => self.users.of(item, session),
            _ => &[],
        }
    }

    /// The rows of one cause.
    fn cause(&mut self, ui: &mut Ui, cause: &Cause<'_>, within: Within<'_>, requests: &mut Requests) {
        let session = within.session;
        let mut head = Head::of(cause.first, session, self.users_of(cause.first, session));
        let Some(key) = cause.key.clone() else {
            self.row(ui, cause.first, &head, (within, true), requests);
            return;
        };
        let is_open = self.unfolded.contains(&key);
        let number = cause.all().count();
        if let Key::Rule(rule) = key {
            head = Head::of_rule(rule, cause, session);
            head.steps = Some((counted("count.places", number), is_open));
        } else {
            head.name = cause.object(session.workspace()).unwrap_or(head.name);
            head.steps = Some((counted("count.steps", number), is_open));
        }
        let is_mended_at_once = cause.is_mended_at_once();
        if self.row(ui, cause.first, &head, (within, is_mended_at_once), requests) {
            if is_open {
                self.unfolded.remove(&key)
            } else {
                self.unfolded.insert(key)
            };
        }
        if is_open {
            for (index, finding) in cause.all().enumerate() {
                let said = if cause.is_rule() { Said::Message } else { Said::Nothing };
                let head = Head { is_inner: true, said, ..Head::of(finding, session, &[]) };
                let offers = (within, !is_mended_at_once);
                ui.push_id(index, |ui| self.row(ui, finding, &head, offers, requests));
            }
        }
    }

    /// Whether what is below it is to be listed, or no longer.
    fn row(
        &mut self,
        ui: &mut Ui,
        finding: &Finding,
        head: &Head,
        offers: (Within<'_>, bool),
        requests: &mut Requests,
    ) -> bool {
        self.keep_mended(ui, false, offers.0.session);
        let (wish, place) = row(ui, finding, head, offers, requests);
        let at = self.drawn;
        self.drawn += 1;
        match wish {
            Some(Wish::Explain) => self.explain(finding.rule),
            Some(Wish::Fold) => return true,
            Some(Wish::Mended(title)) => {
                let clicked = ui.input(|input| (input.pointer.latest_pos(), input.time));
                let (name, finding) = (head.name.clone(), (finding.rule, finding.place.clone()));
                let height = place.height();
                self.mended = Some(Mended { at, name, title, height, finding, clicked, is_left: false });
            }
            None => {}
        }
        false
    }
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

fn empty(ui: &mut Ui, session: &Session, remarks: usize) {
    let theme = Theme::of(ui.ctx());
    let is_empty = session.journey().is_none_or(|journey| journey.activities.is_empty());
    let (title, text) = if is_empty {
        (word("problems.empty_title").to_owned(), word("problems.empty"))
    } else {
        (names::no_problems(remarks), word("problems.none_text"))
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
