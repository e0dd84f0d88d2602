//! A workspace in which every type of the document occurs, and every variant of every enum.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{date, time};
use waymark::journey::*;

fn moment() -> Timestamp {
    "2026-01-05T09:00:00Z".parse().expect("an instant")
}

fn field(path: &str, kind: ValueType) -> Field {
    let items = if kind == ValueType::ListObject {
        vec![Field { path: "sku".into(), kind: ValueType::String, ..Field::default() }]
    } else {
        Vec::new()
    };
    Field { path: path.into(), kind, items, ..Field::default() }
}

fn schemas() -> Vec<Schema> {
    let profile = ValueType::ALL.into_iter().map(|kind| field(&format!("a.{}", kind.name()), kind)).collect();
    let event = vec![field("order.total", ValueType::Decimal), field("order.id", ValueType::String)];
    vec![
        Schema {
            id: "schema-evnt".into(),
            name: "Orders".into(),
            class: SchemaClass::ExperienceEvent,
            primary_identity: Some("namespace-aaaa".into()),
            fields: event.clone(),
            ..Schema::default()
        },
        Schema { id: "schema-prof".into(), name: "Person".into(), fields: profile, ..Schema::default() },
        Schema {
            id: "schema-recd".into(),
            name: "Goods".into(),
            class: SchemaClass::Record,
            fields: vec![field("sku", ValueType::String), field("stock", ValueType::Integer)],
            ..Schema::default()
        },
        Schema {
            id: "schema-time".into(),
            name: "Stock".into(),
            class: SchemaClass::TimeSeries,
            fields: event,
            ..Schema::default()
        },
    ]
}

fn authentications() -> Vec<Authentication> {
    let custom = |cache, authorization| {
        let credential = |secret: bool| {
            if secret { Credential::Secret("KEY".into()) } else { Credential::Plain("x".into()) }
        };
        Authentication::Custom(CustomAuthentication {
            headers: [("A".to_owned(), credential(true))].into(),
            body: [("b".to_owned(), credential(false))].into(),
            cache,
            authorization,
            token_lifetime: Some(Duration::Hours(1)),
            ..CustomAuthentication::default()
        })
    };
    vec![
        Authentication::None,
        Authentication::Basic { username: "u".into(), password: "P".into() },
        Authentication::ApiKey { name: "k".into(), value: "V".into(), location: KeyLocation::Header },
        Authentication::Bearer("B".into()),
        custom(TokenCache::Default, TokenUse::Bearer),
        custom(TokenCache::For(CacheDuration::Months(6)), TokenUse::Header("H".into())),
        custom(TokenCache::InResponse("json://e".into()), TokenUse::QueryParameter("q".into())),
    ]
}

fn actions() -> Vec<Action> {
    let named = |value| NamedValue { name: "n".into(), value };
    let mut actions: Vec<Action> = authentications()
        .into_iter()
        .enumerate()
        .map(|(index, authentication)| Action {
            id: ActionId(format!("action-aaa{}", (b'a' + index as u8) as char)),
            name: format!("Call{index}"),
            authentication,
            headers: vec![named(Binding::Variable("Header".into()))],
            query: vec![named(Binding::Secret("S".into())), named(Binding::Constant("c".into()))],
            payload: vec![Parameter {
                path: "items".into(),
                kind: ValueType::ListObject,
                value: Binding::Variable("Items".into()),
                optional: true,
                items: vec![field("sku", ValueType::String)],
            }],
            ..Action::default()
        })
        .collect();
    actions.push(Action {
        id: "action-camp".into(),
        name: "Confirm".into(),
        destination: Destination::CampaignV7,
        unpublished: true,
        ..Action::default()
    });
    actions.push(Action {
        id: "action-xmls".into(),
        name: "Carry".into(),
        body: Some(BodyForm::Xml { template: "<to>{{to}}</to>".into() }),
        payload: vec![Parameter {
            path: "to".into(),
            value: Binding::Message(MessagePart::Address),
            ..Parameter::default()
        }],
        ..Action::default()
    });
    let streams = [
        Stream::File { name: "orders".into(), rotation: Rotation::Size(5) },
        Stream::JetStream { server: "nats://nats.example.com".into(), subject: "orders".into() },
    ];
    actions.extend(streams.into_iter().enumerate().map(|(index, stream)| Action {
        id: ActionId(format!("action-str{index}")),
        name: format!("Append{index}"),
        stream: Some(stream),
        ..Action::default()
    }));
    actions
}

