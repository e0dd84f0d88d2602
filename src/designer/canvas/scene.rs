//! What is drawn of a journey, derived once per revision: cards, wires, tags of ends, and where they lie.

use std::collections::HashSet;

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::geometry::{self, CARD, PIECES};
use super::index::Index;
use super::input::CanvasInput;
use super::{layout, route};
use crate::designer::icons::Icon;
use crate::designer::names;
use crate::journey::graph::Graph;
use crate::journey::{ActivityId, ConnectionId, Family, JourneyId, Port};

/// How far above and below its middle a port on the right edge is taken up: the round corners stay the card's.
const EDGE: f32 = 17.0;

/// Everything drawn, in canvas units. Numbers of cards are those of the graph's nodes.
#[derive(Default)]
pub struct Scene {
    journey: JourneyId,
    revision: Option<u64>,
    /// The shape of the journey.
    pub graph: Graph,
    /// One per node.
    pub cards: Vec<Card>,
    /// One per wire of the graph, in its order.
    pub wires: Vec<Wire>,
    /// One per open port, by node and port.
    pub tags: Vec<Tag>,
    cards_at: Index,
    wires_at: Index,
    bounds: Option<Rect>,
}

/// An activity as it is drawn.
pub struct Card {
    /// Where it stands.
    pub rect: Rect,
    /// Its label, or the word for its kind.
    pub title: String,
    /// One line in plain words; may be empty.
    pub line: String,
    /// The word for its kind.
    pub word: &'static str,
    /// Its drawing.
    pub icon: Icon,
    /// Its hue.
    pub family: Family,
    /// Its tags, as a range of [`Scene::tags`].
    pub tags: std::ops::Range<usize>,
    /// Where the wires of each port begin, relative to the upper left corner.
    pub outlets: Vec<Vec2>,
}

impl Card {
    fn says_the_same(&self, other: &Self) -> bool {
        self.rect == other.rect && self.title == other.title && self.line == other.line
    }

    /// The card with all its tags, as wide as their words will roughly be.
    fn extent(&self, tags: &[Tag]) -> Rect {
        tags[self.tags.clone()].iter().fold(self.rect, |all, tag| {
            let width = (36.0 + 6.4 * tag.text.chars().count() as f32).min(180.0);
            let middle = self.rect.min + tag.offset;
            let height = geometry::TAG_HEIGHT * 0.5;
            all.union(Rect::from_min_max(middle - vec2(0.0, height), middle + vec2(width, height)))
        })
    }

    /// The card with the tags that hang below it.
    fn with_tags(&self, tags: &[Tag]) -> Rect {
        let hanging = tags[self.tags.clone()].iter().filter(|tag| tag.hangs);
        let lowest = hanging.map(|tag| self.rect.top() + tag.offset.y + geometry::TAG_HEIGHT * 0.5);
        Rect::from_min_max(self.rect.min, pos2(self.rect.right(), lowest.fold(self.rect.bottom(), f32::max)))
    }
}

/// A connection as it is drawn.
pub struct Wire {
    /// Its id.
    pub id: ConnectionId,
    /// Number of the card that it leaves.
    pub from: usize,
    /// Number of the port by which it leaves.
    pub port: usize,
    /// Number of the card at which it arrives.
    pub to: usize,
    /// Its curve.
    pub points: [Pos2; PIECES + 1],
    /// What its chip says; empty where it has none.
    pub label: String,
}

impl Wire {
    /// What it joins: a wire that leads elsewhere is another one, whatever its id.
    fn ends<'s>(&self, scene: &'s Scene) -> (&'s ActivityId, Option<&'s Port>, &'s ActivityId) {
        (scene.id(self.from), scene.port(self.from, self.port), scene.id(self.to))
    }
}

/// What two drawings of a journey differ in: cards that are new, gone, elsewhere or say something else, and wires that
/// are new or gone.
#[derive(Default)]
pub struct Difference {
    /// Numbers of the cards of this drawing that are new or other than before.
    pub cards: Vec<usize>,
    /// Where some of them stood before.
    pub moved_from: Vec<Rect>,
    /// Numbers of the wires of this drawing that are new.
    pub wires: Vec<usize>,
    /// The cards of the drawing before that are gone: where they stood, what they said.
    pub gone_cards: Vec<(Rect, String)>,
    /// The curves of the wires that are gone.
    pub gone_wires: Vec<[Pos2; PIECES + 1]>,
}

