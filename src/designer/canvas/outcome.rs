//! What a finished gesture asks for: selections, edits, the list of next steps.

use egui::{DragAndDrop, Pos2, Rect, Ui, vec2};

use super::geometry::CARD;
use super::gestures::{Dragged, Gesture, Hit, Pulled};
use super::picker::{self, Picker};
use super::{Canvas, CanvasInput};
use crate::designer::names;
use crate::designer::requests::{Request, Requests, Selection};
use crate::designer::words::{count, phrase, word};
use crate::edit::{self, Edit, Spot, Stencil};
use crate::journey::{ActivityId, ConnectionId, Place, Placement, Port};

impl Canvas {
    pub(super) fn release(&mut self, at: Option<Pos2>, input: &CanvasInput<'_>, requests: &mut Requests) {
        match std::mem::take(&mut self.gesture) {
            Gesture::Pressed { hit, adds, .. } => self.click(hit, adds, input, requests),
            Gesture::Marquee { from, adds } => {
                if let Some(at) = at {
                    let to = self.camera.to_canvas(at);
                    self.select_within(from, to, adds, input, requests);
                }
            }
            Gesture::Move(dragged) => self.moved(&dragged, input, requests),
            Gesture::Wire(pulled) => self.wired(at, &pulled, input, requests),
            // The hand stays until its own button is up.
            Gesture::Pan => self.gesture = Gesture::Pan,
            Gesture::Idle => {}
        }
    }

    fn click(&mut self, hit: Hit, adds: bool, input: &CanvasInput<'_>, requests: &mut Requests) {
        match hit {
            Hit::Card(card) => self.select_activity(self.scene.id(card).clone(), adds, input, requests),
            Hit::Wire(wire) | Hit::WireEnd(wire) => {
                let id = self.scene.wires[wire].id.clone();
                self.select_connection(id, adds, input, requests);
            }
            Hit::Port(card, port) => {
                let outlet = self.scene.outlet(card, port, &super::scene::Shift::default());
                let at = self.camera.to_screen(outlet) + vec2(14.0, -12.0);
                self.picker = self.spot_after(card, port, input).map(|spot| Picker::new(spot, at));
            }
            Hit::Tag(tag) => self.open_picker_at_tag(tag),
            Hit::Nothing if !adds && !input.selection.is_empty() => {
                requests.push(Request::Select(Selection::default()))
            }
            Hit::Nothing => {}
        }
    }

    pub(super) fn select_activity(&self, id: ActivityId, adds: bool, input: &CanvasInput<'_>, requests: &mut Requests) {
        let mut selection = if adds { input.selection.clone() } else { Selection::default() };
        toggle(&mut selection.activities, id);
        requests.push(Request::Select(selection));
    }

    fn select_connection(&self, id: ConnectionId, adds: bool, input: &CanvasInput<'_>, requests: &mut Requests) {
        let mut selection = if adds { input.selection.clone() } else { Selection::default() };
        toggle(&mut selection.connections, id);
        requests.push(Request::Select(selection));
    }

    /// Drawn to the right, the marquee takes what lies inside; drawn to the left, all that it touches.
    fn select_within(&self, from: Pos2, to: Pos2, adds: bool, input: &CanvasInput<'_>, requests: &mut Requests) {
        let (area, touching) = (Rect::from_two_pos(from, to), to.x < from.x);
        let mut found = Vec::new();
        self.scene.cards_in(area, &mut found);
        let inside = |card: &usize| touching || area.contains_rect(self.scene.cards[*card].rect);
        let mut selection = if adds { input.selection.clone() } else { Selection::default() };
        for card in found.into_iter().map(|card| card as usize).filter(inside) {
            selection.activities.push(self.scene.id(card).clone());
        }
        selection.activities.sort();
        selection.activities.dedup();
        requests.push(Request::Select(selection));
    }

