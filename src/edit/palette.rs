//! The palette: everything that can be put on the canvas, each with the fields that a new one begins with.

use jiff::civil;

use crate::journey::{
    ActionCall, Activity, AudienceQualification, BranchId, BusinessEventActivity, Condition, ContentDecision, DataPath,
    Dataset, DatasetLookup, DatePath, Destination, Duration, EventActivity, EventKind, Experiment, Family, Hours,
    JourneyId, Jump, Kind, Medium, Message, MultiAction, ProfileCap, Reaction, ReadAudience, SchemaClass, SplitPath,
    Test, TimePath, UpdateProfile, Wait, Weekday, Workspace,
};

use super::new::free;
use super::placeholder;

/// One entry of the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stencil {
    /// A unitary event as an entry.
    Event,
    /// A business event and the read audience that follows it.
    BusinessEvent,
    /// People who enter or leave an audience.
    AudienceQualification,
    /// Everyone in an audience.
    ReadAudience,
    /// A pause.
    Wait,
    /// A fork by data.
    DataCondition,
    /// A fork by hour and day of week.
    TimeCondition,
    /// A fork by date.
    DateCondition,
    /// A fork by chance.
    Split,
    /// A fork by chance that finds out what does best.
    Experiment,
    /// A fork by rules over the person.
    Targeting,
    /// The first so many people.
    ProfileCap,
    /// A wait for an event in mid-journey.
    WaitForEvent,
    /// A wait for what somebody does with a message.
    Reaction,
    /// Offers that suit the person.
    ContentDecision,
    /// Records of a dataset.
    DatasetLookup,
    /// Into another journey.
    Jump,
    /// An email.
    Email,
    /// A text message.
    Sms,
    /// A push notification.
    Push,
    /// A message in WhatsApp.
    WhatsApp,
    /// A letter.
    DirectMail,
    /// A message inside an app.
    InApp,
    /// A change of a web page.
    Web,
    /// Content that the app or page draws by itself.
    CodeBased,
    /// A card in an app or on a page.
    ContentCard,
    /// Several of them at once.
    MultiAction,
    /// A call to any system.
    CustomAction,
    /// A message by Campaign v7.
    CampaignV7,
    /// A message by Campaign v8.
    CampaignV8,
    /// A message by Campaign Standard.
    CampaignStandard,
    /// New values for the person's attributes.
    UpdateProfile,
}

impl Stencil {
    /// Every entry, in the palette's order.
    pub const ALL: [Self; 32] = [
        Self::Event,
        Self::BusinessEvent,
        Self::AudienceQualification,
        Self::ReadAudience,
        Self::Wait,
        Self::DataCondition,
        Self::TimeCondition,
        Self::DateCondition,
        Self::Split,
        Self::ProfileCap,
        Self::WaitForEvent,
        Self::Reaction,
        Self::Jump,
        Self::Experiment,
        Self::Targeting,
        Self::ContentDecision,
        Self::DatasetLookup,
        Self::Email,
        Self::Sms,
        Self::Push,
        Self::WhatsApp,
        Self::DirectMail,
        Self::InApp,
        Self::Web,
        Self::CodeBased,
        Self::ContentCard,
        Self::MultiAction,
        Self::CustomAction,
        Self::CampaignV7,
        Self::CampaignV8,
        Self::CampaignStandard,
        Self::UpdateProfile,
    ];