impl Difference {
    /// Where something differs; `scene` is the drawing that was compared.
    pub fn places<'s>(&'s self, scene: &'s Scene) -> impl Iterator<Item = Rect> + 's {
        let cards = self.cards.iter().map(|card| scene.cards[*card].rect);
        let wires = self.wires.iter().map(|wire| geometry::bounds(&scene.wires[*wire].points));
        let gone = self.gone_cards.iter().map(|(rect, _)| *rect);
        let cut = self.gone_wires.iter().map(|points| geometry::bounds(points));
        cards.chain(self.moved_from.iter().copied()).chain(wires).chain(gone).chain(cut)
    }
}

/// The end of a path: drawn by itself at an open port, never an activity.
pub struct Tag {
    /// Number of the card.
    pub from: usize,
    /// Number of the port.
    pub port: usize,
    /// Left middle of the tag, relative to the upper left corner of the card.
    pub offset: Vec2,
    /// Whether it hangs below the card, because other wires go on to the right.
    pub hangs: bool,
    /// What it says.
    pub text: String,
}

/// Cards that are being dragged, and how far.
#[derive(Clone, Debug, Default)]
pub struct Shift {
    /// Numbers of the cards, sorted.
    pub cards: Vec<usize>,
    /// In canvas units.
    pub by: Vec2,
}

impl Shift {
    /// How far this card is shifted.
    pub fn of(&self, card: usize) -> Vec2 {
        if self.cards.binary_search(&card).is_ok() { self.by } else { Vec2::ZERO }
    }
}

impl Scene {
    /// Derives everything anew where the journey or its revision changed; true where it did.
    pub fn refresh(&mut self, input: &CanvasInput<'_>) -> bool {
        if self.revision == Some(input.revision) && self.journey == input.journey.id {
            return false;
        }
        *self = Self::of(input);
        true
    }

    fn of(input: &CanvasInput<'_>) -> Self {
        let journey = input.journey;
        let graph = Graph::of(journey);
        let mut tags = Vec::new();
        let places = layout::places(&graph);
        let cards: Vec<Card> = (graph.nodes.iter().zip(&journey.activities).zip(places))
            .enumerate()
            .map(|(number, ((node, activity), place))| {
                let first = tags.len();
                let outlets = layout::outlets(&graph, number);
                layout::tags_of(journey, &graph, number, &mut tags);
                Card {
                    rect: Rect::from_min_size(place, CARD),
                    title: names::activity(activity, input.workspace),
                    line: (input.line)(activity),
                    word: names::kind(activity, input.workspace),
                    icon: Icon::of(&activity.kind),
                    family: node.family,
                    tags: first..tags.len(),
                    outlets,
                }
            })
            .collect();
        let cards_at = Index::of(cards.iter().map(|card| card.rect).collect());
        let rect_of = |card: u32| cards[card as usize].with_tags(&tags);
        let wires: Vec<Wire> = graph
            .wires
            .iter()
            .map(|wire| Wire {
                id: journey.connections[wire.connection].id.clone(),
                from: wire.from,
                port: wire.port,
                to: wire.to,
                points: {
                    let start = cards[wire.from].rect.min + cards[wire.from].outlets[wire.port];
                    route::around(&cards_at, &rect_of, start, geometry::inlet(cards[wire.to].rect))
                },
                label: layout::port_label(&journey.activities[wire.from], graph.port(wire)),
            })
            .collect();
        let wires_at = Index::of(wires.iter().map(|wire| geometry::bounds(&wire.points)).collect());
        let (journey, revision) = (journey.id.clone(), Some(input.revision));
        let bounds = cards.iter().map(|card| card.extent(&tags)).reduce(Rect::union);
        Self { journey, revision, graph, cards, wires, tags, cards_at, wires_at, bounds }
    }

    /// The rectangle around all cards and ends; `None` for an empty journey.
    pub fn bounds(&self) -> Option<Rect> {
        self.bounds
    }

    /// A card with all its ends.
    pub fn extent(&self, card: usize) -> Rect {
        self.cards[card].extent(&self.tags)
    }

    /// What differs from the drawing before; nothing where another journey was drawn.
    pub fn difference(&self, before: &Self) -> Difference {
        let mut found = Difference::default();
        if before.journey != self.journey {
            return found;
        }
        for (number, card) in self.cards.iter().enumerate() {
            let known = before.graph.index(self.id(number)).map(|known| &before.cards[known]);
            if known.is_none_or(|known| !known.says_the_same(card)) {
                found.cards.push(number);
                found.moved_from.extend(known.map(|known| known.rect).filter(|rect| *rect != card.rect));
            }
        }
        let gone = (0..before.cards.len()).filter(|card| self.graph.index(before.id(*card)).is_none());
        found.gone_cards.extend(gone.map(|card| (before.cards[card].rect, before.cards[card].title.clone())));
        let lone = |these: &Self, those: &Self| -> Vec<usize> {
            let known: HashSet<_> = those.wires.iter().map(|wire| wire.ends(those)).collect();
            (0..these.wires.len()).filter(|wire| !known.contains(&these.wires[*wire].ends(these))).collect()
        };
        found.wires = lone(self, before);
        found.gone_wires = lone(before, self).into_iter().map(|wire| before.wires[wire].points).collect();
        found
    }

