//! Who takes part in the test run, and what became of each.

use egui::accesskit::Role;
use egui::style::ScrollAnimation;
use egui::{Align2, Rect, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::super::outcome;
use super::controls;
use crate::designer::fields::{Mark, mark_button};
use crate::designer::rehearsal::{Change, Rehearse};
use crate::designer::requests::{Make, Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, font, rich};
use crate::designer::widgets::link;
use crate::designer::words::{phrase, word};
use crate::journey::{ItemRef, ProfileId};

/// Whom something concerns: everybody, or one of the test people.
pub fn choose(ui: &mut Ui, label: &str, session: &Session, chosen: &mut Option<ProfileId>) {
    let known = chosen.as_ref().map(|profile| name(session, profile));
    let shown = known.unwrap_or_else(|| word("happens.everybody").to_owned());
    controls::choose(ui, label, Some(&shown), |ui| {
        if controls::item(ui, chosen.is_none(), word("happens.everybody")) {
            *chosen = None;
        }
        for profile in session.workspace().inventory.profiles.iter().filter(|profile| profile.test_profile) {
            if controls::item(ui, chosen.as_ref() == Some(&profile.id), &profile.name) {
                *chosen = Some(profile.id.clone());
            }
        }
    });
}

/// Draws the list.
pub fn ui(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let rehearsal = session.rehearsal();
    let Some(trace) = rehearsal.trace() else { return };
    // Brought into view when it is another one; then it may be scrolled away.
    let (seen, now) = (ui.scope_id().with("seen"), rehearsal.run().map(|run| run.profile.clone()));
    let comes_into_view = ui.data(|data| data.get_temp(seen)) != Some(now.clone());
    ui.data_mut(|data| data.insert_temp(seen, now));
    for (index, run) in trace.runs.iter().enumerate() {
        let (text, tone) = outcome::told(run, session);
        let color = tone.colors(Theme::of(ui.ctx())).0;
        let mut name = name(session, &run.profile);
        if session.journey().is_none_or(|open| open.id != run.journey)
            && let Some(other) = session.workspace().journeys.get(&run.journey)
        {
            name = format!("{name} · {}", other.name);
        }
        if let Some(id) = &run.supplemental {
            name = format!("{name} · {id}");
        }
        let own = |ui: &mut Ui| {
            let response = row(ui, &name, &text, color, index == rehearsal.chosen());
            if comes_into_view && index == rehearsal.chosen() {
                ui.scroll_to_rect_animation(response.rect, None, ScrollAnimation::none());
            }
            response
        };
        if ui.push_id(("run", index), |ui| person(ui, &run.profile, session, requests, own)).inner {
            requests.push(Request::Rehearse(Rehearse::Choose(index)));
        }
    }
    let Some(scenario) = rehearsal.scenario() else { return };
    for profile in scenario.profiles.iter().filter(|id| trace.runs.iter().all(|run| &run.profile != *id)) {
        let name = name(session, profile);
        let text = phrase("run.nothing", &[("name", &name)]);
        let color = Theme::of(ui.ctx()).muted;
        ui.push_id(("nobody", profile), |ui| {
            person(ui, profile, session, requests, |ui| row(ui, &name, &text, color, false))
        });
    }
    let rest: Vec<_> = session
        .workspace()
        .inventory
        .profiles
        .iter()
        .filter(|profile| profile.test_profile && !scenario.profiles.contains(&profile.id))
        .collect();
    if !rest.is_empty() || !scenario.profiles.is_empty() {
        ui.add_space(6.0);
        let theme = Theme::of(ui.ctx());
        egui::CollapsingHeader::new(rich(word("test_run.who"), SMALL, Weight::SemiBold).color(theme.muted))
            .id_salt("who takes part")
            .show(ui, |ui| choice(ui, session, requests));
    }
}

/// One more person, always in reach below the list.
pub fn more(ui: &mut Ui, requests: &mut Requests) {
    if link(ui, word("test_run.new_person")).clicked() {
        requests.push(Request::Make(Box::new(Make::person())));
    }
}

/// A row with a pencil at its right, which leads to what is known of the person; true where the row was clicked.
fn person(
    ui: &mut Ui,
    profile: &ProfileId,
    session: &Session,
    requests: &mut Requests,
    row: impl FnOnce(&mut Ui) -> egui::Response,
) -> bool {
    let response = row(ui);
    let place = Rect::from_center_size(response.rect.right_center() - vec2(15.0, 0.0), vec2(22.0, 22.0));
    let label = phrase("test_run.edit_person", &[("name", &name(session, profile))]);
    let pencil = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| mark_button(ui, Mark::Pencil, &label, true));
    if pencil.inner.clicked() {
        requests.push(Request::OpenItem(ItemRef::Profile(profile.clone())));
        return false;
    }
    response.clicked()
}

fn choice(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let Some(scenario) = session.rehearsal().scenario() else { return };
    for profile in session.workspace().inventory.profiles.iter().filter(|profile| profile.test_profile) {
        let mut takes_part = scenario.profiles.contains(&profile.id);
        if ui.checkbox(&mut takes_part, rich(&profile.name, BODY, Weight::Regular)).changed() {
            let change = Change::TakesPart(profile.id.clone(), takes_part);
            requests.push(Request::Rehearse(Rehearse::Change(Box::new(change))));
        }
    }
}

/// What a test profile is called.
pub fn name(session: &Session, profile: &ProfileId) -> String {
    let found = session.workspace().inventory.profiles.iter().find(|known| &known.id == profile);
    found.map_or_else(|| profile.to_string(), |profile| profile.name.clone())
}

/// A person in a list: a face, a name, and what became of them.
pub fn row(ui: &mut Ui, name: &str, text: &str, color: egui::Color32, is_chosen: bool) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    // All that somebody got, as far as three lines hold it.
    let room = ui.available_width() - 40.0 - 34.0;
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font(SMALL, Weight::Regular), color, room);
    job.wrap.max_rows = 3;
    let told = ui.painter().layout_job(job);
    let height = (28.0 + told.size().y).max(42.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, format!("{name}: {text}")));
    if is_chosen {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.accent_soft);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let face = rect.left_top() + vec2(20.0, 21.0);
    let ground = if is_chosen { theme.panel } else { theme.accent_soft };
    ui.painter().circle_filled(face, 13.0, ground);
    let letter: String = name.chars().take(1).collect();
    ui.painter().text(face, Align2::CENTER_CENTER, letter, font(BODY - 1.0, Weight::SemiBold), theme.accent);
    let painter = ui.painter().with_clip_rect(rect.with_max_x(rect.right() - 4.0));
    let at = rect.left_top() + vec2(40.0, 5.0);
    let called = painter.layout_job(theme::one_line(name, font(BODY, Weight::Medium), theme.text, room));
    painter.galley(at, called, theme.text);
    painter.galley(at + vec2(0.0, 17.0), told, color);
    response.on_hover_text(text)
}
