//! What lies over the drawing: the line of facts, buttons for the zoom, why a wire may not end here, and
//! what to do first on an empty canvas.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align2, Area, CornerRadius, CursorIcon, Frame, Galley, Id, Margin, Order, Rect, Sense, Stroke, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::gestures::Gesture;
use super::input::Fact;
use super::picker::Picker;
use super::{Canvas, CanvasInput, camera};
use crate::designer::actions::Action;
use crate::designer::icons::Icon;
use crate::designer::requests::{Request, Requests};
use crate::designer::theme::{CARD_RADIUS, CONTROL_RADIUS, SMALL, TITLE, Theme, Weight, font, rich};
use crate::designer::widgets;
use crate::designer::words::word;
use crate::edit::Spot;

/// Height of the bars in the lower corners.
const HEIGHT: f32 = 30.0;

/// Room for the zoom between its buttons: it stays where it is, whatever the number.
const ZOOM_WIDTH: f32 = 44.0;

/// Between two facts.
const FACT_GAP: f32 = 20.0;

/// How long the pointer rests, in seconds, before it is told more.
const REST: f32 = 0.4;

/// Where no journey is open.
pub fn no_journey(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    let middle = ui.available_rect_before_wrap().center();
    let font = font(TITLE, Weight::Regular);
    ui.painter().text(middle, Align2::CENTER_CENTER, word("canvas.no_journey"), font, theme.muted);
}

impl Canvas {
    pub(super) fn paint_overlays(&mut self, ui: &mut Ui, input: &CanvasInput<'_>, requests: &mut Requests) {
        self.overlays.clear();
        let Some(viewport) = self.viewport else { return };
        let map = self.show_minimap(ui, input);
        self.overlays.extend(map);
        let buttons = self.zoom_bar(ui, viewport, requests);
        let bar = facts_bar(ui, buttons, map.map_or(viewport.right(), |map| map.left()), input, requests);
        self.overlays.extend([buttons, bar]);
        self.explain_refusal(ui);
        self.show_find(ui, viewport, requests);
        self.say_what_is_cut(ui);
        if input.journey.activities.is_empty() && self.picker.is_none() {
            self.invite(ui, viewport);
        }
        self.show_picker(ui, input, requests);
        self.show_naming(ui, input, requests);
        self.show_menu(ui, input, requests);
    }

    /// Below the pointer, once it rests: all of a text that is cut off, or the card that is too small to be read.
    fn say_what_is_cut(&self, ui: &Ui) {
        let idle = matches!(self.gesture, Gesture::Idle) && self.menu.is_none() && self.naming.is_none();
        let Some(text) = self.cut.as_ref().filter(|_| idle && self.picker.is_none()) else { return };
        let (rests, at) = ui.input(|i| (i.pointer.time_since_last_movement(), i.pointer.latest_pos()));
        let Some(at) = at else { return };
        if rests < REST {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f32(REST - rests));
            return;
        }
        let theme = Theme::of(ui.ctx());
        let area = Area::new(Id::unique("whole text")).order(Order::Tooltip).interactable(false);
        area.fixed_pos(at + vec2(14.0, 18.0)).show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| {
                ui.set_max_width(300.0);
                ui.spacing_mut().item_spacing.y = 2.0;
                for (row, line) in text.lines().enumerate() {
                    let (weight, color) = match row {
                        0 => (Weight::SemiBold, theme.text),
                        _ => (Weight::Regular, theme.muted),
                    };
                    ui.label(rich(line, SMALL, weight).color(color));
                }
            });
        });
    }

    /// The buttons for the zoom, at the left where no text before them moves them.
    fn zoom_bar(&mut self, ui: &mut Ui, viewport: Rect, requests: &mut Requests) -> Rect {
        let corner = pos2(viewport.left() + 12.0, viewport.bottom() - 12.0 - HEIGHT);
        let rect = Rect::from_min_size(corner, vec2(4.0 * HEIGHT + ZOOM_WIDTH + 6.0, HEIGHT));
        let theme = Theme::of(ui.ctx());
        plate(ui, theme, rect);
        let mut child = ui.new_child(
            UiBuilder::new()
                .max_rect(rect.shrink2(vec2(3.0, 0.0)))
                .layout(egui::Layout::left_to_right(egui::Align::Center)),
        );
        child.spacing_mut().item_spacing = Vec2::ZERO;
        if widgets::icon_button(&mut child, Icon::Minus, word("canvas.zoom_out")).clicked() {
            self.camera.fly_zoom(viewport.center(), self.camera.zoom() / camera::ZOOM_STEP);
        }
        let (room, _) = child.allocate_exact_size(vec2(ZOOM_WIDTH, HEIGHT), Sense::hover());
        let zoom = format!("{:.0} %", self.camera.zoom() * 100.0);
        let small = font(SMALL, Weight::Regular);
        child.painter().text(room.center(), Align2::CENTER_CENTER, zoom, small, theme.muted);
        if widgets::icon_button(&mut child, Icon::Plus, word("canvas.zoom_in")).clicked() {
            self.camera.fly_zoom(viewport.center(), self.camera.zoom() * camera::ZOOM_STEP);
        }
        if widgets::icon_button(&mut child, Icon::Fit, word("canvas.fit")).clicked() {
            self.fit();
        }
        if widgets::icon_button(&mut child, Icon::Tidy, word("canvas.tidy")).clicked() {
            requests.push(Request::Run(Action::Tidy));
        }
        rect
    }

    /// Beside the pointer: why the wire that is drawn may not end here.
    fn explain_refusal(&self, ui: &Ui) {
        let Gesture::Wire(pulled) = &self.gesture else { return };
        let refusal = pulled.over.and_then(|over| pulled.targets.get(over)).and_then(|target| target.as_ref().err());
        let (Some(refusal), Some(at)) = (refusal, ui.input(|i| i.pointer.latest_pos())) else { return };
        let theme = Theme::of(ui.ctx());
        let area = Area::new(Id::unique("why not here")).order(Order::Tooltip).interactable(false);
        area.fixed_pos(at + vec2(18.0, 14.0)).show(ui.ctx(), |ui| {
            Frame::new()
                .fill(theme.err_soft)
                .corner_radius(CornerRadius::same(CONTROL_RADIUS))
                .inner_margin(Margin::symmetric(10, 6))
                .show(ui, |ui| {
                    ui.set_max_width(260.0);
                    ui.label(rich(refusal.to_string(), SMALL, Weight::Medium).color(theme.err));
                });
        });
    }

    /// An empty canvas says what to do first.
    fn invite(&mut self, ui: &mut Ui, viewport: Rect) {
        let theme = Theme::of(ui.ctx());
        let rect = Rect::from_center_size(viewport.center(), vec2(360.0, 168.0));
        let mut child =
            ui.new_child(UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Center)));
        let (tile, _) = child.allocate_exact_size(Vec2::splat(44.0), Sense::hover());
        child.painter().rect_filled(tile, 12.0, theme.tile(theme.entry));
        Icon::Event.paint(child.painter(), tile.shrink(9.0), theme.entry);
        child.add_space(4.0);
        child.label(rich(word("canvas.empty_title"), TITLE, Weight::SemiBold).color(theme.text));
        child.label(rich(word("canvas.empty_text"), 12.5, Weight::Regular).color(theme.muted));
        child.add_space(6.0);
        if widgets::primary(&mut child, word("canvas.empty_button")).clicked() {
            let corner = self.camera.to_canvas(viewport.left_center() + vec2(96.0, -26.0));
            let spot = Spot::At { x: corner.x.round() as i32, y: corner.y.round() as i32 };
            self.picker = Some(Picker::new(spot, rect.center_bottom() - vec2(130.0, 20.0)));
        }
        self.overlays.push(rect);
    }
}

