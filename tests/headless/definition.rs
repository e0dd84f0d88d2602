//! A definition is one journey with exactly the inventory that it reaches.

use std::sync::Arc;

use waymark::journey::{
    Activity, Audience, Condition, DataPath, Definition, Event, EventActivity, Inventory, Journey, Kind, Placement,
    Test, Workspace,
};

#[test]
fn a_definition_holds_what_is_named_in_expressions_and_nothing_else() {
    let audience = |id: &str, name: &str| Audience { id: id.into(), name: name.to_owned(), ..Audience::default() };
    let inventory = Inventory {
        events: vec![
            Event { id: "event-aaaa".into(), name: "Order".to_owned(), ..Event::default() },
            Event { id: "event-bbbb".into(), name: "Refund".to_owned(), ..Event::default() },
        ],
        audiences: vec![audience("audience-aaaa", "Big \"spenders\""), audience("audience-bbbb", "Nobody")],
        ..Inventory::default()
    };
    let entry = Kind::Event(EventActivity { event: Some("event-aaaa".into()), ..EventActivity::default() });
    let fork = Kind::Condition(Condition {
        test: Test::Data(vec![DataPath {
            expression: r#"inAudience("Big \"spenders\"") and "@event{Refund.id}" != 'inAudience("Nobody")'"#.into(),
            ..DataPath::default()
        }]),
        ..Condition::default()
    });
    let journey = Journey {
        id: "journey-abcdefghjkmn".into(),
        activities: vec![
            Activity { id: "event-k7qd".into(), kind: entry, note: "a remark".to_owned(), ..Activity::default() },
            Activity { id: "condition-k7qd".into(), kind: fork, ..Activity::default() },
        ],
        layout: vec![Placement { activity: "event-k7qd".into(), x: 1, y: 2 }],
        note: "a remark".to_owned(),
        ..Journey::default()
    };
    let mut workspace = Workspace { inventory: Arc::new(inventory), ..Workspace::default() };
    workspace.journeys.insert(journey.id.clone(), Arc::new(journey.clone()));

    let definition = Definition::of(&workspace, &journey.id).unwrap();

    let events: Vec<_> = definition.inventory.events.iter().map(|event| event.name.as_str()).collect();
    let audiences: Vec<_> = definition.inventory.audiences.iter().map(|audience| audience.name.as_str()).collect();
    assert_eq!(events, ["Order"]);
    assert_eq!(audiences, ["Big \"spenders\""]);
    assert!(definition.journey.layout.is_empty());
    assert!(definition.journey.note.is_empty());
    assert!(definition.journey.activities.iter().all(|activity| activity.note.is_empty()));
}
