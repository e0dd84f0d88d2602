//! What a finished gesture asks for: selections and edits. Lines stand in `connecting`, new steps in `adding`.

use egui::{Pos2, Rect, vec2};

use super::gestures::{Dragged, Gesture, Hit};
use super::picker::Picker;
use super::scene::Shift;
use super::{Canvas, CanvasInput, told};
use crate::designer::requests::{Request, Requests, Selection};
use crate::edit::{self, Edit, Spot};
use crate::journey::{ActivityId, ConnectionId, Place, Placement};

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
                let outlet = self.scene.outlet(card, port, &Shift::default());
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
        let moved: Vec<ActivityId> = to.iter().map(|placement| placement.activity.clone()).collect();
        let name = told::of_steps("canvas.move", &moved, input.workspace, input.journey);
        let place = match to.as_slice() {
            [only] => Place::activity(&input.journey.id, &only.activity),
            _ => Place::journey(&input.journey.id),
        };
        requests.edit(name, place, vec![Edit::Move { journey: input.journey.id.clone(), to }]);
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

    pub(super) fn ask_to_remove(&self, input: &CanvasInput<'_>, requests: &mut Requests) {
        let selection = input.selection;
        let edits = edit::remove(input.journey, &selection.activities, &selection.connections);
        if !edits.is_empty() {
            let name = match selection.activities.as_slice() {
                [] => told::of_lines(&selection.connections, input.workspace, input.journey),
                steps => told::of_steps("canvas.delete", steps, input.workspace, input.journey),
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
