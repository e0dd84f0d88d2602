//! Tables on paper: how wide their columns are, and cells side by side; one below the other where there is no room.

use egui::{Pos2, Rect, pos2, vec2};

use super::block::{Block, Cell, Length, Object, Table, Upright, What, said};
use super::layout::{INDENT, Layout, from};

impl Layout<'_> {
    /// A table; how high it is.
    pub fn table(&mut self, table: &Table, at: Pos2, width: f32) -> f32 {
        let [top, right, bottom, before] = table.look.inset();
        let columns = self.columns(table);
        let between = table.spacing * (columns.len() + 1) as f32;
        let wanted: f32 = columns.iter().map(Column::wanted).sum::<f32>() + between + before + right;
        let whole = table.width.map_or(wanted.min(width), |length| length.within(width));
        let room = whole - before - right - between;
        // What does not fit into its width takes all that there is.
        let (whole, room) = if columns.iter().map(|column| column.least).sum::<f32>() > room {
            (width, width - before - right - between)
        } else {
            (whole, room)
        };
        let left = at.x + from(table.side) * (width - whole);
        let place = self.begin();
        let widths = shared(&columns, room, table.width.is_some());
        let mut y = at.y + top + table.spacing;
        for row in &table.rows {
            let start = pos2(left + before + table.spacing, y);
            y += match &widths {
                Some(widths) => self.row(row, widths, table.spacing, start) + table.spacing,
                None => self.stacked(row, table.spacing, start, whole - before - right - table.spacing * 2.0),
            };
        }
        let height = y - at.y + bottom;
        self.dress(place, &table.look, Rect::from_min_size(pos2(left, at.y), vec2(whole, height)));
        height
    }

    fn row(&mut self, row: &[Cell], widths: &[f32], spacing: f32, at: Pos2) -> f32 {
        struct Placed {
            place: usize,
            begin: (usize, usize),
            end: (usize, usize),
            rect: Rect,
        }
        let mut placed = Vec::new();
        let (mut x, mut column) = (at.x, 0);
        for cell in row {
            let end = (column + cell.span).min(widths.len());
            let own = widths.get(column..end).unwrap_or_default();
            let width = own.iter().sum::<f32>() + spacing * own.len().saturating_sub(1) as f32;
            let place = self.begin();
            let begin = self.so_far();
            let height = self.inside(cell, pos2(x, at.y), width);
            let rect = Rect::from_min_size(pos2(x, at.y), vec2(width, height));
            placed.push(Placed { place, begin, end: self.so_far(), rect });
            x += width + spacing;
            column = end;
        }
        let height = placed.iter().map(|placed| placed.rect.height()).fold(0.0, f32::max);
        // From the last: what is moved is everything after some place.
        for (cell, placed) in row.iter().zip(&placed).rev() {
            let free = height - placed.rect.height();
            let down = match cell.upright {
                Upright::Top => 0.0,
                Upright::Middle => free / 2.0,
                Upright::Bottom => free,
            };
            if down > 0.0 {
                self.shift(placed.begin, vec2(0.0, down));
                self.shift(placed.end, vec2(0.0, -down));
            }
            self.dress(placed.place, &cell.look, placed.rect.with_max_y(placed.rect.top() + height));
        }
        height
    }

    /// The cells of a row one below the other.
    fn stacked(&mut self, row: &[Cell], spacing: f32, at: Pos2, width: f32) -> f32 {
        let mut y = at.y;
        for cell in row {
            let place = self.begin();
            let height = self.inside(cell, pos2(at.x, y), width);
            self.dress(place, &cell.look, Rect::from_min_size(pos2(at.x, y), vec2(width, height)));
            y += height + spacing;
        }
        y - at.y
    }

    /// What is in a cell; how high the cell is.
    fn inside(&mut self, cell: &Cell, at: Pos2, width: f32) -> f32 {
        let [top, right, bottom, before] = cell.look.inset();
        let inner = self.stack(&cell.blocks, pos2(at.x + before, at.y + top), (width - before - right).max(1.0));
        (inner + top + bottom).max(cell.height)
    }

    fn columns(&mut self, table: &Table) -> Vec<Column> {
        let count = |row: &Vec<Cell>| row.iter().map(|cell| cell.span).sum::<usize>();
        // A cell that spans more columns than any row has takes all of them.
        let real = |row: &&Vec<Cell>| row.len() > 1;
        let most = table.rows.iter().filter(real).map(count).max().unwrap_or(1);
        let mut columns = vec![Column::default(); most.clamp(1, 200)];
        for spans in [false, true] {
            for row in &table.rows {
                let mut at = 0;
                for cell in row {
                    let end = (at + cell.span).min(columns.len());
                    if (cell.span > 1) == spans {
                        let [_, right, _, before] = cell.look.inset();
                        let (least, most) = self.extent_of(&cell.blocks);
                        let own = columns.get_mut(at..end).unwrap_or_default();
                        widen(own, least + before + right, most + before + right, cell.width);
                    }
                    at = end;
                }
            }
        }
        columns
    }

    /// Least and most width of blocks.
    fn extent_of(&mut self, blocks: &[Block]) -> (f32, f32) {
        let each = blocks.iter().map(|block| self.extent(block));
        each.fold((0.0, 0.0), |(least, most), (one, other)| (f32::max(least, one), f32::max(most, other)))
    }

    fn extent(&mut self, block: &Block) -> (f32, f32) {
        if let Some(known) = self.extents.get(&std::ptr::from_ref(block)) {
            return *known;
        }
        let extent = match &block.what {
            What::Text(paragraph) => {
                let whole = self.galley(&paragraph.runs, Default::default(), f32::INFINITY).size().x;
                (self.longest_word(&said(&paragraph.runs), &paragraph.runs).min(whole), whole.ceil())
            }
            What::Objects(objects, _) => {
                let each: Vec<f32> = objects.iter().map(|object| self.width_of(object)).collect();
                let least = objects.iter().zip(&each).map(|(object, width)| match object {
                    // An image is drawn smaller where there is no room.
                    Object::Image(_) => width.min(32.0),
                    Object::Button(_) => width.min(160.0),
                });
                (least.fold(0.0, f32::max), each.iter().sum())
            }
            What::Boxed(boxed) => {
                let [_, right, _, before] = boxed.look.inset();
                let (least, most) = self.extent_of(&boxed.blocks);
                stated((least + before + right, most + before + right), boxed.width)
            }
            What::Table(table) => {
                let [_, right, _, before] = table.look.inset();
                let columns = self.columns(table);
                let around = before + right + table.spacing * (columns.len() + 1) as f32;
                // Where there is no room, cells stand one below the other: no column is narrower than its cell.
                let least = columns.iter().map(|column| column.least).fold(0.0, f32::max) + before + right;
                let most = columns.iter().map(Column::wanted).sum::<f32>() + around;
                stated((least, most), table.width)
            }
            What::Item(_, blocks) => {
                let (least, most) = self.extent_of(blocks);
                (least + INDENT, most + INDENT)
            }
            What::Rule(_) => (0.0, 0.0),
        };
        self.extents.insert(block, extent);
        extent
    }

    /// How wide the longest word is, in the largest of these looks.
    fn longest_word(&self, text: &str, runs: &[super::block::Run]) -> f32 {
        let Some(largest) = runs.iter().max_by(|one, other| one.ink.size.total_cmp(&other.ink.size)) else {
            return 0.0;
        };
        let longest = text.split_whitespace().max_by_key(|word| word.chars().count()).unwrap_or_default();
        // A word that is longer than a line of a phone is an address, which may be broken.
        let longest: String = longest.chars().take(18).collect();
        let word = super::block::Run { text: longest, ink: largest.ink.clone() };
        self.galley(&[word], Default::default(), f32::INFINITY).size().x
    }
}

