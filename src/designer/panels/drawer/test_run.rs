//! The test run: who takes part, what happened step by step, and why.

use egui::{Rect, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use super::fire::Fire;
use super::scenario::ScenarioForm;
use super::{profiles, timeline, why};
use crate::designer::actions::Action;
use crate::designer::rehearsal::Rehearse;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::{hint_line, primary, segmented};
use crate::designer::words::word;

/// What the right part shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// Why the path was taken, and what was sent.
    #[default]
    Why,
    /// An event to fire.
    Fire,
    /// Replies, seed, splits, saved scenarios.
    Scenario,
}

/// See the module.
#[derive(Default)]
pub struct TestRun {
    beside: Beside,
    fire: Fire,
    scenario: ScenarioForm,
    played: f64,
}

impl TestRun {
    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        self.play(ui, session, requests);
        let rehearsal = session.rehearsal();
        if rehearsal.trace().is_none() {
            nothing_yet(ui, session, requests);
            return;
        }
        let all = ui.available_rect_before_wrap();
        let left = (all.width() * 0.24).clamp(180.0, 260.0);
        let right = (all.width() * 0.34).clamp(270.0, 360.0);
        let who = all.with_max_x(all.left() + left);
        let beside = all.with_min_x(all.right() - right);
        let middle = Rect::from_x_y_ranges(who.right()..=beside.left(), all.y_range());
        let theme = Theme::of(ui.ctx());
        for x in [who.right(), beside.left()] {
            ui.painter().vline(x, all.y_range(), Stroke::new(1.0, theme.border));
        }
        part(ui, who, "who", |ui| profiles::ui(ui, session, requests));
        part(ui, middle, "when", |ui| timeline::ui(ui, session, requests));
        part(ui, beside, "why", |ui| {
            let choices = [
                (Beside::Why, word("test_run.why")),
                (Beside::Fire, word("test_run.fire")),
                (Beside::Scenario, word("test_run.scenario")),
            ];
            segmented(ui, word("test_run.beside"), &mut self.beside, &choices);
            ui.add_space(4.0);
            match self.beside {
                Beside::Why => why::ui(ui, session, &mut self.scenario.name, requests),
                Beside::Fire => self.fire.ui(ui, session, &mut self.beside, requests),
                Beside::Scenario => self.scenario.ui(ui, session, requests),
            }
        });
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

fn part(ui: &mut Ui, rect: Rect, name: &str, content: impl FnOnce(&mut Ui)) {
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
        if session.workspace().inventory.profiles.is_empty() {
            hint_line(ui, word("test_run.no_profiles"));
        }
        ui.add_space(4.0);
        if primary(ui, word("command.test_run")).clicked() {
            requests.push(Request::Run(Action::TestRun));
        }
    });
}
