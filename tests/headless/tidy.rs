//! The house keeps its own rules: who may use whom, what every file says first, where effects may live.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Who may use whom, directly, as the front page of the library says; a room may always use itself. `all of these`
/// are the rooms before it.
fn table() -> Vec<(String, Vec<String>)> {
    let front = include_str!("../../src/lib.rs");
    let lines = front.lines().skip_while(|line| *line != "//! # Who may use whom").skip(1);
    let prose: String = lines.take_while(|line| *line != "//!").map(|line| line.trim_start_matches("//!")).collect();
    let mut table: Vec<(String, Vec<String>)> = Vec::new();
    for row in prose.trim().trim_end_matches('.').split(';') {
        let (room, used) = row.split_once(':').unwrap_or_else(|| panic!("{row} is no row"));
        let used = match used.trim() {
            "nobody" => Vec::new(),
            "all of these" => table.iter().map(|(room, _)| room.clone()).collect(),
            list => list.split(',').map(|room| room.trim().to_owned()).collect(),
        };
        table.push((room.trim().trim_matches('`').to_owned(), used));
    }
    table
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<_> = fs::read_dir(folder).expect("a source folder").flatten().map(|e| e.path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found
}

fn room_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    (inside.components().count() > 1).then(|| first.to_owned())
}

/// Rooms named after `crate::`, alone or in a braced list.
fn rooms_used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let names = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or(list));
            let list = if rest.starts_with('{') { names.split(',').collect() } else { vec![names] };
            for name in list {
                let word: String = name.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                used.insert(word);
            }
        }
    }
    used
}

#[test]
fn every_room_uses_only_the_rooms_before_it() {
    let table = table();
    assert!(table.len() > 10, "the table is read: {table:?}");
    let mut offences = Vec::new();
    for (path, text) in sources("src") {
        let Some(room) = room_of(&path) else { continue };
        let (_, allowed) = table.iter().find(|(name, _)| *name == room).expect("a room of the table");
        for used in rooms_used(&text) {
            let is_room = table.iter().any(|(name, _)| *name == used);
            if is_room && used != room && !allowed.contains(&used) {
                offences.push(format!("{}: uses {used}", path.display()));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn only_the_designer_knows_egui() {
    for (path, text) in sources("src") {
        let inside = room_of(&path).as_deref() == Some("designer");
        let knows = text.contains("egui::") || text.contains("eframe::") || text.contains("rfd::");
        assert!(inside || !knows, "{} knows the window's library", path.display());
    }
}

#[test]
fn every_file_says_first_what_it_is_for() {
    for folder in ["src", "tests"] {
        for (path, text) in sources(folder) {
            assert!(text.starts_with("//! "), "{} does not begin with a //! line", path.display());
        }
    }
}

#[test]
fn no_file_outgrows_its_one_idea() {
    // Flat tables may be longer; they are read by looking up, not from top to bottom.
    const TABLES: [&str; 1] = ["expression/functions"];
    for (path, text) in sources("src") {
        let lines = text.lines().count();
        let table = TABLES.iter().any(|table| path.to_string_lossy().contains(table));
        assert!(table || lines <= 600, "{} has {lines} lines", path.display());
    }
}

#[test]
fn clock_disk_and_chance_stay_at_the_rim() {
    const PURE: [&str; 6] = ["expression", "edit", "check", "run", "simulate", "exchange"];
    const EFFECTS: [&str; 6] = ["Timestamp::now", "SystemTime", "Instant::now", "std::fs", "thread::spawn", "std::env"];
    for (path, text) in sources("src") {
        let Some(room) = room_of(&path) else { continue };
        let at_the_rim = path.to_string_lossy().contains("journey/files");
        if at_the_rim || !(PURE.contains(&room.as_str()) || room == "journey") {
            continue;
        }
        for effect in EFFECTS {
            assert!(!text.contains(effect), "{} reaches for {effect}", path.display());
        }
    }
}

#[test]
fn no_folder_or_file_is_named_after_nothing() {
    const EMPTY: [&str; 7] = ["utils", "util", "helpers", "common", "manager", "misc", "types"];
    for (path, _) in sources("src") {
        for part in path.components() {
            let name = part.as_os_str().to_string_lossy();
            let stem = name.strip_suffix(".rs").unwrap_or(&name);
            assert!(!EMPTY.contains(&stem), "{} says nothing", path.display());
        }
    }
}

#[test]
fn every_story_is_listed_in_its_program() {
    for program in ["headless", "pace", "designer"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(program);
        let list = fs::read_to_string(folder.join("main.rs")).expect("the list of stories");
        for entry in fs::read_dir(&folder).expect("a folder of stories").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(story) = name.strip_suffix(".rs").filter(|story| *story != "main") else { continue };
            assert!(list.contains(&format!("mod {story};")), "tests/{program}/{name} is never run");
        }
    }
}

#[test]
fn nothing_is_left_for_later_in_a_comment() {
    const WORDS: [&str; 3] = ["TODO", "FIXME", "todo!("];
    for folder in ["src", "tests"] {
        for (path, text) in sources(folder) {
            let said = WORDS.iter().find(|word| text.contains(**word));
            assert!(path.ends_with("tidy.rs") || said.is_none(), "{} says {said:?}", path.display());
        }
    }
}

#[test]
fn a_page_has_the_same_title_wherever_it_is_named() {
    let rules = include_str!("../../src/check/source.rs");
    let titled = |line: &str| {
        let mut parts = line.split('"');
        let (title, path) = (parts.nth(1)?, parts.nth(1)?);
        path.starts_with("help/").then(|| (path.to_owned(), title.to_owned()))
    };
    let titles: BTreeMap<String, String> = rules.lines().filter_map(titled).collect();
    assert!(titles.len() > 50, "the list of pages is read: {}", titles.len());
    let mut named = 0;
    for (path, text) in sources("src") {
        let comments = text.lines().filter_map(|line| line.trim_start().strip_prefix("//"));
        let prose: Vec<&str> = comments.map(|line| line.trim_start_matches(['/', '!']).trim()).collect();
        let prose = prose.join(" ");
        for (at, _) in prose.match_indices("\", help/") {
            let page: String =
                prose[at + 3..].chars().take_while(|c| !c.is_whitespace() && !"),;".contains(*c)).collect();
            let page = page.trim_end_matches('.');
            let Some(title) = titles.get(page) else { continue };
            let said = prose[..at].rsplit('"').next().unwrap_or_default();
            assert_eq!(said, title, "{} names {page} otherwise than the rules", path.display());
            named += 1;
        }
    }
    assert!(named > 10, "comments name pages: {named}");
}
