//! One person's path on a server, as a test run shows it.

use jiff::Timestamp;

use crate::journey::{ActivityId, JourneyId, ProfileId};
use crate::run::{Effort, End, Reason, Status, Step, seed_of};
use crate::simulate::Run;
use crate::wire::{Instance, InstanceWait, TracedStep};

/// The run of an instance, as of now: where it lasts, the activities at which it waits come last, as they do in a test
/// run that is broken off.
pub fn path(instance: &Instance, steps: &[TracedStep], now: Timestamp) -> Run {
    let mut done: Vec<Step> = steps.iter().map(|traced| traced.step.clone()).collect();
    let reason = instance.reason.as_deref().and_then(Reason::from_word);
    let end = match (reason, instance.ended) {
        (Some(reason), Some(at)) => End { reason, at },
        _ => End { reason: Reason::Running, at: now.max(instance.began) },
    };
    if instance.ended.is_none() {
        done.extend(instance.waits.iter().map(|wait| Step {
            activity: ActivityId(wait.activity.clone()),
            // A wait of which the end is known stands there as long as it will last.
            at: wait.until.unwrap_or(end.at).max(end.at),
            status: Status::Waiting,
            branch: None,
            because: because(wait),
            action: None,
            message: None,
            further: Vec::new(),
            effort: Effort::default(),
            exit_criterion: None,
        }));
    }
    Run {
        journey: JourneyId(instance.journey.clone()),
        profile: ProfileId(instance.profile.clone()),
        supplemental: instance.supplemental.clone(),
        seed: seed_of(&instance.version),
        zones: String::new(),
        steps: done,
        end,
        misfits: Vec::new(),
    }
}

/// Why it waits, as the machine says it.
fn because(wait: &InstanceWait) -> Option<String> {
    match (wait.held, wait.until) {
        (true, _) => Some("is held here until the journey goes on".to_owned()),
        (false, Some(until)) => Some(format!("waits until {until}")),
        (false, None) => None,
    }
}
