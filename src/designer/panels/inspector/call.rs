//! A call to another system: which action, and what its variables are filled with.

use egui::Ui;

use crate::designer::fields::{Form, Wanted};
use crate::designer::widgets::hint_line;
use crate::designer::words::word;
use crate::edit::new::NewItem;
use crate::expression::Expected;
use crate::journey::{Action, ActionCall, Binding, Destination, Journey, ValueType};

use super::paths::{failure, ways_of_failure};

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, call: &mut ActionCall, journey: &Journey, campaign: bool) {
    const OWNER: &str = "ActionCall";
    let fit = |action: &Action| (action.destination != Destination::ThirdParty) == campaign && !action.is_provider();
    form.reference::<Action>(
        ui,
        OWNER,
        "action",
        &mut call.action,
        fit,
        if campaign { NewItem::CampaignAction(Destination::CampaignV7) } else { NewItem::Action },
    );
    let action = call.action.as_ref().and_then(|id| form.workspace.inventory.get::<Action>(id));
    if !campaign || !call.path.is_empty() {
        form.expression(ui, OWNER, "path", &mut call.path, &Wanted { kind: Expected::Of(ValueType::String) });
        if call.path.is_empty() {
            hint_line(ui, word("action.path_hint"));
        }
    }
    let variables = action.map(variables).unwrap_or_default();
    if !variables.is_empty() || !call.values.is_empty() {
        form.mapping(ui, OWNER, "values", &mut call.values, &variables);
        if action.is_some() {
            let called: Vec<_> = variables.into_iter().map(|(key, label, _)| (key, label)).collect();
            form.call_preview(ui, call, &called);
        }
    }
    if !campaign || !call.additional_marketing_action.is_empty() {
        let hint = word("action.consent_hint");
        form.text_like(ui, (OWNER, "additional_marketing_action"), &mut call.additional_marketing_action, hint);
    }
    let ways = ways_of_failure(form);
    form.path(ui, OWNER, "error_path", &failure(&journey.properties), ways, &mut call.error_path);
}

/// Key, label and type of everything that a journey fills in.
fn variables(action: &Action) -> Vec<(String, String, Expected)> {
    let named = |prefix: &'static str, values: &[crate::journey::NamedValue]| {
        values
            .iter()
            .filter_map(|value| match &value.value {
                Binding::Variable(label) => {
                    Some((format!("{prefix}.{}", value.name), or(label, &value.name), Expected::Of(ValueType::String)))
                }
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let mut variables = named("header", &action.headers);
    variables.extend(named("query", &action.query));
    variables.extend(action.payload.iter().filter_map(|parameter| match &parameter.value {
        Binding::Variable(label) => {
            Some((format!("body.{}", parameter.path), or(label, &parameter.path), Expected::Of(parameter.kind)))
        }
        _ => None,
    }));
    variables
}

fn or(label: &str, name: &str) -> String {
    if label.trim().is_empty() { name.to_owned() } else { label.to_owned() }
}