fn rule_sets() -> Vec<RuleSet> {
    let window = QuietWindow { days: vec![Weekday::Monday], from: time(22, 0, 0, 0), to: time(8, 0, 0, 0) };
    vec![RuleSet {
        id: "rules-aaaa".into(),
        name: "Rules".into(),
        rules: vec![
            CapRule::Frequency { medium: None, at_most: 1, every: 1, period: Period::Day },
            CapRule::QuietHours(QuietHours { windows: vec![window], ..QuietHours::default() }),
            CapRule::JourneyEntries { at_most: 1, every: 1, period: Period::Day },
            CapRule::ConcurrentJourneys { at_most: 1, look_ahead_days: Some(7) },
        ],
        ..RuleSet::default()
    }]
}

fn decision_policies() -> Vec<DecisionPolicy> {
    let offer = || Offer { name: "Gift".into(), ..Offer::default() };
    let strategy = SelectionStrategy { name: "All".into(), offers: vec![offer()], ..SelectionStrategy::default() };
    vec![DecisionPolicy {
        id: "policy-aaaa".into(),
        name: "Best offer".into(),
        schema: Some("schema-recd".into()),
        strategies: vec![strategy],
        fallback: Some(offer()),
        ..DecisionPolicy::default()
    }]
}

fn datasets() -> Vec<Dataset> {
    vec![Dataset {
        id: "dataset-aaaa".into(),
        name: "Products".into(),
        schema: Some("schema-recd".into()),
        lookup: true,
        for_profiles: true,
        key: "sku".into(),
        records: vec![Record { values: BTreeMap::from([("sku".to_owned(), "A1".to_owned())]) }],
        ..Dataset::default()
    }]
}

fn profiles() -> Vec<Profile> {
    let past = |what| PastEvent { at: moment(), what };
    vec![Profile {
        id: "profile-aaaaaaaaaaaa".into(),
        name: "Anna Lindqvist".into(),
        audiences: vec!["audience-aaaa".into()],
        history: vec![
            past(Past::Event { event: "event-aaaa".into(), payload: "{}".into() }),
            past(Past::Message(Medium::Sms)),
            past(Past::Entry("rules-aaaa".into())),
        ],
        attributes: BTreeMap::from([("a.string".to_owned(), Value::Text("Anna".into()))]),
        ..Profile::default()
    }]
}

fn data_sources() -> Vec<DataSource> {
    let group = |name: &str| FieldGroup {
        name: name.into(),
        schema: Some("schema-prof".into()),
        method: Method::Post,
        ..FieldGroup::default()
    };
    vec![
        DataSource {
            id: "source-aaaa".into(),
            name: "ExperiencePlatform".into(),
            field_groups: vec![group("ProfileFieldGroup")],
            ..DataSource::default()
        },
        DataSource {
            id: "source-bbbb".into(),
            name: "Weather".into(),
            kind: DataSourceKind::External {
                url: "https://weather.example.com".into(),
                authentication: Authentication::None,
            },
            field_groups: vec![group("Now")],
            ..DataSource::default()
        },
    ]
}

