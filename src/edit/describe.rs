//! What a step does, in one line of plain words: for its card, a list in the terminal, a sheet to build it by hand.

use crate::expression::title;
use crate::journey::{
    Action, Activity, Audience, Behaviour, Condition, Dataset, DecisionPolicy, Event, Inventory, Kind, Medium, Message,
    Method, ReactionKind, Test, Wait, Workspace, authority_of,
};

pub use crate::journey::grouped;

/// The line of an activity; what is not chosen yet is said as a to do.
pub fn line(workspace: &Workspace, activity: &Activity) -> String {
    told(workspace, activity).unwrap_or_else(str::to_owned)
}

/// The line of an activity.
///
/// # Errors
/// What is to be chosen first, before it does anything.
pub fn told(workspace: &Workspace, activity: &Activity) -> Result<String, &'static str> {
    let inventory = &workspace.inventory;
    let event =
        |id: Option<&_>| id.and_then(|id| inventory.get::<Event>(id)).map(|event| title::of_event(event).to_owned());
    let audience = |id: Option<&_>| id.and_then(|id| inventory.get::<Audience>(id)).map(|known| known.name.clone());
    Ok(match &activity.kind {
        Kind::Event(step) => match (event(step.event.as_ref()), step.timeout) {
            (Some(name), Some(timeout)) => format!("{name}, up to {timeout}"),
            (Some(name), None) => name,
            (None, _) => return Err("Choose an event"),
        },
        Kind::BusinessEvent(step) => event(step.event.as_ref()).ok_or("Choose an event")?,
        Kind::AudienceQualification(step) => match (audience(step.audience.as_ref()), step.behaviour) {
            (Some(name), Some(Behaviour::Exit)) => format!("Leaves {name}"),
            (Some(name), Some(Behaviour::Both)) => format!("Enters or leaves {name}"),
            (Some(name), _) => format!("Enters {name}"),
            (None, _) => return Err("Choose an audience"),
        },
        Kind::ReadAudience(step) => match (audience(step.audience.as_ref()), &step.waves) {
            (Some(name), Some(waves)) => format!("{name}, in {} waves", waves.waves.len()),
            (Some(name), None) => name,
            (None, _) => return Err("Choose an audience"),
        },
        Kind::Reaction(step) => {
            let what = match step.reaction {
                ReactionKind::Opened => "Opened",
                ReactionKind::Clicked => "Clicked",
                ReactionKind::Sent => "Sent",
                ReactionKind::Failed => "Failed",
            };
            step.timeout.map_or_else(|| what.to_owned(), |timeout| format!("{what} within {timeout}"))
        }
        Kind::Wait(Wait::Custom(expression)) if expression.is_empty() => return Err("Until a time that you choose"),
        Kind::Wait(wait) => wait_line(wait),
        Kind::Condition(condition) => condition_line(condition),
        Kind::ContentDecision(step) => {
            let policy = step.policy.as_ref().and_then(|id| inventory.get::<DecisionPolicy>(id));
            let policy = policy.ok_or("Choose a decision policy")?;
            match policy.offers {
                1 => policy.name.clone(),
                offers => format!("{} from {}", grouped(offers), policy.name),
            }
        }
        Kind::DatasetLookup(step) => {
            let dataset = step.dataset.as_ref().and_then(|id| inventory.get::<Dataset>(id));
            let dataset = dataset.ok_or("Choose a dataset")?;
            match step.fields.len() {
                0 => format!("From {}", dataset.name),
                1 => format!("1 field from {}", dataset.name),
                fields => format!("{fields} fields from {}", dataset.name),
            }
        }
        Kind::Jump(step) => {
            let target = step.target.as_ref().and_then(|id| workspace.target(id));
            format!("To {}", target.ok_or("Choose a journey")?.name)
        }
        Kind::Message(message) => message_line(message, inventory),
        Kind::MultiAction(multi) => match multi.messages.as_slice() {
            [] => return Err("Add a message"),
            [only] => message_line(only, inventory),
            several => format!("{} messages at once", several.len()),
        },
        Kind::CustomAction(call) => {
            let action = call.action.as_ref().and_then(|id| inventory.get::<Action>(id));
            call_line(action.ok_or("Choose an action")?)
        }
        Kind::Campaign(call) => {
            let action = call.action.as_ref().and_then(|id| inventory.get::<Action>(id));
            campaign_line(action.ok_or("Choose an action")?)
        }
        Kind::UpdateProfile(update) => match update.fields.as_slice() {
            [] => return Err("Choose a field"),
            [only] => only.field.clone(),
            [first, rest @ ..] => format!("{} and {} more", first.field, rest.len()),
        },
    })
}

