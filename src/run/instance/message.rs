//! Messages: to whom, or where, and what they say for this person.

use crate::expression::EvaluationError;
use crate::journey::{Medium, is_same_language};
use crate::run::formula::Text;
use crate::run::plan::{MessagePlan, VariantPlan, WordingPlan, medium_word};
use crate::run::world::World;
use crate::run::{Effect, Letter, Outcome, Part, Status, WaitingFor, words};

use super::arrive::Arrival;
use super::content::{self, Picked};
use super::leave::Departure;
use super::{after, frequency, pause, quiet};

/// Writes a message. Who did not agree, or has no address, gets none and goes on.
pub(super) fn compose(world: &World<'_>, plan: &MessagePlan) -> Result<Arrival, EvaluationError> {
    if let Some(because) = refused(world, plan) {
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
    if let Some(arrival) = quiet::hold(world, plan) {
        return Ok(arrival);
    }
    Ok(match letter(world, plan)? {
        Ok((letter, because)) => {
            let because = world.told(|| {
                let because = [Some(because).filter(|because| !because.is_empty()), quiet::held(world, plan)];
                because.into_iter().flatten().collect::<Vec<_>>().join("; ")
            });
            let effects = vec![send(world, 0, &letter)];
            Arrival::Wait(WaitingFor::Channel { letter, because, attempt: 0, error: None }, effects)
        }
        Err(because) => Arrival::Leave(Departure::next(because)),
    })
}

/// Writes the messages of a multi action, all at once; one that cannot be written for this person is left out.
pub(super) fn compose_all(world: &World<'_>, plans: &[MessagePlan]) -> Result<Arrival, EvaluationError> {
    let (mut letters, mut parts) = (Vec::new(), Vec::new());
    for (message, plan) in plans.iter().enumerate().filter(|(_, plan)| refused(world, plan).is_none()) {
        if let Ok((letter, _)) = letter(world, plan)? {
            letters.push(letter);
            parts.push(Part { message, ..Part::default() });
        }
    }
    if letters.is_empty() {
        return Ok(Arrival::Leave(Departure::next("nothing is shown: there is no message for this person")));
    }
    let effects = (0..).zip(&letters).map(|(part, letter)| send(world, part, letter)).collect();
    Ok(Arrival::Wait(WaitingFor::Channels { letters, answered: 0, failed: None, parts }, effects))
}

fn refused(world: &World<'_>, plan: &MessagePlan) -> Option<String> {
    let refuses = plan.asks_consent && world.person.consents(plan.medium) == Some(false);
    let no_consent = refuses.then(|| format!("not sent: no consent to {}", spoken(plan.medium)));
    no_consent.or_else(|| frequency::too_often(world.person, world.now, plan))
}

/// The message for this person and why it says this of several contents, or why there is none.
fn letter(world: &World<'_>, plan: &MessagePlan) -> Result<Result<(Letter, String), String>, EvaluationError> {
    let (variant, because) = match content::pick(world, plan)? {
        Picked::One(variant, because) => (variant, because),
        Picked::Nothing(because) => return Ok(Err(because)),
    };
    let to = if plan.medium.is_inbound() && !plan.location.is_empty() {
        plan.location.clone()
    } else if plan.address.is_empty() {
        // Nothing says where to: the channel knows the person by their own key.
        world.person.id().to_string()
    } else {
        match words::text(&plan.address.value(world)?).filter(|to| !to.trim().is_empty()) {
            Some(to) => to,
            None => return Ok(Err(format!("not sent: no address for {}", spoken(plan.medium)))),
        }
    };
    let wording = wording(world, plan, variant)?;
    let render = |text: &Text| if world.needs(text) { text.render(world) } else { Ok(String::new()) };
    let subject = if plan.medium.has_subject() { render(&wording.subject)? } else { String::new() };
    let (body, language) = (render(&wording.body)?, wording.language.clone());
    let html = wording.html.as_ref().map(render).transpose()?.unwrap_or_default();
    let (channel, treatment) = (plan.channel.clone(), variant.name.clone());
    Ok(Ok((Letter { channel, to, treatment, language, subject, body, html }, because)))
}

/// What the message says in this person's language; in that of everybody else where it does not know theirs.
fn wording<'p>(
    world: &World<'_>,
    plan: &MessagePlan,
    variant: &'p VariantPlan,
) -> Result<&'p WordingPlan, EvaluationError> {
    let (own, others) =
        variant.wordings.split_first().ok_or_else(|| EvaluationError::Empty("the message".to_owned()))?;
    if others.is_empty() || plan.language.is_empty() {
        return Ok(own);
    }
    let language = words::text(&plan.language.value(world)?).unwrap_or_default();
    Ok(others.iter().find(|other| is_same_language(&other.language, &language)).unwrap_or(own))
}

fn send(world: &World<'_>, part: u32, letter: &Letter) -> Effect {
    let (activity, letter) = (world.node.id.clone(), Box::new(letter.clone()));
    Effect::Send { activity, visit: world.visit, part, attempt: 0, letter }
}

/// What the channel's word comes to; `before` tells of earlier attempts.
pub(super) fn delivered(
    plan: &MessagePlan,
    letter: Letter,
    because: &str,
    before: &str,
    outcome: &Outcome,
) -> Departure {
    let why = if because.is_empty() { before.to_owned() } else { format!("{before} ({because})") };
    let mut departure = if !outcome.succeeded() {
        let mut departure = failure(outcome);
        departure.because.push_str(before);
        departure
    } else if plan.medium.is_inbound() {
        Departure::next(format!("shown in {}{} while the journey lasts{why}", letter.to, tongue(&letter)))
    } else {
        let when = if plan.within_hours.is_some() { " at the hour that suits this person, by chance here" } else { "" };
        Departure::next(format!("sent to {}{}{when}{why}", letter.to, tongue(&letter)))
    };
    departure.messages = vec![letter];
    departure
}

/// The channel took it, and nobody asks for words.
pub(super) fn untold(letter: Letter) -> Departure {
    Departure { messages: vec![letter], ..Departure::default() }
}

/// In which language, where there are several.
fn tongue(letter: &Letter) -> String {
    if letter.language.is_empty() { String::new() } else { format!(" in {}", letter.language) }
}

/// What the channels' words come to, once all of them were heard.
pub(super) fn shown(letters: Vec<Letter>, failed: Option<&Outcome>, before: &str) -> Departure {
    let mut departure = match failed {
        Some(outcome) => {
            let mut departure = failure(outcome);
            departure.because.push_str(before);
            departure
        }
        None => {
            let places: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
            Departure::next(format!("shown in {} while the journey lasts{before}", places.join(", ")))
        }
    };
    departure.messages = letters;
    departure
}

fn failure(outcome: &Outcome) -> Departure {
    match outcome {
        Outcome::Answered { status, .. } => {
            Departure::failed(Status::Error, status.to_string(), format!("the channel answered {status}"))
        }
        Outcome::TimedOut => Departure::failed(Status::TimedOut, "timedOut", "the channel did not answer in time"),
        Outcome::Capped { because } => Departure::failed(Status::Capped, "capped", because.clone()),
        Outcome::Failed => Departure::broken("the message could not be handed over"),
        Outcome::Unreached { because } | Outcome::NoToken { because } => {
            Departure::unanswered(&outcome.word(), because.clone())
        }
        Outcome::Barred(obstacle) => Departure::barred(*obstacle),
    }
}

pub(super) fn spoken(medium: Medium) -> &'static str {
    match medium {
        Medium::DirectMail => "letters",
        Medium::WhatsApp => "WhatsApp",
        other => medium_word(other),
    }
}
