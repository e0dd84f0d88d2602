//! Where everything of a mail stands on paper of some width. Begins at the origin; whoever draws it moves it.

use std::collections::HashMap;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, Galley, Painter, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use crate::designer::theme::{self, Weight, paper};

use super::block::{Block, Boxed, Look, Run, Side, What, said};

/// Something that is painted.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A filled area.
    Ground(Rect, f32, Color32),
    /// A line around an area, inside of it: top, right, bottom, left.
    Border(Rect, [f32; 4], f32, Color32),
    /// Text; the place is that of the galley.
    Text(Pos2, Arc<Galley>),
}

/// What a place is to whoever reads or points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Text.
    Text,
    /// A link that looks like a button.
    Button,
    /// The place of an image.
    Image,
}

/// Something that can be read out or pointed at.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub rect: Rect,
    pub sort: Sort,
    pub name: String,
    /// Where its links lead.
    pub links: Vec<String>,
}

/// Places blocks.
pub(super) struct Layout<'a> {
    pub painter: &'a Painter,
    pub pieces: Vec<Piece>,
    pub spots: Vec<Spot>,
    /// Least and most width of blocks that were asked for it, by their place in memory.
    pub extents: HashMap<*const Block, (f32, f32)>,
}

/// How far the content of a list's entry stands from its edge.
pub(super) const INDENT: f32 = 22.0;

impl<'a> Layout<'a> {
    /// Nothing yet.
    pub fn new(painter: &'a Painter) -> Self {
        Self { painter, pieces: Vec::new(), spots: Vec::new(), extents: HashMap::new() }
    }

    /// Blocks one below the other; how high they are together.
    pub fn stack(&mut self, blocks: &[Block], at: Pos2, width: f32) -> f32 {
        let (mut y, mut below) = (at.y, 0.0_f32);
        for block in blocks {
            y += below.max(block.above);
            y += self.block(block, pos2(at.x, y), width);
            below = block.below;
        }
        y + below - at.y
    }

    fn block(&mut self, block: &Block, at: Pos2, width: f32) -> f32 {
        match &block.what {
            What::Text(paragraph) => self.text(&paragraph.runs, paragraph.side, at, width),
            What::Objects(objects, side) => self.objects(objects, *side, at, width),
            What::Boxed(boxed) => self.boxed(boxed, at, width),
            What::Table(table) => self.table(table, at, width),
            What::Item(marker, blocks) => {
                let galley = self.galley(std::slice::from_ref(marker), Side::Left, f32::INFINITY);
                let left = at.x + INDENT - 7.0 - galley.size().x;
                let least = galley.size().y;
                self.pieces.push(Piece::Text(pos2(left, at.y), galley));
                self.stack(blocks, at + vec2(INDENT, 0.0), width - INDENT).max(least)
            }
            What::Rule(rule) => {
                let length = rule.width.map_or(width, |length| length.within(width));
                let rect = Rect::from_min_size(pos2(at.x + (width - length) / 2.0, at.y), vec2(length, rule.thickness));
                self.pieces.push(Piece::Ground(rect, 0.0, rule.color.unwrap_or(paper::PICTURE_LINE)));
                rule.thickness
            }
        }
    }

    fn text(&mut self, runs: &[Run], side: Side, at: Pos2, width: f32) -> f32 {
        let galley = self.galley(runs, side, width);
        let place = pos2(at.x + from(side) * width, at.y);
        let (rect, height) = (galley.rect.translate(place.to_vec2()), galley.size().y);
        self.pieces.push(Piece::Text(place, galley));
        let name = said(runs).trim().to_owned();
        if !name.is_empty() {
            let mut links: Vec<String> = runs.iter().filter_map(|run| run.ink.link.clone()).collect();
            links.dedup();
            self.spots.push(Spot { rect, sort: Sort::Text, name, links });
        }
        height
    }

