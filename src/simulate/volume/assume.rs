//! The population of a workspace that has none: people like its test profiles, as many in each audience as the
//! inventory states, coming as fast as it states, meeting systems that answer as fast and take as much as it states.
//! What nobody stated is assumed and said.

use std::collections::BTreeSet;

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use crate::journey::{
    Arrivals, Audience, AudienceId, Behaviour, Coming, Endpoint, Evaluation, Event, EventId, EventKind, ExitWhen,
    FORMAT, FollowUp, Inventory, Journey, Kind, Lapse, MembershipShare, Pace, Population, ReactionShares, System,
    SystemBehaviour, WHOLE, Workspace, grouped,
};
use crate::run::conduct::next_reading;
use crate::run::instance::LIFETIME;
use crate::run::{Entry, Program};
use crate::simulate::default_start;

/// People, where no audience is larger.
const PEOPLE: i64 = 100_000;

/// Of those who could, so many do what a journey listens for …
const FOLLOW: u32 = 2_500;

/// … within so many seconds.
const WITHIN: f64 = 86_400.0;

/// How many open a message, how many click, and in how many seconds half of those do who ever do.
const OPENED: u32 = 3_000;
const CLICKED: u32 = 300;
const OPENS_IN: f64 = 7_200.0;

/// The population of a workspace that has none, from this moment on, and what nobody stated of it.
pub fn assume(workspace: &Workspace, start: Option<Timestamp>) -> (Population, Vec<String>) {
    let journeys = workspace.journeys.values();
    let programs = journeys.filter_map(|it| Some((&**it, Program::compile(workspace, &it.id).ok()?)));
    let programs: Vec<(&Journey, Program)> = programs.collect();
    let first = first_reading(&programs).filter(|_| start.is_none());
    let begins = start.or(first.map(|(at, _)| at)).unwrap_or_else(default_start);
    let mut assumed = Assumed { workspace, begins, arrivals: Vec::new(), follow_ups: Vec::new(), said: Vec::new() };
    if let Some((at, journey)) = first {
        assumed.say(format!("It begins on {}, when the audience of “{}” is first read.", day(at), journey.name));
    }
    let people = assumed.people();
    let memberships = assumed.memberships(people);
    for (journey, program) in &programs {
        assumed.comes(journey, program, people);
    }
    let population = Population {
        format: FORMAT,
        people: Some(u32::try_from(people).unwrap_or(u32::MAX)),
        start: start.or(first.map(|(at, _)| at)),
        memberships,
        reactions: assumed.reactions(),
        systems: systems(&workspace.inventory),
        arrivals: assumed.arrivals,
        follow_ups: assumed.follow_ups,
        ..Population::default()
    };
    (population, assumed.said)
}

struct Assumed<'w> {
    workspace: &'w Workspace,
    /// Virtual time at the beginning.
    begins: Timestamp,
    arrivals: Vec<Arrivals>,
    follow_ups: Vec<FollowUp>,
    said: Vec<String>,
}

