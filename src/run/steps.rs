//! What a run leaves behind: its steps and its end, in the words of the platform's own step events.
//!
//! Statuses and discard codes are those of "Journey step event fields", help/using/reports/sharing-field-list.md;
//! `waiting` and the reasons of an end are ours.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::journey::{ActivityId, BranchId, ExitCriterionId, Port, is_default};

/// What one activity did for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Which activity.
    pub activity: ActivityId,
    /// When it was done; for [`Status::Waiting`], when the run was left.
    #[serde(with = "moment")]
    pub at: Timestamp,
    /// How it went.
    pub status: Status,
    /// By which path the person goes on: the id of a branch, or `other`, `timeout`, `error`; absent for the one
    /// normal path and where the person goes no further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// Why, in plain words, with the values that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The call to another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Request>,
    /// The message as the person sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Letter>,
    /// The others of a multi action, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Letter>,
    /// What it cost, and what went wrong on the way.
    #[serde(default, skip_serializing_if = "Effort::is_none")]
    pub effort: Effort,
    /// The exit criterion by which the run ended here.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "exitCriterion")]
    pub exit_criterion: Option<ExitCriterionId>,
}

/// What a step cost, and what went wrong on the way; what does not differ from nothing is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Effort {
    /// Why it failed: an HTTP status, `timedOut`, `capped`, `policy`, `missingSecret`, `unsendable`, `replyTooLarge`,
    /// `untrusted`, `unreachable`, `noToken`, `error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Why the attempt before the last one failed: `http_503`, `internalError`, `unreachable`, `noToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Attempts after the first.
    #[serde(skip_serializing_if = "is_default")]
    pub retries: u32,
    /// Milliseconds from the first attempt to the last answer, those in a queue included.
    #[serde(skip_serializing_if = "is_default")]
    pub call_ms: i64,
    /// Milliseconds of these for which attempts waited for their turn.
    #[serde(skip_serializing_if = "is_default")]
    pub queued_ms: i64,
    /// Questions to data sources.
    #[serde(skip_serializing_if = "is_default")]
    pub fetches: u32,
    /// Milliseconds that these took.
    #[serde(skip_serializing_if = "is_default")]
    pub fetch_ms: i64,
    /// Whether a data source failed rather than the step itself.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fetch_failed: bool,
}

impl Effort {
    /// Whether it cost nothing and all went well.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl Step {
    /// Every message of the step.
    pub fn messages(&self) -> impl Iterator<Item = &Letter> {
        self.message.iter().chain(&self.further)
    }

    /// The port by which the person went on; `None` where the path ends.
    pub fn port(&self) -> Option<Port> {
        match self.branch.as_deref() {
            None => (self.status == Status::Transitions).then_some(Port::Next),
            Some("other") => Some(Port::Other),
            Some("timeout") => Some(Port::Timeout),
            Some("error") => Some(Port::Error),
            Some(branch) => Some(Port::Branch(BranchId::from(branch))),
        }
    }

    /// One line, as an expectation states it: time, activity, and what followed.
    pub fn line(&self) -> String {
        let mut line = format!("{} {} {}", moment::text(self.at), self.activity, self.status.word());
        if let Some(branch) = &self.branch {
            line.push(' ');
            line.push_str(branch);
        }
        if let Some(request) = &self.action {
            line.push_str(&format!(" | {} {}", request.method, request.url));
            if let Some(body) = &request.body {
                line.push_str(&format!(" {body}"));
            }
        }
        for letter in self.messages() {
            line.push_str(&format!(" | {} to {}", letter.channel, letter.to));
            if !letter.subject.is_empty() {
                line.push_str(&format!(": {}", letter.subject));
            }
        }
        line
    }

    /// Reads a line that [`Step::line`] wrote: the step without its call and message, and what the line says of those.
    /// `None` where it is no such line.
    pub fn read_line(line: &str) -> Option<(Self, Option<&str>)> {
        let (step, sent) = line.split_once(" | ").map_or((line, None), |(step, sent)| (step, Some(sent)));
        let mut words = step.split(' ');
        let step = Self {
            at: words.next()?.parse().ok()?,
            activity: ActivityId::from(words.next()?),
            status: Status::from_word(words.next()?)?,
            branch: words.next().map(str::to_owned),
            because: None,
            action: None,
            message: None,
            further: Vec::new(),
            effort: Effort::default(),
            exit_criterion: None,
        };
        words.next().is_none().then_some((step, sent))
    }
}

/// The word for a port in a trace; none for the normal path.
pub(super) fn branch_word(port: &Port) -> Option<String> {
    match port {
        Port::Next => None,
        Port::Branch(id) => Some(id.as_str().to_owned()),
        Port::Other => Some("other".to_owned()),
        Port::Timeout => Some("timeout".to_owned()),
        Port::Error => Some("error".to_owned()),
    }
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// It is done and the path ends here.
    Ended,
    /// It failed.
    Error,
    /// It is done and the person goes on.
    Transitions,
    /// Refused by a cap.
    Capped,
    /// It took longer than it may.
    #[serde(rename = "timedout")]
    TimedOut,
    /// The journey's own time was over.
    InstanceTimedout,
    /// Not done when the run was left.
    Waiting,
}

