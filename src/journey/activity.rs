//! Activities: the steps of a journey and every field that a marketer fills.
//!
//! An activity that is still being filled keeps `None` or an empty text; the checks say what is
//! missing. The end of a path is not an activity: it is drawn by itself (see [`super::EndLabel`]).

use std::collections::BTreeMap;

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActionId, ActivityId, AudienceId, BranchId, ChannelId, Duration, EventId, Experiment, Expression, JourneyId,
    NamespaceId, RuleSetId, SchemaId, SendTime, SendTimeWait, SupplementalId, Template, Waves,
};

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

/// Fields of [`Kind::Event`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventActivity {
    /// The event that is listened for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// In mid-journey: how long to listen, at most 90 days. Without it the step listens until the journey's own end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Whether people who time out take a path of their own; otherwise they go on as if the event had come.
    #[serde(default, skip_serializing_if = "is_false")]
    pub timeout_path: bool,
}

/// Fields of [`Kind::BusinessEvent`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessEventActivity {
    /// The business event that starts the journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
}

/// Which change of membership counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Behaviour {
    /// People who come in.
    #[default]
    Enter,
    /// People who go out.
    Exit,
    /// Both.
    Both,
}

/// Fields of [`Kind::AudienceQualification`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AudienceQualification {
    /// The audience that is watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceId>,
    /// Entrances, exits or both; `None` until chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behaviour: Option<Behaviour>,
    /// Identity type; needed where this is the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<NamespaceId>,
    /// In mid-journey: how long to listen, at most 90 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Whether people who time out take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub timeout_path: bool,
}

/// Fields of [`Kind::ReadAudience`]; when it runs stands in [`super::Properties::schedule`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadAudience {
    /// The audience that is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceId>,
    /// Identity type; people without one do not enter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<NamespaceId>,
    /// Profiles a second, 500 to 20,000.
    #[serde(default = "ReadAudience::default_rate", skip_serializing_if = "ReadAudience::is_default_rate")]
    pub reading_rate: i64,
    /// Where the audience is read once: the groups in which people are let in, one after the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waves: Option<Waves>,
    /// What tells several runs of one person apart; then at most 500 profiles a second are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplemental: Option<SupplementalId>,
}

impl ReadAudience {
    /// The platform's own reading rate, in profiles a second.
    pub const DEFAULT_RATE: i64 = 5_000;

    fn default_rate() -> i64 {
        Self::DEFAULT_RATE
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_default_rate(rate: &i64) -> bool {
        *rate == Self::DEFAULT_RATE
    }
}

impl Default for ReadAudience {
    fn default() -> Self {
        Self { audience: None, namespace: None, reading_rate: Self::DEFAULT_RATE, waves: None, supplemental: None }
    }
}

/// What somebody can do with a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum ReactionKind {
    /// The message was opened.
    #[default]
    Opened,
    /// A tracked link was clicked.
    Clicked,
    /// The message was sent (Campaign Standard).
    Sent,
    /// The message failed (Campaign Standard).
    Failed,
}

/// Fields of [`Kind::Reaction`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// The message of this journey that is watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<ActivityId>,
    /// What is waited for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reaction: ReactionKind,
    /// How long, 40 seconds to 90 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Whether people who do not react take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub timeout_path: bool,
}

/// Fields of [`Kind::Wait`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Wait {
    /// For a length of time, at most 90 days.
    Duration(Duration),
    /// Until a date and time, in the journey's time zone.
    Date(civil::DateTime),
    /// Until what the expression yields: a date-time without zone, read in the journey's time zone.
    Custom(Expression),
    /// Until the hour that suits the person to get a message.
    SendTime(SendTimeWait),
}

impl Default for Wait {
    fn default() -> Self {
        Self::Duration(Duration::default())
    }
}

/// Fields of [`Kind::Condition`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// How the path is chosen.
    pub test: Test,
    /// Whether people who match no path take a path of their own; otherwise they leave here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub other_path: bool,
    /// Whether people for whom the condition fails or times out take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// How a condition chooses; the first path that fits, from top to bottom, is taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Test {
    /// By data: each path has an expression.
    Data(Vec<DataPath>),
    /// By hour and day of week, in the journey's time zone.
    Time(Vec<TimePath>),
    /// By date, in the journey's time zone.
    Date(Vec<DatePath>),
    /// By chance.
    Split(Vec<SplitPath>),
    /// By chance, to find out which path does best.
    Experiment(Experiment),
    /// By rules over the person: each path has one.
    Targeting(Vec<DataPath>),
    /// The first so many people take the path, everybody after them the other one.
    ProfileCap(ProfileCap),
}

impl Test {
    /// The paths that ask something of each person, where the test has such.
    pub fn questions(&self) -> Option<&[DataPath]> {
        match self {
            Self::Data(paths) | Self::Targeting(paths) => Some(paths),
            _ => None,
        }
    }

    /// The paths that chance chooses from, where it does.
    pub fn shares(&self) -> Option<&[SplitPath]> {
        match self {
            Self::Split(paths) | Self::Experiment(Experiment { treatments: paths, .. }) => Some(paths),
            _ => None,
        }
    }
}

impl Default for Test {
    fn default() -> Self {
        Self::Data(Vec::new())
    }
}