    fn boxed(&mut self, boxed: &Boxed, at: Pos2, width: f32) -> f32 {
        let own = boxed.width.map_or(width, |length| length.within(width));
        let left = at.x + from(boxed.side) * (width - own);
        let place = self.begin();
        let [top, right, bottom, before] = boxed.look.inset();
        let room = (own - before - right).max(1.0);
        let inner = self.stack(&boxed.blocks, pos2(left + before, at.y + top), room);
        let height = (inner + top + bottom).max(boxed.height);
        self.dress(place, &boxed.look, Rect::from_min_size(pos2(left, at.y), vec2(own, height)));
        height
    }

    /// Keeps the places of a ground and a border, which lie under what comes now.
    pub fn begin(&mut self) -> usize {
        let nothing = Piece::Ground(Rect::NOTHING, 0.0, Color32::TRANSPARENT);
        self.pieces.extend([nothing.clone(), nothing]);
        self.pieces.len() - 2
    }

    /// Ground and border at the places that were kept for them.
    pub fn dress(&mut self, place: usize, look: &Look, rect: Rect) {
        if let (Some(ground), Some(piece)) = (look.ground, self.pieces.get_mut(place)) {
            *piece = Piece::Ground(rect, look.radius, ground);
        }
        if look.border.iter().any(|border| *border > 0.0)
            && let Some(piece) = self.pieces.get_mut(place + 1)
        {
            let color = look.border_color.unwrap_or(paper::PICTURE_LINE);
            *piece = Piece::Border(rect, look.border, look.radius, color);
        }
    }

    /// Moves everything that came after these numbers of pieces and spots.
    pub fn shift(&mut self, (pieces, spots): (usize, usize), by: Vec2) {
        for piece in self.pieces.iter_mut().skip(pieces) {
            match piece {
                Piece::Ground(rect, ..) | Piece::Border(rect, ..) => *rect = rect.translate(by),
                Piece::Text(at, _) => *at += by,
            }
        }
        for spot in self.spots.iter_mut().skip(spots) {
            spot.rect = spot.rect.translate(by);
        }
    }

    /// How much there is so far.
    pub fn so_far(&self) -> (usize, usize) {
        (self.pieces.len(), self.spots.len())
    }

    /// Runs, laid out in lines.
    pub fn galley(&self, runs: &[Run], side: Side, width: f32) -> Arc<Galley> {
        let mut job = LayoutJob { halign: align(side), ..LayoutJob::default() };
        job.wrap.max_width = width;
        for run in runs {
            job.append(&run.text, 0.0, format(run));
        }
        self.painter.layout_job(job)
    }
}

/// How much of the free room lies before what stands on this side.
pub(super) fn from(side: Side) -> f32 {
    match side {
        Side::Left => 0.0,
        Side::Center => 0.5,
        Side::Right => 1.0,
    }
}

fn align(side: Side) -> Align {
    match side {
        Side::Left => Align::Min,
        Side::Center => Align::Center,
        Side::Right => Align::Max,
    }
}

fn format(run: &Run) -> TextFormat {
    let ink = &run.ink;
    let usual = if ink.link.is_some() { paper::LINK } else { paper::INK };
    let color = ink.color.unwrap_or(usual);
    let line = |is_drawn: bool| if is_drawn { Stroke::new((ink.size / 14.0).max(1.0), color) } else { Stroke::NONE };
    let weight = if ink.bold { Weight::SemiBold } else { Weight::Regular };
    TextFormat {
        font_id: if ink.mono { theme::mono(ink.size * 0.93) } else { theme::font(ink.size, weight) },
        color,
        background: ink.ground.unwrap_or(Color32::TRANSPARENT),
        italics: ink.italic,
        underline: line(ink.underline),
        strikethrough: line(ink.strike),
        // A line under text is drawn where its line ends: right below the letters only where that is their own height.
        line_height: (!ink.underline).then(|| (ink.size * ink.line_height).round()),
        valign: if ink.underline { Align::Center } else { TextFormat::default().valign },
        ..TextFormat::default()
    }
}
