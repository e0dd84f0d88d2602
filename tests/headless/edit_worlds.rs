//! Workspaces and edits for the stories of drawing, made from plain numbers so that any number makes something.

use std::sync::Arc;

use waymark::edit::{Edit, Spot, Stencil, add, apply, apply_all, draw_ids};
use waymark::journey::{
    Activity, ActivityId, Audience, BranchId, Channel, Condition, Connection, ConnectionId, DataPath, Event, Item,
    ItemRef, Journey, JourneyId, Kind, Medium, Placement, Port, Properties, Scenario, Test, Workspace,
};

/// A source of numbers that always yields the same ones.
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }
}

pub fn journey_id() -> JourneyId {
    "journey-abcdefghjkmn".into()
}

/// One empty journey, two events, an audience and a channel.
pub fn empty() -> Workspace {
    let mut workspace = Workspace::default();
    let journey = Journey { format: 1, id: journey_id(), name: "Welcome".to_owned(), ..Journey::default() };
    workspace.journeys.insert(journey.id.clone(), Arc::new(journey));
    let inventory = Arc::make_mut(&mut workspace.inventory);
    for (id, name) in [("event-aaaa", "Registered"), ("event-bbbb", "Ordered")] {
        inventory.put(Item::Event(Event { id: id.into(), name: name.to_owned(), ..Event::default() }));
    }
    inventory.put(Item::Audience(Audience {
        id: "audience-aaaa".into(),
        name: "Gold members".to_owned(),
        ..Audience::default()
    }));
    inventory.put(Item::Channel(Channel { id: "channel-aaaa".into(), name: "Mail".to_owned(), ..Channel::default() }));
    workspace
}

/// Applies edits with freshly drawn ids, and returns the id of the first activity among them.
pub fn carry_out(workspace: &mut Workspace, mut edits: Vec<Edit>, dice: &mut Dice) -> Option<ActivityId> {
    draw_ids(&mut edits, &mut || dice.roll(), workspace);
    let added = edits.iter().find_map(|edit| match edit {
        Edit::AddActivity { activity, .. } => Some(activity.id.clone()),
        _ => None,
    });
    apply_all(workspace, &edits).expect("edits that fit");
    added
}

/// A journey with so many activities of any kind and wires in any direction.
pub fn wild(seed: u64, activities: usize, wires: usize) -> Workspace {
    let mut dice = Dice(seed);
    let mut workspace = empty();
    for _ in 0..activities {
        let stencil = Stencil::ALL[dice.below(Stencil::ALL.len())];
        let spot = Spot::At { x: dice.below(4000) as i32 - 500, y: dice.below(3000) as i32 - 500 };
        let edits = add(&workspace, &journey_id(), stencil, &spot);
        carry_out(&mut workspace, edits, &mut dice);
    }
    for _ in 0..wires {
        let edit = wire(&workspace, &mut dice);
        let _ = waymark::edit::apply(&mut workspace, &edit);
    }
    workspace
}

/// A journey of about so many activities in which nothing leads back.
pub fn forwards(seed: u64, activities: usize) -> Workspace {
    forwards_from(seed, activities, 0)
}

/// The same, where at least so many wires arrive at each activity but the first.
pub fn forwards_from(seed: u64, activities: usize, least: usize) -> Workspace {
    let mut dice = Dice(seed);
    let mut workspace = empty();
    for at in 0..activities {
        let stencil = Stencil::ALL[dice.below(Stencil::ALL.len())];
        let edits = add(&workspace, &journey_id(), stencil, &Spot::At { x: 0, y: at as i32 * 100 });
        let known: Vec<Activity> = journey(&workspace).activities.clone();
        let new = carry_out(&mut workspace, edits, &mut dice).expect("a new activity");
        for _ in 0..(least + dice.below(3 - least)).min(known.len()) {
            let from = &known[dice.below(known.len())];
            let ports = from.kind.ports();
            let connection = Connection {
                id: ConnectionId(format!("wire-{}", dice.roll())),
                from: from.id.clone(),
                port: ports[dice.below(ports.len())].clone(),
                to: new.clone(),
            };
            let edit = Edit::Connect { journey: journey_id(), connection };
            waymark::edit::apply(&mut workspace, &edit).expect("a wire that fits");
        }
    }
    workspace
}

pub fn journey(workspace: &Workspace) -> &Journey {
    workspace.journeys.values().next().expect("a journey")
}

fn any_activity(workspace: &Workspace, dice: &mut Dice) -> ActivityId {
    let Some(journey) = workspace.journeys.values().next() else { return "wait-none".into() };
    match journey.activities.len() {
        0 => "wait-none".into(),
        _ if dice.below(12) == 0 => "wait-none".into(),
        many => journey.activities[dice.below(many)].id.clone(),
    }
}

