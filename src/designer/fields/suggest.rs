//! The list of completions under the cursor: arrows choose, Tab or Enter takes, Escape closes.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditOutput;
use egui::{EventFilter, Id, Key, Modifiers, RectAlign, Ui};

use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::walked;
use crate::expression::{Completion, CompletionKind};

/// What is remembered from frame to frame.
#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    open: bool,
    count: usize,
    chosen: usize,
    /// True where it opened because something was typed: it shows then only what continues that.
    typed: bool,
}

/// The list of one field in one frame.
pub(super) struct Suggest {
    id: Id,
    memory: Memory,
    take: bool,
}

/// Completions shown at once; typing narrows them.
const SHOWN: usize = 12;

impl Suggest {
    /// Before the editor is drawn: takes the keys that belong to the list.
    pub fn begin(ui: &mut Ui, field: Id) -> Self {
        let id = field.with("suggest");
        let mut memory: Memory = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let mut take = false;
        let focused = ui.memory(|memory| memory.has_focus(field));
        if focused && ui.input_mut(|input| input.consume_key(Modifiers::CTRL, Key::Space)) {
            memory.open = true;
            memory.typed = false;
            memory.chosen = 0;
        }
        if focused && memory.open && memory.count > 0 {
            memory.chosen = walked(ui.ctx(), memory.chosen, memory.count).unwrap_or(memory.chosen);
            ui.input_mut(|input| {
                take = input.consume_key(Modifiers::NONE, Key::Tab) || input.consume_key(Modifiers::NONE, Key::Enter);
                if input.consume_key(Modifiers::NONE, Key::Escape) {
                    memory.open = false;
                }
            });
        }
        Self { id, memory, take }
    }

    /// True while the list shows.
    pub fn is_open(&self) -> bool {
        self.memory.open && self.memory.count > 0
    }

    /// After the editor is drawn: shows the list; true where a completion was written into the text.
    pub fn end(
        mut self,
        ui: &mut Ui,
        output: &mut TextEditOutput,
        text: &mut String,
        changed: bool,
        complete: impl FnOnce(&str, usize) -> Vec<Completion>,
    ) -> bool {
        let response = output.response.response.clone();
        if changed {
            self.memory.open = true;
            self.memory.typed = true;
            self.memory.chosen = 0;
        }
        if !response.has_focus() {
            // A click into the list takes the keyboard first: the list stays for that frame.
            self.memory.open &= response.lost_focus();
        }
        let cursor = output.cursor_range.map_or(text.chars().count(), |range| range.primary.index.into());
        let byte = text.char_indices().nth(cursor).map_or(text.len(), |(byte, _)| byte);
        let mut found = if self.memory.open { complete(text, byte) } else { Vec::new() };
        if self.memory.typed {
            found.retain(|completion| completion.continues(text, byte));
        }
        self.memory.count = found.len().min(SHOWN);
        self.memory.chosen = self.memory.chosen.min(self.memory.count.saturating_sub(1));
        let mut taken = self.take.then(|| found.get(self.memory.chosen)).flatten();
        if self.memory.open && !found.is_empty() {
            let shown = &found[..self.memory.count];
            if let Some(index) = list(&response, shown, self.memory.chosen) {
                taken = found.get(index);
            }
        }
        let wrote = taken.is_some_and(|completion| write(ui, output, text, completion));
        if wrote {
            self.memory = Memory::default();
        }
        if self.is_open() {
            // Escape closes the list, and does not take the keyboard away from who is typing.
            let keys = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keys));
        }
        ui.data_mut(|data| data.insert_temp(self.id, self.memory));
        wrote
    }
}

fn write(ui: &Ui, output: &mut TextEditOutput, text: &mut String, completion: &Completion) -> bool {
    let span = completion.replace;
    if text.get(span.start..span.end).is_none() {
        return false;
    }
    text.replace_range(span.start..span.end, &completion.insert);
    let end = (span.start + completion.caret).min(text.len());
    let cursor = text.get(..end).map_or(0, |before| before.chars().count());
    let range = CCursorRange::one(CCursor::new(cursor));
    output.state.cursor.set_char_range(Some(range));
    output.state.clone().store(ui.ctx(), output.response.response.id);
    output.response.response.request_focus();
    true
}

/// Above the field and its label, so that it lies neither on what the field is called nor on what is said below it; as
/// wide as the field. Where the window ends, below.
fn list(response: &egui::Response, found: &[Completion], chosen: usize) -> Option<usize> {
    let mut clicked = None;
    let high = found.len() as f32 * ROW + LABEL + AIR;
    let (align, gap) = match response.rect.top() - response.ctx.content_rect().top() >= high {
        true => (RectAlign::TOP_START, LABEL),
        false => (RectAlign::BOTTOM_START, 4.0),
    };
    let popup = egui::Popup::from_response(response).id(response.id.with("completions")).gap(gap);
    let popup = popup.align(align).align_alternatives(&[RectAlign::BOTTOM_START, RectAlign::TOP_START]);
    let width = response.rect.width().max(LEAST_WIDTH);
    popup.width(width).show(|ui| {
        ui.set_width(width - egui::Frame::popup(ui.style()).total_margin().sum().x);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (index, completion) in found.iter().enumerate() {
            if row(ui, completion, index == chosen) {
                clicked = Some(index);
            }
        }
    });
    clicked
}

/// Height of a line.
const ROW: f32 = 24.0;
/// Room that the label of a field takes above it.
const LABEL: f32 = 24.0;
/// What the edge of the list takes.
const AIR: f32 = 16.0;
/// Narrower than this no name is read.
const LEAST_WIDTH: f32 = 220.0;

/// One line, cut off where it has no room; true where it was clicked. Fields are called by their titles, with whose
/// they are; everything else as it is written.
fn row(ui: &mut Ui, completion: &Completion, chosen: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let (rect, row) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW), egui::Sense::click());
    if chosen || row.hovered() {
        ui.painter().rect_filled(rect, 5.0, theme.accent_soft);
    }
    let color = if chosen { theme.accent } else { theme.text };
    let field = (completion.kind == CompletionKind::Field).then_some(completion.title.as_deref()).flatten();
    let (text, font) = match field {
        Some(title) => (title, theme::font(theme::BODY, Weight::Regular)),
        None => (completion.label.as_str(), theme::mono(12.0)),
    };
    let room = rect.shrink2(egui::vec2(8.0, 0.0));
    let name = ui.painter().layout_job(theme::one_line(text, font, color, room.width()));
    let rest = room.width() - name.size().x - 12.0;
    let place = egui::pos2(room.left(), room.center().y - name.size().y / 2.0);
    ui.painter().galley(place, name, color);
    if rest > 24.0 {
        let font = theme::font(theme::SMALL, Weight::Regular);
        let detail = ui.painter().layout_job(theme::one_line(&completion.detail, font, theme.faint, rest));
        let place = egui::pos2(room.right() - detail.size().x, room.center().y - detail.size().y / 2.0);
        ui.painter().galley(place, detail, theme.faint);
    }
    row.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, &completion.label));
    row.clicked()
}
