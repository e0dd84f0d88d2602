//! Where a further step goes, and the list that asks which one.

use egui::{DragAndDrop, Pos2, Rect, Ui, vec2};

use super::geometry::CARD;
use super::gestures::Hit;
use super::picker::Picker;
use super::{Canvas, CanvasInput};
use crate::designer::names;
use crate::designer::requests::{Request, Requests};
use crate::designer::words::phrase;
use crate::edit::{self, Spot, Stencil};
use crate::journey::{ConnectionId, FragmentId, Place};

impl Canvas {
    /// Opens the list of next steps beside the tag of an end, so that the tag can still be seen and clicked again.
    pub(super) fn open_picker_at_tag(&mut self, tag: usize) {
        let (card, port) = (self.scene.tags[tag].from, self.scene.tags[tag].port);
        let Some(known) = self.scene.port(card, port).cloned() else { return };
        let rect = self.tags.iter().find(|(known, _)| *known == tag).map(|(_, rect)| *rect);
        let rect = rect.unwrap_or_else(|| self.camera.rect_to_screen(self.scene.cards[card].rect));
        let spot = Spot::After { from: self.scene.id(card).clone(), port: known };
        self.picker = Some(Picker::new(spot, rect.right_top() + vec2(8.0, 0.0)));
    }

    /// Opens the list of next steps for a line that was dropped at a screen point.
    pub(super) fn open_picker_after(&mut self, card: usize, port: usize, at: Pos2) {
        let Some(port) = self.scene.port(card, port).cloned() else { return };
        let (x, y) = self.corner_at(at, vec2(0.0, CARD.y * 0.5));
        self.picker = Some(Picker::new(Spot::Drop { from: self.scene.id(card).clone(), port, x, y }, at));
    }

    /// "Add a step": where it obviously goes, else in the middle of the canvas.
    pub(super) fn open_picker_for_selection(&mut self, input: &CanvasInput<'_>) {
        let viewport = self.viewport.unwrap_or(Rect::ZERO);
        let (step, wire) = (input.selection.single(), input.selection.single_wire());
        let Some(spot) = Spot::obvious(input.journey, None, step, wire) else {
            let middle = viewport.center();
            let (x, y) = self.corner_at(middle, CARD * 0.5);
            self.picker = Some(Picker::new(Spot::At { x, y }, middle - vec2(0.0, 140.0)));
            return;
        };
        // The list opens beside the place, which comes into view before.
        let place = self.place_of(&spot);
        self.camera.reveal(Rect::from_center_size(place, CARD), viewport);
        let at = self.camera.aim().to_screen(place);
        self.picker = Some(Picker::new(spot, at + vec2(14.0, -12.0)));
    }

    /// Where a step at this spot will hang, in canvas units.
    fn place_of(&self, spot: &Spot) -> Pos2 {
        let middle = |id: &ConnectionId| {
            let wire = self.scene.wires.iter().find(|wire| &wire.id == id)?;
            Some(wire.points[wire.points.len() / 2])
        };
        let place = match spot {
            Spot::Into(wire) => middle(wire),
            Spot::After { from, port } | Spot::Drop { from, port, .. } => self.outlet_of(from, port),
            Spot::At { .. } => None,
        };
        place.unwrap_or_default()
    }

    /// Asks for a step from the palette; what is new becomes the selection.
    pub(super) fn add(&mut self, stencil: Stencil, spot: &Spot, input: &CanvasInput<'_>, requests: &mut Requests) {
        let edits = edit::add(input.workspace, &input.journey.id, stencil, spot);
        if edits.is_empty() {
            return;
        }
        self.expect(input.journey, false);
        let name = phrase("undo.add", &[("name", &names::in_sentence(names::stencil(stencil)))]);
        requests.edit(name, Place::journey(&input.journey.id), edits);
    }

    /// Asks for a copy of a fragment; all of it becomes the selection.
    pub(super) fn insert(
        &mut self,
        fragment: &FragmentId,
        spot: &Spot,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        match edit::fragment::insert(input.workspace, &input.journey.id, fragment, spot) {
            Ok(edits) => {
                self.expect(input.journey, true);
                let name = names::insert(fragment, input.workspace);
                requests.edit(name, Place::journey(&input.journey.id), edits);
            }
            Err(refused) => requests.push(Request::Say(refused.to_string())),
        }
    }

    /// After a port: where a path goes on from there already, into its wire, so that no second path begins beside it.
    pub(super) fn spot_after(&self, card: usize, port: usize, input: &CanvasInput<'_>) -> Option<Spot> {
        if let [wire] = self.scene.graph.leaving_by(card, port) {
            return Some(Spot::Into(input.journey.connections.get(wire.connection)?.id.clone()));
        }
        let port = self.scene.port(card, port)?.clone();
        Some(Spot::After { from: self.scene.id(card).clone(), port })
    }

    /// Where something from the palette would go at this screen point: into a wire, after an open port, or here.
    pub(super) fn spot_at(&self, at: Pos2, input: &CanvasInput<'_>) -> Spot {
        match self.hover {
            Hit::Wire(wire) | Hit::WireEnd(wire) => return Spot::Into(self.scene.wires[wire].id.clone()),
            Hit::Port(card, port) => {
                if let Some(spot) = self.spot_after(card, port, input) {
                    return spot;
                }
            }
            Hit::Tag(tag) => {
                let tag = &self.scene.tags[tag];
                if let Some(port) = self.scene.port(tag.from, tag.port) {
                    return Spot::After { from: self.scene.id(tag.from).clone(), port: port.clone() };
                }
            }
            Hit::Card(_) | Hit::Nothing => {}
        }
        let (x, y) = self.corner_at(at, CARD * 0.5);
        Spot::At { x, y }
    }

    pub(super) fn drop_stencil(&mut self, ui: &Ui, at: Pos2, input: &CanvasInput<'_>, requests: &mut Requests) {
        if let Some(stencil) = DragAndDrop::take_payload::<Stencil>(ui.ctx()) {
            let spot = self.spot_at(at, input);
            self.add(*stencil, &spot, input, requests);
        } else if let Some(fragment) = DragAndDrop::take_payload::<FragmentId>(ui.ctx()) {
            let spot = self.spot_at(at, input);
            self.insert(&fragment, &spot, input, requests);
        }
    }

    /// The upper left corner of a card that is held at `hold` by a screen point.
    pub(super) fn corner_at(&self, at: Pos2, hold: egui::Vec2) -> (i32, i32) {
        let corner = self.camera.to_canvas(at) - hold;
        (corner.x.round() as i32, corner.y.round() as i32)
    }
}
