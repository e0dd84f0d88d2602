//! The part of the sheet that is typed into the properties pane of a journey.

use super::page::{Page, Row, code, row, yes_no};
use super::steps::behaviour_name;
use super::words::weekdays;
use super::{Sheet, writing};
use crate::journey::{
    Audience, Event, ExitCriterion, ExitWhen, Inventory, Kind, MergePolicy, Properties, Recurrence, RuleSet, Schedule,
};

/// Name, zone, dates, entry rules, conflict settings, schedule and exit criteria.
pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>) {
    let definition = sheet.definition;
    let journey = &definition.journey;
    let properties = &journey.properties;
    let mut rows = vec![
        row("Name", &*journey.name),
        row("Description", &*journey.description),
        row("Tags", journey.tags.join(", ")),
        row("Time zone", &*properties.zone),
        row("Use Profile time zone in waits and conditions", yes_no(properties.use_profile_zone)),
        row("Allow reentrance", yes_no(properties.reentrance.allowed)),
    ];
    if properties.reentrance.allowed {
        let by_event = !journey.activities.iter().any(|step| matches!(step.kind, Kind::ReadAudience(_)));
        if by_event {
            rows.push(row("Reentrance wait period", properties.reentrance.wait.to_string()));
        }
    }
    rows.extend(general_rows(properties, &definition.inventory));
    let reads = journey.activities.iter().any(|activity| matches!(activity.kind, Kind::ReadAudience(_)));
    if reads {
        rows.extend(schedule_rows(&properties.schedule));
    }
    page.fields(&rows);
    if !properties.exit_criteria.is_empty() {
        page.heading(3, "Exit criteria");
        page.table(
            &["Label", "People leave when"],
            properties
                .exit_criteria
                .iter()
                .map(|criterion| vec![criterion.label.clone(), exit_text(criterion, &definition.inventory)]),
        );
    }
}

fn general_rows(properties: &Properties, inventory: &Inventory) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(start) = properties.start {
        rows.push(row("Start date", format!("{start} (UTC; the field takes your instance's own time zone)")));
    }
    if let Some(end) = properties.end {
        rows.push(row("End date", format!("{end} (UTC; the field takes your instance's own time zone)")));
    }
    rows.push(row("Timeout or error", format!("{} seconds", properties.timeout_seconds)));
    if let Some(policy) = properties.merge_policy.as_ref().and_then(|id| inventory.get::<MergePolicy>(id)) {
        rows.push(row("Merge policy", &*policy.name));
    }
    if let Some(rule_set) = properties.rule_set.as_ref().and_then(|id| inventory.get::<RuleSet>(id)) {
        rows.push(row("Conflict management: rule set", &*rule_set.name));
    }
    if let Some(priority) = properties.priority {
        rows.push(row("Conflict management: priority score", priority.to_string()));
    }
    if properties.allow_several_executions {
        rows.push(row("Execution: allow several executions", "yes"));
    }
    if !properties.metrics.is_empty() {
        rows.push(row("Journey metrics", properties.metrics.join(", ")));
    }
    if !properties.access_labels.is_empty() {
        rows.push(row("Manage access: labels", properties.access_labels.join(", ")));
    }
    rows
}

fn schedule_rows(schedule: &Schedule) -> Vec<Row> {
    let every = match &schedule.every {
        Recurrence::AsSoonAsPossible => "As soon as possible".to_owned(),
        Recurrence::Once(at) => format!("Once, at {at}"),
        Recurrence::Hourly { start, hours } => format!("Every {hours} hours, from {start}"),
        Recurrence::Daily { start } => format!("Daily, from {start}"),
        Recurrence::Weekly { start, days } => {
            format!("Weekly on {}, from {start}", weekdays(days))
        }
        Recurrence::Monthly { start, day } => format!("Monthly on day {day}, from {start}"),
    };
    let mut rows = vec![row("Schedule (of the read audience)", every)];
    if schedule.every.recurs() {
        rows.push(row("Incremental read", yes_no(schedule.incremental)));
        rows.push(row("Force reentrance on recurrence", yes_no(schedule.force_reentrance)));
    }
    if let Some(hours) = schedule.after_evaluation_hours {
        rows.push(row("Trigger after batch audience evaluation", format!("yes, wait at most {hours} hours")));
    }
    rows
}

fn exit_text(criterion: &ExitCriterion, inventory: &Inventory) -> String {
    match &criterion.when {
        ExitWhen::Event { event, condition } => {
            let name = event.as_ref().and_then(|id| inventory.get::<Event>(id)).map_or("?", |event| &event.name);
            let written = writing::expression(inventory, &condition.0);
            let condition = if condition.is_empty() { String::new() } else { format!(" and {}", code(&written)) };
            format!("the event {} arrives{condition}", code(name))
        }
        ExitWhen::Audience { audience, behaviour } => {
            let name =
                audience.as_ref().and_then(|id| inventory.get::<Audience>(id)).map_or("?", |audience| &audience.name);
            format!("audience “{name}”: {}", behaviour_name(*behaviour))
        }
        ExitWhen::Profile(expression) => {
            format!("{} (only while the journey is paused)", code(&writing::expression(inventory, &expression.0)))
        }
    }
}
