//! What a dry run costs: `cargo bench --no-default-features --bench simulate`.
//!
//! Time is CPU time of the thread, so that a busy machine does not show.

use std::path::Path;
use std::sync::Arc;

use cpu_time::ThreadTime;
use waymark::journey::{
    Arrivals, Coming, Duration, FORMAT, JourneyId, Pace, Population, Profile, WHOLE, Workspace, files,
};
use waymark::run::{Entry, Program};
use waymark::simulate::volume::{Ledger, Plan, conduct, forecast};
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
const CROWD: u32 = 100_000;

/// A crowd through the same journey, everybody at one moment: what a step costs, and how much memory somebody takes who
/// waits, attributes apart: who people are is drawn again when somebody looks.
fn volume(workspace: &Workspace, journey: &JourneyId) {
    let alone = alone(workspace, journey);
    let population = alone.population.as_deref().expect("a population");
    let before = resident();
    let plan = Plan::new(&alone, population, (1, Some(CROWD)), None).expect("a plan");
    let (mut most, mut held) = (0, None);
    conduct(&plan, &mut Ledger::default(), |progress| {
        if progress.inside > most {
            (most, held) = (progress.inside, resident());
        }
        progress.inside == most
    });
    let begun = ThreadTime::now();
    let forecast = forecast(&alone, (1, Some(CROWD)), None, |_| true).expect("a forecast");
    let seconds = begun.elapsed().as_secs_f64();
    let steps: i64 = forecast.journeys.iter().flat_map(|it| &it.activities).map(|it| it.reached).sum();
    println!("figure volume-100k {:.1} ksteps/s", steps as f64 / seconds / 1e3);
    if let (Some(before), Some(held)) = (before, held) {
        println!("figure volume-bytes {:.0} B", held.saturating_sub(before) as f64 / most as f64);
    }
    eprintln!("{steps} steps of {CROWD} people in {seconds:.2} s, {most} of them waiting at once");
}

/// The journey without the others, and everybody at its door at once.
fn alone(workspace: &Workspace, journey: &JourneyId) -> Workspace {
    let mut alone = workspace.clone();
    alone.journeys.retain(|id, _| id == journey);
    let program = Program::compile(&alone, journey).expect("a program");
    let Entry::Event(Some(event)) = program.entry() else { panic!("the sample begins with an event") };
    let pace = Pace::At { after: Duration::Seconds(0) };
    let arrivals = vec![Arrivals { what: Coming::Event(event), inside: None, share: WHOLE, times: 1, pace }];
    alone.population = Some(Arc::new(Population { format: FORMAT, arrivals, ..Population::default() }));
    alone
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
