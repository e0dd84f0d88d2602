//! Messages: to whom, and what they say for this person.

use crate::expression::EvaluationError;
use crate::journey::Medium;
use crate::run::plan::{MessagePlan, medium_word};
use crate::run::world::World;
use crate::run::{Effect, Letter, Outcome, Status, WaitingFor, words};

use super::arrive::Arrival;
use super::leave::Departure;
use super::{after, pause};

/// Writes a message. Who did not agree, or has no address, gets none and goes on.
pub(super) fn compose(world: &World<'_>, plan: &MessagePlan) -> Result<Arrival, EvaluationError> {
    if world.person.consent.get(&plan.medium) == Some(&false) {
        let because = format!("not sent: no consent to {}", spoken(plan.medium));
        return Ok(Arrival::Leave(Departure::next(because)));
    }
    if let Some(within) = plan.within_hours.filter(|_| !world.due) {
        let delay = pause::suiting(world, within);
        if delay > 0 {
            let at = after(world.now, delay);
            let wake = Effect::WakeAt { at, activity: world.node.id.clone(), visit: world.visit };
            return Ok(Arrival::Wait(WaitingFor::Moment(at), vec![wake]));
        }
    }
    let to = if plan.address.is_empty() {
        // Nothing says where to: the channel knows the person by their own key.
        world.person.id.to_string()
    } else {
        match words::text(&plan.address.value(world)?).filter(|to| !to.trim().is_empty()) {
            Some(to) => to,
            None => {
                let because = format!("not sent: no address for {}", spoken(plan.medium));
                return Ok(Arrival::Leave(Departure::next(because)));
            }
        }
    };
    let subject = if plan.medium == Medium::Sms { String::new() } else { plan.subject.render(world)? };
    let letter = Letter { channel: plan.channel.clone(), to, subject, body: plan.body.render(world)? };
    let send = Effect::Send { activity: world.node.id.clone(), visit: world.visit, letter: letter.clone() };
    Ok(Arrival::Wait(WaitingFor::Channel { letter }, vec![send]))
}

/// What the channel's word comes to.
pub(super) fn delivered(letter: Letter, held: bool, outcome: &Outcome) -> Departure {
    let mut departure = match outcome {
        Outcome::Answered { status, .. } if *status < 400 => {
            let when = if held { " at the hour that suits this person, by chance here" } else { "" };
            Departure::next(format!("sent to {}{when}", letter.to))
        }
        Outcome::Answered { status, .. } => {
            Departure::failed(Status::Error, status.to_string(), format!("the channel answered {status}"))
        }
        Outcome::TimedOut => Departure::failed(Status::TimedOut, "timedOut", "the channel did not answer in time"),
        Outcome::Capped => Departure::failed(Status::Capped, "capped", "refused by a cap"),
        Outcome::Failed => Departure::broken("the message could not be handed over"),
    };
    departure.message = Some(letter);
    departure
}

fn spoken(medium: Medium) -> &'static str {
    match medium {
        Medium::DirectMail => "letters",
        other => medium_word(other),
    }
}
