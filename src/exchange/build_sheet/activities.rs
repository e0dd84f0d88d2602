//! The part of the sheet that is drawn on the canvas: each activity with every field, in the order of the flow.

use std::collections::BTreeMap;

use super::objects::medium_name;
use super::page::{Page, code};
use super::personalization;
use crate::journey::{
    Action, ActionCall, Activity, Audience, Behaviour, Channel, Condition, Definition, Event, Expression, Journey,
    Kind, Message, Namespace, Port, ReactionKind, RuleSet, Test, Wait, graph::Graph,
};

type Row = (String, String);

fn row(field: &str, value: impl Into<String>) -> Row {
    (field.to_owned(), value.into())
}

/// Every activity: a number, its fields, and where each path leads.
pub(super) fn write(page: &mut Page, definition: &Definition) {
    let journey = &definition.journey;
    let order = flow_order(journey);
    let numbers: BTreeMap<&str, usize> =
        order.iter().enumerate().map(|(index, activity)| (activity.id.as_str(), index + 1)).collect();
    for (index, activity) in order.iter().enumerate() {
        page.heading(3, &format!("{}. {}", index + 1, activity.label_or_id()));
        let mut rows = vec![row("Palette", palette_entry(&activity.kind, definition)), row("Label", &*activity.label)];
        if !activity.description.is_empty() {
            rows.push(row("Description", &*activity.description));
        }
        rows.extend(fields(activity, definition, &numbers));
        page.fields(&rows);
        texts(page, activity);
        paths(page, activity, journey, &numbers);
    }
}

/// Entries first, then along the wires; what lies on a cycle comes in the order of its id.
fn flow_order(journey: &Journey) -> Vec<&Activity> {
    let graph = Graph::of(journey);
    let indices = graph.topological_order().unwrap_or_else(|_| (0..graph.nodes.len()).collect());
    indices.into_iter().filter_map(|index| journey.activities.get(index)).collect()
}

/// Category and name in the palette.
fn palette_entry(kind: &Kind, definition: &Definition) -> String {
    let event_name = |id: &Option<crate::journey::EventId>| {
        id.as_ref()
            .and_then(|id| definition.inventory.get::<Event>(id))
            .map_or_else(|| "(no event chosen)".to_owned(), |event| event.name.clone())
    };
    match kind {
        Kind::Event(event) => format!("Events > {}", event_name(&event.event)),
        Kind::BusinessEvent(event) => format!("Events > {} (business event)", event_name(&event.event)),
        Kind::AudienceQualification(_) => "Events > Audience qualification".to_owned(),
        Kind::Reaction(_) => "Events > Reaction".to_owned(),
        Kind::ReadAudience(_) => "Orchestration > Read audience".to_owned(),
        Kind::Wait(_) => "Orchestration > Wait".to_owned(),
        Kind::Condition(_) => "Orchestration > Optimize, method Condition".to_owned(),
        Kind::Jump(_) => "Actions > Jump".to_owned(),
        Kind::Message(message) => format!("Actions > Action, channel {}", medium_name(message.medium)),
        Kind::CustomAction(call) | Kind::Campaign(call) => {
            let name = call.action.as_ref().and_then(|id| definition.inventory.get::<Action>(id));
            format!("Actions > {}", name.map_or("(no action chosen)", |action| action.name.as_str()))
        }
        Kind::UpdateProfile(_) => "Actions > Update profile".to_owned(),
    }
}

