//! Where the way of a run was decided, each with a way to that moment; and of a selected step that the person never came
//! to, why not.

use egui::accesskit::Role;
use egui::{Label, Sense, Ui, WidgetInfo, vec2};

use super::super::outcome;
use crate::designer::clock::Clock;
use crate::designer::names;
use crate::designer::rehearsal::Rehearse;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, font, one_line, rich};
use crate::designer::widgets::{link, section};
use crate::designer::words::{phrase, word};
use crate::journey::{ActivityId, Journey, Port};
use crate::simulate::{Parting, Run, decisions, parting};

/// Draws every decision of the run.
pub fn ui(ui: &mut Ui, run: &Run, look: usize, session: &Session, requests: &mut Requests) {
    let Some(journey) = session.workspace().journeys.get(&run.journey) else { return };
    let decided = decisions(journey, run);
    if decided.is_empty() {
        return;
    }
    ui.add_space(4.0);
    section(ui, word("decided.title"));
    ui.spacing_mut().item_spacing.y = 1.0;
    let clock = Clock::of(run, session.zone());
    for number in decided {
        let Some((step, taken)) = run.steps.get(number).and_then(|step| Some((step, step.port()?))) else { continue };
        let way = way(journey, &step.activity, &taken, session);
        if row(ui, &clock.at(step.at), &way, number == look) {
            requests.push(Request::Rehearse(Rehearse::Look(number)));
        }
    }
}

/// "Is it worth a text? → gold member".
pub fn way(journey: &Journey, activity: &ActivityId, port: &Port, session: &Session) -> String {
    let Some(found) = journey.activity(activity) else { return activity.to_string() };
    let (step, way) = (names::activity(found, session.workspace()), names::port(found, port));
    phrase("coverage.branch", &[("step", &step), ("way", &way)])
}

/// Of the step that is selected on the canvas: why this person never came there; nothing where they did.
pub fn why_not(ui: &mut Ui, run: &Run, session: &Session, requests: &mut Requests) {
    let Some(target) = session.selection().single() else { return };
    let Some(journey) = session.workspace().journeys.get(&run.journey) else { return };
    let Some(missed) = journey.activity(target).and_then(|_| parting(journey, run, target)) else { return };
    let theme = Theme::of(ui.ctx());
    let name = session.activity_name(&run.journey, target).unwrap_or_default();
    let person = super::people::name(session, &run.profile);
    egui::Frame::new().fill(theme.warn_soft).corner_radius(8.0).inner_margin(10.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        let title = phrase("decided.why_not", &[("person", &person), ("step", &name)]);
        ui.add(Label::new(rich(title, BODY, Weight::SemiBold).color(theme.text)).wrap());
        let says = |ui: &mut Ui, text: &str| {
            ui.add(Label::new(rich(text, BODY, Weight::Regular).color(theme.text)).wrap());
        };
        let number = match &missed {
            Parting::Turned { step, ways } => {
                turned(ui, journey, run, (*step, ways), session);
                Some(*step)
            }
            Parting::Stopped { step } => {
                let at = run.steps.get(*step).and_then(|step| session.activity_name(&run.journey, &step.activity));
                let end = outcome::ending(run, session);
                says(ui, &phrase("decided.stopped", &[("step", &at.unwrap_or_default()), ("end", &end)]));
                Some(*step)
            }
            Parting::Never => {
                says(ui, &phrase("decided.never", &[("end", &outcome::ending(run, session))]));
                None
            }
        };
        if let Some(number) = number
            && link(ui, word("decided.show")).clicked()
        {
            requests.push(Request::Rehearse(Rehearse::Look(number)));
        }
    });
    ui.add_space(4.0);
}

/// Another way was taken: which one and why, and which would have led there.
fn turned(ui: &mut Ui, journey: &Journey, run: &Run, (number, ways): (usize, &[Port]), session: &Session) {
    let Some((step, taken)) = run.steps.get(number).and_then(|step| Some((step, step.port()?))) else { return };
    let Some(activity) = journey.activity(&step.activity) else { return };
    let theme = Theme::of(ui.ctx());
    let needed = ways.iter().map(|port| format!("“{}”", names::port(activity, port))).collect::<Vec<_>>();
    let because = step.because.as_deref().map(|because| names::moments_in(because, &session.zone()));
    let parts = [
        ("step", names::activity(activity, session.workspace())),
        ("taken", names::port(activity, &taken)),
        ("needed", needed.join(word("decided.or"))),
        ("time", names::day_moment(step.at, &session.zone())),
    ];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut says = |text: &str| ui.add(Label::new(rich(text, BODY, Weight::Regular).color(theme.text)).wrap());
    says(&phrase("decided.turned", &parts));
    if let Some(because) = because {
        says(&names::sentence(&because));
    }
}

fn row(ui: &mut Ui, time: &str, way: &str, is_now: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 38.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_now, format!("{way}, {time}")));
    if is_now || response.hovered() || response.has_focus() {
        let ground = if is_now { theme.accent_soft } else { theme.hover };
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, ground);
    }
    let room = rect.width() - 16.0;
    let upper = ui.painter().layout_job(one_line(way, font(BODY, Weight::Medium), theme.text, room));
    ui.painter().galley(rect.min + vec2(8.0, 3.0), upper, theme.text);
    let at = rect.min + vec2(8.0, 20.0);
    ui.painter().text(at, egui::Align2::LEFT_TOP, time, font(SMALL, Weight::Regular), theme.muted);
    response.on_hover_text(way).clicked()
}
