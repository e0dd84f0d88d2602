//! The test run: who takes part, what happens and what follows step by step in virtual time, and why.

mod answer;
mod ask;
mod compare;
pub(super) mod controls;
pub(super) mod decided;
mod happening;
mod happens;
mod payload;
pub(super) mod people;
mod saved;
pub(super) mod setup;
mod tell;
pub(super) mod timeline;
mod what_if;
pub(super) mod why;

use egui::{Context, Rect, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use crate::designer::actions::Action;
use crate::designer::rehearsal::Rehearse;
use crate::designer::requests::{Make, Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::{hint_line, primary, segmented};
use crate::designer::words::word;
use answer::AnswerForm;
use ask::{Ask, Decision};
use happening::HappeningForm;
use saved::NameForm;
use setup::Setup;
use what_if::WhatIf;

/// What the right part shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Beside {
    /// Why the path was taken, and what was sent.
    #[default]
    Why,
    /// What happens, in virtual time.
    Happens,
    /// Clock, answers, splits, chance.
    Setup,
}

/// A form over the window.
enum Form {
    Happening(HappeningForm),
    Answer(AnswerForm),
    Name(NameForm),
}

/// See the module.
#[derive(Default)]
pub struct TestRun {
    beside: Beside,
    setup: Setup,
    what_if: WhatIf,
    form: Option<Form>,
    compares: bool,
    played: f64,
    asks: Vec<Ask>,
}

impl TestRun {
    /// Whether a form waits for an answer.
    pub fn is_asking(&self) -> bool {
        self.form.is_some()
    }

    /// Draws the bar of the scenario into the room beside the tabs.
    pub fn bar(&mut self, ui: &mut Ui, rect: Rect, session: &Session, requests: &mut Requests) {
        if session.rehearsal().trace().is_some() {
            saved::bar(ui, rect, session, &mut self.asks, requests);
        }
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        self.play(ui, session, requests);
        if session.rehearsal().trace().is_none() {
            self.form = None;
            nothing_yet(ui, session, requests);
            return;
        }
        self.compares &= !session.rehearsal().differences().is_empty();
        let all = ui.available_rect_before_wrap();
        let left = (all.width() * 0.24).clamp(170.0, 260.0);
        let right = (all.width() * 0.36).clamp(290.0, 380.0);
        let who = all.with_max_x(all.left() + left);
        let beside = all.with_min_x(all.right() - right);
        let theme = Theme::of(ui.ctx());
        ui.painter().vline(who.right(), all.y_range(), Stroke::new(1.0, theme.border));
        let (list, more) = who.split_top_bottom_at_y(who.bottom() - 36.0);
        part(ui, list, "who", |ui| people::ui(ui, session, requests));
        ui.painter().hline(more.x_range(), more.top(), Stroke::new(1.0, theme.border));
        ui.scope_builder(UiBuilder::new().max_rect(more.shrink2(vec2(11.0, 8.0))), |ui| people::more(ui, requests));
        if self.compares {
            part(ui, all.with_min_x(who.right()), "compare", |ui| compare::ui(ui, session, &mut self.asks, requests));
        } else {
            ui.painter().vline(beside.left(), all.y_range(), Stroke::new(1.0, theme.border));
            let middle = Rect::from_x_y_ranges(who.right()..=beside.left(), all.y_range());
            part(ui, middle, "when", |ui| timeline::ui(ui, session, &mut self.asks, requests));
            self.beside(ui, beside, session, requests);
        }
        self.take_up(session);
        self.forms(ui.ctx(), session, requests);
    }

    fn beside(&mut self, ui: &mut Ui, rect: Rect, session: &Session, requests: &mut Requests) {
        let (head, below) = rect.split_top_bottom_at_y(rect.top() + 46.0);
        let choices = [
            (Beside::Why, word("test_run.why")),
            (Beside::Happens, word("test_run.happens")),
            (Beside::Setup, word("test_run.setup")),
        ];
        ui.scope_builder(UiBuilder::new().max_rect(head.shrink2(vec2(11.0, 8.0))), |ui| {
            segmented(ui, word("test_run.beside"), &mut self.beside, &choices);
        });
        match self.beside {
            Beside::Why => {
                let rehearsal = session.rehearsal();
                let Some(run) = rehearsal.run() else { return };
                let look = rehearsal.step();
                part(ui, below, "why", |ui| {
                    decided::why_not(ui, run, session, requests);
                    why::ui(ui, run, look, session);
                    self.what_if.ui(ui, run, look, session, requests);
                    decided::ui(ui, run, look, session, requests);
                });
            }
            Beside::Happens => {
                part(ui, below, "happens", |ui| happens::ui(ui, session, &mut self.asks, requests));
            }
            Beside::Setup => {
                part(ui, below, "setup", |ui| self.setup.ui(ui, session, &mut self.asks, requests));
            }
        }
    }

    /// What the parts asked for.
    fn take_up(&mut self, session: &Session) {
        let Some(scenario) = session.rehearsal().scenario() else { return };
        for ask in std::mem::take(&mut self.asks) {
            let form = match ask {
                Ask::AddHappening => Some(Form::Happening(HappeningForm::new(session))),
                Ask::EditHappening(index) => scenario
                    .happenings
                    .get(index)
                    .map(|happening| Form::Happening(HappeningForm::of(index, happening, session))),
                Ask::AddAnswer(from) => Some(Form::Answer(AnswerForm::new(from))),
                Ask::EditAnswer(index) => {
                    scenario.replies.get(index).map(|reply| Form::Answer(AnswerForm::of(index, reply)))
                }
                Ask::Name { rename } => Some(Form::Name(NameForm::new(rename, session))),
                Ask::Compare(compares) => {
                    self.compares = compares;
                    None
                }
            };
            if form.is_some() {
                self.form = form;
            }
        }
    }

    fn forms(&mut self, context: &Context, session: &Session, requests: &mut Requests) {
        let wish = match &mut self.form {
            Some(Form::Happening(form)) => form.ui(context, session).map(wish),
            Some(Form::Answer(form)) => form.ui(context, session).map(wish),
            Some(Form::Name(form)) => form.ui(context, session),
            None => None,
        };
        if let Some(wish) = wish {
            self.form = None;
            if let Some(wish) = wish {
                requests.push(Request::Rehearse(wish));
            }
        }
    }

    /// While it goes on by itself: one step every 0.9 seconds.
    fn play(&mut self, ui: &Ui, session: &Session, requests: &mut Requests) {
        const BEAT: f64 = 0.9;
        if !session.rehearsal().is_playing() {
            self.played = 0.0;
            return;
        }
        let now = ui.input(|input| input.time);
        if self.played == 0.0 {
            self.played = now;
        } else if now >= self.played + BEAT {
            self.played = now;
            requests.push(Request::Rehearse(Rehearse::Forward));
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(60));
    }
}

fn wish(decision: Decision) -> Option<Rehearse> {
    match decision {
        Decision::Leave => None,
        Decision::Change(change) => Some(Rehearse::Change(Box::new(change))),
    }
}

pub(super) fn part(ui: &mut Ui, rect: Rect, name: &str, content: impl FnOnce(&mut Ui)) {
    ui.scope_builder(UiBuilder::new().max_rect(rect.shrink2(vec2(1.0, 0.0))), |ui| {
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ScrollArea::vertical().id_salt(name).auto_shrink([false, false]).show(ui, |ui| {
            egui::Frame::new().inner_margin(egui::Margin { left: 10, right: 10, top: 8, bottom: 8 }).show(ui, content);
        });
    });
}

fn nothing_yet(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    egui::Frame::new().inner_margin(16.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        if let Some(error) = session.rehearsal().error() {
            ui.label(rich(word("test_run.cannot"), BODY, Weight::SemiBold).color(theme.err));
            ui.add(egui::Label::new(rich(error, BODY, Weight::Regular).color(theme.text)).wrap());
        } else {
            ui.label(rich(word("test_run.title"), BODY, Weight::SemiBold).color(theme.text));
            hint_line(ui, word("test_run.what"));
        }
        let is_nobody = !session.workspace().inventory.profiles.iter().any(|profile| profile.test_profile);
        if is_nobody {
            hint_line(ui, word("test_run.no_profiles"));
        }
        ui.add_space(4.0);
        if is_nobody {
            if primary(ui, word("test_run.new_person")).clicked() {
                requests.push(Request::Make(Box::new(Make::person())));
            }
        } else if primary(ui, word("command.test_run")).clicked() {
            requests.push(Request::Run(Action::TestRun));
        }
    });
}
