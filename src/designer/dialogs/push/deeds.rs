//! In which state a journey is there, and what brings it into another one: a pause asks what becomes of people
//! meanwhile, what is final asks twice.

use egui::{Ui, vec2};
use jiff::tz::TimeZone;

use super::{PushDialog, Wish};
use crate::designer::names;
use crate::designer::theme::Theme;
use crate::designer::widgets::{
    Tone, chip, choice_entry, error_line, field, link, primary_if, secondary, section, text_field,
};
use crate::designer::words::{phrase, word};
use crate::journey::{LONGEST_PAUSE, Lifecycle};
use crate::push::Turn;
use crate::wire::{JourneyPause, PauseWish, PausedAction};

/// Something that is asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// How to pause: what becomes of people at actions, and the days as they are typed.
    Pause(PausedAction, String),
    /// Whether nobody is to come in any more.
    Close,
    /// Whether everybody is to leave.
    Stop,
}

impl Doubt {
    fn pause() -> Self {
        let PauseWish { at_actions, days } = PauseWish::default();
        Self::Pause(at_actions, days.to_string())
    }
}

/// What the state of a journey is called, as a chip with what is said of it.
pub fn state_chip(ui: &mut Ui, state: Lifecycle, said: &str) {
    let tone = match state {
        Lifecycle::Live => Tone::Good,
        Lifecycle::Paused => Tone::Warning,
        Lifecycle::Closed | Lifecycle::Stopped => Tone::Neutral,
    };
    chip(ui, tone, word(&format!("live.state.{}", state.word()))).on_hover_text(said);
}

/// What a state means for people; of a pause that is known also when it ends by itself.
pub fn state_said(state: Lifecycle, pause: Option<&JourneyPause>, zone: &TimeZone) -> String {
    let Some(pause) = pause.filter(|_| state == Lifecycle::Paused) else {
        return word(&format!("live.state.{}_what", state.word())).to_owned();
    };
    let key = match pause.at_actions {
        PausedAction::Hold => "pushing.pause_holds",
        PausedAction::Discard => "pushing.pause_discards",
    };
    phrase(key, &[("until", &names::long_moment(pause.until, zone))])
}

impl PushDialog {
    /// What can become of what runs there.
    pub(super) fn deeds(&mut self, ui: &mut Ui, state: Lifecycle, wish: &mut Option<Wish>) {
        let Some(mut doubt) = self.doubt.take() else { return self.offered(ui, state, wish) };
        let is_left = match &mut doubt {
            Doubt::Close => sure(ui, ("pushing.close_sure", "pushing.close_yes"), Turn::Close, wish),
            Doubt::Stop => sure(ui, ("pushing.stop_sure", "pushing.stop_yes"), Turn::Stop, wish),
            Doubt::Pause(at_actions, days) => pausing(ui, at_actions, days, wish),
        };
        self.doubt = (!is_left).then_some(doubt);
    }

    fn offered(&mut self, ui: &mut Ui, state: Lifecycle, wish: &mut Option<Wish>) {
        let deeds = [
            (Turn::Resume { despite: self.despite }, "pushing.go_on", "pushing.go_on_what"),
            (Turn::Pause(None), "pushing.pause", "pushing.pause_what"),
            (Turn::Close, "pushing.close", "pushing.close_what"),
            (Turn::Stop, "pushing.stop", "pushing.stop_what"),
        ];
        ui.horizontal(|ui| {
            for (turn, name, what) in deeds.into_iter().filter(|(turn, ..)| follows(state, turn.state())) {
                if secondary(ui, word(name)).on_hover_text(word(what)).clicked() {
                    match turn {
                        Turn::Pause(_) => self.doubt = Some(Doubt::pause()),
                        Turn::Close => self.doubt = Some(Doubt::Close),
                        Turn::Stop => self.doubt = Some(Doubt::Stop),
                        turn => *wish = Some(Wish::Bring(turn)),
                    }
                }
            }
        });
    }
}

/// Asks whether something final is meant; whether that is left.
fn sure(ui: &mut Ui, (asks, yes): (&str, &str), turn: Turn, wish: &mut Option<Wish>) -> bool {
    error_line(ui, word(asks));
    ui.horizontal(|ui| {
        if secondary(ui, word(yes)).clicked() {
            *wish = Some(Wish::Bring(turn));
        }
        link(ui, word("pushing.cancel")).clicked()
    })
    .inner
}

/// Asks how to pause; whether that is left.
fn pausing(ui: &mut Ui, at_actions: &mut PausedAction, days: &mut String, wish: &mut Option<Wish>) -> bool {
    let theme = Theme::of(ui.ctx());
    let frame = egui::Frame::new().stroke(egui::Stroke::new(1.0, theme.border)).corner_radius(8).inner_margin(12.0);
    let frame = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 8.0;
        section(ui, word("pushing.pause_ask"));
        for (choice, name, what) in [
            (PausedAction::Hold, "pushing.hold", "pushing.hold_what"),
            (PausedAction::Discard, "pushing.discard", "pushing.discard_what"),
        ] {
            if choice_entry(ui, *at_actions == choice, word(name), word(what)).clicked() {
                *at_actions = choice;
            }
        }
        let read = days.trim().parse().ok().filter(|days| (1..=LONGEST_PAUSE).contains(days));
        let said = phrase("pushing.pause_days_range", &[("most", &LONGEST_PAUSE.to_string())]);
        let wrong = read.is_none().then_some(said.as_str());
        ui.allocate_ui(vec2(240.0, 0.0), |ui| {
            field(ui, word("pushing.pause_days"), wrong, |ui| text_field(ui, days, ""));
        });
        ui.horizontal(|ui| {
            let yes = primary_if(ui, read.is_some(), word("pushing.pause_yes"));
            if let Some(days) = read.filter(|_| yes.clicked()) {
                *wish = Some(Wish::Bring(Turn::Pause(Some(PauseWish { at_actions: *at_actions, days }))));
            }
            link(ui, word("pushing.cancel")).clicked()
        })
        .inner
    });
    frame.inner
}

/// Whether a journey can be brought from one state into the other without another version.
fn follows(state: Lifecycle, to: Lifecycle) -> bool {
    match state {
        Lifecycle::Live | Lifecycle::Paused => to != state,
        Lifecycle::Closed => to == Lifecycle::Stopped,
        Lifecycle::Stopped => false,
    }
}
