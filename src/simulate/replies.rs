//! What other systems answer in a dry run: as the scenario says, else their declared sample, at once.

use crate::journey::{Action, ActionId, ActivityId, Answerer, DataSource, Fault, Inventory, ProfileId, Reply};
use crate::run::{Consulted, Need, Outcome, is_success};

/// Every other system.
#[derive(Clone, Debug)]
pub(super) struct Replies<'a> {
    inventory: &'a Inventory,
    replies: &'a [Reply],
    used: Vec<u64>,
    otherwise: Otherwise,
}

/// What is answered where no reply says otherwise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Otherwise {
    pub status: u16,
    pub after_ms: i64,
}

impl Default for Otherwise {
    /// Success, at once.
    fn default() -> Self {
        Self { status: 200, after_ms: 0 }
    }
}

/// An answer, and how many milliseconds it takes.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub after_ms: i64,
    pub outcome: Outcome,
}

impl<'a> Replies<'a> {
    pub(super) fn new(inventory: &'a Inventory, replies: &'a [Reply]) -> Self {
        Self { inventory, replies, used: vec![0; replies.len()], otherwise: Otherwise::default() }
    }

    /// The next answer is this one, where no reply says otherwise.
    pub(super) fn otherwise(&mut self, otherwise: Otherwise) -> &mut Self {
        self.otherwise = otherwise;
        self
    }

    /// An action is called.
    pub(super) fn call(&mut self, action: &ActionId, profile: &ProfileId, within_ms: i64) -> Answer {
        let declared = self.inventory.get::<Action>(action);
        let sample = |status: u16| {
            declared.map_or("", |action| if is_success(status) { &action.response } else { &action.error_response })
        };
        self.answer(&Answerer::Action(action.clone()), profile, within_ms, sample)
    }

    /// A data source is asked.
    pub(super) fn fetch(&mut self, need: &Need, profile: &ProfileId, within_ms: i64) -> Answer {
        let source = self.inventory.get::<DataSource>(&need.source);
        let group = source.and_then(|source| source.field_groups.iter().find(|group| group.name == need.group));
        let sample = |status: u16| group.filter(|_| is_success(status)).map_or("", |group| group.response.as_str());
        self.answer(&Answerer::DataSource(need.source.clone()), profile, within_ms, sample)
    }

    /// A message is handed to its channel.
    pub(super) fn send(&mut self, message: &ActivityId, profile: &ProfileId) -> Answer {
        self.answer(&Answerer::Message(message.clone()), profile, i64::MAX, |_| "")
    }

    /// The platform is asked for what it holds; `found` is what the inventory states.
    pub(super) fn consult(&mut self, of: &Consulted, profile: &ProfileId, found: &str) -> Answer {
        let from = match of {
            Consulted::Policy(id) => Answerer::DecisionPolicy(id.clone()),
            Consulted::Dataset(id) => Answerer::Dataset(id.clone()),
        };
        self.answer(&from, profile, i64::MAX, |status| if is_success(status) { found } else { "" })
    }

    fn answer<'b>(
        &mut self,
        from: &Answerer,
        profile: &ProfileId,
        within_ms: i64,
        sample: impl Fn(u16) -> &'b str,
    ) -> Answer {
        let known = self.next(from, profile);
        let fault = known.and_then(|reply| reply.fault.clone());
        let (status, after_ms, body) = match known {
            Some(reply) => (reply.status, i64::try_from(reply.milliseconds).unwrap_or(i64::MAX), reply.body.as_str()),
            None => (self.otherwise.status, self.otherwise.after_ms, ""),
        };
        if after_ms > within_ms {
            return Answer { after_ms: within_ms, outcome: Outcome::TimedOut };
        }
        match fault {
            Some(Fault::Capped(because)) => return Answer { after_ms, outcome: Outcome::Capped { because } },
            Some(Fault::Barred(obstacle)) => return Answer { after_ms, outcome: Outcome::Barred(obstacle) },
            Some(Fault::Unsent) => return Answer { after_ms, outcome: Outcome::Failed },
            Some(Fault::NoToken(because)) => return Answer { after_ms, outcome: Outcome::NoToken { because } },
            Some(Fault::TimedOut) => return Answer { after_ms, outcome: Outcome::TimedOut },
            None => {}
        }
        let body = if body.trim().is_empty() { sample(status) } else { body };
        Answer { after_ms, outcome: Outcome::Answered { status, body: body.to_owned() } }
    }

    /// The first reply that fits and is not used up.
    fn next(&mut self, from: &Answerer, profile: &ProfileId) -> Option<&'a Reply> {
        for (reply, used) in self.replies.iter().zip(&mut self.used) {
            let fits = &reply.from == from && reply.profile.as_ref().is_none_or(|meant| meant == profile);
            if fits && reply.times.is_none_or(|times| *used < times) {
                *used += 1;
                return Some(reply);
            }
        }
        None
    }
}