    fn moved(&self, dragged: &Dragged, input: &CanvasInput<'_>, requests: &mut Requests) {
        if dragged.shift.by == egui::Vec2::ZERO {
            return;
        }
        let lead = self.scene.id(dragged.lead);
        if !input.selection.activities.contains(lead) {
            requests.push(Request::Select(Selection::activity(lead)));
        }
        self.ask_to_move(&dragged.shift.cards, dragged.shift.by, input, requests);
    }

    /// Asks that cards move by so many canvas units, as one step.
    pub(super) fn ask_to_move(
        &self,
        cards: &[usize],
        by: egui::Vec2,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        let to: Vec<Placement> = (cards.iter())
            .map(|&card| {
                let at = self.scene.cards[card].rect.min + by;
                Placement { activity: self.scene.id(card).clone(), x: at.x.round() as i32, y: at.y.round() as i32 }
            })
            .collect();
        let name = count("canvas.move", cards.len());
        let place = match to.as_slice() {
            [only] => Place::activity(&input.journey.id, &only.activity),
            _ => Place::journey(&input.journey.id),
        };
        requests.edit(name, place, vec![Edit::Move { journey: input.journey.id.clone(), to }]);
    }

    fn wired(&mut self, at: Option<Pos2>, pulled: &Pulled, input: &CanvasInput<'_>, requests: &mut Requests) {
        match pulled.over {
            Some(over) if pulled.targets.get(over) == Some(&Ok(())) => match &pulled.replugs {
                Some(wire) => {
                    let edits = edit::reconnect(input.journey, wire, self.scene.id(over));
                    self.ask_to_connect(pulled.from, over, edits, input, requests);
                }
                None => self.connect(pulled.from, pulled.port, over, input, requests),
            },
            Some(_) => {}
            None => {
                if let Some(at) = at.filter(|at| self.viewport.is_some_and(|viewport| viewport.contains(*at))) {
                    self.drop_wire(at, pulled, input, requests);
                }
            }
        }
    }

    /// Asks for a line from a port to a card.
    pub(super) fn connect(
        &self,
        from: usize,
        port: usize,
        to: usize,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        let Some(port) = self.scene.port(from, port) else { return };
        let edits = edit::connect(input.journey, self.scene.id(from), port, self.scene.id(to));
        self.ask_to_connect(from, to, edits, input, requests);
    }

    fn ask_to_connect(
        &self,
        from: usize,
        to: usize,
        edits: Vec<Edit>,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        let name = phrase("canvas.connect", &[("to", &self.scene.cards[to].title)]);
        requests.edit(name, Place::activity(&input.journey.id, self.scene.id(from)), edits);
    }

    /// "Connect to…": from the selected step, by a list, for those who do not point.
    pub(super) fn ask_where_to(&mut self, input: &CanvasInput<'_>, requests: &mut Requests) {
        let (Some(viewport), Some(card)) =
            (self.viewport, input.selection.single().and_then(|id| self.scene.graph.index(id)))
        else {
            return;
        };
        let rect = self.scene.cards[card].rect;
        self.camera.reveal(rect, viewport);
        let at = self.camera.aim().to_screen(rect.right_top()) + vec2(14.0, 0.0);
        match self.scene.cards[card].outlets.len() {
            0 => requests.push(Request::Say(word("canvas.leads_nowhere").to_owned())),
            1 => self.open_picker_of_targets(card, 0, at, input),
            _ => self.picker = Some(Picker::of_ways(card, at)),
        }
    }

    /// The list of the steps to which a line from this port may lead, the nearest first.
    pub(super) fn open_picker_of_targets(&mut self, card: usize, port: usize, at: Pos2, input: &CanvasInput<'_>) {
        let targets = self
            .scene
            .port(card, port)
            .and_then(|port| edit::targets(input.journey, &self.scene.graph, self.scene.id(card), port));
        let fits = targets.into_iter().flatten().enumerate().filter(|(_, target)| target.is_ok());
        let mut to: Vec<usize> = fits.map(|(card, _)| card).collect();
        let here = self.scene.cards[card].rect.center();
        let far = |card: &usize| self.scene.cards[*card].rect.center().distance(here);
        to.sort_by(|a, b| far(a).total_cmp(&far(b)));
        self.picker = Some(Picker::of_targets(card, port, to, at));
    }

