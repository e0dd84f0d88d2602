//! Scenarios: what happens to test profiles in a dry run, and what is expected of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::{is_default, is_false};
use super::{
    ActivityId, AudienceId, BranchId, Duration, EventId, FORMAT, JourneyId, ProfileId, ReactionKind, ReactionShares,
    Recording, Reply, ScenarioId, SystemBehaviour, Value,
};

/// A dry run that can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Version of the text form.
    pub format: u32,
    /// Stable key.
    pub id: ScenarioId,
    /// What people call it.
    pub name: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The journey that is run.
    pub journey: JourneyId,
    /// Where chance begins.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub seed: u64,
    /// Virtual time at the beginning.
    pub start: Timestamp,
    /// Virtual time at which the run is broken off; 91 days after the start when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether the journey's own schedule is left aside: then only what happens here reads the audience.
    #[serde(default, skip_serializing_if = "is_false")]
    pub beside_schedule: bool,
    /// The test profiles that take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<ProfileId>,
    /// What happens, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub happenings: Vec<Happening>,
    /// What other systems answer; the first that fits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Reply>,
    /// What they answered once, taken where none of those fits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recordings: Vec<Recording>,
    /// How they answer by chance, where neither says anything; their declared sample at once otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<SystemBehaviour>,
    /// How many open and click by chance, beside those of whom it is said what they do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ReactionShares>,
    /// Splits whose path is not left to chance.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub forced: BTreeMap<ActivityId, BranchId>,
    /// What a real run met that a dry run cannot know by itself, where this is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub real: Option<Real>,
    /// What must come out, one entry per run, in the order of the trace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<ExpectedRun>,
}

fn one() -> u64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_one(seed: &u64) -> bool {
    *seed == 1
}

/// Something that happens at a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// How long after the start.
    pub after: Duration,
    /// And so many milliseconds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub milliseconds: u32,
    /// To whom; to all who take part when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileId>,
    /// What.
    pub what: What,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum What {
    /// An event arrives.
    Event {
        /// Which.
        event: EventId,
        /// Its payload as JSON; when empty, the event's sample as the person would bring it to whom it happens.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        payload: String,
    },
    /// The person enters an audience.
    EnterAudience(AudienceId),
    /// The person leaves an audience.
    LeaveAudience(AudienceId),
    /// The person reacts to a message.
    React {
        /// The message.
        message: ActivityId,
        /// How.
        reaction: ReactionKind,
    },
    /// An attribute of the person changes.
    Attribute {
        /// Path of the field.
        field: String,
        /// Its new value.
        value: Value,
    },
    /// The read audience runs, beside its schedule.
    ReadAudience,
    /// The journey is paused, where it is live: nobody comes in.
    Pause {
        /// What becomes of whoever comes to an action meanwhile.
        #[serde(default, skip_serializing_if = "AtAction::is_hold")]
        at_actions: AtAction,
        /// After how many days it goes on by itself, from 1 to 14.
        #[serde(default = "longest_pause", skip_serializing_if = "is_longest_pause")]
        days: u32,
    },
    /// The journey goes on, where it is paused.
    Resume,
}

/// What becomes of whoever comes to an action of a paused journey: a message, a call, a content decision, an update of
/// the profile, a jump.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AtAction {
    /// They wait there until the journey goes on.
    #[default]
    Hold,
    /// They leave the journey.
    Discard,
}

impl AtAction {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_hold(&self) -> bool {
        *self == Self::Hold
    }
}

/// Days of the longest pause ("Pause a journey", help/using/building-journeys/journey-pause.md).
pub const LONGEST_PAUSE: u32 = 14;

fn longest_pause() -> u32 {
    LONGEST_PAUSE
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_longest_pause(days: &u32) -> bool {
    *days == LONGEST_PAUSE
}

/// What a real run met that a dry run of one person cannot know by itself. Limits of calls are not asked then: their
/// refusals are among the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Real {
    /// Which of the person's entries into the journey it was, from 1: chance depends on it.
    pub entry: u64,
    /// Audiences in which the person was when it began, as somebody had seen last: what rules say shows when somebody
    /// looks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<AudienceId>,
    /// Audiences in which the person is said not to be, whatever their rules say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<AudienceId>,
    /// When memberships were seen to have changed, in milliseconds from the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looks: Vec<i64>,
    /// When daily evaluations changed memberships, in milliseconds from the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluations: Vec<i64>,
    /// The wave in which the person was let in, from 1, where their audience was read by waves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wave: Option<usize>,
    /// When and why the person was taken out, before whatever was due at that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_out: Option<TakenOut>,
    /// The places that were got in capped paths, by condition, in order; none where all were taken.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub places: BTreeMap<ActivityId, Vec<Option<u64>>>,
    /// What came of jumps, by step, in order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub jumps: BTreeMap<ActivityId, Vec<Jumped>>,
}

/// Why somebody was taken out of a journey, and when: in milliseconds from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TakenOut {
    /// To come in again.
    Ejected(i64),
    /// With everybody.
    Stopped(i64),
}

/// What came of a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Jumped {
    /// The person was let in.
    Entered,
    /// The person was inside already.
    AlreadyInside,
    /// The person was not let in.
    Refused,
    /// There was no such journey, or it began otherwise.
    Broken,
    /// The journey was not part of what ran.
    NotHere,
}

/// What one run through the journey must show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRun {
    /// Whose run.
    pub profile: ProfileId,
    /// Through which journey, where a jump leads into another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journey: Option<JourneyId>,
    /// Each step on a line: time, activity, and what followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// The reason at the end.
    pub end: String,
}

impl Scenario {
    /// A scenario in which nobody takes part and nothing happens.
    pub fn new(id: ScenarioId, journey: JourneyId, start: Timestamp) -> Self {
        Self {
            format: FORMAT,
            id,
            name: String::new(),
            description: String::new(),
            journey,
            seed: one(),
            start,
            until: None,
            beside_schedule: false,
            profiles: Vec::new(),
            happenings: Vec::new(),
            replies: Vec::new(),
            recordings: Vec::new(),
            systems: Vec::new(),
            reactions: Vec::new(),
            forced: BTreeMap::new(),
            real: None,
            expect: Vec::new(),
        }
    }

    /// The lists whose entries are read one by one.
    pub(super) const LISTS: [&'static str; 6] =
        ["happenings", "replies", "recordings", "systems", "reactions", "expect"];
}
