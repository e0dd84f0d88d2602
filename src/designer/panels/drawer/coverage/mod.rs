//! Coverage: which branches somebody can take and which nobody can, each with its proof; beside it the fewest test
//! people that were found who take all of them.

mod branches;
mod people;

use egui::{Label, ProgressBar, Stroke, Ui};

use super::test_run::part;
use crate::designer::covering::{Found, Uncover};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::widgets::{Tone, chip, hint_line, primary, secondary};
use crate::designer::words::{count, phrase, word};
use crate::simulate::cover::Covered;

/// Draws one frame.
pub fn ui(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let all = ui.available_rect_before_wrap();
    let found = session.journey().and_then(|journey| session.covering().found(&journey.id));
    let Some(found) = found else {
        part(ui, all, "coverage nothing", |ui| nothing_yet(ui, session, requests));
        return;
    };
    let theme = Theme::of(ui.ctx());
    let side = (all.width() * 0.36).clamp(280.0, 420.0);
    let beside = all.with_min_x(all.right() - side);
    ui.painter().vline(beside.left(), all.y_range(), Stroke::new(1.0, theme.border));
    part(ui, all.with_max_x(beside.left()), "coverage branches", |ui| branches::ui(ui, found, session, requests));
    part(ui, beside, "coverage people", |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        standing(ui, found, session, requests);
        people::ui(ui, found, session, requests);
    });
}

/// How many of how many branches are covered: "11/12".
pub fn tally(session: &Session) -> Option<String> {
    let found = session.covering().found(&session.journey()?.id)?;
    let coverage = &found.coverage;
    Some(format!("{}/{}", coverage.count(Covered::Covered), coverage.branches.len()))
}

fn nothing_yet(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    ui.spacing_mut().item_spacing.y = 6.0;
    if under_way(ui, session, requests) {
        return;
    }
    if let Some(error) = session.covering().study().error() {
        ui.label(rich(word("coverage.cannot"), BODY, Weight::SemiBold).color(theme.err));
        ui.add(Label::new(rich(error, BODY, Weight::Regular).color(theme.text)).wrap());
    } else {
        ui.label(rich(word("coverage.title"), BODY, Weight::SemiBold).color(theme.text));
        hint_line(ui, word("coverage.what"));
    }
    ui.add_space(4.0);
    if primary(ui, word("coverage.run")).clicked() {
        requests.push(Request::Uncover(Uncover::Run));
    }
}

/// How the coverage stands as a whole, and the way to make it anew.
fn standing(ui: &mut Ui, found: &Found, session: &Session, requests: &mut Requests) {
    if under_way(ui, session, requests) {
        return;
    }
    let coverage = &found.coverage;
    let covered = coverage.count(Covered::Covered);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let parts = [("n", covered.to_string()), ("all", coverage.branches.len().to_string())];
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        chip(ui, Tone::Good, &phrase("coverage.covered_of", &parts));
        let others = [
            (Covered::Impossible, "coverage.impossible", Tone::Error),
            (Covered::Open, "coverage.open", Tone::Warning),
        ];
        for (status, key, tone) in others {
            let number = coverage.count(status);
            if number > 0 {
                chip(ui, tone, &count(key, number));
            }
        }
        if session.covering().study().is_outdated() {
            chip(ui, Tone::Warning, word("volume.outdated")).on_hover_text(word("coverage.outdated_what"));
            if secondary(ui, word("coverage.again")).clicked() {
                requests.push(Request::Uncover(Uncover::Run));
            }
        }
    });
    hint_line(ui, &paths(found));
    for why in &coverage.reservations {
        hint_line(ui, &crate::designer::names::sentence(why));
    }
}

/// How many paths there are.
fn paths(found: &Found) -> String {
    let coverage = &found.coverage;
    let parts = [("n", coverage.paths.as_str()), ("drawn", coverage.drawn.as_str())];
    let key = match coverage.paths.as_str() {
        "unlimited" => "coverage.endless",
        _ if !coverage.reservations.is_empty() => "coverage.paths_at_most",
        paths if paths == coverage.drawn => "coverage.paths_all",
        _ => "coverage.paths_some",
    };
    phrase(key, &parts)
}

/// How far it is, with the way to give it up; true where one is under way.
fn under_way(ui: &mut Ui, session: &Session, requests: &mut Requests) -> bool {
    let Some((progress, _)) = session.covering().study().progress() else { return false };
    let theme = Theme::of(ui.ctx());
    ui.label(rich(word("coverage.running"), BODY, Weight::SemiBold).color(theme.text));
    let progress = progress.filter(|progress| progress.branches > 0);
    let share = progress.map_or(0.0, |progress| progress.decided as f32 / progress.branches as f32);
    ui.add(ProgressBar::new(share).desired_width(260.0).desired_height(6.0).fill(theme.accent));
    match progress {
        Some(progress) => {
            let parts = [("n", progress.decided.to_string()), ("all", progress.branches.to_string())];
            let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
            hint_line(ui, &phrase("coverage.decided", &parts));
        }
        None => drop(hint_line(ui, word("coverage.beginning"))),
    }
    if secondary(ui, word("volume.cancel")).clicked() {
        requests.push(Request::Uncover(Uncover::Cancel));
    }
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(250));
    true
}
