//! The engine as a host of journeys: people and runs come from the store, attempts go into the outbox.
//!
//! What the conductor asks cannot fail, and a disk can: the first failure is noted and ends the transaction, whatever
//! was answered until then.

use std::sync::Arc;

use jiff::Timestamp;

use crate::journey::{ActivityId, AudienceId, JourneyId, PastEvent, ProfileId, Value};
use crate::run::audiences::Audiences;
use crate::run::conduct::{Host, Inside, Pausing, Target, Work};
use crate::run::traffic::{Entries, Traffic};
use crate::run::{Discard, Effect, End, Input, Outcome, Person, Program, Reason, Someone, State, Step};
use crate::serve::store::{KeptRun, People, Plans, Runs, StoreError, Wanted};

use super::Engine;
use super::held::{Held, HeldRun, Todo};
use super::outbox::Sent;
use super::packed::pack;

/// People, or runs, that are worked on in one go when all of them are.
pub(super) const PORTION: usize = 500;

impl Engine {
    /// Notes a failure; the transaction will not be committed.
    pub(super) fn noted<T: Default>(&mut self, result: Result<T, StoreError>) -> T {
        result.unwrap_or_else(|error| {
            self.trouble.get_or_insert(error);
            T::default()
        })
    }

    /// A person's number.
    pub(super) fn number_of(&mut self, profile: &ProfileId) -> Option<i64> {
        let audiences = (&*self.catalogue.audiences, &self.news);
        let found = self.held.number(self.store.connection(), audiences, profile);
        self.noted(found)
    }

    /// A person, to change.
    fn change(&mut self, profile: &ProfileId) -> Option<&mut Someone> {
        let number = self.number_of(profile)?;
        let held = self.held.people.get_mut(&number)?;
        held.changes(&mut self.sequence);
        Some(&mut held.someone)
    }

    fn work_out(
        &mut self,
        profile: &ProfileId,
        how: impl Fn(&mut Someone, &Audiences) -> Vec<(AudienceId, bool)>,
    ) -> Vec<(AudienceId, bool)> {
        let Some(number) = self.number_of(profile) else { return Vec::new() };
        let Some(held) = self.held.people.get_mut(&number) else { return Vec::new() };
        let changes = how(&mut held.someone, &self.catalogue.audiences);
        if !changes.is_empty() {
            held.changes(&mut self.sequence);
        }
        changes
    }

    fn run_of(&mut self, key: i64) -> Option<&mut HeldRun> {
        match self.held.run(self.store.connection(), &mut self.catalogue, key) {
            Ok(found) => found,
            Err(error) => {
                self.trouble.get_or_insert(error);
                None
            }
        }
    }

    fn journey_number(&self, journey: &JourneyId) -> Option<i64> {
        self.catalogue.journeys.get(journey).map(|known| known.number)
    }

    fn try_discard(&mut self, run: KeptRun) -> Result<(), StoreError> {
        Runs(self.store.connection()).put(&run, true)
    }

    fn add_to_outbox(&mut self, key: i64, now: Timestamp, effect: Effect) -> Result<(), StoreError> {
        let Some(state) = self.held.runs.get(&key).and_then(|run| run.state.as_ref()) else { return Ok(()) };
        let Some(sent) = Sent::of(state, effect) else { return Ok(()) };
        Plans(self.store.connection()).send(key, now.as_millisecond(), &pack(&sent)?)?;
        Ok(())
    }

    fn try_portion(&mut self, journey: i64, mut after: i64) -> Result<Vec<i64>, StoreError> {
        loop {
            let kept = Runs(self.store.connection()).in_journey(journey, after, PORTION)?;
            let last = kept.last().copied();
            let is_inside = |run: &i64| self.held.runs.get(run).is_none_or(|held| held.state.is_some());
            let mut found: Vec<i64> = kept.into_iter().filter(is_inside).collect();
            match last {
                Some(last) if found.is_empty() => after = last,
                Some(_) => return Ok(found),
                None => {
                    // Those that began in this transaction.
                    let new = self.held.runs.range(after.saturating_add(1)..);
                    let new = new.filter(|(_, run)| run.is_new && run.kept.journey == journey && run.state.is_some());
                    found.extend(new.map(|(run, _)| *run));
                    return Ok(found);
                }
            }
        }
    }
}

impl Host for Engine {
    type Key = i64;
    type Person<'a>
        = &'a Person
    where
        Self: 'a;
    const REMEMBERS: bool = true;

    fn open(&self) -> Arc<[Arc<Program>]> {
        Arc::clone(&self.catalogue.open)
    }

    fn target(&mut self, journey: &JourneyId, _: Timestamp) -> Target {
        match self.catalogue.journeys.get(journey) {
            Some(known) if matches!(known.state, Some(Wanted::Live | Wanted::Paused)) => match &known.version {
                Some(version) => Target::Here(Arc::clone(&version.program)),
                None => Target::Broken,
            },
            Some(known) if known.state.is_some() => Target::Closed,
            _ => Target::Broken,
        }
    }

