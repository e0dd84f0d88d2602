//! Activities: the steps of a journey and every field that a marketer fills.
//!
//! An activity that is still being filled keeps `None` or an empty text; the checks say what is
//! missing. The end of a path is not an activity: it is drawn by itself (see [`super::EndLabel`]).
//!
//! Here stand the activity, its kinds and what is true of every kind; the fields of each stand in the files beside.

mod condition;
mod effect;
mod entry;
mod fetch;
mod flow;
mod noun;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ActivityId, BranchId, Duration, Experiment};

pub use condition::*;
pub use effect::*;
pub use entry::*;
pub use fetch::*;
pub use flow::*;

/// One step of a journey.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// Stable key of reports and traces.
    pub id: ActivityId,
    /// What people see on the card.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What this step is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What it does.
    pub kind: Kind,
    /// Findings that somebody has looked at and lives with, each with the reason; never exported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suppressed: Vec<Suppression>,
    /// A remark for colleagues; never exported.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What an import could not map, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A finding that somebody has looked at and lives with. What a platform refuses cannot be suppressed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppression {
    /// Id of the rule.
    pub rule: String,
    /// Why it does not matter here.
    pub reason: String,
}

impl Activity {
    /// Its label; its id where nobody gave it one.
    pub fn label_or_id(&self) -> &str {
        if self.label.is_empty() { self.id.as_str() } else { &self.label }
    }
}

/// What an activity does.
#[expect(clippy::large_enum_variant, reason = "most activities are messages, and a journey has hundreds at most")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Kind {
    /// A unitary event: an entry, or a wait for an event in mid-journey.
    Event(EventActivity),
    /// A business event: concerns no single person; a read audience follows it.
    BusinessEvent(BusinessEventActivity),
    /// People who enter or leave an audience.
    AudienceQualification(AudienceQualification),
    /// Everyone in an audience, on a schedule.
    ReadAudience(ReadAudience),
    /// What somebody does with a message of this journey.
    Reaction(Reaction),
    /// A pause.
    Wait(Wait),
    /// A fork into paths.
    Condition(Condition),
    /// Offers that a decision policy chooses for the person.
    ContentDecision(ContentDecision),
    /// Records of a dataset.
    DatasetLookup(DatasetLookup),
    /// Into another journey, while this one goes on.
    Jump(Jump),
    /// An email, a text message, a push notification or a letter; something in an app or on a page.
    Message(Message),
    /// Several messages in apps and on pages at once.
    MultiAction(MultiAction),
    /// A call to another system.
    CustomAction(ActionCall),
    /// A transactional message of Adobe Campaign.
    Campaign(ActionCall),
    /// New values for the person's attributes.
    UpdateProfile(UpdateProfile),
}

impl Default for Kind {
    fn default() -> Self {
        Self::Event(EventActivity::default())
    }
}

/// Where a wire leaves an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Port {
    /// The one normal path.
    #[default]
    Next,
    /// A path of a condition.
    Branch(BranchId),
    /// Everybody who fits no path, or comes after the cap.
    Other,
    /// People who waited in vain.
    Timeout,
    /// People for whom the step failed or timed out.
    Error,
}

/// The hue and the heading under which an activity stands in the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Entries.
    Entry,
    /// Flow.
    Flow,
    /// Messages.
    Message,
    /// Integrations.
    Integration,
}

impl Kind {
    /// The ports that a wire can leave by, from top to bottom.
    pub fn ports(&self) -> Vec<Port> {
        let mut ports = Vec::new();
        match self {
            Self::Condition(condition) => {
                match &condition.test {
                    Test::Data(paths) | Test::Targeting(paths) => {
                        ports.extend(paths.iter().map(|path| Port::Branch(path.id.clone())))
                    }
                    Test::Time(paths) => ports.extend(paths.iter().map(|path| Port::Branch(path.id.clone()))),
                    Test::Date(paths) => ports.extend(paths.iter().map(|path| Port::Branch(path.id.clone()))),
                    Test::Split(paths) => ports.extend(paths.iter().map(|path| Port::Branch(path.id.clone()))),
                    Test::Experiment(experiment) => {
                        ports.extend(experiment.treatments.iter().map(|path| Port::Branch(path.id.clone())));
                    }
                    Test::ProfileCap(cap) => ports.push(Port::Branch(cap.id.clone())),
                }
                if condition.other_path || matches!(condition.test, Test::ProfileCap(_)) {
                    ports.push(Port::Other);
                }
            }
            _ => ports.push(Port::Next),
        }
        if self.timeout_path() {
            ports.push(Port::Timeout);
        }
        if self.error_path() == Some(true) {
            ports.push(Port::Error);
        }
        ports
    }

    /// The label of a condition's path, if it has one of this id.
    pub fn branch_label(&self, branch: &BranchId) -> Option<&str> {
        let Self::Condition(condition) = self else { return None };
        match &condition.test {
            Test::Data(paths) | Test::Targeting(paths) => {
                paths.iter().find(|path| &path.id == branch).map(|path| path.label.as_str())
            }
            Test::Time(paths) => paths.iter().find(|path| &path.id == branch).map(|path| path.label.as_str()),
            Test::Date(paths) => paths.iter().find(|path| &path.id == branch).map(|path| path.label.as_str()),
            Test::Split(paths) | Test::Experiment(Experiment { treatments: paths, .. }) => {
                paths.iter().find(|path| &path.id == branch).map(|path| path.label.as_str())
            }
            Test::ProfileCap(cap) => (&cap.id == branch).then_some(cap.label.as_str()),
        }
    }