    /// A wire dropped on empty ground: a new one asks what comes next, one that was taken up goes.
    fn drop_wire(&mut self, at: Pos2, pulled: &Pulled, input: &CanvasInput<'_>, requests: &mut Requests) {
        match &pulled.replugs {
            Some(wire) => {
                let edits = vec![Edit::Disconnect { journey: input.journey.id.clone(), connection: wire.clone() }];
                requests.edit(word("canvas.disconnect"), Place::journey(&input.journey.id), edits);
            }
            None => self.open_picker_after(pulled.from, pulled.port, at),
        }
    }

    pub(super) fn double_click(&mut self, input: &CanvasInput<'_>, requests: &mut Requests) {
        match self.hover {
            Hit::Wire(wire) => {
                let points = &self.scene.wires[wire].points;
                let at = self.camera.to_screen(points[points.len() / 2]);
                self.picker = Some(Picker::new(Spot::Into(self.scene.wires[wire].id.clone()), at));
                self.gesture = Gesture::Idle;
            }
            Hit::Card(card) => {
                requests.push(Request::GoTo(Place::activity(&input.journey.id, self.scene.id(card))));
            }
            Hit::Tag(tag) => self.name_end(tag, input),
            Hit::Nothing | Hit::Port(..) | Hit::WireEnd(_) => {}
        }
    }

    /// Opens the list of next steps beside the tag of an end, so that the tag can still be seen and clicked again.
    pub(super) fn open_picker_at_tag(&mut self, tag: usize) {
        let (card, port) = (self.scene.tags[tag].from, self.scene.tags[tag].port);
        let Some(known) = self.scene.port(card, port).cloned() else { return };
        let rect = self.tags.iter().find(|(known, _)| *known == tag).map(|(_, rect)| *rect);
        let rect = rect.unwrap_or_else(|| self.camera.rect_to_screen(self.scene.cards[card].rect));
        let has_room = self.viewport.is_some_and(|room| rect.right() + picker::WIDTH + 40.0 < room.right());
        let side = if has_room { rect.right() + 8.0 } else { rect.left() - picker::WIDTH - 32.0 };
        let spot = Spot::After { from: self.scene.id(card).clone(), port: known };
        self.picker = Some(Picker::new(spot, egui::pos2(side, rect.top())));
    }

    /// Opens the list of next steps for a line that was dropped at a screen point.
    fn open_picker_after(&mut self, card: usize, port: usize, at: Pos2) {
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
        let outlet = |from: &ActivityId, port: &Port| {
            let card = self.scene.graph.index(from)?;
            let port = self.scene.graph.nodes[card].ports.iter().position(|known| known == port)?;
            Some(self.scene.outlet(card, port, &super::scene::Shift::default()))
        };
        let place = match spot {
            Spot::Into(wire) => middle(wire),
            Spot::After { from, port } | Spot::Drop { from, port, .. } => outlet(from, port),
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
        }
    }

    /// The upper left corner of a card that is held at `hold` by a screen point.
    pub(super) fn corner_at(&self, at: Pos2, hold: egui::Vec2) -> (i32, i32) {
        let corner = self.camera.to_canvas(at) - hold;
        (corner.x.round() as i32, corner.y.round() as i32)
    }

    pub(super) fn ask_to_remove(&self, input: &CanvasInput<'_>, requests: &mut Requests) {
        let selection = input.selection;
        let edits = edit::remove(input.journey, &selection.activities, &selection.connections);
        if !edits.is_empty() {
            let name = match selection.activities.len() {
                0 => word("canvas.disconnect").to_owned(),
                steps => count("canvas.delete", steps),
            };
            requests.edit(name, Place::journey(&input.journey.id), edits);
        }
    }
}

fn toggle<T: Ord>(list: &mut Vec<T>, item: T) {
    match list.binary_search(&item) {
        Ok(known) => drop(list.remove(known)),
        Err(place) => list.insert(place, item),
    }
}
