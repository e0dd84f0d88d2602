//! Audiences.

use egui::Ui;
use jiff::Timestamp;

use crate::designer::fields::{Form, Range, Wanted};
use crate::edit::new::NewItem;
use crate::journey::{Audience, AudienceSource, Evaluation, MergePolicy};

pub(crate) const EVALUATIONS: [(Evaluation, &str); 2] =
    [(Evaluation::Batch, "audience.batch"), (Evaluation::Streaming, "audience.streaming")];
const SOURCES: [(AudienceSource, &str); 3] = [
    (AudienceSource::Segment, "audience.segment"),
    (AudienceSource::Composition, "audience.composition"),
    (AudienceSource::Upload, "audience.upload"),
];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, audience: &mut Audience) {
    const OWNER: &str = "Audience";
    form.text_area(ui, OWNER, "description", &mut audience.description);
    form.choice(ui, OWNER, "evaluation", &mut audience.evaluation, &EVALUATIONS);
    form.choice(ui, OWNER, "source", &mut audience.source, &SOURCES);
    form.condition(ui, OWNER, "rule", &mut audience.rule, &Wanted::condition());
    form.reference::<MergePolicy>(
        ui,
        OWNER,
        "merge_policy",
        &mut audience.merge_policy,
        |_| true,
        NewItem::MergePolicy,
    );
    // The first working day of the sample's year; the person then types the moment that is meant.
    let begin = Timestamp::constant(1_767_600_000, 0);
    form.instant_or_none(ui, OWNER, "last_evaluated", &mut audience.last_evaluated, "UTC", begin);
    form.number_or_none(ui, OWNER, "size", &mut audience.size, Range::from(0, "units.people"));
    form.number_or_none(ui, OWNER, "daily_qualifiers", &mut audience.daily_qualifiers, Range::from(0, "units.people"));
    form.switch(ui, OWNER, "on_messages", &mut audience.on_messages);
}
