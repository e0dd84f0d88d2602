//! What the run begins with: the clock, chance, what other systems answer, splits that are not left to chance.

use egui::accesskit::Role;
use egui::{DragValue, Sense, Ui, WidgetInfo, vec2};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::ask::Ask;
use super::controls::{self, item};
use super::{saved, tell};
use crate::designer::names;
use crate::designer::rehearsal::{Change, Rehearse};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, font, one_line, rich};
use crate::designer::widgets::{error_line, field_label, link, section};
use crate::designer::words::{phrase, word};
use crate::journey::{Activity, Answerer, BranchId, DataSource, DataSourceKind, Kind, Optimization, Port};

const CLOCK: &str = "%Y-%m-%d %H:%M";

/// See the module.
#[derive(Default)]
pub struct Setup {
    /// Moments as they are being typed: of the start, of the end.
    typed: [Option<String>; 2],
}

impl Setup {
    /// Draws the form.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, asks: &mut Vec<Ask>, requests: &mut Requests) {
        ui.spacing_mut().item_spacing.y = 4.0;
        self.clock(ui, session, requests);
        answers(ui, session, asks);
        splits(ui, session, requests);
        seed(ui, session, requests);
        saved::standing(ui, session);
    }

    fn clock(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let Some(scenario) = session.rehearsal().scenario() else { return };
        let zone = session.zone();
        let [start, until] = &mut self.typed;
        if let Some(at) = moment(ui, word("setup.start"), scenario.start, &zone, start, None) {
            change(requests, Change::Start(at));
        }
        match scenario.until {
            Some(end) => {
                let at = moment(ui, word("setup.until"), end, &zone, until, Some(scenario.start));
                if let Some(at) = at {
                    change(requests, Change::Until(Some(at)));
                }
                if link(ui, word("setup.no_end")).clicked() {
                    change(requests, Change::Until(None));
                }
            }
            None => {
                ui.horizontal(|ui| {
                    label(ui, word("setup.until"));
                    controls::hint(ui, word("setup.days"));
                    if link(ui, word("setup.end_earlier")).clicked() {
                        let day = jiff::SignedDuration::from_hours(24);
                        change(requests, Change::Until(scenario.start.checked_add(day).ok()));
                    }
                });
            }
        }
    }
}

/// The label before a field on the same line.
pub fn label(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(76.0, theme::CONTROL_HEIGHT), Sense::hover());
    let at = rect.left_center();
    ui.painter().text(at, egui::Align2::LEFT_CENTER, text, font(BODY, Weight::Regular), theme.muted);
}

/// A moment of the journey's zone, written as day and time; the new one, once it can be read.
pub fn moment(
    ui: &mut Ui,
    label: &str,
    now: Timestamp,
    zone: &TimeZone,
    typed: &mut Option<String>,
    after: Option<Timestamp>,
) -> Option<Timestamp> {
    let mut text = typed.clone().unwrap_or_else(|| now.to_zoned(zone.clone()).strftime(CLOCK).to_string());
    let response = ui
        .horizontal(|ui| {
            self::label(ui, label);
            controls::line(ui, label, &mut text, word("setup.clock_hint"), ui.available_width() - 4.0)
        })
        .inner;
    let read = DateTime::strptime(CLOCK, text.trim()).ok().and_then(|date| zone.to_timestamp(date).ok());
    let read = read.filter(|at| after.is_none_or(|after| *at > after));
    if read.is_none() {
        error_line(ui, word(if after.is_some() { "setup.no_later" } else { "setup.no_moment" }));
    }
    *typed = response.has_focus().then_some(text);
    // Whole minutes are written; a start between them is only replaced by what somebody typed.
    read.filter(|_| response.changed())
}

/// Everybody who may answer a call of this journey.
fn answerers(session: &Session) -> Vec<Answerer> {
    let Some(journey) = session.journey() else { return Vec::new() };
    let mut found: Vec<Answerer> = Vec::new();
    for activity in &journey.activities {
        match &activity.kind {
            Kind::CustomAction(call) | Kind::Campaign(call) => found.extend(call.action.clone().map(Answerer::Action)),
            Kind::ContentDecision(decision) => found.extend(decision.policy.clone().map(Answerer::DecisionPolicy)),
            Kind::DatasetLookup(lookup) => found.extend(lookup.dataset.clone().map(Answerer::Dataset)),
            Kind::Message(_) | Kind::MultiAction(_) => found.push(Answerer::Message(activity.id.clone())),
            _ => {}
        }
    }
    let sources = session.workspace().inventory.data_sources.iter();
    let external = |source: &&DataSource| matches!(source.kind, DataSourceKind::External { .. });
    found.extend(sources.filter(external).map(|source| Answerer::DataSource(source.id.clone())));
    found.sort();
    found.dedup();
    found
}

