//! `waymark test`: every saved scenario against what it expects.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::junit::{self, Case, Verdict};
use super::subject::Subject;
use super::{Outcome, say};
use crate::journey::{Scenario, ScenarioId, files};
use crate::simulate::{Trace, dry_run, expectation};

/// Arguments of `waymark test`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Workspaces or journey files.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Write what came out into the scenarios, instead of comparing.
    #[arg(long)]
    pub update: bool,
    /// Write the result as JUnit XML too.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// Runs every scenario of everything that is named.
pub fn run(arguments: &Arguments) -> Outcome {
    let (mut outcome, mut cases) = (Outcome::Fine, Vec::new());
    for path in &arguments.paths {
        outcome = outcome.and(match Subject::open(path) {
            Ok(subject) => subject.complain().and(all(subject, arguments.update, &mut cases)),
            Err(outcome) => outcome,
        });
    }
    match &arguments.junit {
        Some(path) => outcome.and(super::deliver(&junit::write(&cases), Some(path))),
        None => outcome,
    }
}

fn all(mut subject: Subject, update: bool, cases: &mut Vec<Case>) -> Outcome {
    let own = |scenario: &&Arc<Scenario>| subject.journey.as_ref().is_none_or(|journey| journey == &scenario.journey);
    let scenarios: Vec<Arc<Scenario>> = subject.workspace.scenarios.values().filter(own).cloned().collect();
    if scenarios.is_empty() {
        eprintln!("waymark: there are no scenarios here; a test run in the designer can be saved as one");
    }
    let mut tally = Tally::default();
    for scenario in &scenarios {
        let journey = journey_name(&subject, scenario);
        let name = format!("{journey}: {}", scenario.name);
        let verdict = match dry_run(&subject.workspace, scenario) {
            Ok(trace) if update => tally.update(&mut subject, scenario, &trace, &name),
            Ok(trace) => tally.compare(scenario, &trace, &name),
            Err(error) => tally.fail(&name, vec![error.to_string()]),
        };
        cases.push(Case { journey, name: scenario.name.clone(), verdict });
    }
    say(&format!("{} passed, {} failed, {} without expectation\n", tally.passed, tally.failed, tally.silent));
    let saved = if tally.changed.is_empty() { Outcome::Fine } else { save(&mut subject, &tally.changed) };
    let failed = if tally.failed > 0 { Outcome::Findings } else { Outcome::Fine };
    saved.and(failed)
}

fn journey_name(subject: &Subject, scenario: &Scenario) -> String {
    let journey = subject.workspace.journeys.get(&scenario.journey);
    journey.map_or_else(|| scenario.journey.to_string(), |journey| journey.name.clone())
}

fn save(subject: &mut Subject, changed: &[ScenarioId]) -> Outcome {
    let root = subject.files.root.clone();
    match files::save(&subject.workspace, &mut subject.files, &root) {
        Ok(_) => {
            say(&format!("{} updated\n", changed.len()));
            Outcome::Fine
        }
        Err(error) => {
            eprintln!("waymark: {error}");
            Outcome::Unreadable
        }
    }
}

/// What became of the scenarios.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    silent: usize,
    changed: Vec<ScenarioId>,
}

impl Tally {
    fn compare(&mut self, scenario: &Scenario, trace: &Trace, name: &str) -> Verdict {
        if scenario.expect.is_empty() {
            self.silent += 1;
            say(&format!("none {name} (it expects nothing yet; --update writes down what came out)\n"));
            return Verdict::Silent;
        }
        let differences = expectation::compare(&scenario.expect, trace);
        if differences.is_empty() {
            self.passed += 1;
            say(&format!("ok   {name}\n"));
            return Verdict::Passed;
        }
        let lines: Vec<String> =
            differences.into_iter().flat_map(|found| std::iter::once(found.title).chain(found.lines)).collect();
        self.fail(name, lines)
    }

    fn update(&mut self, subject: &mut Subject, scenario: &Scenario, trace: &Trace, name: &str) -> Verdict {
        self.passed += 1;
        let expect = expectation::of(trace);
        if expect == scenario.expect {
            say(&format!("same {name}\n"));
            return Verdict::Passed;
        }
        say(&format!("new  {name}\n"));
        let updated = Scenario { expect, ..scenario.clone() };
        self.changed.push(updated.id.clone());
        subject.workspace.scenarios.insert(updated.id.clone(), Arc::new(updated));
        Verdict::Passed
    }

    fn fail(&mut self, name: &str, lines: Vec<String>) -> Verdict {
        self.failed += 1;
        say(&format!("FAIL {name}\n"));
        for line in &lines {
            say(&format!("       {line}\n"));
        }
        Verdict::Failed(lines)
    }
}
