//! The part of the sheet that is typed into the properties pane of a journey.

use super::page::{Page, code};
use crate::journey::{
    Audience, Definition, Event, ExitCriterion, ExitWhen, Inventory, Kind, MergePolicy, Properties, Recurrence,
    RuleSet, Schedule,
};

type Row = (String, String);

fn row(field: &str, value: impl Into<String>) -> Row {
    (field.to_owned(), value.into())
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// Name, zone, dates, entry rules, conflict settings, schedule and exit criteria.
pub(super) fn write(page: &mut Page, definition: &Definition) {
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
        rows.push(row("Reentrance wait period", properties.reentrance.wait.to_string()));
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
        rows.push(row("Start date", start.to_string()));
    }
    if let Some(end) = properties.end {
        rows.push(row("End date", end.to_string()));
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
    rows
}

fn schedule_rows(schedule: &Schedule) -> Vec<Row> {
    let every = match &schedule.every {
        Recurrence::AsSoonAsPossible => "As soon as possible".to_owned(),
        Recurrence::Once(at) => format!("Once, at {at}"),
        Recurrence::Hourly { start, hours } => format!("Every {hours} hours, from {start}"),
        Recurrence::Daily { start } => format!("Daily, from {start}"),
        Recurrence::Weekly { start, days } => {
            let days: Vec<String> = days.iter().map(|day| format!("{day:?}")).collect();
            format!("Weekly on {}, from {start}", days.join(", "))
        }
        Recurrence::Monthly { start, day } => format!("Monthly on day {day}, from {start}"),
    };
    let mut rows = vec![row("Schedule (of the read audience)", every)];
    if !matches!(schedule.every, Recurrence::AsSoonAsPossible | Recurrence::Once(_)) {
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
            let condition = if condition.is_empty() { String::new() } else { format!(" and {}", code(&condition.0)) };
            format!("the event {} arrives{condition}", code(name))
        }
        ExitWhen::Audience { audience, behaviour } => {
            let name =
                audience.as_ref().and_then(|id| inventory.get::<Audience>(id)).map_or("?", |audience| &audience.name);
            format!("audience “{name}”: {behaviour:?}")
        }
        ExitWhen::Profile(expression) => format!("{} (only while the journey is paused)", code(&expression.0)),
    }
}
