//! File names: slugs of what people call things. They are no identity and are never relied on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The name in lower-case ASCII letters, digits and hyphens, at most 60; `fallback` where nothing of it is left.
pub fn slug(name: &str, fallback: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            'à'..='å' => slug.push('a'),
            'è'..='ë' => slug.push('e'),
            'ì'..='ï' => slug.push('i'),
            'ò'..='õ' => slug.push('o'),
            'ù'..='û' => slug.push('u'),
            'ç' => slug.push('c'),
            'ñ' => slug.push('n'),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() >= 60 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    match (slug, fallback) {
        ("", "") => "unnamed".to_owned(),
        ("", fallback) => self::slug(fallback, ""),
        (slug, _) => slug.to_owned(),
    }
}

/// The slug with which a file is named now. A name that a person chose for the file stays; one that was made from the
/// object's former name follows the new one.
pub(super) fn stem(known: Option<(&str, &str)>, wanted: &str) -> String {
    match known {
        Some((stem, former)) if !made_from(stem, former) => stem.to_owned(),
        Some((stem, former)) if former == wanted => stem.to_owned(),
        _ => wanted.to_owned(),
    }
}

/// Whether a stem is this slug, or this slug with a number behind it.
fn made_from(stem: &str, slug: &str) -> bool {
    stem.strip_prefix(slug).is_some_and(|rest| {
        rest.is_empty() || rest.strip_prefix('-').is_some_and(|number| number.parse::<u32>().is_ok())
    })
}

/// The first of `stem`, `stem-2`, `stem-3` … that is free.
pub(super) fn free(folder: &Path, stem: &str, ending: &str, taken: impl Fn(&Path) -> bool) -> PathBuf {
    let mut tried = BTreeSet::new();
    let mut number = 1_u32;
    loop {
        let name = if number == 1 { format!("{stem}{ending}") } else { format!("{stem}-{number}{ending}") };
        let path = folder.join(name);
        if !taken(&path) || !tried.insert(path.clone()) {
            return path;
        }
        number += 1;
    }
}
