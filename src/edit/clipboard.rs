//! Copy and paste: a part of a journey as text, with the objects that it needs elsewhere.
//!
//! Pasted steps are new: they get ids of their own. An object of the inventory is taken over only where the
//! workspace does not have it.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::journey::{
    Activity, ActivityId, Connection, Definition, EndLabel, Graph, Item, Journey, JourneyId, Kind, Placement, Port,
    Word, Workspace, text_form,
};

use super::grid::{CARD_HEIGHT, CARD_WIDTH, GRID, ROW, overlap, snap};
use super::{Edit, placeholder, rename};

/// The largest text that is read, in bytes.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// A part of a journey.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clip {
    /// Version of the text form; also what tells such a text from any other.
    pub waymark_clip: u32,
    /// The steps.
    pub activities: Vec<Activity>,
    /// The wires between them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<Connection>,
    /// What their ends are called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<EndLabel>,
    /// Where they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layout: Vec<Placement>,
    /// What they reach.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
}

/// Why a text could not be pasted.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PasteError {
    /// It is something else.
    #[error("the clipboard holds no steps of a journey: copy some on a canvas first")]
    NoClip,
    /// It looks like steps, but is damaged.
    #[error("the copied steps could not be read: {0}")]
    Damaged(String),
    /// It was copied by a newer program.
    #[error("the steps were copied by a newer version of Waymark (form {0}): update this one")]
    Newer(u32),
    /// It is too large.
    #[error("the clipboard holds more than {} MB: copy fewer steps", LARGEST / (1024 * 1024))]
    TooLarge,
    /// There is no such journey to paste into.
    #[error("there is no journey {0}")]
    NoJourney(JourneyId),
}

impl Clip {
    /// The version that this program writes.
    pub const FORMAT: u32 = 1;

    /// The part of the journey that consists of these activities; `None` where there is not one of them.
    pub fn of(workspace: &Workspace, journey: &JourneyId, activities: &[ActivityId]) -> Option<Self> {
        let known = workspace.journeys.get(journey)?;
        let wanted: HashSet<&ActivityId> = activities.iter().collect();
        let part = Journey {
            format: known.format,
            id: known.id.clone(),
            activities: known.activities.iter().filter(|step| wanted.contains(&step.id)).cloned().collect(),
            ..Journey::default()
        };
        if part.activities.is_empty() {
            return None;
        }
        let inside = |wire: &&Connection| wanted.contains(&wire.from) && wanted.contains(&wire.to);
        let mut alone = workspace.clone();
        alone.journeys.insert(known.id.clone(), std::sync::Arc::new(part));
        // The definition knows what the steps alone reach; rule sets that hold for everything come by themselves.
        let definition = Definition::of(&alone, journey)?;
        let items = definition.inventory.items().into_iter().filter(|item| !holds_for_all(item)).collect();
        let part = alone.journeys.remove(journey)?;
        Some(Self {
            waymark_clip: Self::FORMAT,
            activities: part.activities.clone(),
            connections: known.connections.iter().filter(inside).cloned().collect(),
            ends: known.ends.iter().filter(|end| wanted.contains(&end.from)).cloned().collect(),
            layout: known.layout.iter().filter(|place| wanted.contains(&place.activity)).cloned().collect(),
            items,
        })
    }

    /// The upper left corner of the part, and its size.
    pub fn extent(&self) -> ((i32, i32), (i32, i32)) {
        let span = |values: &mut dyn Iterator<Item = i32>, card: i32| {
            let (low, high) = values.fold((i32::MAX, i32::MIN), |(low, high), value| (low.min(value), high.max(value)));
            if low > high { (0, card) } else { (low, high.saturating_sub(low).saturating_add(card)) }
        };
        let (left, width) = span(&mut self.layout.iter().map(|place| place.x), CARD_WIDTH);
        let (top, height) = span(&mut self.layout.iter().map(|place| place.y), CARD_HEIGHT);
        ((left, top), (width, height))
    }

    /// As text, for the clipboard of the system.
    pub fn text(&self) -> String {
        text_form::to_ron(self)
    }

    /// Reads it back.
    ///
    /// # Errors
    /// Says what the text is instead, or where it is damaged.
    pub fn read(text: &str) -> Result<Self, PasteError> {
        #[derive(Deserialize)]
        struct Head {
            waymark_clip: u32,
        }
        if text.len() > LARGEST {
            return Err(PasteError::TooLarge);
        }
        if !text.contains("waymark_clip") {
            return Err(PasteError::NoClip);
        }
        match text_form::from_ron::<Head>(text) {
            Ok(head) if head.waymark_clip > Self::FORMAT => return Err(PasteError::Newer(head.waymark_clip)),
            _ => {}
        }
        let clip: Self = text_form::from_ron(text).map_err(|error| PasteError::Damaged(error.to_string()))?;
        if clip.activities.is_empty() { Err(PasteError::NoClip) } else { Ok(clip) }
    }

