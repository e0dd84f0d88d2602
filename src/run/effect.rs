//! What goes in and out of one person's run: what happened, and what is to be done.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journey::{
    ActionId, ActivityId, AudienceId, BranchId, DataSourceId, DatasetId, DecisionPolicyId, EventId, ExitCriterionId,
    JourneyId, Medium, NO_TOKEN, Obstacle, ReactionKind, UNREACHED, Value, is_default,
};

use super::{End, Letter, Payload, Reason, Request, Step};

/// What brings somebody in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Trigger {
    /// A unitary event.
    Event {
        /// Which.
        event: EventId,
        /// Its payload.
        payload: Payload,
    },
    /// A change of membership.
    Qualification {
        /// In which audience.
        audience: AudienceId,
        /// True for an entrance.
        entered: bool,
    },
    /// The reading of an audience.
    Reading {
        /// The business event that set it off.
        event: Option<EventId>,
        /// That event's payload.
        payload: Payload,
        /// With which wave, from 1, where the audience is let in by waves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wave: Option<usize>,
    },
}

/// What happened to one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Input {
    /// It begins. Nothing but this moves a run that has not begun, and it moves no other.
    Enter(Trigger),
    /// The moment of an [`Effect::WakeAt`] has come.
    Timer {
        /// Whose.
        activity: ActivityId,
        /// Of which visit.
        visit: u64,
    },
    /// A unitary event of this person arrived.
    Event {
        /// Which.
        event: EventId,
        /// Its payload.
        payload: Payload,
    },
    /// The person entered or left an audience.
    Qualified {
        /// Which.
        audience: AudienceId,
        /// True for an entrance.
        entered: bool,
    },
    /// The person reacted to a message.
    Reacted {
        /// The activity that sent it.
        message: ActivityId,
        /// How.
        reaction: ReactionKind,
    },
    /// A call or a message was answered.
    Replied {
        /// Who called.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// In which attempt, from 0.
        attempt: u32,
        /// To which of several messages of one activity, from 0.
        #[serde(default, skip_serializing_if = "is_default")]
        part: u32,
        /// What came back.
        outcome: Outcome,
    },
    /// A call does not leave before its turn has come. What it waits is no time of the call.
    Held {
        /// Who called.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// In which attempt, from 0.
        attempt: u32,
        /// When its turn comes.
        until: Timestamp,
    },
    /// A data source answered.
    Fetched {
        /// What was asked.
        need: Need,
        /// What came back.
        outcome: Outcome,
    },
    /// The answer to [`Effect::Count`].
    Counted {
        /// Who asked.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// The person's place among those who took the path, from 1; `None` beyond the cap.
        place: Option<u64>,
    },
    /// The answer to [`Effect::Jump`].
    Jumped {
        /// Who asked.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// What became of it.
        outcome: JumpOutcome,
    },
    /// The moment of an [`Effect::LeaveAt`] has come.
    Exit {
        /// By which criterion.
        exit: ExitCriterionId,
        /// Why, in plain words.
        because: String,
    },
    /// The journey is paused, and the run has come to an action, where it stands or is left. It knows that by itself;
    /// this is for those who go through it again.
    Stands {
        /// When the pause began.
        since: Timestamp,
    },
    /// The journey was paused and goes on: whoever was held at an action does it now.
    Resumed {
        /// When the pause began.
        since: Timestamp,
    },
    /// The run is over from outside: the journey's end date, the next occurrence, a stop.
    Leave(Reason),
}

impl Input {
    /// Whether it comes from outside the run and cannot be worked out from what it heard before.
    pub fn is_from_outside(&self) -> bool {
        !matches!(self, Self::Timer { .. } | Self::Held { .. } | Self::Exit { .. })
    }

    /// Whether it answers something that the run asked.
    pub fn is_answer(&self) -> bool {
        matches!(self, Self::Replied { .. } | Self::Fetched { .. })
    }
}

/// What came back from another system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// An answer, good or bad.
    Answered {
        /// HTTP status.
        status: u16,
        /// Its body as JSON; empty: none.
        body: String,
    },
    /// None within the time that was left.
    TimedOut,
    /// Refused by a cap; nothing was sent.
    Capped {
        /// By which, in plain words.
        because: String,
    },
    /// It could not be sent, or the answer broke off; another time it may be otherwise.
    Failed,
    /// The other side could not be reached, or the exchange broke off; another time it may be otherwise.
    Unreached {
        /// Who, and why, in plain words.
        because: String,
    },
    /// It was not sent, because there was no token to sign in with; another time there may be one.
    NoToken {
        /// Who was asked for it and gave none, in plain words.
        because: String,
    },
    /// It will never be answered, however often it is tried.
    Barred(Obstacle),
}

impl Outcome {
    /// Whether the other side did what it was asked for. A redirect that nobody followed is none of success.
    pub fn succeeded(&self) -> bool {
        matches!(self, Self::Answered { status, .. } if is_success(*status))
    }

    /// Its word where outcomes are counted: an HTTP status, `timedOut`, `capped`, `error`, [`UNREACHED`], [`NO_TOKEN`] or that of an
    /// [`Obstacle`].
    pub fn word(&self) -> Cow<'static, str> {
        match self {
            Self::Answered { status, .. } => status.to_string().into(),
            Self::TimedOut => "timedOut".into(),
            Self::Capped { .. } => "capped".into(),
            Self::Failed => "error".into(),
            Self::Unreached { .. } => UNREACHED.into(),
            Self::NoToken { .. } => NO_TOKEN.into(),
            Self::Barred(obstacle) => obstacle.word().into(),
        }
    }
}

