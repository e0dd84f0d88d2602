//! One painted frame: ground, wires, chips, tags, cards, ports, and what the pointer is doing.

use egui::{DragAndDrop, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::cards::{CardPainter, Emphasis, frame};
use super::detail::Detail;
use super::geometry::{self, PIECES};
use super::gestures::{Gesture, Hit};
use super::scene::Shift;
use super::texts::Slot;
use super::wires::{Tone, WirePainter};
use super::{Canvas, CanvasInput, Marks, ground};
use crate::designer::icons::Icon;
use crate::designer::pen::Pen;
use crate::designer::theme::{CARD_RADIUS, Theme, blend};
use crate::edit::Stencil;

/// How far what is off a test run's path recedes.
const RECEDED: f32 = 0.5;
/// How far what a wire may not reach recedes.
const QUIET: f32 = 0.6;

/// What is lit in this frame, by number.
struct Lit {
    cards: Vec<bool>,
    wires: Vec<bool>,
    selected: Vec<bool>,
    /// Findings of each card; empty where no card has any.
    marks: Vec<Marks>,
    /// Open ports by which the person of the test run left.
    left: Option<(usize, usize)>,
    now: Option<usize>,
    trail: bool,
}

impl Canvas {
    pub(super) fn paint(&mut self, ui: &Ui, input: &CanvasInput<'_>) {
        let Some(viewport) = self.viewport else { return };
        let theme = Theme::of(ui.ctx());
        ground::paint(ui.painter(), theme, &self.camera, viewport);
        let view = self.camera.rect_to_canvas(viewport);
        let shift = self.gesture.shift();
        let lit = self.lit(input);
        let mut pen = Pen::new(ui.pixels_per_point());
        let mut shapes = Vec::new();
        self.paint_wires(ui, input, theme, view, &shift, &lit, &mut pen, &mut shapes);
        self.paint_cards(ui, input, theme, view, &shift, &lit, &mut pen, &mut shapes);
        self.paint_gesture(ui, theme, &mut pen, &mut shapes);
        ui.painter().extend(shapes);
        if let (Gesture::Marquee { from, .. }, Some(at)) = (&self.gesture, ui.input(|i| i.pointer.latest_pos())) {
            frame(ui.painter(), theme, Rect::from_two_pos(self.camera.to_screen(*from), at));
        }
    }

    /// Looks up what is selected and what the test run has passed.
    fn lit(&self, input: &CanvasInput<'_>) -> Lit {
        let count = self.scene.cards.len();
        let mut lit = Lit {
            cards: Vec::new(),
            wires: Vec::new(),
            selected: vec![false; count],
            marks: self.marks_by_card(input),
            left: None,
            now: None,
            trail: input.trail.is_some(),
        };
        for card in input.selection.activities.iter().filter_map(|id| self.scene.graph.index(id)) {
            lit.selected[card] = true;
        }
        let Some(trail) = input.trail else { return lit };
        lit.cards = vec![false; count];
        lit.wires = vec![false; self.scene.wires.len()];
        for (place, passed) in trail.passed.iter().enumerate() {
            let Some(card) = self.scene.graph.index(&passed.activity) else { continue };
            lit.cards[card] = true;
            let Some(port) = passed.port.as_ref() else { continue };
            let Some(port) = self.scene.graph.nodes[card].ports.iter().position(|known| known == port) else {
                continue;
            };
            let next = trail.passed.get(place + 1).and_then(|next| self.scene.graph.index(&next.activity));
            let found = (0..self.scene.wires.len()).filter(|&wire| {
                let known = &self.scene.wires[wire];
                known.from == card && known.port == port && Some(known.to) == next
            });
            found.for_each(|wire| lit.wires[wire] = true);
            if next.is_none() {
                lit.left = Some((card, port));
            }
        }
        lit.now = trail.current().and_then(|passed| self.scene.graph.index(&passed.activity));
        lit
    }

    /// Looked up once for the few that have findings, and not for every card of a large journey.
    fn marks_by_card(&self, input: &CanvasInput<'_>) -> Vec<Marks> {
        if input.marks.is_empty() {
            return Vec::new();
        }
        let mut marks = vec![Marks::default(); self.scene.cards.len()];
        for (id, known) in input.marks {
            if let Some(card) = self.scene.graph.index(id) {
                marks[card] = *known;
            }
        }
        marks
    }

    fn tone(&self, wire: usize, input: &CanvasInput<'_>, lit: &Lit) -> Tone {
        let known = &self.scene.wires[wire];
        let selected =
            !input.selection.connections.is_empty() && input.selection.connections.binary_search(&known.id).is_ok();
        match self.hover {
            _ if selected || lit.wires.get(wire) == Some(&true) => Tone::Lit,
            Hit::Wire(over) | Hit::WireEnd(over) if over == wire => Tone::Hovered,
            _ if lit.trail => Tone::Quiet,
            _ => Tone::Rest,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all of them live for one frame, and most are borrowed apart")]
    fn paint_wires(
        &mut self,
        ui: &Ui,
        input: &CanvasInput<'_>,
        theme: &Theme,
        view: Rect,
        shift: &Shift,
        lit: &Lit,
        pen: &mut Pen,
        shapes: &mut Vec<Shape>,
    ) {
        let (zoom, detail) = (self.camera.zoom(), Detail::at(self.camera.zoom()));
        let mut wires = std::mem::take(&mut self.buffers[1]);
        // A dragged card takes its wires along, wherever they were: then all of them are looked at.
        if shift.cards.is_empty() {
            self.scene.wires_in(view, &mut wires);
        } else {
            wires.clear();
            wires.extend(0..self.scene.wires.len() as u32);
        }
        let mut texts = std::mem::take(&mut self.texts);
        let mut painter = WirePainter { painter: ui.painter(), theme, zoom, texts: &mut texts, pen, shapes };
        if detail == Detail::Far {
            painter.pen.reserve(wires.len() * 4);
        }
        // What stands out is painted last, above its neighbours.
        for above in [false, true] {
            for &wire in &wires {
                let tone = self.tone(wire as usize, input, lit);
                if matches!(tone, Tone::Lit | Tone::Hovered) != above {
                    continue;
                }
                if detail == Detail::Far {
                    let (from, to) = self.scene.ends(wire as usize, shift);
                    painter.thread(self.camera.to_screen(from), self.camera.to_screen(to), tone);
                } else {
                    let points = self.scene.points(wire as usize, shift);
                    painter.curve(&points.map(|point| self.camera.to_screen(point)), tone);
                }
            }
        }
        painter.flush();
        if detail == Detail::Full {
            for &wire in &wires {
                let known = &self.scene.wires[wire as usize];
                if !known.label.is_empty() {
                    let (at, room) = geometry::chip(&self.scene.points(wire as usize, shift));
                    let (at, tone) = (self.camera.to_screen(at), self.tone(wire as usize, input, lit));
                    painter.chip(Slot::Chip(wire), &known.label, at, room, tone);
                }
            }
            self.tags = self.paint_tags(&mut painter, view, shift, lit);
            painter.flush();
        } else {
            self.tags.clear();
        }
        self.texts = texts;
        self.buffers[1] = wires;
    }

    /// Paints the ends of paths; returns where each lies on the screen.
    fn paint_tags(&self, painter: &mut WirePainter<'_>, view: Rect, shift: &Shift, lit: &Lit) -> Vec<(usize, Rect)> {
        let mut found = Vec::new();
        let mut cards = Vec::new();
        self.scene.cards_in(view.expand2(vec2(geometry::CARD.x, 80.0)), &mut cards);
        for card in cards.into_iter().map(|card| card as usize) {
            for number in self.scene.cards[card].tags.clone() {
                let tag = &self.scene.tags[number];
                let port = self.camera.to_screen(self.scene.outlet(card, tag.port, shift));
                let at = self.camera.to_screen(self.scene.rect(card, shift).min + tag.offset);
                let tone = match self.hover {
                    _ if lit.left == Some((card, tag.port)) => Tone::Lit,
                    Hit::Tag(over) if over == number => Tone::Hovered,
                    _ if lit.trail => Tone::Quiet,
                    _ => Tone::Rest,
                };
                found.push((number, painter.tag(Slot::Tag(number as u32), &tag.text, port, at, tag.hangs, tone)));
            }
        }
        found
    }

    fn emphasis(&self, card: usize, lit: &Lit) -> Emphasis {
        let on_path = lit.cards.get(card) == Some(&true);
        let mut emphasis = Emphasis {
            selected: lit.selected[card],
            hovered: self.hover == Hit::Card(card),
            on_path,
            now: lit.now == Some(card),
            target: false,
            faded: if lit.trail && !on_path { RECEDED } else { 0.0 },
        };
        if let Gesture::Wire(pulled) = &self.gesture {
            let fits = pulled.targets.get(card) == Some(&Ok(()));
            emphasis.target = fits && pulled.over == Some(card);
            emphasis.faded = if fits || card == pulled.from { 0.0 } else { QUIET };
        }
        emphasis
    }

    #[expect(clippy::too_many_arguments, reason = "all of them live for one frame, and most are borrowed apart")]
    fn paint_cards(
        &mut self,
        ui: &Ui,
        input: &CanvasInput<'_>,
        theme: &Theme,
        view: Rect,
        shift: &Shift,
        lit: &Lit,
        pen: &mut Pen,
        shapes: &mut Vec<Shape>,
    ) {
        let (zoom, detail) = (self.camera.zoom(), Detail::at(self.camera.zoom()));
        let mut cards = std::mem::take(&mut self.buffers[0]);
        self.scene.cards_in(view.expand(12.0 / zoom), &mut cards);
        cards.extend(shift.cards.iter().map(|card| *card as u32));
        // What is dragged or selected lies above the rest.
        cards.sort_by_key(|&card| {
            (lit.selected[card as usize] || shift.cards.binary_search(&(card as usize)).is_ok(), card)
        });
        cards.dedup();
        let mut texts = std::mem::take(&mut self.texts);
        let mut painter = CardPainter { painter: ui.painter(), theme, zoom, texts: &mut texts, pen, shapes };
        if detail == Detail::Far {
            painter.pen.reserve(cards.len() * 4);
        }
        for &number in &cards {
            let card = &self.scene.cards[number as usize];
            let rect = self.camera.rect_to_screen(self.scene.rect(number as usize, shift));
            let emphasis = self.emphasis(number as usize, lit);
            let marks = lit.marks.get(number as usize);
            match detail {
                Detail::Far => painter.far(card, rect, marks, emphasis),
                Detail::Block | Detail::Title => painter.small(number, card, rect, marks, emphasis),
                Detail::Full => painter.full(number, card, rect, marks, emphasis),
            }
        }
        painter.flush();
        if detail >= Detail::Title {
            self.paint_ports(&mut painter, shift);
        }
        if detail == Detail::Full {
            self.paint_times(ui, input, theme, shift, &mut painter);
        }
        self.texts = texts;
        self.buffers[0] = cards;
    }

    /// The ports of the card near the pointer.
    fn paint_ports(&self, painter: &mut CardPainter<'_>, shift: &Shift) {
        let card = match &self.gesture {
            Gesture::Wire(pulled) => Some(pulled.from),
            Gesture::Move(_) | Gesture::Pan | Gesture::Marquee { .. } => None,
            _ => self.near,
        };
        let Some(card) = card else { return };
        for port in 0..self.scene.graph.nodes[card].ports.len() {
            let at = self.camera.to_screen(self.scene.outlet(card, port, shift));
            painter.port(at, self.hover == Hit::Port(card, port) && !self.gesture.is_running());
        }
    }

    /// When the person of the test run reached each card.
    fn paint_times(
        &self,
        ui: &Ui,
        input: &CanvasInput<'_>,
        theme: &Theme,
        shift: &Shift,
        painter: &mut CardPainter<'_>,
    ) {
        let Some(trail) = input.trail else { return };
        let zoom = self.camera.zoom();
        let mut times = WirePainter {
            painter: ui.painter(),
            theme,
            zoom,
            texts: painter.texts,
            pen: painter.pen,
            shapes: painter.shapes,
        };
        for passed in &trail.passed {
            if let Some(card) = self.scene.graph.index(&passed.activity) {
                times.time(&passed.time, self.camera.rect_to_screen(self.scene.rect(card, shift)));
            }
        }
    }

    /// The wire that is drawn, and the lines with which a dragged card aligns.
    fn paint_gesture(&self, ui: &Ui, theme: &Theme, pen: &mut Pen, shapes: &mut Vec<Shape>) {
        let zoom = self.camera.zoom();
        match &self.gesture {
            Gesture::Move(dragged) => {
                for [from, to] in &dragged.guides {
                    let (from, to) = (self.camera.to_screen(*from), self.camera.to_screen(*to));
                    let stroke = Stroke::new(1.0, theme.accent);
                    shapes.extend(Shape::dashed_line(&[from, to], stroke, 4.0, 4.0));
                }
            }
            Gesture::Wire(pulled) => {
                let Some(at) = ui.input(|i| i.pointer.latest_pos()) else { return };
                let from = self.scene.outlet(pulled.from, pulled.port, &Shift::default());
                let fits = |over: &usize| pulled.targets.get(*over) == Some(&Ok(()));
                let to = match pulled.over.filter(fits) {
                    Some(over) => geometry::inlet(self.scene.cards[over].rect),
                    None => self.camera.to_canvas(at),
                };
                let points = geometry::wire(from, to).map(|point| self.camera.to_screen(point));
                pen.line(&points, 2.2 * zoom.clamp(0.6, 2.0), theme.accent);
                pen.disc(pos2(points[PIECES].x, points[PIECES].y), 4.5 * zoom.clamp(0.7, 2.0), theme.accent);
            }
            _ => self.paint_landing(ui, theme, pen),
        }
        shapes.extend(pen.take());
    }

    /// Where something that is dragged from the palette would land.
    fn paint_landing(&self, ui: &Ui, theme: &Theme, pen: &mut Pen) {
        let (Some(at), Some(viewport)) = (ui.input(|i| i.pointer.latest_pos()), self.viewport) else { return };
        if !viewport.contains(at) || !DragAndDrop::has_payload_of_type::<Stencil>(ui.ctx()) {
            return;
        }
        let zoom = self.camera.zoom();
        match self.hover {
            Hit::Wire(_) | Hit::WireEnd(_) | Hit::Port(..) | Hit::Tag(_) => {
                pen.disc(at, 11.0, theme.accent);
                Icon::Plus.draw(pen, at, 15.0, theme.on_accent);
            }
            Hit::Card(_) | Hit::Nothing => {
                let ghost = pen.snap(Rect::from_center_size(at, geometry::CARD * zoom));
                let radius = f32::from(CARD_RADIUS) * zoom;
                pen.bordered(
                    ghost,
                    radius,
                    blend(theme.canvas, theme.accent_soft, 0.8),
                    pen.hairline(1.5),
                    theme.accent,
                );
            }
        }
    }
}
