//! Rules about fragments: pieces of journeys that are kept to be copied into others.

mod cards;
mod expression;
mod jump;
mod max_active;
mod max_nodes;
mod name_unique;
mod one_entry;

use super::{Estate, Rule, Sketch};
use crate::edit::Edit;
use crate::journey::{Fragment, FragmentStatus, Item, ItemRef, Place};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] =
    &[&max_nodes::RULE, &jump::RULE, &one_entry::RULE, &name_unique::RULE, &max_active::RULE, &expression::RULE];

/// The fragment of the sketches: the steps of this one.
fn drawn(sketch: Sketch) -> Fragment {
    let journey = sketch.workspace.journeys.into_values().next().unwrap_or_default();
    Fragment {
        id: "fragment-own".into(),
        name: "Thank people".to_owned(),
        activities: journey.activities.clone(),
        connections: journey.connections.clone(),
        layout: journey.layout.clone(),
        ..Fragment::default()
    }
}

/// A workspace with the fragment that a sketch draws; the finding is expected at this field of it.
fn with(sketch: Sketch, field: &str) -> Sketch {
    let fragment = drawn(sketch);
    let item = ItemRef::Fragment(fragment.id.clone());
    Sketch::event().inventory(|inventory| inventory.fragments.push(fragment)).at_item(item, field)
}

/// The fragments of the workspace.
fn all<'a>(estate: &Estate<'a>) -> impl Iterator<Item = &'a Fragment> {
    estate.inventory().fragments.iter()
}

/// The place of a field of a fragment.
fn place(fragment: &Fragment, field: &str) -> Place {
    Place::item(ItemRef::Fragment(fragment.id.clone())).field(field)
}

/// Another content for a fragment; what is in use becomes a draft first.
fn changed(known: &Fragment, mended: Fragment) -> Vec<Edit> {
    let put = |fragment| Edit::Put(Box::new(Item::Fragment(fragment)));
    let mended = Fragment { status: FragmentStatus::Draft, ..mended };
    match known.status {
        FragmentStatus::Draft => vec![put(mended)],
        _ => vec![put(Fragment { status: FragmentStatus::Draft, ..known.clone() }), put(mended)],
    }
}
