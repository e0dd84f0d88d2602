//! What the canvas is given: plain references, so that tests and the benchmark drive it without the rest
//! of the window.

use std::collections::BTreeMap;

use crate::check::{Finding, Severity};
use crate::designer::covering::Branches;
use crate::designer::requests::Selection;
use crate::designer::session::Arrivals;
use crate::designer::trail::Trail;
use crate::journey::{ActionId, Activity, ActivityId, ItemRef, Journey, Kind, Workspace};
use crate::run::ActivityCounts;

/// Everything that a frame of the canvas reads.
pub struct CanvasInput<'a> {
    /// The document, for what a new step begins with.
    pub workspace: &'a Workspace,
    /// The journey that is drawn.
    pub journey: &'a Journey,
    /// Changes whenever the journey or anything that its cards say changes. What is derived from the
    /// journey is kept for as long as this and the journey's id stay the same.
    pub revision: u64,
    /// What is selected.
    pub selection: &'a Selection,
    /// The one line of a card, in plain words: "60 minutes", "cart over 100 EUR".
    pub line: &'a dyn Fn(&Activity) -> String,
    /// Findings per activity, counted.
    pub marks: &'a BTreeMap<ActivityId, Marks>,
    /// The path of a test run; everything else recedes while it is there.
    pub trail: Option<&'a Trail>,
    /// What else is painted over the drawing.
    pub over: Over<'a>,
    /// Facts for the line at the lower left: "5 of 50 activities", "1.2 MB of 2 MB".
    pub facts: &'a [Fact],
}

/// Figures by activity.
pub type CountsByActivity = BTreeMap<ActivityId, ActivityCounts>;

/// What is painted over the drawing, beside the path of a test run.
#[derive(Clone, Copy, Debug, Default)]
pub enum Over<'a> {
    /// Nothing.
    #[default]
    Nothing,
    /// What runs on a server came to.
    Live(&'a CountsByActivity),
    /// What a forecast came to: wires are as wide as their flow.
    Flow(&'a CountsByActivity),
    /// Whether somebody can take each branch.
    Coverage(&'a Branches),
    /// When people come to the steps on the way to a message.
    Arrivals(&'a Arrivals),
}

impl<'a> Over<'a> {
    /// The figures that stand on the cards.
    pub fn counts(self) -> Option<&'a CountsByActivity> {
        match self {
            Self::Nothing | Self::Coverage(_) | Self::Arrivals(_) => None,
            Self::Live(counts) | Self::Flow(counts) => Some(counts),
        }
    }
}

/// One fact of the line at the lower left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// "5 of 50 activities".
    pub text: String,
    /// Where it is more than the platform takes.
    pub excess: Option<Excess>,
}

/// What to do where the platform takes no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    /// In words.
    pub remedy: String,
    /// The guardrail whose card says more.
    pub rule: &'static str,
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self { text, excess: None }
    }
}

/// Findings of one activity, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Things that are simply not filled in yet.
    pub to_dos: usize,
}

impl Marks {
    /// The findings of a journey, counted per activity: its own, and the errors of the action that it calls.
    pub fn of<'a>(journey: &Journey, findings: impl IntoIterator<Item = &'a Finding>) -> BTreeMap<ActivityId, Self> {
        let mut marks: BTreeMap<ActivityId, Self> = BTreeMap::new();
        for finding in findings {
            let place = &finding.place;
            match (&place.journey, &place.activity, &place.item) {
                (Some(known), Some(activity), _) if *known == journey.id => {
                    marks.entry(activity.clone()).or_default().count(finding);
                }
                (_, _, Some(ItemRef::Action(action))) if finding.severity == Severity::Error => {
                    for caller in journey.activities.iter().filter(|activity| calls(activity, action)) {
                        marks.entry(caller.id.clone()).or_default().count(finding);
                    }
                }
                _ => {}
            }
        }
        marks
    }

    fn count(&mut self, finding: &Finding) {
        match finding.severity {
            _ if finding.to_do => self.to_dos += 1,
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => {}
        }
    }

    /// For screen readers: ", 1 problem", ", 2 problems", ", 1 to do"; empty where all is well.
    pub fn spoken(self) -> String {
        let problems = self.errors + self.warnings;
        match (problems, self.to_dos) {
            (0, 0) => String::new(),
            (0, to_dos) => format!(", {}", crate::designer::words::count("canvas.to_dos", to_dos)),
            _ => format!(", {}", crate::designer::words::count("canvas.problems", problems)),
        }
    }
}

fn calls(activity: &Activity, action: &ActionId) -> bool {
    match &activity.kind {
        Kind::CustomAction(call) | Kind::Campaign(call) => call.action.as_ref() == Some(action),
        _ => false,
    }
}
