//! Streams in files: one JSON object a line, `{"id": key, "time": …, "data": payload}`, in a folder for each stream,
//! a new file each day or after so many bytes.
//!
//! One thread for each stream writes what has gathered, brings it to the disk, and only then answers; so a line that is
//! acknowledged outlives the machine's power. A line is whole or not there: what a crash tore is taken off before the
//! next is written, and it was never acknowledged. A key that one of the last lines has is not written again.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Value as Json, json};
use tokio::sync::oneshot;

use super::{Unkept, kept, tail};
use crate::journey::Rotation;
use crate::run::Outcome;
use crate::serve::dispatch::NoDispatch;
use crate::serve::store::{Lock, OpenError};

/// Keys that are known again, at most: far more than attempts are ever under way.
const MOST_KEYS: usize = 65_536;

/// Lines that go to the disk together, at most.
const MOST_LINES: usize = 1_000;

/// What files end in.
const ENDING: &str = "ndjson";

/// One entry of a stream.
#[derive(Clone, Debug)]
pub(super) struct Entry<'e> {
    /// The same over attempts and restarts.
    pub key: String,
    /// When it left.
    pub at: Timestamp,
    pub rotation: Rotation,
    pub data: &'e Json,
}

/// A line, in the words of events.
#[derive(Serialize)]
struct Line<'l> {
    id: &'l str,
    time: String,
    data: &'l Json,
}

/// The streams of a folder.
pub(super) struct Files {
    folder: Option<PathBuf>,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    /// Held from the first stream on: two servers would write into each other's lines.
    lock: Option<Lock>,
    writers: BTreeMap<String, Sender<Job>>,
}

/// A line on its way.
struct Job {
    key: String,
    at: Timestamp,
    rotation: Rotation,
    line: Vec<u8>,
    answer: oneshot::Sender<Result<Outcome, Unkept>>,
}

impl Files {
    /// Those of a folder. What a crash tore in them is mended at once.
    pub(super) fn open(folder: Option<&Path>) -> Result<Self, NoDispatch> {
        let files = Self { folder: folder.map(Path::to_owned), open: Mutex::default() };
        if let Some(folder) = folder.filter(|folder| folder.exists()) {
            let failed = |error: &dyn std::fmt::Display| NoDispatch::Streams(error.to_string());
            let lock = Lock::take(folder).map_err(|error| failed(&error))?;
            files.open.lock().unwrap_or_else(PoisonError::into_inner).lock = Some(lock);
            for stream in fs::read_dir(folder).map_err(|error| failed(&error))? {
                let path = stream.map_err(|error| failed(&error))?.path();
                if path.is_dir() {
                    Writer::over(path).recall().map_err(|error| failed(&error))?;
                }
            }
        }
        Ok(files)
    }

    /// Appends an entry to the stream of this name, and waits until it is on the disk.
    pub(super) async fn append(&self, name: &str, entry: &Entry<'_>) -> Result<Outcome, Unkept> {
        let line = Line { id: &entry.key, time: format!("{:.3}", entry.at), data: entry.data };
        let mut line = serde_json::to_vec(&line).map_err(|error| Unkept::File(error.into()))?;
        line.push(b'\n');
        let (answer, answered) = oneshot::channel();
        let job = Job { key: entry.key.clone(), at: entry.at, rotation: entry.rotation, line, answer };
        self.writer(name)?.send(job).map_err(|_| Unkept::Gone)?;
        answered.await.map_err(|_| Unkept::Gone)?
    }

    /// Who writes the stream of this name.
    fn writer(&self, name: &str) -> Result<Sender<Job>, Unkept> {
        let folder = self.folder.as_deref().ok_or(Unkept::NoFolder)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = open.writers.get(name) {
            return Ok(writer.clone());
        }
        if open.lock.is_none() {
            let failed = |error| match error {
                OpenError::Folder { error, .. } => error,
                other => io::Error::other(other),
            };
            open.lock = Some(Lock::take(folder).map_err(|error| Unkept::File(failed(error)))?);
        }
        let path = folder.join(name);
        fs::create_dir_all(&path).and_then(|()| settle(folder)).map_err(Unkept::File)?;
        let (sender, jobs) = channel();
        let thread = std::thread::Builder::new().name(format!("stream {name}"));
        thread.spawn(move || Writer::over(path).work(&jobs)).map_err(Unkept::File)?;
        open.writers.insert(name.to_owned(), sender.clone());
        Ok(sender)
    }
}

/// Writes one stream.
struct Writer {
    folder: PathBuf,
    keys: Keys,
    current: Option<Current>,
    /// Whether the keys of what was there before are known.
    recalled: bool,
}

/// The file that is written now.
struct Current {
    name: String,
    file: File,
    /// Up to here everything is whole and on the disk.
    whole: u64,
    /// Up to here something is written.
    end: u64,
}

impl Writer {
    fn over(folder: PathBuf) -> Self {
        Self { folder, keys: Keys::default(), current: None, recalled: false }
    }

