//! Steps that listen: events, business events, audience qualification, reactions; and read audience.

use egui::Ui;

use crate::designer::fields::{Form, Range};
use crate::designer::names;
use crate::designer::words::{phrase, word};
use crate::edit::new::NewItem;
use crate::journey::{
    Audience, AudienceQualification, Behaviour, BusinessEventActivity, Duration, Event, EventActivity, EventKind,
    Journey, Kind, Namespace, Reaction, ReactionKind, ReadAudience,
};

use super::waves;

/// Who counts: people who come in, who go out, or both.
pub(crate) const BEHAVIOURS: [(Behaviour, &str); 3] =
    [(Behaviour::Enter, "behaviour.enter"), (Behaviour::Exit, "behaviour.exit"), (Behaviour::Both, "behaviour.both")];

const TIMEOUT: [(&str, &str); 2] =
    [("inspector.go_on", "inspector.timeout_goes_on"), ("inspector.own_path", "inspector.timeout_own")];

pub(super) fn event(form: &mut Form<'_>, ui: &mut Ui, event: &mut EventActivity, enters: bool) {
    form.reference::<Event>(
        ui,
        "EventActivity",
        "event",
        &mut event.event,
        |known| known.kind == EventKind::Unitary,
        NewItem::Event,
    );
    if enters && event.timeout.is_none() && !event.timeout_path {
        return;
    }
    form.duration_or_none(ui, "EventActivity", "timeout", &mut event.timeout, Duration::Days(1));
    let question = waited(event.timeout);
    form.path(ui, "EventActivity", "timeout_path", &question, TIMEOUT, &mut event.timeout_path);
}

pub(super) fn business(form: &mut Form<'_>, ui: &mut Ui, event: &mut BusinessEventActivity) {
    form.reference::<Event>(
        ui,
        "BusinessEventActivity",
        "event",
        &mut event.event,
        |known| known.kind == EventKind::Business,
        NewItem::BusinessEvent,
    );
}

pub(super) fn qualification(form: &mut Form<'_>, ui: &mut Ui, step: &mut AudienceQualification, enters: bool) {
    const OWNER: &str = "AudienceQualification";
    form.reference::<Audience>(ui, OWNER, "audience", &mut step.audience, |_| true, NewItem::Audience);
    let choices = BEHAVIOURS.map(|(behaviour, key)| (Some(behaviour), key));
    form.choice(ui, OWNER, "behaviour", &mut step.behaviour, &choices);
    form.reference::<Namespace>(ui, OWNER, "namespace", &mut step.namespace, |known| known.people, NewItem::Namespace);
    if enters && step.timeout.is_none() && !step.timeout_path {
        return;
    }
    form.duration_or_none(ui, OWNER, "timeout", &mut step.timeout, Duration::Days(1));
    let question = waited(step.timeout);
    form.path(ui, OWNER, "timeout_path", &question, TIMEOUT, &mut step.timeout_path);
}

pub(super) fn read(form: &mut Form<'_>, ui: &mut Ui, step: &mut ReadAudience) {
    const OWNER: &str = "ReadAudience";
    form.reference::<Audience>(ui, OWNER, "audience", &mut step.audience, |_| true, NewItem::Audience);
    form.reference::<Namespace>(ui, OWNER, "namespace", &mut step.namespace, |known| known.people, NewItem::Namespace);
    let (least, most) = form.limits().reading_rate;
    let most = if step.supplemental.is_some() { form.limits().supplemental_reading_rate } else { most };
    let range = Range::between(least, most, "units.profiles_per_second");
    form.number(ui, OWNER, "reading_rate", &mut step.reading_rate, range);
    form.supplemental(ui, OWNER, "supplemental", &mut step.supplemental);
    let audience = step.audience.as_ref().and_then(|id| form.workspace.inventory.get::<Audience>(id));
    waves::fields(form, ui, &mut step.waves, audience.and_then(|audience| audience.size));
}

pub(super) fn reaction(form: &mut Form<'_>, ui: &mut Ui, step: &mut Reaction, journey: &Journey) {
    const OWNER: &str = "Reaction";
    const REACTIONS: [(ReactionKind, &str); 4] = [
        (ReactionKind::Opened, "reaction.opened"),
        (ReactionKind::Clicked, "reaction.clicked"),
        (ReactionKind::Sent, "reaction.sent"),
        (ReactionKind::Failed, "reaction.failed"),
    ];
    let messages = journey.activities.iter().filter(|other| matches!(other.kind, Kind::Message(_) | Kind::Campaign(_)));
    let messages: Vec<_> = messages.map(|other| (other.id.clone(), names::activity(other, form.workspace))).collect();
    form.step(ui, OWNER, "message", &mut step.message, &messages);
    form.choice(ui, OWNER, "reaction", &mut step.reaction, &REACTIONS);
    form.duration_or_none(ui, OWNER, "timeout", &mut step.timeout, Duration::Days(1));
    let question = waited(step.timeout);
    form.path(ui, OWNER, "timeout_path", &question, TIMEOUT, &mut step.timeout_path);
}

fn waited(timeout: Option<Duration>) -> String {
    match timeout {
        Some(length) => phrase("inspector.after", &[("length", &length.to_string())]),
        None => word("inspector.in_vain").to_owned(),
    }
}
