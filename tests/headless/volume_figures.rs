//! Rules about volumes take their figures from a forecast once one was run: one arithmetic.

use std::sync::Arc;

use waymark::check::{Checker, Volumes};
use waymark::edit::{self, Edit};
use waymark::journey::files::{self, Files};
use waymark::journey::*;
use waymark::simulate::default_start;

use crate::build::*;
use crate::run_limits::{calling, cap};
use crate::volume::{at_once, messages, population, ran, waymark, with};

const DROPS: &str = "capping-drops-calls";

/// What a rule says, with the figures of a forecast or without.
fn said(workspace: &Workspace, volumes: Option<Volumes>, rule: &str) -> Vec<String> {
    let mut checker = Checker::new();
    checker.take_figures(volumes.map(Arc::new));
    told(&mut checker, workspace, rule)
}

fn told(checker: &mut Checker, workspace: &Workspace, rule: &str) -> Vec<String> {
    let report = checker.check(workspace, workspace.settings.platform, default_start());
    let findings = report.findings.iter().filter(|finding| finding.rule == rule);
    findings.map(|finding| finding.message.clone()).collect()
}

/// The event is stated to come so often in its busiest second.
fn stated(workspace: &mut Workspace, peak: i64) {
    for event in &mut Arc::make_mut(&mut workspace.inventory).events {
        event.peak_per_second = Some(peak);
    }
}

#[test]
fn what_a_forecast_counted_takes_the_place_of_what_is_stated_and_is_said_to() {
    let mut workspace = with(&calling(1, cap(30, 1_000), None), population(500, at_once()));
    assert_eq!(said(&workspace, None, DROPS), [""; 0], "nobody stated anything");
    let forecast = ran(&workspace);
    assert_eq!(messages(&forecast).capped, 470);
    assert_eq!(
        said(&workspace, Some(forecast.volumes(&workspace)), DROPS),
        ["With 'call' 500 calls a second come to 'Messages' by the forecast; the cap lets 30 through: 470 a \
             second are lost."]
    );
    // What is stated is one thing, what comes another: 40 a second are stated, and 20 a second come.
    let slow = population(100, Pace::Steady { per_second: 20.0 });
    workspace.population = Some(Arc::new(slow));
    stated(&mut workspace, 40);
    assert_eq!(
        said(&workspace, None, DROPS),
        ["With 'call' 40 calls a second come to 'Messages'; the cap lets 30 through: 10 a second are lost."]
    );
    let forecast = ran(&workspace);
    assert!(!forecast.loses_calls());
    assert_eq!(said(&workspace, Some(forecast.volumes(&workspace)), DROPS), [""; 0]);
}

#[test]
fn a_forecast_counts_for_the_document_of_which_it_was_made_and_for_no_other() {
    let mut workspace = with(&calling(1, cap(30, 1_000), None), population(500, at_once()));
    let mut checker = Checker::new();
    assert!(told(&mut checker, &workspace, DROPS).is_empty());
    checker.take_figures(Some(Arc::new(ran(&workspace).volumes(&workspace))));
    assert_eq!(told(&mut checker, &workspace, DROPS).len(), 1, "known to a checker that had looked before");
    // Where a card stands changes nothing that was forecast.
    let to = vec![Placement { activity: "call".into(), x: 700, y: 0 }];
    edit::apply(&mut workspace, &Edit::Move { journey: "journey-test".into(), to }).unwrap();
    assert_eq!(told(&mut checker, &workspace, DROPS).len(), 1);
    // Fewer people are another forecast; so are a new wait and a wider cap.
    let before = workspace.clone();
    let fewer = Edit::SetPopulation(Some(Box::new(population(10, at_once()))));
    let wait = Edit::AddActivity {
        journey: "journey-test".into(),
        activity: Box::new(Activity { id: "wait-a".into(), kind: wait(Duration::Hours(1)), ..Activity::default() }),
        x: 0,
        y: 300,
    };
    let endpoint = before.inventory.get::<Endpoint>(&"endpoint-a".into()).unwrap();
    let wider = Edit::Put(Box::new(Item::Endpoint(Endpoint { cap: cap(40, 1_000), ..endpoint.clone() })));
    for edit in [fewer, wait, wider] {
        let mut changed = before.clone();
        edit::apply(&mut changed, &edit).unwrap();
        assert_eq!(told(&mut checker, &changed, DROPS), [""; 0], "after {edit:?}");
        assert_eq!(told(&mut checker, &before, DROPS).len(), 1, "taken back, it counts again");
    }
    checker.take_figures(None);
    assert!(told(&mut checker, &before, DROPS).is_empty());
}

