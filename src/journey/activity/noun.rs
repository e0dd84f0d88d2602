//! What people call a kind of step in a sentence: for steps that have no label, and for kinds that somebody does not
//! know.

use super::{Activity, Kind, Medium};

impl Activity {
    /// Its label; what it is where nobody gave it one: "wait".
    pub fn label_or_noun(&self) -> &str {
        if self.label.is_empty() { self.kind.noun() } else { &self.label }
    }
}

impl Kind {
    /// What an activity of this kind is called.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::BusinessEvent(_) => "business event",
            Self::AudienceQualification(_) => "audience qualification",
            Self::ReadAudience(_) => "read audience",
            Self::Reaction(_) => "reaction",
            Self::Wait(_) => "wait",
            Self::Condition(_) => "condition",
            Self::ContentDecision(_) => "content decision",
            Self::DatasetLookup(_) => "dataset lookup",
            Self::Jump(_) => "jump",
            Self::Message(message) => message.medium.noun(),
            Self::MultiAction(_) => "multi action",
            Self::CustomAction(_) => "custom action",
            Self::Campaign(_) => "Campaign message",
            Self::UpdateProfile(_) => "profile update",
        }
    }
}

impl Medium {
    /// What a message of this kind is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "text message",
            Self::Push => "push notification",
            Self::DirectMail => "letter",
            Self::WhatsApp => "WhatsApp message",
            Self::InApp => "in-app message",
            Self::Web => "web experience",
            Self::CodeBased => "code-based experience",
            Self::ContentCard => "content card",
        }
    }
}