/// Whether an HTTP status says that the other side did what it was asked for.
pub fn is_success(status: u16) -> bool {
    status < 300
}

/// What became of a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JumpOutcome {
    /// The person is in the target.
    Entered,
    /// The person already was; nothing happens and the origin goes on.
    AlreadyInside,
    /// The target does not let the person in (again) yet.
    Refused,
    /// There is no such journey, or it begins otherwise than when the jump was set up.
    Broken,
    /// The target is not part of what is being run; the origin goes on.
    NotHere,
}

/// Data of an external source that a step needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// For which activity.
    pub activity: ActivityId,
    /// On which visit.
    pub visit: u64,
    /// The source.
    pub source: DataSourceId,
    /// Its field group.
    pub group: String,
    /// The parameters.
    pub params: BTreeMap<String, Value>,
}

/// What the platform itself is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Consulted {
    /// The choice of a decision policy.
    Policy(DecisionPolicyId),
    /// Records of a dataset.
    Dataset(DatasetId),
}

/// What is to be done for one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Come back with [`Input::Timer`] at this moment.
    WakeAt {
        /// When.
        at: Timestamp,
        /// Whose.
        activity: ActivityId,
        /// Of which visit.
        visit: u64,
    },
    /// An exit criterion was met that holds from this moment on: come back with [`Input::Exit`] then.
    LeaveAt {
        /// When.
        at: Timestamp,
        /// Which.
        exit: ExitCriterionId,
        /// Why, in plain words.
        because: String,
    },
    /// Make one attempt at a call and come back with [`Input::Replied`]. Its key towards the other side is
    /// (instance, activity, visit), the same for every attempt.
    Call {
        /// Who calls.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// From 0; a new attempt follows a failed one.
        attempt: u32,
        /// The action, whose authentication and endpoint hold.
        action: ActionId,
        /// What is sent.
        request: Request,
        /// Milliseconds that are left; after them the answer is [`Outcome::TimedOut`].
        within_ms: i64,
    },
    /// Make one attempt at handing a message to its channel and come back with [`Input::Replied`]. Its key towards the
    /// other side is [`super::State::key_of`], the same for every attempt.
    Send {
        /// Who sends.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// Which of several messages of the activity, from 0.
        #[serde(default, skip_serializing_if = "is_default")]
        part: u32,
        /// From 0; a new attempt follows a failed one.
        #[serde(default)]
        attempt: u32,
        /// What is sent.
        letter: Box<Letter>,
    },
    /// Ask a data source and come back with [`Input::Fetched`].
    Fetch {
        /// What is needed.
        need: Need,
        /// Milliseconds that are left.
        within_ms: i64,
    },
    /// Ask the platform and come back with [`Input::Replied`] (attempt 0).
    Consult {
        /// Who asks.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// What is asked.
        of: Consulted,
        /// The answer as the inventory states it, as JSON.
        found: String,
    },
    /// Count this person into a capped path and come back with [`Input::Counted`].
    Count {
        /// Who asks.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// The capped path.
        branch: BranchId,
        /// How many may take it.
        limit: u64,
    },
    /// The person got a message: remember it of them.
    Reached {
        /// How.
        medium: Medium,
    },
    /// Write attributes of the person.
    Update {
        /// Path and new value.
        fields: Vec<(String, Value)>,
    },
    /// Let the person into another journey and come back with [`Input::Jumped`].
    Jump {
        /// Who asks.
        activity: ActivityId,
        /// On which visit.
        visit: u64,
        /// The other journey.
        target: JourneyId,
        /// How it began when the jump was set up.
        entry: Option<EventId>,
        /// The payload of its first event.
        payload: Value,
    },
    /// An event came while a step was at work.
    Stacked {
        /// Whether it waits until that step is done; too many wait already where not, and it is discarded.
        kept: bool,
    },
    /// Keep this in the trace.
    Trace(Box<Step>),
    /// The run is over; its state may be forgotten.
    Ended(End),
}

impl Effect {
    /// The visit of an activity for which something leaves the house, if anything does: a call, a message, a question
    /// to a data source.
    pub fn leaves(&self) -> Option<(&ActivityId, u64)> {
        match self {
            Self::Call { activity, visit, .. } | Self::Send { activity, visit, .. } => Some((activity, *visit)),
            Self::Fetch { need, .. } => Some((&need.activity, need.visit)),
            _ => None,
        }
    }

    /// The activity for which somebody is asked, be it outside or the platform itself.
    pub fn asks(&self) -> Option<(&ActivityId, u64)> {
        match self {
            Self::Consult { activity, visit, .. } => Some((activity, *visit)),
            other => other.leaves(),
        }
    }

    /// What the run is told once this has come to an end outside; nothing where nothing left.
    pub fn answered(self, outcome: Outcome) -> Option<Input> {
        match self {
            Self::Call { activity, visit, attempt, .. } => {
                Some(Input::Replied { activity, visit, attempt, part: 0, outcome })
            }
            Self::Send { activity, visit, attempt, part, .. } => {
                Some(Input::Replied { activity, visit, attempt, part, outcome })
            }
            Self::Fetch { need, .. } => Some(Input::Fetched { need, outcome }),
            _ => None,
        }
    }
}