#[test]
fn calls_of_other_journeys_are_those_of_the_busiest_span() {
    let one = calling(1, cap(700, 1_000), None);
    let mut workspace = with(&one, population(500, at_once()));
    let mut other = (*workspace.journeys[&"journey-test".into()]).clone();
    other.id = "journey-else".into();
    workspace.journeys.insert(other.id.clone(), Arc::new(other));
    let forecast = ran(&workspace);
    assert_eq!((messages(&forecast).calls, messages(&forecast).capped), (700, 300));
    let lost = "1,000 calls a second come to 'Messages' by the forecast, 500 of them from other journeys; the cap lets 700 \
                through: 300 a second are lost.";
    let both = said(&workspace, Some(forecast.volumes(&workspace)), DROPS);
    assert_eq!(both, [format!("With 'call' {lost}"), format!("With 'call' {lost}")]);
}

#[test]
fn a_cap_over_minutes_is_held_against_the_busiest_minutes() {
    // Ten a second for 200 seconds: 600 in the busiest minute, 500 of which fit.
    let paced = population(2_000, Pace::Steady { per_second: 10.0 });
    let workspace = with(&calling(1, cap(500, 60_000), None), paced);
    let found = said(&workspace, Some(ran(&workspace).volumes(&workspace)), DROPS);
    assert_eq!(
        found,
        ["With 'call' 600 calls in a minute come to 'Messages' by the forecast; the cap lets 500 through: 100 \
             in a minute are lost."]
    );
}

#[test]
fn the_queue_of_a_throttle_is_as_long_as_the_forecast_saw_it() {
    // 1,000 at once through 1 a second: the last one waits 999 seconds, which is no six hours.
    let workspace = with(&calling(1, None, Some(1)), population(1_000, at_once()));
    let volumes = ran(&workspace).volumes(&workspace);
    assert_eq!(said(&workspace, Some(volumes.clone()), "throttling-queue-overflow"), [""; 0]);
    let measured = volumes.calls.values().next().and_then(|sent| sent.values().next()).expect("calls");
    assert_eq!(
        (measured.second, measured.hour, measured.all, measured.longest_delay_ms),
        (1_000, 1_000, 1_000, 999_000)
    );
    // 21,700: the last would wait 21,700 seconds, and waits six hours in vain.
    let workspace = with(&calling(1, None, Some(1)), population(21_700, at_once()));
    let found = said(&workspace, Some(ran(&workspace).volumes(&workspace)), "throttling-queue-overflow");
    assert_eq!(
        found,
        ["21,700 calls a second come to 'Messages' by the forecast, its throttle sends 1: the last of 21,700 waits 6 \
             hours, those beyond 6 hours are lost."]
    );
}

#[test]
fn the_command_takes_its_figures_from_a_forecast_when_it_is_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = with(&calling(1, cap(30, 1_000), None), population(500, at_once()));
    files::save(&workspace, &mut Files::default(), folder.path()).expect("a workspace");
    let path = folder.path().to_str().expect("a path");
    let lost = "470 a second are lost";
    assert!(!waymark(&["check", path]).1.contains(lost));
    let (_, text, _) = waymark(&["check", path, "--forecast"]);
    assert!(text.contains("500 calls a second come to 'Messages' by the forecast") && text.contains(lost), "{text}");
}
