//! A crowd and the dry run cannot disagree: the same people, happenings and replies leave the same steps, at the same
//! moments, with the same calls and messages.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use waymark::journey::files;
use waymark::journey::*;
use waymark::run::{Discard, End, Step};
use waymark::simulate::dry_run;
use waymark::simulate::volume::{Plan, Watch, Whose, conduct};

use crate::build::*;
use crate::random_journey;
use crate::run_limits::{calling, cap};

/// Every person's runs, in the order of their beginnings.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    people: BTreeMap<ProfileId, Vec<Vec<String>>>,
    places: BTreeMap<(JourneyId, ProfileId, u64), usize>,
}

impl Seen {
    fn of_dry_run(workspace: &Workspace, scenario: &Scenario) -> Self {
        let mut seen = Self::default();
        for run in dry_run(workspace, scenario).expect("a dry run").runs {
            let mut lines = vec![run.journey.to_string()];
            lines.extend(run.steps.iter().map(text));
            lines.push(ending(run.end.reason.to_string(), run.end.at));
            seen.people.entry(run.profile).or_default().push(lines);
        }
        seen
    }

    fn of_crowd(workspace: &Workspace, scenario: &Scenario) -> Self {
        // So few at hand that nearly everybody is packed between two steps.
        Self::keeping(3, workspace, scenario)
    }

    fn keeping(at_hand: usize, workspace: &Workspace, scenario: &Scenario) -> Self {
        let plan = Plan::of_scenario(workspace, scenario).expect("a plan").keeping(at_hand);
        let mut seen = Self::default();
        conduct(&plan, &mut seen, |_| true);
        seen
    }

    fn lines(&mut self, whose: Whose<'_>) -> &mut Vec<String> {
        let place = self.places[&(whose.journey.clone(), whose.person.clone(), whose.run)];
        self.people.get_mut(whose.person).expect("a person").get_mut(place).expect("a run")
    }

    /// Where they differ first.
    fn difference(&self, other: &Self) -> Option<String> {
        for person in self.people.keys().chain(other.people.keys()) {
            let (ours, theirs) = (self.people.get(person), other.people.get(person));
            if ours != theirs {
                let flat = |runs: Option<&Vec<Vec<String>>>| runs.cloned().unwrap_or_default().concat();
                let (ours, theirs) = (flat(ours), flat(theirs));
                let at = ours.iter().zip(&theirs).position(|(a, b)| a != b).unwrap_or(ours.len().min(theirs.len()));
                return Some(format!("{person}, line {at}: {:?} and {:?}", ours.get(at), theirs.get(at)));
            }
        }
        None
    }
}

fn text(step: &Step) -> String {
    serde_json::to_string(step).expect("a step")
}

fn ending(reason: String, at: Timestamp) -> String {
    format!("{reason} {at}")
}

impl Watch for Seen {
    fn entered(&mut self, _now: Timestamp, whose: Whose<'_>) {
        let runs = self.people.entry(whose.person.clone()).or_default();
        self.places.insert((whose.journey.clone(), whose.person.clone(), whose.run), runs.len());
        runs.push(vec![whose.journey.to_string()]);
    }

    fn refused(&mut self, now: Timestamp, journey: &JourneyId, person: &ProfileId, why: Discard) {
        let reason = waymark::simulate::Reason::Discarded(why).to_string();
        self.people.entry(person.clone()).or_default().push(vec![journey.to_string(), ending(reason, now)]);
    }

    fn step(&mut self, whose: Whose<'_>, step: &Step) {
        self.lines(whose).push(text(step));
    }

    fn ended(&mut self, whose: Whose<'_>, end: &End) {
        let line = ending(end.reason.to_string(), end.at);
        self.lines(whose).push(line);
    }
}

/// The same without words, as whoever only counts sees it; steps that failed say why all the same.
#[derive(Debug, Default)]
struct Bare(Seen);

impl Bare {
    fn text(step: &Step) -> String {
        let mut step = step.clone();
        if step.effort.error.is_none() {
            step.because = None;
        }
        for letter in step.message.iter_mut().chain(&mut step.further) {
            (letter.subject, letter.body, letter.html) = Default::default();
        }
        text(&step)
    }
}

impl Watch for Bare {
    const TOLD: bool = false;

    fn entered(&mut self, now: Timestamp, whose: Whose<'_>) {
        self.0.entered(now, whose);
    }

    fn refused(&mut self, now: Timestamp, journey: &JourneyId, person: &ProfileId, why: Discard) {
        self.0.refused(now, journey, person, why);
    }

    fn step(&mut self, whose: Whose<'_>, step: &Step) {
        self.0.lines(whose).push(Self::text(step));
    }

