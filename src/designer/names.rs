//! What things are called in the window: steps, ways out, moments, platforms.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::edit::Stencil;
use crate::expression::title;
use crate::journey::files::Unread;
use crate::journey::{
    Activity, Destination, Fragment, FragmentId, Item, ItemRef, Journey, Kind, Medium, Place, Platform, Port, Test,
    Workspace,
};

use super::words::{count, phrase, word};

/// The key below `step` of what an activity is.
fn key(activity: &Activity, workspace: &Workspace) -> &'static str {
    let stencil = match &activity.kind {
        Kind::Event(event) if event.timeout.is_some() => Stencil::WaitForEvent,
        Kind::Event(_) => Stencil::Event,
        Kind::BusinessEvent(_) => Stencil::BusinessEvent,
        Kind::AudienceQualification(_) => Stencil::AudienceQualification,
        Kind::ReadAudience(_) => Stencil::ReadAudience,
        Kind::Reaction(_) => Stencil::Reaction,
        Kind::Wait(_) => Stencil::Wait,
        Kind::Condition(condition) => match condition.test {
            Test::Data(_) => Stencil::DataCondition,
            Test::Time(_) => Stencil::TimeCondition,
            Test::Date(_) => Stencil::DateCondition,
            Test::Split(_) => Stencil::Split,
            Test::Experiment(_) => Stencil::Experiment,
            Test::Targeting(_) => Stencil::Targeting,
            Test::ProfileCap(_) => Stencil::ProfileCap,
        },
        Kind::ContentDecision(_) => Stencil::ContentDecision,
        Kind::DatasetLookup(_) => Stencil::DatasetLookup,
        Kind::Jump(_) => Stencil::Jump,
        Kind::Message(message) => match message.medium {
            Medium::Email => Stencil::Email,
            Medium::Sms => Stencil::Sms,
            Medium::Push => Stencil::Push,
            Medium::DirectMail => Stencil::DirectMail,
            Medium::WhatsApp => Stencil::WhatsApp,
            Medium::InApp => Stencil::InApp,
            Medium::Web => Stencil::Web,
            Medium::CodeBased => Stencil::CodeBased,
            Medium::ContentCard => Stencil::ContentCard,
        },
        Kind::MultiAction(_) => Stencil::MultiAction,
        Kind::CustomAction(_) => Stencil::CustomAction,
        Kind::Campaign(call) => {
            let action = call.action.as_ref().and_then(|id| workspace.inventory.get::<crate::journey::Action>(id));
            match action.map(|action| action.destination) {
                Some(Destination::CampaignV8) => Stencil::CampaignV8,
                Some(Destination::CampaignStandard) => Stencil::CampaignStandard,
                _ => Stencil::CampaignV7,
            }
        }
        Kind::UpdateProfile(_) => Stencil::UpdateProfile,
    };
    stencil.key()
}

/// What an activity is: "Wait", "Percentage split".
pub fn kind(activity: &Activity, workspace: &Workspace) -> &'static str {
    word(&format!("step.{}", key(activity, workspace)))
}

/// The same in the middle of a sentence: "wait", "percentage split", "SMS".
pub fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        // What is written in capitals stays so.
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

/// What an activity is called: its label, else what it is.
pub fn activity(activity: &Activity, workspace: &Workspace) -> String {
    if activity.label.trim().is_empty() { kind(activity, workspace).to_owned() } else { activity.label.clone() }
}

/// An entry of the palette.
pub fn stencil(stencil: Stencil) -> &'static str {
    word(&format!("step.{}", stencil.key()))
}

/// What a machine says, as a sentence begins; an address stays as it is.
pub fn sentence(said: &str) -> String {
    let mut letters = said.chars();
    match letters.next() {
        Some(first) if !said.split(' ').next().is_some_and(|word| word.contains("://")) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => said.to_owned(),
    }
}

/// Where something could not be read, and why, in one sentence.
pub fn unread(unread: &Unread<'_>) -> String {
    let (file, line, column) = (unread.file.display().to_string(), unread.line.to_string(), unread.column.to_string());
    phrase("unread.sentence", &[("file", &file), ("line", &line), ("column", &column), ("why", unread.error)])
}

/// That nothing is wrong; what is only worth knowing is counted.
pub fn no_problems(remarks: usize) -> String {
    match remarks {
        0 => word("problems.none").to_owned(),
        _ => phrase("problems.none_but", &[("remarks", &count("count.remarks", remarks))]),
    }
}

/// A platform as people call it.
pub fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Ajo => word("platform.ajo"),
        Platform::Blueprint => word("platform.blueprint"),
        Platform::Waymark => word("platform.waymark"),
    }
}

/// A way out of an activity.
pub fn port(activity: &Activity, port: &Port) -> String {
    match port {
        Port::Next => word("port.next").to_owned(),
        Port::Branch(branch) => {
            let label = activity.kind.branch_label(branch).unwrap_or_default();
            if label.trim().is_empty() { word("port.unnamed").to_owned() } else { label.to_owned() }
        }
        Port::Other => word("port.other").to_owned(),
        Port::Timeout => word("port.timeout").to_owned(),
        Port::Error => word("port.error").to_owned(),
    }
}

/// The end at which a way out without a wire stops: what it is labelled, else the way itself; `None` for the one
/// normal way of which nothing is said.
pub fn end(journey: &Journey, from: &Activity, way: &Port) -> Option<String> {
    let named = journey.ends.iter().find(|end| end.from == from.id && &end.port == way);
    let label = named.map(|end| end.label.trim()).filter(|label| !label.is_empty());
    label.map(str::to_owned).or_else(|| (*way != Port::Next).then(|| port(from, way)))
}

