//! Content decisions and dataset lookups: what is fetched, and how later steps call it.

use egui::Ui;

use crate::designer::fields::{Form, Wanted};
use crate::designer::widgets::hint_line;
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::expression::{Expected, Root};
use crate::journey::{ContentDecision, Dataset, DatasetLookup, DecisionPolicy, Field, Schema};

pub(super) fn decision(form: &mut Form<'_>, ui: &mut Ui, decision: &mut ContentDecision) {
    const OWNER: &str = "ContentDecision";
    form.reference::<DecisionPolicy>(ui, OWNER, "policy", &mut decision.policy, |_| true, NewItem::DecisionPolicy);
    let policy = decision.policy.as_ref().and_then(|id| form.workspace.inventory.get::<DecisionPolicy>(id));
    if let Some(policy) = policy {
        hint_line(ui, &offers(policy));
        ui.add_space(4.0);
    }
    form.output_name(ui, OWNER, &decision.name);
    called(ui, Root::Decision, &decision.name, crate::expression::shape::ITEMS);
}

/// "Free delivery, A gift; otherwise Our thanks".
fn offers(policy: &DecisionPolicy) -> String {
    let mut names: Vec<&str> = Vec::new();
    for offer in policy.strategies.iter().flat_map(|strategy| &strategy.offers) {
        if !names.contains(&offer.name.as_str()) {
            names.push(&offer.name);
        }
    }
    let names = if names.is_empty() { word("decision.no_offers").to_owned() } else { names.join(", ") };
    match &policy.fallback {
        Some(fallback) => phrase("decision.otherwise", &[("offers", &names), ("fallback", &fallback.name)]),
        None => names,
    }
}

pub(super) fn lookup(form: &mut Form<'_>, ui: &mut Ui, lookup: &mut DatasetLookup) {
    const OWNER: &str = "DatasetLookup";
    let is_enabled = |dataset: &Dataset| dataset.lookup;
    form.reference::<Dataset>(ui, OWNER, "dataset", &mut lookup.dataset, is_enabled, NewItem::Dataset);
    let inventory = &form.workspace.inventory;
    let dataset = lookup.dataset.as_ref().and_then(|id| inventory.get::<Dataset>(id));
    let schema = dataset.and_then(|dataset| inventory.get::<Schema>(dataset.schema.as_ref()?));
    let fields = schema.map(|schema| schema.fields.as_slice()).unwrap_or_default();
    let is_leaf = |field: &&Field| !field.kind.is_list();
    let leaves: Vec<Field> = fields.iter().filter(is_leaf).cloned().collect();
    form.expression(ui, OWNER, "key", &mut lookup.key, &Wanted { kind: Expected::Any });
    if let Some(dataset) = dataset.filter(|dataset| !dataset.key.is_empty()) {
        let key = fields.iter().find(|field| field.path == dataset.key);
        let key = key.map_or_else(|| dataset.key.clone(), crate::expression::title::of);
        hint_line(ui, &phrase("lookup.found_by", &[("field", &key)]));
        ui.add_space(4.0);
    }
    form.schema_fields(ui, OWNER, "fields", &mut lookup.fields, &leaves);
    form.output_name(ui, OWNER, &lookup.name);
    called(ui, Root::DatasetLookup, &lookup.name, crate::expression::shape::ENTITIES);
}

/// How formulas of later steps write it.
fn called(ui: &mut Ui, root: Root, name: &str, field: &str) {
    if !name.is_empty() {
        let reference = format!("{}{name}.{field}}}", root.opening());
        hint_line(ui, &phrase("fetch.called", &[("reference", &reference)]));
    }
}
