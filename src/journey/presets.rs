//! Presets: actions that carry messages to well-known services, in the public shapes of those services.
//!
//! They are a beginning: addresses hold made-up accounts, and each says what is to be put in their place. Which service
//! is called, and by whom, is decided elsewhere.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use super::text_form::from_ron;
use super::{Action, Authentication, Binding, Inventory, Item, Medium, MessagePart, Secret};

/// An action to begin with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// What it is for.
    pub name: String,
    /// The page that describes the call, with its address.
    pub source: String,
    /// What else should be known.
    pub note: String,
    /// How many calls the service takes.
    pub limits: Limits,
    /// What only the owner of an account can say.
    #[serde(default)]
    pub fill_in: Vec<Blank>,
    /// The action; secrets stand as their names.
    pub action: Action,
}

/// How many calls a service takes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// As its documentation says it.
    pub said: String,
    /// Calls a second; `None` where the service states no number.
    #[serde(default)]
    pub per_second: Option<i64>,
}

/// A made-up value, and what is to stand in its place.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// What stands there until then; nobody's own value.
    pub made_up: String,
    /// What it is: "Account SID".
    pub what: String,
    /// What such a value looks like.
    pub example: String,
}

const FILES: [&str; 9] = [
    include_str!("../../assets/presets/airship.ron"),
    include_str!("../../assets/presets/braze.ron"),
    include_str!("../../assets/presets/campaign-standard.ron"),
    include_str!("../../assets/presets/campaign-v7.ron"),
    include_str!("../../assets/presets/campaign-v8.ron"),
    include_str!("../../assets/presets/onesignal.ron"),
    include_str!("../../assets/presets/postmark.ron"),
    include_str!("../../assets/presets/sendgrid.ron"),
    include_str!("../../assets/presets/twilio.ron"),
];

/// Every preset, by name.
pub fn presets() -> &'static [Preset] {
    static PRESETS: OnceLock<Vec<Preset>> = OnceLock::new();
    PRESETS.get_or_init(|| {
        let read = |text: &&str| from_ron(text).expect("a preset that can be read, which a test proves");
        let mut presets: Vec<Preset> = FILES.iter().map(read).collect();
        presets.sort_by(|a, b| a.name.cmp(&b.name));
        presets
    })
}

/// The presets that carry messages of this kind.
pub fn carrying(medium: Medium) -> impl Iterator<Item = &'static Preset> {
    presets().iter().filter(move |preset| preset.action.medium == Some(medium))
}

impl Preset {
    /// The action with these values in place of the made-up ones, in the order of [`Preset::fill_in`]; what is empty
    /// is left as it was made up.
    pub fn filled(&self, answers: &[String]) -> Action {
        let mut action = self.action.clone();
        for (blank, answer) in self.fill_in.iter().zip(answers) {
            if !answer.trim().is_empty() {
                texts(&mut action, &mut |_, text| *text = text.replace(&blank.made_up, answer.trim()));
            }
        }
        action
    }

    /// The names of the secrets that it needs.
    pub fn secrets(&self) -> BTreeSet<Secret> {
        let mut alone = Inventory::default();
        alone.put(Item::Action(self.action.clone()));
        alone.secrets().into_iter().cloned().collect()
    }
}

/// The action as steps call it by themselves: what a message would tell it is filled in by each journey.
pub fn as_called(mut action: Action) -> Action {
    let named = action.headers.iter_mut().chain(&mut action.query).map(|named| &mut named.value);
    for value in named.chain(action.payload.iter_mut().map(|parameter| &mut parameter.value)) {
        if let Binding::Message(part) = value {
            *value = Binding::Variable(label(*part).to_owned());
        }
    }
    action.medium = None;
    action
}

/// What journeys call a value that a message would give.
fn label(part: MessagePart) -> &'static str {
    match part {
        MessagePart::Address => "Recipient's address",
        MessagePart::Person => "Person's ID",
        MessagePart::Subject => "Subject",
        MessagePart::Text => "Text",
        MessagePart::Html => "HTML",
        MessagePart::Sender => "Sender",
        MessagePart::SenderName => "Sender's name",
        MessagePart::SenderAddress => "Sender's address or number",
        MessagePart::ReplyTo => "Address for replies",
        MessagePart::Location => "Where it shows",
        MessagePart::Language => "Language",
    }
}

/// What is still made up in an action: the field at which it stands first, and what is to stand there.
pub fn left_in(action: &Action) -> Vec<(String, &'static Blank)> {
    let mut left: Vec<(String, &'static Blank)> = Vec::new();
    texts(&mut action.clone(), &mut |field, text| {
        for blank in presets().iter().flat_map(|preset| &preset.fill_in) {
            let is_new = !left.iter().any(|(_, known)| known.made_up == blank.made_up);
            if is_new && text.contains(&blank.made_up) {
                left.push((field.to_owned(), blank));
            }
        }
    });
    left
}

/// Visits every text of an action that leaves as it stands, each with the name of its field.
fn texts(action: &mut Action, visit: &mut dyn FnMut(&str, &mut String)) {
    visit("url", &mut action.url);
    for (list, values) in [("headers", &mut action.headers), ("query", &mut action.query)] {
        for named in values {
            if let Binding::Constant(text) = &mut named.value {
                visit(&format!("{list}.{}.value", named.name), text);
            }
        }
    }
    for parameter in &mut action.payload {
        if let Binding::Constant(text) = &mut parameter.value {
            visit(&format!("payload.{}.value", parameter.path), text);
        }
    }
    match &mut action.authentication {
        Authentication::Basic { username, .. } => visit("authentication.username", username),
        Authentication::Custom(custom) => visit("authentication.endpoint", &mut custom.endpoint),
        Authentication::None | Authentication::ApiKey { .. } | Authentication::Bearer(_) => {}
    }
}
