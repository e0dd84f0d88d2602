//! What tells several runs of one person apart: the field that holds it, and what kind of identity that is.

use egui::Ui;

use crate::edit::new::NewItem;
use crate::expression::Expected;
use crate::journey::{Namespace, SupplementalId};

use super::{Form, Wanted};

impl Form<'_> {
    /// A switch, and below it the fields; `field` is where the identifier stands.
    pub fn supplemental(
        &mut self,
        ui: &mut Ui,
        owner: &'static str,
        field: &'static str,
        value: &mut Option<SupplementalId>,
    ) {
        const OWNER: &str = "SupplementalId";
        let mut apart = value.is_some();
        self.switch(ui, owner, field, &mut apart);
        if apart != value.is_some() {
            *value = apart.then(SupplementalId::default);
        }
        let Some(supplemental) = value else { return };
        self.within(field, |form| {
            ui.indent(field, |ui| {
                form.expression(ui, OWNER, "key", &mut supplemental.key, &Wanted { kind: Expected::Any });
                let fit = |namespace: &Namespace| !namespace.people;
                let new = NewItem::ThingNamespace;
                form.reference::<Namespace>(ui, OWNER, "namespace", &mut supplemental.namespace, fit, new);
            });
        });
    }
}
