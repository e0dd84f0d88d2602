//! Rules about conditions.

mod asked;
mod cards;
mod date_reversed;
mod experiment_metric;
mod experiment_scale_end;
mod experiment_scale_reading;
mod experiment_weights;
mod expression_missing;
mod no_other_path;
mod not_boolean;
mod null_field;
mod other_path_on_split;
mod profile_cap_small;
mod split_total;
mod targeting_fallback;
mod time_always;
mod trial;
mod unreachable;
mod value_missing;

use super::Rule;
use super::survey::{Step, Survey};
use crate::journey::{Activity, Condition, Experiment, Fallback, Kind, Scaling, SplitPath, Test};
use trial::trials;

pub(super) use cards::CARDS;
pub(super) use value_missing::{is_empty_box, open};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &expression_missing::RULE,
    &value_missing::RULE,
    &not_boolean::RULE,
    &null_field::RULE,
    &no_other_path::RULE,
    &other_path_on_split::RULE,
    &split_total::RULE,
    &profile_cap_small::RULE,
    &time_always::RULE,
    &date_reversed::RULE,
    &unreachable::RULE,
    &experiment_metric::RULE,
    &experiment_weights::RULE,
    &experiment_scale_end::RULE,
    &experiment_scale_reading::RULE,
    &targeting_fallback::RULE,
];

/// An experiment with two treatments of 45 % and a holdout of 10 %, whose better path is judged by clicks.
fn experiment(change: impl FnOnce(&mut Experiment)) -> Kind {
    let treatment = |index: usize| SplitPath {
        id: crate::check::example::steps::path(index),
        label: format!("Treatment {}", index + 1),
        share: 4_500,
    };
    let mut experiment = Experiment {
        metric: "Unique clicks".to_owned(),
        treatments: vec![treatment(0), treatment(1)],
        holdout: Experiment::DEFAULT_HOLDOUT,
        ..Experiment::default()
    };
    change(&mut experiment);
    Kind::Condition(Condition { test: Test::Experiment(experiment), other_path: false, error_path: true })
}

/// Everybody gets what did best from this moment on; the first treatment, from a day later, where nothing did.
fn scaled(at: jiff::civil::DateTime) -> Scaling {
    let later = at.saturating_add(jiff::Span::new().days(1));
    let fallback = Fallback { treatment: Some(crate::check::example::steps::path(0)), at: Some(later) };
    Scaling { at: Some(at), fallback: Some(fallback) }
}

/// The conditions of a journey.
fn conditions<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, &'a Condition)> {
    survey.each(|kind| if let Kind::Condition(condition) = kind { Some(condition) } else { None })
}

/// Changes the fields of a condition.
fn change(activity: &mut Activity, change: impl FnOnce(&mut Condition)) {
    if let Kind::Condition(condition) = &mut activity.kind {
        change(condition);
    }
}

/// A path as a sentence names it: its label in quotes, or its number.
fn path_name(label: &str, index: usize) -> String {
    if label.is_empty() { format!("path {}", index + 1) } else { format!("the path '{label}'") }
}
