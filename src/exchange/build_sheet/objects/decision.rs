//! Decision policies and the offers that they choose from, and the datasets in which records are looked up.

use crate::exchange::build_sheet::page::{Page, code, row};
use crate::exchange::build_sheet::writing;
use crate::exchange::build_sheet::{Sheet, page::Row};
use crate::journey::{Dataset, DecisionPolicy, Expression, Offer, Schema};

/// What an administrator makes before the step that names the policy can be filled in.
pub(super) fn policy(page: &mut Page, sheet: &Sheet<'_>, policy: &DecisionPolicy) {
    let inventory = &sheet.definition.inventory;
    let schema = policy.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
    page.heading(3, &format!("Decision policy: {}", policy.name));
    page.fields(&[
        row(
            "Where",
            "Decisioning > Catalogs, then Decisioning > Strategy setup; the policy itself is made in its step",
        ),
        row("Name", code(&policy.name)),
        row("Number of items", policy.offers.to_string()),
    ]);
    page.paragraph(
        "Make these decision items, and collect those of each strategy in a collection of the strategy's name. The \
         ranking method of every strategy is the priority of its items.",
    );
    let offers = policy
        .strategies
        .iter()
        .flat_map(|strategy| strategy.offers.iter().map(move |offer| (strategy.name.as_str(), offer)));
    let fallback = policy.fallback.iter().map(|offer| ("(fallback)", offer));
    page.table(
        &["Strategy", "Decision item", "Priority", "Who may have it", "Attributes"],
        offers.chain(fallback).map(|(strategy, offer)| {
            vec![
                strategy.to_owned(),
                offer.name.clone(),
                offer.priority.to_string(),
                eligible(sheet, &offer.eligibility),
                attributes(offer, schema),
            ]
        }),
    );
    page.paragraph("Strategy sequence, in this order:");
    for strategy in &policy.strategies {
        page.item(&format!("{}: {}", strategy.name, eligible(sheet, &strategy.eligibility)));
    }
    if let Some(fallback) = &policy.fallback {
        page.item(&format!("fallback offer: {}", fallback.name));
    }
}

fn eligible(sheet: &Sheet<'_>, eligibility: &Expression) -> String {
    if eligibility.is_empty() {
        return "all visitors".to_owned();
    }
    format!("decision rule {}", code(&writing::rule(&sheet.definition.inventory, &eligibility.0)))
}

fn attributes(offer: &Offer, schema: Option<&Schema>) -> String {
    let path = |path: &str| schema.map_or_else(|| path.to_owned(), |schema| writing::schema_path(schema, path));
    let said = offer.values.iter().map(|(field, value)| format!("{} = {}", code(&path(field)), code(value)));
    said.collect::<Vec<_>>().join("; ")
}

/// Which datasets are enabled for lookup, and by which field their records are found.
pub(super) fn datasets(page: &mut Page, sheet: &Sheet<'_>) {
    let inventory = &sheet.definition.inventory;
    if inventory.datasets.is_empty() {
        return;
    }
    page.heading(3, "Datasets for lookup");
    page.paragraph(
        "Data management > Datasets > the dataset > Lookup: on. Its schema is a record schema with a primary identity \
         of a non-people namespace; records are found by it.",
    );
    page.table(
        &["Dataset", "Schema", "Primary identity"],
        inventory.datasets.iter().map(|known| {
            let schema = known.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
            let key = schema.map_or_else(|| known.key.clone(), |schema| writing::schema_path(schema, &known.key));
            vec![known.name.clone(), schema.map(|schema| schema.name.clone()).unwrap_or_default(), code(&key)]
        }),
    );
}

/// The fields of a dataset lookup, as the step shows them.
pub(in crate::exchange::build_sheet) fn lookup_fields(
    dataset: Option<&Dataset>,
    sheet: &Sheet<'_>,
    fields: &[String],
) -> Row {
    let schema = dataset.and_then(|dataset| sheet.definition.inventory.get::<Schema>(dataset.schema.as_ref()?));
    let path = |path: &String| schema.map_or_else(|| path.clone(), |schema| writing::schema_path(schema, path));
    row("Fields", fields.iter().map(|field| code(&path(field))).collect::<Vec<_>>().join(", "))
}
