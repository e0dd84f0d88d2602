//! What a scenario says of other systems: fixed, by rule, at chosen times, or as it was recorded.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::question::{Question, rule};
use crate::expression::{Expr, evaluate};
use crate::journey::{Answerer, Duration, Expression, Fault, Recorded, Recording, Reply, Scenario, Value};
use crate::simulate::SetupError;

/// What somebody says, before anybody looks whether it came in time.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub status: u16,
    pub after_ms: i64,
    /// As JSON; the declared sample when empty.
    pub body: String,
    pub fault: Option<Fault>,
}

impl Default for Said {
    /// Success, at once.
    fn default() -> Self {
        Self { status: 200, after_ms: 0, body: String::new(), fault: None }
    }
}

/// What a scenario says of other systems, looked through.
#[derive(Clone, Debug, Default)]
pub(in crate::simulate) struct Mocks<'a> {
    start: Timestamp,
    replies: Vec<Ruled<'a>>,
    tapes: Vec<Tape<'a>>,
}

/// A reply, and how often it was given.
#[derive(Clone, Debug)]
struct Ruled<'a> {
    reply: &'a Reply,
    rule: Option<Arc<Expr>>,
    used: u64,
}

/// A recording, and how many of its answers were given.
#[derive(Clone, Debug)]
struct Tape<'a> {
    from: &'a Answerer,
    key: Option<Arc<Expr>>,
    answers: &'a [Recorded],
    used: usize,
}

impl<'a> Mocks<'a> {
    /// Reads every rule.
    ///
    /// # Errors
    /// [`SetupError::Mock`] for a rule that is no expression and for a recording that was not read.
    pub(in crate::simulate) fn of(scenario: &'a Scenario) -> Result<Self, SetupError> {
        // Instants are whole milliseconds.
        let start = Timestamp::from_millisecond(scenario.start.as_millisecond()).unwrap_or(scenario.start);
        let mut mocks = Self { start, ..Self::default() };
        for (entry, reply) in (1..).zip(&scenario.replies) {
            let rule = read(&reply.when, ("replies", entry))?;
            mocks.replies.push(Ruled { reply, rule, used: 0 });
        }
        for (entry, recording) in (1..).zip(&scenario.recordings) {
            let Recording { from, file, key, answers } = recording;
            let Some(answers) = answers.as_deref() else {
                let message = format!("{file} was not read; put it beside the scenario, or take the entry out");
                return Err(SetupError::Mock { list: "recordings", entry, message });
            };
            let key = read(key, ("recordings", entry))?;
            mocks.tapes.push(Tape { from, key, answers, used: 0 });
        }
        Ok(mocks)
    }

    /// The first that fits, and why a rule before it could not be worked out, where one could not.
    pub(super) fn say(&mut self, from: &Answerer, question: &Question<'_>) -> (Option<Said>, Option<String>) {
        let mut broken = None;
        let start = self.start;
        for Ruled { reply, rule, used } in &mut self.replies {
            let fits = &reply.from == from
                && reply.profile.as_ref().is_none_or(|meant| meant == question.profile())
                && reply.times.is_none_or(|times| *used < times)
                && reply.after.is_none_or(|after| question.now() >= later(start, after))
                && reply.before.is_none_or(|before| question.now() < later(start, before));
            if !fits {
                continue;
            }
            match rule.as_ref().map(|rule| evaluate(rule, question)) {
                None | Some(Ok(Value::Boolean(true))) => {}
                Some(Ok(_)) => continue,
                Some(Err(error)) => {
                    broken.get_or_insert_with(|| {
                        format!("the rule {} cannot be worked out: {error}", reply.when.as_str())
                    });
                    continue;
                }
            }
            *used += 1;
            let said = Said {
                status: reply.status,
                after_ms: i64::try_from(reply.milliseconds).unwrap_or(i64::MAX),
                body: reply.body.clone(),
                fault: reply.fault.clone(),
            };
            return (Some(said), broken);
        }
        let recorded = self.tapes.iter_mut().filter(|tape| tape.from == from).find_map(|tape| tape.next(question));
        let said = recorded.map(|recorded| Said {
            status: recorded.status,
            after_ms: i64::try_from(recorded.milliseconds).unwrap_or(i64::MAX),
            body: recorded.body.clone(),
            fault: None,
        });
        (said, broken)
    }
}

impl<'a> Tape<'a> {
    /// The next answer, or that of the key; none where there is no other.
    fn next(&mut self, question: &Question<'_>) -> Option<&'a Recorded> {
        match &self.key {
            Some(key) => {
                let key = text(&evaluate(key, question).ok()?)?;
                self.answers.iter().find(|answer| answer.key.as_ref() == Some(&key))
            }
            None => {
                let answer = self.answers.get(self.used)?;
                self.used += 1;
                Some(answer)
            }
        }
    }
}

/// A key as it stands in a file of recorded answers.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn read(text: &Expression, (list, entry): (&'static str, usize)) -> Result<Option<Arc<Expr>>, SetupError> {
    rule(text).map_err(|message| SetupError::Mock { list, entry, message })
}

fn later(start: Timestamp, after: Duration) -> Timestamp {
    start.checked_add(SignedDuration::from_millis(after.milliseconds())).unwrap_or(Timestamp::MAX)
}
