//! Several things selected: how many, of which kinds, and what can be done with all of them.

use std::collections::BTreeMap;

use egui::Ui;

use crate::designer::actions::Action;
use crate::designer::fields::{Form, Subject};
use crate::designer::icons::Icon;
use crate::designer::names;
use crate::designer::requests::{Request, Requests, Selection};
use crate::designer::session::Session;
use crate::designer::theme::Theme;
use crate::designer::widgets::{heading, hint_line, link, secondary, section, tile};
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::journey::{Activity, ActivityId, ConnectionId, Duration, Journey, Kind, Place, Wait};

pub(super) fn ui(
    ui: &mut Ui,
    session: &Session,
    journey: &Journey,
    steps: &[ActivityId],
    wires: &[ConnectionId],
    requests: &mut Requests,
) {
    let steps: Vec<&Activity> = steps.iter().filter_map(|id| journey.activity(id)).collect();
    heading(ui, &count("several.steps", steps.len()));
    if !wires.is_empty() {
        hint_line(ui, &count("several.wires", wires.len()));
    }
    let mut kinds: BTreeMap<&str, Vec<&Activity>> = BTreeMap::new();
    for step in &steps {
        kinds.entry(names::kind(step, session.workspace())).or_default().push(step);
    }
    let theme = Theme::of(ui.ctx());
    for (word, of_kind) in &kinds {
        ui.horizontal(|ui| {
            tile(ui, Icon::of(&of_kind[0].kind), theme.family(of_kind[0].kind.family()), 24.0);
            let text = phrase("several.of_kind", &[("n", &of_kind.len().to_string()), ("kind", word)]);
            if kinds.len() > 1 && link(ui, &text).clicked() {
                let activities = of_kind.iter().map(|step| step.id.clone()).collect();
                requests.push(Request::Select(Selection { activities, connections: Vec::new() }));
            } else if kinds.len() == 1 {
                ui.label(text);
            }
        });
    }
    shared(ui, session, journey, &steps, requests);
    section(ui, word("several.do"));
    ui.horizontal_wrapped(|ui| {
        let actions = [
            (Action::Tidy, "several.tidy"),
            (Action::Duplicate, "several.duplicate"),
            (Action::KeepFragment, "command.keep_fragment"),
            (Action::Delete, "several.delete"),
        ];
        for (action, key) in actions {
            if secondary(ui, word(key)).clicked() {
                requests.push(Request::Run(action));
            }
        }
    });
    section(ui, word("several.list"));
    for step in steps {
        if link(ui, &names::activity(step, session.workspace())).clicked() {
            requests.push(Request::Select(Selection::activity(&step.id)));
        }
    }
}

/// What all of them have: a failure path, a length of time.
fn shared(ui: &mut Ui, session: &Session, journey: &Journey, steps: &[&Activity], requests: &mut Requests) {
    let subject = Subject {
        place: Place::journey(&journey.id),
        name: count("several.steps", steps.len()),
        journey: Some(journey),
        activity: None,
    };
    let mut drafts: Vec<Activity> = steps.iter().map(|step| (*step).clone()).collect();
    let mut form = Form::quiet(session, subject, requests);
    if drafts.iter().all(|step| step.kind.error_path().is_some()) && !drafts.is_empty() {
        let all = drafts.iter().all(|step| step.kind.error_path() == Some(true));
        let mut now = all;
        let ways = super::paths::ways_of_failure(&form);
        form.path(ui, "Message", "error_path", word("several.fails"), ways, &mut now);
        if now != all {
            drafts.iter_mut().for_each(|step| set_error_path(&mut step.kind, now));
        }
    }
    if !drafts.is_empty() && drafts.iter().all(|step| matches!(step.kind, Kind::Wait(Wait::Duration(_)))) {
        let first = drafts.iter().find_map(|step| match step.kind {
            Kind::Wait(Wait::Duration(length)) => Some(length),
            _ => None,
        });
        let mut length = first.unwrap_or(Duration::default());
        form.duration(ui, "Wait", "Duration", &mut length);
        if Some(length) != first {
            drafts.iter_mut().for_each(|step| step.kind = Kind::Wait(Wait::Duration(length)));
        }
    }
    let edits =
        drafts.into_iter().map(|step| Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(step) });
    form.finish_all(edits.collect());
}

fn set_error_path(kind: &mut Kind, on: bool) {
    match kind {
        Kind::Condition(condition) => condition.error_path = on,
        Kind::Jump(jump) => jump.error_path = on,
        Kind::Message(message) => message.error_path = on,
        Kind::MultiAction(multi) => multi.error_path = on,
        Kind::CustomAction(call) | Kind::Campaign(call) => call.error_path = on,
        Kind::UpdateProfile(update) => update.error_path = on,
        _ => {}
    }
}
