//! One painted frame: ground, wires, chips, tags, cards, ports, and what the pointer is doing.

use egui::{DragAndDrop, Pos2, Rect, Shape, Stroke, Ui, vec2};

use super::brush::Brush;
use super::cards::{Emphasis, frame};
use super::chips::Wanted;
use super::detail::Detail;
use super::geometry::{self, PIECES};
use super::gestures::{Gesture, Hit};
use super::path::{Path, Stage};
use super::picker::Picker;
use super::scene::Shift;
use super::texts::Slot;
use super::wires::Tone;
use super::{Canvas, CanvasInput, Marks, chips, covered, ground};
use crate::designer::icons::Icon;
use crate::designer::theme::{CARD_RADIUS, Theme, blend};
use crate::edit::Stencil;
use crate::journey::{FragmentId, grouped};

/// How far what is off a test run's path recedes.
const RECEDED: f32 = 0.5;
/// How far what the person of a test run will still come to recedes.
const AHEAD: f32 = 0.15;
/// How far what a wire may not reach recedes.
const QUIET: f32 = 0.6;

/// What holds for all of this frame; lists go by number of the card.
struct Seen {
    /// What is in view, in canvas units.
    view: Rect,
    /// Cards that are being dragged.
    shift: Shift,
    selected: Vec<bool>,
    /// Findings of each card; empty where no card has any.
    marks: Vec<Marks>,
    /// The path of the test run that is shown.
    path: Option<Path>,
    /// How many go along the busiest wire of the forecast that is shown.
    busiest: Option<i64>,
}

impl Canvas {
    pub(super) fn paint(&mut self, ui: &Ui, input: &CanvasInput<'_>) {
        let Some(viewport) = self.viewport else { return };
        let theme = Theme::of(ui.ctx());
        ground::paint(ui.painter(), theme, &self.camera, viewport);
        let seen = self.seen(viewport, input);
        self.cut = None;
        let mut brush = Brush::new(ui.painter(), theme, self.camera.zoom(), std::mem::take(&mut self.texts));
        self.paint_wires(input, &seen, &mut brush);
        self.paint_cards(input, &seen, &mut brush);
        self.paint_gesture(ui, &mut brush);
        brush.flush();
        ui.painter().extend(brush.shapes);
        self.texts = brush.texts;
        if let (Gesture::Marquee { from, .. }, Some(at)) = (&self.gesture, ui.input(|i| i.pointer.latest_pos())) {
            frame(ui.painter(), theme, Rect::from_two_pos(self.camera.to_screen(*from), at));
        }
    }

