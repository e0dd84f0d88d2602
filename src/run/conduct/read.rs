//! Reading audiences: when, who is in them, and how they come in.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::journey::{AudienceId, EventId, JourneyId, ProfileId, occurrences};
use crate::run::{Discard, Entry, Payload, Persona as _, Program, Reason, Trigger, instance};

use super::{Arrival, Conductor, Done, Host, Place, Reading, Work};

/// How far ahead the next reading is looked for, in hours: nearby first. The last is beyond every recurrence; a first
/// reading that is planned further ahead than ten years never comes.
const AHEAD: [i64; 4] = [26, 8 * 24, 63 * 24, 10 * 366 * 24];

/// When the journey's schedule has its audience read, at this moment or later; `None` where it is not read by schedule,
/// or not any more: a journey that is closed reads nobody.
pub fn next_reading(program: &Program, from: Timestamp) -> Option<Timestamp> {
    if !matches!(program.entry(), Entry::Reading { business: None, .. }) {
        return None;
    }
    // Whose moment is over may wait still.
    let since = from.checked_sub(program.patience()).unwrap_or(from);
    let soon = |hours| {
        let to = from.checked_add(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MAX);
        let all = occurrences(program.schedule(), program.zone(), since, to).into_iter();
        all.map(|at| after_evaluation(program, at)).find(|at| *at >= from)
    };
    let next = AHEAD.into_iter().find_map(soon)?;
    program.end().is_none_or(|end| next < end).then_some(next)
}

/// When a run of this moment reads: at once, or after the evaluation of its day where that is still to come, for as
/// long as it waits. The day is that of the journey's zone; it is evaluated when it begins in UTC. A crowd is evaluated
/// and read in portions, of which those of the evaluation come first.
fn after_evaluation(program: &Program, at: Timestamp) -> Timestamp {
    let day = at.to_zoned(program.zone().clone()).date();
    let evaluated = day.to_zoned(TimeZone::UTC).map_or(at, |midnight| midnight.timestamp());
    let latest = at.checked_add(program.patience()).unwrap_or(at);
    evaluated.clamp(at, latest)
}

