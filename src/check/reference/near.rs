//! Which object is meant by an id that nobody has: somebody wrote its name in its place, or mistyped one of them.

use crate::journey::{Inventory, ItemRef, nearest};

/// What is meant: its id, and what people call it.
pub(in crate::check) struct Meant {
    pub(in crate::check) id: String,
    pub(in crate::check) name: String,
}

impl Meant {
    /// The question at the end of a finding, and what its remedy is called.
    pub(in crate::check) fn asked(&self) -> (String, String) {
        (format!("is '{}' meant?", self.name), format!("Use '{}'", self.name))
    }
}

/// The object of the same kind whose id or name is nearly the written one.
pub(super) fn object(inventory: &Inventory, missing: &ItemRef) -> Option<Meant> {
    let items = inventory.items().into_iter();
    let known = items.map(|item| (item.reference(), item)).filter(|(known, _)| known.kind() == missing.kind());
    among(
        missing.as_str(),
        known.map(|(known, item)| Meant { id: known.as_str().to_owned(), name: item.name().to_owned() }),
    )
}

/// The one of several whose name or id is nearly the written one. What all ids of a kind begin with says nothing.
pub(in crate::check) fn among(written: &str, known: impl Iterator<Item = Meant>) -> Option<Meant> {
    let mut known: Vec<Meant> = known.collect();
    let by = |text: fn(&Meant) -> &str, written: &str| {
        let near = nearest(written, known.iter().map(text))?;
        known.iter().position(|one| text(one) == near)
    };
    let found = by(|one| &one.name, written)
        .or_else(|| by(|one| own(&one.id), own(written)))
        .or_else(|| by(|one| &one.name, own(written)))?;
    Some(known.swap_remove(found))
}

/// What of an id is its own: all after the word for its kind.
fn own(id: &str) -> &str {
    id.split_once('-').map_or(id, |(_, own)| own)
}
