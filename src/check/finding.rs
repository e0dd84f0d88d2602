//! A finding: a rule that is broken, where, said in the names of the journey, and how to mend it.

use crate::check::rule::Severity;
use crate::edit::Edit;
use crate::journey::Place;

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Id of the rule.
    pub rule: &'static str,
    /// How much it weighs on the platform that was checked for.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// One sentence with the concrete names and numbers in it.
    pub message: String,
    /// Ways to mend it, the best first.
    pub remedies: Vec<Remedy>,
    /// True where something is simply not filled in yet: the window shows it grey until the person leaves the activity.
    pub to_do: bool,
}

/// A way to mend a finding: one click, one undo step.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// What the button says: "Use POST".
    pub title: String,
    /// The change. New ids in it end in `-?` and a digit; whoever applies it draws them ([`crate::edit::draw_ids`]).
    pub edits: Vec<Edit>,
    /// Whether it may be applied unseen.
    pub confidence: Confidence,
}

/// Whether a remedy may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// One click: it means what the author meant.
    Safe,
    /// Shown on the canvas first.
    Suggested,
}
