//! The population of a forecast as a file of the workspace: written as it is, read as it was, its faults named by
//! place.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use waymark::edit::{self, Edit};
use waymark::journey::files::{self, Files, POPULATION_FILE};
use waymark::journey::{Arrivals, Coming, Distribution, Pace, Population, Workspace};

fn opened(text: &str) -> files::Opened {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("workspace.ron"), "(format: 1, id: \"workspace-a\", name: \"Shop\")").unwrap();
    fs::write(folder.path().join(POPULATION_FILE), text).unwrap();
    files::open(folder.path()).unwrap()
}

#[test]
fn a_population_is_read_as_it_was_written_and_goes_when_it_is_taken_back() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/headless/fixtures/format-1");
    let population = files::open(&sample).unwrap().workspace.population.expect("a population");
    let folder = tempfile::tempdir().unwrap();
    let mut files = Files::default();
    let mut workspace = Workspace::default();
    edit::apply(&mut workspace, &Edit::SetPopulation(Some(Box::new((*population).clone())))).unwrap();
    files::save(&workspace, &mut files, folder.path()).unwrap();
    let again = files::open(folder.path()).unwrap();
    assert_eq!(again.files.problems(), Vec::<String>::new());
    assert_eq!(again.workspace.population.as_deref(), Some(&*population));
    let text = fs::read_to_string(folder.path().join(POPULATION_FILE)).unwrap();
    assert!(text.contains("pace: Steady(per_second: 3.5)"), "{text}");
    edit::apply(&mut workspace, &Edit::SetPopulation(None)).unwrap();
    files::save(&workspace, &mut files, folder.path()).unwrap();
    assert!(!folder.path().join(POPULATION_FILE).exists());
}

#[test]
fn what_is_wrong_in_a_population_is_said_with_line_and_column_and_costs_only_itself() {
    let opened = opened(
        "(\n    format: 1,\n    people: 500,\n    arrivals: [\n        (what: Event(\"event-a\"), pace: Evenly),\n        \
         (what: Event(\"event-a\"), pace: Slowly),\n        (what: Event(\"event-b\"), pace: Steady(per_second: inf)),\n    ],\n)\n",
    );
    let problems = opened.files.problems();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("population.ron:6:") && problems[0].contains("`Evenly`"), "{problems:?}");
    assert!(problems[1].contains("population.ron:7:") && problems[1].contains("finite"), "{problems:?}");
    let population = opened.workspace.population.expect("the rest");
    assert_eq!((population.people, population.arrivals.len()), (Some(500), 1));
    let line = |field, entry| opened.files.locate_population(field, entry).map(|location| location.line);
    assert_eq!(line("people", None), Some(3));
    assert_eq!(line("arrivals", Some(1)), Some(5));
}

#[test]
fn what_cannot_be_written_as_text_is_left_out() {
    let endless = waymark::journey::Value::Decimal(f64::INFINITY);
    let attribute = waymark::journey::AttributeDraw {
        field: "points".to_owned(),
        given: Vec::new(),
        missing: 0,
        draw: Distribution::Constant(endless),
    };
    let arrivals = Arrivals {
        what: Coming::Event("event-a".into()),
        inside: None,
        share: waymark::journey::WHOLE,
        times: 1,
        pace: Pace::Evenly,
    };
    let population =
        Population { format: 1, attributes: vec![attribute], arrivals: vec![arrivals], ..Population::default() };
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace { population: Some(Arc::new(population)), ..Workspace::default() };
    files::save(&workspace, &mut Files::default(), folder.path()).unwrap();
    let again = files::open(folder.path()).unwrap();
    assert_eq!(again.files.problems(), Vec::<String>::new());
    let read = again.workspace.population.expect("a population");
    assert_eq!(read.attributes[0].draw, Distribution::Constant(waymark::journey::Value::Null));
    assert_eq!(read.arrivals.len(), 1);
}
