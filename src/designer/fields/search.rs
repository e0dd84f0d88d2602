//! The search box on top of a list: empty and with the keyboard whenever the list opens. Arrows walk through what is
//! found, Enter takes the line that is lit, at first the chosen one or else the topmost; Escape closes the list, as it
//! closes every popup.

use egui::{Id, Key, Response, Ui};

use crate::designer::widgets::{hint_line, text_field, walked};
use crate::designer::words::{phrase, word};

use super::list::{self, line};

/// What is remembered from frame to frame.
#[derive(Clone, Debug, Default)]
struct Memory {
    text: String,
    /// The line that is lit.
    at: usize,
    /// How many lines there were.
    count: usize,
    drawn: Option<u64>,
}

/// The search of one list in one frame.
pub(super) struct Search {
    id: Id,
    memory: Memory,
    wanted: String,
    field: Response,
    takes: bool,
    /// The line that is lit comes into view.
    scrolls: bool,
    /// The list was not there in the frame before.
    opens: bool,
    shown: usize,
}

impl Search {
    /// Draws the box; `id` is where it remembers what was typed.
    pub fn begin(ui: &mut Ui, id: Id, hint: &str) -> Self {
        let now = ui.ctx().cumulative_pass_nr();
        let mut memory: Memory = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        // A list that was not there in the frame before was just opened: what is typed now is meant for it.
        let opens = memory.drawn.is_none_or(|drawn| drawn + 2 < now);
        if opens {
            memory = Memory::default();
        }
        memory.drawn = Some(now);
        let walks = walked(ui.ctx(), memory.at, memory.count).map(|at| memory.at = at).is_some();
        list::walks_by_itself(ui);
        let field = text_field(ui, &mut memory.text, hint).accessible_name(word("fields.search"));
        if opens {
            field.request_focus();
        }
        if field.changed() {
            memory.at = 0;
        }
        let takes = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let wanted = memory.text.trim().to_lowercase();
        Self { id, memory, wanted, field, takes, scrolls: walks || opens, opens, shown: 0 }
    }

    /// What stood in the box when its list closed.
    pub fn left(ui: &Ui, id: Id) -> String {
        let memory: Memory = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        memory.text.trim().to_owned()
    }

    /// Something was taken: what was typed has done its work.
    pub fn forget(ui: &Ui, id: Id) {
        ui.data_mut(|data| data.remove::<Memory>(id));
    }

    /// What was typed.
    pub fn typed(&self) -> &str {
        self.memory.text.trim()
    }

    /// Whether every word that was typed is in the text.
    pub fn finds(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.wanted.split_whitespace().all(|word| text.contains(word))
    }

    /// A line of the list; true where it is taken. `is_chosen`: it is what stands in the field already; `detail`
    /// stands at its right.
    pub fn entry(&mut self, ui: &mut Ui, is_chosen: bool, text: &str, detail: &str, hover: &str) -> bool {
        if self.opens && is_chosen {
            // The arrows begin where the choice stands, not at the top.
            (self.memory.at, self.opens) = (self.shown, false);
        }
        let is_lit = self.shown == self.memory.at;
        self.shown += 1;
        let mut response = line(ui, (is_chosen, is_lit), text, detail);
        if !hover.is_empty() {
            response = response.on_hover_text(hover);
        }
        if is_lit && self.scrolls {
            response.scroll_to_me(None);
        }
        response.clicked() || (is_lit && self.takes)
    }

    /// The list stays open after something was taken: the keyboard stays in the box.
    pub fn stay(&self) {
        if self.takes {
            self.field.request_focus();
        }
    }

    /// The end of the list. Where it is empty, that is said, and `next` says what can be done.
    pub fn end(mut self, ui: &mut Ui, next: &str) {
        if self.shown == 0 {
            let said = match self.typed() {
                "" => word("picker.empty").to_owned(),
                typed => phrase("picker.nothing", &[("text", typed)]),
            };
            ui.add_space(2.0);
            // A list stretches its lines; a sentence is not stretched.
            ui.vertical(|ui| hint_line(ui, format!("{said} {next}").trim()));
        }
        self.memory.count = self.shown;
        ui.data_mut(|data| data.insert_temp(self.id, self.memory));
    }
}