fn fields(activity: &Activity, definition: &Definition, numbers: &BTreeMap<&str, usize>) -> Vec<Row> {
    let inventory = &definition.inventory;
    let audience = |id: &Option<crate::journey::AudienceId>| {
        id.as_ref().and_then(|id| inventory.get::<Audience>(id)).map_or_else(String::new, |a| a.name.clone())
    };
    let namespace = |id: &Option<crate::journey::NamespaceId>| {
        id.as_ref().and_then(|id| inventory.get::<Namespace>(id)).map_or_else(String::new, |n| n.name.clone())
    };
    let mut rows = match &activity.kind {
        Kind::Event(_) | Kind::BusinessEvent(_) => Vec::new(),
        Kind::AudienceQualification(qualification) => vec![
            row("Audience", audience(&qualification.audience)),
            row("Behaviour", qualification.behaviour.map_or("", behaviour)),
            row("Namespace", namespace(&qualification.namespace)),
        ],
        Kind::ReadAudience(read) => vec![
            row("Audience", audience(&read.audience)),
            row("Namespace", namespace(&read.namespace)),
            row("Reading rate", format!("{} profiles a second", read.reading_rate)),
            row("Schedule", "see Journey properties"),
        ],
        Kind::Reaction(reaction) => {
            let message = reaction.message.as_ref().and_then(|id| {
                let label = definition.journey.activity(id).map(Activity::label_or_id)?;
                numbers.get(id.as_str()).map(|number| (number, label))
            });
            vec![
                row(
                    "Action reacted to",
                    message.map_or_else(String::new, |(number, label)| format!("step {number} ({label})")),
                ),
                row("What", reaction_name(reaction.reaction)),
            ]
        }
        Kind::Wait(wait) => wait_fields(wait),
        Kind::Condition(condition) => condition_fields(condition),
        Kind::Jump(jump) => {
            let target = definition.targets.iter().find(|target| Some(&target.journey) == jump.target.as_ref());
            vec![row("Journey", target.map_or("", |target| target.name.as_str()))]
        }
        Kind::Message(message) => message_fields(message, definition),
        Kind::CustomAction(_) | Kind::Campaign(_) => Vec::new(),
        Kind::UpdateProfile(update) => {
            let schema = update.schema.as_ref().and_then(|id| inventory.get::<crate::journey::Schema>(id));
            vec![row("Schema", schema.map_or("", |schema| schema.name.as_str())), row("Dataset", &*update.dataset)]
        }
    };
    if let Some(timeout) = activity.kind.timeout() {
        rows.push(row("Define the event timeout", timeout.to_string()));
        rows.push(row("Set a timeout path", if activity.kind.timeout_path() { "yes" } else { "no" }));
    }
    if let Some(error_path) = activity.kind.error_path() {
        rows.push(row(
            "Add an alternative path in case of a timeout or an error",
            if error_path { "yes" } else { "no" },
        ));
    }
    rows
}

fn behaviour(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Enter => "Enter",
        Behaviour::Exit => "Exit",
        Behaviour::Both => "Enter and exit",
    }
}

fn reaction_name(reaction: ReactionKind) -> &'static str {
    match reaction {
        ReactionKind::Opened => "Opened",
        ReactionKind::Clicked => "Clicked",
        ReactionKind::Sent => "Sent",
        ReactionKind::Failed => "Failed",
    }
}

fn wait_fields(wait: &Wait) -> Vec<Row> {
    match wait {
        Wait::Duration(duration) => vec![row("Wait type", "Duration"), row("Duration", duration.to_string())],
        // The platform has no wait until a fixed date: a constant in a custom wait is the same.
        Wait::Date(until) => {
            vec![row("Wait type", "Custom"), row("Expression", code(&format!("toDateTimeOnly(\"{until}\")")))]
        }
        Wait::Custom(expression) => {
            vec![row("Wait type", "Custom"), row("Expression (advanced editor)", code(&expression.0))]
        }
    }
}

fn condition_fields(condition: &Condition) -> Vec<Row> {
    let kind = match &condition.test {
        Test::Data(_) => "Data source condition",
        Test::Time(_) => "Time condition",
        Test::Date(_) => "Date condition",
        Test::Split(_) => "Percentage split",
        Test::ProfileCap(_) => "Profile cap",
    };
    let mut rows = vec![row("Condition type", kind)];
    match &condition.test {
        Test::Data(paths) => {
            rows.extend(paths.iter().map(|p| row(&format!("Path “{}”", p.label), code(&p.expression.0))));
        }
        Test::Time(paths) => rows.extend(paths.iter().map(|path| {
            let hours = path.hours.map_or_else(|| "all day".to_owned(), |h| format!("{} to {}", h.from, h.to));
            let days: Vec<String> = path.days.iter().map(|day| format!("{day:?}")).collect();
            let days = if days.is_empty() { "every day".to_owned() } else { days.join(", ") };
            row(&format!("Path “{}”", path.label), format!("{hours}; {days}"))
        })),
        Test::Date(paths) => rows.extend(paths.iter().map(|path| {
            let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "open".to_owned(), |day| day.to_string());
            row(&format!("Path “{}”", path.label), format!("{} to {}", day(path.from), day(path.to)))
        })),
        Test::Split(paths) => rows.extend(paths.iter().map(|path| {
            let share = format!("{}.{:02} %", path.share / 100, path.share % 100);
            row(&format!("Path “{}”", path.label), share)
        })),
        Test::ProfileCap(cap) => rows.push(row("Limit", cap.limit.to_string())),
    }
    if !matches!(condition.test, Test::Split(_) | Test::ProfileCap(_)) {
        let other = if condition.other_path { "yes" } else { "no" };
        rows.push(row("Show path for other cases than the one(s) above", other));
    }
    rows
}

