//! The survey: what rules ask again and again, worked out once per check and lent to all of them.
//!
//! It is total on broken journeys: dangling wires are set aside, cycles are followed once, what the inventory lacks
//! is simply absent. Rules therefore never have to be careful, only to be right.

mod absent;
mod along;
mod bound;
mod brought;
pub mod crowd;
pub mod endpoints;
mod estate;
mod flow;
mod formula;
mod implied;
mod jumping;
mod language;
pub(in crate::check) mod latency;
pub mod load;
mod mend;
mod mentions;
pub mod names;
mod passed;
mod past;
mod people;
pub mod rate;
mod size;
mod times;
mod words;

pub use absent::Absent;
pub use along::{Along, Span};
pub use brought::{Datum, Presence};
pub use estate::{EntryKind, Estate, Outline, Reading};
pub use flow::{Flow, Step, Wire};
pub use formula::Formula;
pub(in crate::check) use formula::all as formulas_of;
pub use language::Language;
pub use mend::Mend;
pub use mentions::mentions;
pub use past::Past;
pub use size::Size;
pub use words::{a, beyond, bytes, days, limit, list, or_list, percent, plural};

use std::cell::OnceCell;

use brought::Brought;
use passed::Passed;

use crate::edit::Edit;
use crate::journey::{Activity, Journey, Kind, NamespaceId, Place, Port};

/// One journey, prepared for the rules, with the workspace around it.
pub struct Survey<'a> {
    /// The workspace around it.
    pub estate: &'a Estate<'a>,
    /// The journey.
    pub journey: &'a Journey,
    /// Its shape.
    pub flow: &'a Flow<'a>,
    /// Its expressions.
    pub formulas: Vec<Formula<'a>>,
    size: OnceCell<Size>,
    most: OnceCell<usize>,
    latest: OnceCell<Vec<i64>>,
    soonest: OnceCell<Vec<Option<i64>>>,
    passed: OnceCell<Passed>,
    brought: Brought,
    absent: OnceCell<Vec<Absent>>,
    /// The first version of it that was published.
    pub first_version: Option<Past<'a>>,
    /// The last version of it that was published, where people go through the journey otherwise by now.
    pub version_before: Option<Past<'a>>,
}

impl<'a> Survey<'a> {
    /// Prepares a journey.
    pub fn of(estate: &'a Estate<'a>, journey: &'a Journey, flow: &'a Flow<'a>) -> Self {
        let (workspace, id) = (estate.workspace, &journey.id);
        Self {
            estate,
            journey,
            flow,
            formulas: formula::all(estate, journey, flow),
            first_version: Past::first(workspace, id),
            version_before: Past::before(workspace, id),
            size: OnceCell::new(),
            most: OnceCell::new(),
            latest: OnceCell::new(),
            soonest: OnceCell::new(),
            passed: OnceCell::new(),
            brought: Brought::default(),
            absent: OnceCell::new(),
        }
    }

    /// The place of an expression.
    pub fn place_of(&self, formula: &Formula<'_>) -> Place {
        match formula.step {
            Some(step) => self.field(&self.flow.steps[step], &formula.field),
            None => self.at_journey(&formula.field),
        }
    }

    /// Another text in the place of an expression, for remedies.
    pub fn rewrite(&self, formula: &Formula<'_>, text: &str) -> Vec<Edit> {
        match formula.step {
            Some(step) => self.mend().expression(&self.flow.steps[step], &formula.field, text),
            None => self.mend().property_expression(&formula.field, text),
        }
    }

    /// The steps, in the order of the document.
    pub fn steps(&self) -> impl Iterator<Item = &'a Step<'a>> {
        self.flow.steps.iter()
    }

    /// The step by which people enter: the leftmost of those that can be an entry and that no wire reaches.
    pub fn entry(&self) -> Option<&'a Step<'a>> {
        self.flow.entry.map(|index| &self.flow.steps[index])
    }

    /// The steps of one kind, with that kind's fields.
    pub fn each<T: 'a>(&self, pick: impl Fn(&'a Kind) -> Option<&'a T>) -> impl Iterator<Item = (&'a Step<'a>, &'a T)> {
        self.flow.steps.iter().filter_map(move |step| pick(&step.activity.kind).map(|fields| (step, fields)))
    }

    /// The identity type of this journey: that of its entry.
    pub fn namespace(&self) -> Option<&'a NamespaceId> {
        self.entry().and_then(|entry| self.estate.entry_namespace(&entry.activity.kind))
    }

    /// The place of a step.
    pub fn place(&self, step: &Step<'_>) -> Place {
        Place::activity(&self.journey.id, &step.activity.id)
    }

    /// The place of a field of a step.
    pub fn field(&self, step: &Step<'_>, field: &str) -> Place {
        self.place(step).field(field)
    }

    /// The place of a field of the journey: `properties.priority`.
    pub fn at_journey(&self, field: &str) -> Place {
        Place::journey(&self.journey.id).field(field)
    }

    /// The step as the beginning of a sentence names it: its label in quotes, or "This wait".
    pub fn title(&self, step: &Step<'_>) -> String {
        words::title(step.activity)
    }

    /// The step as the middle of a sentence names it: its label in quotes, or "this wait".
    pub fn name(&self, step: &Step<'_>) -> String {
        words::name(step.activity)
    }

    /// The way by which a wire leaves: `"the path 'VIP'"`, `"the timeout path"`.
    pub fn port_name(&self, activity: &Activity, port: &Port) -> String {
        words::port_name(activity, port)
    }

    /// Edits of this journey, for remedies.
    pub fn mend(&self) -> Mend<'a> {
        Mend { journey: self.journey, flow: self.flow }
    }

    /// How large the journey is.
    pub fn size(&self) -> &Size {
        self.size.get_or_init(|| Size::of(self.journey))
    }

    /// Whether it is surely smaller than so many bytes; costs much less than to measure it.
    pub fn is_surely_below(&self, bytes: usize) -> bool {
        *self.most.get_or_init(|| size::at_most(self.journey)) < bytes
    }

    /// How large it may be, in bytes: what the organization says, else the platform.
    pub fn max_bytes(&self) -> usize {
        let stated = self.estate.organization().and_then(|organization| organization.journey_bytes);
        stated.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(self.estate.numbers.max_journey_bytes)
    }

    /// When each step is reached at the latest after entry, in milliseconds, by what stands in the journey; unknown
    /// lengths count as nothing, cycles are walked once.
    pub fn latest_arrivals(&self) -> &[i64] {
        self.latest.get_or_init(|| times::latest(self.flow))
    }

    /// When each step is reached at the soonest after entry, in milliseconds; `None` where nobody comes.
    pub fn soonest_arrivals(&self) -> &[Option<i64>] {
        self.soonest.get_or_init(|| times::soonest(self.flow))
    }
}
