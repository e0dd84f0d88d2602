//! The menu of the right button: what can be done with the card, wire, end or ground under the pointer.

use egui::accesskit::Role;
use egui::{
    Align2, Area, Frame, Key, Margin, Modifiers, Order, Pos2, Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::geometry;
use super::gestures::Hit;
use super::picker::Picker;
use super::{Canvas, CanvasInput};
use crate::designer::actions::{self, Action};
use crate::designer::requests::{Request, Requests, Selection};
use crate::designer::theme::{BODY, CONTROL_RADIUS, SMALL, Theme, Weight, font};
use crate::designer::words::word;
use crate::edit::Spot;
use crate::journey::{Journey, Place};

/// Width of the menu in points.
const WIDTH: f32 = 236.0;
/// Height of its rows.
const ROW: f32 = 28.0;

/// The open menu.
#[derive(Debug)]
pub struct Menu {
    at: Pos2,
    hit: Hit,
    chosen: Option<usize>,
    fresh: bool,
}

/// What one row does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    /// An entry of the table of actions.
    Run(Action),
    /// The fields of the card.
    Open,
    /// A step at this place.
    Add,
    /// Another name for the end.
    Rename,
    /// A line between groups.
    Line,
}

impl Entry {
    fn name(self, hit: Hit) -> &'static str {
        match (self, hit) {
            (Self::Run(action), _) => actions::row(action).map_or("", actions::Row::name),
            (Self::Open, _) => word("canvas.menu_open"),
            (Self::Add, Hit::Wire(_) | Hit::WireEnd(_)) => word("canvas.menu_insert"),
            (Self::Add, Hit::Nothing) => word("canvas.menu_add"),
            (Self::Add, _) => word("canvas.menu_after"),
            (Self::Rename, _) => word("canvas.menu_rename_end"),
            (Self::Line, _) => "",
        }
    }

    fn keys(self, ui: &Ui) -> String {
        match self {
            Self::Run(action) => actions::row(action).map(|row| row.keys(ui.ctx())).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn is_available(self, journey: &Journey) -> bool {
        let needs_steps = matches!(
            self,
            Self::Run(
                Action::SelectAll
                    | Action::Tidy
                    | Action::Fit
                    | Action::FindStep
                    | Action::TestRun
                    | Action::KeepVersion
            )
        );
        self != Self::Line && !(needs_steps && journey.activities.is_empty())
    }
}

fn entries(hit: Hit, several: bool) -> Vec<Entry> {
    use Entry::{Add, Line, Open, Rename, Run};
    match hit {
        Hit::Card(_) | Hit::Port(..) => {
            let mut entries =
                if several { vec![Run(Action::Tidy), Line] } else { vec![Open, Add, Run(Action::Connect), Line] };
            entries.extend([Action::Cut, Action::Copy, Action::Duplicate, Action::KeepFragment].map(Run));
            entries.extend([Line, Run(Action::Delete)]);
            entries
        }
        Hit::Wire(_) | Hit::WireEnd(_) => vec![Add, Line, Run(Action::Delete)],
        Hit::Tag(_) => vec![Add, Rename],
        Hit::Nothing => vec![
            Add,
            Run(Action::Paste),
            Run(Action::SelectAll),
            Run(Action::FindStep),
            Line,
            Run(Action::Fit),
            Run(Action::Tidy),
            Line,
            Run(Action::TestRun),
            Run(Action::Properties),
            Run(Action::KeepVersion),
        ],
    }
}

impl Canvas {
    /// Opens the menu for what lies under the pointer; a card or wire that was not selected becomes the selection.
    pub(super) fn open_menu(&mut self, at: Pos2, input: &CanvasInput<'_>, requests: &mut Requests) {
        let hit = match self.hover {
            Hit::Port(card, _) => Hit::Card(card),
            other => other,
        };
        match hit {
            Hit::Card(card) if !input.selection.activities.contains(self.scene.id(card)) => {
                requests.push(Request::Select(Selection::activity(self.scene.id(card))));
            }
            Hit::Wire(wire) | Hit::WireEnd(wire) => {
                let connections = vec![self.scene.wires[wire].id.clone()];
                requests.push(Request::Select(Selection { activities: Vec::new(), connections }));
            }
            _ => {}
        }
        self.menu = Some(Menu { at, hit, chosen: None, fresh: true });
    }

    /// Opens the menu of what is selected, beside it, for those who do not point; of the ground where nothing is.
    pub(super) fn open_menu_of_selection(&mut self, input: &CanvasInput<'_>) {
        let Some(viewport) = self.viewport else { return };
        let card = input.selection.activities.first().and_then(|id| self.scene.graph.index(id));
        let wire = input.selection.single_wire();
        let wire = wire.and_then(|id| self.scene.wires.iter().position(|wire| &wire.id == id));
        let (hit, place) = match (card, wire) {
            (Some(card), _) => (Hit::Card(card), self.scene.cards[card].rect),
            (None, Some(wire)) => (Hit::Wire(wire), geometry::bounds(&self.scene.wires[wire].points)),
            (None, None) => {
                (Hit::Nothing, Rect::from_center_size(self.camera.to_canvas(viewport.center()), Vec2::ZERO))
            }
        };
        self.camera.reveal(place, viewport);
        let at = self.camera.aim().to_screen(pos2(place.left() + 24.0, place.bottom() + 4.0));
        self.menu = Some(Menu { at, hit, chosen: Some(0), fresh: true });
    }

    pub(super) fn show_menu(&mut self, ui: &Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        let Some(mut menu) = self.menu.take() else { return };
        let several = input.selection.activities.len() > 1;
        let entries = entries(menu.hit, several && matches!(menu.hit, Hit::Card(_)));
        let picked = menu.keys(ui, &entries, input.journey);
        let area = Area::new(ui.scope_id().with("menu"))
            .order(Order::Foreground)
            .pivot(Align2::LEFT_TOP)
            .constrain_to(self.viewport.unwrap_or(Rect::EVERYTHING).shrink(4.0))
            .fixed_pos(menu.at);
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style())
                .inner_margin(Margin::same(5))
                .show(ui, |ui| {
                    ui.set_width(WIDTH);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    menu.rows(ui, &entries, input.journey)
                })
                .inner
        });
        let outside = ui.input(|i| i.pointer.any_pressed())
            && ui.input(|i| i.pointer.interact_pos()).is_some_and(|at| !shown.response.rect.contains(at));
        let escapes = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        match picked.or(shown.inner) {
            Some(entry) => self.choose(entry, &menu, input, requests),
            None if escapes || (outside && !menu.fresh) => {}
            None => {
                menu.fresh = false;
                self.menu = Some(menu);
            }
        }
    }

    fn choose(&mut self, entry: Entry, menu: &Menu, input: &CanvasInput<'_>, requests: &mut Requests) {
        match (entry, menu.hit) {
            (Entry::Run(action), _) => {
                self.paste_at = (action == Action::Paste).then_some(menu.at);
                requests.push(Request::Run(action));
            }
            (Entry::Open, Hit::Card(card)) => {
                requests.push(Request::GoTo(Place::activity(&input.journey.id, self.scene.id(card))));
            }
            (Entry::Add, Hit::Card(card)) => {
                let open = self.scene.tags.get(self.scene.cards[card].tags.start).filter(|tag| tag.from == card);
                let port = open.map_or(0, |tag| tag.port);
                self.picker = self.spot_after(card, port, input).map(|spot| Picker::new(spot, menu.at));
            }
            (Entry::Add, Hit::Wire(wire) | Hit::WireEnd(wire)) => {
                self.picker = Some(Picker::new(Spot::Into(self.scene.wires[wire].id.clone()), menu.at));
            }
            (Entry::Add, Hit::Tag(tag)) => self.open_picker_at_tag(tag),
            (Entry::Add, _) => {
                let (x, y) = self.corner_at(menu.at, Vec2::ZERO);
                self.picker = Some(Picker::new(Spot::At { x, y }, menu.at));
            }
            (Entry::Rename, Hit::Tag(tag)) => self.name_end(tag, input),
            _ => {}
        }
    }
}

