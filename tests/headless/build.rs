//! Small journeys that read as a story: an entry, what follows, who takes part, what happens, what comes out.

use std::sync::Arc;

use jiff::Timestamp;
use waymark::journey::*;
use waymark::simulate::{Run, Trace, default_start, dry_run};

/// A workspace with one journey and one scenario, made step by step.
pub struct Story {
    pub inventory: Inventory,
    pub journey: Journey,
    pub scenario: Scenario,
    pub others: Vec<Journey>,
    pub platform: Platform,
    from: Option<(ActivityId, Port)>,
}

impl Story {
    /// A journey without a step, with one test profile: Anna.
    pub fn new() -> Self {
        let scenario = Scenario {
            name: "Test".to_owned(),
            ..Scenario::new("scenario-test".into(), "journey-test".into(), default_start())
        };
        let journey =
            Journey { format: FORMAT, id: "journey-test".into(), name: "Test".to_owned(), ..Journey::default() };
        let story = Self {
            inventory: Inventory::default(),
            journey,
            scenario,
            others: Vec::new(),
            platform: Platform::default(),
            from: None,
        };
        story.person("anna", &[("email", Value::Text("anna@example.com".to_owned()))])
    }

    /// One more test profile; `id` becomes `profile-id`. The same id again replaces the person.
    pub fn person(mut self, id: &str, attributes: &[(&str, Value)]) -> Self {
        let id = ProfileId(format!("profile-{id}"));
        self.inventory.put(Item::Profile(Profile {
            id: id.clone(),
            name: id.to_string(),
            test_profile: true,
            attributes: attributes.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect(),
            ..Profile::default()
        }));
        if !self.scenario.profiles.contains(&id) {
            self.scenario.profiles.push(id);
        }
        self
    }

    /// Changes a profile.
    pub fn with_person(mut self, id: &str, change: impl FnOnce(&mut Profile)) -> Self {
        let id = ProfileId(format!("profile-{id}"));
        let mut profile = self.inventory.get::<Profile>(&id).expect("a person").clone();
        change(&mut profile);
        self.inventory.put(Item::Profile(profile));
        self
    }

    /// An object of the inventory.
    pub fn with(mut self, item: Item) -> Self {
        self.inventory.put(item);
        self
    }

    /// A rule-based event `event-name` called `Name`, with a sample; an empty rule takes every record.
    pub fn event(self, name: &str, rule: &str, sample: &str) -> Self {
        self.with(Item::Event(Event {
            id: event_id(name),
            name: name.to_owned(),
            id_type: EventIdType::RuleBased(rule.into()),
            sample: sample.to_owned(),
            streamed: true,
            ..Event::default()
        }))
    }

    /// An audience `audience-name` called `name`, by a rule or, where it is empty, by statement; it is worked out
    /// whenever somebody looks.
    pub fn audience(self, name: &str, rule: &str) -> Self {
        self.evaluated(name, rule, Evaluation::Streaming)
    }

    /// The same for one that is worked out so.
    pub fn evaluated(self, name: &str, rule: &str, evaluation: Evaluation) -> Self {
        self.with(Item::Audience(Audience {
            id: AudienceId(format!("audience-{name}")),
            name: name.to_owned(),
            rule: rule.into(),
            evaluation,
            ..Audience::default()
        }))
    }

    /// Journey properties.
    pub fn properties(mut self, change: impl FnOnce(&mut Properties)) -> Self {
        change(&mut self.journey.properties);
        self
    }

    /// The next step, on the path where the story stands.
    pub fn then(mut self, id: &str, kind: Kind) -> Self {
        let id = ActivityId::from(id);
        self.journey.activities.push(Activity { id: id.clone(), label: id.to_string(), kind, ..Activity::default() });
        self.wire(&id);
        self.from = Some((id, Port::Next));
        self
    }

    /// Goes on at this port of this step.
    pub fn at(mut self, id: &str, port: Port) -> Self {
        self.from = Some((id.into(), port));
        self
    }

    /// A wire to a step that is there already.
    pub fn joins(mut self, id: &str) -> Self {
        self.wire(&id.into());
        self
    }

    fn wire(&mut self, to: &ActivityId) {
        if let Some((from, port)) = self.from.clone() {
            let id = ConnectionId(format!("wire-{:04}", self.journey.connections.len()));
            self.journey.connections.push(Connection { id, from, port, to: to.clone() });
        }
    }

    /// Something happens to everybody.
    pub fn happens(self, after: Duration, what: What) -> Self {
        self.happens_to(None, after, what)
    }

    /// Something happens to one person, or to everybody.
    pub fn happens_to(mut self, who: Option<&str>, after: Duration, what: What) -> Self {
        let profile = who.map(|who| ProfileId(format!("profile-{who}")));
        self.scenario.happenings.push(Happening { after, milliseconds: 0, profile, what });
        self
    }

    /// What another system answers.
    pub fn replies(mut self, from: Answerer, status: u16, milliseconds: u64, body: &str, times: Option<u64>) -> Self {
        let reply = Reply { milliseconds, body: body.to_owned(), times, ..Reply::of(from, status) };
        self.scenario.replies.push(reply);
        self
    }

    /// When the scenario begins.
    pub fn starting(mut self, at: &str) -> Self {
        self.scenario.start = moment(at);
        self
    }

    /// When the scenario is broken off.
    pub fn until(mut self, at: &str) -> Self {
        self.scenario.until = Some(moment(at));
        self
    }

