//! What came out, in a few words: of a run, of a step.

use crate::designer::clock::Clock;
use crate::designer::names;
use crate::designer::session::Session;
use crate::designer::widgets::Tone;
use crate::designer::words::{count, phrase, word};
use crate::journey::{NO_TOKEN, Port, UNREACHED};
use crate::simulate::{Discard, Misfit, Reason, Run, Status, Step};

/// What a person got, in order, and how it ended: "Email Mon 09:00 · SMS Wed 09:00 · everyone else".
pub fn told(run: &Run, session: &Session) -> (String, Tone) {
    let (end, tone) = of_run(run, session);
    let zone = session.zone();
    let mut parts: Vec<String> = (run.steps.iter())
        .filter(|step| step.action.is_some() || step.message.is_some())
        .map(|step| {
            let name = session.activity_name(&run.journey, &step.activity).unwrap_or_default();
            if failed(step) {
                return phrase("run.failed", &[("step", &name), ("why", &why(step, session))]);
            }
            phrase("run.got", &[("step", &name), ("time", &names::moment(step.at, &zone))])
        })
        .collect();
    match run.end.reason {
        // What they got last says that they went through; the end at which they left says where.
        Reason::Completed if !parts.is_empty() => parts.extend(left_by(run, session)),
        Reason::Error if run.steps.last().is_some_and(|step| step.action.is_some() || step.message.is_some()) => {}
        _ => parts.push(end),
    }
    if run.misfits.is_empty() {
        return (parts.join(" · "), tone);
    }
    // What nobody declared may go wrong elsewhere, however well it went here.
    parts.push(count("run.misfits", run.misfits.len()));
    (parts.join(" · "), if tone == Tone::Error { tone } else { Tone::Warning })
}

/// Answers for which the step of this number asked and that do not fit what is declared of them.
pub fn misfits(run: &Run, number: usize) -> impl Iterator<Item = &Misfit> {
    let step = run.steps.get(number);
    let before = step.and_then(|step| {
        let mut earlier = run.steps[..number].iter().rev();
        earlier.find(|known| known.activity == step.activity).map(|before| before.at)
    });
    let asked = move |misfit: &&Misfit| {
        step.is_some_and(|step| misfit.activity == step.activity && misfit.at <= step.at)
            && before.is_none_or(|before| misfit.at > before)
    };
    run.misfits.iter().filter(asked)
}

/// The end at which the person left, where it has a name; a step that failed has said so itself.
fn left_by(run: &Run, session: &Session) -> Option<String> {
    let last = run.steps.last()?;
    let journey = session.workspace().journeys.get(&run.journey)?;
    let activity = journey.activity(&last.activity)?;
    let port = last.port().unwrap_or(Port::Next);
    let end = names::end(journey, activity, &port)?;
    (port != Port::Error || end != names::port(activity, &port)).then_some(end)
}

/// How and where a run ended: at which end of the journey, for whom went through.
pub fn ending(run: &Run, session: &Session) -> String {
    let (told, tone) = of_run(run, session);
    let (Reason::Completed, Some(last)) = (run.end.reason, run.steps.last()) else { return told };
    let time = Clock::of(run, session.zone()).at(run.end.at);
    let step = session.activity_name(&run.journey, &last.activity).unwrap_or_default();
    let end = match left_by(run, session) {
        Some(end) => phrase("run.end_named", &[("end", &end), ("step", &step), ("time", &time)]),
        None => phrase("run.end_after", &[("step", &step), ("time", &time)]),
    };
    if tone == Tone::Error { format!("{end}\n{told}") } else { end }
}

