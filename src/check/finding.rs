//! A finding: a rule that is broken, where, said in the names of the journey, and how to mend it.

use super::rule::Severity;
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
    /// What a link says that leads to the place, where only a person can say what is right: "Enter the limit".
    pub by_hand: Option<&'static str>,
}

impl Finding {
    /// The ways to mend it that are offered now: what is only not filled in yet is filled in, not taken back.
    pub fn offered(&self) -> impl Iterator<Item = &Remedy> {
        let is_begun = |remedy: &Remedy| {
            remedy.instead || self.severity != Severity::Error && remedy.confidence == Confidence::Suggested
        };
        self.remedies.iter().filter(move |remedy| !self.to_do || !is_begun(remedy))
    }

    /// The first remedy that may be applied unseen.
    pub fn safe_remedy(&self) -> Option<&Remedy> {
        self.remedies.iter().find(|remedy| remedy.confidence == Confidence::Safe)
    }

    /// Offers the way to the place, where a person enters what is right.
    pub fn by_hand(&mut self, title: &'static str) -> &mut Self {
        self.by_hand = Some(title);
        self
    }

    /// Says that something is simply not filled in yet.
    pub fn to_do(&mut self) -> &mut Self {
        self.to_do = true;
        self
    }

    /// Offers a way to mend it that means what the author meant.
    pub fn safe(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.remedies.push(Remedy { title: title.into(), edits, confidence: Confidence::Safe, instead: false });
        self
    }

    /// Offers a way to mend it that the author should see first.
    pub fn suggested(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.remedies.push(Remedy { title: title.into(), edits, confidence: Confidence::Suggested, instead: false });
        self
    }

    /// As [`Finding::suggested`], where it means something else than to fill in what is missing: nobody is offered that
    /// who has only begun.
    pub fn instead(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.remedies.push(Remedy { title: title.into(), edits, confidence: Confidence::Suggested, instead: true });
        self
    }
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
    /// Whether it means something else than to fill in what is missing: not offered while that is only to be filled in.
    pub instead: bool,
}

/// Whether a remedy may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// One click: it means what the author meant.
    Safe,
    /// Shown on the canvas first.
    Suggested,
}

/// Where a rule puts what it finds. It knows the rule and its weight, so that a rule only says place and sentence.
#[derive(Debug)]
pub struct Findings {
    rule: &'static str,
    severity: Severity,
    list: Vec<Finding>,
}

impl Findings {
    pub(super) fn new(rule: &'static str, severity: Severity) -> Self {
        Self { rule, severity, list: Vec::new() }
    }

    pub(super) fn into_list(self) -> Vec<Finding> {
        self.list
    }

    /// Reports that the rule is broken at this place. The sentence names names and numbers and ends with a period.
    pub fn report(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        let index = self.list.len();
        self.list.push(Finding {
            rule: self.rule,
            severity: self.severity,
            place,
            message: message.into(),
            remedies: Vec::new(),
            to_do: false,
            by_hand: None,
        });
        &mut self.list[index]
    }
}
