//! The shared action behind a call: its own fields, which other journeys see too, and what its endpoint takes.

use egui::Ui;

use crate::designer::fields::{Form, Subject};
use crate::designer::panels::inventory::action;
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{section, separator};
use crate::designer::words::{count, phrase, word};
use crate::edit::Edit;
use crate::edit::describe::grouped;
use crate::expression::title;
use crate::journey::{Action, ActionId, Authentication, Endpoint, Item, ItemRef, Kind, Place, Workspace};

pub(super) fn shared_action(
    ui: &mut Ui,
    session: &Session,
    action: Option<&ActionId>,
    focus: Option<&str>,
    requests: &mut Requests,
) {
    let workspace = session.workspace();
    let Some(action) = action.and_then(|id| workspace.inventory.get::<Action>(id)) else { return };
    separator(ui);
    section(
        ui,
        &phrase("inspector.shared_action", &[("uses", &count("inspector.journeys", journeys(workspace, &action.id)))]),
    );
    let mut draft = action.clone();
    let place = Place::item(ItemRef::Action(action.id.clone()));
    let subject = Subject { place, name: title::of_action(action).to_owned(), journey: None, activity: None };
    let mut form = Form::new(session, subject, focus, requests);
    action::call(&mut form, ui, &mut draft);
    form.other_findings(ui);
    form.finish(|| Edit::Put(Box::new(Item::Action(draft))));
    facts(ui, workspace, action);
}

fn journeys(workspace: &Workspace, action: &ActionId) -> usize {
    let calls = |kind: &Kind| matches!(kind, Kind::CustomAction(call) | Kind::Campaign(call) if call.action.as_ref() == Some(action));
    workspace.journeys.values().filter(|journey| journey.activities.iter().any(|step| calls(&step.kind))).count()
}

fn facts(ui: &mut Ui, workspace: &Workspace, action: &Action) {
    section(ui, word("limits.title"));
    let endpoint = action.endpoint.as_ref().and_then(|id| workspace.inventory.get::<Endpoint>(id));
    match endpoint {
        Some(endpoint) => {
            if let Some(cap) = &endpoint.cap {
                let period = if cap.period_ms == 1_000 {
                    word("limits.second").to_owned()
                } else {
                    phrase("limits.period", &[("n", &grouped(cap.period_ms))])
                };
                let mut text = phrase("limits.calls", &[("n", &grouped(cap.max_calls)), ("period", &period)]);
                if let Some(connections) = cap.max_connections {
                    text.push_str(&phrase("limits.connections", &[("n", &grouped(connections))]));
                }
                fact(ui, word("limits.cap"), &text);
            }
            if let Some(throttle) = &endpoint.throttle {
                let second = word("limits.second");
                let text = phrase("limits.calls", &[("n", &grouped(throttle.max_throughput)), ("period", second)]);
                fact(ui, word("limits.throttle"), &text);
            }
            if endpoint.cap.is_none() && endpoint.throttle.is_none() {
                fact(ui, &endpoint.name, word("limits.none"));
            }
        }
        None => fact(ui, word("limits.cap"), word("limits.none")),
    }
    let signs = match &action.authentication {
        Authentication::None => word("authentication.none"),
        Authentication::Basic { .. } => word("authentication.basic"),
        Authentication::ApiKey { .. } => word("authentication.api_key"),
        Authentication::Bearer(_) => word("authentication.bearer"),
        Authentication::Custom(_) => word("authentication.custom"),
    };
    fact(ui, word("limits.signs_in"), signs);
}

fn fact(ui: &mut Ui, name: &str, text: &str) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(theme::rich(name, theme::CONTROL, Weight::Regular).color(theme.muted));
        ui.label(theme::rich(text, theme::CONTROL, Weight::Regular));
    });
}
