//! How long a check takes while somebody draws: one activity was edited, everything else is as it was.
//!
//! Prints the median CPU time of the thread for a journey of 50 and of 5,000 activities, each with its expressions,
//! templates and branches, on AJO with all rules; and for a workspace of 200 journeys with 50 activities each, from
//! nothing and after an edit. The name of a figure as an argument measures that one alone.

use std::sync::Arc;

use cpu_time::ThreadTime;
use waymark::check::Checker;
use waymark::check::example::{Sketch, steps};
use waymark::journey::{Duration, JourneyId, Kind, Platform, Port, Workspace};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let wanted = std::env::args().nth(1).filter(|name| !name.starts_with("--"));
    let is_wanted = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    for (name, activities, edits) in [("check-50", 50, 64), ("check-5000", 5_000, 8)] {
        if is_wanted(name) {
            rechecked(name, &journey(activities, 0), edits);
        }
    }
    let workspace = workspace(200);
    if is_wanted("check-workspace") {
        let check = |(): &()| Checker::new().check(&workspace, Platform::Ajo, Sketch::now());
        median("check-workspace", 4, |_| (), check);
    }
    if is_wanted("recheck-workspace") {
        rechecked("recheck-workspace", &workspace, 16);
    }
}

/// Measures checks after one edit each, `edits` of them at a time.
fn rechecked(name: &str, start: &Workspace, edits: usize) {
    let mut checker = Checker::new();
    checker.check(start, Platform::Ajo, Sketch::now());
    median(
        name,
        edits,
        |number| edited(start, number),
        |workspace| checker.check(workspace, Platform::Ajo, Sketch::now()),
    );
}

/// Prints the median of 31 rounds, each of so many runs. What a run works on is made before its round.
fn median<T, R>(name: &str, runs: usize, make: impl Fn(usize) -> T, mut run: impl FnMut(&T) -> R) {
    let mut samples: Vec<f64> = (0..31)
        .map(|round| {
            let made: Vec<T> = (0..runs).map(|number| make(round * runs + number)).collect();
            let start = ThreadTime::now();
            for made in &made {
                std::hint::black_box(run(made));
            }
            start.elapsed().as_secs_f64() * 1e3 / runs as f64
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    println!("figure {name} {:.3} ms", samples[samples.len() / 2]);
}

/// So many journeys of 50 activities, each with expressions of its own.
fn workspace(journeys: usize) -> Workspace {
    let mut workspace = journey(50, 0);
    for number in 1..journeys {
        let other = journey(50, number * 50);
        let mut journey = other.journeys[&JourneyId::from(Sketch::JOURNEY)].clone();
        let id = JourneyId(format!("journey-{number:03}"));
        Arc::make_mut(&mut journey).id = id.clone();
        workspace.journeys.insert(id, journey);
    }
    workspace
}

/// The same workspace after somebody typed into one activity.
fn edited(start: &Workspace, number: usize) -> Workspace {
    let mut workspace = start.clone();
    let journey = workspace.journeys.get_mut(&JourneyId::from(Sketch::JOURNEY)).expect("every sketch has this journey");
    let journey = Arc::make_mut(journey);
    let place = number % journey.activities.len();
    journey.activities[place].label = format!("Step {number}");
    workspace
}

/// A journey in blocks of a wait, a condition by event and profile, an email and a text message that meet again. Its
/// expressions count from a number on, so that they are its own.
fn journey(activities: usize, from: usize) -> Workspace {
    let mut sketch = Sketch::event();
    let mut ends: Vec<(String, Port)> = vec![("event-1".to_owned(), Port::Next)];
    let mut count = 1;
    while count + 4 <= activities {
        let wait = format!("wait-{}", count + 1);
        let condition = format!("condition-{}", count + 2);
        let own = from + count;
        let total = format!("@event{{OrderPlaced.total}} > {own}");
        let points = format!("#{{ExperiencePlatform.ProfileFieldGroup.loyalty.points}} >= {own} and not (1 == 2)");
        sketch = sketch.apart(steps::wait(Duration::Hours(1)));
        for (from, port) in &ends {
            sketch = sketch.wire(from, port.clone(), &wait);
        }
        sketch = sketch.from(&wait, Port::Next).then(steps::data(&[&total, &points]));
        sketch = sketch.from(&condition, Port::Branch(steps::path(0))).then(steps::email()).with(|activity| {
            if let Kind::Message(message) = &mut activity.kind {
                message.body = "Hello {{ #{ExperiencePlatform.ProfileFieldGroup.person.name.firstName} }}!".into();
            }
        });
        sketch = sketch.from(&condition, Port::Branch(steps::path(1))).then(steps::call());
        ends = vec![(format!("email-{}", count + 3), Port::Next), (format!("action-{}", count + 4), Port::Next)];
        count += 4;
    }
    sketch.workspace
}
