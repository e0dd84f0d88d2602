//! What is asked of a new action: where it goes, what it sends, how it signs in.

use egui::Ui;

use super::values::{self, Words};
use super::{Asked, Faults, more};
use crate::designer::fields::{Form, Range};
use crate::designer::panels::inventory::authentication;
use crate::designer::panels::inventory::endpoint::METHODS;
use crate::designer::widgets::{error_line, field_label, hint_line, section, text_field};
use crate::designer::words::word;
use crate::edit::new::ActionDraft;
use crate::journey::Method;

const WORDS: Words = Words {
    add: "new_object.add_sent",
    hint: "new_object.sent_hint",
    paste: "body.paste",
    named: "new_object.sent_as",
};

pub(super) fn questions(
    ui: &mut Ui,
    form: &mut Form<'_>,
    draft: &mut ActionDraft,
    asked: &mut Asked,
    faults: &Faults<'_>,
) {
    address(ui, form, draft, faults);
    if draft.carries.is_some() {
        hint_line(ui, word("begin.own_parts"));
    } else {
        sent(ui, form, draft, faults);
    }
    authentication::fields(form, ui, "Action", &mut draft.authentication);
    if let Some(wrong) = faults.at("authentication") {
        error_line(ui, &wrong);
    }
    if more(ui, asked) {
        let range = Range::from(0, "units.calls_per_second");
        form.number_or_none(ui, "Endpoint", "capacity_per_second", &mut draft.capacity_per_second, range);
        hint_line(ui, word("new_object.action_more"));
    }
}

/// What each journey fills in.
fn sent(ui: &mut Ui, form: &mut Form<'_>, draft: &mut ActionDraft, faults: &Faults<'_>) {
    section(ui, word("new_object.sent"));
    let names = draft.sent_as();
    if let Some(json) = values::rows(ui, form, &mut draft.values, (&WORDS, &names), faults) {
        // Text without fields is not handed over.
        drop(draft.paste(&json));
    }
}

/// The method, and beside it the address.
fn address(ui: &mut Ui, form: &mut Form<'_>, draft: &mut ActionDraft, faults: &Faults<'_>) {
    let methods: Vec<(Method, String)> = METHODS.iter().map(|(method, key)| (*method, word(key).to_owned())).collect();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let label = field_label(ui, word("fields.Action.url"));
        ui.horizontal(|ui| {
            form.offered(ui, word("fields.Action.method"), &mut draft.method, &methods, 104.0);
            text_field(ui, &mut draft.url, word("new_object.url_hint")).labelled_by(label.id);
        });
        if let Some(wrong) = faults.at("url") {
            error_line(ui, &wrong);
        }
    });
}
