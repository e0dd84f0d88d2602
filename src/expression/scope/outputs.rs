//! What the content decisions and dataset lookups of a journey bring to its expressions.

use std::collections::BTreeMap;

use crate::expression::shape;
use crate::expression::tree::Root;
use crate::journey::{Activity, Inventory, Journey, Kind};

use super::{Availability, Node};

/// The answers of a journey's steps, by the name that each step gives its own.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    by_name: BTreeMap<(Root, String), Output>,
}

#[derive(Debug)]
struct Output {
    node: Node,
    /// Whether it has come before the step at which the expression stands.
    is_here: bool,
}

impl Outputs {
    /// Those of a journey; what `is_before` the step is here. Of two under one name the first counts.
    pub fn of(inventory: &Inventory, journey: &Journey, is_before: impl Fn(&Activity) -> bool) -> Self {
        let mut by_name: BTreeMap<(Root, String), Output> = BTreeMap::new();
        for activity in &journey.activities {
            let root = match &activity.kind {
                Kind::ContentDecision(_) => Root::Decision,
                Kind::DatasetLookup(_) => Root::DatasetLookup,
                _ => continue,
            };
            let name = activity.kind.output().unwrap_or_default();
            let is_here = is_before(activity);
            let title = activity.label.clone();
            let node = || Node { title, ..Node::of(name, &shape::output_fields(inventory, &activity.kind)) };
            let output = by_name.entry((root, name.to_owned())).or_insert_with(|| Output { node: node(), is_here });
            output.is_here |= is_here;
        }
        by_name.remove(&(Root::Decision, String::new()));
        by_name.remove(&(Root::DatasetLookup, String::new()));
        Self { by_name }
    }

    /// Whether the name may be used.
    pub fn availability(&self, root: Root, name: &str) -> Availability {
        match self.by_name.get(&(root, name.to_owned())) {
            None => Availability::Nowhere,
            Some(output) if output.is_here => Availability::Here,
            Some(_) => Availability::Elsewhere,
        }
    }

    /// The fields of the answer of this name, where it may be used.
    pub fn get(&self, root: Root, name: &str) -> Option<&Node> {
        self.by_name.get(&(root, name.to_owned())).filter(|output| output.is_here).map(|output| &output.node)
    }

    /// The answers that may be used.
    pub fn here(&self, root: Root) -> impl Iterator<Item = &Node> {
        let of_root = self.by_name.iter().filter(move |((known, _), _)| *known == root);
        of_root.filter(|(_, output)| output.is_here).map(|(_, output)| &output.node)
    }
}