fn stated((least, most): (f32, f32), width: Option<Length>) -> (f32, f32) {
    match width {
        Some(Length::Points(points)) => (least.min(points), points),
        _ => (least, most),
    }
}

/// What the cells of a column need.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    least: f32,
    most: f32,
    stated: Option<Length>,
}

impl Column {
    fn wanted(&self) -> f32 {
        match self.stated {
            Some(Length::Points(points)) => points.max(self.least),
            _ => self.most,
        }
    }
}

/// Columns that hold a cell of this extent.
fn widen(columns: &mut [Column], least: f32, most: f32, stated: Option<Length>) {
    if let [column] = columns {
        column.least = column.least.max(least);
        column.most = column.most.max(most);
        column.stated = stated.or(column.stated);
        return;
    }
    let count = columns.len() as f32;
    let (has_least, has_most) =
        columns.iter().fold((0.0, 0.0), |(least, most), column| (least + column.least, most + column.most));
    for column in columns {
        column.least += ((least - has_least) / count).max(0.0);
        column.most += ((most - has_most) / count).max(0.0);
    }
}

/// The room shared among columns; `None` where not even the longest words have room. `fills`: all of it is taken.
fn shared(columns: &[Column], room: f32, fills: bool) -> Option<Vec<f32>> {
    let least: f32 = columns.iter().map(|column| column.least).sum();
    if least > room && columns.len() > 1 {
        return None;
    }
    let wish = |column: &Column| match column.stated {
        Some(length @ Length::Share(_)) => length.within(room).max(column.least),
        _ => column.wanted(),
    };
    let wishes: Vec<f32> = columns.iter().map(wish).collect();
    let wanted: f32 = wishes.iter().sum();
    if wanted > room {
        let free = (room - least).max(0.0);
        let more = (wanted - least).max(0.001);
        let narrow = |(column, wish): (&Column, &f32)| column.least + (wish - column.least) * free / more;
        return Some(columns.iter().zip(&wishes).map(narrow).map(|width| width.min(room)).collect());
    }
    if !fills {
        return Some(wishes);
    }
    // Who said nothing about their width take what is left; all, where everybody said something.
    let is_free = |column: &Column| column.stated.is_none();
    let anybody = columns.iter().any(is_free);
    let takes = |column: &Column| !anybody || is_free(column);
    let taking: f32 =
        columns.iter().zip(&wishes).filter(|(column, _)| takes(column)).map(|(_, wish)| wish.max(1.0)).sum();
    let left = room - wanted;
    let widths = columns
        .iter()
        .zip(&wishes)
        .map(|(column, wish)| if takes(column) { wish + left * wish.max(1.0) / taking.max(1.0) } else { *wish });
    Some(widths.collect())
}
