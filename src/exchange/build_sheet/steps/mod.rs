//! The part of the sheet that is drawn on the canvas: each activity with every field, in the order of the flow.

mod contents;
mod letter;
mod order;
mod rows;
mod trial;

use super::Sheet;
use super::page::Page;
use crate::journey::{Activity, ActivityId, Kind, Port, Test};

pub(super) use contents::moving_hosts;
pub(super) use order::flow_order;
pub(super) use rows::behaviour_name;

/// Every activity: a number, its fields, its texts, and where each path leads.
pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>) {
    for activity in &sheet.order {
        page.heading(3, &format!("{}. {}", sheet.number(&activity.id), sheet.label(activity)));
        page.fields(&rows::of(activity, sheet));
        contents::write(page, sheet, activity);
        paths(page, sheet, activity);
    }
}

/// Where each way out leads: a step by its number, or an end by its label.
fn paths(page: &mut Page, sheet: &Sheet<'_>, activity: &Activity) {
    let journey = &sheet.definition.journey;
    page.paragraph("Then:");
    for port in activity.kind.ports() {
        let name = port_name(&port, &activity.kind);
        let mut targets: Vec<&ActivityId> = journey.leaving(&activity.id, &port).map(|wire| &wire.to).collect();
        targets.sort_by_key(|id| sheet.number(id));
        let targets: Vec<String> = targets.into_iter().map(|id| sheet.step(id)).collect();
        if targets.is_empty() {
            let label = journey.ends.iter().find(|end| end.from == activity.id && end.port == port);
            let label = label.map_or_else(String::new, |end| format!(", labelled “{}”", end.label));
            page.item(&format!("{name}: End{label}"));
        } else {
            page.item(&format!("{name}: {}", targets.join(" and, in parallel, ")));
        }
    }
}

/// What a way out is called on the canvas; the paths of a condition are counted from the top.
fn port_name(port: &Port, kind: &Kind) -> String {
    match port {
        Port::Next => "next".to_owned(),
        Port::Branch(id) => {
            let place = kind.ports().iter().position(|known| known == port).map_or(1, |index| index + 1);
            path_name(place, kind.branch_label(id).unwrap_or_default())
        }
        Port::Other if matches!(kind, Kind::Condition(condition) if matches!(condition.test, Test::ProfileCap(_))) => {
            "people beyond the cap".to_owned()
        }
        Port::Other => "other cases".to_owned(),
        Port::Timeout => "timeout path".to_owned(),
        Port::Error => "timeout or error path".to_owned(),
    }
}

fn path_name(place: usize, label: &str) -> String {
    format!("path {place} “{label}”")
}
