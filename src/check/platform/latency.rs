//! How long the platform itself takes between something that happens and a message that goes out: observed figures, by
//! stage. Guidance and no promise of the platform; where none is known it takes no time here.

use super::super::source::{self, Source};
use crate::journey::Platform;

/// A stage on the way from what happens to a message. Lengths in milliseconds; none is ever the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What takes place.
    pub name: &'static str,
    /// How long it usually takes; half of the cycle where something comes round by the clock.
    pub typical_ms: i64,
    /// How long at the longest observed.
    pub most_ms: i64,
    /// Which page says so.
    pub source: Source,
}

/// What starts the way, with the stages until the journey begins, and the stage by which a message leaves it.
#[derive(Clone, Copy, Debug)]
pub struct Stages {
    /// An event of a person.
    pub event: &'static [Stage],
    /// A business event, which has an audience read.
    pub business: &'static [Stage],
    /// A person's change, by which they enter or leave an audience that is evaluated as it streams in.
    pub streaming: &'static [Stage],
    /// The same where audiences are evaluated once a day.
    pub batch: &'static [Stage],
    /// The hour at which an audience is read.
    pub reading: &'static [Stage],
    /// From the message's step to whoever delivers it.
    pub message: &'static [Stage],
}

/// Those of a platform.
pub fn stages(platform: Platform) -> &'static Stages {
    match platform {
        Platform::Ajo | Platform::Blueprint => &AJO,
        Platform::Waymark => &WAYMARK,
    }
}

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

const fn stage(name: &'static str, typical_ms: i64, most_ms: i64, source: Source) -> Stage {
    Stage { name, typical_ms, most_ms, source }
}

const EDGE_TO_HUB: Stage = stage("from the edge to the hub", 100, 5 * MINUTE, source::BLUEPRINT_LATENCY);
const PROFILE: Stage = stage("into the profile", MINUTE, 15 * MINUTE, source::BLUEPRINT_LATENCY);
const SEGMENTATION: Stage = stage("streaming evaluation of audiences", MINUTE, 5 * MINUTE, source::BLUEPRINT_LATENCY);
const PUBLISH: Stage = stage("from the audience to journeys", MINUTE, MINUTE, source::BLUEPRINT_ACTIVATION);
const QUALIFIES: Stage =
    stage("start of the journey by the audience", MINUTE, MINUTE, source::BLUEPRINT_JOURNEY_LATENCY);
const READ: Stage = stage("start of reading the audience", 20 * MINUTE, HOUR, source::BLUEPRINT_JOURNEY_LATENCY);

const AJO: Stages = Stages {
    event: &[EDGE_TO_HUB, stage("start of the journey by the event", 250, MINUTE, source::BLUEPRINT_LATENCY)],
    business: &[EDGE_TO_HUB, stage("start of the journey by the event", 250, MINUTE, source::BLUEPRINT_LATENCY), READ],
    streaming: &[PROFILE, SEGMENTATION, PUBLISH, QUALIFIES],
    batch: &[
        stage("batch into the lake", HOUR, HOUR, source::BLUEPRINT_LATENCY),
        stage("from the lake into the profile", 10 * MINUTE, 10 * MINUTE, source::BLUEPRINT_LATENCY),
        stage("until the daily evaluation, and it", 12 * HOUR, 31 * HOUR, source::BLUEPRINT_LATENCY),
        QUALIFIES,
    ],
    reading: &[READ],
    message: &[stage("from the step to delivery", 300, 6 * MINUTE, source::BLUEPRINT_LATENCY)],
};

/// The server takes an event when it answers, and goes on at once.
const WAYMARK: Stages = Stages { event: &[], business: &[], streaming: &[], batch: &[], reading: &[], message: &[] };