    /// The cards that touch `view`, ascending.
    pub fn cards_in(&self, view: Rect, found: &mut Vec<u32>) {
        self.cards_at.touching(view, found);
    }

    /// The wires that touch `view`, ascending.
    pub fn wires_in(&self, view: Rect, found: &mut Vec<u32>) {
        self.wires_at.touching(view, found);
    }

    /// The topmost card under a point.
    pub fn card_at(&self, at: Pos2) -> Option<usize> {
        self.cards_at
            .under(at, 0.5)
            .into_iter()
            .map(|card| card as usize)
            .rfind(|&card| self.cards[card].rect.contains(at))
    }

    /// The wire nearest to a point, within `reach`.
    pub fn wire_at(&self, at: Pos2, reach: f32) -> Option<usize> {
        (self.wires_at.under(at, reach).into_iter())
            .map(|wire| (wire as usize, geometry::distance(&self.wires[wire as usize].points, at)))
            .filter(|(_, distance)| *distance <= reach)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(wire, _)| wire)
    }

    /// The cards whose rectangle, widened by `reach`, holds the point.
    pub fn cards_near(&self, at: Pos2, reach: f32) -> Vec<usize> {
        self.cards_at.under(at, reach).into_iter().map(|card| card as usize).collect()
    }

    /// The port that is taken up at a point: the right edge of a card belongs to the ports there, so that nobody has to
    /// aim at a dot. `reach` as for [`super::gestures::hit`].
    pub fn port_at(&self, at: Pos2, reach: f32) -> Option<(usize, usize)> {
        // Never so far into a small card that it could no longer be taken itself.
        let (inside, outside) = (reach.min(CARD.x * 0.08), reach * 1.5);
        let near = |card: usize, port: usize| {
            let (outlet, rect) = (self.outlet(card, port, &Shift::default()), self.cards[card].rect);
            let by = at - outlet;
            let on_edge = outlet.x == rect.right() && (-inside..=outside).contains(&by.x) && by.y.abs() <= EDGE;
            (on_edge || by.length() <= reach).then(|| by.length())
        };
        (self.cards_near(at, outside).into_iter())
            .flat_map(|card| (0..self.cards[card].outlets.len()).map(move |port| (card, port)))
            .filter_map(|(card, port)| Some(((card, port), near(card, port)?)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(port, _)| port)
    }

    /// Where a card stands while some are dragged.
    pub fn rect(&self, card: usize, shift: &Shift) -> Rect {
        self.cards[card].rect.translate(shift.of(card))
    }

    /// Where the wires of a port begin.
    pub fn outlet(&self, card: usize, port: usize, shift: &Shift) -> Pos2 {
        self.rect(card, shift).min + self.cards[card].outlets[port]
    }

    /// The curve of a wire while some cards are dragged.
    pub fn points(&self, wire: usize, shift: &Shift) -> [Pos2; PIECES + 1] {
        let known = &self.wires[wire];
        if shift.cards.is_empty() || (shift.of(known.from) == Vec2::ZERO && shift.of(known.to) == Vec2::ZERO) {
            return known.points;
        }
        curve(&self.cards, known.from, known.port, known.to, shift)
    }

    /// Where a wire begins and ends while some cards are dragged.
    pub fn ends(&self, wire: usize, shift: &Shift) -> (Pos2, Pos2) {
        let known = &self.wires[wire];
        (known.points[0] + shift.of(known.from), known.points[PIECES] + shift.of(known.to))
    }

    /// The id of a card's activity.
    pub fn id(&self, card: usize) -> &ActivityId {
        &self.graph.nodes[card].id
    }

    /// The port of this number at a card.
    pub fn port(&self, card: usize, port: usize) -> Option<&Port> {
        self.graph.nodes.get(card)?.ports.get(port)
    }
}

fn curve(cards: &[Card], from: usize, port: usize, to: usize, shift: &Shift) -> [Pos2; PIECES + 1] {
    let start = cards[from].rect.translate(shift.of(from));
    let end = cards[to].rect.translate(shift.of(to));
    geometry::wire(start.min + cards[from].outlets[port], geometry::inlet(end))
}
