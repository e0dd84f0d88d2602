//! The end of a file of a stream: what a crash tore is taken off, and the keys of its last lines are known again.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use serde::Deserialize;

/// So much of a file's end is read, in bytes; no line is as long.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// A line, as far as it is told apart by it.
#[derive(Deserialize)]
struct Line {
    id: String,
}

/// Takes off what stands behind the last whole line. It was never acknowledged, so it is appended again. Yields the
/// keys of the last lines, oldest first, once they are on the disk for good.
pub(super) fn mend(file: &mut File, path: &Path) -> io::Result<Vec<String>> {
    let length = file.metadata()?.len();
    let from = length.saturating_sub(MOST_BYTES);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let mut end = after_last_break(&tail);
    let mut keys = Vec::new();
    let mut begin;
    // From the end: behind a line that is whole there may be nothing else; before it everything was acknowledged.
    let mut is_sound = false;
    while end > 0 {
        begin = after_last_break(tail.get(..end - 1).unwrap_or_default());
        if begin == 0 && from > 0 {
            // Half a line, which began before what was read.
            break;
        }
        match tail.get(begin..end).and_then(|line| serde_json::from_slice::<Line>(line).ok()) {
            Some(line) => {
                is_sound = true;
                keys.push(line.id);
            }
            // A foreign line among our own stays.
            None if is_sound => {}
            None => tail.truncate(begin),
        }
        end = begin;
    }
    let sound = if is_sound || from == 0 { after_last_break(&tail) } else { tail.len() };
    let sound = from + u64::try_from(sound).unwrap_or(u64::MAX);
    if sound < length {
        tracing::warn!(path = %path.display(), bytes = length - sound, "a line that was never finished is taken off");
        file.set_len(sound)?;
    }
    // What was written without being acknowledged may be in the system's memory only.
    file.sync_all()?;
    file.seek(SeekFrom::Start(sound))?;
    keys.reverse();
    Ok(keys)
}

/// Where the last line break ends; the beginning where there is none.
fn after_last_break(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}
