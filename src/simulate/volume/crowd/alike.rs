//! A run that only waits, as how it differs from another one that waits at the same step.
//!
//! People who wait at a step came there in a few ways, and what tells them apart is when, and what their events said.
//! So a state is taken apart into what many share, kept once as an example, and the rest: moments and texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::journey::{ProfileId, Value};
use crate::run::{Payload, State, WaitingFor};

/// Examples of one step; whoever is like none of so many is kept otherwise.
const MOST: usize = 64;

/// The examples of one journey.
#[derive(Debug, Default)]
pub(super) struct Alike {
    examples: Vec<Example>,
    /// By step.
    kinds: BTreeMap<u32, Vec<u32>>,
}

/// What many share, and what the first of them had in the gaps.
#[derive(Debug)]
struct Example {
    state: State,
    moments: Vec<i64>,
    texts: Vec<String>,
}

impl Alike {
    /// The state of somebody who is known, in few bytes; the state itself where it is like no other of its kind.
    pub(super) fn pack(&mut self, kind: u32, mut state: State) -> Result<Box<[u8]>, Box<State>> {
        let profile = std::mem::take(&mut state.profile);
        let run = std::mem::take(&mut state.run);
        let (mut moments, mut texts) = (Vec::new(), Vec::new());
        let gaps = Gaps::of(&mut state);
        if gaps.moments.iter().any(|moment| moment.milliseconds().is_none()) {
            (state.profile, state.run) = (profile, run);
            return Err(Box::new(state));
        }
        for mut moment in gaps.moments {
            moments.extend(moment.milliseconds());
            moment.set(0);
        }
        for text in gaps.texts {
            texts.push(std::mem::take(text));
        }
        let known = self.kinds.entry(kind).or_default();
        let like = known.iter().copied().find(|number| self.examples[*number as usize].state == state);
        let number = match like {
            Some(number) => number,
            None if known.len() < MOST => {
                let number = self.examples.len();
                self.examples.push(Example { state, moments: moments.clone(), texts: texts.clone() });
                known.push(number as u32);
                number as u32
            }
            None => {
                fill(&mut state, moments.into_iter(), texts.into_iter());
                (state.profile, state.run) = (profile, run);
                return Err(Box::new(state));
            }
        };
        let example = &self.examples[number as usize];
        let mut packed = Vec::with_capacity(24);
        put(&mut packed, u64::from(number));
        put(&mut packed, run);
        for (step, its) in steps(&moments).zip(steps(&example.moments)) {
            put(&mut packed, zigzag(step.wrapping_sub(its)));
        }
        for (text, its) in texts.iter().zip(&example.texts) {
            let same = text.bytes().zip(its.bytes()).take_while(|(a, b)| a == b).count();
            let rest = &text.as_bytes()[same..];
            put(&mut packed, same as u64);
            put(&mut packed, rest.len() as u64);
            packed.extend_from_slice(rest);
        }
        Ok(packed.into_boxed_slice())
    }

    /// The state again.
    pub(super) fn unpack(&self, packed: &[u8], profile: ProfileId) -> Option<State> {
        let mut rest = packed;
        let example = self.examples.get(usize::try_from(take(&mut rest)?).ok()?)?;
        let mut state = example.state.clone();
        (state.profile, state.run) = (profile, take(&mut rest)?);
        let (mut moments, mut texts, mut last) = (Vec::new(), Vec::new(), 0_i64);
        for its in steps(&example.moments) {
            last = last.wrapping_add(its.wrapping_add(unzigzag(take(&mut rest)?)));
            moments.push(last);
        }
        for its in &example.texts {
            let same = usize::try_from(take(&mut rest)?).ok()?;
            let length = usize::try_from(take(&mut rest)?).ok()?;
            let (own, after) = rest.split_at_checked(length)?;
            rest = after;
            let text = [its.as_bytes().get(..same)?, own].concat();
            texts.push(String::from_utf8(text).ok()?);
        }
        fill(&mut state, moments.into_iter(), texts.into_iter());
        Some(state)
    }
}

/// What differs between people of the same kind, in one order.
struct Gaps<'s> {
    moments: Vec<Moment<'s>>,
    texts: Vec<&'s mut String>,
}

impl<'s> Gaps<'s> {
    fn of(state: &'s mut State) -> Self {
        let mut gaps = Self { moments: Vec::new(), texts: Vec::new() };
        gaps.moments.extend(state.entered.as_mut().map(Moment::At));
        for waiting in &mut state.waiting {
            gaps.moments.push(Moment::At(&mut waiting.since));
            match &mut waiting.what {
                WaitingFor::Moment(at) => gaps.moments.push(Moment::At(at)),
                WaitingFor::Event { until, .. }
                | WaitingFor::Qualification { until, .. }
                | WaitingFor::Reaction { until, .. } => gaps.moments.extend(until.as_mut().map(Moment::At)),
                _ => {}
            }
        }
        gaps.moments.extend(state.qualification.as_mut().map(|last| Moment::At(&mut last.at)));
        for payload in state.events.values_mut() {
            match payload {
                Payload::Told(value) => gaps.said(Arc::make_mut(value)),
                Payload::Own(at) => gaps.moments.push(Moment::At(at)),
            }
        }
        gaps
    }

