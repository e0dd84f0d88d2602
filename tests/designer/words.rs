//! Every word of the window comes from the file of words.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use waymark::designer::words;

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).expect("a source folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.clone(), std::fs::read_to_string(&path).expect("a source file")));
        }
    }
}

fn designer() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/designer"), &mut found);
    found
}

/// The literals that directly follow a call of this name.
fn arguments<'a>(text: &'a str, call: &str) -> Vec<&'a str> {
    let literal = |at: usize| text[at..].trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
    text.match_indices(call).filter_map(|(at, _)| literal(at + call.len())).collect()
}

#[test]
fn every_key_in_the_source_has_its_words() {
    let keys: BTreeSet<&str> = words::keys().collect();
    let mut missing = Vec::new();
    for (path, text) in designer() {
        for call in ["word(", "phrase("] {
            for key in arguments(&text, call).into_iter().filter(|key| key.contains('.') && !key.contains('{')) {
                if !keys.contains(key) {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn nothing_is_written_on_the_screen_that_a_translator_cannot_reach() {
    const CALLS: [&str; 9] = [
        "ui.label(",
        "ui.button(",
        "ui.heading(",
        "on_hover_text(",
        "primary(ui,",
        "secondary(ui,",
        "section(ui,",
        "hint_line(ui,",
        "link(ui,",
    ];
    let mut found = Vec::new();
    for (path, text) in designer() {
        for call in CALLS {
            for literal in arguments(&text, call).into_iter().filter(|text| text.chars().any(char::is_alphabetic)) {
                found.push(format!("{}: {call}\"{literal}\"", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_word_stands_twice_in_its_section() {
    let text = include_str!("../../assets/words/en.ron");
    let (mut path, mut seen, mut twice) = (Vec::new(), BTreeSet::new(), Vec::new());
    for line in text.lines().map(str::trim) {
        if line.starts_with('}') {
            path.pop();
        }
        let Some((key, rest)) = line.strip_prefix('"').and_then(|line| line.split_once("\": ")) else { continue };
        let whole = path.iter().chain([&key]).copied().collect::<Vec<_>>().join(".");
        if !seen.insert(whole.clone()) {
            twice.push(whole);
        }
        if rest == "{" {
            path.push(key);
        }
    }
    assert!(twice.is_empty(), "the later one hides the earlier one: {twice:?}");
}

/// Every literal of the sources that could be a key, or the form of one.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let is_key =
        |text: &&str| text.contains('.') && text.chars().all(|it| it.is_alphanumeric() || "_.-{}".contains(it));
    text.split('"').filter(is_key)
}

/// Whether a form such as `question.{}.title` makes this key.
fn makes(form: &str, key: &str) -> bool {
    let Some((before, rest)) = form.split_once('{') else { return form == key };
    let Some(behind) = rest.rsplit('}').next() else { return false };
    !before.is_empty() && before != "." && key.len() > before.len() && key.starts_with(before) && key.ends_with(behind)
}

#[test]
fn no_word_lies_in_the_file_that_nobody_says() {
    let sources = designer();
    let said: BTreeSet<&str> = sources.iter().flat_map(|(_, text)| literals(text)).collect();
    let forms: Vec<&str> = said.iter().copied().filter(|text| text.contains('{')).collect();
    let is_said = |key: &str| said.contains(key) || forms.iter().any(|form| makes(form, key));
    let of_number = |key: &str| key.strip_suffix(".one").or(key.strip_suffix(".many")).is_some_and(is_said);
    let idle: Vec<&str> = words::keys().filter(|key| !is_said(key) && !of_number(key)).collect();
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}