    /// The same; the id of the path where nobody gave it a label.
    pub fn branch_label_or_id<'a>(&'a self, branch: &'a BranchId) -> &'a str {
        self.branch_label(branch).filter(|label| !label.is_empty()).unwrap_or(branch.as_str())
    }

    /// The messages of the step: one, or those of a multi action.
    pub fn messages(&self) -> &[Message] {
        match self {
            Self::Message(message) => std::slice::from_ref(message),
            Self::MultiAction(multi) => &multi.messages,
            _ => &[],
        }
    }

    /// The same, to be changed by an edit.
    pub fn messages_mut(&mut self) -> &mut [Message] {
        match self {
            Self::Message(message) => std::slice::from_mut(message),
            Self::MultiAction(multi) => &mut multi.messages,
            _ => &mut [],
        }
    }

    /// What stands before the names of the fields of the message of this number: nothing, or `messages.2.` in a multi
    /// action.
    pub fn before_fields(&self, index: usize) -> String {
        if matches!(self, Self::MultiAction(_)) { format!("messages.{index}.") } else { String::new() }
    }

    /// How expressions of later steps call what the step fetches; `None` for a step that fetches nothing.
    pub fn output(&self) -> Option<&str> {
        match self {
            Self::ContentDecision(decision) => Some(&decision.name),
            Self::DatasetLookup(lookup) => Some(&lookup.name),
            _ => None,
        }
    }

    /// The same, to be changed by an edit.
    pub fn output_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::ContentDecision(decision) => Some(&mut decision.name),
            Self::DatasetLookup(lookup) => Some(&mut lookup.name),
            _ => None,
        }
    }

    /// The timeout of a step that listens.
    pub fn timeout(&self) -> Option<Duration> {
        match self {
            Self::Event(event) => event.timeout,
            Self::AudienceQualification(qualification) => qualification.timeout,
            Self::Reaction(reaction) => reaction.timeout,
            _ => None,
        }
    }

    /// Whether people who wait in vain take a path of their own.
    pub fn timeout_path(&self) -> bool {
        match self {
            Self::Event(event) => event.timeout_path,
            Self::AudienceQualification(qualification) => qualification.timeout_path,
            Self::Reaction(reaction) => reaction.timeout_path,
            _ => false,
        }
    }

    /// Whether the step has its error path; `None` where it cannot have one.
    pub fn error_path(&self) -> Option<bool> {
        match self {
            Self::Condition(condition) => Some(condition.error_path),
            Self::Jump(jump) => Some(jump.error_path),
            Self::Message(message) => Some(message.error_path),
            Self::MultiAction(multi) => Some(multi.error_path),
            Self::CustomAction(call) | Self::Campaign(call) => Some(call.error_path),
            Self::UpdateProfile(update) => Some(update.error_path),
            _ => None,
        }
    }

    /// The family.
    pub fn family(&self) -> Family {
        match self {
            Self::Event(_) | Self::BusinessEvent(_) | Self::AudienceQualification(_) | Self::ReadAudience(_) => {
                Family::Entry
            }
            Self::Reaction(_)
            | Self::Wait(_)
            | Self::Condition(_)
            | Self::ContentDecision(_)
            | Self::DatasetLookup(_)
            | Self::Jump(_) => Family::Flow,
            Self::Message(_) | Self::MultiAction(_) => Family::Message,
            Self::CustomAction(_) | Self::Campaign(_) | Self::UpdateProfile(_) => Family::Integration,
        }
    }

    /// True for what the field calls an action: it does something outside the flow.
    pub fn is_action(&self) -> bool {
        matches!(
            self,
            Self::Message(_)
                | Self::MultiAction(_)
                | Self::CustomAction(_)
                | Self::Campaign(_)
                | Self::UpdateProfile(_)
                | Self::Jump(_)
        )
    }

    /// True for what can begin a journey.
    pub fn can_enter(&self) -> bool {
        self.family() == Family::Entry
    }

    /// The word that begins ids of this kind (`wait-k7qd`).
    pub fn id_kind(&self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::BusinessEvent(_) => "business",
            Self::AudienceQualification(_) => "qualify",
            Self::ReadAudience(_) => "read",
            Self::Reaction(_) => "reaction",
            Self::Wait(_) => "wait",
            Self::Condition(_) => "condition",
            Self::ContentDecision(_) => "decision",
            Self::DatasetLookup(_) => "lookup",
            Self::Jump(_) => "jump",
            Self::Message(message) => match message.medium {
                Medium::Email => "email",
                Medium::Sms => "sms",
                Medium::Push => "push",
                Medium::DirectMail => "mail",
                Medium::WhatsApp => "whatsapp",
                Medium::InApp => "inapp",
                Medium::Web => "web",
                Medium::CodeBased => "code",
                Medium::ContentCard => "card",
            },
            Self::MultiAction(_) => "multi",
            Self::CustomAction(_) => "action",
            Self::Campaign(_) => "campaign",
            Self::UpdateProfile(_) => "update",
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}

/// Whether a field is at its default and is therefore left out of the text form.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
