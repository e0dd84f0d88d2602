//! What the conductor asks of a crowd.

use std::sync::Arc;

use jiff::Timestamp;

use super::super::person::Person;
use super::super::queue::Due;
use super::super::watch::{Asked, Watch, Whose};
use super::runs::Run;
use super::{Crowd, PORTION, later};
use crate::journey::{ActivityId, AudienceId, JourneyId, Past, PastEvent, ProfileId, Value};
use crate::run::audiences::Rules;
use crate::run::conduct::{Host, Inside, Pausing, Reading, Target, Work};
use crate::run::traffic::{Answer, Entries, Traffic};
use crate::run::{Conductor, Discard, Effect, End, Input, Program, State, Step};
use crate::simulate::outside::{Answer as Answered, Asking};

impl<W: Watch> Host for Crowd<'_, W> {
    type Key = u64;
    type Person<'p>
        = Person<'p>
    where
        Self: 'p;

    const TELLS: bool = W::TOLD;

    fn open(&self) -> Arc<[Arc<Program>]> {
        Arc::clone(&self.open)
    }

    fn target(&mut self, journey: &JourneyId, now: Timestamp) -> Target {
        let workspace = self.plan.workspace;
        if !workspace.journeys.contains_key(journey) {
            return if workspace.outlines.contains_key(journey) { Target::NotHere } else { Target::Broken };
        }
        let known = match self.programs.get(journey) {
            Some(known) => known.clone(),
            None => {
                let program = Program::compile(workspace, journey).ok().map(Arc::new);
                if let Some(program) = &program {
                    Conductor::new(self, now).closes(program);
                }
                self.programs.insert(journey.clone(), program.clone());
                program
            }
        };
        known.map_or(Target::Broken, Target::Here)
    }

    fn person(&mut self, profile: &ProfileId) -> Option<Person<'_>> {
        let person = self.find(profile)?;
        Some(self.somebody(person))
    }

    fn is_new(&mut self, profile: &ProfileId, audience: &AudienceId, last: Timestamp) -> bool {
        let kept = self.find(profile).and_then(|person| self.kept.get(&person));
        let inside = kept.and_then(|kept| kept.difference.as_ref()?.inside.as_ref());
        inside.is_some_and(|inside| inside.new_since(audience, last))
    }

    fn write(&mut self, profile: &ProfileId, fields: Vec<(String, Value)>) {
        let Some(person) = self.find(profile) else { return };
        let concerns_rules = fields.iter().any(|(field, _)| self.plan.people.audiences().look_at(field));
        let kept = self.keep(person);
        let difference = kept.difference.get_or_insert_default();
        fields.into_iter().for_each(|(field, value)| difference.write(field, value));
        if concerns_rules {
            kept.changed();
        }
    }

    fn state(&mut self, profile: &ProfileId, audience: &AudienceId, inside: bool) {
        let Some(person) = self.find(profile) else { return };
        let mut someone = self.whole(person);
        someone.state(audience, inside);
        let kept = self.keep(person);
        kept.difference.get_or_insert_default().inside = Some(someone.inside());
        kept.changed();
    }

    fn remember(&mut self, profile: &ProfileId, past: PastEvent) {
        if let Past::Message(medium) = past.what {
            self.watch.reached(past.at, profile, medium);
        }
        // What happened before is asked by rule sets alone.
        if self.remembers
            && let Some(person) = self.find(profile)
        {
            self.keep(person).difference.get_or_insert_default().remember(past);
        }
    }

    fn refresh(&mut self, profile: &ProfileId, now: Timestamp) -> Vec<(AudienceId, bool)> {
        let person = self.find(profile).filter(|person| self.may_move(*person, Rules::Streaming, now));
        person.map(|person| self.work_out(person, Rules::Streaming, now)).unwrap_or_default()
    }

    fn evaluate(&mut self, profile: &ProfileId, now: Timestamp) -> Vec<(AudienceId, bool)> {
        let person = self.find(profile).filter(|person| self.may_move(*person, Rules::All, now));
        let changes = person.map(|person| self.work_out(person, Rules::All, now)).unwrap_or_default();
        self.was_moved |= !changes.is_empty();
        self.tidy();
        changes
    }

    fn evaluates(&self) -> bool {
        self.evaluates
    }

    fn people(&mut self, after: Option<&ProfileId>) -> Vec<ProfileId> {
        let people = &self.plan.people;
        let first = after.and_then(|after| people.find(after)).map_or(0, |person| person + 1);
        (first..people.count()).take(PORTION).map(|person| people.id(person)).collect()
    }

    fn entries(&mut self, journey: &JourneyId, profile: &ProfileId) -> &mut Entries {
        let person = self.find(profile).unwrap_or(u32::MAX);
        let journey = self.rank(journey, None).journey;
        let entries = &mut self.keep(person).entries;
        let place = entries.iter().position(|(known, _)| *known == journey).unwrap_or_else(|| {
            // Most people are in one journey.
            entries.reserve_exact(1);
            entries.push((journey, Entries::default()));
            entries.len() - 1
        });
        &mut entries[place].1
    }

    fn taken(&mut self, key: u64, activity: &ActivityId) -> &mut u64 {
        let people = &self.plan.people;
        let journey =
            self.runs.open(key, |person| people.id(person)).map(|run| run.state.journey.clone()).unwrap_or_default();
        self.taken.entry((journey, activity.clone())).or_default()
    }

    fn traffic(&mut self) -> &mut Traffic {
        &mut self.traffic
    }

    fn last_reading(&mut self, journey: &JourneyId) -> &mut Option<Timestamp> {
        self.last_readings.entry(journey.clone()).or_default()
    }

    fn pausing(&self, journey: &JourneyId) -> Pausing {
        self.pausing.get(journey).copied().unwrap_or_default()
    }

    fn set_pausing(&mut self, journey: &JourneyId, pausing: Pausing) {
        self.pausing.insert(journey.clone(), pausing);
    }

    fn runs_of(&mut self, profile: &ProfileId) -> Vec<u64> {
        let person = self.find(profile);
        person.and_then(|person| self.kept.get(&person)).map(|kept| kept.runs.as_slice().to_vec()).unwrap_or_default()
    }

    fn runs_in(&mut self, journey: &JourneyId, after: Option<u64>) -> Vec<u64> {
        let rank = self.rank(journey, None).journey;
        let later = |key: u64| after.is_none_or(|after| key > after);
        let there = self.runs.all().filter(|(key, journey)| later(*key) && *journey == rank);
        there.map(|(key, _)| key).collect()
    }

    fn run(&mut self, key: u64) -> Option<Inside<'_, Person<'_>>> {
        let (person, people) = (self.runs.person(key)?, &self.plan.people);
        let Run { program, state } = self.runs.open(key, |person| people.id(person))?;
        let kept = self.kept.get(&person);
        let person = Person::new(people, person, kept.and_then(|kept| kept.difference.as_deref()));
        let person = person.bringing(&self.bringing);
        let pause = self.pausing.get(&state.journey).and_then(|pausing| pausing.pause);
        Some(Inside { program, state, person, pause: pause.map(|pause| pause.at_actions) })
    }

    fn begin(
        &mut self,
        now: Timestamp,
        program: &Arc<Program>,
        profile: &ProfileId,
        number: u64,
        supplemental: Option<&str>,
    ) -> u64 {
        let mut state = State::new(program.journey().clone(), profile.clone(), self.plan.seed, number);
        state.forced = self.plan.forced();
        state.supplemental = supplemental.map(str::to_owned);
        let person = self.find(profile).unwrap_or(u32::MAX);
        let journey = self.rank(program.journey(), None).journey;
        let key = self.runs.add((journey, person), Run { program: Arc::clone(program), state });
        self.kept.entry(person).or_default().runs.add(key);
        self.watch.entered(now, Whose { journey: program.journey(), person: profile, run: number });
        self.follow(now, program.journey(), person, number);
        key
    }

    fn discarded(
        &mut self,
        now: Timestamp,
        journey: &JourneyId,
        profile: &ProfileId,
        _supplemental: Option<&str>,
        discard: Discard,
    ) {
        self.watch.refused(now, journey, profile, discard);
    }

    fn limited(&mut self, key: u64, now: Timestamp, effect: &Effect, answer: &Answer) {
        let places = self.places(effect);
        self.seen(key, |watch, whose| watch.limited(now, whose, &places, answer));
        // What is let through asks at these places next.
        self.met = Some(places);
    }

    fn trace(&mut self, key: u64, step: Step) {
        self.react(key, &step);
        self.seen(key, |watch, whose| watch.step(whose, &step));
    }

    fn ended(&mut self, key: u64, end: End) {
        self.seen(key, |watch, whose| watch.ended(whose, &end));
        let person = self.runs.person(key);
        self.runs.remove(key);
        if let Some(kept) = person.and_then(|person| self.kept.get_mut(&person)) {
            kept.runs.remove(key);
        }
    }

    fn plan(&mut self, at: Timestamp, journey: &JourneyId, profile: Option<&ProfileId>, work: Work<u64>) {
        // Once the time is over in which people come in, no audience is read anew.
        if let Work::Reading(Reading { scheduled: true, done: None, .. }) = &work
            && at >= self.plan.closes
            && self.plan.scenario.is_none()
        {
            return;
        }
        let person = profile.and_then(|profile| self.find(profile));
        let rank = self.rank(journey, person);
        let due = match work {
            Work::Input(run, Input::Timer { activity, visit: 0 }) => {
                let activity = self.names.number(&activity);
                return self.queue.push_last(at, rank, (run, activity));
            }
            Work::Input(run, Input::Timer { activity, visit }) => match u32::try_from(visit) {
                Ok(visit) => Due::Timer { run, activity: self.names.number(&activity), visit },
                Err(_) => Due::Work(Box::new(Work::Input(run, Input::Timer { activity, visit }))),
            },
            work => Due::Work(Box::new(work)),
        };
        self.queue.push(at, rank, due);
    }

    fn ask(&mut self, key: u64, now: Timestamp, effect: Effect) {
        let Some((run, person)) = self.runs.get(key).zip(self.runs.person(key)) else { return };
        let (journey, profile) = (run.state.journey.clone(), run.state.profile.clone());
        let number = run.state.run;
        let places = self.met.take().unwrap_or_else(|| self.places(&effect));
        let attempt = match &effect {
            Effect::Call { attempt, .. } | Effect::Send { attempt, .. } => *attempt,
            _ => 0,
        };
        let kept = self.kept.get(&person);
        let person = Person::new(&self.plan.people, person, kept.and_then(|kept| kept.difference.as_deref()));
        let asking = Asking { journey: &journey, person: &person, run: number };
        let answer = self.outside.answer(effect, asking, &self.traffic.limits, now);
        let Some(Answered { after_ms, input, .. }) = answer else { return };
        if let Input::Replied { outcome, .. } | Input::Fetched { outcome, .. } = &input {
            let asked = Asked { at: &places, attempt, after_ms, outcome };
            self.watch.asked(now, Whose { journey: &journey, person: &profile, run: number }, asked);
        }
        self.plan(later(now, after_ms), &journey, Some(&profile), Work::Input(key, input));
    }
}
