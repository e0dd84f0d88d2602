//! Every word of the window, from one file of words that a translator can take as it is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::edit::describe::grouped;

/// The file, as it is embedded.
const ENGLISH: &str = include_str!("../../assets/words/en.ron");

static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| flat(ENGLISH).unwrap_or_default());

/// The text of a key such as `top_bar.export`; empty where the file has none, which a test rules out for
/// every key that stands in the source.
pub fn word(key: &str) -> &'static str {
    WORDS.get(key).map_or("", String::as_str)
}

/// The text of a key with `{name}` replaced, for each pair of name and value.
pub fn phrase(key: &str, parts: &[(&str, &str)]) -> String {
    let mut text = word(key).to_owned();
    for (name, value) in parts {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// A number of things: `{key}.one` where it is 1, `{key}.many` otherwise, `{n}` replaced.
pub fn count(key: &str, number: usize) -> String {
    let form = if number == 1 { "one" } else { "many" };
    phrase(&format!("{key}.{form}"), &[("n", &grouped(i64::try_from(number).unwrap_or(i64::MAX)))])
}

/// Every key of the file.
pub fn keys() -> impl Iterator<Item = &'static str> {
    WORDS.keys().map(String::as_str)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Section(BTreeMap<String, Entry>),
}

/// Reads a file of words: sections in sections, keys joined by dots.
///
/// # Errors
/// Where the text is no such file, with line and column.
pub fn flat(text: &str) -> Result<BTreeMap<String, String>, ron::error::SpannedError> {
    let sections: BTreeMap<String, Entry> = ron::from_str(text)?;
    let mut words = BTreeMap::new();
    for (name, entry) in sections {
        gather(name, entry, &mut words);
    }
    Ok(words)
}

fn gather(path: String, entry: Entry, words: &mut BTreeMap<String, String>) {
    match entry {
        Entry::Text(text) => drop(words.insert(path, text)),
        Entry::Section(section) => {
            for (name, entry) in section {
                gather(format!("{path}.{name}"), entry, words);
            }
        }
    }
}
