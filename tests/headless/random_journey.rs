//! Random journeys that mean something: every kind of activity, in any order, with people, happenings and replies.

use std::collections::BTreeMap;

use waymark::journey::*;

use crate::build::*;
use crate::run_streams::{appending, files, subject};

/// Bytes that decide; when they are used up everything is as small as it can be.
pub struct Dice<'a>(pub &'a [u8]);

impl Dice<'_> {
    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                usize::from(*first) % end.max(1)
            }
            None => 0,
        }
    }

    fn of<T: Clone>(&mut self, options: &[T]) -> T {
        options[self.below(options.len())].clone()
    }

    fn is(&mut self, of: usize) -> bool {
        self.below(of) == of - 1
    }
}

const HOURS: [i64; 6] = [1, 2, 3, 12, 24, 30];

/// A story that these bytes decide.
pub fn story(bytes: &[u8]) -> Story {
    let dice = &mut Dice(bytes);
    let cap = |max_connections| Cap { max_calls: 1, period_ms: 3_600_000, max_connections };
    let cap = dice.of(&[None, None, Some(cap(None)), Some(Cap { max_calls: 9, ..cap(Some(1)) })]);
    let mut evaluation = || dice.of(&[Evaluation::Streaming, Evaluation::Streaming, Evaluation::Batch]);
    let mut story = world(cap, evaluation(), evaluation());
    story = rule_sets(dice, story);
    story = entry(dice, story);
    let steps = 1 + dice.below(9);
    for index in 0..steps {
        story = step(dice, story, &format!("step-{index:02}"));
    }
    story = properties(dice, story);
    people_and_happenings(dice, story)
}

/// A channel whose messages a provider is handed.
fn provided(id: &str, medium: Medium) -> Channel {
    Channel { id: id.into(), name: id.to_owned(), medium, provider: Some("action-a".into()), ..Channel::default() }
}

