//! The short fields of each activity, as its pane asks for them.

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::objects::{
    configuration_name, lookup_fields, medium_name, purpose_name, settings_name, supplemental_rows,
};
use crate::exchange::build_sheet::page::{Row, code, row, yes_no};
use crate::exchange::build_sheet::words::weekdays;
use crate::exchange::build_sheet::writing;
use crate::expression::title;
use crate::journey::{
    Action, ActionCall, Activity, Audience, AudienceId, AudienceQualification, Behaviour, Channel, Condition,
    ContentDecision, Dataset, DatasetLookup, DecisionPolicy, Destination, Event, EventId, Kind, Medium, Message,
    MultiAction, Namespace, NamespaceId, Object, Purpose, Reaction, ReactionKind, ReadAudience, RuleSet, Schema,
    SendTimeMetric, Test, UpdateProfile, Wait, WaveSplit, Waves,
};

use super::{path_name, trial};

/// Every short field of the activity.
pub(super) fn of(activity: &Activity, sheet: &Sheet<'_>) -> Vec<Row> {
    let name = activity.kind.output().map_or_else(|| sheet.label(activity).to_owned(), code);
    let mut rows = vec![row("Palette", palette_entry(&activity.kind, sheet)), row("Label", name)];
    // Expressions call what a decision or a lookup brings by the label of its step.
    if activity.kind.output().is_some() {
        rows.push(row("What it does", sheet.label(activity)));
    }
    if !activity.description.is_empty() {
        rows.push(row("Description", &*activity.description));
    }
    rows.extend(own(&activity.kind, sheet));
    if let Some(timeout) = activity.kind.timeout() {
        rows.push(row("Define the event timeout", timeout.to_string()));
        rows.push(row("Set a timeout path", yes_no(activity.kind.timeout_path())));
    }
    if let Some(error_path) = activity.kind.error_path() {
        rows.push(row("Add an alternative path in case of a timeout or an error", yes_no(error_path)));
    }
    rows
}

/// Category and name in the palette.
fn palette_entry(kind: &Kind, sheet: &Sheet<'_>) -> String {
    let event = |id: &Option<EventId>| named::<Event>(sheet, id, "(no event chosen)");
    match kind {
        Kind::Event(activity) => format!("Events > {}", event(&activity.event)),
        Kind::BusinessEvent(activity) => format!("Events > {} (business event)", event(&activity.event)),
        Kind::AudienceQualification(_) => "Events > Audience qualification".to_owned(),
        Kind::Reaction(_) => "Events > Reaction".to_owned(),
        Kind::ReadAudience(_) => "Orchestration > Read audience".to_owned(),
        Kind::Wait(_) => "Orchestration > Wait".to_owned(),
        Kind::Condition(condition) => match condition.test {
            Test::Experiment(_) => "Orchestration > Optimize, method Experiment".to_owned(),
            Test::Targeting(_) => "Orchestration > Optimize, method Targeting rule".to_owned(),
            _ => "Orchestration > Optimize, method Condition (on older screens: Orchestration > Condition)".to_owned(),
        },
        Kind::ContentDecision(_) => "Orchestration > Content decision".to_owned(),
        Kind::DatasetLookup(_) => "Orchestration > Dataset lookup".to_owned(),
        Kind::Jump(_) => "Actions > Jump".to_owned(),
        Kind::Message(message) if message.medium == Medium::DirectMail => "Actions > Direct mail".to_owned(),
        Kind::Message(message) if message.medium == Medium::Sms => {
            "Actions > Action, channel SMS (on newer screens: Mobile message)".to_owned()
        }
        Kind::Message(message) => format!("Actions > Action, channel {}", medium_name(message.medium)),
        Kind::MultiAction(_) => "Actions > Multi action".to_owned(),
        Kind::CustomAction(call) | Kind::Campaign(call) => match standard(call, sheet) {
            Some(action) => {
                let medium = action.medium.map_or("Email", medium_name);
                format!("Actions > {medium} (of Adobe Campaign Standard)")
            }
            None => format!("Actions > {}", named::<Action>(sheet, &call.action, "(no action chosen)")),
        },
        Kind::UpdateProfile(_) => "Actions > Update profile".to_owned(),
    }
}

/// What people call an object of the inventory.
fn named<T: Object>(sheet: &Sheet<'_>, id: &Option<T::Id>, none: &str) -> String {
    let object = id.as_ref().and_then(|id| sheet.definition.inventory.get::<T>(id));
    object.map_or_else(|| none.to_owned(), |object| object.name().to_owned())
}

