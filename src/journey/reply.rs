//! What other systems answer in a scenario: fixed, by rule, at chosen times, or as it was recorded. What they answer by
//! chance is said as in a population.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::is_default;
use super::{ActionId, ActivityId, DataSourceId, DatasetId, DecisionPolicyId, Duration, Expression, ProfileId};

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Answerer {
    /// An action.
    Action(ActionId),
    /// A data source.
    DataSource(DataSourceId),
    /// The channel of one message.
    Message(ActivityId),
    /// A decision policy; the body says which offers are chosen.
    DecisionPolicy(DecisionPolicyId),
    /// A dataset; the body says which records are found.
    Dataset(DatasetId),
}

/// What another system answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Who.
    pub from: Answerer,
    /// Only to this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileId>,
    /// Only where this holds of the person and of what is asked, which stands as `@event{request.…}`: of a call
    /// `method`, `url`, `headers` and `body`, of a question to a data source `group` and `params`, of a message
    /// `channel`, `to`, `subject` and `body`. Always when empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when: Expression,
    /// Only from so long after the start on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Duration>,
    /// Only until so long after the start; then no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Duration>,
    /// HTTP status.
    pub status: u16,
    /// How long it takes, in milliseconds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub milliseconds: u64,
    /// Its body as JSON; the declared sample when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// How many calls are answered so, before the next reply that fits; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// That no answer came at all; status and body say nothing then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
}

impl Reply {
    /// An answer with this status, at once, with the declared sample, to everybody and always.
    pub fn of(from: Answerer, status: u16) -> Self {
        Self {
            from,
            profile: None,
            when: Expression::default(),
            after: None,
            before: None,
            status,
            milliseconds: 0,
            body: String::new(),
            times: None,
            fault: None,
        }
    }
}

/// Answers that were recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// Who gave them.
    pub from: Answerer,
    /// Where they stand, one JSON object per line ([`Recorded`]): a path relative to the scenario's own file.
    pub file: String,
    /// By which key they are taken, with the same names as [`Reply::when`]; in their order, each once, when empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub key: Expression,
    /// What stands in the file: read when the scenario is opened, and no part of its text. `None` where it could not be
    /// read.
    #[serde(skip)]
    #[schemars(skip)]
    pub answers: Option<Arc<[Recorded]>>,
}

/// One recorded answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// To what, where answers are taken by key.
    pub key: Option<String>,
    /// HTTP status; 200 where nothing was recorded.
    pub status: u16,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// Its body as JSON; the declared sample when empty.
    pub body: String,
}

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Fault {
    /// A limit refused the call; in plain words, which.
    Capped(String),
    /// It could not be sent.
    Unsent,
    /// The other side could not be reached; in plain words, who and why.
    Unreached(String),
    /// Nobody gave it a token to sign in with; in plain words, who.
    NoToken(String),
    /// None came in time.
    TimedOut,
    /// It never will, however often it is tried.
    Barred(Obstacle),
}

/// The cause of a step that failed because the other side could not be reached.
pub const UNREACHED: &str = "unreachable";

/// The cause of a step that failed because whoever hands out tokens gave none.
pub const NO_TOKEN: &str = "noToken";

impl Fault {
    /// Its word, as a cause among HTTP statuses.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Capped(_) => "capped",
            Self::Unsent => "error",
            Self::Unreached(_) => UNREACHED,
            Self::NoToken(_) => NO_TOKEN,
            Self::TimedOut => "timedOut",
            Self::Barred(obstacle) => obstacle.word(),
        }
    }
}

/// What stands in the way of a call for good: trying again does not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Obstacle {
    /// The owner of the server lets no call go there.
    Policy,
    /// A secret that it needs is not to be found.
    Secret,
    /// It cannot be written.
    Form,
    /// It was answered, by more than is read.
    Reply,
    /// The other side does not prove who it is.
    Untrusted,
}

impl Obstacle {
    /// Its word, as a cause among HTTP statuses and `timedOut`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Secret => "missingSecret",
            Self::Form => "unsendable",
            Self::Reply => "replyTooLarge",
            Self::Untrusted => "untrusted",
        }
    }

    /// In a sentence of a trace.
    pub fn because(self) -> &'static str {
        match self {
            Self::Policy => "the server lets no call go there",
            Self::Secret => "a secret that it needs is not to be found on the server",
            Self::Form => "what would be sent cannot be written",
            Self::Reply => "the reply is larger than the server reads",
            Self::Untrusted => "the other side does not prove by TLS who it is",
        }
    }

    /// Whether the call left all the same.
    pub fn left(self) -> bool {
        self == Self::Reply
    }
}
