//! Decision policies: how many offers are chosen, the strategies in their order, and what they fall back to.

use egui::Ui;

use crate::designer::fields::{Form, Range, Row, Wanted};
use crate::designer::widgets::hint_line;
use crate::designer::words::{count, phrase, word};
use crate::edit::new::NewItem;
use crate::expression::shape;
use crate::journey::{DecisionPolicy, Field, Offer, Schema, SchemaClass, SelectionStrategy};

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, policy: &mut DecisionPolicy) {
    const OWNER: &str = "DecisionPolicy";
    form.text_area(ui, OWNER, "description", &mut policy.description);
    form.number(ui, OWNER, "offers", &mut policy.offers, Range::from(1, "units.offers"));
    let is_record = |schema: &Schema| schema.class == SchemaClass::Record;
    form.reference::<Schema>(ui, OWNER, "schema", &mut policy.schema, is_record, NewItem::RecordSchema);
    let mut known = shape::offer_fields(&form.workspace.inventory, policy);
    known.retain(|field| field.path != shape::OFFER_NAME);
    let row = Row {
        add: "decision.add_strategy",
        make: &|_| SelectionStrategy { offers: vec![Offer::default()], ..SelectionStrategy::default() },
        key: &|_, index| index.to_string(),
        title: &|strategy: &SelectionStrategy, index| match strategy.name.as_str() {
            "" => phrase("decision.strategy_number", &[("n", &(index + 1).to_string())]),
            name => phrase("decision.strategy_named", &[("n", &(index + 1).to_string()), ("name", name)]),
        },
        fold: Some(&|strategy: &SelectionStrategy| count("decision.offers", strategy.offers.len())),
        at_most: 50,
    };
    form.rows(ui, OWNER, "strategies", &mut policy.strategies, &row, |form, ui, strategy, _| {
        const OWNER: &str = "SelectionStrategy";
        form.text(ui, OWNER, "name", &mut strategy.name);
        form.condition(ui, OWNER, "eligibility", &mut strategy.eligibility, &Wanted::condition());
        offers(form, ui, &mut strategy.offers, &known);
    });
    let mut falls_back = policy.fallback.is_some();
    form.switch(ui, OWNER, "fallback", &mut falls_back);
    if falls_back != policy.fallback.is_some() {
        policy.fallback = falls_back.then(Offer::default);
    }
    if let Some(fallback) = &mut policy.fallback {
        form.within("fallback", |form| {
            ui.indent("fallback", |ui| {
                form.text(ui, "Offer", "name", &mut fallback.name);
                form.stated(ui, "Offer", &known, &mut fallback.values);
            });
        });
    }
}

fn offers(form: &mut Form<'_>, ui: &mut Ui, offers: &mut Vec<Offer>, known: &[Field]) {
    let row = Row {
        add: "decision.add_offer",
        make: &|_| Offer::default(),
        key: &|_, index| index.to_string(),
        title: &|offer: &Offer, index| match offer.name.as_str() {
            "" => phrase("decision.offer_number", &[("n", &(index + 1).to_string())]),
            name => name.to_owned(),
        },
        fold: Some(&|offer: &Offer| phrase("decision.priority", &[("n", &offer.priority.to_string())])),
        at_most: 200,
    };
    form.rows(ui, "SelectionStrategy", "offers", offers, &row, |form, ui, offer, _| {
        const OWNER: &str = "Offer";
        form.text(ui, OWNER, "name", &mut offer.name);
        form.number(ui, OWNER, "priority", &mut offer.priority, Range::from(0, "units.none"));
        form.condition(ui, OWNER, "eligibility", &mut offer.eligibility, &Wanted::condition());
        form.stated(ui, OWNER, known, &mut offer.values);
    });
    if offers.len() > 1 {
        hint_line(ui, word("decision.order"));
    }
}