fn audience(sheet: &Sheet<'_>, id: &Option<AudienceId>) -> Row {
    row("Audience", named::<Audience>(sheet, id, ""))
}

fn namespace(sheet: &Sheet<'_>, id: &Option<NamespaceId>) -> Row {
    row("Namespace", named::<Namespace>(sheet, id, ""))
}

fn own(kind: &Kind, sheet: &Sheet<'_>) -> Vec<Row> {
    match kind {
        Kind::Event(_) | Kind::BusinessEvent(_) => Vec::new(),
        Kind::AudienceQualification(qualification) => qualified(qualification, sheet),
        Kind::ReadAudience(read) => read_rows(read, sheet),
        Kind::Reaction(reaction) => reacted(reaction, sheet),
        Kind::Wait(wait) => waited(wait, sheet),
        Kind::Condition(condition) => condition_rows(condition, sheet),
        Kind::ContentDecision(decision) => decided(decision, sheet),
        Kind::DatasetLookup(lookup) => looked_up(lookup, sheet),
        Kind::Jump(jump) => {
            let target = sheet.definition.targets.iter().find(|target| Some(&target.journey) == jump.target.as_ref());
            vec![
                row("Journey", target.map_or("", |target| target.name.as_str())),
                row("Its first event", named::<Event>(sheet, &jump.entry, "")),
            ]
        }
        Kind::Message(message) => message_rows(message, sheet),
        Kind::MultiAction(multi) => multi_rows(multi, sheet),
        Kind::CustomAction(call) | Kind::Campaign(call) => call_rows(call, sheet),
        Kind::UpdateProfile(update) => update_rows(update, sheet),
    }
}

fn read_rows(read: &ReadAudience, sheet: &Sheet<'_>) -> Vec<Row> {
    let mut rows = vec![
        audience(sheet, &read.audience),
        namespace(sheet, &read.namespace),
        row("Reading rate", format!("{} profiles a second", read.reading_rate)),
        row("Deliver journey action in waves", yes_no(read.waves.is_some())),
    ];
    rows.extend(supplemental_rows(sheet, read.supplemental.as_ref()));
    rows.extend(read.waves.iter().flat_map(wave_rows));
    rows.push(row("Schedule", "see Journey properties"));
    rows
}

fn wave_rows(waves: &Waves) -> Vec<Row> {
    let split = match waves.split {
        WaveSplit::Equal => "of equal size",
        WaveSplit::Percent => "in percent",
        WaveSplit::People => "in numbers",
    };
    let mut rows = vec![row("Number of waves", waves.waves.len().to_string()), row("Size of the waves", split)];
    rows.extend(waves.interval.map(|interval| row("Interval between the waves", interval.to_string())));
    for (index, wave) in waves.waves.iter().enumerate() {
        let size = match waves.split {
            WaveSplit::Equal => None,
            WaveSplit::Percent => Some(format!("{}.{:02} %", wave.share / 100, wave.share % 100)),
            WaveSplit::People => Some(format!("{} profiles", wave.people)),
        };
        let start = match (waves.interval, wave.start) {
            (Some(_), _) => None,
            (None, Some(start)) => Some(format!("begins {start}")),
            (None, None) => Some("begins with the journey".to_owned()),
        };
        let said: Vec<String> = size.into_iter().chain(start).collect();
        if !said.is_empty() {
            rows.push((format!("Wave {}", index + 1), said.join(", ")));
        }
    }
    rows
}

fn qualified(qualification: &AudienceQualification, sheet: &Sheet<'_>) -> Vec<Row> {
    let mut rows = vec![
        audience(sheet, &qualification.audience),
        row("Behaviour", qualification.behaviour.map_or("", behaviour_name)),
    ];
    // It is asked for where people enter only.
    if qualification.namespace.is_some() {
        rows.push(namespace(sheet, &qualification.namespace));
    }
    rows
}

pub(in crate::exchange::build_sheet) fn behaviour_name(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Enter => "Enter",
        Behaviour::Exit => "Exit",
        Behaviour::Both => "Enter and exit",
    }
}

