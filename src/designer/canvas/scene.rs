//! What is drawn of a journey, derived once per revision: cards, wires, tags of ends, and where they lie.

use egui::{Pos2, Rect, Vec2, pos2};

use super::geometry::{self, PIECES};
use super::index::Index;
use super::input::CanvasInput;
use crate::designer::icons::Icon;
use crate::journey::graph::Graph;
use crate::journey::{ActivityId, ConnectionId, Family, Journey, JourneyId, Kind, Port};

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

/// The end of a path: drawn by itself at an open port, never an activity.
pub struct Tag {
    /// Number of the card.
    pub from: usize,
    /// Number of the port.
    pub port: usize,
    /// Left middle of the tag, relative to the upper left corner of the card.
    pub offset: Vec2,
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
        let places = places(&graph);
        let cards: Vec<Card> = (graph.nodes.iter().zip(&journey.activities).zip(places))
            .enumerate()
            .map(|(number, ((node, activity), place))| {
                let first = tags.len();
                tags_of(journey, &graph, number, Rect::from_min_size(place, geometry::CARD), &mut tags);
                let word = kind_word(&activity.kind);
                Card {
                    rect: Rect::from_min_size(place, geometry::CARD),
                    title: if activity.label.is_empty() { word.to_owned() } else { activity.label.clone() },
                    line: (input.line)(activity),
                    word,
                    icon: Icon::of(&activity.kind),
                    family: node.family,
                    tags: first..tags.len(),
                }
            })
            .collect();
        let wires: Vec<Wire> = graph
            .wires
            .iter()
            .map(|wire| Wire {
                id: journey.connections[wire.connection].id.clone(),
                from: wire.from,
                port: wire.port,
                to: wire.to,
                points: curve(&graph, &cards, wire.from, wire.port, wire.to, &Shift::default()),
                label: port_label(&journey.activities[wire.from].kind, graph.port(wire)),
            })
            .collect();
        let cards_at = Index::of(cards.iter().map(|card| card.rect).collect());
        let wires_at = Index::of(wires.iter().map(|wire| geometry::bounds(&wire.points)).collect());
        let (journey, revision) = (journey.id.clone(), Some(input.revision));
        Self { journey, revision, graph, cards, wires, tags, cards_at, wires_at }
    }

    /// The rectangle around all cards; `None` for an empty journey.
    pub fn bounds(&self) -> Option<Rect> {
        self.cards_at.all()
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

    /// Where a card stands while some are dragged.
    pub fn rect(&self, card: usize, shift: &Shift) -> Rect {
        self.cards[card].rect.translate(shift.of(card))
    }

    /// Where the wires of a port begin.
    pub fn outlet(&self, card: usize, port: usize, shift: &Shift) -> Pos2 {
        geometry::outlet(self.rect(card, shift), port, self.graph.nodes[card].ports.len())
    }

    /// The curve of a wire while some cards are dragged.
    pub fn points(&self, wire: usize, shift: &Shift) -> [Pos2; PIECES + 1] {
        let known = &self.wires[wire];
        if shift.cards.is_empty() || (shift.of(known.from) == Vec2::ZERO && shift.of(known.to) == Vec2::ZERO) {
            return known.points;
        }
        curve(&self.graph, &self.cards, known.from, known.port, known.to, shift)
    }

    /// The id of a card's activity.
    pub fn id(&self, card: usize) -> &ActivityId {
        &self.graph.nodes[card].id
    }

    /// The port of this number at a card.
    pub fn port(&self, card: usize, port: usize) -> Option<&Port> {
        self.graph.nodes.get(card)?.ports.get(port)
    }

    /// The wires with these ids, as numbers.
    pub fn wire_numbers(&self, ids: &[ConnectionId]) -> Vec<usize> {
        if ids.is_empty() {
            return Vec::new();
        }
        (0..self.wires.len()).filter(|&wire| ids.contains(&self.wires[wire].id)).collect()
    }
}

