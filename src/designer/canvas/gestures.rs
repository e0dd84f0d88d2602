//! What the pointer is doing on the canvas: a small state machine. It knows cards by number and points in
//! canvas units; what a finished gesture asks for stands in `super::outcome`.

use egui::{Pos2, Rect};

use super::geometry::{CARD, GRID, SNAP, round_to};
use super::scene::{Scene, Shift};
use crate::edit::Refusal;
use crate::journey::ConnectionId;

/// How far the pointer may move, in screen points, before a press becomes a drag.
pub const SLOP: f32 = 4.0;
/// How near an edge must be to a neighbour's to snap to it, in screen points.
const ALIGN: f32 = 6.0;

/// What lies under the pointer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hit {
    /// Empty ground.
    #[default]
    Nothing,
    /// A port: card and number of the port.
    Port(usize, usize),
    /// The arriving end of a wire.
    WireEnd(usize),
    /// A card.
    Card(usize),
    /// The tag of an end.
    Tag(usize),
    /// A wire.
    Wire(usize),
}

/// The running gesture.
#[derive(Debug, Default)]
pub enum Gesture {
    /// None.
    #[default]
    Idle,
    /// The drawing follows the pointer.
    Pan,
    /// The primary button is down and has not moved yet.
    Pressed {
        /// Where, on the screen.
        at: Pos2,
        /// On what.
        hit: Hit,
        /// Whether the selection is added to.
        adds: bool,
    },
    /// A rectangle is drawn around what is to be selected.
    Marquee {
        /// Its first corner, in canvas units.
        from: Pos2,
        /// Whether the selection is added to.
        adds: bool,
    },
    /// Cards are dragged.
    Move(Dragged),
    /// A wire is drawn.
    Wire(Pulled),
}

/// Cards that are dragged.
#[derive(Debug)]
pub struct Dragged {
    /// The card under the pointer.
    pub lead: usize,
    /// Where the drag began, in canvas units.
    pub from: Pos2,
    /// The cards and how far they are.
    pub shift: Shift,
    /// Lines that show with what the card aligns, in canvas units.
    pub guides: Vec<[Pos2; 2]>,
}

/// A wire that is drawn.
#[derive(Debug)]
pub struct Pulled {
    /// The card that it leaves.
    pub from: usize,
    /// The number of its port.
    pub port: usize,
    /// For each card whether the wire may arrive there, and why not.
    pub targets: Vec<Result<(), Refusal>>,
    /// The card under the pointer.
    pub over: Option<usize>,
    /// The wire whose end was taken up, if it was one.
    pub replugs: Option<ConnectionId>,
}

impl Gesture {
    /// The cards that are dragged at present.
    pub fn shift(&self) -> Shift {
        match self {
            Self::Move(dragged) => dragged.shift.clone(),
            _ => Shift::default(),
        }
    }

    /// True while the pointer does something that Escape can take back.
    pub fn is_running(&self) -> bool {
        !matches!(self, Self::Idle | Self::Pressed { .. })
    }
}

impl Dragged {
    /// Follows the pointer: aligns with neighbours in view, else with the grid; `free` suspends both.
    pub fn follow(&mut self, scene: &Scene, to: Pos2, view: Rect, zoom: f32, free: bool) {
        self.guides.clear();
        let wanted = scene.cards[self.lead].rect.translate(to - self.from);
        let (mut at, reach) = (wanted.min, ALIGN / zoom);
        if free {
            self.shift.by = (at - scene.cards[self.lead].rect.min).round();
            return;
        }
        let mut near = Vec::new();
        scene.cards_in(view, &mut near);
        let still =
            || near.iter().map(|card| *card as usize).filter(|card| self.shift.cards.binary_search(card).is_err());
        let nearest = |value: fn(Pos2) -> f32| {
            still()
                .map(|card| (card, value(scene.cards[card].rect.min) - value(wanted.min)))
                .filter(|(_, off)| off.abs() <= reach)
                .min_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
        };
        let (row, column) = (nearest(|at| at.y), nearest(|at| at.x));
        at.y = row.map_or_else(|| to_grid(wanted.min.y), |(_, off)| wanted.min.y + off);
        at.x = column.map_or_else(|| to_grid(wanted.min.x), |(_, off)| wanted.min.x + off);
        self.guides.extend(row.map(|(card, _)| row_guide(at, scene.cards[card].rect)));
        self.guides.extend(column.map(|(card, _)| column_guide(at, scene.cards[card].rect)));
        self.shift.by = at - scene.cards[self.lead].rect.min;
    }
}

/// The large grid where it is near, else the small one.
fn to_grid(value: f32) -> f32 {
    let large = round_to(value, GRID);
    if (large - value).abs() <= SNAP { large } else { round_to(value, SNAP) }
}

fn row_guide(at: Pos2, other: Rect) -> [Pos2; 2] {
    let y = at.y + CARD.y * 0.5;
    [Pos2::new(at.x.min(other.left()), y), Pos2::new((at.x + CARD.x).max(other.right()), y)]
}

fn column_guide(at: Pos2, other: Rect) -> [Pos2; 2] {
    [Pos2::new(at.x, at.y.min(other.top())), Pos2::new(at.x, (at.y + CARD.y).max(other.bottom()))]
}

/// What lies under a canvas point. `reach` is how near a thin thing must be, in canvas units; `ports` is false where
/// cards are too small to hold any. `tag` is the tag of an end at this point, if one was painted there.
pub fn hit(scene: &Scene, at: Pos2, reach: f32, ports: bool, tag: Option<usize>) -> Hit {
    if let Some((card, port)) = scene.port_at(at, reach).filter(|_| ports) {
        return Hit::Port(card, port);
    }
    if let Some(card) = scene.card_at(at) {
        return Hit::Card(card);
    }
    if let Some(tag) = tag {
        return Hit::Tag(tag);
    }
    match scene.wire_at(at, reach) {
        Some(wire) if scene.wires[wire].points.last().is_some_and(|end| end.distance(at) < reach * 1.6) => {
            Hit::WireEnd(wire)
        }
        Some(wire) => Hit::Wire(wire),
        None => Hit::Nothing,
    }
}
