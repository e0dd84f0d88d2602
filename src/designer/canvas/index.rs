//! Which cards and wires lie where: a uniform grid, asked by every frame for what is in view and by every
//! pointer move for what is under it.

use std::collections::HashMap;

use egui::{Pos2, Rect};

/// Size of a cell in canvas units: about two cards.
const CELL: f32 = 384.0;
/// What spans more cells than this is kept in one list that every question looks through.
const LARGE: i64 = 48;

/// Rectangles by place. Items are numbers from 0.
#[derive(Debug, Default)]
pub struct Index {
    cells: HashMap<(i32, i32), Vec<u32>>,
    large: Vec<u32>,
    bounds: Vec<Rect>,
    all: Option<Rect>,
}

impl Index {
    /// The index over these rectangles, in their order.
    pub fn of(bounds: Vec<Rect>) -> Self {
        let mut index = Self { bounds, ..Self::default() };
        for (item, rect) in index.bounds.iter().enumerate() {
            let item = item as u32;
            index.all = Some(index.all.map_or(*rect, |all| all.union(*rect)));
            let (from, to) = (cell(rect.min), cell(rect.max));
            let spanned = (i64::from(to.0) - i64::from(from.0) + 1) * (i64::from(to.1) - i64::from(from.1) + 1);
            if spanned > LARGE {
                index.large.push(item);
                continue;
            }
            for x in from.0..=to.0 {
                for y in from.1..=to.1 {
                    index.cells.entry((x, y)).or_default().push(item);
                }
            }
        }
        index
    }

    /// Puts what touches `view` into `found`, in ascending order.
    pub fn touching(&self, view: Rect, found: &mut Vec<u32>) {
        found.clear();
        let Some(all) = self.all else { return };
        if view.contains_rect(all) {
            found.extend(0..self.bounds.len() as u32);
            return;
        }
        let (from, to) = (cell(view.min.max(all.min)), cell(view.max.min(all.max)));
        for x in from.0..=to.0 {
            for y in from.1..=to.1 {
                found.extend(self.cells.get(&(x, y)).into_iter().flatten());
            }
        }
        found.extend(&self.large);
        found.retain(|item| self.bounds[*item as usize].intersects(view));
        found.sort_unstable();
        found.dedup();
    }

    /// The items whose rectangle, widened by `slack`, holds the point.
    pub fn under(&self, at: Pos2, slack: f32) -> Vec<u32> {
        let mut found = Vec::new();
        self.touching(Rect::from_center_size(at, egui::Vec2::splat(slack * 2.0)), &mut found);
        found
    }
}

fn cell(at: Pos2) -> (i32, i32) {
    ((at.x / CELL).floor() as i32, (at.y / CELL).floor() as i32)
}
