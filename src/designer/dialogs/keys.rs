//! Every shortcut on one sheet, by menu; it reads the table of actions, so that it cannot miss one.

use egui::{Align, Context, Layout, ScrollArea, Ui};

use super::{buttons, dialog};
use crate::designer::actions::{Group, Row, TABLE};
use crate::designer::theme::{BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{primary, section};
use crate::designer::words::word;

/// Width of the sheet where the window has it.
const WIDE: f32 = 1080.0;
/// From this width on the menus stand in three columns: all of them are seen at once.
const THREE: f32 = 960.0;

/// Draws the sheet; true once it is closed.
pub fn ui(context: &Context) -> bool {
    let mut is_closed = false;
    let left = dialog(context, "keys", word("keys.title"), WIDE, |ui| {
        let room = super::room(context);
        let scroll = ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 32.0;
            // Room for the bar that scrolls a small window.
            ui.set_max_width(ui.available_width() - 14.0);
            // So divided, the columns end at about the same height.
            let columns: &[&[Group]] = if ui.available_width() >= THREE {
                &[&[Group::File, Group::Journey], &[Group::Edit, Group::View], &[Group::Step, Group::Help]]
            } else {
                &[&[Group::File, Group::Edit, Group::Journey], &[Group::Step, Group::View, Group::Help]]
            };
            ui.columns(columns.len(), |uis| {
                for (ui, groups) in uis.iter_mut().zip(columns.iter().copied()) {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.spacing_mut().item_spacing.x = 8.0;
                    groups.iter().for_each(|group| self::group(ui, *group));
                }
            });
        });
        is_closed = buttons(ui, |ui| primary(ui, word("common.close")).clicked());
    });
    is_closed || left
}

fn group(ui: &mut Ui, group: Group) {
    section(ui, group.name());
    for row in TABLE.iter().filter(|row| row.group == group && !row.shortcuts.is_empty()) {
        line(ui, row);
    }
    ui.add_space(8.0);
}

fn line(ui: &mut Ui, row: &Row) {
    let theme = Theme::of(ui.ctx());
    let keys: Vec<String> = row.shortcuts.iter().map(|keys| ui.ctx().format_shortcut(keys)).collect();
    ui.spacing_mut().interact_size.y = 22.0;
    ui.horizontal(|ui| {
        ui.label(rich(row.name(), BODY, Weight::Regular).color(theme.text));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(rich(keys.join(word("keys.or")), SMALL, Weight::Medium).color(theme.muted));
        });
    });
}
