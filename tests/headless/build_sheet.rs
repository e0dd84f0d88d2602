//! The build sheet says everything that has to be typed, and says it in order.

use std::path::Path;

use waymark::check::Report;
use waymark::exchange::build_sheet;
use waymark::journey::{Definition, Word, files};

fn sheets() -> Vec<(Definition, String)> {
    let opened = files::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")).expect("the samples");
    let definitions = opened.workspace.journeys.keys().filter_map(|id| Definition::of(&opened.workspace, id));
    definitions.map(|definition| (definition.clone(), build_sheet::write(&definition, &Report::default()))).collect()
}

#[test]
fn every_step_stands_on_the_sheet_with_its_label_and_every_expression() {
    for (definition, sheet) in sheets() {
        for activity in &definition.journey.activities {
            assert!(sheet.contains(&format!(". {}\n", activity.label)), "{} is missing", activity.label);
            activity.walk(&mut |field, word, text| {
                let shown = text.replace('|', "\\|");
                if word == Word::Expression && !text.is_empty() {
                    assert!(sheet.contains(text) || sheet.contains(&shown), "{} lacks {field}: {text}", activity.label);
                }
            });
        }
    }
}

#[test]
fn every_way_out_leads_to_a_step_or_an_end() {
    for (definition, sheet) in sheets() {
        let ways: usize = definition.journey.activities.iter().map(|activity| activity.kind.ports().len()).sum();
        let led = sheet.lines().filter(|line| line.contains(": step ") || line.contains(": End")).count();
        assert!(led >= ways, "{}: {led} of {ways} ways out lead somewhere", definition.journey.name);
        for end in &definition.journey.ends {
            assert!(sheet.contains(&format!("labelled “{}”", end.label)), "the end '{}' is missing", end.label);
        }
    }
}

#[test]
fn the_sheet_names_secrets_and_holds_the_bodies_of_the_limits() {
    let sheets = sheets();
    let text: String = sheets.iter().map(|(_, sheet)| sheet.as_str()).collect();
    assert!(text.contains("<secret SMS_CLIENT_SECRET>"));
    assert!(text.contains("\"maxCallsCount\": 700") && text.contains("\"maxThroughput\": 250"));
    assert!(text.contains("POST https://platform.adobe.io/journey/orchestration/endpointConfigs"));
}