impl<H: Host> Conductor<'_, H> {
    /// A journey is opened: its end and its first reading are planned.
    pub fn opened(&mut self, program: &Program) {
        self.closes(program);
        self.reads(program);
    }

    /// Plans the next reading of the journey's audience by its schedule.
    pub fn reads(&mut self, program: &Program) {
        if let Some(at) = next_reading(program, self.now) {
            let reading = Work::Reading(Reading { scheduled: true, ..Reading::default() });
            self.host.plan(at, program.journey(), None, reading);
        }
    }

    /// Plans that everybody leaves at the end of the journey.
    pub fn closes(&mut self, program: &Program) {
        if let Some(end) = program.end().filter(|end| *end > self.now) {
            let leave = Work::Leave { reason: Reason::JourneyEnded, after: None };
            self.host.plan(end, program.journey(), None, leave);
        }
    }

    /// The audience is read: who is in it is settled now, in the order of their ids; they come in now, or by waves.
    pub fn reading(&mut self, journey: &JourneyId, reading: Reading) {
        let Some(program) = self.opened_as(journey) else { return };
        if reading.scheduled && reading.done.is_none() && program.schedule().every.recurs() {
            let after = self.now.checked_add(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MAX);
            if let Some(next) = next_reading(&program, after) {
                self.host.plan(next, journey, None, Work::Reading(reading.clone()));
            }
        }
        let Entry::Reading { audience: Some(audience), .. } = program.entry() else { return };
        let before = match &reading.done {
            Some(done) => done.before,
            None => self.host.last_reading(journey).replace(self.now),
        };
        // Who has been inside since the reading before is not new.
        let before = before.filter(|_| program.schedule().incremental);
        if let Some(waves) = program.waves().cloned() {
            let mut people = self.everybody_inside(&audience, before, reading.only.as_ref());
            let starts = waves.starts(self.now, program.zone());
            for (index, (size, start)) in waves.sizes(people.len()).into_iter().zip(starts).enumerate() {
                let rest = people.split_off(size);
                let people = std::mem::replace(&mut people, rest);
                // A wave that does not say when it begins never does; one that should have begun begins now.
                let Some(start) = start else { continue };
                let wave = Arrival { people, wave: Some(index + 1), ..Arrival::default() };
                self.host.plan(start.max(self.now), journey, None, Work::Arrival(wave));
            }
            return;
        }
        if let Some(only) = reading.only {
            let people = self.inside(vec![only], &audience, before);
            let business = reading.business;
            return self.come(journey, Arrival { people, business, ..Arrival::default() });
        }
        let portion = self.host.people(reading.done.as_ref().map(|done| &done.upto));
        let Some(upto) = portion.last().cloned() else { return };
        let people = self.inside(portion, &audience, before);
        self.come(journey, Arrival { people, business: reading.business.clone(), ..Arrival::default() });
        if !self.host.people(Some(&upto)).is_empty() {
            let done = Some(Done { upto, before });
            self.host.plan(self.now, journey, None, Work::Reading(Reading { done, ..reading }));
        }
    }

    /// Everybody in an audience, however many: waves are shared out over all of them.
    fn everybody_inside(
        &mut self,
        audience: &AudienceId,
        before: Option<Timestamp>,
        only: Option<&ProfileId>,
    ) -> Vec<ProfileId> {
        if let Some(only) = only {
            return self.inside(vec![only.clone()], audience, before);
        }
        let mut inside = Vec::new();
        let mut portion = self.host.people(None);
        while let Some(last) = portion.last().cloned() {
            inside.extend(self.inside(portion, audience, before));
            portion = self.host.people(Some(&last));
        }
        inside
    }

    /// Those of these people who are in an audience now, and, where there was a reading before, came into it since.
    fn inside(
        &mut self,
        mut people: Vec<ProfileId>,
        audience: &AudienceId,
        before: Option<Timestamp>,
    ) -> Vec<ProfileId> {
        for profile in &people {
            self.refresh(profile);
        }
        people.retain(|profile| {
            let is_new = before.is_none_or(|before| self.host.is_new(profile, audience, before));
            is_new && self.host.person(profile).is_some_and(|person| person.is_in(audience))
        });
        people
    }

    /// People come one step nearer: as fast as their audience is read, then beside those of other readings, then in.
    /// Whose moment is later comes back then.
    pub(super) fn come(&mut self, journey: &JourneyId, mut arrival: Arrival) {
        let Some(program) = self.opened_as(journey) else { return };
        let place = match arrival.place {
            Place::Outside => Place::Due,
            Place::Due => Place::Admitted,
            Place::Admitted => return self.enter_all(&program, &arrival),
        };
        while !arrival.people.is_empty() {
            let (waiting, now) = (arrival.people.len(), self.now);
            let readings = &mut self.host.traffic().readings;
            let portion = match place {
                Place::Due => readings.turn(journey, program.reading_rate(), waiting, now),
                _ => readings.admit(waiting, now),
            };
            let rest = arrival.people.split_off(portion.people.clamp(1, waiting));
            let people = std::mem::replace(&mut arrival.people, rest);
            let nearer = Arrival { people, place, ..arrival.beside() };
            if portion.at <= now {
                self.come(journey, nearer);
            } else {
                self.host.plan(portion.at, journey, None, Work::Arrival(nearer));
            }
        }
    }

    /// People of an audience that was read come in.
    fn enter_all(&mut self, program: &Arc<Program>, arrival: &Arrival) {
        let journey = program.journey();
        let again = program.schedule().force_reentrance && program.schedule().every.recurs();
        for profile in &arrival.people {
            self.refresh(profile);
            let Some(person) = self.host.person(profile) else { continue };
            let suits =
                |(event, payload): &(EventId, Payload)| instance::suits(program, &person, self.now, event, payload);
            let is_meant = arrival.business.as_ref().is_none_or(suits);
            drop(person);
            if !is_meant {
                self.host.discarded(self.now, journey, profile, None, Discard::NotSuitable);
                continue;
            }
            if again && self.host.pausing(journey).pause.is_none() {
                self.eject(journey, profile);
            }
            let (event, payload) = arrival.business.clone().unzip();
            let trigger = Trigger::Reading { event, payload: payload.unwrap_or_default(), wave: arrival.wave };
            self.enter_or_discard(program, profile, &trigger);
        }
    }

    /// The version of a journey that lets people in now.
    fn opened_as(&self, journey: &JourneyId) -> Option<Arc<Program>> {
        self.host.open().iter().find(|program| program.journey() == journey).cloned()
    }
}