/// A path of a data condition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataPath {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// True for the people who take it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub expression: Expression,
}

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of the week of a date.
    pub fn of(date: civil::Date) -> Self {
        match date.weekday() {
            civil::Weekday::Monday => Self::Monday,
            civil::Weekday::Tuesday => Self::Tuesday,
            civil::Weekday::Wednesday => Self::Wednesday,
            civil::Weekday::Thursday => Self::Thursday,
            civil::Weekday::Friday => Self::Friday,
            civil::Weekday::Saturday => Self::Saturday,
            civil::Weekday::Sunday => Self::Sunday,
        }
    }

    /// The day after it.
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }

    /// `Monday`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

/// A window of the day, from inclusive, to exclusive; it may cross midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First moment inside.
    pub from: civil::Time,
    /// First moment after.
    pub to: civil::Time,
}

/// A path of a time condition; without `days` every day, without `hours` the whole day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimePath {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// The window of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// The days of the week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
}

/// A path of a date condition: from the first day to the last, both inclusive; either may be open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatePath {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<civil::Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<civil::Date>,
}

/// A path of a percentage split.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitPath {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Its share in hundredths of a percent: 3,333 is 33.33 %.
    pub share: u32,
}

/// The capped path of a profile-cap condition; people beyond the cap take [`Port::Other`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileCap {
    /// Stable key of the path.
    pub id: BranchId,
    /// What the wire says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// How many people take it, counted per journey version.
    pub limit: u64,
}

impl ProfileCap {
    /// The platform's own cap.
    pub const DEFAULT_LIMIT: u64 = 1_000;
}

/// Fields of [`Kind::Jump`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jump {
    /// The journey that is entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<JourneyId>,
    /// The target's entry event when the jump was set up; if the target now begins otherwise the mapping is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EventId>,
    /// Field of the target's event → expression in this journey. The identity is mapped by itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mapping: BTreeMap<String, Expression>,
    /// Whether people for whom the jump fails take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// What carries a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Medium {
    /// Email.
    #[default]
    Email,
    /// SMS.
    Sms,
    /// Push notification.
    Push,
    /// A printed letter.
    DirectMail,
    /// A message in WhatsApp.
    WhatsApp,
    /// A message inside an app, which its user sees when they open it.
    InApp,
    /// A change of a web page for its visitor.
    Web,
    /// Content for a place that the app or page draws by itself.
    CodeBased,
    /// A card among others in an app or page.
    ContentCard,
}

impl Medium {
    /// Every medium, in the palette's order.
    pub const ALL: [Self; 9] = [
        Self::Email,
        Self::Sms,
        Self::Push,
        Self::WhatsApp,
        Self::DirectMail,
        Self::InApp,
        Self::Web,
        Self::CodeBased,
        Self::ContentCard,
    ];

    /// True where nothing is sent: people find the message in the app or on the page when they come there, as long as
    /// their journey lasts.
    pub fn is_inbound(self) -> bool {
        matches!(self, Self::InApp | Self::Web | Self::CodeBased | Self::ContentCard)
    }

    /// Whether the message has a subject, a title or a reference beside its text.
    pub fn has_subject(self) -> bool {
        matches!(self, Self::Email | Self::Push | Self::DirectMail | Self::InApp | Self::ContentCard)
    }

    /// Whether the platform can pick the hour that suits each person.
    pub fn has_send_time(self) -> bool {
        matches!(self, Self::Email | Self::Push)
    }
}

/// Fields of [`Kind::Message`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// What carries it.
    pub medium: Medium,
    /// The channel configuration: sender and address field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// Overrides the address that the channel names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub address: Expression,
    /// Subject of an email, title of a push notification, reference of a letter; unused for SMS.
    #[serde(default, skip_serializing_if = "is_default")]
    pub subject: Template,
    /// Plain text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: Template,
    /// HTML; email only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub html: Template,
    /// Caps and quiet hours that hold this message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<RuleSetId>,
    /// Where it goes out at the hour that suits the person rather than at once; email and push.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_time: Option<SendTime>,
    /// Whether opens are tracked; email only.
    #[serde(default, skip_serializing_if = "is_false")]
    pub track_opens: bool,
    /// Whether clicks are tracked; email and SMS.
    #[serde(default, skip_serializing_if = "is_false")]
    pub track_clicks: bool,
    /// Whether people for whom sending fails take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// Fields of [`Kind::MultiAction`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MultiAction {
    /// One to ten messages in apps and on pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// Whether people for whom one of them fails take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// Fields of [`Kind::CustomAction`] and [`Kind::Campaign`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionCall {
    /// The action that is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// The variable tail of the URL.
    #[serde(default, skip_serializing_if = "is_default")]
    pub path: Expression,
    /// Custom actions: for what purpose this journey calls, beside what the action itself requires. Its consent
    /// policies hold too.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub additional_marketing_action: String,
    /// Variable of the action (`header.X-Trace`, `query.city`, `body.to.phone`) → expression.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Expression>,
    /// Whether people for whom the call fails or times out take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// Fields of [`Kind::UpdateProfile`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateProfile {
    /// The profile schema that is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// The dataset that receives the values.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dataset: String,
    /// One to five fields and their new values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldUpdate>,
    /// Whether people for whom the update fails take a path of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub error_path: bool,
}

/// One field that an update writes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldUpdate {
    /// Path of the field in the schema.
    pub field: String,
    /// Its new value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub value: Expression,
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
            Self::Reaction(_) | Self::Wait(_) | Self::Condition(_) | Self::Jump(_) => Family::Flow,
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
