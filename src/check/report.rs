//! The report: all findings of one revision, in the order in which people read them.

use std::sync::Arc;

use super::{Finding, Severity};
use crate::journey::Place;

/// All findings of one revision: errors first, then what concerns everything, then activities from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The findings. Shared, because most of them survive an edit.
    pub findings: Vec<Arc<Finding>>,
    /// Those with which somebody lives, in the same order. They count nowhere, and no error is ever among them.
    pub suppressed: Vec<Suppressed>,
}

/// A finding with which somebody lives.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Arc<Finding>,
    /// Why it does not matter.
    pub reason: Arc<str>,
}

impl Report {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    /// How many remarks there are.
    pub fn infos(&self) -> usize {
        self.count(Severity::Info)
    }

    /// How many findings of this weight there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The findings at this place or within it: those of an activity include those of its fields.
    pub fn of<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().map(AsRef::as_ref).filter(|finding| contains(place, &finding.place))
    }
}

/// Whether the inner place lies within the outer one. What the outer one leaves open fits everything.
fn contains(outer: &Place, inner: &Place) -> bool {
    fn fits<T: PartialEq>(outer: Option<&T>, inner: Option<&T>) -> bool {
        outer.is_none_or(|outer| inner == Some(outer))
    }
    let field = match (&outer.field, &inner.field) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(outer), Some(inner)) => {
            inner.strip_prefix(outer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }
    };
    field
        && fits(outer.journey.as_ref(), inner.journey.as_ref())
        && fits(outer.activity.as_ref(), inner.activity.as_ref())
        && fits(outer.connection.as_ref(), inner.connection.as_ref())
        && fits(outer.item.as_ref(), inner.item.as_ref())
        && fits(outer.scenario.as_ref(), inner.scenario.as_ref())
}
