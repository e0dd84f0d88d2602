//! What a new action begins with: a well-known service, or a call of one's own. Arrows walk, Enter takes.

use egui::{EventFilter, ScrollArea, Ui};

use crate::designer::panels::inspector::MEDIA;
use crate::designer::widgets::{choice_entry, hint_line, walked};
use crate::designer::words::{phrase, word};
use crate::journey::Medium;
use crate::journey::presets::{Preset, presets};

/// What a new action begins with.
pub(super) enum Beginning {
    /// A call of one's own.
    Own,
    /// A well-known service.
    Known(&'static Preset),
}

/// The list of what it can begin with.
pub(super) struct Beginnings {
    /// What a provider is to carry; `None` for an action that may be anything.
    medium: Option<Medium>,
    /// The line that has the keyboard next.
    wanted: Option<usize>,
    lit: usize,
}

impl Beginnings {
    /// The list for a provider of these messages, or for any action; `None` where there is nothing to choose from.
    pub fn of(medium: Option<Medium>) -> Option<Self> {
        let list = Self { medium, wanted: Some(0), lit: 0 };
        list.known().next().is_some().then_some(list)
    }

    fn known(&self) -> impl Iterator<Item = &'static Preset> + use<> {
        let medium = self.medium;
        presets().iter().filter(move |preset| medium.is_none() || preset.action.medium == medium)
    }

    /// Draws the list; what was taken.
    pub fn ui(&mut self, ui: &mut Ui, room: f32) -> Option<Beginning> {
        let known: Vec<&'static Preset> = self.known().collect();
        if let Some(to) = walked(ui.ctx(), self.lit, known.len() + 1) {
            self.wanted = Some(to);
        }
        let mut taken = None;
        hint_line(ui, word(if self.medium.is_some() { "begin.provider" } else { "begin.action" }));
        ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (index, preset) in known.iter().enumerate() {
                if self.line(ui, index, &preset.name, &about(preset)) {
                    taken = Some(Beginning::Known(preset));
                }
            }
            let own = word(if self.medium.is_some() { "begin.own_provider" } else { "begin.own" });
            if self.line(ui, known.len(), own, word("begin.own_what")) {
                taken = Some(Beginning::Own);
            }
        });
        taken
    }

    fn line(&mut self, ui: &mut Ui, index: usize, name: &str, what: &str) -> bool {
        let response = choice_entry(ui, false, name, what);
        if self.wanted == Some(index) {
            response.request_focus();
            response.scroll_to_me(None);
            self.wanted = None;
        }
        if response.has_focus() {
            self.lit = index;
            // The arrows walk this list, as they walk every other; Tab leads on.
            let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        response.clicked()
    }
}

/// What it does, and what it carries; which secrets it needs is asked of whoever takes it.
fn about(preset: &Preset) -> String {
    phrase("begin.about", &[("medium", medium(preset)), ("what", &preset.action.description)])
}

/// What a preset carries, as people read it.
pub(super) fn medium(preset: &Preset) -> &'static str {
    let carried = MEDIA.iter().find(|(medium, _)| preset.action.medium == Some(*medium));
    carried.map_or("", |(_, key)| word(key))
}