/// "5 of 50 activities · 1.2 MB of 2 MB · longest path 1 h" beside the buttons; what is too much stands out, says what
/// to do, and leads to the guardrail.
fn facts_bar(ui: &Ui, buttons: Rect, right: f32, input: &CanvasInput<'_>, requests: &mut Requests) -> Rect {
    let theme = Theme::of(ui.ctx());
    let mut facts: Vec<_> = (input.facts.iter())
        .map(|fact| {
            let (weight, color) = match fact.excess {
                Some(_) => (Weight::SemiBold, theme.err),
                None => (Weight::Regular, theme.muted),
            };
            (fact, ui.painter().layout_no_wrap(fact.text.clone(), font(SMALL, weight), color))
        })
        .collect();
    let corner = pos2(buttons.right() + 8.0, buttons.top());
    let width = |facts: &[(&Fact, Arc<Galley>)]| {
        facts.iter().map(|(_, galley)| galley.size().x + FACT_GAP).sum::<f32>() + 24.0 - FACT_GAP
    };
    // Where there is no room for all, what is too much stays.
    while corner.x + width(&facts) + 8.0 > right
        && let Some(spare) = facts.iter().rposition(|(fact, _)| fact.excess.is_none())
    {
        facts.remove(spare);
    }
    if facts.is_empty() {
        return buttons;
    }
    let rect = Rect::from_min_size(corner, vec2(width(&facts), HEIGHT));
    plate(ui, theme, rect);
    let mut left = rect.left() + 12.0;
    for (number, (fact, galley)) in facts.into_iter().enumerate() {
        if number > 0 {
            let at = pos2(left - FACT_GAP * 0.5, rect.center().y);
            ui.painter().circle_filled(at, 1.2, theme.muted);
        }
        let place = Rect::from_center_size(
            pos2(left + galley.size().x * 0.5, rect.center().y),
            vec2(galley.size().x, HEIGHT - 8.0),
        );
        left = place.right() + FACT_GAP;
        if let Some(excess) = &fact.excess {
            ui.painter().rect_filled(place.expand2(vec2(6.0, 0.0)), f32::from(CONTROL_RADIUS), theme.err_soft);
            let pill = ui.interact(place, ui.scope_id().with(("fact", number)), Sense::click());
            pill.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{}. {}", fact.text, excess.remedy)));
            let pill = pill.on_hover_cursor(CursorIcon::PointingHand);
            if pill.on_hover_text(format!("{}\n{}", excess.remedy, word("canvas.why_over"))).clicked() {
                requests.push(Request::Explain(excess.rule));
            }
        }
        ui.painter().galley(place.center() - galley.size() * 0.5, galley, theme.muted);
    }
    rect
}

fn plate(ui: &Ui, theme: &Theme, rect: Rect) {
    let stroke = Stroke::new(1.0, theme.border);
    ui.painter().rect(rect, CornerRadius::same(CARD_RADIUS - 2), theme.panel, stroke, egui::StrokeKind::Inside);
}
