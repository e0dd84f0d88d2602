//! One cause, one line: what a guardrail says of the same object at several steps stands in the list once.

use std::collections::BTreeMap;

use crate::check::Finding;
use crate::journey::{Word, Workspace};

/// What several steps have in common of which the same is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    rule: &'static str,
    /// The object of the inventory to which they refer, by its id.
    object: String,
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
        self.others.iter().all(|other| other.remedies == self.first.remedies)
    }

    /// What people call that which the steps have in common.
    pub fn object(&self, workspace: &Workspace) -> Option<String> {
        let key = self.key.as_ref()?;
        let found = workspace.inventory.items().into_iter().find(|item| item.reference().as_str() == key.object);
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
        let Some(key) = object.map(|object| Key { rule: finding.rule, object }) else {
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
    causes
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
