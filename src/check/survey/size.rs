//! How large a journey is as a document of the platform: its logic as JSON, without layout and notes.

use std::io::{self, Write};

use serde::Serialize;

use super::bound::bound;
use crate::journey::{Activity, Journey};

/// How large a journey is, in bytes of JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// The whole.
    pub total: usize,
    /// The largest activity, by index, and its size; `None` where there is none.
    pub largest: Option<(usize, usize)>,
}

impl Size {
    /// Measures without writing anything down.
    pub fn of(journey: &Journey) -> Self {
        let mut size = Self::default();
        for (index, activity) in journey.activities.iter().enumerate() {
            let bytes = measure(activity) - activity.note.len() - suppressed(activity);
            size.total += bytes;
            if size.largest.is_none_or(|(_, most)| bytes > most) {
                size.largest = Some((index, bytes));
            }
        }
        size.total += measure(&journey.properties) + measure(&journey.connections) + measure(&journey.ends);
        size.total += journey.name.len() + journey.description.len();
        size
    }
}

/// The most that [`Size::total`] can be.
pub(super) fn at_most(journey: &Journey) -> usize {
    let texts = journey.name.len() + journey.description.len();
    let parts =
        [bound(&journey.activities), bound(&journey.properties), bound(&journey.connections), bound(&journey.ends)];
    parts.into_iter().fold(texts, usize::saturating_add)
}

struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is said of suppressed findings never leaves the workspace.
fn suppressed(activity: &Activity) -> usize {
    if activity.suppressed.is_empty() { 0 } else { measure(&activity.suppressed) }
}

fn measure(value: &impl Serialize) -> usize {
    let mut counter = Counter(0);
    // A counter takes everything; what cannot be said in JSON counts as far as it came.
    let _ = serde_json::to_writer(&mut counter, value);
    counter.0
}
