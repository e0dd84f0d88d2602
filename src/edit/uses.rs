//! Where an object of the inventory is used: for "Used by 3 journeys", for warnings before it goes, for renames.

use std::collections::BTreeSet;

use crate::journey::{Item, ItemRef, JourneyId, Place, Word, Workspace, says};

/// Every place that refers to the object, by id or by name: journeys first, then inventory, then
/// scenarios and the population.
pub fn of(workspace: &Workspace, item: &ItemRef) -> Vec<Place> {
    let name = workspace.inventory.item(item).map(|known| known.name().to_owned()).unwrap_or_default();
    let refers = |word: Word, text: &str| match word {
        Word::Item(kind) => kind == item.kind() && text == item.as_str(),
        Word::Expression | Word::Template => says(word, text, item.kind(), &name),
        _ => false,
    };
    let mut places = Vec::new();
    for (id, journey) in &workspace.journeys {
        journey.properties.walk(&mut |field, word, text| {
            if refers(word, text) {
                places.push(Place::journey(id).field(field.to_string()));
            }
        });
        for activity in &journey.activities {
            activity.walk(&mut |field, word, text| {
                if refers(word, text) {
                    places.push(Place::activity(id, &activity.id).field(field.to_string()));
                }
            });
        }
    }
    for other in workspace.inventory.items() {
        let reference = other.reference();
        other.walk(&mut |field, word, text| {
            if refers(word, text) {
                places.push(Place::item(reference.clone()).field(field.to_string()));
            }
        });
    }
    for (id, scenario) in &workspace.scenarios {
        scenario.walk(&mut |field, word, text| {
            if refers(word, text) {
                places.push(Place { scenario: Some(id.clone()), ..Place::default() }.field(field.to_string()));
            }
        });
    }
    if let Some(population) = &workspace.population {
        population.walk(&mut |field, word, text| {
            if refers(word, text) {
                places.push(Place::default().field(format!("{POPULATION}.{field}")));
            }
        });
    }
    places
}

/// With what fields of the population begin.
const POPULATION: &str = "population";

/// Whether a place is in the population of the forecast.
pub fn is_population(place: &Place) -> bool {
    place.field.as_deref().and_then(|field| field.split('.').next()) == Some(POPULATION)
        && *place == Place { field: place.field.clone(), ..Place::default() }
}

/// The journeys that use the object, directly or through an object that refers to it.
pub fn journeys(workspace: &Workspace, item: &ItemRef) -> BTreeSet<JourneyId> {
    let mut journeys = BTreeSet::new();
    let mut seen = BTreeSet::from([item.clone()]);
    let mut open = vec![item.clone()];
    while let Some(item) = open.pop() {
        for place in of(workspace, &item) {
            journeys.extend(place.journey);
            // A test profile that has been in an audience makes no journey use that audience.
            let through = place.item.filter(|other| !matches!(other, ItemRef::Profile(_)));
            open.extend(through.filter(|other| seen.insert(other.clone())));
        }
    }
    journeys
}

/// What to say before the object goes; `None` where nothing uses it.
pub fn warning(workspace: &Workspace, item: &Item) -> Option<String> {
    let places = of(workspace, &item.reference());
    if places.is_empty() {
        return None;
    }
    let journeys: BTreeSet<&JourneyId> = places.iter().filter_map(|place| place.journey.as_ref()).collect();
    let others = places.iter().filter(|place| place.journey.is_none()).count();
    let mut parts = Vec::new();
    match journeys.len() {
        0 => {}
        1 => {
            let name = journeys.first().and_then(|id| workspace.journeys.get(*id)).map_or("", |journey| &journey.name);
            parts.push(format!("the journey \u{201c}{name}\u{201d}"));
        }
        many => parts.push(format!("{many} journeys")),
    }
    match others {
        0 => {}
        1 => parts.push("1 other object".to_owned()),
        many => parts.push(format!("{many} other objects")),
    }
    Some(format!("\u{201c}{}\u{201d} is used by {}.", item.name(), parts.join(" and ")))
}
