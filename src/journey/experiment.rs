//! Path experiments: people are shared out by chance, and reports say which path did best.

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::is_default;
use super::{BranchId, SplitPath};

/// How the shares of an experiment come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ExperimentKind {
    /// They stay as they are stated: an A/B test.
    #[default]
    Fixed,
    /// The platform shifts them to what does best, every seven days: a multi-armed bandit.
    Adaptive,
}

/// People are shared out by chance, and what does best is found out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// What tells how well a treatment does: `Unique clicks`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub metric: String,
    /// How the shares come about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: ExperimentKind,
    /// The paths that are compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub treatments: Vec<SplitPath>,
    /// The share of those who take no path at all, in hundredths of a percent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub holdout: u32,
    /// When the experiment ends, in the journey's time zone; with the journey when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<civil::DateTime>,
    /// From when on everybody takes the path that did best; nobody does by itself where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<Scaling>,
}

/// From when on everybody gets what did best.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scaling {
    /// At this moment, in the journey's time zone; as soon as a winner is found where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<civil::DateTime>,
    /// What everybody gets where no winner is found; without it the experiment goes on until its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
}

/// What everybody gets where an experiment finds no winner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fallback {
    /// Which of the treatments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<BranchId>,
    /// From when on, in the journey's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<civil::DateTime>,
}

impl Experiment {
    /// What a holdout begins with: 10 %, in hundredths of a percent.
    pub const DEFAULT_HOLDOUT: u32 = 1_000;
}