impl Menu {
    /// The arrows choose, Enter picks.
    fn keys(&mut self, ui: &Ui, entries: &[Entry], journey: &Journey) -> Option<Entry> {
        let (down, up, enter) = ui.input_mut(|i| {
            let mut key = |key| i.consume_key(Modifiers::NONE, key);
            (key(Key::ArrowDown), key(Key::ArrowUp), key(Key::Enter))
        });
        let can: Vec<usize> = (0..entries.len()).filter(|&at| entries[at].is_available(journey)).collect();
        if down {
            self.chosen = can.iter().copied().find(|at| self.chosen.is_none_or(|now| *at > now)).or(self.chosen);
        } else if up {
            self.chosen = can.iter().copied().rfind(|at| self.chosen.is_none_or(|now| *at < now)).or(self.chosen);
        }
        self.chosen.filter(|_| enter).and_then(|at| entries.get(at).copied())
    }

    fn rows(&mut self, ui: &mut Ui, entries: &[Entry], journey: &Journey) -> Option<Entry> {
        let mut picked = None;
        for (at, entry) in entries.iter().enumerate() {
            if *entry == Entry::Line {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
                let line = egui::Stroke::new(1.0, Theme::of(ui.ctx()).border);
                ui.painter().hline(rect.x_range(), rect.center().y.round(), line);
                continue;
            }
            let response = self.row(ui, *entry, self.chosen == Some(at), entry.is_available(journey));
            if response.clicked() {
                picked = Some(*entry);
            }
            if response.hovered() && ui.input(|i| i.pointer.is_moving()) {
                self.chosen = entry.is_available(journey).then_some(at);
            }
        }
        picked
    }

    fn row(&self, ui: &mut Ui, entry: Entry, chosen: bool, available: bool) -> Response {
        let theme = Theme::of(ui.ctx());
        let sense = if available { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
        let name = entry.name(self.hit);
        response.widget_info(|| WidgetInfo::selected(Role::MenuItem, available, chosen, name));
        if available && chosen {
            ui.painter().rect_filled(rect, f32::from(CONTROL_RADIUS), theme.hover);
        }
        let color = if available { theme.text } else { theme.faint };
        let (left, right) = (pos2(rect.left() + 10.0, rect.center().y), pos2(rect.right() - 10.0, rect.center().y));
        ui.painter().text(left, Align2::LEFT_CENTER, name, font(BODY, Weight::Regular), color);
        let keys = entry.keys(ui);
        ui.painter().text(right, Align2::RIGHT_CENTER, keys, font(SMALL, Weight::Regular), theme.faint);
        response
    }
}
