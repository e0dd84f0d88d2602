//! The palette on the left: every step that can be added, by heading, and what was used last.

use egui::accesskit::Role;
use egui::{Align2, Key, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::designer::icons::{self, Icon};
use crate::designer::names;
use crate::designer::pen::Pen;
use crate::designer::requests::{Request, Requests};
use crate::designer::session::Session;
use crate::designer::theme::{self, BODY, Theme, Weight, font};
use crate::designer::widgets::{section, text_field};
use crate::designer::words::word;
use crate::edit::Stencil;
use crate::journey::Family;

/// See the module.
#[derive(Default)]
pub struct Palette {
    query: String,
    /// What was used last when the window opened: a list that grew with every click would move under the pointer.
    used: Option<Vec<String>>,
}

impl Palette {
    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, used: &[String], requests: &mut Requests) {
        egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 12, top: 12, bottom: 4 }).show(ui, |ui| {
            self.search_field(ui, session, requests);
        });
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            egui::Frame::new().inner_margin(egui::Margin { left: 12, right: 8, top: 4, bottom: 12 }).show(ui, |ui| {
                self.list(ui, session, used, requests);
            });
        });
    }

    fn search_field(&mut self, ui: &mut Ui, session: &Session, requests: &mut Requests) {
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let field = text_field(ui, &mut self.query, word("palette.search"));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, word("palette.search")));
        if self.query.is_empty() && !field.has_focus() {
            let theme = Theme::of(ui.ctx());
            let at = field.rect.right_center() - vec2(10.0, 0.0);
            ui.painter().text(
                at,
                Align2::RIGHT_CENTER,
                word("palette.key"),
                font(theme::SMALL, Weight::Regular),
                theme.faint,
            );
        }
        if enter && field.lost_focus() {
            if let Some(first) = self.found().find(|stencil| why_not(*stencil, session).is_none()) {
                requests.push(Request::Add(first));
            }
            self.query.clear();
        }
    }

    fn found(&self) -> impl Iterator<Item = Stencil> + use<> {
        let query = self.query.to_lowercase();
        Stencil::ALL.into_iter().filter(move |stencil| {
            let text = format!("{} {}", names::stencil(*stencil), word(&format!("step_words.{}", stencil.key())));
            let text = text.to_lowercase();
            query.split_whitespace().all(|word| text.contains(word))
        })
    }

    fn list(&mut self, ui: &mut Ui, session: &Session, used: &[String], requests: &mut Requests) {
        let found: Vec<Stencil> = self.found().collect();
        if found.is_empty() {
            crate::designer::widgets::hint_line(ui, word("palette.nothing"));
        }
        let used = self.used.get_or_insert_with(|| used.to_vec());
        let recent: Vec<Stencil> =
            used.iter().filter_map(|key| found.iter().copied().find(|stencil| stencil.key() == key)).take(3).collect();
        if self.query.is_empty() && !recent.is_empty() {
            section(ui, word("palette.used"));
            ui.add_space(4.0);
            for stencil in recent {
                entry(ui, stencil, "used", session, requests);
            }
            ui.add_space(10.0);
        }
        for family in [Family::Entry, Family::Flow, Family::Message, Family::Integration] {
            let own: Vec<Stencil> = found.iter().copied().filter(|stencil| stencil.family() == family).collect();
            if own.is_empty() {
                continue;
            }
            section(ui, heading(family));
            ui.add_space(4.0);
            for stencil in own {
                entry(ui, stencil, "all", session, requests);
            }
            ui.add_space(10.0);
        }
    }
}

fn heading(family: Family) -> &'static str {
    match family {
        Family::Entry => word("palette.entries"),
        Family::Flow => word("palette.flow"),
        Family::Message => word("palette.messages"),
        Family::Integration => word("palette.integrations"),
    }
}

/// Why a step cannot be added now.
fn why_not(stencil: Stencil, session: &Session) -> Option<&'static str> {
    let journey = session.journey()?;
    let is_empty = journey.activities.is_empty();
    (is_empty && stencil.family() != Family::Entry).then(|| word("palette.entry_first"))
}

fn entry(ui: &mut Ui, stencil: Stencil, list: &str, session: &Session, requests: &mut Requests) {
    let theme = Theme::of(ui.ctx());
    let why_not = why_not(stencil, session);
    let name = names::stencil(stencil);
    let sense = if why_not.is_some() { Sense::hover() } else { Sense::click_and_drag() };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with((list, stencil.key())), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, why_not.is_none(), name));
    let is_lit = why_not.is_none() && (response.hovered() || response.has_focus());
    if is_lit {
        ui.painter().rect_filled(rect, theme::CONTROL_RADIUS, theme.hover);
    }
    let fade = if why_not.is_some() { 0.45 } else { 1.0 };
    let hue = theme::blend(theme.panel, theme.family(stencil.family()), fade);
    let mut pen = Pen::new(ui.pixels_per_point());
    let center = rect.left_center() + vec2(14.0, 0.0);
    let ground = theme::blend(theme.panel, theme.tile(hue), fade);
    icons::tile(&mut pen, center, 20.0, Icon::of_stencil(stencil), hue, ground);
    ui.painter().extend(pen.take());
    let color = theme::blend(theme.panel, theme.text, fade);
    let room = Rect::from_min_max(rect.min, rect.max - vec2(4.0, 0.0));
    let at = rect.left_center() + vec2(34.0, 0.0);
    ui.painter().with_clip_rect(room).text(at, Align2::LEFT_CENTER, name, font(BODY, Weight::Regular), color);
    if let Some(why) = why_not {
        response.on_hover_text(why);
        return;
    }
    response.dnd_set_drag_payload(stencil);
    if response.dragged()
        && let Some(pointer) = ui.ctx().pointer_interact_pos()
    {
        ghost(ui, stencil, pointer);
    }
    let response = response.on_hover_text(word("palette.how")).on_hover_cursor(egui::CursorIcon::Grab);
    // Who double-clicks out of habit gets one step, not two.
    if response.clicked() && !response.double_clicked() {
        requests.push(Request::Add(stencil));
    }
}

/// The card that hangs at the pointer while an entry is dragged.
fn ghost(ui: &Ui, stencil: Stencil, pointer: egui::Pos2) {
    let theme = Theme::of(ui.ctx());
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("dragged step"));
    let painter = ui.ctx().layer_painter(layer);
    let rect = Rect::from_min_size(pointer - vec2(20.0, 16.0), vec2(160.0, 36.0));
    let line = egui::Stroke::new(1.5, theme.accent);
    painter.rect(rect, theme::CARD_RADIUS, theme.card, line, egui::StrokeKind::Inside);
    let icon = Rect::from_center_size(rect.left_center() + vec2(20.0, 0.0), Vec2::splat(16.0));
    Icon::of_stencil(stencil).paint(&painter, icon, theme.family(stencil.family()));
    let at = rect.left_center() + vec2(38.0, 0.0);
    painter.text(at, Align2::LEFT_CENTER, names::stencil(stencil), font(theme::CONTROL, Weight::SemiBold), theme.text);
}
