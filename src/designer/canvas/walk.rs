//! Walking the journey with the arrow keys: along wires to the right and left, to neighbours up and down.

use super::scene::Scene;

/// A direction on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Along the first wire that leaves.
    Right,
    /// Back along the first wire that arrives.
    Left,
    /// To the nearest card above, first among those that the same step leads to.
    Up,
    /// To the nearest card below, first among those that the same step leads to.
    Down,
}

/// The card to which an arrow key leads; `None` where there is nothing in that direction.
pub fn step(scene: &Scene, from: usize, way: Way) -> Option<usize> {
    match way {
        Way::Right => scene.graph.leaving(from).first().map(|wire| wire.to),
        Way::Left => scene.graph.arriving(from).next().map(|wire| wire.from),
        Way::Up | Way::Down => vertical(scene, from, way == Way::Down),
    }
}

fn vertical(scene: &Scene, from: usize, down: bool) -> Option<usize> {
    let here = scene.cards[from].rect.center();
    let ahead = |card: &usize| {
        let off = scene.cards[*card].rect.center().y - here.y;
        if down { off > 1.0 } else { off < -1.0 }
    };
    let near = |card: &usize| {
        let to = scene.cards[*card].rect.center() - here;
        // What stands straight above or below counts as nearer than what stands aside.
        to.y.abs() + 3.0 * to.x.abs()
    };
    let siblings = scene.graph.arriving(from).flat_map(|wire| scene.graph.leaving(wire.from)).map(|wire| wire.to);
    let sibling = siblings.filter(|card| *card != from).filter(ahead).min_by(|a, b| near(a).total_cmp(&near(b)));
    sibling.or_else(|| (0..scene.cards.len()).filter(ahead).min_by(|a, b| near(a).total_cmp(&near(b))))
}

/// Where walking begins: the leftmost card that no wire reaches, else the first card.
pub fn start(scene: &Scene) -> Option<usize> {
    let left = |card: &usize| scene.cards[*card].rect.left();
    scene.graph.roots().min_by(|a, b| left(a).total_cmp(&left(b))).or((!scene.cards.is_empty()).then_some(0))
}