impl Status {
    const ALL: [Self; 7] = [
        Self::Ended,
        Self::Error,
        Self::Transitions,
        Self::Capped,
        Self::TimedOut,
        Self::InstanceTimedout,
        Self::Waiting,
    ];

    /// The status that this word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The word of the trace.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Error => "error",
            Self::Transitions => "transitions",
            Self::Capped => "capped",
            Self::TimedOut => "timedout",
            Self::InstanceTimedout => "instanceTimedout",
            Self::Waiting => "waiting",
        }
    }
}

/// A call to another system, as it leaves the house; secrets stand as `<secret NAME>`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// `GET`, `POST`…
    pub method: String,
    /// With path and query.
    pub url: String,
    /// By name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body as JSON; absent where none is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<serde_json::Value>,
}

/// A message as the person sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Name of the channel configuration, else the medium: `email`, `sms`, `push`, `directMail`.
    pub channel: String,
    /// The address.
    pub to: String,
    /// The title of the treatment or rule, where it does not say the same to everybody.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub treatment: String,
    /// In which language, where it is written in several.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Subject or title; absent where the medium has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// Plain text, or HTML where there is no plain text.
    pub body: String,
    /// HTML, which mail programs show in place of the text; absent where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub html: String,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// Why.
    pub reason: Reason,
    /// When.
    #[serde(with = "moment")]
    pub at: Timestamp,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The path was walked to its end.
    Completed,
    /// At a condition without a fitting path.
    NoPath,
    /// An exit criterion was met.
    ExitCriteria,
    /// A step failed and had no path for that.
    Error,
    /// Inside for 91 days.
    InstanceTimedout,
    /// Taken out by the next occurrence of a recurring journey.
    Ejected,
    /// The journey's end date came.
    JourneyEnded,
    /// Stopped by hand.
    Stopped,
    /// Came to an action while the journey was paused, which holds nobody.
    Paused,
    /// A message fell into quiet hours that drop it.
    QuietHours,
    /// The dry run was over first.
    Running,
    /// Never let in.
    Discarded(Discard),
}

impl Reason {
    const PLAIN: [(Self, &'static str); 11] = [
        (Self::Completed, "completed"),
        (Self::NoPath, "noPath"),
        (Self::ExitCriteria, "exitCriteria"),
        (Self::Error, "error"),
        (Self::InstanceTimedout, "instanceTimedout"),
        (Self::Ejected, "ejected"),
        (Self::JourneyEnded, "journeyEnded"),
        (Self::Stopped, "stopped"),
        (Self::Paused, "paused"),
        (Self::QuietHours, "quietHours"),
        (Self::Running, "running"),
    ];

    /// The reason that this word names.
    pub fn from_word(word: &str) -> Option<Self> {
        if let Some(code) = word.strip_prefix("discarded:") {
            return Discard::ALL.into_iter().find(|discard| discard.code() == code).map(Self::Discarded);
        }
        Self::PLAIN.iter().find(|(_, known)| *known == word).map(|(reason, _)| *reason)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Discarded(discard) => write!(f, "discarded:{}", discard.code()),
            plain => f.write_str(Self::PLAIN.iter().find(|(known, _)| known == plain).map_or("", |(_, word)| word)),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::from_word(&word).ok_or_else(|| serde::de::Error::custom(format!("{word} is no reason for an end")))
    }
}

/// Why somebody was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Discard {
    /// The event's condition does not hold, or it carries another orchestration eventID.
    NotSuitable,
    /// No journey listens: before its first or after its last moment.
    NoJourney,
    /// Still inside, or back before the re-entrance wait is over, or never to come back.
    NotCreated,
    /// The person has no identity of the journey's identity type.
    NoKey,
    /// The journey is paused.
    Paused,
    /// A rule set lets them into no more journeys in this period, or into no more at once.
    CapReached,
    /// A rule set keeps the place for a journey of higher priority.
    LowerPriority,
    /// Ten events of theirs wait already while a step of the journey is at work.
    StackFull,
}

impl Discard {
    /// Every code.
    pub const ALL: [Self; 8] = [
        Self::NotSuitable,
        Self::NoJourney,
        Self::NotCreated,
        Self::NoKey,
        Self::Paused,
        Self::CapReached,
        Self::LowerPriority,
        Self::StackFull,
    ];

    /// The platform's code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotSuitable => "notSuitableInitialEvent",
            Self::NoJourney => "EVENT_WITH_NO_JOURNEY",
            Self::NotCreated => "JOURNEY_INSTANCE_ID_NOT_CREATED",
            Self::NoKey => "EXTERNAL_KEY_COMPUTATION_ERROR",
            Self::Paused => "PAUSED_JOURNEY_VERSION",
            Self::CapReached => "CAP_REACHED",
            Self::LowerPriority => "LOWER_PRIORITY",
            Self::StackFull => "maxInstanceStackEventsReached",
        }
    }
}

/// Instants as RFC 3339 UTC with milliseconds.
pub(crate) mod moment {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    /// `2026-01-05T09:00:00.000Z`.
    pub fn text(at: Timestamp) -> String {
        format!("{at:.3}")
    }

    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{at:.3}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
