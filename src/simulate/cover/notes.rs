//! Conditions whose paths overlap or leave a gap, each with a person who shows it.

use biodivine_lib_bdd::Bdd;

use crate::journey::{Activity, Kind, Test, Value, Wait};

use super::because::{branch_name, name, paths};
use super::collect::sound;
use super::model::{Act, Model, Out};
use super::reach::Reach;
use super::result::{Note, NoteKind};
use super::term::Key;

/// Why there may be fewer paths than were counted: what is not told apart exactly.
pub(super) fn reservations(model: &Model<'_>) -> Vec<String> {
    let fields = &model.logic.asked.fields;
    let mut found: Vec<String> = fields
        .iter()
        .filter_map(|asked| match &asked.key {
            Key::Open(text) => Some(format!("`{text}` is not decided exactly")),
            _ => None,
        })
        .collect();
    let clocks = model.steps.iter().filter(|step| match &step.activity.kind {
        Kind::Condition(condition) => matches!(condition.test, Test::Time(_) | Test::Date(_)),
        _ => false,
    });
    let ends = model.journey.properties.start.is_some() || model.journey.properties.end.is_some();
    let dates =
        model.steps.iter().any(|step| matches!(step.activity.kind, Kind::Wait(Wait::Date(_) | Wait::Custom(_))));
    match clocks.count() {
        0 => {}
        1 if !ends && !dates => {}
        _ => found.push("how long people are on their way is not counted where the clock is asked".to_owned()),
    }
    let waits_beside = |step: &super::model::Step<'_>| {
        step.ways.iter().enumerate().any(|(place, way)| step.ways[..place].iter().any(|other| other.out == way.out))
    };
    if model.steps.iter().any(waits_beside) {
        found.push("which of several steps that wait at once is done first is not counted".to_owned());
    }
    let breaks = |step: &super::model::Step<'_>| {
        step.ways.iter().flat_map(|way| &way.chances).any(|chance| chance.act == Act::Broke)
    };
    for step in model.steps.iter().filter(|step| breaks(step)) {
        found.push(format!("whether what {} writes can fail is not decided exactly", name(step.activity)));
    }
    found
}

/// All notes, in the order of the steps.
pub(super) fn notes(model: &Model<'_>, reach: &Reach) -> Vec<Note> {
    let mut notes = Vec::new();
    for (index, step) in model.steps.iter().enumerate() {
        let known = &reach.known[index];
        if known.is_false() {
            continue;
        }
        overlaps(model, step.activity, known, &mut notes);
        for (way, out) in step.ways.iter().zip(&reach.out[index]) {
            if way.out == Out::Leaves && !paths(step.activity).is_empty() && !out.is_false() {
                notes.extend(person(model, out).map(|person| Note {
                    activity: step.activity.id.clone(),
                    kind: NoteKind::Gap,
                    branches: Vec::new(),
                    because: format!("no path of {} takes {person}: such people leave here", name(step.activity)),
                }));
            }
        }
    }
    notes
}

fn overlaps(model: &Model<'_>, activity: &Activity, known: &Bdd, notes: &mut Vec<Note>) {
    let paths = paths(activity);
    let truths: Vec<Option<Bdd>> = paths
        .iter()
        .map(|path| sound(&path.expression).map(|tree| model.logic.truth(&tree, activity.id.as_str()).yes))
        .collect();
    for (upper, (above, one)) in paths.iter().zip(&truths).enumerate() {
        for (below, other) in paths.iter().zip(&truths).skip(upper + 1) {
            let (Some(one), Some(other)) = (one, other) else { continue };
            // Parts that are not taken apart may be true together, or not.
            let both = known.and(one).and(other);
            let is_exact = |meant: &Bdd| {
                let fields = model.logic.spoken_of(meant);
                fields.iter().all(|field| !matches!(model.logic.asked.fields[*field].key, Key::Open(_)))
            };
            if both.is_false() || !is_exact(one) || !is_exact(other) {
                continue;
            }
            let asked = model.logic.spoken_of(&one.and(other));
            notes.extend(shown(model, &both, &asked).map(|person| Note {
                activity: activity.id.clone(),
                kind: NoteKind::Overlap,
                branches: vec![above.id.clone(), below.id.clone()],
                because: format!(
                    "{person} fits both {} and {} of {}: the upper path takes it",
                    branch_name(&above.label, &above.id),
                    branch_name(&below.label, &below.id),
                    name(activity)
                ),
            }));
        }
    }
}

fn person(model: &Model<'_>, possible: &Bdd) -> Option<String> {
    shown(model, possible, &model.logic.spoken_of(possible))
}

/// One of these people, by the fields that matter.
fn shown(model: &Model<'_>, possible: &Bdd, fields: &[usize]) -> Option<String> {
    let assignment = model.logic.choose(possible, &[])?;
    let words: Vec<String> = fields
        .iter()
        .filter_map(|field| {
            let asked = &model.logic.asked.fields[*field];
            // That sources answer goes without saying.
            if matches!(asked.key, Key::Failing(_)) {
                return None;
            }
            let region = asked.regions.get(assignment[*field])?;
            let value = match region.samples.first()? {
                Value::Null => "nothing".to_owned(),
                Value::Text(text) => format!("“{text}”"),
                value => value.text(),
            };
            Some(format!("{} = {value}", asked.key.words()))
        })
        .collect();
    Some(if words.is_empty() { "somebody".to_owned() } else { words.join(", ") })
}