fn curve(graph: &Graph, cards: &[Card], from: usize, port: usize, to: usize, shift: &Shift) -> [Pos2; PIECES + 1] {
    let start = cards[from].rect.translate(shift.of(from));
    let end = cards[to].rect.translate(shift.of(to));
    geometry::wire(geometry::outlet(start, port, graph.nodes[from].ports.len()), geometry::inlet(end))
}

/// Where the cards stand. What has no place yet is set in rows below everything else.
fn places(graph: &Graph) -> Vec<Pos2> {
    let lowest = graph.nodes.iter().filter(|node| node.placed).map(|node| node.y).max();
    let top = lowest.map_or(0.0, |y| y as f32 + geometry::CARD.y + 60.0);
    let mut loose = 0_u16;
    (graph.nodes.iter())
        .map(|node| {
            if node.placed {
                return pos2(node.x as f32, node.y as f32);
            }
            let (column, row) = (f32::from(loose % 6), f32::from(loose / 6));
            loose = loose.saturating_add(1);
            pos2(column * 240.0, top + row * 100.0)
        })
        .collect()
}

fn tags_of(journey: &Journey, graph: &Graph, card: usize, rect: Rect, tags: &mut Vec<Tag>) {
    let node = &graph.nodes[card];
    let open: Vec<usize> = (0..node.ports.len()).filter(|&port| graph.leaving_by(card, port).is_empty()).collect();
    for (place, &port) in open.iter().enumerate() {
        let named = journey.ends.iter().find(|end| end.from == node.id && end.port == node.ports[port]);
        let end = named.map_or("", |end| end.label.as_str());
        let branch = port_label(&journey.activities[card].kind, &node.ports[port]);
        let text = match (branch.is_empty(), end.is_empty()) {
            (true, true) => "End".to_owned(),
            (true, false) => end.to_owned(),
            (false, true) => format!("{branch} · End"),
            (false, false) => format!("{branch} · {end}"),
        };
        // A card with both wires and ends keeps its tags close to their own ports.
        let at = if open.len() == node.ports.len() {
            geometry::tag(rect, place, open.len())
        } else {
            let port_at = geometry::outlet(rect, port, node.ports.len());
            let below = open.len() as f32 * 0.5 - place as f32 - 0.5;
            pos2(port_at.x + geometry::TAG_GAP, port_at.y - below * 14.0)
        };
        tags.push(Tag { from: card, port, offset: at - rect.min, text });
    }
}

/// What a wire that leaves by this port says; empty for the one normal way.
pub fn port_label(kind: &Kind, port: &Port) -> String {
    match port {
        Port::Next => String::new(),
        Port::Branch(branch) => match kind.branch_label(branch) {
            Some(label) if !label.is_empty() => label.to_owned(),
            _ => "unnamed path".to_owned(),
        },
        Port::Other => "everyone else".to_owned(),
        Port::Timeout => "waited in vain".to_owned(),
        Port::Error => "failed".to_owned(),
    }
}

/// The word for what an activity does, as screen readers and untitled cards say it.
pub fn kind_word(kind: &Kind) -> &'static str {
    use crate::journey::Medium;
    match kind {
        Kind::Event(_) => "event",
        Kind::BusinessEvent(_) => "business event",
        Kind::AudienceQualification(_) => "audience qualification",
        Kind::ReadAudience(_) => "read audience",
        Kind::Reaction(_) => "reaction",
        Kind::Wait(_) => "wait",
        Kind::Condition(_) => "condition",
        Kind::Jump(_) => "jump",
        Kind::Message(message) => match message.medium {
            Medium::Email => "email",
            Medium::Sms => "SMS",
            Medium::Push => "push",
            Medium::DirectMail => "direct mail",
        },
        Kind::CustomAction(_) => "custom action",
        Kind::Campaign(_) => "Campaign message",
        Kind::UpdateProfile(_) => "update profile",
    }
}