fn answers(ui: &mut Ui, session: &Session, asks: &mut Vec<Ask>) {
    let Some(scenario) = session.rehearsal().scenario() else { return };
    let answerers = answerers(session);
    if answerers.is_empty() {
        return;
    }
    section(ui, word("answers.heading"));
    ui.spacing_mut().item_spacing.y = 1.0;
    for from in answerers {
        let name = tell::answerer(&from, session);
        let own: Vec<_> = scenario.replies.iter().enumerate().filter(|(_, reply)| reply.from == from).collect();
        if own.is_empty() {
            let usual = match from {
                Answerer::Message(_) => word("answers.sent"),
                Answerer::DecisionPolicy(_) => word("answers.as_chosen"),
                Answerer::Dataset(_) => word("answers.as_found"),
                _ => word("answers.as_declared"),
            };
            if answer(ui, &name, usual, false) {
                asks.push(Ask::AddAnswer(from.clone()));
            }
            continue;
        }
        for (index, reply) in own {
            if answer(ui, &name, &tell::reply(reply, session), true) {
                asks.push(Ask::EditAnswer(index));
            }
        }
        let more = phrase("answers.more", &[("name", &name)]);
        if link(ui, word("answers.more_short")).on_hover_text(more).clicked() {
            asks.push(Ask::AddAnswer(from));
        }
    }
}

/// One line: who, and what they answer; true where it was clicked.
fn answer(ui: &mut Ui, name: &str, text: &str, is_set: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, phrase("answers.row", &[("name", name), ("what", text)]))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let half = rect.width() * 0.52;
    let put = |text: &str, left: f32, width: f32, weight, color| {
        let galley = ui.painter().layout_job(one_line(text, font(BODY, weight), color, width - 8.0));
        let at = egui::pos2(left, rect.center().y - galley.size().y * 0.5);
        ui.painter().galley(at, galley, color);
    };
    put(name, rect.left() + 4.0, half, Weight::Regular, theme.text);
    let (weight, color) = if is_set { (Weight::Medium, theme.accent) } else { (Weight::Regular, theme.faint) };
    put(text, rect.left() + half + 4.0, rect.width() - half, weight, color);
    response.on_hover_text(word("answers.change")).clicked()
}

fn splits(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let (Some(journey), Some(scenario)) = (session.journey(), session.rehearsal().scenario()) else { return };
    let mut is_first = true;
    for activity in &journey.activities {
        let ways = ways(activity);
        if ways.is_empty() {
            continue;
        }
        if std::mem::take(&mut is_first) {
            section(ui, word("setup.splits"));
        }
        let forced = scenario.forced.get(&activity.id);
        let name = names::activity(activity, session.workspace());
        field_label(ui, &name);
        let shown = match forced {
            Some(branch) => {
                ways.iter().find(|(id, _)| id == branch).map_or_else(|| branch.to_string(), |way| way.1.clone())
            }
            None => word("setup.by_chance").to_owned(),
        };
        let label = phrase("setup.way_of", &[("name", &name)]);
        controls::pick(ui, &label, Some(&shown), ui.available_width(), |ui| {
            if item(ui, forced.is_none(), word("setup.by_chance")) {
                change(requests, Change::Force(activity.id.clone(), None));
            }
            for (id, text) in &ways {
                if item(ui, forced == Some(id), text) {
                    change(requests, Change::Force(activity.id.clone(), Some(id.clone())));
                }
            }
        });
    }
}

/// The ways between which chance decides at a step, each as people call it: paths, or contents of its message.
fn ways(activity: &Activity) -> Vec<(BranchId, String)> {
    if let Kind::Condition(condition) = &activity.kind {
        let paths = condition.test.shares().unwrap_or_default().iter();
        return paths.map(|path| (path.id.clone(), names::port(activity, &Port::Branch(path.id.clone())))).collect();
    }
    let experiment = activity.kind.messages().iter().find_map(|message| match &message.optimization {
        Some(Optimization::Experiment(experiment)) => Some(experiment),
        _ => None,
    });
    let shares = experiment.into_iter().flat_map(|experiment| experiment.shares().enumerate());
    shares
        .map(|(index, (id, label, _))| {
            let number = || phrase("optimization.number", &[("n", &(index + 1).to_string())]);
            (id.clone(), if label.trim().is_empty() { number() } else { label.to_owned() })
        })
        .collect()
}

fn seed(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let Some(scenario) = session.rehearsal().scenario() else { return };
    section(ui, word("setup.chance"));
    let theme = Theme::of(ui.ctx());
    ui.horizontal(|ui| {
        let mut seed = scenario.seed;
        ui.label(rich(word("setup.seed"), BODY, Weight::Regular).color(theme.muted));
        let field = ui.add(DragValue::new(&mut seed));
        field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, word("setup.seed")));
        if seed != scenario.seed {
            change(requests, Change::Seed(seed));
        }
        ui.label(rich(word("setup.seed_what"), SMALL, Weight::Regular).color(theme.faint));
    });
}

fn change(requests: &mut Requests, change: Change) {
    requests.push(Request::Rehearse(Rehearse::Change(Box::new(change))));
}