fn inventory() -> Inventory {
    let event = |id: &str, name: &str, kind, id_type| Event {
        id: id.into(),
        name: name.into(),
        kind,
        id_type,
        schema: Some("schema-evnt".into()),
        fields: vec!["order.total".into(), "order.id".into()],
        sample: r#"{"order":{"total":129.9,"id":"o1"}}"#.into(),
        supplemental: Some(SupplementalId::default()),
        ..Event::default()
    };
    Inventory {
        namespaces: vec![Namespace {
            id: "namespace-aaaa".into(),
            name: "Email".into(),
            people: true,
            ..Namespace::default()
        }],
        schemas: schemas(),
        merge_policies: vec![MergePolicy { id: "merge-aaaa".into(), name: "Default".into(), default: true }],
        events: vec![
            event("event-aaaa", "OrderPlaced", EventKind::Unitary, EventIdType::RuleBased("".into())),
            event("event-bbbb", "CartLeft", EventKind::Unitary, EventIdType::SystemGenerated("x".into())),
            event("event-cccc", "BackInStock", EventKind::Business, EventIdType::RuleBased("".into())),
        ],
        audiences: vec![Audience {
            id: "audience-aaaa".into(),
            name: "Members".into(),
            last_evaluated: Some(moment()),
            ..Audience::default()
        }],
        data_sources: data_sources(),
        actions: actions(),
        endpoints: vec![Endpoint {
            id: "endpoint-aaaa".into(),
            name: "Brightline".into(),
            cap: Some(Cap::default()),
            throttle: Some(Throttle::default()),
            ..Endpoint::default()
        }],
        campaign_instances: vec![CampaignInstance {
            id: "instance-aaaa".into(),
            name: "Campaign".into(),
            product: Destination::CampaignV7,
            ..CampaignInstance::default()
        }],
        channels: vec![Channel {
            id: "channel-aaaa".into(),
            name: "News".into(),
            location: "com.example.news".into(),
            ..Channel::default()
        }],
        rule_sets: rule_sets(),
        fragments: vec![Fragment {
            id: "fragment-aaaa".into(),
            name: "A day later".into(),
            activities: vec![Activity {
                id: "wait-aaaa".into(),
                kind: Kind::Wait(Wait::Duration(Duration::Days(1))),
                ..Activity::default()
            }],
            ..Fragment::default()
        }],
        decision_policies: decision_policies(),
        datasets: datasets(),
        profiles: profiles(),
        environments: vec![Environment {
            id: "environment-aaaaaaaaaaaa".into(),
            name: "Staging".into(),
            platform: Platform::Waymark,
            ..Environment::default()
        }],
    }
}

fn scaling() -> Option<Scaling> {
    Some(Scaling { fallback: Some(Fallback::default()), ..Scaling::default() })
}

/// Contents by chance and by rules, in turn.
fn optimization(number: usize) -> Optimization {
    let translations = vec![Translation { language: "fr-FR".into(), ..Translation::default() }];
    let content = Content { translations, ..Content::default() };
    if number.is_multiple_of(2) {
        let treatments = vec![Treatment { id: "path-bbbb".into(), content, ..Treatment::default() }];
        let own = SplitPath { id: "path-aaaa".into(), ..SplitPath::default() };
        let experiment = ContentExperiment { own, treatments, scaling: scaling(), ..ContentExperiment::default() };
        Optimization::Experiment(experiment)
    } else {
        let rules = vec![ContentRule { id: "path-aaaa".into(), content, ..ContentRule::default() }];
        Optimization::Targeting(ContentTargeting { rules, fallback: false })
    }
}

fn tests() -> Vec<Test> {
    vec![
        Test::Data(vec![DataPath { id: "path-aaaa".into(), ..DataPath::default() }]),
        Test::Time(vec![TimePath {
            id: "path-aaaa".into(),
            hours: Some(Hours { from: time(9, 0, 0, 0), to: time(17, 0, 0, 0) }),
            ..TimePath::default()
        }]),
        Test::Date(vec![DatePath { id: "path-aaaa".into(), ..DatePath::default() }]),
        Test::Split(vec![SplitPath { id: "path-aaaa".into(), share: 10_000, ..SplitPath::default() }]),
        Test::Experiment(Experiment {
            treatments: vec![SplitPath { id: "path-aaaa".into(), share: 10_000, ..SplitPath::default() }],
            scaling: scaling(),
            ..Experiment::default()
        }),
        Test::Targeting(vec![DataPath { id: "path-aaaa".into(), ..DataPath::default() }]),
        Test::ProfileCap(ProfileCap { id: "path-aaaa".into(), label: String::new(), limit: 10 }),
    ]
}

fn reading_by_waves(split: WaveSplit, interval: Option<Duration>) -> Kind {
    let start = Some(date(2026, 1, 5).at(9, 0, 0, 0));
    let waves = Some(Waves { split, interval, waves: vec![Wave { share: 100, people: 1, start }] });
    let supplemental = Some(SupplementalId::default());
    Kind::ReadAudience(ReadAudience { waves, supplemental, ..ReadAudience::default() })
}