    fn person(&mut self, profile: &ProfileId) -> Option<&Person> {
        let number = self.number_of(profile)?;
        self.held.people.get(&number).map(|held| &held.someone.person)
    }

    fn is_new(&mut self, profile: &ProfileId, audience: &AudienceId, last: Timestamp) -> bool {
        let held = self.number_of(profile).and_then(|number| self.held.people.get(&number));
        held.is_some_and(|held| held.someone.new_since(audience, last))
    }

    fn write(&mut self, profile: &ProfileId, fields: Vec<(String, Value)>) {
        if let Some(someone) = self.change(profile) {
            fields.into_iter().for_each(|(field, value)| someone.write(&field, value));
        }
    }

    fn state(&mut self, profile: &ProfileId, audience: &AudienceId, inside: bool) {
        if let Some(someone) = self.change(profile) {
            someone.state(audience, inside);
        }
    }

    fn refresh(&mut self, profile: &ProfileId, now: Timestamp) -> Vec<(AudienceId, bool)> {
        self.work_out(profile, |someone, audiences| someone.refresh(audiences, now))
    }

    fn remember(&mut self, profile: &ProfileId, past: PastEvent) {
        let Some(number) = self.number_of(profile) else { return };
        if let Some(held) = self.held.people.get_mut(&number) {
            held.someone.remember(past);
            held.was_reached = true;
        }
    }

    fn evaluate(&mut self, profile: &ProfileId, now: Timestamp) -> Vec<(AudienceId, bool)> {
        self.work_out(profile, |someone, audiences| someone.evaluate(audiences, now))
    }

    fn evaluates(&self) -> bool {
        self.catalogue.audiences.are_evaluated()
    }

    fn people(&mut self, after: Option<&ProfileId>) -> Vec<ProfileId> {
        let after = after.map_or("", |profile| profile.as_str());
        let found = People(self.store.connection()).after(after, PORTION);
        self.noted(found).into_iter().map(ProfileId).collect()
    }

    fn entries(&mut self, journey: &JourneyId, profile: &ProfileId) -> &mut Entries {
        let (person, journey) = (self.number_of(profile), self.journey_number(journey));
        let (Some(person), Some(journey)) = (person, journey) else { return &mut self.nowhere };
        match self.held.entries(self.store.connection(), person, journey) {
            Ok(entries) => entries,
            Err(error) => {
                self.trouble.get_or_insert(error);
                &mut self.nowhere
            }
        }
    }

    fn taken(&mut self, key: i64, activity: &ActivityId) -> &mut u64 {
        let definition = self.run_of(key).map_or(0, |run| run.kept.definition);
        let place = (definition, activity.clone());
        if !self.held.taken.contains_key(&place) {
            let found = Runs(self.store.connection()).taken(definition, activity.as_str());
            let people = self.noted(found);
            self.held.taken.insert(place.clone(), people);
        }
        self.held.taken.entry(place).or_default()
    }

    fn traffic(&mut self) -> &mut Traffic {
        &mut self.traffic
    }

    fn last_reading(&mut self, journey: &JourneyId) -> &mut Option<Timestamp> {
        let known = self.catalogue.journeys.get(journey).and_then(|known| known.last_reading);
        self.held.readings.entry(journey.clone()).or_insert(known)
    }

    fn pausing(&self, journey: &JourneyId) -> Pausing {
        self.catalogue.journeys.get(journey).map(|known| known.pausing).unwrap_or_default()
    }

    fn set_pausing(&mut self, journey: &JourneyId, pausing: Pausing) {
        let result = self.note_pausing(journey, pausing);
        self.noted(result);
    }

    fn runs_of(&mut self, profile: &ProfileId) -> Vec<i64> {
        let Some(number) = self.number_of(profile) else { return Vec::new() };
        if !self.held.inside.contains_key(&number) {
            let found = Runs(self.store.connection()).inside(number);
            let inside = self.noted(found);
            self.held.inside.insert(number, inside);
        }
        self.held.inside.get(&number).cloned().unwrap_or_default()
    }

    fn runs_in(&mut self, journey: &JourneyId, after: Option<i64>) -> Vec<i64> {
        let Some(number) = self.journey_number(journey) else { return Vec::new() };
        let found = self.try_portion(number, after.unwrap_or(0));
        self.noted(found)
    }

