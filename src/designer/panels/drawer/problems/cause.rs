//! One cause, one line: what a guardrail says of the same object at several steps stands in the list once, and so does
//! a guardrail that is broken in many places.

use std::collections::BTreeMap;

use crate::check::Finding;
use crate::journey::{Word, Workspace};

/// So many lines of one guardrail are folded into one.
const MANY: usize = 4;

/// What several findings have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// The same is said of steps that refer to one object.
    Object {
        /// By which guardrail.
        rule: &'static str,
        /// The object of the inventory, by its id.
        object: String,
    },
    /// One guardrail is broken in many places, and of each something else is said.
    Rule(&'static str),
}

/// One line of the list.
pub(super) struct Cause<'a> {
    /// What is said, where it was found first.
    pub first: &'a Finding,
    /// The same at further steps.
    pub others: Vec<&'a Finding>,
    /// What they have in common; `None` where it stands for itself.
    pub key: Option<Key>,
}

impl<'a> Cause<'a> {
    fn of(first: &'a Finding) -> Self {
        Self { first, others: Vec::new(), key: None }
    }

    /// Every finding of it.
    pub fn all(&self) -> impl Iterator<Item = &'a Finding> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Whether one click mends all of it: every finding offers the very same.
    pub fn is_mended_at_once(&self) -> bool {
        !self.is_rule() && self.others.iter().all(|other| other.remedies == self.first.remedies)
    }

    /// Whether it is one guardrail in many places.
    pub fn is_rule(&self) -> bool {
        matches!(self.key, Some(Key::Rule(_)))
    }

    /// The remedy by which every finding of it may be mended unseen, where there is one for each: its title, where it
    /// is always the same.
    pub fn mends_all(&self) -> Option<Option<&'a str>> {
        let title = |finding: &'a Finding| finding.safe_remedy().map(|remedy| remedy.title.as_str());
        let first = title(self.first)?;
        let mut is_same = true;
        for other in &self.others {
            is_same &= title(other)? == first;
        }
        Some(is_same.then_some(first))
    }

    /// What people call that which the steps have in common.
    pub fn object(&self, workspace: &Workspace) -> Option<String> {
        let Some(Key::Object { object, .. }) = &self.key else { return None };
        let found = workspace.inventory.items().into_iter().find(|item| item.reference().as_str() == object);
        found.map(|item| crate::designer::names::object(&item))
    }
}

/// The lines of the list, in the order in which their first findings stand.
pub(super) fn causes<'a>(findings: &[&'a Finding], workspace: &Workspace) -> Vec<Cause<'a>> {
    let mut said: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in findings {
        *said.entry((finding.rule, &finding.message)).or_default() += 1;
    }
    let mut causes: Vec<Cause<'a>> = Vec::with_capacity(findings.len());
    let mut known: BTreeMap<(Key, &str), usize> = BTreeMap::new();
    for &finding in findings {
        // Most sentences are said once: nobody asks what they are about.
        let is_repeated =
            !finding.to_do && said.get(&(finding.rule, finding.message.as_str())).is_some_and(|it| *it > 1);
        let object = is_repeated.then(|| object_of(finding, workspace)).flatten();
        let Some(key) = object.map(|object| Key::Object { rule: finding.rule, object }) else {
            causes.push(Cause::of(finding));
            continue;
        };
        match known.get(&(key.clone(), finding.message.as_str())) {
            Some(&index) => {
                causes[index].others.push(finding);
                causes[index].key = Some(key);
            }
            None => {
                known.insert((key, &finding.message), causes.len());
                causes.push(Cause::of(finding));
            }
        }
    }
    by_rule(causes)
}

/// Many lines of one guardrail become one, where the first of them stood.
fn by_rule(causes: Vec<Cause<'_>>) -> Vec<Cause<'_>> {
    let mut lines: BTreeMap<&'static str, usize> = BTreeMap::new();
    let is_single = |cause: &Cause<'_>| cause.key.is_none() && !cause.first.to_do;
    for cause in causes.iter().filter(|cause| is_single(cause)) {
        *lines.entry(cause.first.rule).or_default() += 1;
    }
    let mut folded: Vec<Cause<'_>> = Vec::with_capacity(causes.len());
    for cause in causes {
        let rule = cause.first.rule;
        let is_many = is_single(&cause) && lines.get(rule).is_some_and(|lines| *lines >= MANY);
        match folded.iter().position(|known| known.key == Some(Key::Rule(rule))) {
            Some(at) if is_many => folded[at].others.push(cause.first),
            _ if is_many => folded.push(Cause { key: Some(Key::Rule(rule)), ..cause }),
            _ => folded.push(cause),
        }
    }
    folded
}

/// The object to which the field of a finding refers.
fn object_of(finding: &Finding, workspace: &Workspace) -> Option<String> {
    let place = &finding.place;
    let step = workspace.journeys.get(place.journey.as_ref()?)?.activity(place.activity.as_ref()?)?;
    let at = place.field.as_deref()?;
    let mut object = None;
    step.walk(&mut |field, word, text| {
        let field = field.to_string();
        if matches!(word, Word::Item(_)) && (field == at || field.ends_with(&format!(".{at}"))) {
            object.get_or_insert_with(|| text.to_owned());
        }
    });
    object
}