fn message_fields(message: &Message, definition: &Definition) -> Vec<Row> {
    let channel = message.channel.as_ref().and_then(|id| definition.inventory.get::<Channel>(id));
    let mut rows = vec![row("Channel configuration", channel.map_or("", |channel| channel.name.as_str()))];
    if !message.address.is_empty() {
        rows.push(row("Execution address override", code(&message.address.0)));
    }
    if let Some(rules) = message.rule_set.as_ref().and_then(|id| definition.inventory.get::<RuleSet>(id)) {
        rows.push(row("Business rules", &*rules.name));
    }
    if message.medium == crate::journey::Medium::Email {
        rows.push(row("Track opens", if message.track_opens { "yes" } else { "no" }));
    }
    if matches!(message.medium, crate::journey::Medium::Email | crate::journey::Medium::Sms) {
        rows.push(row("Track clicks", if message.track_clicks { "yes" } else { "no" }));
    }
    rows
}

/// The longer texts of an activity, each to copy as it stands.
fn texts(page: &mut Page, activity: &Activity) {
    match &activity.kind {
        Kind::Message(message) => {
            let subject = match message.medium {
                crate::journey::Medium::Push => "Title:",
                crate::journey::Medium::DirectMail => "Reference:",
                _ => "Subject:",
            };
            for (caption, template) in [(subject, &message.subject), ("Text:", &message.body), ("HTML:", &message.html)]
            {
                if !template.is_empty() {
                    let translated = personalization::translate(template);
                    page.code(caption, "", &translated.text);
                    for note in translated.notes {
                        page.item(&note);
                    }
                }
            }
        }
        Kind::UpdateProfile(update) => page.table(
            &["Field", "Value"],
            update.fields.iter().map(|field| vec![code(&field.field), code(&field.value.0)]),
        ),
        Kind::Jump(jump) => mapping(page, "Field of the target's event", &jump.mapping),
        Kind::CustomAction(call) | Kind::Campaign(call) => call_texts(page, call),
        _ => {}
    }
}

fn call_texts(page: &mut Page, call: &ActionCall) {
    if !call.path.is_empty() {
        page.code("Path:", "", &call.path.0);
    }
    mapping(page, "Variable", &call.values);
}

fn mapping(page: &mut Page, head: &str, values: &BTreeMap<String, Expression>) {
    page.table(&[head, "Expression"], values.iter().map(|(name, value)| vec![code(name), code(&value.0)]));
}

/// Where each way out leads: a step by its number, or an end by its label.
fn paths(page: &mut Page, activity: &Activity, journey: &Journey, numbers: &BTreeMap<&str, usize>) {
    page.paragraph("Then:");
    for port in activity.kind.ports() {
        let name = port_name(&port, &activity.kind);
        let targets: Vec<String> = journey
            .leaving(&activity.id, &port)
            .filter_map(|wire| {
                let number = numbers.get(wire.to.as_str())?;
                let label = journey.activity(&wire.to).map(Activity::label_or_id).unwrap_or_default();
                Some(format!("step {number} ({label})"))
            })
            .collect();
        if targets.is_empty() {
            let label = journey.ends.iter().find(|end| end.from == activity.id && end.port == port);
            let label = label.map_or_else(String::new, |end| format!(", labelled “{}”", end.label));
            page.item(&format!("{name}: End{label}"));
        } else {
            page.item(&format!("{name}: {}", targets.join(" and, in parallel, ")));
        }
    }
}

fn port_name(port: &Port, kind: &Kind) -> String {
    match port {
        Port::Next => "next".to_owned(),
        Port::Branch(id) => format!("path “{}”", kind.branch_label(id).unwrap_or_default()),
        Port::Other => "other cases".to_owned(),
        Port::Timeout => "timeout path".to_owned(),
        Port::Error => "timeout or error path".to_owned(),
    }
}