    fn run(&mut self, key: i64) -> Option<Inside<'_, &Person>> {
        let person = self.run_of(key)?.kept.person;
        let audiences = (&*self.catalogue.audiences, &self.news);
        let found = self.held.person(self.store.connection(), audiences, person).map(|found| found.is_some());
        if !self.noted(found) {
            return None;
        }
        let Held { people, runs, .. } = &mut self.held;
        let run = runs.get_mut(&key)?;
        let person = &people.get(&person)?.someone.person;
        let state = run.state.as_mut()?;
        let pause = self.catalogue.journeys.get(&state.journey).and_then(|known| known.pausing.pause);
        Some(Inside { program: &run.version.program, state, person, pause: pause.map(|pause| pause.at_actions) })
    }

    fn begin(
        &mut self,
        now: Timestamp,
        program: &Arc<Program>,
        profile: &ProfileId,
        number: u64,
        supplemental: Option<&str>,
    ) -> i64 {
        self.last_run += 1;
        let key = self.last_run;
        let Some(person) = self.number_of(profile) else { return key };
        let known = self.catalogue.journeys.get(program.journey());
        let Some((journey, version)) = known.and_then(|known| Some((known.number, known.version.clone()?))) else {
            return key;
        };
        let seed = self.chance.seed.unwrap_or(version.seed);
        let mut state = State::new(program.journey().clone(), profile.clone(), seed, number);
        state.forced.clone_from(&self.chance.forced);
        state.supplemental = supplemental.map(str::to_owned);
        let kept = KeptRun {
            run: key,
            person,
            journey,
            definition: version.number,
            number: i64::try_from(number).unwrap_or(i64::MAX),
            supplemental: supplemental.map(str::to_owned),
            began: now.as_millisecond(),
            ..KeptRun::default()
        };
        // Read before the new one is added, which the store does not know yet.
        self.runs_of(profile);
        self.held.inside.entry(person).or_default().push(key);
        self.held.counts.entry(version.number).or_default().entered += 1;
        let waited = Vec::new();
        let run = HeldRun { kept, version, state: Some(state), waited, plans: Vec::new(), is_new: true };
        self.held.runs.insert(key, run);
        let noted = self.note_person(key, person);
        self.noted(noted);
        key
    }

    fn discarded(
        &mut self,
        now: Timestamp,
        journey: &JourneyId,
        profile: &ProfileId,
        supplemental: Option<&str>,
        discard: Discard,
    ) {
        let (person, number) = (self.number_of(profile), self.journey_number(journey));
        let definition = self.catalogue.journeys.get(journey).and_then(|known| known.version.as_ref());
        let (Some(person), Some(journey), Some(version)) = (person, number, definition) else { return };
        let definition = version.number;
        self.last_run += 1;
        self.last_step += 1;
        self.held.counts.entry(definition).or_default().end(Reason::Discarded(discard));
        let run = KeptRun {
            run: self.last_run,
            person,
            journey,
            definition,
            supplemental: supplemental.map(str::to_owned),
            began: now.as_millisecond(),
            ended: Some(now.as_millisecond()),
            reason: Some(Reason::Discarded(discard).to_string()),
            noted: Some(self.last_step),
            ..KeptRun::default()
        };
        let result = self.try_discard(run);
        self.noted(result);
    }

    fn heard(&mut self, key: i64, now: Timestamp, input: Input) {
        let result = self.note_heard(key, now, input);
        self.noted(result);
    }

    fn writes(&mut self, key: i64, fields: &[(String, Value)]) {
        let result = self.note_writes(key, fields);
        self.noted(result);
    }

    fn trace(&mut self, key: i64, step: Step) {
        if let Some(run) = self.held.runs.get(&key) {
            self.held.counts.entry(run.kept.definition).or_default().step(&step);
        }
        self.last_step += 1;
        let number = self.last_step;
        let result = pack(&step).and_then(|packed| Runs(self.store.connection()).add_step(number, key, &packed));
        self.noted(result);
    }

    fn ended(&mut self, key: i64, end: End) {
        let Some(run) = self.held.runs.get_mut(&key) else { return };
        run.state = None;
        self.held.counts.entry(run.kept.definition).or_default().end(end.reason);
        run.kept.ended = Some(end.at.as_millisecond());
        run.kept.reason = Some(end.reason.to_string());
        if let Some(inside) = self.held.inside.get_mut(&run.kept.person) {
            inside.retain(|known| *known != key);
        }
        self.touched.insert(run.kept.journey);
        let result = Held::unplan(self.store.connection(), run);
        self.noted(result);
    }

    fn plan(&mut self, at: Timestamp, journey: &JourneyId, profile: Option<&ProfileId>, work: Work<i64>) {
        self.sequence += 1;
        let moment = (at, journey.clone(), profile.cloned().unwrap_or_default(), self.sequence);
        if at <= self.now {
            self.held.agenda.insert(moment, Todo { work, kept: None });
        } else {
            let result = self.keep(&moment, &work);
            self.noted(result);
        }
    }

    fn ask(&mut self, key: i64, now: Timestamp, effect: Effect) {
        let Some(state) = self.run_of(key).and_then(|run| run.state.as_ref()) else { return };
        let (journey, profile) = (state.journey.clone(), state.profile.clone());
        if let Effect::Consult { activity, visit, found, .. } = effect {
            // What the platform holds is what the definition states.
            let outcome = Outcome::Answered { status: 200, body: found };
            let input = Input::Replied { activity, visit, attempt: 0, part: 0, outcome };
            return self.plan(now, &journey, Some(&profile), Work::Input(key, input));
        }
        let result = self.add_to_outbox(key, now, effect);
        self.noted(result);
    }
}
