//! One person's path on a server, as a test run shows it.

use jiff::Timestamp;

use crate::journey::{ActivityId, JourneyId, ProfileId};
use crate::run::{Effort, End, Reason, Status, Step, seed_of};
use crate::simulate::Run;
use crate::wire::{Instance, TracedStep};

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
        done.extend(instance.waiting.iter().map(|activity| Step {
            activity: ActivityId(activity.clone()),
            at: end.at,
            status: Status::Waiting,
            branch: None,
            because: None,
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
    }
}
