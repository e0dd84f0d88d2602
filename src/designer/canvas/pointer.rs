//! The pointer: wheel and buttons become camera moves and gestures.

use egui::{CursorIcon, Key, PointerButton, Pos2, Rect, Response, Ui, vec2};

use super::gestures::{Dragged, Gesture, Hit, Pulled, SLOP, hit};
use super::scene::Shift;
use super::{Canvas, CanvasInput, camera, detail};
use crate::designer::requests::Requests;
use crate::edit;

/// How near the pointer must be to a thin thing, in screen points.
const REACH: f32 = 9.0;
/// How near a card the pointer must be for its ports to be shown, in screen points.
const NEAR: f32 = 26.0;
/// Dragging nearer to the edge than this moves the drawing, in screen points.
const EDGE: f32 = 28.0;

/// What the buttons did in this frame.
struct Buttons {
    at: Option<Pos2>,
    pressed: bool,
    released: bool,
    down: bool,
    double: bool,
    pan_pressed: bool,
    pan_down: bool,
    menu: bool,
    moved: egui::Vec2,
    adds: bool,
    free: bool,
}

impl Canvas {
    pub(super) fn follow_pointer(
        &mut self,
        ui: &Ui,
        response: &Response,
        input: &CanvasInput<'_>,
        requests: &mut Requests,
    ) {
        let buttons = buttons(ui);
        let over = response.contains_pointer() && self.picker.is_none() && self.menu.is_none();
        let free = over && buttons.at.is_some_and(|at| !self.overlays.iter().any(|rect| rect.contains(at)));
        if over {
            self.zoom_and_scroll(ui, buttons.at);
        }
        self.pointer = buttons.at.filter(|_| free);
        self.look(self.pointer);
        if free && buttons.pressed {
            self.paste_at = None;
            self.press(&buttons);
            response.request_focus();
        }
        if free && buttons.pan_pressed {
            self.gesture = Gesture::Pan;
        }
        if free && buttons.double {
            self.double_click(input, requests);
        }
        if let Some(at) = buttons.at.filter(|_| free && buttons.menu) {
            self.open_menu(at, input, requests);
        }
        self.go_on(ui, &buttons, input);
        if buttons.released {
            self.release(buttons.at, input, requests);
        }
        if let Some(at) = buttons.at.filter(|_| buttons.released && response.contains_pointer()) {
            self.drop_stencil(ui, at, input, requests);
        }
        if let Some(icon) = self.cursor(free) {
            ui.ctx().set_cursor_icon(icon);
        }
    }

    fn zoom_and_scroll(&mut self, ui: &Ui, at: Option<Pos2>) {
        let (zoom, scroll) = ui.input(|i| (i.zoom_delta(), i.smooth_scroll_delta()));
        if let Some(at) = at.filter(|_| (zoom - 1.0).abs() > f32::EPSILON) {
            self.camera.zoom_at(at, zoom);
        } else if scroll != egui::Vec2::ZERO {
            self.camera.pan(scroll);
        }
    }

    /// What lies under the pointer.
    pub(super) fn look(&mut self, at: Option<Pos2>) {
        let Some(at) = at else {
            if !self.gesture.is_running() {
                (self.hover, self.near) = (Hit::Nothing, None);
            }
            return;
        };
        let point = self.camera.to_canvas(at);
        let reach = REACH / self.camera.zoom();
        let ports = detail::Detail::at(self.camera.zoom()) >= detail::Detail::Title;
        let under = |painted: &[(usize, Rect)]| painted.iter().find(|(_, rect)| rect.contains(at)).map(|found| found.0);
        self.hover = match (hit(&self.scene, point, reach, ports, under(&self.tags)), under(&self.chips)) {
            (Hit::Nothing, Some(wire)) => Hit::Wire(wire),
            (hit, _) => hit,
        };
        self.near = match self.hover {
            Hit::Card(card) | Hit::Port(card, _) => Some(card),
            Hit::Tag(tag) => Some(self.scene.tags[tag].from),
            Hit::Wire(wire) if ports => Some(self.scene.wires[wire].from),
            _ if ports => self.scene.cards_near(point, NEAR / self.camera.zoom()).pop(),
            _ => None,
        };
    }

    fn press(&mut self, buttons: &Buttons) {
        if let Some(at) = buttons.at {
            self.gesture = Gesture::Pressed { at, hit: self.hover, adds: buttons.adds };
        }
    }

    /// A press that moves becomes a drag, and a drag goes on.
    fn go_on(&mut self, ui: &Ui, buttons: &Buttons, input: &CanvasInput<'_>) {
        let Some(at) = buttons.at else { return };
        if let Gesture::Pressed { at: start, hit, adds } = self.gesture
            && buttons.down
            && start.distance(at) > SLOP
        {
            self.gesture = self.begin_drag(self.camera.to_canvas(start), hit, adds, input);
        }
        if matches!(self.gesture, Gesture::Pan) {
            if buttons.pan_down {
                self.camera.pan(buttons.moved);
            } else {
                self.gesture = Gesture::Idle;
            }
            return;
        }
        if self.gesture.is_running() {
            self.scroll_at_edge(ui, at);
        }
        let (point, zoom) = (self.camera.to_canvas(at), self.camera.zoom());
        let view = self.viewport.map_or(Rect::NOTHING, |viewport| self.camera.rect_to_canvas(viewport));
        match &mut self.gesture {
            Gesture::Move(dragged) => dragged.follow(&self.scene, point, view, zoom, buttons.free),
            Gesture::Wire(pulled) => pulled.over = self.scene.cards_near(point, 10.0 / zoom).pop(),
            _ => {}
        }
    }