fn reacted(reaction: &Reaction, sheet: &Sheet<'_>) -> Vec<Row> {
    let what = match reaction.reaction {
        ReactionKind::Opened => "Opened",
        ReactionKind::Clicked => "Clicked",
        ReactionKind::Sent => "Sent",
        ReactionKind::Failed => "Failed",
    };
    let message = reaction.message.as_ref().map_or_else(String::new, |id| sheet.step(id));
    vec![row("Action reacted to", message), row("What", what)]
}

fn waited(wait: &Wait, sheet: &Sheet<'_>) -> Vec<Row> {
    match wait {
        Wait::Duration(duration) => vec![row("Wait type", "Duration"), row("Duration", duration.to_string())],
        // The platform has no wait until a fixed date: a constant in a custom wait is the same.
        Wait::Date(until) => {
            vec![row("Wait type", "Custom"), row("Expression", code(&format!("toDateTimeOnly(\"{until}\")")))]
        }
        Wait::SendTime(wait) => vec![
            row("Wait type", "Send-time optimization"),
            row("Channel", medium_name(wait.medium)),
            row("Optimize for", metric_name(wait.metric)),
            row("Send within the next", format!("{} hours", wait.within_hours)),
        ],
        Wait::Custom(expression) => vec![
            row("Wait type", "Custom"),
            row("Expression (advanced editor)", code(&writing::expression(&sheet.definition.inventory, &expression.0))),
        ],
    }
}

fn decided(decision: &ContentDecision, sheet: &Sheet<'_>) -> Vec<Row> {
    vec![row("Add decision policy", named::<DecisionPolicy>(sheet, &decision.policy, "(none chosen)"))]
}

fn looked_up(lookup: &DatasetLookup, sheet: &Sheet<'_>) -> Vec<Row> {
    let dataset = lookup.dataset.as_ref().and_then(|id| sheet.definition.inventory.get::<Dataset>(id));
    let key = writing::expression(&sheet.definition.inventory, &lookup.key.0);
    vec![
        row("Dataset", named::<Dataset>(sheet, &lookup.dataset, "(none chosen)")),
        lookup_fields(dataset, sheet, &lookup.fields),
        row("Lookup keys (advanced mode)", code(&key)),
    ]
}

fn metric_name(metric: SendTimeMetric) -> &'static str {
    match metric {
        SendTimeMetric::Opens => "Opens",
        SendTimeMetric::Clicks => "Clicks",
    }
}

fn condition_rows(condition: &Condition, sheet: &Sheet<'_>) -> Vec<Row> {
    let kind = match &condition.test {
        Test::Experiment(experiment) => return trial::of_paths(experiment),
        Test::Targeting(_) => "",
        Test::Data(_) => "Data source condition",
        Test::Time(_) => "Time condition",
        Test::Date(_) => "Date condition",
        Test::Split(_) => "Percentage split",
        Test::ProfileCap(_) => "Profile cap",
    };
    let mut rows = match &condition.test {
        Test::Targeting(_) => vec![row("Method", "Targeting rule")],
        _ => vec![row("Condition type", kind)],
    };
    let mut path =
        |index: usize, label: &str, value: String| rows.push((title::capitalized(&path_name(index + 1, label)), value));
    match &condition.test {
        Test::Experiment(_) => {}
        Test::Data(paths) | Test::Targeting(paths) => paths.iter().enumerate().for_each(|(index, p)| {
            path(index, &p.label, code(&writing::expression(&sheet.definition.inventory, &p.expression.0)));
        }),
        Test::Time(paths) => paths.iter().enumerate().for_each(|(index, p)| {
            let hours = p.hours.map_or_else(|| "all day".to_owned(), |hours| format!("{} to {}", hours.from, hours.to));
            path(index, &p.label, format!("{hours}; {}", weekdays(&p.days)));
        }),
        Test::Date(paths) => paths.iter().enumerate().for_each(|(index, p)| {
            let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "open".to_owned(), |day| day.to_string());
            path(index, &p.label, format!("{} to {}", day(p.from), day(p.to)));
        }),
        Test::Split(paths) => paths.iter().enumerate().for_each(|(index, p)| {
            path(index, &p.label, format!("{}.{:02} %", p.share / 100, p.share % 100));
        }),
        Test::ProfileCap(cap) => path(0, &cap.label, format!("the first {} people", cap.limit)),
    }
    if !matches!(condition.test, Test::Split(_) | Test::ProfileCap(_)) {
        let others = match condition.test {
            Test::Targeting(_) => "Enable fallback path",
            _ => "Show path for other cases than the one(s) above",
        };
        rows.push(row(others, yes_no(condition.other_path)));
    }
    rows
}