impl Assumed<'_> {
    fn inventory(&self) -> &Inventory {
        &self.workspace.inventory
    }

    fn say(&mut self, sentence: String) {
        if !self.said.contains(&sentence) {
            self.said.push(sentence);
        }
    }

    /// As many as the largest audience, and no few.
    fn people(&mut self) -> i64 {
        let people =
            self.inventory().audiences.iter().filter_map(|audience| audience.size).max().unwrap_or(0).max(PEOPLE);
        let models = self.inventory().profiles.iter().filter(|profile| profile.test_profile).count();
        self.say(match models {
            0 => "Nothing is known of people, since there is no test profile.".to_owned(),
            1 => "Each person is like the one test profile.".to_owned(),
            models => format!("Each person is like one of the {models} test profiles."),
        });
        people
    }

    fn memberships(&mut self, people: i64) -> Vec<MembershipShare> {
        let mut shares = Vec::new();
        for audience in &self.workspace.inventory.audiences {
            let Some(size) = audience.size else { continue };
            let share =
                (i128::from(size.max(0)) * i128::from(WHOLE) / i128::from(people.max(1))).min(i128::from(WHOLE));
            let share = u32::try_from(share).unwrap_or(WHOLE);
            self.say(format!(
                "Of {} people {} are in “{}”, as stated, whatever its rule says.",
                grouped(people),
                grouped(size),
                audience.name
            ));
            shares.push(MembershipShare { audience: audience.id.clone(), share, ..MembershipShare::default() });
        }
        shares
    }

    /// How people come into a journey, and what they do there later.
    fn comes(&mut self, journey: &Journey, program: &Program, people: i64) {
        match program.entry() {
            Entry::Event(Some(event)) => self.event(&event, EventKind::Unitary),
            Entry::Reading { business: Some(event), .. } => self.event(&event, EventKind::Business),
            Entry::Reading { business: None, .. } => self.reading(journey, program),
            Entry::Qualification { audience: Some(audience), behaviour, .. } => {
                self.qualifies(&audience, behaviour, people);
            }
            Entry::Event(None) | Entry::Qualification { audience: None, .. } => {}
        }
        for event in listened(journey, program) {
            let is_personal = self.inventory().get::<Event>(&event).is_some_and(|it| it.kind == EventKind::Unitary);
            if !is_personal || self.follow_ups.iter().any(|it| it.journey == journey.id && it.event == event) {
                continue;
            }
            self.follow_ups.push(FollowUp {
                journey: journey.id.clone(),
                event,
                share: FOLLOW,
                after: Lapse::Between { from: 60.0, to: WITHIN },
            });
            self.say(format!(
                "Of those who come into a journey that listens for another event, {} in 100 bring it within a day.",
                FOLLOW / 100
            ));
        }
    }

    fn event(&mut self, id: &EventId, kind: EventKind) {
        let Some(event) = self.inventory().get::<Event>(id) else { return };
        let (name, peak) = (event.name.clone(), event.peak_per_second);
        self.say("An event says the same of everybody, as its sample does, but who they are and when.".to_owned());
        let what = match kind {
            EventKind::Unitary => Coming::Event(id.clone()),
            EventKind::Business => Coming::Business(id.clone()),
        };
        let pace = match (kind, peak) {
            (EventKind::Business, _) => {
                self.say(format!("“{name}” comes once, at the start."));
                Pace::At { after: crate::journey::Duration::Seconds(0) }
            }
            (_, Some(peak)) => {
                let a_second = if peak == 1 { "1 a second".to_owned() } else { format!("{} a second", grouped(peak)) };
                self.say(format!("“{name}” comes from everybody once, {a_second}, as stated, for a day at most."));
                Pace::Steady { per_second: peak as f64 }
            }
            (_, None) => {
                self.say(format!(
                    "“{name}” comes from everybody once, evenly over a day: nobody stated its busiest second."
                ));
                Pace::Evenly
            }
        };
        self.arrives(what, pace);
    }

    fn qualifies(&mut self, id: &AudienceId, behaviour: Behaviour, people: i64) {
        let Some(audience) = self.inventory().get::<Audience>(id) else { return };
        let (name, evaluation) = (audience.name.clone(), audience.evaluation);
        let (daily, size) = (audience.daily_qualifiers, audience.size);
        let count = daily.or(size);
        let Some(count) = count.filter(|count| *count > 0) else {
            self.say(format!("Nobody qualifies for “{name}”: state its size, or how many come in on a day."));
            return;
        };
        let coming = match behaviour {
            Behaviour::Exit => Coming::Leaves(id.clone()),
            Behaviour::Enter | Behaviour::Both => Coming::Enters(id.clone()),
        };
        let verb = if behaviour == Behaviour::Exit { "leave" } else { "come into" };
        let (pace, when) = match evaluation {
            Evaluation::Batch => {
                (Pace::Daily { at: Time::midnight(), people: None, within: None }, "at midnight (UTC)")
            }
            Evaluation::Streaming => (Pace::Evenly, "over the day"),
        };
        self.say(format!("Of {} people {} {verb} “{name}” {when}.", grouped(people), grouped(count)));
        // Those who come in were outside, those who leave inside.
        let inside = size.unwrap_or(0);
        let of = if behaviour == Behaviour::Exit { inside } else { people.saturating_sub(inside) };
        let share = i128::from(count) * i128::from(WHOLE) / i128::from(of.max(1));
        let share = u32::try_from(share).unwrap_or(WHOLE).clamp(1, WHOLE);
        self.arrives_share(coming, share, pace);
    }

    fn reading(&mut self, journey: &Journey, program: &Program) {
        match next_reading(program, self.begins) {
            Some(at) if at < later(self.begins, DAY) => {}
            Some(at) if at < later(self.begins, LIFETIME) => {
                self.say(format!("The audience of “{}” is read once, on {}, as scheduled.", journey.name, day(at)));
                let after = crate::journey::Duration::Seconds(at.as_second() - self.begins.as_second());
                self.arrives(Coming::Reads(journey.id.clone()), Pace::At { after });
            }
            Some(at) => self.say(format!(
                "Nobody comes into “{}”, whose audience is not read before {}: begin nearer to that.",
                journey.name,
                day(at)
            )),
            None => self.say(format!("The audience of “{}” is never read any more: nobody comes.", journey.name)),
        }
    }

    fn arrives(&mut self, what: Coming, pace: Pace) {
        self.arrives_share(what, WHOLE, pace);
    }

    /// An event goes to every journey that it begins: it comes once.
    fn arrives_share(&mut self, what: Coming, share: u32, pace: Pace) {
        if self.arrivals.iter().all(|known| known.what != what) {
            self.arrivals.push(Arrivals { what, inside: None, share, times: 1, pace });
        }
    }

    fn reactions(&mut self) -> Vec<ReactionShares> {
        let mut activities = self.workspace.journeys.values().flat_map(|journey| &journey.activities);
        if !activities.any(|activity| matches!(activity.kind, Kind::Reaction(_))) {
            return Vec::new();
        }
        self.say(format!(
            "Of 100 people who get a message {} open it and {} click, half of them within {} hours.",
            OPENED / 100,
            CLICKED / 100,
            OPENS_IN / 3_600.0
        ));
        let after = Lapse::LogNormal { median: OPENS_IN, spread: 1.2 };
        vec![ReactionShares { message: None, medium: None, when: "".into(), opened: OPENED, clicked: CLICKED, after }]
    }
}

