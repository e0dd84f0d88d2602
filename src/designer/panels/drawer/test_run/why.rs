//! The step that is looked at: why the person went this way, and what was sent.

use egui::Ui;

use super::super::outcome;
use crate::designer::fields::{called, sent};
use crate::designer::mail::{self, WayOut};
use crate::designer::names;
use crate::designer::panels::inspector::latency::takes;
use crate::designer::session::Session;
use crate::designer::theme::{BODY, Theme, Weight, rich};
use crate::designer::words::{phrase, word};
use crate::journey::{Activity, Kind, Schema};
use crate::simulate::{Letter, Reason, Request as Call, Run, Status, Step};

/// Draws the step of this number.
pub fn ui(ui: &mut Ui, run: &Run, look: usize, session: &Session) {
    ui.spacing_mut().item_spacing.y = 4.0;
    if let Some(step) = run.steps.get(look) {
        reason(ui, run, step, session);
        for misfit in outcome::misfits(run, look) {
            warning(ui, word("why.misfit"), &names::sentence(&misfit.message));
        }
        if let Some(call) = &step.action {
            request(ui, call);
        }
        for letter in step.messages() {
            message(ui, letter, way_out(run, step, letter, session));
        }
        latency(ui, step, session);
        let is_last = look + 1 == run.steps.len();
        if is_last {
            ui.add_space(6.0);
            ending(ui, run, session);
        }
    } else {
        ending(ui, run, session);
    }
}

/// How it ended; of somebody who is still inside, where they are.
fn ending(ui: &mut Ui, run: &Run, session: &Session) {
    let (Reason::Running, Some(last)) = (run.end.reason, run.steps.last()) else {
        title(ui, word("why.end"));
        return text(ui, &outcome::ending(run, session));
    };
    title(ui, word("why.now"));
    let step = session.activity_name(&run.journey, &last.activity).unwrap_or_default();
    // They came there when the step before was left.
    let came = run.steps.iter().rev().find(|step| step.status != Status::Waiting).map_or(last.at, |before| before.at);
    let since = names::moment(came, &session.zone());
    text(ui, &phrase("why.now_at", &[("step", &step), ("since", &since)]));
}

fn reason(ui: &mut Ui, run: &Run, step: &Step, session: &Session) {
    title(ui, word("why.title"));
    let journey = session.workspace().journeys.get(&run.journey);
    let activity = journey.and_then(|journey| journey.activity(&step.activity));
    let way = activity.zip(step.port()).filter(|(activity, _)| activity.kind.ports().len() > 1);
    if let Some((activity, port)) = &way {
        text(ui, &phrase("why.way", &[("way", &names::port(activity, port))]));
    }
    match &step.because {
        Some(because) => text(ui, &names::sentence(&in_words(because, activity, session))),
        None if way.is_none() => text(ui, outcome::status(step.status)),
        None => {}
    }
}

/// What the trace says, with moments on the clock of the journey and fields by their titles.
fn in_words(because: &str, activity: Option<&Activity>, session: &Session) -> String {
    let mut said = names::moments_in(because, &session.zone());
    if let Some(Kind::UpdateProfile(update)) = activity.map(|activity| &activity.kind) {
        let inventory = &session.workspace().inventory;
        let schema = update.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
        let fields = schema.map(|schema| schema.fields.as_slice()).unwrap_or_default();
        for row in &update.fields {
            let name = format!("{} becomes ", called(&row.field, fields));
            said = said.replace(&format!("{} becomes ", row.field), &name);
        }
    }
    said
}

fn request(ui: &mut Ui, call: &Call) {
    title(ui, word("why.call"));
    sent::call(ui, call);
}

/// The line that the platform adds to what the step sends.
fn way_out<'s>(run: &Run, step: &Step, letter: &Letter, session: &'s Session) -> WayOut<'s> {
    let workspace = session.workspace();
    let activity = workspace.journeys.get(&run.journey).and_then(|journey| journey.activity(&step.activity));
    match activity.map(|activity| &activity.kind) {
        Some(Kind::Message(message)) => {
            let wording = message.wording_in(&letter.treatment, &letter.language);
            WayOut::of(message, &wording, &workspace.inventory)
        }
        _ => WayOut::default(),
    }
}

fn message(ui: &mut Ui, letter: &Letter, way_out: WayOut<'_>) {
    title(ui, word("why.message"));
    text(ui, &phrase("why.to", &[("channel", &letter.channel), ("to", &letter.to)]));
    // Mail programs show the HTML in place of the text.
    let body = if letter.html.is_empty() { letter.body.as_str() } else { "" };
    if !letter.subject.is_empty() || !body.is_empty() {
        let theme = Theme::of(ui.ctx());
        let frame = egui::Frame::new().fill(theme.well).stroke(egui::Stroke::new(1.0, theme.border));
        frame.corner_radius(8.0).inner_margin(10.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            if !letter.subject.is_empty() {
                ui.add(egui::Label::new(rich(&letter.subject, BODY, Weight::SemiBold).color(theme.text)).wrap());
            }
            if !body.is_empty() {
                text(ui, body);
                way_out.line(ui);
            }
        });
    }
    if !letter.html.is_empty() {
        mail::show(ui, &letter.html, way_out);
    }
}

/// What went well here and may not elsewhere.
fn warning(ui: &mut Ui, title: &str, said: &str) {
    let theme = *Theme::of(ui.ctx());
    egui::Frame::new().fill(theme.warn_soft).corner_radius(8.0).inner_margin(10.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(egui::Label::new(rich(title, BODY, Weight::SemiBold).color(theme.text)).wrap());
        ui.add(egui::Label::new(rich(said, BODY, Weight::Regular).color(theme.text)).wrap());
    });
}

/// How long it takes until what the step sends goes out, however the run went.
fn latency(ui: &mut Ui, step: &Step, session: &Session) {
    let Some(budget) = session.budget(&step.activity).filter(|_| step.messages().next().is_some()) else { return };
    title(ui, word("latency.title"));
    text(ui, &takes(budget));
}

fn title(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.label(rich(text, BODY, Weight::SemiBold).color(theme.text));
}

fn text(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.add(egui::Label::new(rich(text, BODY, Weight::Regular).color(theme.muted)).wrap());
}
