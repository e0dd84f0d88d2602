//! Figures of everybody: who came in, how they left, what failed and why, and how other systems keep up.

use std::cmp::Reverse;

use egui::Ui;

use super::super::outcome;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{Tone, chip, hint_line, link};
use crate::designer::words::{phrase, word};
use crate::journey::{ActivityId, Place, grouped};
use crate::run::Reason;

/// Draws them; `is_other` where the server lets people in by another version than the one that is drawn.
pub fn ui(ui: &mut Ui, is_other: bool, session: &Session, requests: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 6.0;
    let seen = session.live().seen();
    if is_other {
        hint_line(ui, word("live.other_version"));
    }
    let counts = &seen.counts;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let says = |key: &str, number: i64| phrase(key, &[("n", &grouped(number))]);
        chip(ui, Tone::Accent, &says("live.entered", counts.entered));
        chip(ui, Tone::Accent, &says("live.inside_now", counts.inside()));
        for (reason, number) in &counts.ended {
            let (what, tone) = left(*reason, session);
            let said = phrase("live.so_many", &[("n", &grouped(*number)), ("what", what)]);
            chip(ui, tone, &said).on_hover_text(&said);
        }
    });
    if counts.is_empty() {
        hint_line(ui, word("live.nobody_yet"));
    }
    errors(ui, session, requests);
    endpoints(ui, session);
}

/// How people left, and whether that is good. Where steps failed, who came to the end may have got nothing on the way.
pub(super) fn left(reason: Reason, session: &Session) -> (&'static str, Tone) {
    let mut activities = session.live().seen().counts.activities.values();
    match reason {
        Reason::Completed if activities.any(|counts| counts.errors.values().any(|number| *number > 0)) => {
            (word("live.at_end"), Tone::Neutral)
        }
        Reason::Completed => (outcome::reason(reason), Tone::Good),
        Reason::Error => (outcome::reason(reason), Tone::Error),
        Reason::Discarded(_) | Reason::NoPath | Reason::InstanceTimedout => (outcome::reason(reason), Tone::Warning),
        _ => (outcome::reason(reason), Tone::Neutral),
    }
}

/// What failed, by step and cause; each leads to its step.
fn errors(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let Some(journey) = session.journey() else { return };
    let activities = &session.live().seen().counts.activities;
    let mut failed: Vec<(&ActivityId, Vec<(&str, i64)>)> = Vec::new();
    for (id, counts) in activities {
        let causes = counts.errors.iter().map(|(why, number)| (why.as_str(), *number));
        let mut causes: Vec<_> = causes.filter(|(_, number)| *number > 0).collect();
        causes.sort_by_key(|(_, number)| Reverse(*number));
        failed.extend((!causes.is_empty()).then_some((id, causes)));
    }
    if failed.is_empty() {
        return;
    }
    failed.sort_by_key(|(_, causes)| Reverse(causes.iter().map(|(_, number)| number).sum::<i64>()));
    title(ui, word("live.errors"));
    ui.spacing_mut().interact_size.y = 18.0;
    let theme = Theme::of(ui.ctx());
    for (activity, causes) in failed {
        ui.horizontal_wrapped(|ui| {
            let name = session.activity_name(&journey.id, activity).unwrap_or_else(|| activity.to_string());
            if link(ui, &name).clicked() {
                requests.push(Request::GoTo(Place::activity(&journey.id, activity)));
            }
            let said = causes.into_iter().map(|(why, number)| {
                phrase("live.so_many", &[("n", &grouped(number)), ("what", &outcome::cause(why))])
            });
            let said = said.collect::<Vec<_>>().join(", ");
            ui.label(rich(said, BODY, Weight::Regular).color(theme.err));
        });
    }
}

/// How other systems keep up.
fn endpoints(ui: &mut Ui, session: &Session) {
    let known = session.live().seen().endpoints.iter();
    let watched: Vec<_> = known.filter_map(|endpoint| Some((endpoint, endpoint.status?))).collect();
    if watched.is_empty() {
        return;
    }
    title(ui, word("live.endpoints"));
    for (endpoint, status) in watched {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let theme = Theme::of(ui.ctx());
            ui.label(rich(&endpoint.name, BODY, Weight::Medium).color(theme.text));
            let says =
                |key: &str, number: u64| phrase(key, &[("n", &grouped(i64::try_from(number).unwrap_or(i64::MAX)))]);
            chip(ui, Tone::Neutral, &says("live.sent", status.sent_last_minute));
            if status.waiting > 0 {
                chip(ui, Tone::Warning, &says("live.queued", status.waiting));
            }
            if status.capped > 0 {
                chip(ui, Tone::Error, &says("live.capped", status.capped));
            }
        });
    }
}

pub(super) fn title(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.add_space(2.0);
    ui.label(rich(text, SMALL, Weight::SemiBold).color(theme.muted));
}
