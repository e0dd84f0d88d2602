//! What runs live: who is inside and who left, one person's path step by step, what fails, and how other systems keep
//! up. Only what was seen last is drawn; asking is somebody else's.

mod figures;
mod news;
mod people;

use egui::{Align, Layout, Rect, Stroke, Ui, UiBuilder};

use super::test_run::timeline::{self, Chosen};
use super::test_run::{controls, part, why};
use crate::designer::action::Action;
use crate::designer::dialogs::push::{state_chip, state_said};
use crate::designer::live::{Watch, servers};
use crate::designer::names;
use crate::designer::requests::{Make, Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{Tone, chip, hint_line, link, primary_if, secondary, secondary_if};
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::exchange::json;
use crate::journey::{Definition, EnvironmentId, JourneyId, Lifecycle};
use crate::simulate::Run;
use crate::watch::Standing;

/// So much room takes it to say whose times are told.
const TIMES: f32 = 230.0;
/// So much room the state of a journey takes beside its environment, and what changes it.
const BESIDE_PLACE: f32 = 134.0;

/// See the module.
#[derive(Default)]
pub struct LiveTab {
    people: people::People,
    /// The hash of the drawing, by what it was made for.
    drawn: Option<((u64, JourneyId), String)>,
    /// Whether the bar has room to say whose times are told; else it is said above them.
    tells_times: bool,
}

/// Whose times are told.
fn times(ui: &mut Ui, session: &Session) {
    let text = rich(phrase("live.times", &[("place", &names::zone(&session.zone()))]), SMALL, Weight::Regular);
    ui.label(text.color(Theme::of(ui.ctx()).muted)).on_hover_text(word("live.times_what"));
}

impl LiveTab {
    /// Draws which environment is looked at, and how the journey stands there, into the room beside the tabs.
    pub fn bar(&mut self, ui: &mut Ui, room: Rect, session: &Session, requests: &mut Requests) {
        let all: Vec<_> = servers(session.workspace()).collect();
        let live = session.live();
        let Some(chosen) = all.iter().find(|known| Some(&known.id) == live.environment()) else { return };
        let mut tells_times = false;
        let builder = UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center));
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            // The state and what changes it stay in view in a narrow bar, too.
            let width = (ui.available_width() - BESIDE_PLACE).clamp(90.0, 190.0);
            controls::pick(ui, word("live.where"), Some(&chosen.name), width, |ui| {
                for known in &all {
                    let id: &EnvironmentId = &known.id;
                    if controls::item(ui, Some(id) == live.environment(), &known.name) {
                        requests.push(Request::Watch(Watch::In(id.clone())));
                    }
                }
            });
            let seen = live.seen();
            if let Some(state) = seen.journey.as_ref().and_then(|journey| journey.status.state) {
                let pause = seen.journey.as_ref().and_then(|journey| journey.status.pause.as_ref());
                let state = Lifecycle::from(state);
                state_chip(ui, state, &state_said(state, pause, &session.zone()));
                if state != Lifecycle::Stopped
                    && link(ui, word("live.turn")).on_hover_text(word("live.turn_what")).clicked()
                {
                    requests.push(Request::Run(Action::Push));
                }
            }
            match &seen.standing {
                Standing::Silent(error) => {
                    chip(ui, Tone::Error, word("live.silent_short")).on_hover_text(error.to_string());
                }
                Standing::Answered if !seen.is_live => {
                    chip(ui, Tone::Warning, word("live.not_at_once")).on_hover_text(word("live.not_at_once_what"));
                }
                _ => {}
            }
            tells_times = seen.journey.is_some() && ui.available_width() > TIMES;
            if tells_times {
                times(ui, session);
            }
        });
        self.tells_times = tells_times;
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let live = session.live();
        let environment = servers(session.workspace()).find(|known| Some(&known.id) == live.environment());
        let Some(environment) = environment else {
            return state(ui, ("live.nowhere", "live.nowhere_what"), &[], |ui| {
                if secondary(ui, word("live.add_environment")).clicked() {
                    requests.push(Request::Make(Box::new(Make::open(NewItem::Environment))));
                }
            });
        };
        let seen = live.seen();
        let parts = [("name", environment.name.as_str()), ("url", environment.url.as_str())];
        match &seen.standing {
            Standing::Asked if seen.journey.is_none() => state(ui, ("live.asking", "live.asking_what"), &parts, |_| {}),
            Standing::NotPushed => state(ui, ("live.not_pushed", "live.not_pushed_what"), &parts, |_| {}),
            Standing::Silent(error) if seen.journey.is_none() => {
                let why = names::sentence(&error.in_short());
                let parts = [parts[0], parts[1], ("why", why.as_str())];
                state(ui, ("live.silent", "live.silent_what"), &parts, |_| {});
            }
            _ => self.shown(ui, session, requests),
        }
    }

    fn shown(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let all = ui.available_rect_before_wrap();
        let left = (all.width() * 0.26).clamp(190.0, 290.0);
        let right = (all.width() * 0.34).clamp(270.0, 380.0);
        let who = all.with_max_x(all.left() + left);
        let beside = all.with_min_x(all.right() - right);
        let middle = Rect::from_x_y_ranges(who.right()..=beside.left(), all.y_range());
        let theme = Theme::of(ui.ctx());
        for x in [who.right(), beside.left()] {
            ui.painter().vline(x, all.y_range(), Stroke::new(1.0, theme.border));
        }
        let (head, list) = who.split_top_bottom_at_y(who.top() + people::HEAD);
        ui.scope_builder(UiBuilder::new().max_rect(head), |ui| self.people.head(ui, session, requests));
        part(ui, list, "live who", |ui| self.people.list(ui, session, requests));
        let says_times = !self.tells_times;
        match session.live().run() {
            Some(run) => {
                part(ui, middle, "live path", |ui| {
                    if says_times {
                        times(ui, session);
                    }
                    walk(ui, run, session, requests);
                });
                part(ui, beside, "live why", |ui| why::ui(ui, run, session.live().step(), session));
            }
            None => {
                let note = self.other_version(session);
                part(ui, middle, "live figures", |ui| {
                    if says_times {
                        times(ui, session);
                    }
                    figures::ui(ui, note, session, requests);
                });
                part(ui, beside, "live news", |ui| news::ui(ui, session, requests));
            }
        }
    }

    /// Whether the server lets people in by another version than the one that is drawn.
    fn other_version(&mut self, session: &Session) -> bool {
        let Some(journey) = session.journey() else { return false };
        let key = (session.revision(), journey.id.clone());
        if self.drawn.as_ref().is_none_or(|(known, _)| *known != key) {
            let definition = Definition::of(session.workspace(), &journey.id);
            self.drawn = Some((key, definition.map(|definition| json::hash(&definition)).unwrap_or_default()));
        }
        let there = session.live().seen().journey.as_ref().and_then(|journey| journey.status.version.as_ref());
        there.is_some_and(|there| self.drawn.as_ref().is_some_and(|(_, drawn)| drawn != there))
    }
}

