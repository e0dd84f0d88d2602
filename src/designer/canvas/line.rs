//! The one line of a card: what the step does, in plain words.

use crate::journey::{
    ActionId, Activity, Behaviour, Condition, EventId, Kind, Message, ReactionKind, Test, Wait, Workspace,
};

/// The line of an activity; what is not chosen yet is said as a to do.
pub fn line(activity: &Activity, workspace: &Workspace) -> String {
    match &activity.kind {
        Kind::Event(event) => match (event_name(event.event.as_ref(), workspace), event.timeout) {
            (Some(name), Some(timeout)) => format!("{name}, up to {timeout}"),
            (Some(name), None) => name,
            (None, _) => "Choose an event".to_owned(),
        },
        Kind::BusinessEvent(event) => {
            event_name(event.event.as_ref(), workspace).unwrap_or_else(|| "Choose an event".to_owned())
        }
        Kind::AudienceQualification(step) => match (audience_name(step.audience.as_ref(), workspace), step.behaviour) {
            (Some(name), Some(Behaviour::Exit)) => format!("Leaves {name}"),
            (Some(name), Some(Behaviour::Both)) => format!("Enters or leaves {name}"),
            (Some(name), _) => format!("Enters {name}"),
            (None, _) => "Choose an audience".to_owned(),
        },
        Kind::ReadAudience(step) => {
            audience_name(step.audience.as_ref(), workspace).unwrap_or_else(|| "Choose an audience".to_owned())
        }
        Kind::Reaction(reaction) => {
            let what = match reaction.reaction {
                ReactionKind::Opened => "Opened",
                ReactionKind::Clicked => "Clicked",
                ReactionKind::Sent => "Sent",
                ReactionKind::Failed => "Failed",
            };
            reaction.timeout.map_or_else(|| what.to_owned(), |timeout| format!("{what} within {timeout}"))
        }
        Kind::Wait(wait) => wait_line(wait),
        Kind::Condition(condition) => condition_line(condition),
        Kind::Jump(jump) => {
            let target = jump.target.as_ref().and_then(|id| workspace.journeys.get(id));
            target.map_or_else(|| "Choose a journey".to_owned(), |target| format!("To {}", target.name))
        }
        Kind::Message(message) => message_line(message),
        Kind::CustomAction(call) | Kind::Campaign(call) => {
            action_name(call.action.as_ref(), workspace).unwrap_or_else(|| "Choose an action".to_owned())
        }
        Kind::UpdateProfile(update) => match update.fields.as_slice() {
            [] => "Choose a field".to_owned(),
            [only] => only.field.clone(),
            [first, rest @ ..] => format!("{} and {} more", first.field, rest.len()),
        },
    }
}

fn wait_line(wait: &Wait) -> String {
    match wait {
        Wait::Duration(duration) => duration.to_string(),
        Wait::Date(date) => format!("Until {}", date.strftime("%-d %b %Y, %H:%M")),
        Wait::Custom(expression) if expression.is_empty() => "Until a time that you choose".to_owned(),
        Wait::Custom(_) => "Until a time of their own".to_owned(),
    }
}

fn condition_line(condition: &Condition) -> String {
    let (count, how) = match &condition.test {
        Test::Data(paths) => (paths.len(), "first match"),
        Test::Time(paths) => (paths.len(), "by time"),
        Test::Date(paths) => (paths.len(), "by date"),
        Test::Split(paths) => (paths.len(), "by chance"),
        Test::ProfileCap(cap) => return format!("The first {} people", cap.limit),
    };
    match count {
        1 => format!("1 path, {how}"),
        count => format!("{count} paths, {how}"),
    }
}

fn message_line(message: &Message) -> String {
    let text = if message.subject.is_empty() { &message.body } else { &message.subject };
    if text.is_empty() { "Write the message".to_owned() } else { text.as_str().trim().to_owned() }
}

fn event_name(id: Option<&EventId>, workspace: &Workspace) -> Option<String> {
    workspace.inventory.events.iter().find(|event| Some(&event.id) == id).map(|event| event.name.clone())
}

fn audience_name(id: Option<&crate::journey::AudienceId>, workspace: &Workspace) -> Option<String> {
    workspace.inventory.audiences.iter().find(|audience| Some(&audience.id) == id).map(|audience| audience.name.clone())
}

fn action_name(id: Option<&ActionId>, workspace: &Workspace) -> Option<String> {
    workspace.inventory.actions.iter().find(|action| Some(&action.id) == id).map(|action| action.name.clone())
}
