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
    near(a, b, 0, 0)
}

fn near(a: (i32, i32), b: (i32, i32), gap_x: i32, gap_y: i32) -> bool {
    // Places come from files: distances between extreme ones do not fit 32 bits.
    let x = (i64::from(a.0) - i64::from(b.0)).abs();
    let y = (i64::from(a.1) - i64::from(b.1)).abs();
    x < i64::from(CARD_WIDTH + gap_x) && y < i64::from(CARD_HEIGHT + gap_y)
}

/// The free place nearest to the wanted one, on a dot: there, else a row below or above, further off also in the
/// next column. `also` are cards that will be added at the same time.
pub fn next_free_place(graph: &Graph, wanted: (i32, i32), also: &[(i32, i32)]) -> (i32, i32) {
    let wanted = (snap(wanted.0), snap(wanted.1));
    let cards = graph.nodes.iter().filter(|node| node.placed).map(|node| (node.x, node.y));
    // Only what stands in one of the two columns can be in the way.
    let cards: Vec<(i32, i32)> = cards
        .chain(also.iter().copied())
        .filter(|card| (i64::from(card.0) - i64::from(wanted.0)).abs() < i64::from(2 * COLUMN))
        .collect();
    let free = |place: (i32, i32)| !cards.iter().any(|&card| near(card, place, GAP_X / 3, GAP_Y / 3));
    // A card spoils at most two rows of a column, so that a free one is found within this many.
    for row in 0..i32::try_from(2 * cards.len() + 2).unwrap_or(i32::MAX) {
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
