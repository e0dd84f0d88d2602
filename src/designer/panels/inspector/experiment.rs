//! An experiment: what is compared, by how much, who is held out, and when the better path is taken by everybody.

use egui::Ui;
use jiff::civil::date;

use crate::designer::fields::{Form, Row};
use crate::designer::theme::{self, Theme, Weight};
use crate::designer::widgets::{hint_line, link};
use crate::designer::words::{phrase, word};
use crate::journey::{Experiment, ExperimentKind, SplitPath};

use super::condition::{even, fresh, heading, is_evenly_missing, share_text};
use super::scaling;

pub(super) const KINDS: [(ExperimentKind, &str); 2] =
    [(ExperimentKind::Fixed, "experiment.fixed"), (ExperimentKind::Adaptive, "experiment.adaptive")];
/// Treatments, at most.
const MOST: usize = 20;

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, experiment: &mut Experiment) {
    const OWNER: &str = "Experiment";
    form.text(ui, OWNER, "metric", &mut experiment.metric);
    form.choice(ui, OWNER, "kind", &mut experiment.kind, &KINDS);
    let row = Row {
        add: "experiment.add",
        make: &|_| SplitPath { id: fresh(), ..SplitPath::default() },
        key: &|path: &SplitPath, _| path.id.0.clone(),
        title: &|path: &SplitPath, index| heading(&path.label, index),
        fold: None,
        at_most: MOST,
    };
    form.rows(ui, OWNER, "treatments", &mut experiment.treatments, &row, |form, ui, path, _| {
        form.text(ui, "SplitPath", "label", &mut path.label);
        form.percent(ui, "SplitPath", "share", &mut path.share);
    });
    form.percent(ui, OWNER, "holdout", &mut experiment.holdout);
    total(form, ui, experiment);
    form.date_time_or_none(ui, OWNER, "end", &mut experiment.end, date(2026, 1, 19).at(9, 0, 0, 0));
    let treatments = experiment.treatments.iter().enumerate();
    let treatments: Vec<_> = treatments.map(|(index, path)| (path.id.clone(), heading(&path.label, index))).collect();
    scaling::fields(form, ui, OWNER, &mut experiment.scaling, &treatments);
    hint_line(ui, word("experiment.hint"));
    ui.add_space(6.0);
}

/// All shares together, and the ways to make them right.
fn total(form: &mut Form<'_>, ui: &mut Ui, experiment: &mut Experiment) {
    let theme = Theme::of(ui.ctx());
    let shares = experiment.treatments.iter().map(|path| u64::from(path.share));
    let total: u64 = shares.sum::<u64>() + u64::from(experiment.holdout);
    let color = if total == 10_000 { theme.ok } else { theme.err };
    ui.horizontal_wrapped(|ui| {
        let text = phrase("condition.total", &[("n", &share_text(total))]);
        ui.label(theme::rich(text, theme::CONTROL, Weight::SemiBold).color(color));
        let is_asked = !experiment.treatments.is_empty() && is_evenly_missing(form);
        if is_asked && link(ui, word("condition.evenly")).clicked() {
            let rest = 10_000_u32.saturating_sub(experiment.holdout);
            let shares = even(experiment.treatments.len());
            for (path, share) in experiment.treatments.iter_mut().zip(shares) {
                path.share = share * rest / 10_000;
            }
            let given: u32 = experiment.treatments.iter().map(|path| path.share).sum();
            if let Some(first) = experiment.treatments.first_mut() {
                first.share += rest.saturating_sub(given);
            }
            form.changed(word("condition.evenly_step"));
        }
        if experiment.holdout == 0 && link(ui, word("experiment.hold_out")).clicked() {
            experiment.holdout = Experiment::DEFAULT_HOLDOUT;
            form.changed(word("experiment.hold_out_step"));
        }
    });
}
