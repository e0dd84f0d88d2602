//! From where a jump takes the fields of the event that it sends.

use waymark::check::Sketch;
use waymark::check::example::steps;
use waymark::edit::jump::{Mapping, fill, keep, unmapped};
use waymark::journey::{Duration, Event, EventId, Journey, Kind, Port};

use crate::rules_ways::surveyed;

/// Enters by an order, waits for the payment, jumps; `in_vain`: also people who never pay.
fn jumping(in_vain: bool) -> Sketch {
    let listening = Sketch::event().then(steps::event("event-paid")).with(|step| {
        if let Kind::Event(event) = &mut step.kind {
            (event.timeout, event.timeout_path) = (Some(Duration::Days(2)), true);
        }
    });
    let sketch = listening.then(steps::jump("journey-2"));
    let id = |of: fn(&Kind) -> bool| {
        let found = journey(&sketch).activities.iter().rev().find(|step| of(&step.kind));
        found.expect("it is there").id.clone()
    };
    let heard = id(|kind| matches!(kind, Kind::Event(event) if event.timeout.is_some()));
    let jump = id(|kind| matches!(kind, Kind::Jump(_)));
    if in_vain { sketch.wire(&heard.0, Port::Timeout, &jump.0) } else { sketch }
}

fn journey(sketch: &Sketch) -> &Journey {
    sketch.workspace.journeys.values().next().expect("a journey")
}

/// The events that happened to everybody who jumps.
fn certain(sketch: &Sketch) -> Vec<EventId> {
    surveyed(sketch, |survey| {
        let jump = survey.steps().find(|step| matches!(step.kind(), Kind::Jump(_))).expect("a jump");
        survey.certain_events(jump).into_iter().cloned().collect()
    })
}

fn event<'s>(sketch: &'s Sketch, id: &str) -> &'s Event {
    sketch.workspace.inventory.get::<Event>(&id.into()).expect("an event of the shop")
}

fn filled(sketch: &Sketch, target: &str) -> Mapping {
    let mut mapping = Mapping::new();
    let certain = certain(sketch);
    let certain: Vec<&EventId> = certain.iter().collect();
    fill(&mut mapping, event(sketch, target), &certain, &sketch.workspace.inventory);
    mapping
}

fn said(mapping: &Mapping, field: &str) -> Option<String> {
    mapping.get(field).map(|expression| expression.0.clone())
}

#[test]
fn only_what_happened_to_everybody_counts_the_nearest_first() {
    let names =
        |sketch: &Sketch| -> Vec<String> { certain(sketch).into_iter().map(|event| event.to_string()).collect() };
    assert_eq!(names(&jumping(false)), ["event-paid", "event-order"]);
    assert_eq!(names(&jumping(true)), ["event-order"], "who never paid jumps too");
}

#[test]
fn the_targets_own_event_fills_its_fields_before_a_nearer_one() {
    let mapping = filled(&jumping(false), "event-order");
    assert_eq!(said(&mapping, "orderId").as_deref(), Some("@event{OrderPlaced.orderId}"));
    let mapping = filled(&jumping(false), "event-paid");
    assert_eq!(said(&mapping, "orderId").as_deref(), Some("@event{OrderPaid.orderId}"));
}

#[test]
fn what_may_be_empty_fills_nothing() {
    let sketch = jumping(true);
    let mapping = filled(&sketch, "event-paid");
    assert_eq!(said(&mapping, "orderId").as_deref(), Some("@event{OrderPlaced.orderId}"));
    assert_eq!(said(&mapping, "deliveredAt"), None, "only the payment knows it");
    assert_eq!(unmapped(event(&sketch, "event-paid"), &mapping), ["deliveredAt"]);
}

#[test]
fn another_target_keeps_what_still_means_the_same() {
    let sketch = jumping(false);
    let inventory = &sketch.workspace.inventory;
    let (order, paid) = (event(&sketch, "event-order"), event(&sketch, "event-paid"));
    let mut mapping = filled(&sketch, "event-order");
    let before = mapping.clone();
    keep(&mut mapping, Some(&order.id), order, inventory);
    assert_eq!(mapping, before);
    keep(&mut mapping, Some(&order.id), paid, inventory);
    let kept: Vec<&str> = mapping.keys().map(String::as_str).collect();
    assert_eq!(kept, ["eventType", "orderId"], "the amount is no field of a payment");
}
