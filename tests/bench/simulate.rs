//! What a dry run and a forecast cost: `cargo bench --no-default-features --bench simulate`.
//!
//! Time is CPU time of the thread, so that a busy machine does not show; that of a whole forecast is time of the clock.

mod by_hand;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use cpu_time::ThreadTime;
use waymark::journey::{Definition, JourneyId, Profile, Workspace, files};
use waymark::simulate::volume::{Forecast, forecast};
use waymark::simulate::{default_scenario, dry_run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The sample that every figure runs.
const SAMPLE: &str = "journeys/cart-abandonment.journey.ron";

fn main() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
    let opened = files::open(&path).expect("the sample");
    let journey = opened.journey.expect("a journey file");

    // Compiled, run over every test profile, and traced; as the window does after a change.
    let (median, steps) = measured(&opened.workspace, &journey, 200);
    println!("figure dry-run {:.3} ms", median * 1e3);

    let crowd = crowd(&opened.workspace, 1_000);
    let (whole, all_steps) = measured(&crowd, &journey, 2);
    println!("figure dry-run-1000 {:.2} ms", whole * 1e3);
    println!("figure dry-run-steps {:.1} ksteps/s", all_steps as f64 / whole / 1e3);
    eprintln!("{steps} steps of the sample's own profiles, {all_steps} of 1,000 people");

    volume(&opened.workspace, &journey);
}

/// People of a forecast.
const CROWD: u32 = 1_000_000;

/// A crowd through the same journey, beside the same written by hand: what a finished step costs, and how much memory
/// somebody takes who waits, attributes apart: who people are is drawn again when somebody looks.
fn volume(workspace: &Workspace, journey: &JourneyId) {
    let mut alone = Definition::of(workspace, journey).expect("the sample").workspace();
    let named = |name: &str| {
        let event = alone.inventory.events.iter().find(|event| event.name == name);
        event.map(|event| event.id.clone()).expect("an event of the sample")
    };
    let population = by_hand::population(journey, named("CartAbandoned"), named("Purchase"));
    alone.population = Some(Arc::new(population));

    let begun = ThreadTime::now();
    let (by_hand, finished) = by_hand::run(CROWD, 1, journey);
    let hand_coded = begun.elapsed().as_secs_f64();

    let before = resident();
    let (mut most, mut held) = (0, None);
    let (begun, clock) = (ThreadTime::now(), Instant::now());
    let forecast = forecast(&alone, (1, Some(CROWD)), None, |progress| {
        if progress.inside > most {
            (most, held) = (progress.inside, resident());
        }
        true
    });
    let (seconds, whole) = (begun.elapsed().as_secs_f64(), clock.elapsed().as_secs_f64());
    let forecast = forecast.expect("a forecast");
    assert_eq!(counts(&forecast), by_hand, "the forecast and the loop come to the same counts");
    assert_eq!(steps(&forecast), finished, "steps that were finished");

    let (ours, theirs) = (finished as f64 / seconds, finished as f64 / hand_coded);
    println!("figure simulate-steps {:.3} Msteps/s vs hand-coded-loop {:.4}", ours / 1e6, ours / theirs);
    println!("figure volume-{}m {whole:.2} s", CROWD / 1_000_000);
    if let (Some(before), Some(held)) = (before, held) {
        println!("figure volume-bytes {:.0} B", held.saturating_sub(before) as f64 / most as f64);
    }
    eprintln!(
        "{finished} steps of {CROWD} people, {most} of them waiting at once; {:.1} Msteps/s by hand",
        theirs / 1e6
    );
}

/// How many came to each step, and by which path they left it.
fn counts(forecast: &Forecast) -> by_hand::Counts {
    let activities = forecast.journeys.iter().flat_map(|journey| &journey.activities);
    let reached = activities.filter(|activity| activity.reached > 0);
    reached.map(|it| (it.activity.to_string(), (it.reached, it.branches.clone()))).collect()
}

/// How many steps were finished: whoever left while waiting did not finish that one.
fn steps(forecast: &Forecast) -> i64 {
    let activities = forecast.journeys.iter().flat_map(|journey| &journey.activities);
    let statuses = activities.flat_map(|activity| &activity.statuses);
    statuses.filter(|(status, _)| *status != "waiting").map(|(_, count)| count).sum()
}

/// Bytes of memory that this process holds; where the system says so.
fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4_096)
}

/// Batches of which the median is taken.
const BATCHES: usize = 15;

/// The median time of one dry run, in seconds, and its steps. A batch of runs is timed as one.
fn measured(workspace: &Workspace, journey: &JourneyId, batch: usize) -> (f64, usize) {
    let scenario = default_scenario(workspace, journey).expect("a scenario");
    let mut seconds = Vec::with_capacity(BATCHES);
    let mut steps = 0;
    for _ in 0..BATCHES {
        let begun = ThreadTime::now();
        for _ in 0..batch {
            let trace = dry_run(workspace, &scenario).expect("a dry run");
            steps = trace.runs.iter().map(|run| run.steps.len()).sum();
        }
        seconds.push(begun.elapsed().as_secs_f64() / batch as f64);
    }
    seconds.sort_by(f64::total_cmp);
    (seconds[BATCHES / 2], steps)
}

/// The same workspace with so many copies of its test profiles.
fn crowd(workspace: &Workspace, people: usize) -> Workspace {
    let mut workspace = workspace.clone();
    let mut inventory = (*workspace.inventory).clone();
    let models: Vec<Profile> = inventory.profiles.drain(..).collect();
    inventory.profiles = models
        .iter()
        .cycle()
        .take(people)
        .enumerate()
        .map(|(index, model)| Profile { id: format!("profile-{index:012}").as_str().into(), ..model.clone() })
        .collect();
    workspace.inventory = Arc::new(inventory);
    workspace
}
