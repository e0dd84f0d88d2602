//! Leaving an activity: the step is written down, and the person goes on, ends, or fails.

use crate::journey::{ExitCriterionId, Obstacle, Port, Value};
use crate::run::state::Failure;
use crate::run::steps::branch_word;
use crate::run::{Effect, Effort, End, Letter, Reason, Request, Status, Step};

use super::Machine;
use super::listen;

/// How somebody leaves an activity.
#[derive(Clone, Debug, Default)]
pub(super) struct Departure {
    pub port: Port,
    pub because: String,
    /// The run ends here with this reason.
    pub ends: Option<Reason>,
    /// Set where the step failed: status, code, and whether a data source is to blame.
    pub failed: Option<Trouble>,
    pub action: Option<Request>,
    /// The messages, in their order; of a multi action several.
    pub messages: Vec<Letter>,
    /// Attributes that the step writes.
    pub written: Vec<(String, Value)>,
    /// What it cost.
    pub effort: Effort,
    /// The exit criterion by which the run ends here.
    pub exit: Option<ExitCriterionId>,
}

#[derive(Clone, Debug)]
pub(super) struct Trouble {
    pub status: Status,
    pub code: String,
    pub fetch: bool,
}

impl Departure {
    /// By the normal path.
    pub(super) fn next(because: impl Into<String>) -> Self {
        Self { because: because.into(), ..Self::default() }
    }

    /// By this path.
    pub(super) fn by(port: Port, because: impl Into<String>) -> Self {
        Self { port, because: because.into(), ..Self::default() }
    }

    /// After waiting in vain: by the timeout path, or, where there is none, as if it had come.
    pub(super) fn late(because: String, timeout_path: bool) -> Self {
        Self::by(if timeout_path { Port::Timeout } else { Port::Next }, because)
    }

    /// The run ends at this step.
    pub(super) fn end(reason: Reason, because: impl Into<String>) -> Self {
        Self { ends: Some(reason), because: because.into(), ..Self::default() }
    }

    /// The step failed.
    pub(super) fn failed(status: Status, code: impl Into<String>, because: impl Into<String>) -> Self {
        Self {
            port: Port::Error,
            because: because.into(),
            failed: Some(Trouble { status, code: code.into(), fetch: false }),
            ..Self::default()
        }
    }

    /// What it asked of another system never comes, however often it asks.
    pub(super) fn barred(obstacle: Obstacle) -> Self {
        Self::failed(Status::Error, obstacle.word(), obstacle.because())
    }

    /// The step is not whole, or an expression in it failed.
    pub(super) fn broken(because: impl Into<String>) -> Self {
        Self::failed(Status::Error, "error", because)
    }

    /// It came to no answer, for a cause that is told.
    pub(super) fn unanswered(cause: &str, because: impl Into<String>) -> Self {
        Self::failed(Status::Error, cause, because)
    }
}

impl Machine<'_> {
    /// From an activity onwards, until something has to be waited for or the run is over.
    pub(super) fn travel(&mut self, from: usize, departure: Departure) {
        let mut next = Some((from, departure));
        while let Some((at, departure)) = next {
            let targets = self.depart(at, departure);
            next = self.arrive(&targets);
        }
    }

    fn depart(&mut self, at: usize, departure: Departure) -> Vec<usize> {
        let Some(node) = self.program.nodes.get(at) else { return Vec::new() };
        self.state.waiting.clear();
        self.state.previous = Some(node.id.clone());
        let mut ends = departure.ends;
        if let Some(trouble) = &departure.failed {
            self.state.failure =
                Some(Failure { activity: node.id.clone(), code: trouble.code.clone(), fetch: trouble.fetch });
            if !node.error_path {
                ends = Some(Reason::Error);
            }
        }
        let targets = match ends {
            Some(_) => Vec::new(),
            None => node.wires.get(&departure.port).cloned().unwrap_or_default(),
        };
        let status = match (&departure.failed, ends) {
            (Some(trouble), _) => trouble.status,
            (None, Some(Reason::InstanceTimedout)) => Status::InstanceTimedout,
            (None, _) if targets.is_empty() => Status::Ended,
            (None, _) => Status::Transitions,
        };
        let branch = if ends.is_some() { None } else { branch_word(&departure.port) };
        if !departure.written.is_empty() {
            self.effects.push(Effect::Update { fields: departure.written });
        }
        let failed = departure.failed.is_some();
        let mut messages = departure.messages.into_iter();
        let mut effort = departure.effort;
        if let Some(trouble) = departure.failed {
            (effort.error, effort.fetch_failed) = (Some(trouble.code), trouble.fetch);
        }
        self.effects.push(Effect::Trace(Box::new(Step {
            activity: node.id.clone(),
            at: self.now,
            status,
            branch,
            because: Some(departure.because).filter(|because| !because.is_empty() && (self.tells || failed)),
            action: departure.action,
            message: messages.next(),
            further: messages.collect(),
            effort,
            exit_criterion: departure.exit,
        })));
        if targets.is_empty() {
            self.finish(ends.unwrap_or(Reason::Completed));
        }
        targets
    }

    /// The run is over.
    pub(super) fn finish(&mut self, reason: Reason) {
        if self.state.end.is_some() {
            return;
        }
        let end = End { reason, at: self.now };
        self.state.waiting.clear();
        self.state.end = Some(end.clone());
        self.effects.push(Effect::Ended(end));
    }

    /// Says of everything that is waited for that it never came, and by which exit criterion that is so.
    pub(super) fn drop_waiting(&mut self, status: Status, because: &str, exit: Option<&ExitCriterionId>) {
        for waiting in std::mem::take(&mut self.state.waiting) {
            let because = match because {
                _ if !self.tells => String::new(),
                "" => listen::describe(self.program, self.person, &waiting),
                because => because.to_owned(),
            };
            self.effects.push(Effect::Trace(Box::new(Step {
                activity: waiting.activity,
                at: self.now,
                status,
                branch: None,
                because: Some(because).filter(|because| !because.is_empty()),
                action: None,
                message: None,
                further: Vec::new(),
                effort: Effort::default(),
                exit_criterion: exit.cloned(),
            })));
        }
    }

    /// Ends the run from outside.
    pub(super) fn stop(&mut self, reason: Reason) {
        self.drop_waiting(Status::Waiting, "", None);
        self.finish(reason);
    }
}
