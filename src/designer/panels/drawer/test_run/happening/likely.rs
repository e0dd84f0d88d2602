//! What is proposed when something is to happen: what, to whom and when.

use jiff::{SignedDuration, Timestamp};

use super::controls::length_of;
use super::offered::{exit_event, offered};
use crate::designer::session::Session;
use crate::journey::{
    Activity, ActivityId, Behaviour, Duration, Event, EventId, EventKind, Happening, Kind, ProfileId, Scenario, What,
};
use crate::simulate::{Reason, Run};

/// The likeliest: somebody to whom nothing happens yet comes in at the start; else something more happens to whom we
/// look at, at the moment that is looked at.
pub(super) fn happening(session: &Session) -> Happening {
    let rehearsal = session.rehearsal();
    let scenario = rehearsal.scenario();
    if let Some(newcomer) = scenario.and_then(newcomer) {
        let what = begin(session);
        let profile = concerns_one(&what, session).then(|| newcomer.clone());
        return Happening { after: Duration::Minutes(0), milliseconds: 0, profile, what };
    }
    let run = rehearsal.run();
    let at = run.and_then(|run| now(run, rehearsal.step()));
    let start = scenario.map(|scenario| scenario.start);
    let passed = at.zip(start).map_or(0, |(at, start)| at.as_millisecond() - start.as_millisecond());
    // Who has not come in is not looked at: then it is about whom it was about last.
    let last = || scenario?.happenings.iter().rev().find_map(|known| known.profile.clone());
    let profile = run.map(|run| run.profile.clone()).or_else(last);
    Happening { after: length_of(passed), milliseconds: 0, profile, what: likely(session) }
}

/// The first who takes part and to whom nothing happens yet.
fn newcomer(scenario: &Scenario) -> Option<&ProfileId> {
    let concerns = |person: &ProfileId| {
        scenario.happenings.iter().any(|known| known.profile.as_ref().is_none_or(|whom| whom == person))
    };
    scenario.profiles.iter().find(|person| !concerns(person))
}

/// Whether it is about one person, rather than about everybody at once.
fn concerns_one(what: &What, session: &Session) -> bool {
    let inventory = &session.workspace().inventory;
    match what {
        What::Event { event, .. } => inventory.get::<Event>(event).is_none_or(|event| event.kind == EventKind::Unitary),
        What::ReadAudience | What::Pause { .. } | What::Resume => false,
        _ => true,
    }
}

fn arrives(event: EventId) -> What {
    What::Event { event, payload: String::new() }
}

/// What lets people in.
fn begin(session: &Session) -> What {
    let lets_in = |root: &Activity| match &root.kind {
        Kind::Event(event) => event.event.clone().map(arrives),
        Kind::BusinessEvent(event) => event.event.clone().map(arrives),
        Kind::AudienceQualification(asked) => asked.audience.clone().map(|audience| match asked.behaviour {
            Some(Behaviour::Exit) => What::LeaveAudience(audience),
            Some(Behaviour::Enter | Behaviour::Both) | None => What::EnterAudience(audience),
        }),
        Kind::ReadAudience(_) => Some(What::ReadAudience),
        _ => None,
    };
    let begins = session.journey().and_then(|journey| journey.roots().find_map(lets_in));
    begins.or_else(|| offered(session).into_iter().next()).unwrap_or(What::ReadAudience)
}

/// The moment that is looked at. At the end of a run nothing would follow any more: then the middle of its longest
/// pause.
fn now(run: &Run, step: usize) -> Option<Timestamp> {
    let looked = run.steps.get(step)?.at;
    if step + 1 < run.steps.len() || run.end.reason == Reason::Running {
        return Some(looked);
    }
    let pauses = run.steps.windows(2).filter_map(|pair| match pair {
        [before, after] => Some((after.at.as_second() - before.at.as_second(), before.at)),
        _ => None,
    });
    let (pause, since) = pauses.max_by_key(|(pause, _)| *pause)?;
    // Whole minutes are easier to read.
    let half = if pause >= 120 { pause / 120 * 60 } else { pause / 2 };
    if pause > 0 { since.checked_add(SignedDuration::from_secs(half)).ok() } else { Some(looked) }
}

/// What a person most likely wants to happen next: what the journey listens to after its beginning, else what takes
/// people out of it, else what begins it.
fn likely(session: &Session) -> What {
    let run = session.rehearsal().run().filter(|run| !run.steps.is_empty());
    let later = session.journey().zip(run).and_then(|(journey, run)| {
        let begins = |activity: &Activity| journey.roots().any(|root| root.id == activity.id);
        let passed = |id: &ActivityId| run.steps.iter().any(|step| &step.activity == id);
        let listens = journey.activities.iter().filter(|activity| passed(&activity.id) && !begins(activity));
        let mut heard = listens.filter_map(|activity| match &activity.kind {
            Kind::Event(event) => event.event.clone().map(arrives),
            Kind::Reaction(reaction) => {
                reaction.message.clone().map(|message| What::React { message, reaction: reaction.reaction })
            }
            _ => None,
        });
        let exit = || journey.properties.exit_criteria.iter().find_map(exit_event).map(arrives);
        heard.next().or_else(exit)
    });
    later.unwrap_or_else(|| begin(session))
}