    fn said(&mut self, value: &'s mut Value) {
        match value {
            Value::Text(text) => self.texts.push(text),
            Value::DateTime(at) => self.moments.push(Moment::At(at)),
            Value::DateTimeOnly(at) => self.moments.push(Moment::Clock(at)),
            Value::Date(day) => self.moments.push(Moment::Day(day)),
            Value::List(items) => items.iter_mut().for_each(|item| self.said(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.said(field)),
            _ => {}
        }
    }
}

/// A moment, or a date without a zone, which is taken for one of UTC.
enum Moment<'s> {
    At(&'s mut Timestamp),
    Clock(&'s mut DateTime),
    Day(&'s mut Date),
}

impl Moment<'_> {
    /// Since 1970; nothing where that says less.
    fn milliseconds(&self) -> Option<i64> {
        let at = match self {
            Self::At(at) => **at,
            Self::Clock(clock) => clock.to_zoned(TimeZone::UTC).ok()?.timestamp(),
            Self::Day(day) => day.to_zoned(TimeZone::UTC).ok()?.timestamp(),
        };
        Some(at.as_millisecond()).filter(|milliseconds| whole(*milliseconds) == at)
    }

    fn set(&mut self, milliseconds: i64) {
        let at = whole(milliseconds);
        match self {
            Self::At(moment) => **moment = at,
            Self::Clock(clock) => **clock = at.to_zoned(TimeZone::UTC).datetime(),
            Self::Day(day) => **day = at.to_zoned(TimeZone::UTC).date(),
        }
    }
}

fn fill(state: &mut State, moments: impl Iterator<Item = i64>, texts: impl Iterator<Item = String>) {
    let gaps = Gaps::of(state);
    for (mut gap, at) in gaps.moments.into_iter().zip(moments) {
        gap.set(at);
    }
    for (gap, text) in gaps.texts.into_iter().zip(texts) {
        *gap = text;
    }
}

fn whole(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
}

/// Each by how much it lies after the one before.
fn steps(moments: &[i64]) -> impl Iterator<Item = i64> {
    let before = std::iter::once(0).chain(moments.iter().copied());
    moments.iter().zip(before).map(|(at, before)| at.wrapping_sub(before))
}

/// Small numbers of either sign as small ones.
fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// Seven bits a byte, the lowest first.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::EventId;
    use crate::run::Waiting;

    fn waiting(number: i64) -> State {
        let mut state = State::new("journey-a".into(), format!("person-{number:010}").as_str().into(), 7, 1);
        state.entered = Some(whole(1_767_603_600_000 + number * 977));
        state.visits = [("event-a".into(), 1), ("wait-a".into(), 1)].into();
        let since = whole(1_767_603_600_000 + number * 977 + number % 3);
        let what = WaitingFor::Moment(whole(since.as_millisecond() + 3_600_000));
        state.waiting = vec![Waiting { activity: "wait-a".into(), visit: 1, since, what }];
        let text = Value::Text;
        let leaves = since.to_zoned(TimeZone::UTC).datetime();
        let payload = [
            ("id", text(format!("P-é{number}"))),
            ("kind", text("cart".to_owned())),
            ("leaves", Value::DateTimeOnly(leaves)),
            ("day", Value::Date(leaves.date())),
        ];
        let payload = payload.map(|(name, value)| (name.to_owned(), value));
        state.events = [(EventId::from("event-a"), Value::Object(payload.into()).into())].into();
        state
    }

    #[test]
    fn people_who_wait_at_a_step_take_few_bytes_and_come_back_as_they_were() {
        let mut alike = Alike::default();
        let packed: Vec<_> = (0..500).map(|number| alike.pack(3, waiting(number)).expect("bytes")).collect();
        for (number, packed) in (0..).zip(&packed) {
            let state = waiting(number);
            assert_eq!(alike.unpack(packed, state.profile.clone()), Some(state));
        }
        assert_eq!(alike.examples.len(), 1);
        let most = packed.iter().map(|packed| packed.len()).max();
        assert!(most <= Some(20), "{most:?}");
    }

    #[test]
    fn whoever_is_like_nobody_is_given_back() {
        let mut alike = Alike::default();
        let odd = |visits: u64| State { visits: [("wait-a".into(), visits)].into(), ..waiting(1) };
        for visits in 0..64 {
            assert!(alike.pack(3, odd(visits)).is_ok());
        }
        assert_eq!(alike.pack(3, odd(64)), Err(Box::new(odd(64))));
        let mut between = waiting(2);
        between.entered = Timestamp::from_nanosecond(1_500_000_001).ok();
        assert_eq!(alike.pack(3, between.clone()), Err(Box::new(between)));
    }
}