/// What a place is called in lists: the activity, the object, else the journey.
pub fn place(place: &Place, workspace: &Workspace) -> String {
    let journey = place.journey.as_ref().and_then(|id| workspace.journeys.get(id));
    if let Some(found) = place.activity.as_ref().and_then(|id| journey?.activity(id)) {
        return activity(found, workspace);
    }
    if let Some(item) = place.item.as_ref().and_then(|item| workspace.inventory.item(item)) {
        return object(&item);
    }
    journey.map_or_else(|| workspace.settings.name.clone(), |journey| journey.name.clone())
}

/// What an object is called in lists: the words that were typed for it, else its name.
pub fn object(item: &Item) -> String {
    match item {
        Item::Event(event) => title::of_event(event).to_owned(),
        Item::Action(action) => title::of_action(action).to_owned(),
        other => other.name().to_owned(),
    }
}

/// A moment on a card: "Mon 14:40".
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %H:%M").to_string()
}

/// A moment with its day: "Mon 2 Mar, 14:40".
pub fn day_moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %-d %b, %H:%M").to_string()
}

/// A moment in full: "Mon 2 Mar 2026, 15:40".
pub fn long_moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %-d %b %Y, %H:%M").to_string()
}

/// The place by which a time zone is called: "Stockholm".
pub fn zone(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// A length of time by its two largest units: "45 min", "2 d 3 h", "9 min 50 s", "1.4 s".
pub fn lasting(milliseconds: i64) -> String {
    let seconds = milliseconds / 1_000;
    if seconds < 10 && milliseconds % 1_000 >= 100 {
        return phrase("canvas.seconds", &[("n", &format!("{seconds}.{}", milliseconds % 1_000 / 100))]);
    }
    let units = [
        (seconds / 86_400, "canvas.days"),
        (seconds / 3_600 % 24, "canvas.hours"),
        (seconds / 60 % 60, "canvas.minutes"),
        (seconds % 60, "canvas.seconds"),
    ];
    let Some(first) = units.iter().position(|(number, _)| *number > 0) else {
        return phrase("canvas.seconds", &[("n", "0")]);
    };
    let largest = units[first..].iter().take(2).filter(|(number, _)| *number > 0);
    largest.map(|(number, key)| phrase(key, &[("n", &number.to_string())])).collect::<Vec<_>>().join(" ")
}

/// A sentence of a trace with its moments as people read them: traces write them in universal time.
pub fn moments_in(text: &str, zone: &TimeZone) -> String {
    let said = |token: &str| {
        let bare = token.trim_end_matches([',', '.', ';', ')']);
        let at: Timestamp = bare.parse().ok()?;
        Some(format!("{}{}", long_moment(at, zone), &token[bare.len()..]))
    };
    let tokens = text.split(' ').map(|token| said(token).unwrap_or_else(|| token.to_owned()));
    tokens.collect::<Vec<_>>().join(" ")
}

/// How long ago something was, roughly: "today, 09:12", "yesterday", "12 November".
pub fn ago(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (then, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    if then.date() == today.date() {
        return phrase("when.today", &[("time", &then.strftime("%H:%M").to_string())]);
    }
    if today.date().yesterday().ok() == Some(then.date()) {
        return word("when.yesterday").to_owned();
    }
    let form = if then.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    then.strftime(form).to_string()
}

/// The key of what an object of the inventory is: "event".
pub fn item(item: &ItemRef) -> &'static str {
    match item {
        ItemRef::Namespace(_) => "kinds.namespace",
        ItemRef::Schema(_) => "kinds.schema",
        ItemRef::MergePolicy(_) => "kinds.merge_policy",
        ItemRef::Event(_) => "kinds.event",
        ItemRef::Audience(_) => "kinds.audience",
        ItemRef::DataSource(_) => "kinds.data_source",
        ItemRef::Action(_) => "kinds.action",
        ItemRef::Endpoint(_) => "kinds.endpoint",
        ItemRef::CampaignInstance(_) => "kinds.campaign_instance",
        ItemRef::Channel(_) => "kinds.channel",
        ItemRef::RuleSet(_) => "kinds.rule_set",
        ItemRef::Fragment(_) => "kinds.fragment",
        ItemRef::DecisionPolicy(_) => "kinds.decision_policy",
        ItemRef::Dataset(_) => "kinds.dataset",
        ItemRef::Profile(_) => "kinds.profile",
        ItemRef::Environment(_) => "kinds.environment",
    }
}

/// The name of the step of the history that puts a fragment into a journey.
pub fn insert(fragment: &FragmentId, workspace: &Workspace) -> String {
    let known = workspace.inventory.get::<Fragment>(fragment);
    phrase("undo.insert", &[("name", known.map_or("", |known| &known.name))])
}

/// The undo step of bringing a real run into the workspace.
pub fn replay(name: &str) -> String {
    phrase("live.replay_step", &[("name", name)])
}

/// The name of the step of the history that saves a scenario.
pub fn save_scenario(name: &str) -> String {
    phrase("undo.save_scenario", &[("name", name)])
}

/// The name of the step of the history that calls a scenario otherwise.
pub fn rename_scenario(name: &str) -> String {
    phrase("undo.rename", &[("name", name)])
}