    /// The key under which the words of the window say it: `wait-for-event`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::BusinessEvent => "business-event",
            Self::AudienceQualification => "audience-qualification",
            Self::ReadAudience => "read-audience",
            Self::Wait => "wait",
            Self::DataCondition => "data-condition",
            Self::TimeCondition => "time-condition",
            Self::DateCondition => "date-condition",
            Self::Split => "split",
            Self::Experiment => "experiment",
            Self::Targeting => "targeting",
            Self::ProfileCap => "profile-cap",
            Self::WaitForEvent => "wait-for-event",
            Self::Reaction => "reaction",
            Self::ContentDecision => "content-decision",
            Self::DatasetLookup => "dataset-lookup",
            Self::Jump => "jump",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Push => "push",
            Self::WhatsApp => "whatsapp",
            Self::DirectMail => "direct-mail",
            Self::InApp => "in-app",
            Self::Web => "web",
            Self::CodeBased => "code-based",
            Self::ContentCard => "content-card",
            Self::MultiAction => "multi-action",
            Self::CustomAction => "custom-action",
            Self::CampaignV7 => "campaign-v7",
            Self::CampaignV8 => "campaign-v8",
            Self::CampaignStandard => "campaign-standard",
            Self::UpdateProfile => "update-profile",
        }
    }

    /// The heading under which it stands. A wait for an event is flow, although the activity is that of an entry.
    pub fn family(self) -> Family {
        match self {
            Self::Event | Self::BusinessEvent | Self::AudienceQualification | Self::ReadAudience => Family::Entry,
            Self::Email
            | Self::Sms
            | Self::Push
            | Self::WhatsApp
            | Self::DirectMail
            | Self::InApp
            | Self::Web
            | Self::CodeBased
            | Self::ContentCard
            | Self::MultiAction => Family::Message,
            Self::CustomAction | Self::CampaignV7 | Self::CampaignV8 | Self::CampaignStandard | Self::UpdateProfile => {
                Family::Integration
            }
            _ => Family::Flow,
        }
    }

    /// True for what people find in an app: it goes when their journey ends, so that a wait is put after it.
    pub fn needs_time(self) -> bool {
        matches!(self, Self::InApp | Self::CodeBased | Self::ContentCard | Self::MultiAction)
    }

    /// True where a journey begins with it and nothing leads to it.
    pub fn only_begins(self) -> bool {
        matches!(self, Self::Event | Self::BusinessEvent)
    }

    /// A new activity with placeholder ids whose numbers begin with `number`; what the workspace suggests is
    /// filled in: the channel that fits, the only event there is.
    pub fn activity(self, workspace: &Workspace, journey: &JourneyId, number: usize) -> Activity {
        let kind = self.kind(workspace, journey, number);
        Activity { id: placeholder(kind.id_kind(), number).as_str().into(), kind, ..Activity::default() }
    }

    /// What such an activity is, with what the workspace suggests filled in.
    pub fn kind(self, workspace: &Workspace, journey: &JourneyId, number: usize) -> Kind {
        match self {
            Self::Event => {
                Kind::Event(EventActivity { event: only_event(workspace, EventKind::Unitary), ..Default::default() })
            }
            Self::BusinessEvent => {
                Kind::BusinessEvent(BusinessEventActivity { event: only_event(workspace, EventKind::Business) })
            }
            Self::AudienceQualification => Kind::AudienceQualification(AudienceQualification {
                audience: only(&workspace.inventory.audiences).map(|audience| audience.id.clone()),
                behaviour: Some(crate::journey::Behaviour::Enter),
                namespace: people_namespace(workspace),
                ..Default::default()
            }),
            Self::ReadAudience => Kind::ReadAudience(ReadAudience {
                audience: only(&workspace.inventory.audiences).map(|audience| audience.id.clone()),
                namespace: people_namespace(workspace),
                ..Default::default()
            }),
            Self::Wait => Kind::Wait(Wait::Duration(Duration::Hours(1))),
            Self::DataCondition
            | Self::TimeCondition
            | Self::DateCondition
            | Self::Split
            | Self::Experiment
            | Self::Targeting
            | Self::ProfileCap => Kind::Condition(self.condition(number)),
            Self::WaitForEvent => {
                Kind::Event(EventActivity { event: None, timeout: Some(Duration::Days(1)), timeout_path: true })
            }
            Self::Reaction => Kind::Reaction(Reaction {
                message: only_message(workspace, journey),
                timeout: Some(Duration::Days(1)),
                timeout_path: true,
                ..Default::default()
            }),
            Self::ContentDecision => Kind::ContentDecision(ContentDecision {
                name: free_output(workspace, journey, "Offers"),
                policy: only(&workspace.inventory.decision_policies).map(|policy| policy.id.clone()),
            }),
            Self::DatasetLookup => {
                let enabled: Vec<&Dataset> =
                    workspace.inventory.datasets.iter().filter(|dataset| dataset.lookup).collect();
                Kind::DatasetLookup(DatasetLookup {
                    name: free_output(workspace, journey, "Records"),
                    dataset: only(&enabled).map(|dataset| dataset.id.clone()),
                    ..DatasetLookup::default()
                })
            }
            Self::Jump => Kind::Jump(Jump::default()),
            Self::Email => message(workspace, Medium::Email),
            Self::Sms => message(workspace, Medium::Sms),
            Self::Push => message(workspace, Medium::Push),
            Self::WhatsApp => message(workspace, Medium::WhatsApp),
            Self::DirectMail => message(workspace, Medium::DirectMail),
            Self::InApp => message(workspace, Medium::InApp),
            Self::Web => message(workspace, Medium::Web),
            Self::CodeBased => message(workspace, Medium::CodeBased),
            Self::ContentCard => message(workspace, Medium::ContentCard),
            Self::MultiAction => {
                let messages = [Medium::InApp, Medium::Web].map(|medium| new_message(workspace, medium));
                Kind::MultiAction(MultiAction { messages: messages.to_vec(), error_path: false })
            }
            Self::CustomAction => Kind::CustomAction(call(workspace, Destination::ThirdParty)),
            Self::CampaignV7 => Kind::Campaign(call(workspace, Destination::CampaignV7)),
            Self::CampaignV8 => Kind::Campaign(call(workspace, Destination::CampaignV8)),
            Self::CampaignStandard => Kind::Campaign(call(workspace, Destination::CampaignStandard)),
            Self::UpdateProfile => Kind::UpdateProfile(UpdateProfile {
                schema: workspace
                    .inventory
                    .schemas
                    .iter()
                    .find(|schema| schema.class == SchemaClass::IndividualProfile)
                    .map(|schema| schema.id.clone()),
                ..Default::default()
            }),
        }
    }

    fn condition(self, number: usize) -> Condition {
        let path = |offset: usize| BranchId(placeholder("path", number + offset));
        let fork = |test: Test, other_path: bool| Condition { test, other_path, error_path: false };
        match self {
            Self::DataCondition => {
                // One question at first: the others go by "everyone else".
                let first = DataPath { id: path(0), label: "Path 1".to_owned(), ..Default::default() };
                fork(Test::Data(vec![first]), true)
            }
            Self::TimeCondition => fork(Test::Time(vec![office_hours(path(0))]), true),
            Self::DateCondition => fork(
                Test::Date(vec![DatePath { id: path(0), label: "In the period".to_owned(), from: None, to: None }]),
                true,
            ),
            Self::Split => {
                let halves = ["Half A", "Half B"].into_iter().enumerate();
                let paths = halves.map(|(at, label)| SplitPath { id: path(at), label: label.to_owned(), share: 5_000 });
                fork(Test::Split(paths.collect()), false)
            }
            Self::Experiment => {
                let halves = ["Treatment A", "Treatment B"].into_iter().enumerate();
                let path =
                    |(at, label): (usize, &str)| SplitPath { id: path(at), label: label.to_owned(), share: 5_000 };
                let treatments = halves.map(path).collect();
                fork(Test::Experiment(Experiment { treatments, ..Experiment::default() }), false)
            }
            Self::Targeting => {
                let first = DataPath { id: path(0), label: "Group 1".to_owned(), ..Default::default() };
                fork(Test::Targeting(vec![first]), true)
            }
            _ => fork(
                Test::ProfileCap(ProfileCap {
                    id: path(0),
                    label: "Within the cap".to_owned(),
                    limit: ProfileCap::DEFAULT_LIMIT,
                }),
                true,
            ),
        }
    }
}