/// What to call an activity that nobody has named, shorter than what it does: "Wait 2 days", "Email: Welcome".
///
/// # Errors
/// As [`told`].
pub fn label(workspace: &Workspace, activity: &Activity) -> Result<String, &'static str> {
    let line = told(workspace, activity)?;
    let inventory = &workspace.inventory;
    Ok(match &activity.kind {
        Kind::Event(step) if step.timeout.is_some() => format!("Wait for {line}"),
        Kind::Wait(Wait::Custom(_)) => "Wait for their time".to_owned(),
        Kind::Wait(Wait::Date(_)) => format!("Wait until{}", line.trim_start_matches("Until")),
        Kind::Wait(Wait::Duration(_)) => format!("Wait {line}"),
        Kind::Condition(condition) => match &condition.test {
            Test::Data(paths) => match paths.as_slice() {
                [only] if !only.label.is_empty() => format!("{}?", title::capitalized(&only.label)),
                _ => "Which path?".to_owned(),
            },
            Test::Time(_) => "By time".to_owned(),
            Test::Date(_) => "By date".to_owned(),
            Test::Split(_) => format!("Split {line}"),
            Test::Experiment(_) => "Experiment".to_owned(),
            Test::Targeting(_) => "Who is targeted".to_owned(),
            Test::ProfileCap(_) => line,
        },
        Kind::Message(message) if message.subject.is_empty() && message.body.is_empty() => {
            medium(message.medium).to_owned()
        }
        Kind::Message(message) => format!("{}: {line}", medium(message.medium)),
        Kind::CustomAction(call) | Kind::Campaign(call) => {
            let action = call.action.as_ref().and_then(|id| inventory.get::<Action>(id));
            action.map_or(line, |action| title::of_action(action).to_owned())
        }
        Kind::ContentDecision(step) => {
            let policy = step.policy.as_ref().and_then(|id| inventory.get::<DecisionPolicy>(id));
            policy.map_or(line, |policy| format!("Choose {}", policy.name))
        }
        Kind::DatasetLookup(step) => {
            let dataset = step.dataset.as_ref().and_then(|id| inventory.get::<Dataset>(id));
            dataset.map_or(line, |dataset| format!("Look up {}", dataset.name))
        }
        Kind::UpdateProfile(_) => format!("Update {line}"),
        _ => line,
    })
}

fn medium(medium: Medium) -> &'static str {
    match medium {
        Medium::Email => "Email",
        Medium::Sms => "Text message",
        Medium::Push => "Push",
        Medium::DirectMail => "Letter",
        Medium::WhatsApp => "WhatsApp",
        Medium::InApp => "In the app",
        Medium::Web => "On the page",
        Medium::CodeBased => "Own place",
        Medium::ContentCard => "Card",
    }
}

fn wait_line(wait: &Wait) -> String {
    match wait {
        Wait::Duration(duration) => duration.to_string(),
        Wait::Date(date) => format!("Until {}", date.strftime("%-d %b %Y, %H:%M")),
        Wait::SendTime(wait) => format!("Within {} hours, when it suits them", wait.within_hours),
        Wait::Custom(_) => "Until a time of their own".to_owned(),
    }
}

fn condition_line(condition: &Condition) -> String {
    let (count, how) = match &condition.test {
        Test::Data(paths) | Test::Targeting(paths) => (paths.len(), "first to fit"),
        Test::Experiment(experiment) => {
            return match experiment.treatments.len() {
                1 => "1 treatment".to_owned(),
                count => format!("{count} treatments"),
            };
        }
        Test::Time(paths) => (paths.len(), "by time"),
        Test::Date(paths) => (paths.len(), "by date"),
        Test::Split(paths) => return split_line(&paths.iter().map(|path| path.share).collect::<Vec<_>>()),
        Test::ProfileCap(cap) => {
            return format!("The first {} people", grouped(i64::try_from(cap.limit).unwrap_or(i64::MAX)));
        }
    };
    match count + usize::from(condition.other_path) {
        1 => format!("1 path, {how}"),
        count => format!("{count} paths, {how}"),
    }
}

/// "50 % / 50 %"; more paths than a card has room for are counted.
fn split_line(shares: &[u32]) -> String {
    if shares.is_empty() || shares.len() > 3 {
        return format!("{} paths, by chance", shares.len());
    }
    let percent = |share: &u32| match (share / 100, share % 100) {
        (whole, 0) => format!("{whole} %"),
        (whole, part) if part % 10 == 0 => format!("{whole}.{} %", part / 10),
        (whole, part) => format!("{whole}.{part:02} %"),
    };
    shares.iter().map(percent).collect::<Vec<_>>().join(" / ")
}
fn message_line(message: &Message, inventory: &Inventory) -> String {
    let text = if message.subject.is_empty() { &message.body } else { &message.subject };
    if text.is_empty() { "Write the message".to_owned() } else { title::readable(text.as_str().trim(), inventory) }
}

/// "POST api.example.com", "Appends to orders", or the action's name while it has no address.
fn call_line(action: &Action) -> String {
    if let Some(stream) = &action.stream {
        let name = stream.name();
        return if name.is_empty() { title::of_action(action).to_owned() } else { format!("Appends to {name}") };
    }
    let host = authority_of(&action.url);
    if host.is_empty() {
        title::of_action(action).to_owned()
    } else {
        format!("{} {host}", Method::name(action.method))
    }
}

fn campaign_line(action: &Action) -> String {
    if action.template.is_empty() {
        title::of_action(action).to_owned()
    } else {
        format!("Template {}", action.template)
    }
}