    fn begin_drag(&self, from: Pos2, hit: Hit, adds: bool, input: &CanvasInput<'_>) -> Gesture {
        match hit {
            Hit::Card(card) => self.begin_move(from, card, input),
            Hit::Port(card, port) => self.begin_wire(card, port, None, input),
            Hit::Tag(tag) => self.begin_wire(self.scene.tags[tag].from, self.scene.tags[tag].port, None, input),
            // Where a line is taken up, a further one begins where it begins; its arrow is led elsewhere.
            Hit::Wire(wire) => self.begin_wire(self.scene.wires[wire].from, self.scene.wires[wire].port, None, input),
            Hit::WireEnd(wire) => {
                let known = &self.scene.wires[wire];
                self.begin_wire(known.from, known.port, Some(known.id.clone()), input)
            }
            Hit::Nothing => Gesture::Marquee { from, adds },
        }
    }

    fn begin_move(&self, from: Pos2, lead: usize, input: &CanvasInput<'_>) -> Gesture {
        let selected = &input.selection.activities;
        let mut cards: Vec<usize> = if selected.contains(self.scene.id(lead)) {
            selected.iter().filter_map(|id| self.scene.graph.index(id)).collect()
        } else {
            vec![lead]
        };
        cards.sort_unstable();
        Gesture::Move(Dragged { lead, from, shift: Shift { cards, by: egui::Vec2::ZERO }, guides: Vec::new() })
    }

    fn begin_wire(
        &self,
        from: usize,
        port: usize,
        replugs: Option<crate::journey::ConnectionId>,
        input: &CanvasInput<'_>,
    ) -> Gesture {
        let targets = (self.scene.port(from, port))
            .and_then(|port| edit::targets(input.journey, &self.scene.graph, self.scene.id(from), port));
        match targets {
            Some(targets) => Gesture::Wire(Pulled { from, port, targets, over: None, replugs }),
            None => Gesture::Idle,
        }
    }

    fn scroll_at_edge(&mut self, ui: &Ui, at: Pos2) {
        let Some(viewport) = self.viewport else { return };
        let room = viewport.shrink(EDGE);
        let beyond = vec2(
            (room.left() - at.x).max(0.0) + (room.right() - at.x).min(0.0),
            (room.top() - at.y).max(0.0) + (room.bottom() - at.y).min(0.0),
        );
        if beyond != egui::Vec2::ZERO {
            let speed = beyond.clamp(egui::Vec2::splat(-EDGE), egui::Vec2::splat(EDGE)) * 0.4;
            self.camera.pan(speed);
            ui.ctx().request_repaint();
        }
    }

    fn cursor(&self, free: bool) -> Option<CursorIcon> {
        match &self.gesture {
            Gesture::Pan => Some(CursorIcon::Grabbing),
            Gesture::Move(_) => Some(CursorIcon::Grabbing),
            Gesture::Wire(pulled) => match pulled.over.map(|over| pulled.targets.get(over)) {
                Some(Some(Err(_))) => Some(CursorIcon::NotAllowed),
                _ => Some(CursorIcon::Crosshair),
            },
            Gesture::Marquee { .. } => Some(CursorIcon::Crosshair),
            _ if !free => None,
            _ => match self.hover {
                Hit::Port(..) | Hit::Wire(_) | Hit::WireEnd(_) => Some(CursorIcon::Crosshair),
                Hit::Card(_) | Hit::Tag(_) => Some(CursorIcon::PointingHand),
                Hit::Nothing => None,
            },
        }
    }

    /// Zooms by the keyboard's steps, around the middle of the canvas.
    pub(super) fn step_zoom(&mut self, inwards: bool) {
        if let Some(viewport) = self.viewport {
            let factor = if inwards { camera::ZOOM_STEP } else { 1.0 / camera::ZOOM_STEP };
            self.camera.fly_zoom(viewport.center(), self.camera.zoom() * factor);
        }
    }
}

fn buttons(ui: &Ui) -> Buttons {
    // The space bar turns the primary button into a hand, but not while somebody types.
    let typing = ui.ctx().egui_wants_keyboard_input();
    ui.input(|i| {
        let space = i.key_down(Key::Space) && !typing;
        let primary = |now: bool| now && !space;
        let pan = |check: &dyn Fn(PointerButton) -> bool| {
            check(PointerButton::Middle) || check(PointerButton::Secondary) || (space && check(PointerButton::Primary))
        };
        Buttons {
            at: i.pointer.latest_pos(),
            pressed: primary(i.pointer.primary_pressed()),
            released: i.pointer.primary_released(),
            down: primary(i.pointer.primary_down()),
            double: i.pointer.button_double_clicked(PointerButton::Primary),
            pan_pressed: pan(&|button| i.pointer.button_pressed(button)),
            pan_down: pan(&|button| i.pointer.button_down(button)),
            menu: i.pointer.secondary_clicked(),
            moved: i.pointer.delta(),
            adds: i.modifiers.shift || i.modifiers.command,
            free: i.modifiers.alt,
        }
    })
}
