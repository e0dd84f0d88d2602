//! The README tells the truth: its commands are commands, its paths exist.

use std::path::Path;

use waymark::cli;

fn readme() -> (&'static Path, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    (root, std::fs::read_to_string(root.join("README.md")).expect("the README"))
}

/// The words of a command, as a shell tells them apart.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let said = |(index, part): (usize, &str)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    };
    parts.flat_map(said).collect()
}

#[test]
fn every_command_of_the_readme_is_one() {
    let (root, text) = readme();
    let commands = text.lines().filter(|line| line.starts_with("waymark "));
    let mut count = 0;
    for line in commands {
        let words = words(line.split('#').next().unwrap_or_default());
        cli::asked_of(&words).unwrap_or_else(|error| panic!("{line}: {error}"));
        for word in words.iter().filter(|word| word.starts_with("journeys")) {
            assert!(root.join(word).exists(), "{word} does not exist");
        }
        count += 1;
    }
    assert!(count >= 7, "only {count} commands were found");
}

#[test]
fn every_path_of_the_map_exists() {
    let (root, text) = readme();
    let mut count = 0;
    for (at, _) in text.match_indices('`') {
        let Some(path) = text[at + 1..].split('`').next() else { continue };
        let is_path = ["src/", "tests/", "assets/", "journeys/"].iter().any(|folder| path.starts_with(folder));
        if is_path && !path.contains(['<', ' ', '*']) {
            assert!(root.join(path).exists(), "{path} does not exist");
            count += 1;
        }
    }
    assert!(count >= 15, "only {count} paths were found");
}
