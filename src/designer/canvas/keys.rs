//! The keyboard on the canvas: walk, nudge, open, add, delete, zoom, cancel. Keys act only while the canvas
//! or one of its cards has the keyboard.

use egui::{EventFilter, Key, Modifiers, Response, Ui, Vec2, vec2};

use super::gestures::Gesture;
use super::walk::{self, Way};
use super::{Canvas, CanvasInput, access};
use crate::designer::requests::{Request, Requests, Selection};
use crate::journey::Place;

const WAYS: [(Key, Way, Vec2); 4] = [
    (Key::ArrowRight, Way::Right, vec2(1.0, 0.0)),
    (Key::ArrowLeft, Way::Left, vec2(-1.0, 0.0)),
    (Key::ArrowUp, Way::Up, vec2(0.0, -1.0)),
    (Key::ArrowDown, Way::Down, vec2(0.0, 1.0)),
];

impl Canvas {
    pub(super) fn follow_keys(
        &mut self,
        ui: &Ui,
        response: &Response,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        let Some(focused) = ui.memory(|memory| memory.focused()) else { return };
        let on_card = (input.selection.activities.iter()).any(|id| access::id(response.id, id) == focused);
        if (focused != response.id && !on_card) || self.picker.is_some() || self.menu.is_some() {
            return;
        }
        // Arrows and Tab mean something here; Shift+Tab leads out.
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::SHIFT, Key::Tab) {
            ui.memory_mut(|memory| memory.surrender_focus(focused));
        } else if pressed(Modifiers::NONE, Key::Tab) {
            self.open_picker_for_selection(input);
        } else if pressed(Modifiers::NONE, Key::Escape) {
            self.cancel(input, requests);
        } else if pressed(Modifiers::NONE, Key::Enter) {
            if let Some(id) = input.selection.single() {
                requests.push(Request::GoTo(Place::activity(&input.journey.id, id)));
            }
        } else if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
            self.ask_to_remove(input, requests);
        } else if pressed(Modifiers::NONE, Key::Plus) || pressed(Modifiers::NONE, Key::Equals) {
            self.step_zoom(true);
        } else if pressed(Modifiers::NONE, Key::Minus) {
            self.step_zoom(false);
        } else if pressed(Modifiers::NONE, Key::Num0) {
            if let Some(viewport) = self.viewport {
                self.camera.fly_zoom(viewport.center(), 1.0);
            }
        } else if pressed(Modifiers::NONE, Key::Num1) {
            self.fit();
        }
        self.follow_arrows(ui, response, input, requests);
    }

    fn follow_arrows(&mut self, ui: &Ui, response: &Response, input: &CanvasInput<'_>, requests: &mut Requests) {
        for (key, way, by) in WAYS {
            // With a modifier first: a key without one is also found while one is held.
            if ui.input_mut(|i| i.consume_key(Modifiers::SHIFT, key)) {
                self.nudge(by * super::geometry::GRID, input, requests);
            } else if ui.input_mut(|i| i.consume_key(Modifiers::ALT, key)) {
                self.nudge(by * super::geometry::SNAP, input, requests);
            } else if ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
                self.walk(ui, response, way, input, requests);
            }
        }
    }

    fn walk(&mut self, ui: &Ui, response: &Response, way: Way, input: &CanvasInput<'_>, requests: &mut Requests) {
        let from = input.selection.activities.first().and_then(|id| self.scene.graph.index(id));
        let to = match from {
            Some(from) => walk::step(&self.scene, from, way),
            None => walk::start(&self.scene),
        };
        let (Some(to), Some(viewport)) = (to, self.viewport) else { return };
        let id = self.scene.id(to).clone();
        self.camera.reveal(self.scene.cards[to].rect, viewport);
        ui.memory_mut(|memory| memory.request_focus(response.id));
        requests.push(Request::Select(Selection::activity(&id)));
    }

    fn nudge(&self, by: Vec2, input: &CanvasInput<'_>, requests: &mut Requests) {
        let cards: Vec<usize> = input.selection.activities.iter().filter_map(|id| self.scene.graph.index(id)).collect();
        if !cards.is_empty() {
            self.ask_to_move(&cards, by, input, requests);
        }
    }

    /// Escape: first the gesture, then the selection.
    fn cancel(&mut self, input: &CanvasInput<'_>, requests: &mut Requests) {
        if self.gesture.is_running() {
            self.gesture = Gesture::Idle;
        } else if !input.selection.is_empty() {
            requests.push(Request::Select(Selection::default()));
        }
    }
}
