//! Namespaces and merge policies.

use egui::Ui;

use crate::designer::fields::Form;
use crate::journey::{MergePolicy, Namespace};

pub(super) fn namespace(form: &mut Form<'_>, ui: &mut Ui, namespace: &mut Namespace) {
    form.text(ui, "Namespace", "symbol", &mut namespace.symbol);
    form.switch(ui, "Namespace", "people", &mut namespace.people);
}

pub(super) fn merge_policy(form: &mut Form<'_>, ui: &mut Ui, policy: &mut MergePolicy) {
    form.switch(ui, "MergePolicy", "default", &mut policy.default);
}
