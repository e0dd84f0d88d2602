//! What a journey is: plain data, the inventory that it refers to, and their text form.
//!
//! Knows nobody else in the house. Nothing here changes a document by itself: that is for `crate::edit`.

mod activity;
mod definition;
mod digest;
mod document;
mod duration;
mod experiment;
pub mod files;
pub mod graph;
mod id;
mod inventory;
mod languages;
mod number;
mod observed;
mod optimization;
mod place;
mod population;
pub mod presets;
mod reach;
mod reply;
mod scenario;
mod schedule;
mod send_time;
mod spelling;
mod standing;
mod supplemental;
mod text;
pub mod text_form;
mod value;
mod version;
mod walk;
mod waves;
mod workspace;

pub(crate) use activity::is_default;
pub use activity::{
    ActionCall, Activity, AudienceQualification, Behaviour, BusinessEventActivity, Condition, ContentDecision,
    DataPath, DatasetLookup, DatePath, EventActivity, Family, FieldUpdate, Hours, Jump, Kind, Medium, Message,
    MultiAction, Port, ProfileCap, Reaction, ReactionKind, ReadAudience, SplitPath, Suppression, Test, TimePath,
    UpdateProfile, Wait, Weekday,
};
pub use definition::{Definition, Target};
pub(crate) use digest::{hex, sha256};
pub use document::{
    Connection, EndLabel, ExitCriterion, ExitWhen, FORMAT, Journey, Placement, Properties, Recurrence, Reentrance,
    Schedule,
};
pub use duration::{Duration, length};
pub use experiment::{Experiment, ExperimentKind, Fallback, Scaling};
pub use graph::{Graph, Wire};
pub use id::*;
pub use inventory::*;
pub use languages::{Languages, Translation, Wording, is_language, is_same_language};
pub use number::grouped;
pub use observed::{Lifecycle, Observation, Observed};
pub use optimization::{Content, ContentExperiment, ContentRule, ContentTargeting, Optimization, Treatment, Variant};
pub use place::Place;
pub use population::{
    AnswerShare, Arrivals, AttributeDraw, Coming, ConsentShare, Distribution, FollowUp, Given, Lapse, MembershipShare,
    Model, Pace, PayloadDraw, Population, ReactionShares, System, SystemBehaviour, WHOLE, WeightedValue, ZoneShare,
};
pub use reach::says;
pub use reply::{Answerer, Fault, NO_TOKEN, Obstacle, Recorded, Recording, Reply, UNREACHED};
pub use scenario::{AtAction, ExpectedRun, Happening, Jumped, LONGEST_PAUSE, Real, Scenario, TakenOut, What};
pub use schedule::occurrences;
pub use send_time::{SendTime, SendTimeMetric, SendTimeWait};
pub use spelling::nearest;
pub use standing::{
    AUDIENCE_EXIT_MINUTES, CAMPAIGN_CAP, DATA_SOURCE_CAP, HOST_CAP, MOST_RETRIES, QUEUE_HOURS, SANDBOX_READING_RATE,
    SLOW_HOST_CAP, SLOW_RESPONSE_MS, Standing,
};
pub use supplemental::SupplementalId;
pub use text::{Expression, Secret, Template, TextType};
pub use value::{Value, ValueType};
pub use version::{Version, VersionId};
pub use walk::Word;
pub use waves::{Wave, WaveSplit, Waves};
pub use workspace::{Organization, Package, Sandbox, Settings, Workspace};