fn message_rows(message: &Message, sheet: &Sheet<'_>) -> Vec<Row> {
    let inventory = &sheet.definition.inventory;
    let channel = message.channel.as_ref().and_then(|id| inventory.get::<Channel>(id));
    let mut rows = vec![row(
        "Configuration",
        channel.map_or_else(String::new, |channel| code(&configuration_name(&channel.name))),
    )];
    // Where nothing is chosen people's consent is asked, as for marketing.
    let purpose = channel.and_then(|channel| match channel.medium {
        Medium::Push => Some(channel.purpose.unwrap_or(Purpose::Marketing)),
        _ => channel.purpose.filter(|_| channel.has_purpose()),
    });
    if let Some(purpose) = purpose {
        rows.push(row("Category, where the pane asks for it", purpose_name(purpose)));
    }
    if !message.address.is_empty() {
        let address = writing::expression(inventory, &message.address.0);
        rows.push(row("Execution address (Enable parameter override)", code(&address)));
    }
    if let Some(rules) = message.rule_set.as_ref().and_then(|id| inventory.get::<RuleSet>(id)) {
        rows.push(row("Business rules", &*rules.name));
    }
    if let Some(send_time) = &message.send_time {
        rows.push(row("Send-time optimization", "yes"));
        rows.push(row("Optimize for", metric_name(send_time.metric)));
        rows.push(row("Send within the next", format!("{} hours", send_time.within_hours)));
    }
    if let Some(promise) = message.promise {
        rows.push(row("Promised (no field of the product)", format!("within {promise} of what triggers the journey")));
    }
    if let Some(languages) = &message.languages {
        let chosen_by = writing::expression(inventory, languages.chosen_by.as_str());
        rows.push(row("Languages > Add languages", format!("the settings {}", code(&settings_name(languages)))));
        rows.push(row("A person's language", format!("{}, see those settings", code(&chosen_by))));
        rows.push(row("Locale of the content below", code(&languages.default)));
    }
    rows.extend(trial::of_message(message, sheet));
    if message.rapid_delivery {
        rows.push(row("Rapid delivery", "yes"));
    }
    if !message.shown_when.is_empty() {
        let field = match message.medium {
            Medium::ContentCard => "Enable additional delivery rules",
            _ => "Edit triggers",
        };
        rows.push(row(field, &*message.shown_when));
    }
    rows.extend(message.priority.map(|number| row("Conflict management > Priority score", number.to_string())));
    if message.medium == Medium::Email {
        rows.push(row("Track opens", yes_no(message.track_opens)));
    }
    if matches!(message.medium, Medium::Email | Medium::Sms) {
        rows.push(row("Track clicks", yes_no(message.track_clicks)));
    }
    rows
}

/// Each action of a multi action, by its number.
fn multi_rows(multi: &MultiAction, sheet: &Sheet<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, message) in multi.messages.iter().enumerate() {
        let number = index + 1;
        rows.push((format!("Action {number}"), medium_name(message.medium).to_owned()));
        let own = message_rows(message, sheet);
        rows.extend(own.into_iter().map(|(field, value)| (format!("Action {number}: {field}"), value)));
    }
    rows
}

/// The action, where it is one of Campaign Standard: those are built in and are no palette entries of their own.
fn standard<'a>(call: &ActionCall, sheet: &Sheet<'a>) -> Option<&'a Action> {
    let action = call.action.as_ref().and_then(|id| sheet.definition.inventory.get::<Action>(id));
    action.filter(|action| action.destination == Destination::CampaignStandard)
}

fn call_rows(call: &ActionCall, sheet: &Sheet<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(action) = standard(call, sheet) {
        rows.push(row("Template", code(&action.template)));
    }
    if !call.path.is_empty() {
        let path = writing::expression(&sheet.definition.inventory, &call.path.0);
        rows.push(row("URL > Path (advanced editor)", code(&path)));
    }
    if !call.additional_marketing_action.is_empty() {
        rows.push(row("Additional marketing action", code(&call.additional_marketing_action)));
    }
    rows
}

fn update_rows(update: &UpdateProfile, sheet: &Sheet<'_>) -> Vec<Row> {
    vec![row("Schema", named::<Schema>(sheet, &update.schema, "")), row("Dataset", &*update.dataset)]
}