    /// Writes what comes, until nobody can send any more.
    fn work(mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut batch = vec![first];
            batch.extend(jobs.try_iter().take(MOST_LINES - 1));
            self.batch(batch);
        }
    }

    fn batch(&mut self, jobs: Vec<Job>) {
        let mut rest = jobs.into_iter().peekable();
        while let Some(first) = rest.next() {
            let mut written = vec![];
            let done = self.recall().and_then(|()| {
                let mut next = Some(first);
                // As many as belong into the same file.
                while let Some(job) = next.take() {
                    let known = self.keys.has(&job.key);
                    let placed = if known { Ok(()) } else { self.write(&job) };
                    if !known && placed.is_ok() {
                        self.keys.add(job.key.clone());
                    }
                    let file = self.current.as_ref().filter(|_| !known).map(|current| current.name.clone());
                    written.push((job, file));
                    placed?;
                    next = rest.next_if(|next| self.belongs(next));
                }
                self.current.as_ref().map_or(Ok(()), |current| current.file.sync_data())
            });
            match &done {
                Ok(()) => {
                    if let Some(current) = &mut self.current {
                        current.whole = current.end;
                    }
                }
                Err(error) => {
                    tracing::warn!(path = %self.folder.display(), %error, "a stream cannot be written");
                    self.take_back();
                }
            }
            let stream = self.folder.file_name().map(|name| name.to_string_lossy().into_owned());
            for (job, file) in written {
                let said = match &done {
                    Ok(()) => Ok(kept(&json!({"stream": stream, "file": file, "duplicate": file.is_none()}))),
                    Err(error) => Err(Unkept::File(io::Error::new(error.kind(), error.to_string()))),
                };
                // Whose time ran out does not listen any more.
                let _ = job.answer.send(said);
            }
        }
    }

    /// Nothing of a batch that failed counts: its lines are taken off again, or at the next opening.
    fn take_back(&mut self) {
        if let Some(current) = self.current.take()
            && let Err(error) = current.file.set_len(current.whole)
        {
            tracing::warn!(path = %self.folder.display(), %error, "a stream could not be taken back to its last line");
        }
        // What stands there is looked at anew.
        (self.recalled, self.keys) = (false, Keys::default());
    }

    /// Whether the file that is open takes this one too.
    fn belongs(&self, job: &Job) -> bool {
        let name = self.name_for(job).ok();
        name.is_some() && name.as_ref() == self.current.as_ref().map(|current| &current.name)
    }

    fn write(&mut self, job: &Job) -> io::Result<()> {
        let name = self.name_for(job)?;
        if self.current.as_ref().is_none_or(|current| current.name != name) {
            self.current = Some(self.open(name)?);
        }
        let Some(current) = &mut self.current else { return Err(io::ErrorKind::NotFound.into()) };
        current.file.write_all(&job.line)?;
        current.end += u64::try_from(job.line.len()).unwrap_or_default();
        Ok(())
    }

    /// The file into which an entry belongs.
    fn name_for(&self, job: &Job) -> io::Result<String> {
        let most = match job.rotation {
            Rotation::Daily => return Ok(day(job.at)),
            Rotation::Size(megabytes) => u64::try_from(megabytes).unwrap_or(1).max(1) * 1_000_000,
        };
        let number = |name: &str| name.strip_suffix(ENDING)?.strip_suffix('.')?.parse::<u64>().ok();
        let open = self.current.as_ref().and_then(|current| Some((number(&current.name)?, current.end)));
        let last = match open {
            Some(open) => Some(open),
            None => {
                let numbered = self.names()?.into_iter().filter_map(|name| Some((number(&name)?, name)));
                let last = numbered.max_by_key(|(number, _)| *number);
                last.map(|(number, name)| fs::metadata(self.folder.join(name)).map(|about| (number, about.len())))
                    .transpose()?
            }
        };
        let wanted = u64::try_from(job.line.len()).unwrap_or(u64::MAX);
        let number = match last {
            None => 1,
            Some((number, length)) if length > 0 && length.saturating_add(wanted) > most => number + 1,
            Some((number, _)) => number,
        };
        Ok(format!("{number:06}.{ENDING}"))
    }

    fn open(&mut self, name: String) -> io::Result<Current> {
        let path = self.folder.join(&name);
        let is_new = !path.exists();
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).create(true).truncate(false).open(&path)?;
        tail::mend(&mut file, &path)?;
        if is_new {
            settle(&self.folder)?;
        }
        let end = file.stream_position()?;
        Ok(Current { name, file, whole: end, end })
    }

    /// Mends the two youngest files and knows the keys of their last lines again.
    fn recall(&mut self) -> io::Result<()> {
        if self.recalled {
            return Ok(());
        }
        let mut young: Vec<(std::time::SystemTime, String)> = Vec::new();
        for name in self.names()? {
            young.push((fs::metadata(self.folder.join(&name))?.modified()?, name));
        }
        young.sort();
        for (_, name) in young.iter().rev().take(2).rev() {
            let path = self.folder.join(name);
            let mut file = OpenOptions::new().read(true).write(true).open(&path)?;
            tail::mend(&mut file, &path)?.into_iter().for_each(|key| self.keys.add(key));
        }
        self.recalled = true;
        Ok(())
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            // Only what this program writes is mended.
            let ours = |stem: &str| stem.chars().all(|c| c.is_ascii_digit() || c == '-');
            if name.strip_suffix(ENDING).and_then(|stem| stem.strip_suffix('.')).is_some_and(ours) {
                names.push(name);
            }
        }
        Ok(names)
    }
}

/// The file of a day.
fn day(at: Timestamp) -> String {
    format!("{}.{ENDING}", at.to_zoned(TimeZone::UTC).date())
}

/// Brings the names in a folder to the disk.
fn settle(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened so, and names are kept with what they name.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The keys of the last lines.
#[derive(Default)]
struct Keys {
    order: VecDeque<String>,
    all: HashSet<String>,
}

impl Keys {
    fn has(&self, key: &str) -> bool {
        self.all.contains(key)
    }

    fn add(&mut self, key: String) {
        if self.all.insert(key.clone()) {
            self.order.push_back(key);
        }
        while self.order.len() > MOST_KEYS {
            if let Some(oldest) = self.order.pop_front() {
                self.all.remove(&oldest);
            }
        }
    }
}
