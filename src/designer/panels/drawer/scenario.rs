//! What the run begins with: seed, replies of other systems, splits that are not left to chance; and the
//! scenarios that were saved.

use egui::accesskit::Role;
use egui::{ComboBox, DragValue, Ui, WidgetInfo};

use crate::designer::names;
use crate::designer::rehearsal::{Change, Rehearse};
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{Tone, chip, hint_line, link, secondary, section};
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::journey::{ActionId, Answerer, Kind, Place, Port, Reply, Test};

/// See the module.
#[derive(Default)]
pub struct ScenarioForm {
    /// The name under which the run is being saved; shown beside the step that is looked at.
    pub name: Option<String>,
}

impl ScenarioForm {
    /// Draws the form.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        ui.spacing_mut().item_spacing.y = 4.0;
        saved(ui, session, requests);
        seed(ui, session, requests);
        replies(ui, session, requests);
        splits(ui, session, requests);
        ui.add_space(6.0);
        if secondary(ui, word("scenario.reset")).clicked() {
            requests.push(Request::Rehearse(Rehearse::Reset));
            requests.push(Request::Rehearse(Rehearse::Run));
        }
    }
}

fn replies(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let (Some(journey), Some(scenario)) = (session.journey(), session.rehearsal().scenario()) else { return };
    let mut actions: Vec<ActionId> = journey
        .activities
        .iter()
        .filter_map(|activity| match &activity.kind {
            Kind::CustomAction(call) | Kind::Campaign(call) => call.action.clone(),
            _ => None,
        })
        .collect();
    actions.sort();
    actions.dedup();
    if actions.is_empty() {
        return;
    }
    section(ui, word("scenario.replies"));
    const STATUSES: [u16; 6] = [200, 202, 400, 404, 429, 503];
    for action in actions {
        let Some(name) = session.workspace().inventory.get::<crate::journey::Action>(&action) else { continue };
        let from = Answerer::Action(action.clone());
        let known = scenario.replies.iter().position(|reply| reply.from == from && reply.profile.is_none());
        let status = known.and_then(|index| scenario.replies.get(index)).map(|reply| reply.status);
        ui.horizontal(|ui| {
            ui.label(rich(&name.name, BODY, Weight::Regular));
            let text = status.map_or_else(|| word("scenario.sample").to_owned(), |status| status.to_string());
            let shown = ComboBox::from_id_salt(("reply", action.as_str())).selected_text(text).show_ui(ui, |ui| {
                if ui.selectable_label(status.is_none(), word("scenario.sample")).clicked()
                    && let Some(index) = known
                {
                    change(requests, Change::RemoveReply(index));
                }
                for offered in STATUSES {
                    if ui.selectable_label(status == Some(offered), offered.to_string()).clicked() {
                        let reply = Reply {
                            from: from.clone(),
                            profile: None,
                            status: offered,
                            milliseconds: 0,
                            body: String::new(),
                            times: None,
                        };
                        change(requests, Change::Answer(reply));
                    }
                }
            });
            let name = phrase("scenario.reply_of", &[("name", &name.name)]);
            shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
        });
    }
}

fn change(requests: &mut Requests, change: Change) {
    requests.push(Request::Rehearse(Rehearse::Change(Box::new(change))));
}

fn saved(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let Some(journey) = session.journey() else { return };
    let own: Vec<_> =
        session.workspace().scenarios.values().filter(|scenario| scenario.journey == journey.id).collect();
    section(ui, word("scenario.saved"));
    if own.is_empty() {
        hint_line(ui, word("scenario.none"));
    }
    for scenario in own {
        ui.horizontal(|ui| {
            let verdict = session.rehearsal().verdicts().iter().find(|verdict| verdict.scenario == scenario.id);
            match verdict.map(|verdict| &verdict.outcome) {
                Some(Ok(differences)) if differences.is_empty() => drop(chip(ui, Tone::Good, word("scenario.passes"))),
                Some(Ok(differences)) => {
                    let lines: Vec<String> = differences
                        .iter()
                        .flat_map(|difference| std::iter::once(&difference.title).chain(&difference.lines))
                        .take(24)
                        .cloned()
                        .collect();
                    chip(ui, Tone::Error, &count("scenario.differences", differences.len()))
                        .on_hover_text(lines.join("\n"));
                }
                Some(Err(why)) => drop(chip(ui, Tone::Error, word("scenario.cannot")).on_hover_text(why)),
                None => {}
            }
            let is_loaded = session.rehearsal().loaded() == Some(&scenario.id);
            let weight = if is_loaded { Weight::SemiBold } else { Weight::Regular };
            if ui.selectable_label(is_loaded, rich(&scenario.name, BODY, weight).color(theme.text)).clicked() {
                requests.push(Request::Rehearse(Rehearse::Load(scenario.id.clone())));
            }
            if link(ui, word("common.delete")).clicked() {
                let name = phrase("undo.delete", &[("name", &scenario.name)]);
                let edits = vec![Edit::RemoveScenario(scenario.id.clone())];
                requests.edit(name, Place::journey(&journey.id), edits);
            }
        });
    }
}

fn seed(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let Some(scenario) = session.rehearsal().scenario() else { return };
    section(ui, word("scenario.chance"));
    let theme = Theme::of(ui.ctx());
    ui.horizontal(|ui| {
        let mut seed = scenario.seed;
        ui.label(rich(word("scenario.seed"), BODY, Weight::Regular).color(theme.muted));
        let field = ui.add(DragValue::new(&mut seed));
        field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, word("scenario.seed")));
        if seed != scenario.seed {
            change(requests, Change::Seed(seed));
        }
        ui.label(rich(word("scenario.seed_what"), SMALL, Weight::Regular).color(theme.faint));
    });
}

fn splits(ui: &mut Ui, session: &Session, requests: &mut Requests) {
    let (Some(journey), Some(scenario)) = (session.journey(), session.rehearsal().scenario()) else { return };
    for activity in &journey.activities {
        let Kind::Condition(condition) = &activity.kind else { continue };
        let Test::Split(paths) = &condition.test else { continue };
        let forced = scenario.forced.get(&activity.id);
        let name = names::activity(activity, session.workspace());
        ui.horizontal(|ui| {
            ui.label(rich(&name, BODY, Weight::Regular));
            let text = match forced {
                Some(branch) => names::port(activity, &Port::Branch(branch.clone())),
                None => word("scenario.by_chance").to_owned(),
            };
            let shown = ComboBox::from_id_salt(("split", activity.id.as_str())).selected_text(text).show_ui(ui, |ui| {
                if ui.selectable_label(forced.is_none(), word("scenario.by_chance")).clicked() {
                    change(requests, Change::Force(activity.id.clone(), None));
                }
                for path in paths {
                    let is_forced = forced == Some(&path.id);
                    let label = names::port(activity, &Port::Branch(path.id.clone()));
                    if ui.selectable_label(is_forced, label).clicked() {
                        change(requests, Change::Force(activity.id.clone(), Some(path.id.clone())));
                    }
                }
            });
            let name = phrase("scenario.way_of", &[("name", &name)]);
            shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
        });
    }
}