fn wire(workspace: &Workspace, dice: &mut Dice) -> Edit {
    let from = any_activity(workspace, dice);
    let ports = workspace
        .journeys
        .values()
        .next()
        .and_then(|journey| journey.activity(&from).map(|known| known.kind.ports()))
        .filter(|ports| !ports.is_empty() && dice.below(10) > 0)
        .unwrap_or_else(|| vec![Port::Timeout]);
    let connection = Connection {
        id: ConnectionId(format!("wire-{}", dice.below(1000))),
        from,
        port: ports[dice.below(ports.len())].clone(),
        to: any_activity(workspace, dice),
    };
    Edit::Connect { journey: journey_id(), connection }
}

/// Any edit, sensible or not.
pub fn any_edit(workspace: &Workspace, dice: &mut Dice) -> Edit {
    let journey = if dice.below(20) == 0 { "journey-none".into() } else { journey_id() };
    let activity = any_activity(workspace, dice);
    let stencil = Stencil::ALL[dice.below(Stencil::ALL.len())];
    match dice.below(19) {
        0..=3 => {
            let mut new = stencil.activity(workspace, &journey, 1);
            new.id = ActivityId(format!("wait-{}", dice.below(40)));
            Edit::AddActivity { journey, activity: Box::new(new), x: dice.below(900) as i32, y: dice.below(900) as i32 }
        }
        4..=6 => wire(workspace, dice),
        7 | 8 => {
            let kind = stencil.activity(workspace, &journey, dice.below(3)).kind;
            Edit::SetActivity { journey, activity: Box::new(Activity { id: activity, kind, ..Activity::default() }) }
        }
        9 => Edit::RemoveActivity { journey, activity },
        10 => Edit::Disconnect { journey, connection: ConnectionId(format!("wire-{}", dice.below(1000))) },
        11 => Edit::Move { journey, to: vec![Placement { activity, x: i32::MAX, y: dice.below(900) as i32 }] },
        12 => Edit::SetEndLabel { journey, from: activity, port: Port::Next, label: "Done".to_owned() },
        13 => Edit::Rename { item: event(dice), name: format!("Event{}", dice.below(4)) },
        14 => Edit::Put(Box::new(Item::Event(Event {
            id: format!("event-{}", dice.below(9)).as_str().into(),
            name: format!("Event{}", dice.below(9)),
            ..Event::default()
        }))),
        15 => Edit::Remove(event(dice)),
        16 => Edit::SetProperties {
            journey,
            properties: Box::new(Properties { timeout_seconds: dice.below(40) as i64, ..Properties::default() }),
        },
        17 => Edit::PutScenario(Box::new(scenario(dice))),
        _ => match dice.below(4) {
            0 => Edit::RemoveJourney(journey),
            1 => Edit::AddJourney(Box::new(Journey { format: 1, id: journey, ..Journey::default() })),
            2 => Edit::RemoveScenario(scenario(dice).id),
            _ => Edit::SetHead {
                journey,
                name: format!("Journey {}", dice.below(9)),
                description: String::new(),
                tags: Vec::new(),
                note: String::new(),
            },
        },
    }
}

fn event(dice: &mut Dice) -> ItemRef {
    ItemRef::Event(["event-aaaa", "event-bbbb", "event-1", "event-none"][dice.below(4)].into())
}

fn scenario(dice: &mut Dice) -> Scenario {
    let number = dice.below(3);
    let text = format!(
        "(format: 1, id: \"scenario-{number}\", name: \"All goes well\", journey: \"{}\", start: \"2026-01-05T09:00:00Z\")",
        journey_id()
    );
    waymark::journey::text_form::from_ron(&text).expect("a scenario")
}

/// An activity with this medium, for stories about messages.
pub fn is_message(kind: &Kind, medium: Medium) -> bool {
    matches!(kind, Kind::Message(message) if message.medium == medium)
}

/// Gives a new condition a second path: with everyone else, three ways lead on.
pub fn add_second_path(workspace: &mut Workspace, condition: &ActivityId) {
    let mut activity = journey(workspace).activity(condition).expect("the condition is there").clone();
    let Kind::Condition(Condition { test: Test::Data(paths), .. }) = &mut activity.kind else {
        panic!("it is a condition by data");
    };
    let id = BranchId(condition.0.replace("condition-", "path-"));
    paths.push(DataPath { id, ..DataPath::default() });
    apply(workspace, &Edit::SetActivity { journey: journey_id(), activity: Box::new(activity) }).expect("a change");
}
