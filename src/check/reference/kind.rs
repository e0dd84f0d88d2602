//! What a step names is of the step's own kind.

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{
    Action, ActionId, Activity, Channel, ChannelId, Destination, Event, EventId, EventKind, ExitWhen, Kind, Message,
};

pub(super) const RULE: Rule = Rule {
    id: "waymark-object-kind",
    aliases: &["exit-event-unitary-only"],
    family: Family::Reference,
    severity: Severity::Error,
    summary: "An email names an email channel, an event a unitary event, a Campaign message an action of Campaign, and \
              so on.",
    why: "A step that names something of another kind would do something else than its card says.",
    sources: &[source::WAYMARK, source::JOURNEY_PROPERTIES],
    flagged: || sent_by("channel-sms").at("channel"),
    passing: || sent_by("channel-email"),
    mending: Mending::Offers("Takes a channel of the message's own kind, where there is one."),
    check: Check::Journey(check),
};

fn sent_by(channel: &'static str) -> Sketch {
    Sketch::event().then(steps::email()).with(|step| take(step, 0, &channel.into()))
}

/// The step with another channel for its message of this number.
fn take(step: &mut Activity, index: usize, channel: &ChannelId) {
    if let Some(message) = step.kind.messages_mut().get_mut(index) {
        message.channel = Some(channel.clone());
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        match step.kind() {
            kind @ (Kind::Message(_) | Kind::MultiAction(_)) => {
                for (index, message) in kind.messages().iter().enumerate() {
                    channel(survey, findings, step, index, message);
                }
            }
            Kind::Event(entry) => {
                if let Some(event) = of_kind(survey, entry.event.as_ref(), EventKind::Business) {
                    let says = format!("is for one person's event; '{}' is a business event.", event.name);
                    findings.report(survey.field(step, "event"), format!("{} {says}", survey.title(step)));
                }
            }
            Kind::BusinessEvent(entry) => {
                if let Some(event) = of_kind(survey, entry.event.as_ref(), EventKind::Unitary) {
                    let says = format!("names '{}', which is no business event.", event.name);
                    findings.report(survey.field(step, "event"), format!("{} {says}", survey.title(step)));
                }
            }
            Kind::CustomAction(call) | Kind::Campaign(call) => action(survey, findings, step, call.action.as_ref()),
            _ => {}
        }
    }
    for criterion in &survey.journey.properties.exit_criteria {
        let ExitWhen::Event { event, .. } = &criterion.when else { continue };
        if let Some(event) = of_kind(survey, event.as_ref(), EventKind::Business) {
            let field = format!("properties.exit_criteria.{}.event", criterion.id);
            let says = "is a business event; people leave only for what happens to themselves.";
            findings.report(survey.at_journey(&field), format!("'{}' {says}", event.name));
        }
    }
}

fn of_kind<'a>(survey: &Survey<'a>, id: Option<&EventId>, kind: EventKind) -> Option<&'a Event> {
    survey.estate.get::<Event>(id).filter(|event| event.kind == kind)
}

/// The channel of the step's message of this number.
fn channel(survey: &Survey<'_>, findings: &mut Findings, step: &Step<'_>, index: usize, message: &Message) {
    let Some(channel) = survey.estate.get::<Channel>(message.channel.as_ref()) else { return };
    if channel.medium == message.medium {
        return;
    }
    let (carries, sends) = (channel.medium.noun(), message.medium.noun());
    let says = format!("sends by the channel '{}', which is for another kind: {carries}, not {sends}.", channel.name);
    let finding = findings.report(
        survey.field(step, &format!("{}channel", step.kind().before_fields(index))),
        format!("{} {says}", survey.title(step)),
    );
    if let Some(own) = survey.estate.inventory().channels.iter().find(|known| known.medium == message.medium) {
        // Which of several senders is meant is for the author to say.
        let edits = survey.mend().step(step, |activity| take(activity, index, &own.id));
        finding.suggested(format!("Use '{}'", own.name), edits);
    }
}

fn action(survey: &Survey<'_>, findings: &mut Findings, step: &Step<'_>, id: Option<&ActionId>) {
    let Some(action) = survey.estate.get::<Action>(id) else { return };
    let says = match (step.kind(), action.destination) {
        (Kind::Campaign(_), Destination::ThirdParty) => "does not send through Campaign; call it by a custom action",
        (Kind::CustomAction(_), destination) if destination != Destination::ThirdParty => {
            "sends through Campaign; use a Campaign message"
        }
        _ => return,
    };
    findings
        .report(survey.field(step, "action"), format!("{} names '{}', which {says}.", survey.title(step), action.name));
}