fn world(cap: Option<Cap>, rich: Evaluation, late: Evaluation) -> Story {
    let group = FieldGroup { name: "Now".to_owned(), response: r#"{"rain": 80}"#.to_owned(), ..FieldGroup::default() };
    let weather = DataSource {
        id: "source-weather".into(),
        name: "Weather".to_owned(),
        kind: DataSourceKind::External { url: String::new(), authentication: Authentication::None },
        field_groups: vec![group],
        ..DataSource::default()
    };
    let business = Event {
        id: event_id("Restocked"),
        name: "Restocked".to_owned(),
        kind: EventKind::Business,
        sample: r#"{"total": 3}"#.to_owned(),
        ..Event::default()
    };
    let values = |price: &str| BTreeMap::from([("price".to_owned(), price.to_owned())]);
    let field = |path: &str, kind| Field { path: path.to_owned(), kind, ..Field::default() };
    let schema = Schema {
        id: "schema-offer".into(),
        name: "Offer".to_owned(),
        class: SchemaClass::Record,
        fields: vec![field("sku", ValueType::String), field("price", ValueType::Decimal)],
        ..Schema::default()
    };
    let offer = |name: &str, eligibility: &str| Offer {
        name: name.to_owned(),
        priority: 1,
        eligibility: eligibility.into(),
        values: values("4.5"),
    };
    let policy = DecisionPolicy {
        id: "policy-a".into(),
        name: "Best".to_owned(),
        schema: Some("schema-offer".into()),
        offers: 1,
        strategies: vec![SelectionStrategy {
            name: "All".to_owned(),
            eligibility: "".into(),
            offers: vec![offer("Large", "#{ExperiencePlatform.Customer.points} > 50"), offer("Small", "")],
        }],
        ..DecisionPolicy::default()
    };
    let record = Record {
        values: BTreeMap::from([("sku".to_owned(), "L-1".to_owned()), ("price".to_owned(), "7.25".to_owned())]),
    };
    let dataset = Dataset {
        id: "dataset-a".into(),
        name: "Stock".to_owned(),
        schema: Some("schema-offer".into()),
        key: "sku".to_owned(),
        records: vec![record],
        ..Dataset::default()
    };
    let endpoint = Endpoint {
        id: "endpoint-a".into(),
        name: "Messages".to_owned(),
        url_pattern: "https://api.example.com/*".to_owned(),
        methods: vec![Method::Post],
        cap,
        deployed: true,
        ..Endpoint::default()
    };
    let streams = Endpoint {
        id: "endpoint-streams".into(),
        name: "Streams".to_owned(),
        url_pattern: "nats://nats.example.com/orders.s*".to_owned(),
        ..endpoint.clone()
    };
    let mut action = posting("action-a", "Send");
    action.response = r#"{"code": 7, "share": 0.1}"#.to_owned();
    Story::new()
        .with(Item::DataSource(weather))
        .with(Item::Event(business))
        .with(Item::Schema(schema))
        .with(Item::Channel(provided("channel-mail", Medium::Email)))
        .with(Item::Channel(provided("channel-app", Medium::InApp)))
        .with(Item::Channel(provided("channel-web", Medium::Web)))
        .with(Item::DecisionPolicy(policy))
        .with(Item::Dataset(dataset))
        .with(Item::Action(action))
        .with(Item::Endpoint(endpoint))
        .with(Item::Endpoint(streams))
        .with(Item::Action(appending("action-file", "Keep", files())))
        .with(Item::Action(appending("action-nats", "Tell", subject("orders.{{to.country}}"))))
        .event("Go", "", r#"{"total": 5, "booking": "B-1"}"#)
        .event("Paid", "@event{Paid.total} > 1", r#"{"total": 5}"#)
        .event("Welcomed", "", r#"{"total": 1}"#)
        .audience("gold", "")
        .evaluated("rich", "#{ExperiencePlatform.Customer.points} >= 100", rich)
        .evaluated("late", "now() > toDateTime(\"2026-01-06T03:00:00Z\")", late)
}

/// How many messages anybody gets and at which hours, how many journeys they enter, and in how many they are at once.
fn rule_sets(dice: &mut Dice<'_>, story: Story) -> Story {
    let frequency = CapRule::Frequency { medium: None, at_most: 2, every: 1, period: Period::Day };
    let time = |hour| jiff::civil::Time::new(hour, 30, 0, 0).expect("a time");
    let (from, to) = dice.of(&[(21, 7), (12, 15)]);
    let quiet = CapRule::QuietHours(QuietHours {
        windows: vec![QuietWindow { days: Vec::new(), from: time(from), to: time(to) }],
        zone: "Europe/Stockholm".to_owned(),
        in_profile_zone: dice.is(3),
        then: dice.of(&[QuietAction::Queue, QuietAction::Queue, QuietAction::Discard]),
        ..QuietHours::default()
    });
    let calm = dice.of(&[vec![frequency.clone()], vec![quiet.clone()], vec![quiet, frequency]]);
    let entries = CapRule::JourneyEntries { at_most: 1, every: 1, period: dice.of(&[Period::Day, Period::Week]) };
    let at_once = CapRule::ConcurrentJourneys { at_most: 1, look_ahead_days: dice.of(&[None, Some(2)]) };
    let few = dice.of(&[vec![entries.clone()], vec![at_once.clone()], vec![entries, at_once]]);
    let set = |id: &str, name: &str, domain, rules| {
        Item::RuleSet(RuleSet { id: id.into(), name: name.to_owned(), domain, rules, ..RuleSet::default() })
    };
    story.with(set("rules-calm", "Calm", RuleDomain::Channel, calm)).with(set(
        "rules-few",
        "Few",
        RuleDomain::Journey,
        few,
    ))
}

fn entry(dice: &mut Dice<'_>, story: Story) -> Story {
    match dice.below(6) {
        0..=2 => story.then("entry", on("Go")),
        3 => {
            let audience = dice.of(&["gold", "rich"]);
            let behaviour = dice.of(&[Behaviour::Enter, Behaviour::Exit, Behaviour::Both]);
            story.then("entry", qualification(audience, behaviour))
        }
        4 => {
            let every = dice.of(&[
                Recurrence::AsSoonAsPossible,
                Recurrence::Once("2026-01-05T15:00:00".parse().expect("a date")),
                Recurrence::Hourly { start: "2026-01-05T06:30:00".parse().expect("a date"), hours: 7 },
                Recurrence::Daily { start: "2026-01-05T12:00:00".parse().expect("a date") },
            ]);
            let (incremental, force_reentrance, waves) = (dice.is(3), dice.is(3), dice.is(3));
            let Kind::ReadAudience(read) = read(dice.of(&["gold", "rich"])) else { unreachable!("a read audience") };
            let waves = waves.then(|| Waves::evenly(2, Duration::Hours(5)));
            story.then("entry", Kind::ReadAudience(ReadAudience { waves, ..read })).properties(|properties| {
                properties.schedule = Schedule { every, incremental, force_reentrance, ..Schedule::default() };
            })
        }
        _ => {
            let several = dice.is(2);
            let business = Kind::BusinessEvent(BusinessEventActivity { event: Some(event_id("Restocked")) });
            story
                .then("entry", business)
                .then("read", read("rich"))
                .properties(|properties| properties.allow_several_executions = several)
        }
    }
}

fn split(id: String, share: u32) -> SplitPath {
    SplitPath { id: id.as_str().into(), label: String::new(), share }
}

/// A step and, where it has several ways out, one to go on by; the other may have a step of its own.
fn step(dice: &mut Dice<'_>, story: Story, id: &str) -> Story {
    let path = format!("path-{id}");
    let hours = Duration::Hours(dice.of(&HOURS));
    let fork = |dice: &mut Dice<'_>, story: Story, ports: [Port; 2]| {
        let [first, second] = if dice.is(2) {
            ports
        } else {
            let [a, b] = ports;
            [b, a]
        };
        let story = if dice.is(2) {
            story.at(id, first).then(&format!("{id}-aside"), wait(Duration::Minutes(90)))
        } else {
            story
        };
        story.at(id, second)
    };
    match dice.below(24) {
        0 => story.then(id, wait(hours)),
        1 => {
            story.then(id, wait_until(dice.of(&["2026-01-05T20:00:00", "2026-01-07T07:00:00", "2026-01-01T00:00:00"])))
        }
        2 => {
            let custom = dice.of(&["toDateTimeOnly(\"2026-01-06T10:00:00\")", "@event{Go.missing}"]);
            story.then(id, wait_custom(custom))
        }
        3 => story.then(id, Kind::Wait(Wait::SendTime(SendTimeWait { within_hours: 9, ..SendTimeWait::default() }))),
        4 => {
            let timeout_path = dice.is(2);
            let story = story.then(id, listen("Paid", hours, timeout_path));
            if timeout_path { fork(dice, story, [Port::Next, Port::Timeout]) } else { story }
        }
        5 => story
            .then(id, qualification(dice.of(&["gold", "rich", "late"]), dice.of(&[Behaviour::Enter, Behaviour::Both]))),
        6 => {
            let expression = dice.of(&[
                "@event{Go.total} > 4",
                "#{ExperiencePlatform.Customer.points} > 50",
                "#{Weather.Now.rain} > 50",
                "inAudience(\"rich\")",
                "@action{Send.share} > 0.05",
                "random() > 0.5",
            ]);
            let story = story.then(id, data(&[(&path, expression)], true));
            fork(dice, story, [branch(&path), Port::Other])
        }
        7 => {
            let hours = Hours { from: "08:00:00".parse().expect("a time"), to: "18:00:00".parse().expect("a time") };
            let path =
                TimePath { id: path.as_str().into(), label: String::new(), hours: Some(hours), days: Vec::new() };
            let port = Port::Branch(path.id.clone());
            let story = story.then(id, condition(Test::Time(vec![path]), true));
            fork(dice, story, [port, Port::Other])
        }
        8 => {
            let from = Some("2026-01-06".parse().expect("a day"));
            let path = DatePath { id: path.as_str().into(), label: String::new(), from, to: None };
            let port = Port::Branch(path.id.clone());
            let story = story.then(id, condition(Test::Date(vec![path]), true));
            fork(dice, story, [port, Port::Other])
        }
        9 => {
            let (a, b) = (format!("{path}-a"), format!("{path}-b"));
            let test = Test::Split(vec![split(a.clone(), 5_000), split(b.clone(), 4_500)]);
            let story = story.then(id, condition(test, false));
            fork(dice, story, [branch(&a), branch(&b)])
        }
        10 => {
            let (a, b) = (format!("{path}-a"), format!("{path}-b"));
            let treatments = vec![split(a.clone(), 5_000), split(b.clone(), 5_000)];
            let test = Test::Experiment(Experiment { treatments, holdout: 1_000, ..Experiment::default() });
            let story = story.then(id, condition(test, false));
            fork(dice, story, [branch(&a), branch(&b)])
        }
        11 => {
            let cap = ProfileCap { id: path.as_str().into(), label: String::new(), limit: 1 };
            let story = story.then(id, condition(Test::ProfileCap(cap), true));
            fork(dice, story, [branch(&path), Port::Other])
        }
        12 | 13 => {
            let error_path = dice.is(2);
            let action = dice.of(&["action-a", "action-file", "action-nats"]);
            let country = dice.of(&["\"se\"", "@event{Go.booking}"]);
            let values = [("body.order", "@event{Go.total}"), ("body.to.country", country)];
            let values = if action == "action-a" { &[][..] } else { &values[..] };
            let story = story.then(id, call(action, values, error_path));
            if error_path { fork(dice, story, [Port::Next, Port::Error]) } else { story }
        }
        14 => {
            let Kind::Message(message) = email("Hello {{ random() }}", "{{ @event{Go.total} }} {{ uuid() }}") else {
                unreachable!("a message")
            };
            let channel = dice.of(&[None, Some("channel-mail".into())]);
            let rule_set = dice.of(&[None, Some("rules-calm".into())]);
            story.then(id, Kind::Message(Message { channel, rule_set, ..message }))
        }
        15 => {
            let Kind::Message(message) = email("Later", "{{ now() }}") else { unreachable!("a message") };
            let send_time = Some(SendTime { within_hours: 6, ..SendTime::default() });
            story.then(id, Kind::Message(Message { send_time, ..message }))
        }
        16 => {
            let message =
                |medium| Message { medium, subject: "Here".into(), body: "{{ uuid() }}".into(), ..Message::default() };
            // Handed to a provider by a call, which is tried again, or shown at once.
            let app = dice.of(&[None, Some("channel-app".into())]);
            let web = dice.of(&[None, Some("channel-web".into())]);
            let messages = vec![
                Message { channel: app, ..message(Medium::InApp) },
                Message { channel: web, ..message(Medium::Web) },
            ];
            story.then(id, Kind::MultiAction(MultiAction { messages, ..MultiAction::default() }))
        }
        17 => {
            let mail = format!("{id}-mail");
            let reaction = Reaction {
                message: Some(mail.as_str().into()),
                timeout: Some(hours),
                timeout_path: true,
                ..Reaction::default()
            };
            let story = story.then(&mail, email("React", "please")).then(id, Kind::Reaction(reaction));
            fork(dice, story, [Port::Next, Port::Timeout])
        }
        18 => {
            let value = dice.of(&["200", "0", "#{ExperiencePlatform.Customer.points} + 60"]);
            let fields = vec![FieldUpdate { field: "points".to_owned(), value: value.into() }];
            story.then(id, Kind::UpdateProfile(UpdateProfile { fields, ..UpdateProfile::default() }))
        }
        19 => {
            let jump = Jump {
                target: Some(dice.of(&["journey-other", "journey-none"]).into()),
                entry: Some(event_id("Welcomed")),
                mapping: [("total".to_owned(), "9".into())].into(),
                error_path: true,
            };
            let mut story = story.then(id, Kind::Jump(jump));
            if story.others.is_empty() {
                let mut other = Story::new()
                    .then("other-entry", on("Welcomed"))
                    .then("other-mail", email("Welcome", "{{ @event{Welcomed.total} }}"))
                    .then("other-pause", wait(Duration::Hours(2)))
                    .journey;
                other.id = "journey-other".into();
                story.others.push(other);
            }
            fork(dice, story, [Port::Next, Port::Error])
        }
        20 => {
            let rules = vec![DataPath {
                id: path.as_str().into(),
                label: String::new(),
                expression: "#{ExperiencePlatform.Customer.points} > 50".into(),
            }];
            let story = story.then(id, condition(Test::Targeting(rules), true));
            fork(dice, story, [branch(&path), Port::Other])
        }
        21 => {
            let error_path = dice.is(2);
            let call = ActionCall { action: Some("action-a".into()), error_path, ..ActionCall::default() };
            let story = story.then(id, Kind::Campaign(call));
            if error_path { fork(dice, story, [Port::Next, Port::Error]) } else { story }
        }
        22 => {
            let name = format!("Best{}", id.trim_start_matches("step-"));
            story.then(id, Kind::ContentDecision(ContentDecision { name, policy: Some("policy-a".into()) }))
        }
        _ => {
            let lookup = DatasetLookup {
                name: format!("Found{}", id.trim_start_matches("step-")),
                dataset: Some("dataset-a".into()),
                fields: vec!["price".to_owned()],
                key: dice.of(&["\"L-1\"", "\"none\""]).into(),
            };
            story.then(id, Kind::DatasetLookup(lookup))
        }
    }
}

fn properties(dice: &mut Dice<'_>, mut story: Story) -> Story {
    let allowed = !dice.is(4);
    let wait = dice.of(&[Duration::Minutes(0), Duration::Minutes(5), Duration::Hours(2)]);
    let exits = dice.is(3);
    let ends = dice.is(6);
    let rule_set: Option<RuleSetId> = dice.of(&[None, None, Some("rules-few".into())]);
    for other in &mut story.others {
        other.properties.rule_set = rule_set.clone();
        other.properties.priority = Some(60);
    }
    if dice.is(5) {
        let mut event = story.inventory.get::<Event>(&event_id("Go")).expect("the event").clone();
        event.supplemental = Some(SupplementalId { key: "@event{Go.booking}".into(), namespace: None });
        story = story.with(Item::Event(event));
    }
    story.properties(|properties| {
        properties.zone = "Europe/Stockholm".to_owned();
        properties.reentrance = Reentrance { allowed, wait };
        properties.rule_set = rule_set;
        if exits {
            let paid = ExitWhen::Event { event: Some(event_id("Paid")), condition: "@event{Paid.total} > 90".into() };
            let gold = ExitWhen::Audience { audience: Some("audience-gold".into()), behaviour: Behaviour::Exit };
            let empty = ExitWhen::Profile("#{ExperiencePlatform.Customer.points} == 0".into());
            let exit = |(index, when)| ExitCriterion {
                id: format!("exit-{index}").as_str().into(),
                label: String::new(),
                when,
            };
            properties.exit_criteria = [paid, gold, empty].into_iter().enumerate().map(exit).collect();
        }
        if ends {
            properties.end = Some(moment("2026-01-08T09:00:00Z"));
        }
    })
}

fn people_and_happenings(dice: &mut Dice<'_>, mut story: Story) -> Story {
    let points = |points| ("points", Value::Integer(points));
    let mail = |name: &str| ("email", Value::Text(format!("{name}@example.com")));
    story = story.person("anna", &[mail("anna"), points(120)]).person("ben", &[mail("ben"), points(10)]);
    if dice.is(2) {
        story = story.with_person("ben", |ben| ben.audiences = vec!["audience-gold".into()]);
    }
    let zone = dice.of(&["", "Asia/Tokyo"]);
    story = story.with_person("anna", |anna| anna.zone = zone.to_owned());
    for _ in 0..2 + dice.below(8) {
        // Half an hour past the hour, and no second the same: simultaneous happenings are another story.
        let after = Duration::Seconds(i64::try_from(dice.below(240)).expect("a number") * 617);
        let who = dice.of(&[None, Some("anna"), Some("ben")]);
        let message: ActivityId = format!("step-{:02}-mail", dice.below(6)).as_str().into();
        let total = dice.of(&[0, 3, 50, 95]);
        let booking = dice.of(&["B-1", "B-2", ""]);
        let what = match dice.below(12) {
            0..=2 => arrives_with("Go", &format!(r#"{{"total": {total}, "booking": "{booking}"}}"#)),
            3 => arrives("Go"),
            4 => arrives_with("Paid", &format!(r#"{{"total": {total}}}"#)),
            5 => What::EnterAudience("audience-gold".into()),
            6 => What::LeaveAudience("audience-gold".into()),
            7 => What::Attribute { field: "points".to_owned(), value: Value::Integer(dice.of(&[0, 60, 200])) },
            8 => What::React { message, reaction: dice.of(&[ReactionKind::Opened, ReactionKind::Clicked]) },
            9 => arrives("Restocked"),
            10 => What::Pause { at_actions: dice.of(&[AtAction::Hold, AtAction::Discard]), days: 1 },
            _ => What::Resume,
        };
        story = story.happens_to(who, after, what);
    }
    for _ in 0..dice.below(4) {
        let from = dice.of(&[
            Answerer::Action("action-a".into()),
            Answerer::Action("action-file".into()),
            Answerer::Action("action-nats".into()),
            Answerer::DataSource("source-weather".into()),
            Answerer::Message("step-00".into()),
            Answerer::Message("step-01".into()),
        ]);
        let status = dice.of(&[200, 200, 404, 500, 503]);
        // Fractions of a second that nothing else has, so that no answer meets a timer.
        let milliseconds = dice.of(&[7, 1_013, 29_989, 40_009]);
        let times = dice.of(&[None, Some(1), Some(2)]);
        story = story.replies(from, status, milliseconds, r#"{"rain": 10, "code": 1, "share": 0.3}"#, times);
    }
    story.until("2026-01-12T00:00:00Z")
}

/// What a step is, and by what it chooses or waits.
fn word(kind: &Kind) -> String {
    let which = match kind {
        Kind::Event(_)
        | Kind::BusinessEvent(_)
        | Kind::AudienceQualification(_)
        | Kind::ReadAudience(_)
        | Kind::Reaction(_)
        | Kind::ContentDecision(_)
        | Kind::DatasetLookup(_)
        | Kind::Jump(_)
        | Kind::Message(_)
        | Kind::MultiAction(_)
        | Kind::CustomAction(_)
        | Kind::Campaign(_)
        | Kind::UpdateProfile(_) => "",
        Kind::Wait(Wait::Duration(_)) => " for a while",
        Kind::Wait(Wait::Date(_)) => " until a date",
        Kind::Wait(Wait::Custom(_)) => " by an expression",
        Kind::Wait(Wait::SendTime(_)) => " for the hour",
        Kind::Condition(condition) => match &condition.test {
            Test::Data(_) => " by data",
            Test::Time(_) => " by time",
            Test::Date(_) => " by date",
            Test::Split(_) => " by chance",
            Test::Experiment(_) => " by experiment",
            Test::Targeting(_) => " by rules",
            Test::ProfileCap(_) => " by a cap",
        },
    };
    format!("{}{which}", kind.id_kind())
}

#[test]
fn random_journeys_know_every_kind_of_step_and_everything_that_happens() {
    let mut met = std::collections::BTreeSet::new();
    // A plain generator of bytes: what is met does not depend on the day.
    let mut state = 20_260_105_u64;
    for _ in 0..600 {
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        })
        .take(160)
        .collect();
        let story = story(&bytes);
        met.extend(story.journey.activities.iter().map(|activity| word(&activity.kind)));
        for happening in &story.scenario.happenings {
            met.insert(match &happening.what {
                What::Event { .. } => "an event happens".to_owned(),
                What::EnterAudience(_) => "somebody enters".to_owned(),
                What::LeaveAudience(_) => "somebody leaves".to_owned(),
                What::React { .. } => "somebody reacts".to_owned(),
                What::ReadAudience => continue,
                What::Attribute { .. } => "somebody changes".to_owned(),
                What::Pause { at_actions, .. } => format!("a pause begins: {at_actions:?}"),
                What::Resume => "a pause ends".to_owned(),
            });
        }
        for rule in story.inventory.rule_sets.iter().flat_map(|set| &set.rules) {
            met.insert(match rule {
                CapRule::Frequency { .. } => "a cap of messages".to_owned(),
                CapRule::QuietHours(hours) => format!("quiet hours: {:?}", hours.then),
                CapRule::JourneyEntries { .. } => "a cap of entries".to_owned(),
                CapRule::ConcurrentJourneys { .. } => "a cap of journeys at once".to_owned(),
            });
        }
        if story.journey.properties.rule_set.is_some() {
            met.insert("a journey under a rule set".to_owned());
        }
        for audience in &story.inventory.audiences {
            met.insert(format!("{} {:?}", audience.name, audience.evaluation));
        }
    }
    let all = [
        "a cap of entries",
        "a cap of journeys at once",
        "a cap of messages",
        "a journey under a rule set",
        "quiet hours: Discard",
        "quiet hours: Queue",
        "a pause begins: Discard",
        "a pause begins: Hold",
        "a pause ends",
        "an event happens",
        "somebody changes",
        "somebody enters",
        "somebody leaves",
        "somebody reacts",
        "late Batch",
        "late Streaming",
        "rich Batch",
        "rich Streaming",
        "business",
        "qualify",
        "read",
        "event",
        "reaction",
        "jump",
        "email",
        "multi",
        "action",
        "campaign",
        "update",
        "decision",
        "lookup",
        "wait for a while",
        "wait until a date",
        "wait by an expression",
        "wait for the hour",
        "condition by data",
        "condition by time",
        "condition by date",
        "condition by chance",
        "condition by experiment",
        "condition by rules",
        "condition by a cap",
    ];
    let missing: Vec<&str> = all.into_iter().filter(|word| !met.contains(*word)).collect();
    assert!(missing.is_empty(), "{missing:?} of {met:?}");
}