/// One person's path, with the way back to everybody.
fn walk(ui: &mut Ui, run: &Run, session: &Session, requests: &mut Requests) {
    let live = session.live();
    let (step, last) = (live.step(), run.steps.len().saturating_sub(1));
    if run.steps.is_empty() {
        hint_line(ui, &super::outcome::of_run(run, session).0);
    } else {
        // The key tells paths apart.
        let whose = live
            .wish()
            .key
            .iter()
            .flat_map(|key| key.bytes())
            .fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        if let Some(Chosen::Step(step)) = timeline::strip(ui, run, (whose, step), None, session) {
            requests.push(Request::Watch(Watch::Step(step)));
        }
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if secondary_if(ui, step > 0, word("test_run.back")).clicked() {
            requests.push(Request::Watch(Watch::Step(step.saturating_sub(1))));
        }
        if primary_if(ui, step < last, word("test_run.forward")).clicked() {
            requests.push(Request::Watch(Watch::Step(step + 1)));
        }
        let waits = live.wish().record;
        let replay = word(if waits { "live.replaying" } else { "live.replay" });
        if secondary_if(ui, !waits, replay).on_hover_text(word("live.replay_what")).clicked() {
            requests.push(Request::Watch(Watch::Replay));
        }
        if secondary(ui, word("live.everybody")).clicked() {
            requests.push(Request::Watch(Watch::At(None)));
        }
    });
    hint_line(ui, word("live.private"));
    if let Some(step) = run.steps.get(step) {
        let zone = session.zone();
        let moment = names::long_moment(step.at, &zone);
        let text = phrase("live.real_time", &[("time", &moment), ("place", &names::zone(&zone))]);
        let theme = Theme::of(ui.ctx());
        ui.add_space(4.0);
        ui.label(rich(text, SMALL + 0.5, Weight::Regular).color(theme.muted));
    }
}

/// A state in which there is nothing to show: what it is, and what to do.
fn state(ui: &mut Ui, (title, what): (&str, &str), parts: &[(&str, &str)], more: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui.ctx());
    egui::Frame::new().inner_margin(16.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(rich(phrase(title, parts), BODY, Weight::SemiBold).color(theme.text));
        ui.add(egui::Label::new(rich(phrase(what, parts), BODY, Weight::Regular).color(theme.muted)).wrap());
        ui.add_space(4.0);
        more(ui);
    });
}
