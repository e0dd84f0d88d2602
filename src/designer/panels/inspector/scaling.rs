//! From when on everybody gets what did best in an experiment, and what they get where nothing did.

use egui::Ui;
use jiff::civil::date;

use crate::designer::fields::Form;
use crate::designer::words::word;
use crate::journey::{BranchId, Fallback, Scaling};

/// The fields below an experiment; `treatments` are what it compares, by the names that people gave them.
pub(super) fn fields(
    form: &mut Form<'_>,
    ui: &mut Ui,
    owner: &'static str,
    scaling: &mut Option<Scaling>,
    treatments: &[(BranchId, String)],
) {
    let mut scales = scaling.is_some();
    form.switch(ui, owner, "scaling", &mut scales);
    if scales != scaling.is_some() {
        *scaling = scales.then(Scaling::default);
    }
    let Some(scaling) = scaling else { return };
    form.within("scaling", |form| {
        ui.indent("scaling", |ui| {
            let begin = date(2026, 1, 12).at(9, 0, 0, 0);
            form.called(word("scaling.from"), |form| {
                form.date_time_or_none(ui, "Scaling", "at", &mut scaling.at, begin)
            });
            fallback(form, ui, &mut scaling.fallback, treatments);
        });
    });
}

fn fallback(form: &mut Form<'_>, ui: &mut Ui, fallback: &mut Option<Fallback>, treatments: &[(BranchId, String)]) {
    let mut has_one = fallback.is_some();
    form.switch(ui, "Scaling", "fallback", &mut has_one);
    if has_one != fallback.is_some() {
        *fallback = has_one.then(Fallback::default);
    }
    let Some(fallback) = fallback else { return };
    form.within("fallback", |form| {
        ui.indent("fallback", |ui| {
            form.choice_of(ui, "Fallback", "treatment", &mut fallback.treatment, treatments);
            form.date_time_or_none(ui, "Fallback", "at", &mut fallback.at, date(2026, 1, 16).at(9, 0, 0, 0));
        });
    });
}
