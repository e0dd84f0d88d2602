//! Who is inside and who left, the newest first; one of them is looked for by the id of their profile.

use egui::{Margin, Ui};

use super::super::outcome;
use super::super::test_run::controls;
use super::super::test_run::people::row;
use crate::designer::live::Watch;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::Theme;
use crate::designer::widgets::{Tone, hint_line, segmented};
use crate::designer::words::{phrase, word};
use crate::journey::{ActivityId, JourneyId};
use crate::run::Reason;
use crate::wire::{Instance, InstanceState};

/// Height of what stands above the list.
pub const HEAD: f32 = 84.0;

/// What is typed to look for somebody.
#[derive(Default)]
pub struct People {
    search: String,
}

impl People {
    /// Draws the search and whom the list shows.
    pub fn head(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        egui::Frame::new().inner_margin(Margin { left: 10, right: 10, top: 8, bottom: 4 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            let width = ui.available_width();
            let name = word("live.search");
            if controls::line(ui, name, &mut self.search, word("live.search_hint"), width).changed() {
                requests.push(Request::Watch(Watch::Search(self.search.clone())));
            }
            let mut state = session.live().wish().state;
            let choices = [
                (None, word("live.all")),
                (Some(InstanceState::Inside), word("live.inside")),
                (Some(InstanceState::Ended), word("live.left")),
            ];
            if segmented(ui, word("live.whom"), &mut state, &choices).changed() {
                requests.push(Request::Watch(Watch::List(state)));
            }
        });
    }
}

/// Draws the list.
pub fn list(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let live = session.live();
    let seen = live.seen();
    if seen.instances.is_empty() && live.run().is_none() {
        let wish = live.wish();
        let key = match (&wish.profile, wish.state) {
            (Some(_), _) => "live.nobody_so",
            (None, None) => "live.nobody",
            (None, Some(InstanceState::Inside)) => "live.nobody_inside",
            (None, Some(InstanceState::Ended)) => "live.nobody_left",
        };
        hint_line(ui, word(key));
        return;
    }
    // Whose path is looked at stays on top, however many come in meanwhile.
    let chosen =
        seen.path.as_ref().map(|path| &path.instance).filter(|known| live.wish().key.as_ref() == Some(&known.key));
    let others = seen.instances.iter().filter(|known| chosen.is_none_or(|chosen| chosen.key != known.key));
    for instance in chosen.into_iter().chain(others) {
        let (text, tone) = told(instance, session);
        let color = tone.colors(Theme::of(ui.ctx())).0;
        let mut name = instance.profile.clone();
        if let Some(id) = &instance.supplemental {
            name = format!("{name} · {id}");
        }
        let is_chosen = live.wish().key.as_ref() == Some(&instance.key);
        let clicked = ui.push_id(&instance.key, |ui| row(ui, &name, &text, color, is_chosen)).inner.clicked();
        if clicked {
            let key = (!is_chosen).then(|| instance.key.clone());
            requests.push(Request::Watch(Watch::At(key)));
        }
    }
    if seen.has_more {
        hint_line(ui, word("live.more"));
    }
}

/// Where somebody is, or how they left.
fn told(instance: &Instance, session: &Session) -> (String, Tone) {
    let zone = session.zone();
    let journey = JourneyId(instance.journey.clone());
    let since = names::day_moment(instance.began, &zone);
    let Some(ended) = instance.ended else {
        let at = instance.waiting.first().map(|id| ActivityId(id.clone()));
        let step = at.and_then(|at| session.activity_name(&journey, &at)).unwrap_or_default();
        return (phrase("live.at", &[("step", &step), ("since", &since)]), Tone::Accent);
    };
    let reason = instance.reason.as_deref().and_then(Reason::from_word);
    let tone = match reason {
        Some(Reason::Completed) => Tone::Good,
        Some(Reason::Error) => Tone::Error,
        Some(Reason::NoPath | Reason::InstanceTimedout | Reason::Discarded(_)) => Tone::Warning,
        _ => Tone::Neutral,
    };
    let what = reason.map_or(word("live.ended"), outcome::reason);
    (phrase("run.at", &[("what", what), ("time", &names::day_moment(ended, &zone))]), tone)
}
