//! Guardrails on journeys that nobody would draw: no rule panics, loops or contradicts itself.

use std::sync::Arc;

use waymark::check::{Checker, Sketch, rules};
use waymark::journey::{
    ActivityId, Connection, ConnectionId, Duration, Item, Journey, Kind, Platform, Port, Test, Wait, Workspace,
};

/// Chance that can be repeated: SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % sides.max(1) as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.roll(list.len()))
    }
}

const TEXTS: [&str; 8] = [
    "",
    "((((",
    "@event{",
    "#{a.b.c} > 1",
    "now(",
    "'",
    "\u{0}\u{202e}",
    "@event{OrderPlaced.total, defaultValue: 1} is null",
];
const LENGTHS: [i64; 6] = [i64::MIN, -1, 0, 1, 1_000_000_000, i64::MAX];

/// An example of a rule, beaten out of shape.
fn broken(dice: &mut Dice) -> Workspace {
    let rule = dice.pick(rules()).unwrap();
    let mut workspace = (rule.flagged)().workspace;
    let other = dice.pick(rules()).unwrap();
    let more = (other.flagged)().workspace;
    let ids: Vec<_> = workspace.journeys.keys().cloned().collect();
    let id = dice.pick(&ids).unwrap().clone();
    let journey = Arc::make_mut(workspace.journeys.get_mut(&id).unwrap());
    // Two examples in one journey share ids, which is the point.
    journey.activities.extend(more.journeys.values().flat_map(|journey| journey.activities.clone()).take(60));
    for _ in 0..dice.roll(12) {
        beat(journey, dice);
    }
    if dice.roll(2) == 0 {
        journey.sort();
    }
    let inventory = Arc::make_mut(&mut workspace.inventory);
    let items: Vec<_> = inventory.items().iter().map(Item::reference).collect();
    for _ in 0..dice.roll(4) {
        if let Some(item) = dice.pick(&items) {
            inventory.remove(item);
        }
    }
    workspace
}

fn beat(journey: &mut Journey, dice: &mut Dice) {
    let ids: Vec<ActivityId> = journey.activities.iter().map(|activity| activity.id.clone()).collect();
    let mut ends = ids.clone();
    ends.push("nobody".into());
    match dice.roll(6) {
        0 => {
            let (Some(from), Some(to)) = (dice.pick(&ends).cloned(), dice.pick(&ends).cloned()) else { return };
            let ports = [Port::Next, Port::Other, Port::Error, Port::Timeout, Port::Branch("path-1".into())];
            let port = dice.pick(&ports).unwrap().clone();
            let id = ConnectionId(format!("wire-{}", dice.roll(20)));
            journey.connections.push(Connection { id, from, port, to });
        }
        1 => {
            let gone = dice.roll(journey.activities.len());
            if gone < journey.activities.len() {
                journey.activities.remove(gone);
            }
        }
        2 => {
            let kinds: Vec<Kind> = journey.activities.iter().map(|activity| activity.kind.clone()).collect();
            let place = dice.roll(journey.activities.len());
            if let (Some(kind), Some(activity)) = (dice.pick(&kinds), journey.activities.get_mut(place)) {
                activity.kind = kind.clone();
            }
        }
        3 => journey.layout.clear(),
        _ => {
            let place = dice.roll(journey.activities.len());
            let length = *dice.pick(&LENGTHS).unwrap();
            let text = *dice.pick(&TEXTS).unwrap();
            let Some(activity) = journey.activities.get_mut(place) else { return };
            match &mut activity.kind {
                Kind::Wait(wait) if length % 2 == 0 => *wait = Wait::Custom(text.into()),
                Kind::Wait(wait) => *wait = Wait::Duration(Duration::Weeks(length)),
                Kind::Reaction(reaction) => reaction.timeout = Some(Duration::Days(length)),
                Kind::Message(message) => message.body = text.into(),
                Kind::Condition(condition) => match &mut condition.test {
                    Test::Data(paths) => paths.iter_mut().for_each(|path| path.expression = text.into()),
                    Test::Split(paths) => paths.iter_mut().for_each(|path| path.share = u32::MAX),
                    test => *test = Test::Data(Vec::new()),
                },
                Kind::CustomAction(call) | Kind::Campaign(call) => call.path = text.into(),
                _ => journey.properties.timeout_seconds = length,
            }
        }
    }
}

fn survives(cases: u64) {
    let mut kept = Checker::new();
    for seed in 0..cases {
        let workspace = broken(&mut Dice(seed));
        for platform in Platform::ALL {
            let report = kept.check(&workspace, platform, Sketch::now());
            let fresh = Checker::new().check(&workspace, platform, Sketch::now());
            assert_eq!(report, fresh, "seed {seed} on {}", platform.name());
            assert!(report.findings.is_sorted_by_key(|finding| finding.severity), "seed {seed}");
        }
    }
}

#[test]
fn no_rule_panics_or_loops_on_broken_journeys() {
    survives(500);
}

#[test]
#[ignore = "slow: a hundred thousand broken journeys, run by name"]
fn no_rule_panics_or_loops_on_a_hundred_thousand_broken_journeys() {
    survives(100_000);
}

#[test]
fn a_chain_of_ten_thousand_steps_and_a_ring_of_them_are_checked_without_deep_recursion() {
    let mut sketch = Sketch::event().workspace;
    let journey = Arc::make_mut(sketch.journeys.values_mut().next().unwrap());
    let first = journey.activities[0].clone();
    for number in 0..10_000 {
        let mut step = first.clone();
        step.id = ActivityId(format!("wait-{number:05}"));
        step.kind = Kind::Wait(Wait::Duration(Duration::Hours(1)));
        let from = journey.activities.last().unwrap().id.clone();
        let id = ConnectionId(format!("wire-{number:05}"));
        journey.connections.push(Connection { id, from, port: Port::Next, to: step.id.clone() });
        journey.activities.push(step);
    }
    let chain = Checker::new().check(&sketch, Platform::Ajo, Sketch::now());
    assert!(chain.findings.iter().any(|finding| finding.rule == "journey-max-activities"));
    let journey = Arc::make_mut(sketch.journeys.values_mut().next().unwrap());
    journey.connections.remove(0);
    let wire =
        Connection { id: "wire-ring".into(), from: "wait-09999".into(), port: Port::Next, to: "wait-00000".into() };
    journey.connections.push(wire);
    let ring = Checker::new().check(&sketch, Platform::Ajo, Sketch::now());
    assert_eq!(ring.findings.iter().filter(|finding| finding.rule == "activity-disconnected").count(), 1);
}
