//! What a scenario expects beside what came out, step against step.

use egui::accesskit::Role;
use egui::{Color32, CornerRadius, Frame, Margin, ScrollArea, Ui, WidgetInfo, vec2};

use super::ask::Ask;
use super::people;
use crate::designer::names;
use crate::designer::panels::drawer::outcome;
use crate::designer::rehearsal::Rehearse;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{primary, secondary};
use crate::designer::words::{phrase, word};
use crate::journey::{Journey, JourneyId};
use crate::simulate::expectation::Difference;
use crate::simulate::{Reason, Status, Step};

/// Draws every run that differs.
pub fn ui(ui: &mut Ui, session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let differences = session.rehearsal().differences();
    ui.horizontal_wrapped(|ui| {
        let name = session.rehearsal().scenario().map(|scenario| scenario.name.clone()).unwrap_or_default();
        let text = phrase("compare.title", &[("name", &name)]);
        ui.label(rich(text, BODY, Weight::SemiBold).color(theme.text));
        if primary(ui, word("compare.take")).on_hover_text(word("compare.take_what")).clicked() {
            requests.push(Request::Rehearse(Rehearse::TakeAsExpected));
            asks.push(Ask::Compare(false));
        }
        if secondary(ui, word("compare.back")).clicked() {
            asks.push(Ask::Compare(false));
        }
    });
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt("compare").auto_shrink([false, false]).show(ui, |ui| {
        for difference in differences {
            run(ui, difference, session);
            ui.add_space(8.0);
        }
    });
}

fn run(ui: &mut Ui, difference: &Difference, session: &Session) {
    let theme = Theme::of(ui.ctx());
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.label(rich(title(difference, session), BODY, Weight::SemiBold).color(theme.text));
    let journey = journey(difference.run, session);
    let half = (ui.available_width() - 8.0) * 0.5;
    columns(ui, half, (word("compare.expected"), theme.muted, None), (word("compare.actual"), theme.muted, None));
    for (expected, actual) in pairs(&difference.lines) {
        let is_alike = expected == actual;
        let old = expected.map(|line| told(line, journey.as_deref(), session)).unwrap_or_default();
        let new = actual.map(|line| told(line, journey.as_deref(), session)).unwrap_or_default();
        let (left, right) = match (is_alike, expected.is_some(), actual.is_some()) {
            (true, ..) => (None, None),
            (false, old, new) => (old.then_some(theme.err_soft), new.then_some(theme.ok_soft)),
        };
        let color = if is_alike { theme.muted } else { theme.text };
        columns(ui, half, (&old, color, left), (&new, color, right));
    }
}

fn title(difference: &Difference, session: &Session) -> String {
    let rehearsal = session.rehearsal();
    let expected = rehearsal.scenario().and_then(|scenario| scenario.expect.get(difference.run));
    let actual = rehearsal.trace().and_then(|trace| trace.runs.get(difference.run));
    let old = expected.map(|run| people::name(session, &run.profile));
    let new = actual.map(|run| people::name(session, &run.profile));
    match (old, new) {
        (Some(old), None) => phrase("compare.missing", &[("name", &old)]),
        (None, Some(new)) => phrase("compare.unexpected", &[("name", &new)]),
        (Some(old), Some(new)) if old != new => phrase("compare.instead", &[("old", &old), ("new", &new)]),
        (_, new) => phrase("compare.differs", &[("name", &new.unwrap_or_default())]),
    }
}

fn journey(run: usize, session: &Session) -> Option<std::sync::Arc<Journey>> {
    let rehearsal = session.rehearsal();
    let came: Option<&JourneyId> = rehearsal.trace().and_then(|trace| trace.runs.get(run)).map(|run| &run.journey);
    let expected = rehearsal.scenario().and_then(|scenario| scenario.expect.get(run)?.journey.as_ref());
    let own = rehearsal.scenario().map(|scenario| &scenario.journey);
    session.workspace().journeys.get(came.or(expected).or(own)?).cloned()
}

/// Lines of a difference side by side: what was taken out stands beside what came in its place.
fn pairs(lines: &[String]) -> Vec<(Option<&str>, Option<&str>)> {
    let mut pairs = Vec::new();
    let (mut old, mut new): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for line in lines {
        let Some((sign, text)) = line.split_at_checked(1) else { continue };
        match sign {
            "-" => old.push(text),
            "+" => new.push(text),
            _ => {
                beside(&mut old, &mut new, &mut pairs);
                pairs.push((Some(text), Some(text)));
            }
        }
    }
    beside(&mut old, &mut new, &mut pairs);
    pairs
}

fn beside<'l>(old: &mut Vec<&'l str>, new: &mut Vec<&'l str>, pairs: &mut Vec<(Option<&'l str>, Option<&'l str>)>) {
    for row in 0..old.len().max(new.len()) {
        pairs.push((old.get(row).copied(), new.get(row).copied()));
    }
    old.clear();
    new.clear();
}

/// A line of an expectation in the words of the window: when, which step, where the person went, what was sent.
fn told(line: &str, journey: Option<&Journey>, session: &Session) -> String {
    if let Some(reason) = line.strip_prefix("end ") {
        let reason = Reason::from_word(reason).map(outcome::reason).unwrap_or(reason);
        return phrase("compare.end", &[("reason", reason)]);
    }
    let Some((step, sent)) = Step::read_line(line) else { return line.to_owned() };
    let activity = journey.and_then(|journey| journey.activity(&step.activity));
    let name = activity.map_or_else(|| step.activity.to_string(), |known| names::activity(known, session.workspace()));
    let mut text = format!("{}  {name}", names::moment(step.at, &session.zone()));
    match (&step.branch, activity, step.port()) {
        (Some(_), Some(activity), Some(port)) => {
            text.push_str(&phrase("compare.way", &[("way", &names::port(activity, &port))]));
        }
        (Some(branch), ..) => text.push_str(&phrase("compare.way", &[("way", branch)])),
        (None, ..) if !matches!(step.status, Status::Transitions | Status::Ended) => {
            text = phrase("compare.status", &[("step", &text), ("how", outcome::status(step.status))]);
        }
        (None, ..) => {}
    }
    if let Some(sent) = sent {
        text.push('\n');
        text.push_str(sent);
    }
    text
}

type Cell<'t> = (&'t str, Color32, Option<Color32>);

fn columns(ui: &mut Ui, width: f32, left: Cell<'_>, right: Cell<'_>) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for (text, color, ground) in [left, right] {
            let frame = Frame::new()
                .fill(ground.unwrap_or(Color32::TRANSPARENT))
                .corner_radius(CornerRadius::same(5))
                .inner_margin(Margin::symmetric(8, 3));
            let response = frame
                .show(ui, |ui| {
                    ui.set_width(width - 16.0);
                    ui.set_min_size(vec2(width - 16.0, 16.0));
                    ui.add(egui::Label::new(rich(text, SMALL + 0.5, Weight::Regular).color(color)).wrap());
                })
                .response;
            response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, text));
        }
    });
}