fn kinds() -> Vec<Kind> {
    let day = Some(Duration::Days(1));
    let mut kinds = vec![
        Kind::Event(EventActivity { event: Some("event-aaaa".into()), timeout: day, timeout_path: true }),
        Kind::BusinessEvent(BusinessEventActivity::default()),
        Kind::AudienceQualification(AudienceQualification { timeout: day, ..AudienceQualification::default() }),
        reading_by_waves(WaveSplit::Percent, Some(Duration::Hours(1))),
        reading_by_waves(WaveSplit::People, None),
        Kind::Reaction(Reaction::default()),
        Kind::Wait(Wait::Duration(Duration::Hours(1))),
        Kind::Wait(Wait::Date(date(2026, 1, 5).at(9, 0, 0, 0))),
        Kind::Wait(Wait::Custom("".into())),
        Kind::Wait(Wait::SendTime(SendTimeWait::default())),
        Kind::ContentDecision(ContentDecision { name: "Best".into(), policy: Some("policy-aaaa".into()) }),
        Kind::DatasetLookup(DatasetLookup {
            name: "Found".into(),
            dataset: Some("dataset-aaaa".into()),
            ..DatasetLookup::default()
        }),
        Kind::Jump(Jump {
            target: Some("journey-bbbbbbbbbbbb".into()),
            entry: Some("event-aaaa".into()),
            ..Jump::default()
        }),
        Kind::CustomAction(ActionCall { action: Some("action-aaaa".into()), ..ActionCall::default() }),
        Kind::Campaign(ActionCall { action: Some("action-camp".into()), ..ActionCall::default() }),
        Kind::UpdateProfile(UpdateProfile { fields: vec![FieldUpdate::default()], ..UpdateProfile::default() }),
    ];
    let multi = Medium::ALL.map(|medium| Message { medium, ..Message::default() });
    kinds.push(Kind::MultiAction(MultiAction { messages: multi.to_vec(), error_path: false }));
    kinds.extend(Medium::ALL.into_iter().enumerate().map(|(number, medium)| {
        let translation = Translation { language: "fr-FR".into(), ..Translation::default() };
        let languages = Languages { others: vec![translation], ..Languages::default() };
        Kind::Message(Message {
            medium,
            send_time: Some(SendTime::default()),
            languages: Some(languages),
            optimization: Some(optimization(number)),
            ..Message::default()
        })
    }));
    kinds.extend(tests().into_iter().map(|test| Kind::Condition(Condition { test, ..Condition::default() })));
    kinds
}

fn recurrences() -> Vec<Recurrence> {
    let start = date(2026, 1, 5).at(9, 0, 0, 0);
    vec![
        Recurrence::AsSoonAsPossible,
        Recurrence::Once(start),
        Recurrence::Hourly { start, hours: 1 },
        Recurrence::Daily { start },
        Recurrence::Weekly { start, days: vec![Weekday::Monday] },
        Recurrence::Monthly { start, day: 1 },
    ]
}

/// The workspace; each journey has another recurrence, the first one has every kind of step.
pub fn everything() -> Workspace {
    let mut workspace = Workspace { inventory: Arc::new(inventory()), ..Workspace::default() };
    workspace.organization = Some(Arc::new(Organization { format: FORMAT, ..Organization::default() }));
    for (index, every) in recurrences().into_iter().enumerate() {
        let letter = (b'a' + index as u8) as char;
        let id = JourneyId(format!("journey-{}", letter.to_string().repeat(12)));
        let mut journey =
            Journey { format: FORMAT, id: id.clone(), name: format!("Journey {letter}"), ..Journey::default() };
        journey.properties.schedule = Schedule { every, incremental: true, ..Schedule::default() };
        journey.properties.start = Some(moment());
        journey.properties.allow_several_executions = true;
        let exits = [
            ExitWhen::default(),
            ExitWhen::Audience { audience: None, behaviour: Behaviour::Enter },
            ExitWhen::Profile("".into()),
        ];
        let exits = exits.into_iter().enumerate();
        journey.properties.exit_criteria = exits
            .map(|(n, when)| ExitCriterion { id: ExitCriterionId(format!("exit-aaa{n}")), label: String::new(), when })
            .collect();
        if index == 0 {
            for (number, kind) in kinds().into_iter().enumerate() {
                let id = ActivityId(format!("{}-{number:04}", kind.id_kind()));
                journey.layout.push(Placement { activity: id.clone(), x: 240 * number as i32, y: 0 });
                journey.activities.push(Activity { id, kind, ..Activity::default() });
            }
            journey.sort();
        }
        workspace.journeys.insert(id, Arc::new(journey));
    }
    workspace
}
