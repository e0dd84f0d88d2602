//! Readers never panic, whatever stands in a file.

use proptest::prelude::{Strategy, TestCaseError, any, prop_assert};
use proptest::test_runner::{Config, TestRunner};
use waymark::exchange::json;
use waymark::journey::text_form::to_ron;
use waymark::journey::{Definition, Workspace, files};

use crate::arbitrary::{self, Chance};

/// One change of a text, at places that the bytes choose.
type Change = (u8, u16, u16, u8);

fn mutated(text: &str, changes: &[Change]) -> String {
    const PIECES: [&str; 16] =
        ["(", ")", "[", "]", "{", "}", ",", ":", "\"", "r#\"", "//", "/*", "'", "\\", "None", "1e999"];
    let mut bytes = text.as_bytes().to_vec();
    for (kind, from, to, byte) in changes {
        let length = bytes.len().max(1);
        let (a, b) = (usize::from(*from) % length, usize::from(*to) % length);
        let (from, to) = (a.min(b), a.max(b).min(bytes.len()));
        match kind % 5 {
            0 => drop(bytes.drain(from..to.min(from + 20))),
            1 => drop(bytes.splice(from..from, PIECES[usize::from(*byte) % PIECES.len()].bytes())),
            2 => bytes.truncate(to),
            3 => drop(bytes.get_mut(from).map(|old| *old = *byte)),
            _ => {
                let piece = bytes[from..to].to_vec();
                drop(bytes.splice(from..from, piece));
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Every reader reads the text as every kind of file.
fn read_as_everything(text: &str) -> Result<(), TestCaseError> {
    const KINDS: [&str; 6] =
        ["workspace.ron", "events.ron", "actions.ron", "profiles.ron", "a.journey.ron", "scenarios/a/b.scenario.ron"];
    for path in KINDS {
        let opened = files::from_texts(&[(path, text)]);
        for problem in opened.files.problems() {
            prop_assert!(problem.starts_with(path), "{}", problem);
        }
        // What was read can be written again.
        for journey in opened.workspace.journeys.values() {
            prop_assert!(to_ron(&**journey).ends_with('\n'));
        }
    }
    if let Err(error) = json::read(text) {
        prop_assert!(error.line >= 1 && error.column >= 1);
    }
    Ok(())
}

fn any_text(cases: u32) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let texts = proptest::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| {
        let text = mutated("(format: 1, id: \"a\", name: \"b\")", &[]);
        text.replace('b', &String::from_utf8_lossy(&bytes))
    });
    runner.run(&texts, |text| read_as_everything(&text)).unwrap();
}

fn changed_files(cases: u32) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let change = any::<Change>();
    let inputs = (proptest::collection::vec(any::<u8>(), 0..300), proptest::collection::vec(change, 1..6), 0_u8..3);
    runner
        .run(&inputs, |(bytes, changes, kind)| {
            let mut chance = Chance::new(&bytes);
            let text = match kind {
                0 => to_ron(&arbitrary::draw_journey(&mut chance)),
                1 => json::write(&definition(&mut chance)),
                _ => format!(
                    "(format: 1, profiles: {})",
                    to_ron(&arbitrary::draw::<Vec<waymark::journey::Profile>>(&mut chance))
                ),
            };
            read_as_everything(&mutated(&text, &changes))
        })
        .unwrap();
}

fn definition(chance: &mut Chance<'_>) -> Definition {
    let journey = arbitrary::draw_journey(chance);
    let id = journey.id.clone();
    let mut workspace = Workspace::default();
    workspace.journeys.insert(id.clone(), journey.into());
    Definition::of(&workspace, &id).unwrap()
}

#[test]
fn ten_thousand_texts_never_make_a_reader_panic() {
    any_text(10_000);
}

#[test]
fn ten_thousand_changed_files_never_make_a_reader_panic() {
    changed_files(10_000);
}

#[test]
#[ignore = "slow: long fuzzing"]
fn a_million_texts_never_make_a_reader_panic() {
    any_text(1_000_000);
}

#[test]
#[ignore = "slow: long fuzzing"]
fn a_million_changed_files_never_make_a_reader_panic() {
    changed_files(1_000_000);
}
