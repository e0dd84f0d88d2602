//! Which paths of a condition are found to be taken by nobody.

use waymark::check::Checker;
use waymark::check::example::{Sketch, steps};
use waymark::journey::Platform;

fn dead(questions: &[&str]) -> Vec<String> {
    let sketch = Sketch::event().then(steps::data(questions));
    let report = Checker::new().check(&sketch.workspace, Platform::Ajo, Sketch::now());
    let found = report.findings.iter().filter(|finding| finding.rule == "waymark-unreachable-branch");
    found.map(|finding| finding.message.clone()).collect()
}

#[test]
fn a_question_is_the_same_whatever_its_blanks_and_quotes() {
    let found = dead(&["@event{OrderPlaced.currency} == \"EUR\"", "@event{OrderPlaced.currency}=='EUR'"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("asks the same."), "{found:?}");
}

#[test]
fn questions_that_differ_in_one_sign_are_two() {
    for (one, other) in [
        ("@event{OrderPlaced.total} > 100", "@event{OrderPlaced.total} < 100"),
        ("@event{OrderPlaced.total} > 100", "@event{OrderPlaced.total} > 101"),
        ("@event{OrderPlaced.total} > 1.5", "@event{OrderPlaced.total} > 2.5"),
        ("@event{OrderPlaced.currency} == \"EUR\"", "@event{OrderPlaced.currency} == \"USD\""),
        ("@event{OrderPlaced.currency} is null", "@event{OrderPlaced.currency} is not null"),
        ("@event{OrderPlaced.currency} is null", "@event{OrderPlaced.total} is null"),
    ] {
        assert_eq!(dead(&[one, other]), [""; 0], "{one} and {other}");
    }
}

#[test]
fn among_thousands_of_paths_the_one_that_repeats_another_is_found() {
    let mut questions: Vec<String> =
        (0..4_000).map(|number| format!("@event{{OrderPlaced.currency}} == \"{number:04}\"")).collect();
    questions.push(questions[1].clone());
    assert_eq!(dead(&questions.iter().map(String::as_str).collect::<Vec<_>>()).len(), 1);
}
