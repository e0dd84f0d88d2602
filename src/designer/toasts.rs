//! Sentences that are shown for a few seconds below the bar.

use std::collections::VecDeque;

use egui::accesskit::Role;
use egui::{Align2, Area, Frame, Id, Margin, Order, Stroke, Ui, WidgetInfo, vec2};

use super::theme::{self, BODY, Theme, Weight};
use super::widgets::link;

/// Seconds for which a sentence stays.
const STAY: f64 = 6.0;

/// Points after which a sentence goes on in the next line.
const WIDEST: f32 = 480.0;

struct Toast {
    text: String,
    /// All of it, where the pointer rests on the text.
    whole: String,
    /// What a link copies, and what it says.
    copy: Option<(String, String)>,
    is_error: bool,
    until: Option<f64>,
}

/// See the module.
#[derive(Default)]
pub struct Toasts(VecDeque<Toast>);

impl Toasts {
    /// Says something.
    pub fn say(&mut self, text: impl Into<String>) {
        self.push(text.into(), false);
    }

    /// Says something short: the whole of it where the pointer rests, and a link that copies something of it.
    pub fn tell(&mut self, text: String, whole: String, copy: Option<(String, String)>) {
        self.push(text, false);
        if let Some(toast) = self.0.back_mut() {
            (toast.whole, toast.copy) = (whole, copy);
        }
    }

    /// Says that something did not work; it stays until it is closed.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.push(text.into(), true);
    }

    fn push(&mut self, text: String, is_error: bool) {
        self.0.retain(|toast| toast.text != text);
        self.0.push_back(Toast { text, whole: String::new(), copy: None, is_error, until: None });
        if self.0.len() > 4 {
            self.0.pop_front();
        }
    }

    /// Draws one frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        let now = ui.input(|input| input.time);
        for toast in &mut self.0 {
            toast.until.get_or_insert(now + STAY);
        }
        self.0.retain(|toast| toast.is_error || toast.until.is_none_or(|until| until > now));
        if self.0.is_empty() {
            return;
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(500));
        let mut closed = None;
        Area::new(Id::unique("toasts"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_TOP, vec2(0.0, theme::BAR + 12.0))
            .show(ui.ctx(), |ui| {
                for (index, toast) in self.0.iter().enumerate() {
                    if Self::toast(ui, toast) {
                        closed = Some(index);
                    }
                    ui.add_space(8.0);
                }
            });
        if let Some(index) = closed {
            self.0.remove(index);
        }
    }

    /// One sentence; true where it is closed.
    fn toast(ui: &mut Ui, toast: &Toast) -> bool {
        let theme = Theme::of(ui.ctx());
        let hue = if toast.is_error { theme.err } else { theme.accent };
        Frame::new()
            .fill(theme.card)
            .stroke(Stroke::new(1.0, if toast.is_error { theme.err } else { theme.border_strong }))
            .corner_radius(theme::CARD_RADIUS)
            .inner_margin(Margin::symmetric(14, 10))
            .shadow(egui::epaint::Shadow { offset: [0, 4], blur: 16, spread: 0, color: theme.shadow })
            .show(ui, |ui| {
                ui.horizontal_top(|ui| {
                    let (dot, _) = ui.allocate_exact_size(vec2(8.0, 16.0), egui::Sense::hover());
                    ui.painter().circle_filled(dot.center(), 3.5, hue);
                    // A row has no width of its own at which a label would break: a long path would leave the window.
                    let width = WIDEST.min(ui.ctx().content_rect().width() - 180.0);
                    let font = theme::font(BODY, Weight::Regular);
                    let lines = ui.painter().layout(toast.text.clone(), font, theme.text, width);
                    let text = ui.label(lines);
                    let role = if toast.is_error { Role::Alert } else { Role::Status };
                    text.widget_info(|| WidgetInfo::labeled(role, true, &toast.text));
                    if !toast.whole.is_empty() {
                        text.on_hover_text(&toast.whole);
                    }
                    ui.add_space(8.0);
                    if let Some((says, copied)) = &toast.copy {
                        if link(ui, says).on_hover_text(copied).clicked() {
                            ui.ctx().copy_text(copied.clone());
                        }
                        ui.add_space(8.0);
                    }
                    link(ui, super::words::word("common.dismiss")).clicked()
                })
                .inner
            })
            .inner
    }
}
