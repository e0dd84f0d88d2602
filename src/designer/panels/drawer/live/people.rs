//! Who is inside and who left, the newest first; one of them is looked for by the id of their profile.

use egui::{Margin, Ui};

use super::super::test_run::controls;
use super::super::test_run::people::row;
use super::figures::left;
use crate::designer::live::{Live, Watch};
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::Theme;
use crate::designer::widgets::{Tone, hint_line, segmented};
use crate::designer::words::{count, phrase, word};
use crate::journey::{ActivityId, EnvironmentId, JourneyId, ProfileId};
use crate::run::Reason;
use crate::wire::{Instance, InstanceState};

/// Height of what stands above the list.
pub const HEAD: f32 = 84.0;

/// What is typed to look for somebody, and who is listed.
#[derive(Default)]
pub struct People {
    search: String,
    /// Whom the rows show, and of which list they are.
    rows: Vec<Instance>,
    of: Option<Listed>,
}

/// Which list it is: where, of which profile, in which state.
type Listed = (Option<EnvironmentId>, Option<ProfileId>, Option<InstanceState>);

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

    /// Draws the list. While the pointer is in it no row moves: nobody clicks on whom they did not mean.
    pub fn list(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let newer = self.take_note(session.live(), ui.rect_contains_pointer(ui.clip_rect()));
        rows(ui, &self.rows, session, requests);
        if newer > 0 {
            hint_line(ui, &count("live.newer", newer));
        }
    }

    /// What is known of those who are listed; how many came beside them, whom a held list does not show yet.
    fn take_note(&mut self, live: &Live, is_held: bool) -> usize {
        let (seen, wish) = (live.seen(), live.wish());
        let of = (live.environment().cloned(), wish.profile.clone(), wish.state);
        // Whose path is looked at stays on top, however many come in meanwhile.
        let chosen = seen.path.as_ref().map(|path| &path.instance);
        let chosen = chosen.filter(|known| wish.key.as_ref() == Some(&known.key));
        let others = seen.instances.iter().filter(|known| chosen.is_none_or(|chosen| chosen.key != known.key));
        let now: Vec<&Instance> = chosen.into_iter().chain(others).collect();
        if !is_held || self.rows.is_empty() || self.of.as_ref() != Some(&of) {
            (self.rows, self.of) = (now.into_iter().cloned().collect(), Some(of));
            return 0;
        }
        let mut newer = 0;
        for known in now {
            match self.rows.iter_mut().find(|row| row.key == known.key) {
                Some(row) => row.clone_from(known),
                None => newer += 1,
            }
        }
        newer
    }
}

fn rows(ui: &mut Ui, rows: &[Instance], session: &Session, requests: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let live = session.live();
    let seen = live.seen();
    if rows.is_empty() {
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
    for instance in rows {
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
    let (what, tone) = reason.map_or((word("live.ended"), Tone::Neutral), |reason| left(reason, session));
    (phrase("run.at", &[("what", what), ("time", &names::day_moment(ended, &zone))]), tone)
}
