//! The list that opens where something is to be added, at a dropped wire, at a port, on a wire or with Tab, and where a
//! line is drawn by the keyboard. Typing narrows it, the arrows choose, Enter takes.

use egui::accesskit::Role;
use egui::{
    Align2, Area, Frame, Key, Modifiers, Order, Pos2, Rect, Response, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::scene::Scene;
use super::{Canvas, CanvasInput, beside};
use crate::designer::icons::{self, Icon};
use crate::designer::names;
use crate::designer::pen::Pen;
use crate::designer::requests::Requests;
use crate::designer::theme::{BODY, CONTROL_RADIUS, SMALL, Theme, Weight, font, one_line};
use crate::designer::widgets;
use crate::designer::words::word;
use crate::edit::fragment::may_insert;
use crate::edit::{Spot, Stencil};
use crate::journey::{ActivityId, Family, Port};

/// Width of the list in points.
pub const WIDTH: f32 = 300.0;
/// Height of its rows.
const ROW: f32 = 34.0;
/// Height of a row with a sentence under its name.
const TALL_ROW: f32 = 48.0;

/// Height of what stands above and below the rows.
const HEAD: f32 = 86.0;
/// Width with its frame.
const FULL: f32 = WIDTH + 14.0;

/// More rows than this nobody reads; typing finds the others.
const MOST: usize = 60;

/// The open list.
#[derive(Debug)]
pub struct Picker {
    asks: Asks,
    at: Pos2,
    query: String,
    chosen: usize,
    fresh: bool,
    /// Where it opened: it stays there while typing narrows it.
    room: Option<Rect>,
}

/// What the list is for.
#[derive(Debug)]
enum Asks {
    /// Which step comes to this place.
    Step(Spot),
    /// By which way people leave this card.
    Way(usize),
    /// To which card a line from this port leads.
    Target { from: usize, port: usize, to: Vec<usize> },
}

/// A row of the list.
struct Row {
    choice: Choice,
    name: String,
    hint: String,
    icon: Icon,
    family: Family,
}

#[derive(Clone, Copy)]
enum Choice {
    Step(Stencil),
    /// A fragment, by its place in the inventory.
    Fragment(usize),
    Way(usize),
    Target(usize),
}

impl Picker {
    /// A list of steps at a screen point; what is chosen goes to the spot.
    pub fn new(spot: Spot, at: Pos2) -> Self {
        Self::asking(Asks::Step(spot), at)
    }

    /// The ways out of a card.
    pub fn of_ways(card: usize, at: Pos2) -> Self {
        Self::asking(Asks::Way(card), at)
    }

    /// The cards to which a line from a port may lead.
    pub fn of_targets(from: usize, port: usize, to: Vec<usize>, at: Pos2) -> Self {
        Self::asking(Asks::Target { from, port, to }, at)
    }

    fn asking(asks: Asks, at: Pos2) -> Self {
        Self { asks, at, query: String::new(), chosen: 0, fresh: true, room: None }
    }

    /// The port from which a line was dropped, and where the step at its end would stand.
    pub fn dropped(&self) -> Option<(&ActivityId, &Port, Pos2)> {
        match &self.asks {
            Asks::Step(Spot::Drop { from, port, x, y }) => Some((from, port, pos2(*x as f32, *y as f32))),
            _ => None,
        }
    }

    /// Whether it knows cards by number, which mean something else after a change.
    pub fn is_of_line(&self) -> bool {
        !matches!(self.asks, Asks::Step(_))
    }

    /// The card from which it continues.
    fn origin(&self, scene: &Scene) -> Option<usize> {
        match &self.asks {
            Asks::Step(Spot::After { from, .. } | Spot::Drop { from, .. }) => scene.graph.index(from),
            Asks::Step(Spot::Into(wire)) => scene.wires.iter().find(|known| &known.id == wire).map(|wire| wire.from),
            Asks::Step(Spot::At { .. }) => None,
            Asks::Way(card) | Asks::Target { from: card, .. } => Some(*card),
        }
    }

    fn title(&self) -> &'static str {
        match &self.asks {
            Asks::Step(Spot::At { .. }) => word("canvas.add_here"),
            Asks::Step(Spot::Into(_)) => word("canvas.add_into"),
            Asks::Step(Spot::After { .. } | Spot::Drop { .. }) => word("canvas.add_after"),
            Asks::Way(_) => word("canvas.connect_way"),
            Asks::Target { .. } => word("canvas.connect_to"),
        }
    }

    /// The rows that fit the words typed.
    fn rows(&self, scene: &Scene, input: &CanvasInput<'_>) -> Vec<Row> {
        let query = self.query.to_lowercase();
        let named = |row: &Row, also: &str| {
            let text = format!("{} {} {also}", row.name, row.hint).to_lowercase();
            query.split_whitespace().all(|part| text.contains(part))
        };
        let of_card = |card: usize, name: String, hint: String, choice: Choice| {
            let card = &scene.cards[card];
            Row { choice, name, hint, icon: card.icon, family: card.family }
        };
        match &self.asks {
            Asks::Step(spot) => stencils(spot, input.journey.activities.is_empty())
                .into_iter()
                .map(|stencil| {
                    let (name, icon) = (names::stencil(stencil).to_owned(), Icon::of_stencil(stencil));
                    let row = Row {
                        choice: Choice::Step(stencil),
                        name,
                        hint: begins(stencil, input.journey.activities.is_empty()).to_owned(),
                        icon,
                        family: stencil.family(),
                    };
                    (row, word(&format!("step_words.{}", stencil.key())))
                })
                .filter_map(|(row, also)| named(&row, also).then_some(row))
                .chain(fragments(input).filter(|row| named(row, "")))
                .collect(),
            Asks::Way(card) => (scene.graph.nodes[*card].ports.iter().enumerate())
                .map(|(number, port)| {
                    let name = names::port(&input.journey.activities[*card], port);
                    let next =
                        scene.graph.leaving_by(*card, number).first().map(|wire| scene.cards[wire.to].title.clone());
                    of_card(*card, name, next.unwrap_or_else(|| word("canvas.open").to_owned()), Choice::Way(number))
                })
                .filter(|row| named(row, ""))
                .collect(),
            Asks::Target { to, .. } => (to.iter())
                .map(|&card| {
                    let known = &scene.cards[card];
                    let hint = if known.title == known.word { "" } else { known.word };
                    of_card(card, known.title.clone(), hint.to_owned(), Choice::Target(card))
                })
                .filter(|row| named(row, ""))
                .take(MOST)
                .collect(),
        }
    }
}

