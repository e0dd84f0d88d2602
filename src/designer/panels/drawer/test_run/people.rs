//! Who takes part in the test run, and what became of each.

use egui::accesskit::Role;
use egui::{Align2, Sense, Ui, WidgetInfo, vec2};

use super::super::outcome;
use crate::designer::rehearsal::{Change, Rehearse};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, font, rich};
use crate::designer::words::word;
use crate::journey::ProfileId;

/// Draws the list.
pub fn ui(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let rehearsal = session.rehearsal();
    let Some(trace) = rehearsal.trace() else { return };
    for (index, run) in trace.runs.iter().enumerate() {
        let (text, tone) = outcome::of_run(run, session);
        let color = tone.colors(Theme::of(ui.ctx())).0;
        let mut name = name(session, &run.profile);
        if session.journey().is_none_or(|open| open.id != run.journey)
            && let Some(other) = session.workspace().journeys.get(&run.journey)
        {
            name = format!("{name} · {}", other.name);
        }
        if row(ui, &name, &text, color, index == rehearsal.chosen()) {
            requests.push(Request::Rehearse(Rehearse::Choose(index)));
        }
    }
    let Some(scenario) = rehearsal.scenario() else { return };
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

fn row(ui: &mut Ui, name: &str, text: &str, color: egui::Color32, is_chosen: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 42.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, format!("{name}: {text}")));
    if is_chosen {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.accent_soft);
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let face = rect.left_center() + vec2(20.0, 0.0);
    let ground = if is_chosen { theme.panel } else { theme.accent_soft };
    ui.painter().circle_filled(face, 13.0, ground);
    let letter: String = name.chars().take(1).collect();
    ui.painter().text(face, Align2::CENTER_CENTER, letter, font(BODY - 1.0, Weight::SemiBold), theme.accent);
    let painter = ui.painter().with_clip_rect(rect.with_max_x(rect.right() - 4.0));
    let at = rect.left_top() + vec2(40.0, 5.0);
    let line = |text: &str, font, color| {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(rect.right() - at.x - 6.0);
        painter.layout_job(job)
    };
    painter.galley(at, line(name, font(BODY, Weight::Medium), theme.text), theme.text);
    painter.galley(at + vec2(0.0, 17.0), line(text, font(SMALL, Weight::Regular), color), color);
    response.on_hover_text(text).clicked()
}
