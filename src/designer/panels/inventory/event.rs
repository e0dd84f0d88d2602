//! Events: what they mean, how they are recognised, what journeys read of them, and a sample.

use egui::Ui;

use crate::designer::fields::{Form, Range, Wanted};
use crate::designer::widgets::link;
use crate::designer::words::word;
use crate::edit::new::{NewItem, sample};
use crate::expression::Expected;
use crate::journey::{Event, EventIdType, EventKind, Expression, Field, Namespace, Schema, SchemaClass, ValueType};

pub(crate) const KINDS: [(EventKind, &str); 2] =
    [(EventKind::Unitary, "event.unitary"), (EventKind::Business, "event.business")];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, event: &mut Event) {
    const OWNER: &str = "Event";
    form.text_area(ui, OWNER, "description", &mut event.description);
    form.choice(ui, OWNER, "kind", &mut event.kind, &KINDS);
    let class = if event.kind == EventKind::Business { SchemaClass::TimeSeries } else { SchemaClass::ExperienceEvent };
    let fit = |schema: &Schema| schema.class == class;
    form.reference::<Schema>(
        ui,
        OWNER,
        "schema",
        &mut event.schema,
        fit,
        if class == SchemaClass::TimeSeries { NewItem::BusinessSchema } else { NewItem::EventSchema },
    );
    let schema = event.schema.as_ref().and_then(|id| form.workspace.inventory.get::<Schema>(id));
    let known: &[Field] = schema.map(|schema| schema.fields.as_slice()).unwrap_or_default();
    form.schema_fields(ui, OWNER, "fields", &mut event.fields, known);
    recognised(form, ui, event);
    if event.kind == EventKind::Unitary || event.namespace.is_some() {
        let fit = |namespace: &Namespace| namespace.people;
        form.reference::<Namespace>(ui, OWNER, "namespace", &mut event.namespace, fit, NewItem::Namespace);
        let wanted = Wanted { kind: Expected::Of(ValueType::String) };
        form.expression(ui, OWNER, "profile_identifier", &mut event.profile_identifier, &wanted);
    }
    if event.kind == EventKind::Unitary || event.supplemental.is_some() {
        form.supplemental(ui, OWNER, "supplemental", &mut event.supplemental);
    }
    form.json(ui, OWNER, "sample", &mut event.sample);
    if !known.is_empty() && link(ui, word("event.make_sample")).clicked() {
        let all: Vec<String> = known.iter().map(|field| field.path.clone()).collect();
        let paths = if event.fields.is_empty() { &all } else { &event.fields };
        event.sample = schema.map(|schema| sample(&form.workspace.inventory, schema, paths)).unwrap_or_default();
        form.changed(word("event.make_sample_step"));
    }
    form.switch(ui, OWNER, "streamed", &mut event.streamed);
    if event.kind == EventKind::Unitary || event.creates_profiles {
        form.switch(ui, OWNER, "creates_profiles", &mut event.creates_profiles);
    }
    let range = Range::from(0, "units.events_per_second");
    form.number_or_none(ui, OWNER, "peak_per_second", &mut event.peak_per_second, range);
    let range = Range::from(0, "units.journeys");
    form.number_or_none(ui, OWNER, "other_journeys", &mut event.other_journeys, range);
}

fn recognised(form: &mut Form<'_>, ui: &mut Ui, event: &mut Event) {
    let mut system = matches!(event.id_type, EventIdType::SystemGenerated(_));
    let ways = [(false, "event.rule"), (true, "event.system")];
    if form.variant(ui, "Event", "id_type", &mut system, &ways) {
        event.id_type = if system {
            EventIdType::SystemGenerated(String::new())
        } else {
            EventIdType::RuleBased(Expression::default())
        };
    }
    form.within("id_type", |form| match &mut event.id_type {
        EventIdType::RuleBased(condition) => {
            form.condition(ui, "EventIdType", "RuleBased", condition, &Wanted::condition());
        }
        EventIdType::SystemGenerated(id) => form.text(ui, "EventIdType", "SystemGenerated", id),
    });
}
