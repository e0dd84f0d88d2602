//! The card of a guardrail: what must hold, what happens otherwise, who says so, and how it looks right.

use egui::{ScrollArea, Ui};

use crate::check::{self, Mending};
use crate::designer::icons::Icon;
use crate::designer::theme::{self, BODY, SMALL, Theme, Weight, rich};
use crate::designer::widgets::{icon_button, section};
use crate::designer::words::{phrase, word};

use super::outcome;

/// Draws the card; true once it is closed.
pub fn ui(ui: &mut Ui, rule: &str) -> bool {
    let mut is_closed = false;
    ScrollArea::vertical().id_salt("guardrail").auto_shrink([false, false]).show(ui, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(16, 10)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let theme = Theme::of(ui.ctx());
            ui.horizontal(|ui| {
                ui.label(rich(rule, SMALL, Weight::Regular).color(theme.faint));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    is_closed = icon_button(ui, Icon::Close, word("card.close")).clicked();
                });
            });
            match check::rule(rule) {
                Some(rule) => contents(ui, rule),
                None => drop(ui.label(rich(word("card.unknown"), BODY, Weight::Regular).color(theme.muted))),
            }
        });
    });
    is_closed
}

fn contents(ui: &mut Ui, rule: &check::Rule) {
    let theme = Theme::of(ui.ctx());
    let text = |ui: &mut Ui, text: &str| {
        ui.add(egui::Label::new(rich(text, BODY, Weight::Regular).color(theme.muted)).wrap());
    };
    ui.add(egui::Label::new(rich(rule.summary, BODY + 0.5, Weight::SemiBold).color(theme.text)).wrap());
    text(ui, rule.why);
    section(ui, word("card.examples"));
    outcome::example(ui, word("card.flagged"), &(rule.flagged)(), false);
    outcome::example(ui, word("card.passing"), &(rule.passing)(), true);
    section(ui, word("card.remedy"));
    match rule.mending {
        Mending::Offers(what) => text(ui, what),
        Mending::None(why) => text(ui, &phrase("card.no_remedy", &[("why", why)])),
    }
    section(ui, word("card.source"));
    for source in rule.sources {
        text(ui, &source.to_string());
    }
    ui.add_space(theme::PADDING);
}