    /// The edits that put it into a journey, its upper left corner at this place or, where cards stand there, as near
    /// below as there is room. Ids are placeholders.
    ///
    /// # Errors
    /// Where there is no such journey.
    pub fn paste(&self, workspace: &Workspace, journey: &JourneyId, at: (i32, i32)) -> Result<Vec<Edit>, PasteError> {
        let target = workspace.journeys.get(journey).ok_or_else(|| PasteError::NoJourney(journey.clone()))?;
        let mut fresh = Fresh::of(self, workspace);
        let mut edits = fresh.items(&self.items);
        let places = self.places(target, at);
        let mut steps = self.activities.clone();
        rename::keep_apart(&mut steps, target);
        for (number, (mut step, (x, y))) in steps.into_iter().zip(places).enumerate() {
            step.walk_mut(&mut |_, word, id| fresh.replace(word, id));
            forget_what_is_not_here(&mut step, workspace, target, &fresh);
            // Two steps under one id can come only from a damaged text; each becomes a step of its own.
            step.id = placeholder(step.kind.id_kind(), number + 1).as_str().into();
            edits.push(Edit::AddActivity { journey: journey.clone(), activity: Box::new(step), x, y });
        }
        self.paste_wires(journey, &mut fresh, &mut edits);
        Ok(edits)
    }

    fn paste_wires(&self, journey: &JourneyId, fresh: &mut Fresh, edits: &mut Vec<Edit>) {
        let has = |id: &ActivityId, port: &Port| {
            self.activities.iter().find(|step| &step.id == id).is_some_and(|step| step.kind.ports().contains(port))
        };
        let known: HashSet<&ActivityId> = self.activities.iter().map(|step| &step.id).collect();
        let whole = |wire: &&Connection| known.contains(&wire.to) && has(&wire.from, &wire.port);
        for (number, wire) in self.connections.iter().filter(whole).enumerate() {
            let mut connection = wire.clone();
            connection.walk_mut(&mut |_, word, id| fresh.replace(word, id));
            connection.id = placeholder("wire", number + 1).as_str().into();
            edits.push(Edit::Connect { journey: journey.clone(), connection });
        }
        for end in self.ends.iter().filter(|end| has(&end.from, &end.port)) {
            let mut end = end.clone();
            end.walk_mut(&mut |_, word, id| fresh.replace(word, id));
            let EndLabel { from, port, label } = end;
            edits.push(Edit::SetEndLabel { journey: journey.clone(), from, port, label });
        }
    }

    /// A place for each activity: as they stood to each other, moved as a whole to where no card is in the way.
    fn places(&self, target: &Journey, at: (i32, i32)) -> Vec<(i32, i32)> {
        let placed: BTreeMap<&ActivityId, (i32, i32)> =
            self.layout.iter().map(|place| (&place.activity, (place.x, place.y))).collect();
        let mut loose = 0;
        let places: Vec<(i32, i32)> = self
            .activities
            .iter()
            .map(|step| {
                placed.get(&step.id).copied().unwrap_or_else(|| {
                    loose += 1;
                    (0, ROW * (loose - 1))
                })
            })
            .collect();
        let left = places.iter().map(|place| place.0).min().unwrap_or_default();
        let top = places.iter().map(|place| place.1).min().unwrap_or_default();
        let moved: Vec<(i32, i32)> = places
            .iter()
            .map(|(x, y)| {
                let (x, y) = (x.saturating_sub(left), y.saturating_sub(top));
                (snap(at.0).saturating_add(x), snap(at.1).saturating_add(y))
            })
            .collect();
        let down = room_below(&Graph::of(target), &moved);
        moved.into_iter().map(|(x, y)| (x, y.saturating_add(down))).collect()
    }
}

/// A message or a journey that the step refers to, and that is neither pasted nor here, is to be chosen anew.
fn forget_what_is_not_here(step: &mut Activity, workspace: &Workspace, target: &Journey, fresh: &Fresh<'_>) {
    match &mut step.kind {
        Kind::Jump(jump) => jump.target = jump.target.take().filter(|id| workspace.target(id).is_some()),
        Kind::Reaction(reaction) => {
            let here = |id: &ActivityId| target.activity(id).is_some() || fresh.is_new_step(id);
            reaction.message = reaction.message.take().filter(here);
        }
        _ => {}
    }
}

