//! Where a pasted part goes, and how what was added becomes what is looked at.

use std::collections::BTreeSet;

use egui::{Pos2, Rect, pos2, vec2};

use super::geometry::GRID;
use super::{Canvas, CanvasInput};
use crate::designer::requests::{Request, Requests, Selection};
use crate::edit::Clip;
use crate::journey::{ActivityId, Journey};

/// Something is about to be added.
pub struct Awaited {
    /// The activities before.
    known: BTreeSet<ActivityId>,
    whole: bool,
}

impl Canvas {
    /// The upper left corner at which a part is pasted: where its menu was opened, else around the pointer while that
    /// is over the canvas, else a little beside the original where that can be seen, else in the middle.
    pub(in crate::designer) fn place_for(&mut self, clip: &Clip) -> (i32, i32) {
        let ((left, top), (width, height)) = clip.extent();
        let size = vec2(width as f32, height as f32);
        let around = |middle: Pos2| middle - size * 0.5;
        let beside = pos2(left as f32, top as f32) + vec2(2.0 * GRID, 2.0 * GRID);
        let view = self.viewport.map_or(Rect::NOTHING, |viewport| self.camera.rect_to_canvas(viewport));
        let corner = match self.paste_at.take().or(self.pointer) {
            Some(at) => around(self.camera.to_canvas(at)),
            None if view.contains_rect(Rect::from_min_size(beside, size)) => beside,
            None => around(view.center()),
        };
        (corner.x.round() as i32, corner.y.round() as i32)
    }

    /// What this journey has in the next frame and does not have now comes into view and becomes the selection: all of
    /// what was pasted, or of what was added the step with which it begins.
    pub(in crate::designer) fn expect(&mut self, journey: &Journey, whole: bool) {
        let known = journey.activities.iter().map(|activity| activity.id.clone()).collect();
        self.awaiting = Some(Awaited { known, whole });
    }

    /// Selects what an edit has added, and brings it into view.
    pub(super) fn welcome_new(&mut self, input: &CanvasInput<'_>, viewport: Rect, requests: &mut Requests) {
        let Some(awaited) = self.awaiting.take() else { return };
        let is_new = |card: usize| !awaited.known.contains(self.scene.id(card));
        let begins = |card: usize| !self.scene.graph.arriving(card).any(|wire| is_new(wire.from));
        let new: Vec<usize> = (0..self.scene.cards.len()).filter(|card| is_new(*card)).collect();
        let places = new.iter().map(|&card| self.scene.extent(card)).reduce(Rect::union);
        let (Some(places), Some(true)) = (places, self.shown.as_ref().map(|shown| *shown == input.journey.id)) else {
            return;
        };
        let chosen = new.into_iter().filter(|card| awaited.whole || begins(*card));
        let mut activities: Vec<ActivityId> = chosen.map(|card| self.scene.id(card).clone()).collect();
        activities.sort();
        requests.push(Request::Select(Selection { activities, connections: Vec::new() }));
        self.camera.reveal(places, viewport);
    }
}