/// The fragments that may come here, after the steps.
fn fragments<'a>(input: &'a CanvasInput<'_>) -> impl Iterator<Item = Row> + 'a {
    let known = input.workspace.inventory.fragments.iter().enumerate();
    let free = known.filter(|(_, fragment)| may_insert(input.journey, fragment).is_ok());
    free.map(|(at, fragment)| Row {
        choice: Choice::Fragment(at),
        name: fragment.name.clone(),
        hint: word("kinds.fragment").to_owned(),
        icon: Icon::Fragment,
        family: fragment.entries().first().map_or(Family::Flow, |step| step.kind.family()),
    })
}

/// How people come in by this entry: said where a journey begins, since there the four are compared.
fn begins(stencil: Stencil, is_empty: bool) -> &'static str {
    if is_empty { word(&format!("begins.{}", stencil.key())) } else { "" }
}

/// The steps that fit the place, in the palette's order.
fn stencils(spot: &Spot, is_empty: bool) -> Vec<Stencil> {
    let follows = !matches!(spot, Spot::At { .. });
    let fits = |stencil: &Stencil| match (follows, is_empty) {
        (true, _) => !stencil.only_begins() && *stencil != Stencil::ReadAudience,
        // An empty journey begins with an entry.
        (false, true) => stencil.family() == Family::Entry,
        (false, false) => true,
    };
    let mut stencils: Vec<Stencil> = Stencil::ALL.into_iter().filter(fits).collect();
    if follows {
        // In mid-journey, what usually begins one is the rarest wish.
        stencils.sort_by_key(|stencil| stencil.family() == Family::Entry);
    }
    stencils
}

enum Outcome {
    Open,
    Closed,
    Chosen(Choice),
}

impl Canvas {
    /// A card with the tags of its ends as they were painted, where the camera is about to rest.
    fn painted(&self, card: usize) -> Rect {
        let tags = self.tags.iter().filter(|(tag, _)| self.scene.tags[*tag].from == card);
        let rect = tags.fold(self.scene.cards[card].rect, |all, (_, tag)| all.union(self.camera.rect_to_canvas(*tag)));
        self.camera.aim().rect_to_screen(rect)
    }

    pub(super) fn show_picker(&mut self, ui: &Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        let Some(mut picker) = self.picker.take() else { return };
        let rows = picker.rows(&self.scene, input);
        if picker.room.is_none() {
            // To the edges of the window: what stands below and to the right of the canvas may wait.
            let window = ui.ctx().content_rect();
            let view = self.viewport.map_or(window, |view| Rect::from_min_max(view.min, window.max)).shrink(8.0);
            let card = picker.origin(&self.scene).map(|card| self.painted(card).expand(7.0));
            let height = HEAD + rows.iter().map(Row::height).sum::<f32>();
            picker.room = Some(beside::room(picker.at, vec2(FULL, height), card, view));
        }
        match (picker.show(ui, &rows), &picker.asks) {
            (Outcome::Open, _) => self.picker = Some(picker),
            // The second click of a double click closes the list that the first one has opened.
            (Outcome::Closed, _) if ui.input(|i| i.pointer.button_double_clicked(egui::PointerButton::Primary)) => {
                self.look(ui.input(|i| i.pointer.latest_pos()));
                self.double_click(input, requests);
            }
            (Outcome::Chosen(Choice::Step(stencil)), Asks::Step(spot)) => self.add(stencil, spot, input, requests),
            (Outcome::Chosen(Choice::Fragment(at)), Asks::Step(spot)) => {
                if let Some(fragment) = input.workspace.inventory.fragments.get(at) {
                    self.insert(&fragment.id.clone(), spot, input, requests);
                }
            }
            (Outcome::Chosen(Choice::Way(port)), Asks::Way(card)) => {
                self.open_picker_of_targets(*card, port, picker.at, input);
            }
            (Outcome::Chosen(Choice::Target(to)), Asks::Target { from, port, .. }) => {
                self.connect(*from, *port, to, input, requests);
            }
            (Outcome::Closed | Outcome::Chosen(_), _) => {}
        }
    }
}