    fn ended(&mut self, whose: Whose<'_>, end: &End) {
        self.0.ended(whose, end);
    }
}

/// Where a crowd that is only counted does otherwise than the dry run.
fn bare_difference(workspace: &Workspace, scenario: &Scenario) -> Option<String> {
    let mut dry = Seen::default();
    for run in dry_run(workspace, scenario).expect("a dry run").runs {
        let mut lines = vec![run.journey.to_string()];
        lines.extend(run.steps.iter().map(Bare::text));
        lines.push(ending(run.end.reason.to_string(), run.end.at));
        dry.people.entry(run.profile).or_default().push(lines);
    }
    let plan = Plan::of_scenario(workspace, scenario).expect("a plan").keeping(3);
    let mut bare = Bare::default();
    conduct(&plan, &mut bare, |_| true);
    dry.difference(&bare.0)
}

/// A random journey with so many people beside Anna and Ben.
fn story(bytes: &[u8], people: usize) -> Story {
    (0..people).fold(random_journey::story(bytes), |story, number| {
        let id = format!("p{number:04}");
        let points = i64::try_from(number * 37 % 211).expect("a number");
        let mail = Value::Text(format!("{id}@example.com"));
        let story = story.person(&id, &[("email", mail), ("points", Value::Integer(points))]);
        if number % 3 == 0 {
            story.with_person(&id, |person| person.audiences = vec!["audience-gold".into()])
        } else {
            story
        }
    })
}

fn difference(story: &Story) -> Option<String> {
    let workspace = story.workspace();
    Seen::of_dry_run(&workspace, &story.scenario).difference(&Seen::of_crowd(&workspace, &story.scenario))
}

proptest! {
    // The same forty every time; the thousand people by name are drawn anew.
    #![proptest_config(ProptestConfig {
        cases: 40,
        max_shrink_iters: 100,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_105),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_crowd_does_with_random_journeys_what_the_dry_run_says(bytes in vec(any::<u8>(), 0..160), people in 0_usize..200) {
        let story = story(&bytes, people);
        prop_assert_eq!(difference(&story), None);
        prop_assert_eq!(bare_difference(&story.workspace(), &story.scenario), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "slow: a thousand people, a hundred times"]
    fn a_crowd_of_a_thousand_does_what_the_dry_run_says(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(difference(&story(&bytes, 1_000)), None);
    }
}

#[test]
fn a_crowd_does_with_every_sample_what_the_dry_run_says() {
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let workspace = files::open(&samples).expect("the samples").workspace;
    assert!(workspace.scenarios.len() > 10);
    for scenario in workspace.scenarios.values() {
        let dry = Seen::of_dry_run(&workspace, scenario);
        assert_eq!(dry.difference(&Seen::keeping(1_000, &workspace, scenario)), None, "{}", scenario.name);
        assert_eq!(dry.difference(&Seen::of_crowd(&workspace, scenario)), None, "{}", scenario.name);
        assert_eq!(bare_difference(&workspace, scenario), None, "{}", scenario.name);
    }
}

#[test]
fn limits_refuse_and_delay_a_crowd_as_the_dry_run_says() {
    let from = || Answerer::Action("action-a".into());
    for story in [
        calling(5, cap(3, 1_000), None),
        calling(5, None, Some(2)),
        calling(5, None, Some(2)).replies(from(), 503, 300, "", Some(3)).replies(from(), 200, 700, "", None),
    ] {
        assert_eq!(difference(&story), None);
    }
}

#[test]
fn a_difference_that_was_planted_is_caught() {
    let story = calling(5, cap(3, 1_000), None).at("call", Port::Next).then("mail", email("{{ random() }}", ""));
    let workspace = story.workspace();
    let dry = Seen::of_dry_run(&workspace, &story.scenario);
    assert_eq!(dry.difference(&Seen::of_crowd(&workspace, &story.scenario)), None);
    // Another chance.
    let other = Scenario { seed: 2, ..story.scenario.clone() };
    assert!(dry.difference(&Seen::of_crowd(&workspace, &other)).is_some());
    // Another answer, and one that comes later.
    for (status, milliseconds) in [(404, 0), (200, 5)] {
        let replies = story.scenario.replies.clone();
        let reply = Reply { milliseconds, times: Some(1), ..Reply::of(Answerer::Action("action-a".into()), status) };
        let other = Scenario { replies: [replies, vec![reply]].concat(), ..story.scenario.clone() };
        assert!(dry.difference(&Seen::of_crowd(&workspace, &other)).is_some(), "{status} after {milliseconds} ms");
    }
}