    /// Looks up what is selected and what the test run has passed.
    fn seen(&self, viewport: Rect, input: &CanvasInput<'_>) -> Seen {
        let mut selected = vec![false; self.scene.cards.len()];
        for card in input.selection.activities.iter().filter_map(|id| self.scene.graph.index(id)) {
            selected[card] = true;
        }
        let path = input.trail.map(|trail| Path::of(&self.scene, trail));
        let view = self.camera.rect_to_canvas(viewport);
        let (shift, marks, busiest) = (self.gesture.shift(), self.marks_by_card(input), self.busiest(input));
        Seen { view, shift, selected, marks, path, busiest }
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

    fn tone(&self, wire: usize, input: &CanvasInput<'_>, seen: &Seen) -> Tone {
        let known = &self.scene.wires[wire];
        let selected =
            !input.selection.connections.is_empty() && input.selection.connections.binary_search(&known.id).is_ok();
        let stage = seen.path.as_ref().map(|path| path.wires[wire]);
        match self.hover {
            _ if selected || stage == Some(Stage::Passed) => Tone::Lit,
            Hit::Wire(over) | Hit::WireEnd(over) if over == wire => Tone::Hovered,
            _ if stage == Some(Stage::Ahead) => Tone::Ahead,
            _ if stage.is_some() => Tone::Quiet,
            _ if self.led.marks(&known.id) => Tone::Wrong,
            _ => self.covered(known.from, known.port, input).map_or(Tone::Rest, Tone::Branch),
        }
    }

    fn paint_wires(&mut self, input: &CanvasInput<'_>, seen: &Seen, brush: &mut Brush<'_>) {
        let detail = Detail::at(brush.zoom);
        let mut wires = std::mem::take(&mut self.buffers[1]);
        // A dragged card takes its wires along, wherever they were: then all of them are looked at.
        if seen.shift.cards.is_empty() {
            self.scene.wires_in(seen.view, &mut wires);
        } else {
            wires.clear();
            wires.extend(0..self.scene.wires.len() as u32);
        }
        if detail == Detail::Far {
            brush.pen.reserve(wires.len() * 4);
        }
        // What stands out is painted last, above its neighbours.
        for above in [false, true] {
            for wire in wires.iter().map(|wire| *wire as usize) {
                let tone = self.tone(wire, input, seen);
                if tone.stands_out() != above {
                    continue;
                }
                if detail == Detail::Far {
                    let (from, to) = self.scene.ends(wire, &seen.shift);
                    brush.thread(self.camera.to_screen(from), self.camera.to_screen(to), tone);
                } else {
                    let points = self.scene.points(wire, &seen.shift).map(|point| self.camera.to_screen(point));
                    match seen.busiest {
                        Some(busiest) => brush.stream(&points, self.stream(wire, busiest, input), tone),
                        None => brush.curve(&points, tone),
                    }
                }
            }
        }
        if let Some(busiest) = seen.busiest {
            self.paint_losses(busiest, input, &seen.shift, brush);
        }
        brush.flush();
        (self.chips, self.tags) = (Vec::new(), Vec::new());
        if detail == Detail::Full {
            // Chips give way to tags, which stay where their ports are.
            self.paint_tags(input, seen, brush);
            self.paint_chips(&wires, input, seen, brush);
        }
        self.buffers[1] = wires;
    }

    /// Paints what the lines of branches say, from the upper way out to the lower.
    fn paint_chips(&mut self, wires: &[u32], input: &CanvasInput<'_>, seen: &Seen, brush: &mut Brush<'_>) {
        let named = wires.iter().map(|wire| *wire as usize).filter(|wire| !self.scene.wires[*wire].label.is_empty());
        let mut named: Vec<usize> = named.collect();
        named.sort_by_key(|wire| (self.scene.wires[*wire].from, self.scene.wires[*wire].port));
        let mut taken: Vec<_> = self.tags.iter().map(|(_, rect)| *rect).collect();
        for wire in named {
            let (known, tone) = (&self.scene.wires[wire], self.tone(wire, input, seen));
            let points = self.scene.points(wire, &seen.shift);
            let (at, room) = geometry::chip(&points);
            let people = self.took(wire, input).map(grouped);
            let covered = self.covered(known.from, known.port, input).map(covered::said);
            let (words, size) = match people.as_deref().or(covered) {
                Some(note) => brush.noted_words(&known.label, note, room),
                None => brush.chip_words(Slot::Chip(wire as u32), &known.label, room, tone),
            };
            let is_cut = words.elided || !words.text().contains(&known.label);
            if is_cut && self.hover == Hit::Wire(wire) {
                self.cut = Some(known.label.clone());
            }
            let wanted = Wanted {
                points: points.map(|point| self.camera.to_screen(point)),
                at: self.camera.to_screen(at),
                size,
                cards: [known.from, known.to]
                    .map(|card| self.camera.rect_to_screen(self.scene.rect(card, &seen.shift))),
            };
            let rect = brush.chip(words, chips::place(&wanted, &taken), tone);
            taken.push(rect);
            self.chips.push((wire, rect));
        }
    }

    /// Paints the ends of paths.
    fn paint_tags(&mut self, input: &CanvasInput<'_>, seen: &Seen, brush: &mut Brush<'_>) {
        let mut cards = Vec::new();
        self.scene.cards_in(seen.view.expand2(vec2(geometry::CARD.x, 80.0)), &mut cards);
        for card in cards.into_iter().map(|card| card as usize) {
            for number in self.scene.cards[card].tags.clone() {
                let tag = &self.scene.tags[number];
                let port = self.camera.to_screen(self.scene.outlet(card, tag.port, &seen.shift));
                let at = self.camera.to_screen(self.scene.rect(card, &seen.shift).min + tag.offset);
                let left = seen.path.as_ref().and_then(|path| path.left);
                let tone = match self.hover {
                    _ if left == Some((card, tag.port, Stage::Passed)) => Tone::Lit,
                    Hit::Tag(over) if over == number => Tone::Hovered,
                    _ if left == Some((card, tag.port, Stage::Ahead)) => Tone::Ahead,
                    _ if seen.path.is_some() => Tone::Quiet,
                    _ => self.covered(card, tag.port, input).map_or(Tone::Rest, Tone::Branch),
                };
                let form = (tag.hangs, geometry::tag_room(tag.offset, tag.hangs));
                let covered = self.covered(card, tag.port, input);
                let noted = covered.map(|it| (it as u8, brush.noted_end(&tag.text, covered::said(it), form.1)));
                let (slot, text) = match &noted {
                    Some((kind, text)) => (Slot::Noted(number as u32, *kind), text),
                    None => (Slot::Tag(number as u32), &tag.text),
                };
                let (rect, is_cut) = brush.tag(slot, text, (port, at), form, tone);
                let is_cut = is_cut || !text.contains(&tag.text);
                if is_cut && self.hover == Hit::Tag(number) {
                    self.cut = Some(tag.text.clone());
                }
                self.tags.push((number, rect));
            }
        }
    }

    /// All that the card under the pointer says, where it says less on the canvas.
    fn whole_text(&self) -> Option<String> {
        let Hit::Card(card) = self.hover else { return None };
        let card = &self.scene.cards[card];
        let kind = if card.title == card.word { String::new() } else { format!("{}\n", card.word) };
        Some(format!("{}\n{kind}{}", card.title, card.line).trim_end().to_owned())
    }

    fn emphasis(&self, card: usize, seen: &Seen) -> Emphasis {
        let path = seen.path.as_ref();
        let stage = path.map(|path| path.cards[card]);
        let mut emphasis = Emphasis {
            selected: seen.selected[card],
            hovered: self.hover == Hit::Card(card),
            stage: stage.unwrap_or_default(),
            now: path.is_some_and(|path| path.now == Some(card)),
            failed: path.is_some_and(|path| path.failed.contains(&card)),
            found: self.find.as_ref().is_some_and(|find| find.has(card)),
            faded: match stage {
                Some(Stage::Off) => RECEDED,
                Some(Stage::Ahead) => AHEAD,
                _ => 0.0,
            },
            ..Emphasis::default()
        };
        if self.find.as_ref().is_some_and(|find| find.is_on() && !find.has(card)) {
            emphasis.faded = emphasis.faded.max(RECEDED);
        }
        if let Gesture::Wire(pulled) = &self.gesture {
            emphasis.fits = pulled.targets.get(card) == Some(&Ok(()));
            emphasis.target = emphasis.fits && pulled.over == Some(card);
            emphasis.faded = if emphasis.fits || card == pulled.from { 0.0 } else { QUIET };
        }
        emphasis
    }

    fn paint_cards(&mut self, input: &CanvasInput<'_>, seen: &Seen, brush: &mut Brush<'_>) {
        let (detail, shift) = (Detail::at(brush.zoom), &seen.shift);
        let mut cards = std::mem::take(&mut self.buffers[0]);
        self.scene.cards_in(seen.view.expand(12.0 / brush.zoom), &mut cards);
        cards.extend(shift.cards.iter().map(|card| *card as u32));
        // What is dragged or selected lies above the rest.
        cards.sort_by_key(|&card| {
            (seen.selected[card as usize] || shift.cards.binary_search(&(card as usize)).is_ok(), card)
        });
        cards.dedup();
        if detail == Detail::Far {
            brush.pen.reserve(cards.len() * 4);
        }
        for &number in &cards {
            let card = &self.scene.cards[number as usize];
            let rect = self.camera.rect_to_screen(self.scene.rect(number as usize, shift));
            let emphasis = self.emphasis(number as usize, seen);
            let marks = seen.marks.get(number as usize);
            match detail {
                Detail::Far => brush.far(card, rect, marks, emphasis),
                Detail::Block | Detail::Title => brush.small(number, card, rect, marks, emphasis),
                Detail::Full => brush.full(number, card, rect, marks, emphasis),
            }
        }
        brush.flush();
        if detail >= Detail::Title {
            self.paint_ports(shift, brush);
        }
        if let Some(path) = &seen.path {
            self.paint_path(path, shift, detail, brush);
        }
        self.paint_tallies(&cards, input, shift, brush);
        self.paint_arrivals(&cards, input, shift, brush);
        self.cut = self.cut.take().or(brush.cut.then(|| self.whole_text()).flatten());
        self.buffers[0] = cards;
    }

    /// The ports of the card near the pointer.
    fn paint_ports(&self, shift: &Shift, brush: &mut Brush<'_>) {
        let card = match &self.gesture {
            Gesture::Wire(pulled) => Some(pulled.from),
            Gesture::Move(_) | Gesture::Pan | Gesture::Marquee { .. } => None,
            _ => self.near,
        };
        let Some(card) = card else { return };
        for port in 0..self.scene.graph.nodes[card].ports.len() {
            let at = self.camera.to_screen(self.scene.outlet(card, port, shift));
            brush.port(at, self.hover == Hit::Port(card, port) && !self.gesture.is_running());
        }
    }

    /// When the person of the test run reached each card, where that can be read, and what failed.
    fn paint_path(&self, path: &Path, shift: &Shift, detail: Detail, brush: &mut Brush<'_>) {
        for (card, time, stage) in path.times.iter().filter(|_| detail >= Detail::Title) {
            brush.time(time, self.camera.rect_to_screen(self.scene.rect(*card, shift)), *stage == Stage::Ahead);
        }
        for &card in &path.failed {
            brush.failure(self.camera.rect_to_screen(self.scene.rect(card, shift)));
        }
    }

    /// The wire that is drawn, and the lines with which a dragged card aligns.
    fn paint_gesture(&self, ui: &Ui, brush: &mut Brush<'_>) {
        let accent = brush.theme.accent;
        match &self.gesture {
            Gesture::Move(dragged) => {
                for [from, to] in &dragged.guides {
                    let (from, to) = (self.camera.to_screen(*from), self.camera.to_screen(*to));
                    brush.shapes.extend(Shape::dashed_line(&[from, to], Stroke::new(1.0, accent), 4.0, 4.0));
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
                self.paint_pulled(from, to, brush);
            }
            _ => match self.picker.as_ref().and_then(Picker::dropped) {
                // The line stays where it was dropped while the list asks what comes there.
                Some((from, port, corner)) => {
                    if let Some(from) = self.outlet_of(from, port) {
                        self.paint_pulled(from, corner + vec2(0.0, geometry::CARD.y * 0.5), brush);
                    }
                }
                None => self.paint_landing(ui, brush),
            },
        }
    }

    /// A line that is not there yet; in canvas units.
    fn paint_pulled(&self, from: Pos2, to: Pos2, brush: &mut Brush<'_>) {
        let (accent, zoom) = (brush.theme.accent, brush.zoom);
        let points = geometry::wire(from, to).map(|point| self.camera.to_screen(point));
        brush.pen.line(&points, 2.2 * zoom.clamp(0.6, 2.0), accent);
        brush.pen.disc(points[PIECES], 4.5 * zoom.clamp(0.7, 2.0), accent);
    }

    /// Where something that is dragged from the palette would land.
    fn paint_landing(&self, ui: &Ui, brush: &mut Brush<'_>) {
        let (Some(at), Some(viewport)) = (ui.input(|i| i.pointer.latest_pos()), self.viewport) else { return };
        let is_dragged = DragAndDrop::has_payload_of_type::<Stencil>(ui.ctx())
            || DragAndDrop::has_payload_of_type::<FragmentId>(ui.ctx());
        if !viewport.contains(at) || !is_dragged {
            return;
        }
        let (theme, zoom, pen) = (brush.theme, brush.zoom, &mut brush.pen);
        match self.hover {
            Hit::Wire(_) | Hit::WireEnd(_) | Hit::Port(..) | Hit::Tag(_) => {
                pen.disc(at, 11.0, theme.accent);
                Icon::Plus.draw(pen, at, 15.0, theme.on_accent);
            }
            Hit::Card(_) | Hit::Nothing => {
                let ghost = pen.snap(Rect::from_center_size(at, geometry::CARD * zoom));
                let ground = blend(theme.canvas, theme.accent_soft, 0.8);
                pen.bordered(ghost, f32::from(CARD_RADIUS) * zoom, ground, pen.hairline(1.5), theme.accent);
            }
        }
    }
}
