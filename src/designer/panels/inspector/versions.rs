//! The versions of a journey, the newest first: what each differs in from the one before, which were published, and the
//! way back to one.

use egui::Ui;

use crate::designer::actions::Action;
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{Tone, chip, error_line, hint_line, link, quiet_link, secondary, section};
use crate::designer::words::{count, phrase, word};
use crate::edit::{Edit, version};
use crate::exchange::diff::{self, Differences};
use crate::journey::{ActivityId, Journey, Place, Version};

pub(super) fn ui(ui: &mut Ui, session: &Session, journey: &Journey, requests: &mut Requests) {
    if journey.activities.is_empty() {
        return;
    }
    section(ui, word("versions.title"));
    let versions: Vec<&Version> = session.workspace().versions_of(&journey.id).map(AsRef::as_ref).collect();
    let Some(latest) = versions.last() else {
        hint_line(ui, word("versions.none"));
        if secondary(ui, word("command.keep_version")).clicked() {
            requests.push(Request::Run(Action::KeepVersion));
        }
        return;
    };
    draft(ui, session, journey, latest, requests);
    let in_force = versions.iter().rposition(|version| version.published.is_some());
    for (at, version) in versions.iter().enumerate().rev() {
        ui.add_space(6.0);
        let state = match (version.published.is_some(), in_force) {
            (false, _) => State::Kept,
            (true, Some(force)) if force > at => State::Closed(versions[force].number),
            (true, _) => State::Published,
        };
        let before = at.checked_sub(1).and_then(|before| versions.get(before)).copied();
        row(ui, session, journey, (version, before), state, requests);
    }
    ui.add_space(4.0);
    hint_line(ui, word("versions.mark"));
}

/// What is drawn now: the next version.
fn draft(ui: &mut Ui, session: &Session, journey: &Journey, latest: &Version, requests: &mut Requests) {
    let number = (latest.number + 1).to_string();
    let inventory = &session.workspace().inventory;
    let found = diff::journeys((&latest.journey, &latest.inventory), (journey, inventory));
    title(ui, &phrase("versions.number", &[("n", &number)]), Tone::Neutral, word("versions.draft"), "");
    let since = phrase("versions.since", &[("n", &latest.number.to_string()), ("what", &said(&found))]);
    let line = if found.is_empty() { phrase("versions.same", &[("n", &latest.number.to_string())]) } else { since };
    let line = hint_line(ui, &line);
    detail(line, session, &found, &latest.journey, journey);
    if version::differs(session.workspace(), latest) && link(ui, word("command.keep_version")).clicked() {
        requests.push(Request::Run(Action::KeepVersion));
    }
}

/// How far a version has come, as far as somebody said so.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Kept,
    Published,
    /// Published, and a later one was published since.
    Closed(u32),
}

fn row(
    ui: &mut Ui,
    session: &Session,
    journey: &Journey,
    (version, before): (&Version, Option<&Version>),
    state: State,
    requests: &mut Requests,
) {
    let number = version.number.to_string();
    let (tone, chip) = match state {
        State::Kept => (Tone::Neutral, word("versions.kept")),
        State::Published => (Tone::Good, word("versions.published")),
        State::Closed(_) => (Tone::Neutral, word("versions.closed")),
    };
    let date = version.published.unwrap_or(version.kept);
    let date = date.to_zoned(session.zone()).strftime("%-d %b %Y").to_string();
    title(ui, &phrase("versions.number", &[("n", &number)]), tone, chip, &date);
    let found = before.map(|before| {
        let found = diff::journeys((&before.journey, &before.inventory), (&version.journey, &version.inventory));
        (before, found)
    });
    match &found {
        None => drop(hint_line(ui, &count("versions.first", version.journey.activities.len()))),
        Some((before, found)) if found.is_empty() => {
            hint_line(ui, &phrase("versions.same", &[("n", &before.number.to_string())]));
        }
        Some((before, found)) => {
            let line = phrase("versions.since", &[("n", &before.number.to_string()), ("what", &said(found))]);
            let line = hint_line(ui, &line);
            detail(line, session, found, &before.journey, &version.journey);
        }
    }
    if let State::Closed(by) = state {
        hint_line(ui, &phrase("versions.closed_by", &[("n", &by.to_string())]));
    }
    let file = session.files().version_file(&version.id());
    let is_damaged = file.is_some_and(|file| session.files().is_damaged(file));
    if is_damaged {
        error_line(ui, word("versions.damaged"));
    }
    ui.horizontal_wrapped(|ui| {
        let place = Place::journey(&journey.id).field("based_on");
        let named = |key: &str| phrase(key, &[("n", &number)]);
        // Of what could not be read whole nobody makes a draft.
        if !is_damaged && link(ui, word("versions.go_back")).accessible_name(named("versions.go_back_to")).clicked() {
            let edits = version::go_back(session.workspace(), &journey.id, version.number);
            requests.edit(named("versions.go_back_step"), place.clone(), edits);
        }
        let is_published = version.published.is_some();
        let (mark, name) = if is_published {
            ("versions.unmark", "versions.unmark_named")
        } else {
            ("versions.mark_it", "versions.mark_named")
        };
        if !is_damaged && quiet_link(ui, word(mark)).accessible_name(named(name)).clicked() {
            requests.push(Request::MarkPublished { version: version.number, published: !is_published });
        }
        let remove = !is_damaged
            && !is_published
            && quiet_link(ui, word("versions.remove")).accessible_name(named("versions.remove_named")).clicked();
        if remove {
            let edit = Edit::RemoveVersion { journey: journey.id.clone(), version: version.number };
            requests.edit(named("versions.remove_step"), place, vec![edit]);
        }
    });
}

fn title(ui: &mut Ui, name: &str, tone: Tone, state: &str, date: &str) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.label(theme::rich(name, theme::BODY, Weight::SemiBold).color(theme.text));
        chip(ui, tone, state);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(theme::rich(date, theme::SMALL, Weight::Regular).color(theme.muted));
        });
    });
}

/// "2 more steps, 1 changed, other lines".
fn said(found: &Differences) -> String {
    let mut parts = Vec::new();
    for (key, number) in [
        ("versions.added", found.added.len()),
        ("versions.removed", found.removed.len()),
        ("versions.changed", found.changed.len()),
    ] {
        parts.extend((number > 0).then(|| count(key, number)));
    }
    parts.extend(found.lines.then(|| word("versions.lines").to_owned()));
    parts.extend(found.properties.then(|| word("versions.properties").to_owned()));
    parts.extend((!found.objects.is_empty()).then(|| count("versions.objects", found.objects.len())));
    parts.join(", ")
}

/// Which steps and objects those are, for whoever points at the line.
fn detail(line: egui::Response, session: &Session, found: &Differences, was: &Journey, is: &Journey) {
    let name = |journey: &Journey, id: &ActivityId| {
        journey.activity(id).map_or_else(|| id.to_string(), |step| names::activity(step, session.workspace()))
    };
    let mut lines: Vec<String> = Vec::new();
    lines.extend(found.added.iter().map(|id| phrase("versions.more", &[("step", &name(is, id))])));
    lines.extend(found.removed.iter().map(|id| phrase("versions.less", &[("step", &name(was, id))])));
    lines.extend(found.changed.iter().map(|id| phrase("versions.other", &[("step", &name(is, id))])));
    lines.extend(found.objects.iter().map(|object| phrase("versions.other", &[("step", object)])));
    if !lines.is_empty() {
        line.on_hover_text(lines.join("\n"));
    }
}
