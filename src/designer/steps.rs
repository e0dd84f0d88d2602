//! The steps that can be put on the canvas, as the palette and every picker offer them.

use crate::journey::{
    ActionCall, AudienceQualification, BusinessEventActivity, Condition, EventActivity, Family, Jump, Kind, Medium,
    Message, Reaction, ReadAudience, UpdateProfile, Wait,
};

use super::icons::Icon;
use super::words::word;

/// One kind of step. While it is dragged from the palette it is the payload of egui's drag and drop.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Key of its name in the file of words, below `step`.
    pub key: &'static str,
    /// Heading under which it stands.
    pub family: Family,
    make: fn() -> Kind,
}

impl Step {
    /// Its name: "Wait".
    pub fn name(&self) -> &'static str {
        word(&format!("step.{}", self.key))
    }

    /// Nothing filled in yet.
    pub fn kind(&self) -> Kind {
        (self.make)()
    }

    /// Its icon.
    pub fn icon(&self) -> Icon {
        Icon::of(&self.kind())
    }
}

/// Every step, in the palette's order.
pub static STEPS: &[Step] = &[
    Step { key: "event", family: Family::Entry, make: || Kind::Event(EventActivity::default()) },
    Step {
        key: "audience_qualification",
        family: Family::Entry,
        make: || Kind::AudienceQualification(AudienceQualification::default()),
    },
    Step { key: "read_audience", family: Family::Entry, make: || Kind::ReadAudience(ReadAudience::default()) },
    Step {
        key: "business_event",
        family: Family::Entry,
        make: || Kind::BusinessEvent(BusinessEventActivity::default()),
    },
    Step { key: "wait", family: Family::Flow, make: || Kind::Wait(Wait::default()) },
    Step { key: "condition", family: Family::Flow, make: || Kind::Condition(Condition::default()) },
    Step { key: "reaction", family: Family::Flow, make: || Kind::Reaction(Reaction::default()) },
    Step { key: "jump", family: Family::Flow, make: || Kind::Jump(Jump::default()) },
    Step { key: "email", family: Family::Message, make: || message(Medium::Email) },
    Step { key: "sms", family: Family::Message, make: || message(Medium::Sms) },
    Step { key: "push", family: Family::Message, make: || message(Medium::Push) },
    Step { key: "direct_mail", family: Family::Message, make: || message(Medium::DirectMail) },
    Step { key: "custom_action", family: Family::Integration, make: || Kind::CustomAction(ActionCall::default()) },
    Step { key: "campaign", family: Family::Integration, make: || Kind::Campaign(ActionCall::default()) },
    Step { key: "update_profile", family: Family::Integration, make: || Kind::UpdateProfile(UpdateProfile::default()) },
];

fn message(medium: Medium) -> Kind {
    Kind::Message(Message { medium, ..Message::default() })
}

/// The step that makes activities of this kind.
pub fn of(kind: &Kind) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.kind().id_kind() == kind.id_kind())
}