/// The one object where there is no other: then nobody has to choose.
fn only<T>(list: &[T]) -> Option<&T> {
    match list {
        [only] => Some(only),
        _ => None,
    }
}

fn only_event(workspace: &Workspace, kind: EventKind) -> Option<crate::journey::EventId> {
    let mut fitting = workspace.inventory.events.iter().filter(|event| event.kind == kind);
    let first = fitting.next()?;
    fitting.next().is_none().then(|| first.id.clone())
}

fn only_message(workspace: &Workspace, journey: &JourneyId) -> Option<crate::journey::ActivityId> {
    let journey = workspace.journeys.get(journey)?;
    let mut messages = journey.activities.iter().filter(|activity| matches!(activity.kind, Kind::Message(_)));
    let first = messages.next()?;
    messages.next().is_none().then(|| first.id.clone())
}

/// A name that no step of the journey gives what it fetches.
fn free_output(workspace: &Workspace, journey: &JourneyId, name: &str) -> String {
    let steps = workspace.journeys.get(journey).map(|journey| journey.activities.as_slice()).unwrap_or_default();
    let taken: Vec<&str> = steps.iter().filter_map(|step| step.kind.output()).collect();
    free(name, "", &taken)
}

fn people_namespace(workspace: &Workspace) -> Option<crate::journey::NamespaceId> {
    workspace.inventory.namespaces.iter().find(|namespace| namespace.people).map(|namespace| namespace.id.clone())
}

fn office_hours(id: BranchId) -> TimePath {
    let hours = Hours { from: civil::time(9, 0, 0, 0), to: civil::time(17, 0, 0, 0) };
    let days = vec![Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
    TimePath { id, label: "Office hours".to_owned(), hours: Some(hours), days }
}

fn message(workspace: &Workspace, medium: Medium) -> Kind {
    Kind::Message(new_message(workspace, medium))
}

fn new_message(workspace: &Workspace, medium: Medium) -> Message {
    let channel = workspace.inventory.channels.iter().find(|channel| channel.medium == medium);
    Message { medium, channel: channel.map(|channel| channel.id.clone()), ..Default::default() }
}

fn call(workspace: &Workspace, destination: Destination) -> ActionCall {
    let action = workspace.inventory.actions.iter().find(|action| action.destination == destination);
    ActionCall { action: action.map(|action| action.id.clone()), ..Default::default() }
}