impl Picker {
    fn show(&mut self, ui: &Ui, rows: &[Row]) -> Outcome {
        let room = self.room.unwrap_or(Rect::EVERYTHING);
        let [escapes, takes, tabs] = ui.input_mut(|i| {
            let mut key = |key| i.consume_key(Modifiers::NONE, key);
            [key(Key::Escape), key(Key::Enter), key(Key::Tab)]
        });
        let walked = widgets::walked(ui.ctx(), self.chosen, rows.len());
        self.chosen = walked.unwrap_or(self.chosen).min(rows.len().saturating_sub(1));
        let area = Area::new(ui.scope_id().with("picker"))
            .order(Order::Foreground)
            .pivot(Align2::LEFT_TOP)
            .default_size(room.size())
            .fixed_pos(room.min);
        let mut outcome = Outcome::Open;
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(WIDTH);
                if let Some(choice) = self.contents(ui, rows, room.height() - HEAD, walked.is_some()) {
                    outcome = Outcome::Chosen(choice);
                }
            });
        });
        let outside = ui.input(|i| i.pointer.any_pressed())
            && ui.input(|i| i.pointer.interact_pos()).is_some_and(|at| !shown.response.rect.contains(at));
        if escapes || tabs || (outside && !self.fresh) {
            outcome = Outcome::Closed;
        } else if takes && let Some(row) = rows.get(self.chosen) {
            outcome = Outcome::Chosen(row.choice);
        }
        self.fresh = false;
        outcome
    }

    fn contents(&mut self, ui: &mut Ui, rows: &[Row], height: f32, scrolls: bool) -> Option<Choice> {
        let label = widgets::section(ui, self.title());
        let field = widgets::text_field(ui, &mut self.query, word("canvas.add_hint")).labelled_by(label.id);
        if self.fresh {
            field.request_focus();
        }
        if field.changed() {
            self.chosen = 0;
        }
        let mut picked = None;
        // That there is more can be seen before anybody scrolls.
        ui.spacing_mut().scroll.dormant_handle_opacity = 0.6;
        ui.spacing_mut().scroll.floating_allocated_width = 10.0;
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if rows.is_empty() {
                widgets::hint_line(ui, word("canvas.add_nothing"));
            }
            for (number, row) in rows.iter().enumerate() {
                let response = row.ui(ui, number == self.chosen, scrolls);
                if response.clicked() {
                    picked = Some(row.choice);
                }
                if response.hovered() && ui.input(|i| i.pointer.is_moving()) {
                    self.chosen = number;
                }
            }
        });
        picked
    }
}

impl Row {
    /// Whether a sentence stands under its name.
    fn is_tall(&self) -> bool {
        matches!(self.choice, Choice::Step(_)) && !self.hint.is_empty()
    }

    fn height(&self) -> f32 {
        if self.is_tall() { TALL_ROW } else { ROW }
    }

    fn ui(&self, ui: &mut Ui, chosen: bool, scrolls: bool) -> Response {
        let theme = Theme::of(ui.ctx());
        let is_tall = self.is_tall();
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), self.height()), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, chosen, &self.name));
        if chosen {
            ui.painter().rect_filled(rect, f32::from(CONTROL_RADIUS), theme.accent_soft);
        }
        let hue = theme.family(self.family);
        let mut pen = Pen::new(ui.pixels_per_point());
        let tile = rect.left_center() + Vec2::new(20.0, 0.0);
        icons::tile(&mut pen, tile, 24.0, self.icon, hue, theme.tile(hue));
        ui.painter().extend(pen.take());
        let room = rect.width() - 52.0;
        let line = |text: &str, size, color, room| {
            ui.painter().layout_job(one_line(text, font(size, Weight::Regular), color, room))
        };
        let name = line(&self.name, BODY, theme.text, room);
        let lift = if is_tall { 9.0 } else { 0.0 };
        let at = rect.left_center() + vec2(42.0, -name.size().y * 0.5 - lift);
        let left = room - name.size().x - 12.0;
        ui.painter().galley(at, name, theme.text);
        if is_tall {
            let hint = line(&self.hint, SMALL, theme.muted, room);
            let at = rect.left_center() + vec2(42.0, 9.0 - hint.size().y * 0.5);
            ui.painter().galley(at, hint, theme.muted);
        } else if !self.hint.is_empty() && left > 24.0 {
            let hint = line(&self.hint, SMALL, theme.muted, left);
            let at = rect.right_center() - vec2(10.0 + hint.size().x, hint.size().y * 0.5);
            ui.painter().galley(at, hint, theme.muted);
        }
        if chosen && scrolls {
            response.scroll_to_me(None);
        }
        response
    }
}
