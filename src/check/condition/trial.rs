//! The experiments of a journey, whatever they compare: paths, or the contents of a message.

use crate::check::survey::{Step, Survey};
use crate::journey::{Activity, BranchId, ExperimentKind, Kind, Medium, Optimization, Scaling, Test};

/// What experiments over paths and over contents have in common.
pub(super) struct Trial<'a> {
    pub step: &'a Step<'a>,
    /// What stands before the names of its fields: `test.`, `optimization.`, `messages.2.optimization.`.
    pub at: String,
    pub metric: &'a str,
    pub kind: ExperimentKind,
    /// What is compared, each with its title and share.
    pub shares: Vec<(&'a BranchId, &'a str, u32)>,
    pub holdout: u32,
    pub end: Option<jiff::civil::DateTime>,
    pub scaling: Option<&'a Scaling>,
    /// What carries the contents that are compared; `None` for paths.
    pub medium: Option<Medium>,
    /// Its number among the messages of the step.
    index: usize,
}

/// The same, to be changed by a remedy.
pub(super) struct TrialMut<'a> {
    pub shares: Vec<&'a mut u32>,
    pub holdout: &'a mut u32,
    pub scaling: &'a mut Option<Scaling>,
}

/// The experiments of a journey.
pub(super) fn trials<'a>(survey: &Survey<'a>) -> Vec<Trial<'a>> {
    let mut trials = Vec::new();
    for step in survey.steps() {
        if let Kind::Condition(condition) = &step.activity.kind
            && let Test::Experiment(experiment) = &condition.test
        {
            trials.push(Trial {
                step,
                at: "test.".to_owned(),
                metric: &experiment.metric,
                kind: experiment.kind,
                shares: experiment.treatments.iter().map(|path| (&path.id, path.label.as_str(), path.share)).collect(),
                holdout: experiment.holdout,
                end: experiment.end,
                scaling: experiment.scaling.as_ref(),
                medium: None,
                index: 0,
            });
        }
        for (index, message) in step.activity.kind.messages().iter().enumerate() {
            let Some(Optimization::Experiment(experiment)) = &message.optimization else { continue };
            trials.push(Trial {
                step,
                at: format!("{}optimization.", step.activity.kind.before_fields(index)),
                metric: &experiment.metric,
                kind: experiment.kind,
                shares: experiment.shares().collect(),
                holdout: experiment.holdout,
                end: experiment.end,
                scaling: experiment.scaling.as_ref(),
                medium: Some(message.medium),
                index,
            });
        }
    }
    trials
}

impl Trial<'_> {
    /// The step with this experiment changed.
    pub(super) fn altered(&self, activity: &mut Activity, alter: impl FnOnce(TrialMut<'_>)) {
        if let Kind::Condition(condition) = &mut activity.kind
            && let Test::Experiment(experiment) = &mut condition.test
        {
            alter(TrialMut {
                shares: experiment.treatments.iter_mut().map(|path| &mut path.share).collect(),
                holdout: &mut experiment.holdout,
                scaling: &mut experiment.scaling,
            });
        } else if let Some(message) = activity.kind.messages_mut().get_mut(self.index)
            && let Some(Optimization::Experiment(experiment)) = &mut message.optimization
        {
            let others = experiment.treatments.iter_mut().map(|other| &mut other.share);
            alter(TrialMut {
                shares: std::iter::once(&mut experiment.own.share).chain(others).collect(),
                holdout: &mut experiment.holdout,
                scaling: &mut experiment.scaling,
            });
        }
    }
}
