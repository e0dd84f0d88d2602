//! A rule: a constant value with its text, its sources, its examples and one function.

use super::{Estate, Findings, Sketch, Source, Survey};

/// One guardrail.
pub struct Rule {
    /// Stable name: in reports, in platform tables, on the command line.
    pub id: &'static str,
    /// Other names of the same fact; never reported on their own.
    pub aliases: &'static [&'static str],
    /// What it is about.
    pub family: Family,
    /// How much it weighs where a platform does not say otherwise.
    pub severity: Severity,
    /// One sentence: what must hold.
    pub summary: &'static str,
    /// What happens otherwise.
    pub why: &'static str,
    /// The public pages that say so, the chief one first.
    pub sources: &'static [Source],
    /// A small workspace that breaks this rule at its marked place, and no other error.
    pub flagged: fn() -> Sketch,
    /// The same with one thing mended.
    pub passing: fn() -> Sketch,
    /// What it offers as a remedy, or why it offers none.
    pub mending: Mending,
    /// The rule itself.
    pub check: Check,
}

impl Rule {
    /// Whether this is its id, or one of its aliases.
    pub fn answers_to(&self, id: &str) -> bool {
        self.id == id || self.aliases.contains(&id)
    }
}

/// What a rule looks at.
pub enum Check {
    /// One journey at a time, with the workspace around it.
    Journey(fn(&Survey<'_>, &mut Findings)),
    /// The workspace as a whole: its inventory, its settings.
    Workspace(fn(&Estate<'_>, &mut Findings)),
}

/// What a rule offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// What the remedy does.
    Offers(&'static str),
    /// Why there is none.
    None(&'static str),
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Blocks running, exporting and pushing.
    Error,
    /// Never blocks.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word of the reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// What a rule is about. The order is that of the documentation, and of [`super::rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The shape of the journey and its properties.
    Structure,
    /// Objects that are named but missing.
    Reference,
    /// Entering, and entering again.
    Entry,
    /// Unitary events.
    Event,
    /// Business events.
    BusinessEvent,
    /// Audience qualification.
    Qualification,
    /// Read audience.
    ReadAudience,
    /// Waits.
    Wait,
    /// Reactions.
    Reaction,
    /// Conditions.
    Condition,
    /// Content decisions and dataset lookups.
    Decision,
    /// Jumps.
    Jump,
    /// Update profile.
    Update,
    /// Messages and their channels.
    Message,
    /// Custom actions.
    Action,
    /// Caps and throttles.
    Capping,
    /// Rule sets: caps on messages and journeys, quiet hours.
    RuleSet,
    /// Data sources and schemas.
    Data,
    /// Expressions.
    Expression,
    /// Adobe Campaign.
    Campaign,
    /// Licence packages.
    Package,
    /// Test profiles and test runs.
    Test,
    /// Pieces of journeys that are kept to be copied.
    Fragment,
    /// Publishing, pausing, versions: what happens to a whole journey.
    Lifecycle,
}

impl Family {
    /// The word of the reports; the folder of the rules where there is one.
    pub fn word(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Reference => "reference",
            Self::Entry => "entry",
            Self::Event => "event",
            Self::BusinessEvent => "business",
            Self::Qualification => "qualification",
            Self::ReadAudience => "read",
            Self::Wait => "wait",
            Self::Reaction => "reaction",
            Self::Condition => "condition",
            Self::Decision => "decision",
            Self::Jump => "jump",
            Self::Update => "update",
            Self::Message => "message",
            Self::Action => "action",
            Self::Capping => "capping",
            Self::RuleSet => "ruleset",
            Self::Data => "data",
            Self::Expression => "expression",
            Self::Campaign => "campaign",
            Self::Package => "package",
            Self::Test => "test",
            Self::Fragment => "fragment",
            Self::Lifecycle => "lifecycle",
        }
    }
}
