//! The measures of the canvas, and where a further card finds room. All in canvas units.

use crate::journey::{Graph, Port};

/// Width of a card.
pub const CARD_WIDTH: i32 = 186;
/// Height of a card.
pub const CARD_HEIGHT: i32 = 52;
/// Distance of the dots to which cards snap.
pub const GRID: i32 = 20;
/// Distance between the left edges of two columns.
pub const COLUMN: i32 = 240;
/// The same where the gap holds a branch label.
pub const LABELLED_COLUMN: i32 = 300;
/// Distance between the upper edges of two rows.
pub const ROW: i32 = 100;
/// Least free room around a card to its left and right.
pub const GAP_X: i32 = COLUMN - CARD_WIDTH;
/// Least free room around a card above and below.
pub const GAP_Y: i32 = 36;

/// How far below a card its one hanging end reaches, and each further one more.
const HANGING: (i32, i32) = (27, 24);

/// The nearest dot.
pub fn snap(value: i32) -> i32 {
    value.saturating_add(GRID / 2).div_euclid(GRID).saturating_mul(GRID)
}

/// How far to the right the step stands to which this port leads: only the plain way on has no label.
pub fn column_after(port: &Port) -> i32 {
    if *port == Port::Next { COLUMN } else { LABELLED_COLUMN }
}

/// True where two cards with these upper left corners lie on each other.
pub fn overlap(a: (i32, i32), b: (i32, i32)) -> bool {
    near((a, 0), (b, 0), 0, 0)
}

/// Whether two cards are nearer than that; each with how far something hangs below it.
fn near((a, below_a): Hanging, (b, below_b): Hanging, gap_x: i32, gap_y: i32) -> bool {
    let below = if a.1 < b.1 { below_a } else { below_b };
    // Places come from files: distances between extreme ones do not fit 32 bits.
    let x = (i64::from(a.0) - i64::from(b.0)).abs();
    let y = (i64::from(a.1) - i64::from(b.1)).abs();
    x < i64::from(CARD_WIDTH + gap_x) && y < i64::from(CARD_HEIGHT + below + gap_y)
}

/// The upper left corner of a card, and how far its ends hang below it.
type Hanging = ((i32, i32), i32);

/// How far ends hang below a card: those of a last card stand beside it.
fn hanging(graph: &Graph, card: usize) -> i32 {
    let ports = graph.nodes[card].ports.len();
    let open = (0..ports).filter(|&port| graph.leaving_by(card, port).is_empty()).count();
    match i32::try_from(open).unwrap_or(i32::MAX) {
        0 => 0,
        _ if open == ports => 0,
        open => HANGING.0.saturating_add((open - 1).saturating_mul(HANGING.1)),
    }
}

/// The free place nearest to the wanted one, on a dot: there, else a row below or above, further off also in the
/// next column. `also` are cards that will be added at the same time.
pub fn next_free_place(graph: &Graph, wanted: (i32, i32), also: &[(i32, i32)]) -> (i32, i32) {
    let wanted = (snap(wanted.0), snap(wanted.1));
    let placed = graph.nodes.iter().enumerate().filter(|(_, node)| node.placed);
    let cards = placed.map(|(card, node)| ((node.x, node.y), hanging(graph, card)));
    // Only what stands in one of the two columns can be in the way.
    let cards: Vec<Hanging> = cards
        .chain(also.iter().map(|card| (*card, 0)))
        .filter(|(card, _)| (i64::from(card.0) - i64::from(wanted.0)).abs() < i64::from(2 * COLUMN))
        .collect();
    let free = |place: (i32, i32)| !cards.iter().any(|&card| near(card, (place, 0), GAP_X / 3, GAP_Y / 3));
    // A card spoils at most two rows of a column, and those of its ends: a free one is found within this many.
    let spoilt = cards.iter().fold(2_i32, |rows, (_, below)| rows.saturating_add(2 + (below + ROW - 1) / ROW));
    for row in 0..spoilt {
        for (column, row) in [(0, row), (1, row - 4)] {
            for row in [row, -row].into_iter().filter(|_| row >= 0) {
                let place =
                    (wanted.0.saturating_add(column * COLUMN), wanted.1.saturating_add(row.saturating_mul(ROW)));
                if free(place) {
                    return place;
                }
            }
        }
    }
    wanted
}
