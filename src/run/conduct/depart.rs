//! The one place where attempts leave for the outside, retries included: what the limits of their calls let through,
//! hold back or refuse.

use crate::run::traffic::{Answer, Attempt, Gates, Route};
use crate::run::{Effect, Input, Need, Outcome, State, WaitingFor};

use super::{Conductor, Host, Work};

/// How long a provider may take to answer, where no journey says how long.
pub const PROVIDER_WITHIN_MS: i64 = 30_000;

/// How limits are asked.
type Ask = fn(&mut Gates, &Route<'_>, &Attempt<'_>, jiff::Timestamp) -> Answer;

impl<H: Host> Conductor<'_, H> {
    /// A new attempt.
    pub(super) fn depart(&mut self, key: H::Key, effect: Effect) {
        let answer = self.limited(key, &effect, Gates::ask);
        self.answered(key, effect, answer);
    }

    /// The turn of an attempt has come: it goes out unless the run has gone on without it.
    pub(super) fn turn(&mut self, key: H::Key, effect: Effect) {
        if self.host.run(key).is_some_and(|run| run.state.awaits(&effect)) {
            let answer = self.limited(key, &effect, Gates::leave);
            self.answered(key, effect, answer);
        }
    }

    fn answered(&mut self, key: H::Key, effect: Effect, answer: Answer) {
        self.host.limited(key, self.now, &effect, &answer);
        let (at, work) = match answer {
            Answer::Pass => return self.host.ask(key, self.now, effect),
            Answer::Capped { because, .. } => {
                (self.now, effect.answered(Outcome::Capped { because }).map(|input| Work::Input(key, input)))
            }
            Answer::Wait { until } => {
                self.held(key, &effect, until);
                (until, Some(Work::Turn(key, Box::new(effect))))
            }
            Answer::GiveUp { until, because, .. } => {
                self.held(key, &effect, until);
                (until, effect.answered(Outcome::Capped { because }).map(|input| Work::Input(key, input)))
            }
        };
        let whose = self.host.run(key).map(|run| (run.state.journey.clone(), run.state.profile.clone()));
        if let (Some((journey, profile)), Some(work)) = (whose, work) {
            self.host.plan(at, &journey, Some(&profile), work);
        }
    }

    /// The run knows that it waits for its turn.
    fn held(&mut self, key: H::Key, effect: &Effect, until: jiff::Timestamp) {
        if let Effect::Call { activity, visit, attempt, .. } = effect {
            let input = Input::Held { activity: activity.clone(), visit: *visit, attempt: *attempt, until };
            self.give(key, input);
        }
    }

    fn limited(&mut self, key: H::Key, effect: &Effect, ask: Ask) -> Answer {
        if self.host.traffic().limits.route(effect).is_free() {
            return Answer::Pass;
        }
        // Only those who have a connection are told apart by name.
        let name = if self.host.traffic().limits.route(effect).counts_connections() {
            self.host.run(key).and_then(|run| call_name(run.state, effect)).unwrap_or_default()
        } else {
            String::new()
        };
        let within_ms = match effect {
            Effect::Call { within_ms, .. } | Effect::Fetch { within_ms, .. } => *within_ms,
            Effect::Send { .. } => PROVIDER_WITHIN_MS,
            _ => 0,
        };
        let now = self.now;
        let traffic = self.host.traffic();
        ask(&mut traffic.gates, &traffic.limits.route(effect), &Attempt { key: &name, within_ms }, now)
    }

    /// What was answered needs its connection no longer.
    pub(super) fn hang_up(&mut self, key: H::Key, input: &Input) {
        if !self.host.traffic().gates.has_connections() {
            return;
        }
        let name = self.host.run(key).and_then(|run| match input {
            Input::Replied { activity, visit, part, .. } => Some(run.state.key_of_part(activity, *visit, *part)),
            Input::Fetched { need, .. } => Some(fetch_name(run.state, need)),
            _ => None,
        });
        if let Some(name) = name {
            self.host.traffic().gates.answered(&name);
        }
    }
}

/// Names of the calls whose answers a run waits for.
pub(super) fn open_calls(state: &State) -> Vec<String> {
    let names = state.waiting.iter().flat_map(|waiting| match &waiting.what {
        WaitingFor::Channels { parts, .. } if !parts.is_empty() => {
            let open = (0..).zip(parts).filter(|(_, part)| !part.heard);
            open.map(|(part, _)| state.key_of_part(&waiting.activity, waiting.visit, part)).collect()
        }
        WaitingFor::Reply { .. } | WaitingFor::Channel { .. } | WaitingFor::Channels { .. } => {
            vec![state.key(&waiting.activity, waiting.visit)]
        }
        WaitingFor::Data { asked, .. } => {
            let open = asked.iter().filter(|asked| asked.outcome.is_none());
            open.map(|asked| fetch_name(state, &asked.need)).collect()
        }
        _ => Vec::new(),
    });
    names.collect()
}

fn call_name(state: &State, effect: &Effect) -> Option<String> {
    match effect {
        Effect::Call { .. } | Effect::Send { .. } => state.key_of(effect),
        Effect::Fetch { need, .. } => Some(fetch_name(state, need)),
        _ => None,
    }
}

/// One step may ask the same field group several things at once.
fn fetch_name(state: &State, need: &Need) -> String {
    let params = serde_json::to_string(&need.params).unwrap_or_default();
    format!("{}/{}/{}/{params}", state.key(&need.activity, need.visit), need.source, need.group)
}
