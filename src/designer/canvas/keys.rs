//! The keyboard on the canvas: what the table of actions offers there, by its shortcuts or from a menu.

use egui::{EventFilter, Key, Modifiers, Popup, Response, Ui, Vec2, vec2};

use super::find::Find;
use super::geometry::{GRID, SNAP};
use super::gestures::Gesture;
use super::walk::{self, Way};
use super::{Canvas, CanvasInput, access};
use crate::designer::actions::Action;
use crate::designer::requests::{Request, Requests, Selection};
use crate::designer::shortcuts;
use crate::journey::Place;

/// What is done here, however it is asked for.
fn acts_here(action: Action) -> bool {
    use Action as A;
    matches!(action, A::AddStep | A::Delete | A::Fit | A::ZoomIn | A::ZoomOut | A::ZoomActual)
        || matches!(action, A::EditFields | A::Connect | A::StepMenu)
        || way(action).is_some()
        || direction(action).is_some()
}

fn way(action: Action) -> Option<Way> {
    match action {
        Action::NextStep => Some(Way::Right),
        Action::PreviousStep => Some(Way::Left),
        Action::StepAbove => Some(Way::Up),
        Action::StepBelow => Some(Way::Down),
        _ => None,
    }
}

fn direction(action: Action) -> Option<Vec2> {
    match action {
        Action::MoveRight => Some(vec2(1.0, 0.0)),
        Action::MoveLeft => Some(vec2(-1.0, 0.0)),
        Action::MoveUp => Some(vec2(0.0, -1.0)),
        Action::MoveDown => Some(vec2(0.0, 1.0)),
        _ => None,
    }
}

impl Canvas {
    pub(super) fn follow_keys(
        &mut self,
        ui: &Ui,
        response: &Response,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        self.ground = Some(response.id);
        let types = self.naming.is_some() || self.find.as_ref().is_some_and(Find::has_keys);
        let chooses = self.picker.is_some() || self.menu.is_some();
        // Who leaves a field by Enter or Escape means the field.
        let nobody = ui.memory(|memory| memory.focused().is_none());
        let was_nobody = std::mem::replace(&mut self.nobody_types, nobody);
        if types || chooses || !has_keyboard(ui, response, input) || (nobody && !was_nobody) {
            return;
        }
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if let Some(focused) = ui.memory(|memory| memory.focused()) {
            // Arrows and Tab mean something here; Shift+Tab leads out.
            let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
            if pressed(Modifiers::SHIFT, Key::Tab) {
                ui.memory_mut(|memory| memory.surrender_focus(focused));
            }
        }
        if pressed(Modifiers::NONE, Key::Escape) {
            self.cancel(input, requests);
        }
        for action in ui.input_mut(|i| shortcuts::consume(i, |row, _| acts_here(row.action))) {
            self.act(action, ui, input, requests);
        }
    }

    /// Does what the table of actions offers on the canvas.
    pub(super) fn act(&mut self, action: Action, ui: &Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        let Some(viewport) = self.viewport else { return };
        if let Some(way) = way(action) {
            self.walk(ui, way, input, requests);
        } else if let Some(direction) = direction(action) {
            let pitch = if ui.input(|i| i.modifiers.alt) { SNAP } else { GRID };
            self.nudge(direction * pitch, input, requests);
        }
        match action {
            Action::AddStep => self.open_picker_for_selection(input),
            Action::Connect => self.ask_where_to(input, requests),
            Action::StepMenu => self.open_menu_of_selection(input),
            Action::EditFields => {
                if let Some(id) = input.selection.single() {
                    requests.push(Request::GoTo(Place::activity(&input.journey.id, id)));
                }
            }
            Action::Delete => self.ask_to_remove(input, requests),
            Action::Fit => self.fit(),
            Action::ZoomIn => self.step_zoom(true),
            Action::ZoomOut => self.step_zoom(false),
            Action::ZoomActual => self.camera.fly_zoom(viewport.center(), 1.0),
            Action::FindStep => self.open_find(input),
            _ => {}
        }
    }

    fn walk(&mut self, ui: &Ui, way: Way, input: &CanvasInput<'_>, requests: &mut Requests) {
        let from = input.selection.activities.first().and_then(|id| self.scene.graph.index(id));
        let to = match from {
            Some(from) => walk::step(&self.scene, from, way),
            None => walk::start(&self.scene),
        };
        let (Some(to), Some(viewport)) = (to, self.viewport) else { return };
        let id = self.scene.id(to).clone();
        self.camera.reveal(self.scene.cards[to].rect, viewport);
        if let Some(ground) = self.ground {
            ui.memory_mut(|memory| memory.request_focus(ground));
        }
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

/// Whether keys mean the canvas: it has the keyboard, one of its cards has, or nothing has and nothing lies above.
fn has_keyboard(ui: &Ui, response: &Response, input: &CanvasInput<'_>) -> bool {
    match ui.memory(|memory| memory.focused()) {
        Some(focused) => {
            let selected = &input.selection.activities;
            focused == response.id || selected.iter().any(|id| access::id(response.id, id) == focused)
        }
        None => !Popup::is_any_open(ui.ctx()) && ui.memory(|memory| memory.top_modal_layer().is_none()),
    }
}
