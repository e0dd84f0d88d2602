//! What is asked of an action that begins with a well-known service: what only the owner of the account knows. All else
//! is there, and said.

use egui::{Label, Ui, vec2};

use super::Asked;
use super::begin::medium;
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{field, field_label, hint_line, section, segmented, text_field};
use crate::designer::words::{count, phrase, word};
use crate::edit::new::PresetDraft;
use crate::journey::MOST_RETRIES;

pub(super) fn questions(ui: &mut Ui, draft: &mut PresetDraft, asked: &Asked) {
    if asked.is_free {
        let label = word("begin.used_by");
        field_label(ui, label);
        let ways = [(true, word("begin.by_channels")), (false, word("begin.by_steps"))];
        segmented(ui, label, &mut draft.is_provider, &ways);
    }
    if !draft.answers.is_empty() {
        section(ui, word("begin.yours"));
        for (blank, answer) in draft.preset.fill_in.iter().zip(&mut draft.answers) {
            field(ui, &blank.what, None, |ui| {
                let example = phrase("begin.example", &[("example", &blank.example)]);
                text_field(ui, answer, &example)
            });
        }
        hint_line(ui, word("begin.later"));
    }
    section(ui, word("begin.there"));
    let preset = draft.preset;
    let secrets: Vec<String> = preset.secrets().iter().map(|secret| secret.as_str().to_owned()).collect();
    let action = draft.action();
    let sent = format!("{}\u{a0}{}", action.method.name(), action.url);
    ui.spacing_mut().item_spacing.y = 6.0;
    fact(ui, word("begin.carries"), medium(preset));
    fact(ui, word("begin.calls"), &sent);
    fact(ui, word("begin.secrets"), &secrets.join(", "));
    fact(ui, word("begin.limits"), &preset.limits.said);
    fact(ui, word("begin.retries"), &count("begin.tried_again", usize::try_from(MOST_RETRIES).unwrap_or_default()));
    hint_line(ui, &format!("{} {}", preset.note, phrase("begin.source", &[("source", &preset.source)])));
}

/// What is known of it: a word, and beside it what is said.
fn fact(ui: &mut Ui, name: &str, said: &str) {
    const NAMES: f32 = 96.0;
    let theme = Theme::of(ui.ctx());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let name = theme::rich(name, theme::CONTROL, Weight::Regular).color(theme.muted);
        ui.allocate_ui(vec2(NAMES, 16.0), |ui| {
            ui.set_min_width(NAMES);
            ui.add(Label::new(name));
        });
        let said = theme::rich(said, theme::CONTROL, Weight::Regular).color(theme.text);
        ui.vertical(|ui| ui.add(Label::new(said).wrap()));
    });
}