/// The first moment at which any journey reads its audience by its schedule, and which does, where none does so within
/// the first day: a forecast begins then, rather than before everything that its journeys are dated for.
fn first_reading<'w>(programs: &[(&'w Journey, Program)]) -> Option<(Timestamp, &'w Journey)> {
    let from = default_start();
    let readings = programs.iter().filter_map(|(journey, program)| Some((next_reading(program, from)?, *journey)));
    readings.min_by_key(|(at, _)| *at).filter(|(at, _)| *at >= later(from, DAY))
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn day(at: Timestamp) -> String {
    at.strftime("%-d %B %Y").to_string()
}

/// The events for which a journey listens once people are inside.
fn listened(journey: &Journey, program: &Program) -> BTreeSet<EventId> {
    let entry = match program.entry() {
        Entry::Event(event) => event,
        _ => None,
    };
    let mut events = BTreeSet::new();
    let entries: Vec<_> = journey.roots().map(|root| &root.id).collect();
    for activity in &journey.activities {
        if let Kind::Event(event) = &activity.kind
            && !entries.contains(&&activity.id)
        {
            events.extend(event.event.clone());
        }
    }
    for criterion in &journey.properties.exit_criteria {
        if let ExitWhen::Event { event, .. } = &criterion.when {
            events.extend(event.clone());
        }
    }
    events.retain(|event| Some(event) != entry.as_ref());
    events
}

/// Systems answer as fast and take as much as the inventory states.
fn systems(inventory: &Inventory) -> Vec<SystemBehaviour> {
    let stated = |endpoint: &Endpoint| {
        let capacity = endpoint.capacity_per_second.and_then(|capacity| u32::try_from(capacity).ok());
        if capacity.is_none() && endpoint.response_time_ms.is_none() {
            return None;
        }
        Some(SystemBehaviour {
            system: System::Endpoint(endpoint.id.clone()),
            latency: Lapse::Always(endpoint.response_time_ms.unwrap_or(0).max(0) as f64 / 1e3),
            answers: Vec::new(),
            capacity_per_second: capacity.filter(|capacity| *capacity > 0),
        })
    };
    inventory.endpoints.iter().filter_map(stated).collect()
}
