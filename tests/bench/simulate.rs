//! What a dry run costs: `cargo bench --no-default-features --bench simulate`.
//!
//! Time is CPU time of the thread, so that a busy machine does not show.

use std::path::Path;
use std::sync::Arc;

use cpu_time::ThreadTime;
use waymark::journey::{JourneyId, Profile, Workspace, files};
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