/// How a run ended, in one line, and whether that is good.
pub fn of_run(run: &Run, session: &Session) -> (String, Tone) {
    let timed = |reason| {
        let time = names::moment(run.end.at, &session.zone());
        phrase("run.at", &[("what", self::reason(reason)), ("time", &time)])
    };
    let last_deed = run.steps.iter().rev().find(|step| step.action.is_some() || step.message.is_some());
    let name = |step: &Step| session.activity_name(&run.journey, &step.activity).unwrap_or_default();
    match run.end.reason {
        Reason::Completed => match last_deed {
            Some(step) if failed(step) => {
                (phrase("run.failed", &[("step", &name(step)), ("why", &why(step, session))]), Tone::Error)
            }
            Some(step) => {
                let time = names::moment(step.at, &session.zone());
                (phrase("run.reached", &[("step", &name(step)), ("time", &time)]), Tone::Good)
            }
            None => (timed(run.end.reason), Tone::Neutral),
        },
        Reason::Error => match run.steps.last() {
            Some(step) => (phrase("run.failed", &[("step", &name(step)), ("why", &why(step, session))]), Tone::Error),
            None => (reason(Reason::Error).to_owned(), Tone::Error),
        },
        Reason::ExitCriteria => (timed(Reason::ExitCriteria), Tone::Neutral),
        Reason::Running => match run.steps.last() {
            Some(step) => (phrase("run.waiting", &[("step", &name(step))]), Tone::Neutral),
            None => (word("run.not_entered").to_owned(), Tone::Neutral),
        },
        plain @ (Reason::Ejected | Reason::JourneyEnded | Reason::Stopped | Reason::Paused | Reason::QuietHours) => {
            (reason(plain).to_owned(), Tone::Neutral)
        }
        doubtful @ (Reason::NoPath | Reason::InstanceTimedout | Reason::Discarded(_)) => {
            (reason(doubtful).to_owned(), Tone::Warning)
        }
    }
}

/// Why a run ended, without what is known only of one that took place: the step and the time.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Completed => word("run.completed"),
        Reason::NoPath => word("run.no_path"),
        Reason::ExitCriteria => word("run.exit"),
        Reason::Error => word("run.error"),
        Reason::InstanceTimedout => word("run.timed_out"),
        Reason::Ejected => word("run.ejected"),
        Reason::JourneyEnded => word("run.journey_ended"),
        Reason::Stopped => word("run.stopped"),
        Reason::Paused => word("run.paused"),
        Reason::QuietHours => word("run.quiet_hours"),
        Reason::Running => word("run.running"),
        Reason::Discarded(discard) => word(not_let_in(discard)),
    }
}

/// The key of why a person was not let in.
fn not_let_in(discard: Discard) -> &'static str {
    match discard {
        Discard::NotSuitable => "run.not_suitable",
        Discard::NoJourney => "run.no_journey",
        Discard::NotCreated => "run.not_again",
        Discard::NoKey => "run.no_identity",
        Discard::Paused => "run.in_pause",
        Discard::CapReached => "run.cap_reached",
        Discard::LowerPriority => "run.lower_priority",
        Discard::StackFull => "run.stack_full",
    }
}

/// Whether a step did not do what it should.
pub fn failed(step: &Step) -> bool {
    matches!(step.status, Status::Error | Status::Capped | Status::TimedOut | Status::InstanceTimedout)
        || step.branch.as_deref() == Some("error")
}

fn why(step: &Step, session: &Session) -> String {
    match (&step.because, step.status) {
        (Some(because), _) => names::moments_in(because, &session.zone()),
        (None, Status::Capped) => word("status.capped").to_owned(),
        (None, Status::TimedOut) => word("status.timed_out").to_owned(),
        (None, _) => word("status.error").to_owned(),
    }
}

/// How a step went.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Ended => word("status.ended"),
        Status::Error => word("status.error"),
        Status::Transitions => word("status.went_on"),
        Status::Capped => word("status.capped"),
        Status::TimedOut => word("status.timed_out"),
        Status::InstanceTimedout => word("status.instance_timed_out"),
        Status::Waiting => word("status.waiting"),
    }
}

/// Why a step failed, in words.
pub fn cause(why: &str) -> String {
    match why {
        "timedOut" => word("live.too_slow").to_owned(),
        "capped" => word("live.refused_by_cap").to_owned(),
        "policy" => word("live.not_let").to_owned(),
        "missingSecret" => word("live.no_secret").to_owned(),
        "unsendable" => word("live.unsendable").to_owned(),
        "replyTooLarge" => word("live.reply_too_large").to_owned(),
        UNREACHED => word("live.unreachable").to_owned(),
        NO_TOKEN => word("live.no_token").to_owned(),
        "untrusted" => word("live.untrusted").to_owned(),
        code if code.parse::<u16>().is_ok() => phrase("live.answered", &[("code", code)]),
        _ => word("live.not_done").to_owned(),
    }
}