/// How far cards have to go down together so that they lie on no other.
fn room_below(graph: &Graph, cards: &[(i32, i32)]) -> i32 {
    let standing: Vec<(i32, i32)> =
        graph.nodes.iter().filter(|node| node.placed).map(|node| (node.x, node.y)).collect();
    let is_free = |down: i32| {
        !cards.iter().any(|card| {
            let card = (card.0, card.1.saturating_add(down));
            standing.iter().any(|&other| overlap(card, other))
        })
    };
    // A small offset is enough for a copy beside its original; else below everything there is.
    for down in [0, ROW, 2 * ROW, 4 * ROW, 8 * ROW] {
        if is_free(down) {
            return down;
        }
    }
    let bottom = standing.iter().map(|card| card.1).max().unwrap_or_default();
    let top = cards.iter().map(|card| card.1).min().unwrap_or_default();
    snap(bottom.saturating_sub(top).saturating_add(CARD_HEIGHT + GRID * 2))
}

/// True for what every journey has without choosing it.
fn holds_for_all(item: &Item) -> bool {
    matches!(item, Item::RuleSet(rules) if rules.global)
}

/// The edits that put a copy of these activities below them; ids are placeholders. Empty where there are none.
pub fn duplicate(workspace: &Workspace, journey: &JourneyId, activities: &[ActivityId]) -> Vec<Edit> {
    let Some(clip) = Clip::of(workspace, journey, activities) else { return Vec::new() };
    let left = clip.layout.iter().map(|place| place.x).min().unwrap_or_default();
    let bottom = clip.layout.iter().map(|place| place.y).max().unwrap_or_default();
    clip.paste(workspace, journey, (left, bottom.saturating_add(ROW))).unwrap_or_default()
}

/// What each id of the copied part becomes.
struct Fresh<'a> {
    workspace: &'a Workspace,
    activities: BTreeMap<String, String>,
    branches: BTreeMap<String, String>,
    items: BTreeMap<(&'static str, String), String>,
}

impl<'a> Fresh<'a> {
    fn of(clip: &Clip, workspace: &'a Workspace) -> Self {
        let (mut activities, mut branches) = (BTreeMap::new(), BTreeMap::new());
        for (number, step) in clip.activities.iter().enumerate() {
            let id = placeholder(step.kind.id_kind(), number + 1);
            activities.entry(step.id.0.clone()).or_insert(id);
            step.walk(&mut |_, word, id| {
                if word == Word::Branch {
                    let number = branches.len() + 1;
                    branches.entry(id.clone()).or_insert_with(|| placeholder("path", number));
                }
            });
        }
        Self { workspace, activities, branches, items: BTreeMap::new() }
    }

    /// The edits that add the objects that the workspace lacks; what it has under the same name is used instead.
    fn items(&mut self, items: &[Item]) -> Vec<Edit> {
        let known = self.workspace.inventory.items();
        let mut missing = Vec::new();
        for (number, item) in items.iter().enumerate() {
            let reference = item.reference();
            let alike = |other: &&Item| other.reference().kind() == reference.kind() && other.name() == item.name();
            let same = known.iter().filter(alike).find(|other| other.reference() == reference);
            let new = match same.or_else(|| known.iter().find(alike)) {
                Some(other) => other.reference().as_str().to_owned(),
                None => {
                    missing.push(item);
                    placeholder(reference.kind(), number + 1)
                }
            };
            self.items.insert((reference.kind(), reference.as_str().to_owned()), new);
        }
        let mut edits = Vec::new();
        for item in missing {
            let (mut item, kind) = (item.clone(), item.reference().kind());
            item.walk_mut(&mut |_, word, id| match word {
                Word::Own => self.replace(Word::Item(kind), id),
                word => self.replace(word, id),
            });
            edits.push(Edit::Put(Box::new(item)));
        }
        edits
    }

    fn is_new_step(&self, id: &ActivityId) -> bool {
        self.activities.values().any(|new| new == id.as_str())
    }

    fn replace(&self, word: Word, id: &mut String) {
        let new = match word {
            Word::Activity | Word::Own => self.activities.get(id.as_str()),
            Word::Branch => self.branches.get(id.as_str()),
            Word::Item(kind) => self.items.get(&(kind, id.clone())),
            Word::Journey | Word::Expression | Word::Template => None,
        };
        if let Some(new) = new {
            id.clone_from(new);
        }
    }
}
