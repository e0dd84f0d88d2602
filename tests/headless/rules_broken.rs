//! Guardrails on journeys that nobody would draw: no rule panics, loops or contradicts itself.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use waymark::check::{Checker, Severity, Sketch, rules};
use waymark::journey::{
    Activity, ActivityId, Authentication, Cap, CapRule, Connection, ConnectionId, DataSourceKind, Duration,
    ExitCriterion, ExitWhen, Inventory, Item, Journey, Jump, Kind, Medium, Method, Organization, Period, Platform,
    Port, QuietHours, QuietWindow, Recurrence, RuleSet, Suppression, Test, Throttle, Wait, Workspace,
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

/// What a rule is broken by. Where a step is large and nothing else, there is nothing to be beaten out of shape.
fn example(dice: &mut Dice) -> Workspace {
    loop {
        let workspace = (dice.pick(rules()).unwrap().flagged)().workspace;
        let steps = workspace.journeys.values().flat_map(|journey| &journey.activities);
        let large = |kind: &Kind| matches!(kind, Kind::Message(message) if message.html.as_str().len() > 100_000);
        if !steps.map(|step| &step.kind).any(large) {
            return workspace;
        }
    }
}

/// An example of a rule, beaten out of shape.
fn broken(dice: &mut Dice) -> Workspace {
    let mut workspace = example(dice);
    let more = example(dice);
    let ids: Vec<_> = workspace.journeys.keys().cloned().collect();
    let id = dice.pick(&ids).unwrap().clone();
    let journey = Arc::make_mut(workspace.journeys.get_mut(&id).unwrap());
    // Two examples in one journey share ids, which is the point.
    journey.activities.extend(more.journeys.values().flat_map(|journey| journey.activities.clone()).take(60));
    for _ in 0..dice.roll(12) {
        beat(journey, dice);
    }
    for _ in 0..dice.roll(4) {
        contradict(journey, dice);
    }
    if dice.roll(2) == 0 {
        journey.sort();
    }
    let mut second = None;
    if dice.roll(4) == 0 {
        // Journeys that jump to each other and to nowhere.
        let mut other = journey.clone();
        other.id = "journey-9".into();
        jump(journey, "journey-9", dice);
        jump(&mut other, "journey-1", dice);
        jump(&mut other, "nowhere", dice);
        second = Some(other);
    }
    workspace.journeys.extend(second.map(|other| (other.id.clone(), Arc::new(other))));
    let inventory = Arc::make_mut(&mut workspace.inventory);
    let items: Vec<_> = inventory.items().iter().map(Item::reference).collect();
    for _ in 0..dice.roll(4) {
        if let Some(item) = dice.pick(&items) {
            inventory.remove(item);
        }
    }
    for _ in 0..dice.roll(4) {
        misconfigure(inventory, dice);
    }
    let length = *dice.pick(&LENGTHS).unwrap();
    if dice.roll(4) == 0 {
        let limits =
            Organization { journey_bytes: Some(length), live_journeys: Some(length), ..Organization::default() };
        workspace.organization = Some(Arc::new(limits));
    }
    workspace
}

fn jump(journey: &mut Journey, target: &str, dice: &mut Dice) {
    let kind = Kind::Jump(Jump { target: Some(target.into()), ..Jump::default() });
    let id = ActivityId(format!("jump-{}", dice.roll(9)));
    journey.activities.push(Activity { id, kind, ..Activity::default() });
}

/// Settings of a journey that cannot all be meant.
fn contradict(journey: &mut Journey, dice: &mut Dice) {
    let length = *dice.pick(&LENGTHS).unwrap();
    let text = *dice.pick(&TEXTS).unwrap();
    let properties = &mut journey.properties;
    let long_ago = DateTime::MIN;
    match dice.roll(7) {
        0 => properties.zone = text.to_owned(),
        1 => {
            properties.start = Timestamp::from_second(4_000_000_000).ok();
            properties.end = Timestamp::from_second(0).ok();
        }
        2 => {
            properties.schedule.every = match dice.roll(4) {
                0 => Recurrence::Hourly { start: long_ago, hours: length },
                1 => Recurrence::Daily { start: long_ago },
                2 => Recurrence::Weekly { start: DateTime::MAX, days: Vec::new() },
                _ => Recurrence::Monthly { start: long_ago, day: length },
            };
            properties.schedule.after_evaluation_hours = Some(length);
        }
        3 => {
            let when = [
                ExitWhen::Profile(text.into()),
                ExitWhen::default(),
                ExitWhen::Event { event: Some("nothing".into()), condition: text.into() },
            ];
            for when in when {
                // All of them with the same id.
                properties.exit_criteria.push(ExitCriterion { id: "exit-1".into(), label: text.to_owned(), when });
            }
        }
        4 => properties.reentrance.wait = Duration::Weeks(length),
        5 => properties.rule_set = Some("rules-own".into()),
        _ => {
            let place = dice.roll(journey.activities.len());
            let Some(activity) = journey.activities.get_mut(place) else { return };
            let rule = dice.pick(&["activity-label-missing", "wait-positive", "no-such-rule", ""]).unwrap();
            activity.label.clear();
            activity.suppressed.push(Suppression { rule: (*rule).to_owned(), reason: text.to_owned() });
        }
    }
}

/// Objects whose figures and texts are beyond everything.
fn misconfigure(inventory: &mut Inventory, dice: &mut Dice) {
    let length = *dice.pick(&LENGTHS).unwrap();
    let text = *dice.pick(&TEXTS).unwrap();
    match dice.roll(6) {
        0 => {
            for endpoint in &mut inventory.endpoints {
                endpoint.url_pattern = text.to_owned();
                endpoint.cap = Some(Cap { max_calls: length, period_ms: length, max_connections: Some(length) });
                endpoint.throttle = Some(Throttle { max_throughput: length, ..Throttle::default() });
                endpoint.response_time_ms = Some(length);
            }
        }
        1 => inventory.events.iter_mut().for_each(|event| event.peak_per_second = Some(length)),
        2 => {
            for audience in &mut inventory.audiences {
                (audience.size, audience.daily_qualifiers) = (Some(length), Some(length));
            }
        }
        3 => {
            let quiet = QuietHours {
                windows: vec![QuietWindow { days: Vec::new(), from: Time::midnight(), to: Time::midnight() }],
                media: vec![Medium::DirectMail],
                ..QuietHours::default()
            };
            inventory.rule_sets.push(RuleSet {
                id: "rules-own".into(),
                global: length > 0,
                active: length % 2 == 0,
                rules: vec![
                    CapRule::Frequency { medium: None, at_most: length, every: length, period: Period::Month },
                    CapRule::QuietHours(quiet),
                ],
                ..RuleSet::default()
            });
        }
        4 => {
            for source in &mut inventory.data_sources {
                source.kind = DataSourceKind::External { url: text.to_owned(), authentication: Authentication::None };
                for group in &mut source.field_groups {
                    group.method = Method::Post;
                    (group.response, group.sent_payload) = (text.to_owned(), "[[[{\"param\": 1}]]]".to_owned());
                }
            }
        }
        _ => inventory.schemas.iter_mut().for_each(|schema| schema.fields.clear()),
    }
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
    for (seed, platform) in (0..cases).zip(Platform::ALL.into_iter().cycle()) {
        let workspace = broken(&mut Dice(seed));
        let report = kept.check(&workspace, platform, Sketch::now());
        let fresh = Checker::new().check(&workspace, platform, Sketch::now());
        assert_eq!(report, fresh, "seed {seed} on {}", platform.name());
        assert!(report.findings.is_sorted_by_key(|finding| finding.severity), "seed {seed}");
        assert!(report.suppressed.iter().all(|known| known.finding.severity != Severity::Error), "seed {seed}");
    }
}

#[test]
fn no_rule_panics_or_loops_on_broken_journeys() {
    survives(2_000);
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
