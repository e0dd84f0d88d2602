//! A save is whole or did not happen: with a full disk, and for a session that was killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use waymark::journey::files::{self, Files, recovery};
use waymark::journey::{Journey, Workspace};

use crate::workspace_files::content;

/// The folder that the small process below saves into; without it, it saves into one of its own.
const FOLDER: &str = "WAYMARK_TEST_SAVES_INTO";

fn workspace(note: &str) -> Workspace {
    let mut workspace = Workspace::default();
    let journey = Journey { format: 1, id: "journey-aaaa".into(), note: note.to_owned(), ..Journey::default() };
    workspace.journeys.insert(journey.id.clone(), Arc::new(Journey { name: "Large".to_owned(), ..journey }));
    workspace
}

/// Opens the workspace in the folder and saves it with a note of 100 kB.
fn save_large(folder: &Path) -> Result<(), files::SaveError> {
    let mut files = files::open(folder).unwrap().files;
    files::save(&workspace(&"x".repeat(100_000)), &mut files, folder).map(drop)
}

#[test]
fn a_large_journey_is_saved() {
    let own = tempfile::tempdir().unwrap();
    let folder = std::env::var_os(FOLDER).map_or_else(|| own.path().to_owned(), Into::into);
    if folder == own.path() {
        files::save(&workspace("small"), &mut Files::default(), &folder).unwrap();
    }
    save_large(&folder).unwrap();
    assert!(files::open(&folder).unwrap().workspace == workspace(&"x".repeat(100_000)));
}

#[cfg(unix)]
#[test]
fn with_a_full_disk_every_file_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    files::save(&workspace("small"), &mut Files::default(), folder.path()).unwrap();
    let before = content(folder.path());
    // A process that may write only small files meets the same error as on a full disk, in the middle of a file.
    let program = std::env::current_exe().unwrap();
    let script =
        format!("trap '' XFSZ; ulimit -f 16; exec '{}' --exact saving::a_large_journey_is_saved", program.display());
    let ran = Command::new("sh").args(["-c", &script]).env(FOLDER, folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(!ran.status.success() && said.contains("Disk {"), "{said}");
    assert!(content(folder.path()) == before, "something was left behind or changed");
}

#[test]
fn a_killed_session_leaves_its_document_and_a_running_one_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let document = workspace("not saved yet");
    let keeper = recovery::Keeper::begin(folder.path(), "session-1").unwrap();
    let mut files = Files::default();
    files.root = "/home/mia/shop".into();
    keeper.write(&document, &files).unwrap();
    assert_eq!(recovery::list(folder.path()), Vec::new(), "the session is running");

    // The lock goes with the process, however it ends.
    drop(keeper);
    let left = recovery::list(folder.path());
    assert_eq!(left.len(), 1);
    let kept = recovery::read(&left[0].path).unwrap();
    assert!(kept.workspace == document);
    assert_eq!(kept.root, Path::new("/home/mia/shop"));
    recovery::remove(&left[0].path).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

    let keeper = recovery::Keeper::begin(folder.path(), "session-2").unwrap();
    keeper.write(&document, &Files::default()).unwrap();
    keeper.end().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_copy_knows_which_files_were_changed_after_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let (root, state) = (folder.path().join("shop"), folder.path().join("state"));
    let document = workspace("as saved");
    let mut files = Files::default();
    files::save(&document, &mut files, &root).unwrap();
    let keeper = recovery::Keeper::begin(&state, "session-3").unwrap();
    keeper.write(&workspace("not saved yet"), &files).unwrap();
    drop(keeper);
    let kept = recovery::read(&recovery::list(&state)[0].path).unwrap();
    let changed = || kept.changed_since(&files::open(&root).unwrap().files);
    assert_eq!(changed(), Vec::<PathBuf>::new(), "nobody touched the files");

    fs::write(root.join("other.journey.ron"), "(format: 1, id: \"journey-other\", name: \"Theirs\")\n").unwrap();
    assert_eq!(changed(), [Path::new("other.journey.ron")], "one was made");
    let file = root.join("large.journey.ron");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("as saved", "by somebody else")).unwrap();
    assert_eq!(changed(), [Path::new("large.journey.ron"), Path::new("other.journey.ron")], "one was changed");
    fs::remove_file(&file).unwrap();
    assert_eq!(changed(), [Path::new("large.journey.ron"), Path::new("other.journey.ron")], "and then removed");
}

#[test]
fn what_somebody_else_changed_is_written_over_once_that_was_decided() {
    let folder = tempfile::tempdir().unwrap();
    let mine = workspace("mine");
    let mut files = Files::default();
    files::save(&mine, &mut files, folder.path()).unwrap();
    let file = folder.path().join("large.journey.ron");
    let theirs = fs::read_to_string(&file).unwrap().replace("mine", "theirs");
    fs::write(&file, &theirs).unwrap();
    for changed in files::changed_outside(&files) {
        files.accept_outside(&changed);
    }
    assert!(!files.is_saved(&mine), "the disk holds something else");
    files::save(&mine, &mut files, folder.path()).unwrap();
    assert!(files::open(folder.path()).unwrap().workspace == mine);
    assert!(files.is_saved(&mine) && files::changed_outside(&files).is_empty());
}

#[test]
fn a_journey_that_somebody_else_made_is_never_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mine = workspace("mine");
    let mut files = Files::default();
    files::save(&mine, &mut files, folder.path()).unwrap();
    let other = fs::read_to_string(folder.path().join("large.journey.ron")).unwrap();
    let other = other.replace("journey-aaaa", "journey-bbbb").replace("Large", "Other");
    fs::write(folder.path().join("other.journey.ron"), other).unwrap();
    // Kept open with one's own text …
    for changed in files::changed_outside(&files) {
        files.accept_outside(&changed);
    }
    files::save(&workspace("mine, later"), &mut files, folder.path()).unwrap();
    assert!(folder.path().join("other.journey.ron").exists());
    // … or brought back after a kill, over what the folder holds by then.
    let mut files = files::open(folder.path()).unwrap().files;
    files.leave_alone_what_lacks(&mine);
    files::save(&mine, &mut files, folder.path()).unwrap();
    assert!(folder.path().join("other.journey.ron").exists());
}