    /// The scenario.
    pub fn scenario(mut self, change: impl FnOnce(&mut Scenario)) -> Self {
        change(&mut self.scenario);
        self
    }

    /// The workspace.
    pub fn workspace(&self) -> Workspace {
        let mut journey = self.journey.clone();
        journey.sort();
        let mut workspace = Workspace { inventory: Arc::new(self.inventory.clone()), ..Workspace::default() };
        for mut other in self.others.clone() {
            other.sort();
            workspace.journeys.insert(other.id.clone(), Arc::new(other));
        }
        Arc::make_mut(&mut workspace.settings).platform = self.platform;
        workspace.journeys.insert(journey.id.clone(), Arc::new(journey));
        workspace
    }

    /// What comes out.
    pub fn trace(&self) -> Trace {
        dry_run(&self.workspace(), &self.scenario).expect("a journey that runs")
    }

    /// What comes out for the one person who took part once.
    pub fn run(&self) -> Run {
        let mut runs = self.trace().runs;
        assert_eq!(runs.len(), 1, "{runs:#?}");
        runs.remove(0)
    }
}

/// `2026-01-05T09:00:00Z`.
pub fn moment(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub fn event_id(name: &str) -> EventId {
    EventId(format!("event-{}", name.to_lowercase()))
}

/// The steps on one line each, and the reason at the end.
pub fn lines(run: &Run) -> Vec<String> {
    let mut lines: Vec<String> = run.steps.iter().map(waymark::simulate::Step::line).collect();
    lines.push(format!("{:.3} {}", run.end.at, run.end.reason));
    lines
}

/// Why a step did what it did.
pub fn because(run: &Run, step: usize) -> &str {
    run.steps[step].because.as_deref().unwrap_or_default()
}

/// An event: an entry, or in mid-journey a step that listens for ever.
pub fn on(name: &str) -> Kind {
    Kind::Event(EventActivity { event: Some(event_id(name)), ..EventActivity::default() })
}

/// A step that listens, with a timeout and perhaps a path for it.
pub fn listen(name: &str, timeout: Duration, timeout_path: bool) -> Kind {
    Kind::Event(EventActivity { event: Some(event_id(name)), timeout: Some(timeout), timeout_path })
}

pub fn wait(duration: Duration) -> Kind {
    Kind::Wait(Wait::Duration(duration))
}

pub fn wait_until(date: &str) -> Kind {
    Kind::Wait(Wait::Date(date.parse().expect("a date and time")))
}

pub fn wait_custom(expression: &str) -> Kind {
    Kind::Wait(Wait::Custom(expression.into()))
}

pub fn condition(test: Test, other_path: bool) -> Kind {
    Kind::Condition(Condition { test, other_path, error_path: false })
}

/// A data condition: branch and expression.
pub fn data(paths: &[(&str, &str)], other_path: bool) -> Kind {
    let path = |(id, expression): &(&str, &str)| DataPath {
        id: (*id).into(),
        label: (*id).to_owned(),
        expression: (*expression).into(),
    };
    condition(Test::Data(paths.iter().map(path).collect()), other_path)
}

pub fn email(subject: &str, body: &str) -> Kind {
    Kind::Message(Message {
        address: "#{ExperiencePlatform.Customer.email}".into(),
        subject: subject.into(),
        body: body.into(),
        ..Message::default()
    })
}

/// A call, with or without a path for errors.
pub fn call(action: &str, values: &[(&str, &str)], error_path: bool) -> Kind {
    Kind::CustomAction(ActionCall {
        action: Some(action.into()),
        values: values.iter().map(|(name, text)| ((*name).to_owned(), (*text).into())).collect(),
        error_path,
        ..ActionCall::default()
    })
}

pub fn branch(id: &str) -> Port {
    Port::Branch(id.into())
}

/// An event arrives, with its sample.
pub fn arrives(name: &str) -> What {
    What::Event { event: event_id(name), payload: String::new() }
}

/// An event arrives, with this payload.
pub fn arrives_with(name: &str, payload: &str) -> What {
    What::Event { event: event_id(name), payload: payload.to_owned() }
}

pub fn qualification(audience: &str, behaviour: Behaviour) -> Kind {
    Kind::AudienceQualification(AudienceQualification {
        audience: Some(AudienceId(format!("audience-{audience}"))),
        behaviour: Some(behaviour),
        ..AudienceQualification::default()
    })
}

pub fn read(audience: &str) -> Kind {
    Kind::ReadAudience(ReadAudience {
        audience: Some(AudienceId(format!("audience-{audience}"))),
        ..ReadAudience::default()
    })
}

/// An action that posts to `https://api.example.com/v1`.
pub fn posting(id: &str, name: &str) -> Action {
    Action {
        id: id.into(),
        name: name.to_owned(),
        url: "https://api.example.com/v1".to_owned(),
        method: Method::Post,
        ..Action::default()
    }
}

/// Another system that knows the weather of now, by these parameters: it rains.
pub fn weather(parameters: &[&str]) -> DataSource {
    DataSource {
        id: "source-weather".into(),
        name: "Weather".to_owned(),
        kind: DataSourceKind::External {
            url: "https://weather.example.com".to_owned(),
            authentication: Authentication::None,
        },
        field_groups: vec![FieldGroup {
            name: "Now".to_owned(),
            parameters: parameters.iter().map(|name| (*name).to_owned()).collect(),
            response: r#"{"rain": 80}"#.to_owned(),
            ..FieldGroup::default()
        }],
        ..DataSource::default()
    }
}
